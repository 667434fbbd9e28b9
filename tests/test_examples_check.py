"""What `kb check` finds in examples: they hold, are possible, and pin a stable rule down."""

from pathlib import Path

import pytest

from surefoot.engine.check.examples import check_examples
from surefoot.engine.errors import Problem, format_problem
from surefoot.engine.examples.base import ExampleBase

from .support.examples import base_with, examples
from .support.small import never, rule

HIGH = rule("p.high", "a.one > 3 and a.two <= 3", 2, title="One is high")
HOLDS = "four and three: {given: {a.one: 4, a.two: 3}, expect: fires}"
WRONG = "three: {given: {a.one: 3}, expect: fires}"
OPEN = 'five: {given: {a.one: 5}, expect: "?"}'


def _checked(base: ExampleBase) -> list[Problem]:
    return list(check_examples(base.sections, base.knowledge))


def test_a_failing_example_is_a_finding_with_its_comparisons(tmp_path: Path) -> None:
    (problem,) = (
        one for one in _checked(base_with(tmp_path, examples(HIGH, WRONG))) if one.code == "KB301"
    )
    assert format_problem(problem).endswith(
        '  in: rule p.high "One is high" › examples › three\n'
        "  why: a.one > 3 is false (a.one = 3)\n"
        "       a.two <= 3 is unknown (a.two is not answered)\n"
        "  fix: mend the rule, or the expectation if it is wrong"
    )
    assert problem.subject == "p.high"


def test_an_answer_to_what_nobody_is_asked_is_impossible(tmp_path: Path) -> None:
    wrong = "odd: {given: {a.gate: no, a.gated: 9}, expect: fires}"
    base = base_with(tmp_path, examples(rule("p.high", "a.gated > 3", 1), wrong))
    (problem,) = (one for one in _checked(base) if one.code != "KB305")
    assert problem.code == "KB306"
    assert problem.place is not None
    assert problem.place.source.line(problem.place.line)[problem.place.column - 1 :].startswith(
        "a.gated: 9"
    )
    assert "a.gate == yes is false" in problem.why


def test_what_no_real_runner_says_is_impossible(tmp_path: Path) -> None:
    base = base_with(tmp_path, examples(HIGH, HOLDS), extra=never("a.one > 3 and a.two > 2"))
    (problem,) = (one for one in _checked(base) if one.code != "KB305")
    assert problem.code == "KB306"
    assert problem.why == "contradiction never-1, never: a.one > 3 and a.two > 2"


def test_an_open_example_and_one_that_is_missing_are_findings(tmp_path: Path) -> None:
    found = _checked(base_with(tmp_path, examples(HIGH, OPEN)))
    assert [one.code for one in found] == ["KB308", "KB305"]
    assert found[0].fix.startswith("write `expect: unknown` if that is right")
    assert found[1].severity == "info"


def test_a_rule_without_examples_is_no_finding_as_long_as_it_is_not_stable(
    tmp_path: Path,
) -> None:
    assert _checked(base_with(tmp_path, HIGH)) == []


LOW = rule("p.low", "a.one < 7", 1).replace("status: trial", "status: stable")
FIRES, QUIET = (
    "six: {given: {a.one: 6}, expect: fires}",
    "seven: {given: {a.one: 7}, expect: quiet}",
)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((), "for which it fires and none for which it is quiet"),
        ((FIRES,), "for which it is quiet"),
        ((QUIET, OPEN), "for which it fires"),
    ],
)
def test_a_stable_rule_has_an_example_of_each_kind(
    tmp_path: Path, lines: tuple[str, ...], message: str
) -> None:
    base = base_with(tmp_path, examples(LOW, *lines) if lines else LOW)
    (problem,) = (one for one in _checked(base) if one.code == "KB303")
    assert problem.message == f"the stable rule 'p.low' has no example {message}"
    assert problem.fix.startswith("add below `examples:`\n")
    assert 'expect: "?"}' in problem.fix


def test_a_stable_rule_is_pinned_down_by_its_examples(tmp_path: Path) -> None:
    far = "nine: {given: {a.one: 9}, expect: quiet}"
    (problem,) = (
        one
        for one in _checked(base_with(tmp_path, examples(LOW, FIRES, far)))
        if one.code == "KB304"
    )
    assert format_problem(problem).endswith(
        "  why: a.one < 7 → a.one <= 7\n"
        "       a.one < 7 → a.one < 8\n"
        "  fix: add below `examples:`\n"
        '         7 of 10: {given: {a.one: 7}, expect: "?"}\n'
        '         not answered: {given: {}, expect: "?"}'
    )
    assert "would not notice 2 slips in its condition" in problem.message


def test_a_stable_rule_with_all_its_examples_has_no_finding(tmp_path: Path) -> None:
    without = "not answered: {given: {}, expect: unknown}"
    assert _checked(base_with(tmp_path, examples(LOW, FIRES, QUIET, without))) == []
