"""What an entry of a population says is what is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from surefoot.engine.condition import Value
from surefoot.engine.population import generate, read_population

from .support import small
from .support.population import is_near

_MANY = 5_000


def _people(
    folder: Path, text: str, count: int = _MANY, *, extra: str = ""
) -> list[dict[str, Value]]:
    """What the runners of a small base with this population say."""
    knowledge = small.small_base(folder, extra=extra).knowledge
    (folder / "population").mkdir()
    (folder / "population" / "all.yaml").write_text(text, encoding="utf-8")
    population = read_population(folder, knowledge)
    return [
        {name: answer.value for name, answer in one.items() if answer.value is not None}
        for one in generate(knowledge, population, count, 5)
    ]


_FAMILIES: dict[str, tuple[str, dict[float, float]]] = {
    "normal": ("normal: {mean: 5, deviation: 1}", {4: 0.159, 5: 0.5, 6: 0.841}),
    "lognormal": ("lognormal: {median: 2, factor: 2}", {1: 0.159, 2: 0.5, 4: 0.841}),
    "triangular": ("triangular: {lowest: 0, likely: 2, highest: 8}", {2: 0.25, 5: 0.8125}),
    "uniform": ("uniform: {lowest: 2, highest: 6}", {3: 0.25, 5: 0.75}),
    "shares": ("shares: {1: 20, 4: 70, 9: 10}", {0.99: 0.0, 1: 0.2, 4: 0.9, 9: 1.0}),
}


@pytest.mark.parametrize("family", _FAMILIES)
def test_a_family_draws_what_it_says(tmp_path: Path, family: str) -> None:
    text, stated = _FAMILIES[family]
    entry = f"{{{text}, step: 0.001, skipped: 0, source: choice, reason: R}}"
    found = [one["a.one"] for one in _people(tmp_path, f"population: {{a.one: {entry}}}")]
    assert len(found) == _MANY
    for number, share in stated.items():
        below = sum(isinstance(one, float) and one <= number for one in found) / _MANY
        # what lies outside 0 to 10 is drawn again: one in 100 of the lognormal numbers
        assert abs(below - share) < 0.03, number


def test_numbers_are_rounded_to_the_step_and_cut_to_the_bounds(tmp_path: Path) -> None:
    text = """
    population:
      a.one:
        normal: {mean: 5, deviation: 4}
        lowest: 2
        highest: 7
        step: 0.5
        source: choice
        reason: R
    """
    found = {one["a.one"] for one in _people(tmp_path, text) if "a.one" in one}
    assert found == {2 + half / 2 for half in range(11)}


def test_a_bound_may_be_another_answer(tmp_path: Path) -> None:
    text = """
    population:
      a.two:
        uniform: {lowest: 0, highest: 10}
        lowest: a.one
        highest: a.three
        skipped: 0
        source: choice
        reason: R
      a.one: {uniform: {lowest: 0, highest: 4}, skipped: 0, source: choice, reason: R}
      a.three: {uniform: {lowest: 5, highest: 9}, skipped: 0, source: choice, reason: R}
    """
    people = _people(tmp_path, text)
    assert all(_number(one, "a.one") <= _number(one, "a.two") <= _number(one, "a.three")
               for one in people)  # fmt: skip
    assert {one["a.two"] for one in people} >= {1.0, 8.0}


def _number(runner: Mapping[str, Value], name: str) -> float:
    value = runner[name]
    assert isinstance(value, float)
    return value


def test_a_formula_works_on_the_number_drawn_and_on_other_answers(tmp_path: Path) -> None:
    text = """
    traits:
      trait.base: {uniform: {lowest: 1, highest: 4}, source: choice, reason: R}
    population:
      a.one: {number: 2 * trait.base, step: 0.01, skipped: 0, source: choice, reason: R}
      a.two:
        shares: {1: 50, 2: 50}
        number: drawn + a.one / 2
        step: 0.01
        skipped: 0
        source: choice
        reason: R
      a.three: {number: a.one / 0, skipped: 0, source: choice, reason: R}
    """
    people = _people(tmp_path, text, 300)
    added = {round(_number(one, "a.two") - _number(one, "a.one") / 2, 1) for one in people}
    assert added == {1.0, 2.0}
    assert not [one for one in people if "a.three" in one]  # it cannot be worked out


def test_the_first_case_that_holds_draws(tmp_path: Path) -> None:
    text = """
    population:
      a.one: {shares: {1: 30, 5: 30, 9: 40}, skipped: 0, source: choice, reason: R}
      a.two:
        cases:
          - when: a.one < 3
            shares: {0: 100}
          - when: a.one < 7
            dont_know: 100
          - shares: {10: 100}
        skipped: 0
        source: choice
        reason: R
    """
    people = _people(tmp_path, text, 300)
    pairs = {(one["a.one"], one.get("a.two")) for one in people}
    assert pairs == {(1.0, 0.0), (5.0, None), (9.0, 10.0)}


def test_exclusive_choices_stand_alone_and_none_is_what_is_left(tmp_path: Path) -> None:
    text = """
    population:
      s.places: {shares: {left: 30, right: 20}, skipped: 0, source: choice, reason: R}
    """
    found = Counter(one["s.places"] for one in _people(tmp_path, text))
    shares = {
        "left": 0.24, "right": 0.14, "left right": 0.06, "none": 0.56,
    }  # fmt: skip
    assert {" ".join(sorted(one)): is_near(count / _MANY, shares[" ".join(sorted(one))], _MANY)
            for one, count in found.items() if isinstance(one, frozenset)
            } == dict.fromkeys(shares, True)  # fmt: skip


def test_not_sure_is_drawn_first_and_stands_alone(tmp_path: Path) -> None:
    extra = "  a.signs: {title: S, ask: A, why: W, answers: {x: X, y: Y, none: No, not_sure: N}}\n"
    text = """
    population:
      a.signs: {shares: {x: 50, not_sure: 20}, skipped: 0, source: choice, reason: R}
    """
    found = Counter(one["a.signs"] for one in _people(tmp_path, text, extra=extra))
    shares = {"not_sure": 0.2, "x": 0.4, "none": 0.4}
    assert found.keys() == {frozenset({word}) for word in shares}
    assert all(
        is_near(found[frozenset({word})] / _MANY, share, _MANY) for word, share in shares.items()
    )


@pytest.mark.parametrize("silence", ["dont_know: 50, skipped: 0", "declined: 50", "skipped: 50"])
def test_who_does_not_answer_a_gate_is_not_asked_on(tmp_path: Path, silence: str) -> None:
    text = f"""
    population:
      a.gate: {{shares: {{yes: 100}}, {silence}, source: choice, reason: R}}
      a.gated: {{shares: {{1: 100}}, skipped: 0, source: choice, reason: R}}
    """
    people = _people(tmp_path, text, 200)
    assert all(("a.gate" in one) is ("a.gated" in one) for one in people)
    assert 60 < sum("a.gated" in one for one in people) < 140


def test_a_question_of_every_place_reads_that_place(tmp_path: Path) -> None:
    extra = "  s.site.more: {each: site, title: M, ask: A, why: W, answer: 0 to 10}\n"
    text = """
    population:
      s.places: {shares: {left: 60, right: 60}, skipped: 0, source: choice, reason: R}
      s.site.more:
        cases:
          - when: site == left and s.site.pain > 4
            shares: {9: 100}
          - shares: {1: 100}
            number: drawn + s.site.pain
        skipped: 0
        source: choice
        reason: R
      s.site.pain: {shares: {2: 50, 7: 50}, skipped: 0, source: choice, reason: R}
    """
    pairs = set()
    for one in _people(tmp_path, text, 200, extra=extra):
        for place in ("left", "right"):
            assert (f"s.{place}.more" in one) is (one["s.places"] >= {place})  # type: ignore[operator]
            pairs.add((place, one.get(f"s.{place}.pain"), one.get(f"s.{place}.more")))
    assert {pair for pair in pairs if pair[1] is not None} == {
        ("left", 2.0, 3.0),
        ("left", 7.0, 9.0),
        ("right", 2.0, 3.0),
        ("right", 7.0, 8.0),
    }
