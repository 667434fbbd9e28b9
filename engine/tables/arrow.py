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

from ..errors import Problem, UsageError
from ..units import DATE
from ..vocabulary import Answer, Kind, Misfit, Number, Question, Several
from ..vocabulary import Choice as ChoiceKind
from ..vocabulary import Text as TextKind
from .cells import FIELDS, UNSEEN, CellReader, ColumnReader, join_signs, list_cell
from .problems import BETWEEN, LONGEST_CELL, answered_twice, has_invisible, reason_text
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
    columns = [(one.id, _type(one.kind)) for one in questions]
    return pa.schema([("id", pa.string()), *columns])


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
        typed[name] = pa.array([_value(kind, answer)] * count, _type(kind))
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
    return pa.array([_listed(kind, one) for one in found], _type(kind))


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
    values = pa.array([_value(kind, one) for one in readable], _type(kind))
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


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _texts(column: ColumnReader | None, values: pa.Array) -> pa.Array:
    """Values of any type as the texts that people would write."""
    question = None if column is None else column.question
    if pa.types.is_string_view(values.type):
        values = values.cast(pa.string())
    if _is_text(values.type) and not _has_unseen(values):
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


def from_frame(frame: object) -> pa.Table:
    """A table of pyarrow, polars, pandas or any other library that speaks Arrow.

    Raises:
        TypeError: for what is none.
        UsageError: if a column has values that Arrow cannot hold together.
    """
    if isinstance(frame, pa.Table):
        return frame
    try:
        if _made_by(frame) == "pandas":  # its row labels are no column, and NaN is no answer
            return pa.Table.from_pandas(frame, preserve_index=False)
        if hasattr(frame, "__arrow_c_stream__"):
            return pa.table(frame)
    except (pa.ArrowException, UnicodeError) as error:
        message = f"a column cannot be read: {'; '.join(map(str, error.args))}"
        fix = "each column holds values of one type, such as text"
        raise UsageError(Problem(code="US141", where="TABLE", message=message, fix=fix)) from None
    raise TypeError(f"a table of pyarrow, polars or pandas is needed, not {type(frame).__name__}")


def as_frame(table: pa.Table, like: object) -> Any:
    """The table as one of the same library as `like`; of pyarrow where that is another.

    In pandas truth and whole numbers are of its nullable types: unknown is `NA`, not `NaN`.
    """
    match _made_by(like):
        case "pandas":
            import pandas as pd  # noqa: PLC0415  (only for those who use it)

            nullable = {pa.bool_(): pd.BooleanDtype(), pa.int32(): pd.Int32Dtype()}
            return table.to_pandas(types_mapper=nullable.get)
        case "polars":
            import polars as pl  # noqa: PLC0415

            return pl.from_arrow(table)
        case _:
            return table


def _made_by(frame: object) -> str:
    return type(frame).__module__.partition(".")[0]


def typed_columns(table: pa.Table, questions: Mapping[str, Question]) -> pa.Table:
    """The columns of a table that nobody has to read, under the types of `schema_of`.

    Numbers of any type for a question with a number; for one with choices, words or lists of
    words, where each of its distinct values is exactly a word. The others are cells.
    """
    asked = [
        questions[name]
        for name in table.schema.names
        if name in questions and _is_typed(questions[name].kind, table[name])
    ]
    types = {one.id: _type(one.kind) for one in asked}
    # A whole number too large for a double is rounded: it is outside every range.
    columns = [table[name].cast(kind, safe=False) for name, kind in types.items()]
    return pa.table(columns, schema=pa.schema(list(types.items())))


def _is_typed(kind: Kind, values: pa.ChunkedArray) -> bool:
    found = values.type
    match kind:
        case Number():
            is_number = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
            return any(one(found) for one in is_number)
        case ChoiceKind(labels):
            return _is_any_text(found) and _are_words(values, labels)
        case Several(labels):
            is_list = pa.types.is_list(found) or pa.types.is_large_list(found)
            if not (is_list and _is_any_text(found.value_type)):
                return False
            return _are_words(pc.list_flatten(values), labels)
        case TextKind():
            return False
        case _:
            assert_never(kind)


def _are_words(values: pa.ChunkedArray, labels: Mapping[str, str]) -> bool:
    """Whether each text is a word of a choice; the distinct ones are looked at."""
    return set(pc.unique(values).to_pylist()) <= {None, *labels}


def _is_any_text(kind: pa.DataType) -> bool:
    return _is_text(kind) or bool(pa.types.is_string_view(kind))


def with_columns(read: Typed, typed: pa.Table, reasons: Sequence[str | None]) -> Typed:
    """Rows as they were read, with typed columns, and reasons against these, beside them."""
    if not typed.num_columns:
        return read
    table = read.table
    for name in typed.schema.names:
        table = table.append_column(typed.schema.field(name), typed[name])
    both = zip(read.reasons.to_pylist(), reasons, strict=True)
    told = [BETWEEN.join(filter(None, pair)) or None for pair in both]
    return Typed(table, pa.array(told, pa.string()))


def numbered(table: pa.Table) -> pa.Table:
    """The rows of a typed table under their numbers, from 0, instead of their ids if it has any."""
    answers = table.drop_columns(["id"]) if "id" in table.schema.names else table
    return answers.add_column(0, "id", pa.array(range(len(table)), pa.int64()))


def split(typed: Typed) -> tuple[pa.Table, pa.Table]:
    """The rows that can be taken, by their numbers; and `row`, `id`, `reasons` of the others."""
    rows = numbered(typed.table)
    is_fine = pc.is_null(typed.reasons)
    columns = {"row": rows["id"], "id": typed.table["id"], "reasons": typed.reasons}
    return rows.filter(is_fine), pa.table(columns).filter(pc.invert(is_fine))


def named(results: pa.Table, typed: Typed) -> pa.Table:
    """Results by the numbers of rows, in their order and called as the rows are.

    A row without an id is called by its number, and where none has one the numbers stay numbers.
    """
    ordered = results.sort_by("id")
    ids = typed.table["id"]
    if ids.null_count == len(ids):
        return ordered
    taken = ids.take(ordered["id"])
    has_id = pc.fill_null(pc.not_equal(taken, ""), fill_value=False)
    return ordered.set_column(0, "id", pc.if_else(has_id, taken, ordered["id"].cast(pa.string())))
