"""What is recorded, as a list to be taken at once: each value beside what the runner said."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from ...engine.days import show_date
from ...engine.history import latest_jump, tell_jump
from ...engine.recorded import IMPORTED
from ...engine.vocabulary import Answer, Question
from .asking import Interview
from .log import LISTED
from .record import NAME_QUESTION

_OLD = datetime.timedelta(days=14)
LATER = "What you leave out is asked later, with your record beside it. You can change each later."


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the record shows of a question.

    `said` is the answer that the question has, `before` that of the interview before.
    """

    question: Question
    value: Answer
    said: Answer | None
    before: Answer | None

    @property
    def is_taken(self) -> bool:
        """Whether the question has this very answer."""
        return self.said is not None and self.said.value == self.value.value

    @property
    def is_open(self) -> bool:
        """Whether nobody said otherwise: without an answer, or with that of an older record."""
        return self.said is None or (not self.is_taken and self.said.source == IMPORTED)


def what_is_recorded(interview: Interview) -> tuple[Recorded, ...]:
    """All that the record shows of questions that apply or may, in the order of asking."""
    return tuple(
        Recorded(
            one, interview.recorded[one.id], interview.answers.get(one.id),
            interview.before.get(one.id),
        )
        for one in interview.order
        if one.id in interview.recorded and interview.now.may_apply(one.id)
    )  # fmt: skip


def offers_record(interview: Interview) -> bool:
    """Whether the list is to be shown now: once for each record, where there is anything to take.

    Not after an emergency or a limit: nothing more is asked then.
    """
    if not interview.record.answers or LISTED in interview.went_on or interview.now.is_over:
        return False
    return any(one.is_open for one in what_is_recorded(interview))


def is_old(interview: Interview, today: datetime.date) -> bool:
    """Whether the record ends more than two weeks ago: what it shows may not hold any more."""
    days = interview.record.days
    return days is not None and today - days[1] > _OLD


def opening_of(interview: Interview, today: datetime.date, day_before: str) -> Iterator[str]:
    """What has to be known before the list is read, in sentences.

    `day_before` is when the answers of the interview before were given, empty without one.
    """
    days = interview.record.days
    if days is not None and is_old(interview, today):
        weeks = (today - days[1]).days // 7
        yield (
            f"Your record ends on {show_date(days[1])}, {weeks} weeks ago: look at each value, or "
            "leave them out."
        )
    elif interview.before and day_before:
        yield (
            f"You answered our questions on {day_before}. Your record is newer. Take the newer "
            "numbers, and confirm or change the rest."
        )
    jump = latest_jump(interview.history, today)
    if jump is not None:
        yield tell_jump(jump)


def only_waits(interview: Interview) -> bool:
    """Whether there is a record and nobody has answered anything yet, but for a name."""
    said = (one for one in interview.now.given() if one != NAME_QUESTION)
    return bool(interview.record.answers) and not any(said)


def note_of(interview: Interview, question: Question) -> str:
    """Where an answer came from, if from a record, and what the record shows if that differs."""
    answer, recorded = interview.answers.get(question.id), interview.recorded.get(question.id)
    if answer is None:
        return ""
    is_imported = answer.source == IMPORTED
    if recorded is None or recorded.value == answer.value:
        return "from your record" if is_imported else ""
    whose = "from an older record; the newer one" if is_imported else "your record"
    return f"{whose} shows {recorded.shown}"
