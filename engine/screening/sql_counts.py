"""SQL as values, for checks and counts over all rows; beside `sql`, and as that knows sqlglot."""

from collections.abc import Iterable, Sequence

from sqlglot import exp

from .sql import FALSE, Dialect, Sql, Type, cast_to, coalesce, number, text, whole


def count(value: Sql) -> Sql:
    """In how many rows a value is known."""
    return exp.Count(this=value)


def count_where(truth: Sql) -> Sql:
    """In how many rows a truth holds."""
    return exp.CountIf(this=truth)


def lowest(value: Sql) -> Sql:
    """The lowest value of all rows; NULL where it is known in none."""
    return exp.Min(this=value)


def highest(value: Sql) -> Sql:
    """The highest value of all rows; NULL where it is known in none."""
    return exp.Max(this=value)


def count_rows() -> Sql:
    """How many rows there are."""
    return exp.Count(this=exp.Star())


def total_of(value: Sql, dialect: Dialect) -> Sql:
    """The sum of whole numbers over all rows, of up to 38 digits."""
    # DuckDB's own sum of whole numbers has as many digits, and is faster.
    wide = value if dialect is Dialect.DUCKDB else exp.cast(value, "decimal(38, 0)")
    return exp.Sum(this=wide)


def is_no_number(value: Sql) -> Sql:
    """Whether a number is the one that is none, NaN."""
    return exp.IsNan(this=value)


def between(value: Sql, low: float, high: float) -> Sql:
    """Whether a number lies in a range, both ends allowed."""
    return exp.Between(this=value, low=number(low), high=number(high))


def as_word(value: Sql, words: Sequence[str]) -> Sql:
    """A text if it is one of these words, else NULL: in DuckDB alone, and fast there."""
    kinds = [exp.Literal.string(word) for word in words]
    to = exp.DataType(this=exp.DataType.Type.ENUM, expressions=kinds)
    return exp.TryCast(this=value, to=to)


def length(value: Sql) -> Sql:
    """How many characters a text has."""
    return exp.Length(this=value)


def words_count(words: Sql) -> Sql:
    """How many words a list has."""
    return exp.ArraySize(this=words)


def every_word(words: Sql, accepted: Sequence[str], dialect: Dialect) -> Sql:
    """Whether every word of a list, of at least one, is among those accepted."""
    word = exp.to_identifier("word")
    found = exp.In(this=exp.column("word"), expressions=[text(one) for one in accepted])
    test = exp.Lambda(this=coalesce(found, FALSE.copy()), expressions=[word])
    if dialect is Dialect.DUCKDB:
        tested = exp.Anonymous(this="LIST_TRANSFORM", expressions=[words, test])
        return exp.Anonymous(this="LIST_BOOL_AND", expressions=[tested])
    return exp.Anonymous(this="FORALL", expressions=[words, test])


def known_words(words: Sql, accepted: Sequence[str], dialect: Dialect) -> Sql:
    """Those words of a list that are among these."""
    word = exp.to_identifier("word")
    found = exp.In(this=exp.column("word"), expressions=[text(one) for one in accepted])
    test = exp.Lambda(this=found, expressions=[word])
    name = "LIST_FILTER" if dialect is Dialect.DUCKDB else "FILTER"
    return exp.Anonymous(this=name, expressions=[words, test])


def start_of(value: Sql, characters: int) -> Sql:
    """The first characters of a text."""
    return exp.Substring(this=value, start=whole(1), length=whole(characters))


def joined(*parts: Sql) -> Sql:
    """Texts one behind the other; NULL where one is."""
    found = parts[0]
    for part in parts[1:]:
        found = exp.DPipe(this=found, expression=part, safe=True)
    return found


def comma_list(words: Sql) -> Sql:
    """The words of a list as a text."""
    return exp.ArrayToString(this=words, expression=text(", "))


def fingerprint(value: Sql) -> Sql:
    """The MD5 of a text, in 32 hexadecimal digits."""
    return exp.MD5(this=value)


def hexadecimal(digits: Sql, start: int, count: int, dialect: Dialect) -> Sql:
    """The whole number that some of the digits stand for, at most 15 of them."""
    part = exp.Substring(this=digits, start=whole(start), length=whole(count))
    if dialect is Dialect.DUCKDB:
        return cast_to(joined(text("0x"), part), Type.WHOLE)
    converted = exp.Anonymous(this="CONV", expressions=[part, whole(16), whole(10)])
    return cast_to(converted, Type.WHOLE)


def joined_by(separator: str, parts: Iterable[Sql]) -> Sql:
    """The texts that are not NULL, in this order; an empty text where all are NULL."""
    return exp.Anonymous(this="CONCAT_WS", expressions=[text(separator), *parts])
