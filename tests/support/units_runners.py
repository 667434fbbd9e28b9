"""Runners whose reports are read in both systems of units, and every text that a report prints."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.population import read_population
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.units import VERBATIM
from surefoot.engine.vocabulary import Answer, Answers, Misfit, Number, read_answer

from .sample_runners import DAY, assessor

if TYPE_CHECKING:
    from collections.abc import Iterator

_MILE_KM = 1.609344
_IN_MILES = {"km": ("mi", _MILE_KM), "kg": ("lb", 0.45359237), "cm": ("in", 2.54)}


def whole_people() -> Iterator[Diagnosis]:
    """Every runner of `knowledge/runners`, some in miles."""
    for path in sorted((SHIPPED / "runners").glob("*.yaml")):
        yield diagnose(assessor(), read_answers(path, assessor().knowledge).answers, DAY)


def made_up(count: int) -> Iterator[Diagnosis]:
    """Made-up runners, every second of whom counts in miles and pounds."""
    make = runner_maker(assessor().knowledge, read_population(SHIPPED, assessor().knowledge), 7)
    for number in range(count):
        answers = make(number)
        yield diagnose(assessor(), _in_miles(answers) if number % 2 else answers, DAY)


def _in_miles(answers: Answers) -> Answers:
    return {name: _other(name, answer) for name, answer in answers.items()}


def _other(name: str, answer: Answer) -> Answer:
    question = assessor().knowledge.questions[name]
    kind, value = question.kind, answer.value
    if not isinstance(kind, Number) or kind.unit not in _IN_MILES or value is None:
        return answer
    unit, size = _IN_MILES[kind.unit]
    found = read_answer(question, f"{float(value) / size:.1f} {unit}")  # type: ignore[arg-type]
    return answer if isinstance(found, Misfit) else found


def printed_texts(data: Any) -> Iterator[str]:
    """Every text in frozen data that is not marked as verbatim."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, tuple):
        for one in data:
            yield from printed_texts(one)
    elif is_dataclass(data):
        for field in fields(data):
            if VERBATIM not in getattr(field.type, "__metadata__", ()):
                yield from printed_texts(getattr(data, field.name))
