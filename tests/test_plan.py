"""The eight weeks from a runner's own answers, on the base that comes with Surefoot."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.planning.result import Why
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing

from .support.plans import (
    DAY,
    RUNNERS,
    assessor,
    column,
    diagnosed,
    left,
    plan_of,
    raises,
    runner,
    steps,
    two_pillars,
)

_STRONG = {
    "strength.sessions_per_week": "1", "strength.months": "6",
    "strength.muscle_groups": "calves", "strength.calf_raises_left": "26",
    "strength.calf_raises_right": "25",
}  # fmt: skip
_SORE_KNEE = {  # for seven weeks, and no pattern fits
    "symptom.sites": "knee_outer", "symptom.knee_outer.weeks": "7",
    "symptom.knee_outer.pain_running": "3", "symptom.knee_outer.pain_at_rest": "0",
    "symptom.knee_outer.next_morning": "same", "symptom.knee_outer.night_pain": "no",
    "symptom.knee_outer.bone_spot": "no", "symptom.knee_outer.limp": "no",
    "symptom.knee_outer.pain_walking": "no", "symptom.knee_outer.swelling": "none",
    "symptom.knee_outer.onset": "gradual", "symptom.knee_outer.side": "left",
    "symptom.knee_outer.timing": "constant",
}  # fmt: skip


# Level and equipment


def test_without_answers_about_strength_the_level_is_that_of_a_beginner() -> None:
    unknown = [_STRONG | {name: "unknown"} for name in _STRONG if name != "strength.muscle_groups"]
    for changes in (*unknown, _STRONG | {"strength.calf_raises_left": "20"}, {}):
        plan = plan_of(changes)
        assert {"squat", "bridge", "calf-raise"} <= set(plan.exercises)
        assert not {"split-squat", "one-leg-calf-raise"} & set(plan.exercises)


def test_who_trains_for_months_with_calves_near_the_usual_number_gets_harder_work() -> None:
    plan = plan_of(_STRONG)
    assert {"split-squat", "one-leg-hinge", "one-leg-calf-raise"} <= set(plan.exercises)
    assert "5–6, heavy" in column(plan, "strength")[6]
    assert "6–8, hard" in column(plan_of(), "strength")[6]


def test_an_exercise_that_needs_what_is_not_there_is_changed_for_another() -> None:
    nothing, stairs = (
        plan_of({"plan.equipment": "none"}),
        plan_of({"plan.equipment": "step, chair"}),
    )
    assert {"lunge", "squat"} <= set(nothing.exercises)
    assert {"step-up", "chair-squat"} <= set(stairs.exercises)
    assert "band-walk" in plan_of({"plan.equipment": "band"}).exercises
    knowledge = assessor().knowledge
    assert not [name for name in nothing.exercises if knowledge.exercises[name].needs]
    (missing,) = left(nothing, Why.EQUIPMENT)
    assert {"Squat to a chair", "Step-up", "Side steps with a band"} == set(missing.titles)


def test_unknown_equipment_means_body_weight_and_nothing_is_said_to_be_missing() -> None:
    plan = plan_of()
    assert {"lunge", "squat", "side-leg-lift"} <= set(plan.exercises)
    assert not left(plan, Why.EQUIPMENT)


# Two sessions


@pytest.mark.parametrize("equipment", [None, "none", "step, chair, band, weights", "gym"])
@pytest.mark.parametrize("strong", [False, True])
def test_sessions_a_and_b_take_20_to_30_minutes_and_five_to_six_exercises(
    equipment: str | None, strong: bool
) -> None:
    changes = _STRONG if strong else {}
    plan = plan_of(changes | ({"plan.equipment": equipment} if equipment else {}))
    a, b = (one for one in plan.sessions if one.id)
    exercises = assessor().knowledge.exercises
    for session in (a, b):
        assert 20 <= session.minutes <= 30
        assert 5 <= len(session.exercises) <= 6
        own = sum(exercises[name].minutes for name in session.exercises)
        assert session.minutes == own + assessor().knowledge.sessions[session.id].minutes
    assert plan.minutes_per_week == a.minutes + b.minutes
    groups = {name.split("-")[-1] for name in (*a.exercises, *b.exercises)}
    assert len(groups) > 4


def test_the_minutes_of_each_exercise_follow_from_its_sets() -> None:
    """Three sets of about 11 at 5 seconds, half a minute between; twice that one leg by one."""
    for one in assessor().knowledge.exercises.values():
        if one.minutes:
            assert 3 <= one.minutes <= 6, one.id


def test_week_4_is_lighter_and_weeks_4_and_8_look_back() -> None:
    plan = plan_of()
    for block in ("strength", "calf", "running"):
        texts = column(plan, block)
        assert "ighter" in texts[3]
        assert re.search("Repeat|answer again", texts[7])
    assert "calf-raise test" in column(plan, "calf")[3]
    assert "4 weeks or more" in column(plan, "strength")[7]


@pytest.mark.parametrize(
    ("days", "runs", "said"),
    [("6", "3", "two days without a run"), ("4", "4", "same days as two easy runs"),
     ("1", "1", "once a week"), ("", "4", "or on a day of their own")],
)  # fmt: skip
def test_few_days_put_strength_after_easy_runs(days: str, runs: str, said: str) -> None:
    changes = {"training.runs_per_week": runs} | ({"plan.days_per_week": days} if days else {})
    plan = plan_of(changes)
    assert said in plan.placing
    assert "Never" in plan.placing
    assert [one.id for one in plan.sessions] == (["a"] if days == "1" else ["a", "b"])
    assert bool(left(plan, Why.DAYS)) == (days == "1")


# Time


@pytest.mark.parametrize("minutes", ["0", "10", "30", "45", "60", "200"])
def test_the_plan_fits_the_time_and_says_what_it_leaves_out(minutes: str) -> None:
    full = plan_of()
    plan = plan_of({"plan.minutes_per_week": minutes})
    assert plan.minutes_per_week <= int(minutes)
    assert "running" in plan.starts
    assert column(plan, "running") == column(full, "running")
    gone = set(full.exercises) - set(plan.exercises)
    titles = {title for one in left(plan, Why.TIME) for title in one.titles}
    knowledge = assessor().knowledge
    assert {knowledge.exercises[name].title for name in gone} <= titles
    assert bool(titles) == (int(minutes) < full.minutes_per_week)


def test_what_matters_least_goes_first() -> None:
    """Calves come after strength in this runner's actions, so they go first."""
    plan = plan_of({"plan.minutes_per_week": "30"})
    assert "squat" in plan.exercises
    assert "calf" not in plan.starts
    assert "strength" in plan.starts


def test_no_time_at_all_leaves_running_and_recovery() -> None:
    plan = plan_of({"plan.minutes_per_week": "0"})
    assert set(plan.starts) == {"running", "recovery"}
    state, text = steps(plan)["strength"]
    assert state == "left-out"
    assert "0 minutes" in text


def test_the_option_wins_over_the_answers(tmp_path: Path) -> None:
    out = _report("--minutes-per-week", "20", "--json", folder=tmp_path)
    data = json.loads(out.stdout)["plan"]
    assert data["available_minutes"] == 20
    assert data["minutes_per_week"] <= 20


def test_minutes_that_are_none_are_refused(tmp_path: Path) -> None:
    out = _report("--minutes-per-week", "many", folder=tmp_path)
    assert out.returncode == 2
    assert "US108 unusable-option: --minutes-per-week" in out.stderr


@pytest.mark.parametrize("day", ["9999-12-30", "2100-01-01", "1999-12-31"])
def test_a_day_that_is_too_far_off_is_refused(tmp_path: Path, day: str) -> None:
    out = _report("--date", day, folder=tmp_path)
    assert out.returncode == 2
    assert f"US108 unusable-option: --date: {day} is not between" in out.stderr


def test_minutes_may_be_given_in_hours(tmp_path: Path) -> None:
    out = _report("--minutes-per-week", "1.5 hours", "--json", folder=tmp_path)
    assert json.loads(out.stdout)["plan"]["available_minutes"] == 90


def _report(*options: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "surefoot", "report", str(RUNNERS / "example.yaml"), *options],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"plan.minutes_per_week": "12"}, {"plan.days_per_week": "1", "training.runs_per_week": "1"},
     {"plan.minutes_per_week": "12", "plan.days_per_week": "6", "training.runs_per_week": "3"},
     {"plan.minutes_per_week": "12", "plan.days_per_week": "4", "training.runs_per_week": "4"}],
)  # fmt: skip
def test_where_one_session_stays_no_text_speaks_of_two(changes: dict[str, str]) -> None:
    plan = plan_of(changes)
    assert len([one for one in plan.sessions if one.id]) == 1
    texts = [plan.placing, *(cell.text for week in plan.weeks for cell in week)]
    assert plan.placing.startswith("Your one session: ")
    assert not [
        text
        for text in texts
        if re.search("Sessions A and B|both sessions|two (easy )?(run|day|session)", text)
    ]


def test_an_exercise_that_one_session_loses_is_named_with_that_session() -> None:
    fewer = [
        one.reason
        for minutes in range(30, 60)
        for one in left(plan_of({"plan.minutes_per_week": str(minutes)}), Why.TIME)
        if one.reason.startswith("To fit")
    ]
    assert fewer
    assert all(re.search("not in Session [AB]", reason) for reason in fewer)


def test_no_day_means_no_session() -> None:
    plan = plan_of({"plan.days_per_week": "0"})
    assert not [one for one in plan.sessions if one.id]
    assert (plan.placing, plan.minutes_per_week) == ("", 0)
    assert not {"strength", "calf"} & set(plan.starts)
    named = {block for one in left(plan, Why.DAYS) for block in one.blocks}
    assert {"strength", "calf"} <= named
    assert steps(plan)["strength"] == ("left-out", "Left out: you have no day for training.")


# Modes


def test_a_sore_knee_without_a_pattern_keeps_the_exercises_that_spare_it() -> None:
    plan = plan_of(_SORE_KNEE)
    assert plan.mode == "site"
    knowledge = assessor().knowledge
    assert "bridge" in plan.exercises
    assert not [n for n in plan.exercises if "knee_outer" in knowledge.exercises[n].loads]
    assert "running" not in plan.starts
    (sore, *_) = [one for one in left(plan, Why.PAIN) if not one.blocks]
    assert "Squat" in sore.titles


@pytest.mark.parametrize("block", ["strength", "calf"])
def test_every_site_that_a_block_loads_is_loaded_by_its_exercises(block: str) -> None:
    """Else a sore place would keep all of them. An unknown place keeps none."""
    knowledge = assessor().knowledge
    parts = knowledge.blocks[block].parts
    done = [knowledge.exercises[name] for part in parts for name in part.one_of]
    assert set(knowledge.blocks[block].loads) <= {site for one in done for site in one.loads}
    assert all("other" in one.loads for one in done)


@pytest.mark.parametrize("site", ["achilles", "calf", "heel", "shin", "midfoot", "other"])
def test_nothing_loads_a_sore_place_that_no_pattern_speaks_of(site: str) -> None:
    sore = {name.replace("knee_outer", site): text for name, text in _SORE_KNEE.items()}
    found = diagnosed(sore | {"symptom.sites": site})
    exercises = assessor().knowledge.exercises
    loading = [name for name in found.plan.exercises if site in exercises[name].loads]
    assert found.plan.mode in {"site", "no-impact", "none"}
    assert not loading or found.patterns


def test_half_volume_takes_about_half_the_time() -> None:
    full, half = plan_of(), plan_of(_SORE_KNEE)
    assert 0 < half.minutes_per_week < full.minutes_per_week
    assert all("1 set" in text or "Starts" in text for text in column(half, "strength"))


def test_hold_leaves_all_weeks_the_same_and_starts_nothing() -> None:
    plan = plan_of({"plan.goal": "race", "plan.race_date": "2026-12-20"}, "missed-periods-no-pain")
    assert plan.mode == "hold"
    assert len(set(plan.weeks)) == 1
    assert "strength" not in plan.starts
    assert "Ask the person who sees you" in plan.race


def test_no_impact_leaves_running_out() -> None:
    changes = _SORE_KNEE | {"symptom.knee_outer.limp": "yes"}
    plan = plan_of(changes)
    assert plan.mode == "no-impact"
    assert "running" not in plan.starts
    knowledge = assessor().knowledge
    assert not [name for name in plan.exercises if knowledge.exercises[name].impact]


def test_none_has_no_steps_and_nothing_else() -> None:
    plan = plan_of({"safety.heart": "chest_pain_now"})
    assert not plan.shown
    assert (plan.weeks, plan.sessions, plan.steps, plan.left_out) == ((), (), (), ())


def test_keep_going_invents_nothing() -> None:
    plan = plan_of(person="nothing-hurts")
    assert plan.mode == "keep-going"
    assert set(plan.starts) == {"running"}
    assert plan.minutes_per_week == 0
    assert "do not go beyond" in column(plan, "running")[0]
    assert "again" in column(plan, "running")[3]
    assert not plan.left_out


def test_while_safety_questions_are_open_nothing_goes_up() -> None:
    nothing = diagnose(assessor(), {}, DAY)
    assert nothing.is_safety_open
    assert nothing.plan.mode == "keep-going"
    assert not [text for text in column(nothing.plan, "running") if raises(text)]
    for person in ("example", "nothing-hurts"):
        answers = runner(person)
        safe = diagnose(assessor(), answers, DAY)
        assert not safe.is_safety_open
        assert [text for text in column(safe.plan, "running") if raises(text)]
        unsafe = {name: one for name, one in answers.items() if not name.startswith("safety.")}
        found = diagnose(assessor(), unsafe, DAY)
        assert found.is_safety_open
        assert not [text for text in column(found.plan, "running") if raises(text)]
        assert not [text for text in column(found.plan, "strength") if "3 sets" in text]
        table = report_context(found, Printing(date=DAY)).plan
        assert table is not None
        assert table.reason.endswith("Until then nothing goes up.")


def test_with_one_open_safety_question_strength_is_begun_and_not_raised() -> None:
    answers = {name: one for name, one in runner("example").items() if name != "safety.heart"}
    found = diagnose(assessor(), answers, DAY)
    assert found.is_safety_open
    texts = column(found.plan, "strength")
    assert "2 sets" in texts[0]
    assert not [text for text in texts if "3 sets" in text]
    assert [text for text in column(plan_of(), "strength") if "3 sets" in text]


def test_an_empty_plan_says_what_keeps_it_empty() -> None:
    answers = {"recovery.sleep_hours": "9", "plan.minutes_per_week": "0"}
    found = diagnosed({**_SORE_KNEE, **answers}, "only-strength-is-weak")
    assert found.plan.weeks == ()
    assert left(found.plan, Why.TIME)
    table = report_context(found, Printing(date=DAY)).plan
    assert table is not None
    assert "your time does not allow the rest" in table.intro
    assert "minutes a week beside running" not in table.placing


# Steps, and the report


def test_each_of_the_five_steps_has_a_state() -> None:
    found = steps(plan_of(two_pillars()))
    assert list(found) == ["strength", "cadence", "shoes", "recovery", "trail"]
    assert found["strength"] == ("in-plan", "In the plan from week 1.")
    assert found["cadence"] == ("in-plan", "In the plan from week 5.")
    assert found["shoes"] == ("in-order", "Not needed for now: there is little room in this part.")
    assert found["trail"][0] == "not-now"
    assert {state for state, _ in steps(plan_of(person="only-the-first-questions")).values()} >= {
        "open"
    }


def test_a_break_and_a_first_year_and_a_steady_aim_change_the_running() -> None:
    assert (
        "Start again at half"
        in column(plan_of({"training.weeks_without_running": "3"}), "running")[0]
    )
    assert "well below a third" in column(plan_of({"runner.years_running": "0.5"}), "running")[5]
    steady = column(plan_of({"plan.goal": "steady"}), "running")
    assert not [text for text in steady if raises(text)]
    assert "16 km" in steady[0]


@pytest.mark.parametrize("runner_name", ["example", "iliotibial-band-three-miles", "nothing-hurts"])
def test_the_table_has_at_most_six_columns_and_the_report_says_it_all(runner_name: str) -> None:
    diagnosis = diagnosed({"plan.minutes_per_week": "30"}, runner_name)
    table = report_context(diagnosis, Printing(date=DAY)).plan
    assert table is not None
    assert len(table.columns) <= 6
    assert len(table.steps) == 5
    assert {line.reason for line in table.left_out} == {
        one.reason for one in diagnosis.plan.left_out
    }
    assert len(table.rows) == 8


def test_half_texts_are_there_wherever_full_ones_are_and_name_at_most_one_set() -> None:
    for block in assessor().knowledge.blocks.values():
        for texts in (block.texts, *(one.texts for one in block.variants)):
            assert texts.half is None or all("3 sets" not in text for text in texts.half)
            assert texts.taper is not None
            assert (texts.half is None) == (texts.half_taper is None)
