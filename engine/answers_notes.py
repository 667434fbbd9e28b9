"""What is said beside a report about the answers that it was made from."""

from collections.abc import Callable, Iterator

from .answers import AnswersFile, not_applying
from .days import show_date
from .diagnosis import Diagnosis
from .errors import format_problems


def answers_notes(
    read: AnswersFile, diagnosis: Diagnosis, turn: Callable[[str], str] = str
) -> Iterator[str]:
    """What is in doubt, does not apply or does not fit together; each for people, no error.

    `turn` puts texts of the knowledge base into the units that are wanted.
    """
    if read.warnings:
        yield format_problems(read.warnings)
    day = diagnosis.day
    later = sum(week.monday > day for week in read.history) if day else 0
    if day and later:
        which = "1 week of running starts" if later == 1 else f"{later} weeks of running start"
        where = f"in this file {which} after the day of the report, {show_date(day)}"
        yield f"Note: {where}; {'it is' if later == 1 else 'they are'} left out."
    for name in not_applying(diagnosis.answers, diagnosis.assessment.facts):
        title = diagnosis.knowledge.questions[name].title
        yield f"Note: {name} ({title}) does not apply here; it is kept and not used."
    for clash in diagnosis.contradictions:
        names = ", ".join(question.id for question in clash.questions)
        # To look again may mean to run again: who has to see somebody first is not told how.
        text = clash.text if diagnosis.plan.shown else f"{clash.contradiction.title}."
        yield f"Note: answers do not fit together ({names}). {turn(text)}"
