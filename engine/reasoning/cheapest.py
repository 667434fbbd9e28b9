"""The cheapest ways to bring a pillar below a line, one option of each part, cheapest first.

Whether a pillar lies below a line follows from a few sums over its items. So parts that share no
item can be put together in any way, and the best that is still possible of each sum, for an
effort, is known before anything is tried. Ways are tried by their least possible effort (A*), so
that they come in the order of their effort.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from itertools import count

from ..knowledge import DECIDED_SHARE
from ..scoring import ItemScore

Sums = tuple[float, float, float, float, float]

NO_SUMS: Sums = (0.0, 0.0, 0.0, 0.0, 0.0)
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Option:
    """One way to answer the questions of a part; `far` has how far each moved one is moved."""

    far: Mapping[str, float]
    effort: int
    sums: Sums
    moves: Mapping[str, float | str]
    items: tuple[ItemScore, ...]

    def contains(self, other: "Option") -> bool:
        """Whether all that is moved in another option is moved here, as far or farther."""
        return all(name in self.far and far <= self.far[name] for name, far in other.far.items())


Way = tuple[Option, ...]


def sums_of(items: Iterable[ItemScore], line: float) -> Sums:
    """What items add to each sum; the less of each, the better.

    In order: what is decided, the low end and the high end of the range, each below the line where
    its sum is below nothing; how far the decided items are from enough; and minus their number.
    """
    decided = low = high = short = number = 0.0
    for item in items:
        worth = item.group.worth
        if item.is_decided:
            decided += 100 * item.least - line * worth
            number -= 1
            short -= 1
        if item.applies is True:
            low += 100 * item.least - line * worth
            high += 100 * item.most - line * worth
        elif item.applies is None:
            low -= line * (worth - item.least)
            high += (100 - line) * item.most
        short += DECIDED_SHARE * (item.applies is not False)
    return decided, low, high, short, number


def ways_below(
    parts: Sequence[Sequence[Option]], start: Sums, is_known: Callable[[Way], bool]
) -> Iterator[Way]:
    """Every way that may bring the pillar below the line, by effort; one option of each part.

    `start` has the sums of all that is in no part. A way whose first options contain one that is
    known is left out: `is_known` is asked anew at every step.
    """
    most = [sum(max(one.effort for one in part) for part in parts[at:]) for at in range(len(parts))]
    most.append(0)

    @cache
    def best(at: int, effort: int) -> Sums:
        """The least of each sum over the parts from one on, for an effort at most."""
        if at == len(parts):
            return NO_SUMS
        found = [
            _added(one.sums, best(at + 1, min(effort - one.effort, most[at + 1])))
            for one in parts[at]
            if one.effort <= effort
        ]
        return found[0] if len(found) == 1 else _least(found)

    def effort_from(at: int, sums: Sums, least: int) -> int | None:
        """The least effort from a part on that may be enough; None if none is."""
        for effort in range(least, most[at] + 1):
            if _is_below(_added(sums, best(at, effort))):
                return effort
        return None

    order = count()
    first = effort_from(0, start, 0)
    waiting: list[tuple[int, int, int, Sums, Way]] = []
    if first is not None:
        waiting.append((first, next(order), 0, start, ()))
    while waiting:
        total, _, spent, sums, chosen = heappop(waiting)
        if is_known(chosen):
            continue
        at = len(chosen)
        if at == len(parts):
            yield chosen
            continue
        for one in parts[at]:
            added = _added(sums, one.sums)
            now = spent + one.effort
            rest = effort_from(at + 1, added, max(0, total - now))
            if rest is not None:
                heappush(waiting, (now + rest, next(order), now, added, (*chosen, one)))


def without_worse(options: Iterable[Option]) -> list[Option]:
    """The options of a part without those that contain another which is at least as good."""
    kept: list[Option] = []
    for one in sorted(options, key=lambda one: (one.effort, sum(one.far.values()))):
        if not any(one.contains(other) and _is_as_good(other.sums, one.sums) for other in kept):
            kept.append(one)
    return kept


def _is_below(sums: Sums) -> bool:
    decided, low, high, short, number = sums
    return short <= _ROUNDING and number < 0 and (high < 0 or (decided < 0 and low < 0))


def _is_as_good(one: Sums, other: Sums) -> bool:
    return all(mine <= theirs for mine, theirs in zip(one, other, strict=True))


def _added(one: Sums, other: Sums) -> Sums:
    return (
        one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3],
        one[4] + other[4],
    )  # fmt: skip


def _least(found: list[Sums]) -> Sums:
    columns = zip(*found, strict=True)
    decided, low, high, short, number = (min(column) for column in columns)
    return decided, low, high, short, number
