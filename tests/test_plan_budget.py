"""Which advice fits into the minutes of a week, and what is told of it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.planning.result import Why
from surefoot.engine.result import result
from surefoot.engine.versions.replay import read_report, replay
from surefoot.reports.budget import budget_line
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.render import render

from .support.budget_base import advised, budget_base, ids
from .support.plans import DAY, assessor, column, diagnosed, left, plan_of, steps
from .support.small import answered, rule

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.planning import Budget

MINUTES = "plan.minutes_per_week"


# What the example is told


def _budget(minutes: int, **changes: str) -> Budget:
    found = plan_of({MINUTES: str(minutes), **changes}).budget
    assert found is not None
    return found


def test_without_minutes_there_is_no_budget_and_nothing_changes() -> None:
    free, ample = diagnosed(), diagnosed({MINUTES: "600"})
    assert free.plan.budget is None
    assert result(free)["plan"]["budget"] is None
    assert budget_line(free.plan) == ""
    assert ample.actions == free.actions
    assert (ample.plan.weeks, ample.plan.sessions) == (free.plan.weeks, free.plan.sessions)


def test_half_an_hour_has_strength_and_twenty_minutes_more_add_the_calves() -> None:
    budget = _budget(30)
    timed = [name for name in ids(budget.actions) if name in budget.timed]
    assert timed == [
        "two-strength-sessions", "cover-all-groups", "control-single-leg", "ten-week-habit",
        "film-your-stride",
    ]  # fmt: skip
    assert budget.removes["strength"] == pytest.approx(100 * 8 / 12)
    assert ids(budget.next.adds) == ["build-calf-raises", "foot-and-balance"]
    assert budget.next.removes == pytest.approx({"strength": 100 * 2 / 12})
    assert budget.next.drops == ()
    assert ids(budget.left_out) == [*ids(budget.next.adds), "note-shoe-distance"]
    assert budget_line(plan_of({MINUTES: "30"})) == (
        "In 30 minutes a week: do two short strength sessions a week; train all five muscle groups;"
        " practise control on one leg; and 1 more. 20 minutes more would add: build up your calves;"
        " train feet and balance for four minutes."
    )


def test_where_all_of_it_fits_the_minutes_left_are_said_and_nothing_is_left_of_the_deficit() -> (
    None
):
    found = diagnosed({MINUTES: "60"})
    budget = found.plan.budget
    assert budget is not None
    assert (budget.left_out, budget.next.adds, budget.next.removes) == ((), (), {})
    assert budget.used_minutes == found.plan.minutes_per_week + budget.outside
    left_over = 60 - budget.used_minutes
    said = f"All of this advice fits into 60 minutes a week, and {left_over} are left."
    assert budget_line(found.plan) == said
    for name, removed in budget.removes.items():
        assert removed == pytest.approx(found.score(name).deficit)


def test_what_no_time_is_enough_for_is_named_and_what_takes_none_stays() -> None:
    budget = _budget(0)
    assert not budget.timed.intersection(ids(budget.actions))
    assert "sleep-window" in ids(budget.actions)
    assert budget_line(plan_of({MINUTES: "0"})).startswith(
        "0 minutes a week leave room only for what takes no extra time. 20 minutes more would add: "
    )
    assert steps(plan_of({MINUTES: "0"}))["strength"][0] == "left-out"


def test_a_little_time_begins_what_comes_first_and_says_so() -> None:
    plan = plan_of({MINUTES: "10"})
    assert plan.budget is not None
    assert plan.budget.is_begun
    assert plan.exercises == ("squat",)
    assert "calf" not in plan.starts
    said = "In 10 minutes a week: film ten steps from the side; count the distance of your shoes; "
    assert budget_line(plan).startswith(said + "and a part of the exercises. 20 minutes more ")
    little = plan_of({MINUTES: "9"}, "only-strength-is-weak")
    assert little.exercises
    assert budget_line(little).startswith(
        "9 minutes a week are too few for any of this in full, so the plan has a part of it. "
    )


def test_a_swap_is_called_one() -> None:
    budget = _budget(18)
    assert ids(budget.next.drops) == ["note-shoe-distance"]
    assert budget.next.removes["gear"] < 0
    line = budget_line(plan_of({MINUTES: "18"}))
    assert ", in place of: count the distance of your shoes." in line
    assert "Still out then: build up your calves." in line


def test_wherever_strength_is_begun_in_both_sessions_they_are_what_is_chosen_first() -> None:
    """So the line on the time agrees with the step, which is called two sessions a week."""
    for minutes in range(13, 60):
        plan = plan_of({MINUTES: str(minutes)})
        assert steps(plan)["strength"] == ("in-plan", "In the plan from week 1.")
        assert budget_line(plan).startswith(
            f"In {minutes} minutes a week: do two short strength sessions a week; "
        ) or budget_line(plan).startswith("All of this advice fits")


@pytest.mark.parametrize("minutes", [0, 12, 20, 25, 30, 36, 45, 60, 200])
def test_page_one_has_the_chosen_set_in_the_order_of_urgency(minutes: int) -> None:
    free, found = diagnosed(), diagnosed({MINUTES: str(minutes)})
    assert found.plan.budget is not None
    chosen = set(ids(found.plan.budget.actions))
    assert ids(found.actions) == [name for name in ids(free.actions) if name in chosen]


def test_more_minutes_never_remove_less() -> None:
    totals = [sum(_budget(minutes).removes.values()) for minutes in range(0, 70, 5)]
    assert all(one <= two + 1e-9 for one, two in pairwise(totals))
    for minutes in (0, 15, 30):
        budget, later = _budget(minutes), _budget(minutes + 20)
        gain = sum(later.removes.values()) - sum(budget.removes.values())
        assert sum(budget.next.removes.values()) == pytest.approx(gain)


def test_who_has_no_day_for_it_keeps_the_advice_and_spends_no_time_on_it() -> None:
    found = diagnosed({MINUTES: "10", "plan.days_per_week": "0"})
    assert found.plan.budget is not None
    assert "two-strength-sessions" in ids(found.actions)
    assert "two-strength-sessions" not in found.plan.budget.timed
    assert left(found.plan, Why.DAYS)


def test_advice_that_loads_a_sore_place_is_not_named_though_its_block_has_something_left() -> None:
    sore = {
        "symptom.sites": "knee_outer", "symptom.knee_outer.weeks": "7",
        "symptom.knee_outer.pain_running": "3", MINUTES: "40",
    }  # fmt: skip
    found = diagnosed(sore)
    assert found.plan.budget is not None
    assert "strength" in found.plan.session_blocks
    assert found.plan.minutes_per_week <= 40
    blocks = {one.advice.block for one in found.plan.budget.actions}
    assert not {"strength", "running"} & blocks
    assert "strength sessions" not in budget_line(found.plan)


def test_chores_are_counted_with_the_plan() -> None:
    changes = {"shoes.knows_distance": "no"}
    found = diagnosed({MINUTES: "60", **changes})
    assert found.plan.budget is not None
    outside = found.plan.budget.outside
    assert outside > 0
    table = report_context(found, Printing(date=DAY)).plan
    assert table is not None
    total = found.plan.minutes_per_week + outside
    assert f"{total} minutes a week beside running ({outside} of them for notes" in table.placing


def test_in_a_plan_that_keeps_going_the_advice_is_told_apart_from_the_weeks() -> None:
    changes = {MINUTES: "15", "strength.sessions_per_week": "1", "strength.months": "1"}
    found = diagnosed(changes, "nothing-hurts")
    assert found.plan.mode == "keep-going"
    assert found.plan.budget is not None
    line = budget_line(found.plan)
    assert "In 15 minutes" not in line
    assert column(found.plan, "running") == column(plan_of(person="nothing-hurts"), "running")


@pytest.mark.parametrize("form", ["html", "md", "txt"])
def test_every_format_has_the_line_and_none_without_minutes(form: str) -> None:
    def text(minutes: dict[str, str]) -> str:
        return " ".join(
            render(report_context(diagnosed(minutes), Printing(date=DAY)), form).split()
        )

    assert "20 minutes more would add: build up" in text({MINUTES: "30"})
    assert "minutes more would add" not in text({})


def test_the_json_has_the_budget() -> None:
    data = json.loads(json.dumps(result(diagnosed({MINUTES: "36"}))))["plan"]["budget"]
    assert (data["minutes"], data["used_minutes"]) == (36, 36)
    assert data["next"]["minutes"] == 20
    assert data["next"]["adds"] == data["left_out"]
    assert data["left_out"] == ["build-calf-raises", "film-your-stride", "note-shoe-distance"]
    assert data["next"]["drops"] == []
    assert data["removes_points"]["strength"] == pytest.approx(75)
    assert result(diagnosed({"safety.heart": "chest_pain_now", MINUTES: "36"}))["plan"][
        "budget"
    ] is None  # fmt: skip


def test_a_report_is_worked_out_again_with_its_budget_and_without_where_it_is_older(
    tmp_path: Path,
) -> None:
    data = json.loads(json.dumps(result(diagnosed({MINUTES: "36"}))))

    def where() -> list[str]:
        path = tmp_path / "report.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        found = replay(read_report(path, assessor().knowledge), assessor())
        return [one.where for one in found.differences]

    assert where() == []
    data["plan"]["budget"]["actions"].remove("foot-and-balance")
    assert where() == ["plan budget"]
    del data["plan"]["budget"]
    assert where() == []


# A small base

_ADVICE = (
    advised("do-push", "lift", 90, "parts: [front]")
    + advised("do-pull", "lift", 90, "parts: [back]")
    + advised("do-bath", "bath", 90)
    + advised("do-note", "run", 4)
)
_RULES = (
    rule("p.push", "a.one > 5", 3, advice="do-push"),
    rule("p.pull", "a.one > 5", 3, advice="do-pull"),
    rule("q.note", "a.two > 5", 1, advice="do-note"),
)
_BATH = (
    rule("q.bath", "a.two > 5", 1, advice="do-bath"),
    rule("q.heavy", "a.two > 9", 2),
)


@pytest.mark.parametrize(
    ("minutes", "chosen", "used"),
    [
        (0, [], 0),
        (4, ["do-note"], 4),
        (8, ["do-push"], 8),
        (12, ["do-push", "do-note"], 12),
        (15, ["do-push", "do-pull"], 15),  # what warms up for both is counted once
        (19, ["do-push", "do-pull", "do-note"], 19),
        (25, ["do-push", "do-pull", "do-bath", "do-note"], 25),
    ],
)
def test_work_that_is_shared_is_counted_once(
    tmp_path: Path, minutes: int, chosen: list[str], used: int
) -> None:
    base = budget_base(tmp_path, _ADVICE, (*_RULES, *_BATH))
    answers = answered(base, {"a.one": "9", "a.two": "9", "a.time": str(minutes)})
    found = diagnose(base, answers)
    budget = found.plan.budget
    assert budget is not None
    assert sorted(ids(budget.actions)) == sorted(chosen)
    assert budget.used_minutes == used
    assert found.plan.minutes_per_week + budget.outside == used
    counted = {"do-push": 50, "do-pull": 50, "do-bath": 25, "do-note": 25}
    assert sum(budget.removes.values()) == pytest.approx(sum(counted[name] for name in chosen))


def test_an_item_that_another_answer_may_raise_counts_with_what_is_certain(tmp_path: Path) -> None:
    grouped = (
        rule("q.bath", "a.two > 5", 1, advice="do-bath", group="g"),
        rule("q.heavy", "a.one > 9", 2, group="g"),
    )
    base = budget_base(tmp_path, _ADVICE, (*_RULES, *grouped))
    budget = diagnose(base, answered(base, {"a.two": "9", "a.time": "30"})).plan.budget
    assert budget is not None
    assert budget.removes == pytest.approx({"q": 100 * 1 / 3 + 100 * 1 / 3})


def test_a_part_that_the_block_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        budget_base(tmp_path, _ADVICE.replace("parts: [front]", "parts: [fornt]"), _RULES)
    (problem,) = caught.value.problems
    assert (problem.code, problem.fix) == ("KB208", "did you mean front?")
    assert problem.message == "there is no part of lift called 'fornt'"
