"""A coach's own words: their file, and how a report shows them as the coach's."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import pytest

from surefoot.engine.errors import UsageError, format_problems
from surefoot.engine.result import result
from surefoot.engine.shipped import SHIPPED
from surefoot.reports.context import report_context
from surefoot.reports.house.coach_file import (
    LONGEST_NOTE,
    CoachWords,
    read_coach_words,
    words_that_fit,
)
from surefoot.reports.house.shapes import OwnText
from surefoot.reports.pdf import build_pdf
from surefoot.reports.printing import Printing
from surefoot.reports.render import render
from surefoot.reports.writing import build

from .support import axe, needs, page_text, repository, verapdf
from .support.command_line import Command, runner_of
from .support.page_text import Page
from .support.sample_runners import DAY, FULL, REFERRED, diagnosis

_BY = "Jo Smith, physiotherapist"
_DATE = "23 November 2026"
_NOTE = "by: Jo Smith, physiotherapist\ndate: 2026-11-23\nnote: Three easy runs a week.\n"
_PAGE = repository.ROOT / "docs" / "howto" / "print-for-a-client.md"
_EXAMPLE = str(SHIPPED / "runners" / "example.yaml")
_NASTY = (
    '#panic("x") *b* _e_ $x^2$ <script>alert(1)</script> {{ 7*7 }} << 1 >> [l](http://x.y) \\ "'
)


def _first_action(runner: str) -> str:
    return diagnosis(runner).actions[0].advice.id


def _override(action: str, instead: str = "Walk.", reason: str = "It hurts.") -> str:
    return f"overrides:\n  - action: {action}\n    instead: '{instead}'\n    reason: '{reason}'\n"


def _words(folder: Path, text: str) -> CoachWords:
    (folder / "jo.yaml").write_text(text, encoding="utf-8")
    return read_coach_words(folder / "jo.yaml")


def _made(runner: str, format_: str, words: CoachWords) -> str:
    return build(diagnosis(runner), format_, Printing(date=DAY, coach=words)).data.decode()


def test_words_are_read_whole(tmp_path: Path) -> None:
    text = _NOTE.replace("Three easy", "|\n  One\n  line.\n\n  Three easy") + _override("a")
    words = _words(tmp_path, text)
    assert (words.by, words.date) == (_BY, datetime.date(2026, 11, 23))
    assert words.note == ("One line.", "Three easy runs a week.")
    (one,) = words.overrides
    assert (one.action, one.instead, one.reason) == ("a", "Walk.", "It hurts.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("by: Jo", "'by' is a name and a profession, with a comma between"),
        ('by: "Jo, "', "'by' is a name and a profession"),
        (f"by: J, {'x' * 100}", "'by' has 103 characters, and 100 are accepted"),
        ("note: a", "the field 'by' is missing"),
        ("note: a", "the field 'date' is missing"),
        (_NOTE.replace("2026-11-23", "23.11.2026"), "2:7: error KB153 bad-value: 'date':"),
        (_NOTE.replace("2026-11-23", "2026-02-30"), "'2026-02-30' is no day"),
        (_NOTE.replace("2026-11-23", "20261123"), "write it like 2026-11-23"),
        (_NOTE.replace("2026-11-23", "1026-11-23"), "is not between 2000-01-01 and 2099-12-31"),
        (_NOTE.replace("note", "noet"), "did you mean note?"),
        (_NOTE.partition("note")[0], "neither a note nor an override"),
        (_NOTE.replace("Three", "x" * 1_500), "'note' has 1,518 characters, and 1,500"),
        (_NOTE.replace("Three easy runs a week.", '"\u200b"'), "'note': no page can show this"),
        (_NOTE + "overrides: all", "'overrides': a list is expected here"),
        (_NOTE + "overrides: [a]", "fields are expected here"),
        (_NOTE + "overrides: [{action: a, insted: b, reason: c}]", "did you mean instead?"),
        (_NOTE + "overrides: [{action: a, instead: b}]", "the field 'reason' is missing"),
        (_NOTE + _override("a", "x" * 301), "'instead' has 301 characters, and 300"),
        (_NOTE + _override("a") + _override("a").partition("\n")[2], "'a' is overridden twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        _words(tmp_path, text)
    found = format_problems(raised.value.problems)
    assert said in found
    assert "jo.yaml:" in found


@pytest.mark.parametrize(
    ("runner", "action", "said"),
    [
        ("weak", "", "is not among this runner's first actions"),
        ("weak", "x", "did you mean {first}? first actions: {first}, "),
        ("referral", "", "this runner gets no actions, so there is no 'rest-more' to override"),
    ],
)
def test_an_override_is_of_a_first_action(
    tmp_path: Path, runner: str, action: str, said: str
) -> None:
    first = _first_action("weak")
    words = _words(tmp_path, _NOTE + _override(f"{first}{action}" if action else "rest-more"))
    kept, problems = words_that_fit(words, diagnosis(runner))
    found = format_problems(problems)
    assert said.format(first=first) in found
    assert "jo.yaml:5:13: error US104" in found
    assert kept == dataclasses.replace(words, overrides=())
    for format_ in ("html", "json"):
        assert _made(runner, format_, words) == _made(runner, format_, kept)


@pytest.mark.parametrize("format_", ["html", "md", "txt"])
@pytest.mark.parametrize("runner", [*FULL, *REFERRED])
def test_the_note_stands_signed_after_the_box_and_never_before_it(
    tmp_path: Path, runner: str, format_: str
) -> None:
    text = _made(runner, format_, _words(tmp_path, _NOTE))
    text = " ".join((Page(text).text if format_ == "html" else text).split())
    box = text.lower().index("see someone first?")
    caveat = text.index("This tool cannot rule these out.")
    note = text.lower().index("a note from")
    assert box < caveat < note
    assert note < text.index("Three easy runs a week.") < text.index(f"Signed: {_BY}")
    assert re.search(rf"Signed: {_BY}\s?, {_DATE}", text)


@pytest.mark.parametrize("runner", REFERRED)
def test_a_note_brings_no_plan_into_a_referral(tmp_path: Path, runner: str) -> None:
    text = _made(runner, "txt", _words(tmp_path, _NOTE)).lower()
    assert not any(one in text for one in ("eight weeks", "exercise sheet", "do this first"))


@pytest.mark.parametrize("format_", ["html", "md", "txt"])
def test_an_override_stands_beside_what_surefoot_suggests(tmp_path: Path, format_: str) -> None:
    words = _words(tmp_path, _NOTE + _override(_first_action("weak")))
    text = _made("weak", format_, words)
    text = " ".join((Page(text).text if format_ == "html" else text).split())
    text = text.replace("INSTEAD", "Instead").replace("*", "").replace(" ,", ",")
    action = diagnosis("weak").actions[0]
    assert f"Instead, {_BY}, {_DATE}: Walk. Reason: It hurts." in text
    assert f"Surefoot suggests: {action.text[:40]}" in text
    assert text.count("Instead, ") == 1
    assert text.count(f"gives other advice on: {action.advice.title}.") == 2  # weeks and sheet


@pytest.mark.parametrize("runner", ["weak", "sore", "hold"])
def test_overrides_change_nothing_that_was_worked_out(tmp_path: Path, runner: str) -> None:
    words = _words(tmp_path, _NOTE + _override(_first_action(runner)))
    before = result(diagnosis(runner))
    usual, own = (
        report_context(diagnosis(runner), Printing(date=DAY, coach=one)) for one in (None, words)
    )
    assert result(diagnosis(runner)) == before
    assert (own.see_someone, own.plan, own.sheet) == (usual.see_someone, usual.plan, usual.sheet)
    assert build(diagnosis(runner), "json", Printing(date=DAY, coach=words)) == build(
        diagnosis(runner), "json", Printing(date=DAY)
    )


def _long(tmp_path: Path) -> CoachWords:
    parts = [_NASTY, "Good 👍🏽", "مرحبا يا آنا، ثلاث جولات سهلة (3 km).", "שלום"]
    rest = LONGEST_NOTE - sum(map(len, parts))
    parts.append(("Łukasz, Ελένη, Юлія. " * 100)[:rest].strip())
    note = "".join(f"  {part}\n\n" for part in parts)
    head = f"by: '{_NASTY}, physio'\ndate: 2026-11-23\nnote: |\n{note}"
    return _words(tmp_path, head + _override(_first_action("weak"), _NASTY, "مرحبا"))


def test_every_word_prints_as_itself_on_the_page(tmp_path: Path) -> None:
    html = _made("weak", "html", _long(tmp_path))
    page = Page(html)
    assert page.all("script") == []
    assert page.unclosed == []
    assert page.text.count(_NASTY) == 7  # title, note, signature, who and what instead, 2 reminders
    assert "Good 👍🏽" in page.text
    directions = [one.get("dir") for one in page.all("p") if "dir" in one]
    assert directions == ["ltr", "ltr", "rtl", "rtl", "ltr"]


def test_every_word_prints_as_itself_in_markdown_and_text(tmp_path: Path) -> None:
    words = _long(tmp_path)
    markdown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", _made("weak", "md", words))
    assert markdown.count(_NASTY) == 7
    assert "<script>" not in _made("weak", "md", words)
    assert _NASTY[:40] in " ".join(_made("weak", "txt", words).split())


def test_the_direction_is_that_of_the_first_letter(tmp_path: Path) -> None:
    note = report_context(diagnosis("weak"), Printing(date=DAY, coach=_long(tmp_path))).coach_note
    assert note is not None
    assert OwnText(text="שלום", direction="rtl") in note.paragraphs


@pytest.mark.parametrize("runner", ["weak", "referral"])
def test_a_pdf_with_words_keeps_its_standards_and_says_the_same(
    tmp_path: Path, runner: str
) -> None:
    if reason := verapdf.why_not_available() or page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    long = " ".join(["Ring me, Łukasz."] * 80)
    nasty = f"{_NOTE.partition('note')[0]}note: |\n  {_NASTY}\n\n  {long}\n"
    action = _override(_first_action("weak"), _NASTY) if runner == "weak" else ""
    words = _words(tmp_path, nasty + action)
    printing = Printing(date=DAY, coach=words, paper="letter")
    built = build(diagnosis(runner), "pdf", printing)
    assert built.warning == ""
    path = tmp_path / "report.pdf"
    path.write_bytes(built.data)
    assert verapdf.validate(path, ["ua1", "3a"]) == []
    in_pdf = page_text.pdf_text(path)
    assert _NASTY in in_pdf
    page = Page(build(diagnosis(runner), "html", printing).data.decode()).text
    joined = page_text.joined(page)
    missing = page_text.words(page) - page_text.words(in_pdf)
    assert {word for word in missing if not any(word in one for one in joined)} == set()


def test_a_note_breaks_over_pages(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    note = " ".join(f"word{number}" for number in range(200))
    words = _words(tmp_path, _NOTE.replace("Three easy runs a week.", note))
    context = report_context(diagnosis("referral"), Printing(date=DAY, coach=words))
    split = 0
    for lines in (15, 25, 35, 45):  # of something else before it
        pushed = dataclasses.replace(context, lead="Words that take a line of the page. " * lines)
        path = tmp_path / "report.pdf"
        path.write_bytes(build_pdf(render(pushed, "typst"), (), date=DAY).data)
        pages = [set(re.findall(r"\bword\d+", one)) for one in page_text.pdf_pages(path)]
        assert len(set.union(*pages)) == 200
        split += sum(bool(one) for one in pages) > 1
    assert split


def test_the_longest_note_with_every_script_is_printed(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    path = tmp_path / "report.pdf"
    printing = Printing(date=DAY, coach=_long(tmp_path))
    path.write_bytes(build(diagnosis("weak"), "pdf", printing).data)
    assert "Юлія" in page_text.pdf_text(path)


def test_axe_finds_nothing_on_a_page_with_words(tmp_path: Path) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    path = tmp_path / "report.html"
    path.write_text(_made("weak", "html", _long(tmp_path)), encoding="utf-8")
    assert axe.violations(path) == []


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    return runner_of(capsys, monkeypatch)


def test_a_wrong_file_is_a_usage_error(run: Command) -> None:
    Path("jo.yaml").write_text(_NOTE + _override("rest-mroe"))
    both = run("report", _EXAMPLE, "--coach", "no.yaml", "--house", "none.yaml")
    assert both.code == 2
    assert [name in both.err for name in ("no.yaml: error", "none.yaml: error")] == [True, True]
    done = run("report", _EXAMPLE, "--coach", "jo.yaml", "-f", "json")
    assert (done.code, done.out) == (2, "")
    assert "jo.yaml:5:13: error US104 unknown-name: 'rest-mroe' is not among" in done.err


_BLOCK = re.compile(
    r"^<!-- file: (?P<file>\S+) -->\n```yaml\n(?P<yaml>.*?)^```$"
    r'|^<!-- replace in (?P<changed>\S+): "(?P<old>.*?)" by "(?P<new>.*?)" -->$'
    r"|^```console\n\$ (?P<command>.*?)\n(?P<answer>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


def test_the_page_in_docs_is_true(run: Command) -> None:
    commands = 0
    for block in _BLOCK.finditer(_PAGE.read_text(encoding="utf-8")):
        if block["file"]:
            Path(block["file"]).write_text(block["yaml"], encoding="utf-8")
        elif block["changed"]:
            path = Path(block["changed"])
            path.write_text(path.read_text().replace(block["old"], block["new"]))
        else:
            commands += 1
            program, *args = block["command"].split()
            assert program == "surefoot"
            done = run(*(_EXAMPLE if one.endswith("example.yaml") else one for one in args))
            lines = [re.escape(one) for one in block["answer"].splitlines()]
            pattern = "\n".join(lines).replace("…", r"(?:.|\n)*?") + "\n"
            assert re.fullmatch(pattern, done.out + done.err), done.out + done.err
    assert commands == 3
