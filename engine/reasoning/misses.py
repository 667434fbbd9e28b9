"""The nearest other answers that would turn a conclusion, found by running the rules again.

Fewest changed answers first, then the fewest steps of `Question.step`. What is said of one changed
answer is exact, and so is what is said of several, but for a number worked out from two of them:
there the second is solved for, beside telling values of the first.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import assert_never

from ..condition import Value, comparisons
from ..diagnosis import Diagnosis
from ..search.formulas import inputs
from ..vocabulary import (
    EXCLUSIVE,
    Answer,
    Answers,
    Choice,
    Number,
    Question,
    Several,
    State,
    Text,
)
from .goals import Goal
from .values import supposed, telling_values

MOST_SHOWN = 3
MOST_CHANGES = 3  # of answers at once
MOST_TRIED = 4_000  # sets of answers, before a search ends undecided


@dataclass(frozen=True, slots=True)
class OtherAnswer:
    """Another answer to a question, so many steps from the one that was given.

    A word is one step from the next where the words have an order, else one from any other. So is
    each word that joins or leaves several. What was not answered is one step away, whatever it is.
    """

    question: str
    value: Value
    steps: float


@dataclass(frozen=True, slots=True)
class Miss:
    """Other answers that together turn the conclusion; none of them can be left out."""

    changes: tuple[OtherAnswer, ...]

    @property
    def steps(self) -> float:
        """The distance of all of them."""
        return sum(one.steps for one in self.changes)


@dataclass(frozen=True, slots=True)
class Misses:
    """The nearest ones, one for each set of questions, all with as few changes as there can be.

    `searched`: every set of up to so many other answers was tried. Where it is less than the
    number of changes that were found, there may be nearer ones with as many changes.
    """

    found: tuple[Miss, ...]
    searched: int


def nearest_misses(
    diagnosis: Diagnosis,
    goal: Goal,
    *,
    most_changes: int = MOST_CHANGES,
    most_tried: int = MOST_TRIED,
) -> Misses:
    """The nearest other answers with which the goal is reached, at most three.

    Each was verified with the whole base, and none makes answers that no real runner can give;
    what would have to change for that is looked for among what bears on the goal, not beyond.
    Nothing is found for a goal that is reached already. An unanswered question counts as a change
    when it gets an answer; that an answer is taken back is not tried.
    """
    search = _Search(diagnosis, goal, most_tried)
    for size in range(1, most_changes + 1):
        try:
            search.explore({}, size)
        except _GaveUpError:
            return Misses(search.nearest(), size - 1)
        if search.found:
            return Misses(search.nearest(), size)
        search.seen.clear()
    return Misses((), most_changes)


class _GaveUpError(Exception):
    """Too many answers were tried."""


class _Search:
    """Goes through sets of changes, and leaves out those that cannot lead anywhere.

    While the goal cannot be reached, whatever is answered, a few answers alone are the reason.
    One of these must change, so that no other needs to be looked at.
    """

    def __init__(self, diagnosis: Diagnosis, goal: Goal, most_tried: int) -> None:
        self.diagnosis = diagnosis
        self.knowledge = diagnosis.knowledge
        self.goal = goal
        behind = set[str]().union(*(item.questions for item in goal.items))
        self.names = [
            name
            for name, question in self.knowledge.questions.items()
            if name in behind and not isinstance(question.kind, Text) and not question.records
        ]
        questions = self.knowledge.questions
        self.records = [name for name in behind if questions[name].records]  # as they are
        self.own = {
            name: diagnosis.answers[name]
            for name in (*self.names, *sorted(self.records))
            if self._is_given(name)
        }
        self.found: dict[frozenset[str], Miss] = {}
        self.seen = set[frozenset[tuple[str, Value]]]()
        self.left = most_tried
        self.joined = self._joined()
        self.changes: dict[tuple[str, frozenset[tuple[str, Value]]], tuple[OtherAnswer, ...]] = {}
        facts = diagnosis.assessment.facts
        self.never = [
            one
            for one in self.knowledge.never_together
            if not diagnosis.assessor.evaluator.truth(one, facts)
        ]

    def nearest(self) -> tuple[Miss, ...]:
        """What was found, the fewest steps first, then as the questions stand in the base."""
        places = {name: place for place, name in enumerate(self.names)}
        ordered = sorted(
            self.found.values(),
            key=lambda one: (one.steps, [places[change.question] for change in one.changes]),
        )
        return tuple(ordered[:MOST_SHOWN])

    def explore(self, chosen: Mapping[str, OtherAnswer], more: int) -> None:
        """Try these changes, and with them up to so many more."""
        key = frozenset((name, change.value) for name, change in chosen.items())
        if key in self.seen:
            return
        self.seen.add(key)
        answers = self._with(chosen)
        status = self._status(answers)
        if status and self._is_noted(chosen, answers):
            return
        if more:
            for name in self._to_change(answers, chosen, is_closed=status is False):
                for change in self._changes(name, answers, chosen):
                    self.explore({**chosen, name: change}, more - 1)

    def _status(self, answers: Answers) -> bool | None:
        self.left -= 1
        if self.left < 0:
            raise _GaveUpError
        return self.goal.status(answers)

    def _is_given(self, name: str) -> bool:
        answer = self.diagnosis.answers.get(name)
        return answer is not None and answer.state is State.GIVEN

    def _with(self, chosen: Mapping[str, OtherAnswer]) -> dict[str, Answer]:
        questions = self.knowledge.questions
        return self.own | {
            name: supposed(questions[name], change.value) for name, change in chosen.items()
        }

    def _to_change(
        self, answers: Answers, chosen: Mapping[str, OtherAnswer], *, is_closed: bool
    ) -> Iterable[str]:
        """The questions of which one must be answered otherwise, in the order of the base."""
        if is_closed:
            reason = self._reason(answers, chosen)
            return [name for name in self.names if name in reason and name not in chosen]
        facts = self.diagnosis.assessor.evaluator.facts(answers)
        return [name for name in self.names if name not in chosen and facts.gate(name) is not False]

    def _reason(self, answers: Answers, chosen: Mapping[str, OtherAnswer]) -> set[str]:
        """Answers that alone keep the goal out of reach; of those that were not changed, few."""
        kept = dict(answers)
        other = [name for name in answers if name not in self.records]
        for name in sorted(other, key=lambda one: one in chosen):
            without = {other: answer for other, answer in kept.items() if other != name}
            if self._status(without) is False:
                kept = without
        return set(kept)

    def _is_noted(self, chosen: Mapping[str, OtherAnswer], answers: Answers) -> bool:
        """Keep these changes if they are the nearest to these questions; False if none can be."""
        names = frozenset(chosen)
        miss = Miss(tuple(chosen[name] for name in self.names if name in chosen))
        before = self.found.get(names)
        if not names or (before is not None and before.steps <= miss.steps):
            return True
        assessor = self.diagnosis.assessor
        assessment = assessor.evaluate({**self.diagnosis.answers, **answers})
        truth = assessor.evaluator.truth
        is_real = not any(truth(one, assessment.facts) for one in self.never)
        if is_real and self.goal.is_met(assessor, assessment):
            self.found[names] = miss
        return is_real

    # --- other answers to one question

    def _joined(self) -> dict[str, set[str]]:
        """For each question, those from which a number is worked out together with it."""
        together: dict[str, set[str]] = {}
        for item in self.goal.items:
            for derived in item.knowledge.derived:
                reads = inputs(self.knowledge, derived)
                for name in reads:
                    together.setdefault(name, set()).update(reads)
        return together

    def _changes(
        self, name: str, answers: Answers, chosen: Mapping[str, OtherAnswer]
    ) -> tuple[OtherAnswer, ...]:
        bearing = {one: chosen[one].value for one in self.joined.get(name, ()) if one in chosen}
        key = (name, frozenset(bearing.items()))
        if key not in self.changes:
            told = telling_values(self.knowledge, self.goal.items, answers, {name})
            own = self.own.get(name)
            question = self.knowledge.questions[name]
            values = (*told.get(name, ()), *self._bounds(question))
            self.changes[key] = tuple(_changes(question, own, values))
        return self.changes[key]

    def _bounds(self, question: Question) -> Iterator[float]:
        """The numbers beyond which an answer is not that of a real runner, as far as they go."""
        if not isinstance(question.kind, Number):
            return
        lowest, highest = question.kind.lowest, question.kind.highest
        for condition in self.never:
            for one in (part for part in comparisons(condition) if part.subject == question.id):
                numbers = (value for value in one.values if isinstance(value, float))
                yield from (value for value in numbers if lowest <= value <= highest)


def _changes(
    question: Question, own: Answer | None, told: tuple[Value, ...]
) -> Iterator[OtherAnswer]:
    """Other answers to a question: of those that tell the same the nearest one, nearest first."""
    given = None if own is None else own.value
    values: Iterable[Value] = told
    if isinstance(question.kind, Number):
        numbers = sorted({one for one in told if isinstance(one, float)})
        values = _on_steps(question, question.kind, numbers, given)
    elif isinstance(question.kind, Several) and isinstance(given, frozenset):
        values = dict.fromkeys((*_one_word_off(question.kind, given), *told))
    other = (one for one in values if one != given)
    found = [OtherAnswer(question.id, one, steps_between(question, given, one)) for one in other]
    yield from sorted(found, key=lambda one: one.steps)


def steps_between(question: Question, given: Value | None, value: Value) -> float:
    """How far another answer is from the one that was given; 1 if none was."""
    if given is None:
        return 1.0
    match question.kind:
        case Number():
            return abs(float(value) - float(given)) / question.step  # type: ignore[arg-type]
        case Choice(labels):
            words = list(labels)
            is_ordered = question.worse != "neither"
            return (
                float(abs(words.index(str(value)) - words.index(str(given)))) if is_ordered else 1.0
            )
        case Several():
            changed = frozenset(value) ^ frozenset(given)  # type: ignore[arg-type]
            return float(len(changed.difference(EXCLUSIVE))) or 1.0
        case Text():
            return 1.0
        case _:
            assert_never(question.kind)


def _on_steps(
    question: Question, kind: Number, told: list[float], given: Value | None
) -> Iterator[float]:
    """Of each stretch between two telling numbers the one nearest to what was answered.

    People answer in whole steps: a stretch without one is left out.
    """
    step = question.step
    whole = [one for one in told if round(one / step, 9) == round(one / step)]
    if given is None:
        yield from whole
    ends = [kind.lowest - step, *told, kind.highest + step]
    for low, high in pairwise(ends):
        own = given if isinstance(given, float) else low
        nearest = _nearest_step((low, high), kind, step, own)
        if nearest is not None:
            yield nearest
    yield from whole


def _nearest_step(
    open_span: tuple[float, float], kind: Number, step: float, own: float
) -> float | None:
    low, high = open_span
    first = max(floor(round(low / step, 9)) + 1, ceil(round(kind.lowest / step, 9)))
    last = min(ceil(round(high / step, 9)) - 1, floor(round(kind.highest / step, 9)))
    if first > last:
        return None
    return round(min(max(round(own / step), first), last) * step, 9)


def _one_word_off(kind: Several, given: frozenset[str]) -> Iterator[frozenset[str]]:
    """The same words with one more or one less."""
    words = given.difference(EXCLUSIVE)
    for word in kind.labels:
        changed = words ^ {word}
        if word not in EXCLUSIVE and changed:
            yield frozenset(changed)
