"""A made-up club: runners, their diagnoses, and screenings of them."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING, Final

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.population import read_population
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.screening.finished import read_finished
from surefoot.engine.vocabulary import Answer, Misfit, read_answer
from surefoot.reports.club.making import club_context
from surefoot.reports.printing import Printing

from .sample_runners import DAY, assessor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from surefoot.reports.club.shapes import ClubContext

RUNNERS: Final = 36
_MISSING: Final = 0.1


@cache
def quick() -> QuickAssessor:
    """The shipped base; nothing here needs more than what fires."""
    return QuickAssessor(assessor().knowledge)


@cache
def club(changed: str = "") -> Mapping[str, Diagnosis]:
    """Runners by id; with `changed`, such as `id=answer`, all of them answer this."""
    knowledge = quick().knowledge
    make = runner_maker(knowledge, read_population(None, knowledge), 7)
    given = answers(changed)
    return {
        f"runner-{number:02}@example.org": diagnose(
            quick(), {**_some(make(number), number), **given}
        )
        for number in range(RUNNERS)
    }


def _some(answers: Mapping[str, Answer], number: int) -> dict[str, Answer]:
    """Of every other runner a tenth of the answers is missing."""
    chance = random.Random(number)
    is_whole = number % 2 == 0
    return {name: one for name, one in answers.items() if is_whole or chance.random() > _MISSING}


def answers(written: str) -> dict[str, Answer]:
    """Answers written like `recovery.sleep_hours=8,recovery.stress=1`."""
    return dict(_answer(one) for one in written.split(",") if one)


def _answer(written: str) -> tuple[str, Answer]:
    name, _, text = written.partition("=")
    found = read_answer(quick().knowledge.questions[name], text)
    assert not isinstance(found, Misfit), found
    return name, found


def club_page(folder: Path, edition: str = "runner", since: Path | None = None) -> ClubContext:
    """What is printed of a screening, by the shipped base."""
    former = read_finished(since) if since else None
    printing = Printing(date=DAY, edition=edition)
    return club_context(read_finished(folder), former, quick().knowledge, printing)
