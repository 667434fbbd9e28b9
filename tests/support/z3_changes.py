"""The least effort that makes a pillar solid, by z3 Optimize: a second way to smallest changes.

The conditions, the points and the band are written out from their definitions, and share nothing
with the search over cells.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import z3

from surefoot.engine.condition import ALWAYS, Comparison, rewrite, subjects
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.knowledge import DECIDED_SHARE, WATCH_FROM, Points, Warn
from surefoot.engine.vocabulary import UNSURE, Choice, Number, Several, State

from .z3_oracle import SymbolicRunner, most_of, real

if TYPE_CHECKING:
    from collections.abc import Iterable

    from surefoot.engine.condition import Condition
    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.knowledge import Group, Knowledge, Rule
    from surefoot.engine.vocabulary import Answers, Question

Formula = Any


class ChangingRunner(SymbolicRunner):
    """A runner whose answers are as they were given, but for those that may change for the better.

    What is not answered is unknown, and so neither true nor false.
    """

    def __init__(self, knowledge: Knowledge, answers: Answers, movable: Iterable[str]) -> None:
        self.knowledge = knowledge
        self.is_exact = True
        self.name = ""
        self.limits: list[Formula] = []
        self.true = cache(self._true)
        self.false = cache(self._false)
        self._number = cache(self._number_or_unknown)
        self._bands = cache(self._bands_of)
        self.answers = {
            name: _as_given(knowledge.questions[name], one.value)
            for name, one in answers.items()
            if one.state is State.GIVEN
        }
        self.given = dict(self.answers)
        for name in movable:
            self.answers[name] = self._better(knowledge.questions[name], self.given[name])

    def _better(self, question: Question, given: Formula) -> Formula:
        number = z3.Real if isinstance(question.kind, Number) else z3.Int
        answer = number(question.id)
        if isinstance(question.kind, Number):
            self.limits += [answer >= real(question.kind.lowest)]
            self.limits += [answer <= real(question.kind.highest)]
        elif isinstance(question.kind, Choice):
            words = list(question.kind.labels)
            allowed = [given, *(z3.IntVal(i) for i, w in enumerate(words) if w not in UNSURE)]
            self.limits += [z3.Or(*(answer == one for one in allowed))]
            self.limits += [answer < len(words)]
        self.limits.append(answer >= given if question.worse == "lower" else answer <= given)
        return answer

    def _test(self, one: Comparison, *, wanted: bool) -> Formula:
        if one.subject in self.knowledge.questions and one.subject not in self.answers:
            return z3.BoolVal(False)
        return super()._test(one, wanted=wanted)

    def _number_or_unknown(self, subject: str) -> tuple[Formula, Formula]:
        if subject in self.knowledge.questions and subject not in self.answers:
            return z3.BoolVal(False), real(0.0)
        return self._number_of(subject)

    def applies(self, group: Group, gates: dict[str, Condition]) -> tuple[Formula, Formula]:
        """That an item certainly applies, and that it certainly does not."""
        conditions = [
            rewrite(one.condition, lambda one: gates.get(one.subject, ALWAYS))
            for rule in group.rules
            for one in rule.instances
        ]
        return z3.Or(*map(self.true, conditions)), z3.And(*map(self.false, conditions))


def _as_given(question: Question, value: object) -> Formula:
    match question.kind:
        case Number():
            assert isinstance(value, float | int)  # a day is a whole number
            return real(float(value))
        case Choice(labels):
            return z3.IntVal(list(labels).index(str(value)))
        case Several(labels):
            assert isinstance(value, frozenset)
            return {word: z3.BoolVal(word in value) for word in labels}
        case _:
            return None


class Optimizer:
    """Asks z3 for the least effort; holds what of a base is the same for all runners."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.gates = Evaluator(knowledge).gates
        self.flags = [
            (rule, knowledge.questions_behind(rule))
            for rule in knowledge.rules.values()
            if isinstance(rule.conclusion, Warn)
        ]
        self.never = [
            (one, knowledge.questions_leading_to(subjects(one))) for one in knowledge.never_together
        ]

    def least_effort(self, diagnosis: Diagnosis, pillar: str) -> int | None:
        """The least sum of efforts that makes a pillar solid; None if nothing does."""
        knowledge, score = self.knowledge, diagnosis.score(pillar)
        groups = [one.group for one in score.items]
        movable = self._movable(diagnosis, groups)
        runner = ChangingRunner(knowledge, diagnosis.answers, movable)
        solver = z3.Optimize()
        solver.add(*self._solid(runner, groups))
        for item in score.items:
            if item.is_decided:
                _, is_out = runner.applies(item.group, self.gates)
                least, most = _points(runner, item.group)
                solver.add(z3.Or(is_out, z3.And(self._sure(runner, item.group), least == most)))
        solver.add(*self._guards(runner, diagnosis, movable))
        solver.add(*runner.limits)
        efforts = [
            z3.If(runner.answers[name] != runner.given[name], knowledge.questions[name].change, 0)
            for name in movable
        ]
        effort = z3.Sum([z3.IntVal(0), *efforts])
        solver.minimize(effort)
        verdict = solver.check()
        assert verdict != z3.unknown, solver.reason_unknown()
        if verdict == z3.unsat:
            return None
        return int(solver.model().eval(effort).as_long())

    def _movable(self, diagnosis: Diagnosis, groups: Iterable[Group]) -> list[str]:
        """All that may move and bears on the items, or on what guards what may move."""
        behind = self.knowledge.questions_behind(*(rule for one in groups for rule in one.rules))
        movable = self._among(diagnosis, behind)
        for _ in self.knowledge.questions:
            guards = [names for _, names in (*self.flags, *self.never) if names & set(movable)]
            behind |= set().union(*guards)
            movable, before = self._among(diagnosis, behind), movable
            if movable == before:
                break
        return movable

    def _among(self, diagnosis: Diagnosis, behind: set[str]) -> list[str]:
        return [
            name
            for name, question in self.knowledge.questions.items()
            if name in behind
            and question.change is not None
            and question.worse != "neither"
            and not isinstance(question.kind, Several)
            and name in diagnosis.answers
            and diagnosis.answers[name].state is State.GIVEN
            and diagnosis.answers[name].value not in UNSURE
            and diagnosis.assessment.facts.gate(name) is True
        ]

    def _sure(self, runner: ChangingRunner, group: Group) -> Formula:
        return runner.applies(group, self.gates)[0]

    def _solid(self, runner: ChangingRunner, groups: Iterable[Group]) -> list[Formula]:
        """That enough is decided, and that the deficit, held within its range, is below 20."""
        decided, low, high = [], [], []
        number, applicable = [], []
        line = int(WATCH_FROM)
        for group in groups:
            sure, out = runner.applies(group, self.gates)
            maybe = z3.And(z3.Not(sure), z3.Not(out))
            least, most = _points(runner, group)
            is_decided = z3.And(sure, least == most)
            decided.append(z3.If(is_decided, 100 * least - line * group.worth, 0))
            low.append(z3.If(sure, 100 * least - line * group.worth, 0))
            low.append(z3.If(maybe, -line * (group.worth - least), 0))
            high.append(z3.If(sure, 100 * most - line * group.worth, 0))
            high.append(z3.If(maybe, (100 - line) * most, 0))
            number.append(z3.If(is_decided, 10, 0))
            applicable.append(z3.If(out, 0, round(10 * DECIDED_SHARE)))
        below = z3.And(z3.Sum(decided) < 0, z3.Sum(low) < 0)
        return [
            z3.Sum(number) > 0,
            z3.Sum(number) >= z3.Sum(applicable),
            z3.Or(below, z3.Sum(high) < 0),
        ]

    def _guards(
        self, runner: ChangingRunner, diagnosis: Diagnosis, movable: Iterable[str]
    ) -> list[Formula]:
        """That no flag is raised, and no contradiction that never holds, that was not before."""
        moved = set(movable)
        flags = [
            z3.Not(runner.rule(rule, fires=True))
            for rule, names in self.flags
            if names & moved and not diagnosis.assessment.states[rule.id]
        ]
        evaluator = diagnosis.assessor.evaluator
        facts = diagnosis.assessment.facts
        return flags + [
            z3.Not(runner.true(one))
            for one, names in self.never
            if names & moved and not evaluator.truth(one, facts)
        ]


def _points(runner: ChangingRunner, group: Group) -> tuple[Formula, Formula]:
    """The certain and the possible points of an item."""

    def worth(rule: Rule) -> int:
        assert isinstance(rule.conclusion, Points)
        return rule.conclusion.points

    least = [z3.If(runner.rule(one, fires=True), worth(one), 0) for one in group.rules]
    most = [z3.If(runner.rule(one, fires=False), 0, worth(one)) for one in group.rules]
    return most_of(least), most_of(most)
