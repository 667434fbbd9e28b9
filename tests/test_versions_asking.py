"""What contradictions, tests at home and notes mean, and what `kb diff` says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.engine.check import check_knowledge
from surefoot.engine.loading import read_knowledge
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.meaning import meanings
from surefoot.engine.versions.difference import differences, read_base
from surefoot.engine.versions.lock import read_lock, write_lock
from surefoot.engine.versions.locking import make_lock
from surefoot.engine.versions.wording import difference_lines

from .support.versions import TEXT, changed_base, write_base

if TYPE_CHECKING:
    from pathlib import Path

_ASKING = """
contradictions:
  low-and-high:
    title: Low and high
    when: a.one < 2 and a.two > 8
    text: You say {a.one} and {a.two}.
    never: yes
  sore-and-low: {title: Sore, each: site, when: s.site.pain > 8 and a.one < 1, text: Check both.}
home_tests:
  count-it:
    title: Count it
    questions: [a.one, a.two]
    measure: count
    seconds: 30
    times: 4
    rest_seconds: 60
    steps: [Stand., Count.]
    stop: Stop.
    loads: [left]
    withhold_if: a.two > 9
    evidence: [expert]
    grade: expert
"""
_BASE = TEXT.replace("then: {points: 1}, because: B}", "then: {points: 0}, because: B}") + _ASKING
_NOTE = "then: {points: 0}, because: B}"

SAME = {
    "what does not fit": ("text: Check both.", "text: Look at both."),
    "a title": ("title: Count it", "title: Count"),
    "a step": ("steps: [Stand., Count.]", "steps: [Stand up., Count aloud.]"),
    "the order of a condition": ("a.one < 2 and a.two > 8", "a.two > 8 and a.one < 2"),
    "what people often say": (_NOTE, f"claim: More is more., {_NOTE}"),
    "what is said to a slip": (
        "{title: Two, ask: Ask", "{refused: In miles?, title: Two, ask: Ask"
    ),
    "how small a difference people make": (
        "{title: Two, ask: Ask", "{step: 2, title: Two, ask: Ask"
    ),
}  # fmt: skip
CHANGED = {
    "what never is": ("never: yes", "never: no", "contradiction low-and-high"),
    "when it holds": ("a.two > 8", "a.two > 7", "contradiction low-and-high"),
    "when it holds at a site": (
        "s.site.pain > 8", "s.site.pain > 7", "contradiction sore-and-low"
    ),
    "what a test answers": ("[a.one, a.two]", "[a.two, a.one]", "home_test count-it"),
    "how it measures": ("measure: count", "measure: hold", "home_test count-it"),
    "for how long": ("seconds: 30", "seconds: 15", "home_test count-it"),
    "times what": ("times: 4", "times: 2", "home_test count-it"),
    "the rest": ("rest_seconds: 60", "rest_seconds: 90", "home_test count-it"),
    "what it loads": (
        "    loads: [left]\n    withhold_if", "    loads: [right]\n    withhold_if",
        "home_test count-it",
    ),
    "for whom it is not": (
        "loads: [left]\n    withhold_if: a.two > 9", "loads: [left]\n    withhold_if: a.two > 8",
        "home_test count-it",
    ),
    "how far off an answer may be": (
        "{title: Two, ask: Ask", "{measurement_error: 3, title: Two, ask: Ask", "question a.two"
    ),
}  # fmt: skip


def _hashes(folder: Path, *changes: tuple[str, str]) -> dict[str, str]:
    found = meanings(changed_base(folder, *changes, text=_BASE))
    return {f"{kind} {name}": entry.hash for (kind, name), entry in found.items()}


@pytest.mark.parametrize("spelling", SAME)
def test_a_spelling_changes_no_hash(tmp_path: Path, spelling: str) -> None:
    assert _hashes(tmp_path / "a") == _hashes(tmp_path / "b", SAME[spelling])


@pytest.mark.parametrize("meaning", CHANGED)
def test_a_meaning_changes_its_own_hash_alone(tmp_path: Path, meaning: str) -> None:
    old, new, entry = CHANGED[meaning]
    before, after = _hashes(tmp_path / "a"), _hashes(tmp_path / "b", (old, new))
    assert before.keys() == after.keys()
    assert {name for name in before if before[name] != after[name]} == {entry}


def test_without_them_every_hash_is_what_it_was(tmp_path: Path) -> None:
    plain = meanings(changed_base(tmp_path / "a", text=_BASE.removesuffix(_ASKING)))
    more = meanings(changed_base(tmp_path / "b", text=_BASE))
    assert {key: more[key].hash for key in plain} == {key: one.hash for key, one in plain.items()}
    assert more.keys() - plain.keys() == {
        ("contradiction", "low-and-high"),
        ("contradiction", "sore-and-low"),
        ("home_test", "count-it"),
    }


def test_a_difference_is_said_in_words(tmp_path: Path) -> None:
    changes = [
        ("never: yes", "never: no"),
        ("text: Check both.", "text: Look at both."),
        ("steps: [Stand., Count.]", "steps: [Stand up., Count.]"),
        (_NOTE, f"claim: More is more., {_NOTE}"),
        ("{title: Two, ask: Ask", "{measurement_error: 3, refused: Miles?, title: Two, ask: Ask"),
        ("{title: One, ask: Ask", "{step: 0.5, title: One, ask: Ask"),
    ]
    before = read_base(write_base(tmp_path / "a", text=_BASE))
    after = read_base(write_base(tmp_path / "b", *changes, text=_BASE))
    lines = [*difference_lines(before, after, differences(before, after), None)]
    assert "  contradiction low-and-high: Low and high" in lines
    assert "    never: yes → no" in lines
    assert "    measurement_error: none → 3" in lines
    assert lines[lines.index("Reads otherwise and means the same:") + 1 :][:8] == [
        "  contradiction sore-and-low: Sore",
        "    other words: text",
        "  home_test count-it: Count it",
        "    other words: steps",
        "  question a.one: One",
        "    step: none → 0.5",
        "  rule q.third: Third",
        "    other words: claim",
    ]


def test_an_id_in_the_lock_is_never_used_again(tmp_path: Path) -> None:
    folder = write_base(tmp_path, text=_BASE)
    for text in (_BASE, _BASE.replace("low-and-high", "high-and-low")):
        sections = read_sections(write_base(folder, text=text))
        knowledge, problems = read_knowledge(sections)
        assert knowledge is not None, problems
        lock = read_lock(folder)
        assert not hasattr(lock, "code"), lock
        write_lock(folder, make_lock(knowledge, sections, lock))
    write_base(folder, text=_BASE)
    (found,) = [one for one in check_knowledge(folder) if one.code == "KB207"]
    assert "'low-and-high' is retired" in found.message
