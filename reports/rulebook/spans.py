"""Which values of one question make the comparisons of a condition true."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

from ...engine.condition import All, Any, AtLeast, Comparison, Condition, Operator

_BELOW: Final = (Operator.LESS, Operator.AT_MOST)
_ABOVE: Final = (Operator.MORE, Operator.AT_LEAST)


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`; an end that `has_low` or `has_high` names belongs to it."""

    low: float
    high: float
    has_low: bool = False
    has_high: bool = False


ALL: Final = Span(-inf, inf)


def spans_of(condition: Condition, subject: str) -> tuple[Span, ...]:
    """The spans that a condition in normal form names of a question, each once.

    Comparisons under one `all` are one span; whatever else the condition asks is left aside.
    """
    return tuple(dict.fromkeys(_spans(condition, subject)))


def _spans(condition: Condition, subject: str) -> Iterator[Span]:
    match condition:
        case Comparison():
            if condition.subject == subject:
                yield from _of_comparison(condition)
        case All(parts):
            direct = [part for part in parts if _is_bound(part, subject)]
            if len(direct) > 1:
                yield _narrowed(direct, subject)
            for part in parts:
                if len(direct) < 2 or part not in direct:  # noqa: PLR2004
                    yield from _spans(part, subject)
        case Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _spans(part, subject)
        case _:
            raise AssertionError("normal form has no `not`")


def _is_bound(part: Condition, subject: str) -> bool:
    is_of = isinstance(part, Comparison) and part.subject == subject
    return is_of and isinstance(part, Comparison) and part.operator in (*_BELOW, *_ABOVE)


def _of_comparison(comparison: Comparison) -> Iterator[Span]:
    values = [float(one) for one in comparison.values if not isinstance(one, str)]
    if not values:
        return
    match comparison.operator:
        case Operator.LESS | Operator.AT_MOST:
            yield Span(-inf, values[0], has_high=comparison.operator is Operator.AT_MOST)
        case Operator.MORE | Operator.AT_LEAST:
            yield Span(values[0], inf, has_low=comparison.operator is Operator.AT_LEAST)
        case Operator.NOT_EQUAL | Operator.NOT_IN:
            edges = [-inf, *sorted(values), inf]
            for low, high in pairwise(edges):
                yield Span(low, high)
        case _:
            for value in values:
                yield Span(value, value, has_low=True, has_high=True)


def _narrowed(parts: list[Condition], subject: str) -> Span:
    """What is in the spans of all parts."""
    narrow = ALL
    for part in parts:
        for span in _spans(part, subject):
            if (span.low, not span.has_low) > (narrow.low, not narrow.has_low):
                narrow = Span(span.low, narrow.high, span.has_low, narrow.has_high)
            if (span.high, span.has_high) < (narrow.high, narrow.has_high):
                narrow = Span(narrow.low, span.high, narrow.has_low, span.has_high)
    return narrow
