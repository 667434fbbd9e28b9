"""What stands around a body in a drawing: chairs, steps, walls, weights."""

from typing import Final

from .drawing import Arrow, Disc, Line, Mark
from .lines import HAIR, LOAD, SKIN, THING, WALL, Style

_LID: Final = Style("#123c4a", 1.6)
SEAT: Final = 26.0  # height of a chair's seat: 45 cm beside a person of 172 cm


def chair(front: float) -> tuple[Mark, ...]:
    """A chair whose seat ends at `front`, its back to the left."""
    left = front - 24
    return (
        Line(points=((left, 54), (left, 0))),
        Line(points=((front - 1, 0), (front - 1, SEAT - 1), (left, SEAT - 1))),
    )


def box(left: float, right: float, height: float) -> Mark:
    """A step or a bench, seen from the side."""
    corners = ((left, 0.0), (right, 0.0), (right, height), (left, height))
    return Line(points=corners, style=THING, is_closed=True)


def cushion(x: float) -> Mark:
    """A cushion, hollow in the middle where a foot stands."""
    places = (
        (x, 0), (x - 15, 0), (x - 15, 8), (x, 6), (x + 18, 8), (x + 18, 0), (x, 0),
    )  # fmt: skip
    return Line(points=places, style=THING, is_round=True)


def wall(x: float, height: float = 104.0) -> Mark:
    """A wall to the right of x."""
    corners = ((x, 0.0), (x + 7, 0.0), (x + 7, height), (x, height))
    return Line(points=corners, style=WALL, is_closed=True)


def bags(*hands: tuple[float, float]) -> tuple[Mark, ...]:
    """Heavy bags, each hanging from a hand."""
    handles = (Line(points=((x - 4, y - 7), (x, y), (x + 4, y - 7)), style=HAIR) for x, y in hands)
    return (*handles, *(_bag(x, y - 7) for x, y in hands))


def _bag(x: float, top: float) -> Mark:
    corners = ((x - 6, top), (x + 6, top), (x + 7, top - 14), (x - 7, top - 14))
    return Line(points=corners, style=LOAD, is_closed=True)


def kettlebells(*hands: tuple[float, float]) -> tuple[Mark, ...]:
    """Weights with a handle, each held in a hand."""
    places = [(x, y - 7, 5.5) for x, y in hands] + [(x, y - 1, 2.4) for x, y in hands]
    return tuple(Disc(x=x, y=y, radius=radius) for x, y, radius in places)


def metronome(x: float, y: float) -> tuple[Mark, ...]:
    """A metronome whose hand has swung to the right, its foot at y."""
    case = ((x, y), (x + 24, y), (x + 16, y + 36), (x + 8, y + 36))
    dark = Style("#123c4a", 2, "#123c4a")
    return (
        Line(points=case, style=THING, is_closed=True),
        Line(points=((x + 12, y + 6), (x + 23, y + 40)), style=dark),
        Disc(x=x + 20, y=y + 31, radius=2, style=dark),
        Arrow(start=(x + 1, y + 44), end=(x + 23, y + 46), bend=(x + 12, y + 51)),
    )


def bare_foot(x: float) -> tuple[Mark, ...]:
    """A bare foot from its inner side, larger, its arch up; a light line where the arch was."""
    edge = (
        (x + 1, 34), (x + 1, 24), (x - 3, 14), (x - 5, 1), (x + 8, 1), (x + 13, 6), (x + 19, 11),
        (x + 26, 6), (x + 29, 1), (x + 38, 1), (x + 46, 1), (x + 46, 7), (x + 34, 10),
        (x + 24, 18), (x + 17, 24), (x + 16, 34),
    )  # fmt: skip
    return (
        Line(points=edge, style=SKIN, is_round=True),
        Line(points=((x + 9, 1), (x + 27, 1)), style=HAIR),
        Arrow(start=(x + 19, 0.5), end=(x + 19, 8)),
        Arrow(start=(x + 46, 16), end=(x + 33, 21)),
    )


def closed_eye(x: float, y: float) -> tuple[Mark, ...]:
    """A larger head that looks to the right, its eye closed."""
    lid = ((x + 3, y + 3), (x + 4, y), (x + 8, y - 2), (x + 12, y + 1))
    lashes = (((x + 5, y), (x + 4, y - 3)), ((x + 9, y - 1), (x + 10, y - 4)))
    face = (
        (x + 14, y + 6), (x + 20, y - 3), (x + 15, y - 6), (x + 16, y - 12), (x + 4, y - 16),
        (x - 10, y - 14), (x - 16, y - 4), (x - 14, y + 14), (x + 2, y + 18), (x + 12, y + 14),
        (x + 14, y + 6),
    )  # fmt: skip
    return (
        Line(points=face, style=SKIN, is_round=True),
        Line(points=lid, style=_LID, is_round=True),
        *(Line(points=one, style=_LID) for one in lashes),
    )
