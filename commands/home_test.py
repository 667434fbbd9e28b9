"""`surefoot test`: a test at home, step by step, with its result kept among the answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote

import click

from ..engine.answers import AnswersFile, read_answers
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
from ..intake.store.database import open_store
from ..intake.store.kept import opened_last
from .common import (
    FolderPath,
    check_writable,
    data_option,
    has_comments,
    knowledge_option,
    make_assessor,
    needs_terminal,
    read_line,
    ring,
    save_answers,
)
from .runner_choice import find_runner, runner_option


@click.command()
@click.argument("name", metavar="[NAME]", required=False)
@click.option(
    "--answers",
    "answers_file",
    type=FolderPath,
    metavar="FILE",
    help="Keep the result in this file of answers instead.",
)
@runner_option
@click.option("--no-sound", is_flag=True, help="No bell: the beat is printed only.")
@data_option
@knowledge_option
def test(
    name: str | None,
    answers_file: Path | None,
    runner_name: str | None,
    data_folder: Path | None,
    knowledge_folder: Path | None,
    *,
    no_sound: bool,
) -> None:
    """Do a test at home, step by step, and keep the result.

    Without NAME the tests are listed. The result goes into your last interview, beside the
    answers that are in it, or into a file of answers, which is made if there is none. If you
    wrote comments into the file, you are asked first, because they would be lost.
    """
    assessor = make_assessor(knowledge_folder)
    if name is None:
        _list(assessor.knowledge)
        return
    found = _find(name, assessor.knowledge)
    needs_terminal("time it with a watch, and write the result into your answers file")
    reading = Reading(assessor)
    place = (
        _in_store(data_folder, runner_name, reading)
        if answers_file is None
        else _in_file(answers_file, reading)
    )
    withheld = place.before.now.withheld(found)
    if withheld is not None and withheld.is_certain:
        for line in _refusal(withheld, place.before.now.flags):
            click.echo(line)
        return
    console = Console(read_line, click.echo, _silence if no_sound else ring, TerminalClock())
    try:
        if place.asks_first is not None and not _agrees(place.asks_first, console):
            click.echo("Nothing is stored. To keep them, name another file: --answers FILE")
            return
        answers = run_home_test(assessor.knowledge, found, console)
    except (EOFError, KeyboardInterrupt):
        click.echo("\nStopped. Nothing is stored.")
        return
    if answers is None:
        click.echo("Nothing is stored.")
        return
    after = place.before
    for one, answer in answers.items():
        question = assessor.knowledge.questions[one]
        after = after.with_answer(question, replace(answer, source="test"))
    place.keep(place.before, after)
    click.echo(f"Stored in {place.name}.")
    _say_what_opened(place.before, after, place.to_go_on)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a result goes, and the interview so far; `asks_first` is a file with comments."""

    name: str
    before: Interview
    keep: Callable[[Interview, Interview], None]
    to_go_on: str
    asks_first: Path | None = None


def _in_store(folder: Path | None, runner_name: str | None, reading: Reading) -> _Place:
    """The interview that a runner goes on with, or the last one, or a new one.

    Raises:
        UsageError: if the store cannot be used, or it is not clear who is meant.
    """
    store = open_store(folder)
    runner = find_runner(store, runner_name)
    kept = opened_last(store, runner, runner_name or "", reading)
    whose = f" of {kept.name}" if kept.name else ""
    to_go_on = f"surefoot ask --resume{f' --runner {quote(runner_name)}' if runner_name else ''}"
    return _Place(f"the interview{whose}", kept.interview, kept.keep, to_go_on)


def _in_file(path: Path, reading: Reading) -> _Place:
    """A file of answers.

    Raises:
        UsageError: if the file holds more than answers, or cannot be written.
        AnswersError: if it cannot be read.
    """
    knowledge = reading.assessor.knowledge
    read = _stored(path, knowledge)

    def keep(_before: Interview, after: Interview) -> None:
        save_answers(path, after.answers, knowledge, read.history)

    return _Place(
        name=str(path),
        before=start_interview(reading, read.answers),
        keep=keep,
        to_go_on=f"surefoot ask --resume --answers-out {quote(str(path))}",
        asks_first=path if has_comments(path, read, knowledge) else None,
    )


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
        message = "results are stored only in files as Surefoot writes them; this is another"
        fix = "name another file: --answers FILE, and copy the result from there"
        raise UsageError(Problem(code="US102", where=str(path), message=message, fix=fix))
    if read.warnings:
        click.echo(format_problems(read.warnings), err=True)
    return read


def _agrees(path: Path, console: Console) -> bool:
    """Whether a file may be written anew although its comments will be lost."""
    click.echo(f"{path} has comments. Storing a result writes it anew: the answers stay as they")
    click.echo("are, the comments are lost.")
    while True:
        said = console.read("y to go on, n to stop: ").strip().lower()
        if said in {"y", "yes", "n", "no"}:
            return said in {"y", "yes"}
        click.echo("Error: type y or n.")


def _refusal(withheld: Withheld, flags: tuple[RaisedFlag, ...]) -> list[str]:
    """Why a test is not done, and what the flag behind it says to do instead."""
    because = f" ({withheld.because})" if withheld.because else ""
    lines = [f"Not now: {withheld.test.title}. The reason: {withheld.cause.value}{because}."]
    if withheld.cause is Cause.FORBIDDEN:
        lines += [one.warn.running for one in flags if one.rule.title == withheld.because]
    return [*lines, "This follows from your answers. Nothing is stored."]


def _say_what_opened(before: Interview, after: Interview, to_go_on: str) -> None:
    """Questions that only the result makes worth asking, such as the pace of a cadence."""
    was_open = {one.id for one in before.now.open_questions()}
    new = [one.title for one in after.now.open_questions() if one.id not in was_open]
    if new:
        click.echo(f"Open now, and needed with it: {join_words(new, 'and')}.")
        click.echo(f"To answer: {to_go_on}")


def _silence() -> None:
    """Ring nothing."""
