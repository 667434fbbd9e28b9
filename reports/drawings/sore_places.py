"""The lower body from the front and from the back, with a number at each place that can be sore.

It stands beside the list of places, which is what people answer with; the numbers are theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

WIDTH: Final = 300
HEIGHT: Final = 424
_FRONT: Final = 77.0  # where the middle of a figure stands
_BACK: Final = 223.0

View = Literal["front", "back"]
Tone = Literal["skin", "shorts", "line"]
_Place = tuple[float, float]

# Half a figure, from its middle outwards and down; the other half is its mirror image. Heights
# and breadths are those of a grown person as in Winter, Biomechanics and Motor Control of Human
# Movement: the knee at 0.285 and the crotch at 0.47 of the height, the hips 0.19 of it wide.
_OUTER: Final = (
    (45, 8), (43, 26), (47, 46), (54, 68), (58, 92), (58, 118), (54, 150), (49, 184), (45, 212),
    (43.5, 232), (44.5, 252), (47, 276), (45, 304), (40, 332), (36, 356), (36.5, 370),
)  # fmt: skip
_INNER: Final = (
    (17.5, 366), (17, 352), (15.5, 330), (11.5, 302), (8.5, 274), (9.5, 250), (11, 230), (10, 210),
    (7.5, 184), (4.5, 154), (2, 126), (0, 117),
)  # fmt: skip
_FOOT: Final = {
    "front": (
        (40, 380), (46, 394), (49, 404), (43, 409), (31, 409.5), (22, 407), (17, 399), (16.5, 382),
    ),
    "back": ((36, 384), (44, 398), (43, 406), (36, 409), (24, 409), (17, 405), (16, 392)),
}  # fmt: skip
_SHORTS: Final = (
    ((46, 44), (54, 68), (58.5, 92), (59.5, 118), (58, 146)),
    ((44, 151), (28, 153), (4, 149)),
    ((2, 126), (0, 117)),
)
_LINES: Final[Mapping[View, tuple[tuple[_Place, ...], ...]]] = {
    "front": (
        ((17, 222), (20, 215), (27, 212), (34, 215), (37, 222)),
        ((18, 232), (22, 240), (27, 242), (32, 240), (36, 232)),
        ((25, 256), (25.5, 290), (26, 326)),
        ((28, 408), (27.5, 400)), ((34, 408), (33.5, 401)),
        ((39, 408), (38.5, 402)), ((44, 407), (43.5, 403)),
    ),
    "back": (
        ((4, 142), (16, 145), (30, 142), (42, 134)),
        ((17, 227), (27, 230), (37, 227)),
        ((27, 262), (27.5, 284), (27, 306)),
        ((24, 340), (25, 358), (24, 374)), ((30.5, 340), (30, 358), (31, 374)),
    ),
}  # fmt: skip
_MIDDLE: Final[Mapping[View, tuple[tuple[_Place, ...], ...]]] = {
    "front": (((0, 84), (0, 100), (0, 117)),),
    "back": (((0, 8), (0, 26), (0, 40)), ((0, 66), (0, 92), (0, 117))),
}

# The places of the shipped base by their words: on which figure, and where from its middle.
_PLACES: Final[Mapping[str, tuple[View, float, float]]] = MappingProxyType({
    "heel": ("back", 30, 398),
    "achilles": ("back", -27, 354),
    "shin": ("front", 26, 290),
    "calf": ("back", 27, 284),
    "knee_front": ("front", -27, 224),
    "knee_outer": ("front", 44, 226),
    "knee_below_cap": ("front", -27, 250),
    "knee_other": ("back", -27, 228),
    "sit_bone": ("back", -24, 126),
    "thigh_back": ("back", 28, 178),
    "thigh_front": ("front", -29, 172),
    "groin": ("front", 20, 106),
    "hip_outer": ("front", -57, 90),
    "low_back": ("back", 0, 32),
    "ankle_outer": ("front", 38, 364),
    "ankle_inner": ("front", -16, 362),
    "midfoot": ("front", -31, 386),
    "ball_of_foot": ("front", 31, 401),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """Part of a figure as the `d` of an SVG path: skin, shorts, or a line on them."""

    path: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Mark:
    """A number on a figure; `word` is the place that it stands for."""

    x: float
    y: float
    number: int
    word: str


@dataclass(frozen=True, slots=True)
class SorePlaces:
    """The picture: what is drawn from back to front, and the numbers on it.

    `numbers` has those of the places that are in the picture, by their words; `titles` says from
    where each figure is seen, with the middle under which that stands.
    """

    width: int
    height: int
    areas: tuple[Area, ...]
    marks: tuple[Mark, ...]
    titles: tuple[tuple[str, float], ...]
    numbers: Mapping[str, int]


def sore_places(words: Sequence[str]) -> SorePlaces | None:
    """The picture for a list of places, numbered as they stand in it.

    None where a place of the picture is not in the list: it is one of another base.
    """
    if not words or not _PLACES.keys() <= set(words):
        return None
    numbers = {word: at for at, word in enumerate(words, start=1) if word in _PLACES}
    middles = {"front": _FRONT, "back": _BACK}
    return SorePlaces(
        width=WIDTH,
        height=HEIGHT,
        areas=(*_figure("front"), *_figure("back")),
        marks=tuple(
            Mark(middles[view] + x, y, numbers[word], word)
            for word, (view, x, y) in _PLACES.items()
        ),
        titles=(("Front", _FRONT), ("Back", _BACK)),
        numbers=MappingProxyType(numbers),
    )


@cache
def _figure(view: View) -> tuple[Area, ...]:
    return tuple(_areas(view))


def _areas(view: View) -> Iterable[Area]:
    middle = _FRONT if view == "front" else _BACK
    half = [*_OUTER, *_FOOT[view], *_INNER]
    yield Area(_closed([half, _mirrored(half)], middle), "skin")
    outer, hem, inner = _SHORTS
    sides = [outer, hem, inner]
    yield Area(_closed([*sides, *(_mirrored(one) for one in reversed(sides))], middle), "shorts")
    lines = [one for line in _LINES[view] for one in (line, _mirrored(line))]
    yield Area("".join(_open(one, middle) for one in (*lines, *_MIDDLE[view])), "line")


def _mirrored(points: Sequence[_Place]) -> list[_Place]:
    return [(-x, y) for x, y in reversed(points)]


def _closed(pieces: Sequence[Sequence[_Place]], middle: float) -> str:
    """A closed way along several curves; where two meet there is a corner."""
    path = _open(pieces[0], middle)
    for piece in pieces[1:]:
        path += f"L{_pair(piece[0], middle)}{_curve(piece, middle)}"
    return path + "Z"


def _open(points: Sequence[_Place], middle: float) -> str:
    return f"M{_pair(points[0], middle)}{_curve(points, middle)}"


def _curve(points: Sequence[_Place], middle: float) -> str:
    """A smooth curve through points (Catmull and Rom 1974), from the first that is reached."""
    around = [points[0], *points, points[-1]]
    made = ""
    for before, start, end, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        made += "C" + " ".join(_pair(one, middle) for one in (first, second, end))
    return made


def _pair(place: _Place, middle: float) -> str:
    return f"{place[0] + middle:.1f} {place[1]:.1f}"
