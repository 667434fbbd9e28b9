"""On which answers a result turns: one step away, another part comes first or has another band.

A step is the smallest difference that people make when they answer a question, or the usual error
of its measurement where that is larger. Every turning is found by evaluating all rules again.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ..assessment import Assessment, Assessor
from ..condition import Comparison, Value, comparisons, subjects
from ..diagnosis import Diagnosis, leading_context
from ..evaluate import Facts, Meaning
from ..findings import matched_patterns
from ..knowledge import Lead, Sign, Warn
from ..scoring import Band, Score, score_pillars
from ..steadiness import beside, first_weak, rescored
from ..units import DATE, show_number, unit_of
from ..vocabulary import (
    UNSURE,
    Answer,
    Choice,
    Misfit,
    Number,
    Question,
    State,
    read_answer,
    show_value,
)
from .items import comparisons_of
from .values import supposed

_BANDS = frozenset({Band.WEAK.value, Band.WATCH.value, Band.SOLID.value})
_FEWEST_CHOICES = 3  # a yes is no small step away from a no
_EASY = (1, 2, 3, 5, 10)  # steps that people make in a unit of their own
_SMALLEST_SHARE = 0.3  # of a unit that a step may be: nobody counts in twelfths of a year


# What may turn: under None what comes first, under the id of each pillar and context its band.
_Look = Mapping[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Turning:
    """With `other` instead of `given`, what is said of a part would be `after`, not `before`.

    `given` is for people, in the unit of the other answer. `part` is the pillar or context whose
    band turns, None where what comes first turns: then `before` and `after` are the ids of a
    leading context or of the first pillar of at least 20, None for neither.
    """

    question: Question
    given: str
    other: Answer
    part: str | None
    before: str | None
    after: str | None


def find_turnings(diagnosis: Diagnosis) -> tuple[Turning, ...]:
    """Every turning, what comes first before the bands, these by rank; nothing without a plan.

    Of one thing, measured answers come before other numbers, and these before choices. For each
    direction of an answer and each thing that turns the nearest answer is named. A flag that
    would be raised is no turning: flags speak early on purpose.
    """
    if not diagnosis.plan.shown:
        return ()
    scores = {one.pillar.id: one for one in (*diagnosis.pillars, *diagnosis.contexts)}
    before = _look(diagnosis.assessor, diagnosis.assessment, scores)
    questions = _answered(diagnosis)
    found = [one for name in questions for one in _of_question(diagnosis, name, scores, before)]
    order = [None, *scores]
    return tuple(sorted(found, key=lambda one: (order.index(one.part), _exactness(one.question))))


def raises_flag(diagnosis: Diagnosis, turning: Turning) -> bool:
    """Whether the other answer raises a new flag: then that would come before all else."""
    other = {**diagnosis.answers, turning.question.id: turning.other}
    after = diagnosis.assessor.evaluate(other).states
    before = diagnosis.assessment.states
    return any(
        after[name] and not before[name]
        for name, rule in diagnosis.knowledge.rules.items()
        if isinstance(rule.conclusion, Warn)
    )


def _exactness(question: Question) -> int:
    """From answers that are easily a little off to those that are not."""
    if question.measurement_error:
        return 0
    return 1 if isinstance(question.kind, Number) else 2


def steps_from(question: Question, answer: Answer) -> Iterator[tuple[Answer, ...]]:
    """The answers within one step, each direction for itself, the nearest first.

    For a number those by steps, up to the error of its measurement if that is larger, in the unit
    in which it was given if steps are easy to count in that. For a choice from three or more words
    in order its neighbour. Any other question has none.
    """
    match question.kind:
        case Number(unit=unit) as kind if unit != DATE and isinstance(answer.value, float | int):
            yield from _numbers_from(question, kind, answer)
        case Choice(labels) if question.worse != "neither":
            words = [word for word in labels if word not in UNSURE]
            if answer.value in words and len(words) >= _FEWEST_CHOICES:
                place = words.index(str(answer.value))
                near = (words[at] for at in (place - 1, place + 1) if 0 <= at < len(words))
                yield from ((supposed(question, word),) for word in near)
        case _:
            return


def _numbers_from(question: Question, kind: Number, answer: Answer) -> Iterator[tuple[Answer, ...]]:
    given = float(answer.value) if isinstance(answer.value, float | int) else 0.0
    unit, size = _unit(question, kind, answer)
    error = question.measurement_error or 0.0
    step = _easy(question.step / size) * size if size != 1 else question.step
    within = [*(count * step for count in range(1, math.ceil(error / step))), max(step, error)]
    directions: dict[bool, dict[str, Answer]] = {False: {}, True: {}}
    for by in within:
        for value in beside(kind, given, by):
            for other in _read(question, show_number(value / size, unit)):
                if other.value != answer.value:
                    directions[value > given].setdefault(other.shown, other)
    yield from (tuple(one.values()) for one in directions.values() if one)


def _unit(question: Question, kind: Number, answer: Answer) -> tuple[str, float]:
    """The unit in which steps are counted, and its size in the unit of the question."""
    unit, size = unit_of(answer.shown, kind.unit)
    return (unit, size) if question.step / size >= _SMALLEST_SHARE else (kind.unit, 1)


def _easy(step: float) -> float:
    """A step that is easy to count in, near this one.

    >>> _easy(0.62), _easy(30), _easy(16.1)
    (0.5, 30.0, 20.0)
    """
    scale = 10.0 ** math.floor(math.log10(step))
    nearest = min(_EASY, key=lambda one: abs(math.log(one * scale / step)))
    return round(nearest * scale, 9)


def _read(question: Question, text: str) -> Iterator[Answer]:
    """What is shown is what is tried: the text goes through the door of every answer."""
    found = read_answer(question, text, "supposed")
    if not isinstance(found, Misfit):
        yield found


def _answered(diagnosis: Diagnosis) -> Iterator[Question]:
    facts = diagnosis.assessment.facts
    for name, question in diagnosis.knowledge.asked.items():
        answer = diagnosis.answers.get(name)
        if answer is not None and answer.state is State.GIVEN and facts.is_declared(name):
            yield question


def _of_question(
    diagnosis: Diagnosis, question: Question, scores: Mapping[str, Score], before: _Look
) -> Iterator[Turning]:
    answer, facts = diagnosis.answers[question.id], diagnosis.assessment.facts
    readers = _readers(diagnosis.assessor)
    for direction in steps_from(question, answer):
        told = set[str | None]()
        for other in direction:
            if other.value is None or not readers.is_changed(facts, question.id, other.value):
                continue
            after = _turned(diagnosis, scores, question.id, other)
            given = _given(question, answer, other)
            for part in (one for one in before if one not in told and _turns(one, before, after)):
                told.add(part)
                yield Turning(question, given, other, part, before[part], after[part])


def _turns(part: str | None, before: _Look, after: _Look) -> bool:
    """Whether something else is said; without a band, nothing is said of a part."""
    is_said = part is None or {before[part], after[part]} <= _BANDS
    return is_said and before[part] != after[part]


def _given(question: Question, answer: Answer, other: Answer) -> str:
    """What was given, in the unit of the other answer."""
    kind = question.kind
    if not isinstance(kind, Number) or answer.value is None:
        return answer.shown
    is_alike = unit_of(answer.shown, kind.unit) == unit_of(other.shown, kind.unit)
    return answer.shown if is_alike else show_value(kind, answer.value)


def _look(assessor: Assessor, assessment: Assessment, scores: Mapping[str, Score]) -> _Look:
    knowledge = assessor.knowledge
    context = leading_context(knowledge, assessment, (scores[name] for name in knowledge.contexts))
    first = context.pillar.id if context is not None else first_weak(scores, knowledge.pillars)
    return {None: first, **{name: score.band.value for name, score in scores.items()}}


class _Readers:
    """What reads each question of a base, found when it is first asked for."""

    def __init__(self, assessor: Assessor) -> None:
        self.assessor = assessor
        knowledge = assessor.knowledge
        rules = knowledge.rules.values()
        links = [
            link.condition
            for pattern in knowledge.patterns.values()
            for link in pattern.links
            if link.condition is not None
        ]
        self.leads = [one for one in rules if isinstance(one.conclusion, Lead)]
        read = set[str]().union(*(rule.reads for rule in rules))
        concluded = [one for one in rules if isinstance(one.conclusion, Sign) or one.id in read]
        self.behind_conclusions = knowledge.questions_behind(*concluded)
        of_links = {name for one in links for name in subjects(one)}
        self.behind_links = knowledge.questions_leading_to(of_links)
        self._reading: dict[str, list[Comparison]] = {}
        in_links = chain.from_iterable(comparisons(one) for one in links)
        for one in dict.fromkeys((*comparisons_of(knowledge), *in_links)):
            self._reading.setdefault(one.subject, []).append(one)
        self._known: dict[str, tuple[Meaning, ...]] = {}

    def is_changed(self, facts: Facts, question: str, value: Value) -> bool:
        """Whether any comparison comes out otherwise; if none does, no rule does."""
        moved = self.assessor.moved_facts(facts, question, value)
        return any(meaning(moved) is not meaning(facts) for meaning in self._meanings(question))

    def _meanings(self, question: str) -> tuple[Meaning, ...]:
        known = self._known.get(question)
        if known is None:
            moving = (question, *self.assessor.derived_from(question))
            every = chain.from_iterable(self._reading.get(name, ()) for name in moving)
            known = tuple(self.assessor.evaluator.meaning(one) for one in every)
            self._known[question] = known
        return known


@lru_cache(maxsize=8)
def _readers(assessor: Assessor) -> _Readers:
    return _Readers(assessor)


def _turned(diagnosis: Diagnosis, before: Mapping[str, Score], name: str, other: Answer) -> _Look:
    """What is said with another answer to one question.

    Where no flag and no pattern that counts can follow from it, only its items are evaluated.
    """
    assessor, readers = diagnosis.assessor, _readers(diagnosis.assessor)
    linked = {pillar for one in diagnosis.patterns for pillar in one.pillars}
    is_linking = name in readers.behind_links and bool(diagnosis.patterns)
    if other.value is None or is_linking or name in readers.behind_conclusions:
        assessment = assessor.evaluate({**diagnosis.answers, name: other})
        patterns = matched_patterns(assessor, assessment)
        linked = {pillar for one in patterns for pillar in one.pillars}
        scores = score_pillars(assessor.knowledge, assessor, assessment, linked)
    else:
        assessment = assessor.moved(diagnosis.assessment, name, other.value)
        truth = assessor.evaluator.truth
        leads = {one.id: truth(one.when, assessment.facts) for one in readers.leads}
        assessment = replace(assessment, states={**assessment.states, **leads})
        scores = rescored(assessor, assessment, name, before, linked)
    return _look(assessor, assessment, scores)
