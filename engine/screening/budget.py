"""Which of the given advice stays; `planning.budget` and `wanting` are the definition.

Pieces of advice compete where two do not go together, or where they take time and the runner said
how much there is. Among those that compete every set is looked at. A set is a whole number
(`mask`) with a bit for each piece, the earliest at the highest. Those that go together and fit are
compared by what they remove from what is not in order, then from what can wait, then by fewer
minutes, then by the earlier advice: that is the larger number. What no time is counted for has the
lowest bits and removes nothing here, so that the earlier of it stays beside the best set.

What advice removes are certain points over what its pillar or context is worth. Over a common
denominator, the product of these worths, it is a whole number: nothing is rounded.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod

from ..errors import Problem, UsageError
from ..knowledge import Advice, Group, Knowledge
from ..planning.actions import MOST_ACTIONS, go_together
from .conditions import Conditions
from .draft import Draft
from .restricting import is_whole_name
from .scores import item_name, score_name
from .sql import (
    MASK,
    Sql,
    Type,
    all_of,
    any_of,
    best_mask,
    binary,
    bit,
    case,
    cast_to,
    coalesce,
    count_of,
    has_bit,
    holds,
    is_known,
    largest,
    negated,
    number,
    total,
    whole,
)
from .working import MINUTES, Use, add_work, counts_name, is_exercise, takes_time, uses_of

MOST_COMPETING = 22  # four million sets
_LARGEST = 2**63 - 1
_AT_HAND = "minutes at hand"


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of advice with the items that can ask for it, by their pillar or context."""

    advice: Advice
    items: Mapping[str, tuple[Group, ...]]

    @property
    def id(self) -> str:
        """Its id."""
        return self.advice.id


@dataclass(frozen=True, slots=True)
class _Competing:
    """Advice that competes with each other; `name` begins the columns of all of them."""

    name: str
    members: tuple[Asked, ...]

    @property
    def scored(self) -> tuple[str, ...]:
        """The pillars and contexts that ask for it."""
        return tuple(dict.fromkeys(name for one in self.members for name in one.items))

    @property
    def apart(self) -> Iterator[tuple[Asked, Asked]]:
        """The pairs that do not go together."""
        for one, other in combinations(self.members, 2):
            if not go_together(one.advice, other.advice):
                yield one, other


def points_name(one: Asked, scored: str) -> str:
    """The column with the points that an advice answers in a pillar or context."""
    return f"advice.{one.id}.points.{scored}"


def add_budget(
    knowledge: Knowledge, conditions: Conditions, draft: Draft, asked: Iterable[Asked], never: int
) -> None:
    """The stages from `advice.<id>.given` to `advice.<id>.stays`.

    `never` is above every `advice.<id>.urgency`.

    Raises:
        UsageError: where so much advice competes that not every set can be looked at.
    """
    listed = tuple(asked)
    groups = _competitions(knowledge, listed)
    for group in groups:
        _refuse_too_many(knowledge, group)
    add_work(knowledge, conditions, draft, (one.advice for one in listed))
    uses = {one.id: tuple(uses_of(knowledge, one.advice, draft)) for one in listed}
    _add_offers(knowledge, listed, uses, draft)
    _add_turns(listed, never, draft)
    for group in groups:
        _add_bits(group, never, draft)
        _add_worths(knowledge, group, draft)
    draft.stage("bits", "A bit for each piece of advice, the earliest at the highest.")
    for group in groups:
        _add_gains(knowledge, group, draft)
        for work, users in _users(group, uses, draft).items():
            draft.put(f"{group.name} {work}", users)
    draft.stage("gains", "What each removes, as a whole number, and who takes which work.")
    for group in groups:
        draft.put(f"{group.name} all", total(draft[_bit(one)] for one in group.members))
    draft.stage("all that compete", "The set of everything.")
    for group in groups:
        fits = _is_possible(draft[f"{group.name} all"], group, uses, draft)
        first = case([(fits, draft[f"{group.name} all"])], cast_to(whole(0), Type.WHOLE))
        draft.put(f"{group.name} first", first)
    draft.stage("first sets", "Where everything goes together and fits, that is the only set.")
    for group in groups:
        draft.put(f"{group.name} best", _best(group, uses, draft))
    draft.stage("best sets", "Of those that compete, the set that removes most.")
    _add_staying(listed, groups, never, draft)


def _competitions(knowledge: Knowledge, asked: tuple[Asked, ...]) -> tuple[_Competing, ...]:
    """The advice in groups of which none bears on another; alone, a piece competes with nothing."""
    groups: list[list[Asked]] = []
    for one in asked:
        near = [group for group in groups if any(_compete(knowledge, one, x) for x in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(x for group in near for x in group), one])
    several = [group for group in groups if len(group) > 1]
    return tuple(
        _Competing(f"competing {place}", tuple(group)) for place, group in enumerate(several, 1)
    )


def _compete(knowledge: Knowledge, one: Asked, other: Asked) -> bool:
    both = takes_time(knowledge, one.advice) and takes_time(knowledge, other.advice)
    return both or not go_together(one.advice, other.advice)


def _refuse_too_many(knowledge: Knowledge, group: _Competing) -> None:
    """Of one item only one piece of advice is given, so that there may be fewer than there are."""
    items = {(item.pillar, item.id) for one in group.members for of in one.items.values()
             for item in of}  # fmt: skip
    most = min(len(group.members), len(items))
    worth = {name: sum(one.worth for one in knowledge.groups if one.pillar == name)
             for name in group.scored}  # fmt: skip
    if most > MOST_COMPETING or len(worth) * prod(worth.values()) > _LARGEST:
        message = f"actions cannot be given: {most} pieces of advice compete"
        fix = f"leave out the column actions; at most {MOST_COMPETING} pieces are compared"
        raise UsageError(Problem(code="US108", message=message, fix=fix))


def _add_offers(
    knowledge: Knowledge, asked: tuple[Asked, ...], uses: Mapping[str, tuple[Use, ...]],
    draft: Draft,
) -> None:  # fmt: skip
    """Whether time is counted for a piece of advice; whether it is in order and not urgent."""
    for one in asked:
        is_timed = is_known(draft[MINUTES])
        draft.put(
            _counts(one),
            all_of((draft[_given(one)], is_timed, draft[counts_name(one.advice.block)])),
        )
        draft.put(
            f"advice.{one.id}.minutes",
            total(case([(use.is_used, use.minutes)], whole(0)) for use in uses[one.id]),
        )
        if is_exercise(knowledge.blocks[one.advice.block]):
            draft.put(f"advice.{one.id}.too_late", _is_too_late(one, asked, draft))
    draft.put(_AT_HAND, largest((coalesce(draft[MINUTES], number(0)), number(0))))
    draft.stage("timed", "The advice that time is counted for, and what it takes alone.")
    for one in asked:
        fits = binary(draft[f"advice.{one.id}.minutes"], "<=", draft[MINUTES])
        late = f"advice.{one.id}.too_late"
        parts = [draft[_counts(one)], fits, *([negated(draft[late])] if late in draft else [])]
        draft.put(_offered(one), all_of(parts))
        whole_ = any_of((is_known(draft[MINUTES]), draft[is_whole_name(one.advice.block)]))
        draft.put(
            f"advice.{one.id}.beside",
            all_of((draft[_given(one)], negated(draft[_counts(one)]), whole_)),
        )
    draft.stage("offers", "The advice that may take time, and the one that stands beside it.")


def _is_too_late(one: Asked, asked: Iterable[Asked], draft: Draft) -> Sql:
    """Exercises for a part that is in order can wait, unless they are among the first."""
    before = count_of(
        all_of((draft[_given(other)], binary(draft[_urgency(other)], "<", draft[_urgency(one)])))
        for other in asked
        if other is not one
    )
    return all_of((draft[f"advice.{one.id}.can_wait"], binary(before, ">=", whole(MOST_ACTIONS))))


def _add_turns(asked: Iterable[Asked], never: int, draft: Draft) -> None:
    """The order of tie-breaks: what time is counted for comes first; `2 * never` for neither."""
    for one in asked:
        urgency = draft[_urgency(one)]
        after = binary(urgency.copy(), "+", whole(never))
        offered, beside = draft[_offered(one)], draft[f"advice.{one.id}.beside"]
        draft.put(_turn(one), case([(offered, urgency), (beside, after)], whole(2 * never)))
    draft.stage("order", "The order of the advice: first what takes time, then what does not.")


def _add_bits(group: _Competing, never: int, draft: Draft) -> None:
    for one in group.members:
        later = count_of(
            all_of(
                (
                    binary(draft[_turn(other)], ">", draft[_turn(one)]),
                    _is_in(other, never, draft),
                )
            )
            for other in group.members
            if other is not one
        )
        draft.put(_bit(one), case([(_is_in(one, never, draft), bit(later))], _none()))


def _is_in(one: Asked, never: int, draft: Draft) -> Sql:
    return binary(draft[_turn(one)], "<", whole(2 * never))


def _add_worths(knowledge: Knowledge, group: _Competing, draft: Draft) -> None:
    """What each pillar or context is worth, over the items that are decided or give points."""
    for scored in group.scored:
        parts = []
        for item in (one for one in knowledge.groups if one.pillar == scored):
            name = item_name(item)
            least, most = draft[f"{name}.least"], draft[f"{name}.most"]
            is_decided = all_of((holds(draft[f"{name}.applies"]), binary(least, "==", most)))
            counts = any_of((is_decided, binary(least.copy(), ">", whole(0))))
            parts.append(case([(counts, whole(item.worth))], whole(0)))
        worth = cast_to(largest((total(parts), whole(1))), Type.WHOLE)
        draft.put(_worth(knowledge, scored), worth)


def _add_gains(knowledge: Knowledge, group: _Competing, draft: Draft) -> None:
    """The points over a common denominator, apart for what is in order."""
    for one in group.members:
        parts = []
        for scored in one.items:
            product = draft[points_name(one, scored)]
            for other in group.scored:
                if other != scored:
                    product = binary(draft[_worth(knowledge, other)], "*", product)
            parts.append(product)
        gain, waits = total(parts), draft[f"advice.{one.id}.can_wait"]
        offered = draft[_offered(one)]
        draft.put(_gain(one), case([(all_of((offered, negated(waits))), gain)], whole(0)))
        draft.put(_gain_later(one), case([(all_of((offered, waits)), gain)], whole(0)))


def _users(
    group: _Competing, uses: Mapping[str, tuple[Use, ...]], draft: Draft
) -> Mapping[str, Sql]:
    """The bits of those who take a piece of work."""
    found: dict[str, list[Sql]] = {}
    for one in group.members:
        for use in uses[one.id]:
            takes = all_of((draft[_offered(one)], use.is_used))
            found.setdefault(use.work, []).append(case([(takes, draft[_bit(one)])], whole(0)))
    return {work: total(parts) for work, parts in found.items()}


def _is_possible(
    mask: Sql, group: _Competing, uses: Mapping[str, tuple[Use, ...]], draft: Draft
) -> Sql:
    """Whether a set goes together and fits."""
    apart = (
        negated(all_of((has_bit(mask, draft[_bit(one)]), has_bit(mask, draft[_bit(other)]))))
        for one, other in group.apart
    )
    cost = _cost(mask, group, uses, draft)
    fits = [] if cost is None else [binary(cost, "<=", draft[_AT_HAND])]
    return all_of((*apart, *fits))


def _cost(
    mask: Sql, group: _Competing, uses: Mapping[str, tuple[Use, ...]], draft: Draft
) -> Sql | None:
    """The minutes of a set, work that is shared counted once; None where nothing takes time."""
    minutes = {use.work: use.minutes for one in group.members for use in uses[one.id]}
    return _sum(mask, ((draft[f"{group.name} {work}"], one) for work, one in minutes.items()))


def _sum(mask: Sql, parts: Iterable[tuple[Sql, Sql]]) -> Sql | None:
    """The sum of the values of which a set has one of the bits."""
    found = [case([(has_bit(mask, bits), value)], whole(0)) for bits, value in parts]
    return total(found) if found else None


def _best(group: _Competing, uses: Mapping[str, tuple[Use, ...]], draft: Draft) -> Sql:
    """The set that removes most; of equal ones the one that takes least; then the earlier."""
    mask = MASK.copy()
    gains = [
        _sum(mask, ((draft[_bit(one)], draft[name(one)]) for one in group.members))
        for name in (_gain, _gain_later)
    ]
    cost = _cost(mask, group, uses, draft)
    fewer = None if cost is None else binary(whole(0), "-", cost)
    worth = [cast_to(one, Type.WHOLE) for one in (*gains, fewer) if one is not None]
    first, last = draft[f"{group.name} first"], draft[f"{group.name} all"]
    return best_mask(first, last, _is_possible(mask, group, uses, draft), worth)


def _add_staying(
    asked: Iterable[Asked], groups: Iterable[_Competing], never: int, draft: Draft
) -> None:
    best = {one.id: f"{group.name} best" for group in groups for one in group.members}
    for one in asked:
        stays = _is_in(one, never, draft)
        if one.id in best:
            stays = has_bit(draft[best[one.id]], draft[_bit(one)])
        draft.put(stays_name(one), stays)
    draft.stage("staying", "The advice that stays.")


def stays_name(one: Asked) -> str:
    """The column that says whether an advice stays beside all that it competes with."""
    return f"advice.{one.id}.stays"


def _none() -> Sql:
    return cast_to(whole(0), Type.WHOLE)


def _given(one: Asked) -> str:
    return f"advice.{one.id}.given"


def _urgency(one: Asked) -> str:
    return f"advice.{one.id}.urgency"


def _counts(one: Asked) -> str:
    return f"advice.{one.id}.counts"


def _offered(one: Asked) -> str:
    return f"advice.{one.id}.offered"


def _turn(one: Asked) -> str:
    return f"advice.{one.id}.order"


def _bit(one: Asked) -> str:
    return f"advice.{one.id}.bit"


def _gain(one: Asked) -> str:
    return f"advice.{one.id}.gain"


def _gain_later(one: Asked) -> str:
    return f"advice.{one.id}.gain_later"


def _worth(knowledge: Knowledge, scored: str) -> str:
    return f"{score_name(knowledge, scored)}.counted_worth"
