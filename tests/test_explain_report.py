"""What can be asked of a report: advice, the plan, questions, contradictions, and all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import jsonschema
import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.explaining import explain, explanation_data, format_explanation

from .support.explain_base import SCHEMA, every_step, explain_base, ids, titles
from .support.small import diagnosed, rule, small_base

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.assessment import Assessor
    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.explaining.shapes import Step


@pytest.fixture
def assessor(tmp_path: Path) -> Assessor:
    return explain_base(tmp_path)


def test_advice_says_why_it_is_given_and_what_it_answers(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, one="7", two="3", gate="no", four="1", five="1", three="1")
    explanation = explain(diagnosis, "do-lift")
    assert explanation.outcome == "advised, number 1"
    (answers,) = [one for one in explanation.sections if one.title == "What it answers"]
    assert [step.id for step in answers.steps] == ["p.one", "p"]
    assert answers.steps[1].text.startswith(
        "Without these points the room to improve would be 0 % instead of 100 %"
    )
    assert explanation.grade == "expert"
    assert [one.id for one in explanation.sources] == ["expert"]


def _reasons(diagnosis: Diagnosis, name: str) -> list[Step]:
    explanation = explain(diagnosis, name)
    assert explanation.outcome == "not advised"
    return [step for one in explanation.sections if one.title == "Why not" for step in one.steps]


def test_advice_that_no_rule_asks_for_says_so_and_names_the_rules(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, one="1")
    (reason,) = _reasons(diagnosis, "do-lift")
    assert reason.text == "no rule that gives points asks for it"
    listed = ids(explain(diagnosis, "do-lift"), "Rules that lead to it, and do not count here")
    assert listed == ["p.one"]


def test_withheld_advice_names_the_answer_that_speaks_against_it(assessor: Assessor) -> None:
    (reason,) = _reasons(diagnosed(assessor, five="7"), "do-calm")
    assert reason.text == "withheld: something speaks against it"
    assert [part.id for part in reason.parts] == ["a.five"]


def test_barred_advice_names_the_flag_that_bars_it(assessor: Assessor) -> None:
    diagnosis = diagnosed(
        assessor, one="7", two="3", places="left", left_pain="5", right_pain="0", three="1"
    )
    (reason,) = _reasons(diagnosis, "do-lift")
    assert reason.text == "it loads a sore place, or is not for this kind of pain"
    assert [part.id for part in reason.parts] == ["flag.sore"]


def test_without_a_plan_all_advice_is_barred_by_the_flag(assessor: Assessor) -> None:
    reason = _reasons(diagnosed(assessor, one="7", two="3", three="9"), "do-lift")[0]
    assert reason.text == "no advice is given, because no plan is shown"
    assert [part.id for part in reason.parts] == ["flag.stop"]


def test_advice_that_is_left_out_is_named_beside_what_is_given(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, one="7", two="3", five="7", three="1")
    explanation = explain(diagnosis, "do-lift")
    assert ids(explanation, "Left out beside it") == ["do-calm"]


def test_advice_that_does_not_go_with_another_says_with_which(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 3, advice="do-lift"),
        rule("p.two", "a.two > 3", 1, advice="do-calm"),
        plan=True,
    )
    knowledge = base.knowledge
    lift = replace(knowledge.advice["do-lift"], not_with=("do-calm",))
    base.knowledge = replace(knowledge, advice={**knowledge.advice, "do-lift": lift})
    (reason,) = _reasons(diagnosed(base, one="7", two="7", five="1", three="1"), "do-calm")
    assert reason.text == "it does not go together with: Lift"


def test_the_plan_names_the_flag_that_decided_it(assessor: Assessor) -> None:
    stopped = explain(diagnosed(assessor, three="9"), "plan")
    assert stopped.outcome == "no plan is shown"
    assert ids(stopped, "What decided it") == ["flag.stop"]
    sore = explain(diagnosed(assessor, places="left", left_pain="5", three="1"), "plan")
    assert ids(sore, "What decided it") == ["flag.sore"]


def test_the_plan_without_a_flag_names_the_weak_pillars(assessor: Assessor) -> None:
    full = explain(diagnosed(assessor, one="7", two="3", places="none", three="1"), "plan")
    assert full.outcome == "full"
    (decided,) = [one for one in full.sections if one.title == "What decided it"]
    assert [(step.id, step.truth) for step in decided.steps] == [
        ("", False), ("p", True), ("q", False)
    ]  # fmt: skip
    assert "Left out" not in titles(full)


def test_a_question_says_what_it_bears_on_and_what_was_answered(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="7", two="3"), "a.two")
    assert explanation.outcome == "3 of 10"
    assert explanation.sentences[0] == "Ask You said 3 of 10; you typed it."
    assert ids(explanation, "It bears on these rules") == ["p.one"]


def test_a_question_of_places_bears_on_flags_and_patterns(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, places="left", left_pain="5"), "s.left.pain")
    assert ids(explanation, "It bears on these flags") == ["flag.sore"]
    assert ids(explanation, "It bears on these patterns") == ["pattern.x"]


def test_a_question_says_what_it_withholds_opens_and_has_to_fit_with(assessor: Assessor) -> None:
    five = explain(diagnosed(assessor, five="7"), "a.five")
    assert ids(five, "It bears on the plan") == ["do-calm"]
    assert ids(five, "It has to fit with other answers") == ["never-1"]
    gate = explain(diagnosed(assessor, gate="yes"), "a.gate")
    assert ids(gate, "It opens these questions") == ["a.gated"]


def test_a_question_that_does_not_apply_says_that_it_counts_for_nothing(
    assessor: Assessor,
) -> None:
    explanation = explain(diagnosed(assessor, gate="no", gated="5"), "a.gated")
    assert "counts for nothing" in explanation.sentences[1]
    assert ids(explanation, "Whether it applies") == ["a.gate"]


def test_an_open_question_is_missing(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor), "a.one")
    assert (explanation.outcome, explanation.missing) == ("not answered", ("a.one",))


def test_a_contradiction_says_whether_answers_fit(assessor: Assessor) -> None:
    clash = explain(diagnosed(assessor, four="10", five="10"), "never-1")
    assert clash.outcome == "does not fit together"
    assert clash.sentences[0] == "Check both."
    assert explain(diagnosed(assessor, four="1"), "never-1").outcome == "fits together"


def test_a_worked_out_value_names_what_it_comes_from(tmp_path: Path) -> None:
    extra = "derived:\n  a.ratio: {title: Ratio, number: a.one / a.two}\n"
    base = small_base(tmp_path, rule("p.one", "a.ratio > 2", 1), extra=extra)
    explanation = explain(diagnosed(base, one="6", two="2"), "a.ratio")
    assert explanation.outcome == "3"
    assert explanation.sentences == ("It is worked out as: One ÷ Two.",)
    assert ids(explanation, "Worked out from") == ["a.one", "a.two"]
    assert ids(explanation, "It bears on these rules") == ["p.one"]
    assert explain(diagnosed(base, one="6"), "a.ratio").missing == ("a.two",)


def test_the_report_lists_its_claims_by_id(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, one="7", two="3", places="left", left_pain="5", three="1")
    explanation = explain(diagnosis)
    assert ids(explanation, "See someone first?") == ["flag.sore"]
    assert ids(explanation, "Patterns") == ["pattern.x"]
    assert ids(explanation, "Pillars") == [one.pillar.id for one in diagnosis.pillars]
    assert ids(explanation, "Plan") == ["plan"]
    assert explain(diagnosis, "report") == explanation


def test_the_report_without_a_plan_has_no_pillars_and_no_actions(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="7", two="3", three="9"))
    assert ids(explanation, "What comes first") == ["flag.stop"]
    assert {"Pillars", "Do this first", "What surrounds them", "Patterns"}.isdisjoint(
        titles(explanation)
    )


def test_undecided_flags_are_no_raised_ones(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="7"))
    assert ids(explanation, "Undecided flags") == ["flag.sore", "flag.stop"]
    assert ids(explanation, "See someone first?") == [""]


def test_every_claim_leads_to_an_answer_or_a_source_in_two_steps(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, one="7", two="3", places="left", left_pain="5", three="1")
    whole = explain(diagnosis)
    claims = {step.id for step in every_step(whole) if step.id}
    assert claims
    for name in claims:
        asked = explain(diagnosis, name)
        below = {step.id for step in every_step(asked)}
        reached = below | {one for step in below if step for one in _below(diagnosis, step)}
        answers = reached & assessor.knowledge.questions.keys()
        assert answers or asked.missing or name in assessor.knowledge.questions, name


def _below(diagnosis: Diagnosis, name: str) -> set[str]:
    return {step.id for step in every_step(explain(diagnosis, name))}


def test_every_id_can_be_asked_on_and_written_out(assessor: Assessor) -> None:
    knowledge = assessor.knowledge
    validator = jsonschema.Draft202012Validator(SCHEMA)
    names = [
        "", "plan", *knowledge.scored, *knowledge.rules, *knowledge.patterns, *knowledge.advice,
        *knowledge.questions, *knowledge.contradictions,
    ]  # fmt: skip
    for diagnosis in (diagnosed(assessor), diagnosed(assessor, one="7", two="3", places="left")):
        for name in names:
            explanation = explain(diagnosis, name)
            validator.validate(explanation_data(explanation, knowledge.questions))
            assert {step.id for step in every_step(explanation)} <= {*names}
            assert explanation.title in format_explanation(explanation, knowledge.questions)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("p.on", "p.one"), ("do-lft", "do-lift"), ("a.tow", "a.two"), ("repotr", "report"),
     ("flag.stopp", "flag.stop"), ("pattern.y", "pattern.x"), ("never-l", "never-1"),
     ("plna", "plan")],
)  # fmt: skip
def test_an_unknown_name_is_refused_with_the_nearest(
    assessor: Assessor, name: str, meant: str
) -> None:
    with pytest.raises(UsageError, match=rf"did you mean {meant}\?"):
        explain(diagnosed(assessor), name)


def test_a_name_like_no_other_says_where_names_are(assessor: Assessor) -> None:
    with pytest.raises(UsageError, match="surefoot explain ANSWERS"):
        explain(diagnosed(assessor), "§§§§§§§§")
