"""The smallest changes are those that trying every change finds, and those that z3 finds."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.changes import changes_for, find_changes, is_held_back
from surefoot.engine.scoring import Band
from surefoot.engine.vocabulary import Choice

from .support.change_bases import ChangeBase
from .support.every_change import BruteForce, Way, as_way, contains
from .support.population import runners, shipped
from .support.small import answered, diagnosed, flag, rule, small_base
from .support.z3_changes import Optimizer

if TYPE_CHECKING:
    from pathlib import Path


def of_base(folder: Path, base: ChangeBase) -> Diagnosis:
    assessor = QuickAssessor(load_knowledge(base.written(folder)))
    return diagnose(assessor, answered(assessor, base.answers))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("changes")


@settings(max_examples=150)
@given(seed=st.integers(0, 10**6))
def test_all_minimal_changes_are_found_and_no_others(folder: Path, seed: int) -> None:
    diagnosis = of_base(folder, ChangeBase(seed))
    brute = BruteForce(diagnosis)
    expected: list[Way] = []
    if brute.before.band in {Band.WEAK, Band.WATCH}:
        expected = brute.minimal(Band.SOLID)
        if not expected and brute.before.band is Band.WEAK:
            expected = brute.minimal(Band.WATCH)
    found = [as_way(one) for one in find_changes(diagnosis, "p")]
    assert sorted(found, key=str) == sorted([(one.cost, one.values) for one in expected], key=str)
    costs = [cost for cost, _ in found]
    assert costs == sorted(costs)


# Numbers worked out from two that can both be moved. Each share or sum has whole thresholds.

JOINED = """
format: 1
name: Joined
version: 0.0.1
topics: {{a: {{title: A}}}}
evidence: {{expert: {{cite: Us, design: opinion, seen: none}}}}
pillars:
  p: {{title: P, about: About, headline: P first.}}
plan:
  blocks:
    run: {{title: Run, weeks: [w1, w2, w3, w4, w5, w6, w7, w8]}}
questions:
  a.one: {{title: One, ask: Ask, why: Why, answer: 0 to 8, worse: {0}, change: 2}}
  a.two: {{title: Two, ask: Ask, why: Why, answer: 0 to 8, worse: {1}, change: 3}}
  a.else: {{title: Else, ask: Ask, why: Why, answer: yes or no, worse: lower, change: {2}}}
derived:
  a.both: {{title: Both, number: {3}}}
rules:
"""


class Joined(NamedTuple):
    """How two questions are joined: their worse ways, the formula, and what is bad of it."""

    worse: tuple[str, str]
    formula: str
    bad: tuple[str, ...]


# Both have to move the same way: more of the one asks for more of the other.
SAME_WAY = [
    Joined(("lower", "lower"), "a.one / a.two", ("< 0.5", "< 1")),
    Joined(("lower", "lower"), "a.one - a.two", ("< 0", "< -1", "< 1")),
    Joined(("higher", "higher"), "a.one / a.two", ("> 2", "> 1", "> 0.5")),
    Joined(("higher", "higher"), "a.one - 2 * a.two", ("> 0", "> -2")),
]
# One makes up for the other.
TRADED = [
    Joined(("lower", "lower"), "a.one + a.two", ("< 9", "< 12", "<= 6")),
    Joined(("lower", "higher"), "a.one / a.two", ("< 1", "< 2")),
    Joined(("higher", "higher"), "a.one * a.two", ("> 12", "> 6", ">= 20")),
    Joined(("lower", "higher"), "a.one - a.two", ("< 2", "< 5")),
]


def joined_diagnosis(folder: Path, joined: Joined, data: st.DataObject) -> Diagnosis:
    def draw(*values: str) -> str:
        return data.draw(st.sampled_from(values))

    number = st.integers(0, 8).map(str)
    text = JOINED.format(*joined.worse, draw("never", "4", "9"), joined.formula)
    text += rule("p.both", f"a.both {draw(*joined.bad)}", 2)
    text += rule("p.far", f"a.both {draw(*joined.bad)}", 3, group="far")
    text += rule("p.one", f"a.one {'<>'[joined.worse[0] == 'higher']} {draw('2', '3', '5')}", 1)
    text += rule("p.else", "a.else == no", 2)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    answers = {"a.one": data.draw(number), "a.two": data.draw(number), "a.else": draw("no", "yes")}
    assessor = QuickAssessor(load_knowledge(folder))
    return diagnose(assessor, answered(assessor, answers))


def ways_on_grid(diagnosis: Diagnosis) -> list[Way]:
    """Every change to a number of halves, or to another word, that makes the pillar solid."""
    brute = BruteForce(diagnosis)
    names = [name for name in diagnosis.knowledge.questions if brute.can_change(name)]
    every: list[list[float | str | None]] = []
    for name in names:
        question, own = diagnosis.knowledge.questions[name], diagnosis.answers[name].value
        if isinstance(question.kind, Choice):
            every.append([None, "yes"] if own == "no" else [None])
        else:
            assert isinstance(own, float)
            up = question.worse == "lower"
            halves = [number / 2 for number in range(17)]
            every.append([None, *(n for n in halves if (n > own if up else n < own))])
    found = []
    for chosen in product(*every):
        values = {n: one for n, one in zip(names, chosen, strict=True) if one is not None}
        if values and (way := brute.tried(values, Band.SOLID)) is not None:
            found.append(way)
    return found


@settings(max_examples=60)
@given(joined=st.sampled_from(SAME_WAY + TRADED), data=st.data())
def test_two_numbers_read_together_are_moved_for_the_least_effort(
    folder: Path, joined: Joined, data: st.DataObject
) -> None:
    diagnosis = joined_diagnosis(folder, joined, data)
    if diagnosis.score("p").band not in {Band.WEAK, Band.WATCH}:
        return
    found = [one for one in find_changes(diagnosis, "p") if one.to_band is Band.SOLID]
    grid = ways_on_grid(diagnosis)
    least = min((one.cost[0] for one in grid), default=None)
    assert (found[0].effort if found else None) == least
    brute = BruteForce(diagnosis)
    for change in found:
        assert brute.tried(as_way(change)[1], Band.SOLID) is not None
    if joined not in SAME_WAY:
        return
    far = [{n: brute.far(n, value) for n, value in as_way(one)[1].items()} for one in found]
    for way in (one for one in grid if all(far % 1 == 0 for far in one.far.values())):
        # In whole steps nothing is less than what is found, nor missing from it.
        assert not any(contains(one, way.far) and one != way.far for one in far)
        assert any(contains(way.far, one) for one in far)


# The shipped base, with made-up runners.

Z3_RUNNERS, LONG_Z3_RUNNERS = 60, 200
EXPERTA_RUNNERS, LONG_EXPERTA_RUNNERS = 40, 200


def weak_parts(diagnosis: Diagnosis) -> list[str]:
    scores = (*diagnosis.pillars, *diagnosis.contexts)
    return [one.pillar.id for one in scores if one.band in {Band.WEAK, Band.WATCH}]


def _the_least_effort_is_that_of_z3(count: int) -> None:
    knowledge, _ = shipped()
    assessor, optimizer = QuickAssessor(knowledge), Optimizer(knowledge)
    reached = 0
    for answers in runners(count, 11):
        diagnosis = diagnose(assessor, answers)
        for name in weak_parts(diagnosis):
            found = find_changes(diagnosis, name, 1)
            effort = found[0].effort if found and found[0].to_band is Band.SOLID else None
            assert effort == optimizer.least_effort(diagnosis, name), (name, answers)
            reached += effort is not None
    assert reached > count


def test_the_least_effort_is_that_of_z3() -> None:
    _the_least_effort_is_that_of_z3(Z3_RUNNERS)


@pytest.mark.long
def test_the_least_effort_for_many_is_that_of_z3() -> None:
    _the_least_effort_is_that_of_z3(LONG_Z3_RUNNERS)


def _rerun(count: int) -> None:
    """Every change that is offered, fired by Experta as if the runner had answered so."""
    assessor = Assessor(shipped()[0])
    offered = 0
    for answers in runners(count, 12):
        before = diagnose(assessor, answers)
        for name in weak_parts(before):
            for change in changes_for(before, name):
                after = diagnose(assessor, change.applied(answers))
                assert after.score(name).band is change.to_band
                assert {one.rule.id for one in after.flags} <= {one.rule.id for one in before.flags}
                never = {one.contradiction.id for one in after.contradictions}
                never -= {one.contradiction.id for one in before.contradictions}
                assert not any(assessor.knowledge.contradictions[one].never for one in never)
                offered += 1
    assert offered > count


def test_experta_agrees_with_every_change_that_is_offered() -> None:
    _rerun(EXPERTA_RUNNERS)


@pytest.mark.long
def test_experta_agrees_with_every_change_offered_to_many() -> None:
    _rerun(LONG_EXPERTA_RUNNERS)


def test_pain_age_and_history_are_never_moved() -> None:
    knowledge, _ = shipped()
    assessor = QuickAssessor(knowledge)
    for answers in runners(EXPERTA_RUNNERS, 13):
        diagnosis = diagnose(assessor, answers)
        for name in weak_parts(diagnosis):
            for change in changes_for(diagnosis, name):
                assert change.moves
                assert all(one.question.change is not None for one in change.moves)


# What the plan forbids is not offered.

CHANGING = """
  a.load: {title: Load, ask: Ask, why: Why, answer: 0 to 10, worse: lower, change: 1}
  a.calm: {title: Calm, ask: Ask, why: Why, answer: 0 to 10, worse: lower, change: 5}
"""


def _held_base(folder: Path) -> Assessor:
    return small_base(
        folder,
        rule("p.load", "a.load < 5", 2, advice="do-lift"),
        rule("p.calm", "a.calm < 5", 2, advice="do-calm"),
        rule("p.one", "a.one > 5", 8),
        rule("q.load", "a.load < 7", 2, advice="do-lift"),
        flags=(
            flag("hold", "a.two > 5", tier="C", plan="hold"),
            flag("site", "s.site.pain > 5", tier="C", plan="site", each=True),
        ),
        extra=CHANGING,
        plan=True,
    )


def _moved(diagnosis: Diagnosis, pillar: str) -> list[list[str]]:
    return [[one.question.id for one in way.moves] for way in changes_for(diagnosis, pillar)]


def test_what_a_flag_bars_is_not_offered(tmp_path: Path) -> None:
    assessor = _held_base(tmp_path)
    given = {"one": "0", "load": "0", "calm": "0", "five": "0"}
    free = diagnosed(assessor, **given, two="0")
    assert _moved(free, "p") == [["a.load"], ["a.calm"]]
    assert not is_held_back(free, "p")
    held = diagnosed(assessor, **given, two="6")
    assert _moved(held, "p") == []  # nothing is to be moved until that is settled
    assert is_held_back(held, "p")
    spared = diagnosed(assessor, **given, places="left", left_pain="6")
    assert "a.load" not in str(_moved(spared, "p"))
    assert _moved(held, "q") == []


def test_a_change_goes_no_farther_than_it_has_to(tmp_path: Path) -> None:
    diagnosis = diagnosed(_held_base(tmp_path), one="0", load="1", calm="4", two="0")
    (move,) = changes_for(diagnosis, "q")[0].moves
    assert (move.before.shown, move.after.shown) == ("1 of 10", "7 of 10")
    (change,) = changes_for(diagnosis, "q")
    assert (change.effort, change.minutes_per_week, change.steps) == (1, 9, 6)
    assert change.applied(diagnosis.answers)["a.load"].value == 7


def test_a_solid_pillar_needs_no_change(tmp_path: Path) -> None:
    diagnosis = diagnosed(_held_base(tmp_path), one="0", load="9", calm="9", two="0")
    assert changes_for(diagnosis, "p") == ()
    with pytest.raises(KeyError):
        changes_for(diagnosis, "x")
