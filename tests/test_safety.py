"""What must hold for every runner: no plan against a referral, no calm where something is open."""

import random

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import Warn
from surefoot.engine.loading import load_knowledge
from surefoot.engine.tiers import PLAN_MODES
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing

from .support.runners import random_answers
from .support.sample_runners import DAY

BATCHES = 8
SHORT_BATCHES = 4  # of them, in the gate
RUNNERS_A_BATCH = 60
_BATCHES = [
    pytest.param(batch, marks=[pytest.mark.long] if batch >= SHORT_BATCHES else [])
    for batch in range(BATCHES)
]


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load_knowledge())


def _people(assessor: Assessor, batch: int) -> list[Diagnosis]:
    """Random runners, half of them without safety signs, so that milder flags decide."""
    chance = random.Random(f"safety {batch}")
    people = []
    for number in range(RUNNERS_A_BATCH):
        answers = random_answers(assessor.knowledge, chance, share_unanswered=0.2)
        if number % 2:
            answers = {name: one for name, one in answers.items() if "safety." not in name}
        people.append(diagnose(assessor, answers))
    return people


@pytest.mark.parametrize("batch", _BATCHES)
def test_what_must_hold_for_every_runner(assessor: Assessor, batch: int) -> None:
    for diagnosis in _people(assessor, batch):
        _the_strictest_word_on_running_is_printed(diagnosis)
        _nothing_rises_under_a_restriction(diagnosis)
        _calm_is_only_said_where_it_is_known(diagnosis)


def _the_strictest_word_on_running_is_printed(diagnosis: Diagnosis) -> None:
    context = report_context(diagnosis, Printing(date=DAY))
    said = {note.rule for note in context.see_someone.flags if note.running}
    plans = [PLAN_MODES.index(flag.warn.plan) for flag in diagnosis.flags]
    strictest = {
        flag.rule.id for flag in diagnosis.flags if PLAN_MODES.index(flag.warn.plan) == min(plans)
    }
    # That nobody may run for another reason has to stand there too.
    never_run = {flag.rule.id for flag in diagnosis.flags if flag.warn.plan == "no-impact"}
    assert said == strictest | never_run
    if diagnosis.plan.mode == "none":
        assert not diagnosis.plan.shown
        assert (diagnosis.actions, context.actions, context.pillars) == ((), (), ())


def _nothing_rises_under_a_restriction(diagnosis: Diagnosis) -> None:
    modes = {flag.warn.plan for flag in diagnosis.flags} - {"unchanged"}
    if modes:
        assert not [one.advice.id for one in diagnosis.actions if one.advice.increases]
    if "hold" in modes and diagnosis.plan.weeks:
        assert len(set(diagnosis.plan.weeks)) == 1
    if modes & {"no-impact", "none"}:
        blocks = {cell.block for week in diagnosis.plan.weeks for cell in week}
        assert not [name for name in blocks if diagnosis.knowledge.blocks[name].impact]


def _calm_is_only_said_where_it_is_known(diagnosis: Diagnosis) -> None:
    undecided = [diagnosis.knowledge.rules[name].conclusion for name in diagnosis.undecided_flags]
    is_urgent = any(isinstance(one, Warn) and one.tier in {"A", "B"} for one in undecided)
    restricted = any(flag.warn.plan != "unchanged" for flag in diagnosis.flags)
    if diagnosis.headline.id == "keep-going":
        assert not is_urgent
        assert not restricted
    box = report_context(diagnosis, Printing(date=DAY)).see_someone
    if is_urgent and diagnosis.tier not in {"A", "B"}:
        assert "cannot say whether to wait" in box.text
    if diagnosis.tier in {"A", "B"}:
        assert diagnosis.headline.id == diagnosis.flags[0].rule.id
