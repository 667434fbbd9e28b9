"""Random small bases, and every set of answers to them, for the nearest other answers."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answer, read_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HEAD = """
format: 1
name: Small
version: 0.0.1
topics: {a: {title: A}, s: {title: S}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
each: {site: s.places}
pillars:
  p: {title: Pillar P, about: About, headline: P first.}
"""
# What can be answered, and how: every number is a whole number of its steps.
FLAT = {
    "a.n": ("answer: 0 to 6", ["0", "1", "2", "3", "4", "5", "6"]),
    "a.m": ("answer: 0 to 6, step: 2", ["0", "2", "4", "6"]),
    "a.w": ("worse: higher, answer: {low: L, middle: M, high: H}", ["low", "middle", "high"]),
    "a.g": ("answer: yes or no", ["yes", "no"]),
    "a.h": ("answer: 0 to 4, step: 2, only_if: a.g == yes", ["0", "2", "4"]),
    "a.s": ("answers: {u: U, v: V, none: None}", ["u", "v", "u,v", "none"]),
}
SITED = {
    "a.n": FLAT["a.n"],
    "a.g": FLAT["a.g"],
    "s.places": (
        "answers: {left: L, right: R, none: None}",
        ["left", "right", "left,right", "none"],
    ),
    "s.left.pain": ("", ["0", "2", "4"]),
    "s.right.pain": ("", ["0", "2", "4"]),
}
_PAIN = "  s.site.pain: {each: site, title: T, ask: Ask, why: Why, answer: 0 to 4, step: 2}\n"
_COMPARED = {
    "a.n": ["< 2", "<= 2", "> 4", ">= 4", "== 2"], "a.m": ["< 3", "> 1", ">= 5", "== 4", "> 3"],
    "a.w": ["== high", ">= middle", "!= low"], "a.g": ["== yes", "!= yes"],
    "a.h": ["< 3", ">= 2", "> 2"], "a.s": ["has u", "has v", "has none"],
    "s.site.pain": [">= 2", "> 2", "== 0"],
}  # fmt: skip
_REASONS = "title: T, status: trial, evidence: [expert], grade: expert"


def random_base(
    folder: Path, seed: int, questions: Mapping[str, tuple[str, list[str]]]
) -> Assessor:
    """A base with rules of a pillar and a flag; with sites that of each, and a pattern."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    sited = "s.places" in questions
    lines = [_HEAD, "questions:\n"]
    for name, (kind, _) in questions.items():
        if kind:
            lines.append(f"  {name}: {{title: {name}, ask: Ask, why: Why, {kind}}}\n")
    lines.append(
        _PAIN if sited else "  s.places: {title: S, ask: A, why: W, answers: {left: L, none: N}}\n"
    )
    names = [name for name in questions if not name.startswith("s.")]
    lines.append("rules:\n")
    for number in range(chance.randint(2, 4)):
        group = f"group: g{chance.randint(0, 2)}, " if chance.random() < 0.6 else ""
        lines.append(
            f"  p.r{number}: {{{_REASONS}, {group}then: {{points: {chance.randint(1, 3)}}}, "
            f"because: B, when: {_tree(chance, names)}}}\n"
        )
    each = "each: site, " if sited else ""
    subjects = [*names, "s.site.pain", "s.site.pain"] if sited else names
    lines.append(
        f"flags:\n  flag.f: {{{_REASONS}, tier: C, route: within two weeks, plan: site, "
        f"because: B, running: R, tell: T, {each}when: {_tree(chance, subjects)}}}\n"
    )
    if sited:
        signs = "".join(
            f"      s{number}: {{say: {say}, when: {_tree(chance, subjects)}}}\n"
            for number, say in enumerate(["clearly", "slightly", "clearly", "against clearly"])
        )
        lines.append(
            f"patterns:\n  pattern.x:\n    title: X\n    status: trial\n    evidence: [expert]\n"
            f"    grade: expert\n    about: A\n    differ: D\n    sites: [left, right]\n"
            f"    links: [p]\n    signs:\n{signs}"
        )
    (folder / "base.yaml").write_text("".join(lines), encoding="utf-8")
    return Assessor(load_knowledge(folder))


def _tree(chance: random.Random, subjects: list[str]) -> str:
    def compared() -> str:
        name = chance.choice(subjects)
        return f'"{name} {chance.choice(_COMPARED[name])}"'

    def group() -> str:
        inside = ", ".join(compared() for _ in range(chance.randint(2, 3)))
        return f"{{{chance.choice(['all', 'any', 'all', 'none'])}: [{inside}]}}"

    parts = [group() if chance.random() < 0.4 else compared() for _ in range(chance.randint(1, 3))]
    return f"{{{chance.choice(['all', 'any'])}: [{', '.join(parts)}]}}"


def answer(assessor: Assessor, name: str, text: str) -> Answer:
    """An answer from its text."""
    found = read_answer(assessor.knowledge.questions[name], text.split(","))
    assert isinstance(found, Answer)
    return found


def random_answers(
    assessor: Assessor, questions: Mapping[str, tuple[str, list[str]]], seed: int
) -> dict[str, Answer]:
    """Answers to most of the questions."""
    chance = random.Random(seed)
    return {
        name: answer(assessor, name, chance.choice(values))
        for name, (_, values) in questions.items()
        if chance.random() < 0.8
    }


def every_runner(
    assessor: Assessor,
    questions: Mapping[str, tuple[str, list[str]]],
    own: Mapping[str, Answer],
) -> Iterator[dict[str, Answer]]:
    """All answers there can be; what is not answered may stay so, what is may not be taken back."""
    choices: list[list[tuple[str, Answer | None]]] = []
    for name, (_, values) in questions.items():
        given: list[tuple[str, Answer | None]] = [
            (name, answer(assessor, name, text)) for text in values
        ]
        choices.append(given if name in own else [(name, None), *given])
    for chosen in itertools.product(*choices):
        yield {name: one for name, one in chosen if one is not None}
