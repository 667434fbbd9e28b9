"""One number of the runner on its axis, as places on a canvas; `svg/axis.j2` draws it.

Blocks with their points lie between the thresholds, darker where there are more; a pin holds the
runner's own number. It reads without colour: each block that has room says its points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from .scale import apart, place_of, shown_part

WIDTH: Final = 160
HEIGHT: Final = 32
_LEFT: Final = 2.0
_RIGHT: Final = 158.0
_NEAR: Final = 3.0  # an end of the answers that is as near is shown, counted as in `shown_part`
_PAD: Final = 1.5
_FAR: Final = 4.0  # a number farther off is an arrow at the end
_APART: Final = 24.0  # of thresholds, so that their labels do not touch
_PIN: Final = 4.0  # the pin stands at least so far within its block
_LETTER: Final = 4.6  # width of a letter in a block, at most
_TONES: Final = ("#9cc9de", "#b86e00", "#8a4300", "#5b0f00")  # from no points to the most


@dataclass(frozen=True, slots=True)
class Stretch:
    """Numbers that give the same points; `start` is the threshold before it, in words too."""

    low: float
    high: float
    points: int
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisBlock:
    """Numbers that give the same points, as a block."""

    x: Annotated[float, "Left edge."]
    width: Annotated[float, "Width."]
    fill: Annotated[str, "Colour, darker for more points."]
    ink: Annotated[str, "Colour of the name."]
    middle: Annotated[float, "Middle, for the name."]
    name: Annotated[str, "Its points, as far as there is room; may be empty."]
    start: Annotated[str, "The threshold at its left edge; empty for the first."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisPicture:
    """The runner's own number on its axis."""

    width: Annotated[float, "Width of the canvas."]
    height: Annotated[float, "Height of the canvas."]
    title: Annotated[str, "What the number is, and the runner's own."]
    description: Annotated[str, "Which numbers give how many points."]
    blocks: Annotated[tuple[AxisBlock, ...], "From low to high."]
    pin: Annotated[float, "Where the runner's number stands."]
    beyond: Annotated[int, "1 or -1 if it lies beyond that end of the axis, else 0."]
    value: Annotated[str, "The runner's number, with its unit."]
    value_x: Annotated[float, "Edge of that text which is next to the pin."]
    value_side: Annotated[str, "Which edge that is: `start` or `end`."]


@dataclass(frozen=True, slots=True)
class Own:
    """The runner's own number: as it is shown, and which stretch it lies in."""

    value: float
    shown: str
    stretch: int


def draw_axis(title: str, description: str, stretches: Sequence[Stretch], own: Own) -> AxisPicture:
    """The picture of stretches that follow one another, at least two, with the own number."""
    low, high = _part(stretches, own.value)
    numbers = [low, *(one.low for one in stretches[1:]), high]
    places = _places(numbers)
    left, right = places[own.stretch], places[own.stretch + 1]
    inside = min(max(place_of(own.value, numbers, places), left + _PIN), right - _PIN)
    pin = inside if right - left >= 2 * _PIN else (left + right) / 2
    is_left = pin < WIDTH / 2
    return AxisPicture(
        width=WIDTH,
        height=HEIGHT,
        title=title,
        description=description,
        blocks=tuple(_blocks(stretches, places)),
        pin=round(pin, 1),
        beyond=(own.value > high) - (own.value < low),
        value=own.shown,
        value_x=round(pin + (7 if is_left else -7), 1),
        value_side="start" if is_left else "end",
    )


def _part(stretches: Sequence[Stretch], value: float) -> tuple[float, float]:
    """The part of the axis that is shown; the own number is in it if it is not too far off."""
    thresholds = [one.low for one in stretches[1:]]
    ends = (stretches[0].low, stretches[-1].high)
    low, high = shown_part(thresholds, ends, near=_NEAR, pad=_PAD)
    far_low, far_high = shown_part(thresholds, ends, near=_FAR, pad=_FAR)
    if far_low <= value < low:
        low = value
    if high < value <= far_high:
        high = value
    return low, high


def _places(numbers: Sequence[float]) -> list[float]:
    """To scale, but with room for the labels of the thresholds."""
    linear = [_LEFT + (_RIGHT - _LEFT) * (one - numbers[0]) / (numbers[-1] - numbers[0])
              for one in numbers]  # fmt: skip
    first = max(linear[1], _LEFT + _APART / 2)
    inner = apart([first, *linear[2:-1]], _APART, _RIGHT - _APART / 2)
    return [_LEFT, *inner, _RIGHT]


def _blocks(stretches: Sequence[Stretch], places: Sequence[float]) -> Iterator[AxisBlock]:
    levels = sorted({0, *(one.points for one in stretches)})
    last = len(_TONES) - 1
    for one, left, right in zip(stretches, places, places[1:], strict=False):
        level = levels.index(one.points)
        tone = last if level and level == len(levels) - 1 > 1 else min(level, last - 1)
        yield AxisBlock(
            x=round(left, 1),
            width=round(right - left, 1),
            fill=_TONES[tone],
            ink="#ffffff" if tone > 1 else "#111111",
            middle=round((left + right) / 2, 1),
            name=_name(one.points, right - left),
            start=one.start,
        )


def _name(points: int, width: float) -> str:
    """As much of the points as there is room for; the title of the picture has them all."""
    for name in (points_in_words(points), str(points)):
        if len(name) * _LETTER <= width:
            return name
    return ""


def points_in_words(points: int) -> str:
    """Points as people say them.

    >>> points_in_words(0), points_in_words(1), points_in_words(3)
    ('no points', '1 point', '3 points')
    """
    return f"{points or 'no'} point{'' if points == 1 else 's'}"
