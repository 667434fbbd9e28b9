"""The dot plot of pillars, as places on a canvas; `svg/dot_plot.j2` draws it.

One axis from 0 to 100 of room to improve, a dot for what is certain, a line for what
missing answers could still change, light zones with the names of the bands. It reads
without colour: each row has its word and sign beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from .room_axis import TOP, Canvas, RoomAxis, Row, room_axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One row of the plot."""

    title: Annotated[str, "Name of the pillar."]
    title_y: Annotated[float, "Baseline of the name."]
    word: Annotated[str, "Number and word of the band."]
    word_x: Annotated[float, "Left edge of the band's sign."]
    word_y: Annotated[float, "Middle of the band's sign."]
    between: Annotated[str, "The range in words; may be empty."]
    css: Annotated[str, "Band as a name for styles."]
    y: Annotated[float, "Height of the line."]
    line: Annotated[tuple[float, float] | None, "Ends of the line; None without a range."]
    dot: Annotated[float | None, "The dot; None without a band."]
    rule_y: Annotated[float | None, "Height of the rule that sets the contexts apart, if above."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(RoomAxis):
    """The dot plot with all its places."""

    marks: Annotated[tuple[Mark, ...], "The rows."]


@dataclass(frozen=True, slots=True)
class _Layout(Canvas):
    """The canvas, with the height of a row."""

    row: float


_WIDE = _Layout("room", 640, 152, 470, True, 26)
_NARROW = _Layout("room-narrow", 300, 10, 290, False, 54)
_TWO_LINES: Final = 32  # height of a row where a range stands under the word
_GAP: Final = 20  # above the contexts


def dot_plot(rows: Iterable[Row], *, narrow: bool = False) -> Chart:
    """The plot of the rows in their order, pillars first, contexts below a rule."""
    listed = tuple(rows)
    layout = _NARROW if narrow else _WIDE
    if layout.beside and any(row.low != row.high for row in listed):
        layout = replace(layout, row=_TWO_LINES)
    marks = _marks(listed, layout)
    axis = room_axis(
        layout,
        title="Room to improve, from 0 to 100",
        description=_description(listed),
        bottom=(marks[-1].y if marks else TOP) + (layout.row / 2 if layout.beside else 16),
        has_contexts=any(row.is_context for row in listed),
    )
    return Chart(marks=marks, **axis)


def _marks(rows: Sequence[Row], layout: _Layout) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    top: float = TOP
    for number, row in enumerate(rows):
        starts_contexts = row.is_context and (number == 0 or not rows[number - 1].is_context)
        rule = top + 3 if starts_contexts else None
        top += _GAP if starts_contexts else 0
        marks.append(_mark(row, layout, top, rule))
        top += layout.row
    return tuple(marks)


def _mark(row: Row, layout: _Layout, top: float, rule_y: float | None) -> Mark:
    y = top + (layout.row / 2 if layout.beside else 36)
    between = f"{row.low} to {row.high}" if row.is_range else ""
    word = row.word if row.room is None else f"{row.room} {row.word}"
    if between and row.room is not None and not layout.beside:
        word = f"{word} ({between})"
    return Mark(
        title=row.title,
        title_y=y + 5 if layout.beside else y - 14,
        word=word,
        word_x=layout.right + 14 if layout.beside else 150,
        word_y=(y - 6 if between else y) if layout.beside else y - 19,
        between=between if layout.beside else "",
        css=row.css,
        y=y,
        line=(layout.place(row.low or 0), layout.place(row.high or 0)) if row.is_range else None,
        dot=None if row.room is None else layout.place(row.room),
        rule_y=rule_y,
    )


def _description(rows: Iterable[Row]) -> str:
    return " ".join(_in_words(row) for row in rows)


def _in_words(row: Row) -> str:
    between = f", between {row.low} and {row.high}" if row.is_range else ""
    if row.room is None:
        return f"{row.title}: {row.word}{between}."
    return f"{row.title}: {row.room} of 100, {row.word}{between}."
