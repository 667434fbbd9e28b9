"""`kb rename`: every place, whole ids only, all files or none, and old answers still load."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.check import check_knowledge
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.editing import rename as rename_module
from surefoot.engine.editing.mentions import mentions
from surefoot.engine.editing.rename import rename
from surefoot.engine.errors import UsageError
from surefoot.engine.loading import load_knowledge, read_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.versions.lock import write_lock
from surefoot.engine.versions.locking import make_lock

from .support.editing_base import changed_lines, texts_of, write_editing_base


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_editing_base(Path("kb"))


def _renamed(base: Path, old: str, new: str, section: str = "") -> dict[str, list[str]]:
    """What a rename changes, with the findings that stay."""
    before, findings = texts_of(base), [one.code for one in check_knowledge(base)]
    rename(base, old, new, section)
    assert [one.code for one in check_knowledge(base)] == findings
    return changed_lines(before, texts_of(base))


def _refused(base: Path, old: str, new: str, section: str = "") -> str:
    before = texts_of(base)
    with pytest.raises(UsageError) as raised:
        rename(base, old, new, section)
    assert texts_of(base) == before
    (problem,) = raised.value.problems
    return f"{problem.code} {problem.message} | {problem.fix or problem.why}"


def test_a_question_is_renamed_wherever_it_is_named(base: Path) -> None:
    assert _renamed(base, "sleep.hours", "sleep.time_asleep") == {
        "base.yaml": [
            "rest: {title: Rest, about: About., headline: Rest first.,"
            " headline_when: sleep.time_asleep < 3}",
            'weeks: [a, b, c, d, e, f, g, "Sleep {sleep.time_asleep} on."]',
        ],
        "rest.yaml": [
            "sleep.time_asleep:         # the one that all read",
            "was: [sleep.hours]",
            "only_if: sleep.time_asleep < 14",
            "sleep.debt: {title: Debt, number: 8 - sleep.time_asleep, unit: h}",
            "lookup: {by: [sleep.time_asleep], rows: [[under 6, 1], [6 or more, 2]]}",
            "- sleep.time_asleep < 7 and sleep.debt > 1 # sleep.hours again",
            "You sleep {sleep.time_asleep} a night[[, usually {sleep.hours_usual}]], in all",
            "{sleep.time_asleep}. A text that says sleep.hours is left.",
            "short: {given: {sleep.time_asleep: 6, sleep.hours_usual: 8, sore.shin.weeks: 3},"
            " expect: fires}",
            "when: sleep.time_asleep < 4",
            "links: [legs, {rest: sleep.time_asleep < 6}]",
            "when: body.km > 200 and sleep.time_asleep > 12",
            "text: You sleep {sleep.time_asleep} and run {body.km}.",
            "questions: [sleep.time_asleep]",
            "withhold_if: sleep.time_asleep < 1",
            "withhold_if: sleep.time_asleep < 9",
        ],
        "runners/ann.yaml": ["sleep.time_asleep: 8  # slept well"],
    }


def test_a_question_of_every_site_is_renamed_for_each(base: Path) -> None:
    assert _renamed(base, "sore.site.weeks", "sore.site.age") == {
        "rest.yaml": [
            "sore.site.age:",
            "was: [sore.site.weeks]",
            "short: {given: {sleep.hours: 6, sleep.hours_usual: 8, sore.shin.age: 3},"
            " expect: fires}",
            "sore: {when: sore.site.age > 2, say: clearly}",
            "not-new: {when: sore.shin.age > 3 and site == shin, say: slightly}",
        ],
        "runners/ann.yaml": ["sore.heel.age: 2"],
    }


@pytest.mark.parametrize(
    ("old", "new", "section", "lines"),
    [
        ("sleep.debt", "sleep.missing", "derived", [
            "sleep.missing: {was: [sleep.debt], title: Debt, number: 8 - sleep.hours, unit: h}",
            "- sleep.hours < 7 and sleep.missing > 1    # sleep.hours again",
        ]),
        ("rest.short-sleep", "rest.few-hours", "rules", [
            "rest.few-hours:", "was: [rest.short-sleep, rest.little-sleep]",
        ]),
        ("rest.short-sleep", "rest.little-sleep", "rules", [
            "rest.little-sleep:", "was: [rest.short-sleep]",
        ]),
        ("flag.tired", "flag.worn-out", "flags", [
            "- flag.worn-out == yes and pattern.shin >= likely", "flag.worn-out:",
            "was: [flag.tired]",
        ]),
        ("pattern.shin", "pattern.sore-shin", "patterns", [
            "- flag.tired == yes and pattern.sore-shin >= likely", "pattern.sore-shin:",
            "was: [pattern.shin]",
        ]),
        ("limit.far", "limit.too-far", "limits", [
            "limit.too-far: {was: [limit.far], title: Far, status: trial, when: body.km > 240,"
            " text: Far., evidence: [], grade: weak}",
        ]),
        ("sleep-less", "up-early", "advice", [
            "not_with: [up-early]", "up-early:", "was: [sleep-less]",
        ]),
        ("study", "they2020", "evidence", [
            "evidence: [expert, they2020]", *["evidence: [they2020]"] * 3,
            "they2020: {was: [study], cite: Them, design: cohort, seen: full}",
        ]),
        ("far-asleep", "asleep-and-far", "contradictions", [
            "asleep-and-far:", "was: [far-asleep]",
        ]),
        ("long-sleep", "sleep-in", "home_tests", ["sleep-in:", "was: [long-sleep]"]),
        ("rest", "calm", "blocks", ["blocks: [calm]", "block: calm", "block: calm"]),
    ],
)  # fmt: skip
def test_other_things_are_renamed(
    base: Path, old: str, new: str, section: str, lines: list[str]
) -> None:
    assert _renamed(base, old, new)["rest.yaml"] == lines
    assert section in rename_module.RENAMED


def test_a_plan_block_keeps_its_old_id_too(base: Path) -> None:
    added = _renamed(base, "rest", "calm")["base.yaml"]
    assert added == ["calm:", "was: [rest]"]


def test_the_old_id_goes_behind_the_last_field_before_the_comments(base: Path) -> None:
    rename(base, "rest.short-sleep", "rest.few-hours")
    text = (base / "rest.yaml").read_text(encoding="utf-8")
    assert "    was: [rest.short-sleep, rest.little-sleep]\n  # the end of rest\n" in text
    rename(base, "sore.sites", "sore.places")
    text = (base / "rest.yaml").read_text(encoding="utf-8")
    assert "none: Nowhere}\n    was: [sore.sites]\n\n  sore.site.weeks" in text


def test_a_list_of_old_ids_on_lines_gets_one_more(base: Path) -> None:
    path = base / "rest.yaml"
    text = path.read_text(encoding="utf-8")
    listed = "    was:\n      - rest.little-sleep\n"
    path.write_text(text.replace("    was: [rest.little-sleep]\n", listed), encoding="utf-8")
    rename(base, "rest.short-sleep", "rest.few-hours")
    after = path.read_text(encoding="utf-8")
    assert "    was:\n      - rest.short-sleep\n      - rest.little-sleep\n" in after


def test_ids_in_quotes_and_over_lines_are_found(base: Path) -> None:
    path = base / "rest.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "    when: sleep.hours < 4\n", '    when: "body.km > 1 and\n      sleep.hours < 4"\n'
    )
    path.write_text(text.replace("evidence: [study]", "evidence: ['study']"), encoding="utf-8")
    rename(base, "sleep.hours", "sleep.time")
    rename(base, "study", "paper")
    after = path.read_text(encoding="utf-8")
    assert '    when: "body.km > 1 and\n      sleep.time < 4"\n' in after
    assert "evidence: ['paper']" in after


def test_it_says_how_many_places_and_which_comments_stay(base: Path) -> None:
    renamed = rename(base, "sleep.hours", "sleep.time")
    assert renamed.section == "questions"
    places = {path.name: count for path, count in renamed.places.items()}
    assert places == {"base.yaml": 2, "rest.yaml": 15, "ann.yaml": 1}
    assert {path.name: count for path, count in renamed.comments.items()} == {"rest.yaml": 2}


@pytest.mark.parametrize(
    ("old", "new", "section", "expected"),
    [
        ("sleep.ours", "sleep.x", "", "US104 there is no 'sleep.ours' | did you mean sleep.hours?"),
        ("sore.heel.weeks", "sore.heel.age", "",
         "US104 there is no 'sore.heel.weeks' | rename sore.site.weeks, which it comes from"),
        ("sleep.hours", "sleep.hours_usual", "",
         "KB109 'sleep.hours_usual' is taken | an id is never used again; take another one"),
        ("sleep.hours", "sleep.debt", "",
         "KB109 'sleep.debt' is taken | an id is never used again; take another one"),
        ("sleep.hours", "sleep.hours", "",
         "KB109 'sleep.hours' is taken | an id is never used again; take another one"),
        ("sleep.hours", "Sleep.hours", "",
         "KB201 'Sleep.hours' is no id for this | write topic.name, in small letters and _"),
        ("sleep.hours", "slep.hours", "",
         "KB201 'slep' is none of topics | did you mean sleep.hours?"),
        ("sleep.hours", "sleep.site", "",
         "KB201 an id cannot end in 'site' | take another word"),
        ("sleep.hours", "sore.site.hours", "",
         "KB201 'sleep.hours' and 'sore.site.hours' are not both for every site"
         " | keep the .site. part"),
        ("rest.short-sleep", "rst.short-sleep", "",
         "KB201 'rst' is none of pillars and contexts | did you mean rest.short-sleep?"),
        ("flag.tired", "pattern.tired", "",
         "KB201 'pattern.tired' is no id for this | write flag.name, in small letters and -"),
        ("study", "A study", "",
         "KB201 'A study' is no id for this | write small letters, digits, - and _"),
        ("sleep-more", "sleep-less", "",
         "KB109 'sleep-less' is taken | an id is never used again; take another one"),
        ("sleep.hours", "sleep.time", "rules",
         "US104 there is no 'sleep.hours' | an id under rules is expected"),
    ],
)  # fmt: skip
def test_what_cannot_be_renamed_changes_nothing(
    base: Path, old: str, new: str, section: str, expected: str
) -> None:
    assert _refused(base, old, new, section) == expected


def test_a_former_id_of_another_entry_is_not_used_again(base: Path) -> None:
    (base / "more.yaml").write_text(
        "evidence:\n  new: {cite: New, design: opinion, seen: none, was: [old]}\n", encoding="utf-8"
    )
    expected = "KB109 'old' is taken | an id is never used again; take another one"
    assert _refused(base, "study", "old") == expected


def test_an_id_of_two_sections_needs_the_section(base: Path) -> None:
    (base / "more.yaml").write_text(
        "evidence:\n  sleep-more: {cite: New, design: opinion, seen: none}\n", encoding="utf-8"
    )
    expected = "US104 'sleep-more' stands in advice and evidence | say which: --section advice"
    assert _refused(base, "sleep-more", "more") == expected
    lines = _renamed(base, "sleep-more", "more", "evidence")
    assert lines == {
        "more.yaml": ["more: {was: [sleep-more], cite: New, design: opinion, seen: none}"]
    }


def test_a_file_that_cannot_be_read_stops_it(base: Path) -> None:
    (base / "runners" / "bob.yaml").write_text("answers: {sleep.hours: [\n", encoding="utf-8")
    assert _refused(base, "sleep.hours", "sleep.time").startswith("KB1")
    (base / "runners" / "bob.yaml").unlink()
    (base / "more.yaml").write_text("rules: [\n", encoding="utf-8")
    assert _refused(base, "sleep.hours", "sleep.time").startswith("KB1")


def test_a_new_finding_stops_it(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As if a place had been overlooked.
    monkeypatch.setattr(rename_module, "mentions", lambda *given: list(mentions(*given))[:1])
    said = _refused(base, "study", "paper")
    assert said.startswith("US102 nothing was changed: the base would have 1 new finding | KB202")


def test_a_file_that_cannot_be_written_leaves_the_others(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[int, str]] = []
    make = tempfile.mkstemp

    def refuse(**given: Any) -> tuple[int, str]:
        if made:
            raise OSError(28, "No space left on device")
        made.append(make(**given))
        return made[0]

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    said = _refused(base, "sleep.hours", "sleep.time")
    assert said == "US102 the file cannot be written: No space left on device | "
    assert made


def test_flags_that_must_fire_stay_sorted(base: Path) -> None:
    path = base / "runners" / "ann.yaml"
    text = path.read_text(encoding="utf-8").replace("hours: 8 ", "hours: 3 ")
    path.write_text(text.replace("[]", "[flag.b, flag.tired]"), encoding="utf-8")
    more = (base / "rest.yaml").read_text(encoding="utf-8")
    more = more.split("flags:\n")[1].split("\npatterns:")[0].replace("flag.tired", "flag.b")
    (base / "more.yaml").write_text(f"flags:\n{more}", encoding="utf-8")
    lines = _renamed(base, "flag.b", "flag.worn-out")
    assert lines["runners/ann.yaml"] == ["flags: [flag.tired, flag.worn-out]"]


def test_a_lock_that_has_the_old_id_is_no_hindrance(base: Path) -> None:
    sections = read_sections(base)
    knowledge, _ = read_knowledge(sections)
    assert knowledge is not None
    write_lock(base, make_lock(knowledge, sections))
    rename(base, "sleep.hours", "sleep.time")
    rename(base, "rest.short-sleep", "rest.few-hours")
    assert "KB415" in {one.code for one in check_knowledge(base)}


_TO_RENAME = {"symptom.site.weeks": "symptom.site.duration", "symptom.sites": "symptom.places"}


# Each rename of the shipped base takes seconds: all its rules are searched before and after.
@pytest.mark.parametrize("count", [1, pytest.param(2, marks=pytest.mark.long)])
def test_answers_with_old_ids_give_the_same_diagnosis(tmp_path: Path, count: int) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(SHIPPED, folder)
    runner = SHIPPED / "runners" / "fast-runner-stiff-achilles.yaml"
    before = _diagnosis(runner, SHIPPED)
    for old, new in list(_TO_RENAME.items())[:count]:
        rename(folder, old, new)
    again = (folder / "runners" / runner.name).read_text(encoding="utf-8")
    assert "symptom.achilles.duration: " in again
    assert "symptom.achilles.weeks" not in again
    assert _diagnosis(runner, folder) == before
    assert _diagnosis(folder / "runners" / runner.name, folder) == before


def _diagnosis(answers: Path, folder: Path) -> object:
    knowledge = load_knowledge(folder)
    found = diagnose(Assessor(knowledge), read_answers(answers, knowledge).answers)
    scores = [(one.pillar.id, one.low, one.high) for one in (*found.pillars, *found.contexts)]
    return (found.headline.id, found.tier, scores, [one.rule.id for one in found.flags],
            [one.pattern.id for one in found.patterns])  # fmt: skip
