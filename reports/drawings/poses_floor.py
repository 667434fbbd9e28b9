"""Exercises on the floor: on the back, on the side, on hands or elbow."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .body import Bent, Foot, Pose, Reaching, flat, on_ball
from .drawing import Arrow, Scene
from .figures import Figure

_ALONG_FLOOR: Final = Bent(upper=-5, lower=-1)
_TO_READER: Final = Foot(angle=None)
_ON_ELBOW: Final = Bent(upper=-90, lower=180, lower_depth=50)
_LOOKING_DOWN: Final = 20
_LYING_ON_SIDE: Final = Pose(
    x=0, y=9.5, trunk=176, head=180, from_front=True, is_mirrored=True,
    near_leg=Bent(upper=24, lower=24, upper_depth=-16, lower_depth=-16, foot=_TO_READER),
    far_leg=Bent(upper=-2, lower=2, upper_depth=48, lower_depth=-48, foot=_TO_READER),
    near_arm=Bent(upper=-20, lower=-105, upper_depth=50, lower_depth=36),
    far_arm=Bent(upper=180, lower=180),
)  # fmt: skip
_DEAD_BUG: Final = Pose(
    x=0, y=6, trunk=180, head=178,
    near_leg=Bent(upper=106, lower=6, foot=Foot(angle=84)),
    far_leg=Bent(upper=12, lower=8, foot=Foot(angle=80)),
    near_arm=Bent(upper=138, lower=146),
    far_arm=Bent(upper=78, lower=78),
)  # fmt: skip

FLOOR: Final[Mapping[str, Scene]] = {
    "side-leg-lift": Scene(
        description="On one side, lower knee bent: the straight upper leg goes up (dashed: start).",
        figures=(
            Figure(
                pose=replace(_LYING_ON_SIDE, near_leg=Bent(upper=-2, lower=-2, foot=_TO_READER)),
                is_start=True,
            ),
            Figure(pose=_LYING_ON_SIDE),
        ),
        before=(Arrow(start=(58, 16), end=(56, 34), bend=(60, 26)),),
        ground=(-70, 58),
        seen_from_above=_LOOKING_DOWN,
    ),
    "side-plank-leg-lift": Scene(
        description="A straight body on one elbow and the lower foot: the upper leg is lifted.",
        figures=(
            Figure(
                pose=Pose(
                    x=0,
                    y=21,
                    trunk=163.5,
                    head=163.5,
                    from_front=True,
                    is_mirrored=True,
                    near_leg=Bent(upper=14, lower=14, foot=_TO_READER),
                    far_leg=Bent(upper=-16.5, lower=-16.5, foot=_TO_READER),
                    near_arm=Reaching(x=2, y=28, joint=1),
                    far_arm=_ON_ELBOW,
                )
            ),
        ),
        before=(Arrow(start=(57, 14), end=(55, 34), bend=(61, 24)),),
        ground=(-60, 60),
        seen_from_above=_LOOKING_DOWN,
    ),
    "long-side-plank": Scene(
        description="A straight body on one elbow and the feet, seen from the front.",
        figures=(
            Figure(
                pose=Pose(
                    x=0,
                    y=21,
                    trunk=163.5,
                    head=163.5,
                    from_front=True,
                    is_mirrored=True,
                    near_leg=Bent(upper=-16.5, lower=-16.5, foot=_TO_READER),
                    far_leg=Bent(upper=-16.5, lower=-16.5, foot=_TO_READER),
                    near_arm=Reaching(x=2, y=28, joint=1),
                    far_arm=_ON_ELBOW,
                )
            ),
        ),
        before=(Arrow(start=(8, 36), end=(8, 50)),),
        ground=(-60, 60),
        seen_from_above=_LOOKING_DOWN,
    ),
    "side-plank": Scene(
        description="On one elbow and the knees: a straight line from shoulder to knee.",
        figures=(
            Figure(
                pose=Pose(
                    x=0,
                    y=17.2,
                    trunk=155.3,
                    head=155.3,
                    from_front=True,
                    is_mirrored=True,
                    near_leg=Bent(
                        upper=-28.7, lower=0, lower_depth=-52, foot=Foot(is_pointed=True)
                    ),
                    far_leg=Bent(upper=-22, lower=0, lower_depth=-52, foot=Foot(is_pointed=True)),
                    near_arm=Reaching(x=2, y=28, joint=1),
                    far_arm=_ON_ELBOW,
                )
            ),
        ),
        before=(Arrow(start=(10, 30), end=(10, 44)),),
        ground=(-56, 54),
        ground_depth=22,
        seen_from_above=14,
    ),
    "bridge": Scene(
        description="On the back, feet flat: the hips rise until the body is straight.",
        figures=(
            Figure(
                pose=Pose(
                    x=-2.8,
                    y=18.4,
                    trunk=205.6,
                    head=178,
                    near_leg=flat(26),
                    far_leg=flat(29),
                    near_arm=_ALONG_FLOOR,
                    far_arm=_ALONG_FLOOR,
                )
            ),
        ),
        before=(Arrow(start=(-4, 28), end=(-4, 42)),),
        ground=(-52, 48),
    ),
    "dead-bug": Scene(
        description="Arms and knees up (dashed): one arm goes back, the other leg goes out low.",
        figures=(
            Figure(
                pose=replace(
                    _DEAD_BUG,
                    far_leg=Bent(upper=78, lower=-4, foot=Foot(angle=78)),
                    near_arm=Bent(upper=104, lower=104),
                ),
                is_start=True,
            ),
            Figure(pose=_DEAD_BUG),
        ),
        before=(
            Arrow(start=(-44, 44), end=(-60, 35), bend=(-54, 44)),
            Arrow(start=(37, 38), end=(52, 30), bend=(48, 39)),
        ),
        ground=(-70, 58),
    ),
    "plank-reach": Scene(
        description="A straight body on one hand and the toes: the other arm reaches forward.",
        figures=(
            Figure(
                pose=Pose(
                    x=0,
                    y=29.5,
                    trunk=22,
                    head=34,
                    near_leg=on_ball(-47.37, 80),
                    far_leg=on_ball(-47.37, 80),
                    near_arm=Bent(upper=-6, lower=-2),
                    far_arm=Bent(upper=-89, lower=-90),
                )
            ),
        ),
        before=(Arrow(start=(42, 8), end=(60, 28), bend=(58, 12)),),
        ground=(-58, 66),
    ),
}
