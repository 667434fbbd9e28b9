"""Exercises of foot and balance, and those that are done while running."""

from collections.abc import Mapping
from typing import Final

from .body import STANDING as FLAT
from .body import Bent, Foot, Pose, Reaching, flat
from .drawing import Arrow, Line, Scene
from .figures import Figure
from .lines import HAIR, THING
from .things import bare_foot, closed_eye, cushion, metronome, wall

_FREE_FOOT: Final = Bent(upper=-46, lower=-118, foot=Foot(angle=-28))


def _balancing(x: float, lift: float = 0.0) -> Pose:
    return Pose(
        x=x, y=54.2 + lift, trunk=90, head=90, near_leg=flat(x, lift), far_leg=_FREE_FOOT,
        near_arm=Bent(upper=-100, lower=-44), far_arm=Bent(upper=-100, lower=-44),
    )  # fmt: skip


def _running(x: float, y: float, foot: Reaching) -> Pose:
    """Landing under the body, on a soft knee."""
    return Pose(
        x=x, y=y, trunk=84, head=84, near_leg=foot,
        far_leg=Bent(upper=-94, lower=-172, foot=Foot(angle=-84)),
        near_arm=Bent(upper=-128, lower=-32), far_arm=Bent(upper=-66, lower=26),
    )  # fmt: skip


def _on_slope(x: float) -> float:
    """Height of the gentle slope."""
    return 12 - 0.14 * x


MOVING: Final[Mapping[str, Scene]] = {
    "feet-and-balance": Scene(
        description="Standing on one leg near a wall; beside it, a bare foot whose arch rises.",
        figures=(Figure(pose=_balancing(0)),),
        behind=(wall(34), *bare_foot(68)),
        ground=(-16, 120),
    ),
    "harder-balance": Scene(
        description="On one leg on a cushion near a wall; beside it, a closed eye and a bare foot.",
        figures=(Figure(pose=_balancing(0, 6)),),
        behind=(wall(34), cushion(0), *bare_foot(66), *closed_eye(88, 72)),
        ground=(-19, 116),
    ),
    "beat-run": Scene(
        description="A runner and a metronome: the foot lands under the body.",
        figures=(Figure(pose=_running(0, 51, flat(5))),),
        behind=(
            *metronome(52, 44),
            *(Line(points=((x, -5), (x, -1)), style=HAIR) for x in (-43, -19, 5, 29, 53)),
        ),
        ground=(-46, 78),
    ),
    "easy-descent": Scene(
        description="A runner on a gentle slope, going down with soft knees.",
        figures=(
            Figure(
                pose=_running(
                    0, 60, Reaching(x=7, y=_on_slope(7) + FLAT, joint=1, foot=Foot(angle=-8))
                )
            ),
        ),
        behind=(
            Line(
                points=((-50, 0), (-50, _on_slope(-50)), (64, _on_slope(64)), (64, 0)),
                style=THING,
                is_closed=True,
            ),
        ),
        before=(Arrow(start=(30, 30), end=(52, 26.9)),),
    ),
}
