"""Taking in a file: an export, or answers as `surefoot report` reads them; all of it or nothing."""

import datetime
import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from ...engine.answers import AnswersFile, answers_in, as_answers_problem
from ...engine.answers_text import format_answers
from ...engine.days import show_date
from ...engine.errors import AnswersError, Problem, UsageError, format_problems
from ...engine.file_text import text_of
from ...engine.knowledge import Knowledge
from ...engine.vocabulary import Answers, State
from ..interview.log import entries_of
from ..interview.proof import Depth
from ..interview.record import is_record_alone
from .database import Store
from .merging import Imported, Outcome, TakenIn, import_export
from .naming import name_of, one_called
from .received import Received, is_export, read_export
from .recording import keep_record
from .rows import (
    add_entries,
    base_of,
    folded,
    insert_base,
    insert_interview,
    insert_runner,
    new_id,
    now,
    read_interviews,
    read_runners,
    tidy_name,
)
from .shapes import StoredInterview, StoredRunner

_ID_DIGITS = 16
_NAME_QUESTION = "runner.name"
_RECORD_ONLY = (
    "Note: this file has no answers of its own, but what was recorded. It waits in the interview:"
    " there the runner looks through it, and takes it or not."
)


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read and found right; nothing of it is kept yet.

    `names` are those of the runners that the file itself says: all of an export (those who have a
    name), the one in the answers, or none.
    """

    called: str
    content: Received | AnswersFile
    names: tuple[str, ...]


def read_file(data: bytes, file_name: str, knowledge: Callable[[], Knowledge]) -> FileRead:
    """What a file holds: an export, or answers in YAML or JSON as `surefoot report` reads them.

    Raises:
        AnswersError: with every problem of the file.
    """
    if is_export(data):
        received = read_export(data, file_name)
        names = tuple(one.runner.name for one in received.runners if one.runner.name)
        return FileRead(file_name, received, names)
    source = text_of(data, file_name)
    if isinstance(source, Problem):
        raise AnswersError(as_answers_problem(source))
    is_json = PurePath(file_name).suffix.lower() == ".json"
    read = answers_in(source, knowledge(), is_json=is_json)
    name = _name_in(read.answers)
    return FileRead(file_name, read, (name,) if name else ())


def is_of_another(file: FileRead, name: str, runner: str = "") -> bool:
    """Whether a file says that it is of somebody else than the runner of this name, or id."""
    ids = _ids_in(file.content) if isinstance(file.content, Received) else ()
    said = {*ids, *map(folded, file.names)}
    return bool(file.names) and not said & {folded(name), runner}


def _ids_in(received: Received) -> tuple[str, ...]:
    return tuple(one.runner.id for one in received.runners)


def take_in(
    store: Store,
    data: bytes,
    file_name: str,
    knowledge: Callable[[], Knowledge],
    day: datetime.date,
    *,
    name: str = "",
) -> Imported:
    """Take in a file.

    Answers become a finished interview, with the result of that day, of the runner who has that
    name or id. A note says so where the file names somebody else.

    Raises:
        AnswersError: with every problem of the file; nothing is taken in then.
        UsageError: if it is not clear whose answers these are.
    """
    if name and is_export(data):
        message = "this is an export, which has the names of its runners"
        raise UsageError(Problem(code="US108", where=file_name, message=message))
    return take_in_read(store, read_file(data, file_name, knowledge), knowledge, day, name=name)


def take_in_read(
    store: Store,
    file: FileRead,
    knowledge: Callable[[], Knowledge],
    day: datetime.date,
    *,
    name: str = "",
) -> Imported:
    """Take in a file that was read; an export goes to its own runners, whatever the name.

    Raises:
        AnswersError: if an interview of an export belongs to another runner here.
        UsageError: if it is not clear whose answers these are.
    """
    if isinstance(file.content, Received):
        return import_export(store, file.content, file.called)
    return import_answers(store, knowledge(), file.content, day, name=name)


def import_answers(
    store: Store, knowledge: Knowledge, read: AnswersFile, day: datetime.date, *, name: str = ""
) -> Imported:
    """Take in answers as a finished interview of the one runner of a name; a new one if need be.

    Where all answers are those of a record, as `surefoot import` writes them, nobody has said
    anything yet: the record goes to the interview that is not finished, or begins one. The same
    answers of the same day are taken in once. With another day they are another result, and a
    note says so.

    Raises:
        UsageError: if there is no name, or several runners have it.
    """
    own_name = _name_in(read.answers)
    called = tidy_name(name) or own_name
    if not called:
        message = "it is not clear whose answers these are"
        fix = "give a name: --name NAME"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    notes = [format_problems(read.warnings)] if read.warnings else []
    if is_record_alone(read, knowledge):
        return _import_record(store, knowledge, read, called, notes)
    with store.file.writing() as database:
        runner, is_new = _runner_called(database, called)
        log = entries_of(read.answers, knowledge, read.history)
        at = now()
        said = format_answers(read.answers, "", read.history, knowledge)
        stored = StoredInterview(
            id=_id_of(runner, said, day), runner=runner.id, base=knowledge.name,
            knowledge=knowledge.hash, depth=Depth.FULL, before=None, started=at, changed=at,
            finished=day.isoformat(), entries=len(log), finished_entries=len(log),
        )  # fmt: skip
        outcome = Outcome.SAME
        own = read_interviews(database, "runner = ?", runner.id)
        if stored.id not in {one.id for one in own}:
            outcome = Outcome.NEW
            insert_base(database, base_of(knowledge))
            insert_interview(database, stored)
            add_entries(database, stored.id, log, knowledge.hash)
            others = [one for one in own if one.id == _id_of(runner, said, _day_of(one))]
            notes += [_second_result(one, day) for one in others]
    if own_name and folded(own_name) != folded(runner.name):
        notes.append(f"Note: this file says {own_name}. It was taken in for {name_of(runner)}.")
    return Imported((runner,), (TakenIn(runner, is_new, stored.id, outcome),), tuple(notes))


def _import_record(
    store: Store, knowledge: Knowledge, read: AnswersFile, called: str, notes: list[str]
) -> Imported:
    with store.file.writing() as database:
        runner, is_new = _runner_called(database, called)
    kept = keep_record(store, knowledge, runner.id, read.answers, read.history)
    taken = TakenIn(runner, is_new, kept.interview, kept.outcome)
    return Imported((runner,), (taken,), (*notes, _RECORD_ONLY))


def _id_of(runner: StoredRunner, said: str, day: datetime.date | None) -> str:
    """The id of answers of a day: the same for the same, so that nothing is taken in twice."""
    text = f"{runner.id}\n{day}\n{said}"
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS]


def _day_of(interview: StoredInterview) -> datetime.date | None:
    return datetime.date.fromisoformat(interview.finished) if interview.finished else None


def _second_result(other: StoredInterview, day: datetime.date) -> str:
    there = _day_of(other)
    shown = show_date(there) if there else ""
    return (
        f"Note: the same answers are here with the result of {shown}."
        f" They are a second result now, of {show_date(day)}."
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
