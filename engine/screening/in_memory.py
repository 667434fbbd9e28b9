"""Screening of a table that is in memory already."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..knowledge import Knowledge
from ..tables.arrow import Typed, named, read_batch, split, typed_as_it_is
from ..tables.cells import CellReader
from ..tables.mapping import mapping_of_questions, read_mapping
from .columns import choose_columns
from .duck import ask_table
from .query import RUNNERS, compile_query
from .sql import Dialect

Table = Any  # of pyarrow, which has no types


def screen_table(
    knowledge: Knowledge, table: Table, wish: str, mapping: Path | None
) -> tuple[Table, Table]:
    """The results of an Arrow table, in the order of its rows, and the rows that were rejected.

    `wish` is as `choose_columns` takes it. Without a mapping the columns are called like
    questions; a table is typed, or else its cells are read as people write them.

    Raises:
        UsageError: for columns, results or a mapping that cannot be.
    """
    columns = choose_columns(knowledge, wish)
    typed = _typed(knowledge, table, mapping)
    taken, rejects = split(typed)
    results = ask_table(_query(knowledge, columns, taken.schema.names), taken, RUNNERS)
    return named(results, typed), rejects


def _typed(knowledge: Knowledge, table: Table, mapping: Path | None) -> Typed:
    as_it_is = typed_as_it_is(table, knowledge.questions) if mapping is None else None
    if as_it_is is not None:
        return checked(knowledge, as_it_is)
    meant = mapping_of_questions(knowledge) if mapping is None else read_mapping(mapping, knowledge)
    return read_batch(CellReader(knowledge, meant, table.schema.names), table)


def _query(knowledge: Knowledge, columns: Sequence[str], present: Sequence[str]) -> str:
    return compile_query(knowledge, columns, present=present).text(Dialect.DUCKDB)
