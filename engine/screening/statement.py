"""A query of stages, and how it is written in each dialect.

With `sql` the only file that knows sqlglot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from textwrap import indent
from typing import assert_never

from sqlglot import exp

from .sql import (
    BEST,
    MASK,
    SORTED,
    Dialect,
    Sql,
    Type,
    call,
    case,
    cast_to,
    column,
    read_by,
    text,
    whole,
)

_LONGEST = 63  # bytes of a name in Postgres
_KEY = "[0-9]+[|]"


@dataclass(frozen=True, slots=True)
class Stage:
    """One common table expression: all columns of the stage before it, and these new ones.

    `about` is a comment above it.
    """

    name: str
    about: str
    columns: Mapping[str, Sql]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as stages; `text` prints it."""

    stages: tuple[Stage, ...]
    outputs: Mapping[str, Sql]
    source: str

    def text(self, dialect: Dialect, *, pretty: bool = False) -> str:
        """The query in a dialect: one common table expression for each stage.

        `pretty` breaks long expressions into lines, for people.
        """
        before, parts = _name(self.source, dialect), []
        for stage, carried in zip(self.stages, self._carried(), strict=True):
            every = [_name(one, dialect) for one in carried]
            starts = every if dialect is Dialect.POSTGRES else ["*"]
            body = _select(starts, stage.columns, before, dialect, pretty=pretty)
            before = _name(stage.name, dialect)
            parts.append(f"-- {stage.about}\n{before} {_begin(dialect)} (\n{body}\n)")
        final = _select([], self.outputs, before, dialect, pretty=pretty)
        return "WITH\n" + ",\n".join(parts) + f"\n{final}" if parts else final

    def _carried(self) -> list[list[str]]:
        """For each stage the earlier columns that later ones read: Postgres has at most 1,664."""
        needed = set().union(*(read_by(one) for one in self.outputs.values()))
        found = []
        for stage in reversed(self.stages):
            needed -= stage.columns.keys()
            found.append(sorted(needed))
            needed |= set().union(*(read_by(one) for one in stage.columns.values()))
        return found[::-1]


def _begin(dialect: Dialect) -> str:
    """Postgres would write each stage into the next one, over and over, if it were let."""
    return "AS MATERIALIZED" if dialect is Dialect.POSTGRES else "AS"


def _name(name: str, dialect: Dialect) -> str:
    return exp.to_identifier(_short(name, dialect), quoted=True).sql(dialect.value)


def _short(name: str, dialect: Dialect) -> str:
    """A name of at most 63 bytes for Postgres, which cuts what is longer."""
    if dialect is not Dialect.POSTGRES or len(name.encode()) <= _LONGEST:
        return name
    return f"{name[:50]}~{sha256(name.encode()).hexdigest()[:8]}"


def _select(
    starts: Sequence[str], columns: Mapping[str, Sql], source: str, dialect: Dialect, *,
    pretty: bool,
) -> str:  # fmt: skip
    """A SELECT of what it starts with, and of columns."""
    lines = [*starts]
    lines += [named_as(name, value, dialect, pretty=pretty) for name, value in columns.items()]
    listed = ",\n".join(lines)
    return f"SELECT\n{indent(listed, '  ')}\nFROM {source}"


def named_as(name: str, value: Sql, dialect: Dialect, *, pretty: bool = False) -> str:
    """A column of a SELECT as text."""
    return f"{_in_dialect(value, dialect, pretty=pretty)} AS {_name(name, dialect)}"


def create_table(name: str, columns: Mapping[str, Type], dialect: Dialect) -> str:
    """The statement that makes an empty table."""
    kinds = {one: exp.DataType.build(kind.value, dialect="duckdb") for one, kind in columns.items()}
    lines = [f"  {_name(one, dialect)} {kind.sql(dialect.value)}" for one, kind in kinds.items()]
    return f"CREATE TABLE {_name(name, dialect)} (\n" + ",\n".join(lines) + "\n)"


def _in_dialect(value: Sql, dialect: Dialect, *, pretty: bool) -> str:
    """An expression as text; what dialects do in ways of their own is put in here."""

    def own(node: Sql) -> Sql:
        if isinstance(node, exp.Anonymous) and node.name == SORTED:
            return _sorted(node.expressions, dialect)
        if isinstance(node, exp.Anonymous) and node.name == BEST:
            return _best(node, dialect)
        return _for_postgres(node) if dialect is Dialect.POSTGRES else node

    if dialect is Dialect.POSTGRES:
        value = value.transform(_leaf_of_postgres)
    return str(value.transform(own).sql(dialect.value, pretty=pretty))


def _leaf_of_postgres(node: Sql) -> Sql:
    """Names are short there, and 6e-1 is a decimal unless it is cast."""
    match node:
        case exp.Column():
            return column(_short(node.name, Dialect.POSTGRES))
        case exp.Literal(is_string=False) if "e" in node.name:
            return cast_to(node, Type.NUMBER)
        case _:
            return node


def _for_postgres(node: Sql) -> Sql:
    """Functions take at most 100 values there."""
    match node:
        case exp.Anonymous(name="CONCAT_WS", expressions=[between, *parts]):
            return call("ARRAY_TO_STRING", exp.Array(expressions=parts), between)
        case exp.ArrayContains(this=words, expression=word):
            return exp.EQ(this=word, expression=exp.Any(this=exp.Paren(this=words)))
        case _:
            return node


def _sorted(parts: Sequence[Sql], dialect: Dialect) -> Sql:
    listed: Sql = exp.Array(expressions=list(parts))
    match dialect:
        case Dialect.DUCKDB:
            joined = call("ARRAY_TO_STRING", call("LIST_SORT", listed), text(", "))
        case Dialect.SPARK:
            joined = call("ARRAY_JOIN", call("ARRAY_SORT", listed), text(", "))
        case Dialect.POSTGRES:
            words = ", ".join(part.sql("postgres") for part in parts)
            ordered = 'AS u(x) ORDER BY x COLLATE "C"'
            listed = exp.Var(this=f"ARRAY(SELECT x FROM UNNEST(ARRAY[{words}]) {ordered})")  # noqa: S608
            joined = call("ARRAY_TO_STRING", listed, text(", "))
        case _:
            assert_never(dialect)
    every = [] if dialect is Dialect.SPARK else [text("g")]
    return call("REGEXP_REPLACE", joined, text(_KEY), text(""), *every)


def _best(node: Sql, dialect: Dialect) -> Sql:
    first, last, allowed, *worth = node.expressions
    key = case([(allowed, exp.Array(expressions=[*worth, MASK.copy()]))])
    if dialect is Dialect.POSTGRES:
        best = f"(MAX({key.sql(dialect)}))[{len(worth) + 1}]"
        every = f"GENERATE_SERIES({first.sql(dialect)}, {last.sql(dialect)}) AS s({MASK.name})"
        return exp.Var(this=f"(SELECT {best} FROM {every})")  # noqa: S608
    is_duckdb = dialect is Dialect.DUCKDB
    each = exp.Lambda(this=key, expressions=[MASK.copy()], colon=is_duckdb)
    each_of, largest_of = (
        ("LIST_TRANSFORM", "LIST_MAX") if is_duckdb else ("TRANSFORM", "ARRAY_MAX")
    )
    listed = call(each_of, exp.GenerateSeries(start=first, end=last), each)
    return exp.Bracket(this=call(largest_of, listed), expressions=[whole(len(worth))])
