"""The next to measure is worth most for its time, by ranges, first places and bands."""

from dataclasses import replace
from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.effort import seconds_to_answer
from surefoot.engine.reasoning.measurement import next_measurement
from surefoot.engine.reasoning.measurement import test_for as find_test
from surefoot.engine.shipped import SHIPPED

from .support.small import diagnosed, rule, small_base

TEST = """
home_tests:
  hold:
    title: Hold
    questions: [a.two, a.three]
    measure: hold
    minutes: 4
    steps: [Hold.]
    stop: Stop.
    about: About.
    needs: Nothing.
    evidence: [expert]
    grade: expert
"""
YES_NO = {"lead", "gate"}
RATIO = "derived:\n  a.ratio: {title: Ratio, number: a.one / a.two}\n"


def _items(pillar: str, **points: int) -> list[str]:
    """An item for each question, with so many points for more than 3, or for yes."""
    return [
        rule(f"{pillar}.{name}", f"a.{name} {'== yes' if name in YES_NO else '> 3'}", one)
        for name, one in points.items()
    ]


def test_of_two_that_take_as_long_the_one_that_narrows_more_is_next(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("p.two", "a.two > 3", 9))
    assert next_measurement(diagnosed(base)) == "a.two"
    assert next_measurement(diagnosed(base, two="0")) == "a.one"
    assert next_measurement(diagnosed(base, one="0", two="0")) is None


def test_a_quick_answer_comes_before_a_number_that_narrows_as_much(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 2), rule("p.lead", "a.lead == yes", 2))
    assert next_measurement(diagnosed(base)) == "a.lead"


def test_an_answer_that_can_change_a_band_is_worth_more(tmp_path: Path) -> None:
    """Both narrow by 5: P from 40 to 45, weak either way, and Q from 35 to 40, watch or weak."""
    base = small_base(
        tmp_path,
        *_items("p", one=8, two=11, four=1),
        *_items("q", one=7, two=12, five=1),
    )
    assert next_measurement(diagnosed(base, one="9", two="0")) == "a.five"


def test_an_answer_that_can_change_which_pillar_comes_first_is_worth_more(tmp_path: Path) -> None:
    """Both narrow by 5, and all stay weak; but Q, now as weak as P, can come first."""
    base = small_base(
        tmp_path,
        *_items("p", one=8, two=11),
        *_items("c", one=8, two=11, four=1),
        *_items("q", one=8, two=11, five=1),
    )
    assert next_measurement(diagnosed(base, one="9", two="0")) == "a.five"


def test_where_one_answer_alone_tells_nothing_the_one_that_bears_on_most_is_next(
    tmp_path: Path,
) -> None:
    """Of a ratio of two open numbers neither narrows anything alone."""
    base = small_base(tmp_path, rule("p.ratio", "a.ratio > 1", 1), extra=RATIO)
    assert next_measurement(diagnosed(base)) == "a.one"
    assert next_measurement(diagnosed(base, one="5", two="0")) is None


def test_the_results_of_one_test_share_its_time(tmp_path: Path) -> None:
    """Two results narrow by 15 and 1 in 240 seconds, one answer by 1 in 12 seconds.

    15 in half the time of the test is more than 1 in 12 seconds; in all of it, it is less.
    """
    base = small_base(
        tmp_path,
        *_items("p", two=15, three=1, four=24, five=20, lead=20, gate=20),
        *_items("q", one=1, four=50, five=49),
        extra=TEST,
    )
    others = {"four": "0", "five": "0", "lead": "no", "gate": "no"}
    assert next_measurement(diagnosed(base, **others)) == "a.two"
    assert next_measurement(diagnosed(base, **others, three="0")) == "a.one"


def test_a_question_knows_the_test_that_answers_it(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.two", "a.two > 3", 1), extra=TEST)
    test = find_test(base.knowledge, "a.two")
    assert test is not None
    assert (test.id, test.minutes) == ("hold", 4)
    assert find_test(base.knowledge, "a.one") is None
    assert seconds_to_answer(base.knowledge, "a.two") == pytest.approx(240)


def test_what_is_withheld_is_not_the_next_to_measure() -> None:
    assessor = Assessor(load_knowledge())
    person = SHIPPED / "runners" / "knee-and-achilles-at-once.yaml"
    answers = dict(read_answers(person, assessor.knowledge).answers)
    test = next(one for one in assessor.knowledge.home_tests.values() if one.id == "calf-raise")
    for name in test.questions:
        del answers[name]
    found = diagnose(assessor, answers)
    assert test.id in {one.test.id for one in found.withheld_tests}
    assert next_measurement(found) not in test.questions
    assert next_measurement(replace(found, withheld_tests=())) in test.questions
