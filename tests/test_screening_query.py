"""What a compiled query makes of tables: of all kinds of columns, and of what they lack."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import get_args

import pyarrow as pa
import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Not,
    Operation,
    Operator,
    comparisons,
)
from surefoot.engine.knowledge import Conclusion, FirstThatHolds, Formula, Knowledge, formula_reads
from surefoot.engine.vocabulary import Kind

from .support.screened import (
    Engine,
    Row,
    Runners,
    compare,
    every,
    in_duckdb,
    lacking,
    screen,
)
from .support.screened_bases import runners_of, write_screened_base
from .support.small import answered, flag, rule, small_base

SIGNED = """
patterns:
  pattern.x:
    {title: X, status: trial, evidence: [expert], grade: expert, about: A, differ: D, signs: {
      low: {when: a.one > 3, say: strongly}, high: {when: a.two > 3, say: against slightly}}}
"""
Recast = Callable[[pa.ChunkedArray], pa.ChunkedArray]


def agrees(
    base: Assessor, answers: Sequence[Mapping[str, str]], engine: Engine = in_duckdb
) -> Mapping[str, Row]:
    """The rows of some runners, which are what Experta and `evaluate` say."""
    named = {str(place): answered(base, one) for place, one in enumerate(answers)}
    return agree(base, every(base.knowledge, named), engine)


def agree(base: Assessor, runners: Runners, engine: Engine = in_duckdb) -> Mapping[str, Row]:
    rows = screen(base.knowledge, runners, engine)
    compared = compare(base, runners.answers, rows)
    assert not compared.differences, str(compared)
    return rows


def recast(change: Recast) -> Engine:
    """DuckDB over a table whose columns have other types."""

    def engine(
        knowledge: Knowledge, columns: Sequence[str], runners: pa.Table
    ) -> Mapping[str, Row]:
        arrays = [change(one) for one in runners.columns]
        return in_duckdb(knowledge, columns, pa.table(arrays, names=runners.column_names))

    return engine


def small_whole(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return cells.cast(pa.uint8()) if pa.types.is_floating(cells.type) else cells


def decimal(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return cells.cast(pa.decimal128(9, 3)) if pa.types.is_floating(cells.type) else cells


def dictionary(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    is_text = pa.types.is_string(cells.type)
    return cells.combine_chunks().dictionary_encode() if is_text else cells


def test_at_least_counts_what_is_certain_and_what_is_possible(tmp_path: Path) -> None:
    parts = ("a.lead == yes", "a.one > 5", "a.gated < 3")
    rules = [
        rule(f"p.r{count}-{number}", f"{negated}at_least({count}, {', '.join(parts)})", 1)
        for count in (1, 2, 3)
        for number, negated in enumerate(("", "not "))
    ]
    base = small_base(tmp_path, *rules)
    texts = {
        "a.lead": ("yes", "no", None), "a.one": ("6", "5", None), "a.gated": ("2", "3", None),
        "a.gate": ("yes", "no", None),
    }  # fmt: skip
    runners = {
        str(place): answered(base, {n: t for n, t in zip(texts, one, strict=True) if t})
        for place, one in enumerate(product(*texts.values()))
    }
    for count in (0, 1, len(texts)):
        for left_out in combinations(texts, count):
            agree(base, lacking(every(base.knowledge, runners), left_out))


@pytest.mark.parametrize(
    "formula",
    ["a.one - a.two", "a.one / a.two", "a.one / 0", "a.one / (2 - 2)", "a.one / 10 * 0.1 - 0.3",
     "a.one / 3 * 3 - a.one", "0 - a.one / 7", "1000000 * a.one / 3", "0.1 + 0.2"],
)  # fmt: skip
def test_formulas_have_the_same_bits_whatever_the_columns_hold(
    tmp_path: Path, formula: str
) -> None:
    extra = f"derived:\n  a.f: {{title: F, number: {formula}}}\n"
    base = small_base(tmp_path, rule("p.one", "a.f > 0.5 or a.f < -0.1", 2), extra=extra)
    wholes = [{"a.one": "0", "a.two": "9"}, {"a.one": "7", "a.two": "0"}, {"a.one": "10"}, {}]
    for engine in (in_duckdb, recast(small_whole), recast(decimal)):
        agrees(base, wholes, engine)
    agrees(base, [{"a.one": "0.3", "a.two": "0.1"}, {"a.one": "3.333333", "a.two": "7.7"}])


def test_a_table_of_negative_numbers_gives_doubles(tmp_path: Path) -> None:
    extra = (
        "derived:\n  a.f: {title: F, lookup: {by: [a.one], rows: "
        "[[under 3, -2.5], [3 to under 5, -0.1]]}}\n"
    )
    base = small_base(tmp_path, rule("p.one", "a.f > -1", 2), extra=extra)
    found = agrees(base, [{"a.one": "1"}, {"a.one": "4"}, {"a.one": "5"}, {}])
    assert [row["a.f"] for row in found.values()] == [-2.5, -0.1, None, None]


def test_a_sign_may_be_called_as_the_ends_of_a_sum_are(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "pattern.x >= likely", 1), extra=SIGNED)
    found = agrees(base, [{"a.one": "4", "a.two": "0"}, {"a.one": "4"}, {"a.one": "1"}])
    assert [row["pattern.x.low"] for row in found.values()] == [True, True, False]
    assert [row["patterns"] for row in found.values()] == ["pattern.x", "pattern.x", ""]


def test_of_one_tier_what_does_more_to_the_plan_comes_before_who_is_seen_sooner(
    tmp_path: Path,
) -> None:
    flags = (
        flag("sooner", "a.one > 3", route="same day", plan="hold"),
        flag("stricter", "a.one > 3", route="within days", plan="none"),
        flag("alike", "a.one > 3", route="within days", plan="none"),
    )
    (row,) = agrees(small_base(tmp_path, flags=flags), [{"a.one": "4"}]).values()
    assert row["flags"] == "flag.alike, flag.stricter, flag.sooner"
    assert (row["headline"], row["plan.mode"]) == ("flag.alike", "none")


def test_words_may_come_as_a_dictionary_and_a_table_may_be_empty(tmp_path: Path) -> None:
    knowledge = write_screened_base(tmp_path, 3)
    base = Assessor(knowledge)
    agree(base, every(knowledge, runners_of(knowledge, 3, 12)), recast(dictionary))
    assert agree(base, every(knowledge, {})) == {}


def test_everything_that_a_base_can_say_is_in_the_random_bases(tmp_path: Path) -> None:
    """What is new in a base has to come into these, and so into SQL and Experta."""
    seen: set[object] = set()
    for seed in range(12):
        seen |= set(_said(write_screened_base(tmp_path / str(seed), seed)))
    trees = {*get_args(Condition), *get_args(Formula)} - {Not}  # normal form has none
    leaves = {*get_args(Conclusion), *get_args(Kind), *Operator, "+", "-", "*", "/"}
    assert trees | leaves | _MORE <= seen, (trees | leaves | _MORE) - seen


_MORE = {
    "at each site", "of a record", "gate on a gate", "note", "link", "link with a condition",
    "against", "flag read", "pattern read", "derived from derived",
}  # fmt: skip


def _said(knowledge: Knowledge) -> Iterator[object]:
    """What kinds of things a base has."""
    for one in knowledge.rules.values():
        yield type(one.conclusion)
        yield from ("at each site" for _ in range(one.is_each))
        yield from ("note" for _ in range(one.is_note))
        yield from ("against" for _ in range(getattr(one.conclusion, "weight", 0) < 0))
        for instance in one.instances:
            yield from _nodes(instance.condition)
        yield from ("flag read" for name in one.reads if name in knowledge.rules)
        yield from ("pattern read" for name in one.reads if name in knowledge.patterns)
    gated = {name: one.gate for name, one in knowledge.questions.items() if one.gate is not None}
    for question in knowledge.questions.values():
        yield type(question.kind)
        yield from ("of a record" for _ in range(bool(question.records)))
    for gate in gated.values():
        yield from ("gate on a gate" for each in comparisons(gate) if each.subject in gated)
    for derived in knowledge.derived.values():
        yield from _of_formula(derived.formula)
        read = formula_reads(derived.formula)
        yield from ("derived from derived" for name in read if name in knowledge.derived)
    for pattern in knowledge.patterns.values():
        for link in pattern.links:
            yield "link" if link.condition is None else "link with a condition"


def _nodes(condition: Condition) -> Iterator[object]:
    yield type(condition)
    match condition:
        case Comparison(_, operator):
            yield operator
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _nodes(part)
        case Not():
            raise AssertionError("normal form has no `not`")


def _of_formula(formula: Formula) -> Iterator[object]:
    yield type(formula)
    match formula:
        case Operation(sign, left, right):
            yield sign
            yield from _of_formula(left)
            yield from _of_formula(right)
        case FirstThatHolds(branches):
            for _, condition in branches:
                yield from _nodes(condition)
