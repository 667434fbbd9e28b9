"""Which way an answer pushes what follows from it: a proof without a search.

A rule in normal form comes true as its comparisons do. So if every comparison on an answer goes
on only when the answer gets worse, no better answer can make the rule fire.
"""

from collections.abc import Iterable
from typing import assert_never

from ...condition import (
    Comparison,
    Condition,
    Constant,
    Expression,
    Operation,
    Operator,
    Reference,
    comparisons,
)
from ...evaluate import test_of
from ...knowledge import FirstThatHolds, Knowledge, Lookup, Sign
from ...search.formulas import inputs, span_of
from ...vocabulary import EXCLUSIVE, Choice, Number, Several

Direction = (
    int | None
)  # 1: goes on as the answer goes up; -1: as it goes down; 0: neither; None: both

_UP = {Operator.MORE, Operator.AT_LEAST, Operator.HAS}
_DOWN = {Operator.LESS, Operator.AT_MOST, Operator.LACKS}


def pushes_only(
    conditions: Iterable[Condition], question: str, way: int, knowledge: Knowledge
) -> bool:
    """Whether grounded conditions come true only as the answer goes this way, 1 up and -1 down."""
    found = {
        direction_of(one, question, knowledge)
        for condition in conditions
        for one in comparisons(condition)
    }
    return found <= {0, way}


def direction_of(one: Comparison, question: str, knowledge: Knowledge) -> Direction:
    """Which way an answer pushes a comparison on."""
    if one.subject == question:
        return _own(one, knowledge)
    if one.subject in knowledge.patterns:
        return None if question in behind_pattern(one.subject, knowledge) else 0
    if one.subject in knowledge.questions or question not in inputs(knowledge, one.subject):
        return 0
    of_number = number_direction(Reference(one.subject), question, knowledge)
    if of_number is None or not of_number:
        return of_number
    if one.operator in _UP | _DOWN:
        return of_number if one.operator in _UP else -of_number
    return None


def behind_pattern(pattern: str, knowledge: Knowledge) -> set[str]:
    """Every question whose answer can bear on a pattern."""
    signs = [
        rule
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == pattern
    ]
    return knowledge.questions_behind(*signs)


def _own(one: Comparison, knowledge: Knowledge) -> Direction:
    """A comparison with the answer itself; `==` goes one way only at an end of the choices."""
    kind = knowledge.questions[one.subject].kind
    if isinstance(kind, Several) and one.values[0] in EXCLUSIVE:
        return 0  # nothing is better or worse than none by one step
    if not isinstance(kind, Choice):
        if one.operator in _UP:
            return 1
        return -1 if one.operator in _DOWN else _at_end(one, kind)
    order = tuple(kind.labels)
    truths = [test_of(one, order)(word) for word in order]
    if truths == sorted(truths):
        return 1 if truths[-1] and not truths[0] else 0
    return -1 if truths == sorted(truths, reverse=True) else None


def _at_end(one: Comparison, kind: object) -> Direction:
    if not isinstance(kind, Number) or len(one.values) != 1:
        return None
    end = {kind.lowest: -1, kind.highest: 1}.get(float(one.values[0]))
    return -end if end is not None and one.operator is Operator.NOT_EQUAL else end


def number_direction(formula: Expression, question: str, knowledge: Knowledge) -> Direction:
    """Which way a number goes as an answer goes up."""
    match formula:
        case Constant():
            return 0
        case Reference(subject):
            return _of_subject(subject, question, knowledge)
        case Operation(sign, left, right):
            one = number_direction(left, question, knowledge)
            other = number_direction(right, question, knowledge)
            if sign in {"*", "/"}:
                one = _times(one, _sign_of(right, knowledge))
                other = _times(other, _sign_of(left, knowledge))
            return _both(one, _times(other, -1) if sign in {"-", "/"} else other)
        case _:
            assert_never(formula)


def _of_subject(subject: str, question: str, knowledge: Knowledge) -> Direction:
    if subject in knowledge.questions:
        return int(subject == question)
    match knowledge.derived[subject].formula:
        case FirstThatHolds() | Lookup():
            return None if question in inputs(knowledge, subject) else 0
        case formula:
            return number_direction(formula, question, knowledge)


def _all_same(found: set[Direction]) -> Direction:
    moving = found - {0}
    if len(moving) > 1:
        return None
    return next(iter(moving), 0)


def _sign_of(formula: Expression, knowledge: Knowledge) -> Direction:
    """1 for a number that is never below zero, -1 for one never above, 0 for zero, else None."""
    never_below, never_above = _bounds_of(formula, knowledge)
    if never_below and never_above:
        return 0
    return 1 if never_below else -1 if never_above else None


def _bounds_of(formula: Expression, knowledge: Knowledge) -> tuple[bool, bool]:
    """Whether a number is never below zero, and whether it is never above."""
    match formula:
        case Constant(value):
            return value >= 0, value <= 0
        case Reference(subject):
            low, high = span_of(knowledge, subject)
            return low >= 0, high <= 0
        case Operation(sign, left, right):
            below, above = _bounds_of(left, knowledge)
            other_below, other_above = _bounds_of(right, knowledge)
            if sign in {"*", "/"}:
                return (
                    (below and other_below) or (above and other_above),
                    (below and other_above) or (above and other_below),
                )
            if sign == "-":
                other_below, other_above = other_above, other_below
            return below and other_below, above and other_above
        case _:
            assert_never(formula)


def _times(one: Direction, other: Direction) -> Direction:
    if one == 0 or other == 0:
        return 0
    return None if one is None or other is None else one * other


def _both(one: Direction, other: Direction) -> Direction:
    return _all_same({one, other})
