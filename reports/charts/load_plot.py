"""Weeks of running as bars, their longest runs as dots, and the line for one run.

Places on a canvas; `svg/load_plot.j2` draws it. It reads without colour: a longest run beyond
the line is a triangle with a word above it, a week that is not known has a question mark.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Annotated, Final

OVER: Final = "over"
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
_MOST_TICKS: Final = 4
_TOP: Final = 16.0
_BASE: Final = 118.0
_HEIGHT: Final = 146.0
_WIDEST_SLOT: Final = 56.0
_BAR: Final = 0.64  # of a slot
_LABEL: Final = 40.0  # room for a day such as `16 Nov`
_FIGURE: Final = 6.2  # width of a figure, at most
_TINY: Final = 0.5  # a bar that is lower is not seen: its 0 stands there instead


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A week of the plot; `total` is None where nothing is known of it.

    `limit` is how far one run could go, None where that is not known. `over` is a run that went
    too far: its longest one, or a shorter one before it. `is_open`: the week is not over yet.
    """

    label: str
    total: float | None = None
    longest: float | None = None
    limit: float | None = None
    over: float | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A text at its place."""

    x: Annotated[float, "Middle."]
    y: Annotated[float, "Baseline."]
    text: Annotated[str, "The text."]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPicture:
    """Weeks of running with all their places."""

    id: Annotated[str, "Id of its title in the page."]
    width: Annotated[float, "Width of the canvas."]
    height: Annotated[float, "Height of the canvas."]
    title: Annotated[str, "What the picture shows."]
    description: Annotated[str, "All its numbers in words."]
    left: Annotated[float, "Left end of the axis."]
    right: Annotated[float, "Right end of the axis."]
    base: Annotated[float, "Height of the axis."]
    unit: Annotated[str, "Unit of the distances."]
    ticks: Annotated[tuple[Spot, ...], "Distances on the axis."]
    bars: Annotated[str, "The weeks, as a path."]
    open_bar: Annotated[str, "The week that is not over, as a path; may be empty."]
    dots: Annotated[str, "Longest runs that did not go too far, as a path of points."]
    line: Annotated[str, "How far one run could go, as a path; may be empty."]
    overs: Annotated[tuple[Spot, ...], "Runs that went too far, with a word."]
    numbers: Annotated[tuple[Spot, ...], "Distances of weeks, in figures."]
    labels: Annotated[tuple[Spot, ...], "First days of weeks."]


def load_plot(
    slots: Sequence[Slot], title: str, description: str, unit: str, *, narrow: bool = False
) -> LoadPicture:
    """The plot of weeks that follow one another, at least one."""
    width, left = (300.0, 26.0) if narrow else (640.0, 34.0)
    right = width - 6
    slot = min((right - left) / len(slots), _WIDEST_SLOT)
    highest = max([1.0, *(max(one.total or 0, one.limit or 0) for one in slots)])
    ticks = _ticks(highest)
    top = max(highest, ticks[-1])

    def x(index: float) -> float:
        return round(left + slot * index, 1)

    def y(value: float) -> float:
        return round(_BASE - (_BASE - _TOP) * value / top, 1)

    placed = [(one, x(index + 0.5)) for index, one in enumerate(slots)]
    bars = [
        (one, _bar(middle, y(one.total), slot))
        for one, middle in placed
        if one.total is not None and _BASE - y(one.total) > _TINY
    ]
    return LoadPicture(
        id="load-narrow" if narrow else "load",
        width=width,
        height=_HEIGHT,
        title=title,
        description=description,
        left=left,
        right=right,
        base=_BASE,
        unit=unit,
        ticks=tuple(Spot(x=left - 5, y=y(one), text=f"{one:g}") for one in ticks),
        bars="".join(path for one, path in bars if not one.is_open),
        open_bar="".join(path for one, path in bars if one.is_open),
        dots="".join(
            f"M{middle} {y(one.longest)}h.01"
            for one, middle in placed
            if one.longest and one.longest != one.over
        ),
        line="".join(_line(slots, x, y)),
        overs=tuple(Spot(x=middle, y=y(one.over), text=OVER) for one, middle in placed if one.over),
        numbers=tuple(_numbers(placed, slot)),
        labels=tuple(
            Spot(x=min(middle, width - _LABEL / 2), y=_BASE + 25, text=one.label)
            for one, middle in placed[:: ceil(_LABEL / slot)]
        ),
    )


def _ticks(highest: float) -> list[float]:
    step = next((one for one in _STEPS if highest / one <= _MOST_TICKS), _STEPS[-1])
    return [float(step * index) for index in range(ceil(highest / step) + 1)]


def _bar(middle: float, top: float, slot: float) -> str:
    width, height = round(slot * _BAR, 1), round(_BASE - top, 1)
    return f"M{round(middle - width / 2, 1)} {_BASE:g}v-{height}h{width}v{height}z"


def _line(
    slots: Sequence[Slot], x: Callable[[float], float], y: Callable[[float], float]
) -> Iterator[str]:
    """Steps, broken where it is not known how far one run could go."""
    for has_limit, part in groupby(enumerate(slots), key=lambda one: one[1].limit is not None):
        if has_limit:
            steps = [(index, y(one.limit or 0)) for index, one in part]
            yield f"M{x(steps[0][0])} {steps[0][1]}"
            yield "".join(f"V{height}H{x(index + 1)}" for index, height in steps)


def _numbers(placed: Sequence[tuple[Slot, float]], slot: float) -> Iterator[Spot]:
    """Distances below the axis; where there is no room for all, only what has no bar."""
    texts = ["?" if one.total is None else f"{one.total:.0f}" for one, _ in placed]
    has_room = (max(map(len, texts)) + 0.5) * _FIGURE <= slot
    for (one, middle), text in zip(placed, texts, strict=True):
        if has_room or not one.total:
            yield Spot(x=middle, y=_BASE + 12, text=text)
