"""The store: one SQLite file in the runner's own folder, for its owner only.

What is appended is on disk before `append` returns. Several processes and threads may use one
file: each call is a transaction of its own, and the logs only grow.
"""

import contextlib
import datetime
import os
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from ...engine.errors import Problem, UsageError
from ..interview.log import Act, Entry, Log
from ..interview.proof import Depth
from .shapes import StoredInterview, StoredRunner

_BUSY_SECONDS = 10
_SCHEMA = """
create table runner (id text primary key, name text not null, created text not null);
create table interview (
    id text primary key,
    runner text not null references runner on delete cascade,
    base text not null, knowledge text not null, depth text not null,
    before text references interview on delete set null,
    started text not null, finished text not null default ''
);
create table entry (
    interview text not null references interview on delete cascade,
    number integer not null,
    act text not null, question text not null, said text not null, asked text not null,
    source text not null, at text not null, knowledge text not null,
    primary key (interview, number)
) without rowid;
"""


def data_folder() -> Path:
    """Where the store is unless another folder is named."""
    from platformdirs import user_data_path  # noqa: PLC0415  (seldom needed)

    return user_data_path("surefoot", appauthor=False)


class Store:
    """The runners of one file; made by `open_store`."""

    def __init__(self, path: Path) -> None:
        """Takes the path of a file that is made and brought up to date already."""
        self.path = path

    def runners(self) -> tuple[StoredRunner, ...]:
        """All runners, by name."""
        with self._connected() as database:
            rows = database.execute("select id, name, created from runner order by name, created")
            return tuple(StoredRunner(*row) for row in rows)

    def add_runner(self, name: str) -> StoredRunner:
        """A new runner; two may have one name."""
        made = StoredRunner(_new_id(), name, _now())
        with self._connected() as database:
            database.execute(
                "insert into runner values (?, ?, ?)", (made.id, made.name, made.created)
            )
        return made

    def start(
        self, runner: str, *, base: str, knowledge: str, depth: Depth, before: str | None = None
    ) -> StoredInterview:
        """A new interview of a runner."""
        made, now = _new_id(), _now()
        with self._connected() as database:
            database.execute(
                "insert into interview values (?, ?, ?, ?, ?, ?, ?, '')",
                (made, runner, base, knowledge, depth, before, now),
            )
        return StoredInterview(made, runner, base, knowledge, depth, before, now, now, "", 0)

    def interviews(self, runner: str) -> tuple[StoredInterview, ...]:
        """The interviews of a runner, the latest first."""
        return self._interviews("runner = ?", runner)

    def interview(self, name: str) -> StoredInterview | None:
        """One interview; None if there is none of that id."""
        return next(iter(self._interviews("id = ?", name)), None)

    def log(self, interview: str) -> Log:
        """All that was said in an interview, in order."""
        with self._connected() as database:
            rows = database.execute(
                "select act, question, said, asked, source, at, knowledge from entry"
                " where interview = ? order by number",
                (interview,),
            )
            return tuple(Entry(Act(act), *rest) for act, *rest in rows)

    def append(self, interview: str, entries: Sequence[Entry], knowledge: str) -> None:
        """Add to a log; on disk once this returns. `knowledge` is the hash of the base."""
        with self._connected() as database:
            database.execute("begin immediate")
            (last,) = database.execute(
                "select coalesce(max(number), 0) from entry where interview = ?", (interview,)
            ).fetchone()
            database.executemany(
                "insert into entry values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (interview, last + at, one.act, one.question, one.said, one.asked, one.source,
                     one.at or _now(), one.knowledge or knowledge)
                    for at, one in enumerate(entries, start=1)
                ],
            )  # fmt: skip

    def finish(self, interview: str, day: datetime.date) -> None:
        """Note that the result of an interview was made on a day; it may be changed after that."""
        with self._connected() as database:
            database.execute(
                "update interview set finished = ? where id = ?", (day.isoformat(), interview)
            )

    def _interviews(self, condition: str, value: str) -> tuple[StoredInterview, ...]:
        query = (
            "select id, runner, base, knowledge, depth, before, started,"  # noqa: S608  (ours)
            " coalesce((select max(at) from entry where interview = id), started),"
            " finished, (select count(*) from entry where interview = id)"
            f" from interview where {condition} order by started desc, id"
        )
        with self._connected() as database:
            return tuple(
                StoredInterview(
                    id=name, runner=runner, base=base, knowledge=knowledge, depth=Depth(depth),
                    before=before, started=started, changed=changed, finished=finished,
                    entries=entries,
                )
                for name, runner, base, knowledge, depth, before, started, changed, finished,
                entries in database.execute(query, (value,))
            )  # fmt: skip

    @contextlib.contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction, which is on disk when this ends."""
        with contextlib.closing(_connect(self.path)) as database, database:
            yield database


def open_store(folder: Path | None = None) -> Store:
    """The store in a folder, made if there is none.

    Raises:
        UsageError: if it cannot be read or written.
    """
    path = (folder or data_folder()) / "surefoot.sqlite"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with contextlib.closing(_connect(path)) as database:
            database.execute("pragma journal_mode = wal")
            with database:
                database.execute("begin immediate")
                if not database.execute("pragma user_version").fetchone()[0]:
                    for statement in _SCHEMA.split(";\n"):
                        database.execute(statement)
                    database.execute("pragma user_version = 1")
    except (OSError, sqlite3.Error) as error:
        message = f"the store cannot be opened: {error}"
        raise UsageError(Problem(code="US102", where=str(path), message=message)) from None
    return Store(path)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    database.execute("pragma foreign_keys = on")
    database.execute("pragma synchronous = full")
    database.execute("pragma secure_delete = on")
    return database


def _new_id() -> str:
    return secrets.token_hex(8)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
