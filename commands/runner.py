"""Commands for a runner: ask, report, demo."""

import datetime as dt
import sys
from pathlib import Path

import click

from ..engine.answers import not_applying, read_answers
from ..engine.assessment import Assessor
from ..engine.days import FIRST_DAY, LAST_DAY
from ..engine.diagnosis import Diagnosis, diagnose
from ..engine.errors import Problem, UsageError, did_you_mean, format_problems, join_words
from ..engine.vocabulary import Answers
from .common import (
    FolderPath,
    check_writable,
    chosen_formats,
    date_option,
    format_option,
    knowledge_option,
    make_assessor,
    minutes_option,
    needs_terminal,
    ring,
    save_answers,
    with_minutes,
    write_files,
)

FORMATS = ("html", "pdf", "md", "txt", "json")
EDITIONS = ("runner", "coach")
_EXAMPLE = "example"


@click.command()
@click.argument("answers_file", metavar="ANSWERS", type=FolderPath)
@format_option(*FORMATS, default="txt, or html,pdf with -o")
@click.option("-o", "--output", type=FolderPath, metavar="DIR", help="Write files to this folder.")
@date_option
@click.option(
    "--edition",
    default="runner",
    metavar="NAME",
    help="runner, or coach with how it was worked out [default: runner]",
)
@minutes_option
@knowledge_option
def report(  # noqa: PLR0913, PLR0917  (one for each option)
    answers_file: Path,
    formats: str | None,
    output: Path | None,
    date: dt.datetime | None,
    edition: str,
    minutes: str | None,
    knowledge_folder: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write the report for a file of answers.

    ANSWERS is YAML or JSON. One text format without -o goes to standard output; several
    can be asked for at once, like -f html,pdf.
    """
    default = "txt" if output is None else "html,pdf"
    names = chosen_formats(formats, FORMATS, default, as_json=as_json)
    if output is None and (len(names) > 1 or "pdf" in names):
        message = "a PDF, or several formats at once, need a folder to go to"
        raise UsageError(Problem(code="US107", message=message, fix="add -o DIR"))
    _check_edition(edition)
    if output is not None:
        check_writable(output)
    assessor = make_assessor(knowledge_folder)
    day = report_day(date)
    diagnosis = diagnose_file(assessor, answers_file, day, minutes)
    built = build_reports(diagnosis, names, day, edition)
    if output is None:
        sys.stdout.buffer.write(built[names[0]])
        sys.stdout.buffer.flush()
        return
    kind = "report" if edition == "runner" else f"{edition}-report"
    files = {f"{answers_file.stem}-{kind}.{name}": data for name, data in built.items()}
    for path in write_files(output, files):
        click.echo(f"Wrote {path}")


@click.command()
@click.option("-o", "--output", type=FolderPath, default=Path(), metavar="DIR",
              help="Where to write [default: here]")  # fmt: skip
@knowledge_option
def demo(output: Path, knowledge_folder: Path | None) -> None:
    """Write the report of an example runner: surefoot-demo.html and surefoot-demo.pdf."""
    from ..engine.loading.sections import runner_files  # noqa: PLC0415
    from ..engine.shipped import SHIPPED  # noqa: PLC0415

    check_writable(output)
    assessor = make_assessor(knowledge_folder)
    people = list(runner_files(knowledge_folder or SHIPPED))
    example = next(
        (path for path in people if path.stem == _EXAMPLE), people[0] if people else None
    )
    if example is None:
        message = "this knowledge base has no whole people in its folder runners"
        raise UsageError(Problem(code="US101", where=str(knowledge_folder), message=message))
    diagnosis = diagnose_file(assessor, example, today())
    built = build_reports(diagnosis, ("html", "pdf"), today())
    files = {f"surefoot-demo.{name}": data for name, data in built.items()}
    written = write_files(output.resolve(), files)
    click.echo(f"The example runner: {example}. Open one of these:")
    for path in written:
        click.echo(f"  {path}")


@click.command()
@click.option("--resume", is_flag=True, help="Go on with the answers saved before.")
@click.option(
    "--answers-out",
    type=FolderPath,
    default=Path("surefoot-answers.yaml"),
    metavar="FILE",
    help="Where your answers are kept [default: surefoot-answers.yaml]",
)
@click.option(
    "-o",
    "--output",
    type=FolderPath,
    default=Path(),
    metavar="DIR",
    help="Where to write the report [default: here]",
)
@minutes_option
@knowledge_option
def ask(
    answers_out: Path,
    output: Path,
    minutes: str | None,
    knowledge_folder: Path | None,
    *,
    resume: bool,
) -> None:
    """Ask the questions one by one, then write the report.

    Every answer is saved at once; --resume goes on where you stopped.
    """
    needs_terminal("write your answers to a file and run: surefoot report FILE")
    from ..intake.clock import TerminalClock  # noqa: PLC0415
    from ..intake.terminal import Tester, run_interview  # noqa: PLC0415

    check_writable(output)
    assessor = make_assessor(knowledge_folder)
    outcome = run_interview(
        assessor,
        _answers_before(answers_out, assessor, resume=resume),
        input,
        click.echo,
        lambda answers: save_answers(answers_out, answers, assessor.knowledge),
        Tester(TerminalClock(), ring),
    )
    if outcome.reason == "saved" and not outcome.answers:
        return
    answers = with_minutes(outcome.answers, assessor.knowledge, minutes)
    diagnosis = diagnose(assessor, answers, today())
    if diagnosis.tier in {"A", "B"}:
        click.echo(f"Important: {diagnosis.headline.text}")
    if outcome.reason == "saved":
        click.echo(f"Your answers are in {answers_out}. To go on, add --resume to the command.")
        return
    built = build_reports(diagnosis, ("html", "pdf"), today())
    files = {f"{answers_out.stem}-report.{name}": data for name, data in built.items()}
    click.echo(f"Your answers: {answers_out.resolve()}")
    written = write_files(output.resolve(), files)
    click.echo("Your report:")
    for path in written:
        click.echo(f"  {path}")


def _answers_before(path: Path, assessor: Assessor, *, resume: bool) -> Answers:
    if resume:
        return read_answers(path, assessor.knowledge).answers
    if path.exists():
        message = "there are answers in this file already; nothing was changed"
        fix = "add --resume to go on with them, or --answers-out FILE for a new file"
        raise UsageError(Problem(code="US102", where=str(path), message=message, fix=fix))
    return {}


def _check_edition(edition: str) -> None:
    """Make sure that there is such an edition.

    Raises:
        UsageError: with those that there are.
    """
    if edition not in EDITIONS:
        meant = did_you_mean(edition, EDITIONS)
        message = f"--edition: there is no edition '{edition}'"
        fix = f"did you mean {meant}?" if meant else f"editions: {join_words(EDITIONS)}"
        raise UsageError(Problem(code="US108", message=message, fix=fix))


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
) -> Diagnosis:
    """The diagnosis for a file of answers; what is not used or in doubt is named on stderr.

    `day` is when the plan starts, `minutes` is answered instead of what the file says.

    Raises:
        AnswersError: with every problem of the file.
        UsageError: if the minutes are no answer.
    """
    read = read_answers(answers_file, assessor.knowledge)
    if read.warnings:
        click.echo(format_problems(read.warnings), err=True)
    answers = with_minutes(read.answers, assessor.knowledge, minutes)
    diagnosis = diagnose(assessor, answers, day)
    for name in not_applying(answers, diagnosis.assessment.facts):
        title = assessor.knowledge.questions[name].title
        click.echo(
            f"Note: {name} ({title}) does not apply here; it is kept and not used.", err=True
        )
    for clash in diagnosis.contradictions:
        names = ", ".join(question.id for question in clash.questions)
        click.echo(f"Note: answers do not fit together ({names}). {clash.text}", err=True)
    return diagnosis


def build_reports(
    diagnosis: Diagnosis, formats: tuple[str, ...], date: dt.date, edition: str = "runner"
) -> dict[str, bytes]:
    """The report in each format, all made before any is written."""
    from ..reports.writing import build  # noqa: PLC0415  (loads the template engine)

    built = {}
    for name in formats:
        one = build(diagnosis, name, date=date, edition=edition)
        if one.warning:
            click.echo(f"Note: {one.warning}", err=True)
        built[name] = one.data
    return built
