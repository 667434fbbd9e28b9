"""Thresholds on the axis of a number: which spans they make, and where they stand."""

from __future__ import annotations

from itertools import pairwise
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surefoot.engine.condition import All, Any, AtLeast, Comparison, Condition, Operator
from surefoot.engine.evaluate import test_of as truth_of
from surefoot.reports.rulebook.axis import Axis, Lane, draw
from surefoot.reports.rulebook.spans import Span, spans_of


def _is(operator: str, value: float, subject: str = "a.x") -> Comparison:
    return Comparison(subject, Operator(operator), (value,))


@pytest.mark.parametrize(
    ("condition", "spans"),
    [
        (_is("<", 7), (Span(-inf, 7),)),
        (_is("<=", 7), (Span(-inf, 7, has_high=True),)),
        (_is(">", 7), (Span(7, inf),)),
        (_is(">=", 7), (Span(7, inf, has_low=True),)),
        (_is("==", 7), (Span(7, 7, has_low=True, has_high=True),)),
        (_is("!=", 7), (Span(-inf, 7), Span(7, inf))),
        (All((_is(">=", 6), _is("<", 7))), (Span(6, 7, has_low=True),)),
        (All((_is(">=", 6), _is(">", 6), _is("<=", 9))), (Span(6, 9, has_high=True),)),
        (Any((_is("<", 6), _is(">", 9))), (Span(-inf, 6), Span(9, inf))),
        (All((_is("<", 6), _is("<", 1, "a.y"))), (Span(-inf, 6),)),
        (AtLeast(1, (_is("<", 6), _is("<", 6))), (Span(-inf, 6),)),
        (_is("<", 7, "a.y"), ()),
    ],
)
def test_the_spans_of_a_condition(condition: Condition, spans: tuple[Span, ...]) -> None:
    assert spans_of(condition, "a.x") == spans


@given(
    st.sampled_from([one.value for one in Operator][:6]),
    st.integers(0, 9),
    st.floats(-1, 10),
)
def test_a_span_holds_what_its_comparison_accepts(operator: str, bound: int, value: float) -> None:
    comparison = _is(operator, float(bound))
    held = any(_holds(span, value) for span in spans_of(comparison, "a.x"))
    assert held == truth_of(comparison)(value)


def _holds(span: Span, value: float) -> bool:
    above = value > span.low or (span.has_low and value == span.low)
    return above and (value < span.high or (span.has_high and value == span.high))


def _drawn(*thresholds: float, ends: tuple[float, float] = (0, 100)) -> Axis:
    lanes = [Lane(f"over {one}", (Span(one, inf),), is_rule=True) for one in thresholds]
    axis = draw("Title", "Words", lanes, ends, lambda value: f"{value:g}")
    assert axis is not None
    return axis


def test_without_thresholds_there_is_no_picture() -> None:
    assert draw("T", "W", [Lane("x", (Span(-inf, inf),), is_rule=True)], (0, 9), str) is None


def test_thresholds_stand_to_scale_where_there_is_room() -> None:
    at = {mark.text: mark.x for mark in _drawn(25, 50).marks}
    assert at == {"0": 3, "25": 26.5, "50": 50, "100": 97}


def test_an_axis_is_cut_where_its_thresholds_stand_close_together() -> None:
    axis = _drawn(24, 25, ends=(0, 5000))
    at = {mark.text: mark.x for mark in axis.marks}
    assert at["25"] - at["24"] > 20
    assert len(axis.cuts) == 2
    assert {"0", "5000"} <= at.keys()


def test_an_axis_without_ends_has_only_its_thresholds() -> None:
    axis = _drawn(1.1, 2, ends=(-inf, inf))
    assert [mark.text for mark in axis.marks] == ["1.1", "2"]
    assert axis.cuts == ()


@given(
    st.lists(st.floats(0, 1000, allow_nan=False), min_size=1, max_size=12, unique=True),
    st.sampled_from([(0.0, 1000.0), (-inf, inf), (0.0, 1e6)]),
)
def test_every_threshold_can_be_seen_and_read(
    thresholds: list[float], ends: tuple[float, float]
) -> None:
    axis = _drawn(*thresholds, ends=ends)
    marks = [mark for mark in axis.marks if mark.threshold]
    places = [mark.x for mark in marks]
    assert len(places) == len(thresholds)
    assert all(0 <= place <= 100 for place in places)
    assert all(after - before >= 2.1 for before, after in pairwise(sorted(places)))
    assert len({(mark.x, mark.y) for mark in axis.marks}) == len(axis.marks)
    for lane in axis.lanes:
        for bar in lane.bars:
            assert 0 <= bar.x <= bar.x + bar.width <= 100.01
            assert bar.dots
