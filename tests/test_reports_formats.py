"""The report as page, Markdown, text and JSON."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from surefoot.engine.result import result
from surefoot.reports.charts.dot_plot import dot_plot
from surefoot.reports.charts.room_axis import Row
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.render import FORMATS, environment, markdown_text, render
from surefoot.reports.writing import build

from .support import chromium, needs, page_text
from .support.page_text import Page
from .support.sample_runners import DAY, FULL, NASTY_NAME, REFERRED, RUNNERS, diagnosis

_TEXTS = ("html", "md", "txt")
_NOT_ON_A_REFERRAL = ("Pillar by pillar", "Your eight weeks", "Exercise sheet")
_ACTIONS = {"weak": "do this first", "sore": "what you can do while you wait to be seen"}


def _made(runner: str, format_: str, name: str = "") -> str:
    return build(diagnosis(runner, name), format_, Printing(date=DAY)).data.decode()


@pytest.mark.parametrize("format_", [*_TEXTS, "json"])
@pytest.mark.parametrize("runner", RUNNERS)
def test_every_format_is_made_for_every_sort_of_runner(runner: str, format_: str) -> None:
    built = build(diagnosis(runner), format_, Printing(date=DAY))
    assert built.warning == ""
    assert len(built.data) > 1000


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        build(diagnosis("weak"), "docx", Printing(date=DAY))


def test_json_is_the_result() -> None:
    assert json.loads(_made("weak", "json")) == json.loads(json.dumps(result(diagnosis("weak"))))


@pytest.mark.parametrize("format_", _TEXTS)
@pytest.mark.parametrize("runner", REFERRED)
def test_a_referral_prints_no_plan_in_any_format(runner: str, format_: str) -> None:
    text = _made(runner, format_).lower()
    assert [part for part in _NOT_ON_A_REFERRAL if part.lower() in text] == []
    assert not any(title in text for title in _ACTIONS.values())


@pytest.mark.parametrize("runner", _ACTIONS)
@pytest.mark.parametrize("format_", _TEXTS)
def test_a_full_report_has_all_its_parts(format_: str, runner: str) -> None:
    text = _made(runner, format_).lower()
    assert [part for part in _NOT_ON_A_REFERRAL if part.lower() not in text] == []
    assert _ACTIONS[runner] in text


@pytest.mark.parametrize("format_", FORMATS)
def test_an_unknown_field_is_an_error(format_: str) -> None:
    opening, closing = FORMATS[format_].brackets[2:4]
    template = environment(format_).from_string(f"{opening} report.nothing {closing}")
    with pytest.raises(UndefinedError, match="nothing"):
        template.render(report=report_context(diagnosis("weak"), Printing(date=DAY)))


def test_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, 'tests/..');"
        "from surefoot.tests.support.sample_runners import DAY, diagnosis;"
        "from surefoot.reports.printing import FORMATS, Printing;"
        "from surefoot.reports.writing import build;"
        "print([hashlib.sha256(build(diagnosis(r), f, Printing(date=DAY)).data).hexdigest()"
        " for r in ('sore', 'referral', 'empty') for f in FORMATS])"
    )
    root = Path(__file__).resolve().parents[1]
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / ".src")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_a_nasty_name_prints_as_itself_on_the_page() -> None:
    html = _made("weak", "html", NASTY_NAME)
    assert "<b>&*" not in html
    assert f"<bdi>{'#panic(&#34;x&#34;) &lt;b&gt;&amp;*_$'}</bdi>" in html
    assert NASTY_NAME in Page(html).text


def test_a_nasty_name_prints_as_itself_in_markdown() -> None:
    markdown = _made("weak", "md", NASTY_NAME)
    assert "<b>" not in markdown
    assert NASTY_NAME in re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


def test_a_nasty_name_prints_as_itself_in_text() -> None:
    assert f"For {NASTY_NAME}, 23 November 2026" in _made("weak", "txt", NASTY_NAME)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- item", r"\- item"),
        ("12. item", r"12\. item"),
        ("a|b", r"a\|b"),
        ("two\nlines", "two lines"),
        ("https://x.y", r"https\://x.y"),
        ("a@b.c", r"a\@b.c"),
        ("form.cadence-low 2.5 km", "form.cadence-low 2.5 km"),
    ],
)
def test_markdown_is_escaped_where_it_would_be_read(text: str, escaped: str) -> None:
    assert markdown_text(text) == escaped


@pytest.mark.parametrize("runner", RUNNERS)
def test_text_is_at_most_80_columns_wide(runner: str) -> None:
    lines = _made(runner, "txt").splitlines()
    assert [line for line in lines if len(line) > 80 and " " in line.strip()] == []


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_page_is_well_formed_and_stands_alone(runner: str) -> None:
    html = _made(runner, "html")
    page = Page(html)
    assert page.unclosed == []
    assert page.all("script", "link", "img", "iframe", "object", "form") == []
    assert [a for _, a in page.elements if "src" in a or "style" in a] == []
    assert re.search(r"url\(|@import", html) is None
    links = [str(one.get("href")) for one in page.all("a")]
    ids = [f"#{one['id']}" for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))
    assert [one for one in links if not one.startswith("https://doi.org/")] == [
        one for one in links if one in ids
    ]


@pytest.mark.parametrize("runner", RUNNERS)
def test_headings_are_in_order_under_one_title(runner: str) -> None:
    page = Page(_made(runner, "html"))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("runner", FULL)
def test_every_table_head_has_its_scope_and_every_id_is_used_once(runner: str) -> None:
    page = Page(_made(runner, "html"))
    assert page.all("html") == [{"lang": "en"}]
    assert {one.get("scope") for one in page.all("th")} == {"col", "row"}
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    named = {one for _, a in page.elements for one in (a.get("aria-labelledby") or "").split()}
    assert named <= set(ids)


def _rows() -> list[Row]:
    return [
        Row(title="One & two", word="weak", css="weak", room=62, low=50, high=75, is_context=False),
        Row(title="Three", word="solid", css="solid", room=5, low=5, high=5, is_context=False),
        Row(
            title="Four", word="not enough answers", css="open", room=None, low=0, high=100,
            is_context=False,
        ),
        Row(title="Load", word="watch", css="watch", room=29, low=29, high=29, is_context=True),
    ]  # fmt: skip


def test_the_plot_repeats_all_numbers_in_words() -> None:
    assert dot_plot(_rows()).description == (
        "One & two: 62 of 100, weak, between 50 and 75. Three: 5 of 100, solid. "
        "Four: not enough answers, between 0 and 100. Load: 29 of 100, watch."
    )


@pytest.mark.parametrize("narrow", [False, True])
def test_the_plot_puts_dots_and_lines_where_the_numbers_are(*, narrow: bool) -> None:
    chart = dot_plot(_rows(), narrow=narrow)
    at = dict(zip([tick.text for tick in chart.ticks], [t.x for t in chart.ticks], strict=True))
    weak, solid, not_enough, load = chart.marks
    assert weak.dot is not None
    assert weak.line is not None
    assert at["60"] < weak.dot < at["80"]
    assert weak.line[0] < weak.dot < weak.line[1]
    assert solid.line is None
    assert (not_enough.dot, not_enough.line) == (None, (at["0"], at["100"]))
    assert load.rule_y is not None
    assert [mark.y for mark in chart.marks] == sorted(mark.y for mark in chart.marks)
    assert all(mark.y < chart.height for mark in chart.marks)


def test_the_plot_is_a_picture_with_a_size_and_escaped_names() -> None:
    module = environment("html").get_template("svg/dot_plot.j2").make_module({})
    svg = str(module.dot_plot(dot_plot(_rows())))  # type: ignore[attr-defined]
    page = Page(svg)
    attributes = page.all("svg")[0]
    assert page.unclosed == []
    assert attributes["role"] == "img"
    assert attributes["viewbox"] == f"0 0 {attributes['width']} {attributes['height']}"
    assert "One &amp; two" in svg


def test_the_page_prints_with_page_numbers(tmp_path: Path) -> None:
    if reason := chromium.why_not_available() or page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    page, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(_made("weak", "html"), encoding="utf-8")
    chromium.print_to_pdf(page, printed)
    assert "Page 1 of" in page_text.pdf_text(printed)


def test_render_knows_its_formats_only() -> None:
    with pytest.raises(KeyError):
        render(report_context(diagnosis("weak"), Printing(date=DAY)), "rtf")
