"""A condition as two: when it is true and when it is false, said of answers alone.

Gates, derived words, look-up tables and flags are unfolded, so that what is left compares
questions, derived numbers and patterns with values and holds no `not`. Both halves are needed:
a comparison on a question that does not apply is false, and so is the opposite comparison.

`Grounding.true` holds for exactly those runners for whom `evaluate` says true, and `false` for
those for whom it says false, as long as a comparison on an unknown value counts as not holding.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from ..condition import (
    ALWAYS,
    NEVER,
    NO_RECORD,
    OPPOSITE,
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Not,
    Operator,
    conjunction,
    either,
    normal_form,
)
from ..evaluate import test_of
from ..knowledge import FirstThatHolds, Knowledge, Lookup, Range, Rule
from ..vocabulary import Choice


class Grounding:
    """Grounds conditions of one knowledge base; each is worked out once."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base."""
        self.knowledge = knowledge
        self._known: dict[tuple[Condition, bool], Condition] = {}

    def true(self, condition: Condition) -> Condition:
        """What holds when the condition is true."""
        return self._ground(normal_form(condition), wanted=True)

    def false(self, condition: Condition) -> Condition:
        """What holds when the condition is false; an unanswered one is not false."""
        return self._ground(normal_form(condition), wanted=False)

    def _ground(self, condition: Condition, *, wanted: bool) -> Condition:
        key = (condition, wanted)
        if key not in self._known:
            self._known[key] = self._unfold(condition, wanted=wanted)
        return self._known[key]

    def _unfold(self, condition: Condition, *, wanted: bool) -> Condition:
        match condition:
            case Comparison():
                return self._comparison(condition, wanted=wanted)
            case All(parts) | Any(parts):
                inner = tuple(self._ground(part, wanted=wanted) for part in parts)
                is_all = isinstance(condition, All) == wanted
                return every(inner) if is_all else one_of(inner)
            case AtLeast(count, parts):
                inner = tuple(self._ground(part, wanted=wanted) for part in parts)
                return AtLeast(count if wanted else len(parts) - count + 1, inner)
            case Not():
                raise AssertionError("normal form has no `not`")
            case _:
                assert_never(condition)

    def _comparison(self, comparison: Comparison, *, wanted: bool) -> Condition:
        subject = comparison.subject
        if self.knowledge.is_concluded(subject) and subject not in self.knowledge.patterns:
            return self._flag(comparison, wanted=wanted)
        plain = self._plain(comparison, wanted=wanted)
        gate = self._gate(subject)
        if gate is None or comparison.values == (NO_RECORD,):
            return plain
        opened = self._ground(normal_form(gate), wanted=wanted)
        return every((opened, plain)) if wanted else one_of((opened, plain))

    def _gate(self, subject: str) -> Condition | None:
        of_question = self.knowledge.questions.get(subject)
        of_derived = self.knowledge.derived.get(subject)
        gated = of_question or of_derived
        return gated.gate if gated else None

    def _plain(self, comparison: Comparison, *, wanted: bool) -> Condition:
        """The comparison or its opposite on a known value, whatever the gate says."""
        derived = self.knowledge.derived.get(comparison.subject)
        match derived.formula if derived else None:
            case FirstThatHolds() as formula:
                return self._word(comparison, formula, wanted=wanted)
            case Lookup() as table:
                return self._table(comparison, table, wanted=wanted)
            case _ if wanted:
                return comparison
            case _:
                return replace(comparison, operator=OPPOSITE[comparison.operator])

    def _word(self, comparison: Comparison, formula: FirstThatHolds, *, wanted: bool) -> Condition:
        kind = self.knowledge.kind_of(comparison.subject)
        test = test_of(comparison, tuple(kind.labels) if isinstance(kind, Choice) else ())
        earlier: tuple[Condition, ...] = ()
        found = []
        for word, condition in formula.branches:
            if test(word) == wanted:
                found.append(every((*earlier, self._ground(condition, wanted=True))))
            earlier = (*earlier, self._ground(condition, wanted=False))
        if test(formula.otherwise) == wanted:
            found.append(every(earlier))
        return one_of(found)

    def _table(self, comparison: Comparison, table: Lookup, *, wanted: bool) -> Condition:
        test = test_of(comparison)
        earlier: tuple[Condition, ...] = ()
        found = []
        for keys, value in table.rows:
            row = All(
                tuple(
                    one
                    for subject, key in zip(table.by, keys, strict=True)
                    for one in key_comparisons(subject, key)
                )
            )
            if test(value) == wanted:
                found.append(every((*earlier, self._ground(normal_form(row), wanted=True))))
            if _overlaps(keys, [other for other, _ in table.rows]):
                earlier = (*earlier, self._ground(normal_form(row), wanted=False))
        return one_of(found)

    def _flag(self, comparison: Comparison, *, wanted: bool) -> Condition:
        """`flag.x == yes` is what the flag's own condition says, for one of its sites."""
        says_raised = test_of(comparison, ("no", "yes"))
        accepted = {raised for raised in (True, False) if says_raised("yes" if raised else "no")}
        if len(accepted) != 1:
            return ALWAYS if bool(accepted) == wanted else NEVER
        return self.rule(
            self.knowledge.rules[comparison.subject], fires=(True in accepted) == wanted
        )

    def rule(self, rule: Rule, *, fires: bool) -> Condition:
        """What holds when a rule fires (at one site at least), or when it is quiet."""
        parts = [self._ground(normal_form(one.condition), wanted=fires) for one in rule.instances]
        return one_of(parts) if fires else every(parts)


def key_comparisons(subject: str, key: Range | str) -> tuple[Comparison, ...]:
    """A cell of a look-up table as comparisons; a range without end on a side has none there."""
    if isinstance(key, str):
        return (Comparison(subject, Operator.EQUAL, (key,)),)
    low = (Comparison(subject, Operator.AT_LEAST, (key.low,)),) if key.low > float("-inf") else ()
    high = (Comparison(subject, Operator.LESS, (key.high,)),) if key.high < float("inf") else ()
    return (*low, *high)


def _overlaps(keys: tuple[Range | str, ...], others: Iterable[tuple[Range | str, ...]]) -> bool:
    """Whether another row of the table can fit where this one does."""

    def meet(one: Range | str, other: Range | str) -> bool:
        if isinstance(one, Range) and isinstance(other, Range):
            return one.low < other.high and other.low < one.high
        return one == other

    return any(
        other is not keys and all(meet(a, b) for a, b in zip(keys, other, strict=True))
        for other in others
    )


def every(parts: Iterable[Condition]) -> Condition:
    """All of the parts, without those that always hold; never, if one never does."""
    kept = tuple(dict.fromkeys(part for part in parts if part != ALWAYS))
    return NEVER if NEVER in kept else conjunction(kept)


def one_of(parts: Iterable[Condition]) -> Condition:
    """One of the parts, without those that never hold; always, if one always does."""
    kept = tuple(dict.fromkeys(part for part in parts if part != NEVER))
    return ALWAYS if ALWAYS in kept else either(kept)
