"""Arrow tables and Parquet files.

The only file that knows pyarrow.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO, Final, assert_never

import pyarrow as pa
import pyarrow.parquet as pq

from ..vocabulary import Choice, Kind, Number, Question, Several, Text

ROW_GROUP: Final = 100_000  # rows that a Parquet file holds together, and we in memory


def schema_of(questions: Iterable[Question]) -> pa.Schema:
    """The columns of a typed table: `id`, and one for each question.

    Numbers and days (their ordinals) are doubles, a choice is its word, several choices are
    a list of words.
    """
    columns = [(one.id, _type(one.kind)) for one in questions]
    return pa.schema([("id", pa.string()), *columns])


def _type(kind: Kind) -> pa.DataType:
    match kind:
        case Number():
            return pa.float64()
        case Choice() | Text():
            return pa.string()
        case Several():
            return pa.list_(pa.string())
        case _:
            assert_never(kind)


def packed(schema: pa.Schema, columns: Mapping[str, Sequence[object]]) -> bytes:
    """Rows made small, to hand them from process to process; None is no answer."""
    arrays = [pa.array(columns[one.name], one.type) for one in schema]
    data = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(data, schema, options=options) as writer:
        writer.write_batch(pa.record_batch(arrays, schema=schema))
    return bytes(data.getvalue())


def write_parquet(stream: BinaryIO, schema: pa.Schema, pieces: Iterable[bytes]) -> None:
    """Write packed rows as one Parquet file; never more than one of its groups is in memory."""
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        waiting: list[pa.Table] = []
        for piece in pieces:
            waiting.append(pa.ipc.open_stream(piece).read_all())
            if sum(len(one) for one in waiting) >= ROW_GROUP:
                writer.write_table(pa.concat_tables(waiting), row_group_size=ROW_GROUP)
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting), row_group_size=ROW_GROUP)
