"""The whole people of the shipped base: who is among them, and that all comes out as expected."""

from __future__ import annotations

from functools import cache

import pytest

from surefoot.engine.answers import answers_from
from surefoot.engine.check.runners import check_runners
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import Problem
from surefoot.engine.knowledge import Warn
from surefoot.engine.people import Person, read_people
from surefoot.engine.source import Scalar
from surefoot.engine.tiers import PLAN_MODES

from .support.repository import ROOT
from .support.safety_runners import assessor

KNOWLEDGE = ROOT / "knowledge"
OURS = ("Made up", "Invented")
MODES = {*PLAN_MODES, "full", "keep-going"} - {"unchanged"}  # unchanged is no mode of a plan


@cache
def people() -> dict[str, Person]:
    read = list(read_people(KNOWLEDGE))
    assert not [one for one in read if isinstance(one, Problem)]
    return {one.name: one for one in read if isinstance(one, Person)}


def stated(field: str) -> set[str]:
    """The values that people expect of a field with one value."""
    return {value for one in people().values() if (value := getattr(one.expect, field))}


def source(person: Person) -> str:
    node = person.node.get("source")
    return node.text if isinstance(node, Scalar) else ""


def test_what_is_expected_of_each_person_comes_out() -> None:
    assert [str(one) for one in check_runners(KNOWLEDGE, assessor())] == []


def test_each_flag_is_raised_by_somebody() -> None:
    rules = assessor().knowledge.rules.values()
    flags = {one.id for one in rules if isinstance(one.conclusion, Warn)}
    raised = {flag for one in people().values() for flag in one.expect.flags or ()}
    assert flags == raised


def test_each_pattern_comes_first_for_somebody() -> None:
    first = {one.expect.patterns[0] for one in people().values() if one.expect.patterns}
    assert first == assessor().knowledge.patterns.keys()


def test_each_kind_of_headline_is_somebodys() -> None:
    knowledge = assessor().knowledge
    kinds = {one.split(".")[0] for one in stated("headline")}
    kept = {"load", "flag", "limit", "keep-going", "not-enough-answers"}
    assert kinds == {*knowledge.pillars, *kept}


def test_each_tier_and_each_mode_of_the_plan_is_somebodys() -> None:
    assert stated("tier") == {"A", "B", "C", "D", "none"}
    plans = [one.expect.plan for one in people().values() if one.expect.plan]
    assert {one.mode for one in plans} - {None} == MODES


def test_at_least_25_files_are_of_our_own() -> None:
    named = [one.name for one in people().values() if source(one).startswith(OURS)]
    assert len(named) >= 25


@pytest.mark.parametrize("name", sorted(name for name in people() if "/" not in name))
def test_a_file_says_in_short_who_it_is(name: str) -> None:
    node = people()[name].node
    title, about = node.get("title"), node.get("about")
    assert isinstance(title, Scalar)
    assert len(title.text) <= 60
    assert isinstance(about, Scalar)
    assert source(people()[name])


def test_nobody_on_roads_without_pain_is_asked_about_trails_or_sore_places() -> None:
    knowledge = assessor().knowledge
    answers = answers_from(people()["roads-only"].reading, knowledge).answers
    diagnosis = diagnose(assessor(), answers)
    about_both = ("terrain.", "symptom.", "kit.")
    assert not [name for name in diagnosis.unanswered if name.startswith(about_both)]
    assert diagnosis.score("trail").deficit is None
