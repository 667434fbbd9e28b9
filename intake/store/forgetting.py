"""Forgetting runners, or one interview: it is gone from the file, not only marked as free.

SQLite writes zeros over what is deleted (`secure_delete`), VACUUM writes the whole file anew from
what is left, and the log of changes beside the file is cut to nothing. Only another program that
is reading just then can hold that up.
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from .database import Store
from .rows import read_interviews
from .shapes import StoredRunner
from .store_file import BUSY_SECONDS, code_of, is_busy, set_patience

_RETRY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a runner: how many interviews with how many entries, from day to day."""

    runner: StoredRunner
    interviews: int
    entries: int
    first: str
    last: str


def held_of(store: Store, runners: Sequence[StoredRunner]) -> tuple[Held, ...]:
    """What is kept of these runners; the days are empty without an interview."""
    return tuple(_held(store, one) for one in runners)


def forget(store: Store, runners: Sequence[StoredRunner], patience: float = BUSY_SECONDS) -> str:
    """Remove runners with all that they said; returns why traces may be left, or nothing.

    They are removed in any case. Traces stay in the file only while another program reads it, for
    all of `patience` seconds, or where the disk has no room to write the file anew.

    Raises:
        UsageError: if the file cannot be written; nothing is removed then.
    """
    with store.file.writing() as database:
        database.executemany("delete from runner where id = ?", [(one.id,) for one in runners])
    return clean_up(store, patience)


def remove_interview(store: Store, interview: str, patience: float = BUSY_SECONDS) -> str:
    """Remove one interview with all that was said in it, as `forget` removes a runner.

    Raises:
        UsageError: if the file cannot be written; nothing is removed then.
    """
    with store.file.writing() as database:
        database.execute("delete from interview where id = ?", (interview,))
    return clean_up(store, patience)


def clean_up(store: Store, patience: float = BUSY_SECONDS) -> str:
    """Take out of the file what was removed before; returns why that was not possible, or nothing.

    Raises:
        UsageError: if the file cannot be used at all.
    """
    until = time.monotonic() + patience
    with store.file.alone() as database:
        try:
            set_patience(database, patience)
            database.execute("vacuum")
            set_patience(database, 0)
            while not _cut_log(database):
                if time.monotonic() > until:
                    return "another program is reading the store"
                time.sleep(_RETRY_SECONDS)
        except sqlite3.OperationalError as error:
            if is_busy(error):
                return "another program is writing to the store"
            if code_of(error) == sqlite3.SQLITE_FULL:
                return "the disk is full"
            raise
        finally:
            set_patience(database, BUSY_SECONDS)
    return ""


def _cut_log(database: sqlite3.Connection) -> bool:
    (was_busy, _, _) = database.execute("pragma wal_checkpoint(truncate)").fetchone()
    return not was_busy


def _held(store: Store, runner: StoredRunner) -> Held:
    with store.file.reading() as database:
        interviews = read_interviews(database, "runner = ?", runner.id)
    return Held(
        runner,
        len(interviews),
        sum(one.entries for one in interviews),
        min((one.started[:10] for one in interviews), default=""),
        max((one.changed[:10] for one in interviews), default=""),
    )
