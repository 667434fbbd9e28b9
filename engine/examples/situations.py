"""The few situations that matter to a rule: values at, just below and just above its thresholds.

A situation says what each thing that a rule's own condition reads is, whatever the answers behind
it. None stands for a question that does not apply.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from math import prod
from typing import assert_never

from ..condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Operator,
    Value,
    comparisons,
)
from ..evaluate import test_of
from ..knowledge import Rule
from ..search.formulas import inputs
from ..vocabulary import EXCLUSIVE, Number, Several
from .mutants import Mutant, Mutation

MOST_SITUATIONS = 4_000
MOST_TOGETHER = 6  # of so many words of one question every combination is looked at
ALL_WORDS = 4  # of a question with so many choices each is looked at

Situation = Mapping[str, Value | None]


class Situations:
    """The situations of one rule."""

    def __init__(self, mutation: Mutation, rule: Rule, mutants: Iterable[Mutant]) -> None:
        """Takes the rule with its mutants, whose values matter too."""
        self.mutation = mutation
        self.kinds = mutation.kinds
        self.rule = rule
        self.own = mutation.own_condition(rule)
        read = [*comparisons(self.own)]
        for mutant in mutants:
            read += comparisons(mutant.condition)
        self.read = list(dict.fromkeys(read))
        subjects = dict.fromkeys(one.subject for one in self.read)
        self.values = {subject: self._values(subject) for subject in subjects}
        self._orders = {subject: self.kinds.words(subject) for subject in subjects}

    @property
    def are_tied(self) -> bool:
        """Whether derived numbers of the rule follow from the same answers.

        Their values cannot be chosen one by one, so that no situation is laid out.
        """
        knowledge = self.mutation.knowledge
        read = [set(inputs(knowledge, one)) for one in self.values if one in knowledge.derived]
        return any(one & other for one, other in combinations(read, 2))

    def all(self) -> Iterator[Situation]:
        """Every combination of values, or the first so many where there are too many."""
        values = dict(self.values)
        while prod(len(some) for some in values.values()) > MOST_SITUATIONS:
            longest = max(values, key=lambda name: len(values[name]))
            values[longest] = values[longest][: (len(values[longest]) + 1) // 2]
        for combination in product(*values.values()):
            yield dict(zip(values, combination, strict=True))

    def holds(self, condition: Condition, situation: Situation) -> bool:
        """Whether a condition in normal form holds in a situation."""
        match condition:
            case Comparison(subject):
                value = situation[subject]
                return value is not None and test_of(condition, self._orders[subject])(value)
            case All(parts):
                return all(self.holds(part, situation) for part in parts)
            case Any(parts):
                return any(self.holds(part, situation) for part in parts)
            case AtLeast(count, parts):
                return sum(self.holds(part, situation) for part in parts) >= count
            case _:
                raise AssertionError("normal form has no `not`")

    def supports(self, situation: Situation, subject: str) -> bool:
        """Whether a comparison of the rule with this subject holds in a situation."""
        of_subject = (one for one in comparisons(self.own) if one.subject == subject)
        return any(self.holds(one, situation) for one in of_subject)

    def distance(self, situation: Situation, other: Situation) -> float:
        """In how many subjects two situations differ; near values count a little less."""
        return sum(
            1 + self._apart(subject, value, other.get(subject)) / 100
            for subject, value in situation.items()
            if value != other.get(subject)
        )

    def _apart(self, subject: str, one: Value | None, other: Value | None) -> float:
        match one, other:
            case float(), float():
                return min(abs(one - other) / self.kinds.step(subject), 9.0)
            case str(), str() if {one, other} <= set(words := self._orders[subject]):
                return min(abs(words.index(one) - words.index(other)), 9.0)
            case frozenset(), frozenset():
                return 0.0 if EXCLUSIVE[0] in one else min(len(one ^ other), 9.0)
            case _:
                return 9.0

    def beside(self, subject: str, value: float, side: Operator) -> Iterator[Comparison]:
        """A number from a value to its next one above (or from the next one below up to it)."""
        listed = sorted(one for one in self.values[subject] if isinstance(one, float))
        at = listed.index(value)
        yield Comparison(subject, side, (value,))
        if side is Operator.AT_LEAST and at + 1 < len(listed):
            yield Comparison(subject, Operator.LESS, (listed[at + 1],))
        elif side is Operator.AT_LEAST:
            yield Comparison(subject, Operator.LESS, (value + self.kinds.step(subject),))
        elif at > 0:
            yield Comparison(subject, Operator.MORE, (listed[at - 1],))
        else:
            yield Comparison(subject, Operator.MORE, (value - self.kinds.step(subject),))

    def words_read(self, subject: str) -> list[str]:
        """The choices of a question that are compared with, in the order of its choices."""
        read = {value for one in self.read if one.subject == subject for value in one.values}
        return [word for word in self._orders[subject] if word in read]

    # --- values

    def _values(self, subject: str) -> tuple[Value | None, ...]:
        read = [one for one in self.read if one.subject == subject]
        kind = self.kinds.of(subject)
        values: tuple[Value, ...]
        match kind:
            case Number(lowest, highest):
                own = [one.values[0] for one in comparisons(self.own) if one.subject == subject]
                numbers = [value for value in own if isinstance(value, float)]
                near = [one for value in numbers for one in self.kinds.near(subject, value)]
                found = sorted({*numbers, *near})
                values = tuple(one for one in found if lowest <= one <= highest)
            case Several(labels):
                values = tuple(self._sets(read, tuple(labels)))
            case _:
                values = tuple(self._words(read, self.kinds.words(subject)))
        return (*values, None) if self._has_gate(subject) else values

    def _has_gate(self, subject: str) -> bool:
        """Whether a subject has a gate beside that its site was chosen."""
        knowledge = self.mutation.knowledge
        site = next(iter(knowledge.sites), None)
        name = self.kinds.at_site(subject, site)
        gated = knowledge.questions.get(name) or knowledge.derived.get(name)
        if gated is None or gated.gate is None:
            return False
        return any(one.subject != knowledge.site_question for one in comparisons(gated.gate))

    def _words(self, read: list[Comparison], words: tuple[str, ...]) -> Iterator[str]:
        """The words that are compared with, and beside them enough to tell them from."""
        named = {str(value) for one in read for value in one.values}
        if len(words) > ALL_WORDS:
            other = next((word for word in words if word not in named), None)
            words = tuple(word for word in words if word in named or word == other)
        yield from words

    def _sets(self, read: list[Comparison], labels: tuple[str, ...]) -> Iterator[frozenset[str]]:
        """Single choices that are compared with, combinations of them, and none of them."""
        named = [word for word in labels if any(word in one.values for one in read)]
        plain = [word for word in named if word not in EXCLUSIVE]
        sizes: Iterable[int] = (1,)
        if self._counts_words(read[0].subject):
            sizes = range(1, len(plain) + 1) if len(plain) <= MOST_TOGETHER else (1, 2, len(plain))
        for size in sizes:
            for chosen in combinations(plain, size):
                yield frozenset(chosen)
        for word in labels:
            if word in EXCLUSIVE and (word in named or word == EXCLUSIVE[0]):
                yield frozenset({word})
        others = [word for word in labels if word not in named and word not in EXCLUSIVE]
        if EXCLUSIVE[0] not in labels and others:
            yield frozenset(others[:1])

    def _counts_words(self, subject: str) -> bool:
        """Whether several words of one question can matter together."""
        return any(
            sum(one.subject == subject for one in comparisons(part)) > 1
            for part in _joined_parts(self.own)
        )


def _joined_parts(condition: Condition) -> Iterator[Condition]:
    """Parts that hold only when several of theirs do."""
    match condition:
        case All(parts):
            yield condition
            for part in parts:
                yield from _joined_parts(part)
        case AtLeast(count, parts):
            if count > 1:
                yield condition
            for part in parts:
                yield from _joined_parts(part)
        case Any(parts):
            for part in parts:
                yield from _joined_parts(part)
        case _:
            return


def only(subject: str, value: Value, mentioned: Iterable[str]) -> Iterator[Comparison]:
    """The comparisons that leave a subject this value; of several answers, of those mentioned."""
    match value:
        case frozenset():
            for word in sorted(value):
                yield Comparison(subject, Operator.HAS, (word,))
            for word in mentioned:
                if word not in value:
                    yield Comparison(subject, Operator.LACKS, (word,))
        case str() | float():
            yield Comparison(subject, Operator.EQUAL, (value,))
        case _:
            assert_never(value)
