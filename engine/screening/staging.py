"""Written tables made typed: their cells are read once, and kept as Parquet until all is done.

A batch of rows is a file, written whole or not at all, so that a second start reads on.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..knowledge import Knowledge
from ..tables.cells import CellReader
from ..tables.mapping import Mapping, check_header, mapping_of_questions, plain_name
from ..tables.problems import reason_text
from ..tables.rows import SAMPLE_ROWS, Rows, open_table
from .copying import copy
from .duck import Duck
from .inputs import Input
from .parts import Table
from .typed import is_typed

if TYPE_CHECKING:
    from ..tables.arrow import Typed

BATCH_ROWS: Final = 20_000
Batch = tuple["Typed", Sequence[int], Sequence[tuple[int, str]]]  # rows, their lines, broken ones


def typed_tables(
    knowledge: Knowledge,
    duck: Duck,
    inputs: Sequence[Input],
    mapping: Mapping | None,
    folder: Path,
    advance: Callable[[int], None],
) -> list[Table]:
    """The inputs as typed tables: those that are so already, and what is made of the others.

    `advance` is called with how many rows were read. Without a mapping, columns are called like
    questions.

    Raises:
        AnswersError: if a file cannot be read.
        UsageError: if its columns are not those that were named.
    """
    read_by = mapping or mapping_of_questions(knowledge)
    tables: list[Table] = []
    for number, one in enumerate(inputs):
        if one.is_parquet and mapping is None:
            file = duck.parquet(one.path)
            check_header(read_by, tuple(map(plain_name, file.types)), one.name)
            if is_typed(knowledge, file):
                tables.append(Table(len(tables), one.path, one.name, file, has_lines=False))
                continue
        for path, rows in _staged(knowledge, duck, one, read_by, folder, number):
            advance(rows)
            file = duck.parquet(path)
            tables.append(Table(len(tables), path, one.name, file, has_lines=True))
    return tables


def _staged(
    knowledge: Knowledge, duck: Duck, one: Input, mapping: Mapping, folder: Path, number: int
) -> Iterator[tuple[Path, int]]:
    """The files made of an input, with how many rows each has."""
    read = _parquet_batches if one.is_parquet else _text_batches
    for at, batch in zip(count(), read(knowledge, one, mapping), strict=False):
        path = folder / f"typed-{number:05}-{at:05}.parquet"
        typed = None
        if not path.exists():
            typed = batch()
            _write(duck, typed, path)
        yield path, 0 if typed is None else len(typed[1]) + len(typed[2])


def _text_batches(
    knowledge: Knowledge, one: Input, mapping: Mapping
) -> Iterator[Callable[[], Batch]]:
    from ..tables.arrow import typed_rows  # noqa: PLC0415  (imports pyarrow)

    table = open_table(one.path)
    sample = table.sample(SAMPLE_ROWS)
    reader = CellReader(knowledge, mapping, table.header, one.name, sample)
    for rows in table.rows(BATCH_ROWS):

        def read(rows: Rows = rows) -> Batch:
            broken = [(row.line, reason_text(row.misfits)) for row in rows.broken]
            return typed_rows(reader, rows), rows.lines, broken

        yield read


def _parquet_batches(
    knowledge: Knowledge, one: Input, mapping: Mapping
) -> Iterator[Callable[[], Batch]]:
    from ..tables.arrow import parquet_batches, parquet_names, read_batch  # noqa: PLC0415

    reader = CellReader(knowledge, mapping, parquet_names(one.path), one.name)
    first = 1
    for batch in parquet_batches(one.path, BATCH_ROWS):
        lines = range(first, first + batch.num_rows)

        def read(batch: object = batch, lines: range = lines) -> Batch:
            return read_batch(reader, batch), lines, ()

        yield read
        first += batch.num_rows


def _write(duck: Duck, batch: Batch, path: Path) -> None:
    """Write the rows of a batch with their lines, and those that cannot be taken with reasons."""
    typed, lines, broken = batch
    listed = list(lines)
    table = typed.table.append_column("line", [listed]).append_column("reasons", typed.reasons)
    duck.run(
        "CREATE OR REPLACE TEMP TABLE broken AS SELECT CAST(unnest(?) AS BIGINT) AS line, "
        "CAST(unnest(?) AS VARCHAR) AS reasons",
        [[line for line, _ in broken], [reasons for _, reasons in broken]],
    )
    with duck.table("batch", table):
        every = "SELECT * FROM batch UNION ALL BY NAME SELECT * FROM broken"
        copy(duck, every, path, "parquet")
