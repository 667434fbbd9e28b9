"""Every mistake in a knowledge base, as `surefoot kb check` says it: one folder a mistake.

A folder of cases/invalid has files that are added to those of cases/valid, or that replace
them, and the exact output in expected.txt.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surefoot.cli import surefoot
from surefoot.engine.errors import (
    AnswersError,
    KnowledgeError,
    Place,
    Problem,
    Source,
    UsageError,
    did_you_mean,
    format_problem,
    format_problems,
    join_words,
)
from surefoot.engine.problem_codes import NAMES

_CASES = Path(__file__).parent / "cases"
_FOLDERS = sorted(folder.name for folder in (_CASES / "invalid").iterdir())


def _check(folder: Path) -> Result:
    return CliRunner().invoke(surefoot, ["kb", "check", str(folder)], catch_exceptions=False)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the valid base, under the name `kb`."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(_CASES / "valid", "kb")
    return Path("kb")


def test_the_valid_base_has_no_findings(base: Path) -> None:
    result = _check(base)
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("case", _FOLDERS)
def test_a_mistake_is_said_in_full(base: Path, case: str) -> None:
    folder = _CASES / "invalid" / case
    leave = shutil.ignore_patterns("expected.txt")
    shutil.copytree(folder, base, dirs_exist_ok=True, ignore=leave)
    result = _check(base)
    assert result.output == (folder / "expected.txt").read_text(encoding="utf-8")
    assert result.exit_code == 1


def _codes_said(text: str) -> set[str]:
    return set(re.findall(r"^[^ ].*?: (?:error|warning) (KB\d{3}) ", text, re.MULTILINE))


@pytest.mark.parametrize("case", [case for case in _FOLDERS if case.startswith("KB")])
def test_a_case_shows_the_code_of_its_name(case: str) -> None:
    expected = (_CASES / "invalid" / case / "expected.txt").read_text(encoding="utf-8")
    assert case[:5] in _codes_said(expected)


def test_every_code_of_the_knowledge_has_a_case() -> None:
    shown = {case[:5] for case in _FOLDERS if case.startswith("KB")}
    assert shown == {code for code in NAMES if code.startswith("KB")}


_SOURCE = Source("kb/a.yaml", "one: 1\ntwo: 2\nthrée: 3\n")


def test_a_problem_says_place_reason_context_and_fix() -> None:
    problem = Problem(
        code="KB122",
        message="there is no choice 'x'",
        place=Place(_SOURCE, 3, 8, 1),
        context=("rule a.b", "when"),
        why="somebody wrote it",
        also=Place(_SOURCE, 1, 1),
        fix="write y",
    )
    assert format_problem(problem) == (
        "kb/a.yaml:3:8: error KB122 unknown-choice: there is no choice 'x'\n"
        "  1 | one: 1\n"
        "  2 | two: 2\n"
        "  3 | thrée: 3\n"
        "    |        ^\n"
        "  in: rule a.b › when\n"
        "  why: somebody wrote it\n"
        "  also: kb/a.yaml:1:1\n"
        "  fix: write y"
    )


def test_a_problem_without_a_line_names_its_file() -> None:
    problem = Problem(code="KB100", message="there is no such file", where="kb/a.yaml")
    assert format_problem(problem) == "kb/a.yaml: error KB100 unreadable: there is no such file"


def test_a_line_is_shown_without_characters_that_act_on_a_terminal() -> None:
    source = Source("f", "a: \x1b[31m\u202e\tx é 李 \u00a0y")
    shown = format_problem(Problem(code="KB103", message="m", place=Place(source, 1, 4)))
    assert shown.split("\n")[1] == "  1 | a: �[31m��x é 李 \u00a0y"


@pytest.mark.parametrize(
    ("column", "width", "carets"),
    [(1, 5, "^^^^^"), (5, 99, " " * 4 + "^" * 3), (8, 1, " " * 7 + "^"), (170, 1, None)],
    ids=["inside", "beyond", "behind", "far-right"],
)
def test_carets_stay_under_the_line(column: int, width: int, carets: str | None) -> None:
    source = Source("f", "abcdefg" if column < 170 else "x" * 300)
    problem = Problem(code="KB107", message="m", place=Place(source, 1, column, width))
    lines = format_problem(problem).split("\n")
    assert lines[2:] == ([] if carets is None else [f"    | {carets}"])
    assert len(lines[1]) <= 206


def _numbered(count: int, name: str = "b.yaml") -> list[Problem]:
    source = Source(name, "x\n" * count)
    return [
        Problem(code="KB107", message=f"number {line}", place=Place(source, line, 1))
        for line in range(count, 0, -1)
    ]


def test_problems_are_sorted_by_file_and_line_and_counted_beyond_twenty() -> None:
    text = format_problems([*_numbered(23), *_numbered(1, "a.yaml")])
    heads = [line for line in text.split("\n") if "error" in line]
    assert heads[:2] == ["a.yaml:1:1: error KB107 yaml: number 1",
                         "b.yaml:1:1: error KB107 yaml: number 1"]  # fmt: skip
    assert len(heads) == 21
    assert text.split("\n")[-1] == "… and 3 more in b.yaml"


@pytest.mark.parametrize(
    ("error", "exit_code"), [(UsageError, 2), (KnowledgeError, 3), (AnswersError, 4)]
)
def test_an_error_says_all_its_problems_and_has_an_exit_code(
    error: type[UsageError], exit_code: int
) -> None:
    raised = error(*_numbered(2))
    assert str(raised) == format_problems(_numbered(2))
    assert raised.exit_code == exit_code


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sleep.hour", "sleep.hours"),
        ("slep.hours", "sleep.hours"),
        ("recovery.km", "training.km"),
        ("hours", ""),
        ("", ""),
        ("xyz", ""),
    ],
)
def test_a_word_is_guessed_by_spelling_or_by_its_last_part(word: str, meant: str) -> None:
    assert did_you_mean(word, ["sleep.hours", "work.hours", "training.km"]) == meant


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_words_are_joined_for_reading(words: list[str], joined: str) -> None:
    assert join_words(words) == joined
