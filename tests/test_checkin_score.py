"""The score of a check-in: every way to answer it, against the definition written out here."""

from __future__ import annotations

import datetime
import subprocess
import sys
from itertools import product

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.shipped import CHECK_IN, SHIPPED
from surefoot.intake.check_in import SUBSTANTIAL, check_in_base, check_in_reading, read_check_in

from .support.check_ins import DAY, QUESTIONS, answers_of

_POINTS = (0, 8, 17, 25)


def _choices(name: str) -> list[str]:
    return list(getattr(check_in_base().questions[f"week.{name}"].kind, "labels", {}))


def _by_definition(places: tuple[int, ...]) -> tuple[int, bool]:
    """The score and whether it is substantial: the first answer can end it at 0 or at 100."""
    taking_part, training, performance, _ = places
    if taking_part == 0:
        return 0, False
    if taking_part == 3:
        return 100, True
    return sum(_POINTS[one] for one in places), training >= 2 or performance >= 2


def test_all_ways_to_answer_score_as_defined() -> None:
    for places in product(range(4), repeat=4):
        words = {name: _choices(name)[place] for name, place in zip(QUESTIONS, places, strict=True)}
        found = read_check_in(answers_of(words), DAY)
        assert (found.score, found.is_substantial) == _by_definition(places), words
        assert not found.is_open


def test_experta_says_the_same_as_the_quick_way() -> None:
    quick, experta = check_in_reading().assessor, Assessor(check_in_base())
    for words in product(("", "unknown", *range(4)), repeat=4):
        said = {
            name: _choices(name)[word] if isinstance(word, int) else word
            for name, word in zip(QUESTIONS, words, strict=True)
            if word != ""
        }
        answers = answers_of(said)
        assert quick.assess(answers).states == experta.assess(answers).states


def test_what_the_first_answer_leaves_out_is_not_missed() -> None:
    for word, score in (("full", 0), ("not_at_all", 100)):
        assert read_check_in(answers_of({"taking_part": word}), DAY).score == score


@pytest.mark.parametrize("missing", QUESTIONS)
def test_without_an_answer_there_is_no_score(missing: str) -> None:
    words = {name: _choices(name)[1] for name in QUESTIONS if name != missing}
    found = read_check_in(answers_of(words), DAY)
    assert found.score is None
    assert not found.is_substantial


def test_don_t_know_is_no_score_but_what_was_said_still_counts() -> None:
    words = {"taking_part": "reduced", "training_change": "major", "performance": "unknown"}
    found = read_check_in(answers_of(words), DAY)
    assert found.score is None
    assert found.is_substantial


def test_who_should_look() -> None:
    def tiers(**words: str) -> list[str]:
        return [one.warn.tier for one in read_check_in(answers_of(words), DAY).flags]

    some = {"taking_part": "reduced", "performance": "minor", "symptoms": "mild"}
    assert tiers(taking_part="full") == []
    assert tiers(**some, training_change="minor") == ["D"]
    assert tiers(**some, training_change="moderate")[0] == "C"
    assert tiers(**{**some, "symptoms": "severe"}, training_change="none")[0] == "B"
    assert tiers(taking_part="not_at_all")[0] == "B"


def test_the_next_is_due_after_a_week() -> None:
    assert read_check_in({}, DAY).due == datetime.date(2026, 11, 30)


def test_each_question_is_asked_only_while_the_first_leaves_it_open() -> None:
    facts = check_in_reading().assessor.evaluator.facts
    for word in _choices("taking_part"):
        gates = {
            facts(answers_of({"taking_part": word})).gate(f"week.{one}") for one in QUESTIONS[1:]
        }
        assert gates == {word in {"full_with_problem", "reduced"}}


def test_nothing_in_it_claims_more_than_opinion() -> None:
    rules = check_in_base().rules.values()
    assert {one.grade for one in rules} == {"expert"}
    assert SUBSTANTIAL in check_in_base().rules


def test_the_main_base_does_not_know_of_it() -> None:
    names = {one for one in load_knowledge(SHIPPED).questions if one.startswith("week.")}
    assert names == set()


@pytest.mark.parametrize(
    "command", [["check", "--strict"], ["fmt", "--check"], ["test"], ["mutate"]]
)
def test_the_tools_for_authors_find_nothing_in_it(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "surefoot", "kb", *command, "--knowledge", str(CHECK_IN)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    if command == ["mutate"]:
        assert "100.0 %" in done.stdout
