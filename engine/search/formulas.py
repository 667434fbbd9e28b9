"""Formulas seen from their thresholds: what they read, how far they reach, where they meet one."""

from collections.abc import Callable, Iterator
from math import inf, isnan
from typing import assert_never

from ..condition import Constant, Expression, Operation, Reference
from ..knowledge import FirstThatHolds, Knowledge, Lookup, formula_reads
from ..vocabulary import Number

Span = tuple[float, float]

EVERYTHING: Span = (-inf, inf)
_GRID = 16  # where a formula is looked at before it is solved by halving
_HALVINGS = 60


def inputs(knowledge: Knowledge, subject: str) -> tuple[str, ...]:
    """The questions that a derived value is worked out from, sorted; of its gates none."""
    found: set[str] = set()
    seen = {subject}
    waiting = [subject]
    while waiting:
        name = waiting.pop()
        if name in knowledge.questions:
            found.add(name)
            continue
        formula = knowledge.derived[name].formula
        is_word = isinstance(formula, FirstThatHolds)  # conditions heed gates, formulas do not
        new = (knowledge.needs(name) if is_word else formula_reads(formula)) - seen
        seen |= new
        waiting += new
    return tuple(sorted(found))


def span_of(knowledge: Knowledge, subject: str) -> Span:
    """Numbers between which a question or derived number always lies, as far as it is known."""
    if subject in knowledge.questions:
        kind = knowledge.questions[subject].kind
        return (kind.lowest, kind.highest) if isinstance(kind, Number) else EVERYTHING
    formula = knowledge.derived[subject].formula
    if isinstance(formula, FirstThatHolds):
        return EVERYTHING
    if isinstance(formula, Lookup):
        values = [value for _, value in formula.rows]
        return (min(values), max(values)) if values else EVERYTHING
    return _span(knowledge, formula)


def _span(knowledge: Knowledge, expression: Expression) -> Span:
    match expression:
        case Constant(value):
            return (value, value)
        case Reference(subject):
            return span_of(knowledge, subject)
        case Operation(sign, left, right):
            return _operated(sign, _span(knowledge, left), _span(knowledge, right))
        case _:
            assert_never(expression)


def _operated(sign: str, left: Span, right: Span) -> Span:
    match sign:
        case "+":
            ends = [left[0] + right[0], left[1] + right[1]]
        case "-":
            ends = [left[0] - right[1], left[1] - right[0]]
        case "*":
            ends = [one * other for one in left for other in right]
        case _:
            return _divided(left, right)
    return EVERYTHING if any(isnan(one) for one in ends) else (min(ends), max(ends))


def _divided(left: Span, right: Span) -> Span:
    if right[0] < 0 < right[1]:
        return EVERYTHING
    # Near zero the quotient has no end; on which side follows from the signs.
    ends = [one / other for one in left for other in right if other]
    if 0 in right:
        side = 1 if right[1] > 0 else -1
        ends += [side * one * inf if one else 0.0 for one in left]
    if not ends or any(isnan(one) for one in ends):
        return EVERYTHING
    return min(ends), max(ends)


def solve(
    function: Callable[[float], float | None], low: float, high: float, goal: float
) -> Iterator[float]:
    """Where between two ends a function of one number takes a value, as far as a grid shows it.

    The function may be None (unknown) at some points, as at a division by zero.
    """
    points = [low + (high - low) * (index / _GRID) ** 2 for index in range(_GRID + 1)]
    previous: tuple[float, float] | None = None
    for point in points:
        value = function(point)
        if value is None:
            previous = None
            continue
        if value == goal:
            yield point
        elif previous is not None and (previous[1] < goal) != (value < goal):
            yield _halve(function, previous[0], point, goal)
        elif previous is None and point > low:
            start = low + (point - low) / 1024  # behind a gap, as at a division by zero
            near_gap = function(start)
            if near_gap is not None and (near_gap < goal) != (value < goal):
                yield _halve(function, start, point, goal)
        previous = (point, value)


def _halve(
    function: Callable[[float], float | None], low: float, high: float, goal: float
) -> float:
    at_low = function(low)
    rises = at_low is not None and at_low < goal
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        value = function(middle)
        if value is None or (value < goal) == rises:
            low = middle
        else:
            high = middle
    return high
