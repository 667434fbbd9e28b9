"""What a record shows beside what the runner said, question by question.

What counts is always the answer; nothing is concluded here. Whether two values differ is what the
knowledge base says: a value of it that is worked out from both and can be `as_recorded`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .condition import subjects
from .contradictions import Clash
from .diagnosis import Diagnosis
from .knowledge import Knowledge
from .recorded import IMPORTED
from .vocabulary import Answer, Choice, Question, State

AS_RECORDED = "as_recorded"


class Standing(StrEnum):
    """How an answer stands to what the record shows."""

    TAKEN = "taken"
    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class RecordedValue:
    """What a record shows of a question, and what was answered, None for nothing.

    `clash` is the contradiction that names the difference, where the base has one.
    """

    question: Question
    recorded: Answer
    answer: Answer | None
    standing: Standing
    clash: Clash | None


def recorded_values(diagnosis: Diagnosis) -> tuple[RecordedValue, ...]:
    """Everything that the record shows, by topics; empty without a record."""
    return tuple(
        _value(diagnosis, diagnosis.knowledge.questions[name], twin)
        for name, twin in _recorded_by(diagnosis.knowledge)
        if _is_given(diagnosis.answers.get(twin))
    )


def not_recorded(diagnosis: Diagnosis) -> tuple[Question, ...]:
    """The questions that a record could answer and that this one does not, of those that apply."""
    return tuple(
        diagnosis.knowledge.questions[name]
        for name, twin in _recorded_by(diagnosis.knowledge)
        if not _is_given(diagnosis.answers.get(twin))
        and diagnosis.assessment.facts.gate(name) is not False
    )


def answered(diagnosis: Diagnosis) -> Iterator[str]:
    """The questions with an answer, in the order of the base.

    What a record shows follows the answer that it stands beside, unless that was taken from it.
    """
    answers, twins = diagnosis.answers, diagnosis.knowledge.recorded_by
    for name in diagnosis.knowledge.asked:
        answer, twin = answers.get(name), twins.get(name, "")
        if answer is not None:
            yield name
        if twin in answers and (answer is None or answer.source != IMPORTED):
            yield twin


def _recorded_by(knowledge: Knowledge) -> list[tuple[str, str]]:
    """Each question with the one that holds what a record shows of it, in the order of topics."""
    topics, twins = list(knowledge.topics), knowledge.recorded_by
    asked = [one for one in knowledge.asked.values() if one.id in twins]
    asked.sort(key=lambda one: topics.index(one.topic))
    return [(one.id, twins[one.id]) for one in asked]


def _is_given(answer: Answer | None) -> bool:
    return answer is not None and answer.state is State.GIVEN


def _value(diagnosis: Diagnosis, question: Question, twin: str) -> RecordedValue:
    recorded, answer = diagnosis.answers[twin], diagnosis.answers.get(question.id)
    if answer is None or answer.state is not State.GIVEN:
        return RecordedValue(question, recorded, None, Standing.NOT_SAID, None)
    if answer.source == IMPORTED:
        return RecordedValue(question, recorded, answer, Standing.TAKEN, None)
    clash = _clash(diagnosis, question.id, twin)
    differs = clash is not None or _differs(diagnosis, question.id, twin)
    standing = Standing.DIFFERS if differs else Standing.AGREES
    return RecordedValue(question, recorded, answer, standing, clash)


def _clash(diagnosis: Diagnosis, name: str, twin: str) -> Clash | None:
    """The contradiction between an answer and the record."""
    leading = diagnosis.knowledge.questions_leading_to
    for one in diagnosis.contradictions:
        if {name, twin} <= leading(subjects(one.contradiction.when)):
            return one
    return None


def _differs(diagnosis: Diagnosis, name: str, twin: str) -> bool:
    """Whether the base says so; without a word of it, whether two numbers are a step apart."""
    knowledge, facts = diagnosis.knowledge, diagnosis.assessment.facts
    for derived in knowledge.derived.values():
        if not (isinstance(derived.kind, Choice) and AS_RECORDED in derived.kind.labels):
            continue
        if {name, twin} <= knowledge.questions_leading_to({derived.id}):
            return facts.values.get(derived.id, AS_RECORDED) != AS_RECORDED
    said, recorded = diagnosis.answers[name].value, diagnosis.answers[twin].value
    if not (isinstance(said, float | int) and isinstance(recorded, float | int)):
        return False
    question = knowledge.questions[name]
    return abs(said - recorded) >= max(question.step, question.measurement_error or 0)
