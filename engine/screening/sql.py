"""SQL as values: small functions that build expressions, and a query of stages as text.

The only file that knows sqlglot. Truth has three values here as everywhere: unknown is NULL,
and `all_of` and `any_of` fold constants by Kleene's tables, which are those of SQL.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import indent
from typing import assert_never

from sqlglot import exp

Sql = exp.Expression

TRUE, FALSE, NULL = exp.true(), exp.false(), exp.null()
CONSTANTS = frozenset({TRUE, FALSE, NULL})


class Dialect(StrEnum):
    """The kinds of SQL that a query can be printed in."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    POSTGRES = "postgres"


class Type(StrEnum):
    """What a column holds; WORDS is a list of words."""

    NUMBER = "double"
    WHOLE = "bigint"
    TEXT = "varchar"
    TRUTH = "boolean"
    WORDS = "varchar[]"


@dataclass(frozen=True, slots=True)
class Stage:
    """One common table expression: all columns of the stage before it, and these new ones.

    `about` is a comment above it.
    """

    name: str
    about: str
    columns: Mapping[str, Sql]


def column(name: str) -> Sql:
    """A column by its name, which is always quoted."""
    return exp.column(name, quoted=True)


def text(value: str) -> Sql:
    """A text."""
    return exp.Literal.string(value)


def whole(value: int) -> Sql:
    """A whole number."""
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def number(value: float) -> Sql:
    """A number of double precision: with an exponent, since 0.6 alone is read as a decimal."""
    written = f"{value:g}" if float(f"{value:g}") == value else repr(float(value))
    return exp.Literal.number(written if "e" in written else f"{written}e0")


def bound(value: float) -> Sql:
    """A number to compare with, as people write it."""
    return exp.Literal.number(f"{value:g}" if float(f"{value:g}") == value else repr(value))


def absent(kind: Type) -> Sql:
    """NULL of a type."""
    return cast_to(NULL.copy(), kind)


def cast_to(value: Sql, kind: Type) -> Sql:
    """A value as another type."""
    return exp.cast(value, kind.value, dialect="duckdb")


def all_of(parts: Iterable[Sql]) -> Sql:
    """Kleene's and; true without parts."""
    kept = list(dict.fromkeys(part for part in parts if part != TRUE))
    if FALSE in kept:
        return FALSE.copy()
    return _joined(exp.And, kept) if kept else TRUE.copy()


def any_of(parts: Iterable[Sql]) -> Sql:
    """Kleene's or; false without parts."""
    kept = list(dict.fromkeys(part for part in parts if part != FALSE))
    if TRUE in kept:
        return TRUE.copy()
    return _joined(exp.Or, kept) if kept else FALSE.copy()


def _joined(kind: type[exp.And | exp.Or], parts: Sequence[Sql]) -> Sql:
    """A balanced tree: what reads SQL goes only so deep."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = _joined(kind, parts[:middle]), _joined(kind, parts[middle:])
    wrapped = [
        exp.Paren(this=one) if isinstance(one, exp.Connector) and not isinstance(one, kind) else one
        for one in (left, right)
    ]
    return kind(this=wrapped[0], expression=wrapped[1])


def negated(value: Sql) -> Sql:
    """Kleene's not."""
    if value == NULL:
        return value
    if value in {TRUE, FALSE}:
        return FALSE.copy() if value == TRUE else TRUE.copy()
    return exp.Not(this=_wrapped(value))


def holds(value: Sql) -> Sql:
    """Whether a truth is true, and neither false nor unknown: never NULL."""
    if value in CONSTANTS:
        return TRUE.copy() if value == TRUE else FALSE.copy()
    return exp.Is(this=_wrapped(value), expression=TRUE.copy())


def is_false(value: Sql) -> Sql:
    """Whether a truth is false, and neither true nor unknown: never NULL."""
    if value in CONSTANTS:
        return TRUE.copy() if value == FALSE else FALSE.copy()
    return exp.Is(this=_wrapped(value), expression=FALSE.copy())


def is_possible(value: Sql) -> Sql:
    """Whether a truth is true or unknown: never NULL."""
    if value in CONSTANTS:
        return FALSE.copy() if value == FALSE else TRUE.copy()
    return exp.Is(this=_wrapped(value), expression=exp.Not(this=FALSE.copy()))


def is_null(value: Sql) -> Sql:
    """Whether a value is unknown."""
    if value in CONSTANTS:
        return TRUE.copy() if value == NULL else FALSE.copy()
    return exp.Is(this=_wrapped(value), expression=NULL.copy())


def is_known(value: Sql) -> Sql:
    """Whether a value is not unknown."""
    if value in CONSTANTS:
        return FALSE.copy() if value == NULL else TRUE.copy()
    return exp.Is(this=_wrapped(value), expression=exp.Not(this=NULL.copy()))


_SIGNS: Mapping[str, type[exp.Expression]] = {
    "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE, "==": exp.EQ, "!=": exp.NEQ,
    "+": exp.Add, "-": exp.Sub, "*": exp.Mul,
}  # fmt: skip


def binary(left: Sql, sign: str, right: Sql) -> Sql:
    """Two values joined by a comparison sign of conditions, or by + - *."""
    return _SIGNS[sign](this=_wrapped(left), expression=_wrapped(right))


def quotient(left: Sql, right: Sql) -> Sql:
    """A quotient of doubles; unknown where the divisor is 0."""
    if isinstance(right, exp.Literal):
        return exp.Div(this=_wrapped(left), expression=right, typed=True, safe=False)
    divisor = exp.Nullif(this=right, expression=exp.Literal.number(0))
    return exp.Div(
        this=_wrapped(cast_to(left, Type.NUMBER)), expression=cast_to(divisor, Type.NUMBER),
        typed=True, safe=False,
    )  # fmt: skip


def total(parts: Iterable[Sql]) -> Sql:
    """The sum; 0 without parts."""
    kept = list(parts)
    if not kept:
        return whole(0)
    while len(kept) > 1:
        pairs = [kept[at : at + 2] for at in range(0, len(kept), 2)]
        kept = [
            exp.Add(this=pair[0], expression=pair[1]) if len(pair) > 1 else pair[0]
            for pair in pairs
        ]
    return kept[0]


def largest(parts: Iterable[Sql]) -> Sql:
    """The largest of values that are never NULL."""
    return _extreme(exp.Greatest, parts)


def smallest(parts: Iterable[Sql]) -> Sql:
    """The smallest of values that are never NULL."""
    return _extreme(exp.Least, parts)


def _extreme(kind: type[Sql], parts: Iterable[Sql]) -> Sql:
    first, *others = dict.fromkeys(parts)
    return kind(this=first, expressions=others, ignore_nulls=True) if others else first


def floor(value: Sql) -> Sql:
    """The largest whole number that is not above a value."""
    return exp.Floor(this=value)


def absolute(value: Sql) -> Sql:
    """A value without its sign."""
    return exp.Abs(this=value)


def one_of(value: Sql, words: Sequence[Sql]) -> Sql:
    """Whether a value is one of several; false for none of them."""
    if not words:
        return exp.case().when(is_known(value), FALSE.copy())
    if len(words) == 1:
        return binary(value, "==", words[0])
    return exp.In(this=value, expressions=list(words))


def case(branches: Iterable[tuple[Sql, Sql]], otherwise: Sql | None = None) -> Sql:
    """The value of the first condition that holds, else `otherwise`, which may be NULL."""
    found = exp.case()
    for condition, value in branches:
        if condition in {FALSE, NULL}:
            continue
        if condition == TRUE:
            otherwise = value
            break
        found = found.when(condition, value, copy=False)
    if not found.args.get("ifs"):
        return NULL.copy() if otherwise is None else otherwise
    return found if otherwise is None else found.else_(otherwise, copy=False)


def coalesce(*values: Sql) -> Sql:
    """The first value that is known."""
    return exp.Coalesce(this=values[0], expressions=list(values[1:]))


def count_of(truths: Iterable[Sql]) -> Sql:
    """How many truths hold."""
    return total(case([(one, whole(1))], whole(0)) for one in truths)


def contains(words: Sql, word: str) -> Sql:
    """Whether a list has a word; unknown for an unknown list."""
    return exp.ArrayContains(this=words, expression=text(word))


def joined_words(parts: Iterable[Sql]) -> Sql:
    """The texts that are not NULL, in this order, with ", " between; empty where all are NULL."""
    kept = [part for part in parts if part != NULL]
    return _call("CONCAT_WS", text(", "), *kept) if kept else text("")


def sorted_words(parts: Iterable[Sql]) -> Sql:
    """The same in the order of a key: each text is NULL or `key|word`, as `keyed` makes it.

    Dialects sort lists in different ways: `Query.text` writes each its own.
    """
    kept = [part for part in parts if part != NULL]
    return _call(_SORTED, *kept) if kept else text("")


def keyed(keys: Iterable[tuple[Sql, int]], word: str) -> Sql:
    """A text that sorts by whole numbers from 0 on, each with so many digits, before its word."""
    padded = [
        _call("LPAD", cast_to(key, Type.TEXT), whole(digits), text("0")) for key, digits in keys
    ]
    return _call("CONCAT", *padded, text(f"|{word}"))


def _wrapped(value: Sql) -> Sql:
    loose = (exp.Binary, exp.Not, exp.Neg, exp.Between, exp.In)
    return exp.Paren(this=value) if isinstance(value, loose) else value


_SORTED = "SORTED_WORDS"
_KEY = "[0-9]+[|]"


def _in_dialect(value: Sql, dialect: Dialect, *, pretty: bool) -> str:
    """An expression as text; what dialects do in ways of their own is put in here."""

    def own(node: Sql) -> Sql:
        if isinstance(node, exp.Anonymous) and node.name == _SORTED:
            return _sorted(node.expressions, dialect)
        if isinstance(node, exp.ArrayContains) and dialect is Dialect.POSTGRES:
            return exp.EQ(this=node.expression, expression=exp.Any(this=exp.Paren(this=node.this)))
        return node

    return str(value.transform(own).sql(dialect.value, pretty=pretty))


def _sorted(parts: Sequence[Sql], dialect: Dialect) -> Sql:
    listed: Sql = exp.Array(expressions=list(parts))
    match dialect:
        case Dialect.DUCKDB:
            joined = _call("ARRAY_TO_STRING", _call("LIST_SORT", listed), text(", "))
        case Dialect.SPARK:
            joined = _call("ARRAY_JOIN", _call("ARRAY_SORT", listed), text(", "))
        case Dialect.POSTGRES:
            words = ", ".join(part.sql("postgres") for part in parts)
            ordered = 'AS u(x) ORDER BY x COLLATE "C"'
            listed = exp.Var(this=f"ARRAY(SELECT x FROM UNNEST(ARRAY[{words}]) {ordered})")  # noqa: S608
            joined = _call("ARRAY_TO_STRING", listed, text(", "))
        case _:
            assert_never(dialect)
    every = [] if dialect is Dialect.SPARK else [text("g")]
    return _call("REGEXP_REPLACE", joined, text(_KEY), text(""), *every)


def _call(name: str, *values: Sql) -> Sql:
    return exp.Anonymous(this=name, expressions=list(values))


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
        for stage in self.stages:
            body = _select(stage.columns, before, dialect, with_all=True, pretty=pretty)
            parts.append(f"-- {stage.about}\n{_name(stage.name, dialect)} AS (\n{body}\n)")
            before = _name(stage.name, dialect)
        final = _select(self.outputs, before, dialect, with_all=False, pretty=pretty)
        return "WITH\n" + ",\n".join(parts) + f"\n{final}" if parts else final


def _name(name: str, dialect: Dialect) -> str:
    return exp.to_identifier(name, quoted=True).sql(dialect.value)


def _select(
    columns: Mapping[str, Sql], source: str, dialect: Dialect, *, with_all: bool, pretty: bool
) -> str:
    """A SELECT of columns, and of all that the source has."""
    lines = ["*"] if with_all else []
    lines += [named_as(name, value, dialect, pretty=pretty) for name, value in columns.items()]
    listed = ",\n".join(lines)
    return f"SELECT\n{indent(listed, '  ')}\nFROM {source}"


def named_as(name: str, value: Sql, dialect: Dialect, *, pretty: bool = False) -> str:
    """A column of a SELECT as text."""
    return f"{_in_dialect(value, dialect, pretty=pretty)} AS {_name(name, dialect)}"


def read_by(value: Sql) -> set[str]:
    """The columns that an expression reads."""
    return {str(one.name) for one in value.find_all(exp.Column)}


def size_of(value: Sql) -> int:
    """How many parts an expression has."""
    return sum(1 for _ in value.walk())


def create_table(name: str, columns: Mapping[str, Type], dialect: Dialect) -> str:
    """The statement that makes an empty table."""
    kinds = {one: exp.DataType.build(kind.value, dialect="duckdb") for one, kind in columns.items()}
    lines = [f"  {_name(one, dialect)} {kind.sql(dialect.value)}" for one, kind in kinds.items()]
    return f"CREATE TABLE {_name(name, dialect)} (\n" + ",\n".join(lines) + "\n)"
