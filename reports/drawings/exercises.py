"""The drawing of an exercise of a plan."""

from collections.abc import Mapping
from typing import Final

from .drawing import Scene, draw
from .poses_floor import FLOOR
from .poses_moving import MOVING
from .poses_standing import STANDING
from .shapes import Drawing

SCENES: Final[Mapping[str, Scene]] = {**STANDING, **FLOOR, **MOVING}


def exercise_drawing(exercise: str, title: str) -> Drawing | None:
    """The drawing of the exercise with this id, under a name; None where there is none.

    Ids are those of the shipped knowledge base: another base that means another exercise by one
    of them should give it another id.
    """
    scene = SCENES.get(exercise)
    return None if scene is None else draw(f"exercise-{exercise}", title, scene)
