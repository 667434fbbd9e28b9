"""The record of an interview: what a watch or app kept, as one entry of the log holds it.

An interview has one record at a time; a newer one takes its place as a whole. What it shows are
proposals: an answer is only what the runner took from it, or said.
"""

import datetime
from dataclasses import dataclass, field
from typing import Final

from ...engine.answers import AnswersFile, answers_in
from ...engine.answers_text import format_answers
from ...engine.errors import AnswersError, Source
from ...engine.history import History
from ...engine.knowledge import Knowledge
from ...engine.recorded import IMPORTED, Basis
from ...engine.vocabulary import Answers

NAME_QUESTION: Final = "runner.name"
_MOST_TRIES = 4
_SUNDAY = datetime.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Record:
    """What was recorded: values, and weeks.

    `answers` are those of the questions that only a record answers, by the ids of these.
    """

    answers: Answers = field(default_factory=dict)
    history: History = ()

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and the last day that it tells of; None for an empty one."""
        bases = [one.basis for one in self.answers.values() if one.basis]
        first = [one.first for one in bases] + [week.monday for week in self.history]
        last = [one.last for one in bases] or [week.monday + _SUNDAY for week in self.history]
        return (min(first), max(last)) if first else None


def record_of(answers: Answers, history: History, knowledge: Knowledge) -> Record:
    """The record among the answers of a file, with its weeks."""
    questions = knowledge.questions
    return Record({name: one for name, one in answers.items() if questions[name].records}, history)


def is_record_alone(file: AnswersFile, knowledge: Knowledge) -> bool:
    """Whether a file holds a record and nothing that somebody said, but for a name."""
    said = (
        name
        for name, one in file.answers.items()
        if name != NAME_QUESTION and one.source != IMPORTED
    )
    record = record_of(file.answers, file.history, knowledge)
    return bool(record.answers) and not any(said)


def record_text(record: Record, knowledge: Knowledge) -> str:
    """The record as an entry of a log keeps it: as it stands in an answers file."""
    return format_answers(record.answers, "", record.history, knowledge)


def read_record(text: str, knowledge: Knowledge) -> Record:
    """The record of an entry, as far as the base of today can read it; never raises.

    Each value and each week stands on a line of its own: lines that it does not take are left out.
    """
    lines = text.splitlines()
    for _ in range(_MOST_TRIES):
        source = Source("the record", "\n".join(lines) + "\n")
        try:
            read = answers_in(source, knowledge, is_json=False)
        except AnswersError as error:
            wrong = {one.place.line for one in error.problems if one.place is not None}
            lines = [one for at, one in enumerate(lines, start=1) if at not in wrong]
            if not wrong:
                break
        else:
            return record_of(read.answers, read.history, knowledge)
    return Record()


def by_question(record: Record, knowledge: Knowledge) -> Answers:
    """What it shows of each question, by the id of the question that a runner is asked."""
    return {
        name: record.answers[twin]
        for name, twin in knowledge.recorded_by.items()
        if twin in record.answers
    }


def stands_on(basis: Basis | None) -> str:
    """`from 9 runs, 9 to 22 November 2026`; empty where that is not known."""
    return f"from {basis.shown}" if basis is not None else ""
