"""Explanations: down to answers and where they came from, and what is missing."""

from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis
from surefoot.engine.errors import UsageError
from surefoot.engine.explain import explain, format_explanation

from .support.small import diagnosed, flag, rule, small_base
from .test_scoring import PATTERN


@pytest.fixture
def assessor(tmp_path: Path) -> Assessor:
    return small_base(
        tmp_path,
        rule("p.one", "a.one > 3 and a.two <= 3", 2, title="One is high"),
        rule("p.gated", "a.gated > 3", 1, title="Gated is high"),
        flags=(flag("sore", "s.site.pain > 3", tier="C", plan="site", each=True),),
        extra=PATTERN,
        plan=True,
    )


def _text(assessor: Assessor, diagnosis: Diagnosis, name: str) -> str:
    titles = {question.id: question.title for question in assessor.knowledge.questions.values()}
    return format_explanation(explain(assessor, diagnosis, name), titles)


def test_a_rule_that_fires_is_shown_down_to_the_answers(assessor: Assessor) -> None:
    assert _text(assessor, diagnosed(assessor, one="7", two="3"), "p.one") == (
        "One is high [p.one]: fires\n"
        "  Because of 7 of 10.\n"
        "  When it fires: 2 points for Pillar P.\n"
        "  yes: all of these:\n"
        "    yes: One is over 3 of 10 (you said 7 of 10; you typed it) [a.one]\n"
        "    yes: Two is at most 3 of 10 (you said 3 of 10; you typed it) [a.two]\n"
        "  evidence: expert\n"
        "  Us (opinion; seen: none)\n"
    )


def test_an_unknown_rule_says_what_is_missing(assessor: Assessor) -> None:
    explanation = explain(assessor, diagnosed(assessor, one="7"), "p.one")
    assert explanation.outcome == "unknown"
    assert explanation.missing == ("a.two",)


def test_a_quiet_rule_misses_nothing(assessor: Assessor) -> None:
    explanation = explain(assessor, diagnosed(assessor, one="1"), "p.one")
    assert (explanation.outcome, explanation.missing) == ("quiet", ())


def test_a_rule_behind_a_gate_says_that_it_does_not_apply(assessor: Assessor) -> None:
    text = _text(assessor, diagnosed(assessor, gate="no"), "p.gated")
    assert "no: does not apply: Gate is yes (you said No; you typed it) [a.gate]" in text


def test_an_unknown_gate_counts_as_missing(assessor: Assessor) -> None:
    assert explain(assessor, diagnosed(assessor), "p.gated").missing == ("a.gate",)


def test_a_pillar_adds_up(assessor: Assessor) -> None:
    text = _text(assessor, diagnosed(assessor, one="7", two="3"), "p")
    assert "2 of 2 points in 1 decided item: room to improve 100 %." in text
    assert "With what is not answered it lies between 66 and 100 %." in text
    assert "p.gated: 0 to 1 of 1 point" in text


def test_a_flag_for_sites_shows_the_site_that_fires(assessor: Assessor) -> None:
    diagnosis = diagnosed(assessor, places="left,right", left_pain="5", right_pain="0")
    text = _text(assessor, diagnosis, "flag.sore")
    assert "yes: Left\n" in text
    assert "Right" not in text.replace("Left and Right", "")


def test_a_flag_for_sites_that_were_not_chosen_says_so(assessor: Assessor) -> None:
    text = _text(assessor, diagnosed(assessor, places="none"), "flag.sore")
    assert "no: None of the places that this looks at was chosen [s.places]" in text


def test_a_pattern_shows_its_signs_and_its_sum(assessor: Assessor) -> None:
    text = _text(assessor, diagnosed(assessor, places="left", left_pain="5"), "pattern.x")
    assert text.startswith("X [pattern.x]: likely\n")
    assert "Your answers fit a pattern often called X; other causes are possible." in text
    assert "yes: Left: 4 points" in text
    assert "yes: sore (+4)" in text


def test_an_unknown_name_is_refused_with_the_nearest(assessor: Assessor) -> None:
    with pytest.raises(UsageError, match=r"did you mean p\.one\?"):
        explain(assessor, diagnosed(assessor), "p.on")
