"""Draws as functions, so that a runner is made up in a fraction of a millisecond."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import ceil, floor, log
from random import Random
from typing import TypeVar, assert_never

from ..condition import Expression, Value
from ..evaluate import Evaluator, Facts
from ..vocabulary import Number
from .model import (
    DRAWN,
    Case,
    Draw,
    Drawing,
    EachShare,
    Lognormal,
    Normal,
    OneOf,
    Triangular,
    Uniform,
)

MOST_DRAWS = 20  # until a number lies within its bounds; then the bound itself is taken
_SLACK = 1e-9
_LARGEST = 1e15  # what a formula gives beyond it is no answer

Pick = Callable[[Random], Value]
Sample = Callable[[Facts, Random], Value | None]

_Drawn = TypeVar("_Drawn", str, str | float)


def make_pick(draw: Draw) -> Pick:
    """A function that draws a number, a word or a set of words, without any bounds."""
    match draw:
        case Normal():
            return lambda chance: chance.gauss(draw.mean, draw.deviation)
        case Lognormal():
            middle, width = log(draw.median), log(draw.factor)
            return lambda chance: chance.lognormvariate(middle, width)
        case Triangular():
            return lambda chance: chance.triangular(draw.lowest, draw.highest, draw.likely)
        case Uniform():
            return lambda chance: chance.uniform(draw.lowest, draw.highest)
        case OneOf(shares):
            drawn, ends = _ends(shares)
            last = len(drawn) - 1
            return lambda chance: drawn[min(bisect_right(ends, chance.random()), last)]
        case EachShare():
            return _pick_each(draw)
        case _:
            assert_never(draw)


def _pick_each(draw: EachShare) -> Pick:
    """Two random numbers do where nothing is chosen, which is most often so.

    The first choice made is drawn by the share of those who make none before it.
    """
    nothing = frozenset({draw.nothing})
    alone, alone_ends = _ends(draw.alone)
    words, shares = [word for word, _ in draw.shares], [share for _, share in draw.shares]
    none_before = list(accumulate(shares, lambda left, share: left * (1 - share), initial=1.0))
    first_ends = list(
        accumulate(share * before for share, before in zip(shares, none_before, strict=False))
    )

    def pick(chance: Random) -> Value:
        if alone:
            index = bisect_right(alone_ends, chance.random())
            if index < len(alone):
                return frozenset({alone[index]})
        index = bisect_right(first_ends, chance.random())
        if index >= len(words):
            return nothing
        others = (word for word, share in draw.shares[index + 1 :] if chance.random() < share)
        return frozenset({words[index], *others})

    return pick


def _ends(shares: Sequence[tuple[_Drawn, float]]) -> tuple[list[_Drawn], list[float]]:
    """What can be drawn, and up to which number between 0 and 1 each is."""
    return [one for one, _ in shares], list(accumulate(share for _, share in shares))


def make_number_sample(case: Case, drawing: Drawing, kind: Number, evaluator: Evaluator) -> Sample:
    """A function that draws a number within its bounds; None where its formula gives none."""
    pick = None if case.draw is None else make_pick(case.draw)
    formula, step, digits = case.number, drawing.step, decimals(drawing.step)
    tries = range(MOST_DRAWS if pick is not None else 1)

    def worked_out(expression: Expression | None, facts: Facts) -> float | None:
        found = None if expression is None else evaluator.derive(expression, facts)
        return found if isinstance(found, float) and abs(found) < _LARGEST else None

    def bounds(facts: Facts) -> tuple[float, float]:
        """Where the two cross, the upper one counts."""
        low, high = worked_out(drawing.lowest, facts), worked_out(drawing.highest, facts)
        upper = kind.highest if high is None else max(kind.lowest, min(kind.highest, high))
        return (kind.lowest if low is None else min(upper, max(kind.lowest, low))), upper

    def draw(facts: Facts, chance: Random) -> float | None:
        if pick is not None:
            drawn = pick(chance)
            if formula is None:
                return drawn if isinstance(drawn, float) else None
            facts.values[DRAWN] = drawn
        return worked_out(formula, facts)

    def sample(facts: Facts, chance: Random) -> Value | None:
        low, high = bounds(facts)
        number = low
        for _ in tries:
            drawn = draw(facts, chance)
            if drawn is None:
                return None
            number = round(round(drawn / step) * step, digits) if step else drawn
            if low <= number <= high:
                return number
        if not step:
            return min(max(number, low), high)
        inner_low, inner_high = ceil(low / step - _SLACK) * step, floor(high / step + _SLACK) * step
        return max(kind.lowest, round(min(max(number, inner_low), inner_high), digits))

    return sample


def decimals(step: float) -> int:
    """How many decimals a multiple of the step can have.

    >>> decimals(0.25), decimals(5.0)
    (2, 0)
    """
    written = f"{step:.9f}".rstrip("0")
    return len(written.partition(".")[2])
