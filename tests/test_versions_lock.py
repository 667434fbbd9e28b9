"""`surefoot kb lock` and what `kb check` says of a base and its lock."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from surefoot.engine.check.versions import check_versions
from surefoot.engine.errors import Problem, Source
from surefoot.engine.loading import read_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.versions.lock import NAME, Lock, format_lock, parse_lock, read_lock, write_lock
from surefoot.engine.versions.locking import Review, make_lock, reviews_in, valid_reviews

from .support.versions import TEXT, changed_base, write_base

TODAY = dt.date(2026, 11, 23)
NOTE = ("    because: Because you", "    changed: [2026-05-01 AB sets 3]\n    because: Because you")
REVIEW = ("    because: Because you",
          "    reviewed: [Anna Berg 2026-01-02]\n    because: Because you")  # fmt: skip


def lock_now(folder: Path, day: str = "") -> Lock:
    """Notes the base in a folder, without asking whether it is in order."""
    sections = read_sections(folder)
    knowledge, problems = read_knowledge(sections)
    assert knowledge is not None, problems
    before = read_lock(folder)
    assert not isinstance(before, Problem)
    lock = make_lock(knowledge, sections, before, day)
    write_lock(folder, lock)
    return lock


def findings(folder: Path, today: dt.date = TODAY) -> list[Problem]:
    sections = read_sections(folder)
    knowledge, problems = read_knowledge(sections)
    assert knowledge is not None, problems
    return list(check_versions(folder, sections, knowledge, today))


def codes(folder: Path, today: dt.date = TODAY) -> list[str]:
    return [one.code for one in findings(folder, today)]


def changed(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


# --- the file


def test_a_base_without_a_lock_has_no_findings(tmp_path: Path) -> None:
    assert codes(write_base(tmp_path)) == []


def test_a_lock_reads_back_and_does_not_change_by_locking_again(tmp_path: Path) -> None:
    lock = lock_now(write_base(tmp_path), "2026-02-01")
    text = (tmp_path / NAME).read_text(encoding="utf-8")
    assert parse_lock(Source(NAME, text)) == lock
    assert lock_now(tmp_path) == lock
    assert (tmp_path / NAME).read_text(encoding="utf-8") == text
    assert codes(tmp_path) == []


def test_a_base_without_contexts_and_patterns_is_locked(tmp_path: Path) -> None:
    text = changed(
        (TEXT[TEXT.index("contexts:") : TEXT.index("evidence:")], ""),
        (TEXT[TEXT.index("patterns:") : TEXT.index("limits:")], ""),
        (" or pattern.sore >= likely", ""),
    )
    lock = lock_now(write_base(tmp_path, text=text))
    assert "contexts: none" in lock.entries["base", "base"].means
    assert read_lock(tmp_path) == lock


def test_the_text_of_a_lock_says_what_a_rule_means(tmp_path: Path) -> None:
    lock = lock_now(write_base(tmp_path), "2026-02-01")
    made = lock.entries["rule", "p.first"].hash
    assert (
        "rule p.first\n  revision 1\n  since 0.1.0\n"
        f"  hash {made}\n  status trial\n  trial_since 2026-02-01\n"
        "  means when: a.free in (blue, red) and a.one >= 2\n"
        "  means points: 2 for p\n  means item: its own\n  means advice: rest\n"
    ) in format_lock(lock)


def test_no_day_of_today_is_noted_unless_it_is_passed(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path, NOTE))
    lock = read_lock(tmp_path)
    assert isinstance(lock, Lock)
    assert lock.entries["rule", "p.second"].trial_since == ""
    assert lock.entries["rule", "p.first"].trial_since == "2026-05-01"
    later = lock_now(tmp_path, "2026-06-01")
    assert later.entries["rule", "p.second"].trial_since == "2026-06-01"
    assert later.entries["rule", "p.first"].trial_since == "2026-05-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "does not begin with"),
        ("<<<<<<< mine\nlock 1\n  version 1\n  hash a\n", "does not begin with"),
        ("lock 2\n  version 1\n  hash a\n", "does not begin with"),
        ("lock 1\n  version 1\n", "no version and hash"),
        ("lock 1\n  version 1\n  hash a\nrule p.a\n  revision many\n", "says nothing"),
        ("lock 1\n  version 1\n  hash a\nrule p.a\n=======\n", "says nothing"),
        ("lock 1\n  version 1\n  hash a\nthing p.a\n", "says nothing"),
        ("lock 1\n  version 1\n  hash a\nrule p.a\n  trial_since soon\n", "says nothing"),
        ("lock 1\n  version 1\n  hash a\nrule p.a\nrule p.a\n", "stands here twice"),
    ],
)
def test_a_lock_that_cannot_be_read_is_a_finding(tmp_path: Path, text: str, said: str) -> None:
    (write_base(tmp_path) / NAME).write_text(text, encoding="utf-8")
    (found,) = findings(tmp_path)
    assert found.code == "KB100"
    assert said in found.message
    assert "version control" in found.fix


def test_a_lock_of_bytes_that_are_no_text_is_a_finding(tmp_path: Path) -> None:
    (write_base(tmp_path) / NAME).write_bytes(b"\xff\xfe lock")
    assert codes(tmp_path) == ["KB100"]


# --- revisions, notes, status


def test_a_change_of_meaning_needs_a_note(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    write_base(tmp_path, ("a.one >= 2", "a.one >= 3"))
    (found,) = findings(tmp_path)
    assert (found.code, found.subject) == ("KB409", "p.first")
    assert found.why == (
        "when was a.free in (blue, red) and a.one >= 2, now a.free in (blue, red) and a.one >= 3"
    )
    assert found.place is not None
    assert found.place.source.line(found.place.line).strip() == "p.first:"


def test_a_change_is_told_with_the_ids_that_the_author_writes(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    text = TEXT.replace("a.two", "a.second").replace(
        "a.second: {title: Two,", "a.second: {was: [a.two], title: Two,"
    )
    write_base(tmp_path, ("a.second > 5", "a.second > 6"), text=text)
    (found,) = findings(tmp_path)
    assert found.code == "KB409"
    assert found.why == "when was a.second > 5, now a.second > 6"


def test_a_change_of_spelling_or_words_needs_none(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    write_base(tmp_path, ("a.one >= 2", "not a.one < 2"), ("title: First", "title: One"))
    assert codes(tmp_path) == []


def test_a_noted_change_only_asks_for_a_new_lock(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    write_base(tmp_path, ("a.one >= 2", "a.one >= 3"), NOTE)
    assert codes(tmp_path) == ["KB415"]
    lock = lock_now(tmp_path)
    assert lock.entries["rule", "p.first"].revision == 2
    assert lock.entries["rule", "p.second"].revision == 1
    assert codes(tmp_path) == []
    write_base(tmp_path, ("a.one >= 2", "a.one >= 4"), NOTE)
    assert codes(tmp_path) == ["KB409"]  # the note was for the change before


def test_patterns_flags_and_limits_need_notes_too(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    write_base(
        tmp_path, ("say: clearly", "say: strongly"), ("s.site.pain >= 7", "s.site.pain >= 8"),
        ("when: a.one < 1,", "when: a.one < 2,"),
    )  # fmt: skip
    found = findings(tmp_path)
    assert sorted((one.code, one.subject) for one in found) == [
        ("KB409", "flag.warn"), ("KB409", "limit.low"), ("KB409", "pattern.sore"),
    ]  # fmt: skip
    (sign,) = [one.why for one in found if one.subject == "pattern.sore"]
    assert sign == "sign hurts weight was +2, now +4"


def test_a_question_has_no_notes_and_only_asks_for_a_new_lock(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    write_base(tmp_path, ("0 to 10 km", "0 to 20 km"))
    assert codes(tmp_path) == ["KB415"]
    assert lock_now(tmp_path).entries["question", "a.two"].revision == 2


STATUS = ("    title: First\n    status: trial", "    title: First\n    status: {}")


def with_status(status: str) -> tuple[str, str]:
    return STATUS[0], STATUS[1].format(status)


def test_a_rule_is_on_trial_before_it_is_stable(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path, with_status("draft")))
    write_base(tmp_path, with_status("stable"))
    (found,) = findings(tmp_path)
    assert (found.code, found.subject) == ("KB410", "p.first")
    lock_now(write_base(tmp_path))
    write_base(tmp_path, with_status("stable"))
    assert codes(tmp_path) == ["KB415"]


def test_a_draft_may_change_freely(tmp_path: Path) -> None:
    lock = lock_now(write_base(tmp_path, with_status("draft")))
    assert ("rule", "p.first") not in lock.entries
    write_base(tmp_path, with_status("draft"), ("a.one >= 2", "a.one >= 3"))
    assert codes(tmp_path) == []


def test_a_rule_that_was_a_draft_again_has_its_revisions(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    lock = lock_now(write_base(tmp_path, with_status("draft")))
    assert lock.entries["rule", "p.first"].status == "draft"
    write_base(tmp_path, ("a.one >= 2", "a.one >= 3"))
    assert codes(tmp_path) == ["KB415"]
    assert lock_now(tmp_path).entries["rule", "p.first"].revision == 2


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2027, 7, 31), []),
        (dt.date(2027, 8, 1), ["KB411"]),
        (dt.date(2030, 1, 1), ["KB411"]),
    ],
)
def test_a_trial_comes_to_an_end(tmp_path: Path, today: dt.date, expected: list[str]) -> None:
    lock_now(write_base(tmp_path, NOTE), "")
    text = (tmp_path / NAME).read_text(encoding="utf-8").replace("2026-05-01", "2026-02-01")
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert codes(tmp_path, today) == expected


# --- ids


def test_an_id_that_is_gone_is_never_used_again(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    without = changed((TEXT[TEXT.index("  q.third:") : TEXT.index("flags:")], ""))
    lock = lock_now(write_base(tmp_path, text=without))
    gone = lock.entries["rule", "q.third"]
    assert (gone.status, gone.means) == ("retired", ())
    write_base(tmp_path)
    (found,) = findings(tmp_path)
    assert (found.code, found.subject) == ("KB207", "q.third")
    assert lock_now(write_base(tmp_path, text=without)) == lock


def test_a_retired_rule_stays_retired(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    lock = lock_now(write_base(tmp_path, with_status("retired")))
    assert lock.entries["rule", "p.first"].status == "retired"
    assert codes(tmp_path) == []
    write_base(tmp_path)
    assert codes(tmp_path) == ["KB207"]


RENAMED = (("  p.second:\n    {title", "  p.next:\n    {was: [p.second], title"),)


def test_a_renamed_rule_keeps_its_history_and_leaves_its_id(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    noted = ("when: a.two > 5", "changed: [2026-05-01 AB sets 6], when: a.two > 6")
    lock_now(write_base(tmp_path, noted))
    write_base(tmp_path, noted, *RENAMED)
    assert codes(tmp_path) == ["KB415"]
    lock = lock_now(tmp_path)
    assert lock.entries["rule", "p.next"].revision == 2
    assert lock.entries["rule", "p.second"].now == "p.next"


def test_the_id_of_something_renamed_is_not_free(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path))
    lock_now(write_base(tmp_path, *RENAMED))
    text = changed(*RENAMED).replace("was: [p.second], ", "").replace("  q.third:", "  p.second:")
    write_base(tmp_path, text=text)
    found = findings(tmp_path)
    assert [(one.code, one.subject) for one in found] == [("KB207", "p.second")]
    assert "renamed to 'p.next'" in found[0].message


# --- reviews


def test_a_review_counts_while_the_meaning_stays(tmp_path: Path) -> None:
    knowledge = changed_base(tmp_path, REVIEW)
    assert valid_reviews(None, knowledge) == {"p.first": (Review("Anna Berg", "2026-01-02"),)}
    lock = lock_now(tmp_path)
    assert valid_reviews(lock, knowledge)["p.first"]
    reworded = changed_base(tmp_path, REVIEW, ("title: First", "title: One"))
    assert valid_reviews(lock, reworded)["p.first"]
    assert codes(tmp_path) == []


def test_a_review_lapses_with_the_meaning(tmp_path: Path) -> None:
    lock = lock_now(write_base(tmp_path, REVIEW))
    other = changed_base(tmp_path, REVIEW, ("a.one >= 2", "a.one >= 3"))
    assert valid_reviews(lock, other) == {"p.first": ()}
    assert codes(tmp_path) == ["KB409", "KB414"]


def test_a_lapsed_review_stays_lapsed_when_the_base_is_locked_again(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path, REVIEW))
    both = (REVIEW[0], f"    changed: [2026-05-01 AB sets 3]\n{REVIEW[1]}")
    write_base(tmp_path, both, ("a.one >= 2", "a.one >= 3"))
    lock_now(tmp_path)
    (found,) = findings(tmp_path)
    assert (found.code, found.subject) == ("KB414", "p.first")
    assert found.place is not None
    assert "Anna Berg" in found.place.source.line(found.place.line)


def test_a_newer_review_counts_beside_a_lapsed_one(tmp_path: Path) -> None:
    lock_now(write_base(tmp_path, REVIEW))
    newer = (REVIEW[0], REVIEW[1].replace("02]", "02, Ben Roth 2026-06-01]"))
    knowledge = changed_base(tmp_path, newer, ("a.one >= 2", "a.one >= 3"))
    lock = read_lock(tmp_path)
    assert isinstance(lock, Lock)
    assert valid_reviews(lock, knowledge) == {"p.first": (Review("Ben Roth", "2026-06-01"),)}


def test_the_reviews_in_a_folder_need_a_lock_that_can_be_read(tmp_path: Path) -> None:
    knowledge = changed_base(tmp_path, REVIEW)
    assert reviews_in(tmp_path, knowledge) == {"p.first": (Review("Anna Berg", "2026-01-02"),)}
    (tmp_path / NAME).write_text("<<<<<<< mine\n", encoding="utf-8")
    assert reviews_in(tmp_path, knowledge) == {}
    assert reviews_in(tmp_path, changed_base(tmp_path)) == {}
