"""Random bases with all that the checks of logic look at: advice, `worse:`, impossible runners."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from .bases import write_random_base
from .small import never

if TYPE_CHECKING:
    from pathlib import Path

_ADVICE = """
advice:
  do-one: {title: A, text: T, minutes_per_week: 0, block: run, not_with: [do-two], %s}
  do-two: {title: A, text: T, minutes_per_week: 0, block: run, %s}
plan:
  blocks:
    run: {title: Run, weeks: [w1, w2, w3, w4, w5, w6, w7, w8]}
""".replace("%s", "dose: D, stop: S, evidence: [expert], grade: expert")
_NEVER = [
    "a.number < 3 and a.other > 1",
    "a.word == low and b.free == red",
    "b.several has one and b.several has two",
    "a.number >= 7 and b.yes == no",
]


def write_logic_base(folder: Path, seed: int) -> Path:
    """A random base whose rules give advice and whose questions have a worse way."""
    chance = random.Random(f"logic {seed}")
    path = write_random_base(folder, seed) / "base.yaml"
    text = path.read_text(encoding="utf-8")

    def advised(match: re.Match[str]) -> str:
        advice = chance.choice(["do-one", "do-one", "do-two"])
        return f"{match.group()[:-1]}, advice: {advice}}}"

    text = re.sub(r"then: \{points: \d\}", advised, text)
    for answer in ("answer: 0 to 10\n", "answer: 0 to 5 km\n", "answer: yes or no\n"):
        worse = chance.choice(["higher", "lower"])
        text = text.replace(f"    {answer}", f"    worse: {worse}\n    {answer}")
    text = text.replace("    answers: {one:", "    worse: higher\n    answers: {one:")
    chosen = [one for one in _NEVER if chance.random() < 0.2]
    if chosen:
        text += never(*chosen)
    path.write_text(text + _ADVICE, encoding="utf-8")
    return folder
