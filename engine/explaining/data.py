"""An explanation as plain data: what `surefoot explain --json` prints.

`explanation.schema.json` describes it.
"""

from collections.abc import Mapping
from typing import Any

from ..vocabulary import Question
from .shapes import Explanation, Nearest, Step

SCHEMA = "surefoot-explanation-1"

Data = dict[str, Any]


def explanation_data(explanation: Explanation, questions: Mapping[str, Question]) -> Data:
    """The whole explanation; `holds` is true, false, or null for unknown, `claim` says if any."""
    return {
        "schema": SCHEMA,
        "id": explanation.id,
        "kind": explanation.kind,
        "title": explanation.title,
        "outcome": explanation.outcome,
        "sentences": list(explanation.sentences),
        "sections": [
            {"title": one.title, "steps": [_step(step) for step in one.steps]}
            for one in explanation.sections
        ],
        "nearest": [_nearest(one) for one in explanation.nearest],
        "missing": [
            {"id": name, "title": questions[name].title} for name in explanation.missing
        ],
        "grade": explanation.grade,
        "sources": [
            {"id": one.id, "cite": one.cite, "design": one.design, "seen": one.seen, "doi": one.doi}
            for one in explanation.sources
        ],
    }  # fmt: skip


def _step(step: Step) -> Data:
    return {
        "text": step.text,
        "id": step.id,
        "claim": step.is_claim,
        "holds": step.truth,
        "parts": [_step(part) for part in step.parts],
    }


def _nearest(nearest: Nearest) -> Data:
    return {
        "about": nearest.about,
        "misses": [
            [
                {
                    "id": one.id, "before": one.before, "after": one.after, "steps": one.steps,
                    "text": one.text,
                }
                for one in miss
            ]
            for miss in nearest.misses
        ],
        "note": nearest.note,
    }  # fmt: skip
