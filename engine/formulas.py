"""What a formula gives, as a function of facts: compiled once, and run for every runner.

A part of the definition of meaning in `evaluate`; None is unknown.
"""

from collections.abc import Callable
from math import floor
from operator import add, mul, sub
from typing import TYPE_CHECKING, assert_never

from .condition import Condition, Constant, Expression, Operation, Reference, Value
from .knowledge import FirstThatHolds, Formula, Lookup, Range

if TYPE_CHECKING:
    from .evaluate import Facts, Meaning

EXACT_PLACES = 9  # of derived numbers
LARGEST_EXACT = 1e6  # beyond it a number has not so many
_SCALE = 10.0**EXACT_PLACES

Derivation = Callable[["Facts"], Value | None]
_Number = Callable[["Facts"], float | None]


def compile_formula(formula: Formula, meaning: Callable[[Condition], "Meaning"]) -> Derivation:
    """A function that gives the formula's value; None while what it reads is not known.

    Numbers are rounded to nine places (see `exact`): 2.1 hours after 1.4 is 1.5 times as long,
    and not a hair more, whatever binary fractions make of it. `meaning` compiles a condition.
    """
    match formula:
        case FirstThatHolds(branches, otherwise):
            ways = tuple((word, meaning(condition)) for word, condition in branches)
            return _first_that_holds(ways, otherwise)
        case Lookup():
            return _look_up(formula)
        case _:
            return _rounded(_number(formula))


def _rounded(number: _Number) -> Derivation:
    def value(facts: "Facts") -> float | None:
        found = number(facts)
        return None if found is None else exact(found)

    return value


def exact(number: float) -> float:
    """A number rounded to nine places, halves up: in steps that every database takes alike.

    Python's own `round` looks at all digits of a number, SQL's does not: they differ in the last
    place where the tenth is a 5.

    >>> exact(2.1 / 1.4), exact(0.0009765625)
    (1.5, 0.000976563)
    """
    if -LARGEST_EXACT < number < LARGEST_EXACT:
        return floor(number * _SCALE + 0.5) / _SCALE
    return number


def _first_that_holds(ways: tuple[tuple[str, "Meaning"], ...], otherwise: str) -> Derivation:
    def value(facts: "Facts") -> str | None:
        for word, holds in ways:
            truth = holds(facts)
            if truth is None:
                return None
            if truth:
                return word
        return otherwise

    return value


def _number(expression: Expression) -> _Number:
    match expression:
        case Constant(number):
            return lambda _: number
        case Reference(subject):
            return _known_number(subject)
        case Operation(sign, left, right):
            return _operation(sign, _number(left), _number(right))
        case _:
            assert_never(expression)


def _known_number(subject: str) -> _Number:
    def value(facts: "Facts") -> float | None:
        known = facts.values.get(subject)
        return known if isinstance(known, float) else None

    return value


def _operation(sign: str, left: _Number, right: _Number) -> _Number:
    """Unknown where a part is, and where it would divide by zero."""
    operate = _OPERATIONS.get(sign, _divided)

    def value(facts: "Facts") -> float | None:
        first = left(facts)
        if first is None:
            return None
        second = right(facts)
        return None if second is None else operate(first, second)

    return value


def _divided(left: float, right: float) -> float | None:
    return left / right if right else None


_OPERATIONS: dict[str, Callable[[float, float], float | None]] = {"+": add, "-": sub, "*": mul}


def _look_up(lookup: Lookup) -> Derivation:
    def value(facts: "Facts") -> float | None:
        known = [facts.values.get(name) for name in lookup.by]
        if None in known:
            return None
        for keys, number in lookup.rows:
            if all(_fits(key, one) for key, one in zip(keys, known, strict=True)):
                return number
        return None

    return value


def _fits(key: Range | str, value: Value | None) -> bool:
    if isinstance(key, Range):
        return isinstance(value, float) and key.low <= value < key.high
    return value == key
