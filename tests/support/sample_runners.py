"""Runners for the report tests: one of each sort of report, on the shipped knowledge base."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

if TYPE_CHECKING:
    from surefoot.engine.diagnosis import Diagnosis

DAY = datetime.date(2026, 11, 23)
NASTY_NAME = '#panic("x") <b>&*_$'
RUNNERS = ("weak", "sore", "referral", "ambulance", "hold", "child", "unknown", "empty", "solid")
FULL = ("weak", "sore", "hold", "unknown", "empty", "solid")
REFERRED = ("referral", "ambulance", "child")

_KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
_FILES = {
    "weak": "sore-line-on-the-shin",
    "sore": "sore-line-on-the-shin",
    "referral": "chest-tightness-on-effort",
    "ambulance": "sore-line-on-the-shin",
    "hold": "missed-periods-no-pain",
    "child": "nothing-hurts",
    "solid": "nothing-hurts",
    "groin": "groin-pain-on-some-nights",
}
_CHANGES = {
    "weak": {"symptom.sites": "none"},
    "ambulance": {"safety.heart": "chest_pain_now"},
    "child": {"runner.age": "14"},
}


@cache
def assessor() -> Assessor:
    """The shipped base, loaded once."""
    return Assessor(load_knowledge(_KNOWLEDGE))


@cache
def diagnosis(runner: str, name: str = "") -> Diagnosis:
    """The diagnosis of a sample runner, who may have a name."""
    answers = _answers(runner)
    if name:
        answers["runner.name"] = _answer("runner.name", name)
    return diagnose(assessor(), answers)


def _answers(runner: str) -> dict[str, Answer]:
    if runner == "empty":
        return {}
    if runner == "unknown":
        return {name: _not_known(name) for name in assessor().knowledge.questions}
    file = _KNOWLEDGE / "runners" / f"{_FILES[runner]}.yaml"
    answers = dict(read_answers(file, assessor().knowledge).answers)
    for name, text in _CHANGES.get(runner, {}).items():
        answers[name] = _answer(name, text)
    if runner == "weak":  # and without what was said of the sore place
        return {name: one for name, one in answers.items() if name.count(".") == 1}
    return answers


def _not_known(name: str) -> Answer:
    question = assessor().knowledge.questions[name]
    return _answer(name, "unknown" if question.offers_dont_know else "prefer not to say")


def _answer(name: str, text: str) -> Answer:
    found = read_answer(assessor().knowledge.questions[name], text)
    if isinstance(found, Misfit):
        raise TypeError(f"{name}: {found.message}")
    return found
