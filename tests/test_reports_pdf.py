"""The report as PDF: what it shows, what it carries, what it promises."""

from __future__ import annotations

import datetime
import json
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from surefoot.engine.answers import read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.result import result
from surefoot.reports import pdf
from surefoot.reports.pdf import MISSING_LETTERS, Attachment, build_pdf
from surefoot.reports.printing import Printing
from surefoot.reports.render import typst_literal
from surefoot.reports.writing import build

from .support import needs, page_text, verapdf
from .support.page_text import Page
from .support.sample_runners import DAY, NASTY_NAME, REFERRED, RUNNERS, assessor, diagnosis

if TYPE_CHECKING:
    from pathlib import Path

_FURNITURE = {"Page", *(str(number) for number in range(1, 100))}  # of pages and of lists


@pytest.fixture
def _pdftotext() -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)


def _file(folder: Path, runner: str, name: str = "") -> Path:
    built = build(diagnosis(runner, name), "pdf", Printing(date=DAY))
    assert built.warning == ""
    path = folder / f"{runner}.pdf"
    path.write_bytes(built.data)
    return path


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_pdf_has_language_title_author_tags_and_no_script(tmp_path: Path, runner: str) -> None:
    with pikepdf.open(_file(tmp_path, runner, "Łukasz Żółć")) as made:
        assert str(made.Root.Lang) == "en"
        assert str(made.docinfo.Title) == "Runner foundations report: Łukasz Żółć"
        assert str(made.docinfo.Author) == "Surefoot"
        assert str(made.docinfo.CreationDate).startswith("D:20261123")
        assert bool(made.Root.MarkInfo.Marked)
        assert bool(made.Root.ViewerPreferences.DisplayDocTitle)
        assert "/JavaScript" not in made.Root.get("/Names", {})


@pytest.mark.usefixtures("_pdftotext")
@pytest.mark.parametrize("runner", RUNNERS)
def test_page_and_pdf_say_the_same_words(tmp_path: Path, runner: str) -> None:
    html = build(diagnosis(runner, "Łukasz Żółć"), "html", Printing(date=DAY)).data.decode()
    page = Page(html).text
    in_pdf = page_text.words(page_text.pdf_text(_file(tmp_path, runner, "Łukasz Żółć")))
    joined = page_text.joined(page) & in_pdf
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined)} == set()
    assert in_pdf - page_text.words(page) - joined <= _FURNITURE


@pytest.mark.usefixtures("_pdftotext")
@pytest.mark.parametrize("name", [NASTY_NAME, "Łukasz Żółć", "Ελένη", "Юлія", "Ngô Bảo Châu"])
def test_a_name_prints_as_itself(tmp_path: Path, name: str) -> None:
    text = page_text.pdf_text(_file(tmp_path, "weak", name))
    assert f"For {name}, 23 November 2026" in text
    assert f"Exercise sheet for {name}" in text


@pytest.mark.usefixtures("_pdftotext")
@pytest.mark.parametrize("runner", REFERRED)
def test_a_referral_pdf_holds_no_plan(tmp_path: Path, runner: str) -> None:
    text = page_text.pdf_text(_file(tmp_path, runner))
    assert "See someone first?" in text
    assert re.search("Pillar by pillar|Your eight weeks|Do this first", text) is None


@pytest.mark.usefixtures("_pdftotext")
def test_page_numbers_count_up_to_the_last_page(tmp_path: Path) -> None:
    path = _file(tmp_path, "sore")
    with pikepdf.open(path) as made:
        count = len(made.pages)
    numbers = re.findall(r"Page (\d+) of (\d+)", page_text.pdf_text(path))
    assert numbers == [(str(number), str(count)) for number in range(1, count + 1)]


def test_answers_and_result_travel_inside(tmp_path: Path) -> None:
    with pikepdf.open(_file(tmp_path, "sore", NASTY_NAME)) as made:
        files = {name: made.attachments[name].get_file().read_bytes() for name in made.attachments}
    assert set(files) == {"answers.yaml", "result.json"}
    one = diagnosis("sore", NASTY_NAME)
    assert json.loads(files["result.json"]) == json.loads(json.dumps(result(one)))
    (tmp_path / "answers.yaml").write_bytes(files["answers.yaml"])
    again = read_answers(tmp_path / "answers.yaml", assessor().knowledge).answers
    assert {name: answer.value for name, answer in again.items()} == {
        name: answer.value for name, answer in one.answers.items()
    }


def test_no_answers_make_an_empty_mapping() -> None:
    assert format_answers({}) == "answers: {}\n"


def test_the_same_input_gives_the_same_bytes() -> None:
    first = build(diagnosis("sore"), "pdf", Printing(date=DAY))
    pdf._fonts.cache_clear()
    assert build(diagnosis("sore"), "pdf", Printing(date=DAY)) == first
    other = build(diagnosis("sore"), "pdf", Printing(date=DAY + datetime.timedelta(days=1)))
    assert other.data != first.data


@pytest.mark.parametrize("runner", ["sore", "referral", "empty"])
def test_a_pdf_keeps_its_two_standards(tmp_path: Path, runner: str) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    assert verapdf.validate(_file(tmp_path, runner, NASTY_NAME), ["ua1", "3a"]) == []


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Which fonts were asked for, on a machine without any of its own."""
    calls: list[bool] = []
    fonts = pdf._fonts

    def ours(*, only_ours: bool) -> typst.Fonts:
        calls.append(only_ours)
        return fonts(only_ours=True)

    monkeypatch.setattr(pdf, "_fonts", ours)
    return calls


@pytest.mark.usefixtures("_pdftotext")
def test_a_letter_that_no_font_has_gives_a_notice_and_a_warning(
    tmp_path: Path, asked: list[bool]
) -> None:
    built = build(diagnosis("weak", "李雷"), "pdf", Printing(date=DAY))
    named = f"{MISSING_LETTERS} A □ stands for each: U+674E, U+96F7."
    assert built.warning == f"{named} The attached answers have them. The HTML report is complete."
    assert asked[0]
    assert not any(asked[1:])
    path = tmp_path / "report.pdf"
    path.write_bytes(built.data)
    text = page_text.pdf_text(path)
    assert text.index("Knowledge base:") < text.index(MISSING_LETTERS) < text.rindex("Sources")


def test_the_fonts_of_the_machine_are_not_asked_for_usual_names(asked: list[bool]) -> None:
    build(diagnosis("weak", "Łukasz נועה محمد"), "pdf", Printing(date=DAY))
    assert asked == [True]


def test_a_fault_in_a_template_is_not_taken_for_a_missing_letter() -> None:
    with pytest.raises(typst.TypstError, match="unknown variable"):
        build_pdf("#nothing", (), date=DAY)


def test_an_attachment_with_quotes_and_lines_arrives_whole(tmp_path: Path) -> None:
    text = 'a: "b\\n"\n#panic()\n\ttab'
    one = Attachment(name="a.txt", text=text, mime_type="text/plain", description="d")
    source = '#set document(title: "T")\n#set text(font: "Noto Sans", lang: "en")\n= T\n'
    path = tmp_path / "a.pdf"
    path.write_bytes(build_pdf(source, (one,), date=DAY).data)
    with pikepdf.open(path) as made:
        assert made.attachments["a.txt"].get_file().read_bytes().decode() == text


@given(st.text())
def test_a_literal_never_ends_early(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\\n\r\t]|\\["\\nrt])*"', typst_literal(text))
