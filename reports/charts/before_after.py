"""Pillars before and after, as places on a canvas; `svg/before_after.j2` draws it.

The axis and bands of the dot plot. Each row has two tracks: above a hollow dot for before, below
a full one for after, and a line from one to the other. The words beside say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from ..charts import dot_plot
from .dot_plot import TICKS, ZONES, Tick, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the plot shows of one pillar or context; `before` is None where it is not shown."""

    before: dot_plot.Row | None
    after: dot_plot.Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One side of a row."""

    y: Annotated[float, "Height of the track."]
    line: Annotated[tuple[float, float] | None, "Ends of the range; None without one."]
    dot: Annotated[float | None, "The dot; None without a band."]
    words: Annotated[str, "Side, number, band and range."]
    words_x: Annotated[float, "Left edge of the band's sign."]
    words_y: Annotated[float, "Middle of the band's sign."]
    css: Annotated[str, "Band as a name for styles."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMark:
    """One row of the plot."""

    title: Annotated[str, "Name of the pillar."]
    title_y: Annotated[float, "Baseline of the name."]
    before: Annotated[Track, "The track above."]
    after: Annotated[Track, "The track below."]
    rule_y: Annotated[float | None, "Height of the rule that sets the contexts apart, if above."]


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeAfterChart:
    """The plot of before and after with all its places."""

    id: Annotated[str, "Id of its title in the page."]
    width: Annotated[float, "Width of the canvas."]
    height: Annotated[float, "Height of the canvas."]
    title: Annotated[str, "What the picture shows."]
    description: Annotated[str, "All its numbers in words."]
    name_x: Annotated[float, "Left edge of the names."]
    zones: Annotated[tuple[Zone, ...], "The bands."]
    zone_y: Annotated[float, "Top of the stripes."]
    zone_height: Annotated[float, "Height of the stripes."]
    ticks: Annotated[tuple[Tick, ...], "Numbers on the axis."]
    left: Annotated[float, "Left end of the axis."]
    right: Annotated[float, "Right end of the axis."]
    axis_text: Annotated[str, "What the axis counts."]
    axis_x: Annotated[float, "Middle of the axis."]
    marks: Annotated[tuple[PairMark, ...], "The rows."]
    contexts_text: Annotated[str, "What stands above the contexts; empty without any."]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things go; `beside` puts names and words beside the plot, else above each row."""

    id: str
    width: float
    left: float
    right: float
    row: float
    first_track: float  # below the top of a row
    beside: bool


_WIDE = _Layout("moved", 640, 140, 418, 40, 12, beside=True)
_NARROW = _Layout("moved-narrow", 300, 10, 290, 90, 62, beside=False)
_APART: Final = 16  # from track to track
_GAP: Final = 20  # above the contexts
_TOP: Final = 24
_BOTTOM: Final = 36


def before_after(pairs: Iterable[Pair], *, narrow: bool = False) -> BeforeAfterChart:
    """The plot of the pairs in their order, pillars first, contexts below a rule."""
    listed = tuple(pairs)
    layout = _NARROW if narrow else _WIDE
    marks = _marks(listed, layout)
    bottom = (marks[-1].after.y if marks else _TOP) + 12
    return BeforeAfterChart(
        id=layout.id,
        width=layout.width,
        height=bottom + _BOTTOM,
        title="Room to improve before and after, from 0 to 100",
        description=" ".join(_in_words(pair) for pair in listed),
        name_x=4 if layout.beside else layout.left,
        zones=tuple(_zone(layout, *zone) for zone in ZONES),
        zone_y=_TOP,
        zone_height=bottom - _TOP,
        ticks=tuple(Tick(x=_x(layout, tick), text=str(tick)) for tick in TICKS),
        left=layout.left,
        right=layout.right,
        axis_text="room to improve",
        axis_x=(layout.left + layout.right) / 2,
        marks=marks,
        contexts_text="What surrounds them" if any(one.after.is_context for one in listed) else "",
    )


def _marks(pairs: Sequence[Pair], layout: _Layout) -> tuple[PairMark, ...]:
    marks: list[PairMark] = []
    top: float = _TOP
    for number, pair in enumerate(pairs):
        starts_contexts = pair.after.is_context and (
            number == 0 or not pairs[number - 1].after.is_context
        )
        rule = top + 3 if starts_contexts else None
        top += _GAP if starts_contexts else 0
        marks.append(_mark(pair, layout, top, rule))
        top += layout.row
    return tuple(marks)


def _mark(pair: Pair, layout: _Layout, top: float, rule_y: float | None) -> PairMark:
    upper = top + layout.first_track
    lower = upper + _APART
    return PairMark(
        title=pair.after.title,
        title_y=(upper + lower) / 2 + 5 if layout.beside else top + 16,
        before=_track("before", pair.before, layout, upper, 0 if layout.beside else top + 29),
        after=_track("after", pair.after, layout, lower, 0 if layout.beside else top + 46),
        rule_y=rule_y,
    )


def _track(side: str, row: dot_plot.Row | None, layout: _Layout, y: float, words_y: float) -> Track:
    is_range = row is not None and _is_range(row)
    return Track(
        y=y,
        line=(_x(layout, row.low or 0), _x(layout, row.high or 0)) if row and is_range else None,
        dot=None if row is None or row.room is None else _x(layout, row.room),
        words=f"{side}: {_beside(row)}",
        words_x=layout.right + 14 if layout.beside else layout.left,
        words_y=words_y or y,
        css="" if row is None else row.css,
    )


def _beside(row: dot_plot.Row | None) -> str:
    if row is None:
        return "not shown"
    if row.room is None:
        return row.word
    between = f" ({row.low} to {row.high})" if _is_range(row) else ""
    return f"{row.room} {row.word}{between}"


def _is_range(row: dot_plot.Row) -> bool:
    return row.low is not None and row.high is not None and row.low != row.high


def _x(layout: _Layout, percent: float) -> float:
    return round(layout.left + (layout.right - layout.left) * percent / 100, 1)


def _zone(layout: _Layout, word: str, low: float, high: float, fill: str) -> Zone:
    left, right = _x(layout, low), _x(layout, high)
    middle = round((left + right) / 2, 1)
    return Zone(word=word, x=left, width=round(right - left, 1), middle=middle, fill=fill)


def _in_words(pair: Pair) -> str:
    return f"{pair.after.title}: before {_said(pair.before)}; after {_said(pair.after)}."


def _said(row: dot_plot.Row | None) -> str:
    if row is None:
        return "not shown"
    between = f", between {row.low} and {row.high}" if _is_range(row) else ""
    return f"{row.word}{between}" if row.room is None else f"{row.room} of 100, {row.word}{between}"
