"""Experta as its own examples use it: one fact for each answer, one pattern for each comparison.

The matcher, the strategy and the way in which rules are found are Experta's own.
"""

from collections.abc import Callable
from typing import Any as Anything

from surefoot.engine._experta import AND, MATCH, OR, Fact, KnowledgeEngine, P
from surefoot.engine._experta import Rule as ExpertaRule
from surefoot.engine.condition import All, Any, AtLeast, Comparison, Condition, Not, Operator
from surefoot.engine.knowledge import Knowledge, Rule

from .rules import OWN, Bound, Case, Fired, Holds, Leaf, OneOf, branches, first_stratum, leaf


class Answered(Fact):  # type: ignore[misc]
    """The answer to one question, with the site where it has one."""


class NaivePeer:
    """An Experta engine whose class has one method for each rule."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Translates every rule and builds the network."""
        self._knowledge = knowledge
        rules = {
            rule.id: ExpertaRule(*self._left_side(rule))(_action(rule.id))
            for rule in first_stratum(knowledge)
        }
        self._engine = type("Naive", (KnowledgeEngine,), rules)()

    def fire(self, case: Case) -> Fired:
        """Which rules fire; reset, one fact for each answer, run."""
        self._engine.reset()
        self._engine.fired = set()
        self._engine.declare(
            *(
                Answered(topic=topic, name=name, value=value, **({"site": at} if at else {}))
                for (topic, at), values in case.places.items()
                for name, value in values.items()
            )
        )
        self._engine.run()
        return frozenset(self._engine.fired)

    def _left_side(self, rule: Rule) -> list[Anything]:
        if not rule.is_each:
            return [self._element(rule.when)]
        chosen = Answered(topic="symptom", name=OWN, site=MATCH.site)
        return [chosen, self._element(rule.when)]

    def _element(self, condition: Condition) -> Anything:
        match condition:
            case Comparison():
                return _pattern(leaf(self._knowledge, condition))
            case All(parts):
                return AND(*(self._element(part) for part in parts))
            case Any(parts):
                return OR(*(self._element(part) for part in parts))
            case AtLeast(number, parts):
                return OR(*(self._element(one) for one in branches(number, parts)))
            case Not():
                raise AssertionError("normal form has no `not`")


def _action(name: str) -> Callable[..., None]:
    def action(engine: Anything, site: str | None = None) -> None:
        engine.fired.add((name, site))

    return action


def _pattern(one: Leaf) -> Anything:
    fields: dict[str, Anything] = {"topic": one.topic, "name": one.name}
    if one.at is not None:
        fields["site"] = MATCH.site if one.at == OWN else one.at
    return Answered(value=_constraint(one), **fields)


def _constraint(one: Leaf) -> Anything:
    """A literal where that does, else a predicate; it also sees the answers to other questions."""
    match one.test:
        case OneOf(words) if len(words) == 1:
            return words[0]
        case OneOf(words):
            return P(lambda value: value in words)
        case Bound(operator, bound):
            return P(_number_test(operator, bound))
        case Holds(word, wanted):
            return P(lambda value: isinstance(value, frozenset) and (word in value) is wanted)


def _number_test(operator: Operator, bound: float) -> Callable[[Anything], bool]:
    compare: Callable[[float], bool] = {
        Operator.LESS: lambda value: value < bound,
        Operator.AT_MOST: lambda value: value <= bound,
        Operator.MORE: lambda value: value > bound,
        Operator.AT_LEAST: lambda value: value >= bound,
        Operator.EQUAL: lambda value: value == bound,
        Operator.NOT_EQUAL: lambda value: value != bound,
    }[operator]
    return lambda value: isinstance(value, float) and compare(value)
