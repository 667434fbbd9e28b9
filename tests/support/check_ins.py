"""Check-ins for tests: answers from words, and weeks put into a store."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from surefoot.engine.vocabulary import Answer, read_answer
from surefoot.intake.check_in import check_in_base, check_in_reading
from surefoot.intake.interview.asking import start_interview
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.sessions import keep_steps, start_stored

if TYPE_CHECKING:
    from collections.abc import Mapping

    from surefoot.intake.store.database import Store

DAY = datetime.date(2026, 11, 23)
QUESTIONS = ("taking_part", "training_change", "performance", "symptoms")
NONE = {"taking_part": "full"}
MILD = {
    "taking_part": "full_with_problem",
    "training_change": "none",
    "performance": "minor",
    "symptoms": "mild",
}
SUBSTANTIAL = {**MILD, "taking_part": "reduced", "training_change": "moderate"}
SEVERE = {**MILD, "symptoms": "severe"}
NO_RUNNING = {"taking_part": "not_at_all"}


def answers_of(words: Mapping[str, str]) -> dict[str, Answer]:
    """The answers that choice words give, by the last part of each question's id."""
    found = {}
    for name, word in words.items():
        answer = read_answer(check_in_base().questions[f"week.{name}"], word)
        assert isinstance(answer, Answer)
        found[f"week.{name}"] = answer
    return found


def add_check_in(
    store: Store, runner: str, words: Mapping[str, str], day: datetime.date | None = DAY
) -> str:
    """Put a check-in into a store, finished on a day unless that is None; its id."""
    before = after = start_interview(check_in_reading(), depth=Depth.ALL)
    for name, answer in answers_of(words).items():
        after = after.with_answer(check_in_base().questions[name], answer)
    stored = start_stored(store, runner, check_in_base(), Depth.ALL)
    keep_steps(store, stored.id, before, after)
    if day is not None:
        store.finish(stored.id, day)
    return stored.id
