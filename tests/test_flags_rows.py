"""Each row of the red flags, RF1 to RF43 and 3.1: who raises it, how urgent, and who does not.

A case names the row, the flag, what the runner answers, and a neighbour: nearly the same answers,
with which the flag stays silent. Tier, route and plan are those of the row.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from .support.safety_runners import (
    WELL,
    Texts,
    aged,
    back_after,
    beginner,
    birth,
    diagnosed,
    energy,
    fired,
    flags,
    general,
    heart,
    leg,
    nerve,
    sore,
)

NOTHING_HURTS = "any"  # the plan goes on: full or keep-going


@dataclass(frozen=True)
class Case:
    """One runner of a row, with a neighbour for whom the flag is silent."""

    row: str
    flag: str
    tier: str
    route: str
    mode: str
    answers: Texts
    neighbour: Texts

    @property
    def name(self) -> str:
        return f"{self.row} {self.tier} {self.flag}"


A_AMBULANCE = ("A", "ambulance", "none")
A_EMERGENCY = ("A", "emergency department", "none")
B_TODAY = ("B", "same day", "none")
B_TWO_DAYS = ("B", "within two days", "none")
B_DAYS = ("B", "within days", "none")
B_HOLD = ("B", "within days", "hold")
C_SITE = ("C", "within two weeks", "site")
C_NO_IMPACT = ("C", "within two weeks", "no-impact")
C_HOLD = ("C", "within two weeks", "hold")
D_HOLD = ("D", "self-care", "hold")
D_GO_ON = ("D", "self-care", NOTHING_HURTS)

CASES = [
    Case(row, flag, *urgency, answers, neighbour)
    for row, flag, urgency, answers, neighbour in [
        # Heart, breathing and allergy
        ("RF1", "chest-pain-now", A_AMBULANCE, heart("chest_pain_now"),
         heart("chest_pain_on_effort")),
        ("RF1", "chest-pain-earlier", B_TODAY, heart("chest_pain_on_effort"), WELL),
        ("RF2", "fainted-in-the-last-day", A_AMBULANCE,
         heart("fainted_on_effort", faint_last_day="yes"),
         heart("fainted_on_effort", faint_last_day="no")),
        ("RF2", "fainted-on-effort", B_TODAY, heart("fainted_on_effort", faint_last_day="no"),
         WELL),
        ("RF3", "heart-signs-now", A_AMBULANCE,
         heart("palpitations_with_dizziness", heart_signs_now="yes"),
         heart("palpitations_with_dizziness", heart_signs_now="no")),
        ("RF3", "palpitations", B_DAYS, heart("palpitations_with_dizziness", heart_signs_now="no"),
         WELL),
        ("RF3", "breathless-beyond-effort", B_DAYS,
         heart("breathless_out_of_proportion", heart_signs_now="no"), WELL),
        ("RF3", "sudden-death-in-family", B_DAYS, heart("sudden_death_in_family"), WELL),
        ("RF4", "swollen-warm-calf", A_EMERGENCY, leg("swollen_warm_calf"), WELL),
        ("RF4", "calf-swelling", A_EMERGENCY, sore("calf", swelling="calf"),
         sore("calf", swelling="ankle")),
        ("RF4", "sudden-breathlessness", A_AMBULANCE, heart("sudden_breathless_or_blood"),
         leg("swollen_warm_calf")),
        ("RF35", "allergy-now", A_AMBULANCE, heart("allergy_now"), heart("hives_after_run")),
        ("RF35", "hives-after-run", B_DAYS, heart("hives_after_run"), WELL),
        ("RF36", "sudden-breathlessness", A_AMBULANCE, heart("sudden_breathless_or_blood"),
         heart("new_wheeze", wheeze_now="no")),
        ("RF36", "wheeze-now", A_AMBULANCE, heart("new_wheeze", wheeze_now="yes"),
         heart("new_wheeze", wheeze_now="no")),
        ("RF36", "new-wheeze", B_DAYS, heart("new_wheeze", wheeze_now="no"), WELL),
        # Nerves, back and head
        ("RF5", "saddle-bladder-or-both-legs", A_EMERGENCY, nerve("saddle_numbness"),
         nerve("leaking_or_heaviness")),
        ("RF5", "saddle-bladder-or-both-legs", A_EMERGENCY, nerve("bladder_or_bowel_change"),
         WELL),
        ("RF5", "saddle-bladder-or-both-legs", A_EMERGENCY, nerve("both_legs_with_back_pain"),
         nerve("spreading_weakness", weakness_fast="no")),
        ("RF15", "leg-weakness", B_TWO_DAYS, nerve("spreading_weakness", weakness_fast="no"), WELL),
        ("RF15", "leg-weakness-fast", A_EMERGENCY, nerve("spreading_weakness", weakness_fast="yes"),
         nerve("spreading_weakness", weakness_fast="no")),
        ("RF16", "back-pain-with-signs", B_DAYS,
         nerve("back_pain_with_warning_signs", back_signs="none"), WELL),
        ("RF16", "back-pain-unwell-or-cancer", B_TODAY,
         nerve("back_pain_with_warning_signs", back_signs="fever_or_unwell"),
         nerve("back_pain_with_warning_signs", back_signs="none")),
        ("RF16", "back-pain-unwell-or-cancer", B_TODAY,
         nerve("back_pain_with_warning_signs", back_signs="cancer_history"), WELL),
        ("RF16", "back-pain-accident-or-chest", A_EMERGENCY,
         nerve("back_pain_with_warning_signs", back_signs="serious_accident"),
         nerve("back_pain_with_warning_signs", back_signs="cancer_history")),
        ("RF16", "back-pain-accident-or-chest", A_EMERGENCY,
         nerve("back_pain_with_warning_signs", back_signs="chest_pain"), WELL),
        ("RF16", "back-pain-young-or-old", B_DAYS,
         aged(71, sore("low_back", timing="builds_with_distance")),
         aged(70, sore("low_back", timing="builds_with_distance"))),
        ("RF16", "back-pain-young-or-old", B_DAYS, aged(17, sore("low_back", timing="constant")),
         aged(18, sore("low_back", timing="constant"))),
        ("RF34", "head-injury-now", A_AMBULANCE, nerve("head_injury", head_injury_now="yes"),
         nerve("head_injury", head_injury_now="no")),
        ("RF34", "head-injury", A_EMERGENCY, nerve("head_injury", head_injury_now="no"),
         nerve("head_knock", head_knock_signs="no")),
        ("RF34", "head-knock-signs", B_DAYS, nerve("head_knock", head_knock_signs="yes"),
         nerve("head_knock", head_knock_signs="no")),
        ("RF34", "head-knock", D_HOLD, nerve("head_knock", head_knock_signs="no"), WELL),
        ("RF38", "sudden-headache-or-stroke-signs", A_AMBULANCE, nerve("sudden_severe_headache"),
         WELL),
        # Heat, cold, illness, medicines
        ("RF6", "dark-urine", A_EMERGENCY, general("dark_urine"), WELL),
        ("RF7", "heat-illness", A_AMBULANCE, general("heat_illness"), general("cold_illness")),
        ("RF37", "cold-illness", A_AMBULANCE, general("cold_illness"), general("heat_illness")),
        ("RF20", "fever", D_HOLD, general("fever_or_flu"), WELL),
        ("RF20", "fever-with-heart-signs", B_TODAY,
         general("fever_or_flu")
         | heart("palpitations_with_dizziness", heart_signs_now="no"),
         general("fever_or_flu") | heart("sudden_death_in_family")),
        ("RF20", "heart-signs-now", A_AMBULANCE,
         general("fever_or_flu") | heart("breathless_at_rest", heart_signs_now="yes"),
         general("fever_or_flu") | heart("breathless_at_rest", heart_signs_now="no")),
        ("RF20", "chest-pain-now", A_AMBULANCE,
         general("fever_or_flu") | heart("chest_pain_now"), general("fever_or_flu")),
        ("RF25", "spreading-skin-redness", B_TODAY,
         general("spreading_skin_redness", redness_unwell="no"), WELL),
        ("RF25", "skin-redness-unwell", A_EMERGENCY,
         general("spreading_skin_redness", redness_unwell="yes"),
         general("spreading_skin_redness", redness_unwell="no")),
        ("RF26", "tendon-and-antibiotic", B_DAYS,
         general("recent_fluoroquinolone", fluoroquinolone_now="no"), WELL),
        ("RF26", "tendon-on-antibiotic-now", B_TODAY,
         general("recent_fluoroquinolone", fluoroquinolone_now="yes"),
         general("recent_fluoroquinolone", fluoroquinolone_now="no")),
        ("RF41", "blood-in-urine-or-stool", B_DAYS,
         general("blood_in_urine_or_stool", bleeding_heavy="no"), WELL),
        ("RF41", "bleeding-heavy", A_EMERGENCY,
         general("blood_in_urine_or_stool", bleeding_heavy="yes"),
         general("blood_in_urine_or_stool", bleeding_heavy="no")),
        ("RF42", "swelling-on-blood-thinners", A_EMERGENCY, general("blood_thinners"), WELL),
        ("RF19", "eating-distress", B_DAYS, general("eating_distress", eating_danger="no"), WELL),
        ("RF19", "eating-danger-signs", A_EMERGENCY,
         general("eating_distress", eating_danger="yes"),
         general("eating_distress", eating_danger="no")),
        # Legs and joints
        ("RF8", "cannot-bear-weight", A_EMERGENCY, leg("cannot_bear_weight", leg_out_of_shape="no"),
         WELL),
        ("RF8", "leg-out-of-shape", A_AMBULANCE, leg("cannot_bear_weight", leg_out_of_shape="yes"),
         leg("cannot_bear_weight", leg_out_of_shape="no")),
        ("RF9", "hot-red-joint", A_EMERGENCY, leg("hot_red_joint"), leg("hot_red_big_toe")),
        ("RF9", "hot-red-big-toe", B_TODAY, leg("hot_red_big_toe"), WELL),
        ("RF10", "tense-painful-leg", A_EMERGENCY, leg("tense_numb_leg"), WELL),
        ("RF11", "snap-or-gap", A_EMERGENCY, leg("snap_or_gap"), WELL),
        ("RF11", "pop-under-buttock", B_TWO_DAYS, leg("pop_under_buttock", pop_signs="no"), WELL),
        ("RF11", "pop-under-buttock-numb", A_EMERGENCY, leg("pop_under_buttock", pop_signs="yes"),
         leg("pop_under_buttock", pop_signs="no")),
        ("RF24", "knee-stuck-or-swelled-fast", A_EMERGENCY,
         leg("locked_or_swollen_knee", knee_stuck="yes"),
         leg("locked_or_swollen_knee", knee_stuck="no")),
        ("RF24", "knee-after-twist", B_TODAY, leg("locked_or_swollen_knee", knee_stuck="no"),
         leg("knee_catches")),
        ("RF24", "knee-catches", C_SITE, leg("knee_catches"), WELL),
        ("RF33", "cold-pale-leg", A_AMBULANCE, leg("cold_pale_leg"), WELL),
        ("RF39", "testicle-or-groin-pain", A_EMERGENCY,
         leg("testicle_or_groin_lump", testicle_or_groin_pain="yes") | {"runner.sex": "male"},
         leg("testicle_or_groin_lump", testicle_or_groin_pain="no")),
        ("RF39", "testicle-or-groin-lump", B_TODAY,
         leg("testicle_or_groin_lump", testicle_or_groin_pain="no"), WELL),
        ("RF11", "sudden-achilles-pain", B_TODAY,
         sore("achilles", onset="sudden", one_raise="not_tried"), sore("achilles")),
        ("RF11", "sudden-achilles-pain-no-raise", A_EMERGENCY,
         sore("achilles", onset="sudden", one_raise="no"),
         sore("achilles", onset="sudden", one_raise="yes")),
        ("RF11", "sudden-sit-bone-pain", B_TWO_DAYS, sore("sit_bone", onset="sudden"),
         sore("sit_bone", onset="after_one_run")),
        ("RF24", "swollen-knee-after-twist", B_TODAY,
         sore("knee_front", onset="sudden", swelling="joint"),
         sore("knee_front", swelling="joint")),
        # Bone and pain at one place
        ("RF4", "calf-swelling", A_EMERGENCY, sore("thigh_back", swelling="thigh"),
         sore("thigh_back")),
        ("RF5", "pain-down-both-legs", A_EMERGENCY,
         sore("low_back", spreads_below_knee="both_legs"),
         sore("low_back", spreads_below_knee="yes")),
        ("RF16", "back-pain-with-fever", B_TODAY, sore("low_back") | general("fever_or_flu"),
         sore("heel") | general("fever_or_flu")),
        ("RF13", "midfoot-ache", C_NO_IMPACT, sore("midfoot", timing="builds_with_distance"),
         sore("midfoot")),
        ("RF13", "sit-bone-pain-on-walking", B_DAYS,
         sore("sit_bone", timing="constant", limp="yes"), sore("sit_bone", timing="constant")),
        ("RF13", "back-or-buttock-pain-on-landing", B_DAYS,
         sore("low_back", timing="builds_with_distance", impact_hurts="yes"),
         sore("low_back", timing="builds_with_distance", impact_hurts="no")),
        ("RF14", "outer-hip-limp", B_TODAY, sore("hip_outer", limp="yes"),
         sore("hip_outer", pain_walking="yes")),
        ("RF12", "night-bone-pain", B_DAYS, sore("knee_front", night_pain="yes"),
         sore("achilles", night_pain="yes")),
        ("RF12", "night-bone-pain", B_DAYS, sore("heel", pain_at_rest="2"),
         sore("heel", pain_at_rest="1")),
        ("RF13", "sore-bone-spot", B_DAYS, sore("heel", bone_spot="yes"), sore("heel")),
        ("RF13", "sore-bone-spot", B_DAYS,
         sore("sit_bone", bone_spot="yes", timing="builds_with_distance"),
         sore("sit_bone", bone_spot="yes", timing="first_steps")),
        *[("RF13", "sore-bone-spot-high-risk", B_TWO_DAYS, sore(site, bone_spot="yes"), sore(site))
          for site in ("midfoot", "ball_of_foot", "ankle_inner")],
        ("RF13", "sore-bone-spot-high-risk", B_TWO_DAYS, sore("shin", bone_spot="yes"),
         sore("shin", tender_area="line")),
        ("RF14", "hip-pain-on-running", B_TODAY, sore("groin", pain_running="2"),
         sore("groin", pain_running="0", hop_hurts="no")),
        ("RF14", "hip-pain-on-running", B_TODAY,
         sore("groin", pain_running="0", timing="constant"),
         sore("groin", pain_running="0", hop_hurts="no")),
        ("RF14", "hip-pain-on-running", B_TODAY,
         sore("thigh_front", pain_running="0", hop_hurts="yes"),
         sore("thigh_front", pain_running="0", hop_hurts="no")),
        ("RF14", "hip-pain-on-running", B_TODAY,
         sore("hip_outer", timing="builds_with_distance", hop_hurts="yes"),
         sore("hip_outer", timing="builds_with_distance", hop_hurts="no")),
        ("RF14", "hip-pain-on-walking", A_EMERGENCY, sore("groin", limp="yes"),
         sore("groin", standing_hurts="no")),
        ("RF14", "hip-pain-on-walking", A_EMERGENCY, sore("groin", pain_walking="yes"),
         sore("hip_outer", pain_walking="yes")),
        ("RF14", "hip-pain-on-walking", A_EMERGENCY, sore("thigh_front", standing_hurts="yes"),
         sore("thigh_front", standing_hurts="no")),
        ("RF28", "long-lasting-pain", C_SITE, sore("achilles", weeks="7", stopped_running="no"),
         sore("achilles", weeks="3", stopped_running="no")),
        ("RF28", "long-lasting-pain", C_SITE,
         sore("achilles", weeks="4", stopped_running="no", eased_by_less_running="no"),
         sore("achilles", weeks="4", stopped_running="no", eased_by_less_running="yes")),
        ("RF28", "long-lasting-pain", C_SITE, sore("achilles", weeks="2", stopped_running="yes"),
         sore("achilles", weeks="2", stopped_running="no")),
        ("RF29", "painful-walking", C_NO_IMPACT, sore("achilles", limp="yes"), sore("achilles")),
        ("RF29", "sharp-running-pain", C_SITE, sore("achilles", pain_running="6"),
         sore("achilles", pain_running="5")),
        ("RF30", "mild-running-pain", D_GO_ON, sore("achilles", pain_running="5"),
         sore("achilles", pain_running="5", next_morning="worse")),
        ("RF40", "twisted-midfoot", B_TODAY, sore("midfoot", onset="sudden", sole_bruise="yes"),
         sore("midfoot", onset="sudden", sole_bruise="no")),
        ("RF40", "twisted-midfoot", B_TODAY,
         sore("midfoot", onset="sudden", swelling="ankle", sole_bruise="no"),
         sore("midfoot", swelling="ankle")),
        ("RF40", "twisted-foot-or-ankle", B_TODAY,
         sore("midfoot", onset="sudden", pain_walking="yes"), sore("midfoot", pain_walking="yes")),
        ("RF40", "cannot-bear-weight", A_EMERGENCY,
         sore("midfoot", onset="sudden", pain_walking="yes")
         | leg("cannot_bear_weight", leg_out_of_shape="no"),
         sore("midfoot", onset="sudden", pain_walking="yes")),
        # The young
        *[("RF27", "young-bone-spot-night-or-limp", B_DAYS, aged(17, sore("heel", **sign)),
           aged(18, sore("heel", **sign)))
          for sign in ({"bone_spot": "yes"}, {"night_pain": "yes"}, {"limp": "yes"})],
        ("RF27", "low-energy-signs", B_HOLD, aged(17, energy("missed_periods")), aged(17, WELL)),
        ("RF31", "young-hip-or-knee-with-limp", A_EMERGENCY,
         aged(16, sore("knee_front", limp="yes")), aged(18, sore("knee_front", limp="yes"))),
        ("RF31", "young-hip-or-knee-with-limp", A_EMERGENCY,
         aged(16, sore("knee_other", leg_turns_out="yes")),
         aged(16, sore("knee_other", leg_turns_out="no"))),
        ("RF31", "young-fever-and-limp", A_EMERGENCY,
         aged(16, sore("shin", limp="yes") | general("fever_or_flu")),
         aged(16, sore("shin") | general("fever_or_flu"))),
        ("RF31", "cannot-bear-weight", A_EMERGENCY,
         aged(16, leg("cannot_bear_weight", leg_out_of_shape="no")), aged(16, WELL)),
        ("RF32", "bone-pain-without-load", B_DAYS, leg("bone_pain_without_load"), WELL),
        ("RF32", "bone-pain-without-load-young", B_TWO_DAYS,
         aged(24, leg("bone_pain_without_load")), aged(25, leg("bone_pain_without_load"))),
        ("RF32", "young-bone-pain-without-load", B_TWO_DAYS,
         aged(24, sore("shin", night_pain="yes", timing="constant")),
         aged(24, sore("shin", night_pain="yes", timing="builds_with_distance"))),
        ("RF43", "young-sudden-pain-at-pelvis", B_TODAY, aged(17, sore("sit_bone", onset="sudden")),
         aged(18, sore("sit_bone", onset="sudden"))),
        ("RF43", "cannot-bear-weight", A_EMERGENCY,
         aged(17, sore("sit_bone", onset="sudden")
              | leg("cannot_bear_weight", leg_out_of_shape="no")),
         aged(17, sore("sit_bone", onset="sudden"))),
        # Energy, pregnancy and birth
        *[("RF17", "low-energy-signs", B_HOLD, energy(sign), energy("none"))
          for sign in ("missed_periods", "weight_loss", "eating_disorder_history", "food_rules",
                       "low_libido")],
        ("RF18", "bone-stress-history", B_HOLD, energy("bone_stress_history"), energy("none")),
        ("RF22", "pregnancy-warning-signs", A_EMERGENCY, birth("pregnant", pregnancy_signs="yes"),
         birth("pregnant", pregnancy_signs="no")),
        ("RF22", "pregnancy-warning-signs", A_EMERGENCY,
         birth("birth_within_a_year", pregnancy_signs="yes", pelvic_floor_signs="no"),
         birth("birth_within_a_year", pregnancy_signs="no", pelvic_floor_signs="no")),
        ("RF22", "leg-pain-at-rest-around-birth", A_EMERGENCY,
         birth("pregnant", pregnancy_signs="no") | sore("calf", pain_at_rest="3"),
         sore("calf", pain_at_rest="3")),
        ("RF23", "pregnant-or-new-birth", C_NO_IMPACT, birth("pregnant", pregnancy_signs="no"),
         WELL),
        ("RF23", "pregnant-or-new-birth", C_NO_IMPACT,
         birth("birth_within_12_weeks", pregnancy_signs="no"),
         birth("birth_within_a_year", pregnancy_signs="no", pelvic_floor_signs="no")),
        ("RF23", "pelvic-floor-signs", C_NO_IMPACT,
         birth("birth_within_a_year", pregnancy_signs="no", pelvic_floor_signs="yes"),
         birth("birth_within_a_year", pregnancy_signs="no", pelvic_floor_signs="no")),
        ("RF23", "leaking-or-heaviness", C_NO_IMPACT, nerve("leaking_or_heaviness"), WELL),
        # Before any plan
        ("RF21", "known-disease", B_HOLD,
         general("heart_kidney_or_metabolic_disease", active_for_three_months="yes", insulin="no"),
         WELL),
        ("RF21", "low-sugar-that-needed-help", B_TODAY,
         general("heart_kidney_or_metabolic_disease", insulin="helped_in_last_day"),
         general("heart_kidney_or_metabolic_disease", insulin="insulin")),
        ("RF21", "other-illness-not-active", B_HOLD,
         general("other_long_illness", active_for_three_months="no", supervised_only="no"),
         general("other_long_illness", active_for_three_months="yes", supervised_only="no")),
        ("3.1", "known-disease-not-active", B_DAYS,
         general("heart_kidney_or_metabolic_disease", active_for_three_months="no", insulin="no"),
         general("heart_kidney_or_metabolic_disease", active_for_three_months="yes")),
        ("3.1", "breathless-at-rest", B_TODAY, heart("breathless_at_rest", heart_signs_now="no"),
         WELL),
        ("3.1", "other-heart-signs", B_DAYS, heart("other_heart_signs", heart_signs_now="no"),
         WELL),
        ("3.1", "exercise-under-supervision", B_HOLD,
         general("other_long_illness", active_for_three_months="yes", supervised_only="yes"),
         general("other_long_illness", active_for_three_months="yes", supervised_only="no")),
        ("3.1", "other-long-illness", D_GO_ON,
         general("other_long_illness", active_for_three_months="yes", supervised_only="no"), WELL),
        ("3.1", "start-gently", D_GO_ON, beginner("no"), beginner("yes")),
        ("3.1", "over-45-and-new-to-hard-exercise", C_HOLD, aged(46, beginner("no")),
         aged(45, beginner("no"))),
        ("3.1", "over-45-and-new-to-hard-exercise", C_HOLD, aged(58, back_after("40", "no")),
         aged(58, back_after("40", "yes"))),
    ]
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_row_is_as_urgent_as_the_evidence_says(case: Case) -> None:
    diagnosis = diagnosed(case.answers)
    fired = {one.rule.id: one.warn for one in diagnosis.flags}
    warn = fired[f"flag.{case.flag}"]
    assert (warn.tier, warn.route) == (case.tier, case.route)
    assert diagnosis.tier == case.tier
    modes = {"full", "keep-going"} if case.mode == NOTHING_HURTS else {case.mode}
    assert diagnosis.plan.mode in modes
    assert diagnosis.plan.shown is (case.mode != "none")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_neighbour_of_a_row_does_not_raise_it(case: Case) -> None:
    assert f"flag.{case.flag}" not in fired(diagnosed(case.neighbour))


def test_every_row_is_in_the_table() -> None:
    assert {case.row for case in CASES} == {"3.1", *(f"RF{number}" for number in range(1, 44))}


def test_every_raw_flag_is_in_the_table_or_named_here() -> None:
    beside = {  # not sure of a theme; and what stands beside the rows
        "heart-not-sure", "leg-not-sure", "nerve-and-back-not-sure", "general-not-sure",
        "soft-tissue-night-pain", "swollen-joint", "swollen-ankle", "worse-next-morning",
        "heel-squeeze", "birth-within-a-year", "insulin",
    }  # fmt: skip
    # Those that go with a pattern have tests beside the patterns.
    of_patterns = ("flags_foot_and_leg.yaml", "flags_knee_hip_and_back.yaml")
    raw = {
        rule.id for rule, _ in flags()
        if "/flags_" in rule.place.source.name
        and not rule.place.source.name.endswith(of_patterns)
    }  # fmt: skip
    assert {f"flag.{case.flag}" for case in CASES} | {f"flag.{one}" for one in beside} == raw
