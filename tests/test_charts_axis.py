"""The number that decides a finding, on its axis: it says what the rules say, and where it is."""

from __future__ import annotations

import re
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.reasoning.values import supposed
from surefoot.engine.scoring import score_item
from surefoot.engine.units import parse_quantity
from surefoot.engine.vocabulary import Number
from surefoot.reports.axes import axis_of
from surefoot.reports.charts.axis import AxisPicture, Own, Stretch, draw_axis
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.render import environment, render

from .support.page_text import Page
from .support.sample_runners import DAY, REFERRED, assessor, diagnosis
from .support.sample_runners import _answer as answer

if TYPE_CHECKING:
    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.scoring import ItemScore

_PEOPLE = sorted((Path(__file__).parents[1] / "knowledge" / "runners").glob("*.yaml"))


def _with(changes: dict[str, str], person: str = "example") -> Diagnosis:
    path = next(one for one in _PEOPLE if one.stem == person)
    answers = dict(read_answers(path, assessor().knowledge).answers)
    answers |= {name: answer(name, text) for name, text in changes.items()}
    return diagnose(assessor(), answers)


def _item(made: Diagnosis, group: str) -> ItemScore:
    items = [item for score in (*made.pillars, *made.contexts) for item in score.items]
    return next(item for item in items if item.group.id == group)


def _axis(group: str, changes: dict[str, str], person: str = "example") -> AxisPicture | None:
    made = _with(changes, person)
    return axis_of(made, _item(made, group))


def _said(group: str, **changes: str) -> tuple[str, str]:
    made = _axis(group, {name.replace("__", "."): text for name, text in changes.items()})
    assert made is not None
    return made.title, made.description


def test_all_steps_of_an_item_are_on_one_axis() -> None:
    assert _said("sleep-hours") == (
        "Sleep a night: 6.5 hours",
        "Below 6 hours: 3 points. 6 to below 7: 2 points. 7 or more: no points.",
    )


def test_an_age_moves_the_threshold_of_a_young_runner() -> None:
    _, words = _said("sleep-hours", runner__age="17")
    assert words == "Below 8 hours: 3 points. 8 or more: no points."


def test_a_share_is_told_in_what_the_runner_counts() -> None:
    title, words = _said("single-run", training__longest_run_7d_km="20")
    assert title == "Longest run of the last 7 days: 20 km"
    assert words == (
        "Up to 16.5 km: no points. Above 16.5, up to 30: 2 points. Above 30: 4 points."
    )


def test_thresholds_are_in_the_unit_that_the_runner_used() -> None:
    title, words = _said("single-run", training__longest_run_7d_km="12 mi")
    assert title.endswith("12 mi")
    assert words == "Up to 10.25 mi: no points. Above 10.25, up to 18.64: 2 points. " + (
        "Above 18.64: 4 points."
    )


@pytest.mark.parametrize(
    ("group", "changes"),
    [
        ("pairs", {"shoes.pairs_in_use": "1"}),  # how far a week bears on it too
        ("hard-days", {"training.hard_sessions_per_week": "4"}),  # and so do days in a row
        ("calf-raises", {"strength.calf_raises_right": "40"}),  # the other leg then falls behind
        ("muscle-groups", {}),  # no number
        ("sleep-quality", {}),
        ("load.earlier-injury", {"runner.injury_last_12_months": "yes"}),
    ],
)
def test_what_no_single_number_decides_has_no_axis(group: str, changes: dict[str, str]) -> None:
    assert _axis(group, changes) is None


def test_height_and_weight_are_never_drawn() -> None:
    changes = {"runner.mass_kg": "100", "runner.years_running": "0.5"}
    made = _axis("load.long-first-weeks", changes)
    assert made is not None
    assert made.title == "Distance a week: 34 km"


@pytest.mark.parametrize("path", _PEOPLE, ids=[one.stem for one in _PEOPLE])
def test_an_axis_says_what_the_rules_say(path: Path) -> None:
    made = diagnose(assessor(), read_answers(path, assessor().knowledge).answers)
    for score in (*made.pillars, *made.contexts):
        for item in (one for one in score.items if one.rule):
            drawn = axis_of(made, item)
            if drawn is not None:
                _check(made, item, drawn)


def _check(made: Diagnosis, item: ItemScore, drawn: AxisPicture) -> None:
    """Answers on both sides of each threshold that is told give the points that are told."""
    title, _, shown = drawn.title.rpartition(": ")
    question = next(one for one in made.knowledge.questions.values() if one.title == title)
    kind = question.kind
    assert isinstance(kind, Number)
    assert shown == made.answers[question.id].shown
    factor = 1.0
    if shown.endswith(" mi"):
        quantity = parse_quantity("1 mi", kind.unit)
        assert not isinstance(quantity, str)
        factor = quantity.value
    for low, high, points in _told(drawn.description):
        start, end = max(low * factor, kind.lowest), min(high * factor, kind.highest)
        for share in (0.02, 0.5, 0.98):
            value = start + share * (end - start)
            answers = {**made.answers, question.id: supposed(question, value)}
            found = score_item(item.group, assessor(), assessor().evaluate(answers))
            assert (found.least, found.most) == (points, points), (drawn, value)


def _told(description: str) -> list[tuple[float, float, int]]:
    """The stretches of a description, as numbers."""
    found: list[tuple[float, float, int]] = []
    for sentence in description.removesuffix(".").split(". "):
        which, _, points = sentence.rpartition(": ")
        numbers = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", which)]
        match which.split()[0], numbers:
            case (("Below" | "Up"), [high]):
                span = (-inf, high)
            case _, [low]:
                span = (low, inf)
            case _, [low, high]:
                span = (low, high)
            case _:
                raise AssertionError(sentence)
        found.append((*span, 0 if points.startswith("no ") else int(points.split()[0])))
    assert [one[0] for one in found[1:]] == [one[1] for one in found[:-1]]
    return found


def _drawn(thresholds: list[float], value: float, ends: tuple[float, float]) -> AxisPicture:
    edges = [ends[0], *thresholds, ends[1]]
    stretches = [
        Stretch(low, edges[index + 1], index, f"{low:g}" if index else "")
        for index, low in enumerate(edges[:-1])
    ]
    at = sum(one <= value for one in thresholds)
    return draw_axis("Number: 1", "Words.", stretches, Own(value, f"{value:g} km", at))


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=4, unique=True),
    st.one_of(st.integers(0, 350).map(float), st.floats(0, 350)),
)
def test_the_pin_stands_in_the_block_of_its_number(whole: list[int], value: float) -> None:
    thresholds = sorted(float(one) for one in whole)
    made = _drawn(thresholds, value, (0, 350))
    block = made.blocks[sum(one <= value for one in thresholds)]
    assert block.x < made.pin < block.x + block.width
    right = [one.x + one.width for one in made.blocks]
    assert right[:-1] == pytest.approx([one.x for one in made.blocks[1:]], abs=0.11)
    assert (made.blocks[0].x, right[-1]) == pytest.approx((2, made.width - 2), abs=0.11)
    starts = [one.x for one in made.blocks[1:]]
    assert all(after - before > 20 for before, after in pairwise(starts))
    assert 0 < made.value_x < made.width


@pytest.mark.parametrize(
    ("value", "beyond"), [(340.0, 1), (66.0, 0), (64.0, 0), (0.0, 0), (159.0, 0)]
)
def test_a_number_far_beyond_is_an_arrow_at_the_end(value: float, beyond: int) -> None:
    made = _drawn([64], value, (0, 350))
    assert made.beyond == beyond
    assert 30 < made.blocks[1].x < 130


def test_more_points_are_darker_and_their_names_can_be_read() -> None:
    made = _drawn([6, 7], 6.5, (0, 14))
    lightness = [_luminance(one.fill) for one in made.blocks]
    assert lightness == sorted(lightness, reverse=True)
    for one in made.blocks:
        light, dark = sorted((_luminance(one.fill), _luminance(one.ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5
    assert [one.name for one in made.blocks] == ["no points", "1 point", "2 points"]


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return sum(share * one for share, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_a_picture_has_a_size_a_name_and_words_and_is_small() -> None:
    html = render(report_context(diagnosis("weak"), Printing(date=DAY)), "html")
    drawn = [one for one in re.findall(r"<svg.*?</svg>", html, re.DOTALL) if "points" in one]
    assert drawn
    for svg in drawn:
        page = Page(svg)
        (attributes,) = page.all("svg")
        assert page.unclosed == []
        assert attributes["role"] == "img"
        assert attributes["viewbox"] == f"0 0 {attributes['width']} {attributes['height']}"
        assert re.search(r"<title>[^<]+: [^<]+</title>\s*<desc>[^<]+\.</desc>", svg)
        assert len(svg.encode()) < 1000


def test_a_title_with_signs_is_escaped() -> None:
    made = draw_axis(
        "A <b> & c", "d", [Stretch(0, 1, 0, ""), Stretch(1, 2, 1, "1")], Own(1, "<", 1)
    )
    module = environment("html").get_template("svg/axis.j2").make_module({})
    assert "A &lt;b&gt; &amp; c" in str(module.axis(made))  # type: ignore[attr-defined]


@pytest.mark.parametrize("format_", ["md", "txt"])
def test_without_a_picture_the_words_stand_there(format_: str) -> None:
    made = _with({})
    text = " ".join(render(report_context(made, Printing(date=DAY)), format_).split())
    assert "6 to below 7: 2 points. 7 or more: no points." in text


@pytest.mark.parametrize("runner", REFERRED)
def test_a_referral_has_no_axis(runner: str) -> None:
    html = render(report_context(diagnosis(runner), Printing(date=DAY)), "html")
    assert "no points" not in html
