"""Conditions in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.engine.condition import ALWAYS, NEVER, Operation, Reference
from surefoot.engine.knowledge import FirstThatHolds, Lookup
from surefoot.engine.loading import load_knowledge
from surefoot.engine.sentence import formula_pieces, in_words, pieces

from .support.rulebooks import shipped_base

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.condition import Condition
    from surefoot.engine.knowledge import Knowledge

_BASE = """
format: 1
name: Small
version: 0.0.1
each: {site: s.places}
topics: {a: {title: A}, s: {title: S}}
pillars: {p: {title: P, about: About, headline: Head}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
questions:
  a.sleep: {title: Sleep a night, ask: Ask, why: Why, answer: 0 to 14 h}
  a.pace: {title: Easy pace, ask: Ask, why: Why, answer: 150 to 900 s/km}
  a.stress: {title: Stress, ask: Ask, why: Why, answer: 0 to 10}
  a.shoes: {title: Shoes, ask: Ask, why: Why, worse: higher,
            answer: {good: Good, fair: Fair, poor: Poor, gone: All gone, none: No shoes}}
  a.now: {title: Pain now, ask: Ask, why: Why, answer: {"yes": "Yes", "no": "No", unsure: Not sure}}
  a.groups: {title: Groups, ask: Ask, why: Why, answers: {hips: Hips, calves: Calves, trunk: Trunk}}
  s.places: {title: Where, ask: Ask, why: Why, answers: {shin: Shin, heel: The heel, none: None}}
  s.site.weeks: {each: site, title: "How long ({site})", ask: Ask, why: Why, answer: 0 to 99 weeks}
derived:
  a.double: {title: Twice the sleep, number: a.sleep * 2 - (a.stress - 1), unit: h}
flags:
  flag.stop: {title: Stop now, status: trial, tier: B, route: same day, plan: none, because: B,
              running: R, tell: T, evidence: [expert], grade: expert, when: a.now == yes}
patterns:
  pattern.ache:
    title: An ache
    status: trial
    sites: [shin]
    about: A
    differ: D
    evidence: [expert]
    grade: expert
    signs: {sore: {when: s.site.weeks > 3, say: clearly}}
rules:
  p.it:
    title: It
    status: trial
    %swhen: %s
    then: {points: 1}
    because: Because.
    evidence: [expert]
    grade: expert
"""


def _loaded(folder: Path, when: str, *, each: bool = False) -> tuple[Condition, Knowledge]:
    text = _BASE % ("each: site\n    " if each else "", when)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    knowledge = load_knowledge(folder)
    return knowledge.rules["p.it"].when, knowledge


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("a.sleep < 7", "Sleep a night is under 7 hours"),
        ("a.sleep <= 7", "Sleep a night is at most 7 hours"),
        ("a.sleep > 1", "Sleep a night is over 1 hour"),
        ("a.pace >= 5:30", "Easy pace is at least 5:30 /km"),
        ("a.stress == 3", "Stress is 3 of 10"),
        ("a.stress != 3", "Stress is not 3 of 10"),
        ("not a.sleep < 7", "Sleep a night is at least 7 hours"),
        ("a.shoes == poor", "Shoes is “Poor”"),
        ("a.shoes <= fair", "Shoes is “Good” or “Fair”"),
        ("a.shoes != none", "Shoes is not “No shoes”"),
        ("not a.shoes in (none, good)", "Shoes is “Fair”, “Poor” or “All gone”"),
        ("a.now == yes", "Pain now is yes"),
        ("a.now != no", "Pain now is yes or “Not sure”"),
        ("a.groups has hips", "Groups includes “Hips”"),
        ("not a.groups has hips", "Groups does not include “Hips”"),
        ("a.groups has hips or a.groups has trunk", "Groups includes “Hips” or “Trunk”"),
        ("a.groups has hips and a.groups has trunk", "Groups includes “Hips” and “Trunk”"),
        (
            "not (a.groups has hips or a.groups has trunk)",
            "Groups includes neither “Hips” nor “Trunk”",
        ),
        ("flag.stop == yes", "the flag Stop now fires"),
        ("flag.stop == no", "the flag Stop now is quiet"),
        ("pattern.ache >= likely", "the pattern An ache is likely or very likely"),
        ("pattern.ache == unlikely", "the pattern An ache is unlikely"),
        ("a.double > 10", "Twice the sleep is over 10 hours"),
        ("s.shin.weeks > 2", "How long (shin) is over 2 weeks"),
    ],
)
def test_a_comparison_in_words(tmp_path: Path, when: str, said: str) -> None:
    assert in_words(*_loaded(tmp_path, when)) == said


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("a.sleep >= 6 and a.sleep < 7", "Sleep a night is at least 6 hours and under 7 hours"),
        ("a.sleep < 6 or a.sleep > 9", "Sleep a night is under 6 hours or over 9 hours"),
        (
            "a.sleep < 7 and a.stress > 5",
            "Sleep a night is under 7 hours and Stress is over 5 of 10",
        ),
        (
            "a.sleep >= 6 and a.sleep < 7 and a.stress > 5",
            "Sleep a night is at least 6 hours and under 7 hours, and Stress is over 5 of 10",
        ),
        (
            "a.sleep < 7 and (a.stress > 5 or a.now == yes)",
            "Sleep a night is under 7 hours, and either Stress is over 5 of 10 or Pain now is yes",
        ),
        (
            "a.sleep < 7 or (a.stress > 5 and a.now == yes)",
            "Sleep a night is under 7 hours, or both Stress is over 5 of 10 and Pain now is yes",
        ),
        (
            "a.sleep < 7 or (a.stress > 5 and (a.now == yes or a.pace > 300))",
            "Sleep a night is under 7 hours, or (Stress is over 5 of 10, and either "
            "Pain now is yes or Easy pace is over 5:00 /km)",
        ),
        (
            "a.now == yes and (a.sleep < 6 or a.sleep > 9)",
            "Pain now is yes, and Sleep a night is under 6 hours or over 9 hours",
        ),
        (
            "at_least(2, a.sleep < 7, a.stress > 5, a.now == yes)",
            "at least 2 of these 3 hold: Sleep a night is under 7 hours; Stress is over 5 of 10; "
            "Pain now is yes",
        ),
        (
            "at_least(1, a.sleep < 7, a.stress > 5, a.now == yes)",
            "at least 1 of these 3 holds: Sleep a night is under 7 hours; Stress is over 5 of 10; "
            "Pain now is yes",
        ),
        (
            "at_least(2, a.groups has hips, a.groups has calves, a.groups has trunk)",
            "Groups includes at least 2 of “Hips”, “Calves” and “Trunk”",
        ),
        (
            "at_least(2, not a.groups has hips, not a.groups has calves, not a.groups has trunk)",
            "Groups leaves out at least 2 of “Hips”, “Calves” and “Trunk”",
        ),
        ("a.shoes >= fair and a.shoes < gone", "Shoes is “Fair” or “Poor”"),
        ("a.shoes > fair and a.shoes < fair", "Shoes is none of its choices"),
    ],
)
def test_joined_comparisons_in_words(tmp_path: Path, when: str, said: str) -> None:
    assert in_words(*_loaded(tmp_path, when)) == said


def test_what_is_read_for_every_place_names_no_place(tmp_path: Path) -> None:
    condition, knowledge = _loaded(tmp_path, "site == shin and s.site.weeks > 3", each=True)
    assert in_words(condition, knowledge) == "the place is “Shin” and How long is over 3 weeks"


def test_what_is_always_or_never_so_is_said(tmp_path: Path) -> None:
    _, knowledge = _loaded(tmp_path, "a.sleep < 7")
    assert [in_words(one, knowledge) for one in (ALWAYS, NEVER)] == ["always", "never"]


def test_the_pieces_name_the_ids_that_they_stand_for(tmp_path: Path) -> None:
    found = pieces(*_loaded(tmp_path, "a.sleep < 7 and flag.stop == yes"))
    named = [(piece.text, piece.subject) for piece in found if piece.subject]
    assert named == [("Sleep a night", "a.sleep"), ("Stop now", "flag.stop")]


def test_a_formula_keeps_its_brackets(tmp_path: Path) -> None:
    _, knowledge = _loaded(tmp_path, "a.sleep < 7")
    formula = knowledge.derived["a.double"].formula
    assert isinstance(formula, Operation)
    said = "".join(piece.text for piece in formula_pieces(formula, knowledge))
    assert said == "Sleep a night × 2 − (Stress − 1)"
    divided = Operation("/", Reference("a.sleep"), formula)
    said = "".join(piece.text for piece in formula_pieces(divided, knowledge))
    assert said == "Sleep a night ÷ (Sleep a night × 2 − (Stress − 1))"


def test_every_condition_of_the_shipped_base_can_be_said() -> None:
    knowledge = shipped_base().knowledge
    conditions = [rule.when for rule in knowledge.rules.values()]
    conditions += [one.gate for one in knowledge.questions.values() if one.gate is not None]
    conditions += [one.gate for one in knowledge.derived.values() if one.gate is not None]
    said = [in_words(condition, knowledge) for condition in conditions]
    assert len(said) > 200
    assert [one for one in said if "symptom." in one or "{" in one or "  " in one] == []


def test_every_formula_of_the_shipped_base_can_be_said() -> None:
    knowledge = shipped_base().knowledge
    for derived in knowledge.derived.values():
        if not isinstance(derived.formula, FirstThatHolds | Lookup):
            assert formula_pieces(derived.formula, knowledge)
