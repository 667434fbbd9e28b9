"""The nearest value of each stretch in the better direction."""

from __future__ import annotations

import pytest

from surefoot.engine.reasoning.nearest import Cut, better_values, distance
from surefoot.engine.vocabulary import Choice, Number, Question, Several

JUST_BEFORE, JUST_AFTER = 0, 1


def question(worse: str, step: float = 1, high: float = 10) -> Question:
    kind = Number(0, high)
    return Question(id="a.one", title="One", ask="Ask", kind=kind, worse=worse, step=step)


@pytest.mark.parametrize(
    ("own", "worse", "step", "cuts", "found"),
    [
        (6.5, "lower", 0.5, [(7, JUST_BEFORE)], [7]),
        (6.2, "lower", 1, [(6.5, JUST_BEFORE)], [7]),  # on a step, away from the old value
        (6.2, "lower", 1, [(6.5, JUST_BEFORE), (6.8, JUST_BEFORE)], [6.5, 7]),
        (6, "lower", 1, [(7, JUST_AFTER)], [8]),
        (6, "lower", 1, [(7, JUST_AFTER), (8, JUST_BEFORE)], [7.5, 8]),
        (6, "lower", 1, [(10, JUST_BEFORE)], [10]),
        (6, "lower", 1, [(10, JUST_AFTER)], []),
        (10, "lower", 1, [(7, JUST_BEFORE)], []),
        (7, "lower", 1, [(7, JUST_BEFORE), (7, JUST_AFTER)], [8]),
        (6, "higher", 1, [(5, JUST_AFTER)], [5]),
        (6, "higher", 1, [(5, JUST_BEFORE)], [4]),
        (6, "higher", 1, [(4.4, JUST_AFTER), (2, JUST_BEFORE)], [4, 1]),
        (900, "higher", 50, [(500, JUST_BEFORE)], [450]),
        (6, "neither", 1, [(5, JUST_BEFORE), (7, JUST_BEFORE)], []),
    ],
)
def test_numbers_go_to_the_nearest_step(
    own: float, worse: str, step: float, cuts: list[Cut], found: list[float]
) -> None:
    asked = question(worse, step, high=10 if own <= 10 else 5000)
    assert better_values(asked, float(own), cuts) == found


def test_words_go_along_their_order_and_never_to_unsure() -> None:
    kind = Choice({"low": "Low", "unsure": "Not sure", "middle": "Middle", "high": "High"})
    asked = Question(id="a.word", title="Word", ask="Ask", kind=kind, worse="lower")
    assert better_values(asked, "low", []) == ["middle", "high"]
    assert better_values(asked, "high", []) == []
    assert better_values(asked, "unsure", []) == []
    assert distance(asked, "low", "high") == 3


def test_several_words_have_no_better_direction() -> None:
    kind = Several({"one": "One", "none": "None"})
    asked = Question(id="a.all", title="All", ask="Ask", kind=kind, worse="higher")
    assert better_values(asked, "one", []) == []


def test_a_distance_is_counted_in_steps() -> None:
    assert distance(question("lower", 0.5), 6.0, 7.0) == 2
