"""zen-engine: all rules as one compiled expression, with null guards for what is unknown."""

from collections.abc import Mapping

import zen

from surefoot.engine.condition import All, Any, AtLeast, Comparison, Condition, Not, Value
from surefoot.engine.knowledge import Knowledge, Rule

from .rules import OWN, Bound, Case, Fired, Holds, Leaf, OneOf, first_stratum, leaf


class ZenPeer:
    """A compiled list with one place for each rule: true or false, or the sites where it holds."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Translates and compiles every rule."""
        self._knowledge = knowledge
        rules = first_stratum(knowledge)
        self._names = [rule.id for rule in rules]
        written = ", ".join(self._rule(rule) for rule in rules)
        self._expression = zen.compile_expression(f"[{written}]")

    def fire(self, case: Case) -> Fired:
        """Which rules fire; the facts as nested mappings, the expression, and reading it."""
        context: dict[str, object] = {}
        sites: list[Mapping[str, object]] = []
        for (topic, at), values in case.places.items():
            plain = {name: _plain(value) for name, value in values.items()}
            if at is None:
                context[topic] = plain
            else:
                sites.append(plain)
        context["sites"] = sites
        context["at"] = {str(one[OWN]): one for one in sites}
        fired: set[tuple[str, str | None]] = set()
        for name, found in zip(self._names, self._expression.evaluate(context), strict=True):
            if found is True:
                fired.add((name, None))
            elif found:
                fired.update((name, site) for site in found)
        return frozenset(fired)

    def _rule(self, rule: Rule) -> str:
        when = self._condition(rule.when)
        return f"map(filter(sites, {when}), #.{OWN})" if rule.is_each else when

    def _condition(self, condition: Condition) -> str:
        match condition:
            case Comparison():
                return _comparison(leaf(self._knowledge, condition))
            case All(parts):
                return f"({' and '.join(self._condition(part) for part in parts)})"
            case Any(parts):
                return f"({' or '.join(self._condition(part) for part in parts)})"
            case AtLeast(number, parts):
                counted = " + ".join(f"({self._condition(part)} ? 1 : 0)" for part in parts)
                return f"({counted} >= {number})"
            case Not():
                raise AssertionError("normal form has no `not`")


def _comparison(one: Leaf) -> str:
    place = {None: one.topic, OWN: "#"}.get(one.at, f"at.{one.at}")
    path = f"{place}.{one.name}"
    match one.test:
        case OneOf(words) if len(words) == 1:
            return f"{path} == '{words[0]}'"
        case OneOf(words):
            return f"{path} in [{', '.join(repr(word) for word in words)}]"
        case Bound(operator, bound):
            return f"({path} != null and {path} {operator.value} {bound!r})"
        case Holds(word, wanted):
            holds = f"'{word}' in {path}" if wanted else f"not ('{word}' in {path})"
            return f"({path} != null and {holds})"


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, frozenset) else value
