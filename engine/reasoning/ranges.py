"""Between what a pillar's deficit can still lie, whatever is answered to what is not.

`low` and `high` in `scoring` are a formula that a database can work out too. They are sound but
wide: they take every item at its worst and at its best at once. Here each item has what it can
really come to, and one answer that several items read is the same for all of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import ceil, floor, prod

from ..assessment import Assessor
from ..vocabulary import Answer, Answers
from .items import Item, items_of
from .outcomes import Part, calculated_from, given, outcomes
from .values import has_too_many_words, supposed, telling_values

_MOST_TOGETHER = 1000  # ways to answer what several items read


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high` percent, unrounded."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """In percentage points."""
        return self.high - self.low


def ranges(assessor: Assessor, answers: Answers) -> dict[str, Range]:
    """The range of every pillar and context of which an item applies or may."""
    found = {name: range_of(assessor, name, answers) for name in assessor.knowledge.scored}
    return {name: one for name, one in found.items() if one is not None}


def range_of(assessor: Assessor, pillar: str, answers: Answers) -> Range | None:
    """Between what the deficit of a pillar or context will lie once all is answered.

    Given answers stay; *don't know* is one of those that may be anything. None where no item can
    apply. No way to answer everything leaves the range; with answers missing the deficit, which
    counts only decided items, may lie outside. Both ends can be reached, except where a number is
    calculated from several open answers, is calculated from what another item reads too, or may
    stay unknown; or where there are too many ways to answer. Then the range may be too wide.
    """
    items = tuple(item for item in items_of(assessor) if item.group.pillar == pillar)
    every = {
        tuple(outcomes(item, _of_item(item, answers, together)).parts for item in items)
        for together in _together(assessor, items, answers)
    }
    shares = [(least_share(parts), most_share(parts)) for parts in every]
    lows = [_percent(least) for least, _ in shares if least is not None]
    highs = [_percent(most) for _, most in shares if most is not None]
    return Range(min(lows), max(highs)) if lows else None


def range_sentence(found: Range) -> str:
    """The range in a sentence, rounded outwards."""
    low, high = floor(found.low), ceil(found.high)
    if found.low == found.high:
        return f"Once all is answered it will be {round(found.low)} %."
    return f"Once all is answered it will lie between {low} and {high} %."


def least_share(parts: Sequence[frozenset[Part]]) -> Part | None:
    """The smallest sum of points over sum of worth, one part of each; None if no worth is left.

    Exact: from any choice on, the parts that weigh least against the share so far give a smaller
    one, until none does (Dinkelbach's method).
    """
    share = _sum(max(one, key=lambda part: part[1]) for one in parts)
    while share[1]:
        points, worth = share
        better = _sum(min(one, key=lambda p: p[0] * worth - p[1] * points) for one in parts)
        if better[0] * worth >= better[1] * points:
            return share
        share = better
    return None


def most_share(parts: Sequence[frozenset[Part]]) -> Part | None:
    """The largest share: where the least of what is missing from the points is least."""
    missing = [frozenset((worth - points, worth) for points, worth in one) for one in parts]
    found = least_share(missing)
    return None if found is None else (found[1] - found[0], found[1])


def _sum(parts: Iterator[Part]) -> Part:
    points = worth = 0
    for one in parts:
        points += one[0]
        worth += one[1]
    return points, worth


def _percent(share: Part) -> float:
    return 100 * share[0] / share[1]


def _together(
    assessor: Assessor, items: tuple[Item, ...], answers: Answers
) -> Iterator[Mapping[str, Answer]]:
    """Every way to answer the open questions that several items read; one without any if many."""
    cells = {}
    for name in dict.fromkeys(name for item in items for name in item.questions):
        if name not in given(answers, (name,)) and not assessor.knowledge.questions[name].records:
            readers = tuple(one for one in items if name in _compared(one))
            if len(readers) > 1:
                cells[name] = shared_cells(assessor, readers, name)
    if prod(len(one) for one in cells.values()) > _MOST_TOGETHER:
        cells = {}
    for chosen in product(*cells.values()):
        yield dict(zip(cells, chosen, strict=True))


def _of_item(item: Item, answers: Answers, together: Mapping[str, Answer]) -> Answers:
    """The answers for an item; what it calculates with has no value that stands for others."""
    own = {name: one for name, one in together.items() if name in _compared(item)}
    return {**answers, **own} if own else answers


@lru_cache(maxsize=512)
def _compared(item: Item) -> frozenset[str]:
    """The questions of an item that it compares, and does not calculate with."""
    read = frozenset(item.questions) - calculated_from(item)
    return frozenset(name for name in read if not has_too_many_words(item, name))


@lru_cache(maxsize=64)
def shared_cells(assessor: Assessor, readers: tuple[Item, ...], name: str) -> tuple[Answer, ...]:
    """Answers to a question of which one stands for each other, for all items that compare it."""
    knowledge = assessor.knowledge
    values = telling_values(knowledge, readers, {}, {name})[name]
    return tuple(supposed(knowledge.questions[name], value) for value in values)
