"""Two results of one runner, for the tests of comparisons, on the shipped knowledge base."""

from __future__ import annotations

import datetime
import random

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.versions.sides import Side
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

from .runners import random_answers
from .sample_runners import assessor

Changes = dict[str, str] | str
_PLAIN_TOPICS = frozenset({"strength", "form", "shoes", "training", "recovery"})
_SAFETY = frozenset({"recovery.low_energy_signs"})
OLD_DAY = datetime.date(2026, 9, 28)
NEW_DAY = datetime.date(2026, 11, 23)
EXAMPLE = SHIPPED / "runners" / "example.yaml"
TRAINED = {
    "strength.sessions_per_week": "2",
    "strength.muscle_groups": "calves, quads, hips_and_glutes",
    "strength.months": "2",
    "strength.calf_raises_left": "24",
    "recovery.sleep_hours": "7.5",
    "training.hard_days_in_a_row": "no",
    "shoes.pairs_in_use": "1",
}
PAIRS: dict[str, tuple[Changes, Changes]] = {
    "usual": ({}, TRAINED),
    "same": ({}, {}),
    "slept": ({}, {"recovery.sleep_hours": "7"}),
    "referred": ({}, {"safety.heart": "chest_pain_now"}),
    "was referred": ({"safety.heart": "chest_pain_now"}, TRAINED),
    "both referred": ({"safety.heart": "chest_pain_now"}, {"safety.leg": "swollen_warm_calf"}),
    "sore": ({}, {"symptom.sites": "shin"}),
    "other": ("all-four-parts-weak", "everything-at-its-best"),
    "few": ("only-the-first-questions", "sore-line-on-the-shin"),
}


def side(changes: Changes, day: datetime.date | None, person: str = "example") -> Side:
    """A whole person of the base with other answers; a name alone is one without."""
    knowledge = assessor().knowledge
    path = SHIPPED / "runners" / f"{changes if isinstance(changes, str) else person}.yaml"
    answers: dict[str, Answer] = dict(read_answers(path, knowledge).answers)
    for name, text in ({} if isinstance(changes, str) else changes).items():
        answers.pop(name, None)
        if text:
            answers[name] = _answer(name, text)
    return Side(diagnose(assessor(), answers, day), None)


def random_side(chance: random.Random) -> Side:
    """The example runner with other answers to some questions that are not about safety."""
    found = random_answers(assessor().knowledge, chance, share_unanswered=chance.choice((0, 0.2)))
    changed = {
        name: answer
        for name, answer in found.items()
        if name.partition(".")[0] in _PLAIN_TOPICS and chance.random() < 0.6
    }
    kept = side({}, None).diagnosis.answers
    answers = {**kept, **{name: one for name, one in changed.items() if name not in _SAFETY}}
    return Side(diagnose(assessor(), answers, NEW_DAY), None)


def _answer(name: str, text: str) -> Answer:
    question = assessor().knowledge.questions[name]
    words = text.split(", ") if hasattr(question.kind, "labels") and ", " in text else text
    found = read_answer(question, words)
    if isinstance(found, Misfit):
        raise TypeError(f"{name}: {found.message}")
    return found


def pair(name: str) -> tuple[Side, Side]:
    """One of `PAIRS`, eight weeks apart."""
    before, after = PAIRS[name]
    return side(before, OLD_DAY), side(after, NEW_DAY)
