"""What a report says of the answers on which it turns."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.reasoning.insights import find_insights
from surefoot.engine.reasoning.turning import find_turnings
from surefoot.engine.result import result
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.render import render

from .support.sample_runners import DAY, REFERRED, diagnosis
from .support.small import diagnosed, flag, rule, small_base


@pytest.fixture
def base(tmp_path: Path) -> Assessor:
    """P has 60 with `one` above 3, Q has 40 with `three` above 3."""
    return small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 6), rule("p.rest", "a.two > 3", 4),
        rule("q.one", "a.three > 3", 4), rule("q.rest", "a.two > 3", 6),
    )  # fmt: skip


def test_a_report_names_them_in_the_units_of_the_runner(base: Assessor) -> None:
    found = diagnosed(base, one="4", two="0", three="9")
    assert report_context(found, Printing(date=DAY)).turnings == (
        "One: 3 or 4 of 10. With 3 of 10, Pillar Q would come first and Pillar P would be solid, "
        "not weak.",
    )
    raised = diagnosed(base, one="3", two="0", three="0")
    assert report_context(raised, Printing(date=DAY)).turnings == (
        "One: 3 or 4 of 10. With 4 of 10, Pillar P would come first and would be weak, not solid.",
    )
    gone = diagnosed(base, one="4", two="0", three="0")
    assert (
        report_context(gone, Printing(date=DAY))
        .turnings[0]
        .startswith("One: 3 or 4 of 10. With 3 of 10, no part would come first")
    )


def test_words_stand_in_quotation_marks(tmp_path: Path) -> None:
    word = "  a.six: {title: Six, ask: A, why: W, worse: higher, answer: {x: Ex, y: Wy, z: Zed}}\n"
    found = diagnosed(small_base(tmp_path, rule("p.six", "a.six >= y", 4), extra=word), six="x")
    assert report_context(found, Printing(date=DAY)).turnings == (
        "Six: “Ex” or “Wy”. With the second, Pillar P would come first and would be weak, "
        "not solid.",
    )


@pytest.mark.parametrize("name", ["html", "md", "txt", "typst"])
def test_every_format_of_a_report_has_them(base: Assessor, name: str) -> None:
    context = report_context(diagnosed(base, one="4", two="0", three="9"), Printing(date=DAY))
    page = " ".join(render(context, name).split())
    assert "This turns on small differences" in page
    assert "One: 3 or 4 of 10." in page
    steady = report_context(diagnosed(base, one="9", two="0", three="9"), Printing(date=DAY))
    assert "small differences" not in render(steady, name)


def test_at_most_three_are_shown_and_all_are_in_the_json() -> None:
    found = diagnosis("weak")
    turnings = result(found)["turnings"]
    assert len(report_context(found, Printing(date=DAY)).turnings) == 3 < len(turnings)
    assert turnings == [
        {
            "question": one.question.id, "given": one.given, "other": one.other.shown,
            "part": one.part, "before": one.before, "after": one.after,
        }
        for one in find_insights(found).turnings
    ]  # fmt: skip


def test_miles_are_named_in_miles(tmp_path: Path) -> None:
    far = "  a.far: {title: Far, ask: Ask, why: Why, answer: 0 to 90 km}\n"
    assessor = small_base(tmp_path, rule("p.far", "a.far > 8.5", 4), extra=far)
    assert (
        report_context(diagnosed(assessor, far="5 mi"), Printing(date=DAY))
        .turnings[0]
        .startswith("Far: 5 or 5.5 mi. With 5.5 mi, Pillar P would come first")
    )
    assert (
        report_context(diagnosed(assessor, far="8 km"), Printing(date=DAY))
        .turnings[0]
        .startswith("Far: 8 or 9 km. With 9 km, Pillar P would come first")
    )


def test_of_a_band_one_answer_is_named_and_of_what_comes_first_all(tmp_path: Path) -> None:
    """P has 47, and without `one` or `two` 24; Q has 100 or 45."""
    rules = [
        rule("p.one", "a.one > 3", 4), rule("p.two", "a.two > 3", 4),
        rule("p.four", "a.four > 3", 9),
        rule("q.three", "a.three > 3", 5), rule("q.five", "a.five > 3", 6),
    ]  # fmt: skip
    assessor = small_base(tmp_path, *rules)
    given = {"one": "4", "two": "4", "four": "0", "three": "9"}
    assert report_context(diagnosed(assessor, **given, five="9"), Printing(date=DAY)).turnings == (
        "One: 3 or 4 of 10. With 3 of 10, Pillar P would be watch, not weak.",
    )
    turned = "With 3 of 10, Pillar Q would come first and Pillar P would be watch, not weak."
    assert report_context(diagnosed(assessor, **given, five="0"), Printing(date=DAY)).turnings == (
        f"One: 3 or 4 of 10. {turned}",
        f"Two: 3 or 4 of 10. {turned}",
    )


@pytest.mark.parametrize("runner", REFERRED)
def test_nothing_turns_where_somebody_must_be_seen(runner: str) -> None:
    found = diagnosis(runner)
    assert find_turnings(found) == ()
    assert report_context(found, Printing(date=DAY)).turnings == ()
    assert result(found)["turnings"] == []


def test_an_answer_that_would_raise_a_flag_is_not_named(tmp_path: Path) -> None:
    rules = (
        rule("p.one", "a.one > 3", 6), rule("p.rest", "a.two > 3", 4),
        rule("q.one", "a.three > 3", 4), rule("q.rest", "a.two > 3", 6),
    )  # fmt: skip
    base = small_base(
        tmp_path, *rules, flags=(flag("low", "a.one <= 3", tier="D", plan="unchanged"),)
    )
    found = diagnosed(base, one="4", two="0", three="9")
    assert [one.question.id for one in find_turnings(found)] == ["a.one", "a.one"]
    assert report_context(found, Printing(date=DAY)).turnings == ()
