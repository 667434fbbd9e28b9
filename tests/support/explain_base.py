"""A small base with one of everything that can be explained, and ways to read an explanation."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

from surefoot.engine.explaining import explain, format_explanation

from ..test_scoring import PATTERN
from .small import flag, never, rule, small_base

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.assessment import Assessor
    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.explaining import Explanation
    from surefoot.engine.explaining.shapes import Step

SCHEMA = json.loads(
    (files("surefoot") / "engine" / "explaining" / "explanation.schema.json").read_text("utf-8")
)


def explain_base(folder: Path) -> Assessor:
    """Rules, gates, flags, a pattern, advice, a plan and a contradiction."""
    return small_base(
        folder,
        rule("p.one", "a.one > 3 and a.two <= 3", 2, title="One is high", advice="do-lift"),
        rule("p.gated", "a.gated > 3", 1, title="Gated is high"),
        rule("q.four", "a.four > 3", 1, title="Four is high", advice="do-run"),
        rule("q.five", "a.five > 3", 1, title="Five is high", advice="do-calm"),
        flags=(
            flag("sore", "s.site.pain > 3", tier="C", plan="site", each=True),
            flag("stop", "a.three > 8", tier="A"),
        ),
        extra=PATTERN + never("a.four > 9 and a.five > 9"),
        plan=True,
    )


def text_of(diagnosis: Diagnosis, name: str) -> str:
    """An explanation as it is printed."""
    return format_explanation(explain(diagnosis, name), diagnosis.knowledge.questions)


def titles(explanation: Explanation) -> list[str]:
    """The headings."""
    return [one.title for one in explanation.sections]


def ids(explanation: Explanation, title: str) -> list[str]:
    """The ids of the steps under a heading."""
    return [step.id for one in explanation.sections if one.title == title for step in one.steps]


def every_step(explanation: Explanation) -> list[Step]:
    """All steps, however deep."""
    waiting = [step for one in explanation.sections for step in one.steps]
    found = []
    while waiting:
        step = waiting.pop()
        found.append(step)
        waiting += step.parts
    return found
