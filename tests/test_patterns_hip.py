"""Patterns of knee, thigh, hip and back: text-book runners, and those that are another thing.

The runners answer only what everybody is asked at every place, so that a file without the
extra questions of a place is named too.
"""

from functools import cache

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import Sign
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

USUAL = {
    "side": "left", "weeks": "4", "onset": "gradual", "pain_running": "4", "pain_at_rest": "0",
    "next_morning": "same", "timing": "builds_with_distance", "night_pain": "no",
    "bone_spot": "no", "limp": "no", "swelling": "none",
}  # fmt: skip
WELL = {
    "safety.heart": "none", "safety.leg": "none", "safety.nerve_and_back": "none",
    "safety.general": "none", "safety.pregnancy": "no", "recovery.low_energy_signs": "none",
    "runner.age": "35", "runner.sex": "female",
}  # fmt: skip
MINE = {
    "patellofemoral-pain", "iliotibial-band-pain", "patellar-tendinopathy",
    "proximal-hamstring-tendinopathy", "gluteal-tendinopathy", "hip-or-groin-pain",
    "low-back-pain", "knee-or-other-pain", "thigh-muscle-strain", "meniscal-knee-pain",
}  # fmt: skip
PULLED = {"onset": "sudden", "timing": "constant"}


@cache
def _assessor() -> Assessor:
    return Assessor(load_knowledge())


def _runner(site: str, about: dict[str, str] | None = None, **others: str) -> Diagnosis:
    """A well runner with one sore place; `others` are whole questions, with `__` for a dot."""
    texts = WELL | {"symptom.sites": site}
    for place in site.split(","):
        said = USUAL | (about or {})
        texts |= {f"symptom.{place}.{name}": value for name, value in said.items()}
    texts |= {name.replace("__", "."): value for name, value in others.items()}
    knowledge, answers = _assessor().knowledge, dict[str, Answer]()
    for name, text in texts.items():
        found = read_answer(knowledge.questions[name], text.split(","))
        assert not isinstance(found, Misfit), (name, found)
        answers[name] = found
    return diagnose(_assessor(), answers)


def _named(diagnosis: Diagnosis) -> list[str]:
    return [one.pattern.id.removeprefix("pattern.") for one in diagnosis.patterns]


TEXT_BOOK = [
    ("patellofemoral-pain", "knee_front", {}, None),
    ("patellofemoral-pain", "knee_front", {"timing": "first_steps"}, None),
    ("patellofemoral-pain", "knee_front", {"onset": "after_one_run", "timing": "warms_up"}, None),
    ("patellofemoral-pain", "knee_front", {"weeks": "7"}, "C"),
    ("iliotibial-band-pain", "knee_outer", {"timing": "fixed_distance"}, "C"),
    ("iliotibial-band-pain", "knee_outer", {}, "C"),
    ("patellar-tendinopathy", "knee_below_cap", {"timing": "warms_up"}, "C"),
    ("patellar-tendinopathy", "knee_below_cap", {"timing": "constant"}, "C"),
    ("proximal-hamstring-tendinopathy", "sit_bone", {"timing": "first_steps"}, "C"),
    ("proximal-hamstring-tendinopathy", "sit_bone", {"timing": "warms_up"}, "C"),
    ("gluteal-tendinopathy", "hip_outer", {}, "C"),
    ("gluteal-tendinopathy", "hip_outer", {"onset": "after_one_run"}, "C"),
    ("hip-or-groin-pain", "groin", {}, "B"),
    ("hip-or-groin-pain", "thigh_front", {"timing": "warms_up"}, "B"),
    ("hip-or-groin-pain", "groin", {"night_pain": "yes", "bone_spot": "yes"}, "B"),
    ("hip-or-groin-pain", "groin", {"limp": "yes", "night_pain": "yes"}, "A"),
    ("low-back-pain", "low_back", {"side": "middle"}, "C"),
    ("low-back-pain", "low_back", {"pain_at_rest": "1", "onset": "sudden"}, "C"),
    ("low-back-pain", "low_back", {"weeks": "2"}, "D"),
    ("knee-or-other-pain", "knee_other", {"onset": "after_one_run", "weeks": "1"}, "C"),
    ("knee-or-other-pain", "other", {"timing": "constant"}, "C"),
    ("thigh-muscle-strain", "thigh_back", PULLED | {"pain_running": "6"}, "C"),
    ("thigh-muscle-strain", "thigh_back", PULLED | {"pain_at_rest": "1"}, "C"),
    ("meniscal-knee-pain", "knee_other", {"onset": "sudden"}, "C"),
    ("meniscal-knee-pain", "knee_other", {"swelling": "joint"}, "B"),
    ("meniscal-knee-pain", "knee_outer", {"onset": "sudden", "swelling": "joint"}, "B"),
]


@pytest.mark.parametrize(("pattern", "site", "about", "tier"), TEXT_BOOK)
def test_a_text_book_runner_is_matched_and_named_first(
    pattern: str, site: str, about: dict[str, str], tier: str | None
) -> None:
    diagnosis = _runner(site, about)
    assert _named(diagnosis)[:1] == [pattern]
    if tier is not None:
        assert diagnosis.tier == tier


ANOTHER = [
    ("patellofemoral-pain", "knee_front", {"swelling": "joint"}),
    ("patellofemoral-pain", "knee_front", {"onset": "sudden"}),
    ("patellofemoral-pain", "knee_front", {"bone_spot": "yes"}),
    ("iliotibial-band-pain", "knee_outer", {"swelling": "joint", "timing": "fixed_distance"}),
    ("iliotibial-band-pain", "knee_outer", {"onset": "sudden"}),
    ("iliotibial-band-pain", "knee_outer", {"night_pain": "yes"}),
    ("patellar-tendinopathy", "knee_below_cap", {"onset": "sudden"}),
    ("patellar-tendinopathy", "knee_below_cap", {"swelling": "joint"}),
    ("patellar-tendinopathy", "knee_below_cap", {"bone_spot": "yes", "night_pain": "yes"}),
    ("proximal-hamstring-tendinopathy", "sit_bone", {"onset": "sudden"}),
    ("proximal-hamstring-tendinopathy", "sit_bone", {"timing": "constant"}),
    ("proximal-hamstring-tendinopathy", "sit_bone", {"night_pain": "yes"}),
    ("proximal-hamstring-tendinopathy", "sit_bone", {"bone_spot": "yes"}),
    ("gluteal-tendinopathy", "hip_outer", {"bone_spot": "yes"}),
    ("gluteal-tendinopathy", "hip_outer", {"limp": "yes"}),
    ("gluteal-tendinopathy", "hip_outer", {"onset": "sudden"}),
    ("gluteal-tendinopathy", "hip_outer,groin", {}),
    ("low-back-pain", "low_back", {"bone_spot": "yes"}),
    ("low-back-pain", "low_back", {"night_pain": "yes"}),
    ("knee-or-other-pain", "knee_other", {"swelling": "joint"}),
    ("knee-or-other-pain", "knee_other", {"onset": "sudden"}),
    ("knee-or-other-pain", "other", {"night_pain": "yes"}),
    ("knee-or-other-pain", "other", {"bone_spot": "yes"}),
    ("thigh-muscle-strain", "thigh_back", {}),
    ("thigh-muscle-strain", "thigh_back", {"onset": "after_one_run"}),
    ("thigh-muscle-strain", "thigh_back", PULLED | {"swelling": "calf"}),
    ("thigh-muscle-strain", "thigh_back", PULLED | {"bone_spot": "yes"}),
    ("thigh-muscle-strain", "groin", {}),
    ("meniscal-knee-pain", "knee_other", {}),
    ("meniscal-knee-pain", "knee_outer", {"timing": "fixed_distance"}),
]


@pytest.mark.parametrize(("pattern", "site", "about"), ANOTHER)
def test_a_runner_whose_answers_speak_for_another_row_is_not_matched(
    pattern: str, site: str, about: dict[str, str]
) -> None:
    assert pattern not in _named(_runner(site, about))


def test_the_hip_comes_before_bone_stress_and_a_pulled_muscle_at_the_groin() -> None:
    bad = {"night_pain": "yes", "pain_at_rest": "3", "next_morning": "worse", "bone_spot": "yes"}
    assert _named(_runner("groin", bad))[:2] == ["hip-or-groin-pain", "bone-stress-injury"]
    pulled = _runner("groin", PULLED)
    assert _named(pulled) == ["hip-or-groin-pain", "thigh-muscle-strain"]
    inner = _runner("groin", PULLED, symptom__groin__inner_thigh="yes")
    assert _named(inner)[0] == "thigh-muscle-strain"
    assert inner.tier == "B"  # the strain's name takes nothing off the urgency
    aching = PULLED | {"pain_at_rest": "2"}
    assert _named(_runner("groin", aching, symptom__groin__inner_thigh="yes"))[0] == (
        "hip-or-groin-pain"
    )


@pytest.mark.parametrize("place", ["sit_bone", "thigh_back"])
def test_pain_below_the_knee_puts_the_back_first(place: str) -> None:
    pulled = PULLED if place == "thigh_back" else {"timing": "first_steps"}
    own = "thigh-muscle-strain" if place == "thigh_back" else "proximal-hamstring-tendinopathy"
    leg = f"symptom__{place}__spreads_below_knee"
    sitting = {"symptom__sit_bone__sitting_hurts": "yes"} if place == "sit_bone" else {}
    assert _named(_runner(place, pulled, **sitting, **{leg: "yes"}))[0] == "low-back-pain"
    assert _named(_runner(place, pulled, **sitting, **{leg: "no"})) == [own]
    assert _named(_runner(place, pulled, **sitting)) == [own]


def test_a_twist_or_catching_puts_the_joint_before_pain_that_is_not_told_apart() -> None:
    catching = _runner("knee_other", symptom__knee_other__twist_or_catch="yes")
    assert _named(catching) == ["meniscal-knee-pain", "knee-or-other-pain"]
    assert _named(_runner("knee_outer", symptom__knee_outer__twist_or_catch="yes"))[0] == (
        "meniscal-knee-pain"
    )


def test_long_sitting_that_hurts_at_rest_does_not_hide_the_sit_bone_tendon() -> None:
    sitting = _runner("sit_bone", {"pain_at_rest": "3"}, symptom__sit_bone__sitting_hurts="yes")
    assert _named(sitting)[0] == "proximal-hamstring-tendinopathy"


@pytest.mark.parametrize(("age", "tier"), [("15", "B"), ("19", "B"), ("20", "C")])
def test_a_teenager_whose_back_hurts_on_bending_backwards_sees_a_doctor(
    age: str, tier: str
) -> None:
    diagnosis = _runner("low_back", runner__age=age, symptom__low_back__bending_back_hurts="yes")
    assert diagnosis.tier == tier


@pytest.mark.parametrize(
    ("age", "signs", "fires"),
    [
        ("40", "wakes_late,better_moving", True),
        ("40", "better_moving", False),
        ("48", "wakes_late,better_moving", False),
        ("48", "wakes_late,better_moving,buttock,psoriasis_or_family", False),
    ],
)
def test_back_pain_for_months_with_signs_goes_to_a_doctor(
    age: str, signs: str, *, fires: bool
) -> None:
    diagnosis = _runner(
        "low_back", {"weeks": "26"}, runner__age=age, symptom__low_back__signs_for_months=signs
    )
    raised = {one.rule.id for one in diagnosis.flags}
    assert ("flag.back-pain-for-months-with-signs" in raised) is fires


def test_signs_against_read_only_what_every_runner_answers() -> None:
    """Else a file without the added questions could not be matched."""
    asked = {*USUAL, "tender_area"}
    knowledge = _assessor().knowledge
    against = [
        rule
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Sign)
        and rule.conclusion.weight < 0
        and rule.conclusion.pattern.removeprefix("pattern.") in MINE
    ]
    assert {rule.conclusion.pattern for rule in against if isinstance(rule.conclusion, Sign)} == {
        f"pattern.{name}" for name in MINE - {"hip-or-groin-pain"}
    }
    for rule in against:
        for name in rule.reads:
            everybody = name in {"symptom.sites", "runner.age"}
            assert everybody or name.rsplit(".", 1)[1] in asked, rule.id
