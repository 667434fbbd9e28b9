"""Many runners by room to improve, a small plot for each pillar; `svg/distribution.j2` draws it.

Bars of equal area stand for equally many runners: where few are, neighbouring bars of 5 are one
wide low bar, so that no bar stands for fewer than a given number. It reads without colour: the
bands have their words above, and every number is in the description.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from ...engine.knowledge import WATCH_FROM, WEAK_FROM

_TICKS: Final = (0, 20, 40, 60, 80, 100)
_ZONES: Final = (
    ("solid", 0.0, WATCH_FROM, "#9cc9de"),
    ("watch", WATCH_FROM, WEAK_FROM, "#b86e00"),
    ("weak", WEAK_FROM, 100.0, "#5b0f00"),
)
_PLOT: Final = 286.0  # width of a plot
_GAP: Final = 46.0  # between two plots side by side
_EDGE: Final = 8.0
_ROW: Final = 132.0
_TOP: Final = 60.0  # of the highest bar, in its row
_BASE: Final = 108.0  # of the bars, in their row
_LETTER: Final = 5.6  # width of a figure above a bar, at most


@dataclass(frozen=True, slots=True)
class Zone:
    """The runners in a band: `shown` in words, `bins` by room; None where they are hidden.

    `bins` cover the band from its lower end, each equally wide.
    """

    shown: str
    bins: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Spread:
    """What a plot shows: a name, and the zones solid, watch and weak."""

    title: str
    zones: tuple[Zone, Zone, Zone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Runners with about as much room to improve."""

    x: Annotated[float, "Left edge."]
    y: Annotated[float, "Top."]
    width: Annotated[float, "Width."]
    height: Annotated[float, "Height."]
    fill: Annotated[str, "Colour of the band."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text at its place."""

    x: Annotated[float, "Middle."]
    y: Annotated[float, "Baseline."]
    text: Annotated[str, "The text."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One pillar or context."""

    title: Annotated[str, "Its name."]
    title_x: Annotated[float, "Left edge of the name."]
    title_y: Annotated[float, "Baseline of the name."]
    left: Annotated[float, "Left end of the axis."]
    right: Annotated[float, "Right end of the axis."]
    base: Annotated[float, "Height of the axis."]
    bars: Annotated[tuple[Bar, ...], "From little room to much."]
    hidden: Annotated[tuple[Bar, ...], "Bands whose runners are not shown one by one."]
    borders: Annotated[tuple[float, ...], "Where a band ends and the next begins."]
    words: Annotated[tuple[Label, ...], "Names of the bands, and under each its runners."]
    numbers: Annotated[tuple[Label, ...], "Runners of a bar, where there is room."]
    ticks: Annotated[tuple[Label, ...], "Numbers on the axis."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributionChart:
    """All plots with all their places."""

    id: Annotated[str, "Id of its title in the page."]
    width: Annotated[float, "Width of the canvas."]
    height: Annotated[float, "Height of the canvas."]
    title: Annotated[str, "What the picture shows."]
    description: Annotated[str, "All its numbers in words."]
    top: Annotated[float, "From the base of a plot up to where its borders end."]
    plots: Annotated[tuple[Plot, ...], "In their order."]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some bins together, as percent."""

    low: float
    high: float
    count: int
    fill: str


def distribution(
    spreads: Sequence[Spread], *, least: int, narrow: bool = False
) -> DistributionChart:
    """The plots, two beside one another or, where it is narrow, below; no bar below `least`."""
    columns = 1 if narrow else 2
    plots = [
        _plot(one, _EDGE + (at % columns) * (_PLOT + _GAP), (at // columns) * _ROW, least)
        for at, one in enumerate(spreads)
    ]
    return DistributionChart(
        id="spread-narrow" if narrow else "spread",
        width=2 * _EDGE + columns * _PLOT + (columns - 1) * _GAP,
        height=_ROW * ((len(plots) + columns - 1) // columns),
        title="Runners by room to improve, from 0 to 100",
        description=" ".join(in_words(one, least) for one in spreads),
        top=_BASE - 34,
        plots=tuple(plots),
    )


def _pieces(spread: Spread, least: int) -> Iterator[_Piece]:
    """The bars of all bands that are shown."""
    for (_, low, high, fill), zone in zip(_ZONES, spread.zones, strict=True):
        if zone.bins:
            step = (high - low) / len(zone.bins)
            for start, end in _joined(zone.bins, least):
                count = sum(zone.bins[start:end])
                yield _Piece(low + step * start, low + step * end, count, fill)


def _joined(bins: Sequence[int], least: int) -> list[tuple[int, int]]:
    """Pieces that hold at least so many each: their first bin, and the one after their last.

    >>> _joined([0, 3, 2, 9, 1, 0], 5)
    [(1, 3), (3, 5)]
    """
    found: list[tuple[int, int]] = []
    for place in (place for place, count in enumerate(bins) if count):
        if found and sum(bins[slice(*found[-1])]) < least:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    if len(found) > 1 and sum(bins[slice(*found[-1])]) < least:
        _, end = found.pop()
        found[-1] = (found[-1][0], end)
    return found


def _plot(spread: Spread, left: float, top: float, least: int) -> Plot:
    pieces = list(_pieces(spread, least))
    highest = max((one.count / (one.high - one.low) for one in pieces), default=1.0)
    base = top + _BASE
    bars = [_bar(one, left, base, highest) for one in pieces]
    hidden = [
        Bar(
            x=_x(left, low), y=base - 12, width=_x(left, high) - _x(left, low), height=12, fill=fill
        )
        for (_, low, high, fill), zone in zip(_ZONES, spread.zones, strict=True)
        if zone.bins is None
    ]
    return Plot(
        title=spread.title,
        title_x=left,
        title_y=top + 14,
        left=left,
        right=left + _PLOT,
        base=base,
        bars=tuple(bars),
        hidden=tuple(hidden),
        borders=(_x(left, WATCH_FROM), _x(left, WEAK_FROM)),
        words=tuple(_words(spread, left, top)),
        numbers=tuple(_numbers(pieces, bars)),
        ticks=tuple(Label(x=_x(left, one), y=base + 13, text=str(one)) for one in _TICKS),
    )


def _x(left: float, percent: float) -> float:
    return round(left + _PLOT * percent / 100, 1)


def _bar(piece: _Piece, left: float, base: float, highest: float) -> Bar:
    tall = (_BASE - _TOP) * piece.count / (piece.high - piece.low) / highest
    height = round(max(tall, 1.0), 1)
    x = _x(left, piece.low)
    return Bar(
        x=x, y=round(base - height, 1), width=round(_x(left, piece.high) - x, 1), height=height,
        fill=piece.fill,
    )  # fmt: skip


def _words(spread: Spread, left: float, top: float) -> Iterator[Label]:
    for (word, low, high, _), zone in zip(_ZONES, spread.zones, strict=True):
        middle = _x(left, (low + high) / 2)
        yield Label(x=middle, y=top + 32, text=word)
        yield Label(x=middle, y=top + 45, text=zone.shown)


def _numbers(pieces: Iterable[_Piece], bars: Iterable[Bar]) -> Iterator[Label]:
    for piece, bar in zip(pieces, bars, strict=True):
        text = f"{piece.count:,}"
        if len(text) * _LETTER <= bar.width:
            yield Label(x=round(bar.x + bar.width / 2, 1), y=round(bar.y - 3, 1), text=text)


def in_words(spread: Spread, least: int) -> str:
    """A plot as a sentence: its zones, each with its bars where there are several."""
    pieces = list(_pieces(spread, least))
    parts = []
    for (word, low, high, _), zone in zip(_ZONES, spread.zones, strict=True):
        own = [one for one in pieces if low <= one.low < high]
        bars = ", ".join(f"{one.low:g} to {one.high:g}: {one.count:,}" for one in own)
        parts.append(f"{word} {zone.shown}" + (f" ({bars})" if len(own) > 1 else ""))
    return f"{spread.title}: {'; '.join(parts)}."
