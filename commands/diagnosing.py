"""From a file of answers to a diagnosis, for every command that needs one."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.assessment import Assessor
from ..engine.days import FIRST_DAY, LAST_DAY
from ..engine.errors import Problem, UsageError
from .common import with_minutes

if TYPE_CHECKING:
    from ..engine.diagnosis import Diagnosis


def report_day(date: dt.datetime | None) -> dt.date:
    """The day that `--date` names, on which a plan can start; today without it.

    Raises:
        UsageError: if it is too far off.
    """
    day = date.date() if date else today()
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"--date: {day} is not between {FIRST_DAY} and {LAST_DAY}"
        fix = "give a day like 2027-04-18, or leave out --date for today"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    return day


def today() -> dt.date:
    """The day on this computer."""
    return dt.datetime.now().astimezone().date()


def diagnose_file(
    assessor: Assessor,
    answers_file: Path,
    day: dt.date | None = None,
    minutes: str | None = None,
    *,
    units: str = "",
) -> "Diagnosis":
    """The diagnosis for a file of answers; what is not used or in doubt is named on stderr.

    `day` is when the plan starts, `minutes` is answered instead of what the file says. What is in
    doubt is named in `units`; empty: in what the runner counts in.

    Raises:
        AnswersError: with every problem of the file.
        UsageError: if the minutes are no answer.
    """
    from ..engine.answers import read_answers  # noqa: PLC0415  (the web page needs none of these)
    from ..engine.answers_notes import answers_notes  # noqa: PLC0415
    from ..engine.diagnosis import diagnose  # noqa: PLC0415

    read = read_answers(answers_file, assessor.knowledge)
    answers = with_minutes(read.answers, assessor.knowledge, minutes)
    diagnosis = diagnose(assessor, answers, day, read.history)
    from ..reports.units import in_units, units_of  # noqa: PLC0415  (loads a table of units)

    shown_in = units or units_of(answers)
    for note in answers_notes(read, diagnosis, lambda text: in_units(text, shown_in)):
        click.echo(note, err=True)
    return diagnosis
