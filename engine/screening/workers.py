"""The compiled query on a worker of Spark: batches of answers in, batches of results out.

Spark's own SQL takes one row through all of the query before the next one, and the code of a
whole base is many times what a processor keeps at hand. DuckDB takes thousands of rows through
each step.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ..knowledge import Knowledge
from .duck import connect, named
from .query import ID, RUNNERS, compile_query, create_runners
from .sql import Dialect, Type

ROWS: Final = 200_000  # of one go: the query is planned once, and then each go costs little
_ON_SPARK: Final = {
    Type.NUMBER: "double", Type.WHOLE: "bigint", Type.TEXT: "string", Type.TRUTH: "boolean",
    Type.WORDS: "array<string>",
}  # fmt: skip

Batches = Iterator[Any]  # Arrow record batches


def schema_of(columns: Mapping[str, Type]) -> str:
    """The columns of a result as Spark declares them."""
    return ", ".join(f"`{name}` {_ON_SPARK[kind]}" for name, kind in _with_id(columns).items())


def screening(
    knowledge: Knowledge, columns: Mapping[str, Type], present: tuple[str, ...]
) -> Callable[[Batches], Batches]:
    """What a worker does with its batches; only texts are sent to it."""
    query = compile_query(knowledge, tuple(columns), present=present).text(Dialect.DUCKDB)
    kinds = _with_id(columns)
    cast = ", ".join(f"CAST({named(one)} AS {kind}) AS {named(one)}" for one, kind in kinds.items())
    results = f"SELECT {cast} FROM ({query})"  # noqa: S608  (our own names)
    table = create_runners(knowledge, Dialect.DUCKDB)
    answers = ", ".join(map(named, (ID, *present)))
    return _Worker(table, answers, results)


class _Worker:
    """A function with its texts, so that it can be sent."""

    def __init__(self, table: str, answers: str, results: str) -> None:
        self._table = table
        # By place: names with a point in them would be taken apart on the way.
        self._insert = f"INSERT INTO {RUNNERS} ({answers}) SELECT * FROM batch"  # noqa: S608
        self._results = results

    def __call__(self, batches: Batches) -> Batches:
        with connect(threads=1) as connection:
            connection.execute(self._table)
            connection.execute(f"PREPARE screen AS {self._results}")
            waiting = 0
            for batch in batches:
                connection.register("batch", batch)
                connection.execute(self._insert)
                connection.unregister("batch")
                waiting += batch.num_rows
                if waiting >= ROWS:
                    yield from self._screened(connection)
                    waiting = 0
            if waiting:
                yield from self._screened(connection)

    def _screened(self, connection: Any) -> Batches:
        yield from connection.sql("EXECUTE screen").to_arrow_reader(20_000)
        connection.execute(f"DELETE FROM {RUNNERS}")  # noqa: S608


def _with_id(columns: Mapping[str, Type]) -> dict[str, Type]:
    return {ID: Type.TEXT, **columns}
