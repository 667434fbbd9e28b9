"""The command `surefoot ask`: the interview in the terminal, then the report."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from ..engine.answers import AnswersFile, read_answers
from ..engine.diagnosis import Diagnosis, diagnose
from ..engine.errors import Problem, UsageError, join_words
from ..engine.knowledge import Knowledge
from .common import (
    FolderPath,
    check_writable,
    data_option,
    format_option,
    knowledge_option,
    make_assessor,
    minutes_option,
    needs_terminal,
    read_line,
    ring,
    save_answers,
    with_minutes,
    write_files,
)
from .diagnosing import today
from .paper_form import PAPER_FORMATS, print_questions
from .printing import build_reports, paper_option, remove_old_calendar, units_option, usual_printing
from .runner_choice import NAMELESS, find_runner, known_runner, names_of, report_stem, runner_option

if TYPE_CHECKING:
    from ..intake.interview.asking import Interview
    from ..intake.store.kept import KeptInterview

_STEM = "surefoot"  # what the files of a runner without a name begin with


@click.command()
@click.option("--quick", is_flag=True, help="Ask until it is settled what comes first, no more.")
@click.option(
    "--resume",
    "resumed",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Go on with your last interview, or with this file of answers.",
)
@click.option(
    "--again", is_flag=True, help="Ask again: Enter keeps what you answered the last time."
)
@runner_option
@click.option(
    "--answers-out",
    type=FolderPath,
    metavar="FILE",
    help="Write your answers to this file too, as a copy for yourself or a coach.",
)
@click.option(
    "-o",
    "--output",
    type=FolderPath,
    metavar="DIR",
    help="Where to write the report [default: here]",
)
@click.option(
    "--print-questions",
    "on_paper",
    is_flag=True,
    help="Ask nothing: print all questions as a form for paper, as -f says.",
)
@format_option(*PAPER_FORMATS, default="txt, or html,pdf with -o")
@paper_option
@units_option
@minutes_option
@data_option
@knowledge_option
def ask(  # noqa: PLR0913  (one for each option)
    *,
    answers_out: Path | None,
    output: Path | None,
    formats: str | None,
    paper: str,
    units: str,
    minutes: str | None,
    runner_name: str | None,
    data_folder: Path | None,
    knowledge_folder: Path | None,
    quick: bool,
    resumed: str | None,
    again: bool,
    on_paper: bool,
) -> None:
    """Ask the questions one by one, then write the report.

    Every answer is kept at once, in a store on this computer; --resume goes on where you stopped.
    """
    if on_paper:
        assessor = make_assessor(knowledge_folder)
        print_questions(assessor, formats, output, paper=paper, units=units)
        return
    resume = resumed is not None
    _check_options(formats, resume=resume, again=again)
    answers_out = _file_named(resumed, answers_out)
    needs_terminal("write your answers to a file and run: surefoot report FILE")
    from ..engine.reasoning.prospect import Reading  # noqa: PLC0415
    from ..intake.clock import TerminalClock  # noqa: PLC0415
    from ..intake.interview.proof import Depth  # noqa: PLC0415
    from ..intake.store.database import open_store  # noqa: PLC0415
    from ..intake.terminal.dialogue import run_interview  # noqa: PLC0415
    from ..intake.terminal.lines import Lines, Tester  # noqa: PLC0415
    from ..intake.terminal.session import Wish, begin  # noqa: PLC0415

    check_writable(output := output or Path())
    assessor = make_assessor(knowledge_folder)
    knowledge = assessor.knowledge
    file = _file_before(answers_out, knowledge, resume=resume)
    store = open_store(data_folder)
    is_known = again or (resume and not file.answers)
    runner = (known_runner if is_known else find_runner)(store, runner_name)
    if runner is None and runner_name and store.runners():
        click.echo(f"A new runner: {runner_name}. There are already: {names_of(store)}.")
    wish = Wish(
        resume=resume, again=again, depth=Depth.QUICK if quick else None,
        has_file=bool(file.answers),
    )  # fmt: skip
    lines = Lines(read_line, click.echo)
    try:
        kept = begin(store, runner, runner_name or "", Reading(assessor), wish, lines)
    except (EOFError, KeyboardInterrupt):
        click.echo("\nStopped. Nothing was changed.")
        return
    if kept.changes:
        lines.say(*kept.changes, "")
    if file.answers:
        lines.say(*_taken_in(kept, file, answers_out))
    copy = _Copy(answers_out) if answers_out is not None else None
    outcome = run_interview(
        kept.interview, lines, _keeping(kept, copy), Tester(TerminalClock(), ring), kept.day_before
    )
    if outcome.reason == "saved" and not outcome.answers:
        return
    answers = with_minutes(outcome.answers, knowledge, minutes)
    diagnosis = diagnose(assessor, answers, today(), outcome.history)
    if diagnosis.tier in {"A", "B"} and outcome.reason != "urgent":  # an emergency was told
        lines.say(f"Important: {diagnosis.headline.text}")
    to_go_on = f"surefoot ask --resume{f' --runner {quote(runner_name)}' if runner_name else ''}"
    if outcome.reason == "saved":
        click.echo(f"To go on: {to_go_on}")
        return
    click.echo("Making the report.")
    _report(diagnosis, output, units, report_stem(kept.runner, store.runners(), today()))
    kept.finish(today())
    if copy is not None and copy.is_written:
        click.echo(f"Your answers: {copy.path.resolve()}")
    click.echo(f"To change an answer later: {to_go_on}")


def _file_named(resumed: str | None, answers_out: Path | None) -> Path | None:
    """The file of answers that goes on, and is kept as a copy; None where none is named.

    Raises:
        UsageError: if it is not there, or two are named.
    """
    if not resumed:
        return answers_out
    path = Path(resumed)
    if answers_out is not None and answers_out != path:
        message = "--resume and --answers-out name two files"
        raise UsageError(Problem(code="US108", message=message, fix="leave one of them out"))
    if not path.exists():
        message = "there is no such file to go on with"
        fix = "leave out the file to go on with your last interview"
        raise UsageError(Problem(code="US101", where=resumed, message=message, fix=fix))
    return path


def _check_options(formats: str | None, *, resume: bool, again: bool) -> None:
    """Make sure that the options go together.

    Raises:
        UsageError: if they do not.
    """
    if formats is not None:
        message = "-f is for --print-questions; the report is written as html and pdf"
        raise UsageError(Problem(code="US108", message=message, fix="leave out -f"))
    if resume and again:
        message = "--resume and --again ask for two things"
        raise UsageError(Problem(code="US108", message=message, fix="leave one of them out"))


def _report(diagnosis: Diagnosis, output: Path, units: str, stem: str) -> None:
    """Write the report as a page and as a PDF, and say where it is."""
    printing = usual_printing(units)
    if stem == NAMELESS:  # a calendar without a name may be another's
        remove_old_calendar(diagnosis, output, _STEM, printing)
    built = build_reports(diagnosis, ("html", "pdf"), printing)
    files = {f"{stem}.{name}": data for name, data in built.items()}
    written = write_files(output.resolve(), files)
    click.echo("Your report:")
    for path in written:
        click.echo(f"  {path}")


@dataclass(slots=True)
class _Copy:
    """The file beside the store: what the store has is copied to it, never the other way round.

    `is_written`: it has the last answers; it is not known before the first.
    """

    path: Path
    is_written: bool = False
    is_failure_said: bool = False

    def write(self, interview: "Interview") -> None:
        """Copy the answers; that it does not work is said once, and ends nothing."""
        try:
            save_answers(self.path, interview.answers, interview.knowledge, interview.history)
        except UsageError as error:
            self.is_written = False
            if not self.is_failure_said:
                self.is_failure_said = True
                click.echo("Your answers are kept in the store, but the copy is not written:")
                click.echo(str(error))
        else:
            self.is_written = True


def _keeping(kept: "KeptInterview", copy: _Copy | None) -> "Callable[[Interview, Interview], None]":
    """How a step is kept: in the store, then as a copy if there is one."""

    def keep(before: "Interview", after: "Interview") -> None:
        kept.keep(before, after)
        if copy is not None:
            copy.write(after)

    return keep


def _taken_in(kept: "KeptInterview", file: AnswersFile, path: Path | None) -> tuple[str, ...]:
    """Begin with the answers of a copy if the store has none yet; what is said of it.

    Where the store has an interview the copy may be older: it is only written then.
    """
    from ..intake.spoken import count_of  # noqa: PLC0415

    if kept.stored is None:
        kept.begin_with(file)
        interview = kept.interview
        given = len(interview.now.given())
        taken = [count_of(given, "answer")] if given else []
        taken += ["a record of your runs"] if interview.recorded else []
        return (f"Taken in from {path}: {join_words(taken, 'and')}.",)
    said = {name: one.entered for name, one in kept.interview.answers.items()}
    is_known = not file.history or kept.interview.history == file.history
    if is_known and all(said.get(name) == one.entered for name, one in file.answers.items()):
        return ()
    return (
        f"{path} has other answers than your interview in the store. We go on with the store;",
        "your next answer writes the file anew. To keep those too, stop here and run:",
        f"surefoot store import {quote(str(path))}",
        "",
    )


def _file_before(path: Path | None, knowledge: Knowledge, *, resume: bool) -> AnswersFile:
    """What the file for a copy of the answers holds already.

    Its answers are only taken in where the store has no interview to go on with.

    Raises:
        UsageError: if it holds something and the runner does not go on, or it cannot be written.
        AnswersError: if it cannot be read.
    """
    if path is None:
        return AnswersFile({}, {})
    check_writable(path.parent)
    if not path.exists():
        return AnswersFile({}, {})
    if resume:
        return read_answers(path, knowledge)
    message = "there are answers in this file already; nothing was changed"
    fix = "add --resume to go on with them, or --answers-out FILE for a new file"
    raise UsageError(Problem(code="US102", where=str(path), message=message, fix=fix))
