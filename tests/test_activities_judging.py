"""What counts as a run, and what is said of the rest; days, outings and shoes."""

from __future__ import annotations

import datetime
import math

import pytest

from surefoot.intake.activities.judging import shoe_names

from .support.recorded_runs import BERLIN, figures, judged, reasons, recorded

_DAY = datetime.date
_NO_TIMES = "it holds no times, so neither its date nor its duration is known"


@pytest.mark.parametrize(
    ("activity", "why_not"),
    [
        (recorded("2026-11-20 07:00", 5, 30), ""),
        (recorded("2026-11-20 07:00", 5, 30, ground="treadmill"), ""),
        (recorded("2026-11-20 07:00", None, 30), ""),
        (recorded("2026-11-20 07:00", 0.5, 3), ""),
        (recorded("2026-11-20 07:00", 0.499, 3), "shorter than 0.5 km"),
        (recorded("2026-11-20 07:00", 5, 30, sport="cycling"), "cycling, not a run"),
        (recorded("2026-11-20 07:00", 5, 30, sport=None), "the sport is not stated"),
        (recorded("2026-11-20 07:00", 5, 30, start=None), "no usable date"),
        (recorded("2026-11-20 07:00", 5, 30, start=None, sport=None), "no usable date"),
        (recorded("2026-11-20 07:00", 5, None, start=None, sport=None), _NO_TIMES),
        (recorded("2026-11-20 07:00", 5, 30, start=None, sport="cycling"), "cycling, not a run"),
        (recorded("2026-11-20 07:00", 0.4, 3, sport=None), "the sport is not stated"),
        (recorded("2026-11-23 07:00", 5, 30), "after 22 November 2026"),
        (recorded("2085-11-20 07:00", 5, 30), "after 22 November 2026"),
        (recorded("1999-12-31 07:00", 5, 30), "dated 31 December 1999: check the date"),
        (recorded("2000-01-01 07:00", 5, 30), ""),
        (
            recorded("2026-11-20 07:00", 10, 20),
            "faster than a runner over 10.0 km, at 30 km an hour: was it a ride?",
        ),
        (recorded("2026-11-20 07:00", 0.9, 2), ""),  # 7.5 m/s, but under a km
        (recorded("2026-11-20 07:00", 360, None), "360 km in one run: check the distance"),
        (recorded("2026-11-20 07:00", 5, 100), ""),  # slower than 12 min a km still counts
        (recorded("2026-11-20 07:00", None, None), "neither a distance nor a time"),
        (
            recorded("2026-11-20 07:00", None, 2),
            "shorter than 3 minutes, and without a distance",
        ),
    ],
)
def test_each_activity_counts_or_is_told_why_not(activity: object, why_not: str) -> None:
    assert reasons([activity]) == [why_not]  # type: ignore[list-item]


def test_a_sport_that_is_not_stated_is_what_the_runner_says() -> None:
    unknown = recorded("2026-11-20 07:00", 5, 30, sport=None)
    (verdict,), diary = judged([unknown], sport_of_unstated="running")
    assert verdict.used
    assert verdict.activity.sport is None
    assert len(diary.outings) == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -5.0])
def test_numbers_that_cannot_be_are_named_and_left_out(value: float) -> None:
    broken = recorded("2026-11-20 07:00", 5, 30, gain_m=value, cadence_spm=value)
    (verdict,), _ = judged([broken])
    assert verdict.used
    assert (verdict.activity.gain_m, verdict.activity.cadence_spm) == (None, None)
    assert any("climb" in problem for problem in verdict.activity.problems)
    assert any("cadence" in problem for problem in verdict.activity.problems)


def test_a_climb_steeper_than_a_ladder_and_a_time_of_weeks_are_named() -> None:
    odd = recorded("2026-11-20 07:00", 5, 60 * 24 * 31, gain_m=5000.0, elapsed_s=None)
    (verdict,), _ = judged([odd])
    assert verdict.used
    assert verdict.activity.problems == (
        "its time is 744 hours, and is left out",
        "its climb is 5000 m on 5000 m, and is left out",
    )


def test_a_run_without_a_distance_counts_as_a_run_and_not_as_0_km() -> None:
    treadmill = recorded("2026-11-12 07:00", 0.0, 40, ground="treadmill")
    (verdict,), diary = judged([treadmill])
    assert verdict.used
    assert verdict.activity.distance_m is None
    assert diary.outings[0].km is None
    assert any("no distance" in problem for problem in verdict.activity.problems)
    found = figures([treadmill, recorded("2026-11-03 07:00", 10, 60)])
    assert found["runs_per_week"].value == 1
    assert found["weekly_km"].value == 5
    assert found["weekly_km"].note
    assert found["last_week_km"].value is None  # the week of the treadmill
    assert found["last_week_km"].count == 1


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-20 22:59", _DAY(2026, 11, 20)),  # winter: an hour ahead
        ("2026-11-20 23:00", _DAY(2026, 11, 21)),
        ("2026-07-20 21:59", _DAY(2026, 7, 20)),  # summer: two hours ahead
        ("2026-07-20 22:00", _DAY(2026, 7, 21)),
        ("2026-03-29 00:30", _DAY(2026, 3, 29)),  # the night that the clock goes forward
        ("2026-10-25 00:30", _DAY(2026, 10, 25)),  # and back
        ("2026-10-31 23:30", _DAY(2026, 11, 1)),
        ("2025-12-31 23:30", _DAY(2026, 1, 1)),
    ],
)
def test_a_day_is_that_of_the_runner(at: str, day: datetime.date) -> None:
    _, diary = judged([recorded(at, 5, 30)], zone=BERLIN)
    assert [outing.day for outing in diary.outings] == [day]


def test_the_clock_of_the_watch_wins_over_the_zone_of_the_runner() -> None:
    there = datetime.datetime.fromisoformat("2026-11-19 16:00")
    _, diary = judged([recorded("2026-11-20 00:00", 5, 30, local_start=there)], zone=BERLIN)
    assert diary.outings[0].day == _DAY(2026, 11, 19)


def test_a_day_on_which_clocks_change_keeps_two_runs_apart() -> None:
    """2:30 comes twice on that night: half an hour lies between them, not a minute."""
    nights = [recorded("2026-10-25 00:30", 5, 30), recorded("2026-10-25 01:31", 5, 30)]
    _, diary = judged(nights, zone=BERLIN)
    assert [len(outing.runs) for outing in diary.outings] == [1, 1]


@pytest.mark.parametrize(("second", "count"), [("07:45:00", 1), ("07:45:01", 2)])
def test_runs_up_to_15_minutes_apart_are_one_outing(second: str, count: int) -> None:
    first = recorded("2026-11-20 07:00:00", 5, 30)
    _, diary = judged([first, recorded(f"2026-11-20 {second}", 3, 18)])
    assert len(diary.outings) == count
    assert sum(outing.km or 0 for outing in diary.outings) == 8


def test_warm_up_race_and_cool_down_are_one_outing_across_midnight() -> None:
    parts = [
        recorded("2026-11-20 23:00", 2, 12),
        recorded("2026-11-20 23:20", 10, 45),
        recorded("2026-11-21 00:10", 2, 12),
    ]
    _, diary = judged(parts)
    assert [(outing.day, outing.km) for outing in diary.outings] == [(_DAY(2026, 11, 20), 14)]


def test_rows_of_a_diary_of_days_are_outings_of_their_own() -> None:
    rows = [
        recorded("2026-11-20 12:00", km, None, source="table", file="a.csv", is_daily=True)
        for km in (5.0, 8.0)
    ]
    _, diary = judged(rows)
    assert [outing.km for outing in diary.outings] == [5, 8]


def test_all_sports_are_known_only_where_every_source_lists_them() -> None:
    row = recorded("2026-11-20 07:00", 5, 30, source="strava", is_complete=True)
    upload = recorded("2026-11-20 07:00", 5, 30)
    alone = recorded("2026-11-18 07:00", 5, 30)
    assert judged([row, upload])[1].is_complete
    assert not judged([row, upload, alone])[1].is_complete


def test_shoes_are_named_by_their_runs_or_by_what_is_left_over() -> None:
    runs = [
        recorded("2026-11-20 07:00", gear="1", gear_name="Blue"),
        recorded("2026-11-19 07:00", gear="1"),
        recorded("2026-11-18 07:00", gear="2"),
    ]
    assert shoe_names(runs, ["Blue", ""]) == {"1": "Blue", "2": ""}
    assert shoe_names(runs, ["Blue", "Red"]) == {"1": "Blue", "2": "Red"}
    assert shoe_names(runs, ["Blue", "", ""]) == {"1": "Blue"}
    assert shoe_names(runs, ["Blue", "Red", ""]) == {"1": "Blue"}
    more = [*runs, recorded("2026-11-17 07:00", gear="3")]
    assert shoe_names(more, ["Blue", ""]) == {"1": "Blue"}
