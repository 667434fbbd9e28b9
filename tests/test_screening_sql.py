"""SQL as values: three-valued truth, numbers to the bit, stages, and how dialects write them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from functools import cache
from itertools import product

import duckdb
import pytest

from surefoot.engine.evaluate import Truth
from surefoot.engine.formulas import exact
from surefoot.engine.screening import conditions
from surefoot.engine.screening.draft import Draft
from surefoot.engine.screening.sql import (
    FALSE,
    NULL,
    TRUE,
    Dialect,
    Sql,
    Type,
    all_of,
    any_of,
    binary,
    bound,
    case,
    cast_to,
    coalesce,
    column,
    contains,
    count_of,
    holds,
    is_false,
    is_known,
    is_null,
    is_possible,
    joined_words,
    keyed,
    largest,
    negated,
    number,
    one_of,
    quotient,
    read_by,
    smallest,
    sorted_words,
    text,
    total,
    whole,
)
from surefoot.engine.screening.statement import Query

Cell = object
TRUTHS: tuple[Truth, ...] = (True, False, None)
CONSTANT = {True: TRUE, False: FALSE, None: NULL}


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def value(expression: Sql, **cells: Cell) -> Cell:
    """What DuckDB makes of an expression over one row of columns."""
    names = ", ".join(f'? AS "{name}"' for name in cells) or "1 AS nothing"
    query = Query((), {"found": expression}, "t").text(Dialect.DUCKDB)
    sql = f"WITH t AS (SELECT {names}) {query}"
    row = _connection().execute(sql, list(cells.values())).fetchone()
    assert row is not None
    return row[0]


def truth(name: str) -> Sql:
    return cast_to(column(name), Type.TRUTH)


def kleene_and(left: Truth, right: Truth) -> Truth:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def kleene_or(left: Truth, right: Truth) -> Truth:
    if left or right:
        return True
    return None if left is None or right is None else False


@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, TRUTHS)))
def test_and_and_or_are_kleenes_with_constants_and_with_columns(left: Truth, right: Truth) -> None:
    for joined, table in ((all_of, kleene_and), (any_of, kleene_or)):
        wanted = table(left, right)
        for first in (CONSTANT[left].copy(), truth("a")):
            for second in (CONSTANT[right].copy(), truth("b")):
                assert value(joined((first, second)), a=left, b=right) is wanted


@pytest.mark.parametrize("one", TRUTHS)
@pytest.mark.parametrize(
    ("tested", "wanted"),
    [
        (holds, {True: True, False: False, None: False}),
        (is_false, {True: False, False: True, None: False}),
        (is_possible, {True: True, False: False, None: True}),
        (is_null, {True: False, False: False, None: True}),
        (is_known, {True: True, False: True, None: False}),
        (negated, {True: False, False: True, None: None}),
    ],
)
def test_tests_of_a_truth_say_the_same_of_constants_and_columns(
    tested: Callable[[Sql], Sql], wanted: Mapping[Truth, Truth], one: Truth
) -> None:
    assert value(tested(CONSTANT[one].copy())) is wanted[one]
    assert value(tested(truth("a")), a=one) is wanted[one]
    assert value(tested(all_of((truth("a"), truth("b")))), a=one, b=one) is wanted[one]


def test_many_parts_are_no_deep_tree() -> None:
    assert value(any_of(binary(column("a"), "==", whole(one)) for one in range(2000)), a=1999)


def test_nothing_to_join_is_true_for_all_and_false_for_any() -> None:
    assert all_of(()) == TRUE
    assert any_of(()) == FALSE
    assert total(()) == whole(0)
    assert joined_words((NULL.copy(),)) == text("")


def test_a_case_ends_where_it_is_sure_and_forgets_what_never_holds() -> None:
    branches = [
        (FALSE.copy(), text("never")),
        (NULL.copy(), text("never")),
        (truth("a"), text("a")),
    ]
    sure = [*branches, (TRUE.copy(), text("sure")), (truth("b"), text("late"))]
    assert [value(case(sure), a=one) for one in TRUTHS] == ["a", "sure", "sure"]
    assert value(case(branches[:2], text("else"))) == "else"
    assert value(case(branches[:2])) is None


def test_numbers_keep_every_bit() -> None:
    chance = random.Random("bits")
    drawn = [chance.uniform(-1, 1) * 10 ** chance.randint(-9, 9) for _ in range(200)]
    for one in (0.1, 0.6, 1 / 3, 1e-7, 1e22, -2.5, 40.0, 1e6, *drawn):
        assert value(number(one)) == one
        assert isinstance(value(number(one)), float)
        if one >= 0:  # no condition compares with a negative number
            assert value(binary(column("a"), "==", bound(one)), a=one) is True


def test_quotients_are_pythons_and_unknown_over_zero() -> None:
    chance = random.Random("quotients")
    for _ in range(100):
        a, b = chance.randint(0, 400), chance.randint(1, 40)
        assert value(quotient(column("a"), column("b")), a=a, b=b) == a / b
    for nothing in (whole(0), number(0), column("b")):
        assert value(quotient(column("a"), nothing), a=3.0, b=0.0) is None
    assert value(quotient(column("a"), number(10)), a=3) == 0.3


def test_derived_numbers_are_rounded_to_the_same_bits() -> None:
    chance = random.Random("rounded")
    drawn = [chance.uniform(-9, 9) * 10 ** chance.randint(-10, 7) for _ in range(300)]
    for one in (0.0009765625, 2.1 / 1.4, -0.5e-9, 999_999.999_999_999_9, 1e6, 1e300, *drawn):
        assert value(conditions.exact(column("a")), a=one) == exact(one)
    assert value(conditions.exact(cast_to(column("a"), Type.NUMBER)), a=None) is None


def test_lists_and_words() -> None:
    assert value(contains(column("a"), "shin"), a=["heel", "shin"]) is True
    assert value(contains(column("a"), "shin"), a=["heel"]) is False
    assert value(contains(cast_to(NULL.copy(), Type.WORDS), "shin")) is None
    assert value(one_of(column("a"), []), a="x") is False
    assert value(one_of(cast_to(NULL.copy(), Type.TEXT), [])) is None
    assert value(one_of(column("a"), [text("x"), text("y")]), a="y") is True
    parts = [case([(truth(name), text(name))]) for name in ("b", "a", "c")]
    assert value(joined_words(parts), a=True, b=True, c=None) == "b, a"
    assert value(joined_words(parts), a=False, b=None, c=None) == ""


def test_words_are_sorted_by_their_keys_as_numbers() -> None:
    words = [keyed([(column(name), 3), (whole(7), 2)], f"word-{name}") for name in ("a", "b", "c")]
    none = case([(truth("d"), keyed([(whole(1), 3)], "none"))])
    assert (
        value(sorted_words([*words, none]), a=100, b=20, c=3, d=False) == "word-c, word-b, word-a"
    )


def test_extremes_and_counts() -> None:
    parts = [column("a"), column("b"), column("c")]
    assert (value(largest(parts), a=1, b=3, c=2), value(smallest(parts), a=2, b=3, c=1)) == (3, 1)
    assert largest([column("a")]) == column("a")
    assert value(count_of([truth("a"), truth("b"), truth("c")]), a=True, b=None, c=False) == 1
    assert value(coalesce(cast_to(NULL.copy(), Type.WHOLE), whole(-2))) == -2


def _draft() -> Draft:
    draft = Draft("runners")
    draft.take("a.hours")
    draft.put("short", binary(draft["a.hours"], "<", bound(7)))
    draft.put("always", all_of(()))
    draft.put("unused", is_null(draft["a.hours"]))
    draft.stage("first", "Short nights.")
    draft.put("both", all_of((draft["short"], draft["always"])))
    draft.put("other", negated(draft["short"]))
    draft.stage("second", "What follows.")
    return draft


def test_a_column_is_read_from_the_stage_after_its_own() -> None:
    draft = Draft("runners")
    draft.put("new", TRUE.copy())
    with pytest.raises(KeyError):
        draft["new"]
    assert "new" not in draft
    draft.stage("first", "")
    assert draft["new"] == TRUE


def test_what_is_always_so_is_no_column_and_what_nobody_reads_is_left_out() -> None:
    query = _draft().query({"id": column("id"), "both": _draft()["both"]})
    assert [list(one.columns) for one in query.stages] == [["short"], ["both"]]
    assert read_by(query.stages[1].columns["both"]) == {"short"}
    assert _draft().query({"id": column("id")}).stages == ()


DUCKDB = """\
WITH
-- Short nights.
"first" AS (
SELECT
  *,
  "a.hours" < 7 AS "short"
FROM "runners"
),
-- What follows.
"second" AS (
SELECT
  *,
  "short" AS "both",
  NOT "short" AS "other"
FROM "first"
)
SELECT
  "id" AS "id",
  "both" AS "both",
  {words} AS "words"
FROM "second\""""
WORDS = {
    Dialect.DUCKDB: "REGEXP_REPLACE(ARRAY_TO_STRING(LIST_SORT([CONCAT(LPAD(CAST(1 AS TEXT), 3,"
    " '0'), '|word')]), ', '), '[0-9]+[|]', '', 'g')",
    Dialect.SPARK: "REGEXP_REPLACE(ARRAY_JOIN(ARRAY_SORT(ARRAY(CONCAT(LPAD(CAST(1 AS STRING), 3,"
    " '0'), '|word'))), ', '), '[0-9]+[|]', '')",
    Dialect.POSTGRES: "REGEXP_REPLACE(ARRAY_TO_STRING(ARRAY(SELECT x FROM UNNEST(ARRAY[CONCAT("
    "LPAD(CAST(1 AS TEXT), 3, '0'), '|word')]) AS u(x) ORDER BY x COLLATE \"C\"), ', '),"
    " '[0-9]+[|]', '', 'g')",
}


@pytest.mark.parametrize("dialect", Dialect)
def test_each_dialect_has_its_own_words_for_the_same(dialect: Dialect) -> None:
    draft = _draft()
    words = sorted_words([keyed([(whole(1), 3)], "word")])
    other = draft["other"]
    outputs = {"id": column("id"), "both": draft["both"], "words": words}
    query = draft.query({**outputs, "other": other})
    printed = Query(query.stages, outputs, query.source).text(dialect)
    wanted = DUCKDB.format(words=WORDS[dialect])
    if dialect is Dialect.POSTGRES:  # each stage made once, with the columns that are read
        wanted = wanted.replace(" AS (\n", " AS MATERIALIZED (\n")
        wanted = wanted.replace("  *", '  "id"')
    assert printed == (wanted.replace('"', "`") if dialect is Dialect.SPARK else wanted)


def test_a_table_without_a_stage_is_read_directly() -> None:
    assert Query((), {"id": column("id")}, "club").text(Dialect.SPARK) == (
        "SELECT\n  `id` AS `id`\nFROM `club`"
    )
