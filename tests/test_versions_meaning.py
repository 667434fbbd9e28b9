"""What an entry means is hashed, and not how it is spelled."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from surefoot.engine.canonical import write_condition
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.meaning import knowledge_hash, meanings
from surefoot.engine.parser import Subject, parse_condition

from .support.bases import write_random_base
from .support.versions import TEXT, changed_base, write_base

_ALL = "      all:\n        - a.one >= 2\n        - a.free in (red, blue)\n"

SAME = {
    "a comment": ("    when:\n      all:\n", "    # a thought\n    when:  # more\n      all:\n"),
    "one line for a list": (f"\n{_ALL}", " a.one >= 2 and a.free in (red, blue)\n"),
    "the other order": (f"\n{_ALL}", " a.free in (red, blue) and a.one >= 2\n"),
    "not for the opposite": ("a.one >= 2", "not a.one < 2"),
    "none for not": (
        _ALL, "      none:\n        - a.one < 2\n        - not a.free in (red, blue)\n"
    ),
    "choices in another order": ("in (red, blue)", "in (blue, red)"),
    "a part that stands twice": ("- a.one >= 2\n", "- a.one >= 2\n        - a.one >= 2\n"),
    "another form of a number": ("a.one >= 2", "a.one >= 2.0"),
    "at least all of them": (
        f"\n{_ALL}", " at_least(2, a.one >= 2, a.free in (red, blue))\n"
    ),
    "terms in another order": ("a.one + a.two", "a.two + a.one"),
    "needless brackets": ("a.one + a.two", "(a.one) + a.two"),
    "or in another order": (
        "s.site.pain >= 7 or pattern.sore >= likely", "pattern.sore >= likely or s.site.pain >= 7"
    ),
    "at least one of": (
        "s.site.pain >= 7 or pattern.sore >= likely",
        "at_least(1, s.site.pain >= 7, pattern.sore >= likely)",
    ),
    "in for a single choice": ("site in (left)", "site == left"),
    "a title": ("title: First", "title: The first"),
    "a reason": ("because: Because you said {a.one}.", "because: Since you said {a.one}."),
    "a pattern's texts": ("about: About.", "about: Other."),
    "wording of a question": ("{title: Two, ask: Ask", "{title: Two, ask: How much"),
    "wording of a choice": ("red: Red", "red: Crimson"),
    "choices without an order": (
        "red: Red, blue: Blue, green: Green", "green: Green, red: Red, blue: Blue"
    ),
    "wording of advice": ("dose: Daily", "dose: Every day"),
    "texts of the plan": ("weeks: [a,", "weeks: [x,"),
    "sites in another order": ("sites: [left, right]", "sites: [right, left]"),
    "the version": ("version: 0.1.0", "version: 0.2.0"),
    "a review": ("  p.first:\n", "  p.first:\n    reviewed: [Anna Berg 2026-01-02]\n"),
    "a source more": ("when: a.one < 1,", "when: a.one < 1, not_for: Nobody,"),
}  # fmt: skip

CHANGED = {
    "a threshold": ("a.one >= 2", "a.one >= 3", {"rule p.first"}),
    "an operator": ("a.two > 5", "a.two >= 5", {"rule p.second"}),
    "a choice": ("in (red, blue)", "in (red)", {"rule p.first"}),
    "points": ("{points: 3}", "{points: 4}", {"rule p.second"}),
    "advice taken away": ("{points: 2, advice: rest}", "{points: 2}", {"rule p.first"}),
    "an item": ("group: g, when: a.two > 5", "group: h, when: a.two > 5", {"rule p.second"}),
    "any for all": ("      all:\n        - a.one", "      any:\n        - a.one", {"rule p.first"}),
    "a tier": ("tier: B\n    route: same day", "tier: A\n    route: ambulance", {"flag flag.warn"}),
    "a route": ("route: same day", "route: within days", {"flag flag.warn"}),
    "a plan": ("plan: none\n", "plan: hold\n", {"flag flag.warn"}),
    "a flag's condition": ("s.site.pain >= 7", "s.site.pain >= 8", {"flag flag.warn"}),
    "a band": (">= likely", ">= possible", {"flag flag.warn"}),
    "a sign's condition": ("s.site.pain > 3", "s.site.pain > 2", {"pattern pattern.sore"}),
    "a sign's weight": ("say: clearly", "say: strongly", {"pattern pattern.sore"}),
    "a sign's group": ("group: warmth", "group: heat", {"pattern pattern.sore"}),
    "a link's condition": ("{q: a.two > 1}", "{q: a.two > 2}", {"pattern pattern.sore"}),
    "a pattern's sites": ("sites: [left, right]", "sites: [left]", {"pattern pattern.sore"}),
    "a limit": ("when: a.one < 1,", "when: a.one < 2,", {"limit limit.low"}),
    "a limit that stops": (
        "when: a.one < 1,", "when: a.one < 1, plan: none,", {"limit limit.low"}
    ),
    "a formula": ("a.one + a.two", "a.one - a.two", {"derived a.sum"}),
    "a gate of a worked-out value": ("gate: a.two > 0", "gate: a.two > 1", {"derived a.share"}),
    "a gate that is inherited": ("only_if: a.one > 1", "only_if: a.one > 2", {"question a.gated"}),
    "the first that holds": ("bad: a.one > 8", "bad: a.one > 7", {"derived a.mood"}),
    "a range": ("answer: 0 to 10 km", "answer: 0 to 20 km", {"question a.two"}),
    "a unit": ("answer: 0 to 10 km", "answer: 0 to 10 h", {"question a.two"}),
    "which way is worse": ("worse: higher, change", "worse: lower, change", {"question a.one"}),
    "the effort to change it": ("change: 3", "change: 4", {"question a.one"}),
    "a choice more": ("green: Green}", "green: Green, pink: Pink}", {"question a.free"}),
    "the order of choices": ("low: Low, high: High", "high: High, low: Low", {"question a.word"}),
    "a gate of every site": (
        "only_if: site in (left)", "only_if: site in (right)", {"question s.site.warm"}
    ),
    "a block of the plan": ("loads: [left]", "loads: [right]", {"block run"}),
    "minutes": ("minutes_per_week: 5", "minutes_per_week: 6", {"advice rest"}),
    "what withholds advice": ("a.two > 9", "a.two > 8", {"advice rest"}),
    "what leads the report": ("_when: a.one > 9", "_when: a.one > 8", {"base base"}),
}  # fmt: skip


def hashes(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> dict[str, str]:
    found = meanings(changed_base(folder, *changes, text=text))
    return {f"{kind} {name}": entry.hash for (kind, name), entry in found.items()}


@pytest.mark.parametrize("spelling", SAME)
def test_a_spelling_changes_no_hash(tmp_path: Path, spelling: str) -> None:
    before, after = changed_base(tmp_path / "a"), changed_base(tmp_path / "b", SAME[spelling])
    assert {key: one.hash for key, one in meanings(before).items()} == {
        key: one.hash for key, one in meanings(after).items()
    }
    assert knowledge_hash(before) == knowledge_hash(after)


@pytest.mark.parametrize("meaning", CHANGED)
def test_a_meaning_changes_its_own_hash_alone(tmp_path: Path, meaning: str) -> None:
    old, new, expected = CHANGED[meaning]
    before, after = hashes(tmp_path / "a"), hashes(tmp_path / "b", (old, new))
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == expected
    assert knowledge_hash(changed_base(tmp_path / "a")) != knowledge_hash(
        changed_base(tmp_path / "b", (old, new))
    )


def test_files_and_the_order_of_entries_change_no_hash(tmp_path: Path) -> None:
    head, rest = TEXT.split("questions:\n")
    asked, rest = rest.split("derived:\n")
    derived, rest = rest.split("rules:\n")
    turned = ["  a." + one for one in derived.split("  a.")[:0:-1]]
    folder = write_base(tmp_path / "b", text=f"rules:\n{rest}")
    (folder / "about.yaml").write_text(head, encoding="utf-8")
    (folder / "more.yaml").write_text(
        "derived:\n" + "".join(turned) + "questions:\n" + asked, encoding="utf-8"
    )
    assert knowledge_hash(load_knowledge(folder)) == knowledge_hash(changed_base(tmp_path / "a"))


def test_a_draft_and_a_retired_rule_mean_nothing(tmp_path: Path) -> None:
    extra = (
        "  p.{status}: {{title: T, status: {status}, evidence: [expert], grade: expert, "
        "when: a.one > 3, then: {{points: 1}}, because: B}}\n"
    )
    more = "".join(extra.format(status=one) for one in ("draft", "retired"))
    after = changed_base(tmp_path / "b", ("flags:\n", f"{more}flags:\n"))
    assert knowledge_hash(after) == knowledge_hash(changed_base(tmp_path / "a"))


def test_a_new_name_keeps_the_hash_of_what_has_it_and_of_what_reads_it(tmp_path: Path) -> None:
    text = TEXT.replace("a.two", "a.second").replace(
        "a.second: {title: Two,", "a.second: {was: [a.two], title: Two,"
    )
    text = text.replace("p.second:", "p.next:").replace(
        "{title: Second,", "{was: [p.second], title: Second,"
    )
    before, after = hashes(tmp_path / "a"), hashes(tmp_path / "b", text=text)
    assert after["question a.second"] == before["question a.two"]
    assert after["rule p.next"] == before["rule p.second"]
    assert after["derived a.share"] == before["derived a.share"]
    assert knowledge_hash(changed_base(tmp_path / "b", text=text)) == knowledge_hash(
        changed_base(tmp_path / "a")
    )


def test_a_new_name_of_a_question_of_every_site_keeps_what_reads_it(tmp_path: Path) -> None:
    text = TEXT.replace("s.site.pain", "s.site.ache").replace(
        "s.site.ache: {each: site,", "s.site.ache: {each: site, was: [s.site.pain],"
    )
    before, after = hashes(tmp_path / "a"), hashes(tmp_path / "b", text=text)
    assert after["question s.site.ache"] == before["question s.site.pain"]
    assert after["pattern pattern.sore"] == before["pattern pattern.sore"]
    assert after["flag flag.warn"] == before["flag flag.warn"]


def test_every_entry_of_the_shipped_base_that_can_conclude_has_a_meaning() -> None:
    knowledge = load_knowledge()
    sections = read_sections(Path(__file__).parents[1] / "knowledge")
    found = meanings(knowledge)
    for kind, section in (("question", "questions"), ("derived", "derived"), ("advice", "advice")):
        assert {name for one, name in found if one == kind} == sections.known[section]
    assert len({entry.hash for (kind, _), entry in found.items() if kind == "flag"}) > 50


def test_a_canonical_text_is_a_condition_of_the_language_that_means_the_same() -> None:
    knowledge = load_knowledge()
    lang = {
        name: Subject(knowledge.questions[name].kind, ordered=True) for name in knowledge.questions
    }
    read = [
        rule for rule in knowledge.rules.values() if not rule.is_each and rule.reads <= lang.keys()
    ]
    assert len(read) > 40
    for rule in read:
        text = write_condition(rule.when)
        assert write_condition(parse_condition(text, lang)) == text


def test_the_hash_is_the_same_with_every_hash_seed() -> None:
    program = (
        "from surefoot.engine.loading import load_knowledge\n"
        "from surefoot.engine.meaning import knowledge_hash\n"
        "print(knowledge_hash(load_knowledge()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True, capture_output=True, text=True, timeout=60,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert found == {knowledge_hash(load_knowledge())}


def test_only_the_oldest_id_is_hashed_however_often_it_was_renamed(tmp_path: Path) -> None:
    text = TEXT.replace("a.two", "a.third").replace(
        "a.third: {title: Two,", "a.third: {was: [a.second, a.two], title: Two,"
    )
    before, after = hashes(tmp_path / "a"), hashes(tmp_path / "b", text=text)
    assert after["rule p.second"] == before["rule p.second"]
    assert after["derived a.sum"] == before["derived a.sum"]


def test_a_new_name_of_a_block_keeps_the_hash_of_its_advice(tmp_path: Path) -> None:
    text = TEXT.replace("run: {title: Run,", "jog: {was: [run], title: Run,").replace(
        "block: run", "block: jog"
    )
    assert hashes(tmp_path / "b", text=text)["advice rest"] == hashes(tmp_path / "a")["advice rest"]


@pytest.mark.parametrize("seed", range(20))
def test_no_field_of_a_random_base_is_empty(tmp_path: Path, seed: int) -> None:
    knowledge = load_knowledge(write_random_base(tmp_path, seed))
    empty = [(key, one.fields) for key, one in meanings(knowledge).items()
             if not all(value.strip() for _, value in one.fields)]  # fmt: skip
    assert empty == []
