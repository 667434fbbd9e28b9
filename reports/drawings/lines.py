"""How lines look, and the ways they go."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Parts = list[tuple[str, tuple[float, ...]]]  # letters of an SVG path and places; "o" is a circle


@dataclass(frozen=True, slots=True)
class Style:
    """Colour, width and dashes of a line, and what fills it."""

    colour: str
    width: float
    fill: str = "none"
    dashes: str = ""


SKIN: Final = Style("#123c4a", 2.0, "#e3ecef")
THING: Final = Style("#5a6a70", 1.4, "#e3ecef")
WALL: Final = Style("#b4c0c5", 1.0, "#b4c0c5")
EDGE: Final = Style("#5a6a70", 2.0)
HAIR: Final = Style("#5a6a70", 1.2)
START: Final = Style("#5a6a70", 1.2, dashes="2 3")
LOAD: Final = Style("#111111", 1.6, "#5a6a70")
BAND: Final = Style("#b86e00", 3.2)
BAND_EDGE: Final = Style("#ffffff", 5.4)
MOVE: Final = Style("#b86e00", 2.6)
MOVE_HEAD: Final = Style("#b86e00", 1.0, "#b86e00")


def through(points: Iterable[tuple[float, float]], *, is_closed: bool = False) -> Parts:
    """Straight lines from place to place."""
    first, *others = points
    parts: Parts = [("M", first)]
    parts += [("L", one) for one in others]
    return [*parts, ("z", ())] if is_closed else parts
