"""Explanations: down to answers and where they came from, what is missing, what would turn it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.explaining import explain, format_explanation
from surefoot.engine.explaining.nearest import changed
from surefoot.engine.explaining.told import told
from surefoot.engine.reasoning.misses import OtherAnswer
from surefoot.engine.vocabulary import Answer, Number, Question, read_answer

from .support.explain_base import explain_base, text_of
from .support.small import answered, diagnosed, rule, small_base

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.assessment import Assessor


@pytest.fixture
def assessor(tmp_path: Path) -> Assessor:
    return explain_base(tmp_path)


def test_a_rule_that_fires_is_shown_down_to_the_answers(assessor: Assessor) -> None:
    assert text_of(diagnosed(assessor, one="7", two="3"), "p.one") == (
        "One is high [p.one]: fires\n"
        "  Because of 7 of 10.\n"
        "  When it fires: 2 points for Pillar P.\n"
        "  It leads to the advice: Lift [do-lift].\n"
        "  Why it fires\n"
        "    yes: all of these:\n"
        "      yes: One is over 3 of 10 (you said 7 of 10; you typed it) [a.one]\n"
        "      yes: Two is at most 3 of 10 (you said 3 of 10; you typed it) [a.two]\n"
        "  It would be quiet with\n"
        "    Two: 4 of 10 instead of 3 of 10 (1 more) [a.two]\n"
        "    One: 3 of 10 instead of 7 of 10 (4 less) [a.one]\n"
        "  Evidence: expert\n"
        "    Us (opinion; seen: none)\n"
    )


def test_a_quiet_rule_says_how_far_it_is_from_firing(assessor: Assessor) -> None:
    text = text_of(diagnosed(assessor, one="1", two="3"), "p.one")
    assert "  It would fire with\n    One: 4 of 10 instead of 1 of 10 (3 more) [a.one]\n" in text


def test_that_nothing_within_reach_would_turn_it_is_said(tmp_path: Path) -> None:
    when = "a.one > 3 and a.two > 3 and a.three > 3 and a.four > 3"
    base = small_base(tmp_path, rule("p.one", when, 1))
    text = text_of(diagnosed(base, one="1", two="1", three="1", four="1"), "p.one")
    assert (
        "  It would fire with other answers: No change of up to three answers would do that.\n"
        in text
    )


def test_an_unknown_rule_says_what_is_missing(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="7"), "p.one")
    assert explanation.outcome == "unknown"
    assert explanation.missing == ("a.two",)


def test_a_quiet_rule_misses_nothing(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="1"), "p.one")
    assert (explanation.outcome, explanation.missing) == ("quiet", ())


def test_a_rule_behind_a_gate_says_that_it_does_not_apply(assessor: Assessor) -> None:
    text = text_of(diagnosed(assessor, gate="no"), "p.gated")
    assert "no: does not apply: Gate is yes (you said No; you typed it) [a.gate]" in text
    assert "(does not apply, so not asked) [a.gated]" in text


def test_an_unknown_gate_counts_as_missing(assessor: Assessor) -> None:
    assert explain(diagnosed(assessor), "p.gated").missing == ("a.gate",)


def test_a_pillar_adds_up_and_is_split_by_what_its_items_say(assessor: Assessor) -> None:
    text = text_of(diagnosed(assessor, one="7", two="3"), "p")
    assert "2 of 2 points in 1 decided item: room to improve 100 %." in text
    assert "it will lie between 66 and 100 %." in text
    assert "\n  Gives points\n    yes: p.one: 2 of 2 points, by p.one\n" in text
    assert "\n  Open\n    unknown: p.gated: 0 to 1 of 1 point\n" in text
    assert "  Gives no points\n" in text_of(diagnosed(assessor, one="1"), "p")


@pytest.mark.parametrize(
    ("answers", "sentences"),
    [
        ({"one": "9", "two": "9"}, ["1 point fewer would make it watch."]),
        ({"one": "9", "two": "1"}, ["1 point fewer would make it solid.",
                                    "1 point more would make it weak."]),
        ({"one": "1", "two": "1"}, ["1 point more would make it watch."]),
    ],
)  # fmt: skip
def test_a_pillar_says_how_many_points_the_next_bands_are_away(
    tmp_path: Path, answers: dict[str, str], sentences: list[str]
) -> None:
    base = small_base(
        tmp_path, rule("p.one", "a.one > 3", 1), rule("p.two", "a.two > 3", 1),
        rule("p.three", "a.three > 3", 1),
    )  # fmt: skip
    found = explain(diagnosed(base, three="1", **answers), "p").sentences
    assert [one for one in found if "would make it" in one] == sentences


def test_a_pillar_says_which_answers_would_put_it_in_a_worse_band(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="7", two="4", gate="no"), "p")
    (watch,) = explanation.nearest
    assert watch.about == "It would be watch with"
    assert [[one.id for one in miss] for miss in watch.misses] == [["a.two"]]


def test_what_makes_it_better_is_left_to_what_can_be_changed(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, one="7", two="3", gate="no"), "p")
    assert explanation.nearest == ()


def test_a_pillar_says_first_that_a_warning_sign_comes_before_it(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, one="7", two="3", three="9")
    first = explain(diagnosis, "p").sentences[0]
    assert first == diagnosis.plan.reason
    assert "Stop" in first


def test_a_flag_for_sites_shows_the_site_that_fires(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, places="left,right", left_pain="5", right_pain="0")
    text = text_of(diagnosis, "flag.sore")
    assert "yes: Left\n" in text
    assert "Right\n" not in text


def test_a_flag_for_sites_that_were_not_chosen_says_so_and_what_would_raise_it(
    assessor: Assessor,
) -> None:
    text = text_of(diagnosed(assessor, places="none"), "flag.sore")
    assert (
        "no: None of the places that this looks at was chosen "
        "(you said None; you typed it) [s.places]" in text
    )
    assert (
        "    Places: “Left” instead of “None” [s.places], "
        "and Pain: 4 of 10, where you gave no number [s.left.pain]\n" in text
    )


def test_a_pattern_is_split_by_what_speaks_for_and_against_it(assessor: Assessor) -> None:
    explanation = explain(diagnosed(assessor, places="left", left_pain="5"), "pattern.x")
    text = format_explanation(explanation, assessor.knowledge.questions)
    assert text.startswith("X [pattern.x]: fits\n")
    assert "Your answers fit a pattern often called X; other causes are possible." in text
    assert "  Left: 4 points." in text
    assert "  Speaks for it\n    yes: sore (+4) [pattern.x.sore]\n" in text
    assert explanation.nearest[0].about == "Your answers would not fit it with"


# --- answers in words

_DISTANCE = Question(id="a.far", title="Far", ask="How far?", kind=Number(0, 100, "km"))


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("20 mi", "typed", "you said 20 mi, read as 32.19 km; you typed it"),
        ("20", "file", "you said 20 km; from the answers file"),
        ("unknown", "file", "you said: don't know; from the answers file"),
        ("declined", "typed", "you said: preferred not to say; you typed it"),
        ("12", "imported", "12 km; read from your record"),
    ],
)
def test_an_answer_says_where_it_came_from_and_what_it_was_converted_to(
    text: str, source: str, words: str
) -> None:
    answer = read_answer(_DISTANCE, text, source)
    assert isinstance(answer, Answer)
    assert told(_DISTANCE, answer) == words


def test_no_answer_is_said_too() -> None:
    assert told(_DISTANCE, None) == "not answered"


def test_what_would_change_is_said_in_words(assessor: Assessor) -> None:
    diagnosis = diagnose(
        assessor, answered(assessor, {"s.places": "left", "a.gate": "no", "a.one": "7"})
    )

    def said(name: str, value: float | str | frozenset[str]) -> str:
        return changed(diagnosis, OtherAnswer(name, value, 1.0)).text

    assert said("s.places", frozenset({"left", "right"})) == "Places: “Right” too"
    assert said("s.places", frozenset({"none"})) == "Places: “None” instead of “Left”"
    assert said("a.gate", "yes") == "Gate: “Yes” instead of “No”"
    assert said("a.one", 5.0) == "One: 5 of 10 instead of 7 of 10 (2 less)"
    assert said("a.two", 5.0) == "Two: 5 of 10, where you gave no number"
    assert said("a.lead", "yes") == "Lead: “Yes”, now open"
