"""What all safety questions and flags have in common: follow-ups, texts, choices, the number."""

from __future__ import annotations

import re

import pytest

from surefoot.engine.condition import comparisons
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.knowledge import Rule, Warn
from surefoot.engine.vocabulary import Choice, Several

from .support.person import read_texts
from .support.safety_runners import (
    WELL,
    Texts,
    aged,
    assessor,
    diagnosed,
    fired,
    flags,
    general,
    heart,
    leg,
    nerve,
    sore,
)

SAID = {  # what the text on running must say, so that it agrees with the route
    "ambulance": r"emergency number",
    "emergency department": r"emergency department",
    "same day": r"\btoday\b|for 24 hours",
    "within two days": r"within 48 hours",
}
NEVER_HELPFUL = re.compile(r"\b(drive yourself|drive to|by car)\b", re.IGNORECASE)
ONLY_PRINTED = "safety.country"


def _ours() -> list[tuple[Rule, Warn]]:
    """The flags that read answers, not patterns."""
    patterns = assessor().knowledge.patterns.keys()
    return [(rule, warn) for rule, warn in flags() if not rule.reads & patterns]


@pytest.mark.parametrize(
    ("texts", "flag"),
    [
        (heart("not_sure"), "heart-not-sure"),
        (leg("not_sure"), "leg-not-sure"),
        (nerve("not_sure"), "nerve-and-back-not-sure"),
        (general("not_sure"), "general-not-sure"),
        (heart("fainted_on_effort", faint_last_day="not_sure"), "fainted-in-the-last-day"),
        (heart("new_wheeze", wheeze_now="not_sure"), "wheeze-now"),
        (leg("pop_under_buttock", pop_signs="not_sure"), "pop-under-buttock-numb"),
        (nerve("head_injury", head_injury_now="not_sure"), "head-injury-now"),
        (sore("groin", standing_hurts="not_sure"), "hip-pain-on-walking"),
        (aged(15, sore("groin", leg_turns_out="not_sure")), "young-hip-or-knee-with-limp"),
    ],
)
def test_not_sure_counts_as_yes_for_an_emergency(texts: Texts, flag: str) -> None:
    diagnosis = diagnosed(texts)
    assert f"flag.{flag}" in fired(diagnosis)
    assert diagnosis.tier == "A"


@pytest.mark.parametrize(
    ("texts", "milder"),
    [
        (heart("fainted_on_effort"), "B"),
        (heart("palpitations_with_dizziness"), "B"),
        (heart("new_wheeze"), "B"),
        (leg("pop_under_buttock"), "B"),
        (leg("locked_or_swollen_knee"), "B"),
        (leg("testicle_or_groin_lump"), "B"),
        (leg("cannot_bear_weight"), "A"),
        (nerve("spreading_weakness"), "B"),
        (nerve("head_injury"), "A"),
        (nerve("head_knock"), "D"),
        (general("blood_in_urine_or_stool"), "B"),
        (general("eating_distress"), "B"),
        (general("heart_kidney_or_metabolic_disease"), "B"),
        (general("other_long_illness"), "D"),
        (sore("groin"), "B"),
    ],
)
def test_an_unanswered_follow_up_hides_nothing(texts: Texts, milder: str) -> None:
    diagnosis = diagnosed(texts)
    assert diagnosis.tier == milder
    assert diagnosis.undecided_flags


def test_the_text_on_running_agrees_with_the_route() -> None:
    for rule, warn in _ours():
        if pattern := SAID.get(warn.route):
            assert re.search(pattern, warn.running), rule.id
        assert not NEVER_HELPFUL.search(warn.running), rule.id


def test_a_flag_states_what_it_does_to_the_plan() -> None:
    hold = {  # RF17, RF18, RF21: a known disease, or another illness and no exercise
        "low-energy-signs", "bone-stress-history", "known-disease", "other-illness-not-active",
        "exercise-under-supervision",
        "dark-nail-streak",  # a doctor should look at it; running does not load it
    }  # fmt: skip
    urgent = {one.id: warn for one, warn in _ours() if warn.tier in {"A", "B"}}
    held = {name.removeprefix("flag.") for name, one in urgent.items() if one.plan == "hold"}
    assert held == hold
    assert {one.plan for one in urgent.values()} == {"none", "hold"}


def test_every_choice_of_a_safety_question_is_read() -> None:
    knowledge = assessor().knowledge
    found = {
        (one.subject, value)
        for rule, _ in flags()
        for one in comparisons(rule.when)
        for value in _meant(one.subject, one.operator, one.values)
    }
    for name, question in knowledge.questions.items():
        if not name.startswith("safety.") or name == ONLY_PRINTED:
            continue
        assert isinstance(question.kind, Choice | Several)
        calm = {"none", "yes"} if question.worse == "lower" else {"none", "no"}
        unread = {word for word in question.kind.labels if (name, word) not in found} - calm
        assert not unread, name


def _meant(subject: str, operator: str, values: tuple[float | str, ...]) -> set[str]:
    """The choices for which a comparison holds."""
    question = assessor().knowledge.questions.get(subject)
    if question is None or not isinstance(question.kind, Choice | Several):
        return set()
    words = list(question.kind.labels)
    match operator:
        case "!=":
            return set(words) - {str(values[0])}
        case ">=":
            return set(words[words.index(str(values[0])) :])
        case _:
            return {str(value) for value in values}


def test_who_answers_nothing_new_is_as_calm_as_before() -> None:
    """Answers from before these questions say "nothing above" with the old ones alone."""
    plain = read_texts(WELL, assessor())
    assert diagnose(assessor(), plain).undecided_flags == ()


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("united_kingdom", "999"), ("ireland", "112"), ("european_union", "112"),
        ("switzerland", "112 or 144"), ("united_states", "911"), ("canada", "911"),
        ("australia", "000"), ("new_zealand", "111"), ("south_africa", "112"), ("india", "112"),
    ],
)  # fmt: skip
def test_an_ambulance_flag_prints_the_number_of_the_country(country: str, number: str) -> None:
    diagnosis = diagnosed(heart("chest_pain_now") | {"safety.country": country})
    assert f"your local emergency number ({number}) now" in diagnosis.flags[0].running
    assert f"({number})" in diagnosis.headline.text


@pytest.mark.parametrize("country", [{}, {"safety.country": "other"}])
def test_an_unknown_country_prints_no_number(country: Texts) -> None:
    running = diagnosed(heart("chest_pain_now") | country).flags[0].running
    assert "your local emergency number now" in running
