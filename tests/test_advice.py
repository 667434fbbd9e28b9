"""To whom advice is given, from whom it is kept, and what comes first, on the shipped base."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.planning import MOST_ACTIONS
from surefoot.engine.planning.result import Why

from .support.plans import assessor, diagnosed, left, runner, steps, typed
from .support.small import diagnosed as diagnosed_small
from .support.small import rule, small_base

STRENGTH = {
    "two-strength-sessions", "cover-all-groups", "build-calf-raises", "control-single-leg",
    "foot-and-balance", "ten-week-habit",
}  # fmt: skip
PREGNANT = {"safety.pregnancy": "pregnant", "safety.pregnancy_signs": "no"}
NEW_BIRTH = {"safety.pregnancy": "birth_within_12_weeks", "safety.pregnancy_signs": "no"}
LEAKS = {
    "safety.pregnancy": "birth_within_a_year", "safety.pregnancy_signs": "no",
    "safety.pelvic_floor_signs": "yes",
}  # fmt: skip
MALE = {"runner.sex": "male"}
SPIKE = {"training.longest_run_7d_km": "22", "training.longest_run_30d_km": "12"}
TRAIL = {
    "terrain.trail_share_percent": "60", "terrain.technicality": "rocky",
    "terrain.months_at_technicality": "2", "terrain.unaccustomed_descent": "yes",
    "terrain.longest_planned_hours": "1", "terrain.ankle_sprains_24m": "2",
    "terrain.alone_without_kit": "yes", "shoes.trail_type": "trail", "kit.long_run": "all",
    "form.downhill_braking": "never",
}  # fmt: skip
ONE_PAIR = {"shoes.pairs_in_use": "1"}


def _diagnosed(changes: dict[str, str], *without: str, person: str = "example") -> Diagnosis:
    """What is concluded about a whole person with other answers, and some left out."""
    changed = {name: typed(name, text) for name, text in changes.items()}
    answers = {**runner(person), **changed}
    return diagnose(assessor(), {n: one for n, one in answers.items() if n not in without})


def _sore(site: str, **more: str) -> dict[str, str]:
    """One mildly sore place with all that is asked about every place."""
    calm = {
        "side": "left", "weeks": "1", "onset": "gradual", "pain_running": "1", "pain_at_rest": "0",
        "next_morning": "same", "timing": "warms_up", "night_pain": "no", "bone_spot": "no",
        "limp": "no", "swelling": "none", "pain_walking": "no",
    }  # fmt: skip
    told = {f"symptom.{site}.{name}": text for name, text in {**calm, **more}.items()}
    return {"symptom.sites": site, **told}


def _given(changes: dict[str, str], *without: str) -> set[str]:
    return {one.advice.id for one in _diagnosed(changes, *without).actions}


# Pregnancy and birth


@pytest.mark.parametrize("who", [PREGNANT, NEW_BIRTH, LEAKS], ids=["pregnant", "birth", "leaks"])
def test_in_pregnancy_and_after_a_birth_strength_work_is_for_others_to_say(
    who: dict[str, str],
) -> None:
    diagnosis = _diagnosed(who)
    assert not STRENGTH & {one.advice.id for one in diagnosis.actions}
    assert not {"strength", "calf"} & set(diagnosis.plan.starts)
    assert not diagnosis.plan.exercises
    caution = left(diagnosis.plan, Why.CAUTION)
    assert {"Strength", "Calf, foot and balance"} == {
        title for one in caution for title in one.titles
    }
    state, text = steps(diagnosis.plan)["strength"]
    assert state == "not-now"
    assert "midwife or a pelvic health physiotherapist first" in text


@pytest.mark.parametrize("who", [MALE, {"safety.pregnancy": "no"}], ids=["man", "woman"])
def test_who_is_not_pregnant_gets_strength_work(who: dict[str, str]) -> None:
    diagnosis = _diagnosed(who)
    assert {one.advice.id for one in diagnosis.actions} >= STRENGTH
    assert {"strength", "calf"} <= set(diagnosis.plan.starts)


@pytest.mark.parametrize(("planned", "is_long"), [("2.1", False), ("2.11", True)])
def test_a_bound_is_met_exactly_whatever_binary_fractions_make_of_it(
    planned: str, is_long: bool
) -> None:
    """2.1 hours after 1.4 are 1.5 times as long; the rule begins above that."""
    found = diagnosed(
        {
            "terrain.trail_share_percent": "50", "terrain.longest_planned_hours": planned,
            "training.longest_run_hours": "1.4",
        }
    )  # fmt: skip
    states = {one.rule.id: one.state for one in found.rules}
    assert (states["trail.long-planned-outing"] == "fires") is is_long


def test_a_man_is_never_asked_about_pregnancy_and_loses_nothing() -> None:
    assert _given(MALE, "safety.pregnancy") >= STRENGTH


def test_who_skips_the_question_is_told_to_ask_first() -> None:
    diagnosis = _diagnosed({}, "safety.pregnancy")
    assert not STRENGTH & {one.advice.id for one in diagnosis.actions}
    assert "midwife" in steps(diagnosis.plan)["strength"][1]


def test_no_number_of_drinks_for_the_pregnant_and_the_young() -> None:
    drinks = {"recovery.alcohol_units_per_week": "20"}
    assert "less-alcohol" in _given({**drinks, **MALE})
    assert "less-alcohol" in _given({**drinks, "safety.pregnancy": "no"})
    assert "less-alcohol" not in _given({**drinks, **MALE, "runner.age": "17"})
    for who in (PREGNANT, NEW_BIRTH):
        assert "less-alcohol" not in _given({**drinks, **who})


# Running while something hurts or a doctor has to look


def _cap(diagnosis: Diagnosis) -> str:
    (cap,) = [one.text for one in diagnosis.actions if one.advice.id == "longest-run-cap"]
    return cap


def test_what_limits_running_is_said_under_restrictions_too() -> None:
    held = _diagnosed({**SPIKE, "recovery.low_energy_signs": "missed_periods"})
    sore = _diagnosed(SPIKE, person="iliotibial-band-three-miles")
    assert (held.plan.mode, sore.plan.mode) == ("hold", "site")
    for text in (_cap(held), _cap(sore)):
        assert text.startswith("While something hurts, or until a doctor has seen you, run no")


def test_what_adds_running_is_not_said_under_restrictions() -> None:
    new = {"runner.years_running": "0.5"}
    assert "new-runner-patience" in _given(new)
    assert "new-runner-patience" not in _given({**new, "recovery.low_energy_signs": "food_rules"})


# One new thing at a time


@pytest.mark.parametrize(
    "instead",
    [
        {"training.weeks_without_running": "3"}, {"training.weekly_km": "0"},
        {"shoes.transition": "abrupt"},
    ],
    ids=["break", "no-running", "new-shoes"],
)  # fmt: skip
def test_no_form_drill_beside_a_new_start_or_new_shoes(instead: dict[str, str]) -> None:
    for drill, form in (
        ("cadence-drill", {"form.overstride": "yes"}),
        ("land-softly", {"form.landing": "often_loud", "form.overstride": "no"}),
    ):
        assert drill in _given(form)
        diagnosis = _diagnosed({**form, **instead})
        assert drill not in {one.advice.id for one in diagnosis.actions}
        assert "cadence" not in diagnosis.plan.starts


def test_a_form_drill_and_a_second_pair_are_not_given_together() -> None:
    form = {"form.overstride": "yes", "shoes.comfort": "9"}
    assert len({"cadence-drill", "second-pair"} & _given({**form, **ONE_PAIR})) == 1
    assert "second-pair" in _given(ONE_PAIR)


def test_short_first_runs_are_not_given_beside_growing_weeks() -> None:
    new = {
        "runner.years_running": "0.5", "runner.mass_kg": "95", "training.weekly_km": "12",
        "training.previous_weekly_km": "6",
    }  # fmt: skip
    given = _given(new)
    assert "short-first-runs" in given
    assert "steady-weeks" not in given


# Sore places


@pytest.mark.parametrize("site", ["knee_front", "knee_outer", "knee_below_cap"])
def test_no_descents_for_a_sore_knee(site: str) -> None:
    assert "easy-descents" in _given(TRAIL)
    assert "easy-descents" not in _given({**TRAIL, **_sore(site)})


@pytest.mark.parametrize("site", ["ankle_outer", "ankle_inner"])
def test_neither_descents_nor_rough_ground_for_a_sore_ankle(site: str) -> None:
    assert {"easy-descents", "build-rough-trail"} <= _given(TRAIL)
    assert not {"easy-descents", "build-rough-trail"} & _given({**TRAIL, **_sore(site)})


@pytest.mark.parametrize("site", ["heel", "achilles", "calf", "midfoot", "ball_of_foot"])
def test_no_second_pair_for_a_sore_foot_or_calf(site: str) -> None:
    assert "second-pair" not in _given({**ONE_PAIR, **_sore(site)})


def test_no_second_pair_with_signs_of_too_little_energy_but_for_who_skips_that_question() -> None:
    asked = "recovery.low_energy_signs"
    for sign in ("weight_loss", "bone_stress_history"):
        assert "second-pair" not in _given({**ONE_PAIR, asked: sign})
    assert "second-pair" in _given(ONE_PAIR, asked)
    assert "second-pair" in _given({**ONE_PAIR, **MALE}, asked, "safety.pregnancy")


# What comes first


def test_advice_comes_by_band_and_pillars_before_contexts_of_the_same_band(
    tmp_path: Path,
) -> None:
    base = small_base(
        tmp_path,
        rule("p.some", "a.one > 3", 3, advice="do-lift"),
        rule("p.rest", "a.two > 3", 7),
        rule("q.some", "a.four > 3", 1, advice="do-calm"),
        rule("q.rest", "a.two > 3", 9),
        rule("c.some", "a.three > 3", 3, advice="do-run"),
        rule("c.rest", "a.two > 3", 7),
        plan=True,
    )
    told = {"two": "0", "three": "9", "four": "9", "five": "0", "lead": "no"}
    watched = diagnosed_small(base, one="9", **told)  # p and c are watched, q is solid
    assert [one.advice.id for one in watched.actions] == ["do-lift", "do-run", "do-calm"]
    solid = diagnosed_small(base, one="0", **told)
    assert [one.advice.id for one in solid.actions] == ["do-run", "do-calm"]
    leading = diagnosed_small(base, one="9", **{**told, "lead": "yes"})
    assert [one.advice.id for one in leading.actions] == ["do-run", "do-lift", "do-calm"]


def test_weak_trails_come_after_weak_pillars_and_before_the_others() -> None:
    ids = [one.advice.id for one in _diagnosed(TRAIL).actions]
    assert ids.index("two-strength-sessions") < ids.index("easy-descents")
    assert ids.index("easy-descents") < ids.index("sleep-window")


def test_weak_trails_reach_the_first_page_beside_pillars_that_are_not_weak() -> None:
    diagnosis = _diagnosed(TRAIL, person="nothing-hurts")
    assert diagnosis.score("trail").band == "weak"
    first = diagnosis.actions[:MOST_ACTIONS]
    trail = {"build-rough-trail", "easy-descents", "ankle-care", "long-run-kit", "time-on-feet"}
    assert {one.advice.id for one in first} <= trail
