"""The rows of the store's tables, to and from what they mean; always within a transaction."""

import datetime
import json
import secrets
import sqlite3
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from ...engine.knowledge import Knowledge
from ..interview.log import Act, Entry, Log
from ..interview.proof import Depth
from ..typed import clean
from .shapes import StoredBase, StoredInterview, StoredRunner

LONGEST_NAME = 140

_Word = TypeVar("_Word", bound=StrEnum)


def read_runners(database: sqlite3.Connection) -> tuple[StoredRunner, ...]:
    """All runners, by name."""
    rows = database.execute("select id, name, created from runner")
    return tuple(sorted((StoredRunner(*row) for row in rows), key=_by_name))


def read_runner(database: sqlite3.Connection, name: str) -> StoredRunner | None:
    """The runner of an id; None if there is none."""
    query = "select id, name, created from runner where id = ?"
    row = database.execute(query, (_sendable(name),)).fetchone()
    return StoredRunner(*row) if row else None


def read_interviews(
    database: sqlite3.Connection, condition: str, *values: str
) -> tuple[StoredInterview, ...]:
    """The interviews for which a condition of ours holds, the last begun first."""
    rows = database.execute(
        "select id, runner, base, knowledge, depth, before, started,"  # noqa: S608  (ours)
        " coalesce((select max(at) from entry where interview = id), started), finished,"
        " (select count(*) from entry where interview = id), finished_entries"
        f" from interview where {condition} order by started desc, id",
        tuple(map(_sendable, values)),
    )
    return tuple(
        StoredInterview(
            id=name, runner=runner, base=base, knowledge=knowledge, depth=_one_of(Depth, depth),
            before=before, started=started, changed=changed, finished=finished, entries=entries,
            finished_entries=then,
        )
        for name, runner, base, knowledge, depth, before, started, changed, finished, entries,
        then in rows
    )  # fmt: skip


def read_log(database: sqlite3.Connection, interview: str) -> Log:
    """The log of an interview, in order."""
    rows = database.execute(
        "select act, question, said, asked, source, at, knowledge from entry"
        " where interview = ? order by number",
        (_sendable(interview),),
    )
    return tuple(Entry(_one_of(Act, act), *rest) for act, *rest in rows)


def read_bases(database: sqlite3.Connection, hashes: Iterable[str]) -> tuple[StoredBase, ...]:
    """The bases of these hashes that were ever asked."""
    rows = (
        database.execute("select hash, name, version, questions from base where hash = ?", (one,))
        for one in hashes
    )
    return tuple(
        StoredBase(name, title, version, _listed(questions))
        for found in rows
        for name, title, version, questions in found
    )


def insert_runner(database: sqlite3.Connection, runner: StoredRunner) -> None:
    """Add a runner."""
    database.execute(
        "insert into runner (id, name, created) values (?, ?, ?)",
        (runner.id, runner.name, runner.created),
    )


def insert_interview(database: sqlite3.Connection, interview: StoredInterview) -> None:
    """Add an interview, without a log."""
    database.execute(
        "insert into interview (id, runner, base, knowledge, depth, before, started, finished,"
        " finished_entries) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (interview.id, interview.runner, interview.base, interview.knowledge, interview.depth,
         interview.before, interview.started, interview.finished, interview.finished_entries),
    )  # fmt: skip


def insert_base(database: sqlite3.Connection, base: StoredBase) -> None:
    """Keep a base, unless it is kept already."""
    database.execute(
        "insert or ignore into base (hash, name, version, questions) values (?, ?, ?, ?)",
        (base.hash, base.name, base.version, json.dumps(base.questions)),
    )


def base_of(knowledge: Knowledge) -> StoredBase:
    """What is kept of a base."""
    return StoredBase(knowledge.hash, knowledge.name, knowledge.version, tuple(knowledge.questions))


def is_there(database: sqlite3.Connection, table: str, name: str) -> bool:
    """Whether a table has a row of this id."""
    query = f"select 1 from {table} where id = ?"  # noqa: S608  (ours)
    return database.execute(query, (_sendable(name),)).fetchone() is not None


def add_entries(
    database: sqlite3.Connection, interview: str, entries: Iterable[Entry], knowledge: str
) -> None:
    """Add entries behind those that are there; what has no time or base yet is given it."""
    (last,) = database.execute(
        "select coalesce(max(number), 0) from entry where interview = ?", (interview,)
    ).fetchone()
    at = now()
    database.executemany(
        "insert into entry values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (interview, number, one.act, one.question, clean(one.said), one.asked, one.source,
             one.at or at, one.knowledge or knowledge)
            for number, one in enumerate(entries, start=last + 1)
        ],
    )  # fmt: skip


def tidy_name(name: str) -> str:
    """A runner's name without what nobody means: control characters, spaces around, a novel."""
    return " ".join(clean(name).split())[:LONGEST_NAME].rstrip()


def new_id() -> str:
    """An id that tells nothing."""
    return secrets.token_hex(8)


def now() -> str:
    """The time in UTC, as it is kept."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def folded(name: str) -> str:
    """A name as it is looked for: whatever its capitals, spaces and ways to write a letter."""
    return unicodedata.normalize("NFKC", tidy_name(name)).casefold()


def _by_name(runner: StoredRunner) -> tuple[str, str, str]:
    return (folded(runner.name), runner.created, runner.id)


def _one_of(words: type[_Word], word: str) -> _Word:
    try:
        return words(word)
    except ValueError:
        raise sqlite3.DatabaseError(f"'{word}' is unknown") from None


def _listed(text: str) -> tuple[str, ...]:
    try:
        return tuple(json.loads(text))
    except ValueError:
        raise sqlite3.DatabaseError("a list of questions is broken") from None


def _sendable(name: str) -> str:
    """An id from outside, without what the file cannot hold: then there is none like it."""
    return name.encode(errors="replace").decode()
