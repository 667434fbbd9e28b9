"""What a comparison says first where a place hurts, what it accuses nobody of, and of whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.reports.comparison.making import comparison_context
from surefoot.reports.comparison.shapes import ComparisonContext
from surefoot.reports.comparison.writing import build_comparison
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support import needs, page_text
from .support.command_line import Command, runner_of
from .support.comparisons import EXAMPLE, NEW_DAY, OLD_DAY, TRAINED, side

_PRINTING = Printing(date=NEW_DAY)
_SHIN = "sore-line-on-the-shin"
_RUNNING = "symptom.shin.pain_running"


def _compared(
    before: dict[str, str], after: dict[str, str], person: str = "example"
) -> ComparisonContext:
    sides = side(before, OLD_DAY, person), side(after, NEW_DAY, person)
    return comparison_context(*sides, _PRINTING)


# --- what hurts comes first


def test_pain_that_changed_comes_before_any_pillar() -> None:
    one = _compared({_RUNNING: "3"}, {_RUNNING: "5", "recovery.sleep_hours": "9"}, _SHIN)
    assert one.headline == "Shin, pain on running: 3 of 10 before, 5 of 10 now."
    assert one.see_someone.tone == "soon"
    assert one.lead.startswith("See a physiotherapist or a sports doctor within two weeks.")
    assert one.lead.endswith("The box says why.")
    assert any("Strength" in text for text in one.summary)


def test_pain_that_stayed_is_said_too() -> None:
    one = _compared({}, {"recovery.sleep_hours": "9"}, _SHIN)
    assert one.headline.startswith("Shin, pain on running: ")
    assert one.headline.endswith(" of 10, as before.")


def test_a_place_that_is_sore_on_one_side_comes_first() -> None:
    new = _compared({}, {**TRAINED, "symptom.sites": "shin"})
    assert new.headline == "Shin: not sore before, sore now."
    gone = _compared({"symptom.sites": "shin"}, TRAINED)
    assert gone.headline == "Shin: sore before, not sore now."
    unknown = _compared({"symptom.sites": ""}, {**TRAINED, "symptom.sites": "shin"})
    assert unknown.headline == "Shin: not known before, sore now."
    for one in (new, gone, unknown):
        assert any("Strength" in text for text in one.summary)


def test_more_than_two_places_are_told_after_the_headline() -> None:
    one = _compared({}, {"symptom.sites": "shin, groin, calf"})
    assert one.headline.count("; ") == 1
    assert one.lead.startswith("Groin or front of the hip: not sore before, sore now.")


def test_a_flag_without_a_place_sends_on_before_it_tells_of_pillars() -> None:
    one = _compared({}, {}, "fifty-two-and-new")
    assert one.headline.startswith("Nothing changed")
    assert one.lead.startswith("See a ")
    other = _compared({}, {"recovery.sleep_hours": "9"}, "fifty-two-and-new")
    assert other.headline == one.lead
    assert other.lead == ""


def test_where_nothing_hurts_the_pillars_come_first() -> None:
    one = _compared({}, TRAINED)
    assert one.headline.startswith("Gear and shoes moved")
    assert one.lead == ""


# --- actions


def test_an_action_that_is_open_is_not_held_against_the_runner() -> None:
    fewer = {"strength.calf_raises_left": "8", "strength.calf_raises_right": "8"}
    nearer = {"strength.calf_raises_left": "12", "strength.calf_raises_right": "12"}
    for before, after, done, finding in (
        (
            fewer,
            nearer,
            "Still open, better than before",
            "better than before, still below the mark",
        ),
        (fewer, fewer, "Still open", "still so"),
    ):
        lines = {one.title: one for one in _compared(before, after).actions_done}
        calves = lines["Build up your calves"]
        assert calves.done == done
        assert calves.findings[0].endswith(finding)


# --- of whom


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"runner.sex": "male"}, "sex female before, male after"),
        ({"runner.age": "37"}, "age 38 years before, 37 years after"),
        ({"runner.age": "42"}, "age 38 years before, 42 years after"),
    ],
)
def test_two_people_are_noticed_without_names(changes: dict[str, str], said: str) -> None:
    same = {"runner.sex": "female", "runner.age": "38"}
    (note,) = _compared(same, {**same, **changes}).notes
    assert note == f"The two results may be of two people: {said}."


def test_one_runner_who_grew_older_is_no_two_people() -> None:
    assert _compared({"runner.age": "38"}, {"runner.age": "41"}).notes == ()
    assert _compared({"runner.age": "38"}, {"runner.age": ""}).notes == ()
    older, younger = side({"runner.age": "39"}, NEW_DAY), side({"runner.age": "38"}, OLD_DAY)
    (turned,) = comparison_context(older, younger, _PRINTING).notes
    assert "earlier day" in turned


# --- files and pages


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    Path("r.pdf").write_bytes(build(side({}, OLD_DAY).diagnosis, "pdf", _PRINTING).data)
    Path("named-otherwise").write_bytes(Path("r.pdf").read_bytes())
    return runner_of(capsys, monkeypatch)


@pytest.mark.parametrize("file", ["r.pdf", "named-otherwise"])
def test_a_pdf_is_told_how_to_give_its_result(run: Command, file: str) -> None:
    for made in (run("compare", file, str(EXAMPLE)), run("replay", file)):
        said = " ".join(made.err.split())
        assert made.code != 0
        assert "it is a PDF; the result of a report is attached to it: result.json" in said
        assert "pdfdetach -saveall FILE" in said
        assert "not JSON" not in said


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_what_comes_next_does_not_stand_alone_at_the_foot(tmp_path: Path, paper: str) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    for number in range(7):
        sites = {"symptom.sites": ", ".join(("shin", "groin", "calf", "heel", "midfoot")[:number])}
        changes = {**TRAINED, **(sites if number else {})}
        sides = side({}, OLD_DAY), side(changes, NEW_DAY)
        printing = Printing(date=NEW_DAY, paper=paper)
        built = build_comparison(*sides, "pdf", printing)
        path = tmp_path / "c.pdf"
        path.write_bytes(built.data)
        for page in page_text.pdf_pages(path):
            _, found, rest = page.partition("What comes next ")
            assert not found or "How much:" in rest


@pytest.mark.parametrize("person", ["example", _SHIN, "missed-periods-no-pain"])
def test_who_has_to_be_seen_reads_the_box_before_notes_and_summary(person: str) -> None:
    context = _compared({}, {"recovery.sleep_hours": "8"}, person)
    text = build_comparison(
        side({}, OLD_DAY, person),
        side({"recovery.sleep_hours": "8"}, NEW_DAY, person),
        "txt",
        _PRINTING,
    ).data.decode()
    box = text.index("SEE SOMEONE FIRST?")
    summary = text.index(" ".join(context.summary).split(".")[0][:40])
    assert (box < summary) is (context.see_someone.tone != "calm") is (person != "example")
