"""Exercises on two feet or on one, seen from the side but for two."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .body import SHANK, THIGH, Bent, Foot, Pose, Reaching, flat, on_ball, on_heel
from .body import STANDING as FLAT
from .drawing import Arrow, Line, Scene
from .figures import IN_FRONT, Figure
from .lines import BAND, BAND_EDGE
from .things import bags, box, chair, kettlebells, wall

_DOWN: Final = Bent(upper=-95, lower=-84)
_AHEAD: Final = Bent(upper=2, lower=4)
_FREE_FOOT: Final = Bent(upper=-82, lower=-150, foot=Foot(angle=-60))


def _standing(x: float) -> Pose:
    return Pose(
        x=x, y=54.3, trunk=90, head=84,
        near_leg=flat(x), far_leg=flat(x + 3), near_arm=_DOWN, far_arm=_DOWN,
    )  # fmt: skip


def _squatting(x: float, hips: tuple[float, float], trunk: float) -> Pose:
    return Pose(
        x=x + hips[0], y=hips[1], trunk=trunk, head=trunk + 12,
        near_leg=flat(x), far_leg=flat(x + 3), near_arm=_AHEAD, far_arm=_AHEAD,
    )  # fmt: skip


def _facing(x: float, turned: float) -> Reaching:
    """A leg whose foot points at the reader, the knee too."""
    return Reaching(x=x, y=FLAT, joint=0, foot=Foot(angle=None, turned=turned, is_flat=True))


def _split(x: float, hips: tuple[float, float], back: Reaching) -> Pose:
    return Pose(
        x=x + hips[0], y=hips[1], trunk=88, head=84,
        near_leg=flat(x + 20), far_leg=back, near_arm=_DOWN, far_arm=_DOWN,
    )  # fmt: skip


def _at_wall(x: float, hips: float, near: Reaching, far: Reaching | Bent, hand: float) -> Pose:
    touch = Reaching(x=x + 30, y=hand, joint=-1)
    return Pose(
        x=x, y=hips, trunk=89, head=87, near_leg=near, far_leg=far, near_arm=touch, far_arm=touch
    )


def _tall_at_wall(near: Reaching, far: Bent | None = None) -> Pose:
    """On straight legs, in one line from the ankles to the head."""
    straight = Bent(upper=-90, lower=-90, foot=near.foot)
    hips = near.y + THIGH + SHANK
    touch = Reaching(x=near.x + 30, y=hips + 22, joint=-1)
    return Pose(
        x=near.x, y=hips, trunk=90, head=90, near_leg=straight,
        far_leg=far or replace(straight, upper=-88, lower=-88), near_arm=touch, far_arm=touch,
    )  # fmt: skip


_HINGED: Final = Pose(
    x=0,
    y=52.6,
    trunk=14,
    head=22,
    near_leg=flat(5),
    far_leg=Bent(upper=190, lower=191, foot=Foot(angle=-80)),
    near_arm=Bent(upper=-80, lower=-78),
    far_arm=Reaching(x=56, y=72, joint=-1),
)

STANDING: Final[Mapping[str, Scene]] = {
    "squat": Scene(
        description="Standing, then sitting down as on a chair, heels on the floor, arms ahead.",
        figures=(Figure(pose=_standing(0)), Figure(pose=_squatting(62, (-16, 34), 60))),
        before=(Arrow(start=(22, 60), end=(22, 36)),),
        ground=(-22, 92),
    ),
    "chair-squat": Scene(
        description="Standing in front of a chair, then sitting down until it is just touched.",
        figures=(Figure(pose=_standing(0)), Figure(pose=_squatting(66, (-18, 32.6), 62))),
        behind=(*chair(-9), *chair(57)),
        before=(Arrow(start=(20, 64), end=(20, 40)),),
        ground=(-34, 82),
    ),
    "split-squat": Scene(
        description="One foot a long step in front; the back knee goes down, but not to the floor.",
        figures=(
            Figure(pose=_split(0, (0, 49.6), on_ball(-22, 42))),
            Figure(pose=_split(68, (-2, 41), on_ball(44, 52))),
        ),
        before=(Arrow(start=(27, 62), end=(27, 40)),),
        ground=(-34, 104),
    ),
    "raised-split-squat": Scene(
        description="The back foot on a low bench; the back knee goes down towards the floor.",
        figures=(
            Figure(pose=_split(0, (2, 50), on_ball(-26, 60, 20))),
            Figure(pose=_split(68, (-1, 34), on_ball(42, 80, 20))),
        ),
        behind=(box(-35, -19, 20), box(33, 49, 20)),
        before=(Arrow(start=(24, 66), end=(24, 44)),),
        ground=(-36, 100),
    ),
    "band-walk": Scene(
        description="From the front, a band round the ankles: one foot steps to the side.",
        figures=(
            Figure(
                tones=IN_FRONT,
                pose=Pose(
                    x=0,
                    y=49,
                    trunk=90,
                    from_front=True,
                    near_leg=_facing(-9, -35),
                    far_leg=_facing(9, 35),
                    near_arm=Reaching(x=-8, y=55, joint=-1),
                    far_arm=Reaching(x=8, y=55, joint=1),
                ),
            ),
            Figure(
                tones=IN_FRONT,
                pose=Pose(
                    x=70,
                    y=46,
                    trunk=90,
                    from_front=True,
                    near_leg=_facing(51, -35),
                    far_leg=_facing(89, 35),
                    near_arm=Reaching(x=62, y=52, joint=-1),
                    far_arm=Reaching(x=78, y=52, joint=1),
                ),
            ),
        ),
        before=(
            *(
                Line(points=points, style=style)
                for style in (BAND_EDGE, BAND)
                for points in (((-11, 9.5), (11, 9.5)), ((50, 9.5), (90, 9.5)))
            ),
            Arrow(start=(22, 22), end=(42, 22)),
        ),
        ground=(-20, 102),
        seen_from_above=12,
    ),
    "hip-hinge": Scene(
        description="Standing with a weight held close, then leaning forward with a straight back.",
        figures=(
            Figure(
                pose=Pose(
                    x=0,
                    y=54,
                    trunk=90,
                    head=86,
                    near_leg=flat(0),
                    far_leg=flat(3),
                    near_arm=Reaching(x=7, y=47, joint=-1),
                    far_arm=Reaching(x=7, y=47, joint=-1),
                )
            ),
            Figure(
                pose=Pose(
                    x=51,
                    y=51,
                    trunk=24,
                    head=30,
                    near_leg=flat(65),
                    far_leg=flat(68),
                    near_arm=Reaching(x=75, y=26, joint=-1),
                    far_arm=Reaching(x=75, y=26, joint=-1),
                )
            ),
        ),
        before=(
            *kettlebells((7, 47), (75, 26)),
            Arrow(start=(40, 53), end=(26, 53)),
        ),
        ground=(-16, 96),
    ),
    "one-leg-hinge": Scene(
        description="From standing (dashed), a hand at a wall: back and one leg come almost level.",
        figures=(
            Figure(pose=replace(_standing(5), far_leg=flat(5)), is_start=True),
            Figure(pose=_HINGED),
        ),
        behind=(wall(58),),
        before=(Arrow(start=(-36, 24), end=(-44, 40), bend=(-44, 28)),),
        ground=(-60, 65),
    ),
    "lunge": Scene(
        description="A long step back, both knees bent; the back knee stays above the floor.",
        figures=(
            Figure(pose=_standing(0)),
            Figure(pose=_split(66, (-2, 41), on_ball(42, 52))),
        ),
        before=(Arrow(start=(34, 62), end=(20, 50), bend=(22, 62)),),
        ground=(-14, 104),
    ),
    "step-up": Scene(
        description="One foot on a low step, then standing on it; the other foot lands beside it.",
        figures=(
            Figure(
                pose=Pose(
                    x=6,
                    y=52.5,
                    trunk=82,
                    head=80,
                    near_leg=flat(22, 9),
                    far_leg=on_ball(4, 14),
                    near_arm=_DOWN,
                    far_arm=_DOWN,
                )
            ),
            Figure(
                pose=Pose(
                    x=84,
                    y=63,
                    trunk=89,
                    head=86,
                    near_leg=flat(82, 9),
                    far_leg=flat(89, 9),
                    near_arm=_DOWN,
                    far_arm=_DOWN,
                )
            ),
        ),
        behind=(box(14, 44, 9), box(74, 104, 9)),
        before=(Arrow(start=(52, 40), end=(52, 64)),),
        ground=(-12, 108),
    ),
    "step-down": Scene(
        description="On a step on one leg; the knee bends until the other heel taps the floor.",
        figures=(
            Figure(
                pose=Pose(
                    x=0,
                    y=66,
                    trunk=90,
                    head=84,
                    near_leg=flat(0, 12),
                    far_leg=Bent(upper=-72, lower=-76, foot=Foot(angle=12)),
                    near_arm=Bent(upper=-70, lower=-20),
                    far_arm=Bent(upper=-70, lower=-20),
                )
            ),
            Figure(
                pose=Pose(
                    x=59,
                    y=48.5,
                    trunk=74,
                    head=82,
                    near_leg=flat(64, 12),
                    far_leg=on_heel(81, 22),
                    near_arm=Bent(upper=-30, lower=0),
                    far_arm=Bent(upper=-30, lower=0),
                )
            ),
        ),
        behind=(box(-14, 12, 12), box(50, 76, 12)),
        before=(Arrow(start=(31, 70), end=(31, 46)),),
        ground=(-18, 104),
    ),
    "carry": Scene(
        description="Walking tall with a heavy bag in one hand, from the front and from the side.",
        figures=(
            Figure(
                tones=IN_FRONT,
                pose=Pose(
                    x=0,
                    y=54.3,
                    trunk=90,
                    from_front=True,
                    near_leg=_facing(-5.5, -35),
                    far_leg=_facing(5.5, 35),
                    near_arm=Bent(upper=-104, lower=-93),
                    far_arm=Bent(upper=-76, lower=-87),
                ),
            ),
            Figure(
                pose=Pose(
                    x=66,
                    y=52.5,
                    trunk=90,
                    head=86,
                    near_leg=on_heel(80, 18),
                    far_leg=on_ball(52, 34),
                    near_arm=Bent(upper=-92, lower=-88),
                    far_arm=Bent(upper=-112, lower=-98),
                )
            ),
        ),
        before=(
            *bags((-14.5, 45.9), (66, 44.2)),
            Arrow(start=(84, 62), end=(102, 62)),
        ),
        ground=(-20, 102),
    ),
    "calf-raise": Scene(
        description="Fingertips on a wall, knees straight: both heels rise.",
        figures=(
            Figure(pose=_tall_at_wall(flat(0))),
            Figure(pose=_tall_at_wall(on_ball(64.7, 55))),
        ),
        before=(
            wall(32),
            wall(96),
            Arrow(start=(84, 4), end=(84, 20)),
        ),
        ground=(-12, 103),
    ),
    "one-leg-calf-raise": Scene(
        description="On one leg, fingertips on a wall, knee straight: the heel rises.",
        figures=(
            Figure(pose=_tall_at_wall(flat(0), _FREE_FOOT)),
            Figure(pose=_tall_at_wall(on_ball(70.7, 55), _FREE_FOOT)),
        ),
        before=(
            wall(32),
            wall(102),
            Arrow(start=(90, 4), end=(90, 20)),
        ),
        ground=(-20, 109),
    ),
    "bent-calf-raise": Scene(
        description="Fingertips on a wall, knees bent a little: both heels rise, knees stay bent.",
        figures=(
            Figure(pose=_at_wall(-4, 51, flat(0), flat(3), 74)),
            Figure(pose=_at_wall(60, 54.4, on_ball(66, 50), on_ball(69, 50), 78)),
        ),
        before=(
            wall(28),
            wall(92),
            Arrow(start=(83, 4), end=(83, 20)),
        ),
        ground=(-18, 99),
    ),
    "one-leg-bent-calf-raise": Scene(
        description="On one leg, fingertips on a wall: the heel rises, the knee stays bent.",
        figures=(
            Figure(pose=_at_wall(-4, 51, flat(0), _FREE_FOOT, 74)),
            Figure(pose=_at_wall(66, 54.4, on_ball(72, 50), _FREE_FOOT, 78)),
        ),
        before=(
            wall(28),
            wall(98),
            Arrow(start=(89, 4), end=(89, 20)),
        ),
        ground=(-24, 105),
    ),
}
