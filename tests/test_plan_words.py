"""What the plan says fits the runner: no runs for who may not run, the runner's own numbers."""

import re

import pytest

from surefoot.engine.condition import Condition
from surefoot.engine.diagnosis import Diagnosis
from surefoot.engine.knowledge import Warn
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing

from .support.plans import assessor, column, diagnosed, plan_of
from .support.sample_runners import DAY

_RUN = re.compile(r"\b(run|runs|ran|running)\b", re.IGNORECASE)
_ALLOWED = re.compile(r"no running|when you have been seen", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CALM = {
    "side": "left", "weeks": "1", "onset": "gradual", "pain_running": "3", "pain_at_rest": "0",
    "next_morning": "same", "timing": "warms_up", "night_pain": "no", "bone_spot": "no",
    "limp": "no", "swelling": "none", "pain_walking": "no",
}  # fmt: skip
_NOT_PREGNANT = {"safety.pregnancy": "no"}
_POOR = {  # opens every advice on recovery, strength, calf and shoes that there is
    "recovery.sleep_hours": "5", "recovery.sleep_quality": "poor", "recovery.stress": "9",
    "recovery.rest_days_per_week": "0", "recovery.fatigue": "most_days",
    "recovery.fuelling": "poor", "training.hard_days_in_a_row": "yes",
    "training.hard_sessions_per_week": "3", "shoes.comfort": "3", "shoes.fit": "weekly_trouble",
    "shoes.transition": "abrupt", "shoes.pairs_in_use": "1", "terrain.trail_share_percent": "60",
    "shoes.trail_type": "road", "kit.long_run": "none", "strength.sessions_per_week": "1",
    "strength.months": "1", "strength.side_plank_s": "10", "strength.squat_faults": "4",
    "strength.calf_raises_left": "8", "strength.calf_raises_right": "8",
}  # fmt: skip
_BIRTH = {"safety.pregnancy": "birth_within_a_year", "safety.pregnancy_signs": "no"}
_RACE = {"plan.goal": "race", "plan.race_date": "2026-12-20"}


def _sore(site: str, **more: str) -> dict[str, str]:
    told = {f"symptom.{site}.{name}": text for name, text in {**_CALM, **more}.items()}
    return {"symptom.sites": site, **_NOT_PREGNANT, **told}


_NO_RUNNING = {
    "limp, knee": _sore("knee_outer", limp="yes"),
    "limp, calf": _sore("calf", limp="yes"),
    "limp, knee cap that hurts sharply": _sore("knee_front", limp="yes", pain_running="6"),
    "midfoot": _sore("midfoot", timing="constant"),
    "pregnant": {"safety.pregnancy": "pregnant", "safety.pregnancy_signs": "no"},
    "leaking after a birth": {**_BIRTH, "safety.pelvic_floor_signs": "yes"},
    "leaking": {**_NOT_PREGNANT, "safety.nerve_and_back": "leaking_or_heaviness"},
}


def _texts(diagnosis: Diagnosis) -> list[str]:
    plan, exercises = diagnosis.plan, assessor().knowledge.exercises
    cells = [cell.text for week in plan.weeks for cell in week]
    sheets = [one for name in plan.exercises for one in _sheet(exercises[name])]
    advice = [
        text
        for one in diagnosis.actions
        for text in (one.advice.title, one.text, one.advice.dose, one.advice.stop)
    ]
    return [*cells, plan.placing, *sheets, *advice]


def _sheet(exercise: object) -> list[str]:
    return [getattr(exercise, name) for name in ("title", "how", "dose", "half", "stop")]


@pytest.mark.parametrize("more", [{}, _RACE, {"plan.days_per_week": "1"}], ids=str)
@pytest.mark.parametrize("poor", [{}, _POOR], ids=["usual", "poor"])
@pytest.mark.parametrize("why", _NO_RUNNING)
def test_who_may_not_run_reads_of_no_runs(
    why: str, poor: dict[str, str], more: dict[str, str]
) -> None:
    diagnosis = diagnosed({**poor, **more, **_NO_RUNNING[why]})
    assert "no-impact" in (diagnosis.plan.mode or "")
    sentences = [one for text in _texts(diagnosis) for one in _SENTENCE.split(text)]
    assert not [one for one in sentences if _RUN.search(one) and not _ALLOWED.search(one)]


def test_no_other_text_that_such_a_runner_can_get_speaks_of_runs() -> None:
    knowledge = assessor().knowledge
    texts = [one.text for one in knowledge.sessions.values()]
    texts += [
        text for one in knowledge.exercises.values() if not one.impact for text in _sheet(one)
    ]
    for one in knowledge.advice.values():
        is_out = knowledge.blocks[one.block].impact or one.increases or _names_all(one.withhold_if)
        texts += [] if is_out else [one.title, one.text, one.dose, one.stop]
    for name in ("strength", "calf"):
        block = knowledge.blocks[name]
        every = [block.texts, *(one.texts for one in block.variants)]
        texts += [text for one in every for text in one.all()]
    assert not [text for text in texts if _RUN.search(text)]


def test_doses_are_halved_without_a_run_for_who_limps() -> None:
    limp = next(one for name, one in _NO_RUNNING.items() if "limp" in name)
    note = report_context(diagnosed(limp), Printing(date=DAY)).actions_note
    assert "do half of each exercise, do not run" in note


@pytest.mark.parametrize("why", _NO_RUNNING)
def test_who_may_not_run_is_told_what_comes_after(why: str) -> None:
    texts = column(diagnosed(_NO_RUNNING[why]).plan, "recovery")
    assert sum("When you have been seen, run again only as you agreed" in one for one in texts) == 2
    assert "walk, cycle or swim if it does not hurt" in texts[1]


@pytest.mark.parametrize("days", ["1", "2", "5", ""])
def test_sessions_of_who_may_not_run_are_placed_by_days_alone(days: str) -> None:
    changes = {"plan.days_per_week": days} if days else {}
    plan = plan_of({**_NO_RUNNING["limp, knee"], **changes})
    assert ("any two days, at least 48 hours apart" in plan.placing) == (days != "1")
    assert ("any day, once a week" in plan.placing) == (days == "1")


def _names_all(condition: Condition | None) -> bool:
    """Whether a condition names every flag that leaves running out."""
    rules = assessor().knowledge.rules
    return all(
        f"'{name}'" in repr(condition)
        for name, one in rules.items()
        if isinstance(one.conclusion, Warn) and one.conclusion.plan == "no-impact"
    )


def test_every_flag_that_leaves_running_out_is_named_where_the_plan_asks_for_it() -> None:
    knowledge = assessor().knowledge
    recovery = knowledge.blocks["recovery"]
    conditions = (
        recovery.open_if,
        recovery.variants[0].when,
        knowledge.blocks["shoes"].variants[0].when,
        knowledge.placings["no-running"].when,
        knowledge.placings["no-running-one-day"].when,
        knowledge.advice["slow-shoe-change"].withhold_if,
        knowledge.advice["long-run-kit"].withhold_if,
    )
    for one in conditions:
        assert _names_all(one)


def test_the_weeks_name_the_runners_own_distances() -> None:
    told = {"training.weekly_km": "30", "training.longest_run_30d_km": "10"}
    texts = column(plan_of(told), "running")
    assert "about 30 km" in texts[0]
    assert "do not go beyond 11 km" in texts[0]
    assert "about 21 km" in texts[3]
    nothing = column(plan_of({"training.weekly_km": "0", "training.runs_per_week": "0"}), "running")
    assert not [one for one in nothing if re.search(r"\b0 km", one)]


def test_no_exercise_repeats_sets_that_the_week_gives() -> None:
    for one in assessor().knowledge.exercises.values():
        assert not re.search(r"sets? of|\d to \d+ (a|lifts|steps|reaches)", one.dose), one.id
        assert not re.search(r"sets? of", one.half), one.id


def test_what_effort_means_is_said_in_the_first_week() -> None:
    assert "10 is the hardest you could do" in column(plan_of(), "strength")[0]


def test_nobody_reads_of_a_cap() -> None:
    for block in assessor().knowledge.blocks.values():
        for texts in (block.texts, *(one.texts for one in block.variants)):
            assert not [one for one in texts.all() if re.search(r"\b[Cc]ap\b", one)]
