"""The handover: what must not read as leave to go on, and what others added to the report."""

from __future__ import annotations

import io
import subprocess
from functools import cache
from typing import TYPE_CHECKING

import pikepdf
import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.shipped import SHIPPED
from surefoot.reports.comparison.making import comparison_context
from surefoot.reports.handover.making import handover_context
from surefoot.reports.house.coach_file import read_coach_words
from surefoot.reports.house.house_file import read_house
from surefoot.reports.printing import Printing
from surefoot.reports.referral import see_someone
from surefoot.reports.sources import Sources
from surefoot.reports.writing import build

from .support import logos, needs, page_text, verapdf
from .support.comparisons import NEW_DAY, OLD_DAY, side
from .support.page_text import Page
from .support.sample_runners import DAY, RUNNERS, assessor, diagnosis

if TYPE_CHECKING:
    from pathlib import Path

_HANDOVER = Printing(date=DAY, edition="handover")
_TEXTS = ("html", "md", "txt")
_SELF_CARE = ("look after it yourself", "look after this yourself", "looked after by the runner")
_MILD_TOO = (  # referred, and with a flag that alone would be looked after at home
    "groin-pain-on-some-nights", "heart-disease-and-a-new-start", "pulled-calf-on-blood-thinners",
)  # fmt: skip
_HOUSE = """\
name: Mill Lane Running and Physiotherapy
contact: [12 Mill Lane, Leeds, "0113 496 0123", "hello@stride.example"]
logo: logo
"""


@cache
def _person(name: str) -> Diagnosis:
    path = SHIPPED / "runners" / f"{name}.yaml"
    return diagnose(assessor(), read_answers(path, assessor().knowledge).answers)


def _made(found: Diagnosis, format_: str, printing: Printing = _HANDOVER) -> str:
    text = build(found, format_, printing).data.decode()
    return " ".join((Page(text).text if format_ == "html" else text).split())


@pytest.mark.parametrize("runner", RUNNERS)
def test_open_safety_questions_go_before_the_advice(runner: str) -> None:
    found = diagnosis(runner)
    is_open = bool(found.is_safety_open or found.undecided_flags)
    said = "Answer the open safety questions before you start it."
    shown = handover_context(found, _HANDOVER).advised.mode
    assert (said in shown) is (is_open and found.plan.shown)


def test_keep_going_does_not_stand_alone_where_nothing_was_answered() -> None:
    for format_ in _TEXTS:
        text = _made(diagnosis("empty"), format_)
        assert "no pillar is known to be weak. The runner was told: “Answer the open" in text


@pytest.mark.parametrize("name", _MILD_TOO)
def test_a_referral_never_says_look_after_it_yourself(name: str) -> None:
    found = _person(name)
    mild = [one for one in found.flags if one.warn.tier == "D"]
    assert mild
    assert not found.plan.shown
    box = see_someone(found, Sources(found.knowledge))
    assert not {one.rule for one in box.flags} & {one.rule.id for one in mild}
    for edition in ("runner", "coach", "handover"):
        text = _made(found, "txt", Printing(date=DAY, edition=edition)).lower()
        assert [words for words in _SELF_CARE if words in text] == []


def test_a_mild_flag_stays_a_finding_for_the_clinician() -> None:
    found = _person(_MILD_TOO[0])
    flags = handover_context(found, _HANDOVER).flags
    assert [one.rule for one in flags] == [one.rule.id for one in found.flags]
    assert {one.way for one in flags if one.tier == "D"} == {"To be mentioned as well"}
    assert "D to be mentioned as well." in _made(found, "html")
    free = _person("sore-kneecap-at-seventeen")
    assert "D looked after by the runner." in _made(free, "html")


def test_a_comparison_with_a_referral_does_not_say_it_either() -> None:
    sides = side({}, OLD_DAY), side(_MILD_TOO[0], NEW_DAY)
    rows = comparison_context(*sides, Printing(date=NEW_DAY)).concluded
    assert "To be mentioned as well" in {one.after for one in rows}
    assert "Look after it yourself" not in {one.after for one in rows}


def test_where_nothing_hurts_that_is_said_in_plain_words() -> None:
    assert (
        handover_context(diagnosis("weak"), _HANDOVER).sore == "No sore muscle or joint reported."
    )
    assert handover_context(diagnosis("empty"), _HANDOVER).sore == "Where it hurts: not asked."
    unsure = handover_context(diagnosis("unknown"), _HANDOVER).sore
    assert unsure.startswith("Where it hurts: ")


# --- what others added


def _coached(folder: Path, note: str = "") -> Printing:
    file = folder / "jo.yaml"
    action = diagnosis("weak").actions[1].advice.id
    file.write_text(
        f"by: Jo Smith, physiotherapist\ndate: 2026-11-23\n{note}overrides:\n"
        f"  - action: {action}\n    instead: Seated raises, 3 sets of 15.\n"
        "    reason: A sore heel.\n",
        encoding="utf-8",
    )
    return Printing(date=DAY, edition="handover", coach=read_coach_words(file))


@pytest.mark.parametrize("format_", _TEXTS)
def test_what_a_coach_wants_instead_is_said(tmp_path: Path, format_: str) -> None:
    found, printing = diagnosis("weak"), _coached(tmp_path)
    title = found.actions[1].advice.title
    said = f"Instead of {title}: Seated raises, 3 sets of 15, Jo Smith, physiotherapist."
    assert handover_context(found, printing).coach_said == (said,)
    assert "Seated raises, 3 sets of 15, Jo Smith" in _made(found, format_, printing)


def test_a_note_is_named_and_not_repeated(tmp_path: Path) -> None:
    printing = _coached(tmp_path, "note: Three easy runs.\n")
    text = _made(diagnosis("weak"), "txt", printing)
    assert "a note to the runner, by Jo Smith, physiotherapist, 23 November 2026." in text
    assert "Three easy runs" not in text


@pytest.fixture
def with_house(tmp_path: Path) -> bytes:
    (tmp_path / "logo").write_bytes(logos.png(400, 120))
    (tmp_path / "house.yaml").write_text(_HOUSE, encoding="utf-8")
    house = read_house(tmp_path / "house.yaml")
    printing = Printing(date=DAY, edition="handover", house=house, coach=_coached(tmp_path).coach)
    return build(diagnosis("weak"), "pdf", printing).data


def test_a_house_leaves_title_and_date_on_one_line(tmp_path: Path, with_house: bytes) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    path = tmp_path / "h.pdf"
    path.write_bytes(with_house)
    command = ["pdftotext", "-layout", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    top = [" ".join(one.split()) for one in text.splitlines()][:3]
    assert any("foundations handover, 23 November 2026" in one for one in top)
    assert any("12 Mill Lane · Leeds · 0113 496 0123" in one for one in top)
    with pikepdf.open(io.BytesIO(with_house)) as made:
        assert len(made.pages) == 1


def test_a_handover_with_a_house_keeps_its_two_standards(tmp_path: Path, with_house: bytes) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    path = tmp_path / "h.pdf"
    path.write_bytes(with_house)
    assert verapdf.validate(path, ["ua1", "3a"]) == []
