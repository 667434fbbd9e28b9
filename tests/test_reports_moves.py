"""What would move a part most, as the report says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.engine.reasoning.insights import find_insights
from surefoot.engine.result import result
from surefoot.reports.moves import moves_of

from .support.small import diagnosed, flag, rule, small_base

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.assessment import Assessor
    from surefoot.engine.diagnosis import Diagnosis

QUESTIONS = """
  a.sleep: {title: Sleep, ask: Ask, why: Why, answer: 0 to 14 h, worse: lower, change: 2, step: 0.5}
  a.runs: {title: Runs, ask: Ask, why: Why, answer: 0 to 9 runs, worse: higher, change: 2}
  a.tired:
    {title: Tired, ask: Ask, why: Why, answer: {no: "No, not now", some: Some}, worse: higher,
     change: 5}
  a.balance: {title: Balance, ask: Ask, why: Why, answer: yes or no, worse: lower, change: 5}
"""


@pytest.fixture
def base(tmp_path: Path) -> Assessor:
    return small_base(
        tmp_path,
        rule("p.sleep", "a.sleep < 7", 2),
        rule("p.runs", "a.runs > 1", 2),
        rule("p.rest", "a.one > 5", 7),
        rule("q.tired", "a.tired == some", 1),
        rule("q.lift", "a.balance == no", 1, advice="do-lift"),
        rule("q.three", "a.three > 5", 1),
        rule("c.four", "a.four > 5", 1),
        flags=(flag("hold", "a.two > 5", tier="C", plan="hold"),),
        extra=QUESTIONS,
        plan=True,
    )


def said(diagnosis: Diagnosis, pillar: str) -> str:
    return moves_of(diagnosis, find_insights(diagnosis), pillar)


def test_the_cheapest_change_comes_with_one_other(base: Assessor) -> None:
    diagnosis = diagnosed(base, sleep="6.5", runs="4", one="0")
    assert said(diagnosis, "p") == (
        "What would move this most, to solid: Sleep (7 instead of 6.5 hours). "
        "Or: Runs (1 run instead of 4 runs)."
    )


def test_words_are_cut_short_and_yes_says_enough(base: Assessor) -> None:
    diagnosis = diagnosed(base, tired="some", balance="no", three="0")
    assert said(diagnosis, "q") == (
        "What would move this most, to solid: Tired (no instead of some); Balance (yes)."
    )


def test_the_next_better_band_is_offered_where_solid_is_out_of_reach(base: Assessor) -> None:
    diagnosis = diagnosed(base, tired="some", balance="yes", three="6")
    assert said(diagnosis, "q") == (
        "What would move this most, to watch: Tired (no instead of some). "
        "No change within reach makes this solid."
    )


def test_it_is_said_that_nothing_is_in_reach(base: Assessor) -> None:
    diagnosis = diagnosed(base, four="6")
    assert said(diagnosis, "c") == "No change within reach makes this solid."
    assert said(diagnosis, "p") == ""


def test_what_has_to_wait_is_not_called_out_of_reach(base: Assessor) -> None:
    diagnosis = diagnosed(base, balance="no", three="0", tired="no", two="6")
    assert said(diagnosis, "q").startswith("What counts here is not for you now")


def test_the_result_has_every_change_of_each_weak_part(base: Assessor) -> None:
    diagnosis = diagnosed(base, sleep="6.5", runs="4", one="0", four="6")
    assert result(diagnosis)["changes"] == {
        "p": [
            {
                "to_band": "solid",
                "effort": 2,
                "minutes_per_week": 0,
                "steps": steps,
                "moves": [{"question": name, "from": before, "to": after}],
            }
            for name, before, after, steps in (("a.sleep", 6.5, 7, 1), ("a.runs", 4, 1, 3))
        ],
        "c": [],
    }
