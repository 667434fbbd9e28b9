"""Random bases with everything that a screening has to say in SQL, and runners who answer them.

To what `write_random_base` has come formulas of all kinds, a pattern without sites that reads
another, limits, and advice with all that speaks against it.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answers

from .bases import COMPARISONS, REASONS, comparison, tree, write_random_base
from .runners import random_answers

_QUESTIONS = """
  c.minutes: {title: Time, ask: Ask, why: Why, answer: 0 to 60 min}
  c.below: {title: Below, ask: Ask, why: Why, answer: 0 to 5.5}
  c.shut: {title: Shut, ask: Ask, why: Why, answer: 0 to 10, only_if: <one>}
  c.inner: {title: Inner, ask: Ask, why: Why, answer: yes or no, only_if: c.shut <= 8}
  c.told: {title: Told, ask: Ask, why: Why, answer: text up to 20 characters, only_if: <two>}
"""
_DERIVED = """
  c.sum: {title: Sum, number: c.below + a.other * 2.1}
  c.mixed: {title: Mixed, number: (c.below - 0.1) * 3 / (a.number - 5)}
  c.norm:
    title: Norm
    lookup:
      by: [c.sum, b.free]
      rows:
        - [under 0, red, -0.1]
        - [0 to under 6.3, red, 1.5]
        - [6.3 or more, blue, 4]
        - [under 100, unsure, 2]
  c.by_word: {title: By word, lookup: {by: [b.yes], rows: [["yes", 3]]}}
  c.of_norm: {title: Of norm, number: c.norm * c.by_word - 0.3, gate: c.norm > 0}
  c.step:
    title: Step
    choice:
      - {first: c.inner == yes and c.of_norm > 1}
      - {second: <three>}
      - {third: otherwise}
    gate: a.mood == good
"""
COMPARISONS |= {
    "c.below": ["< 1", ">= 0.1", "== 5", "!= 0"],
    "c.shut": ["< 3", ">= 7", "!= 10"], "c.inner": ["== yes", "!= yes"],
    "c.sum": ["> 4.2", "<= 0", "== 2.1"], "c.mixed": ["> 0.6", "<= -1.5"],
    "c.norm": [">= 1.5", "< 2", "== -0.1"], "c.by_word": ["== 3"], "c.of_norm": ["> 1", "<= 4.2"],
    "c.step": ["== first", "!= second", "in (second, third)"],
    "pattern.y": ["> possible", "<= likely", "!= likely", "== very_likely"],
}  # fmt: skip
_OWN = [name for name in COMPARISONS if name.startswith("c.")]
_HOW = "text: T, dose: D, stop: S, evidence: [expert], grade: expert"
_ADVICE = f"""
advice:
  do-run: {{title: A, minutes_per_week: 0, block: run, increases: yes, {_HOW}}}
  do-lift: {{title: B, minutes_per_week: 9, block: lift, not_with: [do-calm], {_HOW}}}
  do-calm: {{title: C, minutes_per_week: 5, block: calm, withhold_if: <four>, {_HOW}}}
  do-walk: {{title: D, minutes_per_week: 30, block: walk, {_HOW}}}
plan:
  <asks>blocks:
    run: {{title: Run, always: yes, keep_going: yes, impact: yes, hold: H, loads: [left], <half>}}
    lift: {{title: Lift, loads: [left, right], <half>}}
    calm: {{title: Calm, hold: Stay calm, <half>}}
    walk: {{title: Walk, withhold_if: <five>, withheld: No., <weeks>}}
"""
_WEEKS = "weeks: [a, b, c, d, e, f, g, h]"
_REPLACED = {
    "<half>": f"{_WEEKS}, half: [i, j, k, l, m, n, o, p]",
    "<weeks>": _WEEKS,
}


def write_screened_base(folder: Path, seed: int) -> Knowledge:
    """A random base, written and loaded."""
    write_random_base(folder, seed)
    file = folder / "base.yaml"
    chance = random.Random(f"screened {seed}")
    text = file.read_text(encoding="utf-8")
    text = text.replace("  s: {title: s}", "  s: {title: s}\n  c: {title: c}")
    text = text.replace("derived:\n", f"{_QUESTIONS[1:]}derived:\n{_DERIVED[1:]}")
    text = text.replace("flags:\n", f"flags:\n{_late_flags(chance)}")
    text = text.replace("patterns:\n", f"patterns:\n{_pattern(chance)}")
    text = text.replace("rules:\n", f"rules:\n{_rules(chance)}")
    text = re.sub(r"then: \{points: \d", lambda one: one.group() + _advised(chance), text)
    text += f"limits:\n{_limits(chance)}{_ADVICE}"
    asks = "asks: {minutes: {question: c.minutes}}\n  " if chance.random() < 0.5 else ""
    for place, words in (_REPLACED | {"<asks>": asks}).items():
        text = text.replace(place, words)
    known = ["a.number", "a.word", "b.yes"]
    for place in ("<one>", "<two>", "<three>", "<four>", "<five>"):
        text = text.replace(place, f"'{comparison(chance, known, each=False)}'")
    file.write_text(text, encoding="utf-8")
    return load_knowledge(folder)


def _rules(chance: random.Random) -> str:
    return "".join(
        f"  {chance.choice('pqc')}.own{number}:\n    title: Rule\n    {REASONS}\n"
        f"{_group(chance)}    then: {{points: {chance.randint(0, 4)}}}\n    because: B\n"
        f"    when:\n{tree(chance, [*_OWN, 'pattern.y', 'flag.late'], 6, each=False)}\n"
        for number in range(chance.randint(2, 6))
    )


def _group(chance: random.Random) -> str:
    return f"    group: g{chance.randint(0, 2)}\n" if chance.random() < 0.5 else ""


def _advised(chance: random.Random) -> str:
    advice = chance.choice(["do-run", "do-lift", "do-calm", "do-walk", ""])
    return f", advice: {advice}" if advice else ""


def _late_flags(chance: random.Random) -> str:
    """A flag that refers a pattern, and one for each site that reads the first."""
    late = tree(chance, ["pattern.y", "pattern.x", "c.norm"], 6, each=False)
    later = tree(chance, ["flag.late", "c.below"], 6, each=True)
    how = f"{REASONS}\n    because: B\n    running: R\n    tell: T\n"
    plan = chance.choice(["site", "hold", "no-impact"])
    return (
        f"  flag.late:\n    title: Late\n    {how}    tier: C\n    route: within two weeks\n"
        f"    plan: {plan}\n    when:\n{late}\n"
        f"  flag.later:\n    title: Later\n    {how}    tier: D\n    route: self-care\n"
        f"    plan: {chance.choice(['unchanged', 'hold'])}\n    each: site\n    when:\n{later}\n"
    )


def _pattern(chance: random.Random) -> str:
    """A pattern without sites; two of its signs are called as ends of a sum are."""
    signs = []
    subjects = ["pattern.x", "a.number", "b.several", *_OWN]
    for name in ("low", "high", "own"):
        say = chance.choice(["slightly", "clearly", "strongly", "against slightly"])
        group = "\n        group: g" if chance.random() < 0.4 else ""
        when = tree(chance, subjects, 10, each=False)
        signs.append(f"      {name}:\n        say: {say}{group}\n        when:\n{when}\n")
    link = comparison(chance, _OWN, each=False)
    return (
        f"  pattern.y:\n    title: Y\n    {REASONS}\n    about: A\n    differ: D\n"
        f"    links:\n      - q\n      - c\n      - p: {link}\n    blocks: [run, calm]\n"
        f"    signs:\n{''.join(signs)}"
    )


def _limits(chance: random.Random) -> str:
    """One that stops all, and one that only says less."""
    return "".join(
        f"  limit.{name}:\n    title: L\n    {REASONS}\n    text: T\n{plan}"
        f"    when: {comparison(chance, ['a.number', 'c.below'], each=False)}"
        f" and {comparison(chance, ['b.free', 'c.step'], each=False)}\n"
        for name, plan in (("stop", "    plan: none\n"), ("less", ""))
    )


def runners_of(knowledge: Knowledge, seed: int, count: int) -> dict[str, Answers]:
    """Runners who answered all, most, half and next to nothing, in turn."""
    chance = random.Random(f"runners {seed}")
    shares = (0.0, 0.1, 0.3, 0.3, 0.6, 0.95)
    return {
        f"r{number}": random_answers(knowledge, chance, share_unanswered=shares[number % 6])
        for number in range(count)
    }
