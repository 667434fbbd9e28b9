"""Two diagnoses side by side: exactly what differs, and nothing that a side may not show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.reasoning.comparison_data import comparison_data
from surefoot.engine.reasoning.whatif import BeforeAfter, Comparison, compare, either
from surefoot.engine.result import result
from surefoot.reports.side_by_side import comparison_text

from .support.population import runners, shipped
from .support.sample_runners import DAY, REFERRED, RUNNERS, diagnosis
from .support.small import diagnosed, flag, rule, small_base

_RULES = (
    rule("p.one", "a.one < 4", 4, advice="do-lift", title="Little of one"),
    rule("p.two", "a.two < 4", 2, advice="do-run"),
    rule("p.gated", "a.gated < 4", 1),
    rule("q.three", "a.three < 4", 1, advice="do-calm"),
    rule("q.four", "a.four < 4", 1),
)
_FLAGS = (
    flag("halt", "a.five == 10", tier="A"),
    flag("sore", "s.site.pain > 5", tier="C", plan="hold", each=True),
)
_WELL = {"one": "9", "two": "9", "three": "1", "four": "9", "gate": "no", "five": "0",
         "places": "none"}  # fmt: skip


@pytest.fixture
def base(tmp_path: Path) -> Assessor:
    """P of 6 or 7 points, Q of 2; A ends everything at `five` 10."""
    return small_base(tmp_path, *_RULES, flags=_FLAGS, plan=True)


def _compared(base: Assessor, **changes: str) -> Comparison:
    """A well runner with these answers changed; an empty one is taken away."""
    after = {name: text for name, text in {**_WELL, **changes}.items() if text}
    return compare(diagnosed(base, **_WELL), diagnosed(base, **after))


def test_the_same_diagnosis_twice_differs_in_nothing(base: Assessor) -> None:
    found = _compared(base)
    assert found.is_same
    assert found.is_concluded_alike
    assert comparison_text(found).startswith("Nothing changes")


def test_an_answer_that_concludes_the_same_is_all_that_differs(base: Assessor) -> None:
    found = _compared(base, one="8")
    assert not found.is_same
    assert found.is_concluded_alike
    (change,) = found.answers
    assert change.question.id == "a.one"
    assert [side and side.value for side in (change.answer.before, change.answer.after)] == [9, 8]
    assert "nothing that the report concludes does" in comparison_text(found)


def test_the_same_value_written_otherwise_is_no_change(base: Assessor) -> None:
    assert _compared(base, one="9.0").is_same


def test_scores_headline_actions_plan_and_rules_are_set_side_by_side(base: Assessor) -> None:
    found = _compared(base, one="2")
    assert found.headline is not None
    assert (found.headline.before.id, found.headline.after.id) == ("q", "p")
    (change, other) = found.scores
    assert change.before is not None
    assert change.after is not None
    assert change.before.score.deficit == 0
    assert change.after.score.deficit == pytest.approx(400 / 6)
    assert (change.before.rank, change.after.rank) == (2, 1)
    assert (either(other).score.pillar.id, either(other).rank) == ("q", 2)
    assert [either(one).advice.id for one in found.actions] == ["do-lift"]
    assert found.first_actions is not None
    assert [one.advice.id for one in found.first_actions.after] == ["do-lift", "do-calm"]
    assert found.plan is not None
    starts = {block.id: (week.before, week.after) for block, week in found.plan.starts}
    assert starts["lift"][0] is None
    assert starts["lift"][1] is not None
    assert [(one.rule.id, one.before, one.after) for one in found.flips] == [
        ("p.one", "quiet", "fires")
    ]
    assert found.flips[0].is_about_firing


def test_an_answer_taken_away_is_unanswered(base: Assessor) -> None:
    found = _compared(base, one="")
    (change,) = found.answers
    assert change.answer.after is None
    assert found.opened == ()  # it is named among the answers already
    (score,) = found.scores
    assert score.after is not None
    assert score.after.score.low == 0
    assert score.after.score.high == pytest.approx(400 / 6)
    assert [(one.rule.id, one.after, one.is_about_firing) for one in found.flips] == [
        ("p.one", "unknown", False)
    ]


def test_what_newly_applies_and_no_longer_applies_is_named(base: Assessor) -> None:
    opened = _compared(base, gate="yes")
    assert [question.id for question in opened.opened] == ["a.gated"]
    assert opened.closed == ()
    before = diagnosed(base, **{**_WELL, "gate": "yes", "gated": "1"})
    closed = compare(before, diagnosed(base, **{**_WELL, "gated": "1"}))
    assert [one.question.id for one in closed.answers] == ["a.gate", "a.gated"]
    gated = closed.answers[1]
    assert gated.answer.before == gated.answer.after
    assert gated.applies == BeforeAfter(True, False)
    assert "does not apply" in comparison_text(closed)
    back = compare(closed.after, diagnosed(base, **{**_WELL, "gate": "yes"}))
    assert [question.id for question in back.opened] == []
    assert [one.question.id for one in back.answers] == ["a.gate", "a.gated"]


def test_a_flag_of_one_more_place_is_a_change(base: Assessor) -> None:
    sore = {**_WELL, "places": "left,right", "left_pain": "7", "right_pain": "1"}
    found = compare(diagnosed(base, **sore), diagnosed(base, **{**sore, "right_pain": "8"}))
    (change,) = found.flags
    assert change.before is not None
    assert change.after is not None
    assert (change.before.sites, change.after.sites) == (("left",), ("left", "right"))
    assert found.tier is None
    assert found.plan is None
    healed = compare(found.after, diagnosed(base, **_WELL))
    assert [(one.before is not None, one.after) for one in healed.flags] == [(True, None)]
    assert healed.tier == BeforeAfter("C", None)
    assert healed.plan is not None
    assert (healed.plan.before.mode, healed.plan.after.mode) == ("hold", "full")


def test_where_somebody_must_be_seen_nothing_else_is_shown(base: Assessor) -> None:
    found = _compared(base, five="10", one="2")
    assert found.tier == BeforeAfter(None, "A")
    assert [either(one).rule.id for one in found.flags] == ["flag.halt"]
    assert (found.scores, found.patterns, found.actions, found.first_actions) == ((), (), (), None)
    assert found.plan is not None
    assert (found.plan.after.shown, found.plan.starts, found.plan.weeks) == (False, (), ())
    assert [one.rule.id for one in found.flips] == ["flag.halt"]
    text = comparison_text(found)
    assert text.startswith("Pillars, advice and plan are not shown")
    assert "Call your local emergency number now." in text
    assert "Pillar P" not in text
    assert "Room to improve" not in text


def test_a_referral_is_said_where_nothing_changes_too(base: Assessor) -> None:
    halted = diagnosed(base, **{**_WELL, "five": "10"})
    text = comparison_text(compare(halted, halted))
    assert text.startswith("Pillars, advice and plan are not shown")
    assert "Call your local emergency number now." in text
    assert text.endswith("Nothing changes: these are the answers that are there already.\n")


def test_the_side_before_without_a_plan_is_not_shown_either(base: Assessor) -> None:
    found = compare(diagnosed(base, **{**_WELL, "five": "10"}), diagnosed(base, **_WELL))
    assert [(one.before, either(one).score.pillar.id) for one in found.scores] == [
        (None, "q"), (None, "p"), (None, "c"),
    ]  # fmt: skip
    assert [one.before for one in found.actions] == [None]
    text = comparison_text(found)
    assert "not shown" in text
    assert "no plan" in text
    assert "Context" not in text  # it applies to nobody here
    assert all(one["before"] is None for one in comparison_data(found)["pillars"])


@pytest.mark.parametrize("after", REFERRED)
@pytest.mark.parametrize("before", RUNNERS)
def test_no_pillar_and_no_advice_beside_a_referral(before: str, after: str) -> None:
    found = compare(diagnosis(before), diagnosis(after))
    text, data = comparison_text(found), comparison_data(found)
    rows = [line.strip() for line in text.split("\n")]
    for one in (found.before, found.after):
        assert not any(
            row.startswith(action.advice.title) for row in rows for action in one.actions
        )
    assert "Room to improve" not in text
    assert not any([data["pillars"], data["contexts"], data["actions"], data["patterns"]])
    assert data["first_actions"] is None


def _facts(diagnosis: Diagnosis) -> dict[tuple[str, ...], Any]:
    """Single facts of a result, each under a key, from what `report --json` prints."""
    data = result(diagnosis)
    found: dict[tuple[str, ...], Any] = {("headline",): data["headline"], ("tier",): data["tier"]}
    ranks = [one["id"] for one in data["pillars"] if one["priority_percent"] is not None]
    for kind in ("pillars", "contexts"):
        for one in data[kind]:
            figures = {name: one.get(name) for name in (
                "deficit_percent", "low_percent", "high_percent", "clamped", "priority_percent",
                "band", "joint")}  # fmt: skip
            rank = ranks.index(one["id"]) + 1 if kind == "pillars" and one["id"] in ranks else None
            found[kind, one["id"]] = {**figures, "joint": bool(figures["joint"]), "rank": rank}
    found |= {("flags", one["id"]): one["sites"] for one in data["flags"]}
    found |= {("undecided_flags", name): True for name in data["undecided_flags"]}
    found |= {("limits", one["id"]): True for one in data["limits"]}
    found |= {("contradictions", one["id"]): True for one in data["contradictions"]}
    found |= {("patterns", one["id"]): (one["band"], one["sites"]) for one in data["patterns"]}
    found |= {("actions", one["id"]): True for one in data["actions"]}
    found |= {("starts", name): week for name, week in data["plan"]["starts"].items()}
    found |= {("rules", one["id"]): one["state"] for one in data["rules"]}
    return found


def _differing(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> set[tuple[str, ...]]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def _told(comparison: Comparison) -> set[tuple[str, ...]]:
    """The keys of what the comparison names, from its JSON."""
    data = json.loads(json.dumps(comparison_data(comparison), allow_nan=False))
    named: set[tuple[str, ...]]
    named = {(key,) for key in ("headline", "tier") if data[key] is not None}
    for kind in ("pillars", "contexts", "flags", "undecided_flags", "limits", "contradictions",
                 "patterns", "actions", "rules"):  # fmt: skip
        named |= {(kind, one["id"]) for one in data[kind]}
    starts = data["plan"]["starts"] if data["plan"] else []
    return named | {("starts", one["id"]) for one in starts}


def test_it_names_what_differs_between_two_results_and_nothing_else() -> None:
    """On made-up runners of the shipped base, all that `report --json` prints of both."""
    knowledge, _ = shipped()
    assessor = QuickAssessor(knowledge)
    found = [diagnose(assessor, answers, DAY) for answers in runners(60, 21)]
    facts = [_facts(one) for one in found]
    shown = [index for index, one in enumerate(found) if one.plan.shown]
    hidden = [index for index, one in enumerate(found) if not one.plan.shown]
    for before, after in [*product(shown[:12], shown), *product(shown[:5], hidden)]:
        expected = _differing(facts[before], facts[after])
        if after in hidden:
            kept = {"headline", "tier", "flags", "undecided_flags", "limits", "contradictions"}
            told_rules = {name for name in knowledge.rules if name.startswith(("flag.", "limit."))}
            expected = {
                key for key in expected
                if key[0] in kept or (key[0] == "rules" and key[1] in told_rules)
            }  # fmt: skip
        comparison = compare(found[before], found[after])
        assert _told(comparison) == expected
        assert max(map(len, comparison_text(comparison).split("\n"))) <= 80


def test_back_again_is_the_same_the_other_way_round() -> None:
    sides = [diagnosis(name) for name in ("weak", "sore", "solid", "empty")]
    for one, other in product(sides, repeat=2):
        there, back = comparison_data(compare(one, other)), comparison_data(compare(other, one))
        assert there["same"] == back["same"]
        for key in ("pillars", "contexts", "flags", "patterns", "actions", "rules"):
            assert sorted(_sides(there[key])) == sorted(side[::-1] for side in _sides(back[key]))


def _sides(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(f"{row['id']} {row['before']}", f"{row['id']} {row['after']}") for row in rows]
