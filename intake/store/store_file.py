"""The file of a store: made for its owner only, opened once a process, and its errors in words."""

import contextlib
import os
import sqlite3
import stat
import threading
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

from ...engine.errors import Problem, SurefootError, UsageError
from .schema import bring_up_to_date, version_now

BUSY_SECONDS = 10.0
_RETRY_SECONDS = 0.01
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_MAKING = threading.Lock()
_ELSEWHERE = "name another folder: --data DIR"


class StoreFile:
    """The connection of this process to the file of a store; safe to use from several threads.

    One connection serves all threads in turn: each has what it wants in about a millisecond,
    while connections side by side would wait for each other in steps of up to 100.
    """

    def __init__(self, path: Path) -> None:
        """Make the file if there is none, and bring it up to date.

        Raises:
            UsageError: if it cannot be used.
        """
        self.path = path
        self._lock = threading.RLock()
        with self._explaining(), _MAKING:
            _make_private(path)
            self._database = _connect(path)
            self._close = weakref.finalize(self, self._database.close)
            _set_up(self._database, path)
            self._opened = _identity(path)

    def close(self) -> None:
        """Close the file; nothing can be done with it after that."""
        self._close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file at one moment.

        Raises:
            UsageError: if it cannot be read.
        """
        with self._transaction("begin") as database:
            yield database

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A change: all of it is on disk when this ends, or nothing.

        Raises:
            UsageError: if it cannot be written.
        """
        with self._transaction("begin immediate") as database:
            yield database

    @contextlib.contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """The connection without a transaction, for what cannot be done in one.

        Raises:
            UsageError: if it cannot be done.
        """
        with self._lock, self._explaining():
            yield self._database

    @contextlib.contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, self._explaining():
            if _identity(self.path) != self._opened:
                message = "the store was moved or removed while it was in use"
                fix = "stop Surefoot, and start it again"
                raise UsageError(
                    Problem(code="US121", where=str(self.path), message=message, fix=fix)
                )
            try:
                self._database.execute(begin)
                yield self._database
                self._database.execute("commit")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("rollback")
                raise

    @contextlib.contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise _in_words(error, self.path) from error


def _make_private(path: Path) -> None:
    """Make folder and file for their owner only, and see that nobody else can come at them.

    A file that is there is looked at, never opened: to close it again would take away the locks
    that another connection of this process has on it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _check_folder(path.parent)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    _check_file(path, "the store")
    for end in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            _check_file(Path(f"{path}{end}"), "this file beside the store")


def _check_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    found = folder.stat()
    if found.st_uid not in {os.geteuid(), 0}:
        raise _refused(folder, "the folder belongs to another user", _ELSEWHERE)
    if found.st_mode & stat.S_IWOTH:
        is_own = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
        fix = f"chmod o-w {folder}, or {_ELSEWHERE}" if is_own else _ELSEWHERE
        raise _refused(folder, "every user of this computer can write to the folder", fix)


def _check_file(path: Path, name: str) -> None:
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        raise _refused(path, f"{name} is a link to another file", _ELSEWHERE)
    if not stat.S_ISREG(found.st_mode):
        raise _refused(path, f"{name} is no file", _ELSEWHERE)
    if os.name != "posix":
        return
    if found.st_uid != os.geteuid():
        raise _refused(path, f"{name} belongs to another user", _ELSEWHERE)
    if found.st_mode & _OTHERS:
        with contextlib.suppress(OSError):  # said below, where it did not help
            path.chmod(0o600)
        if path.stat().st_mode & _OTHERS:
            fix = f"{_ELSEWHERE}; to carry answers on this disk: surefoot store export -o FILE"
            raise _refused(path, "this disk cannot keep a file private", fix)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is at a path; None if there is none."""
    with contextlib.suppress(FileNotFoundError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _set_up(database: sqlite3.Connection, path: Path) -> None:
    for setting in (
        "foreign_keys = on",
        "synchronous = full",  # what was confirmed outlives a cut of the power
        "secure_delete = on",
        "temp_store = memory",  # no copy of anything in a folder for temporary files
        "trusted_schema = off",
        "cell_size_check = on",
    ):
        database.execute(f"pragma {setting}")
    version_now(database, str(path))  # before anything is changed in a file that is not ours
    mode = _share(database)
    if mode != "wal":
        message = "this disk cannot share a store between programs; it may be on a network"
        raise _refused(path, message, _ELSEWHERE)
    bring_up_to_date(database, str(path))


def _share(database: sqlite3.Connection) -> str:
    """Let several programs use the file; the mode that this disk allows.

    SQLite does not wait by itself here, if another process makes the same file just now.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(database.execute("pragma journal_mode = wal").fetchone()[0])
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(_RETRY_SECONDS)


def set_patience(database: sqlite3.Connection, seconds: float) -> None:
    """How long SQLite waits for another process before it gives up."""
    database.execute(f"pragma busy_timeout = {round(seconds * 1000)}")


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process was in the way."""
    return code_of(error) == sqlite3.SQLITE_BUSY


def code_of(error: Exception) -> int:
    """What SQLite calls the error; 0 where Python alone found it."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _refused(path: Path, message: str, fix: str) -> UsageError:
    return UsageError(Problem(code="US121", where=str(path), message=message, fix=fix))


def _in_words(error: Exception, path: Path) -> SurefootError:
    """An error of the system, as one that a person can act on."""
    code, message, fix = "US102", "", _ELSEWHERE
    match code_of(error):
        case sqlite3.SQLITE_NOTADB:
            code, message = "US121", "this file is no store"
        case sqlite3.SQLITE_CORRUPT:
            code, message = "US121", "the store is damaged"
            fix = "move it away, and take in your last export: surefoot store import FILE"
        case sqlite3.SQLITE_FULL:
            message = "the disk is full; the last change was not kept"
            fix = "make room on the disk, and do it again"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            message = f"another program has held the store for {BUSY_SECONDS:.0f} seconds"
            fix = "wait, or end the other program, and do it again"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            message = "the store cannot be written: this folder or file is read-only"
        case _:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            message = f"the store cannot be used: {reason or 'the system refused'}"
    return UsageError(Problem(code=code, where=str(path), message=message, fix=fix))
