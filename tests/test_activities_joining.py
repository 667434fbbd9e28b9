"""The same run from several devices and lists is one run, and different runs stay apart."""

from __future__ import annotations

import datetime
from itertools import permutations

import pytest

from surefoot.intake.activities.diary import Run

from .support.recorded_runs import figures, judged, reasons, recorded


def _runs(*activities: object) -> list[Run]:
    diary = judged(activities)[1]  # type: ignore[arg-type]
    return [run for outing in diary.outings for run in outing.runs]


def test_the_file_of_a_watch_is_kept_and_the_list_says_sport_and_shoe() -> None:
    watch = recorded("2026-11-20 07:00:00", 14.0049, 80, gear="", cadence_spm=164.8)
    row = recorded(
        "2026-11-20 07:00:02", 14.1, 79, source="strava", gear="77", gear_name="Blue", effort=3.0
    )
    (run,) = _runs(row, watch)
    assert run.km == pytest.approx(14.0049)
    assert (run.activity.gear, run.activity.gear_name) == ("77", "Blue")
    assert (run.activity.cadence_spm, run.activity.effort) == (164.8, 3.0)
    assert reasons([row, watch]) == ["the same run as fit/2026-11-20 07:00:00", ""]


def test_a_runner_may_have_put_the_sport_right_in_the_list() -> None:
    watch = recorded("2026-11-20 07:00", 5, 60)
    row = recorded("2026-11-20 07:00", 5, 60, sport="walking", source="strava")
    assert reasons([watch, row])[0] == "walking, not a run"


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_four_recordings_are_one_run_in_any_order(order: tuple[int, ...]) -> None:
    files = [
        recorded("2026-11-20 07:00:00", 14.005, 80, source="fit"),
        recorded("2026-11-20 07:00:01", 14.005, 80, source="tcx"),
        recorded("2026-11-20 07:00:05", 14.169, 81, source="gpx"),
        recorded("2026-11-20 07:00:00", 14.0, None, source="garmin"),
    ]
    (run,) = _runs(*[files[index] for index in order])
    assert run.activity.source == "fit"
    assert len(run.recordings) == 4


def test_a_chain_of_recordings_is_followed() -> None:
    """The third starts too late for the first, but not for the second."""
    times = ("07:00:00", "07:01:50", "07:03:40")
    rows = [recorded(f"2026-11-20 {at}", 8, None, source="table", file=at) for at in times]
    assert len(_runs(*rows)) == 1


def test_a_chain_does_not_eat_different_runs() -> None:
    """A phone recorded the whole morning, a watch its two runs: the two runs count."""
    morning = recorded("2026-11-20 07:00", 17, 180, source="gpx")
    first = recorded("2026-11-20 07:00", 5, 30)
    second = recorded("2026-11-20 09:00", 10, 60)
    assert sorted(run.km or 0 for run in _runs(morning, first, second)) == [5, 10]


def test_a_recording_of_more_says_nothing_of_the_run_in_it() -> None:
    morning = recorded("2026-11-20 07:00", 17, 180, source="gpx", gain_m=400.0, sport="hiking")
    (run,) = _runs(morning, recorded("2026-11-20 07:00", 5, 30))
    assert (run.activity.gain_m, len(run.recordings)) == (None, 1)


def test_the_pieces_of_a_better_recording_are_in_it_already() -> None:
    whole = recorded("2026-11-20 07:00", 16, 100)
    pieces = [
        recorded("2026-11-20 07:00", 3, 18, source="gpx", file="a.gpx"),
        recorded("2026-11-20 07:25", 10, 50, source="gpx", file="b.gpx"),
    ]
    assert [run.km for run in _runs(*pieces, whole)] == [16]


def test_two_runs_of_the_same_length_on_a_day_are_two() -> None:
    rows = [
        recorded(f"2026-11-20 {hour}:00", 5, 30, source="strava", file="activities.csv")
        for hour in ("07", "18")
    ]
    assert len(_runs(*rows)) == 2


@pytest.mark.parametrize(("km", "count"), [(10.5, 1), (10.6, 2)])
def test_distances_may_differ_by_a_twentieth(km: float, count: int) -> None:
    first = recorded("2026-11-20 07:00", 10, None, source="table")
    other = recorded("2026-11-20 07:00", km, None, source="strava")
    assert len(_runs(first, other)) == count


@pytest.mark.parametrize(("seconds", "count"), [(120, 1), (121, 2)])
def test_starts_may_differ_by_two_minutes(seconds: int, count: int) -> None:
    later = datetime.datetime(2026, 11, 20, 7) + datetime.timedelta(seconds=seconds)
    first = recorded("2026-11-20 07:00", 10, None, source="table")
    other = recorded(f"{later}", 10, None, source="strava")
    assert len(_runs(first, other)) == count


@pytest.mark.parametrize(("minute", "count"), [(29, 1), (30, 2)])
def test_more_than_half_has_to_overlap(minute: int, count: int) -> None:
    first = recorded("2026-11-20 07:00", 10, 60)
    other = recorded(f"2026-11-20 07:{minute}", 12, 60, source="gpx")
    assert len(_runs(first, other)) == count


def test_a_device_stopped_days_later_swallows_no_other_run() -> None:
    forgotten = recorded("2026-11-10 07:00", 10, 60, elapsed_s=10 * 86400.0)
    other = recorded("2026-11-14 07:00", 8, 48)
    assert len(_runs(forgotten, other)) == 2


def test_a_file_that_ends_early_gives_way_to_a_whole_one() -> None:
    cut = recorded("2026-11-20 07:00", 5, 30, partial=True, running_cadence_spm=170.0)
    row = recorded("2026-11-20 07:00", 10, 60, source="strava")
    (run,) = _runs(cut, row)
    assert run.km == 10
    assert run.activity.running_cadence_spm == 170


def test_an_upload_belongs_to_the_row_that_names_it_even_without_a_date() -> None:
    upload = recorded(
        "2026-11-20 07:00", 10, 60, file="x/export/activities/7.fit", start=None, cadence_spm=170.0
    )
    row = recorded(
        "2026-11-20 07:00",
        10.8,
        66,
        source="strava",
        file="x/export/activities.csv",
        upload="activities/7.fit",
    )
    (run,) = _runs(row, upload)
    assert run.activity.cadence_spm == 170
    assert run.day == datetime.date(2026, 11, 20)


def test_a_list_with_local_times_fits_a_file_with_the_time_of_the_world() -> None:
    """The watch knows that it was 9:00 where the runner was; the list has nothing else."""
    watch = recorded(
        "2026-07-20 07:00", 10, 60, local_start=datetime.datetime.fromisoformat("2026-07-20 09:00")
    )
    row = recorded(
        "2026-07-20 07:00",
        10,
        60,
        source="garmin",
        start=None,
        local_start=datetime.datetime.fromisoformat("2026-07-20 09:00:30"),
    )
    assert len(_runs(watch, row)) == 1


def test_days_of_a_diary_are_not_mistaken_for_each_other() -> None:
    def day(file: str, km: float) -> object:
        return recorded("2026-11-20 12:00", km, None, source="table", file=file, is_daily=True)

    assert len(_runs(day("a.csv", 5), day("a.csv", 5))) == 2
    assert len(_runs(day("a.csv", 5), day("b.csv", 5))) == 1
    twice = [day("a.csv", 5), day("a.csv", 5), day("b.csv", 5), day("b.csv", 5)]
    assert len(_runs(*twice)) == 2


def test_a_diary_of_days_gives_way_to_runs_recorded_one_by_one() -> None:
    written = recorded("2026-11-20 12:00", 10, None, source="table", is_daily=True)
    watch = recorded("2026-11-20 07:00", 10.2, 60)
    assert reasons([written, watch]) == ["the runs of this day are recorded one by one", ""]


def test_a_triathlon_row_does_not_call_its_run_something_else() -> None:
    swim = recorded("2026-11-15 07:00", 1.5, 30, sport="swimming", file="t.fit")
    run = recorded("2026-11-15 09:00", 10, 50, file="t.fit")
    row = recorded("2026-11-15 07:00", 51, 170, sport="triathlon", source="strava")
    assert reasons([swim, run, row])[1] == ""


def test_other_sport_is_not_counted_twice_either() -> None:
    ride = recorded("2026-11-11 07:00", 40, 120, sport="cycling", is_complete=True)
    row = recorded("2026-11-11 07:00", 40, 120, sport="cycling", source="strava", is_complete=True)
    run = recorded("2026-10-10 07:00", 10, 60, is_complete=True)
    hours = figures([ride, row, run])["other_sport_hours_per_week"]
    assert hours.value == pytest.approx(0.5)
