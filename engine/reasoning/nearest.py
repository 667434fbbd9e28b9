"""The nearest values in the better direction, one for each stretch in which nothing changes.

A number is cut where a comparison turns; between two cuts one value stands for all. It is the
nearest one to the runner's own, rounded away from it to a step of the question where that stays
between the cuts. A number derived from the question is solved for, with all else as it is: exactly
where it is a fraction of two straight lines (sums, shares and ratios are), and else by halving.
"""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from ..condition import Comparison, Constant, Expression, Operation, Operator, Reference
from ..evaluate import Evaluator, Facts
from ..knowledge import FirstThatHolds, Lookup, formula_reads
from ..search.cells import between
from ..search.formulas import solve
from ..vocabulary import UNSURE, Choice, Number, Question, Several, Text
from .items import Item

Plain = float | str  # an answer that is no list of words
Cut = tuple[float, int]  # a place, and whether the cut lies just before (0) or just after it (1)

_BOTH = frozenset({0, 1})
_SIDES = {
    Operator.LESS: frozenset({0}),
    Operator.AT_LEAST: frozenset({0}),
    Operator.AT_MOST: frozenset({1}),
    Operator.MORE: frozenset({1}),
}
_SMALL = 1e-9  # parts of a step that are only the error of binary fractions


def cuts_of(item: Item, question: str, facts: Facts) -> Iterator[Cut]:
    """Where a comparison of an item turns as a number goes up, all else being as in the facts."""
    for one in item.comparisons:
        bounds = [value for value in one.values if isinstance(value, float)]
        sides = _SIDES.get(one.operator, _BOTH)
        if one.subject == question:
            yield from ((bound, side) for bound in bounds for side in sides)
        elif one.subject in item.knowledge.derived and bounds:
            yield from _derived_cuts(item, one, question, facts)


def better_values(question: Question, own: Plain, cuts: Iterable[Cut]) -> list[Plain]:
    """Every answer worth moving to from the runner's own, nearest first.

    None for a question that has no better direction, for several words, which have no order, and
    for an answer of `unsure`, which is neither left nor moved to: there something is to be found
    out, and not to be changed.
    """
    sign = {"lower": 1, "higher": -1}.get(question.worse, 0)
    match question.kind:
        case Number(lowest, highest) if sign and isinstance(own, float):
            ends = (lowest, highest) if sign > 0 else (-highest, -lowest)
            turned = {(place, side) if sign > 0 else (-place, 1 - side) for place, side in cuts}
            found = _ahead(own * sign, ends[1], sorted(turned), question.step)
            return [one * sign + 0.0 for one in found]
        case Choice(labels) if sign and own in labels and own not in UNSURE:
            words = list(labels)[::sign]
            return [word for word in words[words.index(str(own)) + 1 :] if word not in UNSURE]
        case Number() | Choice() | Several() | Text():
            return []


def distance(question: Question, before: Plain, after: Plain) -> float:
    """How far apart two answers are: in steps of the question, or in words of its list."""
    if isinstance(before, float) and isinstance(after, float):
        return round(abs(after - before) / question.step, 6)
    words = list(question.kind.labels) if isinstance(question.kind, Choice) else []
    return float(abs(words.index(str(after)) - words.index(str(before))))


def best_end(question: Question) -> float | None:
    """The end of a number's range to which it gets better; None without a better direction."""
    if not isinstance(question.kind, Number):
        return None
    ends = {"lower": question.kind.highest, "higher": question.kind.lowest}
    return ends.get(question.worse)


def _ahead(own: float, end: float, cuts: list[Cut], step: float) -> Iterator[float]:
    """Upwards from the own value: the nearest number after each cut and before the next."""
    ahead = [one for one in cuts if one > (own, 0.5) and one <= (end, 0)]
    for cut, following in pairwise([*ahead, (end, 1)]):
        rounded = _on_step(cut, step)
        if (rounded, 0.5) < following:
            yield rounded
        elif cut[1] == 0:
            yield cut[0]
        elif cut[0] < following[0]:
            yield between(cut[0], following[0], with_high=following[1] == 1)


def _on_step(cut: Cut, step: float) -> float:
    """The first multiple of a step that lies after a cut."""
    place, side = cut
    count = place / step
    whole = ceil(count - _SMALL) if side == 0 else floor(count + _SMALL) + 1
    return round(whole * step, 9)


def _derived_cuts(item: Item, one: Comparison, question: str, facts: Facts) -> Iterator[Cut]:
    """Where a comparison of a derived number turns as a question goes up.

    The rows of a table are comparisons of the item themselves.
    """
    formula = item.knowledge.derived[one.subject].formula
    if isinstance(formula, Lookup) or question not in item.inputs[one.subject]:
        return
    if any(_is_missing(item, name, question, facts) for name in formula_reads(formula)):
        return
    sides = _SIDES.get(one.operator, _BOTH)
    lines = _lines(item, Reference(one.subject), question, facts)
    bounds = [float(value) for value in one.values if isinstance(value, float)]
    if lines is None:
        places = _halved(item, one.subject, question, facts, bounds)
        yield from ((place, side) for place in places for side in _BOTH)
        return
    above, at_zero, below, below_zero = lines
    if below:  # where the number below the line is nothing, and the whole is unknown
        pole = float(-below_zero / below)
        yield from ((pole, side) for side in _BOTH)
    rises = above * below_zero > at_zero * below
    for bound in map(_exact, bounds):
        if above != bound * below:
            place = float((bound * below_zero - at_zero) / (above - bound * below))
            yield from ((place, side if rises else 1 - side) for side in sides)


def meeting_points(
    item: Item, subject: str, question: str, facts: Facts, bounds: Iterable[float]
) -> Iterator[float]:
    """Where a derived number takes one of some values as a question goes up, within its range.

    None where it is not known whatever the question's answer, nor for the rows of a table.
    """
    formula, kind = item.knowledge.derived[subject].formula, item.knowledge.questions[question].kind
    if isinstance(formula, Lookup) or not isinstance(kind, Number):
        return
    if any(_is_missing(item, name, question, facts) for name in formula_reads(formula)):
        return
    lines = _lines(item, Reference(subject), question, facts)
    if lines is None:
        yield from _halved(item, subject, question, facts, bounds)
        return
    above, at_zero, below, below_zero = lines
    for bound in map(_exact, bounds):
        if above != bound * below:
            place = float((bound * below_zero - at_zero) / (above - bound * below))
            if kind.lowest <= place <= kind.highest:
                yield place


def _is_missing(item: Item, name: str, question: str, facts: Facts) -> bool:
    """Whether a value is unknown, whatever the question's answer."""
    return name not in facts.values and question not in {name, *item.inputs.get(name, ())}


def _halved(
    item: Item, subject: str, question: str, facts: Facts, bounds: Iterable[float]
) -> Iterator[float]:
    """The same by halving, for a formula that is no fraction of two straight lines."""
    kind = item.knowledge.questions[question].kind
    lowest, highest = (kind.lowest, kind.highest) if isinstance(kind, Number) else (0.0, 0.0)

    def function(value: float) -> float | None:
        return worked_out(item.evaluator, subject, facts, {question: value})

    for bound in bounds:
        yield from solve(function, lowest, highest, bound)


def worked_out(
    evaluator: Evaluator, subject: str, facts: Facts, moves: Mapping[str, float]
) -> float | None:
    """A derived number with some questions answered otherwise; None while it is not known."""
    moved = evaluator.no_facts()
    moved.values.update({**facts.values, **moves})
    for name in evaluator.knowledge.derived_order:
        known = evaluator.derive(name, moved)
        if known is None:
            moved.values.pop(name, None)
        else:
            moved.values[name] = known
    found = moved.values.get(subject)
    return found if isinstance(found, float) else None


_Lines = tuple[Fraction, Fraction, Fraction, Fraction]  # (a x + b) / (c x + d)


def _lines(item: Item, formula: Expression, question: str, facts: Facts) -> _Lines | None:
    """A formula as a fraction of two straight lines in a question; None if it is not one."""
    match formula:
        case Constant(value):
            return _still(value)
        case Reference(subject):
            return _line_of(item, subject, question, facts)
        case Operation(sign, left, right):
            one = _lines(item, left, question, facts)
            other = _lines(item, right, question, facts)
            return None if one is None or other is None else _joined(sign, one, other)


def _line_of(item: Item, subject: str, question: str, facts: Facts) -> _Lines | None:
    if subject == question:
        return Fraction(1), Fraction(0), Fraction(0), Fraction(1)
    derived = item.knowledge.derived.get(subject)
    if derived is not None and question in item.inputs[subject]:
        match derived.formula:
            case FirstThatHolds() | Lookup():
                return None
            case formula:
                return _lines(item, formula, question, facts)
    value = facts.values.get(subject)
    return _still(value) if isinstance(value, float) else None


def _joined(sign: str, one: _Lines, other: _Lines) -> _Lines | None:
    if sign == "-":
        return _joined("+", one, (-other[0], -other[1], other[2], other[3]))
    if sign == "/":
        return _joined("*", one, (other[2], other[3], other[0], other[1]))
    if _is_still(one):
        one, other = other, one
    if not _is_still(other):
        is_sum = sign == "+" and one[2:] == other[2:]
        return (one[0] + other[0], one[1] + other[1], *one[2:]) if is_sum else None
    if not other[3]:
        return None
    number = other[1] / other[3]
    if sign == "*":
        return one[0] * number, one[1] * number, one[2], one[3]
    return one[0] + number * one[2], one[1] + number * one[3], one[2], one[3]


def _still(value: float) -> _Lines:
    return Fraction(0), _exact(value), Fraction(0), Fraction(1)


def _is_still(lines: _Lines) -> bool:
    return not lines[0] and not lines[2]


def _exact(value: float) -> Fraction:
    return Fraction(str(value))
