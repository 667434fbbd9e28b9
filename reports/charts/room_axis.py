"""The axis of room to improve, from 0 to 100, with its bands: every plot of pillars has it."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from ...engine.knowledge import WATCH_FROM, WEAK_FROM

TICKS: Final = (0, 20, 40, 60, 80, 100)
ZONES: Final = (
    ("solid", 0.0, WATCH_FROM, "#f2f7f9"),
    ("watch", WATCH_FROM, WEAK_FROM, "#e3ecef"),
    ("weak", WEAK_FROM, 100.0, "#cfdce1"),
)
TOP: Final = 24  # above the first row
_BOTTOM: Final = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a plot shows of one pillar or context; `room` is None without a band."""

    title: str
    word: str
    css: str
    room: int | None
    low: int | None
    high: int | None
    is_context: bool

    @property
    def is_range(self) -> bool:
        """Whether missing answers could still change it."""
        return self.low is not None and self.high is not None and self.low != self.high


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
class RoomAxis:
    """A canvas with the axis and its bands; a plot adds its rows."""

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
    contexts_text: Annotated[str, "What stands above the contexts; empty without any."]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where the axis goes; `beside` puts names and words beside the plot, else above each row."""

    id: str
    width: float
    left: float
    right: float
    beside: bool

    def place(self, percent: float) -> float:
        """Where a share of room to improve stands."""
        return round(self.left + (self.right - self.left) * percent / 100, 1)


def room_axis(
    canvas: Canvas, *, title: str, description: str, bottom: float, has_contexts: bool
) -> dict[str, Any]:
    """All that a `RoomAxis` holds, by name; `bottom` is where the last row ends."""
    return {
        "id": canvas.id,
        "width": canvas.width,
        "height": bottom + _BOTTOM,
        "title": title,
        "description": description,
        "name_x": 4 if canvas.beside else canvas.left,
        "zones": tuple(_zone(canvas, *zone) for zone in ZONES),
        "zone_y": TOP,
        "zone_height": bottom - TOP,
        "ticks": tuple(Tick(x=canvas.place(tick), text=str(tick)) for tick in TICKS),
        "left": canvas.left,
        "right": canvas.right,
        "axis_text": "room to improve",
        "axis_x": (canvas.left + canvas.right) / 2,
        "contexts_text": "What surrounds them" if has_contexts else "",
    }


def _zone(canvas: Canvas, word: str, low: float, high: float, fill: str) -> Zone:
    left, right = canvas.place(low), canvas.place(high)
    middle = round((left + right) / 2, 1)
    return Zone(word=word, x=left, width=round(right - left, 1), middle=middle, fill=fill)
