"""Pillars over several results, as places on a canvas; `svg/history_dots.j2` draws it.

The axis and bands of the dot plot. Each row has a track for each result, the oldest on top: a
hollow dot for an earlier result, a full one for the last. No line joins them: between two
results nothing is known.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from ...engine.days import show_date, show_day
from ...engine.diagnosis import Diagnosis
from ...engine.errors import join_words
from ..charts.room_axis import TOP, Canvas, RoomAxis, Row, room_axis

MOST_RESULTS: Final = 8  # on one picture; older ones stand in the table
_TRACK: Final = 13  # from dot to dot
_GAP: Final = 20  # above the contexts


@dataclass(frozen=True, slots=True, kw_only=True)
class PastResult:
    """A result of a day; `rows` are empty where somebody had to be seen first."""

    day: datetime.date
    rows: tuple[Row, ...]

    def row(self, title: str) -> Row | None:
        """What became of a pillar or context; None where it is not shown."""
        return next((one for one in self.rows if one.title == title), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A result on its track; `x` is None without a band."""

    x: Annotated[float | None, "Where the dot is; None without a band."]
    y: Annotated[float, "Height of the track."]
    day: Annotated[str, "Day of the result, short; numbered where several are of one day."]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryMark:
    """One row of the plot."""

    title: Annotated[str, "Name of the pillar."]
    title_y: Annotated[float, "Baseline of the name."]
    earlier: Annotated[tuple[Dot, ...], "The results before the last, the oldest first."]
    last: Annotated[Dot, "The last result."]
    words: Annotated[str, "Number and band of the last result."]
    words_x: Annotated[float, "Left edge of the band's sign."]
    words_y: Annotated[float, "Middle of the band's sign."]
    css: Annotated[str, "Band of the last result as a name for styles."]
    rule_y: Annotated[float | None, "Height of the rule that sets the contexts apart, if above."]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryDots(RoomAxis):
    """The plot of several results with all its places."""

    marks: Annotated[tuple[HistoryMark, ...], "The rows."]


@dataclass(frozen=True, slots=True)
class _Layout(Canvas):
    """The canvas; `above` is the room for the name above a row."""

    above: float


_WIDE = _Layout("history", 700, 212, 530, True, 6)
_NARROW = _Layout("history-narrow", 300, 64, 290, False, 30)


def past_result(diagnosis: Diagnosis, day: datetime.date) -> PastResult:
    """What a plot of several results shows of one: no pillar where somebody is seen first."""
    if not diagnosis.plan.shown:
        return PastResult(day=day, rows=())
    from ..scores import chart_rows  # noqa: PLC0415  (takes time to load)

    ordered = sorted(diagnosis.pillars, key=lambda one: _place(diagnosis, one.pillar.id))
    return PastResult(day=day, rows=tuple(chart_rows(ordered, diagnosis.contexts)))


def _place(diagnosis: Diagnosis, name: str) -> int:
    """Pillars in the order of the base: their rank changes from result to result."""
    return list(diagnosis.knowledge.pillars).index(name)


def history_dots(results: Iterable[PastResult], *, narrow: bool = False) -> HistoryDots | None:
    """The plot of results, the oldest first; None where the last shows no pillar, or is alone."""
    listed = tuple(results)[-MOST_RESULTS:]
    if sum(bool(one.rows) for one in listed) < 2 or not listed[-1].rows:  # noqa: PLR2004
        return None
    layout = _NARROW if narrow else _WIDE
    shown = [row for row in listed[-1].rows if _has_any(listed, row.title)]
    marks, bottom = _marks(shown, listed, layout)
    axis = room_axis(
        layout,
        title=f"Room to improve in {len(listed)} results, from 0 to 100",
        description=" ".join(_in_words(row, listed) for row in shown),
        bottom=bottom,
        has_contexts=any(row.is_context for row in shown),
    )
    return HistoryDots(marks=marks, **axis)


def _has_any(results: Sequence[PastResult], title: str) -> bool:
    """Whether a pillar has a number in one of the results."""
    rows = (one.row(title) for one in results)
    return any(row is not None and row.room is not None for row in rows)


def _marks(
    shown: Sequence[Row], results: Sequence[PastResult], layout: _Layout
) -> tuple[tuple[HistoryMark, ...], float]:
    """The rows, and where the last of them ends."""
    marks: list[HistoryMark] = []
    top: float = TOP
    days = _short_days([one.day for one in results])
    for number, row in enumerate(shown):
        starts_contexts = row.is_context and (number == 0 or not shown[number - 1].is_context)
        rule = top + 3 if starts_contexts else None
        top += _GAP if starts_contexts else 0
        first = top + layout.above + 6
        dots = tuple(
            _dot(one.row(row.title), layout, first + _TRACK * at, days[at])
            for at, one in enumerate(results)
        )
        middle = (dots[0].y + dots[-1].y) / 2
        words = row.word if row.room is None else f"{row.room} {row.word}"
        marks.append(
            HistoryMark(
                title=row.title,
                title_y=middle + 5 if layout.beside else top + 16,
                earlier=dots[:-1],
                last=dots[-1],
                words=words,
                words_x=layout.right + 14 if layout.beside else 190,
                words_y=middle if layout.beside else top + 11,
                css=row.css,
                rule_y=rule,
            )
        )
        top = dots[-1].y + 14
    return tuple(marks), top


def _short_days(days: Sequence[datetime.date]) -> tuple[str, ...]:
    """Each day in a few letters; several results of one day are numbered, 1 the first."""
    return tuple(
        show_day(day) + (f" ({days[: at + 1].count(day)})" if days.count(day) > 1 else "")
        for at, day in enumerate(days)
    )


def _dot(row: Row | None, layout: _Layout, y: float, day: str) -> Dot:
    has_number = row is not None and row.room is not None
    x = layout.place(row.room or 0) if row is not None and has_number else None
    return Dot(x=x, y=y, day=day)


def _in_words(row: Row, results: Sequence[PastResult]) -> str:
    said = [f"{said_of(one.row(row.title))} on {show_date(one.day)}" for one in results]
    return f"{row.title}: {join_words(said, 'and')}."


def said_of(row: Row | None) -> str:
    """A pillar of one result in words, `58, weak`; `not shown` where somebody is seen first."""
    if row is None:
        return "not shown"
    return row.word if row.room is None else f"{row.room}, {row.word}"
