"""FIT files: what they say is read, what they cannot say is not made up, and nothing raises."""

from __future__ import annotations

import datetime
import gzip
import io
import pickle
import random

import pytest

from surefoot.intake.activities.fit import is_fit, read_fit
from surefoot.intake.activities.shapes import Activity, Hints, Read

from .support.fit_files import (
    START,
    Leg,
    Message,
    fit_bytes,
    fit_file,
    messages,
    without_length,
)


def read(content: bytes) -> Read:
    return read_fit(io.BytesIO(content), "run.fit", Hints())


def only(content: bytes) -> Activity:
    (activity,) = read(content).activities
    return activity


def reason(content: bytes) -> str:
    found = read(content)
    assert not found.activities
    (dropped,) = found.dropped
    assert dropped.file == "run.fit"
    return dropped.reason


def test_a_run_is_read() -> None:
    leg = Leg(session={"total_ascent": 42, "total_descent": 40, "workout_rpe": 30})
    run = only(fit_file(leg))
    assert (run.file, run.source, run.sport, run.ground) == ("run.fit", "fit", "running", "")
    assert run.start == START
    assert run.local_start == datetime.datetime(2026, 5, 4, 18, 30)
    assert run.distance_m == pytest.approx(1800)
    assert (run.moving_s, run.elapsed_s) == (600, 600)
    assert (run.gain_m, run.loss_m, run.has_stated_gain) == (42, 40, True)
    assert run.cadence_spm == run.running_cadence_spm == 171
    assert run.heart_rate == 150
    assert list(run.heart_rate_bpm) == [(150, 600)]
    assert list(run.speed_m_s) == [(3.0, 600)]
    assert run.effort == 3
    assert not run.partial
    assert run.problems == ()


def test_what_it_gives_can_go_to_another_process() -> None:
    found = read(fit_file(Leg()))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (our own)


def test_cadence_is_of_both_legs_and_of_moments_that_move() -> None:
    run = only(fit_file(Leg(strides=80.25, standing_seconds=200)))
    assert run.cadence_spm == pytest.approx(160.5)


def test_walking_is_left_out_of_the_cadence_of_running() -> None:
    walk = Leg(seconds=100, metres_per_second=1.5, strides=55)
    later = START + datetime.timedelta(seconds=101)
    run = Leg(start=later, seconds=100, metres_before=150, strides=85)
    session = Leg(seconds=201).summary()
    found = only(
        fit_bytes([Message("file_id", {"type": 4}), *walk.records(), *run.records(), session])
    )
    assert found.cadence_spm == pytest.approx(140, abs=0.5)
    assert found.running_cadence_spm == 170


def test_steps_that_were_counted_already_are_not_doubled() -> None:
    run = only(fit_file(Leg(strides=172)))
    assert run.cadence_spm == 172
    assert run.problems == ("its cadence counts both legs already, so it is not doubled",)


def test_without_moments_the_stated_cadence_counts() -> None:
    leg = Leg(strides=80.5)
    assert only(fit_bytes([Message("file_id", {"type": 4}), leg.summary()])).cadence_spm == 161


def test_a_bike_has_no_steps() -> None:
    ride = only(fit_file(Leg(sport=2, metres_per_second=8)))
    assert (ride.sport, ride.cadence_spm, ride.running_cadence_spm) == ("cycling", None, None)


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected"),
    [
        (1, 3, ("running", "trail")),
        (1, 1, ("running", "treadmill")),
        (1, 45, ("running", "treadmill")),
        (1, 4, ("running", "track")),
        (1, 58, ("running", "virtual")),
        (1, 2, ("running", "")),
        (4, 1, ("running", "treadmill")),
        (4, 15, ("elliptical", "")),
        (10, 20, ("strength training", "")),
        (11, 3, ("walking", "")),
        (12, 0, ("cross country skiing", "")),
        (0, 0, (None, "")),
        (200, 0, ("other", "")),
    ],
)
def test_sport_and_ground(sport: int, sub_sport: int, expected: tuple[str | None, str]) -> None:
    activity = only(fit_file(Leg(sport=sport, sub_sport=sub_sport, seconds=5)))
    assert (activity.sport, activity.ground) == expected


def test_each_session_of_a_race_of_several_sports_has_its_own_moments() -> None:
    swim = Leg(sport=5, seconds=100, metres_per_second=1, strides=30, heart_rate=120)
    change = Leg(
        start=START + datetime.timedelta(seconds=100), sport=3, seconds=49, metres_before=100
    )
    run = Leg(
        start=START + datetime.timedelta(seconds=150),
        seconds=200,
        strides=88,
        heart_rate=170,
        metres_before=250,
        session={"total_distance": None, "avg_heart_rate": None},
    )
    found = read(fit_file(swim, change, run)).activities
    assert [one.sport for one in found] == ["swimming", "transition", "running"]
    assert found[2].start == START + datetime.timedelta(seconds=150)
    assert found[2].distance_m == pytest.approx(600)
    assert found[2].cadence_spm == 176
    assert found[2].heart_rate == 170
    assert list(found[0].heart_rate_bpm) == [(120, 99)]


@pytest.mark.parametrize(
    ("hours", "local"),
    [
        (2, datetime.datetime(2026, 5, 4, 18, 30)),
        (-7, datetime.datetime(2026, 5, 4, 9, 30)),
        (5.75, datetime.datetime(2026, 5, 4, 22, 15)),
        (0, None),  # may only not have been set
        (40, None),
        (None, None),
    ],
)
def test_the_clock_of_the_runner(hours: float | None, local: datetime.datetime | None) -> None:
    assert only(fit_file(Leg(seconds=5), hours_ahead=hours)).local_start == local


def test_seconds_since_the_watch_was_switched_on_are_no_date() -> None:
    run = only(fit_file(Leg(start=16_441_241)))
    assert (run.start, run.local_start) == (None, None)
    assert run.distance_m == pytest.approx(1800)
    assert run.cadence_spm == 171
    assert run.problems == ("it has no usable date: the watch's clock was not set",)


def test_moments_of_2085_are_left_out() -> None:
    written = messages(Leg())
    stray = Leg(start=datetime.datetime(2085, 1, 1, tzinfo=datetime.UTC), seconds=9, heart_rate=40)
    run = only(fit_bytes([*written[:3], *stray.records(), *written[3:]]))
    assert run.start == START
    assert list(run.heart_rate_bpm) == [(150, 600)]
    assert run.problems == ("10 of its moments lie days apart from it, and are left out",)


def test_a_run_of_2085_keeps_its_date_for_others_to_judge() -> None:
    start = datetime.datetime(2085, 1, 1, tzinfo=datetime.UTC)
    assert only(fit_file(Leg(start=start, seconds=5))).start == start


def test_a_field_of_an_app_does_not_stand_for_the_watch_s_own() -> None:
    leg = Leg(developer={"Distance": 0.0, "distance": 7.0, "cadence": 3.0})
    written = [one for one in messages(leg) if one.name not in {"session", "activity"}]
    run = only(fit_bytes(written))
    assert run.distance_m == pytest.approx(1800)
    assert run.cadence_spm == 171


def test_a_climb_that_is_not_stated_is_summed_over_turns_of_three_metres() -> None:
    hill = [*range(100, 120), *range(120, 100, -1)]
    run = only(fit_file(Leg(seconds=79, altitudes_m=hill)))
    assert (run.gain_m, run.loss_m, run.has_stated_gain) == (40, 39, False)


def test_a_treadmill_without_distance_has_none() -> None:
    leg = Leg(sub_sport=1, metres_per_second=0, session={"total_distance": 0})
    run = only(fit_file(leg))
    assert (run.ground, run.distance_m, run.moving_s) == ("treadmill", None, 600)


def test_values_that_mean_nothing_was_recorded_are_not_handed_on() -> None:
    record: dict[str, float | str | datetime.datetime] = {
        "heart_rate": 255,
        "cadence": 255,
        "speed": 65.535,
    }
    run = only(fit_file(Leg(record=record, session={"total_ascent": 65535, "avg_heart_rate": 255})))
    assert (run.heart_rate, run.heart_rate_bpm, run.gain_m) == (None, (), None)
    assert run.cadence_spm == 171  # that of the summary
    assert list(run.speed_m_s) == [(3.0, 599)]  # from the distance


def test_a_summary_that_cannot_be_is_named_and_the_moments_count() -> None:
    session = {"total_distance": 40_000_000, "avg_heart_rate": 3}
    run = only(fit_file(Leg(session=session)))
    assert run.distance_m == pytest.approx(1800)
    assert run.heart_rate == 150
    assert run.problems == (
        "the distance that its summary states cannot be, and is left out",
        "the heart rate that its summary states cannot be, and is left out",
    )


def test_a_summary_that_the_moments_contradict_is_named() -> None:
    run = only(fit_file(Leg(session={"total_distance": 18_000})))
    assert run.problems == ("its summary states 18.0 km, its moments reach 1.8 km",)


def test_a_file_cut_in_half_gives_what_came_before() -> None:
    content = fit_file(Leg())
    run = only(content[: len(content) // 2])
    assert run.partial
    assert run.sport == "running"
    assert run.start == START
    assert run.distance_m == pytest.approx(900, rel=0.03)
    assert run.moving_s == pytest.approx(300, rel=0.03)
    assert run.cadence_spm == 171
    assert run.problems == ("it ends early: what it holds is a lower bound",)


def test_where_no_message_names_the_sport_a_lap_or_a_record_does() -> None:
    leg = Leg(record={"activity_type": 1})
    assert only(fit_bytes([Message("file_id", {"type": 4}), *leg.records()])).sport == "running"
    lap = Message("lap", {"sport": 1, "total_distance": 4})
    run = only(fit_bytes([Message("file_id", {"type": 4}), *Leg().records(), lap]))
    assert run.sport == "running"
    assert run.distance_m == pytest.approx(1800)
    assert only(fit_bytes([Message("file_id", {"type": 4}), *Leg().records()])).sport is None


def test_a_summary_that_comes_first_is_kept_when_the_rest_is_cut() -> None:
    content = fit_bytes(messages(Leg(), summary_first=True))
    run = only(content[: len(content) // 2])
    assert run.partial
    assert run.distance_m == pytest.approx(1800)
    assert run.cadence_spm == 171


def test_a_cut_behind_the_first_sport_leaves_the_first_whole() -> None:
    first = Leg(sport=2, seconds=100, metres_per_second=8)
    run = Leg(start=START + datetime.timedelta(seconds=180), seconds=200, metres_before=800)
    content = fit_file(first, run)
    ride, left = read(content[: int(len(content) * 0.75)]).activities
    assert (ride.sport, ride.partial) == ("cycling", False)
    assert (left.sport, left.partial) == ("running", True)
    assert 200 < (left.distance_m or 0) < 600


def test_a_recorder_that_stopped_leaves_a_length_of_nothing() -> None:
    content = without_length(fit_bytes(messages(Leg())[:-2]))
    run = only(content)
    assert run.partial
    assert run.distance_m == pytest.approx(1800)


def test_only_the_checksum_is_cut_off_and_nothing_is_missing() -> None:
    run = only(fit_file(Leg())[:-2])
    assert not run.partial
    assert run.problems == ()


def test_a_wrong_checksum_is_said_and_the_rest_goes_on() -> None:
    content = bytearray(fit_file(Leg()))
    content[-1] ^= 0xFF
    run = only(bytes(content))
    assert run.distance_m == pytest.approx(1800)
    assert not run.partial
    assert run.problems == ("its checksum is wrong: parts of it may be damaged",)


def test_files_one_after_another_are_all_read() -> None:
    later = Leg(start=START + datetime.timedelta(days=1))
    settings = fit_bytes([Message("file_id", {"type": 2})])
    found = read(fit_file(Leg()) + settings + fit_file(later))
    assert [one.start for one in found.activities] == [START, START + datetime.timedelta(days=1)]
    assert found.dropped == ()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (2, "it holds settings of a watch, not an activity"),
        (6, "it holds a course to follow, not an activity"),
        (32, "it holds all-day steps and pulse, not an activity"),
        (49, "it holds other data of a watch, not an activity"),
    ],
)
def test_files_that_are_no_activities(kind: int, expected: str) -> None:
    assert reason(fit_file(Leg(seconds=5), kind=kind)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty"),
        (b"<!DOCTYPE html><html>", "it is not a FIT file"),
        (gzip.compress(b"x" * 100, mtime=0), "it is not a FIT file"),
        (fit_bytes([]), "it holds no activity"),
        (
            fit_file(Leg())[:20],
            "it is damaged or ends near its beginning: nothing of it could be read",
        ),
    ],
)
def test_what_holds_nothing_says_why(content: bytes, expected: str) -> None:
    assert reason(content) == expected


def test_a_ride_without_its_summary_is_not_counted() -> None:
    content = fit_file(Leg(sport=2))
    expected = "it ends before its summary, and its sport is cycling"
    assert reason(content[: len(content) // 2]) == expected


def test_what_begins_like_fit_is_known() -> None:
    assert is_fit(fit_file(Leg(seconds=5)))
    assert not is_fit(b"<?xml version='1.0'?><gpx>")
    assert not is_fit(b"")


@pytest.mark.parametrize("seed", range(40))
def test_damage_of_any_kind_ends_in_a_result(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(fit_file(Leg(seconds=60, altitudes_m=(1, 2, 9)), Leg(seconds=30, sport=2)))
    for _ in range(chance.choice((1, 3, 30))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    if seed % 3 == 0:
        del content[chance.randrange(len(content)) :]
    found = read(bytes(content))
    assert found.activities or found.dropped
    for activity in found.activities:
        assert 0 <= (activity.distance_m or 0) <= 2_000_000
        assert 0 <= (activity.moving_s or 0) <= 60 * 86_400
        assert 0 < (activity.cadence_spm or 1) <= 300
