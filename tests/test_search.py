"""Looking for a runner: whom it finds is such a runner, and what it proves impossible is."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.condition import Condition
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.parser import Subject, parse_condition
from surefoot.engine.search import Search, answers_of, written
from surefoot.engine.search.cells import between, number_cells
from surefoot.engine.search.formulas import solve, span_of
from surefoot.engine.vocabulary import Choice

from .support.bases import write_random_base
from .support.runners import completed, random_answers
from .support.small import never, rule, small_base

DERIVED = """
derived:
  a.ratio: {title: Ratio, number: a.one / a.two}
  a.sum: {title: Sum, number: a.one + a.two - a.three}
  a.norm:
    title: Norm
    lookup: {by: [a.one, a.lead], rows: [[under 5, yes, 1], [5 or more, yes, 2], [under 5, no, 3]]}
  a.of_norm: {title: Of norm, number: a.three / a.norm}
  a.mood: {title: Mood, choice: [{bad: a.one < 3}, {fair: a.two < 3}, {good: otherwise}]}
"""


@pytest.fixture
def small(tmp_path: Path) -> Search:
    return _search(tmp_path)


def _search(folder: Path, extra: str = "") -> Search:
    assessor = small_base(folder, rule("p.one", "a.one < 3", 1), extra=DERIVED + extra)
    return Search(assessor.knowledge, assessor)


def _read(knowledge: Knowledge, text: str) -> Condition:
    subjects = {}
    for name in [*knowledge.questions, *knowledge.derived]:
        kind = knowledge.kind_of(name)
        is_number = not isinstance(kind, Choice)
        subjects[name] = Subject(kind, ordered=is_number)
    return parse_condition(text, subjects)


@pytest.mark.parametrize(
    ("fires", "quiet", "runner"),
    [
        ("a.one < 3", "", "{a.one: 2}"),
        ("a.one > 3 and a.one < 4", "", "{a.one: 3.5}"),
        ("a.one >= 3 and a.one <= 3", "", "{a.one: 3}"),
        ("a.gated > 4", "", "{a.gate: yes, a.gated: 5}"),
        ("", "a.gated > 4", "{a.gate: no}"),
        ("a.ratio > 1.1", "a.one > 2", "{a.one: 0.1, a.two: 0.05}"),
        ("a.ratio == 2 and a.two == 3", "", "{a.one: 6, a.two: 3}"),
        ("a.sum > 19.5", "", "{a.one: 10, a.two: 10, a.three: 0}"),
        ("a.norm == 2", "", "{a.one: 5, a.lead: yes}"),
        ("a.norm > 2", "a.one > 4", "{a.one: 3, a.lead: no}"),
        ("a.of_norm > 4", "a.lead == no", "{a.one: 4, a.three: 5, a.lead: yes}"),
        ("a.mood == fair", "", "{a.one: 3, a.two: 2}"),
        ("a.mood == good", "a.two > 3", "{a.one: 3, a.two: 3}"),
        ("s.places has left", "s.places has right", "{s.places: [left]}"),
        ("", "s.places has left or s.places has right", "{s.places: [none]}"),
        ("s.left.pain > 3", "", "{s.places: [left], s.left.pain: 4}"),
        ("at_least(2, a.one > 3, a.two > 3, a.three > 3)", "a.one > 1", None),
    ],
)
def test_it_finds_a_runner(small: Search, fires: str, quiet: str, runner: str | None) -> None:
    wanted = [_read(small.knowledge, fires)] if fires else []
    unwanted = [_read(small.knowledge, quiet)] if quiet else []
    found = small.runner(wanted, unwanted)
    assert found is not None
    facts = small.assessor.evaluator.facts(answers_of(small.knowledge, found))
    assert all(small.assessor.evaluator.truth(one, facts) is True for one in wanted)
    assert all(small.assessor.evaluator.truth(one, facts) is False for one in unwanted)
    if runner is not None and "ratio > " not in fires and "of_norm" not in fires:
        assert written(small.knowledge, found) == runner
    assert not small.is_impossible(wanted, unwanted)


@pytest.mark.parametrize(
    ("fires", "quiet"),
    [
        ("a.one < 3 and a.one > 7", ""),
        ("a.one < 3", "a.one < 4"),
        ("a.gated > 4 and a.gate == no", ""),
        ("a.gated > 4 or a.gated <= 4", "a.gate == yes"),
        ("a.sum > 21", ""),
        ("a.norm == 4", ""),
        ("a.mood == fair and a.one < 3", ""),
        ("a.of_norm > 11", ""),
        ("s.places has none and s.places has left", ""),
        ("", "s.places has left or s.places has right or s.places has none"),
        ("at_least(2, a.one > 3, a.one > 4)", "a.one > 4"),
    ],
)
def test_it_proves_that_there_is_none(small: Search, fires: str, quiet: str) -> None:
    wanted = [_read(small.knowledge, fires)] if fires else []
    unwanted = [_read(small.knowledge, quiet)] if quiet else []
    assert small.is_impossible(wanted, unwanted)
    assert small.runner(wanted, unwanted) is None


def test_nobody_who_cannot_be_is_found(tmp_path: Path) -> None:
    search = _search(tmp_path, never("a.one < 3 and a.two > 5"))
    low, high = _read(search.knowledge, "a.one < 3"), _read(search.knowledge, "a.two > 4")
    found = search.runner([low, high])
    assert found is not None
    assert written(search.knowledge, found) == "{a.one: 2, a.two: 4.5}"
    assert search.is_impossible([low, _read(search.knowledge, "a.two > 6")])


def test_cells_have_a_value_for_each_threshold_and_between() -> None:
    assert number_cells(0, 10, []) == [9.0]
    assert number_cells(0, 10, [0, 10]) == [0.0, 1.0, 10.0]
    assert number_cells(0, 10, [3, 3.2, 20]) == [2.0, 3.0, 3.1, 3.2, 4.0]
    assert between(1, 1.01) == pytest.approx(1.005)
    assert between(float("-inf"), 3) == 2.0


def test_spans_hold_whatever_is_answered(small: Search) -> None:
    assert span_of(small.knowledge, "a.sum") == (-10, 20)
    assert span_of(small.knowledge, "a.ratio") == (0, float("inf"))
    assert span_of(small.knowledge, "a.of_norm") == (0, 10)


def test_a_formula_is_solved_beside_a_gap() -> None:
    found = list(solve(lambda x: 6 / x if x else None, 0, 10, 2))
    assert found == [pytest.approx(3)]


@pytest.mark.parametrize("seed", range(25))
def test_it_agrees_with_random_runners_of_random_bases(seed: int, tmp_path: Path) -> None:
    try:
        knowledge = load_knowledge(write_random_base(tmp_path / "kb", seed))
    except KnowledgeError:
        pytest.skip("this base has an or too large")
    assessor = Assessor(knowledge)
    search = Search(knowledge, assessor)
    chance = random.Random(seed)
    known = [
        assessor.evaluate(
            completed(knowledge, random_answers(knowledge, chance, share_unanswered=0.3), chance)
        )
        for _ in range(60)
    ]
    undecided = 0
    for one in knowledge.rules.values():
        for instance in one.instances:
            fires = search.runner(fires=[instance.condition])
            quiet = search.runner(quiet=[instance.condition])
            never_fires = search.is_impossible(fires=[instance.condition])
            always_fires = search.is_impossible(quiet=[instance.condition])
            assert not (fires and never_fires)
            assert not (quiet and always_fires)
            seen = {assessed.truths.get((one.id, instance.site)) for assessed in known}
            assert not (never_fires and True in seen), one.id
            assert not (always_fires and False in seen), one.id
            undecided += fires is None and not never_fires
    assert undecided <= 5, "it finds or proves nearly always"
