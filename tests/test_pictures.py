"""Pictures that a physiotherapist painted: who must be sent where, and what must not be said.

Each is a healthy person with a few answers changed. A picture names the tier, what becomes of the
plan, the pattern named first, flags that fire and flags that stay silent.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing

from .support.safety_runners import (
    Texts,
    aged,
    back_after,
    birth,
    diagnosed,
    energy,
    fired,
    general,
    sore,
)

NO_PATTERN = ""
BUILDS = {"timing": "builds_with_distance", "pain_running": "4", "weeks": "2"}
LANDING = BUILDS | {"impact_hurts": "yes"}


@dataclass(frozen=True)
class Picture:
    """One runner; `first` is the pattern named first, None where it does not matter."""

    name: str
    answers: Texts
    tier: str
    mode: str
    first: str | None
    fires: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()


PICTURES = [
    Picture(
        "a tendon that tore, with nothing ticked under legs",
        sore("achilles", onset="sudden", timing="builds_with_distance", limp="yes",
             pain_walking="yes", pain_running="6", weeks="0", swelling="ankle"),
        "B", "none", NO_PATTERN, ("sudden-achilles-pain",), ("sudden-achilles-pain-no-raise",),
    ),
    Picture(
        "the same, mild", sore("achilles", onset="sudden", timing="constant", weeks="0"),
        "B", "none", NO_PATTERN, ("sudden-achilles-pain",),
    ),
    Picture(
        "the same, and no rise on the toes",
        sore("achilles", onset="sudden", timing="constant", one_raise="no"),
        "A", "none", NO_PATTERN, ("sudden-achilles-pain", "sudden-achilles-pain-no-raise"),
    ),
    Picture(
        "a stiff Achilles is no torn one",
        sore("achilles", timing="first_steps", onset="gradual"),
        "D", "full", "achilles-tendinopathy", (), ("sudden-achilles-pain",),
    ),
    Picture(
        "outer hip with a limp", sore("hip_outer", **BUILDS, limp="yes", pain_walking="yes"),
        "B", "none", NO_PATTERN, ("outer-hip-limp",), ("gluteal-tendinopathy-refer",),
    ),
    Picture(
        "outer hip without a limp", sore("hip_outer", **BUILDS),
        "C", "site", "gluteal-tendinopathy", (), ("outer-hip-limp",),
    ),
    Picture(
        "a sore line on the shin, with a limp",
        sore("shin", **BUILDS, tender_area="line", limp="yes", pain_walking="yes"),
        "B", "none", None, ("shin-pain-on-hopping",),
    ),
    Picture(
        "shin splints", sore("shin", **BUILDS, tender_area="line", hop_pain="no"),
        "C", "site", "medial-tibial-stress-syndrome", (), ("shin-pain-on-hopping",),
    ),
    Picture(
        "a calf that hurts at rest in pregnancy",
        birth("pregnant", pregnancy_signs="no") | sore("calf", pain_at_rest="3"),
        "A", "none", None, ("leg-pain-at-rest-around-birth",),
    ),
    Picture(
        "a calf that is sore on runs in pregnancy",
        birth("pregnant", pregnancy_signs="no") | sore("calf", **BUILDS),
        "C", "no-impact", None, (), ("leg-pain-at-rest-around-birth",),
    ),
    Picture(
        "no periods and a midfoot that aches all the time",
        energy("missed_periods") | sore("midfoot", timing="constant", pain_running="4"),
        "B", "none", "bone-stress-injury", ("bone-stress-injury-refer", "midfoot-ache"),
    ),
    Picture(
        "a midfoot that aches as it goes on", sore("midfoot", **BUILDS),
        "C", "no-impact", None, ("midfoot-ache",), ("bone-stress-injury-refer",),
    ),
    Picture(
        "a sore back with a fever", sore("low_back", **BUILDS) | general("fever_or_flu"),
        "B", "none", None, ("back-pain-with-fever",),
    ),
    Picture(
        "a front thigh that builds up, its pain given as 0",
        sore("thigh_front", timing="builds_with_distance", pain_running="0"),
        "B", "none", None, ("hip-pain-on-running",),
    ),
    Picture(
        "a pulled calf", sore("calf", **BUILDS | {"onset": "sudden", "weeks": "0"}),
        "D", "site", "calf-strain", ("calf-strain-refer",),
    ),
    Picture(
        "a knee that swelled after a twist",
        sore("knee_other", onset="sudden", swelling="joint", twist_or_catch="yes"),
        "B", "none", "meniscal-knee-pain", ("swollen-knee-after-twist",),
    ),
    Picture(
        "an ankle rolled in, with a swollen joint",
        sore("ankle_outer", onset="sudden", swelling="joint", pain_running="5"),
        "C", "site", "lateral-ankle-sprain", ("swollen-ankle",), ("swollen-joint",),
    ),
    Picture(
        "an ankle rolled in, that hurts to walk on",
        sore("ankle_outer", onset="sudden", swelling="ankle", pain_walking="yes"),
        "C", "no-impact", "lateral-ankle-sprain", ("painful-walking",), ("twisted-foot-or-ankle",),
    ),
    Picture(
        "a sit bone that hurt at one moment", sore("sit_bone", onset="sudden"),
        "B", "none", None, ("sudden-sit-bone-pain",),
    ),
    Picture(
        "a sit bone that hurts all the time and on walking",
        sore("sit_bone", timing="constant", pain_walking="yes", pain_running="6"),
        "B", "none", None, ("sit-bone-pain-on-walking",),
    ),
    Picture(
        "a lower back that each landing hurts", sore("low_back", **LANDING),
        "B", "none", None, ("back-or-buttock-pain-on-landing",),
    ),
    Picture(
        "pain down both legs", sore("low_back", **BUILDS, spreads_below_knee="both_legs"),
        "A", "none", None, ("pain-down-both-legs",),
    ),
    Picture(
        "a swollen thigh", sore("thigh_back", swelling="thigh"),
        "A", "none", None, ("calf-swelling",),
    ),
    Picture(
        "an arch that got flatter", sore("midfoot", place="arch", arch_flatter="yes"),
        "B", "none", "tibialis-posterior-tendinopathy", ("tibialis-posterior-tendon-weak",),
    ),
    Picture(
        "58 years old, a year without running or other exercise",
        aged(58, back_after("52", "no")),
        "C", "hold", NO_PATTERN, ("over-45-and-new-to-hard-exercise",),
    ),
    Picture(
        "58 years old, a year without running, on a bike all the time",
        aged(58, back_after("52", "yes")),
        "", "keep-going", NO_PATTERN, (), ("over-45-and-new-to-hard-exercise", "start-gently"),
    ),
    Picture(
        "a sore spot on the skin",
        sore("skin_nails", pain_running="4", bone_spot="yes", dark_streak="no"),
        "D", "full", None, (), ("sore-bone-spot",),
    ),
]  # fmt: skip


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_a_picture_comes_out_as_painted(picture: Picture) -> None:
    diagnosis = diagnosed(picture.answers)
    named = [one.pattern.id.removeprefix("pattern.") for one in diagnosis.patterns]
    raised = {one.removeprefix("flag.") for one in fired(diagnosis)}
    assert set(picture.fires) <= raised
    assert not raised & set(picture.silent)
    assert (diagnosis.tier or "") == picture.tier
    calm = {"full", "keep-going"}
    assert diagnosis.plan.mode in (calm if picture.mode in calm else {picture.mode})
    if picture.first is not None:
        assert (named or [NO_PATTERN])[0] == picture.first


def _noted(answers: Texts) -> set[str]:
    """The flags that the report prints."""
    context = report_context(diagnosed(answers), Printing(date=datetime.date(2026, 11, 23)))
    return {one.rule.removeprefix("flag.") for one in context.see_someone.flags}


def test_mild_pain_is_not_printed_beside_a_doctor_for_the_same_place() -> None:
    torn = sore("achilles", onset="sudden", timing="constant")
    assert "mild-running-pain" in {one.removeprefix("flag.") for one in fired(diagnosed(torn))}
    assert _noted(torn) == {"sudden-achilles-pain"}


def test_mild_pain_is_printed_beside_a_doctor_for_another_matter() -> None:
    assert "mild-running-pain" in _noted(sore("achilles") | energy("missed_periods"))


def test_self_care_of_a_pattern_is_not_printed_beside_a_doctor_for_its_place() -> None:
    heel = {"timing": "first_steps", "squeeze_hurts": "yes"}
    assert "plantar-heel-pain-refer" in _noted(sore("heel", **heel | {"squeeze_hurts": "no"}))
    assert "plantar-heel-pain-refer" not in _noted(sore("heel", **heel))


def test_a_doctor_within_two_weeks_is_called_a_doctor() -> None:
    pressed = sore(
        "calf", side="both", timing="fixed_distance", numb_when_running="no", cold_foot="no"
    )
    box = report_context(diagnosed(pressed), Printing(date=datetime.date(2026, 11, 23))).see_someone
    assert box.tone == "soon"
    assert box.text == "See a doctor within two weeks."


def test_a_pulled_calf_has_no_runs_in_the_plan() -> None:
    untrained = {"strength.sessions_per_week": "0", "strength.foot_and_balance_work": "no"}
    assert "running" in _blocks(untrained | sore("achilles", timing="warms_up", weeks="4"))
    blocks = _blocks(untrained | sore("calf", onset="sudden", timing="builds_with_distance"))
    assert blocks
    assert "running" not in blocks


def _blocks(answers: Texts) -> set[str]:
    return {cell.block for week in diagnosed(answers).plan.weeks for cell in week}
