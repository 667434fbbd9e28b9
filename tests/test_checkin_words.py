"""What is said of a check-in, what the store gives of several, and their picture."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.check_in import (
    CheckIn,
    check_in_base,
    check_ins,
    open_check_in,
    read_check_in,
)
from surefoot.intake.check_in_words import tell
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.database import open_store
from surefoot.reports.charts.check_in_dots import MOST_DOTS, Week, check_in_dots
from surefoot.reports.render import environment

from .support.check_ins import (
    DAY,
    MILD,
    NO_RUNNING,
    NONE,
    SEVERE,
    SUBSTANTIAL,
    add_check_in,
    answers_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_WEEK = datetime.timedelta(weeks=1)


def _weeks(*each: Mapping[str, str]) -> list[CheckIn]:
    """Check-ins a week apart, the last one today."""
    first = DAY - _WEEK * (len(each) - 1)
    return [read_check_in(answers_of(one), first + _WEEK * at) for at, one in enumerate(each)]


def _text(*each: Mapping[str, str]) -> str:
    return "\n".join(tell(_weeks(*each)).lines())


def test_a_week_without_trouble_sends_nobody_anywhere() -> None:
    told = tell(_weeks(NONE))
    assert told.score.startswith("Trouble this week: 0 of 100.")
    assert (told.way, told.advice, told.changes, told.trend) == ("", (), (), "")
    assert told.due == "Next check-in: 30 November 2026."


def test_a_substantial_problem_is_named_with_what_to_do() -> None:
    told = tell(_weeks(SUBSTANTIAL))
    assert "substantial problem" in told.meaning
    assert told.way == "See a physiotherapist or a sports doctor within two weeks."
    assert any(one.startswith("What to tell them: ") for one in told.advice)


@pytest.mark.parametrize("words", [SEVERE, NO_RUNNING])
def test_what_cannot_wait_comes_first(words: Mapping[str, str]) -> None:
    assert next(tell(_weeks(words)).lines()) == "See a doctor within days."


def test_what_changed_since_the_last_time() -> None:
    told = tell(_weeks(SUBSTANTIAL, MILD))
    assert told.changes[0] == "On 16 November 2026 it was 50; now it is 26 less."
    assert "Running that was changed: then “Clearly”, now “Not at all”." in told.changes
    assert tell(_weeks(MILD, MILD)).changes == (
        "On 16 November 2026 it was 24; now it is the same.",
    )


def test_the_trend_is_a_line_of_text() -> None:
    trend = tell(_weeks(NONE, SUBSTANTIAL, MILD)).trend
    assert trend == "Your check-ins so far. 9 Nov: 0; 16 Nov: 50, substantial; 23 Nov: 24."


def test_mild_trouble_that_lasts_sends_to_somebody() -> None:
    assert tell(_weeks(MILD, MILD)).way == "Look after it yourself for now."
    assert "within two weeks" in tell(_weeks(MILD, MILD, MILD)).way
    assert tell(_weeks(MILD, NONE, MILD)).way == "Look after it yourself for now."
    long_ago = [read_check_in(answers_of(MILD), DAY - _WEEK * 10 * at) for at in (2, 1, 0)]
    assert tell(long_ago).way == "Look after it yourself for now."


def test_a_missing_answer_is_said() -> None:
    text = _text({"taking_part": "unknown"})
    assert "There is no number this week" in text
    assert "could change who should look" in text


def test_it_never_says_that_all_is_well() -> None:
    for words in (NONE, MILD, SUBSTANTIAL, SEVERE, NO_RUNNING, {}):
        assert "does not look for warning signs" in _text(words)
        assert not re.search(
            r"\bcause[sd]?\b|diagnos|risk|no warning sign", _text(words), re.IGNORECASE
        )


def test_the_store_gives_finished_check_ins_by_day(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    runner, other = store.add_runner("Sam"), store.add_runner("Kim")
    add_check_in(store, runner.id, MILD, DAY)
    add_check_in(store, runner.id, SUBSTANTIAL, DAY - _WEEK)
    add_check_in(store, runner.id, NO_RUNNING, None)
    add_check_in(store, other.id, NO_RUNNING, DAY)
    long = store.start(runner.id, base="Runner foundations", knowledge="x", depth=Depth.FULL)
    store.finish(long.id, DAY)
    found = [(one.day, one.score, one.is_substantial) for one in check_ins(store, runner.id)]
    assert found == [(DAY - _WEEK, 50, True), (DAY, 24, False)]
    add_check_in(store, runner.id, NONE, DAY)
    assert check_ins(store, runner.id)[-1].score == 0


def test_a_check_in_goes_on_the_same_day_only(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    runner = store.add_runner("Sam")
    add_check_in(store, runner.id, {"taking_part": "reduced"}, None)
    today = datetime.datetime.now().astimezone().date()
    assert list(open_check_in(store, runner, "", today).interview.answers) == ["week.taking_part"]
    assert not open_check_in(store, runner, "", today + _WEEK).interview.answers
    assert len(store.interviews(runner.id, check_in_base().name)) == 1


def _picture(*scores: int | None) -> ET.Element:
    weeks = [
        Week(day=DAY + _WEEK * at, score=one, is_substantial=(one or 0) > 40)
        for at, one in enumerate(scores)
    ]
    chart = check_in_dots(weeks)
    macro = environment("html").get_template("svg/check_in_dots.j2").module.check_in_dots  # type: ignore[attr-defined]
    return ET.fromstring(str(macro(chart)))  # noqa: S314  (ours)


def test_the_picture_has_a_sign_for_each_number_and_says_them() -> None:
    svg = _picture(0, None, 50, 24)
    names = [one.tag.rpartition("}")[2] for one in svg]
    assert (names.count("circle"), names.count("path")) == (2, 1)
    words = next(one.text or "" for one in svg if one.tag.endswith("desc"))
    assert words == (
        "0 on 23 November 2026, 50, a substantial problem, on 7 December 2026 and 24 on "
        "14 December 2026."
    )
    assert {"role", "width", "height", "viewBox"} <= set(svg.keys())


def test_one_number_is_no_picture_and_old_ones_leave_it() -> None:
    assert check_in_dots([Week(day=DAY, score=8, is_substantial=False)]) is None
    many = [Week(day=DAY + _WEEK * at, score=8, is_substantial=False) for at in range(30)]
    chart = check_in_dots(many)
    assert chart is not None
    assert len(chart.dots) == MOST_DOTS
    assert all(chart.left < one.x < chart.right for one in chart.dots)
    gaps = [b.x - a.x for a, b in zip(chart.days, chart.days[1:], strict=False)]
    assert min(gaps) >= 44
