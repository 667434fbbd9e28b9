"""The slips that are tried on a rule: which there are, and that none stands there twice."""

from pathlib import Path

import pytest

from surefoot.engine.evaluate import any_of
from surefoot.engine.examples.mutants import Mutation
from surefoot.engine.knowledge import Knowledge, Rule

from .support.examples import base_with, sign_pattern
from .support.small import answered, flag, rule

EXTRA = """
derived:
  a.ratio: {title: Ratio, number: a.one / a.two}
  a.word: {title: Word, choice: [{low: a.one < 3}, {high: otherwise}]}
"""


def _base(folder: Path, when: str, *, each: bool = False) -> tuple[Knowledge, Rule]:
    text = rule("p.high", when, 1)
    if each:
        text = text.replace("    when:", "    each: site\n    when:")
    base = base_with(
        folder, text, flags=(flag("sore", "a.four > 8"),),
        extra=EXTRA + sign_pattern("a.three > 2"),
    )  # fmt: skip
    return base.knowledge, base.knowledge.rules["p.high"]


def _changes(folder: Path, when: str, *, each: bool = False) -> list[str]:
    knowledge, of_rule = _base(folder, when, each=each)
    return [one.change for one in Mutation(knowledge).mutants(of_rule)]


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        ("a.one < 7", ["a.one <= 7", "a.one < 6", "a.one < 8", "a.one >= 7"]),
        ("a.one >= 7", ["a.one > 7", "a.one >= 6", "a.one >= 8", "a.one < 7"]),
        ("a.one == 7", ["a.one == 6", "a.one == 8", "a.one != 7"]),
        ("a.one < 6.5", ["a.one <= 6.5", "a.one < 6", "a.one < 7", "a.one >= 6.5"]),
        ("a.ratio > 1.1", ["a.ratio >= 1.1", "a.ratio > 1", "a.ratio > 1.2", "a.ratio <= 1.1"]),
        ("a.one < 10", ["a.one <= 10", "a.one < 9", "a.one >= 10"]),
        ("a.gate == yes", ["a.gate == no"]),
        ("a.word == low", ["a.word == high"]),
        ("flag.sore == yes", ["flag.sore == no"]),
        ("pattern.x >= likely",
         ["pattern.x > likely", "pattern.x >= possible", "pattern.x < likely"]),
        ("s.places has left", ["s.places has right", "not s.places has left"]),
        ("not s.places has left", ["not s.places has right", "s.places has left"]),
    ],
)  # fmt: skip
def test_one_comparison_is_changed_in_every_small_way(
    tmp_path: Path, when: str, changes: list[str]
) -> None:
    assert _changes(tmp_path, when) == [f"{when} → {one}" for one in changes]


def test_an_each_rule_is_changed_once_for_all_places(tmp_path: Path) -> None:
    assert _changes(tmp_path, "s.site.pain > 3 and site == left", each=True) == [
        "s.site.pain > 3 → s.site.pain >= 3",
        "s.site.pain > 3 → s.site.pain > 2",
        "s.site.pain > 3 → s.site.pain > 4",
        "s.site.pain > 3 → s.site.pain <= 3",
        "site == left → site == right",
        "and → or in s.site.pain > 3 and site == left",
        "without s.site.pain > 3",
        "without site == left",
    ]


def test_of_several_places_each_is_left_out_once(tmp_path: Path) -> None:
    assert _changes(tmp_path, "site in (left, right)", each=True) == [
        "site in (left, right) → site == right",
        "site in (left, right) → site == left",
        "site in (left, right) → not site in (left, right)",
    ]


def test_joins_are_swapped_and_parts_left_out(tmp_path: Path) -> None:
    found = _changes(tmp_path, "a.gate == yes and (a.lead == yes or a.four > 8)")
    assert [one for one in found if "→" not in one or "in" in one.split()] == [
        "or → and in a.four > 8 or a.lead == yes",
        "without a.lead == yes",
        "without a.four > 8",
        "and → or in (a.four > 8 or a.lead == yes) and a.gate == yes",
        "without a.gate == yes",
        "without a.four > 8 or a.lead == yes",
    ]


def test_counts_go_one_up_and_one_down(tmp_path: Path) -> None:
    found = _changes(tmp_path, "at_least(2, a.gate == yes, a.lead == yes, a.four == 8)")
    assert "at_least(2, …) → at_least(1, …)" in found
    assert "at_least(2, …) → at_least(3, …)" in found
    assert [one for one in found if one.startswith("without")] == [
        "without a.gate == yes", "without a.lead == yes", "without a.four == 8",
    ]  # fmt: skip


def test_two_ways_to_say_the_same_are_one_mutant(tmp_path: Path) -> None:
    """Both parts without the other, and → or among them: each once."""
    knowledge, of_rule = _base(tmp_path, "a.gate == yes and a.gate != no")
    changes = [one.change for one in Mutation(knowledge).mutants(of_rule)]
    # `== yes` and `!= no` say the same, so that leaving one out changes nothing.
    assert changes == ["a.gate == yes → a.gate == no"]


def test_the_sites_of_a_pattern_are_not_changed_in_its_signs(tmp_path: Path) -> None:
    base = base_with(tmp_path, extra=sign_pattern("s.site.pain > 3", sites="left"))
    mutation = Mutation(base.knowledge)
    sign = base.knowledge.rules["pattern.x.sore"]
    mutants = mutation.mutants(sign)
    assert {one.change.split(" → ")[0] for one in mutants} == {"s.site.pain > 3"}
    instances = mutation.instances(sign, mutants[0].condition)
    assert [one.site for one in instances] == ["left"]


def test_what_makes_a_context_the_headline_has_no_examples(tmp_path: Path) -> None:
    base = base_with(tmp_path, rule("p.high", "a.one > 3", 1))
    mutation = Mutation(base.knowledge)
    rules = base.knowledge.rules.values()
    assert [one.id for one in rules if mutation.can_have_examples(one)] == ["p.high"]
    assert len(rules) > 1


def test_a_mutant_is_read_at_each_place_like_its_rule(tmp_path: Path) -> None:
    """The rule's own condition in the place of a mutant gives the rule's own truths."""
    knowledge, of_rule = _base(tmp_path, "s.site.pain > 3 and a.one > 3", each=True)
    mutation = Mutation(knowledge)
    assert mutation.instances(of_rule, mutation.own_condition(of_rule)) == of_rule.instances


def test_every_mutant_of_a_small_rule_differs_for_some_answers(tmp_path: Path) -> None:
    base = base_with(tmp_path, rule("p.high", "a.one > 3 and a.two <= 3", 1))
    mutation, assessor = Mutation(base.knowledge), base.assessor
    of_rule = base.knowledge.rules["p.high"]
    facts = [
        assessor.evaluate(answered(assessor, {"a.one": str(one), "a.two": str(two)})).facts
        for one in range(11)
        for two in range(11)
    ]
    meaning = assessor.evaluator.meaning(of_rule.when)
    for mutant in mutation.mutants(of_rule):
        changed = any_of(
            assessor.evaluator.meaning(one.condition)
            for one in mutation.instances(of_rule, mutant.condition)
        )
        assert any(meaning(one) is not changed(one) for one in facts), mutant.change
