"""What several commands share: options, loading, and where output goes."""

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from ..engine.answers import AnswersFile
from ..engine.answers_text import format_answers
from ..engine.assessment import Assessor
from ..engine.errors import Problem, UsageError, did_you_mean, join_words
from ..engine.history import History
from ..engine.knowledge import Knowledge
from ..engine.prepared import load_prepared
from ..engine.shipped import SHIPPED
from ..engine.vocabulary import Answers, Misfit, read_answer
from ..intake.private_file import write_private

_Command = TypeVar("_Command", bound=Callable[..., Any])

HEADING = "# Answers to"  # how the first line of an answers file begins
FolderPath = click.Path(path_type=Path)


def knowledge_option(command: _Command) -> _Command:
    """`--knowledge DIR`: another knowledge base than the one that comes with Surefoot."""
    return click.option(
        "--knowledge",
        "knowledge_folder",
        type=FolderPath,
        metavar="DIR",
        help="Use the knowledge base in this folder.",
    )(command)


def data_option(command: _Command) -> _Command:
    """`--data DIR`: the folder of the store; the environment's SUREFOOT_DATA says it too."""
    return click.option(
        "--data",
        "data_folder",
        type=FolderPath,
        envvar="SUREFOOT_DATA",
        metavar="DIR",
        help="Where runners and their answers are kept [default: your own data folder]",
    )(command)


def minutes_option(command: _Command) -> _Command:
    """`--minutes-per-week N`: the time beside running, instead of what the answers say."""
    return click.option(
        "--minutes-per-week",
        "minutes",
        metavar="N",
        help="Fit advice and plan to N minutes a week beside running, whatever the answers say.",
    )(command)


def date_option(command: _Command) -> _Command:
    """`--date`: the day of the report, on which the plan starts."""
    return click.option(
        "--date",
        type=click.DateTime(["%Y-%m-%d"]),
        help="The report's date, when the plan starts [default: today]",
    )(command)


def processes_option(command: _Command) -> _Command:
    """`--processes P`: how many work where there are many runners."""
    return click.option(
        "--processes",
        metavar="P",
        type=click.IntRange(1, 61),
        help="For many runners, how many work side by side [default: one for each core]",
    )(command)


def with_minutes(answers: Answers, knowledge: Knowledge, minutes: str | None) -> Answers:
    """The answers with this time beside running.

    Raises:
        UsageError: if the base does not ask for it, or takes no such answer.
    """
    if minutes is None:
        return answers
    name = knowledge.plan_asks.get("minutes")
    if name is None:
        message = "the plan of this knowledge base cannot be fitted to a time"
        fix = "leave out --minutes-per-week"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    found = read_answer(knowledge.questions[name], minutes)
    if isinstance(found, Misfit):
        message = f"--minutes-per-week: {found.message}"
        raise UsageError(Problem(code="US108", message=message, fix=found.fix))
    return {**answers, name: found}


def format_option(*formats: str, default: str) -> Callable[[_Command], _Command]:
    """`--format`, and `--json` for short where json is one of the formats."""

    def add(command: _Command) -> _Command:
        if "json" in formats:
            command = click.option(
                "--json", "as_json", is_flag=True, help="The same as --format json."
            )(command)
        listed = join_words(formats)
        return click.option(
            "--format", "-f", "formats", metavar="NAME", help=f"{listed} [default: {default}]"
        )(command)

    return add


def chosen_formats(
    formats: str | None, accepted: tuple[str, ...], default: str, *, as_json: bool = False
) -> tuple[str, ...]:
    """The formats asked for, each once.

    Raises:
        UsageError: for one that there is not.
    """
    names = [name.strip().lower() for name in (formats or "").split(",") if name.strip()]
    if as_json and names not in ([], ["json"]):
        message = f"--json and --format {formats} ask for two things"
        raise UsageError(Problem(code="US105", message=message, fix="leave one of them out"))
    if as_json:
        return ("json",)
    names = names or default.split(",")
    for name in names:
        if name not in accepted:
            meant = did_you_mean(name, accepted)
            fix = f"did you mean {meant}?" if meant else f"formats: {join_words(accepted)}"
            message = f"there is no format '{name}'"
            raise UsageError(Problem(code="US105", message=message, fix=fix))
    return tuple(dict.fromkeys(names))


def make_assessor(folder: Path | None) -> Assessor:
    """The assessor of the knowledge base in a folder, or of the one that comes with Surefoot.

    Raises:
        KnowledgeError: if it does not load.
    """
    knowledge = load_prepared(folder)
    if any(rule.reviewed for rule in knowledge.rules.values()):
        from ..engine.versions.locking import reviews_in  # noqa: PLC0415  (seldom needed)

        valid = reviews_in(folder or SHIPPED, knowledge)
        shown = {name: tuple(f"{one.name} {one.day}" for one in of) for name, of in valid.items()}
        knowledge = replace(knowledge, reviews=shown)
    return Assessor(knowledge)


def folder_to_change(folder: Path | None) -> Path:
    """The knowledge base that is to be changed; the one of a clone only for who stands in it.

    Raises:
        UsageError: where no folder is named, or the one of an installed Surefoot.
    """
    is_installed = {"site-packages", "dist-packages"} & set(SHIPPED.parts)
    if is_installed and folder in {None, SHIPPED}:
        message = "the base that comes with Surefoot is not for changing"
        fix = "copy the folder, and name the copy"
        raise UsageError(Problem(code="US102", where=str(SHIPPED), message=message, fix=fix))
    if folder is None and not Path.cwd().resolve().is_relative_to(SHIPPED.parent.resolve()):
        message = "this changes files of a knowledge base, and no folder is named"
        fix = "name your folder: --knowledge DIR"
        raise UsageError(Problem(code="US107", message=message, fix=fix))
    return folder or SHIPPED


def naming(folder: Path | None) -> str:
    """What stands behind a command that is proposed for the same folder."""
    return "" if folder is None else f" {folder}"


def is_terminal() -> bool:
    """Whether a person can be asked and sees it."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def needs_terminal(fix: str) -> None:
    """Make sure that a person can be asked.

    Raises:
        UsageError: with a way out, where the input or the output is no terminal.
    """
    if not is_terminal():
        message = "questions are asked in a terminal, and this is none"
        raise UsageError(Problem(code="US103", message=message, fix=fix))


def read_line(prompt: str) -> str:
    """The line that is typed after a prompt, which goes to the same place as all other lines.

    `input` alone would print it to standard error, which may go elsewhere.

    Raises:
        EOFError: if no more lines can come.
    """
    click.echo(prompt, nl=False)
    return input()


def ring() -> None:
    """Ring the bell of the terminal."""
    click.echo("\a", nl=False)


def save_answers(path: Path, answers: Answers, knowledge: Knowledge, history: History = ()) -> None:
    """Write an answers file that only its owner can read, whole or not at all.

    Raises:
        UsageError: if it cannot be written.
    """
    heading = f"{HEADING.removeprefix('# ')} {knowledge.name} {knowledge.version}"
    write_private(path, format_answers(answers, heading, history, knowledge))


def has_comments(path: Path, read: AnswersFile, knowledge: Knowledge) -> bool:
    """Whether a file of answers may hold more comments than the heading that Surefoot writes.

    They are lost when the file is written anew. `read` is what the file says.
    """
    if not path.exists():
        return False
    text = path.read_text(encoding="utf-8-sig")
    first, _, rest = text.partition("\n")
    is_ours = first.startswith(HEADING) and rest == format_answers(
        read.answers, history=read.history, knowledge=knowledge
    )
    return not is_ours and re.search(r"(?m)(?:^|\s)#", text) is not None


def check_writable(folder: Path) -> None:
    """Make sure that files can be written to a folder, before any work is done for them.

    Raises:
        UsageError: if they cannot.
    """
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        reason = error.strerror or "the system refused"
        message = f"files cannot be written to this folder: {reason}"
        raise UsageError(Problem(code="US102", where=str(folder), message=message)) from None


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files that only their owner can read, each whole or not at all.

    Raises:
        UsageError: if the folder cannot be written.
    """
    written = []
    for name, data in files.items():
        path = folder / name
        write_private(path, data)
        written.append(path)
    return written
