"""What makes a typed answer wrong, as SQL: the same limits as in `vocabulary.read_answer`.

Most tables have no wrong answer at all. So `has_misfit` first says in one cheap pass which
columns have some; only for these is every row looked at, with `fits` and `reason`.
"""

from typing import Final, assert_never

from ..errors import join_words
from ..problem_codes import NAMES
from ..vocabulary import EXCLUSIVE, Choice, Number, Question, Several, Text, show_range
from . import sql
from . import sql_counts as rows
from .sql import Dialect, Sql

LONGEST_ID: Final = 200  # characters
_SHOWN: Final = 40  # characters of what was found
# A typed table has words alone; with a mapping its cells are read as people write them.
_EXACTLY: Final = ", exactly so; with --mapping other words and empty texts are read too"


def has_misfit(question: Question, dialect: Dialect) -> Sql:
    """Whether a row has an answer that does not fit its question; an aggregate."""
    value = sql.column(question.id)
    match question.kind:
        case Number(lowest, highest):
            low, high = _limits(lowest, highest)
            below = sql.binary(rows.lowest(value), "<", sql.number(low))
            above = sql.binary(rows.highest(value.copy()), ">", sql.number(high))
            no_number = sql.binary(
                rows.count_where(rows.is_no_number(value.copy())), ">", sql.whole(0)
            )
            return sql.any_of([below, above, no_number])
        case Choice(labels) if dialect is Dialect.DUCKDB:
            # Three times as fast as a comparison with each word, and most questions are choices.
            words = rows.as_word(value.copy(), tuple(labels))
            return sql.binary(rows.count(value), "!=", rows.count(words))
        case _:
            wrong = rows.count_where(sql.negated(fits(question, dialect)))
            return sql.binary(wrong, ">", sql.whole(0))


def fits(question: Question, dialect: Dialect) -> Sql:
    """Whether the answer is one to the question; unknown where there is no answer."""
    value = sql.column(question.id)
    match question.kind:
        case Number(lowest, highest):
            # Not left to the range: the statistics in a Parquet file leave out what is no number,
            # and DuckDB does not look where all fits by these.
            is_number = sql.negated(rows.is_no_number(value))
            return sql.all_of([rows.between(value.copy(), *_limits(lowest, highest)), is_number])
        case Choice(labels):
            return sql.one_of(value, [sql.text(word) for word in labels])
        case Several(labels):
            size = rows.words_count(value)
            single = sql.binary(size.copy(), "==", sql.whole(1))
            alone = [word for word in EXCLUSIVE if word in labels]
            has = [sql.contains(value.copy(), word) for word in alone]
            return sql.all_of(
                [
                    sql.binary(size, ">", sql.whole(0)),
                    rows.every_word(value.copy(), tuple(labels), dialect),
                    sql.any_of([single, sql.negated(sql.any_of(has))]),
                ]
            )
        case Text(longest):
            return sql.binary(rows.length(value), "<=", sql.whole(longest))
        case _:
            assert_never(question.kind)


def readable(question: Question, dialect: Dialect) -> Sql:
    """The answer if it is one, and of several choices those that there are; NULL for nothing.

    As `tables.cells` reads a row that is rejected.
    """
    value = sql.column(question.id)
    branches = [(fits(question, dialect), value)]
    if isinstance(question.kind, Several):
        words = [word for word in question.kind.labels if word not in EXCLUSIVE]
        known = rows.known_words(value.copy(), words, dialect)
        branches.append((sql.binary(rows.words_count(known), ">", sql.whole(0)), known.copy()))
    return sql.case(branches)


def _limits(lowest: float, highest: float) -> tuple[float, float]:
    """The range with the slack that `read_answer` gives."""
    slack = 1e-9 * max(1.0, abs(highest))
    return lowest - slack, highest + slack


def reason(question: Question, dialect: Dialect) -> Sql:
    """Why the answer does not fit, as a sentence; NULL where it fits or there is none."""
    return sql.case([(sql.is_false(fits(question, dialect)), _sentence(question, dialect))])


def _sentence(question: Question, dialect: Dialect) -> Sql:
    value = sql.column(question.id)
    name = question.id
    match question.kind:
        case Number():
            found = sql.cast_to(value, sql.Type.TEXT)
            accepted = f"'; {show_range(question.kind)} is accepted"
            return rows.joined(_coded("AN103", f"'{name}' cannot be '"), found, sql.text(accepted))
        case Choice(labels):
            found = rows.start_of(value, _SHOWN)
            accepted = f"'; accepted: {join_words(labels)}{_EXACTLY}"
            return rows.joined(
                _coded("AN104", f"'{name}' has no choice '"), found, sql.text(accepted)
            )
        case Several(labels):
            found = rows.start_of(sql.coalesce(rows.comma_list(value), sql.text("")), _SHOWN)
            alone = [word for word in EXCLUSIVE if word in labels]
            accepted = f"'; accepted: {join_words(labels)}{_EXACTLY}"
            known = rows.every_word(value.copy(), tuple(labels), dialect)
            empty = sql.binary(rows.words_count(value.copy()), "==", sql.whole(0))
            mixed = sql.text(f"'; {join_words(alone)} stands alone")
            unknown = _coded("AN104", f"'{name}' has no choice '")
            together = _coded("AN105", f"'{name}' cannot be '")
            return sql.case(
                [
                    (empty, _coded("AN102", f"'{name}' has an empty list")),
                    (sql.holds(known), rows.joined(together, found, mixed)),
                ],
                rows.joined(unknown, found.copy(), sql.text(accepted)),
            )
        case Text(longest):
            size = sql.cast_to(rows.length(value), sql.Type.TEXT)
            start = _coded("AN103", f"'{name}' takes up to {longest} characters, not ")
            return rows.joined(start, size)
        case _:
            assert_never(question.kind)


def id_reason(name: str) -> Sql:
    """Why a runner cannot be called by what stands in this column; NULL where it can be."""
    is_long = sql.binary(rows.length(sql.column(name)), ">", sql.whole(LONGEST_ID))
    text = f"the id has more than {LONGEST_ID} characters"
    return sql.case([(is_long, _coded("AN127", text))])


def same_id_text() -> str:
    """Why a row with the id of a later one is rejected; behind it stands which row that is."""
    return f"AN129 {NAMES['AN129']}: the same runner stands in a later row, which counts: "


def _coded(code: str, text: str) -> Sql:
    return sql.text(f"{code} {NAMES[code]}: {text}")
