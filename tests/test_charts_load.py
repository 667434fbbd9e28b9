"""The weeks under training load: what the chart shows, when, and that every format tells it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.history import History, Week
from surefoot.reports.charts.load_plot import LoadPicture, Slot, load_plot
from surefoot.reports.context import report_context
from surefoot.reports.load import limit_km, weekly_load
from surefoot.reports.printing import Printing
from surefoot.reports.render import render
from surefoot.reports.shapes import WeeklyLoad
from surefoot.reports.writing import build

from .support import needs, page_text
from .support.page_text import Page
from .support.sample_runners import DAY, assessor, diagnosis
from .support.sample_runners import _answer as answer

FIXTURE = Path(__file__).parent / "fixtures" / "answers_with_history.yaml"
MONDAY = datetime.date(2026, 11, 16)
WEEK = datetime.timedelta(weeks=1)


def _weeks(*longest: float | None, km: float = 40, unit: str = "km") -> History:
    """Weeks up to the last one before the day of the report; None for one that is not known."""
    last = len(longest) - 1
    return tuple(
        Week(monday=MONDAY - WEEK * (last - index), km=km, longest_km=one, unit=unit)
        for index, one in enumerate(longest)
        if one is not None
    )


def _load(history: History, day: datetime.date = DAY) -> WeeklyLoad:
    made = weekly_load(diagnose(assessor(), {}, day, history), day)
    assert made is not None
    return made


def _limit(*longest: float | None) -> float | None:
    history = {week.monday: week for week in _weeks(*longest, 0)}
    return limit_km(history, MONDAY)


@pytest.mark.parametrize(
    ("before", "limit"),
    [
        ((30, 20, 25, 10), 33.0),
        ((10, 10, 10, 10), 11.0),
        ((20, 20, 20, 20), 22.0),
        ((90, 10, 12, 10, 10), 13.2),  # a run of five weeks ago counts no more
        ((10, None, 10, 10), None),  # a gap may hold a longer run
        ((10, 10, 10), None),
        ((0, 0, 0, 0), None),  # nothing to go beyond
        ((0, 0, 0, 5), 5.5),
    ],
)
def test_the_line_is_a_tenth_beyond_four_weeks(
    before: tuple[float | None, ...], limit: float | None
) -> None:
    assert _limit(*before) == (None if limit is None else pytest.approx(limit))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0.1, 60), min_size=5, max_size=5))
def test_a_run_over_the_line_is_what_the_rules_lead_with(longest: list[float]) -> None:
    *before, this = (round(one, 2) for one in longest)
    answers = {
        "training.longest_run_7d_km": answer("training.longest_run_7d_km", f"{this}"),
        "training.longest_run_30d_km": answer("training.longest_run_30d_km", f"{max(before)}"),
    }
    history = _weeks(*before, this, km=300)
    made = diagnose(assessor(), answers, DAY, history)
    load = weekly_load(made, DAY)
    assert load is not None
    assert ("too far" in load.lines[-1].note) is made.assessment.states["headline.load"]


def test_weeks_over_the_line_are_marked_by_shape_word_and_sentence() -> None:
    made = _load(_weeks(10, 10, 10, 10, 12, 13, 15.5))
    assert [one.text for one in made.chart.overs] == ["over"]
    assert made.found.startswith("One run went too far, in the week of 16 Nov. Too far is")
    assert "triangles runs that went too far." in made.key
    assert "The dashed line is a tenth beyond" in made.key
    assert made.chart.dots.count("M") == 6
    assert made.lines[-1].note == "one run too far"
    two = _load(_weeks(10, 10, 10, 10, 13, 16))
    assert two.found.startswith("2 runs went too far, in the weeks of 9 Nov and 16 Nov.")


def test_a_gap_is_never_a_zero() -> None:
    history = (*_weeks(10, None, 10), Week(monday=MONDAY + WEEK, km=0))
    made = _load(history, DAY + WEEK)
    assert [one.total for one in made.lines] == ["40 km", "", "40 km", "0 km"]
    assert [one.text for one in made.chart.numbers] == ["40", "?", "40", "0"]
    assert made.chart.bars.count("M") == 2
    assert "9 Nov: not known." in made.chart.description
    assert "A question mark is a week that is not known." in made.key


def test_sixteen_weeks_are_drawn_and_earlier_ones_still_count() -> None:
    made = _load(_weeks(*[10.0] * 30))
    assert made.title == "16 weeks of running, up to the week of 16 November 2026"
    assert made.chart.bars.count("M") == 16
    assert made.chart.line.count("H") == 16
    assert len(made.lines) == 8


def test_weeks_without_any_before_them_have_no_line() -> None:
    made = _load(_weeks(10))
    assert made.title.startswith("1 week of running")
    assert (made.chart.line, made.chart.overs) == ("", ())
    assert made.found == "How far one run could go is known after four weeks in a row."


def test_a_week_that_is_not_over_is_drawn_open() -> None:
    made = _load(_weeks(10, 10), MONDAY + datetime.timedelta(days=3))
    assert (made.chart.bars.count("M"), made.chart.open_bar.count("M")) == (1, 1)
    assert made.lines[-1].note == "so far"


def test_weeks_after_the_report_are_not_drawn() -> None:
    made = _load(_weeks(10, 10, 10), MONDAY - WEEK)
    assert made.title.endswith("up to the week of 9 November 2026")


def test_who_thinks_in_miles_reads_miles() -> None:
    made = _load(_weeks(16.09344, 16.09344, 16.09344, 16.09344, 16.09344, unit="mi"))
    assert made.chart.unit == "mi"
    assert (made.lines[-1].longest, made.lines[-1].limit) == ("10 mi", "11 mi")
    assert "more than 1.2 mi, beyond" in made.found


@pytest.mark.parametrize("narrow", [False, True])
@given(
    weeks=st.lists(
        st.one_of(st.none(), st.tuples(st.floats(0, 700), st.floats(0, 1))), min_size=1, max_size=16
    )
)
def test_everything_stands_on_the_canvas(
    weeks: list[tuple[float, float] | None], *, narrow: bool
) -> None:
    slots = [
        Slot(label="16 Nov")
        if one is None
        else Slot(label="16 Nov", total=one[0], longest=one[0] * one[1], limit=one[0] / 2)
        for one in weeks
    ]
    made = load_plot(slots, "Weeks", "Words.", "km", narrow=narrow)
    for spot in (*made.numbers, *made.labels, *made.overs):
        assert made.left <= spot.x <= made.width
        assert 0 < spot.y < made.height
    assert all(8 < one.y <= made.base for one in made.ticks)
    assert 2 <= len(made.ticks) <= 6
    assert _heights(made) <= made.base


def _heights(made: LoadPicture) -> float:
    """The highest bar of a plot."""
    return max((float(one) for one in re.findall(r"v-([\d.]+)", made.bars)), default=0)


def _printed() -> dict[str, str]:
    read = read_answers(FIXTURE, assessor().knowledge)
    made = diagnose(assessor(), read.answers, DAY, read.history)
    context = report_context(made, Printing(date=DAY))
    return {form: render(context, form) for form in ("html", "md", "txt", "typst")}


def test_every_format_tells_the_weeks() -> None:
    made = {form: " ".join(text.split()) for form, text in _printed().items()}
    for text in made.values():
        assert "12 weeks of running, up to the week of 16 November 2026" in text
        assert "One run went too far, in the week of 28 Sep." in text
    assert "| 28 Sep | 38\\.5 km | 17 km | 14\\.3 km | one run too far |" in made["md"]
    assert "28 Sep 38.5 km 17 km 14.3 km one run too far" in made["txt"]
    assert "19 Oct not known" in made["txt"]


def test_the_picture_has_a_size_a_name_and_all_its_numbers() -> None:
    (wide, narrow) = re.findall(r'<svg[^>]*"load.*?</svg>', _printed()["html"], re.DOTALL)
    for svg in (wide, narrow):
        page = Page(svg)
        (attributes,) = page.all("svg")
        assert page.unclosed == []
        assert attributes["role"] == "img"
        assert attributes["viewbox"] == f"0 0 {attributes['width']} {attributes['height']}"
        assert "28 Sep: 38.5 km, longest run 17 km, line 14.3 km, one run too far." in svg
        assert "5 Oct: 0 km" in svg
        assert "19 Oct: not known." in svg


def test_page_and_pdf_say_the_same_words(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    read = read_answers(FIXTURE, assessor().knowledge)
    made = diagnose(assessor(), read.answers, DAY, read.history)
    path = tmp_path / "report.pdf"
    path.write_bytes(build(made, "pdf", Printing(date=DAY)).data)
    page = Page(build(made, "html", Printing(date=DAY)).data.decode()).text
    in_pdf, joined = page_text.words(page_text.pdf_text(path)), page_text.joined(page)
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined & in_pdf)} == set()
    added = in_pdf - page_text.words(page) - joined
    assert {word for word in added if not word.isdigit()} == {"Page"}


def test_a_referral_and_a_runner_without_weeks_have_no_chart() -> None:
    assert report_context(diagnosis("weak"), Printing(date=DAY)).load is None
    sent = diagnosis("referral")
    made = diagnose(assessor(), sent.answers, DAY, _weeks(10, 10))
    assert not made.plan.shown
    context = report_context(made, Printing(date=DAY))
    assert context.load is None
    assert "weeks of running" not in render(context, "html")
