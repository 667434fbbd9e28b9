"""The store: one SQLite file in the runner's own folder, for its owner only.

What is appended is on disk before `append` returns. Several processes and threads may use one
file: each call is a transaction of its own, and the logs only grow.
"""

import datetime
import os
from collections.abc import Sequence
from pathlib import Path

from ...engine.errors import Problem, UsageError
from ...engine.knowledge import Knowledge
from ..interview.log import Entry, Log
from ..interview.proof import Depth
from .rows import (
    add_entries,
    base_of,
    folded,
    insert_base,
    insert_interview,
    insert_runner,
    is_there,
    new_id,
    now,
    read_bases,
    read_interviews,
    read_log,
    read_runner,
    read_runners,
    tidy_name,
)
from .shapes import StoredBase, StoredInterview, StoredRunner
from .store_file import StoreFile

FILE_NAME = "surefoot.sqlite"
_ELSEWHERE = "or name the folder of yours: --data DIR"


class ForgottenError(UsageError):
    """The runner or interview is not in the store; it was there, or the id was made up."""

    def __init__(self, kind: str, name: str) -> None:
        """Takes what it is, in a word, and its id."""
        message = f"this {kind} is not in the store any more"
        super().__init__(Problem(code="US104", where=name, message=message))


def data_folder() -> Path:
    """Where the store is unless another folder is named: SUREFOOT_DATA, or the user's own."""
    if named := os.environ.get("SUREFOOT_DATA"):
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415  (seldom needed)

    return user_data_path("surefoot", appauthor=False)


def open_store(folder: Path | None = None) -> "Store":
    """The store in a folder, made if there is none.

    Raises:
        UsageError: if it cannot be used, with the reason and a way out.
    """
    return Store(StoreFile((folder or data_folder()) / FILE_NAME))


def existing_store(folder: Path | None = None) -> "Store":
    """The store in a folder, for who only looks at it or takes away: none is made.

    Raises:
        UsageError: if there is none, or it cannot be used.
    """
    place = folder or data_folder()
    if not (place / FILE_NAME).exists():
        message, fix = "there is no store in this folder", f"surefoot ask makes one; {_ELSEWHERE}"
        raise UsageError(Problem(code="US101", where=str(place), message=message, fix=fix))
    return open_store(folder)


class Store:
    """The runners of one file; made by `open_store`.

    Every method raises a UsageError if the file cannot be read or written any more.
    """

    def __init__(self, file: StoreFile) -> None:
        """Takes a file that is brought up to date already."""
        self.file = file
        self._noted: set[str] = set()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.file.path

    def close(self) -> None:
        """Close the file; done anyway when the program ends."""
        self.file.close()

    def runners(self) -> tuple[StoredRunner, ...]:
        """All runners, by name."""
        with self.file.reading() as database:
            return read_runners(database)

    def runner(self, name: str) -> StoredRunner | None:
        """The runner of an id; None if there is none."""
        with self.file.reading() as database:
            return read_runner(database, name)

    def find_runners(self, name: str) -> tuple[StoredRunner, ...]:
        """The runners of a name, however it is written in capitals; several may have one name."""
        wanted = folded(name)
        return tuple(one for one in self.runners() if folded(one.name) == wanted)

    def add_runner(self, name: str) -> StoredRunner:
        """A new runner; two may have one name."""
        made = StoredRunner(new_id(), tidy_name(name), now())
        with self.file.writing() as database:
            insert_runner(database, made)
        return made

    def rename_runner(self, runner: str, name: str) -> None:
        """Give a runner another name.

        Raises:
            ForgottenError: if there is no such runner.
        """
        with self.file.writing() as database:
            found = database.execute(
                "update runner set name = ? where id = ?", (tidy_name(name), runner)
            )
            if not found.rowcount:
                raise ForgottenError("runner", runner)

    def start(
        self, runner: str, *, base: str, knowledge: str, depth: Depth, before: str | None = None
    ) -> StoredInterview:
        """A new interview of a runner; `before` counts only if it is one of the same runner.

        Raises:
            ForgottenError: if there is no such runner.
        """
        at = now()
        with self.file.writing() as database:
            if not is_there(database, "runner", runner):
                raise ForgottenError("runner", runner)
            own = {one.id for one in read_interviews(database, "runner = ?", runner)}
            kept = before if before in own else None
            made = StoredInterview(
                new_id(), runner, base, knowledge, depth, kept, at, at, finished="", entries=0
            )
            insert_interview(database, made)
        return made

    def interviews(self, runner: str, base: str | None = None) -> tuple[StoredInterview, ...]:
        """The interviews of a runner, the last begun first; only those of a base if one is named.

        Check-ins are interviews of a base of their own.
        """
        with self.file.reading() as database:
            found = read_interviews(database, "runner = ?", runner)
        return tuple(one for one in found if base in {None, one.base})

    def all_interviews(self) -> tuple[StoredInterview, ...]:
        """The interviews of all runners, the last begun first: one look for a table of many."""
        with self.file.reading() as database:
            return read_interviews(database, "true")

    def interview(self, name: str) -> StoredInterview | None:
        """One interview; None if there is none of that id."""
        with self.file.reading() as database:
            return next(iter(read_interviews(database, "id = ?", name)), None)

    def latest_finished(self, runner: str, base: str) -> StoredInterview | None:
        """The interview of a runner whose result was made last, also if it was changed since."""
        found = [one for one in self.interviews(runner, base) if one.finished]
        return max(found, key=lambda one: (one.finished, one.changed), default=None)

    def log(self, interview: str) -> Log:
        """All that was said in an interview, in order; empty if there is none of that id."""
        with self.file.reading() as database:
            return read_log(database, interview)

    def append(self, interview: str, entries: Sequence[Entry], knowledge: str) -> None:
        """Add to a log; on disk once this returns. `knowledge` is the hash of the base.

        Raises:
            ForgottenError: if there is no such interview; nothing is kept.
        """
        with self.file.writing() as database:
            if not is_there(database, "interview", interview):
                raise ForgottenError("interview", interview)
            add_entries(database, interview, entries, knowledge)

    def finish(self, interview: str, day: datetime.date) -> None:
        """Note that the result of an interview was made on a day; it may be changed after that.

        Raises:
            ForgottenError: if there is no such interview.
        """
        with self.file.writing() as database:
            found = database.execute(
                "update interview set finished = ?, finished_entries ="
                " (select count(*) from entry where interview = id) where id = ?",
                (day.isoformat(), interview),
            )
            if not found.rowcount:
                raise ForgottenError("interview", interview)

    def note_base(self, knowledge: Knowledge) -> None:
        """Keep which questions a base has, to tell later which are new; once a version."""
        if knowledge.hash in self._noted:
            return
        with self.file.writing() as database:
            insert_base(database, base_of(knowledge))
        self._noted.add(knowledge.hash)

    def base(self, knowledge: str) -> StoredBase | None:
        """The base of a hash, as it was when it was asked; None if it never was."""
        with self.file.reading() as database:
            return next(iter(read_bases(database, [knowledge])), None)
