"""What a survey must find in the weeks of a plan: what is not halved, not spared, not in turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surefoot.engine.diagnosis import Diagnosis
from surefoot.engine.plan_parts import HALVES, PLAN_WEEKS
from surefoot.engine.planning import Plan
from surefoot.engine.population.plan_promises import spared_sites
from surefoot.engine.population.promises import broken_promises

from .support.plans import diagnosed, two_pillars

SORE = {
    "symptom.sites": "low_back",
    "symptom.low_back.weeks": "9",
    "symptom.low_back.pain_running": "3",
}
RACE = {"plan.goal": "race", "plan.race_date": "2027-01-02"}


def _broken(diagnosis: Diagnosis) -> list[str]:
    return [f"{name}: {how}" for name, how in broken_promises(diagnosis)]


def _with(diagnosis: Diagnosis, plan: Plan) -> Diagnosis:
    return replace(diagnosis, plan=plan)


def _said(plan: Plan, block: str, week: int, text: str) -> Plan:
    """The plan with another text in one cell."""
    cells = tuple(
        replace(cell, text=text) if cell.block == block else cell for cell in plan.weeks[week - 1]
    )
    return replace(plan, weeks=(*plan.weeks[: week - 1], cells, *plan.weeks[week:]))


@pytest.fixture
def sore() -> Diagnosis:
    """A back that has hurt for long, which no pattern of this runner explains away."""
    found = replace(diagnosed(SORE), patterns=())
    assert spared_sites(found) == {"low_back"}
    assert found.plan.shown
    assert found.plan.is_halved
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {},
        RACE,
        SORE,
        {**SORE, **RACE},
        two_pillars(),
        two_pillars(**RACE),
        two_pillars(**{"shoes.pairs_in_use": "1", "shoes.comfort": "3"}),
        {"plan.minutes_per_week": "30"},
    ],
)
def test_real_plans_break_nothing(changes: dict[str, str]) -> None:
    assert _broken(diagnosed(changes)) == []


def test_whole_volume_beside_a_sore_place_is_found(sore: Diagnosis) -> None:
    whole = diagnosed().plan
    found = _broken(_with(sore, whole))
    assert "half volume under plan: site: the plan is not at half volume" in found
    assert "half volume under plan: site: block running is not at half volume" in found
    (block, *_) = [cell.block for cell in sore.plan.weeks[0]]
    one = _broken(_with(sore, _said(sore.plan, block, 3, "As much as you like.")))
    assert f"half volume under plan: site: block {block} is not at half volume" in one


def test_what_loads_a_sore_place_is_found_and_what_a_pattern_lists_is_not() -> None:
    whole = diagnosed(person="desk-and-a-stiff-back")
    assert _broken(whole) == []
    (pattern,) = whole.patterns
    assert pattern.sites == ("low_back",)
    elsewhere = replace(whole, patterns=(replace(pattern, sites=("shin",)),))
    found = _broken(elsewhere)
    assert "a sore place is spared: block running loads low_back, which is to be spared" in found
    loading = [
        name for name in whole.plan.exercises
        if "low_back" in whole.knowledge.exercises[name].loads
    ]  # fmt: skip
    assert loading
    for name in loading:
        assert f"a sore place is spared: exercise {name} loads low_back, which is to be spared" \
            in found  # fmt: skip


def test_two_pillars_that_start_together_are_found() -> None:
    both = diagnosed(two_pillars())
    assert both.plan.starts["cadence"] == HALVES + 1
    early = replace(both.plan, starts={**both.plan.starts, "cadence": 1})
    assert _broken(_with(both, early)) == [
        "one pillar at a time: week 1 starts to push cadence, strength"
    ]


def test_running_that_grows_while_something_is_new_or_rises_is_found() -> None:
    both = diagnosed(two_pillars())
    grows = both.knowledge.blocks["running"].texts.weeks[5]
    for week in (5, 6, 7):  # the drill starts in the first, and goes up in the last
        found = _broken(_with(both, _said(both.plan, "running", week, grows)))
        assert found == [
            f"one pillar at a time: block running goes up in week {week}, in which cadence is new"
            " or rises"
        ]
    assert _broken(_with(both, _said(both.plan, "running", 4, grows))) == []


def test_more_minutes_than_the_runner_has_are_found() -> None:
    short = diagnosed({"plan.minutes_per_week": "40"})
    assert 0 < short.plan.minutes_per_week <= 40
    longer = replace(short.plan, minutes_per_week=41)
    assert _broken(_with(short, longer)) == [
        "no more minutes than there are: the plan says 41 minutes a week, and the runner has 40"
    ]
    (first, *rest) = short.plan.sessions
    sheets = (replace(first, minutes=first.minutes + 40), *rest)
    (found,) = _broken(_with(short, replace(short.plan, sessions=sheets)))
    assert found.startswith("no more minutes than there are: its parts take ")


def test_a_race_lies_in_some_of_the_weeks() -> None:
    plan = diagnosed(RACE).plan
    assert len(plan.weeks) == PLAN_WEEKS
    assert "week 6" in plan.race
