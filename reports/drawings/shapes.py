"""A drawing as a report prints it: strokes on a canvas, with its words."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """Lines of one colour and width, or a filled area."""

    path: Annotated[str, "Where it goes, as the `d` of an SVG path."]
    colour: Annotated[str, "Colour of the line."]
    width: Annotated[float, "Width of the line."]
    fill: Annotated[str, "Colour of the area; `none` for a line."]
    dashes: Annotated[str, "Lengths of its dashes and gaps; empty for a whole line."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A line drawing of an exercise; all are drawn to one scale."""

    id: Annotated[str, "Id of its title in the page."]
    title: Annotated[str, "Name of the exercise."]
    description: Annotated[str, "What is seen, in words."]
    width: Annotated[float, "Width of the canvas, the same for all; a person is 100 high."]
    height: Annotated[float, "Height of the canvas."]
    strokes: Annotated[tuple[Stroke, ...], "What is drawn, from back to front."]
