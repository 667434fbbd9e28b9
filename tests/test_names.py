"""Names in every script, with code in them, or far too long: shown as typed, never lost."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.vocabulary import Answer, State
from surefoot.reports import letters, pdf
from surefoot.reports.letters import BOX
from surefoot.reports.pdf import MISSING_LETTERS, build_pdf
from surefoot.reports.printing import Printing
from surefoot.reports.render import typst_literal
from surefoot.reports.sentences import printable
from surefoot.reports.writing import build

from .support import needs, page_text, verapdf
from .support.page_text import Page
from .support.sample_runners import DAY, assessor, diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import typst

    from surefoot.engine.diagnosis import Diagnosis

_OURS = {
    "Polish": "Łukasz Żółć-Gęślą",
    "Vietnamese": "Nguyễn Thị Ế",
    "Cyrillic": "Юлія Ђорђевић",
    "Greek": "Ελένη Σπύρου",
    "Hebrew": "נועה לוי",
    "Arabic": "محمد علي",
    "a lone mark": "\u0301Ann e\u0301",
    "right and left": "محمد Ann נועה 3",
    "markup": '<b>Ann</b> &amp; <script>alert("x")</script>',
    "Typst": '#panic("x") *b* $x^2$ @r `q` \\u{41} // c',
    "Jinja": "{{ 7*7 }} {% raw %} << 7*7 >> <# c #>",
    "Markdown": "# Ann [l](u) **b** | a | ![i](u) ~~s~~",
    "140 letters": "W" * 140,
    "140 letters, right to left": ("محمد علي " * 16)[:139] + "ي",
    "140 letters without a space, right to left": "שלום" * 35,
}
_NOT_OURS = {
    "Chinese": "李雷",
    "Korean": "김철수",
    "Thai": "สมชาย ใจดี",
    "Devanagari": "प्रिया शर्मा",
    "joined emoji": "🏃‍♀️ Ann 👩🏽‍🦰",
    "a flag": "Ann 🇦🇹",
    "a mark of another script": "א\u0e31 a\u20e3",
    "eight scripts": "Юлія Ελένη نور נועה สมชาย शर्मा 李 김",
    "140 letters, not ours": "李" * 140,
    "private use": "Ann \ue000\U0010fffd",
}
_ALL = {**_OURS, **_NOT_OURS}
_FOR_COACH = ("markup", "140 letters", "eight scripts")


def _each(names: dict[str, str]) -> list[Any]:
    """Every name in the runner's edition, and some in the coach's, which says the name again."""
    cases = [(name, "runner") for name in names] + [(n, "coach") for n in _FOR_COACH if n in names]
    return [pytest.param(names[name], edition, id=f"{name}-{edition}") for name, edition in cases]


@cache
def _named(name: str) -> Diagnosis:
    """A runner with this name, however long."""
    one = diagnosis("weak")
    answer = Answer(State.GIVEN, value=name, entered=name, shown=name)
    return diagnose(assessor(), {**one.answers, "runner.name": answer}, DAY)


def _text(name: str, format_: str, edition: str = "runner") -> str:
    built = build(_named(name), format_, Printing(date=DAY, edition=edition))
    assert built.warning == ""
    return built.data.decode()


@pytest.mark.parametrize(("name", "edition"), _each(_ALL))
def test_a_page_shows_the_name_as_typed(name: str, edition: str) -> None:
    html = _text(name, "html", edition)
    page = Page(html)
    assert page.unclosed == []
    assert page.all("script") == []
    shown = " ".join(page.text.split())
    assert shown.count(name) >= 2
    assert "<b>Ann" not in html


@pytest.mark.parametrize(("name", "edition"), _each(_ALL))
def test_markdown_shows_the_name_as_typed(name: str, edition: str) -> None:
    markdown = _text(name, "md", edition)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown).count(name) >= 2
    assert re.search(r"(?<!\\)<(b|script)", markdown) is None


@pytest.mark.parametrize(("name", "edition"), _each(_ALL))
def test_a_text_shows_the_name_in_80_columns(name: str, edition: str) -> None:
    text = _text(name, "txt", edition)
    assert "".join(text.split()).count("".join(name.split())) >= 2
    assert max(_columns(line) for line in text.splitlines()) <= 80


def _columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(one) in {"W", "F"} for one in line)
    return len(line) + wide


@pytest.mark.parametrize("name", _ALL.values(), ids=_ALL)
def test_result_and_calendar_hold_the_name_as_typed(name: str) -> None:
    assert json.loads(_text(name, "json"))["runner"]["runner.name"]["entered"] == name
    data = build(_named(name), "ics", Printing(date=DAY)).data
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    title = str(Calendar.from_ical(data)["X-WR-CALNAME"])
    assert re.sub(r"\\(.)", r"\1", title) == f"Surefoot plan: {name}"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The sizes of all sources compiled, on a machine without fonts of its own."""
    sizes: list[int] = []
    compile_, fonts = pdf._compile, pdf._fonts

    def counted(source: str, *args: object, **options: object) -> bytes:
        sizes.append(len(source))
        return compile_(source, *args, **options)  # type: ignore[arg-type]

    def ours(*, only_ours: bool) -> typst.Fonts:
        assert only_ours in {True, False}
        return fonts(only_ours=True)

    monkeypatch.setattr(pdf, "_compile", counted)
    monkeypatch.setattr(pdf, "_fonts", ours)
    yield sizes
    reports = [size for size in sizes if size > 20_000]
    assert len(reports) <= 2


def _pdf(folder: Path, name: str, edition: str) -> tuple[Path, str]:
    built = build(_named(name), "pdf", Printing(date=DAY, edition=edition))
    path = folder / "report.pdf"
    path.write_bytes(built.data)
    with pikepdf.open(path) as made:
        assert str(made.docinfo.Title) == f"Runner foundations report: {name}"
        answers = made.attachments["answers.yaml"].get_file().read_bytes().decode()
        result = made.attachments["result.json"].get_file().read_bytes()
    assert json.loads(result)["runner"]["runner.name"]["entered"] == name
    assert "runner.name" in answers
    return path, built.warning


def _printed(path: Path) -> str:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    return unicodedata.normalize("NFC", page_text.pdf_text(path))


@pytest.mark.parametrize(("name", "edition"), _each(_OURS))
def test_a_pdf_prints_a_name_that_our_fonts_hold(
    tmp_path: Path, compiled: list[int], name: str, edition: str
) -> None:
    path, warning = _pdf(tmp_path, name, edition)
    assert warning == ""
    assert len(compiled) == 1
    text = _printed(path)
    assert MISSING_LETTERS not in text
    expected = {one for one in unicodedata.normalize("NFC", name) if not one.isspace()}
    assert expected - set(unicodedata.normalize("NFKC", text) + text) == set()


@pytest.mark.parametrize(("name", "edition"), _each(_NOT_OURS))
@pytest.mark.usefixtures("compiled")
def test_a_pdf_names_each_letter_that_it_cannot_print(
    tmp_path: Path, name: str, edition: str
) -> None:
    path, warning = _pdf(tmp_path, name, edition)
    text = " ".join(_printed(path).split())
    notice = warning.removesuffix(" The HTML report is complete.")
    assert notice.startswith(MISSING_LETTERS)
    assert notice in text
    assert BOX in text
    codes = {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]{4,6})", notice)}
    assert codes
    assert codes <= set(name)
    shown = text.replace(notice, "")
    assert [one for one in codes if one in shown] == []
    kept = [one for one in name if one.isalpha() and one not in codes]
    if " more." not in notice:
        assert [one for one in kept if one not in unicodedata.normalize("NFKC", shown)] == []


@pytest.mark.parametrize("name", ["eight scripts", "joined emoji"])
@pytest.mark.usefixtures("compiled")
def test_a_pdf_with_boxes_keeps_its_two_standards(tmp_path: Path, name: str) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    path, _ = _pdf(tmp_path, _ALL[name], "runner")
    assert verapdf.validate(path, ["ua1", "3a"]) == []


@pytest.mark.parametrize("name", ["140 letters, right to left"])
def test_a_pdf_with_any_name_keeps_its_two_standards(tmp_path: Path, name: str) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    path, _ = _pdf(tmp_path, _ALL[name], "runner")
    assert verapdf.validate(path, ["ua1", "3a"]) == []


def test_a_long_name_stays_on_the_paper(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    path, _ = _pdf(tmp_path, "W" * 140, "runner")
    text = page_text.pdf_text(path)
    longest = max(re.findall("W+", text), key=len)
    assert len(longest) < 80
    with pikepdf.open(path) as made:
        pages = len(made.pages)
    assert text.count("W" * 10) >= 14 * pages  # in the foot of each page, whole


def test_the_same_letters_give_the_same_bytes(compiled: list[int]) -> None:
    first = build(_named("李"), "pdf", Printing(date=DAY))
    assert first.warning != ""
    compiled.clear()
    assert build(_named("李"), "pdf", Printing(date=DAY)) == first


_PAGE = '#set document(title: "T")\n#set text(font: "Noto Sans", lang: "en")\n'


@given(st.text(max_size=60).map(printable))
@settings(max_examples=150, deadline=None)
def test_any_name_at_all_ends_in_a_pdf(name: str) -> None:
    fonts = pdf._fonts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_fonts", lambda *, only_ours: fonts(only_ours=only_ours or True))
        made = build_pdf(
            f"{_PAGE}= For #{typst_literal(name)};\nA *{BOX}* #sys.inputs.notice", (), date=DAY
        )
    assert made.data.startswith(b"%PDF")
    named = re.findall(r"U\+([0-9A-F]+)", made.warning)
    assert {chr(int(code, 16)) for code in named} <= set(name)


def test_no_letter_gives_no_rule() -> None:
    assert letters.boxes_for(set()) == ""


def test_a_notice_is_short_when_many_letters_are_missing() -> None:
    notice = pdf._notice({chr(0x4E00 + place) for place in range(50)}, ())
    assert notice.endswith("U+4E0B and 38 more.")
    assert len(notice) < 200
