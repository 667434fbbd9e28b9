"""`kb new`: a draft that loads, in the right place, with an id of its own; nothing else changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from surefoot.engine.check import check_knowledge
from surefoot.engine.check.severity import statuses_of
from surefoot.engine.editing.drafts import KINDS, add_draft
from surefoot.engine.editing.normal_form import formatted_files
from surefoot.engine.errors import UsageError
from surefoot.engine.loading.sections import read_sections
from surefoot.engine.shipped import SHIPPED

from .support.editing_base import texts_of, write_editing_base

_HOMES = {"rule": "legs", "note": "legs", "question": "sleep"}
# What the check says of an entry that nothing uses yet.
_UNUSED = {"question": "KB215", "advice": "KB218"}


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_editing_base(Path("kb"))


def _lines_added(before: str, after: str) -> list[str]:
    """The lines that are new; nothing may be gone."""
    old, added = before.split("\n"), []
    for line in after.split("\n"):
        if old and line == old[0]:
            old.pop(0)
        else:
            added.append(line)
    assert not "".join(old)
    return added


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_loads_and_changes_nothing_else(base: Path, kind: str) -> None:
    before, findings = texts_of(base), {(one.code, one.subject) for one in check_knowledge(base)}
    draft = add_draft(base, kind, _HOMES.get(kind, ""), "A title in words")
    after = texts_of(base)
    name = str(draft.path.relative_to(base))
    assert {one for one in after if after[one] != before.get(one)} == {name}
    assert _lines_added(before.get(name, ""), after[name])
    line = after[name].split("\n")[draft.line - 1]
    assert line == f"  {draft.id}:"
    new = [one for one in check_knowledge(base) if (one.code, one.subject) not in findings]
    assert {one.severity for one in new} <= {"warning", "info"}
    assert not [one for one in new if one.code.startswith("KB1")]
    (waiting,) = [one for one in new if one.code == "KB408"]
    assert waiting.subject == draft.id
    assert _UNUSED.get(kind) in {None, *(one.code for one in new)}
    forms = [one for one in formatted_files(base) if one.path == draft.path]
    assert [one.after == one.before for one in forms] == [True]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_to_be_filled_in_is_there(base: Path, kind: str) -> None:
    draft = add_draft(base, kind, _HOMES.get(kind, ""), "A title")
    entry = read_sections(base).entries[KINDS[kind].section][draft.id]
    fields = {key.text for key, _ in entry.node.entries}
    missing = set(draft.fill_in) - fields
    assert missing <= {"help", "examples"}
    assert getattr(entry.shape, "status", "draft") == "draft"


def test_a_rule_goes_behind_the_last_of_its_pillar(base: Path) -> None:
    draft = add_draft(base, "rule", "rest", "Naps: too few")
    text = (base / "rest.yaml").read_text(encoding="utf-8")
    expected = """\
    was: [rest.little-sleep]
  rest.naps-too-few:
    title: "Naps: too few"
    status: draft
    when: body.km > 125  # TODO
    then: {points: 1}  # TODO
    because: … say why, in the runner's own answers.
    evidence: []
    grade: expert
  # the end of rest
"""
    assert draft.id == "rest.naps-too-few"
    assert expected in text


def test_a_condition_reads_a_question_of_its_topic_at_its_worse_end(base: Path) -> None:
    add_draft(base, "rule", "legs", "One")
    (base / "more.yaml").write_text(
        "questions:\n  naps.bad:\n    title: Bad\n    ask: Bad?\n    why: Rest.\n"
        "    worse: higher\n    answer: {no: No, some: Some, yes: Yes}\n"
        "topics: {naps: {title: Naps}}\n"
        "pillars:\n  naps: {title: Naps, about: A., headline: H.}\n",
        encoding="utf-8",
    )
    two = add_draft(base, "rule", "naps", "Two")
    rules = read_sections(base).entries["rules"]
    assert str(two.path) == "kb/more.yaml"
    assert getattr(rules["legs.one"].shape, "when") == "body.km > 125"  # noqa: B009
    assert getattr(rules["naps.two"].shape, "when") == "naps.bad == yes"  # noqa: B009


def test_a_blank_line_stands_between_where_one_stood(base: Path) -> None:
    add_draft(base, "question", "sleep", "Naps a week")
    text = (base / "rest.yaml").read_text(encoding="utf-8")
    assert "only_if: sleep.hours < 14\n\n  sleep.naps_a_week:\n    title: Naps a week\n" in text
    assert "    change: never\n\nderived:\n" in text


def test_a_section_or_a_file_that_is_not_there_is_begun(base: Path) -> None:
    (base / "rest.yaml").write_text(
        (base / "rest.yaml").read_text(encoding="utf-8") + "\nexercises:\n", encoding="utf-8"
    )
    one = add_draft(base, "rule", "legs", "Weak", file="legs.yaml")
    two = add_draft(base, "advice", "", "Lift", file="legs.yaml")
    text = (base / "legs.yaml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=knowledge.schema.json\n\nrules:\n  legs.weak:\n"
    )
    assert "\n\nadvice:\n  lift:\n" in text
    assert (one.line, two.line) == (4, text.split("\n").index("  lift:") + 1)


def test_a_section_that_is_empty_is_filled(base: Path) -> None:
    (base / "more.yaml").write_text("# soon\nrules:\nadvice: {}\n", encoding="utf-8")
    add_draft(base, "rule", "legs", "Weak", file="more.yaml")
    text = (base / "more.yaml").read_text(encoding="utf-8")
    assert text.startswith("# soon\nrules:\n  legs.weak:\n    title: Weak\n")
    assert text.endswith("grade: expert\nadvice: {}\n")
    with pytest.raises(UsageError, match="in braces"):
        add_draft(base, "advice", "", "Lift", file="more.yaml")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Short sleep", "rest.short-sleep-2"),  # taken
        ("Little sleep", "rest.little-sleep-2"),  # was taken
        ("  Ärger über Müdigkeit!  ", "rest.arger-uber-mudigkeit"),
        ("Don't run", "rest.dont-run"),
        ("7 nights", "rest.7-nights"),
        ("word " * 30, "rest.word-word-word-word-word-word-word-word"),
    ],
)
def test_the_id_comes_from_the_title_and_is_new(base: Path, title: str, name: str) -> None:
    draft = add_draft(base, "rule", "rest", title)
    assert draft.id == name
    entry = read_sections(base).entries["rules"][name]
    assert getattr(entry.shape, "title") == title  # noqa: B009


def test_a_question_never_has_a_word_of_the_language_as_its_name(base: Path) -> None:
    assert add_draft(base, "question", "sleep", "Site").id == "sleep.site_2"
    assert add_draft(base, "question", "sleep", "7 nights").id == "sleep.nights"


@pytest.mark.parametrize(
    ("kind", "home", "title", "file", "expected"),
    [
        ("rule", "rst", "T", "", "US104 there is no pillar or context 'rst' | did you mean rest?"),
        ("question", "arms", "T", "",
         "US104 there is no topic 'arms' | name body, sleep or sore"),
        ("rule", "rest", "!?", "",
         "KB201 no id can be made of the title '!?' | use a word with a letter"),
        ("rule", "rest", "a\x07b", "", "KB103 a character that cannot be seen stands here (U+0007)"
         " | delete it"),
        ("rule", "rest", "T", "../x.yaml",
         "US102 an entry goes into a .yaml file of the base itself | "),
        ("rule", "rest", "T", "x.txt",
         "US102 an entry goes into a .yaml file of the base itself | "),
    ],
)  # fmt: skip
def test_what_cannot_be_begun_changes_nothing(
    base: Path, kind: str, home: str, title: str, file: str, expected: str
) -> None:
    before = texts_of(base)
    with pytest.raises(UsageError) as raised:
        add_draft(base, kind, home, title, file)
    (problem,) = raised.value.problems
    assert f"{problem.code} {problem.message} | {problem.fix}" == expected
    assert texts_of(base) == before
    assert not Path("x.yaml").exists()


def test_a_file_that_cannot_be_read_stops_it(base: Path) -> None:
    (base / "more.yaml").write_text("rules: [\n", encoding="utf-8")
    before = texts_of(base)
    with pytest.raises(UsageError, match="KB1"):
        add_draft(base, "rule", "rest", "T")
    assert texts_of(base) == before


def test_a_base_without_questions_says_where_to_begin(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(
        "pillars: {rest: {title: Rest, about: A.}}\ntopics: {rest: {title: Rest}}\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match="begin with a question"):
        add_draft(tmp_path, "rule", "rest", "T")
    with pytest.raises(UsageError, match="begin with blocks:"):
        add_draft(tmp_path, "advice", "", "T")
    draft = add_draft(tmp_path, "question", "rest", "T")
    assert draft.path == tmp_path / "rest.yaml"


def test_drafts_in_the_shipped_base_bring_warnings_only(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(SHIPPED, folder)
    before = {(one.code, one.subject) for one in check_knowledge(folder)}
    rule = add_draft(folder, "rule", "recovery", "A new rule")
    flag = add_draft(folder, "flag", "", "A new flag")
    assert (rule.path.name, flag.path.name) == ("recovery.yaml", "flags_foot_and_leg.yaml")
    new = [one for one in check_knowledge(folder) if (one.code, one.subject) not in before]
    assert {one.severity for one in new} <= {"warning", "info"}
    assert {one.subject for one in new} <= {rule.id, flag.id}
    assert {rule.id, flag.id} <= statuses_of(read_sections(folder)).keys()
