"""Patterns of foot and lower leg: a text-book runner for each, and who must not be taken for one.

The answers are those of every answers file: side, weeks, start, pain, timing, night, bone spot,
limp and swelling. What is asked beyond them may add to a pattern, and must not be needed for it.
"""

from collections.abc import Iterable

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

HEEL = "pattern.plantar-heel-pain"
ACHILLES = "pattern.achilles-tendinopathy"
SHIN = "pattern.medial-tibial-stress-syndrome"
BONE = "pattern.bone-stress-injury"
CALF = "pattern.calf-strain"
SPRAIN = "pattern.lateral-ankle-sprain"
BALL = "pattern.metatarsalgia"
SKIN = "pattern.blisters-and-black-toenails"
ARCH = "pattern.tibialis-posterior-tendinopathy"
PRESSURE = "pattern.exertional-compartment-or-artery"
GROWTH = "pattern.growth-area-pain"

CALM = (
    "side: left, weeks: 2, onset: gradual, pain_running: 4, pain_at_rest: 0, next_morning: same,"
    " timing: builds_with_distance, night_pain: no, bone_spot: no, limp: no, swelling: none"
)


@pytest.fixture(scope="module")
def assessor() -> Assessor:
    return Assessor(load_knowledge())


def _runner(assessor: Assessor, site: str, said: str, age: int = 35) -> Diagnosis:
    """A runner with one sore place: calm, but for what is `said`."""
    told = dict(_pairs(CALM) + _pairs(said))
    entered = {f"symptom.{site}.{name}": text for name, text in told.items()}
    return diagnose(
        assessor,
        dict(_read(assessor, {"runner.age": str(age), "symptom.sites": site, **entered})),
    )


def _pairs(said: str) -> list[tuple[str, str]]:
    return [(name, text) for name, _, text in (one.partition(": ") for one in said.split(", "))]


def _read(assessor: Assessor, entered: dict[str, str]) -> Iterable[tuple[str, Answer]]:
    for name, text in entered.items():
        answer = read_answer(assessor.knowledge.questions[name], text.split(" and "))
        assert not isinstance(answer, Misfit), (name, text, answer)
        yield name, answer


def _named(diagnosis: Diagnosis) -> list[str]:
    return [one.pattern.id for one in diagnosis.patterns]


TEXT_BOOK = [
    (HEEL, "heel", "timing: first_steps"),
    (HEEL, "heel", "timing: first_steps, onset: after_one_run"),
    (HEEL, "heel", "timing: first_steps, side: both, weeks: 12, next_morning: worse"),
    (HEEL, "heel", "timing: warms_up"),
    (ACHILLES, "achilles", "timing: first_steps, next_morning: worse, low_on_heel_bone: no"),
    (ACHILLES, "achilles", "timing: warms_up, low_on_heel_bone: yes"),
    (ACHILLES, "achilles", "timing: warms_up, onset: after_one_run"),
    (SHIN, "shin", "tender_area: line, side: both"),
    (SHIN, "shin", "tender_area: line, timing: warms_up"),
    (SHIN, "shin", "tender_area: line, timing: fixed_distance"),
    (BONE, "shin", "tender_area: spot, bone_spot: yes, night_pain: yes, pain_at_rest: 3"),
    (BONE, "shin", "bone_spot: yes, timing: constant, limp: yes"),
    (BONE, "shin", "night_pain: yes, pain_at_rest: 4, next_morning: worse, tender_area: spot"),
    (BONE, "midfoot", "bone_spot: yes"),
    (BONE, "midfoot", "next_morning: worse"),
    (BONE, "ball_of_foot", "bone_spot: yes"),
    (BONE, "ball_of_foot", "bone_spot: yes, swelling: joint, next_morning: worse"),
    (BONE, "heel", "bone_spot: yes, night_pain: yes, pain_at_rest: 3"),
    (BONE, "heel", "bone_spot: yes, timing: first_steps, night_pain: yes"),
    (BONE, "ankle_inner", "bone_spot: yes"),
    (BONE, "low_back", "night_pain: yes, pain_at_rest: 3, next_morning: worse"),
    (BONE, "low_back", "bone_spot: yes"),
    (BONE, "sit_bone", "bone_spot: yes, night_pain: yes, pain_at_rest: 3"),
    (CALF, "calf", "onset: sudden, timing: constant"),
    (CALF, "calf", "onset: sudden, timing: first_steps, pain_at_rest: 3, limp: yes"),
    (CALF, "calf", "onset: after_one_run"),
    (CALF, "calf", "onset: after_one_run, timing: warms_up, next_morning: worse"),
    (CALF, "calf", "onset: gradual"),
    (SPRAIN, "ankle_outer", "onset: sudden, timing: constant, swelling: ankle"),
    (SPRAIN, "ankle_outer", "onset: sudden, timing: first_steps"),
    (SPRAIN, "ankle_outer", "onset: sudden, swelling: ankle, bone_spot: yes, limp: yes"),
    (SPRAIN, "ankle_outer", "onset: sudden, swelling: joint, pain_at_rest: 4, night_pain: yes"),
    (BALL, "ball_of_foot", "side: left"),
    (BALL, "ball_of_foot", "onset: after_one_run"),
    (BALL, "ball_of_foot", "timing: constant, pain_at_rest: 1"),
    (SKIN, "skin_nails", "pain_running: 2"),
    (SKIN, "skin_nails", "pain_running: 6"),
    (ARCH, "ankle_inner", "side: left"),
    (ARCH, "ankle_inner", "timing: constant, swelling: ankle"),
    (ARCH, "ankle_inner", "timing: warms_up, onset: after_one_run"),
    (PRESSURE, "calf", "timing: fixed_distance, side: both"),
    (PRESSURE, "calf", "timing: fixed_distance"),
    (PRESSURE, "shin", "timing: fixed_distance, side: both"),
]


@pytest.mark.parametrize(("pattern", "site", "said"), TEXT_BOOK)
def test_the_text_book_runner_is_named_first(
    assessor: Assessor, pattern: str, site: str, said: str
) -> None:
    assert _named(_runner(assessor, site, said))[:1] == [pattern]


# What the evidence review names as pointing elsewhere, with the pattern that must not be matched.
ELSEWHERE = [
    (HEEL, "heel", "bone_spot: yes, night_pain: yes, timing: constant"),
    (HEEL, "heel", "pain_at_rest: 3, timing: builds_with_distance"),
    (HEEL, "heel", "onset: sudden, timing: first_steps"),
    (ACHILLES, "achilles", "onset: sudden, timing: first_steps, next_morning: worse"),
    (ACHILLES, "achilles", "timing: constant, swelling: calf"),
    (SHIN, "shin", "tender_area: spot, bone_spot: yes"),
    (SHIN, "shin", "tender_area: line, night_pain: yes, pain_at_rest: 4"),
    (SHIN, "shin", "timing: fixed_distance, side: both"),
    (BONE, "shin", "tender_area: line, timing: warms_up"),
    (BONE, "heel", "timing: first_steps, next_morning: worse"),
    (BONE, "midfoot", "timing: warms_up, next_morning: worse"),
    (BONE, "ball_of_foot", "next_morning: worse"),
    (BONE, "low_back", "next_morning: worse"),
    (BONE, "low_back", "pain_at_rest: 3, next_morning: worse"),
    (BONE, "sit_bone", "pain_at_rest: 3, next_morning: worse"),
    (BONE, "sit_bone", "bone_spot: yes, timing: warms_up"),
    (CALF, "calf", "onset: sudden, swelling: calf"),
    (CALF, "calf", "onset: gradual, pain_at_rest: 3"),
    (CALF, "calf", "timing: fixed_distance, side: both"),
    (CALF, "calf", "side: both"),
    (CALF, "calf", "timing: warms_up"),
    (CALF, "calf", "onset: sudden, bone_spot: yes, timing: constant"),
    (SPRAIN, "ankle_outer", "onset: gradual, swelling: ankle"),
    (SPRAIN, "ankle_inner", "onset: sudden, swelling: ankle"),
    (BALL, "ball_of_foot", "bone_spot: yes"),
    (BALL, "ball_of_foot", "night_pain: yes"),
    (BALL, "ball_of_foot", "pain_at_rest: 2"),
    (BALL, "ball_of_foot", "onset: sudden"),
    (BALL, "ball_of_foot", "swelling: joint, onset: after_one_run"),
    (ARCH, "ankle_inner", "bone_spot: yes"),
    (ARCH, "ankle_inner", "night_pain: yes, pain_at_rest: 3"),
    (ARCH, "ankle_inner", "onset: sudden, swelling: ankle"),
    (ARCH, "midfoot", "bone_spot: yes"),
    (PRESSURE, "calf", "timing: fixed_distance, side: both, pain_at_rest: 3"),
    (PRESSURE, "calf", "timing: fixed_distance, night_pain: yes"),
    (PRESSURE, "calf", "timing: fixed_distance, onset: sudden"),
    (PRESSURE, "calf", "timing: fixed_distance, swelling: calf"),
    (PRESSURE, "shin", "tender_area: line, side: both"),
    (PRESSURE, "shin", "timing: fixed_distance, bone_spot: yes"),
    (PRESSURE, "knee_outer", "timing: fixed_distance, side: both"),
    (GROWTH, "heel", "side: both"),
    (GROWTH, "knee_below_cap", "timing: warms_up"),
]


@pytest.mark.parametrize(("pattern", "site", "said"), ELSEWHERE)
def test_answers_that_point_elsewhere_are_not_taken_for_it(
    assessor: Assessor, pattern: str, site: str, said: str
) -> None:
    assert pattern not in _named(_runner(assessor, site, said))


BOTH = [
    ([SHIN, PRESSURE], "shin", "tender_area: line, timing: fixed_distance, side: both"),
    ([BONE, HEEL], "heel", "timing: first_steps, squeeze_hurts: yes"),
    ([BONE, ARCH], "midfoot", "place: arch, next_morning: worse"),
    ([ARCH], "midfoot", "place: arch, timing: warms_up"),
]


@pytest.mark.parametrize(("patterns", "site", "said"), BOTH)
def test_where_two_fit_the_one_that_the_answers_favour_comes_first(
    assessor: Assessor, patterns: list[str], site: str, said: str
) -> None:
    assert _named(_runner(assessor, site, said)) == patterns


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ("knee_below_cap", "timing: warms_up"),
        ("knee_below_cap", "side: both"),
        ("heel", "side: both"),
        ("heel", "timing: warms_up"),
        ("achilles", "low_on_heel_bone: yes"),
        ("hip_outer", "side: left"),
        ("sit_bone", "timing: warms_up"),
    ],
)
def test_pain_at_a_growth_area_is_named_first_under_18_alone(
    assessor: Assessor, site: str, said: str
) -> None:
    assert _named(_runner(assessor, site, said, age=17))[:1] == [GROWTH]
    assert GROWTH not in _named(_runner(assessor, site, said, age=18))


@pytest.mark.parametrize("said", ["onset: sudden", "night_pain: yes", "pain_at_rest: 2"])
def test_a_pop_or_pain_at_night_under_18_is_no_growth_pain(assessor: Assessor, said: str) -> None:
    assert GROWTH not in _named(_runner(assessor, "knee_below_cap", said, age=16))


REFERRED = [
    ("heel", "timing: first_steps", 35, "D", "flag.plantar-heel-pain-refer"),
    ("heel", "timing: first_steps, weeks: 6", 35, "D", "flag.plantar-heel-pain-refer"),
    ("heel", "timing: first_steps, weeks: 7", 35, "C", "flag.plantar-heel-pain-slow"),
    ("heel", "timing: first_steps, squeeze_hurts: yes", 35, "B", "flag.bone-stress-injury-refer"),
    ("achilles", "timing: warms_up, weeks: 3", 35, "D", "flag.mild-running-pain"),
    ("achilles", "timing: warms_up, weeks: 4", 35, "C", "flag.achilles-tendinopathy-refer"),
    ("shin", "tender_area: line", 35, "C", "flag.medial-tibial-stress-syndrome-refer"),
    ("shin", "tender_area: line, hop_pain: yes", 35, "B", "flag.shin-pain-on-hopping"),
    ("shin", "tender_area: line, limp: yes", 35, "B", "flag.shin-pain-on-hopping"),
    ("midfoot", "place: arch, arch_flatter: yes", 35, "B", "flag.tibialis-posterior-tendon-weak"),
    ("shin", "bone_spot: yes", 35, "B", "flag.bone-stress-injury-refer"),
    ("calf", "onset: sudden", 35, "D", "flag.calf-strain-refer"),
    ("calf", "onset: sudden, weeks: 1, one_raise: no", 35, "C", "flag.calf-strain-no-raise"),
    ("calf", "onset: sudden, weeks: 0, one_raise: no", 35, "D", "flag.calf-strain-refer"),
    ("calf", "onset: sudden, swelling: calf", 35, "A", "flag.calf-swelling"),
    ("ankle_outer", "onset: sudden", 35, "C", "flag.lateral-ankle-sprain-refer"),
    ("ankle_outer", "onset: sudden, how_it_turned: turned_out", 35, "B", "flag.high-ankle-sprain"),
    ("ball_of_foot", "side: left", 35, "C", "flag.metatarsalgia-refer"),
    ("skin_nails", "side: both", 35, "D", "flag.mild-running-pain"),
    ("skin_nails", "dark_streak: yes", 35, "B", "flag.dark-nail-streak"),
    ("ankle_inner", "side: left", 35, "C", "flag.tibialis-posterior-tendinopathy-refer"),
    ("ankle_inner", "one_raise: no", 35, "B", "flag.tibialis-posterior-tendon-weak"),
    ("ankle_inner", "arch_flatter: yes", 35, "B", "flag.tibialis-posterior-tendon-weak"),
    ("calf", "timing: fixed_distance", 35, "C", "flag.exertional-compartment-refer"),
    (
        "calf",
        "timing: fixed_distance, numb_when_running: gone_soon",
        35,
        "C",
        "flag.exertional-compartment-refer",
    ),
    (
        "calf",
        "timing: fixed_distance, numb_when_running: lasts",
        35,
        "B",
        "flag.exertional-nerve-or-artery-signs",
    ),
    (
        "shin",
        "timing: fixed_distance, cold_foot: yes",
        35,
        "B",
        "flag.exertional-nerve-or-artery-signs",
    ),
    ("knee_below_cap", "weeks: 3", 17, "C", "flag.growth-area-pain-refer"),
    ("knee_below_cap", "weeks: 4", 17, "B", "flag.growth-area-pain-lasting"),
    ("heel", "swelling: ankle", 17, "B", "flag.growth-area-pain-lasting"),
]


@pytest.mark.parametrize(("site", "said", "age", "tier", "flag"), REFERRED)
def test_a_matched_pattern_is_referred_on(
    assessor: Assessor, site: str, said: str, age: int, tier: str, flag: str
) -> None:
    diagnosis = _runner(assessor, site, said, age=age)
    assert diagnosis.tier == tier
    assert flag in [one.rule.id for one in diagnosis.flags]


def test_two_sore_heels_with_a_sore_back_and_long_stiffness_go_to_a_doctor(
    assessor: Assessor,
) -> None:
    entered = {"symptom.sites": "heel and low_back", "symptom.heel.stiff_for_long": "yes"}
    for name, text in _pairs(CALM + ", side: both, timing: first_steps"):
        entered[f"symptom.heel.{name}"] = text
    diagnosis = diagnose(assessor, dict(_read(assessor, entered)))
    assert "flag.heel-pain-stiff-back" in [one.rule.id for one in diagnosis.flags]


def test_the_drill_for_quicker_steps_stays_for_the_shin_alone(assessor: Assessor) -> None:
    patterns = assessor.knowledge.patterns
    drills = {name for name in (HEEL, ACHILLES, SHIN, CALF, SPRAIN, BALL, ARCH, PRESSURE, GROWTH)
              if "cadence" in patterns[name].blocks}  # fmt: skip
    assert drills == {SHIN}
    assert patterns[BONE].blocks == ("recovery",)


def test_bone_stress_points_to_shoes_only_after_an_abrupt_change(assessor: Assessor) -> None:
    spot = "bone_spot: yes"
    entered = {"symptom.sites": "midfoot", "symptom.midfoot.bone_spot": "yes"}
    entered |= {f"symptom.midfoot.{name}": text for name, text in _pairs(CALM + ", " + spot)}
    for change, linked in (("abrupt", True), ("gradual", False)):
        read = dict(_read(assessor, {**entered, "shoes.transition": change}))
        found = diagnose(assessor, read).patterns[0]
        assert ("gear" in found.pillars) is linked
