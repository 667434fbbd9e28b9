"""Every mistake in a knowledge base, as `surefoot kb check` says it: one folder a mistake.

A folder of cases/invalid has files that are added to those of cases/valid, or that replace
them, and the exact output in expected.txt; one of cases/variants is right in another way.
`support/regenerate_cases` writes what is expected anew.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from surefoot.engine import spelling
from surefoot.engine.errors import (
    AnswersError,
    KnowledgeError,
    Place,
    Problem,
    Source,
    SurefootError,
    UsageError,
    did_you_mean,
    format_problem,
    format_problems,
    join_words,
)
from surefoot.engine.problem_codes import NAMES
from surefoot.engine.spelling import distance

from .support.cases import CASES, EXPECTED, VALID, check, lay_out

_INVALID = CASES / "invalid"
_FOLDERS = sorted(folder.name for folder in _INVALID.iterdir())
_VARIANTS = sorted(folder.name for folder in (CASES / "variants").iterdir())
# A fault of Surefoot itself, which no file brings about; tests/test_check.py does.
_WITHOUT_CASE = {"KB307"}
_MOST_OTHER_CODES = 1


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_valid_base_has_no_findings() -> None:
    lay_out(VALID, Path("kb"))
    result = check(Path("kb"), "--strict")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("case", _VARIANTS)
def test_what_is_right_in_another_way_has_no_findings(case: str) -> None:
    lay_out(CASES / "variants" / case, Path("kb"))
    result = check(Path("kb"), "--strict")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: f"\ufeff{text}",
        lambda text: text.rstrip("\n"),
        lambda text: f"\n\n# a note\n\n{text}\n\n",
    ],
    ids=["windows", "old-mac", "byte-order-mark", "no-last-line-end", "blank-lines"],
)
def test_how_a_file_is_saved_makes_no_difference(change: Callable[[str], str]) -> None:
    lay_out(VALID, Path("kb"))
    for path in Path("kb").rglob("*.yaml"):
        path.write_bytes(change(path.read_text(encoding="utf-8")).encode())
    Path("kb/blank.yaml").touch()
    result = check(Path("kb"), "--strict")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("case", _FOLDERS)
def test_a_mistake_is_said_in_full(case: str) -> None:
    lay_out(_INVALID / case, Path("kb"))
    result = check(Path("kb"), "--strict")
    assert result.output == (_INVALID / case / EXPECTED).read_text(encoding="utf-8")
    assert result.exit_code == 1


def _codes_said(case: str) -> list[str]:
    text = (_INVALID / case / EXPECTED).read_text(encoding="utf-8")
    return re.findall(r"^[^ ].*?: (?:error|warning|info) (KB\d{3}) ", text, re.MULTILINE)


@pytest.mark.parametrize("case", [case for case in _FOLDERS if case.startswith("KB")])
def test_a_case_shows_the_code_of_its_name_and_little_else(case: str) -> None:
    codes = set(_codes_said(case))
    assert case[:5] in codes
    assert len(codes) <= 1 + _MOST_OTHER_CODES or "other-mistakes" in case


def test_every_code_of_the_knowledge_has_a_case() -> None:
    shown = {case[:5] for case in _FOLDERS if case.startswith("KB")}
    assert shown == {code for code in NAMES if code.startswith("KB")} - _WITHOUT_CASE


def test_the_corpus_is_large() -> None:
    said = [code for case in _FOLDERS for code in _codes_said(case)]
    assert len(_FOLDERS) >= 150
    assert len(said) >= 250
    assert len(set(said)) >= 70
    assert len(_VARIANTS) >= 20


def test_no_word_is_said_to_be_wrong_twice() -> None:
    for case in _FOLDERS:
        text = (_INVALID / case / EXPECTED).read_text(encoding="utf-8")
        heads = re.findall(r"^(kb/\S+:\d+:\d+): \w+ KB(?!151)(?:1\d\d|20\d) ", text, re.MULTILINE)
        twice = {head for head in heads if heads.count(head) > 1}
        assert not twice, (case, twice)


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
        "  also: kb/a.yaml:1:1 | one: 1\n"
        "  fix: write y"
    )


def test_a_reason_of_several_lines_stands_below_itself() -> None:
    problem = Problem(code="KB301", message="m", why="one\ntwo\n\nthree", fix="a\n  b")
    assert format_problem(problem, more=True) == (
        "error KB301 example-fails: m\n"
        "  why: one\n       two\n\n       three\n"
        "  fix: a\n         b\n"
        "  more: surefoot kb explain KB301"
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
    error: type[SurefootError], exit_code: int
) -> None:
    raised = error(*_numbered(2))
    assert str(raised) == format_problems(_numbered(2), more=exit_code == 3)
    assert raised.exit_code == exit_code


_KNOWN = ["sleep.hours", "work.hours", "training.km", "body.pace", "heel", "none", "form"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sleep.hour", "sleep.hours"),
        ("slep.hours", "sleep.hours"),
        ("sleep.huors", "sleep.hours"),
        ("sleep.huorss", "sleep.hours"),
        ("slepe.hour", "sleep.hours"),
        ("sleep.hrs", ""),
        ("recovery.km", "training.km"),
        ("body.age", ""),
        ("body.paec", "body.pace"),
        ("hel", "heel"),
        ("heal", "heel"),
        ("hail", ""),
        ("from", "form"),
        ("non", "none"),
        ("hours", ""),
        ("", ""),
        ("xyz", ""),
    ],
)
def test_a_word_is_guessed_by_spelling_or_by_its_last_part(word: str, meant: str) -> None:
    assert did_you_mean(word, _KNOWN) == meant


def test_of_two_guesses_letters_the_wrong_way_round_are_likelier() -> None:
    assert did_you_mean("KB231", ["KB131", "KB213", "KB214"]) == "KB213"


def test_many_wrong_words_are_guessed_without_comparing_letter_by_letter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []

    def counted(first: str, second: str) -> tuple[str, str]:
        compared.append(first)
        return ends(first, second)

    ends = spelling._without_common_ends
    monkeypatch.setattr(spelling, "_without_common_ends", counted)
    known = [f"{first}.{second}" for first in ("sleep", "body") for second in NAMES.values()]
    assert did_you_mean("sleep.uncoverd", known) == ""
    assert did_you_mean("sleep.duplicat-cause", known) == ""
    assert did_you_mean("sleep.unknown-questoin", known) == "sleep.unknown-question"
    assert len(compared) < len(known) / 20


def test_two_slips_are_never_too_many() -> None:
    chance = random.Random(5)
    for _ in range(2000):
        word = "".join(chance.choices("abcdefgh_", k=chance.randint(3, 12)))
        other = _with_slip(_with_slip(word, chance), chance)
        assert distance(word, other, 2) is not None, (word, other)


def _with_slip(word: str, chance: random.Random) -> str:
    at, letter = chance.randrange(max(1, len(word))), chance.choice("abcxyz")
    before, after = word[:at], word[at + 1 :]
    return chance.choice([before + after, before + letter + word[at:], before + letter + after])


@pytest.mark.parametrize(
    ("first", "second", "slips"),
    [
        ("", "", 0),
        ("a", "a", 0),
        ("ab", "ba", 1),
        ("abc", "ca", None),
        ("abcd", "bcd", 1),
        ("abcd", "abxcd", 1),
        ("kitten", "sitting", None),
        ("kitten", "sittin", 2),
        ("abcdef", "badcef", 2),
        ("abcdef", "abcdefghi", None),
    ],
)
def test_slips_between_words(first: str, second: str, slips: int | None) -> None:
    assert distance(first, second, 2) == slips
    assert distance(second, first, 2) == slips


@pytest.mark.parametrize(
    ("words", "joined"),
    [([], ""), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
)
def test_words_are_joined_for_reading(words: list[str], joined: str) -> None:
    assert join_words(words) == joined
