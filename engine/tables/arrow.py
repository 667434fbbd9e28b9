"""Arrow tables and Parquet files. The only file that knows pyarrow, which is an extra."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO, Final, assert_never

from ..errors import Problem, UsageError
from ..vocabulary import Choice, Kind, Number, Question, Several, Text

ROW_GROUP: Final = 100_000  # rows that a Parquet file holds together, and we in memory

Schema = Any  # pyarrow tells a type checker nothing of its classes


def library() -> Any:
    """The module `pyarrow`.

    Raises:
        UsageError: if it is not installed.
    """
    try:
        import pyarrow  # noqa: PLC0415  (an extra, and slow to import)
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        message = "tables need pyarrow, which is not installed"
        fix = "run: pip install 'surefoot[screen]'"
        raise UsageError(Problem(code="US101", message=message, fix=fix)) from None
    return pyarrow


def typed_schema(questions: Iterable[Question]) -> Schema:
    """The columns of a typed table: `id`, and one for each question.

    Numbers and days (their ordinals) are doubles, a choice is its word, several choices are
    a list of words.
    """
    pa = library()
    columns = [(one.id, _type(pa, one.kind)) for one in questions]
    return pa.schema([("id", pa.string()), *columns])


def _type(pa: Any, kind: Kind) -> Any:
    match kind:
        case Number():
            return pa.float64()
        case Choice() | Text():
            return pa.string()
        case Several():
            return pa.list_(pa.string())
        case _:
            assert_never(kind)


def packed(schema: Schema, columns: Mapping[str, Sequence[object]]) -> bytes:
    """Rows made small, to hand them from process to process; None is no answer."""
    pa = library()
    arrays = [pa.array(columns[one.name], one.type) for one in schema]
    data = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(data, schema, options=options) as writer:
        writer.write_batch(pa.record_batch(arrays, schema=schema))
    return data.getvalue().to_pybytes()  # type: ignore[no-any-return]


def write_parquet(stream: BinaryIO, schema: Schema, pieces: Iterable[bytes]) -> None:
    """Write packed rows as one Parquet file; never more than one of its groups is in memory."""
    pa = library()
    with pa.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        waiting: list[Any] = []
        for piece in pieces:
            waiting.append(pa.ipc.open_stream(piece).read_all())
            if sum(len(one) for one in waiting) >= ROW_GROUP:
                writer.write_table(pa.concat_tables(waiting), row_group_size=ROW_GROUP)
                waiting = []
        if waiting:
            writer.write_table(pa.concat_tables(waiting), row_group_size=ROW_GROUP)
