"""From poses and things to strokes on a canvas; `svg/exercise.j2` prints them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, assert_never

from .figures import Figure, figure_layers
from .lines import EDGE, HAIR, LOAD, MOVE, MOVE_HEAD, Parts, Style, through
from .shapes import Drawing, Stroke

WIDTH: Final = 140.0  # of every canvas, so that all are drawn to one scale
MARGIN: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through places on the page, or the edge of an area; a round one bends at each."""

    points: tuple[tuple[float, float], ...]
    style: Style = EDGE
    is_closed: bool = False
    is_round: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A filled circle."""

    x: float
    y: float
    radius: float
    style: Style = LOAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A movement from one place to another, bent towards a third where it turns."""

    start: tuple[float, float]
    end: tuple[float, float]
    bend: tuple[float, float] | None = None


Mark = Line | Disc | Arrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a drawing shows.

    `description` says it in a sentence. `behind` and `before` are the things behind and before
    the figures. `seen_from_above` is by how many degrees the reader looks down at them, and at
    ground that goes by `ground_depth` to the front and to the back.
    """

    description: str
    figures: tuple[Figure, ...]
    behind: tuple[Mark, ...] = ()
    before: tuple[Mark, ...] = ()
    ground: tuple[float, float] | None = None
    seen_from_above: float = 0.0
    ground_depth: float = 16.0


@dataclass(slots=True)
class _Ink:
    """Strokes so far, y upwards, and how far they go."""

    strokes: list[tuple[Style, Parts]] = field(default_factory=list)
    left: float = math.inf
    right: float = -math.inf
    low: float = math.inf
    high: float = -math.inf

    def add(self, style: Style, parts: Parts) -> None:
        """A path; its numbers are places, but for those of an arc."""
        self.strokes.append((style, parts))
        half = style.width / 2
        for letter, numbers in parts:
            if letter == "o":  # a circle
                x, y, radius = numbers
                self._reach(x, y, radius + half)
            else:
                for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                    self._reach(x, y, half)

    def _reach(self, x: float, y: float, by: float) -> None:
        self.left, self.right = min(self.left, x - by), max(self.right, x + by)
        self.low, self.high = min(self.low, y - by), max(self.high, y + by)


def draw(id: str, title: str, scene: Scene) -> Drawing:  # noqa: A002 (as in a page)
    """The drawing of a scene, in the middle of its canvas.

    Raises:
        ValueError: if the scene is wider than the canvas, or a limb cannot reach its place.
    """
    ink = _Ink()
    if scene.ground:
        _draw_ground(ink, scene)
    _draw_marks(ink, scene.behind)
    for style, parts in figure_layers(scene.figures, scene.seen_from_above):
        ink.add(style, parts)
    _draw_marks(ink, scene.before)
    if ink.right - ink.left > WIDTH:
        raise ValueError(f"{id} is {ink.right - ink.left:.1f} wide, more than {WIDTH:.0f}")
    shift = (WIDTH - ink.left - ink.right) / 2
    top = ink.high + MARGIN
    return Drawing(
        id=id,
        title=title,
        description=scene.description,
        width=WIDTH,
        height=math.ceil(top - ink.low + MARGIN),
        strokes=tuple(_strokes(ink, shift, top)),
    )


def _strokes(ink: _Ink, shift: float, top: float) -> Iterator[Stroke]:
    """The strokes with y downwards; neighbours of one style are one path."""
    for style, same in groupby(ink.strokes, key=lambda pair: pair[0]):
        path = "".join(_path(parts, shift, top) for _, parts in same)
        yield Stroke(
            path=path,
            colour=style.colour,
            width=style.width,
            fill=style.fill,
            dashes=style.dashes,
        )


def _path(parts: Parts, shift: float, top: float) -> str:
    """A path; all but its first place are said as the way from the last one, which is shorter."""
    made, last = "", (0.0, 0.0)
    for letter, numbers in parts:
        if letter == "o":
            x, y, radius = numbers
            made += f"M{_pair(x + shift - radius, top - y)}{_half(radius, 1)}{_half(radius, -1)}z"
            continue
        places = [
            (round(x + shift, 1), round(top - y, 1))
            for x, y in zip(numbers[::2], numbers[1::2], strict=True)
        ]
        if letter == "M":
            made += f"M{_pair(*places[0])}"
        elif places:
            ways = " ".join(_pair(x - last[0], y - last[1]) for x, y in places)
            made += f"{letter.lower()}{ways}"
        else:
            made += letter
        last = places[-1] if places else last
    return made


def _half(radius: float, sign: int) -> str:
    """Half a circle."""
    r = _number(radius)
    return f"a{r} {r} 0 1 0 {_number(2 * radius * sign)} 0"


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}".replace(" -", "-")


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _around(points: Iterable[tuple[float, float]], *, is_closed: bool = False) -> Parts:
    """Curves from one middle to the next, bent towards the place between them."""
    first, *inner, last = points
    parts: Parts = [("M", first)]
    for one, following in pairwise([*inner, last]):
        middle = ((one[0] + following[0]) / 2, (one[1] + following[1]) / 2)
        parts.append(("Q", (*one, *(last if following == last else middle))))
    return [*parts, ("z", ())] if is_closed else parts


def _draw_ground(ink: _Ink, scene: Scene) -> None:
    """A line; seen from above a strip."""
    if scene.ground is None:
        return
    left, right = scene.ground
    if not scene.seen_from_above:
        ink.add(HAIR, through([(left, -0.6), (right, -0.6)]))
        return
    rise = scene.ground_depth * math.sin(math.radians(scene.seen_from_above))
    corners = [(left, -rise), (right - 5, -rise), (right, rise), (left + 5, rise)]
    ink.add(Style("#e3ecef", 1, "#e3ecef"), through(corners, is_closed=True))


def _draw_marks(ink: _Ink, marks: Iterable[Mark]) -> None:
    for mark in marks:
        match mark:
            case Line():
                bent = _around if mark.is_round else through
                ink.add(mark.style, bent(mark.points, is_closed=mark.is_closed))
            case Disc():
                ink.add(mark.style, [("o", (mark.x, mark.y, mark.radius))])
            case Arrow():
                _draw_arrow(ink, mark)
            case _:
                assert_never(mark)


def _draw_arrow(ink: _Ink, arrow: Arrow) -> None:
    before = arrow.bend or arrow.start
    (x, y), length = arrow.end, 5.0
    angle = math.atan2(y - before[1], x - before[0])
    base = (x - length * math.cos(angle), y - length * math.sin(angle))
    shaft: Parts = [("M", arrow.start), ("L", base)]
    if arrow.bend:
        shaft = [("M", arrow.start), ("Q", (*arrow.bend, *base))]
    ink.add(MOVE, shaft)
    wings = [
        (x - length * 1.25 * math.cos(angle + turn), y - length * 1.25 * math.sin(angle + turn))
        for turn in (0.5, -0.5)
    ]
    ink.add(MOVE_HEAD, through([arrow.end, *wings], is_closed=True))
