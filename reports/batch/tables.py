"""The runners of a spreadsheet: each row becomes answers, as they would stand in a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from ...engine.answers_text import format_answers
from ...engine.errors import AnswersError, Problem, Source
from ...engine.tables.cells import CellReader
from ...engine.tables.problems import same_id
from ...engine.tables.rows import TextTable
from ...engine.vocabulary import Misfit
from .naming import UNUSABLE, USABLE, can_name_files, file_number


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOfTable:
    """A row with the answers of one runner, as the text of an answers file.

    `wrote` has the runner's own words for the answers that a mapping translated. `problems` says
    why the answers are not taken; `text` has what could be read of them then.
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
        return self.readable()

    def readable(self) -> Source:
        """The answers that could be read, whatever is wrong with others."""
        return Source(self.shown, self.text)

    def placed(self, problem: Problem) -> Problem:
        """A problem of the row; its place is named already."""
        return problem


@dataclass(frozen=True, slots=True)
class RowsOfTable:
    """All rows of a table with what reads their cells.

    `count` is how many there are, the broken ones too; `last_lines` has the line that counts of
    each id, as it is compared.
    """

    table: TextTable
    reader: CellReader
    count: int
    last_lines: Mapping[str, int]

    def runners(self) -> Iterator[RowOfTable]:
        """Each row in order, read while you go; of two with one id the first is a problem."""
        for rows in self.table.rows():
            found = [self._row(line, cells) for line, cells in rows.each()]
            found += [self._made(one.line, one.misfits) for one in rows.broken]
            yield from sorted(found, key=lambda one: one.line)

    def _row(self, line: int, cells: dict[str, str | None]) -> RowOfTable:
        read = self.reader.read(cells)
        misfits = list(read.misfits)
        name = _name(read.id, line)
        if read.id is not None and name != read.id:
            misfits.append(Misfit("AN100", UNUSABLE, USABLE))
        last = self.last_lines[_compared(name)]
        if last != line:  # the files are called after the row that counts
            misfits, name = [same_id(last), *misfits], file_number(line)
        return replace(
            self._made(line, misfits, name, format_answers(read.answers)), wrote=read.wrote
        )

    def _made(
        self, line: int, misfits: Sequence[Misfit], name: str = "", text: str = ""
    ) -> RowOfTable:
        file = str(self.table.path)
        problems = tuple(_problem(one, file, line) for one in misfits)
        name = name or file_number(line)
        return RowOfTable(file=file, line=line, name=name, text=text, problems=problems)


def rows_of_table(table: TextTable, reader: CellReader) -> RowsOfTable:
    """The rows of a table, counted, with the ids in them; it is read to its end for that.

    Raises:
        AnswersError: if it cannot be.
    """
    count = 0
    last_lines: dict[str, int] = {}
    for rows in table.rows():
        count += len(rows.lines) + len(rows.broken)
        ids = rows.columns.get(reader.id_column or "", [None] * len(rows.lines))
        for line, text in zip(rows.lines, ids, strict=True):
            last_lines[_compared(_name(reader.id_of(text)[0], line))] = line
    return RowsOfTable(table, reader, count, last_lines)


def _name(found: str | None, line: int) -> str:
    """What the files of a row are called after: its id where it has one that files can have."""
    return found if found is not None and can_name_files(found) else file_number(line)


def _compared(name: str) -> str:
    """What is the same for ids that count as the same; some systems do not tell a from A."""
    return name.casefold()


def replaced_row(file: str, line: int, misfit: Misfit) -> RowOfTable:
    """A line that does not count, since its runner stands further down again."""
    problems = (_problem(misfit, file, line),)
    return RowOfTable(file=file, line=line, name=file_number(line), problems=problems)


def _problem(misfit: Misfit, file: str, line: int) -> Problem:
    where = _shown(file, line)
    return Problem(code=misfit.code, where=where, message=misfit.message, fix=misfit.fix)


def _shown(file: str, line: int) -> str:
    return f"{file}:{line}"
