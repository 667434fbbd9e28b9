"""The chosen set of advice against every set that there is."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import inf
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.planning import budget as budgeting
from surefoot.engine.planning.budget import Offer, best_set
from surefoot.engine.planning.fitting import Item, suiting, total_minutes
from surefoot.engine.planning.result import Why
from surefoot.reports.budget import budget_line

from .support.budget_base import advised, budget_base, ids
from .support.plans import DAY, assessor, typed
from .support.population import runners
from .support.small import answered, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from surefoot.engine.knowledge import Knowledge
    from surefoot.engine.planning import Action, Budget, PlanRunner, Restrictions
    from surefoot.engine.planning.budget import Work
    from surefoot.engine.planning.fitting import Kept
    from surefoot.engine.scoring import Score

MINUTES = "plan.minutes_per_week"


# The set itself


def _fits(offers: Sequence[Offer], chosen: tuple[int, ...]) -> bool:
    return not any(
        offers[j].id in offers[i].not_with or offers[i].id in offers[j].not_with
        for i, j in combinations(chosen, 2)
    )


def _cost(offers: Sequence[Offer], chosen: tuple[int, ...]) -> int:
    shared = {key: one for place in chosen for key, one in offers[place].takes.items()}
    return sum(shared.values())


def _brute_force(offers: Sequence[Offer], minutes: float) -> tuple[int, ...]:
    """Every set, judged by what it removes first and second, its minutes, and who is in it."""
    places = range(len(offers))
    sets = [one for size in range(len(offers) + 1) for one in combinations(places, size)]
    fitting = [one for one in sets if _fits(offers, one) and _cost(offers, one) <= minutes]
    return min(
        fitting,
        key=lambda one: (
            -sum((offers[i].removes for i in one if not offers[i].can_wait), Fraction()),
            -sum((offers[i].removes for i in one if offers[i].can_wait), Fraction()),
            _cost(offers, one),
            [place not in one for place in places],
        ),
    )


_LENGTHS: dict[tuple[str, ...], int] = {
    ("session", "a"): 3,
    ("session", "b"): 2,
    ("x",): 4,
    ("y",): 5,
    ("z",): 1,
    ("o",): 0,
}


@st.composite
def _some_offers(draw: st.DrawFn) -> list[Offer]:
    names = [f"n{number}" for number in range(draw(st.integers(0, 7)))]
    return [
        Offer(
            name,
            Fraction(draw(st.integers(0, 6)), draw(st.sampled_from([1, 2, 3, 7]))),
            {key: _LENGTHS[key] for key in draw(st.sets(st.sampled_from(sorted(_LENGTHS))))}
            | draw(st.sampled_from([{}, {}, {("own", name): 2}, {("own", name): 9}])),
            frozenset(draw(st.sets(st.sampled_from(names), max_size=1)) - {name}),
            can_wait=draw(st.booleans()),
        )
        for name in names
    ]


@given(_some_offers(), st.one_of(st.integers(0, 30), st.just(inf)))
def test_the_chosen_set_is_the_best_of_all(offers: list[Offer], minutes: float) -> None:
    assert best_set(offers, minutes) == _brute_force(offers, minutes)


def test_ties_go_to_fewer_minutes_and_then_to_the_earlier() -> None:
    long: Work = {("x",): 9}
    short: Work = {("y",): 5}
    one = Fraction(1)
    assert best_set([Offer("a", one, long), Offer("b", one, short)], 9) == (1,)
    same: Work = {("z",): 5}
    assert best_set([Offer("a", one, same), Offer("b", one, short)], 5) == (0,)
    both = [Offer("a", one, long), Offer("b", one, long), Offer("c", one, short)]
    assert best_set(both, 9) == (0, 1)


# A random small base


@dataclass(frozen=True)
class _Drawn:
    """A piece of advice with its one rule: exercises of 5 and 7 minutes, a bath of 6, a chore."""

    name: str
    pillar: str
    points: int
    parts: tuple[str, ...]
    chore: int
    not_with: tuple[str, ...]

    def work(self) -> dict[str, int]:
        if "bath" in self.parts:
            return {"bath": 6}
        exercises = {"front": 5, "back": 7}
        own = {part: exercises[part] for part in self.parts}
        return {**own, "warm up": 3} if own else {self.name: self.chore}

    def yaml(self) -> str:
        block = "bath" if "bath" in self.parts else "lift" if self.parts else "run"
        parts = "" if block != "lift" else f"parts: [{', '.join(self.parts)}]"
        not_with = f"not_with: [{', '.join(self.not_with)}]"
        return advised(self.name, block, self.chore, parts, not_with)


@st.composite
def _drawn(draw: st.DrawFn) -> list[_Drawn]:
    names = [f"do-{letter}" for letter in "abcdef"[: draw(st.integers(1, 6))]]
    parts = st.sampled_from([(), (), ("front",), ("back",), ("front", "back"), ("bath",)])
    return [
        _Drawn(
            name, draw(st.sampled_from("pq")), draw(st.integers(1, 4)), draw(parts),
            draw(st.sampled_from([0, 2, 4])),
            tuple(draw(st.sets(st.sampled_from(names), max_size=1)) - {name}),
        )
        for name in names
    ]  # fmt: skip


@settings(max_examples=60)
@given(_drawn(), st.integers(0, 30), st.integers(0, 3))
def test_the_budget_of_a_random_base_is_the_best_of_all(
    drawn: list[_Drawn], minutes: int, quiet: int
) -> None:
    """Each pillar has a quiet rule too, so that it is not lost as a whole, and never solid."""
    rules = [rule(f"{one.pillar}.{one.name}", "a.one > 5", one.points, advice=one.name)
             for one in drawn]  # fmt: skip
    rules += [rule(f"{name}.quiet", "a.two > 5", quiet) for name in "pq" if quiet]
    with TemporaryDirectory() as folder:
        base = budget_base(Path(folder), "".join(one.yaml() for one in drawn), rules)
    answers = {"a.one": "9", "a.two": "1", "a.time": str(minutes)}
    budget = diagnose(base, answered(base, answers)).plan.budget
    assert budget is not None

    def removed(chosen: Sequence[_Drawn]) -> Fraction:
        worth = {
            name: quiet + sum(one.points for one in drawn if one.pillar == name) for name in "pq"
        }
        return sum((Fraction(100 * one.points, worth[one.pillar]) for one in chosen), Fraction())

    def cost(chosen: Sequence[_Drawn]) -> int:
        return sum({key: n for one in chosen for key, n in one.work().items()}.values())

    def best(most: int) -> tuple[Fraction, int]:
        sets = [one for size in range(len(drawn) + 1) for one in combinations(drawn, size)]
        fitting = [
            one for one in sets
            if cost(one) <= most and not any(two.name in three.not_with
                                             for two in one for three in one)
        ]  # fmt: skip
        return max((removed(one), -cost(one)) for one in fitting)

    for actions, most in ((budget.actions, minutes), (_next(budget), minutes + 20)):
        chosen = [one for one in drawn if one.name in ids(actions)]
        assert cost(chosen) <= most
        assert not any(two.name in one.not_with for one in chosen for two in chosen)
        assert (removed(chosen), -cost(chosen)) == best(most)
    assert sum(budget.removes.values()) == pytest.approx(
        float(removed([one for one in drawn if one.name in ids(budget.actions)]))
    )


# The shipped base


@dataclass(frozen=True)
class _Work:
    """The exercises of a piece of advice, or the minutes that it takes without any."""

    items: frozenset[Item]
    chore: int

    def minutes(self, knowledge: Knowledge) -> int:
        """By the plan's own count."""
        return self.chore + total_minutes(knowledge, [], [*self.items])


def _works(seen: _Seen) -> dict[str, _Work]:
    """The work of each piece of advice, from the blocks and parts of the base."""
    blocks = {one.advice.block: seen.knowledge.blocks[one.advice.block] for one in seen.given}
    items = suiting(seen.knowledge, blocks.values(), seen.allowed, seen.runner).items
    found = {}
    for advice in (one.advice for one in seen.given):
        own = {one for one in items if one.block == advice.block and one.session}
        named = {one for one in own if one.part in advice.parts}
        found[advice.id] = _Work(frozenset(named or own), 0 if own else advice.minutes_per_week)
    return found


class _Seen:
    """What the last choice was made from."""

    knowledge: Knowledge
    given: Sequence[Action]
    allowed: Restrictions
    runner: PlanRunner

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        original = budgeting.within_minutes

        def watched(
            knowledge: Knowledge, scores: Sequence[Score], given_: Sequence[Action],
            allowed: Restrictions, runner: PlanRunner,
        ) -> tuple[tuple[Action, ...], Budget, Kept]:  # fmt: skip
            self.knowledge, self.given = knowledge, given_
            self.allowed, self.runner = allowed, runner
            return original(knowledge, scores, given_, allowed, runner)

        monkeypatch.setattr("surefoot.engine.planning.wanting.within_minutes", watched)


def _room(found: Diagnosis, action: Action) -> Fraction:
    """The points of an action by pillar and context, from the scores alone."""
    total = Fraction()
    for score in (*found.pillars, *found.contexts):
        counted = [one for one in score.items if one.is_decided or one.least]
        worth = sum(one.group.worth for one in counted)
        for item in counted:
            conclusion = found.knowledge.rules[item.rule].conclusion if item.rule else None
            if getattr(conclusion, "advice", None) == action.advice.id:
                total += Fraction(100 * item.least, worth)
    return total


def _with_time(count: int) -> Iterator[tuple[Diagnosis, int]]:
    chance = Random(20261123)
    for answers in runners(count, 11):
        minutes = chance.choice([0, 5, 10, 15, 20, 25, 30, 40, 45, 60, 90])
        timed = {**answers, MINUTES: typed(MINUTES, str(minutes))}
        yield diagnose(assessor(), timed, DAY), minutes


def test_made_up_runners_get_the_best_set_of_the_shipped_base(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen, looked_at = _Seen(monkeypatch), 0
    for found, minutes in _with_time(200):
        budget = found.plan.budget
        assert (budget is None) == (not found.plan.shown)
        if budget is None:
            continue
        works = _works(seen)
        offers = [
            Offer(one.advice.id, _room(found, one), _takes(found, works[one.advice.id]),
                  frozenset(one.advice.not_with), can_wait=one.is_solid)
            for one in _candidates(seen, works)
        ]  # fmt: skip
        free = [
            one for one in offers
            if not any(one.takes.values())
            and not any(one.id in two.not_with or two.id in one.not_with for two in offers)
        ]  # fmt: skip
        rest = [one for one in offers if one not in free]
        for chosen, limit in ((budget.actions, minutes), (_next(budget), minutes + 20)):
            best = {rest[place].id for place in _brute_force_quickly(rest, limit)}
            assert {one.advice.id for one in chosen} == best | {one.id for one in free}
        looked_at += bool(rest)
        _holds_to_its_word(found, budget, minutes)
        _counts_as_the_plan_does(found, budget, works)
        if found.plan.mode != "keep-going":
            _is_told_in_the_plan(found, budget, works)
    assert looked_at > 100


def _takes(found: Diagnosis, work: _Work) -> dict[tuple[str, ...], int]:
    takes: dict[tuple[str, ...], int] = {("chore", str(id(work))): work.chore}
    for one in work.items:
        takes["exercise", *one.spot] = one.minutes
        takes["session", one.session] = found.knowledge.sessions[one.session].minutes
    assert sum(takes.values()) == work.minutes(found.knowledge)
    return takes


def _brute_force_quickly(offers: Sequence[Offer], minutes: float) -> tuple[int, ...]:
    """Every set again, each built from a smaller one; up to a hundred thousand of them."""
    sets: list[tuple[tuple[int, ...], dict[tuple[str, ...], int], tuple[Fraction, Fraction]]] = [
        ((), {}, (Fraction(), Fraction()))
    ]
    for place, offer in enumerate(offers):
        first, second = (0, offer.removes) if offer.can_wait else (offer.removes, 0)
        sets += [
            ((*chosen, place), work, (gain[0] + first, gain[1] + second))
            for chosen, before, gain in sets
            if _fits(offers, (*chosen, place))
            and sum((work := {**before, **offer.takes}).values()) <= minutes
        ]
    places = range(len(offers))
    best = max(gain for _, _, gain in sets)
    cheap = [(sum(work.values()), chosen) for chosen, work, gain in sets if gain == best]
    return min(cheap, key=lambda one: (one[0], [place not in one[1] for place in places]))[1]


def _candidates(seen: _Seen, works: dict[str, _Work]) -> list[Action]:
    """What may be in the plan; exercises for a part in order only among the first three."""
    blocks = {one.advice.id: seen.knowledge.blocks[one.advice.block] for one in seen.given}
    gone = suiting(seen.knowledge, set(blocks.values()), seen.allowed, seen.runner).gone
    return [
        one
        for place, one in enumerate(seen.given)
        if blocks[one.advice.id].id not in gone
        and seen.runner.is_excluded(blocks[one.advice.id].withhold_if)
        and seen.allowed.allows(blocks[one.advice.id])
        and (place < 3 or not one.is_solid or not works[one.advice.id].items)
    ]


def _next(budget: Budget) -> list[Action]:
    more = budget.next
    assert more.minutes == 20
    assert set(ids(more.drops)) <= set(ids(budget.actions))
    return [*(one for one in budget.actions if one not in more.drops), *more.adds]


def _holds_to_its_word(found: Diagnosis, budget: Budget, minutes: int) -> None:
    """Never over the time, nothing together that must not be, nothing that is withheld."""
    assert found.plan.minutes_per_week + budget.outside <= budget.used_minutes <= minutes
    evaluator, facts = found.assessor.evaluator, found.assessment.facts
    for action in budget.actions:
        condition = action.advice.withhold_if
        assert condition is None or evaluator.truth(condition, facts) is False
        assert not (action.advice.increases and found.plan.mode not in {"full", "keep-going"})
    for one, two in combinations(budget.actions, 2):
        assert two.advice.id not in one.advice.not_with
        assert one.advice.id not in two.advice.not_with
    out = set(ids(budget.left_out))
    assert not out.intersection(ids(budget.actions))
    assert not out.intersection(ids(found.actions))
    told = {*ids(budget.actions), *out} & budget.timed
    assert bool(budget_line(found.plan)) == bool(told)


def _counts_as_the_plan_does(found: Diagnosis, budget: Budget, works: dict[str, _Work]) -> None:
    chosen = [works[name] for name in ids(budget.actions)]
    items = frozenset[Item]().union(*(one.items for one in chosen))
    together = _Work(items, sum(one.chore for one in chosen))
    assert together.minutes(found.knowledge) <= budget.used_minutes


def _is_told_in_the_plan(found: Diagnosis, budget: Budget, works: dict[str, _Work]) -> None:
    """What is chosen is in the sessions, and what is left out for time is named."""
    left_out = found.plan.left_out
    waits = {name for one in left_out if one.why is not Why.TIME for name in one.blocks}
    named = {title for one in left_out if one.why is Why.TIME for title in one.titles}
    sheets = {one.id: one.exercises for one in found.plan.sessions}
    for action in budget.actions:
        for item in works[action.advice.id].items if action.advice.block not in waits else ():
            assert item.exercise.id in sheets[item.session]
    for action in budget.left_out:
        titles = {one.exercise.title for one in works[action.advice.id].items}
        assert named & (titles or {action.advice.title}) or action.advice.block in waits
