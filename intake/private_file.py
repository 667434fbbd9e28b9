"""Writing private files: whole or not at all, and only for their owner."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..engine.errors import Problem, UsageError


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that only its owner can read, replacing an older one whole or not at all.

    Raises:
        UsageError: if the place cannot be written.
    """
    with private_file(path) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A stream to a file that only its owner can read; the file is there once all is written.

    If anything goes wrong, what was there before stays.

    Raises:
        UsageError: if the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".surefoot-")
        try:
            with os.fdopen(handle, "wb") as stream:  # mkstemp makes it 0600
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or "the system refused"
        message = f"the file cannot be written: {reason}"
        fix = "name another place for it, in a folder of your own"
        raise UsageError(Problem(code="US102", where=str(path), message=message, fix=fix)) from None
