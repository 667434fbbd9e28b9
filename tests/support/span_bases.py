"""Random bases of at most eight questions, and every way to answer them, worked out plainly."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.scoring import score_pillars
from surefoot.engine.vocabulary import Answer

from .small import answered, rule, small_base

NUMBERS = ("a.one", "a.two", "a.three", "a.four", "a.five")
WORDS = ("a.lead", "a.red", "a.green", "a.blue", "a.white")
ASKED = "".join(
    f"  {name}: {{title: Word, ask: Ask, why: Why, answer: yes or no}}\n" for name in WORDS[1:]
)
# Rules compare with 3 and 7 only, so that these stand for all numbers.
VALUES = ("0", "3", "5", "7", "10")
RATIO = """
derived:
  a.ratio: {title: Ratio, number: a.one / a.two}
"""
# The ratio is compared with 1 and 2. Whichever of its two numbers is one of VALUES, among these
# are others that make it less, equal, between, and more, on each side of 3 and of 7.
OF_RATIO = (
    "0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "5", "6", "6.5", "7", "8", "10",
)  # fmt: skip


def span_base(folder: Path, chance: random.Random, *, apart: bool, ratio: bool = False) -> Assessor:
    """A base of two pillars; with `apart` no two items read the same question."""
    units = [*chance.choice([(*NUMBERS[2:], "a.lead"), (*WORDS, "a.three")]), "a.gated"]
    if ratio:
        units = ["a.ratio", "a.lead", "a.red", units[-1], *([] if apart else ["a.one"])]
    chance.shuffle(units)
    items = chance.randint(3, 4 if ratio else 5)
    pools = [units[number::items] for number in range(items)]
    rules = []
    for number in range(items):
        pool = pools[number] if apart else chance.sample(units, 2)
        pillar = chance.choice("pppq")
        for part in range(chance.randint(1, 2)):
            when, points = _condition(chance, pool), chance.randint(1, 4)
            rules.append(rule(f"{pillar}.r{number}x{part}", when, points, group=f"g{number}"))
    base = small_base(folder, *rules, extra=ASKED + RATIO * ratio)
    return QuickAssessor(base.knowledge)


def _condition(chance: random.Random, pool: Sequence[str]) -> str:
    parts = [_comparison(chance, chance.choice(pool)) for _ in range(chance.choice([1, 1, 2, 3]))]
    if len(parts) > 2 and chance.random() < 0.5:
        return f"'at_least(2, {', '.join(parts)})'"
    return chance.choice([" and ", " or "]).join(parts)


def _comparison(chance: random.Random, name: str) -> str:
    if name in WORDS:
        return f"{name} == {chance.choice(['yes', 'no'])}"
    if name == "a.gated" and chance.random() < 0.3:
        return f"a.gate == {chance.choice(['yes', 'no'])}"
    bounds = ("1", "2") if name == "a.ratio" else ("3", "7")
    return f"{name} {chance.choice(['<', '<=', '>', '>=', '=='])} {chance.choice(bounds)}"


def choices(assessor: Assessor) -> dict[str, tuple[str, ...]]:
    """For each question that a rule follows from, the answers that stand for all."""
    knowledge = assessor.knowledge
    behind = knowledge.questions_behind(*(one for group in knowledge.groups for one in group.rules))
    divided = {"a.one", "a.two"} if "a.ratio" in knowledge.derived else set[str]()
    return {
        name: ("yes", "no")
        if name in {*WORDS, "a.gate"}
        else (OF_RATIO if name in divided else VALUES)
        for name in knowledge.questions
        if name in behind
    }


def some_answers(
    assessor: Assessor, chance: random.Random, most_open: int | None = None
) -> dict[str, str]:
    """Answers to some of the questions; with `most_open` to all but so many."""
    every = {
        name: VALUES if texts is OF_RATIO else texts for name, texts in choices(assessor).items()
    }
    names = list(every)
    chance.shuffle(names)
    left = chance.randint(0, len(names) if most_open is None else min(most_open, len(names)))
    return {name: chance.choice(every[name]) for name in names[left:]}


def completions(assessor: Assessor, fixed: Mapping[str, str]) -> Iterator[dict[str, Answer]]:
    """Every way to answer all that is not fixed."""
    free = {name: texts for name, texts in choices(assessor).items() if name not in fixed}
    typed = {
        name: [answered(assessor, {name: text})[name] for text in texts]
        for name, texts in free.items()
    }
    known = answered(assessor, fixed)
    for chosen in product(*typed.values()):
        yield known | dict(zip(typed, chosen, strict=True))


def deficits(assessor: Assessor, answers: Mapping[str, Answer]) -> dict[str, float | None]:
    """The deficit of each pillar and context."""
    assessment = assessor.evaluate(answers)
    scores = score_pillars(assessor.knowledge, assessor, assessment, ())
    return {name: one.deficit for name, one in scores.items()}
