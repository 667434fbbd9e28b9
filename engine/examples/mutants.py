"""Slightly wrong versions of a rule's condition: what a slip of its author could make of it.

Each mutant changes one thing: an operator, a threshold, a choice, how parts are joined, or
leaves a part out. Two mutants that say the same are one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..canonical import write_condition
from ..condition import (
    OPPOSITE,
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Operator,
    conjunction,
    either,
)
from ..evaluate import test_of
from ..knowledge import Instance, Knowledge, Lead, Rule, Sign
from ..loading.conclusions import instances_of
from ..loading.language import Language
from ..parser import Subject
from ..vocabulary import EXCLUSIVE, Choice, Number, Several
from .kinds import Kinds

MOST_NARROWED = 3  # of so many choices that `!=` lets in, each is left out once

_TWIN = {
    Operator.LESS: Operator.AT_MOST, Operator.AT_MOST: Operator.LESS,
    Operator.MORE: Operator.AT_LEAST, Operator.AT_LEAST: Operator.MORE,
}  # fmt: skip

Change = tuple[Condition, str]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one thing wrong.

    `condition` is the rule's own condition with the change; `change` says what it is.
    """

    rule: str
    change: str
    condition: Condition


class Mutation:
    """Makes the mutants of the rules of one base."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base."""
        self.knowledge = knowledge
        self.kinds = Kinds(knowledge)
        sites = {"site": Subject(Choice(knowledge.sites), ordered=False)}
        self._language = Language({}, sites, knowledge.site_question)

    def can_have_examples(self, rule: Rule) -> bool:
        """Whether a rule has an entry of its own; what makes a context the headline has none."""
        return not isinstance(rule.conclusion, Lead)

    def own_condition(self, rule: Rule) -> Condition:
        """The condition as it stands in the entry: that of a sign without its pattern's sites."""
        if not self._is_at_sites(rule):
            return rule.when
        parts = rule.when.parts if isinstance(rule.when, All) else ()
        return conjunction(parts[1:])

    def instances(self, rule: Rule, condition: Condition) -> tuple[Instance, ...]:
        """A condition in the place of the rule's own, as it reads for each site."""
        if self._is_at_sites(rule) and isinstance(rule.when, All):
            condition = conjunction((rule.when.parts[0], condition))
        return instances_of(condition, self._language, each=rule.is_each)

    def _is_at_sites(self, rule: Rule) -> bool:
        """Whether the loader put the sites of the pattern before the condition of a sign."""
        sign = rule.conclusion
        return isinstance(sign, Sign) and bool(self.knowledge.patterns[sign.pattern].sites)

    def mutants(self, rule: Rule) -> list[Mutant]:
        """Every mutant of a rule, none twice and none that says what the rule does."""
        own = self.own_condition(rule)
        seen = {self._key(own)}
        found = []
        for condition, change in self._changes(own):
            key = self._key(condition)
            if key not in seen:
                seen.add(key)
                found.append(Mutant(rule.id, change, condition))
        return found

    # --- what can be changed

    def _changes(self, condition: Condition) -> Iterator[Change]:
        match condition:
            case Comparison():
                for changed in self._comparisons(condition):
                    yield changed, f"{write_condition(condition)} → {write_condition(changed)}"
            case All(parts) | Any(parts):
                yield from self._parts(condition)
                if len(parts) > 1:
                    yield from _joined_otherwise(condition)
                    yield from _without_one(condition)
            case AtLeast(count, parts):
                yield from self._parts(condition)
                for other in (count - 1, count + 1):
                    if 1 <= other <= len(parts):
                        yield AtLeast(other, parts), f"at_least({count}, …) → at_least({other}, …)"
                if count < len(parts):
                    yield from _without_one(condition)
            case _:
                return

    def _parts(self, condition: All | Any | AtLeast) -> Iterator[Change]:
        for index, part in enumerate(condition.parts):
            for changed, change in self._changes(part):
                yield _with_parts(condition, _replaced(condition.parts, index, (changed,))), change

    def _comparisons(self, one: Comparison) -> Iterator[Comparison]:
        if one.operator in _TWIN:
            yield replace(one, operator=_TWIN[one.operator])
        kind = self.kinds.of(one.subject)
        match kind:
            case Number():
                threshold = one.values[0]
                moved = self.kinds.near(one.subject, float(threshold))
                for value in moved:
                    yield replace(one, values=(value,))
            case Several(labels):
                others = [word for word in labels if word not in EXCLUSIVE] or list(labels)
                yield replace(one, values=(_following(others, str(one.values[0])),))
            case _:
                yield from self._choices(one)
        yield replace(one, operator=OPPOSITE[one.operator])

    def _choices(self, one: Comparison) -> Iterator[Comparison]:
        words = self.kinds.words(one.subject)
        if one.operator not in {Operator.IN, Operator.NOT_IN}:
            for word in _beside(words, str(one.values[0])):
                yield replace(one, values=(word,))
            accepted = self._accepted(one)
            if one.operator is Operator.NOT_EQUAL and len(accepted) <= MOST_NARROWED:
                for left_out in (word for word in words if word in accepted):
                    kept = tuple(word for word in words if word in accepted - {left_out})
                    if kept:
                        yield Comparison(one.subject, Operator.IN, kept)
            return
        if len(one.values) > 1:
            for value in one.values:
                yield replace(one, values=tuple(word for word in one.values if word != value))
        wider = [word for value in one.values for word in _beside(words, str(value))]
        outside = [word for word in wider if word not in one.values]
        if outside:
            yield replace(one, values=(*one.values, outside[0]))

    def _accepted(self, one: Comparison) -> frozenset[str]:
        words = self.kinds.words(one.subject)
        test = test_of(one, words)
        return frozenset(word for word in words if test(word))

    # --- when two say the same

    def _key(self, condition: Condition) -> object:
        match condition:
            case Comparison(subject, operator, values):
                if operator in {Operator.HAS, Operator.LACKS} or not self.kinds.words(subject):
                    return subject, operator, values
                return subject, self._accepted(condition)
            case AtLeast(1, parts):
                return self._key(either(parts))
            case AtLeast(count, parts) if count == len(parts):
                return self._key(conjunction(parts))
            case AtLeast(count, parts):
                return "at_least", count, frozenset(enumerate(sorted(map(repr, parts))))
            case All(parts) | Any(parts):
                keys = frozenset(self._key(part) for part in parts)
                return next(iter(keys)) if len(keys) == 1 else (type(condition).__name__, keys)
            case _:
                return condition


def _following(words: list[str], word: str) -> str:
    """The next word, after the last one the first."""
    at = words.index(word) if word in words else -1
    return words[(at + 1) % len(words)]


def _beside(words: tuple[str, ...], word: str) -> tuple[str, ...]:
    """The words just before and just after one."""
    at = words.index(word)
    return (*words[max(0, at - 1) : at], *words[at + 1 : at + 2])


def _replaced(
    parts: tuple[Condition, ...], index: int, new: tuple[Condition, ...]
) -> tuple[Condition, ...]:
    return (*parts[:index], *new, *parts[index + 1 :])


def _with_parts(condition: All | Any | AtLeast, parts: tuple[Condition, ...]) -> Condition:
    match condition:
        case All():
            return conjunction(parts)
        case Any():
            return either(parts)
        case AtLeast(count, _):
            return AtLeast(count, parts)


def _joined_otherwise(condition: All | Any) -> Iterator[Change]:
    if isinstance(condition, All):
        yield either(condition.parts), f"and → or in {write_condition(condition)}"
    else:
        yield conjunction(condition.parts), f"or → and in {write_condition(condition)}"


def _without_one(condition: All | Any | AtLeast) -> Iterator[Change]:
    for index, part in enumerate(condition.parts):
        kept = _with_parts(condition, _replaced(condition.parts, index, ()))
        yield kept, f"without {write_condition(part)}"
