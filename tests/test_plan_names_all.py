"""No part that is weak vanishes from the plan in silence, and every step says what is so."""

import random
from collections import Counter

import pytest

from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.planning.result import StepState, Why
from surefoot.engine.scoring import Band

from .support.plans import DAY, assessor, diagnosed, left, runner, steps
from .support.runners import random_answers

_HELD = "missed-periods-no-pain"
_WEAK_STRENGTH = {
    "strength.sessions_per_week": "0", "strength.calf_raises_left": "5",
    "strength.calf_raises_right": "5", "strength.muscle_groups": "none",
}  # fmt: skip
_WEAK_TRAIL = {
    "terrain.trail_share_percent": "60", "terrain.technicality": "rocky",
    "terrain.months_at_technicality": "1", "terrain.ankle_sprains_24m": "3",
    "terrain.unaccustomed_descent": "yes", "terrain.longest_planned_hours": "6",
}  # fmt: skip


def _generated(number: int) -> Diagnosis:
    """Every third as the chance has it, the others without what would leave no plan."""
    chance = random.Random(f"named {number}")
    answers = random_answers(
        assessor().knowledge, chance, share_unanswered=chance.choice([0.0, 0.1, 0.5])
    )
    if number % 3:
        safe = runner("nothing-hurts")
        answers |= {name: one for name, one in safe.items() if name.startswith("safety.")}
        answers["runner.age"] = safe["runner.age"]
    if number % 3 == 2:
        answers["symptom.sites"] = safe["symptom.sites"]
    return diagnose(assessor(), answers, DAY)


def _is_told(diagnosis: Diagnosis, one: StepState) -> bool:
    """Whether a step of a weak part is in the plan, or is named with what keeps it out."""
    named = {block for out in diagnosis.plan.left_out for block in out.blocks}
    match one.state:
        case "in-plan" | "later":
            return True
        case "not-now" | "left-out":
            weak = "Not in these weeks" if diagnosis.plan.mode == "keep-going" else one.step.weak
            return bool(named & set(one.step.blocks)) or bool(weak and one.text.startswith(weak))
        case _:
            return False


@pytest.mark.parametrize("batch", range(6))
def test_what_is_weak_is_in_the_plan_or_its_reason_is_said(batch: int) -> None:
    seen = Counter[str]()
    for number in range(batch * 50, batch * 50 + 50):
        diagnosis = _generated(number)
        if not diagnosis.plan.shown:
            continue
        for one in diagnosis.plan.steps:
            bands = {diagnosis.score(name).band for name in one.step.scores}
            if Band.WEAK in bands:
                assert _is_told(diagnosis, one), (number, one.step.id, one.text)
                seen[one.state] += 1
    assert seen["in-plan"]
    assert seen["not-now"]


def test_under_hold_a_weak_part_is_named_with_the_flag() -> None:
    found = diagnosed(_WEAK_STRENGTH, _HELD)
    assert found.plan.mode == "hold"
    assert found.score("strength").band is Band.WEAK
    (out,) = [one for one in left(found.plan, Why.FLAG) if "strength" in one.blocks]
    assert out.reason.startswith("Nothing increases until this is settled")
    state, text = steps(found.plan)["strength"]
    assert state == "not-now"
    assert "other things come first" not in text
    assert "until this is settled" in text


def test_weak_trails_are_named_under_hold() -> None:
    found = diagnosed(_WEAK_TRAIL, _HELD)
    assert found.score("trail").band is Band.WEAK
    assert "until this is settled" in steps(found.plan)["trail"][1]


def test_weak_trails_alone_are_said_to_wait_where_no_pillar_is_weak() -> None:
    found = diagnosed(_WEAK_TRAIL, "nothing-hurts")
    assert found.score("trail").band is Band.WEAK
    assert found.plan.mode == "keep-going"
    assert "no pillar is weak" in steps(found.plan)["trail"][1]


def test_weak_trails_whose_advice_opens_no_trails_have_a_sentence_of_their_own() -> None:
    ankles = {
        "terrain.longest_planned_hours": "1", "terrain.trail_share_percent": "60",
        "terrain.technicality": "smooth_path",
        "terrain.months_at_technicality": "24", "terrain.ankle_sprains_24m": "3",
        "terrain.unaccustomed_descent": "no", "terrain.alone_without_kit": "yes",
    }  # fmt: skip
    found = diagnosed(ankles)
    assert found.score("trail").band is Band.WEAK
    assert "trail" not in found.plan.starts
    state, text = steps(found.plan)["trail"]
    assert state == "not-now"
    assert text == "Not for you now: other advice for your trails comes first."


def test_a_part_that_is_in_order_is_not_named() -> None:
    found = diagnosed(person=_HELD)
    solid = [one.pillar.id for one in found.pillars if one.band is Band.SOLID]
    named = {block for one in found.plan.left_out for block in one.blocks}
    assert not named & set(solid)
