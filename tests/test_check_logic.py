"""What `kb check` says of rules that mean something else than was meant, with a runner for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.check.logic.direction import number_direction
from surefoot.engine.check.unused import check_unused
from surefoot.engine.condition import Reference
from surefoot.engine.errors import format_problem
from surefoot.engine.loading import read_knowledge
from surefoot.engine.loading.sections import read_sections

from .support.planted import derived, findings, flag, flags, pattern, rule, rules, runner_in, said
from .support.planted_rules import ONE_RULE, TWO_RULES
from .support.planted_values import OTHERS, WORSE

if TYPE_CHECKING:
    from pathlib import Path

PLANTED = ONE_RULE | TWO_RULES | WORSE | OTHERS


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_defect_is_found_and_nothing_else(tmp_path: Path, name: str) -> None:
    wrong, right, expected = PLANTED[name]
    assert [said(one) for one in findings(tmp_path / "wrong", wrong)[1]] == expected
    assert [said(one) for one in findings(tmp_path / "right", right)[1]] == []


@pytest.mark.parametrize("name", [*ONE_RULE, *TWO_RULES, *WORSE])
def test_the_runner_shown_makes_the_rules_fire_that_are_named(tmp_path: Path, name: str) -> None:
    knowledge, problems = findings(tmp_path, PLANTED[name][0])
    assessor = Assessor(knowledge)
    for problem in problems:
        fires = problem.code != "KB210" or "would fire" in problem.why
        states = assessor.evaluate(runner_in(problem, knowledge)).states
        named = [one for one in re.findall(r"'([^' ]+)'", problem.message) if one in states]
        for fired in named or [problem.subject] * (problem.subject in states):
            assert bool(states[fired]) is fires, (fired, problem.why)


def test_a_finding_as_it_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    far = "  p.x:\n    title: Far\n    status: trial\n    evidence: [expert]\n    grade: expert\n"
    far += "    when:\n      all:\n        - a.pain > 3\n        - a.far < 9\n"
    far += "    then: {points: 4}\n    because: B\n"
    (problem,) = findings(tmp_path, rules(far))[1]
    first, *others = format_problem(problem).split("\n")
    line = first.split(":")[1]
    assert first == (
        f"base.yaml:{line}:11: error KB221 not-monotone: a lower 'a.far' is said to be better "
        "(worse: higher), but 'p.x' gives more points for it"
    )
    assert [one.strip() for one in others[3:]] == [
        "|           ^^^^^^^^^",
        'in: rule p.x "Far"',
        "why: 9 km -> 8 km: 4 points instead of 0, everything else the same",
        "{a.pain: 4, a.far: 8}",
        "also: base.yaml:18:3 | a.far: "
        "{title: Far, ask: A, why: W, answer: 0 to 100 km, worse: higher}",
        "fix: let the rule read the worse answers alone; or say `worse: neither` of the question",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Only arithmetic over several questions excludes these, and that is not looked into.
        derived("  a.ratio: {title: R, number: a.far / a.before}\n")
        + rules(rule("p.x", "{all: [a.ratio > 3, a.far < 10, a.before > 5]}")),
        # A site alone is what a sign may go by, and a gate may be repeated.
        pattern(
            "here: {when: site == left, say: slightly}",
            "sore: {when: s.site.pain > 3 and s.site.weeks > 2, say: strongly}",
        ),
        # One answer opens what another rule of the group reads: they are not compared.
        rules(
            rule("p.x", "{any: [a.knows == yes, a.pain > 3]}", more="group: g, "),
            rule("p.y", "a.count < 9", "points: 3", more="group: g, "),
        ),
    ],
    ids=["arithmetic", "site and gate", "gate of the group"],
)
def test_what_is_not_proved_or_no_mistake_is_not_said(tmp_path: Path, text: str) -> None:
    assert [said(one) for one in findings(tmp_path, text)[1]] == []


def test_a_draft_is_looked_into_and_named_as_the_subject(tmp_path: Path) -> None:
    draft = rule("p.x", "a.hours < 5 and a.hours > 7").replace("trial", "draft")
    (problem,) = findings(tmp_path, rules(draft))[1]
    assert (problem.code, problem.subject) == ("KB210", "p.x")


def test_a_finding_about_a_sign_is_one_about_its_pattern(tmp_path: Path) -> None:
    problems = findings(tmp_path, PLANTED["a sign"][0])[1]
    assert [one.subject for one in problems] == ["pattern.x"]


@pytest.mark.parametrize(
    ("formula", "far", "before"),
    [
        ("a.far / a.before", 1, -1),
        ("a.far - a.before", 1, -1),
        ("10 - 2 * a.far", -1, 0),
        ("a.far * a.before", 1, 1),
        ("1000 / a.far + 1000 / a.before", -1, -1),
        ("(0 - a.far) / (a.before + 1)", -1, 1),
        ("a.far * (a.before - 3)", None, 1),
        ("a.far - a.far", None, 0),
    ],
)
def test_which_way_a_number_goes(
    tmp_path: Path, formula: str, far: int | None, before: int | None
) -> None:
    knowledge, _ = findings(tmp_path, derived(f"  a.new: {{title: N, number: {formula}}}\n"))
    new = Reference("a.new")
    assert number_direction(new, "a.far", knowledge) == far
    assert number_direction(new, "a.before", knowledge) == before


def test_what_is_printed_for_each_site_counts_as_used(tmp_path: Path) -> None:
    text = flags(flag("x", "s.site.pain > 3", more="each: site, "))
    text = text.replace("because: B", "because: 'Since {s.site.weeks}'")
    findings(tmp_path, text)
    sections = read_sections(tmp_path)
    knowledge, _ = read_knowledge(sections)
    assert knowledge is not None
    unused = {one.subject for one in check_unused(knowledge, sections) if one.code == "KB215"}
    assert "s.site.weeks" not in unused
    assert "a.far" in unused
