"""Which advice fits into the minutes that a runner has beside running.

The clock is the plan's own. An action takes the exercises of its parts (`Advice.parts`; all of
its block's where it names none, or where none of them suits), the warming up of the sessions
that they stand in, and its block's own minutes. What two actions share counts once. One whose
block takes no time takes its `minutes_per_week`.

What an action removes: the points that are certain of the items whose counted rule it answers,
as a percentage of what its pillar or context is worth, summed over these: percentage points of
room. (Worth over the items that are decided or give points for certain. Where all that applies
is answered, the actions together remove exactly the deficits.)

Of all sets that go together and fit, the one is chosen that removes most from what is not in
order; of equal ones the one that removes most from what is (its deficit is below 20: it can
wait, and never takes the place of what is weak); then the one that takes fewer minutes; then the
one with the more urgent action where they first differ.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm

from ..knowledge import Advice, Knowledge
from ..scoring import Score
from .actions import MOST_ACTIONS, Action, advice_for, go_together
from .fitting import Item, Kept, suiting
from .restrictions import Restrictions
from .result import Budget, More
from .runner import PlanRunner

NEXT_MINUTES = 20

Work = Mapping[tuple[str, ...], int]
Removed = dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that removes a deficit and takes work: minutes by what may be shared.

    What `can_wait` counts only among sets that are equal without it.
    """

    id: str
    removes: Fraction
    takes: Work
    not_with: frozenset[str] = frozenset()
    can_wait: bool = False


def best_set(offers: Sequence[Offer], minutes: float) -> tuple[int, ...]:
    """The places of the offers that remove most within so many minutes, exactly.

    Of equal sets the one that removes most of what can wait, then the one that takes fewer
    minutes, then the one with the earlier offer where they first differ. Nothing of what is
    removed may be below 0. `not_with` counts in both ways.
    """
    return _Search(offers, minutes).found


class _Search:
    """Branch and bound: each offer is first taken, then left; so ties fall to the earlier one."""

    def __init__(self, offers: Sequence[Offer], minutes: float) -> None:
        self.minutes = minutes
        # What does not fit alone fits with nothing, since work is only ever added.
        places = [i for i, one in enumerate(offers) if sum(one.takes.values()) <= minutes]
        self.takes = {i: offers[i].takes for i in places}
        self.places = places
        whole = lcm(1, *(offers[i].removes.denominator for i in places))
        gains = [int(offers[i].removes * whole) for i in places]
        waiting = [offers[i].can_wait for i in places]
        above = 1 + sum(gain for gain, waits in zip(gains, waiting, strict=True) if waits)
        self.gains = [
            gain if waits else gain * above for gain, waits in zip(gains, waiting, strict=True)
        ]
        self.rest = [sum(self.gains[n:]) for n in range(len(places) + 1)]
        self.apart = {
            i: {
                j
                for j in places
                if offers[j].id in offers[i].not_with or offers[i].id in offers[j].not_with
            }
            for i in places
        }
        self.best, self.cost = -1, inf
        self.found: tuple[int, ...] = ()
        self._go(0, (), {}, 0, 0)

    def _go(self, at: int, taken: tuple[int, ...], work: Work, cost: int, gain: int) -> None:
        most = gain + self.rest[at]
        if most < self.best or (most == self.best and cost >= self.cost):
            return
        if at == len(self.places):
            self.best, self.cost, self.found = gain, cost, taken
            return
        place = self.places[at]
        new = {key: one for key, one in self.takes[place].items() if key not in work}
        more = sum(new.values())
        fits = cost + more <= self.minutes and self.apart[place].isdisjoint(taken)
        if fits:
            self._go(
                at + 1, (*taken, place), {**work, **new}, cost + more, gain + self.gains[at]
            )  # fmt: skip
        if not fits or more or self.apart[place]:  # what is free and in nobody's way is taken
            self._go(at + 1, taken, work, cost, gain)


def within_minutes(
    knowledge: Knowledge,
    scores: Sequence[Score],
    given: Sequence[Action],
    allowed: Restrictions,
    runner: PlanRunner,
) -> tuple[tuple[Action, ...], Budget, Kept]:
    """What of the advice that may be given fits into the runner's minutes.

    Gives the actions that stay, in their order; the budget; and what the plan is to keep for it.
    Advice whose block is not in the plan as a whole (it is withheld, something sore is spared, or
    no day is left for it) is not counted, and stays as it would without a budget. Exercises for
    a part that is in order can wait, here as in a plan without a budget: they are chosen only
    for what is among the first three.
    """
    minutes = runner.minutes or 0
    work = _work_of(knowledge, given, allowed, runner)
    offered = [
        one
        for place, one in enumerate(given)
        if one.advice.id in work
        and (place < MOST_ACTIONS or not one.is_solid or not _is_exercise(work[one.advice.id]))
    ]
    room = room_by_advice(knowledge, scores)
    offers = [
        Offer(
            one.advice.id, sum(room[one.advice.id].values(), Fraction()), work[one.advice.id],
            frozenset(one.advice.not_with), one.is_solid,
        )
        for one in offered
    ]  # fmt: skip

    def chosen(most: float) -> tuple[Action, ...]:
        return tuple(offered[place] for place in best_set(offers, most))

    now = chosen(minutes)
    taken = {key: one for action in now for key, one in work[action.advice.id].items()}
    left_out = tuple(one for one in chosen(inf) if one not in now)
    stay = _staying(given, now, work)
    closed, begun = _closed(knowledge, stay, left_out, work, runner)
    if not any(key[0] == "exercise" for key in taken):
        closed -= begun  # a little is better than nothing
    budget = Budget(
        minutes=int(minutes),
        used_minutes=sum(taken.values()),
        outside=sum(one for key, one in taken.items() if key[0] == "advice"),
        actions=now,
        timed=frozenset(name for name, takes in work.items() if any(takes.values())),
        removes={name: float(one) for name, one in _removed(room, now).items()},
        left_out=left_out,
        next=_more(knowledge, room, now, chosen(minutes + NEXT_MINUTES)),
        is_begun=bool(begun - closed),
    )
    return stay, budget, _kept(budget, taken, closed, work)


def _more(
    knowledge: Knowledge,
    room: Mapping[str, Removed],
    now: Sequence[Action],
    then: Sequence[Action],
) -> More:
    before, after = _removed(room, now), _removed(room, then)
    changes = {
        name: after.get(name, Fraction()) - before.get(name, Fraction())
        for name in knowledge.scored
    }
    return More(
        NEXT_MINUTES,
        adds=tuple(one for one in then if one not in now),
        drops=tuple(one for one in now if one not in then),
        removes={name: float(change) for name, change in changes.items() if change},
    )


def _staying(
    given: Iterable[Action], now: Collection[Action], work: Mapping[str, Work]
) -> tuple[Action, ...]:
    """What is chosen, and what no time is counted for, where it goes together with all else."""
    found = list(now)
    for one in given:
        if one.advice.id not in work and all(go_together(one.advice, x.advice) for x in found):
            found.append(one)
    return tuple(one for one in given if one in found)


def _kept(budget: Budget, taken: Work, closed: frozenset[str], work: Mapping[str, Work]) -> Kept:
    return Kept(
        spots=frozenset((key[1], key[2], key[3]) for key in taken if key[0] == "exercise"),
        blocks=frozenset(key[1] for key in taken if key[0] in {"exercise", "block"}),
        closed=closed,
        chores=tuple(
            one.advice.title
            for one in budget.left_out
            if ("advice", one.advice.id) in work[one.advice.id]
        ),
        outside=budget.outside,
    )


def room_by_advice(knowledge: Knowledge, scores: Iterable[Score]) -> dict[str, Removed]:
    """How many percentage points of each pillar and context each piece of advice would remove."""
    found: dict[str, Removed] = {}
    for score in scores:
        counted = [item for item in score.items if item.is_decided or item.rule is not None]
        worth = sum(item.group.worth for item in counted)
        for item in counted:
            advice = advice_for(knowledge, item)
            if advice is not None:
                of = found.setdefault(advice.id, {})
                name = score.pillar.id
                of[name] = of.get(name, Fraction()) + Fraction(100 * item.least, worth)
    return found


def _is_exercise(work: Work) -> bool:
    """Whether work takes part of the plan's own time, and is no chore beside it."""
    return any(key[0] != "advice" for key in work)


def _removed(room: Mapping[str, Removed], actions: Iterable[Action]) -> Removed:
    found: Removed = {}
    for action in actions:
        for name, points in room[action.advice.id].items():
            found[name] = found.get(name, Fraction()) + points
    return found


def _work_of(
    knowledge: Knowledge, given: Sequence[Action], allowed: Restrictions, runner: PlanRunner
) -> dict[str, Work]:
    """What each piece of advice takes, of those whose blocks can be in the plan as a whole."""
    blocks = {one.advice.block: knowledge.blocks[one.advice.block] for one in given}
    suited = suiting(knowledge, blocks.values(), allowed, runner)
    items: dict[str, list[Item]] = {name: [] for name in blocks}
    for item in suited.items:
        if item.session:
            items[item.block].append(item)
    whole = {
        name
        for name, block in blocks.items()
        if name not in suited.gone
        and runner.is_excluded(block.withhold_if)
        and allowed.allows(block)
    }
    return {
        one.advice.id: _work(knowledge, one.advice, items[one.advice.block])
        for one in given
        if one.advice.block in whole
    }


def _work(knowledge: Knowledge, advice: Advice, items: Sequence[Item]) -> Work:
    """What a piece of advice takes, of the exercises that its block has for the runner."""
    block = knowledge.blocks[advice.block]
    own = [item for item in items if item.part in advice.parts] or items
    takes: dict[tuple[str, ...], int] = {("exercise", *item.spot): item.minutes for item in own}
    takes |= {("session", item.session): knowledge.sessions[item.session].minutes for item in own}
    if block.minutes:
        takes["block", block.id] = block.minutes
    if not takes and advice.minutes_per_week:
        takes["advice", advice.id] = advice.minutes_per_week
    return takes


def _closed(
    knowledge: Knowledge,
    stay: Iterable[Action],
    left_out: Iterable[Action],
    work: Mapping[str, Work],
    runner: PlanRunner,
) -> tuple[frozenset[str], frozenset[str]]:
    """The blocks that only left out advice would open; and which of them have exercises."""
    opened = {one.advice.block for one in stay}
    opened |= {
        name
        for name, block in knowledge.blocks.items()
        if block.always or (block.open_if is not None and runner.is_certain(block.open_if))
    }
    out = [one for one in left_out if one.advice.block not in opened]
    return (
        frozenset(one.advice.block for one in out),
        frozenset(one.advice.block for one in out if _is_exercise(work[one.advice.id])),
    )
