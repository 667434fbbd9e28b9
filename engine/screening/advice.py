"""Advice in the order in which to begin; `planning.actions` and `wanting` are the definition."""

from collections.abc import Iterator

from ..knowledge import Advice, Group, Knowledge, Points
from ..scoring import Band
from .budget import Asked, add_budget, points_name, stays_name
from .conditions import Conditions
from .draft import Draft
from .restricting import RESTRICTED, add_restrictions, is_whole_name, may_have_name
from .scores import heaviest, item_name, score_name
from .sql import (
    NULL,
    Sql,
    Type,
    all_of,
    any_of,
    binary,
    case,
    cast_to,
    coalesce,
    holds,
    is_false,
    keyed,
    largest,
    negated,
    smallest,
    sorted_words,
    text,
    total,
    whole,
)

_BANDS = (Band.WEAK, Band.WATCH, Band.SOLID, Band.NOT_ENOUGH_ANSWERS, Band.DOES_NOT_APPLY)


def add_actions(knowledge: Knowledge, conditions: Conditions, draft: Draft) -> None:
    """The stages from scores, flags and patterns to `actions`, after those of the verdict."""
    asked = list(_asked(knowledge))
    add_restrictions(knowledge, draft)
    _add_places(knowledge, draft)
    _add_points(asked, knowledge, draft)
    never = _add_turns(asked, knowledge, draft)
    for one in asked:
        draft.put(f"{_name(one)}.given", _is_given(one.advice, never, conditions, draft))
    draft.stage("given advice", "The advice that nothing speaks against.")
    add_budget(knowledge, conditions, draft, asked, never)
    listed = []
    for one in asked:
        key = keyed([(draft[f"{_name(one)}.urgency"], len(str(never)))], one.id)
        done = all_of((draft[stays_name(one)], draft[is_whole_name(one.advice.block)]))
        listed.append(case([(done, key)]))
    draft.put("actions", coalesce(sorted_words(listed), text("")))
    draft.stage("actions", "What is given of it, the most urgent first.")


def _asked(knowledge: Knowledge) -> Iterator[Asked]:
    for advice in knowledge.advice.values():
        items: dict[str, tuple[Group, ...]] = {}
        for group in knowledge.groups:
            if any(_advice_of(rule.conclusion) == advice.id for rule, _ in heaviest(group)):
                items[group.pillar] = (*items.get(group.pillar, ()), group)
        if items:
            yield Asked(advice, items)


def _advice_of(conclusion: object) -> str | None:
    return conclusion.advice if isinstance(conclusion, Points) else None


def _name(one: Asked) -> str:
    return f"advice.{one.id}"


def _add_places(knowledge: Knowledge, draft: Draft) -> None:
    """In which order pillars and contexts are gone through.

    Pillars by rank; a context after the last pillar of its band or a worse one; first the context
    that leads.
    """
    names = {scored: score_name(knowledge, scored) for scored in knowledge.scored}
    for name in names.values():
        band = draft[f"{name}.band"]
        found = [(binary(band, "==", text(one)), whole(at)) for at, one in enumerate(_BANDS)]
        draft.put(f"{name}.band_place", case(found))
    draft.stage("band places", "Bands as numbers, the worst first.")
    between = 1 + len(knowledge.contexts)
    ranks = {one: binary(draft[f"{names[one]}.rank"], "*", whole(between))
             for one in knowledge.pillars}  # fmt: skip
    for pillar in knowledge.pillars:
        draft.put(f"{names[pillar]}.place", ranks[pillar])
    leading = draft["leading"]
    for number, context in enumerate(knowledge.contexts, start=1):
        own = draft[f"{names[context]}.band_place"]
        before = [
            case(
                [(binary(draft[f"{names[one]}.band_place"], "<=", own), ranks[one].copy())],
                whole(0),
            )
            for one in knowledge.pillars
        ]
        place = binary(largest([whole(0), *before]), "+", whole(number))
        leads = NULL.copy() if leading == NULL else binary(leading, "==", text(context))
        draft.put(f"{names[context]}.place", case([(leads, whole(0))], place))
    draft.stage("places", "In which order pillars and contexts are gone through.")


def _add_points(asked: list[Asked], knowledge: Knowledge, draft: Draft) -> None:
    """The certain points of the items whose counted rule asks for an advice."""
    for one in asked:
        for scored, groups in one.items.items():
            points = total(_points(one.id, group, draft) for group in groups)
            draft.put(points_name(one, scored), points)
    draft.stage("advised", "The points that each piece of advice answers.")


def _points(advice: str, group: Group, draft: Draft) -> Sql:
    ordered = heaviest(group)
    if all(_advice_of(rule.conclusion) == advice for rule, _ in ordered):
        return draft[f"{item_name(group)}.least"]
    return case(
        (
            (holds(draft[rule.id]), whole(points if _advice_of(rule.conclusion) == advice else 0))
            for rule, points in ordered
        ),
        whole(0),
    )


def _add_turns(asked: list[Asked], knowledge: Knowledge, draft: Draft) -> int:
    """How urgent each piece is, and whether it can wait: by where it comes first.

    The number is of the place of its pillar or context, then of its points, then of its id.
    Gives the number of what nothing asks for.
    """
    most = 1 + sum(group.worth for group in knowledge.groups)
    ids = sorted(one.id for one in asked)
    never = (2 + len(knowledge.pillars)) * (1 + len(knowledge.contexts)) * (most + 1) * len(ids)
    for one in asked:
        for scored in one.items:
            points = draft[points_name(one, scored)]
            place = cast_to(draft[f"{score_name(knowledge, scored)}.place"], Type.WHOLE)
            fewer = binary(whole(most), "-", points.copy())
            number = binary(binary(place, "*", whole(most)), "+", fewer)
            number = binary(binary(number, "*", whole(len(ids))), "+",
                            whole(ids.index(one.id)))  # fmt: skip
            is_asked = binary(points, ">", whole(0))
            draft.put(_turn_in(one, scored), case([(is_asked, number)], whole(never)))
    draft.stage("turns of advice", "How urgent each piece of advice is in each pillar or context.")
    for one in asked:
        turns = {scored: draft[_turn_in(one, scored)] for scored in one.items}
        first = smallest(turns.values())
        draft.put(f"{_name(one)}.urgency", first)
        solid = [
            all_of(
                (
                    *([] if len(turns) == 1 else [binary(turn, "==", first)]),
                    binary(draft[f"{score_name(knowledge, scored)}.band"], "==", text(Band.SOLID)),
                )
            )
            for scored, turn in turns.items()
        ]
        draft.put(f"{_name(one)}.can_wait", any_of(solid))
    draft.stage(
        "urgency of advice", "How urgent it is where it comes first, and whether that is in order."
    )
    return never


def _turn_in(one: Asked, scored: str) -> str:
    return f"{_name(one)}.turn.{scored}"


def _is_given(advice: Advice, never: int, conditions: Conditions, draft: Draft) -> Sql:
    parts = [binary(draft[f"advice.{advice.id}.urgency"], "<", whole(never))]
    parts.append(draft[may_have_name(advice.block)])
    if advice.increases:
        parts.append(negated(draft[RESTRICTED]))
    if advice.withhold_if is not None:
        parts.append(is_false(conditions.truth(advice.withhold_if)))
    return all_of(parts)
