"""Tables as Arrow: written cells become typed columns, each distinct text read once.

The only file that knows pyarrow.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, assert_never

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..units import DATE
from ..vocabulary import Answer, Kind, Misfit, Number, Question, Several
from ..vocabulary import Choice as ChoiceKind
from ..vocabulary import Text as TextKind
from .cells import FIELDS, ITEM, CellReader, ColumnReader
from .problems import answered_twice, reason_text
from .rows import BATCH_ROWS, Rows

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
    fields = [pa.field("id", pa.string())]
    fields += [pa.field(name, _type(one.kind)) for name, one in reader.questions.items()]
    return pa.schema(fields)


def _type(kind: Kind) -> pa.DataType:
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
        columns[name] = whole if _is_text(whole.type) else _texts(reader.columns.get(name), whole)
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
    for name, texts in columns.items():
        column = reader.columns.get(name)
        if name == reader.id_column:
            continue
        if column is None:
            _note_all(misfits, texts, reader.not_a_column(name))
            continue
        values, question = _read(column, texts, misfits), column.question.id
        if question in typed:  # it stands under an id that it had before, too
            both = pc.and_(pc.is_valid(typed[question]), pc.is_valid(values))
            _note_all(misfits, pc.if_else(both, True, None), answered_twice(question))
            values = pc.coalesce(typed[question], values)
        typed[question] = values
    schema = typed_schema(reader)
    arrays = [
        typed[field.name] if field.name in typed else pa.nulls(count, field.type)
        for field in schema
    ]
    reasons = [reason_text(misfits[row]) if row in misfits else None for row in range(count)]
    return Typed(pa.table(arrays, schema=schema), pa.array(reasons, pa.string()))


def _ids(
    reader: CellReader, columns: Mapping[str, pa.Array], count: int, misfits: _Misfits
) -> pa.Array:
    """What each runner is called; NULL where nothing says it."""
    if reader.id_column is None:
        return pa.nulls(count, pa.string())
    texts = columns.get(reader.id_column, pa.nulls(count, pa.string()))
    found = []
    for row, text in enumerate(texts.to_pylist()):
        name, misfit = reader.id_of(text)
        found.append(name)
        if misfit is not None:
            misfits[row].append(misfit)
    return pa.array(found, pa.string())


def _read(column: ColumnReader, texts: pa.Array, misfits: _Misfits) -> pa.Array:
    """The answers of a column."""
    encoded = _encoded(texts)
    found = [column.read(text) for text in encoded.dictionary.to_pylist()]
    kind = column.question.kind
    wrong = [isinstance(one, Misfit) for one in found]
    if any(wrong):
        is_wrong = pc.fill_null(pa.array(wrong).take(encoded.indices), fill_value=False)
        for row in pc.indices_nonzero(is_wrong).to_pylist():
            misfit = found[encoded.indices[row].as_py()]
            misfits[row] += [misfit] if isinstance(misfit, Misfit) else []
    values = pa.array([_value(kind, one) for one in found], _type(kind))
    return values.take(encoded.indices)


def _note_all(misfits: _Misfits, values: pa.Array, misfit: Misfit | None) -> None:
    """Note the same of every row that has a value."""
    if misfit is not None:
        for row in pc.indices_nonzero(pc.is_valid(values)).to_pylist():
            misfits[row].append(misfit)


def _encoded(texts: pa.Array) -> pa.DictionaryArray:
    return texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()


def _value(kind: Kind, found: Answer | Misfit | None) -> object:
    value = found.value if isinstance(found, Answer) else None
    if isinstance(value, frozenset) and isinstance(kind, Several):
        return [word for word in kind.labels if word in value]
    return value


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(column: ColumnReader | None, values: pa.Array) -> pa.Array:
    """Values of other types as the texts that people would write."""
    question = None if column is None else column.question
    if pa.types.is_nested(values.type) or column is None:
        return pa.array([_text(question, one) for one in values.to_pylist()], pa.string())
    encoded = _encoded(values)
    texts = [_text(question, one) for one in encoded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(encoded.indices)


def _text(question: Question | None, value: Any) -> str | None:
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float() | Decimal():
            return _number(question, value)
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
        case list() if all(isinstance(one, str) for one in value):
            return "".join(f"{ITEM}{one}" for one in value) or ITEM
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
    return format(Decimal(str(value)), "f")
