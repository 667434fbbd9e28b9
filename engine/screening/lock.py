"""One screening at a time in a folder: two that write the same parts would spoil them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..errors import Problem, UsageError

LOCK_NAME: Final = ".surefoot-lock"  # where a folder itself cannot be locked


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make a folder if it is not there, and keep other processes out of it.

    The system lets go of the lock when the process ends, in whatever way.

    Raises:
        UsageError: if another process is at work in the folder, or it cannot be written to.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = _lock(folder)
    except (BlockingIOError, FileExistsError) as error:
        if not folder.is_dir():
            raise cannot_write(folder, error) from None
        message = "another screening is at work in this folder"
        fix = "wait until it is done, or name another folder"
        raise UsageError(
            Problem(code="US153", where=str(folder), message=message, fix=fix)
        ) from None
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        yield
    finally:
        os.close(handle)


def _lock(folder: Path) -> int:
    """What holds the lock as long as it is open.

    Raises:
        OSError: BlockingIOError or FileExistsError where another process has it.
    """
    if sys.platform == "win32":  # the file goes away with what holds it
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY
        return os.open(folder / LOCK_NAME, flags, 0o600)
    import fcntl  # noqa: PLC0415  (not on every system)

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # a file system that knows no locks: then it is as if there were none
        return handle
    return handle


def cannot_write(folder: Path, error: OSError) -> UsageError:
    """What is said where the system does not let us write to a folder."""
    reason = error.strerror or "the system refused"
    message = f"results cannot be written to this folder: {reason}"
    return UsageError(Problem(code="US102", where=str(folder), message=message))
