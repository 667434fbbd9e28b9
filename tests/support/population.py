"""Made-up runners for tests; shares of tiers and bands, and those that the page states."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from surefoot.engine.assessment import Assessment, Assessor
from surefoot.engine.condition import Value
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.findings import matched_patterns
from surefoot.engine.knowledge import Knowledge, Warn
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import Population, generate, read_population
from surefoot.engine.scoring import score_pillars
from surefoot.engine.vocabulary import Answer

from .repository import ROOT

PAGE = ROOT / "docs" / "reference" / "population.md"
Shares = dict[str, float]


def tier_shares(knowledge: Knowledge, assessed: Sequence[Assessment]) -> Shares:
    """How many of 100 runners have each tier as their highest."""
    tiers = []
    for one in assessed:
        fired = (knowledge.rules[name].conclusion for name, state in one.states.items() if state)
        raised = [conclusion.tier for conclusion in fired if isinstance(conclusion, Warn)]
        tiers.append(min(raised, default="none"))
    return _shares(tiers)


def band_shares(assessor: Assessor, assessed: Sequence[Assessment]) -> dict[str, Shares]:
    """How many of 100 runners have each band of each pillar and context."""
    bands: dict[str, list[str]] = {name: [] for name in assessor.knowledge.scored}
    for one in assessed:
        linked = {name for match in matched_patterns(assessor, one) for name in match.pillars}
        for name, score in score_pillars(assessor.knowledge, assessor, one, linked).items():
            bands[name].append(str(score.band))
    return {name: _shares(found) for name, found in bands.items()}


def _shares(words: Iterable[str]) -> Shares:
    counts = Counter(words)
    return {word: 100 * count / counts.total() for word, count in counts.items()}


def documented_shares() -> dict[str, Shares]:
    """The tables of the page: by tier, and by pillar or context the share of each band."""
    text = PAGE.read_text(encoding="utf-8")
    tiers = re.findall(r"^\| (none|[A-D]) \| (\d+) \|", text, re.MULTILINE)
    found = {"tier": {word: float(share) for word, share in tiers}}
    head = re.search(r"^\| pillar or context \|(.+)\|$", text, re.MULTILINE)
    assert head is not None
    bands = [cell.strip().replace(" ", "_") for cell in head[1].split("|")]
    for name, cells in re.findall(r"^\| `([a-z]+)` \|((?: \d+ \|)+)$", text, re.MULTILINE):
        shares = [float(cell) for cell in cells.strip(" |").split("|")]
        found[name] = dict(zip(bands, shares, strict=True))
    return found


@cache
def shipped() -> tuple[Knowledge, Population]:
    """The shipped base with what it says of its runners."""
    knowledge = load_knowledge()
    return knowledge, read_population(None, knowledge)


@cache
def runners(count: int, seed: int) -> tuple[dict[str, Answer], ...]:
    """Runners of the shipped base."""
    return tuple(generate(*shipped(), count, seed))


@cache
def people(count: int, seed: int) -> tuple[Mapping[str, Value], ...]:
    """What the same runners said, with what follows from it."""
    evaluator = Evaluator(shipped()[0])
    return tuple(evaluator.facts(one).values for one in runners(count, seed))


def is_near(found: float, stated: float, count: int) -> bool:
    """Whether a share found among many is what chance makes of the one stated."""
    return abs(found - stated) <= 4.5 * math.sqrt(stated * (1 - stated) / count) + 0.003
