"""The tree of a condition and of an arithmetic expression.

Trees are frozen and hashable; what they mean is said in `evaluate`, how they are
written in `parser`. `normal_form` pushes `not` down to the comparisons, so that
meaning, Experta and SQL need no negation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import comb, prod
from typing import assert_never

Value = float | str | frozenset[str]


class Operator(StrEnum):
    """How a comparison compares; `lacks` and `not in` only come from `not`."""

    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    EQUAL = "=="
    NOT_EQUAL = "!="
    IN = "in"
    NOT_IN = "not in"
    HAS = "has"
    LACKS = "lacks"


OPPOSITE = {
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.MORE,
    Operator.EQUAL: Operator.NOT_EQUAL,
    Operator.IN: Operator.NOT_IN,
    Operator.HAS: Operator.LACKS,
}
OPPOSITE |= {right: left for left, right in OPPOSITE.items()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A subject against a value, or against several for `in`."""

    subject: str
    operator: Operator
    values: tuple[float | str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition; `normal_form` removes it."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class All:
    """True when every part is; without parts always true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Any:
    """True when one part is; without parts never true."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when at least `count` of the parts are."""

    count: int
    parts: tuple["Condition", ...]


Condition = Comparison | Not | All | Any | AtLeast

ALWAYS = All(())
NEVER = Any(())
NO_RECORD = "(no record)"  # no choice is called so; only `is_recorded` compares with it


def is_recorded(subject: str) -> Comparison:
    """That a record answered a question which only a record answers: without one false, not open.

    It is the gate of such a question. Nobody can write it; `evaluate` says what it means.
    """
    return Comparison(subject, Operator.NOT_EQUAL, (NO_RECORD,))


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in a formula."""

    value: float


@dataclass(frozen=True, slots=True)
class Reference:
    """The value of a question or derived value in a formula."""

    subject: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Two expressions joined by `+`, `-`, `*` or `/`."""

    sign: str
    left: "Expression"
    right: "Expression"


Expression = Constant | Reference | Operation


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison of a condition, in the order of the text."""
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from comparisons(part)
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from comparisons(part)
        case _:
            assert_never(condition)


def subjects(condition: Condition) -> set[str]:
    """The ids that a condition reads."""
    return {one.subject for one in comparisons(condition)}


def references(expression: Expression) -> set[str]:
    """The ids that a formula reads."""
    match expression:
        case Constant():
            return set()
        case Reference(subject):
            return {subject}
        case Operation(_, left, right):
            return references(left) | references(right)
        case _:
            assert_never(expression)


def normal_form(condition: Condition, *, opposite: bool = False) -> Condition:
    """The same condition (or its opposite) without `not`, flattened.

    >>> str(normal_form(Not(Comparison("a.b", Operator.LESS, (2.0,)))).operator)
    '>='
    """
    match condition:
        case Comparison():
            if opposite:
                return replace(condition, operator=OPPOSITE[condition.operator])
            return condition
        case Not(part):
            return normal_form(part, opposite=not opposite)
        case All(parts) | Any(parts):
            inner = tuple(normal_form(part, opposite=opposite) for part in parts)
            return conjunction(inner) if isinstance(condition, All) != opposite else either(inner)
        case AtLeast(count, parts):
            inner = tuple(normal_form(part, opposite=opposite) for part in parts)
            return AtLeast(len(parts) - count + 1 if opposite else count, inner)
        case _:
            assert_never(condition)


def conjunction(parts: tuple[Condition, ...]) -> Condition:
    """All of the parts, with nested alls opened and a single part bare."""
    if NEVER in parts:
        return NEVER
    opened = tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, All) else (part,))
    )
    return opened[0] if len(opened) == 1 else All(opened)


def either(parts: tuple[Condition, ...]) -> Condition:
    """One of the parts, with nested anys opened and a single part bare."""
    if ALWAYS in parts:
        return ALWAYS
    opened = tuple(
        inner for part in parts for inner in (part.parts if isinstance(part, Any) else (part,))
    )
    return opened[0] if len(opened) == 1 else Any(opened)


def branches(condition: Condition) -> int:
    """In how many ways a condition in normal form can hold: its size when written out as an or."""
    match condition:
        case All(parts):
            return prod([branches(part) for part in parts])
        case Any(parts):
            return sum(branches(part) for part in parts)
        case AtLeast(count, parts):
            if len({one.subject for one in comparisons(condition)}) == 1:
                return 1
            each = max((branches(part) for part in parts), default=1)
            return int(comb(len(parts), count) * each**count)
        case _:
            return 1


def rewrite(condition: Condition, change: Callable[[Comparison], Condition]) -> Condition:
    """A condition in normal form with each comparison replaced by what `change` gives."""
    match condition:
        case Comparison():
            return change(condition)
        case All(parts):
            return conjunction(tuple(rewrite(part, change) for part in parts))
        case Any(parts):
            return either(tuple(rewrite(part, change) for part in parts))
        case AtLeast(count, parts):
            return AtLeast(count, tuple(rewrite(part, change) for part in parts))
        case Not(part):
            return Not(rewrite(part, change))
        case _:
            assert_never(condition)
