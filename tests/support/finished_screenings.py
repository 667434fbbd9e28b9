"""Finished screenings made of single diagnoses, as `surefoot screen` writes them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from surefoot.engine.screening.tallies import counted_rules, urgent_flags

from .screened import undecided_tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.scoring import Score

_STATES = {True: "fires", False: "quiet", None: "unknown"}


def write_screening(folder: Path, diagnoses: Mapping[str, Diagnosis], **changed: Any) -> Path:
    """A folder with the results as JSON lines in two parts, and a manifest; by id."""
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    rows = [_row(id_, one) for id_, one in diagnoses.items()]
    middle = len(rows) // 2
    parts = []
    for number, part in enumerate((rows[:middle], rows[middle:])):
        name = f"parts/part-{number:05}.jsonl"
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in part))
        parts.append({"file": name, "runners": len(part), "rejected": 0, "hash": ""})
    knowledge = next(iter(diagnoses.values())).knowledge
    tallies: dict[str, Counter[str]] = {name: Counter() for name in counted_rules(knowledge)}
    for one in diagnoses.values():
        for rule, tally in tallies.items():
            tally[_STATES[one.assessment.states[rule]]] += 1
        for score in (*one.pillars, *one.contexts):
            for item in score.items:
                if item.rule is not None:
                    tallies[item.rule]["counts"] += 1
    words = (*_STATES.values(), "counts")
    rules = {name: {one: count[one] for one in words} for name, count in tallies.items()}
    manifest = {
        "schema": "surefoot-screening-1",
        "knowledge": {
            "name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash
        },
        "columns": list(rows[0]),
        "format": "jsonl",
        "runners": len(rows),
        "rejected": 0,
        "tallies": {"rules": rules, "open": _open(diagnoses.values())},
        "parts": parts,
        **changed,
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def _open(diagnoses: Iterable[Diagnosis]) -> dict[str, int]:
    """For how many each urgent flag is unknown."""
    found: Counter[str] = Counter()
    for one in diagnoses:
        found.update(one.undecided_flags)
    return {name: found[name] for name in urgent_flags(one.knowledge)}


def _row(id_: str, one: Diagnosis) -> dict[str, object]:
    row: dict[str, object] = {
        "id": id_,
        "headline": one.headline.id,
        "tier": one.tier,
        "flags": ", ".join(flag.rule.id for flag in one.flags),
        "limits": ", ".join(limit.rule.id for limit in one.limits),
        "undecided_tier": undecided_tier(one),
        "plan.mode": one.plan.mode,
        "plan.shown": one.plan.shown,
    }
    for start, scores in (("pillar", one.pillars), ("context", one.contexts)):
        for score in scores:
            row |= _score(f"{start}.{score.pillar.id}", score)
    return row


def _score(start: str, score: Score) -> dict[str, object]:
    return {
        f"{start}.deficit_percent": score.deficit,
        f"{start}.low_percent": score.low,
        f"{start}.high_percent": score.high,
        f"{start}.band": score.band.value,
    }
