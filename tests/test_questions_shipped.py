"""Questions to reports of the shipped base: none fails, and none goes against a warning."""

from dataclasses import replace

import pytest

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.explaining import explain, format_explanation
from surefoot.engine.reasoning.changes import changes_for
from surefoot.engine.reasoning.insights import find_insights
from surefoot.engine.vocabulary import Answers, read_answer
from surefoot.reports.turning import turning_lines

from .support.population import runners, shipped

MINUTES = ("10", "25", "40")


@pytest.fixture(scope="module")
def assessor() -> QuickAssessor:
    return QuickAssessor(shipped()[0])


def _with_minutes(assessor: QuickAssessor, answers: Answers, minutes: str) -> Answers:
    name = assessor.knowledge.plan_asks["minutes"]
    found = read_answer(assessor.knowledge.questions[name], minutes)
    return {**answers, name: found}  # type: ignore[dict-item]


@pytest.mark.parametrize("minutes", MINUTES)
def test_a_report_that_is_fitted_to_the_time_can_be_questioned(
    assessor: QuickAssessor, minutes: str
) -> None:
    for answers in runners(25, 11):
        diagnosis = diagnose(assessor, _with_minutes(assessor, answers, minutes))
        whole = explain(diagnosis)
        assert format_explanation(whole, assessor.knowledge.questions)
        budget = diagnosis.plan.budget
        for action in budget.left_out if budget is not None else ():
            found = explain(diagnosis, action.advice.id)
            assert "Why not" in {one.title for one in found.sections}


def _held(assessor: QuickAssessor) -> list[Diagnosis]:
    found = [diagnose(assessor, answers) for answers in runners(200, 12)]
    return [one for one in found if one.plan.mode in {"none", "no-impact", "hold"}]


def test_while_a_flag_holds_everything_nothing_is_said_to_be_moved(
    assessor: QuickAssessor,
) -> None:
    held = _held(assessor)
    assert len(held) > 10
    for diagnosis in held:
        insights = find_insights(diagnosis)
        assert not any(insights.changes.values())
        assert turning_lines(diagnosis, insights.turnings) == ()
        titles = {one.title for one in explain(diagnosis).sections}
        assert "It turns on small differences" not in titles


def test_no_explanation_says_how_to_be_better_but_by_a_change_that_is_allowed(
    assessor: QuickAssessor,
) -> None:
    order = ("weak", "watch", "solid")
    for diagnosis in _held(assessor)[:15]:
        for score in diagnosis.pillars:
            found = explain(diagnosis, score.pillar.id)
            if score.band in {"weak", "watch"} and diagnosis.plan.shown:
                (moves,) = [one for one in found.sections if "move it most" in one.title]
                assert [one.text for one in moves.steps] == [
                    "What counts here is not for this runner now, so no change is named."
                ]
            better = order[order.index(score.band) + 1 :] if score.band in order else ()
            assert not {one.about for one in found.nearest} & {
                f"It would be {band} with" for band in better
            }


def test_an_urgent_flag_that_fires_says_not_how_to_be_rid_of_it(assessor: QuickAssessor) -> None:
    urgent = [(one, flag) for one in _held(assessor) for flag in one.flags
              if flag.warn.tier in {"A", "B"}]  # fmt: skip
    assert urgent
    for diagnosis, flag in urgent[:10]:
        assert explain(diagnosis, flag.rule.id).nearest == ()


def test_a_test_that_is_withheld_is_not_to_be_done_better(assessor: QuickAssessor) -> None:
    seen = 0
    for answers in runners(250, 3):
        diagnosis = diagnose(assessor, answers)
        left_out = {name for one in diagnosis.withheld_tests for name in one.test.questions}
        for score in diagnosis.pillars if left_out else ():
            seen += 1
            for change in changes_for(diagnosis, score.pillar.id):
                assert not left_out & {one.question.id for one in change.moves}
    assert seen


def test_advice_that_is_not_for_a_runner_has_no_dose(assessor: QuickAssessor) -> None:
    diagnosis = _held(assessor)[0]
    none = replace(diagnosis, actions=())
    assert explain(none, next(iter(assessor.knowledge.advice))).sentences == ()
