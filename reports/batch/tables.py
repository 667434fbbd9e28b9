"""The runners of a spreadsheet: each row becomes answers, as they would stand in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from ...engine.answers_text import format_answers
from ...engine.errors import AnswersError, Problem, Source
from ...engine.tables.cells import CellReader
from ...engine.tables.problems import same_id
from ...engine.tables.rows import Rows, TextTable
from ...engine.vocabulary import Misfit
from .naming import UNUSABLE, USABLE, can_name_files, file_number


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOfTable:
    """A row with the answers of one runner, as the text of an answers file.

    `wrote` has the runner's own words for the answers that a mapping translated. `problems` says
    why there is no text.
    """

    file: str
    line: int
    name: str
    text: str = ""
    wrote: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    coach: ClassVar = None
    is_json: ClassVar = False
    beside: ClassVar = ""

    @property
    def shown(self) -> str:
        """How problems name it."""
        return _shown(self.file, self.line)

    def source(self) -> Source:
        """The text.

        Raises:
            AnswersError: with every problem of the row.
        """
        if self.problems:
            raise AnswersError(*self.problems)
        return Source(self.shown, self.text)

    def placed(self, problem: Problem) -> Problem:
        """A problem of the row; its place is named already."""
        return problem


@dataclass(frozen=True, slots=True)
class RowsOfTable:
    """All rows of a table with what reads their cells."""

    table: TextTable
    reader: CellReader

    def count(self) -> int:
        """How many rows there are, the broken ones too."""
        return sum(len(rows.lines) + len(rows.broken) for rows in self.table.rows())

    def runners(self) -> Iterator[RowOfTable]:
        """Each row in order, read while you go; of two with one id the second is a problem."""
        first_lines: dict[str, int] = {}
        for rows in self.table.rows():
            for one in self._of_batch(rows):
                # Some systems do not tell a from A.
                first = first_lines.setdefault(one.name.casefold(), one.line)
                yield one if first == one.line else self._broken(one.line, [same_id(first)])

    def _of_batch(self, rows: Rows) -> list[RowOfTable]:
        found = [self._row(line, cells) for line, cells in rows.each()]
        found += [self._broken(one.line, one.misfits) for one in rows.broken]
        return sorted(found, key=lambda one: one.line)

    def _row(self, line: int, cells: dict[str, str | None]) -> RowOfTable:
        read = self.reader.read(cells)
        misfits = list(read.misfits)
        if read.id is not None and not can_name_files(read.id):
            misfits.append(Misfit("AN100", UNUSABLE, USABLE))
        name = read.id if read.id is not None and can_name_files(read.id) else file_number(line)
        if misfits:
            return self._broken(line, misfits, name)
        file = str(self.table.path)
        text = format_answers(read.answers)
        return RowOfTable(file=file, line=line, name=name, text=text, wrote=read.wrote)

    def _broken(self, line: int, misfits: Sequence[Misfit], name: str = "") -> RowOfTable:
        file = str(self.table.path)
        where = _shown(file, line)
        problems = tuple(
            Problem(code=one.code, where=where, message=one.message, fix=one.fix) for one in misfits
        )
        return RowOfTable(file=file, line=line, name=name or file_number(line), problems=problems)


def _shown(file: str, line: int) -> str:
    return f"{file}:{line}"
