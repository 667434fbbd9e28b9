"""Metrics of a record as answers: what it shows of each question that it can answer."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from ...engine.history import History
from ...engine.knowledge import Knowledge
from ...engine.recorded import IMPORTED, METRICS, Basis, Confidence
from ...engine.units import show_number
from ...engine.vocabulary import Answer, Answers, Misfit, Question, State, read_answer
from .diary import Figure, Figures, Imported
from .metrics.weeks import weeks_of

_TWO_WEEKS: Final = datetime.timedelta(days=14)

# To what a recorded value is rounded before it answers a question: as a watch shows it.
_STEPS: Mapping[str, float] = {
    "km": 0.01, "h": 0.1, "s/km": 1, "percent": 1, "m": 10, "steps/min": 1, "weeks": 1, "pairs": 1,
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


def with_recorded(
    said: Answers, recorded: Recorded, knowledge: Knowledge, as_of: datetime.date
) -> dict[str, Answer]:
    """What the runner said and an older record showed, with what a record adds.

    What was said stays. "Don't know" is answered by the record; "prefer not to say" is not, and
    nothing is kept beside it. An older record gives way where the newer one answers; where that is
    silent it stays for two weeks, because the newer one may be a single run.
    """
    declined = {name for name, one in said.items() if one.state is State.DECLINED}
    older = {name for name, one in said.items() if one.source == IMPORTED}
    bases = [said[name].basis for name in older]
    days = [basis.last for basis in bases if basis is not None]
    is_recent = bool(days) and as_of - _TWO_WEEKS <= max(days) <= as_of
    kept = {name: one for name, one in said.items() if name not in older or is_recent}
    new = {
        name: answer
        for name, answer in recorded.answers.items()
        if name not in kept or name in older or kept[name].state is State.DONT_KNOW
    }
    twins = knowledge.recorded_by
    hidden = {twins[name] for name in declined if name in twins}
    together = {**kept, **new, **recorded.beside}
    return {name: answer for name, answer in together.items() if name not in hidden}


def with_weeks(old: History, new: History) -> History:
    """The weeks of a newer record, with those of an older one before them."""
    first = new[0].monday if new else datetime.date.max
    return tuple(week for week in old if week.monday < first) + new


def recorded_weeks(imported: Imported) -> History:
    """The weeks up to the last activity: of those after it nothing is known."""
    days = [outing.day for outing in imported.diary.outings]
    days += [day for day, _ in imported.diary.others]
    last = max(days, default=datetime.date.min)
    return tuple(week for week in weeks_of(imported.diary, imported.as_of) if week.monday <= last)


def _answer(question: Question, figure: Figure | None) -> Answer | str:
    """The answer that a figure gives to a question, or why it gives none."""
    if figure is None:
        return "nothing was read"
    if figure.value is None or isinstance(figure.value, Mapping):
        return figure.reason
    if not figure.value and not figure.count and figure.confidence is Confidence.LOW:
        return figure.note or "nothing is recorded since"  # no run, or no watch: who knows
    unit = METRICS[question.from_history].unit
    read = read_answer(question, _written(figure.value, unit), source=IMPORTED)
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
            return show_number(rounded, unit)
