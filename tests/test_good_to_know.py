"""Notes: rules without points that fire are said, and move no number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.explaining import explain
from surefoot.engine.result import result
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support.sample_runners import DAY
from .support.small import diagnosed, flag, rule, small_base

if TYPE_CHECKING:
    from pathlib import Path

_POINTS = rule("p.points", "a.two < 5", 2, title="Points")
_FORMATS = ("html", "md", "txt")


def _note(name: str, when: str = "a.one < 5", *, claim: str = "", grade: str = "expert") -> str:
    text = rule(name, when, 0, title=name.partition(".")[2].capitalize())
    text = text.replace("grade: expert", f"grade: {grade}")
    return text + (f"    claim: {claim}\n" if claim else "")


_NOTES = (
    _note("p.plain"),
    _note("p.said", claim="More is more."),
    _note("p.disputed", grade="contested"),
    _note("p.myth", claim="All need 180 steps.", grade="contested"),
    _note("q.other", claim="Old shoes are bad.", grade="weak"),
    _note("c.context"),
    _note("p.quiet", "a.one > 5"),
)


def _base(folder: Path, *more: str, flags: tuple[str, ...] = ()) -> Assessor:
    return small_base(folder, *_NOTES, _POINTS, *more, flags=flags)


@pytest.fixture
def said(tmp_path: Path) -> Diagnosis:
    return diagnosed(_base(tmp_path), one="1", two="1")


def test_the_result_lists_all_that_fire(said: Diagnosis) -> None:
    data = result(said)
    assert data["notes"][1] == {
        "id": "p.said", "claim": "More is more.", "text": "Because of 1 of 10.",
        "grade": "expert", "evidence": ["expert"],
    }  # fmt: skip
    assert [one["id"] for one in data["notes"]] == [
        "p.plain", "p.said", "p.disputed", "p.myth", "q.other", "c.context",
    ]  # fmt: skip
    assert {one["id"]: one["points"] for one in data["rules"]}["p.said"] == 0


def test_no_number_moves_by_a_note(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    answers = {"one": "1", "two": "1"}
    with_notes = result(diagnosed(_base(tmp_path / "a"), **answers))
    without = result(diagnosed(small_base(tmp_path / "b", _POINTS), **answers))
    for part in ("pillars", "contexts", "headline", "actions", "plan", "next_measurement"):
        assert with_notes[part] == without[part]


def test_an_unanswered_question_of_a_note_widens_no_range(tmp_path: Path) -> None:
    score = diagnosed(_base(tmp_path), two="1").score("p")
    assert (score.low, score.high, score.decided, score.applicable) == (100, 100, 1, 1)


def test_a_report_prints_what_the_runner_does_and_then_what_people_say(said: Diagnosis) -> None:
    """All notes on the runner's own habits; of claims the disputed ones first."""
    context = report_context(said, Printing(date=DAY))
    by_pillar = {block.id: block for block in (*context.pillars, *context.contexts)}
    notes = [one.rule for one in by_pillar["p"].notes]
    assert notes == ["p.plain", "p.disputed", "p.myth", "p.said"]
    assert [one.rule for one in by_pillar["q"].notes] == ["q.other"]
    myth = by_pillar["p"].notes[2]
    assert (myth.claim, myth.how_sure, myth.sources) == (
        "All need 180 steps.", "studies disagree", "1",
    )  # fmt: skip
    assert [one.rule for one in by_pillar["p"].findings] == ["p.points"]


@pytest.mark.parametrize("format_", _FORMATS)
def test_every_format_says_what_people_say_and_what_is_known(said: Diagnosis, format_: str) -> None:
    text = " ".join(build(said, format_, Printing(date=DAY)).data.decode().split())
    text = text.replace('"', "“").replace("”", "“").replace("\\", "")
    assert "Good to know" in text
    assert "You may have heard: “All need 180 steps.“" in text
    assert text.index("All need 180") < text.index("More is more.")
    assert json.loads(build(said, "json", Printing(date=DAY)).data)["notes"]


def test_a_note_is_made_for_paper_too(said: Diagnosis) -> None:
    built = build(said, "pdf", Printing(date=DAY))
    assert built.data.startswith(b"%PDF")
    assert built.warning == ""


def test_of_what_people_say_three_claims_are_answered(tmp_path: Path) -> None:
    claims = [_note(f"p.claim-{number}", claim="So they say.") for number in range(5)]
    context = report_context(
        diagnosed(_base(tmp_path, *claims), one="1", two="1"), Printing(date=DAY)
    )
    (pillar,) = [one for one in context.pillars if one.id == "p"]
    notes = [one.rule for one in pillar.notes]
    assert notes == ["p.plain", "p.disputed", "p.myth", "p.said", "p.claim-0"]


@pytest.mark.parametrize("format_", _FORMATS)
def test_a_referral_page_has_no_notes(tmp_path: Path, format_: str) -> None:
    assessor = _base(tmp_path, flags=(flag("b", "a.five > 8"),))
    text = build(diagnosed(assessor, one="1", five="9"), format_, Printing(date=DAY)).data.decode()
    assert "Good to know" not in text


def test_a_note_is_explained(tmp_path: Path) -> None:
    assessor = _base(tmp_path)
    told = explain(diagnosed(assessor, one="1"), "p.myth")
    assert told.outcome == "fires"
    assert told.sentences == (
        "People often say: “All need 180 steps.”",
        "Because of 1 of 10.",
        "When it fires: it is said under Pillar P, and gives no points.",
    )
    assert "p.myth" not in str(explain(diagnosed(assessor, one="1"), "p"))


def test_a_base_of_notes_alone_has_no_score(tmp_path: Path) -> None:
    diagnosis = diagnosed(small_base(tmp_path, *_NOTES), one="1")
    assert diagnosis.score("p").deficit is None
    assert len(diagnosis.notes) == 6
    assert diagnose(Assessor(diagnosis.knowledge), {}).notes == ()
