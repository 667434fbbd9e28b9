"""The rows of all tables, cut into parts that are screened one by one.

A part is written whole or not at all, so that a screening which was stopped goes on with the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .duck import ParquetFile

USUAL_ROWS: Final = 1_000_000
_MOST_SPANS: Final = 64  # of one part: each is a piece of its query


@dataclass(frozen=True, slots=True)
class Table:
    """A typed table in a Parquet file; `name` is the file that the runners came in.

    `has_lines` says that it was made of a written table: it has the `line` of each row and, where
    a row cannot be taken, the `reasons`. Its other answers were checked when they were read.
    """

    number: int
    path: Path
    name: str
    file: ParquetFile
    has_lines: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Rows of a table that follow on each other, the first counted from 0."""

    table: Table
    first: int
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is screened in one go."""

    number: int
    spans: tuple[Span, ...]

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"part-{self.number:05}"

    @property
    def rows(self) -> int:
        """How many rows it has, rejects among them."""
        return sum(one.rows for one in self.spans)


def cut(tables: Sequence[Table], most: int) -> tuple[Part, ...]:
    """The rows of all tables in parts of at most so many, cut where groups of rows end.

    Only a group with more rows is cut inside. The same for the same tables.
    """
    parts: list[tuple[Span, ...]] = []
    spans: list[Span] = []
    for piece in _pieces(tables, most):
        has_room = sum(one.rows for one in spans) + piece.rows <= most
        follows = bool(spans) and spans[-1].table is piece.table
        if spans and not (has_room and (follows or len(spans) < _MOST_SPANS)):
            parts.append(tuple(spans))
            spans, follows = [], False
        if follows:
            spans[-1] = Span(piece.table, spans[-1].first, spans[-1].rows + piece.rows)
        else:
            spans.append(piece)
    if spans:
        parts.append(tuple(spans))
    return tuple(Part(number, own) for number, own in enumerate(parts))


def _pieces(tables: Sequence[Table], most: int) -> Iterator[Span]:
    for table in tables:
        first = 0
        for rows in table.file.groups:
            for start in range(0, rows, most):
                yield Span(table, first + start, min(most, rows - start))
            first += rows
