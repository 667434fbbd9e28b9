"""`surefoot kb diff`: two bases in words, and on people."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.search import Search, answers_of
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.versions.difference import (
    Change,
    differences,
    read_base,
    version_step,
)
from surefoot.engine.versions.people import People, compare_people
from surefoot.engine.versions.relation import Relation, Relations, Word
from surefoot.engine.versions.wording import difference_data, difference_lines

from .support.bases import write_random_base
from .support.runners import completed
from .support.versions import TEXT, write_base


def compared(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> tuple[Change, ...]:
    before = read_base(write_base(folder / "a"))
    return differences(before, read_base(write_base(folder / "b", *changes, text=text)))


def only(changes: tuple[Change, ...]) -> Change:
    (one,) = changes
    return one


def relation(change: Change, field: str = "when") -> Relation:
    (found,) = [one.relation for one in change.fields if one.name == field]
    assert found is not None
    return found


def shown(folder: Path) -> str:
    before, after = read_base(folder / "a"), read_base(folder / "b")
    return "\n".join(difference_lines(before, after, differences(before, after), None))


# --- in words


def test_nothing_differs_between_a_base_and_itself(tmp_path: Path) -> None:
    assert compared(tmp_path) == ()
    assert version_step(()) == "none"
    assert shown(tmp_path).endswith("Nothing differs.")


CONDITIONS = {
    "a lower threshold": ("a.two > 5", "a.two > 4", "looser"),
    "a higher threshold": ("a.two > 5", "a.two > 6", "tighter"),
    "a part more": ("a.two > 5", "a.two > 5 and a.one > 1", "tighter"),
    "a part less": ("        - a.one >= 2\n", "", "looser"),
    "another way to fire": ("a.two > 5", "a.two > 5 or a.one > 9", "looser"),
    "another range": ("a.two > 5", "a.two > 3 and a.two < 8", "different"),
    "another question": ("a.two > 5", "a.one > 5", "different"),
    "a choice more": ("in (red, blue)", "in (red, blue, green)", "looser"),
    "a choice less": ("in (red, blue)", "in (red)", "tighter"),
    "the same in other words": ("a.free in (red, blue)", "a.free != green", "same"),
    "a needless part": ("a.two > 5", "a.two > 5 and a.two > 4", "same"),
    "a sum": ("a.sum > 7", "a.sum > 6", "looser"),
    "a question of every site": ("s.site.pain >= 7", "s.site.pain >= 8", "tighter"),
    "a limit": ("when: a.one < 1,", "when: a.one < 2,", "looser"),
}


@pytest.mark.parametrize("case", CONDITIONS)
def test_a_changed_condition_is_looser_or_tighter_by_implication(tmp_path: Path, case: str) -> None:
    old, new, word = CONDITIONS[case]
    change = only(compared(tmp_path, (old, new)))
    found = relation(change)
    assert change.what == "changed"
    assert found.word == word
    assert found.proved
    assert (found.only_now is not None) == (word in {"looser", "different"})
    assert (found.only_before is not None) == (word in {"tighter", "different"})
    assert version_step((change,)) == ("patch" if word == "same" else "major")
    for knowledge, runner in (("b", found.only_now), ("a", found.only_before)):
        if runner is not None:  # and the runners show it
            states = {}
            for name in "ab":
                base = load_knowledge(tmp_path / name)
                answers = answers_of(base, runner)
                states[name] = Assessor(base).evaluate(answers).states[change.id]
            assert states == {"a": knowledge == "a", "b": knowledge == "b"}


def test_a_condition_on_what_is_gone_cannot_be_compared(tmp_path: Path) -> None:
    change = next(
        one
        for one in compared(
            tmp_path,
            ("in (red, blue)", "in (red, green)"),
            ("red: Red, blue: Blue, green: Green", "red: Red, green: Green"),
        )
        if one.kind == "rule"
    )
    assert relation(change) == Relation()
    assert "not comparable, since it read a question or a choice that is gone" in shown(tmp_path)


def test_points_groups_tiers_and_plans_are_told_before_and_after(tmp_path: Path) -> None:
    changes = compared(
        tmp_path, ("{points: 3}", "{points: 4}"), ("tier: B", "tier: A"),
        ("route: same day", "route: ambulance"),
    )  # fmt: skip
    assert [(one.kind, one.id, one.what) for one in changes] == [
        ("flag", "flag.warn", "changed"), ("rule", "p.second", "changed"),
    ]  # fmt: skip
    text = shown(tmp_path)
    assert "    points: 3 for p → 4 for p\n" in text
    assert "    tier: B → A\n    route: same day → ambulance\n" in text


def test_a_sign_of_a_pattern_is_compared_too(tmp_path: Path) -> None:
    change = only(compared(tmp_path, ("s.site.pain > 3", "s.site.pain > 2")))
    assert (change.kind, change.id) == ("pattern", "pattern.sore")
    assert relation(change, "sign hurts when").word == "looser"


def test_what_leads_the_report_is_compared_too(tmp_path: Path) -> None:
    change = only(compared(tmp_path, ("_when: a.one > 9", "_when: a.one > 8")))
    assert relation(change, "headline c").word == "looser"


def test_added_removed_retired_and_drafted_rules(tmp_path: Path) -> None:
    new = (
        "  q.new: {title: New, status: trial, evidence: [expert], grade: expert, when: a.one > 3, "
        "then: {points: 1}, because: B}\n"
    )
    text = TEXT.replace("flags:\n", f"{new}flags:\n")
    text = text.replace(TEXT[TEXT.index("  q.third:") : TEXT.index("flags:")], "")
    text = text.replace("{title: Second, status: trial", "{title: Second, status: draft")
    text = text.replace("{title: Low, status: trial", "{title: Low, status: retired")
    changes = compared(tmp_path, text=text)
    assert [(one.what, one.id) for one in changes] == [
        ("retired", "limit.low"), ("removed", "q.third"), ("drafted", "p.second"),
        ("added", "q.new"),
    ]  # fmt: skip
    assert version_step(changes) == "major"
    assert version_step(changes[3:]) == "minor"


def test_what_is_only_renamed_or_reworded(tmp_path: Path) -> None:
    text = TEXT.replace("a.two", "a.second").replace(
        "a.second: {title: Two,", "a.second: {was: [a.two], title: Two,"
    )
    changes = compared(
        tmp_path, ("title: First", "title: One"), ("dose: Daily", "dose: Twice a day"), text=text
    )
    assert [(one.what, one.id, one.was, one.words) for one in changes] == [
        ("renamed", "a.second", "a.two", ()),
        ("reworded", "rest", "", ("dose",)),
        ("reworded", "p.first", "", ("title",)),
    ]
    assert version_step(changes) == "patch"


def test_a_rename_is_seen_from_either_side(tmp_path: Path) -> None:
    text = TEXT.replace("p.second:", "p.next:").replace(
        "{title: Second,", "{was: [p.second], title: Second,"
    )
    newer, older = (
        read_base(write_base(tmp_path / "b", text=text)),
        read_base(write_base(tmp_path / "a")),
    )
    back = only(differences(newer, older))
    assert (back.what, back.id, back.was) == ("renamed", "p.second", "p.next")


def test_a_second_rename_is_seen_from_either_side(tmp_path: Path) -> None:
    def named(new: str, *olds: str) -> str:
        return TEXT.replace("a.two", new).replace(
            f"{new}: {{title: Two,", f"{new}: {{was: [{', '.join(olds)}], title: Two,"
        )

    one = read_base(write_base(tmp_path / "a", text=named("a.second", "a.two")))
    two = read_base(write_base(tmp_path / "b", ("a.third > 5", "a.third > 6"),
                               text=named("a.third", "a.second", "a.two")))  # fmt: skip
    for before, after, word in ((one, two, "tighter"), (two, one, "looser")):
        rule, question = differences(before, after)
        assert (rule.id, relation(rule).word) == ("p.second", word)
        assert question.what == "renamed"


def test_a_new_id_inside_a_text_is_no_other_text(tmp_path: Path) -> None:
    text = TEXT.replace("a.one", "a.first").replace(
        "a.first: {title: One,", "a.first: {was: [a.one], title: One,"
    )
    change = only(compared(tmp_path, text=text))
    assert (change.what, change.id) == ("renamed", "a.first")


def test_a_threshold_in_another_unit_cannot_be_compared(tmp_path: Path) -> None:
    changes = compared(tmp_path, ("0 to 10 km", "0 to 10 h"), ("a.two > 5", "a.two > 4"))
    (rule,) = [one for one in changes if one.kind == "rule"]
    assert relation(rule).word == "not comparable"


def test_what_was_looked_for_and_not_proved_is_not_called_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "is_impossible", lambda *_: False)
    change = only(compared(tmp_path, ("a.two > 5", "a.two > 5 and a.two > 4")))
    assert (relation(change).word, relation(change).proved) == ("same", False)
    assert "the same for everybody who answers, as far as was found, only" in shown(tmp_path)
    assert version_step((change,)) == "major"


def test_status_grade_and_evidence_are_told_and_change_no_meaning(tmp_path: Path) -> None:
    change = only(compared(tmp_path, ("status: trial, evidence: [expert], grade: expert, group: g"
                           ", when: a.two", "status: stable, evidence: [study], grade: weak, "
                           "group: g, when: a.two")))  # fmt: skip
    assert change.what == "reworded"
    assert [(one.name, one.before, one.after) for one in change.beside] == [
        ("status", "trial", "stable"), ("grade", "expert", "weak"), ("evidence", "expert", "study"),
    ]  # fmt: skip


def test_a_base_that_does_not_load_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError):
        read_base(write_base(tmp_path, ("a.one >= 2", "a.on >= 2")))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_said_of_random_conditions_holds_for_random_runners(
    tmp_path: Path, seed: int
) -> None:
    bases = [
        load_knowledge(write_random_base(tmp_path / str(one), 2 * seed + one)) for one in (0, 1)
    ]
    relations = Relations(*bases)
    assessor, chance = Assessor(bases[1]), random.Random(seed)
    people = [
        assessor.evaluate(completed(bases[1], {}, chance)).facts for _ in range(150)
    ]  # fmt: skip
    compared_rules = 0
    for name in bases[0].rules.keys() & bases[1].rules.keys():
        old, new = bases[0].rules[name], bases[1].rules[name]
        found = relations.between(old, new)
        if found.word is Word.NOT_COMPARABLE:
            continue
        compared_rules += 1
        for facts in people:
            did = {
                one.site: assessor.evaluator.truth(one.condition, facts) for one in old.instances
            }
            does = {
                one.site: assessor.evaluator.truth(one.condition, facts) for one in new.instances
            }
            pairs = [(did.get(site, False), does.get(site, False)) for site in did.keys() | does]
            if found.word in {"looser", "same"} and found.proved:
                assert (True, False) not in pairs, (name, found)
            if found.word in {"tighter", "same"} and found.proved:
                assert (False, True) not in pairs, (name, found)
    assert compared_rules


# --- on people


def changed_people(folder: Path, *changes: tuple[str, str], count: int = 300) -> People:
    before, after = (read_base(write_base(folder / "a")),
                     read_base(write_base(folder / "b", *changes)))  # fmt: skip
    knowledge = after.knowledge
    population = read_population(folder / "b", knowledge)
    runners = generate(knowledge, population, count, 7)
    return compare_people(before.knowledge, knowledge, runners)


def test_wording_changes_nobody(tmp_path: Path) -> None:
    found = changed_people(
        tmp_path, ("title: First", "title: One"), ("a.one >= 2", "not a.one < 2")
    )
    assert (found.count, found.changed, found.shown) == (300, 0, ())


def test_a_changed_threshold_changes_some_and_five_are_shown(tmp_path: Path) -> None:
    found = changed_people(tmp_path, ("a.two > 5", "a.two > 2"))
    assert 0 < found.band <= found.changed < 300
    assert found.by_outcome["p"] == found.band
    assert len(found.shown) == 5
    for one in found.shown:
        assert "p.second: quiet → fires" in one.rules
        assert "a.two" in one.answers


def test_a_heavier_rule_changes_people_though_no_rule_fires_otherwise(tmp_path: Path) -> None:
    found = changed_people(tmp_path, ("{points: 3}", "{points: 30}"))
    assert found.band
    assert {one.rules for one in found.shown} == {()}


def test_a_stricter_flag_changes_tier_plan_and_headline(tmp_path: Path) -> None:
    found = changed_people(
        tmp_path, ("s.site.pain >= 7", "s.site.pain >= 1"), ("tier: B", "tier: A"),
        ("route: same day", "route: ambulance"),
    )  # fmt: skip
    assert found.by_outcome["tier"]
    assert found.by_outcome["plan"]
    assert found.by_outcome["headline"]


def test_a_question_that_is_new_or_has_other_choices_stops_nothing(tmp_path: Path) -> None:
    found = changed_people(
        tmp_path,
        ("green: Green}", "green: Green, pink: Pink}"),
        ("in (red, blue)", "in (red, pink)"),
        ("  a.gated:", "  a.new: {title: New, ask: A, why: W, answer: 0 to 5}\n  a.gated:"),
        ("when: a.two > 5", "when: a.new > 2"),
    )
    assert found.changed


def test_what_is_shown_of_a_runner_is_what_experta_concludes_too(tmp_path: Path) -> None:
    found = changed_people(tmp_path, ("a.two > 5", "a.two > 2"))
    bases = [load_knowledge(tmp_path / name) for name in "ab"]
    runners = list(generate(bases[1], read_population(tmp_path / "b", bases[1]), 300, 7))
    for one in found.shown:
        old, new = (diagnose(Assessor(base), runners[one.number - 1]) for base in bases)
        pairs = {
            "p": (old.score("p").band.value, new.score("p").band.value),
            "plan": (old.plan.mode, new.plan.mode),
            "headline": (old.headline.id, new.headline.id),
        }
        changed = {
            f"{name}: {before} → {after}".replace("_", " ")
            for name, (before, after) in pairs.items()
            if before != after
        }
        assert {*one.outcomes} == changed


# --- the shipped base


def test_a_copy_of_the_shipped_base_with_one_threshold_changed(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "b")
    file = tmp_path / "b" / "recovery.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("when: recovery.sleep_hours < 6\n") == 1
    file.write_text(text.replace("sleep_hours < 6\n", "sleep_hours < 5\n"), encoding="utf-8")
    before, after = read_base(SHIPPED), read_base(tmp_path / "b")
    changes = differences(before, after)
    change = only(changes)
    assert change.id == "recovery.very-short-sleep"
    assert relation(change).word == "tighter"
    population = read_population(tmp_path / "b", after.knowledge)
    runners = generate(after.knowledge, population, 200, 1)
    people = compare_people(before.knowledge, after.knowledge, runners)
    assert people.by_outcome.keys() <= {"recovery", "headline", "plan"}
    data = difference_data(before, after, changes, people)
    assert data["step"] == "major"
    assert data["people"]["count"] == 200
    assert data["changes"][0]["fields"][0]["relation"]["only_before"]
