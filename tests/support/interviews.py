"""Interviews for tests: answers to any question, and steps of all kinds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.units import DATE
from surefoot.engine.vocabulary import (
    Answer,
    Answers,
    Choice,
    Number,
    Question,
    Several,
    State,
    Text,
)
from surefoot.intake.interview.asking import Interview

TINY_FOLDER = Path(__file__).parents[1] / "fixtures" / "tiny_knowledge"
TINY = Reading(Assessor(load_knowledge(TINY_FOLDER)))
REAL = Reading(QuickAssessor(load_knowledge()))
DONT_KNOW = Answer(State.DONT_KNOW, entered="unknown", shown="Don't know")


def some_texts(question: Question) -> st.SearchStrategy[list[str]]:
    """Answers that keep the interview going, and no answers."""
    match question.kind:
        case Number(low, high) if question.kind.unit == DATE:
            days = st.dates(date.fromordinal(int(low)), date.fromordinal(int(high)))
            texts = days.map(lambda day: [day.isoformat()])
        case Number(low, high):
            texts = st.floats(low, high).map(lambda value: [f"{value:.1f}"])
        case Choice(labels):
            texts = st.sampled_from(list(labels)).map(lambda word: [word])
        case Several(labels):
            texts = st.sampled_from(list(labels)).map(lambda word: [word])
        case Text():
            texts = st.just(["x"])
    return texts | st.just(["prefer not to say"])


def answered(interview: Interview, name: str, text: str | list[str]) -> Interview:
    found = interview.answer(interview.knowledge.questions[name], text)
    assert isinstance(found, Interview), found
    return found


def asked_to_the_end(interview: Interview, truth: Answers) -> Interview:
    """The interview at its end; what this runner does not know is answered so."""
    while (question := interview.question) is not None:
        interview = interview.with_answer(question, truth.get(question.id, DONT_KNOW))
    return interview
