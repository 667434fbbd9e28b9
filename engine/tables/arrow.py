"""Tables as Arrow: written cells become typed columns, each distinct text read once.

The only file that knows pyarrow.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, assert_never

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..units import DATE
from ..vocabulary import Answer, Kind, Misfit, Number, Question, Several
from ..vocabulary import Choice as ChoiceKind
from ..vocabulary import Text as TextKind
from .cells import FIELDS, UNSEEN, CellReader, ColumnReader, join_signs, list_cell
from .problems import LONGEST_CELL, answered_twice, has_invisible, reason_text
from .rows import BATCH_ROWS, Rows

ROW_GROUP: Final = 100_000  # rows that a Parquet file holds together, and we in memory
# Blanks to take away, or what nobody types.
_ODD_ID: Final = r"^$|^ | $|  |\p{C}|[^\PZ ]"
_Misfits = defaultdict[int, list[Misfit]]  # by the number of the row


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed table and, for each of its rows, why it cannot be taken; NULL where it can.

    `table` has `id` and then every question of the reader; no answer, don't know and
    declined are all NULL. A row with a reason has what could be read of it.
    """

    table: pa.Table
    reasons: pa.Array


def typed_schema(reader: CellReader) -> pa.Schema:
    """The columns of a typed table: `id`, and each question that the table can answer."""
    return schema_of(reader.questions.values())


def schema_of(questions: Iterable[Question]) -> pa.Schema:
    """The columns of a typed table: `id`, and one for each question.

    Numbers and days (their ordinals) are doubles, a choice is its word, several choices are
    a list of words.
    """
    columns = [(one.id, type_of(one.kind)) for one in questions]
    return pa.schema([("id", pa.string()), *columns])


def type_of(kind: Kind) -> pa.DataType:
    """What a typed table has in the column of a question of this kind."""
    match kind:
        case Number():
            return pa.float64()
        case ChoiceKind() | TextKind():
            return pa.string()
        case Several():
            return pa.list_(pa.string())
        case _:
            assert_never(kind)


def typed_rows(reader: CellReader, rows: Rows) -> Typed:
    """The rows of a table of text, typed; those that are broken are not among them."""
    columns = {name: pa.array(texts, pa.string()) for name, texts in rows.columns.items()}
    return _typed(reader, columns, len(rows.lines))


def read_batch(reader: CellReader, batch: pa.RecordBatch | pa.Table) -> Typed:
    """The rows of an Arrow table of cells as people write them, typed.

    Cells may also be numbers, truth, days or lists of texts; they are read as their text.
    """
    columns = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        columns[name] = _texts(_first(reader, name), whole)
    return _typed(reader, columns, batch.num_rows)


def parquet_batches(path: Path, size: int = BATCH_ROWS) -> Iterator[pa.RecordBatch]:
    """The rows of a Parquet file, a batch at a time."""
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=size)


def parquet_names(path: Path) -> tuple[str, ...]:
    """The names of the columns of a Parquet file."""
    return tuple(pq.read_schema(path).names)


def _typed(reader: CellReader, columns: Mapping[str, pa.Array], count: int) -> Typed:
    misfits: _Misfits = defaultdict(list)
    typed: dict[str, pa.Array] = {"id": _ids(reader, columns, count, misfits)}
    parts: dict[str, list[pa.Array]] = {name: [] for name in reader.joined}
    for name, texts in columns.items():
        if name == reader.id_column:
            continue
        readers = reader.columns.get(name)
        if readers is None:
            _note_all(misfits, texts, reader.not_a_column(name))
            continue
        for column in readers:
            values, question = _read(column, texts, misfits), column.question.id
            if question in parts:
                parts[question].append(values)
                continue
            if question in typed:  # it stands under an id that it had before, too
                both = pc.and_(pc.is_valid(typed[question]), pc.is_valid(values))
                _note_all(misfits, pc.if_else(both, True, None), answered_twice(question))
                values = pc.coalesce(typed[question], values)
            typed[question] = values
    for name, arrays in parts.items():
        typed[name] = _joined(reader, name, arrays, count)
    for name, answer in reader.mapping.answers.items():
        kind = reader.questions[name].kind
        typed[name] = pa.array([_value(kind, answer)] * count, type_of(kind))
    schema = typed_schema(reader)
    found = [
        typed[field.name] if field.name in typed else pa.nulls(count, field.type)
        for field in schema
    ]
    reasons = [reason_text(misfits[row]) if row in misfits else None for row in range(count)]
    return Typed(pa.table(found, schema=schema), pa.array(reasons, pa.string()))


def _first(reader: CellReader, name: str) -> ColumnReader | None:
    return next(iter(reader.columns.get(name, ())), None)


def _joined(reader: CellReader, name: str, columns: Sequence[pa.Array], count: int) -> pa.Array:
    """What the columns of a question with several answers say together."""
    kind = reader.questions[name].kind
    missing = len(reader.joined[name]) - len(columns)
    rows = zip(*(one.to_pylist() for one in columns), strict=True) if columns else [()] * count
    found = [
        join_signs([None if one is None else frozenset(one) for one in (*row, *[None] * missing)])
        for row in rows
    ]
    return pa.array([_listed(kind, one) for one in found], type_of(kind))


def _ids(
    reader: CellReader, columns: Mapping[str, pa.Array], count: int, misfits: _Misfits
) -> pa.Array:
    """What each runner is called; NULL where nothing says it.

    Most are short texts without anything to make plain, and Arrow finds the others.
    """
    if reader.id_column is None:
        return pa.nulls(count, pa.string())
    texts = columns.get(reader.id_column, pa.nulls(count, pa.string())).cast(pa.string())
    is_odd = pc.or_(
        pc.match_substring_regex(texts, _ODD_ID), pc.greater(pc.utf8_length(texts), LONGEST_CELL)
    )
    odd = pc.indices_nonzero(pc.fill_null(is_odd, fill_value=True)).to_pylist()
    if not odd:
        return texts
    found = texts.to_pylist()
    for row in odd:
        found[row], misfit = reader.id_of(found[row])
        if misfit is not None:
            misfits[row].append(misfit)
    return pa.array(found, pa.string())


def _read(column: ColumnReader, texts: pa.Array, misfits: _Misfits) -> pa.Array:
    """The answers of a column."""
    encoded = _encoded(texts)
    distinct = encoded.dictionary.to_pylist()
    found = [column.read(text) for text in distinct]
    kind = column.question.kind
    wrong = [isinstance(one, Misfit) for one in found]
    if any(wrong):
        is_wrong = pc.fill_null(pa.array(wrong).take(encoded.indices), fill_value=False)
        for row in pc.indices_nonzero(is_wrong).to_pylist():
            misfit = found[encoded.indices[row].as_py()]
            misfits[row] += [misfit] if isinstance(misfit, Misfit) else []
    readable = [
        column.readable(text) if isinstance(one, Misfit) else one
        for text, one in zip(distinct, found, strict=True)
    ]
    values = pa.array([_value(kind, one) for one in readable], type_of(kind))
    return values.take(encoded.indices)


def _note_all(misfits: _Misfits, values: pa.Array, misfit: Misfit | None) -> None:
    """Note the same of every row that has a value."""
    if misfit is not None:
        for row in pc.indices_nonzero(pc.is_valid(values)).to_pylist():
            misfits[row].append(misfit)


def _encoded(texts: pa.Array) -> pa.DictionaryArray:
    return texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()


def _value(kind: Kind, found: Answer | Misfit | None) -> object:
    return _listed(kind, found.value if isinstance(found, Answer) else None)


def _listed(kind: Kind, value: object) -> object:
    if isinstance(value, frozenset) and isinstance(kind, Several):
        return [word for word in kind.labels if word in value]
    return value


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds texts, also by a dictionary."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(column: ColumnReader | None, values: pa.Array) -> pa.Array:
    """Values of any type as the texts that people would write."""
    question = None if column is None else column.question
    if pa.types.is_string_view(values.type):
        values = values.cast(pa.string())
    if is_text(values.type) and not _has_unseen(values):
        return values
    if pa.types.is_integer(values.type) and column is None:
        return values.cast(pa.string())
    if pa.types.is_nested(values.type) or column is None:
        return pa.array([_text(question, one) for one in values.to_pylist()], pa.string())
    encoded = _encoded(values)
    texts = [_text(question, one) for one in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def _has_unseen(values: pa.Array) -> bool:
    """Whether some text may have a character that nobody typed; most columns have none."""
    texts = values.dictionary if pa.types.is_dictionary(values.type) else values
    return bool(pc.any(pc.match_substring_regex(texts, r"[\p{C}]")).as_py())


def _text(question: Question | None, value: Any) -> str | None:
    match value:
        case None:
            return None
        case str():
            return UNSEEN if has_invisible(value) else value
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return _number(question, value)
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case list() if all(isinstance(one, str) for one in value):
            return UNSEEN if any(map(has_invisible, value)) else list_cell(value)
        case _:
            return FIELDS


def _number(question: Question | None, value: float | Decimal) -> str:
    """All digits of a number without an exponent; of a day, which is counted, the day."""
    kind = None if question is None else question.kind
    if isinstance(kind, Number) and kind.unit == DATE and value == value // 1:
        try:
            return datetime.date.fromordinal(int(value)).isoformat()
        except (ValueError, OverflowError):
            return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return format(Decimal(str(value)), "f")


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
