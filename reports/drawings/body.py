"""A body with fixed lengths: from the angles of its joints to points in space.

Lengths are hundredths of the body's height, from the segment lengths of Drillis and Contini
(1966) as printed in Winter, Biomechanics and Motor Control of Human Movement. The page is the
plane of x (to the right) and y (up); z comes out of it. Angles are degrees on the page: 0 points
right, 90 up. A depth is how far a bone turns out of the page, 90 straight at the reader.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

THIGH: Final = 24.5
SHANK: Final = 24.6
TRUNK: Final = 28.8  # from hip to shoulder
UPPER_ARM: Final = 18.6
FOREARM: Final = 19.0  # with the hand, to the grip
NECK: Final = 12.6  # from shoulder to the middle of the head
HEAD: Final = 6.3  # radius
HALF_HIPS: Final = 5.0
HALF_SHOULDERS: Final = 9.0
SOLE: Final = 1.5  # from the ground to the line that draws the sole
ANKLE: Final = 4.0  # from that line to the ankle
HEEL_BACK: Final = 4.0
BALL_AHEAD: Final = 7.0
TOES: Final = 4.2
STANDING: Final = SOLE + ANKLE  # height of the ankle over a flat foot

Side = Literal["near", "far"]
SIDES: Final[tuple[Side, Side]] = ("far", "near")


@dataclass(frozen=True, slots=True)
class Point:
    """A place in space, or a way from one to another."""

    x: float
    y: float
    z: float = 0.0

    def __add__(self, other: "Point") -> "Point":
        return Point(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other: "Point") -> "Point":
        return self + other.times(-1)

    def times(self, factor: float) -> "Point":
        """The way, longer by a factor."""
        return Point(self.x * factor, self.y * factor, self.z * factor)

    @property
    def length(self) -> float:
        """How far it is."""
        return math.hypot(self.x, self.y, self.z)


AT_READER: Final = Point(0, 0, 1)


def way(angle: float, depth: float = 0.0) -> Point:
    """The way of length 1 in a direction."""
    turned, out = math.radians(angle), math.radians(depth)
    flat = math.cos(out)
    return Point(math.cos(turned) * flat, math.sin(turned) * flat, math.sin(out))


@dataclass(frozen=True, slots=True, kw_only=True)
class Foot:
    """How a foot is held.

    `angle` is the direction from heel to toe on the page; the toes may bend in a direction of
    their own. Where `angle` is None the foot points at the reader, turned to the right by
    `turned` degrees, its sole square to the shank or flat on the ground. A foot that is
    `is_pointed` goes on where the shank went.
    """

    angle: float | None = 0.0
    toes: float | None = None
    turned: float = 0.0
    is_flat: bool = False
    is_pointed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bent:
    """An arm or a leg by the directions of its two bones."""

    upper: float
    lower: float
    upper_depth: float = 0.0
    lower_depth: float = 0.0
    foot: Foot = Foot()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaching:
    """An arm or a leg by the place of its hand or ankle; knee or elbow goes to `joint`.

    `joint` is 1 where it lies to the left of the way from hip to ankle, -1 to the right, 0 where
    it comes towards the reader.
    """

    x: float
    y: float
    joint: Literal[-1, 0, 1]
    foot: Foot = Foot()


Limb = Bent | Reaching


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A whole body; `x` and `y` are the middle of the hips.

    Seen from the side, near limbs hide far ones. Seen from the front, shoulders and hips lie
    across the page, the near ones to the left of the way from hip to head, or to the right
    where `is_mirrored`.
    """

    x: float
    y: float
    trunk: float
    near_leg: Limb
    far_leg: Limb
    near_arm: Limb
    far_arm: Limb
    head: float | None = None
    from_front: bool = False
    is_mirrored: bool = False


class Leg(NamedTuple):
    """The points of a leg."""

    hip: Point
    knee: Point
    ankle: Point
    heel: Point
    ball: Point
    toe: Point


class Arm(NamedTuple):
    """The points of an arm."""

    shoulder: Point
    elbow: Point
    hand: Point


@dataclass(frozen=True, slots=True)
class Body:
    """The points of a whole body."""

    hips: Point
    neck: Point
    head: Point
    legs: Mapping[Side, Leg]
    arms: Mapping[Side, Arm]


def body(pose: Pose) -> Body:
    """The points of a pose.

    Raises:
        ValueError: if a hand or a foot is to reach further than its limb is long.
    """
    hips, along = Point(pose.x, pose.y), way(pose.trunk)
    neck = hips + along.times(TRUNK)
    across = AT_READER
    if pose.from_front:
        across = way(pose.trunk + (-90 if pose.is_mirrored else 90))
    head = neck + way(pose.trunk if pose.head is None else pose.head).times(NECK)
    return Body(
        hips,
        neck,
        head,
        {
            "near": _leg(hips + across.times(HALF_HIPS), pose.near_leg),
            "far": _leg(hips - across.times(HALF_HIPS), pose.far_leg),
        },
        {
            "near": _arm(neck + across.times(HALF_SHOULDERS), pose.near_arm),
            "far": _arm(neck - across.times(HALF_SHOULDERS), pose.far_arm),
        },
    )


def _leg(hip: Point, limb: Limb) -> Leg:
    knee, ankle = _bones(hip, limb, THIGH, SHANK)
    foot = limb.foot
    if foot.is_pointed:
        along = toes = (ankle - knee).times(1 / SHANK)
        down = Point(0, 0)
    elif foot.angle is None:
        down = Point(0, -1) if foot.is_flat else (ankle - knee).times(1 / SHANK)
        along = way(0, 90 - foot.turned)
        along = along - down.times(along.x * down.x + along.y * down.y + along.z * down.z)
        along = along.times(1 / along.length)
        toes = along
    else:
        along, down = way(foot.angle), way(foot.angle - 90)
        toes = way(foot.angle if foot.toes is None else foot.toes)
    sole = ankle + down.times(ANKLE)
    ball = sole + along.times(BALL_AHEAD)
    return Leg(hip, knee, ankle, sole - along.times(HEEL_BACK), ball, ball + toes.times(TOES))


def _arm(shoulder: Point, limb: Limb) -> Arm:
    return Arm(shoulder, *_bones(shoulder, limb, UPPER_ARM, FOREARM))


def _bones(start: Point, limb: Limb, upper: float, lower: float) -> tuple[Point, Point]:
    """Knee and ankle, or elbow and hand."""
    if isinstance(limb, Bent):
        joint = start + way(limb.upper, limb.upper_depth).times(upper)
        return joint, joint + way(limb.lower, limb.lower_depth).times(lower)
    end = Point(limb.x, limb.y, start.z)
    line = end - start
    far = line.length
    if not abs(upper - lower) < far <= upper + lower:
        raise ValueError(f"({limb.x}, {limb.y}) is {far:.1f} away and cannot be reached")
    along = (upper**2 - lower**2 + far**2) / (2 * far)
    out = math.sqrt(max(0.0, upper**2 - along**2))
    pole = AT_READER
    if limb.joint:
        pole = Point(-line.y, line.x).times(limb.joint / far)
    return start + line.times(along / far) + pole.times(out), end


def flat(x: float, ground: float = 0.0, joint: Literal[-1, 0, 1] = 1) -> Reaching:
    """A leg whose foot stands flat, its ankle over x; the knee bends forward."""
    return Reaching(x=x, y=ground + STANDING, joint=joint)


def on_ball(x: float, lift: float, ground: float = 0.0) -> Reaching:
    """A leg that stands on the ball of the foot at x, the heel lifted by an angle."""
    along, down = way(-lift), way(-lift - 90)
    ankle = Point(x, ground + SOLE) - along.times(BALL_AHEAD) - down.times(ANKLE)
    return Reaching(x=ankle.x, y=ankle.y, joint=1, foot=Foot(angle=-lift, toes=0))


def on_heel(x: float, lift: float, ground: float = 0.0) -> Reaching:
    """A leg whose heel touches the ground at x, the toes lifted by an angle."""
    along, down = way(lift), way(lift - 90)
    ankle = Point(x, ground + SOLE) + along.times(HEEL_BACK) - down.times(ANKLE)
    return Reaching(x=ankle.x, y=ankle.y, joint=1, foot=Foot(angle=lift))
