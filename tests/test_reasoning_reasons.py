"""The smallest reason holds whatever else is answered, and no fewer answers are one."""

import random
import tempfile
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessor
from surefoot.engine.reasoning.reasons import Reason, smallest_reason, smallest_reasons
from surefoot.engine.scoring import score_pillars

from .support.small import answered, rule, small_base
from .support.span_bases import RATIO, completions, deficits, some_answers, span_base

SEEDS = st.integers(min_value=0, max_value=10**9)
STARTS = (20.0, 40.0)


def _compared(seed: int, *, ratio: bool, is_cut_short: bool = False) -> Iterator[Reason]:
    """Every reason that was found, after it was held against all ways to answer."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        assessor = span_base(Path(folder), chance, apart=chance.random() < 0.5, ratio=ratio)
    every = [(one, deficits(assessor, one)) for one in completions(assessor, {})]
    for pillar in dict.fromkeys(group.pillar for group in assessor.knowledge.groups):
        for start in STARTS:
            for _ in range(4):
                own = answered(assessor, some_answers(assessor, chance, most_open=2))
                better = {
                    frozenset(name for name in own if one[name].value != own[name].value)
                    for one, found in every
                    if (deficit := found[pillar]) is not None and deficit < start
                }
                reason = smallest_reason(assessor, own, pillar, start)
                fewest = _fewest(list(own), better)
                if reason is None:
                    assert fewest is None or ratio or is_cut_short
                    continue
                assert all(not one.isdisjoint(reason.questions) for one in better)
                assert not reason.is_fewest or len(reason.questions) == fewest
                yield reason


def _fewest(names: list[str], better: set[frozenset[str]]) -> int | None:
    """How many answers it takes, so that each way to be better changes one of them."""
    for count in range(len(names) + 1):
        for kept in combinations(names, count):
            if all(not one.isdisjoint(kept) for one in better):
                return count
    return None


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS)
def test_the_reason_is_true_and_no_fewer_answers_are_one(seed: int) -> None:
    for reason in _compared(seed, ratio=False):
        assert reason.is_fewest


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS)
@example(seed=32961266)  # two items calculate with a number that a third compares
def test_the_reason_is_true_where_numbers_are_calculated(seed: int) -> None:
    for _ in _compared(seed, ratio=True):
        pass


def test_where_too_much_hangs_together_the_reason_is_true_and_not_called_fewest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("surefoot.engine.reasoning.reasons._MOST_WAYS", 3)
    found = [
        reason for seed in range(25) for reason in _compared(seed, ratio=False, is_cut_short=True)
    ]
    assert any(reason.questions and not reason.is_fewest for reason in found)


def _reason(base: Assessor, start: float = 40.0, **texts: str) -> Reason | None:
    own = answered(base, {f"a.{name}": text for name, text in texts.items()})
    return smallest_reason(base, own, "p", start)


def test_the_heaviest_answers_are_the_reason(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 1),
        rule("p.two", "a.two > 3", 4),
        rule("p.three", "a.three > 3", 3),
    )
    assert _reason(base, one="9", two="9", three="9") == Reason(("a.two",), is_fewest=True)
    assert _reason(base, one="9", two="0", three="9") == Reason(
        ("a.one", "a.three"), is_fewest=True
    )
    assert _reason(base, one="0", two="0", three="9") is None
    assert _reason(base, 20.0, one="0", two="0", three="9") == Reason(("a.three",), is_fewest=True)


def test_there_is_no_reason_where_what_is_open_could_make_it_better(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("p.two", "a.two > 3", 4))
    own = answered(base, {"a.one": "9"})
    scores = score_pillars(base.knowledge, base, base.evaluate(own), ())
    assert smallest_reasons(base, own, scores.values()) == {}
    assert _reason(base, one="9") is None


def test_one_answer_that_two_items_read_counts_once(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.shared", "a.one > 3", 1),
        rule("p.again", "a.one > 5", 1),
        rule("p.own", "a.two > 3", 1),
    )
    assert _reason(base, one="9", two="9") == Reason(("a.one",), is_fewest=True)


def test_a_question_read_twice_cannot_be_answered_in_two_ways(tmp_path: Path) -> None:
    """Low or high, one of two items always fires: no answer is needed for that."""
    base = small_base(tmp_path, rule("p.low", "a.one < 5", 1), rule("p.high", "a.one >= 5", 1))
    assert _reason(base, one="9") == Reason((), is_fewest=True)


def test_what_one_item_calculates_with_is_held_open_for_it(tmp_path: Path) -> None:
    """At 6 nothing fires, which no value that the two other items tell apart would show."""
    base = small_base(
        tmp_path,
        rule("p.ratio", "a.ratio <= 1", 2),
        rule("p.low", "a.one <= 3", 1),
        rule("p.high", "a.one >= 7", 2),
        extra=RATIO,
    )
    assert _reason(base, one="2", two="5") == Reason(("a.one", "a.two"), is_fewest=False)


def test_fewest_is_not_said_where_a_number_may_stay_unknown(tmp_path: Path) -> None:
    """A number over itself is 1, or unknown, and then the item is left out: no answer is needed."""
    extra = "derived:\n  a.same: {title: Same, number: a.one / a.one}\n"
    base = small_base(tmp_path, rule("p.same", "a.same == 1", 4), extra=extra)
    assert _reason(base, one="5") == Reason(("a.one",), is_fewest=False)


def test_only_weak_and_watch_pillars_have_reasons(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("q.two", "a.two > 3", 1))
    own = answered(base, {"a.one": "9", "a.two": "0"})
    scores = score_pillars(base.knowledge, base, base.evaluate(own), ())
    found = smallest_reasons(base, own, scores.values())
    assert found == {"p": Reason(("a.one",), is_fewest=True)}
