"""One pillar at a time, nothing new before a race, and the cadence drill only where it helps."""

import datetime
import itertools
import random
import re

import pytest

from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.planning.result import Why
from surefoot.engine.planning.schedule import calendar

from .support.plans import (
    DAY,
    assessor,
    column,
    diagnosed,
    left,
    plan_of,
    raises,
    runner,
    steps,
    two_pillars,
    typed,
)
from .support.runners import random_answers

# One pillar at a time


def test_the_second_pillar_starts_after_the_lighter_week_and_says_so() -> None:
    plan = plan_of(two_pillars())
    assert (plan.starts["strength"], plan.starts["calf"], plan.starts["cadence"]) == (1, 1, 5)
    texts = column(plan, "cadence")
    assert texts[:4] == ["Starts in week 5. Until then run as you do."] * 4
    assert "6 times 1 min" in texts[4]
    assert "Count your steps again" in texts[7]


def test_a_third_pillar_waits_until_after_the_eight_weeks() -> None:
    plan = plan_of(two_pillars(**{"shoes.pairs_in_use": "1", "shoes.comfort": "3"}))
    assert set(plan.starts.values()) == {1, 5}
    (later,) = left(plan, Why.ONE_AT_A_TIME)
    assert later.titles in {("Shoes and kit",), ("Cadence",)}


def test_shoes_that_must_wait_are_only_looked_after() -> None:
    plan = plan_of(two_pillars(**{"shoes.pairs_in_use": "1", "shoes.fit": "monthly_trouble"}))
    if plan.starts.get("shoes") == 1:
        assert not [text for text in column(plan, "shoes") if "new pair" in text.lower()]


_PUSHING = ("cadence", "shoes", "trail")


def _is_new(shoes: list[str]) -> bool:
    return any(re.search("new (pair|type):", text) for text in shoes)


@pytest.mark.parametrize("batch", range(6))
def test_distance_never_grows_in_a_week_that_changes_shoes_cadence_or_trail(batch: int) -> None:
    chance = random.Random(f"plan {batch}")
    for number in range(40):
        answers = random_answers(assessor().knowledge, chance, share_unanswered=0.1)
        answers = {k: v for k, v in answers.items() if not k.startswith(("safety.", "symptom."))}
        answers |= {k: v for k, v in runner("nothing-hurts").items() if k.startswith("safety.")}
        answers["runner.age"] = runner("example")["runner.age"]
        answers["symptom.sites"] = runner("example")["symptom.sites"]
        race = DAY + datetime.timedelta(days=chance.randint(-10, 90))
        knowledge = assessor().knowledge
        if number % 2:
            answers["plan.goal"] = typed("plan.goal", "race")
            answers["plan.race_date"] = typed("plan.race_date", race.isoformat())
        plan = diagnose(assessor(), answers, DAY).plan
        running = column(plan, "running")
        started = {knowledge.blocks[name].id: start for name, start in plan.starts.items()}
        for week, text in enumerate(running, start=1):
            if not raises(text):
                continue
            for block in _PUSHING:
                changed = column(plan, block)
                if not changed or (block == "shoes" and not _is_new(changed)):
                    continue
                before = changed[week - 2] if week > 1 else ""
                assert week != started[block], (block, week)
                now, was = changed[week - 1], before
                assert now.split(".")[0] == was.split(".")[0] or week > started[block] + 3, (
                    block, week, now,
                )  # fmt: skip
        pushed = {
            cell.column: plan.starts[cell.block]
            for cell in (plan.weeks[0] if plan.weeks else ())
            if knowledge.blocks[cell.block].texts.pushes or _is_new(column(plan, cell.block))
        }
        assert len(pushed) <= 2
        assert len(set(pushed.values())) == len(pushed)


# Cadence


@pytest.mark.parametrize(
    "changes",
    [{"form.overstride": "yes"}, {"form.cadence_spm": "150"}],
)
def test_the_drill_comes_in_where_it_is_indicated(changes: dict[str, str]) -> None:
    assert "cadence" in plan_of(changes).starts
    assert "cadence" not in plan_of().starts


@pytest.mark.parametrize("site", ["calf", "achilles", "heel", "midfoot", "ball_of_foot"])
def test_the_drill_is_never_given_with_a_sore_calf_achilles_or_foot(site: str) -> None:
    changes = {"form.overstride": "yes", "symptom.sites": site}
    plan = plan_of(changes | {f"symptom.{site}.pain_running": "1", f"symptom.{site}.weeks": "1"})
    if plan.shown:
        assert "cadence" not in plan.starts
        assert "beat-run" not in plan.exercises


def test_the_drill_is_not_given_after_a_change_of_form_and_that_is_said() -> None:
    plan = plan_of({"form.overstride": "yes", "form.changed_last_8_weeks": "yes"})
    assert "cadence" not in plan.starts
    assert left(plan, Why.CAUTION)
    assert steps(plan)["cadence"][0] == "not-now"


def test_a_matched_pattern_of_the_knee_opens_the_drill_at_half_volume() -> None:
    plan = plan_of({"form.overstride": "no"}, person="iliotibial-band-three-miles")
    assert plan.mode == "site"
    assert "cadence" in plan.starts
    assert "1 easy run" in column(plan, "cadence")[plan.starts["cadence"] - 1]


# Race


def _race(days: int, **more: str) -> Diagnosis:
    date = DAY + datetime.timedelta(days=days)
    changes = {"plan.goal": "race", "plan.race_date": date.isoformat(), **more}
    return diagnosed(two_pillars(**changes))


@pytest.mark.parametrize("days", [0, 6, 14, 20, 33, 42, 55, 60, 69])
def test_nothing_new_comes_in_within_two_weeks_of_a_race(days: int) -> None:
    plan = _race(days).plan
    for week in range(1, 9):
        first, last = 7 * (week - 1), 7 * week - 1
        if last >= days - 14 and first <= days:
            for cell in plan.weeks[week - 1]:
                begin = "Easy week|Starts in week" if days < 2 else "Race|Starts in week"
                assert re.match(begin, cell.text), (week, cell.text)
                assert "sets of" not in cell.text
            assert week not in [s for name, s in plan.starts.items() if name == "cadence"]
    race_week = days // 7 + 1
    if 4 < race_week <= 8:
        assert "None in the last 3 days" in column(plan, "strength")[race_week - 1]
        assert f"falls in week {race_week}" in plan.race
    if race_week < 8:
        assert all(
            cell.text.startswith(("Easy week", "Starts in")) for cell in plan.weeks[race_week]
        )


@pytest.mark.parametrize("days", [0, 1])
def test_a_race_today_or_tomorrow_is_not_told_what_to_do_before_it(days: int) -> None:
    plan = _race(days).plan
    texts = [cell.text for week in plan.weeks for cell in week]
    assert not [text for text in texts if "Then the race" in text or "Race week" in text]
    assert plan.race.endswith("comes first. Two easy weeks follow, then the plan begins.")
    assert plan.starts["running"] == 3


@pytest.mark.parametrize("days", range(70))
@pytest.mark.parametrize("off", ["0", "3"])
def test_after_a_race_running_names_what_it_is_measured_by(days: int, off: str) -> None:
    race = (DAY + datetime.timedelta(days=days)).isoformat()
    changes = {"plan.goal": "race", "plan.race_date": race, "training.weeks_without_running": off}
    texts = column(plan_of(changes), "running")
    for before, text in itertools.pairwise(texts):
        if before.startswith(("Race", "Easy week")):
            assert not re.search("as last week|last week felt|Same|as now|of week 3", text)


@pytest.mark.parametrize("days", range(70))
def test_around_a_race_there_is_one_lighter_week_at_most(days: int) -> None:
    running = column(_race(days).plan, "running")
    assert sum(text.startswith("Lighter week") for text in running) <= 1


def test_two_weeks_to_the_race_the_progression_begins_after_it() -> None:
    plan = _race(14).plan
    running, texts = column(plan, "running"), column(plan, "strength")
    said = ["Race to come", "Race to come", "Race week", "Easy week"]
    assert [text[: len(start)] for text, start in zip(running, said, strict=False)] == said
    assert {text.split(".")[0] for text in texts[:4]} == {"Starts in week 5"}
    assert "Learn the moves" in texts[4]
    assert "ighter" in texts[7]


def test_six_weeks_to_the_race_the_progression_pauses_and_goes_on() -> None:
    plan = _race(42).plan
    texts = column(plan, "strength")
    assert "ighter" in texts[3]
    assert texts[4].startswith("Race to come")
    assert texts[6].startswith("Race week")
    assert texts[7].startswith("Easy week")
    assert "cadence" not in plan.starts
    (no_week,) = left(plan, Why.RACE)
    assert no_week.titles == ("Cadence",)
    assert steps(plan)["cadence"][0] == "later"


def test_a_race_that_is_over_or_far_away_changes_no_week() -> None:
    usual = diagnosed(two_pillars()).plan.weeks
    past, far = _race(-3).plan, _race(120).plan
    assert past.weeks == far.weeks == usual
    assert "has passed" in past.race
    assert "later than these eight weeks" in far.race


def test_without_a_day_or_another_goal_no_race_counts() -> None:
    changes = two_pillars(**{"plan.goal": "race", "plan.race_date": "2026-12-07"})
    assert diagnosed(changes, day=None).plan.race == ""
    assert diagnosed(changes | {"plan.goal": "steady"}).plan.race == ""


@pytest.mark.parametrize("days", range(70))
def test_a_calendar_has_every_step_once_and_in_order(days: int) -> None:
    weeks = calendar(DAY, DAY + datetime.timedelta(days=days))
    steps = [week.step for week in weeks if week.step is not None]
    assert steps == list(range(1, len(steps) + 1))
