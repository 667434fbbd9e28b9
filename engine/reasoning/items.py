"""Single items of a base, worked out in microseconds: what a search tries thousands of times.

Nothing here has a meaning of its own: an item is read by `evaluate`, from a base that holds
nothing but the item's rules and what they read.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TypeVar

from ..assessment import Assessor, QuickAssessor
from ..condition import Comparison, Value, comparisons
from ..evaluate import Evaluator
from ..knowledge import FirstThatHolds, Group, Knowledge, Lookup, Rule, Sign
from ..scoring import ItemScore, score_item
from ..search.formulas import inputs
from ..search.grounding import key_comparisons
from ..vocabulary import Answer, Answers

Values = tuple[Value | None, ...]
_Known = TypeVar("_Known")

_MOST_KEPT = 1_000  # answers to an item for which its result is kept


class Item:
    """One item with all that it reads; `questions` are those that bear on it, as in the base."""

    def __init__(self, knowledge: Knowledge, group: Group) -> None:
        """Takes the base that the item is of."""
        self.group = group
        self.knowledge = part_of(knowledge, group)
        behind = knowledge.questions_behind(*group.rules)
        self.questions = tuple(name for name in knowledge.questions if name in behind)
        self._known: dict[Values, ItemScore] = {}
        self._fires: dict[Values, bool] = {}

    def score(self, answers: Answers) -> ItemScore:
        """What the item gives with these answers; those to other questions are left alone."""
        own, key = self._own(answers)
        known = self._known.get(key)
        if known is None:
            assessment = self._assessor.evaluate(own)
            known = score_item(self.group, self._assessor, assessment)
            _keep(self._known, key, known)
        return known

    def fires(self, answers: Answers) -> bool:
        """Whether one of its rules certainly holds with these answers, whatever it concludes."""
        own, key = self._own(answers)
        known = self._fires.get(key)
        if known is None:
            after = self._assessor.evaluate(own)
            known = any(
                after.states[rule.id]
                if rule.id in after.states
                else any(self.evaluator.truth(one.condition, after.facts) for one in rule.instances)
                for rule in self.group.rules
            )
            _keep(self._fires, key, known)
        return known

    def _own(self, answers: Answers) -> tuple[dict[str, Answer], Values]:
        own = {name: answers[name] for name in self.questions if name in answers}
        return own, tuple(own[name].value if name in own else None for name in self.questions)

    def open_questions(self, known: Collection[str]) -> list[str]:
        """Those that may still be answered: not known, and not what only a record answers."""
        questions = self.knowledge.questions
        return [one for one in self.questions if one not in known and not questions[one].records]

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every comparison that bears on the item: in conditions, gates and derived words."""
        return comparisons_of(self.knowledge, self.group.rules)

    @property
    def evaluator(self) -> Evaluator:
        """What reads the conditions and formulas that bear on the item."""
        return self._assessor.evaluator

    @cached_property
    def inputs(self) -> Mapping[str, tuple[str, ...]]:
        """For each derived value that bears on the item the questions it is worked out from."""
        return {name: inputs(self.knowledge, name) for name in self.knowledge.derived}

    @cached_property
    def _assessor(self) -> QuickAssessor:
        return QuickAssessor(self.knowledge)


def _keep(kept: dict[Values, _Known], key: Values, known: _Known) -> None:
    """Keep what was worked out; a process that goes through many runners begins anew at times."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = known


def comparisons_of(knowledge: Knowledge, more: Iterable[Rule] = ()) -> tuple[Comparison, ...]:
    """Every comparison on which a rule of a base, or one more, can turn, each once."""
    found: dict[Comparison, None] = {}
    for rule in (*knowledge.rules.values(), *more):
        for one in rule.instances:
            found |= dict.fromkeys(comparisons(one.condition))
    gates = [one.gate for one in knowledge.questions.values()]
    gates += [one.gate for one in knowledge.derived.values()]
    for gate in (one for one in gates if one is not None):
        found |= dict.fromkeys(comparisons(gate))
    for derived in knowledge.derived.values():
        match derived.formula:
            case FirstThatHolds(branches):
                for _, condition in branches:
                    found |= dict.fromkeys(comparisons(condition))
            case Lookup(by, rows):
                for keys, _ in rows:
                    for subject, key in zip(by, keys, strict=True):
                        found |= dict.fromkeys(key_comparisons(subject, key))
            case _:
                pass
    return tuple(found)


@lru_cache(maxsize=8)
def items_of(assessor: Assessor) -> tuple[Item, ...]:
    """Every item of an assessor's base, made once: what was worked out before is kept."""
    return tuple(Item(assessor.knowledge, group) for group in assessor.knowledge.groups)


def part_of(knowledge: Knowledge, group: Group) -> Knowledge:
    """The base with nothing but the rules of an item and what they read."""
    read = _read(knowledge, group.rules)
    own = {rule.id for rule in group.rules}
    rules = {
        name: rule
        for name, rule in knowledge.rules.items()
        if name in read or name in own or _is_sign_of(rule, read)
    }
    asked = read | {knowledge.site_question}
    return replace(
        knowledge,
        questions={n: one for n, one in knowledge.questions.items() if n in asked},
        derived={n: one for n, one in knowledge.derived.items() if n in read},
        derived_order=tuple(name for name in knowledge.derived_order if name in read),
        rules=rules,
        patterns={n: one for n, one in knowledge.patterns.items() if n in read},
        groups=(group,),
        strata=tuple(tuple(r for r in level if r.id in rules) for level in knowledge.strata),
        contradictions={},
        home_tests={},
    )


def _read(knowledge: Knowledge, rules: Iterable[Rule]) -> set[str]:
    """Every id that rules follow from, in any number of steps."""
    found = set[str]().union(*(rule.reads for rule in rules))
    waiting = list(found)
    while waiting:
        new = knowledge.needs(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def _is_sign_of(rule: Rule, patterns: set[str]) -> bool:
    return isinstance(rule.conclusion, Sign) and rule.conclusion.pattern in patterns
