"""The lines of a text file in any usual encoding, of bounded length, and which are no text."""

import codecs
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from .problems import LONGEST_ROW

UTF_8: Final = "utf-8"
_HEAD_BYTES: Final = 1_000_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")
)  # fmt: skip
_WINDOWS: Final = "cp1252"
# What texts of people have beyond ASCII; a file of other bytes is no text of old spreadsheets.
_WINDOWS_SIGNS: Final = frozenset("’“”–—…€£§°º½¼¾²³·¡¿«»\u00a0\u2018\u00b4")
_RARE_LETTERS: Final = frozenset("þÞðÐÿªµƒ")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its end; `is_broken` where its bytes are no text.

    Of a line that is too long only a little more than is taken.
    """

    number: int
    text: str
    is_broken: bool = False


def encoding_of(stream: BinaryIO) -> str:
    """The encoding of a file by how it begins; the stream goes back to its start.

    Without a mark it is UTF-8, unless nothing of it is UTF-8 beyond ASCII and all such bytes
    are letters and signs that people write in Windows-1252.
    """
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.isascii():
        return UTF_8
    decoded = codecs.getincrementaldecoder(UTF_8)("surrogateescape").decode(head)
    beyond = {char for char in set(decoded) if not char.isascii()}
    escaped = {char for char in beyond if "\udc80" <= char <= "\udcff"}
    if escaped and escaped == beyond:
        said = "".join(escaped).encode(UTF_8, "surrogateescape").decode(_WINDOWS, "replace")
        if all(
            (char.isalpha() and char not in _RARE_LETTERS) or char in _WINDOWS_SIGNS
            for char in said
        ):
            return _WINDOWS
    return UTF_8


def lines(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    r"""The lines of a stream from its start, numbered from 1; they end in \n, \r or \r\n."""
    stream.seek(0)
    is_utf16 = encoding == "utf-16"
    text = io.TextIOWrapper(
        stream, encoding, errors="replace" if is_utf16 else "surrogateescape", newline=""
    )
    try:
        for number in itertools.count(1):
            line = text.readline(LONGEST_ROW + 1)
            if not line:
                return
            rest = line
            while len(rest) == LONGEST_ROW + 1 and rest[-1] not in "\r\n":
                rest = text.readline(LONGEST_ROW + 1)
            yield Line(number, line, _is_broken(line, is_utf16=is_utf16))
    finally:
        text.detach()


def _is_broken(line: str, *, is_utf16: bool) -> bool:
    if line.isascii():
        return False
    if is_utf16:
        return "\ufffd" in line
    try:
        line.encode()
    except UnicodeEncodeError:
        return True
    return False
