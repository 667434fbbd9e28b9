"""Items, deficits, bands and ranks as columns; `engine.scoring` is their definition."""

from ..knowledge import DECIDED_SHARE, WATCH_FROM, WEAK_FROM, Group, Knowledge, Points, Rule
from ..scoring import LINK_BONUS, Band
from .conditions import Conditions
from .draft import Draft
from .sql import (
    FALSE,
    NULL,
    Sql,
    Type,
    all_of,
    any_of,
    binary,
    bound,
    case,
    cast_to,
    coalesce,
    holds,
    is_null,
    is_possible,
    largest,
    number,
    product,
    quotient,
    smallest,
    text,
    total,
    whole,
)


def score_name(knowledge: Knowledge, scored: str) -> str:
    """What the columns of a pillar or context begin with."""
    return f"context.{scored}" if knowledge.scored[scored].is_context else f"pillar.{scored}"


def score_names(knowledge: Knowledge) -> dict[str, str]:
    """What the columns of every pillar and context begin with, in the order of the base."""
    return {scored: score_name(knowledge, scored) for scored in knowledge.scored}


def item_name(group: Group) -> str:
    """What the columns of an item begin with."""
    return f"item.{group.pillar}.{group.id}"


def add_scores(knowledge: Knowledge, conditions: Conditions, draft: Draft) -> None:
    """The stages from rule states to ranked pillars."""
    for group in knowledge.groups:
        _add_item(group, conditions, draft)
    draft.stage("items", "Each item: whether it applies, its points that are certain and possible.")
    for group in knowledge.groups:
        _add_weights(group, draft)
    draft.stage("weights", "Each item: whether it counts, may count and is decided.")
    for scored in knowledge.scored:
        _add_sums(knowledge, scored, draft)
    draft.stage("sums", "Points over the items of each pillar and context.")
    for scored in knowledge.scored:
        _add_bounds(score_name(knowledge, scored), draft)
    draft.stage("bounds", "What is certain, and what is still possible, in percent.")
    for scored in knowledge.scored:
        _add_deficit(score_name(knowledge, scored), draft)
    draft.stage("deficits", "The deficit, held within what is possible.")
    for scored in knowledge.scored:
        _add_band(score_name(knowledge, scored), draft)
    draft.stage("bands", "The band of each deficit.")
    for scored in knowledge.scored:
        _add_priority(knowledge, scored, conditions, draft)
    draft.stage("priorities", "Ten more where a matched pattern points to the pillar.")
    _add_ranks(knowledge, draft)
    draft.stage("ranks", "Pillars by priority; those without one last, as the base orders them.")


def heaviest(group: Group) -> list[tuple[Rule, int]]:
    """The rules of an item that give points, most points first, else as in the base."""
    found = [
        (rule, rule.conclusion.points)
        for rule in group.rules
        if isinstance(rule.conclusion, Points)
    ]
    return sorted(((rule, points) for rule, points in found if points), key=lambda one: -one[1])


def _add_item(group: Group, conditions: Conditions, draft: Draft) -> None:
    name, ordered = item_name(group), heaviest(group)
    applies = any_of(
        conditions.applicability(one.condition) for rule in group.rules for one in rule.instances
    )
    draft.put(f"{name}.applies", applies)
    least = case([(holds(draft[rule.id]), whole(points)) for rule, points in ordered], whole(0))
    most = case(
        [(is_possible(draft[rule.id]), whole(points)) for rule, points in ordered], whole(0)
    )
    draft.put(f"{name}.least", least)
    draft.put(f"{name}.most", most)


def _add_weights(group: Group, draft: Draft) -> None:
    """Whether an item counts, may count and is decided, as 1 and 0, to be added up."""
    item = item_name(group)
    applies = draft[f"{item}.applies"]
    is_decided = all_of((applies, binary(draft[f"{item}.least"], "==", draft[f"{item}.most"])))
    draft.put(f"{item}.sure", _where(applies, whole(1)))
    draft.put(f"{item}.open", _where(is_null(applies), whole(1)))
    draft.put(f"{item}.decided", _where(is_decided, whole(1)))


def _add_sums(knowledge: Knowledge, scored: str, draft: Draft) -> None:
    decided, possible, decided_least, decided_worth = [], [], [], []
    low_part, low_whole, high_part, high_whole = [], [], [], []
    for group in knowledge.groups:
        if group.pillar != scored:
            continue
        item = item_name(group)
        worth, least, most = whole(group.worth), draft[f"{item}.least"], draft[f"{item}.most"]
        is_sure, is_open = draft[f"{item}.sure"], draft[f"{item}.open"]
        is_decided = draft[f"{item}.decided"]
        may = total((is_sure, is_open))
        decided.append(is_decided)
        possible.append(may)
        decided_least.append(product(is_decided, least))
        decided_worth.append(product(is_decided, worth))
        low_part.append(product(is_sure, least))
        low_whole += [product(is_sure, worth), product(is_open, binary(worth, "-", least))]
        high_part.append(product(may, most))
        high_whole += [product(is_sure, worth), product(is_open, most)]
    name = score_name(knowledge, scored)
    sums = {
        "decided": decided, "applicable": possible, "decided_points": decided_least,
        "decided_worth": decided_worth, "low_points": low_part, "low_worth": low_whole,
        "high_points": high_part, "high_worth": high_whole,
    }  # fmt: skip
    for what, parts in sums.items():
        draft.put(f"{name}.{what}", total(parts))


def _where(condition: Sql, value: Sql) -> Sql:
    return case([(condition, value)], whole(0))


def _percent(draft: Draft, name: str, what: str) -> Sql:
    part, whole_ = draft[f"{name}.{what}_points"], draft[f"{name}.{what}_worth"]
    return quotient(binary(whole(100), "*", part), whole_)


def _add_bounds(name: str, draft: Draft) -> None:
    draft.put(f"{name}.raw", _percent(draft, name, "decided"))
    draft.put(f"{name}.lowest", coalesce(_percent(draft, name, "low"), number(0)))
    draft.put(f"{name}.highest", coalesce(_percent(draft, name, "high"), number(0)))


def _add_deficit(name: str, draft: Draft) -> None:
    raw, low, high = (draft[f"{name}.{what}"] for what in ("raw", "lowest", "highest"))
    held = smallest((largest((raw, low)), high))
    draft.put(f"{name}.deficit_percent", case([(is_null(raw), NULL.copy())], held))
    applies = binary(draft[f"{name}.applicable"], ">", whole(0))
    draft.put(f"{name}.low_percent", case([(applies, low)]))
    draft.put(f"{name}.high_percent", case([(applies, high)]))


def _add_band(name: str, draft: Draft) -> None:
    deficit, decided = draft[f"{name}.deficit_percent"], draft[f"{name}.decided"]
    applicable = draft[f"{name}.applicable"]
    share = binary(number(DECIDED_SHARE), "*", cast_to(applicable, Type.NUMBER))
    draft.put(
        f"{name}.band",
        case(
            [
                (binary(applicable, "==", whole(0)), text(Band.DOES_NOT_APPLY)),
                (is_null(deficit), text(Band.NOT_ENOUGH_ANSWERS)),
                (binary(decided, "<", share), text(Band.NOT_ENOUGH_ANSWERS)),
                (binary(deficit, ">=", bound(WEAK_FROM)), text(Band.WEAK)),
                (binary(deficit, ">=", bound(WATCH_FROM)), text(Band.WATCH)),
            ],
            text(Band.SOLID),
        ),
    )
    moved = coalesce(binary(deficit, "!=", draft[f"{name}.raw"]), FALSE.copy())
    draft.put(f"{name}.clamped", moved)


def _add_priority(knowledge: Knowledge, scored: str, conditions: Conditions, draft: Draft) -> None:
    name = score_name(knowledge, scored)
    deficit, band = draft[f"{name}.deficit_percent"], draft[f"{name}.band"]
    linked = any_of(
        all_of(
            (
                holds(draft[pattern.id]),
                *([holds(conditions.truth(link.condition))] if link.condition else []),
            )
        )
        for pattern in knowledge.patterns.values()
        if pattern.id in draft
        for link in pattern.links
        if link.pillar == scored
    )
    is_more = all_of((linked, binary(deficit, ">=", bound(WATCH_FROM))))
    more = binary(deficit, "+", number(LINK_BONUS))
    priority = deficit if knowledge.scored[scored].is_context else case([(is_more, more)], deficit)
    has_none = any_of(
        binary(band, "==", text(one)) for one in (Band.NOT_ENOUGH_ANSWERS, Band.DOES_NOT_APPLY)
    )
    draft.put(f"{name}.priority_percent", case([(has_none, NULL.copy())], priority))


def _add_ranks(knowledge: Knowledge, draft: Draft) -> None:
    keys = {
        scored: coalesce(draft[f"{score_name(knowledge, scored)}.priority_percent"], number(-1))
        for scored in knowledge.pillars
    }
    order = list(keys)
    for scored in order:
        before = [
            binary(
                keys[other], ">=" if order.index(other) < order.index(scored) else ">", keys[scored]
            )
            for other in order
            if other != scored
        ]
        name = score_name(knowledge, scored)
        draft.put(f"{name}.rank", total([whole(1), *(_where(one, whole(1)) for one in before)]))
