"""The weekly check-in: four short questions, a number from 0 to 100, and who should look.

It is an interview like any other, with a small knowledge base of its own. The number is the deficit
of that base's only pillar: its four items are worth 25 points each, and gates leave out those that
do not apply. After Clarsen 2020 and 2013 (Br J Sports Med), in our own words.
"""

import datetime
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ..engine.assessment import QuickAssessor
from ..engine.diagnosis import diagnose
from ..engine.findings import RaisedFlag
from ..engine.knowledge import Knowledge
from ..engine.prepared import load_prepared
from ..engine.reasoning.prospect import Reading
from ..engine.shipped import CHECK_IN
from ..engine.vocabulary import Answers
from .interview.asking import start_interview
from .interview.proof import Depth
from .store.database import Store
from .store.kept import KeptInterview, opened
from .store.sessions import answers_of
from .store.shapes import StoredInterview, StoredRunner

DAYS_BETWEEN: Final = 7
SUBSTANTIAL: Final = "flag.substantial-problem"
_PROBLEMS: Final = "problems"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """One check-in: its day, its score, and what follows.

    `score` is from 0 (nothing got in the way) to 100 (could not run), None while an answer that
    bears on it is missing. `is_substantial`: a moderate or larger cut in training or performance,
    or no running at all. `answers` are those that apply. `flags` say who should look, the most
    urgent first; `is_open` that a missing answer might add one.
    """

    day: datetime.date
    score: int | None
    is_substantial: bool
    answers: Answers = field(repr=False)
    flags: tuple[RaisedFlag, ...] = ()
    is_open: bool = False

    @property
    def due(self) -> datetime.date:
        """The day of the next one."""
        return self.day + datetime.timedelta(days=DAYS_BETWEEN)


@cache
def check_in_reading() -> Reading:
    """The base of the check-in, loaded once; it is small, and `evaluate` alone says what fires.

    A page shows the check-ins of years, and Experta would take most of its time. That both say
    the same of this base is tested.

    Raises:
        KnowledgeError: if it does not load.
    """
    return Reading(QuickAssessor(load_prepared(CHECK_IN)))


def read_check_in(answers: Answers, day: datetime.date) -> CheckIn:
    """What the answers of one check-in come to."""
    diagnosis = diagnose(check_in_reading().assessor, answers, day)
    problems = diagnosis.score(_PROBLEMS)
    is_whole = problems.applicable > 0 and problems.decided == problems.applicable
    return CheckIn(
        day=day,
        score=round(problems.deficit or 0.0) if is_whole else None,
        is_substantial=any(one.rule.id == SUBSTANTIAL for one in diagnosis.flags),
        answers={
            name: answer
            for name, answer in answers.items()
            if diagnosis.assessment.facts.gate(name) is True
        },
        flags=diagnosis.flags,
        is_open=bool(diagnosis.undecided_flags),
    )


def check_ins(store: Store, runner: str) -> tuple[CheckIn, ...]:
    """The finished check-ins of a runner, the earliest first; of one day only the last counts."""
    base = check_in_base()
    finished = [one for one in store.interviews(runner) if one.base == base.name and one.finished]
    last_of_day = {one.finished: one for one in reversed(finished)}
    return tuple(
        read_check_in(answers_of(store, one.id, base), datetime.date.fromisoformat(day))
        for day, one in sorted(last_of_day.items())
    )


def check_in_base() -> Knowledge:
    """The base of the check-in: its name tells these interviews from all others."""
    return check_in_reading().assessor.knowledge


def check_in_of_day(store: Store, runner: str, day: datetime.date) -> StoredInterview | None:
    """The check-in of this day, finished or only begun; None where a new one is due.

    A form that is sent twice so changes one check-in. One that was begun on an earlier day asked
    about another week, so it is not gone on with.
    """
    for one in store.interviews(runner, check_in_base().name):
        if (one.day if one.finished else one.day_begun) == day:
            return one
    return None


def open_check_in(
    store: Store, runner: StoredRunner | None, name: str, day: datetime.date
) -> KeptInterview:
    """The check-in of this day, to be asked or changed; nothing is written before an answer.

    `runner` is None for a new one of that name.
    """
    stored = check_in_of_day(store, runner.id, day) if runner else None
    reading = check_in_reading()
    if stored is not None:
        return opened(store, stored, reading)
    interview = start_interview(reading, depth=Depth.ALL)
    return KeptInterview(store=store, interview=interview, runner=runner, name=name)
