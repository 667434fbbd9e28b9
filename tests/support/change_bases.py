"""Random small bases of at most eight questions, for what would have to change: efforts and ways.

All rules are of one pillar. Numbers have whole thresholds and answers in halves, so that a test can
go through every value that tells from another.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """
format: 1
name: Change
version: 0.0.1
topics: {a: {title: A}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
pillars:
  p: {title: P, about: About, headline: P first.}
plan:
  blocks:
    run: {title: Run, weeks: [w1, w2, w3, w4, w5, w6, w7, w8]}
"""
_HOW = "text: T, block: run, dose: D, stop: S, evidence: [expert], grade: expert"
_ADVICE = "advice:\n" + "".join(
    f"  do-{minutes}: {{title: Do, minutes_per_week: {minutes}, {_HOW}}}\n"
    for minutes in (0, 5, 20)
)
_KINDS = {
    "number": "answer: 0 to 4",
    "word": "answer: {low: Low, middle: Middle, high: High}",
    "vague": "answer: {low: Low, unsure: Not sure, high: High}",
    "yes": "answer: yes or no",
    "several": "answers: {one: One, two: Two, none: None}",
}
_TESTS = {
    "number": ["< 1", "< 2", "<= 2", "> 2", ">= 3", "== 2", "!= 1"],
    "word": ["== low", "< high", ">= middle", "in (low, high)", "!= high"],
    "vague": ["== low", "!= low", "== high", "in (low, unsure)"],
    "yes": ["== yes", "!= yes"],
    "several": ["has one", "has none"],
}
_WORSE = {  # what mostly holds of the worse answers: lower, higher
    "number": (["< 1", "< 2", "<= 2", "< 3"], ["> 2", ">= 3", "> 0", ">= 1"]),
    "word": (["== low", "< high"], ["== high", ">= middle"]),
    "vague": (["== low"], ["== high", "!= low"]),
    "yes": (["!= yes"], ["== yes"]),
    "several": (["has one"], ["has one"]),
}
_VALUES = {
    "number": ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4"],
    "word": ["low", "middle", "high"],
    "vague": ["low", "unsure", "high"],
    "yes": ["no", "yes"],
    "several": ["one", "two", "one,two", "none"],
}


class ChangeBase:
    """A random base as text, with answers of one runner."""

    def __init__(self, seed: int) -> None:
        self.chance = chance = random.Random(f"change {seed}")
        count = chance.randint(3, 8)
        kinds = ["number", "number", "word", "vague", "yes", "several"]
        self.kinds = {f"a.q{number}": chance.choice(kinds) for number in range(count)}
        self.worse = {name: chance.choice(["lower", "higher"]) for name in self.kinds}
        lines = [HEAD, "questions:"]
        lines += [self._question(name) for name in self.kinds]
        lines.append("rules:")
        lines += [self._rule(number) for number in range(chance.randint(4, 8))]
        if chance.random() < 0.4:
            lines += ["flags:", self._flag()]
        if chance.random() < 0.5:
            lines += ["contradictions:", self._never()]
        self.text = "\n".join([*lines, _ADVICE])
        self.answers = {
            name: self._answer(_VALUES[kind], is_low=self.worse[name] == "lower")
            for name, kind in self.kinds.items()
            if chance.random() < 0.95
        }

    def written(self, folder: Path) -> Path:
        """The folder, with the base in it."""
        (folder / "base.yaml").write_text(self.text, encoding="utf-8")
        return folder

    def _question(self, name: str) -> str:
        chance, kind = self.chance, self.kinds[name]
        before = list(self.kinds)[: list(self.kinds).index(name)]
        worse = self.worse[name]
        if kind != "word" and chance.random() < 0.1:
            worse = "neither"  # words would have no order then
        change = chance.choice(["never", *(str(effort) for effort in (1, 1, 2, 2, 3, 5, 9))])
        lines = [f"title: {name}", "ask: Ask", "why: Why", _KINDS[kind]]
        lines += [f"worse: {worse}", f"change: {change}"]
        if kind == "number":
            lines.append(f"step: {chance.choice(['0.5', '1'])}")
        if before and chance.random() < 0.2:
            lines.append(f"only_if: {self._comparison(before)}")
        return f"  {name}:\n    " + "\n    ".join(lines)

    def _comparison(self, names: list[str] | None = None) -> str:
        name = self.chance.choice(names or list(self.kinds))
        kind, is_usual = self.kinds[name], names is None and self.chance.random() < 0.7
        tests = _WORSE[kind][self.worse[name] == "higher"] if is_usual else _TESTS[kind]
        return f"{name} {self.chance.choice(tests)}"

    def _answer(self, values: list[str], *, is_low: bool) -> str:
        """Any answer, more often one from the worse half."""
        half = values[: len(values) // 2 + 1] if is_low else values[len(values) // 2 :]
        return self.chance.choice(half if self.chance.random() < 0.8 else values)

    def _tree(self) -> str:
        how = self.chance.choice(["all", "all", "any", "any", "any", "none"])
        parts = [self._comparison() for _ in range(self.chance.randint(1, 3))]
        if len(parts) > 1 and self.chance.random() < 0.2:
            return f"\n      {how}:\n        - at_least({len(parts) - 1}, {', '.join(parts)})"
        return f"\n      {how}:\n" + "\n".join(f"        - {one}" for one in parts)

    def _rule(self, number: int) -> str:
        chance = self.chance
        group = f"group: g{chance.randint(0, 1)}\n    " if chance.random() < 0.5 else ""
        advice = f", advice: do-{chance.choice([0, 5, 20])}" if chance.random() < 0.8 else ""
        return (
            f"  p.r{number}:\n    title: R\n    status: trial\n    evidence: [expert]\n"
            f"    grade: expert\n    because: B\n    {group}when:{self._tree()}\n"
            f"    then: {{points: {chance.randint(1, 4)}{advice}}}"
        )

    def _flag(self) -> str:
        return (
            "  flag.f:\n    title: F\n    status: trial\n    evidence: [expert]\n"
            "    grade: expert\n    tier: D\n    route: self-care\n    plan: unchanged\n"
            f"    because: B\n    running: R\n    tell: T\n    when:{self._tree()}"
        )

    def _never(self) -> str:
        first, second = self._comparison(), self._comparison()
        return (
            f"  n:\n    title: N\n    when: {first} and {second}\n    text: Check both.\n"
            "    never: yes"
        )
