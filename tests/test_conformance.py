"""Experta and `evaluate` agree on everything, and no later answer overturns a verdict."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessment, Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.inference import FiredRule, Inference, InferenceError, Run
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.scoring import Band, Score
from surefoot.engine.vocabulary import Answers

from .support.bases import write_random_base
from .support.runners import completed, random_answers
from .support.small import answered, rule, small_base

RUNNERS_IN_ALL = 2000
BATCHES = 20
SHORT_BATCHES = 5  # of them, in the gate
_BATCHES = [
    pytest.param(batch, marks=[pytest.mark.long] if batch >= SHORT_BATCHES else [])
    for batch in range(BATCHES)
]
# Bases for each law of no later answer: in the gate, and with the marker `long`.
BASES, LONG_BASES = 50, 300


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    return Assessor(load_knowledge())


@pytest.fixture(scope="session")
def inference(assessor: Assessor) -> Inference:
    return Inference(assessor.knowledge)


@pytest.mark.parametrize("batch", _BATCHES)
def test_experta_fires_what_evaluate_calls_true_for_random_runners(
    assessor: Assessor, inference: Inference, batch: int
) -> None:
    chance = random.Random(f"runners {batch}")
    for _ in range(RUNNERS_IN_ALL // BATCHES):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=0.3)
        evaluated = assessor.evaluate(answers)
        assert _true(assessor.assess(answers)) == _true(evaluated)
        assert _fired(inference, assessor, evaluated, answers) == _true(evaluated)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9))
def test_experta_and_evaluate_agree_on_random_bases(tmp_path: Path, seed: int) -> None:
    assessor = Assessor(_random_base(tmp_path, seed))
    chance = random.Random(seed)
    for share in (0.0, 0.3, 0.3, 0.6, 1.0):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=share)
        assert _true(assessor.assess(answers)) == _true(assessor.evaluate(answers))


@settings(
    max_examples=BASES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10**9))
def test_no_later_answer_overturns_a_verdict_or_leaves_a_range(tmp_path: Path, seed: int) -> None:
    _nothing_is_overturned(tmp_path, seed)


@pytest.mark.long
@settings(
    max_examples=LONG_BASES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**9))
def test_no_later_answer_overturns_a_verdict_in_many_bases(tmp_path: Path, seed: int) -> None:
    _nothing_is_overturned(tmp_path, seed)


def _nothing_is_overturned(tmp_path: Path, seed: int) -> None:
    assessor = Assessor(_random_base(tmp_path, seed))
    chance = random.Random(seed)
    for _ in range(4):
        before = random_answers(assessor.knowledge, chance, share_unanswered=0.5)
        for _ in range(6):
            _assert_still_holds(assessor, before, completed(assessor.knowledge, before, chance))


def test_no_later_answer_overturns_a_verdict_of_the_shipped_base(assessor: Assessor) -> None:
    chance = random.Random("shipped")
    for _ in range(40):
        before = random_answers(assessor.knowledge, chance, share_unanswered=0.5)
        for _ in range(3):
            _assert_still_holds(assessor, before, completed(assessor.knowledge, before, chance))


def test_the_random_bases_hold_what_they_are_meant_to_test(tmp_path: Path) -> None:
    bases = [_random_base(tmp_path, seed) for seed in range(60)]
    assert any(len(base.strata) > 2 for base in bases)
    assert any(question.gate for base in bases for question in base.questions.values())
    assert any(len(group.rules) > 1 for base in bases for group in base.groups)
    states = {
        state
        for seed, base in enumerate(bases)
        for state in Assessor(base)
        .assess(random_answers(base, random.Random(seed), share_unanswered=0.3))
        .states.values()
    }
    assert states == {True, False, None}


def test_a_rule_that_experta_reads_differently_stops_the_diagnosis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessor = small_base(tmp_path, rule("p.one", "a.one > 3", 1))
    answers = answered(assessor, {"a.one": "9"})
    assert _true(assessor.assess(answers)) == {("p.one", None)}
    monkeypatch.setattr(Run, "run", lambda _: frozenset())
    with pytest.raises(InferenceError, match=r"disagree on p\.one"):
        assessor.assess(answers)


def _true(assessment: Assessment) -> set[FiredRule]:
    return {one for one, truth in assessment.truths.items() if truth}


def _fired(
    inference: Inference, assessor: Assessor, assessment: Assessment, answers: Answers
) -> set[FiredRule]:
    """What Experta alone fires in the end, given the conclusions of an assessment."""
    run = inference.start(assessor.evaluator.facts(answers))
    flags = {
        name: state
        for name, state in assessment.states.items()
        if name.startswith("flag.") and state is not None
    }
    run.conclude(flags, assessment.facts.bands)
    return set(run.run())


def _random_base(tmp_path: Path, seed: int) -> Knowledge:
    return load_knowledge(write_random_base(tmp_path / str(seed), seed))


def _assert_still_holds(assessor: Assessor, before: dict, after: dict) -> None:  # type: ignore[type-arg]
    early, late = assessor.evaluate(before), assessor.evaluate(after)
    overturned = {
        rule: (state, late.states[rule])
        for rule, state in early.states.items()
        if state is not None and late.states[rule] is not state
    }
    assert overturned == {}
    first, last = diagnose(assessor, before), diagnose(assessor, after)
    for score in (*last.pillars, *last.contexts):
        _assert_within(first.score(score.pillar.id), score)
    still_matched = {one.pattern.id for one in last.patterns}
    assert {one.pattern.id for one in first.patterns} <= still_matched
    assert {one.rule.id for one in first.flags} <= {one.rule.id for one in last.flags}


def _assert_within(early: Score, late: Score) -> None:
    """The later deficit lies within the early range, and so does the later range."""
    if late.deficit is None or late.low is None or late.high is None:
        return
    assert early.low is not None
    assert early.high is not None
    assert early.low - 1e-9 <= late.deficit <= early.high + 1e-9
    assert early.low - 1e-9 <= late.low <= late.high <= early.high + 1e-9
    assert early.band is not Band.DOES_NOT_APPLY
    if early.deficit is not None:
        assert early.low <= early.deficit <= early.high
