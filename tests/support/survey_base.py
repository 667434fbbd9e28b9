"""A base in which three runners in four get a whole plan and one in four a referral."""

from __future__ import annotations

from pathlib import Path

from .small import flag, rule, small_base

_POPULATION = """
population:
  a.one:
    cases:
      - when: a.two > 5
        shares: {1: 100}
      - shares: {9: 100}
    skipped: 0
    source: choice
    reason: Who has much of the one has little of the other.
  a.two:
    shares: {0: 75, 9: 25}
    skipped: 0
    source: choice
    reason: One in four.
"""


def flagged_base(folder: Path) -> Path:
    """Three in four have 60 in p; one in four has a flag of tier B and 60 in q.

    An answer that hardly anybody gives holds the plan.
    """
    small_base(
        folder,
        rule("p.one", "a.one > 5", 6, advice="do-run"),
        rule("p.never", "a.one > 9.5 and a.one < 9.6", 4, advice="do-lift"),
        rule("q.two", "a.two > 5", 6, advice="do-calm"),
        rule("q.rest", "a.one > 9", 4),
        flags=(flag("two", "a.two > 5"), flag("held", "a.three > 9.5", plan="hold")),
        plan=True,
    )
    (folder / "population").mkdir()
    (folder / "population" / "who.yaml").write_text(_POPULATION, encoding="utf-8")
    return folder
