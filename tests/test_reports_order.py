"""What comes first on a report while somebody has to see the runner, and what stands beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support.golden import whole_person
from .support.page_text import Page
from .support.sample_runners import DAY

if TYPE_CHECKING:
    from surefoot.reports.shapes import ReportContext

_PEOPLE = sorted(one.stem for one in Path(__file__).parents[1].glob("knowledge/runners/*.yaml"))
_WHY = "would come first, but what the box above says limits it for now."
_MEANWHILE = "What you can do while you wait to be seen"
_BESIDE = "Also in your answers"
_TEXTS = ("html", "md", "txt")


def _context(person: str) -> ReportContext:
    return report_context(whole_person(person), Printing(date=DAY))


def _made(person: str, format_: str) -> str:
    return build(whole_person(person), format_, Printing(date=DAY)).data.decode()


def _words(text: str) -> str:
    return re.sub(r"[\s*#|>\\]+", " ", text)


@pytest.mark.parametrize("format_", _TEXTS)
def test_a_limited_first_pillar_is_named_before_what_can_be_done(format_: str) -> None:
    text = _made("fifty-two-and-new", format_)
    text = _words(Page(text).text if format_ == "html" else text)
    title = text.rindex(_MEANWHILE.upper() if format_ == "txt" else _MEANWHILE)
    assert title < text.index(f"Strength {_WHY}") < text.index("Count the distance of your shoes")


def test_it_is_said_only_where_a_flag_keeps_the_first_pillar_from_the_first_place() -> None:
    said = 0
    for person in _PEOPLE:
        diagnosis, context = whole_person(person), _context(person)
        if not context.actions_why:
            continue
        said += 1
        title = context.actions_why.split(" would come first")[0]
        (score,) = (
            one for one in (*diagnosis.pillars, *diagnosis.contexts) if one.pillar.title == title
        )
        assert not set(diagnosis.actions[0].rules) & set(score.fired), person
        assert any(flag.warn.plan != "unchanged" for flag in diagnosis.flags), person
    assert said


def test_a_runner_without_a_flag_reads_no_such_sentence() -> None:
    context = _context("example")
    assert (context.actions_title, context.actions_why) == ("Do this first", "")
    assert context.see_someone.beside_title == ""


@pytest.mark.parametrize("person", _PEOPLE)
def test_no_box_that_sends_to_somebody_says_look_after_it_yourself(person: str) -> None:
    box = _context(person).see_someone
    if box.tone == "calm":
        assert box.beside_title == ""
        return
    inside = [one for one in box.flags if not one.is_beside]
    assert inside
    assert not any("yourself" in one.way for one in box.flags)
    assert bool(box.beside_title) is (len(inside) < len(box.flags))


@pytest.mark.parametrize("format_", _TEXTS)
def test_what_needs_nobody_stands_below_the_box(format_: str) -> None:
    text = _made("answers-that-clash", format_)
    text = _words(Page(text).text if format_ == "html" else text)
    title = _BESIDE.upper() if format_ == "txt" else _BESIDE
    caveat, mild = (
        text.index("This tool cannot rule these out."),
        text.index("Mild pain that is no"),
    )
    assert caveat < text.index(title) < mild


def test_the_contents_lead_to_the_parts_and_words_are_those_of_their_titles() -> None:
    html = _made("example", "html")
    contents = re.search(r'<nav class="contents".*?</nav>', html, re.DOTALL)
    assert contents is not None
    links = re.findall(r'href="#([\w-]+)">(.*?)</a>', contents[0])
    assert len(links) == 7
    for name, words in links:
        part = re.search(rf'<h2 id="{name}">(.*?)</h2>', html)
        assert part is not None
        assert part[1].startswith(words)
