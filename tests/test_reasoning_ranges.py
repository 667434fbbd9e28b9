"""Ranges hold every deficit that more answers can give, and no more than that."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessor
from surefoot.engine.reasoning.items import items_of
from surefoot.engine.reasoning.outcomes import is_entangled
from surefoot.engine.reasoning.ranges import Range, range_of, range_sentence, ranges
from surefoot.engine.scoring import score_pillars
from surefoot.engine.vocabulary import Answer, State

from .support.small import answered, rule, small_base
from .support.span_bases import RATIO, completions, deficits, some_answers, span_base

_MOST = 10  # conditions of one `at_least`
SEEDS = st.integers(min_value=0, max_value=10**9)


def _compared(seed: int, *, apart: bool, ratio: bool = False, may_be_wide: bool = False) -> None:
    """What all completions give lies in the ranges, and at both of their ends where they are exact.

    That is not so where two items read what one of them calculates with, or both of the numbers
    of a ratio are open, or the one below the line can be 0.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        assessor = span_base(Path(folder), chance, apart=apart, ratio=ratio)
    fixed = some_answers(assessor, chance, most_open=4)
    known = answered(assessor, fixed)
    found = ranges(assessor, known)
    every = [deficits(assessor, one) for one in completions(assessor, fixed)]
    scores = score_pillars(assessor.knowledge, assessor, assessor.evaluate(known), ())
    is_exact = not ratio or (apart and fixed.get("a.two", "0") != "0")
    for name, score in scores.items():
        reached = [deficit for one in every if (deficit := one[name]) is not None]
        if name not in found:
            assert not reached
            continue
        assert score.low is not None
        assert score.high is not None
        assert score.low <= found[name].low <= found[name].high <= score.high
        if reached:
            assert found[name].low <= min(reached)
            assert max(reached) <= found[name].high
        if is_exact and not may_be_wide:
            assert (found[name].low, found[name].high) == (min(reached), max(reached))


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_ranges_are_exact_where_no_two_items_read_the_same_question(seed: int) -> None:
    _compared(seed, apart=True)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_ranges_are_exact_where_items_share_questions_that_they_compare(seed: int) -> None:
    _compared(seed, apart=False)


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS)
def test_no_way_to_answer_leaves_a_range_where_numbers_are_calculated(seed: int) -> None:
    _compared(seed, apart=seed % 2 == 0, ratio=True)


@pytest.mark.parametrize("limit", ["ranges._MOST_TOGETHER", "outcomes._MOST_TRIES"])
def test_too_many_ways_to_answer_make_a_range_wider_and_never_wrong(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"surefoot.engine.reasoning.{limit}", 3)
    for seed in range(40):
        _compared(seed, apart=False, may_be_wide=True)


def _range(base: Assessor, **texts: str) -> Range | None:
    return range_of(base, "p", answered(base, {f"a.{name}": text for name, text in texts.items()}))


def test_a_range_knows_that_one_answer_is_the_same_for_all_items(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.low", "a.one < 3", 1), rule("p.high", "a.one > 7", 1))
    score = score_pillars(base.knowledge, base, base.evaluate({}), ())["p"]
    assert (score.low, score.high) == (0, 100)
    assert _range(base) == Range(0, 50)
    assert _range(base, one="8") == Range(50, 50)


def test_dont_know_may_still_be_anything(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.low", "a.one < 3", 1))
    answers = {"a.one": Answer(State.DONT_KNOW, entered="unknown")}
    assert range_of(base, "p", answers) == Range(0, 100)


def test_there_is_no_range_where_nothing_can_apply(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.gated", "a.gated < 3", 1))
    assert _range(base) == Range(0, 100)
    assert _range(base, gate="no") is None


def test_an_item_that_may_not_apply_can_raise_a_share_by_leaving(tmp_path: Path) -> None:
    """Of 1 of 2 points, and 0 of 2 that may not apply, half is the most and a quarter the least."""
    base = small_base(
        tmp_path,
        rule("p.half", "a.one > 3", 1, group="one"), rule("p.whole", "a.one > 7", 2, group="one"),
        rule("p.gated", "a.gated > 3", 2),
    )  # fmt: skip
    assert _range(base, one="5", gated="0") == Range(25, 50)


def test_with_too_many_ways_an_item_may_still_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 of 1 is sure; 1 of 2 may be added, or nothing if that does not apply."""
    monkeypatch.setattr("surefoot.engine.reasoning.outcomes._MOST_TRIES", 0)
    base = small_base(
        tmp_path,
        rule("p.sure", "a.one > 3", 1),
        rule("p.more", "a.gated > 3 and a.two > 3", 1, group="gated"),
        rule("p.most", "a.gated > 7", 2, group="gated"),
    )
    assert _range(base, one="5", gated="5") == Range(100 / 3, 100)


def test_what_one_item_calculates_with_has_no_value_that_stands_for_others(
    tmp_path: Path,
) -> None:
    """Only from 5 to 7, where the two other items see no threshold, do all three fire."""
    base = small_base(
        tmp_path,
        rule("p.ratio", "a.ratio > 1", 1),
        rule("p.low", "a.one > 3", 1),
        rule("p.high", "a.one < 7", 1),
        extra=RATIO,
    )
    assert _range(base, two="5") == Range(100 / 3, 100)


def test_a_number_calculated_from_two_open_answers_is_entangled(tmp_path: Path) -> None:
    table = (
        "  a.norm:\n    title: Norm\n    lookup:\n      by: [a.three, a.four]\n      rows:\n"
        "        - [under 5, under 11, 4]\n        - [5 or more, under 11, 8]\n"
        "  a.share: {title: Share, number: a.five / a.norm}\n"
    )
    base = small_base(
        tmp_path,
        rule("p.ratio", "a.ratio > 1", 1), rule("p.share", "a.share > 1", 1), extra=RATIO + table,
    )  # fmt: skip
    ratio, share = items_of(base)
    assert is_entangled(ratio, {"a.one", "a.two"})
    assert not is_entangled(ratio, {"a.one", "a.five"})
    assert not is_entangled(share, {"a.three", "a.four"})
    assert is_entangled(share, {"a.three", "a.five"})


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Range(10.4, 20.2), "Once all is answered it will lie between 10 and 21 %."),
        (Range(40, 40), "Once all is answered it will be 40 %."),
    ],
)
def test_a_range_in_words_is_rounded_outwards(found: Range, sentence: str) -> None:
    assert range_sentence(found) == sentence


@pytest.mark.parametrize("words", [7, 11])
def test_sets_of_many_words_are_not_forgotten(tmp_path: Path, words: int) -> None:
    labels = ", ".join(f"w{number}: W{number}" for number in range(words))
    read = ", ".join(f"a.many has w{number}" for number in range(min(words, _MOST)))
    many = f"  a.many: {{title: Many, ask: Ask, why: Why, answers: {{{labels}, none: None}}}}\n"
    assessor = small_base(
        tmp_path,
        rule("p.two", f"at_least(2, {read})", 2), rule("p.one", "a.one > 3", 1),
        rule("p.more", "a.many has w10" if words > _MOST else "a.many has w0", 1, group="p.two"),
        extra=many,
    )  # fmt: skip
    found = range_of(assessor, "p", answered(assessor, {"a.one": "9"}))
    assert found == Range(pytest.approx(100 / 3), 100.0)  # type: ignore[arg-type]
