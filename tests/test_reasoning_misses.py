"""The nearest other answers: exactly those that trying all of them finds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessment, Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.reasoning.goals import BandGoal, Goal, PatternGoal, RuleGoal, band_goals
from surefoot.engine.reasoning.misses import MOST_CHANGES, Misses, nearest_misses, steps_between
from surefoot.engine.reasoning.values import supposed
from surefoot.engine.scoring import Band, score_pillars
from surefoot.engine.vocabulary import Answer

from .support.misses_bases import FLAT, SITED, every_runner, random_answers, random_base
from .support.small import answered, diagnosed, never, rule, small_base

_ORDERED = {"a.w": ["low", "middle", "high"]}
_STEPS = {"a.m": 2.0, "a.h": 2.0, "s.left.pain": 2.0, "s.right.pain": 2.0}
_SEEDS = st.integers(0, 10_000)
_EXAMPLES = 15


def _far(name: str, own: Answer | None, other: Answer) -> float:
    """How far two answers are apart, written anew from what `OtherAnswer` promises."""
    if own is None:
        return 1.0
    one, two = own.value, other.value
    if isinstance(one, float) and isinstance(two, float):
        return abs(one - two) / _STEPS.get(name, 1.0)
    if isinstance(one, frozenset) and isinstance(two, frozenset):
        return len((one ^ two) - {"none"}) or 1.0
    if name in _ORDERED:
        return abs(_ORDERED[name].index(str(one)) - _ORDERED[name].index(str(two)))
    return 1.0


def _nearest_by_trying_all(
    assessor: Assessor,
    questions: Mapping[str, tuple[str, list[str]]],
    own: Mapping[str, Answer],
    is_met: Callable[[Assessment], bool],
) -> dict[frozenset[str], float]:
    """The sets of changed questions with fewest members that reach a goal, each with its steps."""
    found: dict[frozenset[str], float] = {}
    for answers in every_runner(assessor, questions, own):
        changed = frozenset(
            name for name, one in answers.items() if name not in own or own[name].value != one.value
        )
        fewest = min(map(len, found), default=MOST_CHANGES)
        if len(changed) <= fewest and is_met(assessor.evaluate(answers)):
            steps = sum(_far(name, own.get(name), answers[name]) for name in changed)
            found[changed] = min(steps, found.get(changed, steps))
    fewest = min(map(len, found), default=0)
    return {names: steps for names, steps in found.items() if len(names) == fewest}


def _assert_exact(
    assessor: Assessor,
    questions: Mapping[str, tuple[str, list[str]]],
    own: dict[str, Answer],
    goal: Goal,
) -> None:
    diagnosis = diagnose(assessor, own)

    def is_met(assessment: Assessment) -> bool:
        return goal.is_met(assessor, assessment)

    if is_met(assessor.evaluate(own)):
        assert nearest_misses(diagnosis, goal).found == ()
        return
    expected = _nearest_by_trying_all(assessor, questions, own, is_met)
    misses = nearest_misses(diagnosis, goal)
    found = {frozenset(one.question for one in miss.changes): miss.steps for miss in misses.found}
    assert sorted(found.values()) == sorted(expected.values())[:3]
    assert all(expected[names] == steps for names, steps in found.items())
    assert misses.searched == (len(next(iter(found))) if found else MOST_CHANGES)
    for miss in misses.found:
        changes = {
            one.question: supposed(assessor.knowledge.questions[one.question], one.value)
            for one in miss.changes
        }
        assert is_met(assessor.evaluate({**own, **changes}))


@settings(max_examples=_EXAMPLES)
@given(_SEEDS, _SEEDS)
def test_a_rule_is_turned_by_the_nearest_answers(base: int, runner: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assessor = random_base(Path(folder), base, FLAT)
    own = random_answers(assessor, FLAT, runner)
    state = assessor.evaluate(own).states["flag.f"]
    goal = RuleGoal(assessor.knowledge, assessor.knowledge.rules["flag.f"], fires=not state)
    _assert_exact(assessor, FLAT, own, goal)


@settings(max_examples=_EXAMPLES)
@given(_SEEDS, _SEEDS)
def test_a_rule_of_every_place_is_turned_by_the_nearest_answers(base: int, runner: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assessor = random_base(Path(folder), base, SITED)
    own = random_answers(assessor, SITED, runner)
    state = assessor.evaluate(own).states["flag.f"]
    goal = RuleGoal(assessor.knowledge, assessor.knowledge.rules["flag.f"], fires=not state)
    _assert_exact(assessor, SITED, own, goal)


@settings(max_examples=_EXAMPLES)
@given(_SEEDS, _SEEDS, st.booleans())
def test_a_pattern_is_turned_by_the_nearest_answers(base: int, runner: int, to: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assessor = random_base(Path(folder), base, SITED)
    own = random_answers(assessor, SITED, runner)
    pattern = assessor.knowledge.patterns["pattern.x"]
    _assert_exact(assessor, SITED, own, PatternGoal(assessor.knowledge, pattern, is_matched=to))


@settings(max_examples=_EXAMPLES)
@given(_SEEDS, _SEEDS, st.booleans())
def test_a_band_is_reached_by_the_nearest_answers(base: int, runner: int, under: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assessor = random_base(Path(folder), base, FLAT)
    own = random_answers(assessor, FLAT, runner)
    pillar = assessor.knowledge.pillars["p"]
    goal = BandGoal(assessor, pillar, 40.0, is_under=under)

    class Judged(BandGoal):
        """Judged by the score of the whole base, not by the goal's own reading of it."""

        def is_met(self, assessor: Assessor, assessment: Assessment) -> bool:
            score = score_pillars(assessor.knowledge, assessor, assessment, set())["p"]
            has_band = score.band in {Band.WEAK, Band.WATCH, Band.SOLID}
            return has_band and (score.band is not Band.WEAK) is under

    judged = Judged(assessor, pillar, 40.0, is_under=under)
    assert goal.is_met(assessor, assessor.evaluate(own)) == judged.is_met(
        assessor, assessor.evaluate(own)
    )
    _assert_exact(assessor, FLAT, own, judged)


# --- one by one


def _misses(assessor: Assessor, name: str, *, fires: bool, **answers: str) -> Misses:
    goal = RuleGoal(assessor.knowledge, assessor.knowledge.rules[name], fires=fires)
    return nearest_misses(diagnosed(assessor, **answers), goal)


def _found(misses: Misses) -> list[dict[str, object]]:
    return [{one.question: one.value for one in miss.changes} for miss in misses.found]


def test_the_value_nearest_to_the_answer_is_taken_not_just_any(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 2 and a.one < 6", 1))
    assert _found(_misses(assessor, "p.one", fires=True, one="9")) == [{"a.one": 5.0}]
    assert _found(_misses(assessor, "p.one", fires=True, one="0")) == [{"a.one": 3.0}]


def test_of_two_ways_the_shorter_comes_first(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 7 or a.two > 4", 1))
    misses = _misses(assessor, "p.one", fires=True, one="1", two="4")
    assert _found(misses) == [{"a.two": 5.0}, {"a.one": 8.0}]
    assert [one.steps for one in misses.found] == [1.0, 7.0]


def test_a_gate_and_what_it_opens_change_together(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.gated > 3", 1))
    misses = _misses(assessor, "p.one", fires=True, gate="no")
    assert _found(misses) == [{"a.gate": "yes", "a.gated": 4.0}]
    assert misses.searched == 2


def test_that_none_is_within_reach_is_said_with_how_far_it_was_looked(tmp_path: Path) -> None:
    when = "a.one > 3 and a.two > 3 and a.three > 3 and a.four > 3"
    assessor = small_base(tmp_path, rule("p.one", when, 1))
    misses = _misses(assessor, "p.one", fires=True, one="1", two="1", three="1", four="1")
    assert misses == Misses((), MOST_CHANGES)


def test_a_search_that_is_cut_short_says_how_far_it_came(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 3 and a.two > 3", 1))
    knowledge = assessor.knowledge
    goal = RuleGoal(knowledge, knowledge.rules["p.one"], fires=True)
    diagnosis = diagnosed(assessor, one="1", two="1")
    assert nearest_misses(diagnosis, goal, most_tried=1) == Misses((), 0)
    whole = nearest_misses(diagnosis, goal)
    assert _found(whole) == [{"a.one": 4.0, "a.two": 4.0}]
    for tried in range(1, 30):
        part = nearest_misses(diagnosis, goal, most_tried=tried)
        assert part.found in {(), whole.found}


def test_answers_that_no_real_runner_gives_are_no_way(tmp_path: Path) -> None:
    assessor = small_base(
        tmp_path, rule("p.one", "a.one > 7 or a.two > 4", 1), extra=never("a.two > 4 and a.one < 5")
    )
    misses = _misses(assessor, "p.one", fires=True, one="1", two="4")
    assert _found(misses) == [{"a.one": 8.0}]


def test_what_makes_a_change_possible_for_a_real_runner_changes_with_it(tmp_path: Path) -> None:
    assessor = small_base(
        tmp_path,
        rule("p.one", "a.one < 9 and a.two > 4", 1),
        extra=never("a.two > 4 and a.one < 5"),
    )
    misses = _misses(assessor, "p.one", fires=True, one="1", two="4")
    assert _found(misses) == [{"a.one": 5.0, "a.two": 5.0}]


def test_a_number_worked_out_from_another_is_solved_for(tmp_path: Path) -> None:
    extra = "derived:\n  a.twice: {title: Twice, number: a.one + a.one}\n"
    assessor = small_base(tmp_path, rule("p.one", "a.twice > 11", 1), extra=extra)
    assert _found(_misses(assessor, "p.one", fires=True, one="2")) == [{"a.one": 6.0}]
    assert _found(_misses(assessor, "p.one", fires=False, one="9")) == [{"a.one": 5.0}]


def test_both_numbers_of_a_ratio_may_turn_it(tmp_path: Path) -> None:
    extra = "derived:\n  a.ratio: {title: Ratio, number: a.one / a.two}\n"
    assessor = small_base(tmp_path, rule("p.one", "a.ratio > 2", 1), extra=extra)
    misses = _misses(assessor, "p.one", fires=True, one="6", two="4")
    assert _found(misses) == [{"a.two": 2.0}, {"a.one": 9.0}] or _found(misses) == [
        {"a.one": 9.0}, {"a.two": 2.0},
    ]  # fmt: skip


def test_an_open_question_that_gets_an_answer_is_one_step(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 3", 1))
    (miss,) = _misses(assessor, "p.one", fires=True).found
    assert (miss.steps, miss.changes[0].question) == (1.0, "a.one")


@pytest.mark.parametrize(
    ("one", "bands"),
    [("9", {Band.WATCH}), ("0", {Band.WATCH})],
)
def test_a_score_has_the_bands_beside_it(tmp_path: Path, one: str, bands: set[Band]) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 3", 1))
    score = diagnosed(assessor, one=one).score("p")
    assert set(band_goals(assessor, score)) == bands


def test_a_score_without_a_band_has_none_beside_it(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 3", 1))
    assert band_goals(assessor, diagnosed(assessor).score("p")) == {}


def test_words_joining_and_leaving_several_are_counted_one_by_one(tmp_path: Path) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 3", 1))
    places = assessor.knowledge.questions["s.places"]
    both = answered(assessor, {"s.places": "left,right"})["s.places"].value
    assert steps_between(places, both, frozenset({"left"})) == 1.0
    assert steps_between(places, both, frozenset({"none"})) == 2.0
    assert steps_between(places, frozenset({"none"}), frozenset({"left"})) == 1.0
