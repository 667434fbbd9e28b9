"""What z3 says of a base's conditions: a second way to the findings about rules.

The conditions are written out for z3 from their definition in `evaluate`, and share nothing with
the cells and the search that `kb check` uses. An exact oracle reckons with numbers derived from
several questions and with the signs of patterns; a free one lets them be anything, as a proof over
cells does.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, assert_never

import z3

from surefoot.engine.condition import (
    NO_RECORD,
    All,
    AtLeast,
    Comparison,
    Constant,
    Not,
    Operation,
    Operator,
    Reference,
    references,
)
from surefoot.engine.condition import Any as AnyOf
from surefoot.engine.evaluate import test_of
from surefoot.engine.knowledge import (
    BAND_STARTS,
    BANDS,
    FirstThatHolds,
    Knowledge,
    Lookup,
    Pattern,
    Range,
    Rule,
    Sign,
)
from surefoot.engine.vocabulary import EXCLUSIVE, Choice, Number, Several

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surefoot.engine.condition import Condition, Expression

Formula = Any  # z3 has no types of its own
all_of, one_of, opposite = z3.And, z3.Or, z3.Not
if_then, whole_number = z3.If, z3.IntVal
_NUMBERS = {
    Operator.LESS: lambda one, other: one < other,
    Operator.AT_MOST: lambda one, other: one <= other,
    Operator.MORE: lambda one, other: one > other,
    Operator.AT_LEAST: lambda one, other: one >= other,
}


class SymbolicRunner:
    """A runner who answered all that applies, with unknown answers.

    `true` and `false` give what has to hold for a condition to be true, and to be false; a
    comparison on a number that cannot be worked out is neither.
    """

    def __init__(self, knowledge: Knowledge, *, is_exact: bool = True, name: str = "") -> None:
        self.knowledge = knowledge
        self.is_exact = is_exact
        self.name = name
        self.limits: list[Formula] = []
        self.true = cache(self._true)
        self.false = cache(self._false)
        self._number = cache(self._number_of)
        self._bands = cache(self._bands_of)
        self.answers = {
            question.id: self._answer(question.id, question.kind)
            for question in knowledge.questions.values()
        }
        self.limits += [z3.Not(self.true(one)) for one in knowledge.never_together]

    def differs_in(self, other: SymbolicRunner, question: str) -> list[Formula]:
        """That all answers but one are the same as another's."""
        return [
            mine == theirs
            for name, mine in self.answers.items()
            if name != question
            for mine, theirs in _pairs(mine, other.answers[name])
        ]

    def _answer(self, name: str, kind: object) -> Formula:
        match kind:
            case Number(lowest, highest):
                answer = z3.Real(self.name + name)
                self.limits += [answer >= real(lowest), answer <= real(highest)]
                return answer
            case Choice(labels):
                answer = z3.Int(self.name + name)
                self.limits += [answer >= 0, answer < len(labels)]
                return answer
            case Several(labels):
                ticked = {word: z3.Bool(f"{self.name}{name} {word}") for word in labels}
                self.limits.append(z3.Or(*ticked.values()))
                for alone in EXCLUSIVE:
                    others = [one for word, one in ticked.items() if word != alone]
                    if alone in ticked and others:
                        self.limits.append(z3.Implies(ticked[alone], z3.Not(z3.Or(*others))))
                return ticked
            case _:
                return None

    def _true(self, condition: Condition) -> Formula:
        match condition:
            case Comparison():
                return self._comparison(condition, wanted=True)
            case Not():
                return _no_not()
            case All(parts):
                return z3.And(*map(self.true, parts))
            case AnyOf(parts):
                return z3.Or(*map(self.true, parts))
            case AtLeast(count, parts):
                return _count(map(self.true, parts)) >= count
            case _:
                assert_never(condition)

    def _false(self, condition: Condition) -> Formula:
        match condition:
            case Comparison():
                return self._comparison(condition, wanted=False)
            case Not():
                return _no_not()
            case All(parts):
                return z3.Or(*map(self.false, parts))
            case AnyOf(parts):
                return z3.And(*map(self.false, parts))
            case AtLeast(count, parts):
                return _count(map(self.false, parts)) > len(parts) - count
            case _:
                assert_never(condition)

    def rule(self, rule: Rule, *, fires: bool) -> Formula:
        """That a rule fires at one site at least, or is quiet at all."""
        if fires:
            return z3.Or(*(self.true(one.condition) for one in rule.instances))
        return z3.And(*(self.false(one.condition) for one in rule.instances))

    def _comparison(self, one: Comparison, *, wanted: bool) -> Formula:
        if one.values == (NO_RECORD,):
            is_there = z3.Bool(f"recorded {one.subject}")
            says = (one.operator is Operator.NOT_EQUAL) == wanted
            return is_there if says else z3.Not(is_there)
        knowledge = self.knowledge
        if one.subject in knowledge.rules:
            raised = {word for word in ("no", "yes") if test_of(one, ("no", "yes"))(word) is wanted}
            rule = knowledge.rules[one.subject]
            states = [self.rule(rule, fires=word == "yes") for word in raised]
            return z3.Or(*states)
        if one.subject in knowledge.patterns:
            return self._band(one, wanted=wanted)
        test = self._test(one, wanted=wanted)
        source = knowledge.questions.get(one.subject) or knowledge.derived[one.subject]
        if source.gate is None:
            return test
        if wanted:
            return z3.And(self.true(source.gate), test)
        return z3.Or(self.false(source.gate), test)

    def _test(self, one: Comparison, *, wanted: bool) -> Formula:
        kind = self.knowledge.kind_of(one.subject)
        derived = self.knowledge.derived.get(one.subject)
        formula = derived.formula if derived else None
        if isinstance(formula, FirstThatHolds):
            return self._word(one, formula, wanted=wanted)
        match kind:
            case Number():
                known, value = self._number(one.subject)
                holds = _compared(one, value)
                return z3.And(known, holds if wanted else z3.Not(holds))
            case Choice(labels):
                test = test_of(one, tuple(labels))
                answer = self.answers[one.subject]
                return z3.Or(*(answer == i for i, w in enumerate(labels) if test(w) is wanted))
            case Several():
                ticked = self.answers[one.subject][one.values[0]]
                return ticked if (one.operator is Operator.HAS) is wanted else z3.Not(ticked)
            case _:
                raise AssertionError(one)

    def _word(self, one: Comparison, formula: FirstThatHolds, *, wanted: bool) -> Formula:
        test = test_of(one, (*(word for word, _ in formula.branches), formula.otherwise))
        earlier: list[Formula] = []
        ways = []
        for word, condition in formula.branches:
            if test(word) is wanted:
                ways.append(z3.And(*earlier, self.true(condition)))
            earlier.append(self.false(condition))
        if test(formula.otherwise) is wanted:
            ways.append(z3.And(*earlier))
        return z3.Or(*ways)

    def _number_of(self, subject: str) -> tuple[Formula, Formula]:
        """Whether a number is known, and the number."""
        if subject in self.knowledge.questions:
            return z3.BoolVal(True), self.answers[subject]
        formula = self.knowledge.derived[subject].formula
        assert not isinstance(formula, FirstThatHolds)
        if not self.is_exact and len(self._questions_in(subject)) > 1:
            return z3.BoolVal(True), z3.Real(self.name + subject)
        if isinstance(formula, Lookup):
            return self._row(formula)
        return self._reckoned(formula)

    def _questions_in(self, subject: str) -> set[str]:
        if subject in self.knowledge.questions:
            return {subject}
        formula = self.knowledge.derived[subject].formula
        assert not isinstance(formula, FirstThatHolds)
        read = set(formula.by) if isinstance(formula, Lookup) else references(formula)
        return set().union(*(self._questions_in(one) for one in read))

    def _row(self, table: Lookup) -> tuple[Formula, Formula]:
        known, value = z3.BoolVal(False), real(0.0)
        for keys, result in reversed(table.rows):
            fits = z3.And(*map(self._fits, table.by, keys))
            known, value = z3.Or(fits, known), z3.If(fits, real(result), value)
        return known, value

    def _fits(self, subject: str, key: Range | str) -> Formula:
        if isinstance(key, str):
            return self._test(Comparison(subject, Operator.EQUAL, (key,)), wanted=True)
        known, value = self._number(subject)
        low = value >= real(key.low) if key.low > float("-inf") else True
        high = value < real(key.high) if key.high < float("inf") else True
        return z3.And(known, low, high)

    def _reckoned(self, formula: Expression) -> tuple[Formula, Formula]:
        match formula:
            case Constant(value):
                return z3.BoolVal(True), real(value)
            case Reference(subject):
                return self._number(subject)
            case Operation(sign, left, right):
                known_left, one = self._reckoned(left)
                known_right, other = self._reckoned(right)
                known = z3.And(known_left, known_right)
                if sign == "/":
                    return z3.And(known, other != 0), one / other
                return known, {"+": one + other, "-": one - other, "*": one * other}[sign]
            case _:
                assert_never(formula)

    def _band(self, one: Comparison, *, wanted: bool) -> Formula:
        low, high = self._bands(one.subject)
        test = test_of(one, BANDS)
        return z3.And(
            *(
                z3.Not(z3.And(low <= index, index <= high))
                for index, band in enumerate(BANDS)
                if test(band) is not wanted
            )
        )

    def _bands_of(self, name: str) -> tuple[Formula, Formula]:
        if not self.is_exact:
            free = z3.Int(self.name + name)
            self.limits += [free >= 0, free < len(BANDS)]
            return free, free
        pattern = self.knowledge.patterns[name]
        scores = [self._score(pattern, site) for site in pattern.sites or (None,)]
        low = most_of([z3.IntVal(0), *(_band_of(one) for one, _ in scores)])
        return low, most_of([z3.IntVal(0), *(_band_of(one) for _, one in scores)])

    def _score(self, pattern: Pattern, site: str | None) -> tuple[Formula, Formula]:
        groups: dict[str, list[tuple[int, Formula, Formula]]] = {}
        for rule in self.knowledge.rules.values():
            if not isinstance(rule.conclusion, Sign) or rule.conclusion.pattern != pattern.id:
                continue
            for one in rule.instances:
                if one.site == site:
                    truths = self.true(one.condition), z3.Not(self.false(one.condition))
                    members = groups.setdefault(rule.conclusion.group, [])
                    members.append((rule.conclusion.weight, *truths))
        low = high = z3.IntVal(0)
        for members in groups.values():
            certain = [z3.If(sure, weight, 0) for weight, sure, _ in members]
            possible = [z3.If(maybe, weight, 0) for weight, _, maybe in members]
            low = low + most_of([0, *certain]) + _least([0, *possible])
            high = high + most_of([0, *possible]) + _least([0, *certain])
        return low, high


class Solver:
    """Asks z3 whether formulas about some runners can hold together."""

    def __init__(self, *runners: SymbolicRunner) -> None:
        self._runners = runners
        self._solver = z3.Solver()
        self._added = [0 for _ in runners]

    def can(self, *formulas: Formula) -> bool:
        """Whether all of the formulas can hold, for runners who answer what they can answer."""
        for index, runner in enumerate(self._runners):
            self._solver.add(*runner.limits[self._added[index] :])
            self._added[index] = len(runner.limits)
        self._solver.push()
        self._solver.add(*formulas)
        verdict = self._solver.check()
        self._solver.pop()
        assert verdict != z3.unknown, self._solver.reason_unknown()
        return bool(verdict == z3.sat)


def _pairs(mine: Formula, theirs: Formula) -> list[tuple[Formula, Formula]]:
    if mine is None:
        return []
    if isinstance(mine, dict):
        return [(mine[word], theirs[word]) for word in mine]
    return [(mine, theirs)]


def _compared(one: Comparison, value: Formula) -> Formula:
    bounds = [real(float(bound)) for bound in one.values]
    match one.operator:
        case Operator.EQUAL | Operator.IN:
            return z3.Or(*(value == bound for bound in bounds))
        case Operator.NOT_EQUAL | Operator.NOT_IN:
            return z3.And(*(value != bound for bound in bounds))
        case _:
            return _NUMBERS[one.operator](value, bounds[0])


def real(value: float) -> Formula:
    return z3.RealVal(str(Fraction(str(value))))


def _count(truths: Iterable[Formula]) -> Formula:
    return z3.Sum([z3.If(one, 1, 0) for one in truths])


def most_of(values: list[Formula]) -> Formula:
    best = values[0]
    for one in values[1:]:
        best = z3.If(one > best, one, best)
    return best


def _least(values: list[Formula]) -> Formula:
    best = values[0]
    for one in values[1:]:
        best = z3.If(one < best, one, best)
    return best


def _band_of(score: Formula) -> Formula:
    band = z3.IntVal(0)
    for index, start in enumerate(BAND_STARTS[1:], start=1):
        band = z3.If(score >= start, index, band)
    return band


def _no_not() -> Formula:
    raise AssertionError("normal form has no `not`")
