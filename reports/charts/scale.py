"""From numbers to places on a line: which part of an axis to show, and room between thresholds."""

from bisect import bisect_right
from collections.abc import Sequence
from math import inf


def shown_part(
    thresholds: Sequence[float], ends: tuple[float, float], *, near: float, pad: float
) -> tuple[float, float]:
    """The part of an axis around thresholds, which go up; an end that is near is kept.

    How far is near, and how much is shown beyond the outer thresholds, is counted in the distance
    between these.
    """
    first, last = thresholds[0], thresholds[-1]
    span = (last - first) or abs(first) / 2 or 1.0
    low = ends[0] if first - ends[0] <= near * span else first - pad * span
    high = ends[1] if ends[1] - last <= near * span else last + pad * span
    return (low, high) if low < high else (low, low + 1)


def apart(places: Sequence[float], gap: float, right: float) -> list[float]:
    """Places that go up, moved so far that two never stand closer than a gap, up to the right end.

    >>> apart([10, 11, 50], 4, 50)
    [10, 14, 50]
    """
    moved: list[float] = []
    before = -inf
    for place in places:
        before = max(place, before + gap)
        moved.append(before)
    after = inf
    for index in reversed(range(len(moved))):
        after = moved[index] = min(moved[index], after - gap, right)
    return moved


def place_of(value: float, numbers: Sequence[float], places: Sequence[float]) -> float:
    """Where a number stands between numbers that have places; beyond the outer ones at their place.

    >>> place_of(7.5, [0, 5, 10], [0, 80, 100])
    90.0
    """
    if value <= numbers[0]:
        return places[0]
    if value >= numbers[-1]:
        return places[-1]
    index = bisect_right(numbers, value)
    low, high = numbers[index - 1], numbers[index]
    share = (value - low) / (high - low)
    return places[index - 1] + share * (places[index] - places[index - 1])
