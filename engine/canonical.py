"""Conditions and formulas as one text for each meaning, in the language they are written in.

Two spellings of the same thing give the same text: parts that may change places are sorted,
numbers have one form, `not` stands at the comparisons.
"""

from collections.abc import Callable, Iterable
from typing import assert_never

from .condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Constant,
    Expression,
    Operator,
    Reference,
    conjunction,
    either,
    normal_form,
)
from .knowledge import FirstThatHolds, Formula, Lookup, Range

Naming = Callable[[str], str]

_POSITIVE = {Operator.NOT_IN: "in", Operator.LACKS: "has"}  # only `not` makes these
_ONE_OF_ONE = {Operator.IN: Operator.EQUAL, Operator.NOT_IN: Operator.NOT_EQUAL}


def write_condition(condition: Condition, name: Naming = str) -> str:
    """The text of a condition; `name` says what to call an id that it reads.

    >>> write_condition(Comparison("sleep.hours", Operator.IN, (8.0, 7.5)))
    'sleep.hours in (7.5, 8)'
    """
    return _write(_settled(normal_form(condition)), name)


def write_formula(formula: Formula, name: Naming = str) -> str:
    """The text of a formula; rows of a table and lines of a choice keep their order."""
    match formula:
        case FirstThatHolds(branches, otherwise):
            lines = [f"{word} if {write_condition(when, name)}" for word, when in branches]
            return "; ".join([*lines, f"{otherwise} otherwise"])
        case Lookup(by, rows):
            table = [
                f"{', '.join(map(write_cell, keys))}: {write_number(value)}" for keys, value in rows
            ]
            return f"by {', '.join(map(name, by))}: {'; '.join(table)}"
        case _:
            return _expression(formula, name)


def write_number(value: float) -> str:
    """A number in its one form: the shortest that reads back the same.

    >>> write_number(7.50), write_number(330.0)
    ('7.5', '330')
    """
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)  # noqa: PLR2004


def _settled(condition: Condition) -> Condition:
    """A condition in normal form without needless counting, flat."""
    match condition:
        case All(parts):
            return conjunction(tuple(map(_settled, parts)))
        case Any(parts):
            return either(tuple(map(_settled, parts)))
        case AtLeast(1, parts):
            return _settled(Any(parts))
        case AtLeast(count, parts) if count == len(parts):
            return _settled(All(parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(map(_settled, parts)))
        case Comparison(subject, operator, values) if len(set(values)) == 1:
            return Comparison(subject, _ONE_OF_ONE.get(operator, operator), values[:1])
        case _:
            return condition


def _write(condition: Condition, name: Naming) -> str:
    match condition:
        case Comparison():
            return _comparison(condition, name)
        case All(()):
            return "always"
        case Any(()):
            return "never"
        case All(parts) | Any(parts):
            word = " and " if isinstance(condition, All) else " or "
            texts = {_write(part, name): part for part in parts}
            if len(texts) == 1:
                return next(iter(texts))
            return word.join(sorted(_bracketed(text, part) for text, part in texts.items()))
        case AtLeast(count, parts):
            return f"at_least({count}, {', '.join(sorted(_write(part, name) for part in parts))})"
        case _:
            raise AssertionError("normal form has no `not`")


def _bracketed(text: str, part: Condition) -> str:
    return f"({text})" if isinstance(part, All | Any) else text


def _comparison(comparison: Comparison, name: Naming) -> str:
    operator, subject = comparison.operator, name(comparison.subject)
    values = sorted({_value(value) for value in comparison.values})
    if operator in {Operator.IN, Operator.NOT_IN}:
        text = f"{subject} in ({', '.join(values)})"
    else:
        text = f"{subject} {_POSITIVE.get(operator, operator.value)} {values[0]}"
    return f"not {text}" if operator in _POSITIVE else text


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else write_number(value)


def _expression(expression: Expression, name: Naming) -> str:
    match expression:
        case Constant(value):
            return write_number(value)
        case Reference(subject):
            return name(subject)
        case _:
            sides = [_side(one, name) for one in (expression.left, expression.right)]
            if expression.sign in {"+", "*"}:
                sides.sort()
            return f" {expression.sign} ".join(sides)


def _side(expression: Expression, name: Naming) -> str:
    text = _expression(expression, name)
    return text if isinstance(expression, Constant | Reference) else f"({text})"


def write_cell(cell: Range | str) -> str:
    """The text of a cell that a table is looked up by, without its unit."""
    match cell:
        case str():
            return cell
        case Range(low, high) if low == float("-inf"):
            return f"under {write_number(high)}"
        case Range(low, high) if high == float("inf"):
            return f"{write_number(low)} or more"
        case Range(low, high):
            return f"{write_number(low)} to under {write_number(high)}"
        case _:
            assert_never(cell)


def listed(words: Iterable[str]) -> str:
    """Words of which the order says nothing."""
    return ", ".join(sorted(words)) or "none"


def yes_or_no(truth: bool) -> str:
    """A truth as it is written."""
    return "yes" if truth else "no"
