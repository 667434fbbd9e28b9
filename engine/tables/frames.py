"""Tables in memory: from pandas, Polars or Arrow and back, and what of them is typed already."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

import pyarrow as pa
import pyarrow.compute as pc

from ..errors import Problem, UsageError
from ..vocabulary import Choice, Kind, Number, Question, Several, Text
from .arrow import Typed, is_text, type_of
from .problems import BETWEEN


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
    types = {one.id: type_of(one.kind) for one in asked}
    # A whole number too large for a double is rounded: it is outside every range.
    columns = [table[name].cast(kind, safe=False) for name, kind in types.items()]
    return pa.table(columns, schema=pa.schema(list(types.items())))


def _is_typed(kind: Kind, values: pa.ChunkedArray) -> bool:
    found = values.type
    match kind:
        case Number():
            is_number = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
            return any(one(found) for one in is_number)
        case Choice(labels):
            return _is_any_text(found) and _are_words(values, labels)
        case Several(labels):
            is_list = pa.types.is_list(found) or pa.types.is_large_list(found)
            if not (is_list and _is_any_text(found.value_type)):
                return False
            return _are_words(pc.list_flatten(values), labels)
        case Text():
            return False
        case _:
            assert_never(kind)


def _are_words(values: pa.ChunkedArray, labels: Mapping[str, str]) -> bool:
    """Whether each text is a word of a choice; the distinct ones are looked at."""
    return set(pc.unique(values).to_pylist()) <= {None, *labels}


def _is_any_text(kind: pa.DataType) -> bool:
    return is_text(kind) or bool(pa.types.is_string_view(kind))


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
