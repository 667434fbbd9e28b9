"""Values of a question that stand for all others: between two thresholds nothing changes."""

from collections.abc import Iterable, Iterator
from math import ceil, floor, inf, isfinite

from ..condition import Value
from ..vocabulary import Choice, Kind, Number, Several, Text

_STEPS = (1.0, 0.5, 0.1, 0.05, 0.01)  # from numbers that people say to those they write


def number_cells(lowest: float, highest: float, thresholds: Iterable[float]) -> list[float]:
    """One value of each cell: every threshold, and one between each two, in order.

    >>> number_cells(0, 14, [6, 7])
    [5.0, 6.0, 6.5, 7.0, 8.0]
    """
    inside = sorted({float(one) for one in thresholds if lowest <= one <= highest})
    values: list[float] = []
    before = lowest
    for index, threshold in enumerate(inside):
        if threshold > before:
            values.append(between(before, threshold, with_low=index == 0))
        values.append(threshold)
        before = threshold
    if not inside:
        return [between(lowest, highest, with_low=True)]
    if before < highest:
        values.append(between(before, highest, with_high=True))
    return values


def between(low: float, high: float, *, with_low: bool = False, with_high: bool = False) -> float:
    """A number between two that is easy to say; near the one that is no end of the answers.

    `with_low` and `with_high` say that the end itself is allowed too: there the answers end.
    """
    if not isfinite(low) and not isfinite(high):
        return 0.0
    if not isfinite(low):
        return high - 1.0
    if not isfinite(high):
        return low + 1.0
    for step in _STEPS:
        inner = [floor(low / step) * step + step, ceil(high / step) * step - step]
        fitting = [round(one, 6) for one in inner if low < one < high]
        if fitting:
            return fitting[-1] if with_low else fitting[0]
    if with_low:
        return float(low)
    return float(high) if with_high else (low + high) / 2


def words_of(kind: Kind) -> tuple[str, ...]:
    """The words that an answer of this kind can have."""
    match kind:
        case Choice(labels) | Several(labels):
            return tuple(labels)
        case Number() | Text():
            return ()


def near(value: float, lowest: float, highest: float) -> Iterator[Value]:
    """Numbers at a value and close by on both sides, easy ones first, within the range."""
    seen = set()
    for step in (*_STEPS, 0.0):
        for one in (floor(value / step) * step, ceil(value / step) * step) if step else (value,):
            rounded = round(one, 6) if step else one
            if lowest <= rounded <= highest and rounded not in seen and abs(rounded) < inf:
                seen.add(rounded)
                yield float(rounded)
