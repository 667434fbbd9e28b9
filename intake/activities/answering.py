"""Metrics of a record as answers: what it shows of each question that it can answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ...engine.knowledge import Knowledge
from ...engine.recorded import METRICS, Basis
from ...engine.vocabulary import Answer, Answers, Misfit, Question, State, read_answer
from .diary import Figure, Figures

# To what a recorded value is rounded before it answers a question: nobody says more.
_STEPS: Mapping[str, float] = {
    "km": 0.1, "h": 0.1, "s/km": 1, "percent": 1, "m": 10, "steps/min": 1, "weeks": 1, "pairs": 1,
    "runs": 0.1, "days": 0.1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a record says, as answers with the source `imported`.

    `answers` are those to the questions themselves, in the order of the base; `beside` the same
    under the ids of the questions that keep them beside what the runner says. `missing` are the
    questions that a record could answer and this one does not, each with the reason.
    """

    answers: Answers
    beside: Answers
    missing: tuple[tuple[Question, str], ...]


def recorded_answers(knowledge: Knowledge, figures: Figures) -> Recorded:
    """The answers that metrics give to the questions of a base that name one of them.

    A metric without a value answers nothing, and so does one that the question does not take.
    """
    answers: dict[str, Answer] = {}
    missing: list[tuple[Question, str]] = []
    for question in knowledge.questions.values():
        if not question.from_history:
            continue
        found = _answer(question, figures.get(question.from_history))
        if isinstance(found, Answer):
            answers[question.id] = found
        else:
            missing.append((question, found))
    twins = knowledge.recorded_by
    beside = {twins[name]: answer for name, answer in answers.items() if name in twins}
    return Recorded(answers, beside, tuple(missing))


def with_recorded(said: Answers, recorded: Recorded) -> dict[str, Answer]:
    """What the runner said, with what a record adds.

    What was said stays. "Don't know" is answered by the record; "prefer not to say" is not. An
    answer that came from an older record gives way to the newer one, also where that is silent.
    """
    kept = {name: one for name, one in said.items() if one.source != "imported"}
    new = {
        name: answer
        for name, answer in recorded.answers.items()
        if name not in kept or kept[name].state is State.DONT_KNOW
    }
    return {**kept, **new, **recorded.beside}


def _answer(question: Question, figure: Figure | None) -> Answer | str:
    """The answer that a figure gives to a question, or why it gives none."""
    if figure is None:
        return "nothing was read"
    if figure.value is None or isinstance(figure.value, Mapping):
        return figure.reason
    unit = METRICS[question.from_history].unit
    read = read_answer(question, _written(figure.value, unit), source="imported")
    if isinstance(read, Misfit):
        return read.message
    return replace(read, basis=_basis(figure))


def _basis(figure: Figure) -> Basis | None:
    if figure.first is None or figure.last is None:
        return None
    return Basis(figure.first, figure.last, figure.count, figure.what, figure.confidence)


def _written(value: float | str, unit: str) -> str:
    """A value as a person would write it; times of a run and paces with a colon."""
    if isinstance(value, str):
        return value
    step = _STEPS.get(unit, 0.1)
    rounded = round(round(value / step) * step, 6)
    match unit:
        case "s/km":
            minutes, seconds = divmod(round(rounded), 60)
            return f"{minutes}:{seconds:02d} /km"
        case "h":
            hours, minutes = divmod(round(value * 60), 60)
            return f"{hours}:{minutes:02d} h"
        case _:
            return f"{rounded:g} {unit}".strip()
