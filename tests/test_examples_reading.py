"""Reading the examples of rules, and every mistake in them at its place."""

from pathlib import Path

import pytest

from surefoot.engine.errors import KnowledgeError, format_problem
from surefoot.engine.examples.base import load_examples
from surefoot.engine.vocabulary import State

from .support.examples import base_with, examples, sign_pattern
from .support.small import flag, rule

HIGH = rule("p.high", "a.one > 3 and a.two <= 3", 2)


def test_an_example_is_read_with_typed_answers(tmp_path: Path) -> None:
    base = base_with(
        tmp_path, examples(HIGH, "four: {given: {a.one: 4, a.two: unknown}, expect: unknown}")
    )
    (example,) = base.examples["p.high"]
    assert example.id == "p.high::four"
    assert example.answers["a.one"].value == 4.0
    assert example.answers["a.two"].state is State.DONT_KNOW
    assert example.expect == "unknown"
    assert example.context[-1] == "four"


def test_flags_limits_and_signs_have_examples_too(tmp_path: Path) -> None:
    base = base_with(
        tmp_path,
        flags=(examples(flag("sore", "a.one > 8"), "nine: {given: {a.one: 9}, expect: fires}"),),
        extra=examples(
            "limits:\n  limit.old:\n    title: Old\n    status: trial\n    evidence: [expert]\n"
            "    grade: expert\n    when: a.two > 5\n    text: Old.\n",
            "six: {given: {a.two: 6}, expect: fires}",
        )
        + sign_pattern("a.three > 2", "three: {given: {a.three: 3}, expect: fires}"),
    )
    assert set(base.examples) == {"flag.sore", "limit.old", "pattern.x.sore"}
    assert [one.fails for of_rule in base.outcomes.values() for one in of_rule] == [False] * 3


def test_an_open_expectation_is_written_in_quotes(tmp_path: Path) -> None:
    base = base_with(tmp_path, examples(HIGH, 'open: {given: {a.one: 4}, expect: "?"}'))
    (outcome,) = base.outcomes["p.high"]
    assert not outcome.is_decided
    assert not outcome.fails


def test_a_retired_rule_keeps_its_examples_and_nobody_reads_them(tmp_path: Path) -> None:
    retired = examples(
        HIGH.replace("status: trial", "status: retired"),
        "gone: {given: {a.no_more: 4}, expect: fires}",
    )
    assert base_with(tmp_path, retired).examples == {}


def test_the_examples_of_a_draft_are_run(tmp_path: Path) -> None:
    draft = HIGH.replace("status: trial", "status: draft")
    base = base_with(tmp_path, examples(draft, "no: {given: {a.one: 1}, expect: quiet}"))
    assert [one.state for one in base.outcomes["p.high"]] == ["quiet"]
    assert "p.high" not in {one.id for one in base.rules([])}
    assert [one.id for one in base.rules(["p.high"])] == ["p.high"]


def test_a_former_id_of_a_question_still_reads(tmp_path: Path) -> None:
    base = base_with(
        tmp_path, examples(HIGH, "four: {given: {a.erst: 4, a.two: 1}, expect: fires}"),
        renamed=("a.one: {", "a.one: {was: [a.erst], "),
    )  # fmt: skip
    assert [one.state for one in base.outcomes["p.high"]] == ["fires"]


@pytest.mark.parametrize(
    ("line", "code", "message", "caret"),
    [
        (
            "x: {given: {a.oen: 4}, expect: fires}",
            "KB121",
            "there is no question 'a.oen'",
            "a.oen",
        ),
        ("x: {given: {a.one: 11}, expect: fires}", "KB131", "'a.one' cannot be 11", "11"),
        ("x: {given: {a.one: many}, expect: fires}", "KB130", "'many' is not a number", "many"),
        ("x: {given: {a.gate: maybe}, expect: fires}", "KB122", "no choice 'maybe'", "maybe"),
        ("x: {given: {s.places: [none, left]}, expect: fires}", "KB153", "stands alone", "["),
        ("x: {given: {a.one: 4}, expect: fire}", "KB153", "'fire' is not accepted", "fire"),
        ("x: {given: {a.one: 4}, exepct: fires}", "KB150", "no field 'exepct'", "exepct"),
        ("x: {given: {a.one: 4}}", "KB151", "the field 'expect' is missing", "x"),
        ("x: {expect: quiet}", "KB151", "the field 'given' is missing", "x"),
        ("x: {given: 4, expect: quiet}", "KB153", "'given'", "4"),
        ("x: fires", "KB152", "fields are expected here", "fires"),
        ('"": {given: {}, expect: quiet}', "KB153", "the name of an example is empty", '""'),
        ("x: {given: {a.one: 4}, expect: ?}", "KB107", "", "?"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    tmp_path: Path, line: str, code: str, message: str, caret: str
) -> None:
    with pytest.raises(KnowledgeError) as caught:
        base_with(tmp_path, examples(HIGH, line))
    (problem,) = caught.value.problems
    assert problem.code == code
    assert message in problem.message
    place = problem.place
    assert place is not None
    assert place.source.line(place.line)[place.column - 1 :].startswith(caret)


def test_a_misspelt_question_is_told_with_the_example_it_stands_in(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        base_with(tmp_path, examples(HIGH, "far over: {given: {a.thre: 4}, expect: fires}"))
    text = format_problem(caught.value.problems[0])
    assert 'in: rule p.high "Rule" › examples › far over' in text
    assert "fix: did you mean a.three?" in text
    assert caught.value.problems[0].subject == "p.high"


def test_a_list_of_examples_is_told_how_to_be_written(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        base_with(tmp_path, HIGH + "    examples:\n      - {given: {}, expect: quiet}\n")
    (problem,) = caught.value.problems
    assert problem.code == "KB152"
    assert "just under: {given:" in problem.fix


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        base_with(
            tmp_path,
            examples(
                HIGH,
                "x: {given: {a.oen: 4, a.one: 11}, expect: fires}",
                "y: {given: {}, expect: no}",
            ),
        )
    assert [one.code for one in caught.value.problems] == ["KB121", "KB131", "KB153"]


def test_without_examples_nothing_is_read(tmp_path: Path) -> None:
    empty = HIGH.replace("p.high", "p.empty") + "    examples:\n"
    assert base_with(tmp_path, HIGH, empty).examples == {}
    assert load_examples(tmp_path).outcomes == {}
