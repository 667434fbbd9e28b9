"""What a survey must find: a plan where there is none, a referral that does not come first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, Headline
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population.promises import broken_promises

from .support.small import diagnosed, flag, rule, small_base
from .support.survey_base import flagged_base


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A base with a flag that says no plan and one that holds it."""
    return flagged_base(tmp_path)


def _broken(diagnosis: Diagnosis) -> list[str]:
    return [f"{name}: {how}" for name, how in broken_promises(diagnosis)]


def _full(folder: Path) -> Diagnosis:
    """A whole plan, as a runner without a flag gets it."""
    found = diagnosed(Assessor(load_knowledge(folder)), one="9", two="0", three="0")
    assert found.plan.mode == "full"
    assert found.actions
    return found


def test_a_plan_under_a_flag_that_says_none_is_found(folder: Path) -> None:
    flagged = diagnosed(Assessor(load_knowledge(folder)), one="9", two="9", three="0")
    assert _broken(flagged) == []
    full = _full(folder)
    shown = replace(flagged, plan=full.plan, actions=full.actions)
    assert _broken(shown) == [
        "no plan under plan: none: the plan is full, and a flag says none",
        "no plan under plan: none: there are weeks though there is no plan",
        "no plan under plan: none: there are advice though there is no plan",
    ]


def test_a_headline_that_is_not_the_referral_is_found(folder: Path) -> None:
    flagged = diagnosed(Assessor(load_knowledge(folder)), one="9", two="9", three="0")
    other = replace(flagged, headline=Headline("p", "P first."))
    assert _broken(other) == ["the referral comes first: the headline is p, not a flag of tier B"]
    nameless = replace(flagged, headline=Headline("flag.two", "Stop."))
    assert _broken(nameless) == ["the referral comes first: the headline does not name flag.two"]


def test_a_milder_flag_before_a_graver_one_is_found(tmp_path: Path) -> None:
    base = small_base(
        tmp_path, flags=(flag("worse", "a.one > 5", tier="A"), flag("bad", "a.two > 5"))
    )
    both = diagnosed(base, one="9", two="9")
    assert _broken(both) == []
    milder = replace(both, headline=Headline("flag.bad", "Bad: Stop."))
    assert _broken(milder) == [
        "the referral comes first: the headline is of tier B, and a flag of tier A fires"
    ]


def test_what_increases_under_hold_is_found(folder: Path) -> None:
    held = diagnosed(Assessor(load_knowledge(folder)), one="9", two="0", three="10")
    assert held.plan.mode == "hold"
    assert held.plan.weeks
    assert _broken(held) == []
    full = _full(folder)
    rising = replace(full.actions[0], advice=replace(full.actions[0].advice, increases=True))
    wrong = set(_broken(replace(held, plan=full.plan, actions=(rising,))))
    assert "no increase under plan: hold: block run changes from week to week while the plan is" \
           " held" in wrong  # fmt: skip
    assert "no increase under plan: hold: block run does not say its `hold` text" in wrong
    assert "no increase under plan: hold: advice do-run increases something while the plan is" \
           " held" in wrong  # fmt: skip


def test_a_run_under_no_impact_is_found(tmp_path: Path) -> None:
    base = small_base(
        tmp_path, rule("p.one", "a.one > 5", 6, advice="do-run"),
        flags=(flag("limp", "a.two > 5", tier="C", plan="no-impact"),), plan=True,
    )  # fmt: skip
    limping = diagnosed(base, one="9", two="9")
    assert _broken(limping) == []
    running = diagnosed(base, one="9", two="0").plan
    assert _broken(replace(limping, plan=running)) == [
        "no impact under plan: no-impact: block run is impact, and a flag says no-impact"
    ]
