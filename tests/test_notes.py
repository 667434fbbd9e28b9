"""Notes, the rules without points: who reads one, who does not, and that none moves a score."""

from functools import cache

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import Points, Rule
from surefoot.engine.loading import load_knowledge
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Answers, Misfit, read_answer

Told = dict[str, str]

TRAIL = {"terrain.trail_share_percent": "60"}
LONG = {"training.longest_run_hours": "2", "terrain.trail_share_percent": "0"}
LONG_RUN = {"training.weekly_km": "30", "training.longest_run_7d_km": "16"}
COUNTED = {"form.knows_cadence": "yes"}
EATS = {
    "recovery.low_energy_signs": "none", "runner.age": "30", "runner.sex": "male",
    "safety.general": "none",
}  # fmt: skip
HIGH_RAISES = {
    "runner.age": "30", "runner.sex": "male",
    "strength.calf_raises_left": "43", "strength.calf_raises_right": "48",
}  # fmt: skip

OWN_SHOES = {"shoes.knows_distance": "yes"}
RECORDED_KM = {"training.recorded_weekly_km": "46"}

# Each note, a runner whom it is meant for, and one like them whom it is not meant for.
CASES: dict[str, tuple[Told, Told]] = {
    "load.ten-percent-rule": (
        {"training.weekly_km": "36", "training.previous_weekly_km": "30"},
        {"training.weekly_km": "33", "training.previous_weekly_km": "30"},
    ),
    "load.long-run-share": (
        {**LONG_RUN, "training.runs_per_week": "3"},
        {**LONG_RUN, "training.runs_per_week": "2"},
    ),
    "load.easy-majority": (
        {"training.runs_per_week": "4", "training.hard_sessions_per_week": "2"},
        {"training.runs_per_week": "5", "training.hard_sessions_per_week": "1"},
    ),
    "load.other-sport": ({"training.other_sport_hours": "2"}, {"training.other_sport_hours": "0"}),
    "load.women-and-injuries": (
        {"runner.sex": "female", "symptom.sites": "shin"},
        {"runner.sex": "male", "symptom.sites": "shin"},
    ),
    "load.men-and-injuries": (
        {"runner.sex": "male", "symptom.sites": "achilles"},
        {"runner.sex": "male", "symptom.sites": "knee_front"},
    ),
    "load.age-and-injuries": ({"runner.age": "64"}, {"runner.age": "30"}),
    "load.recorded-more-a-week": (
        {**RECORDED_KM, "training.weekly_km": "30"}, {**RECORDED_KM, "training.weekly_km": "45"},
    ),
    "load.recorded-longer-run": (
        {"training.longest_run_30d_km": "14", "training.recorded_longest_run_30d_km": "18"},
        {"training.longest_run_30d_km": "14", "training.recorded_longest_run_30d_km": "14.5"},
    ),
    "form.recorded-other-cadence": (
        {**COUNTED, "form.cadence_spm": "170", "form.recorded_cadence_spm": "162"},
        {**COUNTED, "form.cadence_spm": "170", "form.recorded_cadence_spm": "168"},
    ),
    "gear.recorded-more-on-shoes": (
        {**OWN_SHOES, "shoes.main_pair_km": "300", "shoes.recorded_main_pair_km": "620"},
        {**OWN_SHOES, "shoes.main_pair_km": "300", "shoes.recorded_main_pair_km": "320"},
    ),
    "load.many-reasons": (
        {"symptom.sites": "heel"},
        {"symptom.sites": "none", "runner.injury_last_12_months": "no"},
    ),
    "load.not-fully-back": (
        {"runner.injury_last_12_months": "yes", "runner.injury_healed": "mostly"},
        {"runner.injury_last_12_months": "no", "runner.injury_healed": "no"},
    ),
    "load.what-changed": (
        {"symptom.sites": "shin", "training.changes_last_4_weeks": "speed, shoes"},
        {"symptom.sites": "none", "training.changes_last_4_weeks": "speed"},
    ),
    "strength.training-and-injuries": (
        {"strength.sessions_per_week": "2"},
        {"strength.sessions_per_week": "1"},
    ),
    "strength.good-calf-test-and-sore-tendon": (
        {**HIGH_RAISES, "symptom.sites": "achilles"},
        {**HIGH_RAISES, "symptom.sites": "knee_front"},
    ),
    "form.one-hundred-and-eighty": (
        {**COUNTED, "form.cadence_spm": "168"},
        {**COUNTED, "form.cadence_spm": "182"},
    ),
    "form.heel-first": ({"form.foot_strike": "heel"}, {"form.foot_strike": "unsure"}),
    "form.forefoot-first": ({"form.foot_strike": "forefoot"}, {"form.foot_strike": "midfoot"}),
    "form.bounce": (
        {**COUNTED, "form.vertical_oscillation_cm": "11"},
        {**COUNTED, "form.vertical_oscillation_cm": "8"},
    ),
    "gear.shoe-life": (
        {"shoes.knows_distance": "yes", "shoes.main_pair_km": "700"},
        {"shoes.knows_distance": "no"},
    ),
    "gear.very-soft-shoes": ({"shoes.kind": "very_soft"}, {"shoes.kind": "ordinary"}),
    "gear.support-shoes": ({"shoes.kind": "support"}, {"shoes.kind": "ordinary"}),
    "gear.insoles": ({"shoes.insoles": "yes"}, {"shoes.insoles": "no"}),
    "gear.painkillers": (
        {**LONG, "kit.painkillers": "sometimes"},
        {**LONG, "kit.painkillers": "never"},
    ),
    "gear.drink-to-thirst": (
        {**LONG, "kit.drinking": "much"},
        {**LONG, "kit.drinking": "thirst"},
    ),
    "recovery.protein": (
        {**EATS, "recovery.fuelling": "poor"},
        {**EATS, "recovery.fuelling": "poor", "recovery.low_energy_signs": "food_rules"},
    ),
    "recovery.stretching": (
        {"recovery.after_runs": "stretch, roller"},
        {"recovery.after_runs": "none"},
    ),
    "recovery.rolling": ({"recovery.after_runs": "roller"}, {"recovery.after_runs": "stretch"}),
    "recovery.very-high-stress": ({"recovery.stress": "9"}, {"recovery.stress": "8"}),
    "recovery.easy-runs": (
        {"training.hard_sessions_per_week": "1"},
        {"training.hard_sessions_per_week": "0"},
    ),
    "recovery.stiff-ankle": (
        {**TRAIL, "recovery.knee_to_wall_cm": "6"},
        {**TRAIL, "recovery.knee_to_wall_cm": "12"},
    ),
    "trail.trails-and-injuries": (TRAIL, {"terrain.trail_share_percent": "0"}),
    "trail.many-years": (
        {**TRAIL, "runner.years_running": "20"},
        {**TRAIL, "runner.years_running": "5"},
    ),
    "trail.training-habits": (
        {**TRAIL, "terrain.habits": "no_warm_up, asphalt"},
        {**TRAIL, "terrain.habits": "none"},
    ),
    "trail.poles": (
        {**TRAIL, "terrain.poles": "yes"},
        {"terrain.trail_share_percent": "0", "terrain.poles": "yes"},
    ),
    "trail.climb": (
        {**TRAIL, "terrain.climb_m_per_week": "600"},
        {**TRAIL, "terrain.climb_m_per_week": "0"},
    ),
}  # fmt: skip

# Only these are asked of a road runner whom nothing hurts, beside what gives points.
ASKED_OF_ALL = {
    "training.other_sport_hours", "form.foot_strike", "form.vertical_oscillation_cm",
    "shoes.kind", "shoes.insoles", "recovery.after_runs",
}  # fmt: skip


@cache
def _assessor() -> Assessor:
    return Assessor(load_knowledge())


def _notes() -> tuple[Rule, ...]:
    """The rules that give no points."""
    rules = _assessor().knowledge.rules.values()
    return tuple(
        rule for rule in rules if isinstance(rule.conclusion, Points) and not rule.conclusion.points
    )


def _asked_for_notes_alone() -> set[str]:
    """The questions that bear on notes and on nothing else."""
    knowledge = _assessor().knowledge
    notes = _notes()
    others = [rule for rule in knowledge.rules.values() if rule not in notes]
    return knowledge.questions_behind(*notes) - knowledge.questions_behind(*others)


def _answers(told: Told) -> Answers:
    found = {}
    for name, text in told.items():
        answer = read_answer(_assessor().knowledge.questions[name], text.split(", "))
        assert not isinstance(answer, Misfit), f"{name}: {answer}"
        found[name] = answer
    return found


def _diagnosed(told: Told, runner: str = "") -> Diagnosis:
    """The diagnosis of the answers alone, or of a whole person with these in place of theirs."""
    answers = _answers(told)
    if runner:
        file = SHIPPED / "runners" / f"{runner}.yaml"
        answers = {**read_answers(file, _assessor().knowledge).answers, **answers}
    return diagnose(_assessor(), answers)


def _read(diagnosis: Diagnosis) -> dict[str, str]:
    """The notes that a runner reads, each with its text."""
    notes = {rule.id for rule in _notes()}
    return {
        one.rule.id: one.because
        for one in diagnosis.rules
        if one.rule.id in notes and one.state == "fires"
    }


def test_each_note_has_its_runners_here() -> None:
    assert {rule.id for rule in _notes()} == CASES.keys()


@pytest.mark.parametrize("note", CASES)
def test_a_note_is_for_whom_it_is_meant_and_for_nobody_else(note: str) -> None:
    meant, other = CASES[note]
    assert note in _read(_diagnosed(meant))
    assert note not in _read(_diagnosed(other))


@pytest.mark.parametrize("note", CASES)
def test_a_note_prints_no_gap_where_an_answer_belongs(note: str) -> None:
    text = _read(_diagnosed(CASES[note][0]))[note]
    assert "{" not in text
    assert "None" not in text


def test_no_note_gives_points_or_advice_or_is_an_item_of_a_score() -> None:
    items = {rule.id for group in _assessor().knowledge.groups for rule in group.rules}
    for rule in _notes():
        assert isinstance(rule.conclusion, Points)
        assert rule.conclusion.advice is None
        assert rule.id not in items


@pytest.mark.parametrize("runner", ["nothing-hurts", "example", "road-shoes-on-rocky-trails"])
def test_what_notes_ask_changes_nothing_but_notes(runner: str) -> None:
    """Answer files without the questions of notes give the same result as with them."""
    only_notes = _asked_for_notes_alone()
    extra = {
        name: text
        for meant, _ in CASES.values()
        for name, text in meant.items()
        if name in only_notes
    }
    assert len(extra) > 10
    before, after = _diagnosed({}, runner), _diagnosed(extra, runner)
    assert len(_read(after)) > len(_read(before))
    for name in _assessor().knowledge.scored:
        assert after.score(name) == before.score(name)
    assert (after.headline, after.actions, after.plan) == (
        before.headline, before.actions, before.plan,
    )  # fmt: skip
    assert (after.flags, after.undecided_flags) == (before.flags, before.undecided_flags)


def test_a_road_runner_whom_nothing_hurts_is_asked_little_for_notes() -> None:
    asked = set(_diagnosed({}, "nothing-hurts").unanswered)
    assert asked & _asked_for_notes_alone() == ASKED_OF_ALL
    assert len(ASKED_OF_ALL) <= 6


def test_contested_claims_are_answered_with_their_verb() -> None:
    for rule in _notes():
        if rule.grade == "contested":
            assert "studies disagree" in rule.because.lower(), rule.id
