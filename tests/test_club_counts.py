"""Which counts of a club page are hidden: nobody below 5 can be worked out of a row."""

from __future__ import annotations

import random
from itertools import product
from math import inf

import pytest

from surefoot.engine.scoring import Band
from surefoot.engine.screening.finished import ScoreCount
from surefoot.reports.club.bands import bands_of
from surefoot.reports.club.counts import Shown, shown_counts, shown_part


def _range(text: str) -> tuple[float, float]:
    """What a reader knows of a count from its text."""
    if text == "none":
        return 0, 0
    if text == "under 5":
        return 1, 4
    if text == "not shown":
        return 0, inf
    number = int(text.removesuffix(" or more").replace(",", ""))
    return (number, inf) if text.endswith("or more") else (number, number)


def _possible(row: tuple[Shown, ...], outside: int, total: int) -> list[list[int]]:
    """What each count may be for a reader who knows the total and how counts are hidden."""
    ranges = [_range(one.text) for one in row]
    ranges.append((1, 4) if 0 < outside < 5 else (outside, outside))
    found = []
    for place in range(len(row)):
        others = ranges[:place] + ranges[place + 1 :]
        low, high = sum(one[0] for one in others), sum(one[1] for one in others)
        start, end = ranges[place]
        found.append([
            value for value in range(total + 1)
            if start <= value <= end and low <= total - value <= high
        ])  # fmt: skip
    return found


def _check(counts: tuple[int, ...], outside: int) -> None:
    row = shown_counts(counts, outside=outside)
    possible = _possible(row, outside, sum(counts) + outside)
    for count, one, values in zip(counts, row, possible, strict=True):
        assert count in values, (counts, outside, row)
        assert one.number in {None, count}
        if 0 < count < 5:
            assert len(values) >= 4 or (one.text == "not shown" and len(values) > 1), (counts, row)


def test_no_small_count_of_any_short_row_can_be_worked_out() -> None:
    for counts in product(range(7), repeat=3):
        for outside in (0, 2, 7):
            if sum(counts) + outside >= 5:
                _check(counts, outside)


def test_no_small_count_of_long_rows_can_be_worked_out() -> None:
    chance = random.Random(4)
    for _ in range(800):
        counts = tuple(chance.choice((0, 1, 3, 4, 5, 6, 12, 400)) for _ in range(6))
        if sum(counts) >= 5:
            _check(counts, chance.choice((0, 1, 4, 9)))


def test_a_row_without_small_counts_is_printed_as_it_is() -> None:
    assert [one.text for one in shown_counts([1200, 0, 5])] == ["1,200", "none", "5"]


def test_what_says_most_stays_where_something_has_to_be_hidden_beside() -> None:
    texts = [one.text for one in shown_counts([14, 3, 9, 8])]
    assert texts == ["14", "under 5", "9", "7 or more"]


@pytest.mark.parametrize(("count", "text"), [(0, "none"), (4, "under 5"), (26, "26 or more")])
def test_a_part_hides_a_small_rest_too(count: int, text: str) -> None:
    assert shown_part(count, 30).text == text
    assert shown_part(30, 30).text == "30"


def test_where_names_stand_nothing_is_hidden() -> None:
    assert [one.text for one in shown_counts([3, 27], hides=False)] == ["3", "27"]


def test_a_hidden_band_beside_none_does_not_tell_that_it_is_everybodys() -> None:
    everybody = ScoreCount({**dict.fromkeys(Band, 0), Band.WEAK: 27}, 27, (0,) * 20)
    row = bands_of(30, 27, {"one": everybody}, hides=True)["one"]
    assert {one.text for one in row.values()} == {"not shown"}
    row = bands_of(27, 27, {"one": everybody}, hides=True)["one"]
    assert row[Band.WEAK].text == "27"
