"""The options of every command that prints a report, and printing it."""

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..engine.errors import Problem, UsageError, did_you_mean, format_problems, join_words
from .common import chosen_formats, date_option, write_files
from .diagnosing import report_day, today
from .plan_dates import check_days, read_days, read_start

if TYPE_CHECKING:
    from ..engine.diagnosis import Diagnosis
    from ..reports.house.coach_file import CoachWords
    from ..reports.house.house_file import House
    from ..reports.printing import Printing

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Read = TypeVar("_Read")
FilePath = click.Path(path_type=Path)
paper_option = click.option(
    "--paper", default="a4", metavar="SIZE", help="a4 or letter [default: a4]"
)
house_option = click.option(
    "--house",
    type=FilePath,
    metavar="FILE",
    help="Name, contact, logo and colours of your practice, a YAML file.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the options say, as they were written."""

    date: dt.datetime | None
    edition: str
    paper: str
    units: str
    house: Path | None
    coach: Path | None
    start: str | None
    days: str | None

    def day(self) -> dt.date:
        """The day of the report.

        Raises:
            UsageError: if it is too far off.
        """
        return report_day(self.date)

    def plan_start(self) -> dt.date:
        """The first day of the plan: that of the report, unless `--start` names a later one.

        Raises:
            UsageError: for what is no day, or none on which this plan can start.
        """
        return self._start().date()

    def _start(self) -> dt.datetime:
        from ..reports.printing import USUAL_TIME  # noqa: PLC0415

        return read_start(self.start, dt.datetime.combine(self.day(), USUAL_TIME))

    def printing(self) -> "Printing":
        """The options, read and checked.

        Raises:
            UsageError: for what there is not.
        """
        from ..reports.printing import EDITIONS, Printing  # noqa: PLC0415

        date = self.day()
        edition = one_of("edition", self.edition, EDITIONS)
        paper = chosen_paper(self.paper)
        problems: list[Problem] = []
        house = _read(read_house_file, self.house, problems)
        coach = _read(read_coach_file, self.coach, problems)
        if problems:
            raise UsageError(*problems)
        return Printing(
            date=date,
            edition=edition,
            paper=paper,
            units=self.units,
            house=house,
            coach=coach,
            session_time=self._start().time(),
            session_days=read_days(self.days),
        )


def printing_options(command: _Command) -> _Command:
    """The options of a command that prints; it gets them together, as `choices`."""

    @wraps(command)
    def with_choices(**given: Any) -> Any:
        own = {name: given.pop(name) for name in Choices.__dataclass_fields__}
        return command(**given, choices=Choices(**own))

    options = (
        click.option("--coach", type=FilePath, metavar="FILE",
                     help="Your own words for this runner, a YAML file: a signed note, and what "
                     "to do in place of an action."),
        house_option,
        click.option("--days", metavar="DAYS",
                     help="Days of the sessions in the calendar (-f ics), like mon,thu "
                     "[default: the plan's first day and three days later]"),
        click.option("--start", metavar="DAY",
                     help="First day of the plan, and when sessions begin, like 2027-04-18 or "
                     "'2027-04-18 18:30' [default: the report's date, at 18:00]"),
        units_option,
        paper_option,
        click.option("--edition", default="runner", metavar="NAME",
                     help="runner, coach (adds how it was worked out) or handover (one page for "
                     "a doctor or physiotherapist) [default: runner]"),
        date_option,
    )  # fmt: skip
    for option in options:
        with_choices = option(with_choices)
    return with_choices  # type: ignore[return-value]


def _read(
    reader: Callable[[Path | None], _Read], path: Path | None, problems: list[Problem]
) -> _Read | None:
    """What a file says, or None after noting its problems."""
    try:
        return reader(path)
    except UsageError as error:
        problems += error.problems
        return None


def read_house_file(path: Path | None) -> "House | None":
    """The house in a file, if one is named.

    Raises:
        UsageError: with every problem of the file.
    """
    if path is None:
        return None
    from ..reports.house.house_file import read_house  # noqa: PLC0415  (seldom needed)

    return read_house(path)


def read_coach_file(path: Path | None) -> "CoachWords | None":
    """A coach's words in a file, if one is named; whether they fit a runner shows when printed.

    Raises:
        UsageError: with every problem of the file.
    """
    if path is None:
        return None
    from ..reports.house.coach_file import read_coach_words  # noqa: PLC0415  (seldom needed)

    return read_coach_words(path)


def usual_printing(units: str) -> "Printing":
    """A runner's own report of today."""
    from ..reports.printing import Printing  # noqa: PLC0415

    return Printing(date=today(), units=units)


def units_option(command: _Command) -> _Command:
    """`--units`: what distances and weights are printed in; empty for what the runner counts in."""
    return click.option(
        "--units", metavar="NAME", default="", show_default=False, callback=_read_units,
        help="metric or imperial [default: imperial if most distances were typed in miles]",
    )(command)  # fmt: skip


def _read_units(_context: click.Context, _option: click.Parameter, word: str) -> str:
    from ..reports.printing import UNITS  # noqa: PLC0415

    return one_of("units", word, UNITS) if word else ""


def chosen_paper(word: str) -> str:
    """The size of the paper.

    Raises:
        UsageError: for one that there is not.
    """
    from ..reports.printing import PAPERS  # noqa: PLC0415

    return one_of("paper", word, PAPERS)


def printed_formats(
    formats: str | None, accepted: tuple[str, ...], output: Path | None, *, as_json: bool
) -> tuple[str, ...]:
    """The formats asked for; without any txt, or html and pdf where there is a folder for them.

    Raises:
        UsageError: for one that there is not, or that needs a folder.
    """
    default = "txt" if output is None else "html,pdf"
    names = chosen_formats(formats, accepted, default, as_json=as_json)
    if output is None and (len(names) > 1 or "pdf" in names):
        message = "a PDF, or several formats at once, need a folder to go to"
        raise UsageError(Problem(code="US107", message=message, fix="add -o DIR"))
    return names


def hand_out(files: Mapping[str, bytes], output: Path | None) -> None:
    """Write files by name, to the folder or, the only one, to standard output.

    Raises:
        UsageError: if the folder cannot be written.
    """
    if output is None:
        (data,) = files.values()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    for path in write_files(output, files):
        click.echo(f"Wrote {path}")


def one_of(option: str, word: str, accepted: tuple[str, ...]) -> str:
    """The word, if it is accepted.

    Raises:
        UsageError: with those that are.
    """
    if word in accepted:
        return word
    meant = did_you_mean(word, accepted)
    every = option if option.endswith("s") else f"{option}s"
    fix = f"did you mean {meant}?" if meant else f"{every}: {join_words(accepted)}"
    verb = "are" if option.endswith("s") else "is"
    message = f"--{option}: there {verb} no {option} '{word}'"
    raise UsageError(Problem(code="US108", message=message, fix=fix))


def remove_old_calendar(
    diagnosis: "Diagnosis", folder: Path, stem: str, printing: "Printing"
) -> None:
    """Remove the calendar of an earlier plan from the folder if no plan is shown now; says so."""
    from ..reports.old_files import old_calendar, remove_calendar  # noqa: PLC0415

    found = None if diagnosis.plan.shown else old_calendar(folder, stem, printing)
    if found is not None:
        click.echo(f"Note: {remove_calendar(found)}", err=True)


def _check_words(words: "CoachWords", diagnosis: "Diagnosis") -> None:
    """Say which words of a coach are left out.

    Raises:
        UsageError: if some are of what the base does not have at all.
    """
    from ..reports.house.coach_file import words_that_fit  # noqa: PLC0415  (seldom needed)

    _, problems = words_that_fit(words, diagnosis)
    if any(one.severity == "error" for one in problems):
        raise UsageError(*problems)
    if problems:
        click.echo(format_problems(problems), err=True)


def build_reports(
    diagnosis: "Diagnosis", formats: tuple[str, ...], printing: "Printing"
) -> dict[str, bytes]:
    """The report in each format, all made before any is written.

    Where no plan is shown there is no calendar beside the other formats; a note says why. Another
    names what a coach says of an action that this runner is not given.

    Raises:
        UsageError: if a calendar is all that was asked for and there is none, if the chosen days
            do not allow the sessions of the plan, or if a coach names what the base does not have.
    """
    from ..reports.writing import build  # noqa: PLC0415  (loads the template engine)

    if printing.coach is not None:
        _check_words(printing.coach, diagnosis)
    if "ics" in formats and diagnosis.plan.shown:
        check_days(diagnosis.plan, printing.session_days, diagnosis.day or printing.date)
    elif printing.session_days and "ics" not in formats:
        click.echo("Note: --days is for the calendar. Ask for it with -f ics.", err=True)
    built = {}
    for name in formats:
        one = build(diagnosis, name, printing)
        if not one.data and len(formats) == 1:
            fix = "ask for the report, which says what to do: -f html,pdf"
            raise UsageError(Problem(code="US108", message=f"-f {name}: {one.warning}", fix=fix))
        if one.warning:
            click.echo(f"Note: {one.warning}", err=True)
        if one.data:
            built[name] = one.data
    return built
