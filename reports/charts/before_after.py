"""Pillars before and after, as places on a canvas; `svg/before_after.j2` draws it.

The axis and bands of the dot plot. Each row has two tracks: above a hollow dot for before, below
a full one for after, and a line from one to the other. The words beside say the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from .room_axis import TOP, Canvas, RoomAxis, Row, room_axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What the plot shows of one pillar or context; `before` is None where it is not shown."""

    before: Row | None
    after: Row


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
class BeforeAfterChart(RoomAxis):
    """The plot of before and after with all its places."""

    marks: Annotated[tuple[PairMark, ...], "The rows."]


@dataclass(frozen=True, slots=True)
class _Layout(Canvas):
    """The canvas, with the height of a row and how far below its top the first track is."""

    row: float
    first_track: float


_WIDE = _Layout("moved", 640, 140, 418, True, 40, 12)
_NARROW = _Layout("moved-narrow", 300, 10, 290, False, 90, 62)
_APART: Final = 16  # from track to track
_GAP: Final = 20  # above the contexts


def before_after(pairs: Iterable[Pair], *, narrow: bool = False) -> BeforeAfterChart:
    """The plot of the pairs in their order, pillars first, contexts below a rule."""
    listed = tuple(pairs)
    layout = _NARROW if narrow else _WIDE
    marks = _marks(listed, layout)
    axis = room_axis(
        layout,
        title="Room to improve before and after, from 0 to 100",
        description=" ".join(_in_words(pair) for pair in listed),
        bottom=(marks[-1].after.y if marks else TOP) + 12,
        has_contexts=any(one.after.is_context for one in listed),
    )
    return BeforeAfterChart(marks=marks, **axis)


def _marks(pairs: Sequence[Pair], layout: _Layout) -> tuple[PairMark, ...]:
    marks: list[PairMark] = []
    top: float = TOP
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


def _track(side: str, row: Row | None, layout: _Layout, y: float, words_y: float) -> Track:
    return Track(
        y=y,
        line=(layout.place(row.low or 0), layout.place(row.high or 0))
        if row and row.is_range
        else None,
        dot=None if row is None or row.room is None else layout.place(row.room),
        words=f"{side}: {_beside(row)}",
        words_x=layout.right + 14 if layout.beside else layout.left,
        words_y=words_y or y,
        css="" if row is None else row.css,
    )


def _line(row: Row, layout: _Layout) -> tuple[float, float]:
    return layout.place(row.low or 0), layout.place(row.high or 0)


def _beside(row: Row | None) -> str:
    if row is None:
        return "not shown"
    if row.room is None:
        return row.word
    between = f" ({row.low} to {row.high})" if row.is_range else ""
    return f"{row.room} {row.word}{between}"


def _in_words(pair: Pair) -> str:
    return f"{pair.after.title}: before {_said(pair.before)}; after {_said(pair.after)}."


def _said(row: Row | None) -> str:
    if row is None:
        return "not shown"
    between = f", between {row.low} and {row.high}" if row.is_range else ""
    return f"{row.word}{between}" if row.room is None else f"{row.room} of 100, {row.word}{between}"
