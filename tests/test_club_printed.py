"""The club page as it is printed: every format, the command, and what a page promises."""

from __future__ import annotations

import json
import re
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pytest

from surefoot.engine.screening.finished import read_finished
from surefoot.reports.club.making import club_context
from surefoot.reports.club.writing import build_club
from surefoot.reports.printing import CLUB_EDITIONS, CLUB_FORMATS, Printing

from .support import axe, needs, page_text, verapdf
from .support.clubs import club, quick
from .support.command_line import Command, runner_of
from .support.finished_screenings import write_screening
from .support.page_text import Page
from .support.sample_runners import DAY, NASTY_NAME

if TYPE_CHECKING:
    from pathlib import Path

_FURNITURE = {"Page", *(str(number) for number in range(1, 100))}
_CAUSAL = re.compile(
    r"because you|thanks to|led to|leads to|improved by|as a result|due to|risk of injury is",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A club in which one has an unpleasant name."""
    people = {f"{NASTY_NAME} {id_}": one for id_, one in club().items()}
    return write_screening(tmp_path_factory.mktemp("club") / "out", people)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An earlier screening of some of them."""
    people = dict(list(club().items())[:20])
    day = "2026-05-03T18:00:00+02:00"
    return write_screening(tmp_path_factory.mktemp("before") / "out", people, screened=day)


@pytest.fixture(scope="module")
def pages(folder: Path, before: Path) -> dict[tuple[str, str], bytes]:
    """Both editions in all formats."""
    built = {}
    for edition in CLUB_EDITIONS:
        printing = Printing(date=DAY, edition=edition)
        screenings = read_finished(folder), read_finished(before)
        context = club_context(*screenings, quick().knowledge, printing)
        for format_ in CLUB_FORMATS:
            one = build_club(context, format_, printing)
            assert one.warning == ""
            built[edition, format_] = one.data
    return built


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch, "club")


@pytest.mark.parametrize("edition", CLUB_EDITIONS)
def test_page_and_pdf_say_the_same_words(
    pages: dict[tuple[str, str], bytes], tmp_path: Path, edition: str
) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    file = tmp_path / "c.pdf"
    file.write_bytes(pages[edition, "pdf"])
    page = Page(pages[edition, "html"].decode()).text
    in_pdf = page_text.words(page_text.pdf_text(file))
    joined = page_text.joined(page) & in_pdf
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined)} == set()
    assert in_pdf - page_text.words(page) - joined <= _FURNITURE


def test_text_is_no_wider_than_a_terminal(pages: dict[tuple[str, str], bytes]) -> None:
    for edition in CLUB_EDITIONS:
        assert max(map(len, pages[edition, "txt"].decode().splitlines())) <= 80


def test_no_format_gives_a_cause(pages: dict[tuple[str, str], bytes]) -> None:
    for edition in CLUB_EDITIONS:
        for format_ in ("html", "md", "txt"):
            assert _CAUSAL.search(Page(pages[edition, format_].decode()).text) is None


def test_only_the_coach_reads_ids(pages: dict[tuple[str, str], bytes]) -> None:
    for format_ in ("html", "md", "txt", "json"):
        assert b"runner-0" not in pages["runner", format_]
        assert b"runner-0" in pages["coach", format_]
    assert b"<b>" not in pages["coach", "html"]


def test_the_pictures_say_all_their_numbers(pages: dict[tuple[str, str], bytes]) -> None:
    page = pages["runner", "html"].decode()
    said = json.loads(pages["runner", "json"])["spreads"]
    for name in ("spread", "spread-narrow"):
        words = re.search(rf'<desc id="{name}-words">(.*?)</desc>', page)
        assert words is not None
        assert words[1] == " ".join(said)


def test_a_pdf_carries_its_data_and_names_its_kind(pages: dict[tuple[str, str], bytes]) -> None:
    with pikepdf.open(BytesIO(pages["runner", "pdf"])) as pdf:
        assert len(pdf.pages) <= 3
        assert str(pdf.docinfo.Title) == "Runner foundations club page"
        assert pdf.attachments["club.json"].get_file().read_bytes() == pages["runner", "json"]


def test_a_pdf_keeps_its_two_standards(pages: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    file = tmp_path / "c.pdf"
    file.write_bytes(pages["coach", "pdf"])
    assert verapdf.validate(file, ["ua1", "3a"]) == []


def test_a_page_breaks_no_rule(pages: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    page = tmp_path / "c.html"
    page.write_bytes(pages["coach", "html"])
    assert axe.violations(page) == []


# --- the command


def test_the_command_writes_private_files(folder: Path, tmp_path: Path, command: Command) -> None:
    run = command(str(folder), "-o", str(tmp_path), "--edition", "coach", "--date", "2026-11-23")
    assert run.code == 0, run.err
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == ["club-coach.html", "club-coach.pdf"]
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}


def test_the_command_prints_text_without_a_folder(
    folder: Path, before: Path, command: Command
) -> None:
    run = command(str(folder), "--since", str(before))
    assert run.code == 0
    assert "WHICH WORKSHOP COULD SERVE MOST" in run.out
    assert "SINCE THE EARLIER SCREENING" in run.out


def test_the_same_input_gives_the_same_bytes(
    folder: Path, before: Path, pages: dict[tuple[str, str], bytes]
) -> None:
    printing = Printing(date=DAY, edition="runner")
    screenings = read_finished(folder), read_finished(before)
    again = club_context(*screenings, quick().knowledge, printing)
    for format_ in ("html", "json"):
        assert build_club(again, format_, printing).data == pages["runner", format_]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--edition", "coahc"], "did you mean coach?"),
        (["-f", "pdf"], "add -o DIR"),
        (["--since", "nowhere"], "there is no finished screening in this folder"),
        (["--paper", "a3"], "did you mean a4?"),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, command: Command, words: list[str], said: str
) -> None:
    run = command(str(folder), *words)
    assert run.code == 2
    assert said in run.err
    assert "Traceback" not in run.err
