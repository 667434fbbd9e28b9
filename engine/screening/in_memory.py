"""Screening of a table that is in memory already."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import Problem, UsageError, join_words
from ..knowledge import Knowledge
from ..tables.arrow import Typed, read_batch
from ..tables.cells import CellReader
from ..tables.frames import named, numbered, split, typed_columns, with_columns
from ..tables.mapping import mapping_of_questions, plain_name, read_mapping
from ..tables.problems import BETWEEN
from ..vocabulary import Choice
from .checks import has_misfit, reason
from .columns import choose_columns
from .duck import Duck, connect
from .query import ID, RUNNERS, compile_query
from .sql import Dialect, Sql, column
from .sql_counts import joined_by
from .statement import Query

Table = Any  # of pyarrow, which has no types
_CALLED: Final = "TABLE"  # in messages, where a file has its name
_MEMORY: Final = "80%"  # the table and the results are in memory too


def screen_table(
    knowledge: Knowledge, table: Table, wish: str, mapping: Path | None
) -> tuple[Table, Table]:
    """The results of an Arrow table, in the order of its rows, and the rows that were rejected.

    `wish` is as `choose_columns` takes it. Without a mapping the columns are called like
    questions; each is typed, or else its cells are read as people write them.

    Raises:
        UsageError: for columns, results or a mapping that cannot be.
    """
    columns = choose_columns(knowledge, wish)
    _check_names(table.schema.names)
    with connect(memory=_MEMORY) as connection:
        duck = Duck(connection)
        typed = _typed(knowledge, duck, table, mapping)
        taken, rejects = split(typed)
        query = compile_query(knowledge, columns, present=taken.schema.names)
        results = duck.answer(query.text(Dialect.DUCKDB), RUNNERS, taken)
    return named(results, typed), rejects


def _check_names(names: Sequence[str]) -> None:
    twice = [name for name, count in Counter(map(plain_name, names)).items() if count > 1]
    if twice:
        message = f"several columns are called {join_words(twice, 'and')}"
        raise UsageError(Problem(code="US141", where=_CALLED, message=message))


def _typed(knowledge: Knowledge, duck: Duck, table: Table, mapping: Path | None) -> Typed:
    """The table with typed columns: those that are so already, and what the cells of others say.

    With a mapping every column is read, for words and units may be others there.
    """
    if mapping is not None:
        meant = read_mapping(mapping, knowledge)
        return read_batch(CellReader(knowledge, meant, table.schema.names, _CALLED), table)
    meant = mapping_of_questions(knowledge)
    typed = typed_columns(_once(knowledge, table), knowledge.questions)
    written = table.drop_columns(typed.schema.names)
    read = read_batch(CellReader(knowledge, meant, written.schema.names, _CALLED), written)
    return with_columns(read, typed, _reasons(knowledge, duck, typed))


def _once(knowledge: Knowledge, table: Table) -> Table:
    """The table without questions that stand under an id of before, too: these are compared."""
    before = knowledge.former_questions
    return table.drop_columns([
        name for name in table.schema.names
        if name in {before.get(plain_name(other)) for other in table.schema.names}
    ])  # fmt: skip


def _reasons(knowledge: Knowledge, duck: Duck, typed: Table) -> list[str | None]:
    """For each row of typed columns why it cannot be taken, None where it can.

    A column of a choice is typed only where every word is one of its question.
    """
    columns = [knowledge.questions[name] for name in typed.schema.names]
    asked = [one for one in columns if not isinstance(one.kind, Choice)]
    if not asked:
        return [None] * len(typed)
    wrong = {one.id: has_misfit(one, Dialect.DUCKDB) for one in asked}
    found = _ask(duck, wrong, typed)
    parts = [reason(one, Dialect.DUCKDB) for one in asked if found[one.id][0]]
    if not parts:
        return [None] * len(typed)
    by_row = _ask(duck, {ID: column(ID), "reasons": joined_by(BETWEEN, parts)}, numbered(typed))
    told = dict(zip(by_row[ID], by_row["reasons"], strict=True))
    return [told[row] or None for row in range(len(typed))]


def _ask(duck: Duck, outputs: dict[str, Sql], table: Table) -> dict[str, list[Any]]:
    query = Query(stages=(), outputs=outputs, source=RUNNERS).text(Dialect.DUCKDB)
    found: dict[str, list[Any]] = duck.answer(query, RUNNERS, table).to_pydict()
    return found
