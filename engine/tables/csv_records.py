"""The records of CSV: a row is a line, or several where a quoted cell has line ends in it."""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from ..vocabulary import Misfit
from .file_lines import Line
from .problems import (
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_LINES,
    has_invisible,
    invisible_character,
    not_text,
    open_quote,
    too_long,
)

_DELIMITERS: Final = (",", ";", "\t", "|")
_SAMPLE: Final = 50  # rows
_SAID = "sep="  # how a spreadsheet can name the separator in a first line

csv.field_size_limit(LONGEST_ROW * 2)


@dataclass(frozen=True, slots=True)
class Record:
    """A row, the line that it begins on, and its cells or why they cannot be told apart."""

    line: int
    cells: Sequence[str]
    misfit: Misfit | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file divides its cells, and the cells of its first row."""

    delimiter: str
    header: Sequence[str]


def find_shape(found: Iterator[Line]) -> Shape | None:
    """The separator that divides most rows of a file into as many cells as the first has.

    None for a file without text.
    """
    sample = list(islice(found, _SAMPLE))
    first = next((line for line in sample if line.text.strip()), None)
    if first is None:
        return None
    said = _said(first)
    best: tuple[tuple[float, int], Shape] | None = None
    for delimiter in (said,) if said else _DELIMITERS:
        rows = [one for one in records(iter(sample), delimiter) if one.misfit is None]
        if not rows:
            continue
        width = len(rows[0].cells)
        alike = sum(len(one.cells) == width for one in rows) if width > 1 else 0
        score = (alike / len(rows), width)
        if best is None or score > best[0]:
            best = (score, Shape(delimiter, rows[0].cells))
    return None if best is None else best[1]


def _said(first: Line) -> str:
    """The separator that a first line names, as in `sep=;`."""
    text = first.text.strip("\ufeff\r\n ")
    return text[len(_SAID) :][:1] if text.lower().startswith(_SAID) else ""


def records(found: Iterator[Line], delimiter: str, width: int = 0) -> Iterator[Record]:
    """The rows of a file, the first with the names of columns; empty lines are passed over.

    Where a quote takes in several lines and does not give a row of `width` cells, it was never
    closed: only the first of these lines is broken, and the others are rows of their own.
    """
    coming = _Lines(found)
    is_first = True
    while line := coming.take():
        if line.text.strip() and not (is_first and _said(line)):
            yield _record(line, coming, delimiter, width)
            is_first = False


class _Lines:
    """Lines that can be put back."""

    def __init__(self, found: Iterator[Line]) -> None:
        self._found = found
        self._waiting: deque[Line] = deque()

    def take(self) -> Line | None:
        return self._waiting.popleft() if self._waiting else next(self._found, None)

    def put_back(self, lines: Sequence[Line]) -> None:
        self._waiting.extendleft(reversed(lines))


def _record(line: Line, coming: _Lines, delimiter: str, width: int) -> Record:
    misfit = _misfit(line)
    if misfit is not None:
        return Record(line.number, (), misfit)
    if '"' not in line.text:
        plain = line.text.rstrip("\r\n").split(delimiter)
        return Record(line.number, plain, _long_cell(line.text, plain))
    more: list[Line] = []
    texts = chain((line.text,), _more(line, coming, more))
    cells = _cells(texts, delimiter)
    if not cells or (more and width and not _fit(cells, width)):
        coming.put_back(more)
        return Record(line.number, (), open_quote())
    broken = next((one for one in map(_misfit, more) if one is not None), None)
    return Record(line.number, cells, broken or _long_cell(line.text, cells))


def _fit(cells: Sequence[str], width: int) -> bool:
    """Whether cells are those of all columns, apart from empty ones behind the last."""
    return len(cells) >= width and not any(cell.strip() for cell in cells[width:])


def _cells(texts: Iterator[str], delimiter: str) -> Sequence[str]:
    """The cells of the first row of some lines; none where its quotes do not fit together."""
    try:
        return next(csv.reader(texts, delimiter=delimiter, strict=True))
    except csv.Error:
        return ()


def _more(first: Line, coming: _Lines, taken: list[Line]) -> Iterator[str]:
    """The lines after the first of a row, as long as a person may have written them."""
    length = len(first.text)
    while len(taken) < MOST_LINES and length <= LONGEST_ROW and (line := coming.take()):
        taken.append(line)
        length += len(line.text)
        yield line.text


def _misfit(line: Line) -> Misfit | None:
    if line.is_broken:
        return not_text()
    if len(line.text) > LONGEST_ROW:
        return too_long("row", LONGEST_ROW)
    return invisible_character() if has_invisible(line.text) else None


def _long_cell(text: str, cells: Sequence[str]) -> Misfit | None:
    if len(text) <= LONGEST_CELL and len(cells) > 0:
        return None
    return too_long("cell", LONGEST_CELL) if max(map(len, cells)) > LONGEST_CELL else None
