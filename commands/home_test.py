"""`surefoot test`: a test at home, step by step, with its result kept among the answers."""

import re
from pathlib import Path

import click

from ..engine.answers import AnswersFile, read_answers
from ..engine.answers_text import format_answers
from ..engine.asking import HomeTest
from ..engine.errors import Problem, UsageError, did_you_mean, format_problems, join_words
from ..engine.findings import RaisedFlag
from ..engine.home_tests import Cause, Withheld
from ..engine.knowledge import Knowledge
from ..engine.reasoning.prospect import Reading
from ..engine.source import Mapping, read_file
from ..intake.clock import TerminalClock
from ..intake.home_test import Console, run_home_test, takes
from ..intake.interview.asking import Interview, start_interview
from .common import (
    HEADING,
    FolderPath,
    check_writable,
    knowledge_option,
    make_assessor,
    needs_terminal,
    ring,
    save_answers,
)

_ANSWERS = Path("surefoot-answers.yaml")


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--answers",
    "answers_file",
    type=FolderPath,
    default=_ANSWERS,
    metavar="FILE",
    help=f"Where your answers are kept [default: {_ANSWERS}]",
)
@click.option("--no-sound", is_flag=True, help="No bell: the beat is printed only.")
@knowledge_option
def test(
    name: str | None, answers_file: Path, knowledge_folder: Path | None, *, no_sound: bool
) -> None:
    """Do a test at home, step by step, and keep the result.

    Without NAME the tests are listed. The result goes into your answers file, beside the
    answers that are in it; the file is made if there is none. If you wrote comments into it,
    you are asked first, because they would be lost.
    """
    assessor = make_assessor(knowledge_folder)
    if name is None:
        _list(assessor.knowledge)
        return
    found = _find(name, assessor.knowledge)
    needs_terminal("time it with a watch, and write the result into your answers file")
    before = _stored(answers_file, assessor.knowledge)
    answers_before = before.answers
    interview = start_interview(Reading(assessor), answers_before)
    withheld = interview.now.withheld(found)
    if withheld is not None and withheld.is_certain:
        for line in _refusal(withheld, interview.now.flags):
            click.echo(line)
        return
    console = Console(input, click.echo, _silence if no_sound else ring, TerminalClock())
    try:
        if not _may_write(answers_file, before, console):
            click.echo("Nothing is stored. To keep them, name another file: --answers FILE")
            return
        answers = run_home_test(assessor.knowledge, found, console)
    except (EOFError, KeyboardInterrupt):
        click.echo("\nStopped. Nothing is stored.")
        return
    if answers is None:
        click.echo("Nothing is stored.")
        return
    after = {**answers_before, **answers}
    save_answers(answers_file, after, assessor.knowledge, before.history)
    click.echo(f"Stored in {answers_file}.")
    _say_what_opened(interview, start_interview(interview.reading, after), answers_file)


def _list(knowledge: Knowledge) -> None:
    """Every test with what it takes and what it answers."""
    if not knowledge.home_tests:
        click.echo("This knowledge base has no tests at home.")
        return
    for one in knowledge.home_tests.values():
        click.echo(f"{one.id}: {one.title}")
        measured = join_words([knowledge.questions[name].title for name in one.questions], "and")
        for line in (f"Measures: {measured}.", f"Needs: {one.needs}" * bool(one.needs), takes(one)):
            if line:
                click.echo(f"  {line}")
    click.echo("To do one: surefoot test NAME")


def _find(name: str, knowledge: Knowledge) -> HomeTest:
    said = name.strip().lower().replace("_", "-").replace(" ", "-")
    if said in knowledge.home_tests:
        return knowledge.home_tests[said]
    meant = did_you_mean(said, knowledge.home_tests)
    there = f"there are: {join_words(knowledge.home_tests, 'and')}"
    fix = f"did you mean {meant}?" if meant else there
    raise UsageError(Problem(code="US104", message=f"there is no test '{name}'", fix=fix))


def _stored(path: Path, knowledge: Knowledge) -> AnswersFile:
    """What is in the file, of which nothing may be lost.

    Raises:
        UsageError: if the file holds more than answers, or cannot be written.
        AnswersError: if it cannot be read.
    """
    check_writable(path.parent)
    if not path.exists():
        return AnswersFile({}, {})
    read = read_answers(path, knowledge)
    node = read_file(path).node
    names = {key.text for key, _ in node.entries} if isinstance(node, Mapping) else set()
    has_more = "answers" in names and bool(names - {"answers", "history"})
    if has_more or path.suffix == ".json":
        message = "results are stored only in files as `surefoot ask` writes them; this is another"
        fix = "name another file: --answers FILE, and copy the result from there"
        raise UsageError(Problem(code="US102", where=str(path), message=message, fix=fix))
    if read.warnings:
        click.echo(format_problems(read.warnings), err=True)
    return read


def _may_write(path: Path, before: AnswersFile, console: Console) -> bool:
    """Whether a file may be written anew: the runner is asked if comments in it would be lost."""
    if not path.exists() or not _has_comments(path.read_text(encoding="utf-8-sig"), before):
        return True
    click.echo(f"{path} has comments. Storing a result writes it anew: the answers stay as they")
    click.echo("are, the comments are lost.")
    while True:
        said = console.read("y to go on, n to stop: ").strip().lower()
        if said in {"y", "yes", "n", "no"}:
            return said in {"y", "yes"}
        click.echo("Error: type y or n.")


def _has_comments(text: str, before: AnswersFile) -> bool:
    """Whether there may be more comments than the heading of a file that Surefoot wrote."""
    first, _, rest = text.partition("\n")
    is_ours = first.startswith(HEADING) and rest == format_answers(
        before.answers, history=before.history
    )
    return not is_ours and re.search(r"(?m)(?:^|\s)#", text) is not None


def _refusal(withheld: Withheld, flags: tuple[RaisedFlag, ...]) -> list[str]:
    """Why a test is not done, and what the flag behind it says to do instead."""
    because = f" ({withheld.because})" if withheld.because else ""
    lines = [f"Not now: {withheld.test.title}. The reason: {withheld.cause.value}{because}."]
    if withheld.cause is Cause.FORBIDDEN:
        lines += [one.warn.running for one in flags if one.rule.title == withheld.because]
    return [*lines, "This follows from your answers. Nothing is stored."]


def _say_what_opened(before: Interview, after: Interview, path: Path) -> None:
    """Questions that only the result makes worth asking, such as the pace of a cadence."""
    was_open = {one.id for one in before.now.open_questions()}
    new = [one.title for one in after.now.open_questions() if one.id not in was_open]
    if new:
        option = "" if path == _ANSWERS else f" --answers-out {path}"
        click.echo(f"Open now, and needed with it: {join_words(new, 'and')}.")
        click.echo(f"To answer: surefoot ask --resume{option}")


def _silence() -> None:
    """Ring nothing."""
