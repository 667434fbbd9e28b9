"""Garmin's list of all activities of an account: units, sports, breaks."""

from __future__ import annotations

import datetime
import io
import json

import pytest

from surefoot.intake.activities.garmin_account import is_garmin_account, read_garmin_account
from surefoot.intake.activities.shapes import Activity, Hints, Read

RUN = {
    "activityId": 1,
    "name": "Morning in the park",
    "activityType": "running",
    "beginTimestamp": 1_777_912_200_000,
    "startTimeGmt": 1_777_912_200_000.0,
    "startTimeLocal": 1_777_919_400_000.0,
    "duration": 1_800_000.0,
    "elapsedDuration": 1_860_500.0,
    "movingDuration": 1_790_000.0,
    "distance": 500_000.0,
    "elevationGain": 4200.0,
    "elevationLoss": 3900.0,
    "avgHr": 148.0,
    "avgDoubleCadence": 168.5,
    "avgRunCadence": 84.25,
    "startLatitude": 51.5,
    "startLongitude": -0.1,
    "eventTypeId": 9,
    "parent": False,
}


def text(*entries: object) -> str:
    return json.dumps([{"summarizedActivitiesExport": entries}])


def read(content: str) -> Read:
    return read_garmin_account(io.BytesIO(content.encode()), "list.json", Hints())


def only(**changed: object) -> Activity:
    (activity,) = read(text({**RUN, **changed})).activities
    return activity


def test_a_run_is_read_in_metres_and_seconds() -> None:
    run = only()
    assert (run.file, run.source, run.sport, run.ground) == ("list.json", "garmin", "running", "")
    assert run.start == datetime.datetime(2026, 5, 4, 16, 30, tzinfo=datetime.UTC)
    assert run.local_start == datetime.datetime(2026, 5, 4, 18, 30)
    assert (run.distance_m, run.moving_s, run.elapsed_s) == (5000, 1800, 1860.5)
    assert (run.gain_m, run.loss_m, run.has_stated_gain) == (42, 39, True)
    assert (run.cadence_spm, run.heart_rate) == (168.5, 148)
    assert run.is_complete
    assert not run.is_race
    assert run.problems == ()


def test_a_list_in_metres_is_known_by_its_pace() -> None:
    run = only(distance=5000.0, elevationGain=42.0)
    assert (run.distance_m, run.gain_m) == (5000, 42)


@pytest.mark.parametrize(
    ("changed", "cadence"),
    [
        ({"avgDoubleCadence": None}, 168.5),
        ({"avgDoubleCadence": None, "avgRunCadence": 171.0}, 171),
        ({"avgDoubleCadence": None, "avgRunCadence": None}, None),
        ({"activityType": "road_biking"}, None),
    ],
)
def test_cadence_is_of_both_legs(changed: dict[str, object], cadence: float | None) -> None:
    assert only(**changed).cadence_spm == cadence


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("trail_running", ("running", "trail")),
        ("treadmill_running", ("running", "treadmill")),
        ("track_running", ("running", "track")),
        ("virtual_run", ("running", "virtual")),
        ({"typeKey": "running"}, ("running", "")),
        ("hiking", ("hiking", "")),
        ("mountain_biking", ("cycling", "")),
        ("lap_swimming", ("swimming", "")),
        ("strength_training", ("strength training", "")),
        ("uncategorized", (None, "")),
        (None, (None, "")),
    ],
)
def test_sport_and_ground(kind: object, expected: tuple[str | None, str]) -> None:
    activity = only(activityType=kind)
    assert (activity.sport, activity.ground) == expected


def test_a_race_of_several_sports_is_not_counted_a_second_time_as_a_whole() -> None:
    whole = {**RUN, "activityType": "multi_sport", "parent": True}
    found = read(text(whole, {**RUN, "parentId": 1})).activities
    assert [one.sport for one in found] == ["running"]


def test_what_cannot_be_is_not_handed_on() -> None:
    run = only(
        distance=float("nan"),
        duration=float("inf"),
        movingDuration="soon",
        avgHr=0,
        avgDoubleCadence=9e9,
    )
    assert (run.distance_m, run.moving_s, run.heart_rate, run.cadence_spm) == (
        None,
        None,
        None,
        168.5,
    )
    run = only(startTimeGmt=None, beginTimestamp=-5, startTimeLocal=1e300)
    assert (run.start, run.local_start) == (None, None)
    assert run.problems == ("it has no usable date",)


def test_a_list_that_breaks_off_gives_what_came_before() -> None:
    content = text(RUN, RUN, RUN)
    found = read(content[: len(content) * 3 // 4])
    assert len(found.activities) == 2
    assert found.dropped[0].reason == "it breaks off after 2 activities"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (text(), "it lists no activities"),
        (text(1, None, "x"), "it lists no activities"),
        ("", "it lists no activities"),
        ('[{"summarizedActivitiesExport": 3}]', "it breaks off after 0 activities"),
        ('[{"summarizedActivitiesExport": [' + "[" * 100_000, "it breaks off after 0 activities"),
    ],
)
def test_what_holds_nothing_says_why(content: str, expected: str) -> None:
    found = read(content)
    assert found.activities == ()
    assert [one.reason for one in found.dropped] == [expected]


def test_what_begins_like_it_is_known() -> None:
    assert is_garmin_account(text(RUN).encode())
    assert not is_garmin_account(b'[{"sleepStartTimestampGMT": 1}]')
