"""The command `surefoot ask`: the interview in the terminal, then the report."""

from pathlib import Path

import click

from ..engine.answers import AnswersFile, read_answers
from ..engine.assessment import Assessor
from ..engine.diagnosis import diagnose
from ..engine.errors import Problem, UsageError
from .common import (
    FolderPath,
    check_writable,
    knowledge_option,
    make_assessor,
    minutes_option,
    needs_terminal,
    ring,
    save_answers,
    with_minutes,
    write_files,
)
from .diagnosing import today
from .printing import build_reports, remove_old_calendar, units_option, usual_printing


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
@units_option
@minutes_option
@knowledge_option
def ask(
    answers_out: Path,
    output: Path,
    units: str,
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
    before = _stored_before(answers_out, assessor, resume=resume)
    outcome = run_interview(
        assessor,
        before.answers,
        input,
        click.echo,
        lambda answers: save_answers(answers_out, answers, assessor.knowledge, before.history),
        Tester(TerminalClock(), ring),
    )
    if outcome.reason == "saved" and not outcome.answers:
        return
    answers = with_minutes(outcome.answers, assessor.knowledge, minutes)
    diagnosis = diagnose(assessor, answers, today(), before.history)
    if diagnosis.tier in {"A", "B"}:
        click.echo(f"Important: {diagnosis.headline.text}")
    if outcome.reason == "saved":
        click.echo(f"Your answers are in {answers_out}. To go on, add --resume to the command.")
        return
    printing = usual_printing(units)
    remove_old_calendar(diagnosis, output, answers_out.stem, printing)
    built = build_reports(diagnosis, ("html", "pdf"), printing)
    files = {f"{answers_out.stem}-report.{name}": data for name, data in built.items()}
    click.echo(f"Your answers: {answers_out.resolve()}")
    written = write_files(output.resolve(), files)
    click.echo("Your report:")
    for path in written:
        click.echo(f"  {path}")


def _stored_before(path: Path, assessor: Assessor, *, resume: bool) -> AnswersFile:
    """What the file holds, to go on with; empty for a new one."""
    if resume:
        return read_answers(path, assessor.knowledge)
    if path.exists():
        message = "there are answers in this file already; nothing was changed"
        fix = "add --resume to go on with them, or --answers-out FILE for a new file"
        raise UsageError(Problem(code="US102", where=str(path), message=message, fix=fix))
    return AnswersFile({}, {})
