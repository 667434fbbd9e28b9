"""Weeks, single runs and the last days at their borders."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from surefoot.engine.history import Jump
from surefoot.engine.recorded import Confidence
from surefoot.intake.activities.diary import Figures
from surefoot.intake.activities.metrics import work_out
from surefoot.intake.activities.metrics.jumps import jumps
from surefoot.intake.activities.metrics.weeks import weeks_of

from .support.recorded_runs import BERLIN, DAY, days_of, figures, judged, recorded

_DAY = datetime.date
_MONDAY = _DAY(2026, 11, 23)


def _at(found: Figures, name: str) -> object:
    return found[name].value


# Weeks


def test_the_week_of_a_sunday_is_not_complete() -> None:
    runs = days_of("2026-11-09", *[10.0] * 14)  # two weeks, up to Sunday the 22nd
    assert _at(figures(runs, DAY), "weeks") == 1
    assert _at(figures(runs, _MONDAY), "weeks") == 2


def test_four_weeks_at_most_and_empty_ones_inside_count_as_0() -> None:
    runs = days_of("2026-10-05", 10.0) + days_of("2026-11-18", 12.0)
    found = figures(runs, _MONDAY)
    assert found["weeks"].value == 4
    assert found["weekly_km"].value == 3
    assert found["rest_days_per_week"].value == 6.75
    assert (found["weekly_km"].first, found["weekly_km"].last) == (_DAY(2026, 10, 26), DAY)
    assert found["weekly_km"].confidence is Confidence.HIGH


def test_few_weeks_are_said() -> None:
    found = figures(days_of("2026-11-11", 10.0), _MONDAY)  # begins on a Wednesday
    assert found["weekly_km"].value == 5
    assert found["weekly_km"].note == "only 2 complete weeks are recorded"
    assert found["weekly_km"].confidence is Confidence.MEDIUM


def test_a_run_just_before_midnight_belongs_to_the_week_of_the_runner() -> None:
    runs = [recorded("2026-11-15 23:30", 10, 60), *days_of("2026-11-03", 5.0)]
    assert _at(figures(runs, _MONDAY), "last_week_km") == 0
    assert _at(figures(runs, _MONDAY, zone=BERLIN), "last_week_km") == 10


def test_no_week_is_lost_over_the_end_of_a_year() -> None:
    runs = days_of("2026-12-07", *[1.0] * 35)  # five weeks, over New Year
    found = figures(runs, _DAY(2027, 1, 11))
    assert (found["weeks"].value, found["weekly_km"].value) == (4, 7)


def test_a_change_from_nothing_has_no_percentage() -> None:
    runs = days_of("2026-11-02", 5.0) + days_of("2026-11-17", 10.0)
    found = figures(runs, _MONDAY)["change_pct"]
    assert (found.value, found.reason) == (None, "no running the week before")


def test_a_change_from_little_is_told_in_kilometres() -> None:
    found = figures(days_of("2026-11-10", 5.0) + days_of("2026-11-17", 10.0), _MONDAY)["change_pct"]
    assert (found.value, found.note) == (100, "from 5.0 km to 10.0 km")
    assert found.confidence is Confidence.LOW


def test_two_runs_on_a_day_are_two_runs_and_one_day() -> None:
    runs = [recorded("2026-11-17 07:00", 5, 30), recorded("2026-11-17 18:00", 5, 30)]
    found = figures([*runs, *days_of("2026-11-11", 5.0)], _MONDAY)
    assert (found["runs_per_week"].value, found["rest_days_per_week"].value) == (1.5, 6)


_USUAL = ("usual_runs_per_week", "usual_rest_days_per_week", "other_sport_hours_per_week")


def test_what_is_usual_is_told_from_whole_weeks() -> None:
    """A record that begins on a Sunday has seen one day of that week."""
    runs = days_of("2026-11-01", 5.0) + days_of("2026-11-03", 5.0, 5.0, 5.0)
    runs += days_of("2026-11-10", 5.0, 0, 5.0) + days_of("2026-11-17", 5.0)
    found = figures(runs, _MONDAY)
    assert (found["runs_per_week"].value, found["rest_days_per_week"].value) == (1.75, 5.25)
    assert [_at(found, name) for name in _USUAL[:2]] == [2, 5]
    assert found["usual_runs_per_week"].first == _DAY(2026, 11, 2)
    assert found["usual_runs_per_week"].count == 3


@pytest.mark.parametrize(("first", "is_known"), [("2026-11-09", True), ("2026-11-10", False)])
def test_two_whole_weeks_are_needed(first: str, is_known: bool) -> None:
    runs = [
        dataclasses.replace(one, is_complete=True)
        for one in days_of(first, 5.0) + days_of("2026-11-17", 5.0)
    ]
    found = figures(runs, _MONDAY)
    for name in _USUAL:
        assert (found[name].value is not None) is is_known
        assert is_known or found[name].reason == "the record has no two whole weeks yet"
    assert found["runs_per_week"].value == 1


def test_weeks_for_the_chart_have_their_longest_run_and_jump() -> None:
    runs = days_of("2026-10-05", 10.0) + days_of("2026-11-09", 10.0, 0, 0, 0, 0, 12.0, 16.0)
    diary = judged(runs)[1]
    weeks = weeks_of(diary, DAY)
    assert [(week.monday.day, week.km, week.longest_km) for week in weeks] == [
        (5, 10, 10),
        (12, 0, None),
        (19, 0, None),
        (26, 0, None),
        (2, 0, None),
        (9, 38, 16),
        (16, 0, None),
    ]
    assert weeks[5].jump == Jump(_DAY(2026, 11, 15), 16, 12)
    assert weeks_of(diary, DAY, most=2) == weeks[-2:]
    assert weeks_of(diary, DAY, most=0) == ()


def test_a_week_whose_runs_have_no_distance_is_a_gap() -> None:
    runs = [*days_of("2026-11-02", 5.0), recorded("2026-11-10 07:00", None, 30)]
    weeks = weeks_of(judged(runs)[1], DAY)
    assert [week.monday.day for week in weeks] == [2, 16]


def test_an_old_race_typed_in_alone_does_not_begin_the_record() -> None:
    runs = (
        days_of("2019-05-05", 10.0) + days_of("2026-11-01", *[5.0] * 7) + days_of("2026-11-20", 9)
    )
    diary = judged(runs)[1]
    assert weeks_of(diary, DAY)[0].monday == _DAY(2026, 10, 26)
    assert jumps(diary, DAY) == ()
    found = work_out(diary, as_of=DAY)
    assert found["weekly_km_2w"].value == 4.5
    assert found["weekly_km_2w_before"].value is None


# Single runs


@pytest.mark.parametrize(
    ("km", "size"),
    [
        (9.0, "none"),
        (11.0, "none"),
        (11.01, "small"),
        (13.0, "small"),
        (13.1, "moderate"),
        (20.0, "moderate"),
        (20.1, "large"),
    ],
)
def test_a_single_run_has_the_class_of_the_study(km: float, size: str) -> None:
    runs = days_of("2026-10-01", 10.0) + days_of("2026-10-20", 10.0) + days_of("2026-11-19", km)
    found = figures(runs)
    assert found["last_spike"].value == pytest.approx(km / 10 - 1)
    assert found["last_spike_class"].value == size
    assert len(jumps(judged(runs)[1], DAY)) == (size != "none")


@pytest.mark.parametrize(("first", "is_known"), [("2026-10-20", True), ("2026-10-19", False)])
def test_only_runs_of_30_days_before_are_compared_with(first: str, is_known: bool) -> None:
    runs = days_of("2026-09-01", *[5.0] * 3) + days_of(first, 10.0) + days_of("2026-11-19", 12.0)
    found = figures(runs)["last_spike"]
    assert (found.value is not None) is is_known
    assert is_known or found.reason.endswith("it is a return after a break")


def test_a_jump_at_the_start_of_the_record_is_not_named() -> None:
    """The second run of the real log of Lovdal: 16.4 km after 5.8 km, five days after the first."""
    runs = days_of("2026-11-15", 5.8, 0, 0, 0, 0, 16.4)
    found = figures(runs)
    assert found["max_spike_90d"].value == pytest.approx(1.8276, abs=1e-4)
    assert found["max_spike_90d"].confidence is Confidence.LOW
    assert jumps(judged(runs)[1], DAY) == ()


def test_the_longest_of_a_day_counts_for_the_next_run_of_it() -> None:
    runs = [*days_of("2026-09-20", 5.0), *days_of("2026-10-20", 5.0)]
    runs += [recorded("2026-11-10 07:00", 10, 60), recorded("2026-11-10 18:00", 11, 66)]
    assert jumps(judged(runs)[1], DAY) == (Jump(_DAY(2026, 11, 10), 10, 5),)


@pytest.mark.parametrize(("day", "longest"), [("2026-10-24", 20.0), ("2026-10-23", 10.0)])
def test_30_days_end_on_the_day(day: str, longest: float) -> None:
    runs = days_of(day, 20.0) + days_of("2026-11-20", 10.0)
    found = figures(runs)
    assert found["longest_km_30d"].value == longest
    assert found["next_max_km"].value == pytest.approx(1.1 * longest)


# The last days


def test_two_weeks_and_the_two_before_them() -> None:
    runs = (
        days_of("2026-10-26", 4.0) + days_of("2026-11-08", 6.0, 10.0) + days_of("2026-11-22", 8.0)
    )
    found = figures(runs)
    assert (found["weekly_km_2w"].value, found["weekly_km_2w_before"].value) == (9, 5)
    assert found["weekly_km_2w"].first == _DAY(2026, 11, 9)
    assert found["weekly_km_2w_before"].first == _DAY(2026, 10, 26)
    assert found["weekly_km_2w_before"].last == _DAY(2026, 11, 8)


def test_what_the_record_does_not_reach_is_not_known() -> None:
    found = figures(days_of("2026-11-09", *[5.0] * 14))
    assert found["weekly_km_2w"].value == 35
    before = found["weekly_km_2w_before"]
    assert (before.value, before.reason) == (
        None,
        "the record begins on 9 November 2026, and 26 October 2026 is asked for",
    )


def test_days_without_a_run_inside_the_record_are_0_and_said_to_be_unsure() -> None:
    found = figures(days_of("2026-09-01", *[5.0] * 60))
    assert (found["weekly_km_2w"].value, found["longest_km_7d"].value) == (0, 0)
    assert found["weekly_km_2w"].confidence is Confidence.LOW
    assert found["weekly_km_2w"].note == "nothing at all is recorded since 30 October 2026"
    assert found["longest_km_30d"].value == 5
    assert found["days_since_last_run"].value == 23


@pytest.mark.parametrize(
    ("days_ago", "longest"),
    [
        ({40: 20, 30: 8, 20: 9, 10: 7, 1: 12}, 9),  # never 14 days off; the last 7 do not count
        ({60: 20, 50: 20, 20: 8, 10: 7, 3: 15}, 10),  # after a break: half of 20 km
        ({60: 20, 50: 20, 20: 12, 10: 7, 3: 15}, 12),  # or the longest since
        ({60: 10, 48: 10, 36: 20, 15: 12, 10: 8, 2: 5}, 12),  # 20 km lie before the break
        ({60: 20, 48: 20, 36: 20, 3: 4}, 10),  # the break ended this week
        ({60: 20, 48: 20, 36: 20}, 10),  # it is not over yet
        ({58: 14, 44: 14, 30: 14, 16: 6, 4: 5}, 14),  # 13 days off are no break
        ({59: 14, 45: 14, 31: 14, 16: 6, 4: 5}, 7),  # 14 are
        ({60: 6, 40: 9, 28: 8, 16: 6, 4: 5}, 8),  # a break that ended before all of it
    ],
)
def test_the_longest_run_of_the_30_days_before_has_a_rule_for_breaks(
    days_ago: dict[int, float], longest: float
) -> None:
    """As `training.longest_run_30d_km` asks: after two weeks off, only runs since, or half."""
    runs = [
        run
        for days, km in days_ago.items()
        for run in days_of(f"{DAY - datetime.timedelta(days=days)}", km)
    ]
    assert _at(figures(runs), "longest_km_30d_before_7d") == longest


@pytest.mark.parametrize(("days", "weeks"), [(6, 0), (7, 1), (13, 1), (14, 2), (20, 2)])
def test_whole_weeks_without_running(days: int, weeks: int) -> None:
    runs = days_of("2026-09-01", *[5.0] * 40, *[0.0] * days, *[5.0] * (43 - days))
    assert _at(figures(runs), "weeks_without_running_60d") == weeks


def test_a_break_that_is_not_over_counts() -> None:
    assert _at(figures(days_of("2026-09-01", *[5.0] * 60)), "weeks_without_running_60d") == 3


def test_the_time_of_the_longest_run_is_that_of_the_whole_outing() -> None:
    parts = [recorded("2026-11-10 07:00", 10, 60), recorded("2026-11-10 08:10", 5, 30)]
    found = figures([*days_of("2026-09-01", 5.0), *parts])["longest_run_hours_30d"]
    assert (found.value, found.confidence) == (1.5, Confidence.LOW)
    more = days_of("2026-11-15", 5.0, 0, 5.0)
    found = figures([*days_of("2026-10-01", 5.0), *parts, *more])["longest_run_hours_30d"]
    assert (found.value, found.confidence) == (1.5, Confidence.HIGH)


def test_streaks_end_today_or_yesterday() -> None:
    assert _at(figures(days_of("2026-11-19", *[5.0] * 3)), "current_streak") == 3
    assert _at(figures(days_of("2026-11-18", *[5.0] * 3)), "current_streak") == 0
    found = figures(days_of("2026-10-01", *[5.0] * 27))
    assert found["longest_streak_28d"].value == 2  # of those 27 days, two lie in the last 28


def test_other_sport_leaves_strength_and_slow_walks_out() -> None:
    def other(at: str, sport: str, km: float | None = None) -> object:
        return recorded(at, km, 60, sport=sport, source="strava", is_complete=True)

    activities = [
        recorded("2026-10-20 07:00", 10, 60, source="strava", is_complete=True),
        other("2026-11-16 08:00", "cycling", 20.0),
        other("2026-11-17 08:00", "strength training"),
        other("2026-11-18 08:00", "walking", 4.0),
        other("2026-11-19 08:00", "walking", 6.0),
        other("2026-11-20 08:00", "yoga"),
    ]
    found = figures(activities, _MONDAY)  # type: ignore[arg-type]
    assert found["other_sport_hours_per_week"].value == 0.75
    assert found["full_rest_days_per_week"].value == 5.75
    watch_only = figures(days_of("2026-10-20", *[5.0] * 20), _MONDAY)
    assert watch_only["other_sport_hours_per_week"].value is None
    assert watch_only["full_rest_days_per_week"].reason == "the record does not hold all sports"
