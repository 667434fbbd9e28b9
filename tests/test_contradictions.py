"""Answers that do not fit together: what the shipped base knows of them, and what is said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.check import check_knowledge
from surefoot.engine.contradictions import find_clashes
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.result import result
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.texts import NOT_KNOWN, values_in
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support.sample_runners import DAY
from .support.small import answered, diagnosed, flag, rule, small_base

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.diagnosis import Diagnosis

_REAL = Assessor(load_knowledge())
_T = "training."
# By contradiction: answers that fulfil it, and what makes them fit again.
_CASES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "longest-run-without-running": (
        {f"{_T}weekly_km": "0", f"{_T}longest_run_7d_km": "4"}, {f"{_T}longest_run_7d_km": "0"},
    ),
    "no-break-without-running": (
        {f"{_T}weekly_km": "0", f"{_T}weeks_without_running": "1"},
        {f"{_T}weeks_without_running": "2"},
    ),
    "longest-run-beyond-two-weeks": (
        {f"{_T}weekly_km": "10", f"{_T}longest_run_7d_km": "21"}, {f"{_T}longest_run_7d_km": "20"},
    ),
    "longest-run-beyond-a-week": (
        {f"{_T}weekly_km": "10", f"{_T}longest_run_7d_km": "20"}, {f"{_T}longest_run_7d_km": "10"},
    ),
    "no-run-in-30-days": (
        {f"{_T}longest_run_30d_km": "0", f"{_T}previous_weekly_km": "5"},
        {f"{_T}previous_weekly_km": "0"},
    ),
    "long-break-and-running": (
        {f"{_T}weeks_without_running": "5", f"{_T}weekly_km": "9", f"{_T}previous_weekly_km": "9"},
        {f"{_T}weeks_without_running": "4"},
    ),
    "distance-without-runs": (
        {f"{_T}runs_per_week": "0", f"{_T}weekly_km": "9"}, {f"{_T}runs_per_week": "1"},
    ),
    "usual-run-beyond-the-longest": (
        {f"{_T}weekly_km": "32", f"{_T}runs_per_week": "2", f"{_T}longest_run_7d_km": "10",
         f"{_T}longest_run_30d_km": "10"},
        {f"{_T}longest_run_30d_km": "11"},
    ),
    "longest-run-very-slow": (
        {f"{_T}longest_run_hours": "45", f"{_T}longest_run_7d_km": "5",
         f"{_T}longest_run_30d_km": "5"},
        {f"{_T}longest_run_hours": "45 min"},
    ),
    "longest-run-very-fast": (
        {f"{_T}longest_run_hours": "0.5", f"{_T}longest_run_30d_km": "12.5"},
        {f"{_T}longest_run_30d_km": "12"},
    ),
    "more-hard-sessions-than-runs": (
        {f"{_T}runs_per_week": "3", f"{_T}hard_sessions_per_week": "4"},
        {f"{_T}hard_sessions_per_week": "3"},
    ),
    "hard-days-without-hard-sessions": (
        {f"{_T}hard_days_in_a_row": "yes", f"{_T}hard_sessions_per_week": "1",
         "strength.sessions_per_week": "0"},
        {"strength.sessions_per_week": "1"},
    ),
    "runs-on-rest-days": (
        {f"{_T}runs_per_week": "6", "recovery.rest_days_per_week": "2"},
        {f"{_T}runs_per_week": "8"},  # twice on some of five days
    ),
    "runs-without-days": (
        {f"{_T}runs_per_week": "5", "recovery.rest_days_per_week": "5"},
        {f"{_T}runs_per_week": "4"},  # twice on both days
    ),
    "fewer-days-than-runs": (
        {f"{_T}runs_per_week": "5", "plan.days_per_week": "4"},
        {"plan.days_per_week": "5"},
    ),
    "new-style-and-no-change": (
        {"symptom.sites": "heel", f"{_T}changes_last_4_weeks": "form",
         "form.changed_last_8_weeks": "no"},
        {f"{_T}changes_last_4_weeks": "shoes"},
    ),
    "running-before-birth": (
        {"runner.age": "30", "runner.years_running": "31"}, {"runner.years_running": "20"},
    ),
    "running-as-a-small-child": (
        {"runner.age": "30", "runner.years_running": "25"}, {"runner.years_running": "24"},
    ),
    "strength-as-a-child": (
        {"runner.age": "30", "strength.months": "241"}, {"strength.months": "240"},
    ),
    "strength-months-without-sessions": (
        {"strength.sessions_per_week": "0", "strength.months": "6"}, {"strength.months": "0"},
    ),
    "strength-sessions-for-no-muscle": (
        {"strength.sessions_per_week": "2", "strength.muscle_groups": "none"},
        {"strength.muscle_groups": "calves"},
    ),
    "rough-ground-before-running": (
        {"runner.years_running": "2", "terrain.trail_share_percent": "50",
         "terrain.months_at_technicality": "37"},
        {"terrain.months_at_technicality": "36"},
    ),
    "planned-in-minutes": (
        {"terrain.trail_share_percent": "50", "terrain.longest_planned_hours": "45",
         f"{_T}longest_run_hours": "2"},
        {"terrain.longest_planned_hours": "45 min"},
    ),
    "cadence-of-one-foot": (
        {"form.knows_cadence": "yes", "form.cadence_spm": "129"}, {"form.cadence_spm": "130"},
    ),
    "step-length": (
        {"form.knows_cadence": "yes", "form.cadence_spm": "170", "form.easy_pace": "3:00"},
        {"form.easy_pace": "3:20"},
    ),
    "running-without-shoes": (
        {"shoes.pairs_in_use": "0", f"{_T}weekly_km": "9"}, {"shoes.pairs_in_use": "1"},
    ),
    "good-sleep-in-few-hours": (
        {"recovery.sleep_hours": "3", "recovery.sleep_quality": "good"},
        {"recovery.sleep_hours": "4"},
    ),
    "missed-periods-of-a-man": (
        {"runner.sex": "male", "recovery.low_energy_signs": "missed_periods"},
        {"runner.sex": "other"},
    ),
    "limp-without-pain": (
        {"symptom.sites": "heel", "symptom.heel.pain_running": "0", "symptom.heel.limp": "yes"},
        {"symptom.heel.pain_running": "1"},
    ),
    "worse-at-rest": (
        {"symptom.sites": "heel", "symptom.heel.pain_running": "1",
         "symptom.heel.pain_at_rest": "4"},
        {"symptom.heel.pain_at_rest": "3"},
    ),
    "builds-up-without-pain": (
        {"symptom.sites": "heel", "symptom.heel.pain_running": "0",
         "symptom.heel.timing": "fixed_distance"},
        {"symptom.heel.timing": "first_steps"},
    ),
    "constant-without-pain": (
        {"symptom.sites": "heel", "symptom.heel.pain_running": "0",
         "symptom.heel.pain_at_rest": "0", "symptom.heel.timing": "constant"},
        {"symptom.heel.pain_at_rest": "1"},
    ),
    "recorded-weekly-distance": (
        {f"{_T}weekly_km": "40", f"{_T}recorded_weekly_km": "32"}, {f"{_T}weekly_km": "34"},
    ),
    "recorded-earlier-distance": (
        {f"{_T}previous_weekly_km": "5", f"{_T}recorded_previous_weekly_km": "0"},
        {f"{_T}previous_weekly_km": "2"},
    ),
    "recorded-longest-run": (
        {f"{_T}longest_run_7d_km": "10", f"{_T}recorded_longest_run_7d_km": "12"},
        {f"{_T}longest_run_7d_km": "11.5"},
    ),
    "recorded-longest-run-before": (
        {f"{_T}longest_run_30d_km": "14", f"{_T}recorded_longest_run_30d_km": "18"},
        {f"{_T}longest_run_30d_km": "17.5"},
    ),
    "recorded-rest-days": (
        {"recovery.rest_days_per_week": "1", "recovery.recorded_rest_days_per_week": "3"},
        {"recovery.rest_days_per_week": "2"},
    ),
    "recorded-cadence": (
        {"form.knows_cadence": "yes", "form.cadence_spm": "170",
         "form.recorded_cadence_spm": "162"},
        {"form.cadence_spm": "165"},
    ),
    "recorded-easy-pace": (
        {"form.knows_cadence": "yes", "form.easy_pace": "6:30", "form.recorded_easy_pace": "6:00"},
        {"form.easy_pace": "6:15"},
    ),
    "recorded-shoe-distance": (
        {"shoes.knows_distance": "yes", "shoes.main_pair_km": "300",
         "shoes.recorded_main_pair_km": "620"},
        {"shoes.main_pair_km": "500"},
    ),
    "recorded-climb": (
        {"terrain.trail_share_percent": "50", "terrain.climb_m_per_week": "300",
         "terrain.recorded_climb_m_per_week": "500"},
        {"terrain.climb_m_per_week": "450"},
    ),
}  # fmt: skip


def _found(answers: dict[str, str]) -> dict[str, str]:
    """The contradictions in some answers, by entry, with their texts."""
    diagnosis = diagnose(_REAL, answered(_REAL, answers))
    return {one.contradiction.entry: one.text for one in diagnosis.contradictions}


def test_every_contradiction_of_the_base_is_tried() -> None:
    assert {one.entry for one in _REAL.knowledge.contradictions.values()} == _CASES.keys()


@pytest.mark.parametrize("name", _CASES)
def test_answers_that_do_not_fit_are_named_in_the_runners_own_numbers(name: str) -> None:
    answers, mended = _CASES[name]
    found = _found(answers)
    assert name in found
    assert NOT_KNOWN not in found[name]
    assert not values_in(found[name])
    assert name not in _found({**answers, **mended})
    for left_out in answers:
        rest = {key: text for key, text in answers.items() if key != left_out}
        assert name not in _found(rest), "it must be certain"


@pytest.mark.parametrize(("runs", "keep"), [("1", False), ("3", False), ("2", True)])
def test_only_who_can_run_twice_on_some_days_is_told_so(runs: str, keep: bool) -> None:
    rest = {"1": "7", "3": "6", "2": "6"}[runs]
    found = _found({f"{_T}runs_per_week": runs, "recovery.rest_days_per_week": rest})
    assert [("twice on some days" in text) for text in found.values()] == [keep]


def test_the_questions_behind_are_those_that_were_answered() -> None:
    answers, _ = _CASES["longest-run-very-slow"]
    clashes = diagnose(_REAL, answered(_REAL, {**answers, "runner.age": "30"})).contradictions
    assert [[question.id for question in one.questions] for one in clashes] == [[*answers]]
    answers, _ = _CASES["limp-without-pain"]
    (clash,) = diagnose(_REAL, answered(_REAL, answers)).contradictions
    assert clash.contradiction.id == "limp-without-pain.heel"
    assert [one.id for one in clash.questions] == ["symptom.heel.pain_running", "symptom.heel.limp"]
    assert "this place (underside or side of the heel)" in clash.text


def test_no_score_changes_by_them() -> None:
    answers, _ = _CASES["longest-run-without-running"]
    given = answered(_REAL, answers)
    free = Assessor(replace(_REAL.knowledge, contradictions={}))
    with_, without = (result(diagnose(one, given)) for one in (_REAL, free))
    assert with_.pop("contradictions")
    assert not without.pop("contradictions")
    assert with_ == without


def test_few_made_up_runners_contradict_themselves() -> None:
    knowledge, evaluator = _REAL.knowledge, _REAL.evaluator
    hits = 0
    for made in generate(knowledge, read_population(SHIPPED, knowledge), 1_000, 7):
        answers = {name: one for name, one in made.items() if name in knowledge.asked}
        facts = evaluator.facts(answers)
        found = find_clashes(knowledge, evaluator, facts, answers, lambda _: "")
        assert not [one.contradiction.id for one in found if one.contradiction.never]
        hits += bool(found)
    assert hits <= 60


# --- In the checks

_ASKED = "questions:\n  a.six: {title: O, ask: Ask, why: Why, answer: 0 to 9}\n"


def _codes(folder: Path, extra: str) -> set[tuple[str, str]]:
    small_base(folder, rule("p.x", "a.one < 3", 1))
    more = _ASKED + extra
    (folder / "more.yaml").write_text(more, encoding="utf-8")
    return {(one.code, one.subject) for one in check_knowledge(folder)}


def test_a_question_that_only_a_contradiction_reads_is_read(tmp_path: Path) -> None:
    unread = ("KB215", "a.six")
    assert unread in _codes(tmp_path, "")
    assert unread not in _codes(
        tmp_path, "contradictions:\n  x: {title: X, when: a.six < 3 and a.one > 3, text: T.}\n"
    )
    assert unread not in _codes(
        tmp_path, 'contradictions:\n  x: {title: X, when: a.one > 3, text: "Check {a.six}."}\n'
    )


def test_a_question_that_only_a_test_answers_is_not_read(tmp_path: Path) -> None:
    test = (
        "home_tests:\n  x: {title: X, questions: [a.six], measure: hold, steps: [S.], stop: S., "
        "evidence: [expert], grade: expert}\n"
    )
    assert ("KB215", "a.six") in _codes(tmp_path, test)
    assert ("KB215", "a.six") not in _codes(
        tmp_path, test.replace("stop: S.,", "stop: S., withhold_if: a.six > 3,")
    )


@pytest.mark.parametrize("field", ["claim: It prevents pain.", "claim: … what people say."])
def test_what_people_say_is_read_like_every_text(tmp_path: Path, field: str) -> None:
    small_base(tmp_path, rule("p.x", "a.one < 3", 0) + f"    {field}\n")
    codes = {one.code for one in check_knowledge(tmp_path)}
    assert codes & {"KB407", "KB408"}


# --- In the report and the result

_EXTRA = """contradictions:
  both-low:
    title: Both low
    when: a.one < 3 and a.two < 3
    text: You say {a.one} and {a.two}. Check both.
  sore-and-low:
    title: Sore and low
    each: site
    when: s.site.pain > 8 and a.one < 3
    text: The {site} hurts {s.site.pain}, and you say {a.one}.
"""
_FORMATS = ("html", "md", "txt")


def _small(folder: Path, **answers: str) -> Diagnosis:
    return diagnosed(small_base(folder, flags=(flag("b", "a.five > 8"),), extra=_EXTRA), **answers)


def test_the_result_lists_those_that_are_certain(tmp_path: Path) -> None:
    diagnosis = _small(tmp_path, one="1", two="2", places="left", left_pain="9")
    assert result(diagnosis)["contradictions"] == [
        {
            "id": "both-low",
            "title": "Both low",
            "text": "You say 1 of 10 and 2 of 10. Check both.",
            "questions": ["a.one", "a.two"],
        },
        {
            "id": "sore-and-low.left",
            "title": "Sore and low",
            "text": "The left hurts 9 of 10, and you say 1 of 10.",
            "questions": ["a.one", "s.left.pain"],
        },
    ]
    assert result(_small(tmp_path, one="1"))["contradictions"] == []


@pytest.mark.parametrize("format_", _FORMATS)
def test_the_report_has_a_box_before_the_open_questions(tmp_path: Path, format_: str) -> None:
    text = build(_small(tmp_path, one="1", two="2"), format_, Printing(date=DAY)).data.decode()
    folded = " ".join(text.split()).lower()
    assert "check both." in folded
    assert "(questions: one; two.)" in folded.replace("\\", "")
    heading = folded.rindex("answers that do not fit together")
    assert heading < folded.rindex("not answered")
    fits = build(_small(tmp_path, one="1", two="3"), format_, Printing(date=DAY)).data.decode()
    assert "do not fit together" not in fits.lower()


@pytest.mark.parametrize("format_", _FORMATS)
def test_a_referral_page_has_no_such_box(tmp_path: Path, format_: str) -> None:
    referred = _small(tmp_path, one="1", two="2", five="9")
    assert referred.contradictions
    text = build(referred, format_, Printing(date=DAY)).data.decode()
    assert "do not fit together" not in text.lower()


def test_a_text_of_the_base_is_escaped(tmp_path: Path) -> None:
    extra = _EXTRA.replace("Check both.", "Check <b>both</b> & *all*.")
    found = diagnosed(small_base(tmp_path, extra=extra), one="1", two="2")
    assert (
        "&lt;b&gt;both&lt;/b&gt; &amp; *all*"
        in build(found, "html", Printing(date=DAY)).data.decode()
    )
    assert r"\<b\>both\</b\> \& \*all\*" in build(found, "md", Printing(date=DAY)).data.decode()


def test_the_pdf_is_made(tmp_path: Path) -> None:
    built = build(_small(tmp_path, one="1", two="2"), "pdf", Printing(date=DAY))
    assert built.data.startswith(b"%PDF")
    assert json.loads(build(_small(tmp_path, one="1", two="2"), "json", Printing(date=DAY)).data)
