"""The rows of a table of text, CSV or JSON lines, a batch at a time, each with its line.

A row that cannot be told apart is broken and named; the rows around it stay as they are: a quote
that is never closed takes no other row with it.
"""

import json
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ..errors import AnswersError, Problem, UsageError
from ..vocabulary import Misfit
from .cells import FIELDS, list_cell
from .csv_records import Record, find_shape, records
from .file_lines import Line, encoding_of, lines
from .mapping import ID, plain_name
from .problems import (
    LONGEST_ROW,
    answered_twice,
    half_character,
    has_half,
    has_invisible,
    invisible_character,
    not_fields,
    not_json,
    not_text,
    shortened,
    too_few_cells,
    too_long,
    too_many_cells,
)

BATCH_ROWS: Final = 10_000
SAMPLE_ROWS: Final = 10_000  # that are looked at before a table is read
JSON_ENDINGS: Final = (".jsonl", ".ndjson")
CSV_ENDINGS: Final = (".csv", ".tsv", ".txt")
_ANSWERS = "answers"  # where a line of JSON has its answers, if not at the top


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be told apart: the line it begins on, and why."""

    line: int
    misfits: tuple[Misfit, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A batch of rows: the line of each, and by column the text of each, None where it has none.

    Columns are called as `plain_name` gives it. `broken` rows are not among the others.
    """

    lines: Sequence[int]
    columns: AbstractMapping[str, Sequence[str | None]]
    broken: Sequence[Broken] = field(default=())

    def each(self) -> Iterator[tuple[int, dict[str, str | None]]]:
        """Each row by itself, with its line."""
        names = list(self.columns)
        for line, cells in zip(self.lines, zip(*self.columns.values(), strict=True), strict=True):
            yield line, dict(zip(names, cells, strict=True))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of text; `header` is None where each row names its own columns (JSON lines)."""

    path: Path
    header: tuple[str, ...] | None
    encoding: str
    delimiter: str = ""

    def rows(self, size: int = BATCH_ROWS) -> Iterator[Rows]:
        """All rows in batches of at most `size` lines that are rows or broken, read as you go.

        Raises:
            AnswersError: if the file cannot be read to its end.
        """
        try:
            with self.path.open("rb") as stream:
                found = lines(stream, self.encoding)
                if self.header is None:
                    yield from _json_batches(found, size)
                else:
                    yield from _csv_batches(found, self.header, self.delimiter, size)
        except OSError as error:
            raise _unreadable(self.path, error) from None

    def sample(self, count: int) -> dict[str, list[str]]:
        """The texts of the first rows by column, "" where a row has none; broken ones left out.

        Raises:
            AnswersError: if the file cannot be read.
        """
        columns: dict[str, list[str]] = {name: [] for name in self.header or ()}
        seen = 0
        for rows in self.rows():
            for name, texts in rows.columns.items():
                earlier = columns.setdefault(name, [""] * seen)
                earlier += (text or "" for text in texts)
            seen += len(rows.lines)
            for found in columns.values():
                found.extend([""] * (seen - len(found)))
            if seen >= count:
                break
        return {name: texts[:count] for name, texts in columns.items()}


def is_text_table(path: Path) -> bool:
    """Whether a file is a table of text by its ending."""
    return path.suffix.lower() in {*JSON_ENDINGS, *CSV_ENDINGS}


def open_table(path: Path) -> TextTable:
    """A table of text with its columns; what its rows say is read later.

    CSV may have any usual separator and is UTF-8, UTF-16 or, for old spreadsheets, Windows-1252.

    Raises:
        AnswersError: if the file cannot be read.
        UsageError: if it has no columns, or two of the same name.
    """
    try:
        with path.open("rb") as stream:
            encoding = encoding_of(stream)
            if path.suffix.lower() in JSON_ENDINGS:
                return TextTable(path, None, encoding)
            shape = find_shape(lines(stream, encoding))
    except OSError as error:
        raise _unreadable(path, error) from None
    if shape is None:
        message = "there is no line that names the columns"
        raise UsageError(Problem(code="US142", where=str(path), message=message))
    if shape.header.misfit is not None:
        wrong = shape.header.misfit
        place = f"{path}:{shape.header.line}"
        raise UsageError(Problem(code="US142", where=place, message=wrong.message, fix=wrong.fix))
    return TextTable(path, _header(path, shape.header.cells), encoding, shape.delimiter)


def _header(path: Path, cells: Sequence[str]) -> tuple[str, ...]:
    names = [plain_name(cell) for cell in cells]
    while names and not names[-1]:  # spreadsheets write separators behind the last column
        names.pop()
    problems = []
    for at, name in enumerate(names):
        message = ""
        if not name:
            message = f"column {at + 1} has no name"
        elif name in names[:at]:
            first = names.index(name) + 1
            message = f"columns {first} and {at + 1} are both called '{shortened(name)}'"
        if message:
            fix = "give each column a name of its own in the first line"
            problems.append(Problem(code="US142", where=f"{path}:1", message=message, fix=fix))
    if problems:
        raise UsageError(*problems)
    return tuple(names)


def _unreadable(path: Path, error: OSError) -> AnswersError:
    reason = (error.strerror or "the system refused").lower()
    message = f"this cannot be read: {reason}"
    return AnswersError(Problem(code="AN100", where=str(path), message=message))


def _csv_batches(
    found: Iterator[Line], header: tuple[str, ...], delimiter: str, size: int
) -> Iterator[Rows]:
    kept: list[tuple[int, Sequence[str]]] = []
    broken: list[Broken] = []
    for at, record in enumerate(records(found, delimiter, len(header))):
        if at == 0:  # the names of the columns
            continue
        cells = _fitting(record, len(header))
        if isinstance(cells, Misfit):
            broken.append(Broken(record.line, (cells,)))
        elif cells:
            kept.append((record.line, cells))
        if len(kept) + len(broken) >= size:
            yield _csv_rows(header, kept, broken)
            kept, broken = [], []
    if kept or broken:
        yield _csv_rows(header, kept, broken)


def _fitting(record: Record, width: int) -> Sequence[str] | Misfit:
    """The cells of a record, one for each column; none where all are blank."""
    if record.misfit is not None:
        return record.misfit
    cells = record.cells
    if not any(cell.strip() for cell in cells):  # an empty row of a spreadsheet is no runner
        return ()
    if len(cells) == width:
        return cells
    more = cells[width:]
    if len(cells) > width and not any(cell.strip() for cell in more):
        return cells[:width]
    expected, count = width, len(cells)
    if more:
        return too_many_cells(count, expected)
    return too_few_cells(count, expected)


def _csv_rows(
    header: tuple[str, ...], kept: list[tuple[int, Sequence[str]]], broken: list[Broken]
) -> Rows:
    columns = zip(*(cells for _, cells in kept), strict=True) if kept else ((),) * len(header)
    return Rows([line for line, _ in kept], dict(zip(header, columns, strict=True)), tuple(broken))


class _NotOneAnswerEachError(ValueError):
    """A key stands twice; its name."""


def _json_batches(found: Iterator[Line], size: int) -> Iterator[Rows]:
    kept: list[tuple[int, dict[str, str | None]]] = []
    broken: list[Broken] = []
    for line in found:
        if not line.text.strip():
            continue
        row = _json_row(line)
        if isinstance(row, Misfit):
            broken.append(Broken(line.number, (row,)))
        else:
            kept.append((line.number, row))
        if len(kept) + len(broken) >= size:
            yield _json_rows(kept, broken)
            kept, broken = [], []
    if kept or broken:
        yield _json_rows(kept, broken)


def _json_row(line: Line) -> dict[str, str | None] | Misfit:
    if line.is_broken:
        return not_text()
    if len(line.text) > LONGEST_ROW:
        return too_long("line", LONGEST_ROW)
    try:
        data = json.loads(
            line.text, parse_int=str, parse_float=str, parse_constant=str,
            object_pairs_hook=_fields,
        )  # fmt: skip
    except _NotOneAnswerEachError as error:
        name = str(error)
        return half_character() if has_half(name) else answered_twice(name)
    except (ValueError, RecursionError) as error:
        return not_json(getattr(error, "msg", "it is too deep"))
    if not isinstance(data, dict):
        return not_fields()
    answers = data.get(_ANSWERS)
    pairs = list(data.items())
    if isinstance(answers, dict):
        pairs = [*([(ID, data[ID])] if ID in data else []), *answers.items()]
    return _json_cells(pairs)


def _json_cells(pairs: Sequence[tuple[str, Any]]) -> dict[str, str | None] | Misfit:
    """The cells of a line by the names of their columns, which are made plain here.

    Two keys of a line that are one name are a misfit, whatever other lines have.
    """
    row: dict[str, str | None] = {}
    for key, value in pairs:
        for text in (key, *(value if isinstance(value, list) else (value,))):
            if isinstance(text, str) and has_half(text):
                return half_character()
            if isinstance(text, str) and has_invisible(text):
                return invisible_character()
        name = plain_name(key)
        if name in row:
            return answered_twice(name)
        row[name] = _json_text(value)
    return row


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        raise _NotOneAnswerEachError(next(name for name in names if names.count(name) > 1))
    return fields


def _json_text(value: Any) -> str | None:
    """A value as the text of a cell; numbers are as they stand in the file."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case list() if all(isinstance(one, str) for one in value):
            return list_cell(value)
        case _:
            return FIELDS


def _json_rows(kept: list[tuple[int, dict[str, str | None]]], broken: list[Broken]) -> Rows:
    columns: dict[str, list[str | None]] = {}
    for at, (_, row) in enumerate(kept):
        for name, text in row.items():
            if name not in columns:
                columns[name] = [None] * len(kept)
            columns[name][at] = text
    return Rows([line for line, _ in kept], columns, tuple(broken))
