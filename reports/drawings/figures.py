"""The strokes of bodies: whole ones, and dashed ones that show where a movement starts."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from .body import HEAD, SIDES, Body, Point, Pose, Side, body
from .lines import START, Parts, Style, through

_START, _BACK, _MIDDLE, _FRONT = -10, 0, 10, 20  # layers of a body
_LEG, _ARM, _SIDE = 7.0, 5.0, 11.0  # widths of limbs, and of a trunk seen from the side
_PAPER: Final = "#ffffff"
_Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Tones:
    """The colours of a body: its near limbs, its trunk and its far limbs."""

    near: str
    trunk: str
    far: str


PERSON: Final = Tones("#123c4a", "#123c4a", "#7f9aa4")  # a lighter limb is always a far one
IN_FRONT: Final = Tones("#123c4a", "#123c4a", "#123c4a")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A body in a drawing; a start is where another body of the drawing comes from."""

    pose: Pose
    tones: Tones = PERSON
    is_start: bool = False


def figure_layers(figures: Sequence[Figure], above: float) -> Iterator[tuple[Style, Parts]]:
    """The strokes of all bodies, from back to front.

    They are sorted by layer, so that lines of one sort are one path: that keeps pictures small.
    """
    whole = [body(figure.pose) for figure in figures if not figure.is_start]
    found = [
        one
        for figure in figures
        for one in (
            _start(body(figure.pose), whole, above) if figure.is_start else _layers(figure, above)
        )
    ]
    for _, style, parts in sorted(found, key=lambda one: one[0]):
        yield style, parts


def _start(made: Body, others: Sequence[Body], above: float) -> Iterator[tuple[int, Style, Parts]]:
    """The dashed edge of a body seen from the side, but for what another has in the same place.

    Each part has an edge of its own; paper laid over the parts leaves the edge of the whole.
    """
    parts: list[tuple[_Places, float]] = []
    if made.neck not in [one.neck for one in others]:
        parts += [((_seen(made.neck, above), _seen(made.hips, above)), _SIDE)]
        head = _seen(made.head, above)
        yield _START, START, [("o", (*head, HEAD - START.width / 2))]
    for leg in _moved(made.legs, [one.legs for one in others], above):
        parts += [(leg[:3], _LEG)]
        yield _START, START, through(leg[2:], is_closed=True)
        yield _START + 1, Style(_PAPER, 0.1, _PAPER), through(leg[2:], is_closed=True)
    parts += [(arm, _ARM) for arm in _moved(made.arms, [one.arms for one in others], above)]
    for places, width in parts:
        yield _START, START, _around(places, (width - START.width) / 2)
        yield _START + 1, Style(_PAPER, width - 2 * START.width), through(places)


def _moved(
    limbs: Mapping[Side, Sequence[Point]],
    others: Iterable[Mapping[Side, Sequence[Point]]],
    above: float,
) -> list[_Places]:
    """Where those limbs are on the page that no other body has there, each place once."""
    taken = {_on_page(limb, above) for pair in others for limb in pair.values()}
    here = dict.fromkeys(_on_page(limb, above) for limb in limbs.values())
    return [places for places in here if places not in taken]


def _on_page(points: Iterable[Point], above: float) -> _Places:
    return tuple(_seen(one, above) for one in points)


def _around(points: _Places, half: float) -> Parts:
    """The edge of a bent line, round at its ends."""
    parts: Parts = []
    for there in (points, points[::-1]):
        aside = [_aside(one, other, half) for one, other in pairwise(there)]
        if not parts:
            parts += [("M", (there[0][0] + aside[0][0], there[0][1] + aside[0][1]))]
        for (x, y), one, other in zip(there[1:], aside, aside[1:], strict=False):
            # where both edges meet at a joint
            share = half**2 / (half**2 + one[0] * other[0] + one[1] * other[1])
            corner = (x + (one[0] + other[0]) * share, y + (one[1] + other[1]) * share)
            parts += [("L", corner)]
        (x, y), (left, up) = there[-1], aside[-1]
        on, over = (x + up, y - left), (up, -left)  # the tip of the round end, and the way to it
        parts += [
            ("L", (x + left, y + up)),
            ("Q", (x + left + over[0], y + up + over[1], *on)),
            ("Q", (x - left + over[0], y - up + over[1], x - left, y - up)),
        ]
    return [*parts, ("z", ())]


def _aside(
    start: tuple[float, float], end: tuple[float, float], half: float
) -> tuple[float, float]:
    """The way from a line to its left edge."""
    x, y = end[0] - start[0], end[1] - start[1]
    return -y * half / math.hypot(x, y), x * half / math.hypot(x, y)


def _layers(figure: Figure, above: float) -> Iterator[tuple[int, Style, Parts]]:
    """The strokes of a body with their layers; a light edge sets near limbs from what is behind.

    From the side far limbs are behind the trunk, from the front all limbs are before it.
    """
    pose, made, tones = figure.pose, body(figure.pose), figure.tones
    is_front = pose.from_front
    yield from _trunk(made, tones.trunk, above, is_front=is_front)
    for side in SIDES:
        is_near = side == "near"
        tone = tones.near if is_near else tones.far
        layer = _FRONT if is_near or is_front else _BACK
        leg = [_seen(one, above) for one in made.legs[side]]
        arm = [_seen(one, above) for one in made.arms[side]]
        if is_near and tones.near != tones.far:
            yield layer + 1, Style(_PAPER, 9.4), _edge(leg[:3])
        yield layer + 2 * is_near, Style(tone, _LEG), through(leg[:3])
        yield layer + 2 * is_near, Style(tone, 3, tone), through(leg[2:], is_closed=True)
        if is_near or is_front or pose.far_arm != pose.near_arm:
            if layer == _FRONT:
                yield layer + 3, Style(_PAPER, 7.4), _edge(arm)
            yield layer + 4, Style(tone, _ARM), through(arm)


def _trunk(
    made: Body, tone: str, above: float, *, is_front: bool
) -> Iterator[tuple[int, Style, Parts]]:
    neck, head = _seen(made.neck, above), _seen(made.head, above)
    if is_front:
        corners = [
            _seen(one, above)
            for one in (
                made.arms["near"].shoulder, made.arms["far"].shoulder,
                made.legs["far"].hip, made.legs["near"].hip,
            )
        ]  # fmt: skip
        yield _MIDDLE, Style(tone, 6, tone), through(corners, is_closed=True)
        yield _MIDDLE, Style(tone, 5), through([neck, head])
    else:
        yield _MIDDLE, Style(tone, _SIDE), through([neck, _seen(made.hips, above)])
    yield _MIDDLE + 1, Style(tone, 2 * HEAD), through([head, (head[0] + 0.1, head[1])])


def _edge(points: Sequence[tuple[float, float]]) -> Parts:
    """Where a light edge runs: not at the joint that joins the limb to the trunk."""
    first, second, *others = points
    start = (first[0] + (second[0] - first[0]) * 0.4, first[1] + (second[1] - first[1]) * 0.4)
    return through([start, second, *others])


def _seen(point: Point, above: float) -> tuple[float, float]:
    """Where a point is on the page, for a reader who looks down by some degrees."""
    tilt = math.radians(above)
    return point.x, point.y * math.cos(tilt) - point.z * math.sin(tilt)
