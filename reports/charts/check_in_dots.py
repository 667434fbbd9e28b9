"""Weekly check-ins as dots from 0 to 100, by day; `svg/check_in_dots.j2` draws it.

A substantial problem is a dark triangle, any other week a hollow circle, and each dot has its
number: so it reads in grey and for the colour-blind. No line joins the dots: between two
check-ins nothing is known.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from ...engine.days import show_date, show_day
from ...engine.errors import join_words

MOST_DOTS: Final = 8
_WIDTH: Final = 340.0
_HEIGHT: Final = 190.0
_LEFT: Final = 48.0
_RIGHT: Final = 318.0
_TOP: Final = 26.0
_BASE: Final = 150.0
_LABEL: Final = 44.0  # room for a day such as `16 Nov`
_LEVELS: Final = (0, 50, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A check-in; `score` is None where an answer was missing."""

    day: datetime.date
    score: int | None
    is_substantial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDot:
    """A check-in with a number, at its place."""

    x: Annotated[float, "Where."]
    y: Annotated[float, "Where."]
    text: Annotated[str, "The number."]
    is_substantial: Annotated[bool, "Whether it is drawn as a triangle."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A day or a number on an axis."""

    x: Annotated[float, "Middle, or right end."]
    y: Annotated[float, "Baseline."]
    text: Annotated[str, "The text."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInDots:
    """The picture with all its places."""

    width: Annotated[float, "Width of the canvas."]
    height: Annotated[float, "Height of the canvas."]
    left: Annotated[float, "Left end of the axis."]
    right: Annotated[float, "Right end of the axis."]
    title: Annotated[str, "What the picture shows."]
    description: Annotated[str, "All its numbers in words."]
    levels: Annotated[tuple[Label, ...], "Numbers on the axis."]
    days: Annotated[tuple[Label, ...], "Days below the axis."]
    dots: Annotated[tuple[CheckInDot, ...], "The check-ins."]


def check_in_dots(weeks: Sequence[Week]) -> CheckInDots | None:
    """The picture of check-ins, the earliest first; None for fewer than two with a number."""
    shown = [one for one in weeks if one.score is not None][-MOST_DOTS:]
    if len(shown) < 2:  # noqa: PLR2004
        return None
    span = (shown[-1].day - shown[0].day).days

    def x(day: datetime.date) -> float:
        return round(_LEFT + 22 + (_RIGHT - _LEFT - 44) * (day - shown[0].day).days / span, 1)

    return CheckInDots(
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_RIGHT,
        title=f"Trouble in {len(shown)} check-ins, from 0 to 100",
        description=join_words([_in_words(one) for one in shown], "and") + ".",
        levels=tuple(Label(x=_LEFT - 7, y=_y(one), text=str(one)) for one in _LEVELS),
        days=_days([(x(one.day), one.day) for one in shown]),
        dots=tuple(
            CheckInDot(
                x=x(one.day),
                y=_y(one.score or 0),
                text=str(one.score),
                is_substantial=one.is_substantial,
            )
            for one in shown
        ),
    )


def _y(score: int) -> float:
    return round(_BASE - (_BASE - _TOP) * score / 100, 1)


def _in_words(week: Week) -> str:
    words = ", a substantial problem," if week.is_substantial else ""
    return f"{week.score}{words} on {show_date(week.day)}"


def _days(placed: Sequence[tuple[float, datetime.date]]) -> tuple[Label, ...]:
    """The days for which there is room; the last one always has its own."""
    labels: list[Label] = []
    for x, day in reversed(placed):
        if not labels or labels[-1].x - x >= _LABEL:
            labels.append(Label(x=x, y=_BASE + 26, text=show_day(day)))
    return tuple(reversed(labels))
