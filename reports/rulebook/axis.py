"""The axis of a number with all that is compared with it: places only, in percent of the width.

Percent, so that one picture fits a phone and a desk: the texts keep their size.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Final

from ..charts.scale import apart, shown_part
from .spans import Span

_LEFT: Final = 3.0
_RIGHT: Final = 97.0
_NARROWEST: Final = 280  # pixels; labels must not touch on a phone
_LETTER: Final = 7.5  # pixels, at most
_APART: Final = 5.0  # percent; neighbours that are closer than this get an axis of their own
_VISIBLE: Final = 2.2  # percent; two marks never stand closer
_CUT: Final = 2.0  # percent from its end
_LABEL_HEIGHT: Final = 15
_LANE_HEIGHT: Final = 30
_LONGEST_TITLE: Final = 40
_PAD: Final = 0.3


@dataclass(frozen=True, slots=True)
class Lane:
    """What reads the number, and the spans that it names."""

    title: str
    spans: tuple[Span, ...]
    is_rule: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number on the axis; a `threshold` has a line through all lanes."""

    x: float
    text: str
    y: float
    anchor: str
    threshold: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A span; `dots` are its ends, each with whether it belongs to it."""

    x: float
    width: float
    dots: tuple[tuple[float, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnLane:
    """A lane with its places."""

    title: str
    title_y: float
    y: float
    bars: tuple[Bar, ...]
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The picture with all its places; `cuts` are where the axis is cut short."""

    title: str
    description: str
    height: float
    line_y: float
    top: float
    left: float
    right: float
    marks: tuple[Mark, ...]
    lanes: tuple[DrawnLane, ...]
    cuts: tuple[float, ...]


def draw(
    title: str,
    description: str,
    lanes: Sequence[Lane],
    ends: tuple[float, float],
    label: Callable[[float], str],
) -> Axis | None:
    """The picture of what is compared with a number from `ends[0]` to `ends[1]`.

    None where nothing is. `label` says a number shortly.
    """
    thresholds = _thresholds(lanes)
    if not thresholds:
        return None
    scale = _Scale(thresholds, ends)
    top = 8.0
    drawn = tuple(
        _lane(lane, scale, top + index * _LANE_HEIGHT) for index, lane in enumerate(lanes)
    )
    line_y = top + len(lanes) * _LANE_HEIGHT + 6
    marks = _marks(scale, thresholds, label, line_y)
    height = max(mark.y for mark in marks) + 8
    return Axis(
        title=title, description=description, height=height, line_y=line_y, top=top,
        left=_LEFT, right=_RIGHT, marks=marks, lanes=drawn, cuts=scale.cuts,
    )  # fmt: skip


def _thresholds(lanes: Iterable[Lane]) -> list[float]:
    ends = {end for lane in lanes for span in lane.spans for end in (span.low, span.high)}
    return sorted(end for end in ends if isfinite(end))


class _Scale:
    """From a number to its place."""

    def __init__(self, thresholds: Sequence[float], ends: tuple[float, float]) -> None:
        self.low, self.high = ends
        if not self._is_readable(thresholds):
            self.low, self.high = shown_part(thresholds, ends, near=1, pad=_PAD)
        self.ends = ends
        self.cuts = tuple(
            place
            for place, cut, end in (
                (_LEFT + _CUT, self.low, ends[0]),
                (_RIGHT - _CUT, self.high, ends[1]),
            )
            if cut != end and isfinite(end)
        )
        self._places = self._spread(thresholds)

    def _is_readable(self, thresholds: Sequence[float]) -> bool:
        if not (isfinite(self.low) and isfinite(self.high)):
            return False
        places = [_LEFT, *map(self._linear, thresholds), _RIGHT]
        gaps = [after - before for before, after in pairwise(places)]
        return all(gap >= _APART or gap <= 0 for gap in gaps)

    def _linear(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return _LEFT + share * (_RIGHT - _LEFT)

    def _spread(self, thresholds: Sequence[float]) -> dict[float, float]:
        """Places to scale, but never so close that two look like one."""
        places = apart([self._linear(one) for one in thresholds], _VISIBLE, _RIGHT)
        return dict(zip(thresholds, places, strict=True))

    def x(self, value: float) -> float:
        """The place of a threshold or an end, in percent."""
        if value in self._places:
            return round(self._places[value], 2)
        if not isfinite(value):
            return _LEFT if value < 0 else _RIGHT
        return round(min(max(self._linear(value), _LEFT), _RIGHT), 2)


def _lane(lane: Lane, scale: _Scale, top: float) -> DrawnLane:
    bars = []
    for span in lane.spans:
        low, high = scale.x(max(span.low, scale.low)), scale.x(min(span.high, scale.high))
        ends = ((low, span.low, span.has_low), (high, span.high, span.has_high))
        dots = tuple((x, has) for x, value, has in ends if isfinite(value))
        bars.append(Bar(x=low, width=round(max(high - low, 0), 2), dots=tuple(dict.fromkeys(dots))))
    title = lane.title
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    return DrawnLane(
        title=title, title_y=top + 10, y=top + 19, bars=tuple(bars),
        css="rule" if lane.is_rule else "other",
    )  # fmt: skip


def _marks(
    scale: _Scale, thresholds: Sequence[float], label: Callable[[float], str], line_y: float
) -> tuple[Mark, ...]:
    """The numbers below the axis, in as many rows as they need."""
    ends = [end for end in scale.ends if isfinite(end) and end not in thresholds]
    places = [(scale.x(value), label(value), True) for value in thresholds]
    for end in ends:
        place = _LEFT if end == scale.ends[0] else _RIGHT
        places.append((place, label(end), False))
    marks = []
    filled: list[float] = []  # right edge of what stands in each row, in pixels
    for x, text, is_threshold in sorted(places):
        anchor = "start" if x < 2 * _LEFT else "end" if x > 100 - 2 * _LEFT else "middle"
        width = len(text) * _LETTER
        left = x / 100 * _NARROWEST - {"start": 0, "middle": width / 2, "end": width}[anchor]
        row = next((index for index, edge in enumerate(filled) if left > edge), len(filled))
        filled[row : row + 1] = [left + width + 4]
        y = line_y + 16 + row * _LABEL_HEIGHT
        marks.append(Mark(x=x, text=text, y=y, anchor=anchor, threshold=is_threshold))
    return tuple(marks)
