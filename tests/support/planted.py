"""A small base to plant defects in, and what `kb check` says of its logic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from surefoot.engine.check.logic import check_logic
from surefoot.engine.errors import Problem, Source, format_problem
from surefoot.engine.loading import read_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.source import Mapping, Node, Scalar, Sequence, read_text
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.knowledge import Knowledge

_BASE = """
format: 1
name: Planted
version: 0.0.1
each: {site: s.places}
topics: {safety: {title: S}, s: {title: S}, a: {title: A}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
pillars:
  p: {title: Pillar P, about: About, headline: P first.}
  q: {title: Pillar Q, about: About, headline: Q first.}
questions:
  safety.chest: {title: C, ask: A, why: W, answer: {no: No, not_sure: No idea, yes: Yes}}
  a.age: {title: Age, ask: A, why: W, answer: 10 to 100 years}
  a.sex: {title: Sex, ask: A, why: W, answer: {female: Female, male: Male, other: Other}}
  a.hours: {title: Hours, ask: A, why: W, answer: 0 to 14 h}
  a.pain: {title: Pain, ask: A, why: W, answer: 0 to 10}
  a.level: {title: Level, ask: A, why: W, answer: {low: L, mid: M, high: H}, worse: higher}
  a.far: {title: Far, ask: A, why: W, answer: 0 to 100 km, worse: higher}
  a.before: {title: Before, ask: A, why: W, answer: 0 to 100 km, worse: lower}
  a.knows: {title: Knows, ask: A, why: W, answer: yes or no, worse: lower}
  a.count: {title: Count, ask: A, why: W, answer: 0 to 200, only_if: a.knows == yes}
  a.signs:
    {title: S, ask: A, why: W, answers: {one: O, two: T, three: R, none: N}, worse: higher}
  s.places: {title: Places, ask: A, why: W, answers: {left: Left, right: Right, none: None}}
  s.site.pain: {each: site, title: P, ask: A, why: W, answer: 0 to 10}
  s.site.weeks: {each: site, title: W, ask: A, why: W, answer: 0 to 99, only_if: s.site.pain > 3}
"""
_KIND = "status: trial, evidence: [expert], grade: expert"
ADVICE = """
advice:
  do-a: {title: A, text: T, minutes_per_week: 0, block: run, dose: D, stop: S, %s, not_with: [do-b]}
  do-b: {title: B, text: T, minutes_per_week: 0, block: run, dose: D, stop: S, %s}
plan: {blocks: {run: {title: Run, weeks: [w1, w2, w3, w4, w5, w6, w7, w8]}}}
""".replace("%s", "evidence: [expert], grade: expert")


def rule(name: str, when: str, then: str = "points: 2", *, more: str = "") -> str:
    """A rule on one line; `when` may be a mapping in braces."""
    return f"  {name}: {{title: R, {_KIND}, {more}when: {when}, then: {{{then}}}, because: B}}\n"


def rules(*written: str) -> str:
    """The section of rules."""
    return "rules:\n" + "".join(written)


def flag(name: str, when: str, *, tier: str = "B", more: str = "") -> str:
    """A flag on one line."""
    route, plan = {"B": ("same day", "none"), "C": ("within two weeks", "site")}[tier]
    return (
        f"  flag.{name}: {{title: F, {_KIND}, tier: {tier}, route: {route}, plan: {plan}, {more}"
        f"when: {when}, because: B, running: R, tell: T}}\n"
    )


def flags(*written: str) -> str:
    """The section of flags."""
    return "flags:\n" + "".join(written)


def pattern(*signs: str) -> str:
    """The section of patterns, with one of these signs."""
    listed = "".join(f"      {sign}\n" for sign in signs)
    return (
        f"patterns:\n  pattern.x:\n    title: X\n    status: trial\n    evidence: [expert]\n"
        f"    grade: expert\n    about: A\n    differ: D\n    sites: [left]\n    signs:\n{listed}"
    )


def derived(text: str) -> str:
    """The section of derived values."""
    return f"derived:\n{text}"


def findings(folder: Path, text: str) -> tuple[Knowledge, list[Problem]]:
    """The base with these sections, and what the checks of logic find in it."""
    folder.mkdir(exist_ok=True)
    (folder / "base.yaml").write_text(_BASE + text, encoding="utf-8")
    sections = read_sections(folder)
    knowledge, problems = read_knowledge(sections, with_drafts=True)
    assert knowledge is not None, [format_problem(one) for one in problems]
    return knowledge, list(check_logic(knowledge, sections))


def said(problem: Problem) -> str:
    """Code, what is underlined, sentence, and why."""
    place = problem.place
    assert place is not None
    line = place.source.line(place.line)
    marked = line[place.column - 1 : place.column - 1 + place.width]
    why = " | " + problem.why.replace("\n", " ") if problem.why else ""
    return f"{problem.code} <{marked}> {problem.message}{why}"


def runner_in(problem: Problem, knowledge: Knowledge) -> dict[str, Answer]:
    """The runner of a finding, read as an author would paste it."""
    (shown,) = re.findall(r"\{[^{}]*\}", problem.why)
    node = read_text(Source("runner", shown)).node
    assert isinstance(node, Mapping)
    answers = {}
    for key, value in node.entries:
        found = read_answer(knowledge.questions[key.text], _texts(value))
        assert not isinstance(found, Misfit), found
        answers[key.text] = found
    return answers


def _texts(node: Node) -> list[str]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return [item.text for item in items if isinstance(item, Scalar)]
