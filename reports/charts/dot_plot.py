"""The dot plot of pillars, as places on a canvas; `svg/dot_plot.j2` draws it.

One axis from 0 to 100 of room to improve, a dot for what is certain, a line for what
missing answers could still change, light zones with the names of the bands. It reads
without colour: each row has its word and sign beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final

from ...engine.knowledge import WATCH_FROM, WEAK_FROM

TICKS: Final = (0, 20, 40, 60, 80, 100)
ZONES: Final = (
    ("solid", 0.0, WATCH_FROM, "#f2f7f9"),
    ("watch", WATCH_FROM, WEAK_FROM, "#e3ecef"),
    ("weak", WEAK_FROM, 100.0, "#cfdce1"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the plot shows of one pillar or context; `room` is None without a band."""

    title: str
    word: str
    css: str
    room: int | None
    low: int | None
    high: int | None
    is_context: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A band as a light stripe."""

    word: Annotated[str, "Name of the band."]
    x: Annotated[float, "Left edge."]
    width: Annotated[float, "Width."]
    middle: Annotated[float, "Middle, for the word."]
    fill: Annotated[str, "Colour."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A number on the axis."""

    x: Annotated[float, "Where."]
    text: Annotated[str, "The number."]


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
class Chart:
    """The dot plot with all its places."""

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
    marks: Annotated[tuple[Mark, ...], "The rows."]
    contexts_text: Annotated[str, "What stands above the contexts; empty without any."]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things go; `beside` puts names and words beside the plot, else above each line."""

    id: str
    width: float
    left: float
    right: float
    row: float
    gap: float
    beside: bool


_WIDE = _Layout("room", 640, 152, 470, 26, 20, beside=True)
_NARROW = _Layout("room-narrow", 300, 10, 290, 54, 20, beside=False)
_TWO_LINES: Final = 32  # height of a row where a range stands under the word
_TOP: Final = 24
_BOTTOM: Final = 36


def dot_plot(rows: Iterable[Row], *, narrow: bool = False) -> Chart:
    """The plot of the rows in their order, pillars first, contexts below a rule."""
    listed = tuple(rows)
    layout = _NARROW if narrow else _WIDE
    if layout.beside and any(row.low != row.high for row in listed):
        layout = replace(layout, row=_TWO_LINES)
    marks = _marks(listed, layout)
    bottom = (marks[-1].y if marks else _TOP) + (layout.row / 2 if layout.beside else 16)
    pillars = [row for row in listed if not row.is_context]
    return Chart(
        id=layout.id,
        width=layout.width,
        height=bottom + _BOTTOM,
        title="Room to improve, from 0 to 100",
        description=_description(listed),
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
        contexts_text="What surrounds them" if len(pillars) < len(listed) else "",
    )


def _marks(rows: Sequence[Row], layout: _Layout) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    top: float = _TOP
    for number, row in enumerate(rows):
        starts_contexts = row.is_context and (number == 0 or not rows[number - 1].is_context)
        rule = top + 3 if starts_contexts else None
        top += layout.gap if starts_contexts else 0
        marks.append(_mark(row, layout, top, rule))
        top += layout.row
    return tuple(marks)


def _mark(row: Row, layout: _Layout, top: float, rule_y: float | None) -> Mark:
    y = top + (layout.row / 2 if layout.beside else 36)
    is_range = row.low is not None and row.high is not None and row.low != row.high
    between = f"{row.low} to {row.high}" if is_range else ""
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
        line=(_x(layout, row.low or 0), _x(layout, row.high or 0)) if is_range else None,
        dot=None if row.room is None else _x(layout, row.room),
        rule_y=rule_y,
    )


def _x(layout: _Layout, percent: float) -> float:
    return round(layout.left + (layout.right - layout.left) * percent / 100, 1)


def _zone(layout: _Layout, word: str, low: float, high: float, fill: str) -> Zone:
    left, right = _x(layout, low), _x(layout, high)
    middle = round((left + right) / 2, 1)
    return Zone(word=word, x=left, width=round(right - left, 1), middle=middle, fill=fill)


def _description(rows: Iterable[Row]) -> str:
    return " ".join(_in_words(row) for row in rows)


def _in_words(row: Row) -> str:
    is_range = row.low is not None and row.high is not None and row.low != row.high
    between = f", between {row.low} and {row.high}" if is_range else ""
    if row.room is None:
        return f"{row.title}: {row.word}{between}."
    return f"{row.title}: {row.room} of 100, {row.word}{between}."
