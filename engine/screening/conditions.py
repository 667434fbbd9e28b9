"""Conditions and formulas as SQL expressions, with the meaning that `evaluate` gives them."""

from collections.abc import Iterable
from math import isfinite
from typing import assert_never

from ..condition import (
    NO_RECORD,
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Constant,
    Expression,
    Not,
    Operation,
    Operator,
    Reference,
    normal_form,
    references,
)
from ..evaluate import band_test
from ..formulas import EXACT_PLACES, LARGEST_EXACT
from ..knowledge import BANDS, FirstThatHolds, Formula, Knowledge, Lookup, Range
from ..vocabulary import Choice
from .draft import Draft
from .sql import (
    CONSTANTS,
    FALSE,
    NULL,
    TRUE,
    Sql,
    Type,
    absolute,
    all_of,
    any_of,
    binary,
    bound,
    case,
    cast_to,
    count_of,
    floor,
    holds,
    is_known,
    is_null,
    is_possible,
    negated,
    number,
    one_of,
    quotient,
    text,
    whole,
)

_TURNED = {Operator.NOT_EQUAL: Operator.EQUAL, Operator.NOT_IN: Operator.IN,
           Operator.LACKS: Operator.HAS}  # fmt: skip


def has_name(question: str, word: str) -> str:
    """The column that says whether an answer of several words has one."""
    return f"{question} has {word}"


def gate_name(subject: str) -> str:
    """The column that says whether a question or derived value applies."""
    return f"{subject} applies"


class Conditions:
    """Writes conditions of one base against the columns of a draft."""

    def __init__(self, knowledge: Knowledge, draft: Draft) -> None:
        """Takes the base and the draft that has the values and gates that are read."""
        self._knowledge = knowledge
        self._draft = draft
        questions = {name: one.gate for name, one in knowledge.questions.items()}
        derived = {name: one.gate for name, one in knowledge.derived.items()}
        self.gates = {name: gate for name, gate in (questions | derived).items() if gate}
        self.sites = tuple(knowledge.sites)

    def truth(self, condition: Condition) -> Sql:
        """Whether a condition holds: true, false or NULL."""
        return self._truth(normal_form(condition))

    def applicability(self, condition: Condition) -> Sql:
        """Whether it could still be true if nothing were answered but the gates."""
        match condition:
            case Comparison(subject):
                return self._gate(subject)
            case All(parts):
                return all_of(self.applicability(part) for part in parts)
            case Any(parts):
                return any_of(self.applicability(part) for part in parts)
            case AtLeast(count, parts):
                return _at_least(count, [self.applicability(part) for part in parts])
            case Not(part):
                return negated(self.applicability(part))
            case _:
                assert_never(condition)

    def _truth(self, condition: Condition) -> Sql:
        match condition:
            case Comparison():
                return self._comparison(condition)
            case All(parts):
                return all_of(self._truth(part) for part in parts)
            case Any(parts):
                return any_of(self._truth(part) for part in parts)
            case AtLeast(count, parts):
                return _at_least(count, [self._truth(part) for part in parts])
            case Not():
                raise AssertionError("normal form has no `not`")
            case _:
                assert_never(condition)

    def _gate(self, subject: str) -> Sql:
        return self._draft[gate_name(subject)] if subject in self.gates else TRUE.copy()

    def _comparison(self, one: Comparison) -> Sql:
        if one.values == (NO_RECORD,):
            value = self._draft[one.subject]
            return is_known(value) if one.operator is Operator.NOT_EQUAL else is_null(value)
        if one.subject in self._knowledge.patterns:
            return self._band(one)
        return all_of((self._gate(one.subject), self._test(one)))

    def _test(self, one: Comparison) -> Sql:
        """The comparison with a value, whatever its gate; unknown for an unknown one."""
        operator, values = one.operator, one.values
        if operator in _TURNED:
            return negated(self._test(Comparison(one.subject, _TURNED[operator], values)))
        if operator is Operator.HAS:
            return self._draft[has_name(one.subject, str(values[0]))]
        value = self._draft[one.subject]
        if value == NULL:
            return NULL.copy()
        if one.subject in self._knowledge.rules:  # a flag: its state is a truth
            return _flag(value, operator, [str(word) for word in values])
        if operator in {Operator.EQUAL, Operator.IN}:
            return one_of(value, [_literal(word) for word in values])
        limit = values[0]
        if isinstance(limit, str):
            kind = self._knowledge.kind_of(one.subject)
            order = list(kind.labels) if isinstance(kind, Choice) else []
            place = order.index(limit)
            accepted = {
                Operator.LESS: order[:place], Operator.AT_MOST: order[: place + 1],
                Operator.MORE: order[place + 1 :], Operator.AT_LEAST: order[place:],
            }[operator]  # fmt: skip
            return one_of(value, [text(word) for word in accepted])
        return binary(value, operator.value, bound(limit))

    def _band(self, one: Comparison) -> Sql:
        """A comparison with a band, on the lowest and highest that are still possible."""
        if one.operator in {Operator.NOT_EQUAL, Operator.NOT_IN}:
            return negated(self._band(Comparison(one.subject, Operator.EQUAL, one.values)))
        low = self._draft[f"{one.subject}.lowest_band"]
        high = self._draft[f"{one.subject}.highest_band"]
        test = band_test(one.operator, str(one.values[0]))
        accepted = [place for place in range(len(BANDS)) if test((place, place))]
        if not accepted:
            return FALSE.copy()
        first, last = whole(accepted[0]), whole(accepted[-1])
        inside = [binary(low, ">=", first)] if accepted[0] else []
        outside = [binary(high, "<", first)] if accepted[0] else []
        if accepted[-1] < len(BANDS) - 1:
            inside.append(binary(high, "<=", last))
            outside.append(binary(low, ">", last))
        return case([(all_of(inside), TRUE.copy()), (any_of(outside), FALSE.copy())])

    def derived(self, formula: Formula) -> Sql:
        """What a formula gives; NULL while what it reads is not known."""
        match formula:
            case FirstThatHolds(branches, otherwise):
                found: list[tuple[Sql, Sql]] = []
                for word, condition in branches:
                    truth = self.truth(condition)
                    found += [(truth, text(word)), (is_null(truth), NULL.copy())]
                return case(found, text(otherwise))
            case Lookup():
                return self._look_up(formula)
            case _:
                if any(self._draft[name] == NULL for name in references(formula)):
                    return NULL.copy()
                return exact(self._number(formula))

    def _number(self, expression: Expression) -> Sql:
        match expression:
            case Constant(value):
                return number(value)
            case Reference(subject) if subject in self._knowledge.questions:
                # Whole numbers of few bits have no room for a difference below 0.
                return cast_to(self._draft[subject], Type.NUMBER)
            case Reference(subject):
                return self._draft[subject]
            case Operation("/", left, right):
                return quotient(self._number(left), self._number(right))
            case Operation(sign, left, right):
                return binary(self._number(left), sign, self._number(right))
            case _:
                assert_never(expression)

    def _look_up(self, lookup: Lookup) -> Sql:
        values = [self._draft[name] for name in lookup.by]
        if NULL in values:
            return NULL.copy()
        known = all_of(is_known(value) for value in values)
        rows = [
            (
                all_of(_fits(key, value) for key, value in zip(keys, values, strict=True)),
                number(result),
            )
            for keys, result in lookup.rows
        ]
        return case([(known, case(rows))])


def exact(value: Sql) -> Sql:
    """A number rounded to nine places as `evaluate` rounds, to the same bits."""
    if value == NULL:
        return value
    scale = number(10.0**EXACT_PLACES)
    rounded = floor(binary(binary(value, "*", scale), "+", number(0.5)))
    return case(
        [
            (
                binary(absolute(value), "<", number(LARGEST_EXACT)),
                quotient(cast_to(rounded, Type.NUMBER), scale),
            )
        ],
        value,
    )


def _flag(state: Sql, operator: Operator, words: list[str]) -> Sql:
    """A comparison with a flag, which is yes or no; of the two, no comes first."""
    order = ["no", "yes"]
    place = order.index(words[0])
    accepted = {
        Operator.EQUAL: words, Operator.IN: words,
        Operator.LESS: order[:place], Operator.AT_MOST: order[: place + 1],
        Operator.MORE: order[place + 1 :], Operator.AT_LEAST: order[place:],
    }[operator]  # fmt: skip
    if "yes" in accepted and "no" in accepted:
        return case([(is_known(state), TRUE.copy())])
    if "yes" in accepted:
        return state
    return negated(state) if "no" in accepted else case([(is_known(state), FALSE.copy())])


def _literal(value: float | str) -> Sql:
    return text(value) if isinstance(value, str) else bound(value)


def _fits(key: Range | str, value: Sql) -> Sql:
    if isinstance(key, str):
        return binary(value, "==", text(key))
    ends = [(">=", key.low), ("<", key.high)]
    return all_of(binary(value, sign, bound(end)) for sign, end in ends if isfinite(end))


def _at_least(count: int, parts: Iterable[Sql]) -> Sql:
    """True, false or unknown by how many parts are certain and how many possible."""
    listed = list(parts)
    open_ = [part for part in listed if part not in CONSTANTS]
    needed = count - listed.count(TRUE)
    if needed <= 0:
        return TRUE.copy()
    unknown = listed.count(NULL)
    if len(open_) + unknown < needed:
        return FALSE.copy()
    if not open_:
        return NULL.copy()
    certain = count_of(holds(part) for part in open_)
    possible = count_of(is_possible(part) for part in open_)
    return case(
        [
            (binary(certain, ">=", whole(needed)), TRUE.copy()),
            (binary(possible, "<", whole(needed - unknown)), FALSE.copy()),
        ],
    )
