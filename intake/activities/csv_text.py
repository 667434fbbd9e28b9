"""From the bytes of a table to its rows, and from a cell to a number or a time.

Exports come in many encodings, with three delimiters, with line breaks inside quotes and with
either decimal mark. What is written where is found from the whole table, never from one cell.
"""

import codecs
import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO, Final

from .shapes import Dropped

# A list of 50,000 activities has about 25 MB; what is longer is no list of activities.
_MOST_BYTES: Final = 32 * 1024 * 1024
# A description of an activity may run over lines; a quote that is never closed does too.
_MOST_LINES_OF_ROW: Final = 500
_MOST_ROWS: Final = 50_000
_MOST_LINES: Final = 400_000
# A line is cut here: what is longer is no row, and dropped for its number of cells.
_LONGEST_LINE: Final = 200_000
# Beyond this many rows that cannot be read, the others are only counted.
_MOST_DROPPED: Final = 100

_DELIMITERS: Final = (",", ";", "\t")
_MISSING: Final = frozenset({"", "-", "--", "---", "–", "—", "n/a", "na", "none", "null"})
_SPACES: Final = dict.fromkeys(map(ord, " \u00a0\u202f\u2009'’"))
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_LOOKS_LIKE_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]*", re.ASCII)
_CLOCK: Final = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,](\d{1,9}))?", re.ASCII)
_WORDED: Final = re.compile(
    r"(?:(\d{1,4}) ?h(?:ours?|rs?)? ?)?(?:(\d{1,4}) ?m(?:in(?:utes?)?)? ?)?"
    r"(?:(\d{1,5}) ?s(?:ec(?:onds?)?)?)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file on which it begins, from 1, and its cells without blanks."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int | None) -> str:
        """The text at this place, "" where the row is shorter or the place is None."""
        if place is None or not 0 <= place < len(self.cells):
            return ""
        return self.cells[place]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table as it was written: names of the columns, rows, and the mark between its cells.

    `too_long` says that the file went on after what is read of one.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    delimiter: str
    too_long: bool = False

    def column(self, place: int | None) -> list[str]:
        """The texts of one column, row by row."""
        return [row.cell(place) for row in self.rows]


def read_text_table(content: bytes | BinaryIO) -> TextTable:
    """The rows of a text in any usual encoding; without any, header and rows are empty.

    A row with more or fewer cells than the header is given as it is. Where one runs over lines
    and does not fit the header, a quote was left open: only its first line is taken for it, so
    that the rows behind are not lost.
    """
    raw = content if isinstance(content, bytes) else content.read(_MOST_BYTES + 1)
    text = _decoded(raw[:_MOST_BYTES]).replace("\0", "")
    lines = _Lines(text)
    delimiter = _delimiter(lines)
    found = list(islice(_rows(lines, delimiter), _MOST_ROWS + 2))
    header = found[0].cells if found else ()
    rows = tuple(found[1 : _MOST_ROWS + 1])
    is_cut = len(raw) > _MOST_BYTES or len(lines.all) == _MOST_LINES
    return TextTable(header, rows, delimiter, is_cut or len(found) > _MOST_ROWS + 1)


def _decoded(raw: bytes) -> str:
    if raw.startswith(codecs.BOM_UTF8):
        return raw[3:].decode("utf-8", "replace")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    start = raw[:400]
    if start[1::2].count(0) > len(start) * 0.4:
        return raw.decode("utf-16-le", "replace")
    if start[::2].count(0) > len(start) * 0.4:
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # One broken letter at the end of a cut text, or a few in a long one, is damage;
        # letters of an old Windows table stand everywhere.
        text = raw.decode("utf-8", "replace")
        good = sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd")
        bad = text.count("\ufffd")
        is_cut = error.reason == "unexpected end of data" and bad == 1
        return text if is_cut or good > bad else raw.decode("cp1252", "replace")


class _Lines:
    """The lines of a text, each with its end, that can be gone through again from any of them.

    A reader of csv asks on while a quote is open: after too many lines it is told, once, that
    there are no more.
    """

    def __init__(self, text: str) -> None:
        # Only these end a line; str.splitlines would split at others inside a description too.
        found = re.finditer(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
        self.all = [line.group()[:_LONGEST_LINE] for line in islice(found, _MOST_LINES)]
        self.place = 0
        self.stop = _MOST_LINES_OF_ROW

    def go_to(self, place: int) -> None:
        self.place = place
        self.stop = place + _MOST_LINES_OF_ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.place >= min(len(self.all), self.stop):
            raise StopIteration
        self.place += 1
        return self.all[self.place - 1]


def _delimiter(lines: _Lines) -> str:
    """The mark that gives the first row the most cells; goes past a line `sep=;`."""
    while lines.place < len(lines.all) and not lines.all[lines.place].strip("\r\n\t ;,"):
        lines.place += 1
    start = lines.place
    if start < len(lines.all):
        stated = lines.all[start].strip().strip('"').lower()
        if stated.startswith("sep=") and stated[4:] in {*_DELIMITERS, ""}:
            lines.go_to(start + 1)
            return stated[4:] or "\t"
    counts = {}
    for mark in _DELIMITERS:
        lines.go_to(start)
        row, _ = _next_row(lines, mark)
        counts[mark] = len(row)
    lines.go_to(start)
    return max(_DELIMITERS, key=lambda mark: counts[mark])


def _next_row(lines: _Lines, delimiter: str) -> tuple[list[str], int]:
    """The row that begins on the line where `lines` is, and how many lines it takes up."""
    start = lines.place
    try:
        row = next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:  # a cell longer than the csv module allows
        row = []
    return row, lines.place - start


def _rows(lines: _Lines, delimiter: str) -> Iterator[Row]:
    width = 0
    while lines.place < len(lines.all):
        start = lines.place
        lines.go_to(start)
        cells, taken = _next_row(lines, delimiter)
        if taken > 1 and width and len(cells) != width:
            lines.place = start + 1
            cells = [lines.all[start].strip()]
        clean = tuple(cell.strip() for cell in cells)
        if not any(clean):
            continue
        width = width or len(clean)
        yield Row(start + 1, clean)


def fitting(table: TextTable, file: str, least: int = 0) -> tuple[list[Row], list[Dropped]]:
    """The rows with as many cells as the header (or at least `least`), and what was dropped.

    A cell more is let through where it is empty: some programs end each line with a comma.
    """
    wanted = len(table.header)
    fit, dropped = [], []
    for row in table.rows:
        have = len(row.cells)
        is_short = have < (least or wanted)
        if is_short or any(row.cells[wanted:]):
            cells = "cell" if have == 1 else "cells"
            reason = f"line {row.line}: the row has {have} {cells}, the first line has {wanted}"
            dropped.append(Dropped(file, reason))
        else:
            fit.append(row)
    if table.too_long:
        reason = f"the table is too long: only its first {len(table.rows):,} rows were read"
        dropped.append(Dropped(file, reason))
    return fit, dropped


def few(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    """At most 100 of them, and one line for the number of the rest."""
    if len(dropped) <= _MOST_DROPPED:
        return tuple(dropped)
    rest = Dropped(dropped[0].file, f"{len(dropped) - _MOST_DROPPED} more rows could not be read")
    return (*dropped[:_MOST_DROPPED], rest)


def is_missing(text: str) -> bool:
    """Whether a cell holds nothing: blank, `--` and the like."""
    return text.strip().lower() in _MISSING


def number(text: str, decimal_mark: str = ".") -> float | None:
    """The finite number that a cell holds, None where it is missing or no number.

    The other mark, spaces and apostrophes group thousands.

    >>> number("1.234,5", ","), number("1,115"), number("--"), number("nan")
    (1234.5, 1115.0, None, None)
    """
    plain = text.translate(_SPACES).replace("−", "-")
    if decimal_mark == ",":
        plain = plain.replace(".", "").replace(",", ".")
    else:
        plain = plain.replace(",", "")
    if len(plain) > 40 or not _NUMBER.fullmatch(plain):  # noqa: PLR2004 - no measurement is longer
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def decimal_mark(texts: Iterable[str], otherwise: str = ".") -> str:
    """Which of . and , stands before decimals in these cells; `otherwise` where none shows it.

    A mark before three digits can be either; before fewer or more it is a decimal mark, and so is
    the last of two different ones.

    >>> decimal_mark(["1,115", "7,5"]), decimal_mark(["1,115", "998"])
    (',', '.')
    """
    votes = {".": 0, ",": 0}
    for text in texts:
        plain = text.translate(_SPACES)
        if not _LOOKS_LIKE_NUMBER.fullmatch(plain):
            continue
        last = max(plain.rfind("."), plain.rfind(","))
        if last < 0:
            continue
        mark = plain[last]
        other = "," if mark == "." else "."
        if plain.count(mark) > 1:
            votes[other] += 1
        elif other in plain or len(plain) - last - 1 != 3:  # noqa: PLR2004 - a group of thousands
            votes[mark] += 1
    if votes["."] == votes[","]:
        return otherwise
    return max(votes, key=lambda mark: votes[mark])


def seconds(text: str, *, is_hours: bool = False) -> float | None:
    """The seconds of 1:02:03, 62:03, 28:32.5 or `1 h 2 min`; None for anything else.

    Two numbers are minutes and seconds, or with `is_hours` hours and minutes.

    >>> seconds("1:02:03"), seconds("62:03"), seconds("1:30", is_hours=True), seconds("45 min")
    (3723.0, 3723.0, 5400.0, 2700.0)
    """
    plain = text.strip()
    if clock := _CLOCK.fullmatch(plain):
        hours, minutes, rest, fraction = clock.groups()
        if int(rest) >= 60 or (hours and int(minutes) >= 60):  # noqa: PLR2004 - of a clock
            return None
        if is_hours and hours is None and fraction is None:
            return int(minutes) * 3600.0 + int(rest) * 60.0
        whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(rest)
        return whole + float(f"0.{fraction or 0}")
    if plain and (worded := _WORDED.fullmatch(plain)) and any(worded.groups()):
        hours, minutes, rest = (int(part or 0) for part in worded.groups())
        return float(hours * 3600 + minutes * 60 + rest)
    return None
