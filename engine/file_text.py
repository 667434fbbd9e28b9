"""The text of a file, of a bounded size, or why it has none."""

from pathlib import Path

from .errors import Problem, Source

LARGEST_BYTES = 512 * 1024


def read_source(path: Path, shown: str) -> Source | Problem:
    """The text of a file under the name that it is shown by, or why there is none."""
    data = read_bytes(path, shown, LARGEST_BYTES)
    return data if isinstance(data, Problem) else text_of(data, shown)


def read_bytes(path: Path, shown: str, most: int) -> bytes | Problem:
    """The bytes of a file, one more than `most` of a larger one, or why it cannot be read."""
    try:
        with path.open("rb") as stream:  # it may be a pipe, or have no end
            return stream.read(most + 1)
    except IsADirectoryError:
        return unreadable(shown, "this is a folder, not a file")
    except FileNotFoundError:
        return unreadable(shown, "there is no such file")
    except OSError as error:
        reason = error.strerror or "the system refused"
        return unreadable(shown, f"the file cannot be read: {reason}")


def text_of(data: bytes, shown: str) -> Source | Problem:
    """The text of the bytes of a file, or why they are none."""
    if len(data) > LARGEST_BYTES:
        message = f"the file has more than {LARGEST_BYTES:,} bytes"
        return Problem(code="KB101", where=shown, message=message)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8 text; this may not be a text file"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            message = "this is UTF-16 text; save it as UTF-8"
        return unreadable(shown, message)
    return Source(shown, text)


def unreadable(where: str, message: str) -> Problem:
    """The problem of a file of which nothing can be said."""
    return Problem(code="KB100", where=where, message=message)
