"""Joint by the error of a test: who would come first if one answer were a little off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis
from surefoot.engine.findings import matched_patterns
from surefoot.engine.result import result
from surefoot.engine.scoring import Band, score_pillars
from surefoot.engine.steadiness import (
    Joint,
    Overtaking,
    first_weak,
    joint_pillars,
    moved_values,
    overtakings,
)
from surefoot.engine.vocabulary import Answer, Answers
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing

from .support.population import runners, shipped
from .support.sample_runners import DAY
from .support.small import diagnosed, rule, small_base

_RULES = (
    rule("p.one", "a.one > 3", 6),
    rule("p.rest", "a.two > 3", 4),
    rule("q.one", "a.three > 3", 4),
    rule("q.rest", "a.two > 3", 6),
)


def _with_error(base: Assessor, error: float, name: str = "a.one") -> Assessor:
    """The same base, with an error of measurement for one question."""
    questions = base.knowledge.questions
    question = replace(questions[name], measurement_error=error)
    return Assessor(replace(base.knowledge, questions={**questions, name: question}))


@pytest.fixture
def base(tmp_path: Path) -> Assessor:
    """P has 60 with `one` above 3, Q has 40 with `three` above 3; `one` may be off by 2."""
    return _with_error(small_base(tmp_path, *_RULES), 2)


def test_a_pillar_that_the_error_of_a_test_puts_first_is_joint(base: Assessor) -> None:
    diagnosis = diagnosed(base, one="5", two="0", three="9")
    assert (diagnosis.score("p").priority, diagnosis.score("q").priority) == (60, 40)
    assert diagnosis.joint == Joint(("p", "q"), frozenset({"q"}))
    assert diagnosis.headline.id == "p"
    assert diagnosis.headline.text == (
        "P first. About as much room: Pillar Q (a difference within the error of a test)."
    )
    assert _joint_in_json(diagnosis) == {"p": True, "q": True}


def test_a_pillar_that_shares_the_first_place_is_not_called_solid(tmp_path: Path) -> None:
    """At 3 p has nothing and is solid; at 4 it would come first."""
    base = _with_error(small_base(tmp_path, *_RULES), 2)
    diagnosis = diagnosed(base, one="3", two="0", three="9")
    assert diagnosis.score("p").band is Band.SOLID
    assert "solid" not in " ".join(report_context(diagnosis, Printing(date=DAY)).summary)
    apart = diagnosed(base, one="1", two="0", three="9")
    assert "solid" in " ".join(report_context(apart, Printing(date=DAY)).summary)


def test_beyond_the_error_the_first_pillar_stands_alone(base: Assessor) -> None:
    diagnosis = diagnosed(base, one="6", two="0", three="9")
    assert diagnosis.joint == Joint()
    assert diagnosis.headline.text == "P first."
    assert _joint_in_json(diagnosis) == {"p": False, "q": False}


def test_the_error_counts_in_both_directions(base: Assessor) -> None:
    """At 3, p has nothing; at 4 or more it comes first."""
    diagnosis = diagnosed(base, one="3", two="0", three="9")
    assert diagnosis.headline.id == "q"
    assert diagnosis.joint == Joint(("q", "p"), frozenset({"p"}))


def test_a_question_without_an_error_is_taken_as_it_is(tmp_path: Path) -> None:
    plain = small_base(tmp_path, *_RULES)
    assert diagnosed(plain, one="4", two="0", three="9").joint == Joint()


def test_scores_and_their_order_stay_as_computed(tmp_path: Path, base: Assessor) -> None:
    answers = {"one": "5", "two": "0", "three": "9"}
    plain = diagnosed(small_base(tmp_path, *_RULES), **answers)
    assert diagnosed(base, **answers).pillars == plain.pillars


def test_within_ten_points_no_test_is_blamed(tmp_path: Path) -> None:
    near = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 5),
        rule("p.rest", "a.two > 3", 5),
        rule("q.one", "a.three > 3", 4),
        rule("q.rest", "a.two > 3", 6),
    )
    diagnosis = diagnosed(_with_error(near, 2), one="5", two="0", three="9")
    assert diagnosis.joint == Joint(("p", "q"))
    assert diagnosis.headline.text == "P first. About as much room: Pillar Q."


def test_where_no_pillar_reaches_20_none_is_joint(tmp_path: Path) -> None:
    low = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 1), rule("p.rest", "a.two > 3", 9),
        rule("q.one", "a.one > 5", 9), rule("q.rest", "a.two > 3", 1),
    )  # fmt: skip
    diagnosis = diagnosed(_with_error(low, 2), one="4", two="0")
    assert diagnosis.score("p").priority == 10
    assert diagnosis.joint == Joint()
    assert diagnosis.headline.id == "keep-going"


def test_a_pillar_that_stays_below_20_does_not_share_the_first_place(tmp_path: Path) -> None:
    """Moved, p has nothing and q comes first with 10, which nobody would call weak."""
    low = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 6), rule("p.rest", "a.two > 3", 4),
        rule("q.one", "a.three > 3", 1), rule("q.rest", "a.two > 3", 9),
    )  # fmt: skip
    diagnosis = diagnosed(_with_error(low, 2), one="5", two="0", three="9")
    assert diagnosis.joint == Joint()


def test_an_answer_moves_within_the_range_of_its_question(base: Assessor) -> None:
    question = base.knowledge.questions["a.one"]

    def moved(answer: str) -> list[float]:
        return list(moved_values(question, diagnosed(base, one=answer).assessment))

    assert moved("5") == [3, 7]
    assert moved("1") == [0, 3]
    assert moved("10") == [8]
    assert moved("9") == [7, 10]
    assert list(moved_values(question, diagnosed(base).assessment)) == []


def test_an_answer_behind_a_closed_gate_does_not_move(tmp_path: Path) -> None:
    base = _with_error(small_base(tmp_path, rule("p.gated", "a.gated > 3", 2)), 2, "a.gated")
    question = base.knowledge.questions["a.gated"]
    closed = diagnosed(base, gate="no", gated="5").assessment
    assert list(moved_values(question, closed)) == []
    assert list(moved_values(question, diagnosed(base, gate="yes", gated="5").assessment)) == [3, 7]


def test_what_follows_from_the_answer_moves_with_it(tmp_path: Path) -> None:
    extra = "derived:\n  a.double:\n    title: Double\n    number: a.one * 2\n"
    base = small_base(
        tmp_path,
        rule("p.one", "a.double > 7", 6), rule("p.rest", "a.two > 3", 4),
        rule("q.one", "a.three > 3", 4), rule("q.rest", "a.two > 3", 6),
        extra=extra,
    )  # fmt: skip
    diagnosis = diagnosed(_with_error(base, 1), one="4", two="0", three="9")
    assert diagnosis.joint.pillars == ("p", "q")


_PATTERN = """patterns:
  pattern.x:
    title: X
    status: trial
    sites: [left]
    about: About
    differ: Differ
    links: [q]
    blocks: [run]
    evidence: [expert]
    grade: expert
    signs:
      pain: {when: s.site.pain > 4 and a.one > 3, say: strongly}
"""


def test_a_pattern_that_reads_the_answer_stays_as_it_was_concluded(tmp_path: Path) -> None:
    """Moved, one no longer speaks for the pattern; the ten points that it lends q stay."""
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 6), rule("p.rest", "a.two > 3", 4),
        rule("q.one", "a.three > 3", 3), rule("q.rest", "a.two > 3", 7),
        extra=_PATTERN, plan=True,
    )  # fmt: skip
    moving = _with_error(base, 2)
    diagnosis = diagnosed(moving, one="5", two="0", three="9", places="left", left_pain="8")
    assert [one.pattern.id for one in diagnosis.patterns] == ["pattern.x"]
    found = overtakings(
        moving, diagnosis.assessment, {s.pillar.id: s for s in diagnosis.pillars}, {"q"}
    )
    assert found == (Overtaking("q", "a.one", 3),)
    moved = moving.moved(diagnosis.assessment, "a.one", 3)
    assert moved.states["pattern.x.pain"] is True
    assert moved.states["p.one"] is False


def test_it_is_what_a_whole_diagnosis_of_the_moved_answer_says() -> None:
    """On the shipped base, whose patterns do not read the answers that can be off."""
    knowledge, _ = shipped()
    assessor = Assessor(knowledge)
    assert {one.id for one in knowledge.questions.values() if one.measurement_error} == {
        "strength.calf_raises_left", "strength.calf_raises_right", "strength.side_plank_s",
        "form.cadence_spm", "recovery.sleep_hours",
    }  # fmt: skip
    differing = 0
    for answers in runners(400, 11):
        assessment = assessor.evaluate(answers)
        linked = {name for one in matched_patterns(assessor, assessment) for name in one.pillars}
        scores = score_pillars(knowledge, assessor, assessment, linked)
        first = first_weak(scores, knowledge.pillars)
        expected = set(_overtaking(assessor, answers)) - {first, None} if first else set()
        found = overtakings(assessor, assessment, scores, linked)
        assert {one.pillar for one in found} == expected
        assert expected <= set(joint_pillars(assessor, assessment, scores, linked).pillars)
        differing += bool(expected)
    assert differing > 4


def _overtaking(assessor: Assessor, answers: Answers) -> Iterator[str | None]:
    """The first pillar for each answer moved, by evaluating all of it again."""
    assessment = assessor.evaluate(answers)
    for question in assessor.knowledge.questions.values():
        for value in moved_values(question, assessment):
            other: dict[str, Answer] = dict(answers)
            other[question.id] = replace(answers[question.id], value=value)
            moved = assessor.evaluate(other)
            linked = {name for one in matched_patterns(assessor, moved) for name in one.pillars}
            scores = score_pillars(assessor.knowledge, assessor, moved, linked)
            yield first_weak(scores, assessor.knowledge.pillars)


def _joint_in_json(diagnosis: Diagnosis) -> dict[str, bool]:
    return {one["id"]: one["joint"] for one in result(diagnosis)["pillars"]}
