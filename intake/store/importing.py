"""Taking in what was exported elsewhere, or a file of answers: all of it or nothing.

Nothing is taken in twice, and nothing that is there is lost: a log only gets longer.
"""

import datetime
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath

from ...engine.answers import AnswersFile, answers_in, as_answers_problem
from ...engine.answers_text import format_answers
from ...engine.errors import AnswersError, Problem, UsageError, format_problems
from ...engine.file_text import text_of
from ...engine.knowledge import Knowledge
from ...engine.vocabulary import Answers, State
from ..interview.log import Log, entries_of
from ..interview.proof import Depth
from .database import Store
from .naming import one_called
from .received import Received, ReceivedInterview, is_export, read_export
from .rows import (
    add_entries,
    base_of,
    insert_base,
    insert_interview,
    insert_runner,
    new_id,
    now,
    read_interviews,
    read_log,
    read_runners,
    tidy_name,
)
from .shapes import StoredInterview, StoredRunner

_ID_DIGITS = 16
_NAME_QUESTION = "runner.name"


class Outcome(StrEnum):
    """What became of an interview that was taken in."""

    NEW = "new"
    LONGER = "longer"  # it was there, and has more entries now
    SAME = "same"  # all of it was there


@dataclass(frozen=True, slots=True)
class TakenIn:
    """One interview that was taken in; `is_new_runner` says that the runner was not there."""

    runner: StoredRunner
    is_new_runner: bool
    interview: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: its runners, its interviews, and what a person should know."""

    runners: tuple[StoredRunner, ...]
    interviews: tuple[TakenIn, ...]
    notes: tuple[str, ...] = ()


def take_in(
    store: Store,
    data: bytes,
    file_name: str,
    knowledge: Callable[[], Knowledge],
    day: datetime.date,
    *,
    name: str = "",
) -> Imported:
    """Take in a file: an export, or answers in YAML or JSON as `surefoot report` reads them.

    Answers become a finished interview of the runner with that name, the day being theirs.

    Raises:
        AnswersError: with every problem of the file; nothing is taken in then.
        UsageError: if it is not clear whose answers these are.
    """
    if is_export(data):
        if name:
            message = "this is an export, which has the names of its runners"
            raise UsageError(Problem(code="US108", where=file_name, message=message))
        return import_export(store, read_export(data, file_name), file_name)
    source = text_of(data, file_name)
    if isinstance(source, Problem):
        raise AnswersError(as_answers_problem(source))
    base = knowledge()
    is_json = PurePath(file_name).suffix.lower() == ".json"
    read = answers_in(source, base, is_json=is_json)
    return import_answers(store, base, read, day, name=name)


def import_answers(
    store: Store, knowledge: Knowledge, read: AnswersFile, day: datetime.date, *, name: str = ""
) -> Imported:
    """Take in answers as a finished interview of the one runner of a name; a new one if need be.

    Raises:
        UsageError: if there is no name, or several runners have it.
    """
    called = tidy_name(name) or _name_in(read.answers)
    if not called:
        message = "it is not clear whose answers these are"
        fix = "give a name: --name NAME"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    with store.file.writing() as database:
        runner, is_new = _runner_called(database, called)
        said = format_answers(read.answers)
        interview = hashlib.sha256(f"{runner.id}\n{said}".encode()).hexdigest()[:_ID_DIGITS]
        log = entries_of(read.answers, knowledge)
        at = now()
        stored = StoredInterview(
            id=interview, runner=runner.id, base=knowledge.name, knowledge=knowledge.hash,
            depth=Depth.FULL, before=None, started=at, changed=at, finished=day.isoformat(),
            entries=len(log), finished_entries=len(log),
        )  # fmt: skip
        outcome = Outcome.SAME
        if not read_interviews(database, "id = ?", interview):
            outcome = Outcome.NEW
            insert_base(database, base_of(knowledge))
            insert_interview(database, stored)
            add_entries(database, interview, log, knowledge.hash)
    notes = [format_problems(read.warnings)] if read.warnings else []
    if read.history:
        notes.append("Note: the weeks under `history:` are not kept. Keep the file too.")
    return Imported((runner,), (TakenIn(runner, is_new, interview, outcome),), tuple(notes))


def import_export(store: Store, received: Received, file_name: str) -> Imported:
    """Take in an export. A runner who is there keeps the name that they have here.

    Raises:
        AnswersError: if an interview belongs to another runner here.
    """
    done: list[TakenIn] = []
    runners: list[StoredRunner] = []
    problems: list[Problem] = []
    with store.file.writing() as database:
        here = {one.id: one for one in read_runners(database)}
        for base in received.bases:
            insert_base(database, base)
        for one in received.runners:
            runner = here.get(one.runner.id, one.runner)
            runners.append(runner)
            if runner.id not in here:
                insert_runner(database, runner)
            for interview in one.interviews:
                outcome = _merge(database, interview)
                if outcome is None:
                    message = f"interview {interview.stored.id} belongs to another runner here"
                    problems.append(Problem(code="AN112", where=file_name, message=message))
                    continue
                done.append(TakenIn(runner, runner.id not in here, interview.stored.id, outcome))
            for interview in one.interviews:
                _link(database, interview)
        if problems:
            raise AnswersError(*problems)
    return Imported(tuple(runners), tuple(done))


def _merge(database: sqlite3.Connection, received: ReceivedInterview) -> Outcome | None:
    """Add an interview, or what it says more than the one that is here; None if not allowed."""
    there = received.stored
    here = next(iter(read_interviews(database, "id = ?", there.id)), None)
    if here is None:
        insert_interview(database, replace(there, before=None))
        add_entries(database, there.id, received.log, there.knowledge)
        return Outcome.NEW
    if here.runner != there.runner:
        return None
    log = read_log(database, there.id)
    both = merged(log, received.log)
    if both[: len(log)] != log:  # what is new was said before some of what is here
        database.execute("delete from entry where interview = ?", (there.id,))
        add_entries(database, there.id, both, there.knowledge)
    else:
        add_entries(database, there.id, both[len(log) :], there.knowledge)
    last = max(here, there, key=lambda one: (one.finished, one.finished_entries))
    database.execute(
        "update interview set finished = ?, finished_entries = ? where id = ?",
        (last.finished, last.finished_entries, there.id),
    )
    return Outcome.SAME if both == log else Outcome.LONGER


def merged(here: Log, there: Log) -> Log:
    """One log of two of the same interview: the longer, if it goes on where the other ends.

    If both went on for themselves, what each said since follows in the order of time.
    """
    common = 0
    for mine, other in zip(here, there, strict=False):
        if mine != other:
            break
        common += 1
    tail = here[common:]
    if not tail:
        return there
    more = list((Counter(there[common:]) - Counter(tail)).elements())
    if not more:
        return here
    return here[:common] + tuple(sorted([*tail, *more], key=lambda one: one.at))


def _link(database: sqlite3.Connection, received: ReceivedInterview) -> None:
    """Say which interview came before, once all are there; what is said here already stays."""
    database.execute(
        "update interview set before = ? where id = ? and runner = ? and before is null",
        (received.stored.before, received.stored.id, received.stored.runner),
    )


def _runner_called(database: sqlite3.Connection, name: str) -> tuple[StoredRunner, bool]:
    """The one runner of a name, and whether they are new.

    Raises:
        UsageError: if several have it.
    """
    found = one_called(read_runners(database), name)
    if found is not None:
        return found, False
    made = StoredRunner(new_id(), name, now())
    insert_runner(database, made)
    return made, True


def _name_in(answers: Answers) -> str:
    answer = answers.get(_NAME_QUESTION)
    given = answer is not None and answer.state is State.GIVEN
    return tidy_name(str(answer.value)) if answer and given else ""
