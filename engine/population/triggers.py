"""The fewest answers that raise each urgent flag, in every way that its condition offers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..condition import All, Any, Comparison, Condition, Operator, Value, conjunction
from ..evaluate import test_of
from ..knowledge import Knowledge, Warn
from ..search import Search
from ..vocabulary import Choice

URGENT = frozenset({"A", "B"})
_SPELLED_OUT = {Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN}


@dataclass(frozen=True, slots=True)
class Trigger:
    """Answers of which one set raises a flag, whatever else is answered."""

    flag: str
    ways: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Triggers:
    """The triggers of the urgent flags, in the order of the base.

    `unreached` are flags of tier A or B for which no answers were found.
    """

    found: tuple[Trigger, ...]
    unreached: tuple[str, ...]

    def of(self, number: int) -> tuple[str, Mapping[str, Value]] | None:
        """The flag of the runner with a number, and what raises it: one flag after the other."""
        if not self.found:
            return None
        turn, place = divmod(number, len(self.found))
        trigger = self.found[place]
        return trigger.flag, trigger.ways[turn % len(trigger.ways)]


def find_triggers(knowledge: Knowledge) -> Triggers:
    """Answers that raise each flag of tier A or B: one set a site, a word, a branch."""
    search = Search(knowledge)
    found, unreached = [], []
    for rule in knowledge.rules.values():
        if isinstance(rule.conclusion, Warn) and rule.conclusion.tier in URGENT:
            solved = [
                search.runner(fires=[one.condition, way])
                for one in rule.instances
                for way in _ways(one.condition, knowledge)
            ]
            ways = tuple(answers for answers in solved if answers is not None)
            if ways:
                found.append(Trigger(rule.id, ways))
            else:
                unreached.append(rule.id)
    return Triggers(tuple(found), tuple(unreached))


def _ways(condition: Condition, knowledge: Knowledge) -> Iterator[Condition]:
    """Conditions that each ask for one of the ways to fulfil the whole."""
    match condition:
        case Any(parts):
            for part in parts:
                yield from _ways(part, knowledge)
        case All(parts):
            ways = [list(_ways(part, knowledge)) for part in parts]
            several = [one for one in ways if len(one) > 1]
            if not several:
                yield condition
            for one in several:
                yield from (conjunction((condition, way)) for way in one)
        case Comparison(subject, operator) if operator in _SPELLED_OUT:
            kind = knowledge.kind_of(subject)
            words = kind.labels if isinstance(kind, Choice) else {}
            test = test_of(condition)
            accepted = [word for word in words if test(word)]
            for word in accepted:
                yield Comparison(subject, Operator.EQUAL, (word,))
            if not accepted:
                yield condition
        case _:
            yield condition
