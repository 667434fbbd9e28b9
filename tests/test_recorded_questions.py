"""Questions that only a record answers: never asked, false without a record, fixed with one."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surefoot.cli import surefoot
from surefoot.engine.assessment import Assessor
from surefoot.engine.condition import NEVER, Comparison, Condition, rewrite
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.errors import KnowledgeError, UsageError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.next_question import next_of_rest
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.reasoning.ranges import ranges
from surefoot.engine.reasoning.reasons import smallest_reasons
from surefoot.engine.reasoning.turning import find_turnings
from surefoot.engine.recorded import METRICS

from .support.bases import RECORDS, write_random_base
from .support.repository import ROOT
from .support.runners import random_answers
from .support.sample_runners import assessor
from .support.small import answered, flag, rule, small_base

OF_RECORDS = {*RECORDS, "a.beyond", "a.told"}
ASKED = """
questions:
  a.km: {title: Distance, ask: Ask, why: Why, answer: 0 to 100 km, from_history: weekly_km_2w}
"""
RECORDED = """
questions:
  a.recorded_km: {title: Recorded, records: a.km}
derived:
  a.beyond: {title: Beyond, number: a.km - a.recorded_km}
"""
RULES = [rule("p.one", "a.one > 4", 3), rule("p.km", "a.km > 50", 2), rule("q.two", "a.two < 3", 1)]
OF_THE_RECORD = """
rules:
  p.recorded: {title: R, status: trial, evidence: [expert], grade: expert, because: B,
    when: a.recorded_km > 30 or a.beyond > 5, then: {points: 4}}
  q.not-recorded: {title: R, status: trial, evidence: [expert], grade: expert, because: B,
    when: {none: [a.recorded_km > 30]}, then: {points: 4}}
flags:
  flag.recorded: {title: F, status: trial, evidence: [expert], grade: expert, tier: B,
    route: same day, plan: none, because: B, running: R, tell: T, when: a.recorded_km > 90}
contradictions:
  far-off: {title: Far off, when: a.beyond > 5, text: Check both.}
"""


def _bases(folder: Path) -> tuple[Assessor, Assessor]:
    """The same base without what a record shows, and with it and what reads it."""
    found = []
    for name, more in (("plain", ""), ("recorded", RECORDED + OF_THE_RECORD)):
        (folder / name).mkdir()
        (folder / name / "asked.yaml").write_text(ASKED, encoding="utf-8")
        (folder / name / "more.yaml").write_text(more, encoding="utf-8")
        found.append(small_base(folder / name, *RULES, flags=(flag("pain", "a.three > 8"),)))
    return found[0], found[1]


def _said(one: Diagnosis) -> object:
    found = one.assessor.knowledge
    scores = {**{s.pillar.id: s for s in one.pillars}, **{s.pillar.id: s for s in one.contexts}}
    reading = Reading(one.assessor)
    prospect = reading.prospect(one.answers, one.assessment)
    return (
        {name: (s.low, s.high, s.deficit, s.priority, s.decided) for name, s in scores.items()},
        one.unanswered, one.undecided_flags, one.tier, one.headline, prospect.to_come,
        next_of_rest(prospect), ranges(one.assessor, one.answers),
        smallest_reasons(one.assessor, one.answers, scores.values()),
        [name for name in found.rules if one.assessment.states.get(name)],
    )  # fmt: skip


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(seed=st.integers(0, 10**9))
def test_without_a_record_all_is_as_if_nothing_read_one(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plain, recorded = _bases(tmp_path_factory.mktemp("kb"))
    answers = random_answers(plain.knowledge, random.Random(seed), share_unanswered=0.4)
    assert _said(diagnose(plain, answers)) == _said(diagnose(recorded, answers))


@settings(max_examples=60, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(seed=st.integers(0, 10**9))
def test_every_comparison_with_what_is_not_recorded_is_false(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        base = Assessor(load_knowledge(write_random_base(tmp_path_factory.mktemp("kb"), seed)))
    except KnowledgeError:
        return  # this base has an or too large
    chance = random.Random(seed)
    answers = random_answers(base.knowledge, chance, share_unanswered=0.4)
    for name in RECORDS:
        answers.pop(name, None)
    assessed = base.assess(answers)

    def without(one: Comparison) -> Condition:
        return NEVER if one.subject in OF_RECORDS else one

    for one in base.knowledge.rules.values():
        for instance in one.instances:
            key = (one.id, instance.site)
            if key in assessed.truths:
                other = rewrite(instance.condition, without)
                assert assessed.truths[key] is base.evaluator.truth(other, assessed.facts)


def test_with_a_record_its_rules_are_read_and_it_stays_as_it_is(tmp_path: Path) -> None:
    _, base = _bases(tmp_path)
    answers = answered(base, {"a.km": "40", "a.recorded_km": "32", "a.one": "9", "a.two": "1"})
    found = diagnose(base, answers)
    assert found.assessment.states["p.recorded"] is True
    assert found.assessment.states["q.not-recorded"] is False
    (clash,) = found.contradictions
    assert [one.id for one in clash.questions] == ["a.km"]
    assert "a.recorded_km" not in {one.question.id for one in find_turnings(found)}
    score = next(one for one in found.pillars if one.pillar.id == "p")
    assert score.items[-1].is_decided
    open_ = diagnose(base, answered(base, {"a.recorded_km": "32", "a.one": "9"}))
    assert open_.assessment.states["p.recorded"] is True  # 32 is over 30, whatever is said


def test_nothing_asks_or_lists_what_only_a_record_answers() -> None:
    base = assessor()
    records = set(base.knowledge.recorded_by.values())
    assert records
    assert records.isdisjoint(base.knowledge.asked)
    for answers in (answered(base, {}), answered(base, {"training.recorded_weekly_km": "32"})):
        found = diagnose(base, answers)
        prospect = Reading(base).prospect(answers, found.assessment)
        assert records.isdisjoint(found.unanswered)
        assert records.isdisjoint(prospect.to_come)


def test_neither_next_nor_the_form_on_paper_names_one(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("runner.age: 40\n", encoding="utf-8")
    said = CliRunner().invoke(surefoot, ["next", str(tmp_path / "me.yaml"), "--format", "json"])
    assert said.exit_code == 0, said.output
    assert "recorded" not in json.dumps(json.loads(said.output)["next_question"])
    form = CliRunner().invoke(surefoot, ["ask", "--print-questions"])
    assert "Recorded" not in form.output


def test_what_a_record_shows_can_not_be_supposed(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("training.weekly_km: 40\n", encoding="utf-8")
    said = CliRunner().invoke(
        surefoot,
        ["whatif", str(tmp_path / "me.yaml"), "--set", "training.recorded_weekly_km=50"],
    )
    assert isinstance(said.exception, UsageError)
    (problem,) = said.exception.problems
    assert "is what a record shows" in problem.message
    assert problem.fix == "suppose another answer to training.weekly_km"


def test_explain_says_what_it_is_and_that_no_record_shows_it(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("training.weekly_km: 40\n", encoding="utf-8")
    said = CliRunner().invoke(
        surefoot, ["explain", str(tmp_path / "me.yaml"), "training.recorded_weekly_km"]
    )
    assert said.exit_code == 0, said.output
    words = " ".join(said.output.split())
    assert "it is what a record shows of “Distance a week”. No record shows it." in words


def test_the_lowest_value_of_a_record_says_only_that_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "asked.yaml").write_text(ASKED, encoding="utf-8")
    (tmp_path / "more.yaml").write_text(RECORDED, encoding="utf-8")
    base = small_base(tmp_path, rule("p.one", "a.recorded_km >= 0", 1))
    assert base.evaluate({}).states["p.one"] is False
    assert base.evaluate(answered(base, {"a.recorded_km": "0"})).states["p.one"] is True
    with pytest.raises(KnowledgeError, match="is always true"):
        small_base(tmp_path, rule("p.one", "a.km >= 0", 1))


def test_every_metric_answers_a_question_and_stands_in_the_page() -> None:
    questions = assessor().knowledge.questions.values()
    assert {one.from_history for one in questions if one.from_history} == METRICS.keys()
    page = (ROOT / "docs" / "reference" / "knowledge-format.md").read_text(encoding="utf-8")
    for name, one in METRICS.items():
        assert f"| `{name}` | {one.title} | {one.unit or 'words'} |" in page


def test_every_question_of_a_record_has_the_answers_of_the_one_it_stands_beside() -> None:
    knowledge = assessor().knowledge
    asked = {name for name, one in knowledge.questions.items() if one.from_history}
    assert knowledge.recorded_by.keys() == asked
    for name, record in knowledge.recorded_by.items():
        assert knowledge.questions[record].kind == knowledge.questions[name].kind
        assert knowledge.questions[record].change is None
