"""Draws as functions, so that a runner is made up in a fraction of a millisecond."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import ceil, floor, log
from random import Random
from typing import TypeVar, assert_never

from ..condition import Constant, Expression, Value
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

Pick = Callable[[Facts, Random], Value]  # it needs no facts; so a pick is a sample
Sample = Callable[[Facts, Random], Value | None]

_Drawn = TypeVar("_Drawn", str, str | float)


def make_pick(draw: Draw) -> Pick:
    """A function that draws a number, a word or a set of words, without any bounds."""
    match draw:
        case Normal(mean=mean, deviation=deviation):
            return lambda _, chance: chance.gauss(mean, deviation)
        case Lognormal():
            middle, width = log(draw.median), log(draw.factor)
            return lambda _, chance: chance.lognormvariate(middle, width)
        case Triangular(lowest=lowest, highest=highest, likely=likely):
            return lambda _, chance: chance.triangular(lowest, highest, likely)
        case Uniform(lowest=lowest, highest=highest):
            return lambda _, chance: chance.uniform(lowest, highest)
        case OneOf(shares):
            drawn, ends = _ends(shares)
            inner_ends = ends[:-1]  # whatever the shares add up to, one is drawn
            return lambda _, chance: drawn[bisect_right(inner_ends, chance.random())]
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

    def pick(_: Facts, chance: Random) -> Value:
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
    draw = _draw(case, evaluator)
    bounds = _bounds(drawing, kind, evaluator)
    step, digits = drawing.step, decimals(drawing.step)
    tries = range(MOST_DRAWS if case.draw is not None else 1)

    def sample(facts: Facts, chance: Random) -> Value | None:
        low, high = bounds(facts)
        number = low
        for _ in tries:
            drawn = draw(facts, chance)
            if not isinstance(drawn, float):
                return None
            number = round(round(drawn / step) * step, digits) if step else drawn
            if low <= number <= high:
                return number
        if not step:
            return min(max(number, low), high)
        inner_low, inner_high = ceil(low / step - _SLACK) * step, floor(high / step + _SLACK) * step
        return max(kind.lowest, round(min(max(number, inner_low), inner_high), digits))

    return sample


def _draw(case: Case, evaluator: Evaluator) -> Sample:
    """A number as it is drawn, before its bounds and its step."""
    pick = None if case.draw is None else make_pick(case.draw)
    if case.number is None:
        return pick or (lambda *_: None)
    worked_out = _number(case.number, evaluator)
    if pick is None:
        return lambda facts, _: worked_out(facts)

    def draw(facts: Facts, chance: Random) -> float | None:
        facts.values[DRAWN] = pick(facts, chance)
        return worked_out(facts)

    return draw


def _bounds(
    drawing: Drawing, kind: Number, evaluator: Evaluator
) -> Callable[[Facts], tuple[float, float]]:
    """The lowest and the highest number; where the two cross, the upper one counts."""
    if drawing.lowest is None and drawing.highest is None:
        own = kind.lowest, kind.highest
        return lambda _: own
    lowest, highest = (
        _unbounded if one is None else _number(one, evaluator)
        for one in (drawing.lowest, drawing.highest)
    )

    def bounds(facts: Facts) -> tuple[float, float]:
        low, high = lowest(facts), highest(facts)
        upper = kind.highest if high is None else max(kind.lowest, min(kind.highest, high))
        return (kind.lowest if low is None else min(upper, max(kind.lowest, low))), upper

    if all(one is None or isinstance(one, Constant) for one in (drawing.lowest, drawing.highest)):
        always = bounds(evaluator.no_facts())
        return lambda _: always
    return bounds


def _unbounded(_: Facts) -> None:
    return None


def _number(expression: Expression, evaluator: Evaluator) -> Callable[[Facts], float | None]:
    """What an expression comes to, if it is a number that can be an answer."""
    worked_out = evaluator.formula(expression)

    def number(facts: Facts) -> float | None:
        found = worked_out(facts)
        return found if isinstance(found, float) and abs(found) < _LARGEST else None

    return number


def decimals(step: float) -> int:
    """How many decimals a multiple of the step can have.

    >>> decimals(0.25), decimals(5.0)
    (2, 0)
    """
    written = f"{step:.9f}".rstrip("0")
    return len(written.partition(".")[2])
