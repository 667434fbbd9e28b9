"""Rows on true, false and unknown that others wrote: `evaluate` and Experta answer each alike.

Every row becomes a rule, and a second rule with the opposite condition: unknown is what fires
neither of the two.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.nodes import plain
from surefoot.engine.source import Mapping as MappingNode
from surefoot.engine.source import read_file
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

from .support.small import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surefoot.engine.evaluate import Truth

_FILE = Path(__file__).resolve().parents[2] / "shared" / "external" / "three-valued-logic.yaml"

_BASE = """
format: 1
name: Three values
version: 0.0.1
topics: {a: {title: A}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
pillars: {p: {title: P, about: About, headline: P first.}}
questions:
  a.left: {title: L, ask: Ask, why: Why, answer: yes or no}
  a.right: {title: R, ask: Ask, why: Why, answer: yes or no}
  a.third: {title: T, ask: Ask, why: Why, answer: yes or no}
  a.number: {title: N, ask: Ask, why: Why, answer: 0 to 100}
  a.other: {title: O, ask: Ask, why: Why, answer: 0 to 100}
  a.low: {title: Low, ask: Ask, why: Why, answer: 0 to 100}
  a.high: {title: High, ask: Ask, why: Why, answer: 0 to 100}
  a.time: {title: Time, ask: Ask, why: Why, answer: 0 to 86400 s}
  a.colour: {title: C, ask: Ask, why: Why, answer: {red: Red, green: Green, blue: Blue}}
derived:
  a.added: {title: A, number: 1 + a.number}
  a.divided: {title: D, number: 1 / a.number}
  a.multiplied: {title: M, number: 1 * a.number}
  a.negated: {title: N, number: 0 - a.number}
  a.subtracted: {title: S, number: 1 - a.number}
  a.difference: {title: D, number: a.number - a.other}
  a.above_low: {title: A, number: a.number - a.low}
  a.below_high: {title: B, number: a.high - a.number}
  a.chosen: {title: C, choice: [{five: a.left == yes}, {ten: otherwise}]}
patterns:
  pattern.band:
    title: Band
    status: trial
    evidence: [expert]
    grade: expert
    about: About
    differ: Differ
    signs: {sure: {when: a.left == yes, say: slightly}, open: {when: a.right == yes, say: strongly}}
rules:
"""
_TABLES = {
    "and": "a.left == yes and a.right == yes",
    "or": "a.left == yes or a.right == yes",
    "not": "not a.left == yes",
    "implies": "not a.left == yes or a.right == yes",
    "xor": "(a.left == yes and not a.right == yes) or (not a.left == yes and a.right == yes)",
}
_BETWEEN = "a.above_low >= 0 and a.below_high >= 0"
# Each other row that the language has: the condition, and what is answered.
_OTHERS: dict[str, tuple[str, dict[str, str]]] = {
    "SimpleEqNullNull": ("a.difference == 0", {}),
    "SimpleEqTrueNull": ("a.left == yes", {}),
    "SimpleEqNullTrue": ("a.left == yes", {}),
    "SimpleNotEqNullNull": ("a.difference != 0", {}),
    "SimpleNotEqTrueNull": ("a.left != yes", {}),
    "SimpleNotEqNullTrue": ("a.left != yes", {}),
    "TestContainsNull": ("a.number >= 1 and a.number <= 10", {}),
    "TimeInNull": ("a.time >= 21599.999 and a.time <= 39599.999", {}),
    "UncertaintyGreaterNull": ("pattern.band > possible", {"a.left": "yes"}),
    "UncertaintyGreaterEqualNull": ("pattern.band >= likely", {"a.left": "yes"}),
    "UncertaintyLessNull": ("pattern.band < likely", {"a.left": "yes"}),
    "UncertaintyLessEqualNull": ("pattern.band <= possible", {"a.left": "yes"}),
    "AddNull": ("a.added > 5", {}),
    "DivideNull": ("a.divided > 5", {}),
    "MultiplyNull": ("a.multiplied > 5", {}),
    "NegateNull": ("a.negated > 5", {}),
    "SubtractNull": ("a.subtracted > 5", {}),
    "null_001": (_BETWEEN, {"a.low": "1", "a.high": "10"}),
    "null_002": (_BETWEEN, {"a.number": "2", "a.high": "10"}),
    "null_003": (_BETWEEN, {"a.number": "2", "a.low": "1"}),
}
_FORMULAS = "formulas have + - * / only"
_FINAL = "no answer that comes later may overturn what is known; whether a rule fires says it"
_LISTS = "conditions have no lists of truths; at_least counts unknown parts as unknown"
# Rows that the language does not have, and why; docs/reference/external-suites.md says it too.
_NOT_IN_THE_LANGUAGE = {
    **dict.fromkeys(["AbsNull", "ModuloNull", "RoundNull"], _FORMULAS),
    "IfNull1": "a choice stops at a condition that is unknown, and so is its value",
    **dict.fromkeys(["IsNullTrue", "IsNullFalseEmptyString", "IsNullAlsoFalseAbcString"], _FINAL),
    **dict.fromkeys(["IsNullAlsoFalseNumber1", "IsNullAlsoFalseNumberZero"], _FINAL),
    **dict.fromkeys(["IsFalseFalse", "IsFalseTrue", "IsFalseNull"], _FINAL),
    **dict.fromkeys(["IsTrueTrue", "IsTrueFalse", "IsTrueNull"], _FINAL),
    **dict.fromkeys(["EquivNullNull", "EquivTrueNull", "EquivNullTrue"], "there is one equality"),
    **dict.fromkeys(["AllTrueNullFirst", "AllTrueIsTrueWhenNull"], _LISTS),
    **dict.fromkeys(["AnyTrueNullFirstThenTrue", "AnyTrueNullFirstThenFalse"], _LISTS),
    **dict.fromkeys(["AnyTrueIsFalseWhenNull", "CountTest1", "SumTestNull"], _LISTS),
}
_TRUTHS: dict[str, Truth] = {"true": True, "false": False, "null": None}
_WORDS = {True: "yes", False: "no"}
_UNKNOWN = ["not asked", "unknown", "prefer not to say"]


def _suite() -> dict[str, Any]:
    if not _FILE.is_file():
        return {}
    node = read_file(_FILE).node
    assert isinstance(node, MappingNode)
    return dict(plain(node))


def _rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of the file with the table it stands in."""
    for group, entry in _suite().items():
        match entry:
            case {"cases": list(cases)}:
                yield from ((group, one) for one in cases)
            case {"and": _, "or": _, "not": _}:
                for table in _TABLES:
                    yield from ((table, one) for one in entry[table])


_ROWS = list(_rows())
_RUN = [(table, row) for table, row in _ROWS if row["id"] not in _NOT_IN_THE_LANGUAGE]
_of_the_suite = pytest.mark.skipif(
    not _ROWS, reason="needs ../shared/external/three-valued-logic.yaml"
)


def _condition(table: str, row: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The condition that says a row, and the answers that go with it."""
    if table not in _TABLES:
        return _OTHERS[row["id"]]
    operands = {"a.left": row.get("left", row.get("operand", "")), "a.right": row.get("right", "")}
    words = {"true": "yes", "false": "no"}
    return _TABLES[table], {name: words[one] for name, one in operands.items() if one in words}


@pytest.fixture(scope="module")
def assessor(tmp_path_factory: pytest.TempPathFactory) -> Assessor:
    conditions = {row["id"]: _condition(table, row)[0] for table, row in _RUN}
    return _assessor(tmp_path_factory.mktemp("rows"), conditions)


def _assessor(folder: Path, conditions: Mapping[str, str]) -> Assessor:
    """A base with a rule for each condition, and one for its opposite."""
    rules = [
        rule(f"p.{_id(name)}", condition, 1) + rule(f"p.not-{_id(name)}", f"not ({condition})", 1)
        for name, condition in conditions.items()
    ]
    text = (_BASE + "".join(rules)).replace("Because of {a.one}", "Because")
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return Assessor(load_knowledge(folder))


def _id(name: str) -> str:
    return name.lower().replace("_", "-")


def _answers(assessor: Assessor, texts: Mapping[str, str], unknown: str) -> dict[str, Answer]:
    """The answers that are given; all other questions are unknown in the same way."""
    answers = {}
    for name, question in assessor.knowledge.questions.items():
        text = texts.get(name, unknown)
        if text != "not asked":
            found = read_answer(question, text)
            assert not isinstance(found, Misfit), found
            answers[name] = found
    return answers


def _assert_says(
    assessor: Assessor, name: str, answers: Mapping[str, Answer], expected: Truth
) -> None:
    """`assess` takes what is true from Experta alone."""
    opposite = None if expected is None else not expected
    for run in (assessor.evaluate, assessor.assess):
        states = run(answers).states
        assert (states[f"p.{_id(name)}"], states[f"p.not-{_id(name)}"]) == (expected, opposite)


@_of_the_suite
@pytest.mark.parametrize("unknown", _UNKNOWN)
@pytest.mark.parametrize(("table", "row"), _RUN, ids=[row["id"] for _, row in _RUN])
def test_a_row_comes_out_as_expected(
    assessor: Assessor, table: str, row: dict[str, str], unknown: str
) -> None:
    answers = _answers(assessor, _condition(table, row)[1], unknown)
    _assert_says(assessor, row["id"], answers, _TRUTHS[row["expected"]])


@_of_the_suite
def test_every_row_is_run_or_named_with_a_reason() -> None:
    tables = [row["id"] for table, row in _ROWS if table in _TABLES]
    named = [*tables, *_OTHERS, *_NOT_IN_THE_LANGUAGE]
    assert sorted(row["id"] for _, row in _ROWS) == sorted(named)
    assert len(set(named)) == len(named) == 84


@_of_the_suite
def test_arithmetic_on_an_unknown_gives_no_value(assessor: Assessor) -> None:
    facts = assessor.evaluate({}).facts
    assert not facts.values.keys() & assessor.knowledge.derived.keys()


def test_a_choice_stops_at_an_unknown_condition(tmp_path: Path) -> None:
    """Unlike `if` in the suite, which takes its else branch."""
    assessor = _assessor(tmp_path, {"any": "a.left == yes"})
    for text, expected in (("yes", "five"), ("no", "ten"), ("unknown", None)):
        facts = assessor.evaluate(_answers(assessor, {"a.left": text}, "not asked")).facts
        assert facts.values.get("a.chosen") == expected


def test_a_division_by_zero_is_unknown(tmp_path: Path) -> None:
    assessor = _assessor(tmp_path, {"more": "a.divided > 5", "less": "a.divided <= 5"})
    for number, more in (("0", None), ("0.1", True), ("1", False)):
        answers = _answers(assessor, {"a.number": number}, "not asked")
        _assert_says(assessor, "more", answers, more)
        _assert_says(assessor, "less", answers, None if more is None else not more)


def test_a_list_of_choices_is_unknown_without_an_answer(tmp_path: Path) -> None:
    assessor = _assessor(tmp_path, {"listed": "a.colour in (red, green)"})
    for text, expected in (("red", True), ("blue", False), ("unknown", None)):
        answers = _answers(assessor, {"a.colour": text}, "not asked")
        _assert_says(assessor, "listed", answers, expected)


def test_at_least_is_known_when_no_answer_can_change_it(tmp_path: Path) -> None:
    """Held against its meaning: what it would be for every way to answer the rest."""
    names = ("a.left", "a.right", "a.third")
    parts = ", ".join(f"{name} == yes" for name in names)
    assessor = _assessor(tmp_path, {str(one): f"at_least({one}, {parts})" for one in (1, 2, 3)})
    for truths in product((True, False, None), repeat=3):
        texts = {
            name: _WORDS[truth]
            for name, truth in zip(names, truths, strict=True)
            if truth is not None
        }
        answers = _answers(assessor, texts, "not asked")
        ways = [[truth] if truth is not None else [True, False] for truth in truths]
        for count in (1, 2, 3):
            outcomes = {sum(way) >= count for way in product(*ways)}
            expected = outcomes.pop() if len(outcomes) == 1 else None
            _assert_says(assessor, str(count), answers, expected)
