"""A safety question without a known answer: nowhere is it said that who to see is settled."""

from __future__ import annotations

from surefoot.engine.reasoning.proof import safety_left_out
from surefoot.intake.interview.asking import start_interview
from surefoot.intake.interview.proof import Depth

from .support.interviews import REAL, answered, asked_to_the_end
from .support.population import runners

TRUTH = runners(1, 21)[0]
HEART = "safety.heart"


def test_what_was_left_out_is_named_and_nothing_is_called_settled() -> None:
    interview = answered(start_interview(REAL, depth=Depth.QUICK), HEART, "prefer not to say")
    title = interview.knowledge.questions[HEART].title
    assert safety_left_out(interview.now.prospect) == (HEART,)
    ended = asked_to_the_end(interview, {one: TRUTH[one] for one in TRUTH if one != HEART})
    proof = " ".join(ended.now.proof)
    if not any(one.warn.tier in {"A", "B"} for one in ended.now.flags):
        assert f"You left out: {title}" in proof
        assert "we cannot tell whether to see someone" in proof
        assert "all safety questions" not in proof


def test_who_answers_is_not_told_of_anything_left_out() -> None:
    interview = answered(start_interview(REAL, depth=Depth.QUICK), HEART, "none")
    assert safety_left_out(interview.now.prospect) == ()
    assert "left out" not in " ".join(interview.now.proof)
