"""SQL as values: small functions that build expressions.

With `statement`, which writes them, the only file that knows sqlglot. Truth has three values here
as everywhere: unknown is NULL, and `all_of` and `any_of` fold constants by Kleene's tables, which
are those of SQL.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from sqlglot import exp

Sql = exp.Expression

TRUE, FALSE, NULL = exp.true(), exp.false(), exp.null()
CONSTANTS = frozenset({TRUE, FALSE, NULL})
_FEW_WORDS = 6


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
    if value < 0:  # sqlglot would read the text of a negative one, and drop the exponent
        return exp.Neg(this=number(-value))
    written = f"{value:g}" if float(f"{value:g}") == value else repr(float(value))
    return exp.Literal.number(written if "e" in written else f"{written}e0")


def bound(value: float) -> Sql:
    """A number to compare with, as people write it."""
    return exp.Literal.number(f"{value:g}" if float(f"{value:g}") == value else repr(value))


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
    if isinstance(right, exp.Literal) and float(right.name):
        return exp.Div(this=_wrapped(left), expression=right, typed=True, safe=False)
    divisor = exp.Nullif(this=right, expression=exp.Literal.number(0))
    return exp.Div(
        this=_wrapped(cast_to(left, Type.NUMBER)), expression=cast_to(divisor, Type.NUMBER),
        typed=True, safe=False,
    )  # fmt: skip


def total(parts: Iterable[Sql]) -> Sql:
    """The sum; 0 without parts. Whole numbers that are written out are added here."""
    listed = list(parts)
    known = sum(int(one.name) for one in listed if _is_whole(one))
    kept = [one for one in listed if not _is_whole(one)]
    if known or not kept:
        kept.append(whole(known))
    while len(kept) > 1:
        pairs = [kept[at : at + 2] for at in range(0, len(kept), 2)]
        kept = [
            exp.Add(this=_term(pair[0]), expression=_term(pair[1])) if len(pair) > 1 else pair[0]
            for pair in pairs
        ]
    return kept[0]


def _term(value: Sql) -> Sql:
    return value if isinstance(value, exp.Add | exp.Mul) else _wrapped(value)


def product(left: Sql, right: Sql) -> Sql:
    """The product; what is written out as 0 or 1 needs none."""
    for one, other in ((left, right), (right, left)):
        if _is_whole(one) and int(one.name) in {0, 1}:
            return other if int(one.name) else whole(0)
    return binary(left, "*", right)


def _is_whole(value: Sql) -> bool:
    return isinstance(value, exp.Literal) and value.is_int


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
    """Whether a value is one of several; false for none of them.

    Few are compared one by one: DuckDB does that once for each word of a column, not for each row.
    """
    if not words:
        return case([(is_known(value), FALSE.copy())])
    if len(words) > _FEW_WORDS:
        return exp.In(this=value, expressions=list(words))
    return any_of(binary(value, "==", word) for word in words)


def case(branches: Iterable[tuple[Sql, Sql]], otherwise: Sql | None = None) -> Sql:
    """The value of the first condition that holds, else `otherwise`, which may be NULL."""
    found = exp.case()
    for condition, value in branches:
        if condition in {FALSE, NULL}:
            continue
        if condition == TRUE:
            otherwise = value
            break
        found = found.when(_bare(condition), value, copy=False)
    if not found.args.get("ifs"):
        return NULL.copy() if otherwise is None else otherwise
    return found if otherwise is None else found.else_(otherwise, copy=False)


def _bare(condition: Sql) -> Sql:
    """A condition without `is true`, which a case does not need: unknown is not taken there."""
    if isinstance(condition, exp.Is) and condition.expression == TRUE:
        inner: Sql = condition.this
        return inner.this if isinstance(inner, exp.Paren) else inner
    return condition


def coalesce(*values: Sql) -> Sql:
    """The first value that is known."""
    return exp.Coalesce(this=values[0], expressions=list(values[1:]))


def count_of(truths: Iterable[Sql]) -> Sql:
    """How many truths hold."""
    return total(case([(one, whole(1))], whole(0)) for one in truths)


def contains(words: Sql, word: str) -> Sql:
    """Whether a list has a word; unknown for an unknown list."""
    return exp.ArrayContains(this=words, expression=text(word))


def call(name: str, *values: Sql) -> Sql:
    """A call of a function by its name."""
    return exp.Anonymous(this=name, expressions=list(values))


def joined_words(parts: Iterable[Sql]) -> Sql:
    """The texts that are not NULL, in this order, with ", " between; empty where all are NULL."""
    kept = [part for part in parts if part != NULL]
    return call("CONCAT_WS", text(", "), *kept) if kept else text("")


def sorted_words(parts: Iterable[Sql]) -> Sql:
    """The same in the order of a key: each text is NULL or `key|word`, as `keyed` makes it.

    Dialects sort lists in different ways: `statement` writes each its own.
    """
    kept = [part for part in parts if part != NULL]
    return call(SORTED, *kept) if kept else text("")


def keyed(keys: Iterable[tuple[Sql, int]], word: str) -> Sql:
    """A text that sorts by whole numbers from 0 on, each with so many digits, before its word."""
    padded = [
        call("LPAD", cast_to(key, Type.TEXT), whole(digits), text("0")) for key, digits in keys
    ]
    return call("CONCAT", *padded, text(f"|{word}"))


def _wrapped(value: Sql) -> Sql:
    loose = (exp.Binary, exp.Not, exp.Neg, exp.Between, exp.In)
    return exp.Paren(this=value) if isinstance(value, loose) else value


def bit(place: Sql) -> Sql:
    """The whole number that has one bit, at a place from 0 on."""
    return exp.BitwiseLeftShift(
        this=cast_to(whole(1), Type.WHOLE), expression=exp.cast(place, "int", dialect="duckdb")
    )


def has_bit(bits: Sql, one: Sql) -> Sql:
    """Whether two whole numbers have a bit in common."""
    return binary(exp.BitwiseAnd(this=_wrapped(bits), expression=_wrapped(one)), "!=", whole(0))


MASK = exp.to_identifier("mask")


def best_mask(first: Sql, last: Sql, allowed: Sql, worth: Sequence[Sql]) -> Sql:
    """Of the whole numbers from `first` to `last` that are allowed the one that is worth most.

    `allowed` and the whole numbers of `worth`, the weightiest first, read it as `MASK`. Of equal
    ones it is the largest. `statement` writes it for each dialect: as a function of lists, or as
    a query within the query.
    """
    return call(BEST, first, last, allowed, *worth)


SORTED = "SORTED_WORDS"
BEST = "BEST_MASK"


def read_by(value: Sql) -> set[str]:
    """The columns that an expression reads."""
    return {str(one.name) for one in value.find_all(exp.Column)}
