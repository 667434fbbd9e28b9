"""Typed tables as relations of DuckDB: the same columns of the same types from every file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, assert_never

from ..knowledge import Knowledge
from ..vocabulary import Choice, Kind, Number, Several, Text
from .duck import ParquetFile, named, parquet_rows, quoted
from .parts import Span, Table
from .values import type_of

ID: Final = "id"
PLACE: Final = "place"  # the number of a row in its part, from 0
BLANKS: Final = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(160)"
_NUMBERS: Final = {
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE",
}  # fmt: skip

_SPARK_TYPES: Final = {"DOUBLE": "DOUBLE", "VARCHAR": "STRING", "VARCHAR[]": "ARRAY<STRING>"}


def questions_of(knowledge: Knowledge, file: ParquetFile) -> dict[str, str]:
    """From the questions that a file answers to its columns; it may name them as before."""
    found = {}
    for name in file.types:
        question = knowledge.former_questions.get(name, name)
        if question in knowledge.questions:
            found[question] = name
    return found


def is_typed(knowledge: Knowledge, file: ParquetFile) -> bool:
    """Whether each column has the type of its question: nobody has to read its cells.

    One column of another type makes the whole file a written one. In a typed file only exact
    words count; its texts are not looked at before, for that would be a pass over all rows.
    """
    if file.types.get(ID, "VARCHAR") not in {"VARCHAR", *_NUMBERS}:
        return False
    own = questions_of(knowledge, file)
    named_once = len(own) == len(file.types.keys() - {ID})
    return named_once and all(
        _has_type(knowledge.questions[question].kind, file.types[column])
        for question, column in own.items()
    )


def _has_type(kind: Kind, found: str) -> bool:
    match kind:
        case Number():
            return found in _NUMBERS or found.startswith("DECIMAL")
        case Choice() | Text():
            return found == "VARCHAR"
        case Several():
            return found == "VARCHAR[]"
        case _:
            assert_never(kind)


def present_questions(knowledge: Knowledge, tables: Iterable[Table]) -> tuple[str, ...]:
    """The questions that one of the tables has a column of, in the order of the base."""
    found = {name for one in tables for name in questions_of(knowledge, one.file)}
    return tuple(name for name in knowledge.questions if name in found)


def answers_of(
    knowledge: Knowledge, file: ParquetFile, paths: Sequence[str], names: Iterable[str]
) -> str:
    """A SELECT of the answers to some questions from files with the same columns."""
    columns = ", ".join(_answers(knowledge, questions_of(knowledge, file), file.types, names))
    return f"SELECT {columns or '1'} FROM {parquet_rows(paths)}"  # noqa: S608  (quoted)


def answers_from(knowledge: Knowledge, file: ParquetFile, names: Iterable[str]) -> list[str]:
    """The answers to some questions as columns of Spark SQL over the columns of a file."""
    own, found = questions_of(knowledge, file), []
    for name in names:
        kind = _SPARK_TYPES[_column_type(knowledge.questions[name].kind)]
        value = f"`{own[name]}`" if name in own else "NULL"
        found.append(f"CAST({value} AS {kind}) AS `{name}`")
    return found


def rows_of(knowledge: Knowledge, spans: Iterable[Span], names: Sequence[str]) -> str:
    """A SELECT of all rows of some spans: the answers, and where each row stands.

    Where it stands: `table` and `row` by number, `file` and `line` for people, `place` among all
    rows of the spans. `reasons` says why a row cannot be taken, as far as that was found when it
    was read.
    """
    selects = []
    before = 0
    for one in spans:
        selects.append(_span(knowledge, one, names, before))
        before += one.rows
    return "\nUNION ALL\n".join(selects)


def id_text(column: str = ID) -> str:
    """The id of a row as text, without blanks at its ends; empty or NULL where it has none."""
    return f"trim(CAST({column} AS VARCHAR), {BLANKS})"


def id_key(column: str = ID) -> str:
    """What is the same for ids that count as the same: as `str.casefold` writes most letters."""
    return f"replace(replace(lower({id_text(column)}), '\u00df', 'ss'), '\u03c2', '\u03c3')"


def _span(knowledge: Knowledge, span: Span, names: Sequence[str], before: int) -> str:
    table = span.table
    types = table.file.types
    line = "line" if table.has_lines else "file_row_number + 1"
    reasons = "reasons" if table.has_lines else "CAST(NULL AS VARCHAR)"
    place = f"{quoted(table.name + ':')} || ({line})"
    name = f"coalesce(nullif({id_text()}, ''), {place})" if ID in types else place
    columns = [
        f"{name} AS {ID}",
        *_answers(knowledge, questions_of(knowledge, table.file), types, names),
        f'{table.number} AS "table"',
        'file_row_number AS "row"',
        f"file_row_number - {span.first} + {before} AS {PLACE}",
        f"{quoted(table.name)} AS file",
        f"CAST({line} AS BIGINT) AS line",
        f"{reasons} AS reasons",
    ]
    return (
        f"SELECT {', '.join(columns)} "  # noqa: S608  (quoted)
        f"FROM {parquet_rows([table.path], 'file_row_number = true')} "
        f"WHERE file_row_number BETWEEN {span.first} AND {span.first + span.rows - 1}"
    )


def _answers(
    knowledge: Knowledge, own: Mapping[str, str], types: Mapping[str, str], names: Iterable[str]
) -> list[str]:
    found = []
    for name in names:
        kind = _column_type(knowledge.questions[name].kind)
        column = own.get(name)
        if column is None:
            value = f"CAST(NULL AS {kind})"
        elif types[column] == kind:
            value = named(column)
        else:
            value = f"CAST({named(column)} AS {kind})"
        found.append(f"{value} AS {named(name)}")
    return found


def _column_type(kind: Kind) -> str:
    return type_of(kind).value.upper()
