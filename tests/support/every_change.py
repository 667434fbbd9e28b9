"""Every change of a small base tried one by one: what the smallest are held against."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from surefoot.engine.condition import All, AtLeast, Comparison, subjects
from surefoot.engine.condition import Any as AnyOf
from surefoot.engine.evaluate import test_of as comparison_test
from surefoot.engine.knowledge import Points, Warn
from surefoot.engine.scoring import score_pillars
from surefoot.engine.vocabulary import UNSURE, Answer, Choice, Number, Several, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surefoot.engine.condition import Condition
    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.reasoning.changes import Change
    from surefoot.engine.scoring import Band
    from surefoot.engine.vocabulary import Question

QUARTERS = [number / 4 for number in range(17)]
Moved = dict[str, float]  # how far each answer is moved


class Way(NamedTuple):
    """A change that holds, as brute force sees it."""

    cost: tuple[int, int, float, list[str]]
    far: Moved
    values: dict[str, float | str]


class BruteForce:
    """Tries every change of a small base, and reads what comes out by whole evaluations."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        self.knowledge = diagnosis.knowledge
        self.assessor = diagnosis.assessor
        self.answers = diagnosis.answers
        self.before = diagnosis.score("p")

    def minimal(self, band: Band) -> list[Way]:
        """Every change that leads to a band and of which no part, or less of it, does."""
        names = [name for name in self.knowledge.questions if self.can_change(name)]
        every = [[None, *self._values(self.knowledge.questions[name])] for name in names]
        ways = []
        for chosen in product(*every):
            values = {n: one for n, one in zip(names, chosen, strict=True) if one is not None}
            if values and (way := self.tried(values, band)) is not None:
                ways.append(way)
        minimal = [
            one
            for one in ways
            if not any(other is not one and contains(one.far, other.far) for other in ways)
        ]
        return sorted(minimal, key=lambda one: one.cost)

    def can_change(self, name: str) -> bool:
        question, answer = self.knowledge.questions[name], self.answers.get(name)
        return (
            question.change is not None
            and question.worse in {"lower", "higher"}
            and not isinstance(question.kind, Several)
            and answer is not None
            and answer.value is not None
            and answer.value not in UNSURE
            and self.diagnosis.assessment.facts.gate(name) is True
        )

    def _values(self, question: Question) -> Iterator[float | str]:
        own, up = self.answers[question.id].value, question.worse == "lower"
        if isinstance(question.kind, Choice):
            words = list(question.kind.labels)
            for word in words:
                way = words.index(word) - words.index(str(own))
                if word not in UNSURE and way != 0 and (way > 0) == up:
                    yield word
            return
        assert isinstance(own, float)
        ahead = [one for one in QUARTERS[:: 1 if up else -1] if (one >= own if up else one <= own)]
        tests = [comparison_test(one) for one in self._comparisons(question.id)]
        runs: list[list[float]] = []
        before = None
        for value in ahead:  # values between which no comparison turns
            truths = [test(value) for test in tests]
            if truths != before:
                runs.append([])
            runs[-1].append(value)
            before = truths
        for run in runs[1:]:
            on_step = [one for one in run if one % question.step == 0]
            halves = [one for one in run if one % 0.5 == 0]
            yield (on_step or halves)[0]

    def _comparisons(self, name: str) -> list[Comparison]:
        """Those of all that can make a difference, with the gates in front of what they read."""
        before = self.diagnosis.assessment
        conditions = [
            one.when
            for name, one in self.knowledge.rules.items()
            if isinstance(one.conclusion, Points) or not before.states[name]
        ]
        truth = self.assessor.evaluator.truth
        conditions += [one for one in self.knowledge.never_together if not truth(one, before.facts)]
        seen: set[str] = set()
        for condition in conditions:  # which grows by the gates
            for name_read in sorted(subjects(condition) - seen):
                seen.add(name_read)
                gate = self.knowledge.questions[name_read].gate
                conditions += [gate] if gate else []
        return [
            one for condition in conditions for one in _leaves(condition) if one.subject == name
        ]

    def tried(self, values: Mapping[str, float | str], band: Band) -> Way | None:
        changed = {n: Answer(State.GIVEN, one) for n, one in values.items()}
        after = self.assessor.evaluate({**self.answers, **changed})
        score = score_pillars(self.knowledge, self.assessor, after, ())["p"]
        if score.band is not band:
            return None
        for old, new in zip(self.before.items, score.items, strict=True):
            if old.is_decided and not new.is_decided and new.applies is not False:
                return None
        before = self.diagnosis.assessment
        flags = [n for n, r in self.knowledge.rules.items() if isinstance(r.conclusion, Warn)]
        if any(after.states[name] and not before.states[name] for name in flags):
            return None
        for condition in self.knowledge.never_together:
            truth = self.assessor.evaluator.truth
            if truth(condition, after.facts) and not truth(condition, before.facts):
                return None
        far = {name: self.far(name, value) for name, value in values.items()}
        stopped = {*self.before.fired} - {*score.fired}
        conclusions = [self.knowledge.rules[name].conclusion for name in stopped]
        advice = {one.advice for one in conclusions if isinstance(one, Points) and one.advice}
        cost = (
            sum(self.knowledge.questions[name].change or 0 for name in values),
            sum(self.knowledge.advice[name].minutes_per_week for name in advice),
            sum(far.values()),
            sorted(values),
        )
        return Way(cost, far, dict(values))

    def far(self, name: str, value: float | str) -> float:
        question, own = self.knowledge.questions[name], self.answers[name].value
        if isinstance(question.kind, Number):
            assert isinstance(own, float)
            assert isinstance(value, float)
            return abs(own - value) / question.step
        assert isinstance(question.kind, Choice)
        words = list(question.kind.labels)
        return abs(words.index(str(own)) - words.index(str(value)))


def contains(one: Moved, other: Moved) -> bool:
    return all(name in one and far <= one[name] for name, far in other.items())


def _leaves(condition: Condition) -> Iterator[Comparison]:
    match condition:
        case Comparison():
            yield condition
        case All(parts) | AnyOf(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _leaves(part)
        case _:
            raise AssertionError(condition)


def as_way(change: Change) -> tuple[tuple[int, int, float, list[str]], dict[str, float | str]]:
    ids = sorted(one.question.id for one in change.moves)
    values: dict[str, float | str] = {}
    for one in change.moves:
        assert isinstance(one.after.value, float | str)
        values[one.question.id] = one.after.value
    return (change.effort, change.minutes_per_week, change.steps, ids), values
