"""Deficit, low and high, bands, priority: the numbers of DESIGN worked by hand."""

from pathlib import Path

import pytest

from surefoot.engine.scoring import Band, joint_first

from .support.small import diagnosed, rule, small_base


def test_of_a_group_only_the_heaviest_rule_counts(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.some", "a.one > 3", 2, group="g"),
        rule("p.much", "a.one > 6", 3, group="g"),
        rule("p.other", "a.two > 3", 5),
    )
    score = diagnosed(base, one="7", two="0").score("p")
    assert score.deficit == pytest.approx(100 * 3 / 8)
    assert score.fired == ("p.much",)
    assert (score.decided, score.applicable) == (2, 2)


def test_an_undecided_item_counts_in_the_range_and_not_in_the_deficit(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 2),
        rule("p.two", "a.two > 3", 2),
        rule("p.three", "a.three > 3", 4),
    )
    score = diagnosed(base, one="7", two="0").score("p")
    assert score.deficit == 50
    assert (score.low, score.high) == (25, 75)


def test_an_item_that_may_apply_widens_the_range_both_ways(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 2), rule("p.gated", "a.gated > 3", 2))
    score = diagnosed(base, one="7").score("p")
    assert score.low == pytest.approx(100 * 2 / (2 + 2))
    assert score.high == pytest.approx(100 * (2 + 2) / (2 + 2))
    assert score.deficit == 100
    assert score.decided == 1
    assert score.applicable == 2


def test_an_item_behind_a_closed_gate_does_not_apply(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 2), rule("p.gated", "a.gated > 3", 2))
    score = diagnosed(base, one="0", gate="no", gated="9").score("p")
    assert (score.decided, score.applicable, score.deficit) == (1, 1, 0)


def test_a_closed_gate_answers_an_item_that_earns_a_point_by_it(tmp_path: Path) -> None:
    """Like `do you know your cadence`: no is an answer, and the item is decided."""
    base = small_base(
        tmp_path,
        rule("p.unaware", "a.gate == no", 1, group="g"),
        rule("p.far", "a.gated > 3", 3, group="g"),
    )
    score = diagnosed(base, gate="no").score("p")
    assert score.deficit == pytest.approx(100 / 3)
    assert score.decided == 1


def test_nothing_that_applies_gives_no_numbers(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.gated", "a.gated > 3", 2))
    score = diagnosed(base, gate="no").score("p")
    assert (score.deficit, score.low, score.high) == (None, None, None)
    assert score.band is Band.DOES_NOT_APPLY


@pytest.mark.parametrize(
    ("points", "band"), [(39, Band.WATCH), (40, Band.WEAK), (19, Band.SOLID), (20, Band.WATCH)]
)
def test_bands_begin_at_20_and_40(tmp_path: Path, points: int, band: Band) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", points),
        rule("p.rest", "a.two > 3", 100 - points),
    )
    assert diagnosed(base, one="9", two="0").score("p").band is band


@pytest.mark.parametrize(
    ("answers", "enough"),
    [({"one": "9", "two": "9", "three": "9"}, True), ({"one": "9", "two": "9"}, False)],
    ids=["three of five", "two of five"],
)
def test_under_60_percent_of_the_items_there_is_no_rank(
    tmp_path: Path, answers: dict[str, str], enough: bool
) -> None:
    names = ("one", "two", "three", "four", "five")
    base = small_base(tmp_path, *(rule(f"p.{name}", f"a.{name} > 3", 1) for name in names))
    score = diagnosed(base, **answers).score("p")
    assert (score.band is not Band.NOT_ENOUGH_ANSWERS) is enough
    assert (score.priority is not None) is enough


def test_a_deficit_outside_its_range_is_moved_to_the_nearest_bound(tmp_path: Path) -> None:
    """One decided item of 0 of 1, an undecided one that has 3 of 4 points for certain."""
    base = small_base(
        tmp_path,
        rule("p.small", "a.one > 3", 1),
        rule("p.three", "a.two > 3", 3, group="g"),
        rule("p.four", "a.three > 3", 4, group="g"),
        rule("p.also-small", "a.four > 3", 1),
    )
    score = diagnosed(base, one="0", two="9", four="0").score("p")
    assert score.low == pytest.approx(100 * 3 / 6)
    assert score.deficit == score.low
    assert score.clamped


def test_pillars_are_ranked_by_priority_and_ties_keep_the_order_of_the_base(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("q.one", "a.one > 3", 1), rule("p.two", "a.two > 3", 1))
    tied = diagnosed(base, one="9", two="9")
    assert [score.pillar.id for score in tied.pillars] == ["p", "q"]
    apart = diagnosed(base, one="9", two="0")
    assert [score.pillar.id for score in apart.pillars] == ["q", "p"]
    unknown_first = diagnosed(base, two="0")
    assert [score.pillar.id for score in unknown_first.pillars] == ["p", "q"]
    assert unknown_first.pillars[-1].band is Band.NOT_ENOUGH_ANSWERS


PATTERN = """
patterns:
  pattern.x:
    title: X
    status: trial
    evidence: [expert]
    grade: expert
    about: A
    differ: D
    sites: [left]
    links: [p, q]
    blocks: [calm, run]
    signs:
      sore: {when: symptom > 3, say: strongly}
""".replace("symptom", "s.site.pain")


def test_a_matched_pattern_lifts_a_linked_pillar_of_at_least_20_by_10_once(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 2),
        rule("p.rest", "a.two > 3", 8),
        rule("q.one", "a.three > 3", 1),
        rule("q.rest", "a.two > 3", 9),
        extra=PATTERN,
        plan=True,
    )
    answers = {"one": "9", "two": "0", "three": "9", "places": "left", "left_pain": "5"}
    diagnosis = diagnosed(base, **answers)
    assert [one.pattern.id for one in diagnosis.patterns] == ["pattern.x"]
    assert diagnosis.score("p").priority == 30
    assert diagnosis.score("q").priority == 10  # under 20: no lift
    assert diagnosed(base, **{**answers, "left_pain": "3"}).score("p").priority == 20


def test_exactly_10_apart_is_joint_whatever_floating_point_says(tmp_path: Path) -> None:
    """7 of 12 is 58.33…; lifted by 10 and compared, the two are not exactly 10 apart."""
    link = PATTERN.replace("links: [p, q]", "links: [p]")
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 7),
        rule("p.rest", "a.two > 3", 5),
        rule("q.one", "a.one > 3", 7),
        rule("q.rest", "a.two > 3", 5),
        extra=link,
        plan=True,
    )
    diagnosis = diagnosed(base, one="9", two="0", places="left", left_pain="5")
    assert [one.pillar.id for one in joint_first(diagnosis.pillars)] == ["p", "q"]
