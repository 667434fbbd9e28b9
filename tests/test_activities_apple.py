"""Apple Health: workouts of any age of the export, and nothing else of it."""

from __future__ import annotations

import datetime
import io
import random
import zipfile

import pytest

from surefoot.intake.activities import xml
from surefoot.intake.activities.apple import is_apple, read_apple
from surefoot.intake.activities.shapes import Activity, Hints, Read

from .fuzz.mutations import change_bytes
from .support.apple_files import FAULTY_DTD, RECORD, apple, entry, statistic, workout
from .support.shared_activities import WHY_NOT, shared_file, shared_rows


def _read(data: bytes) -> Read:
    return read_apple(io.BytesIO(data), "export.xml", Hints())


def _activity(*parts: str) -> Activity:
    read = _read(apple(*parts))
    assert len(read.activities) == 1, read
    return read.activities[0]


def test_a_workout_of_ios_16() -> None:
    run = _activity(
        RECORD,
        workout(
            entry("HKTimeZone", "America/Los_Angeles"),
            entry("HKElevationAscended", "4200 cm"),
            statistic("StepCount", "9900", "count"),
            statistic("HeartRate", "148.5", "count/min", "average"),
            statistic("DistanceWalkingRunning", "11.5", "km"),
        ),
        RECORD,
    )
    assert (run.source, run.sport, run.ground) == ("apple", "running", "")
    assert run.start == datetime.datetime(2026, 5, 3, 7, tzinfo=datetime.UTC)
    assert run.local_start == datetime.datetime(2026, 5, 3, 0)
    assert run.distance_m == pytest.approx(11_500)
    assert (run.moving_s, run.elapsed_s) == (3600, 3900)
    assert (run.gain_m, run.has_stated_gain, run.loss_m) == (42, True, None)
    assert run.cadence_spm == 165
    assert run.heart_rate == 148.5
    assert run.is_complete
    assert not run.partial
    assert run.problems == ()


@pytest.mark.parametrize(
    ("distance", "unit", "metres"),
    [("6.2", "mi", 9977.93), ("10", "km", 10_000), ("400", "m", 400), ("0", "km", None),
     ("1", "league", None)],
)  # fmt: skip
def test_the_distance_before_ios_16(distance: str, unit: str, metres: float | None) -> None:
    run = _activity(workout(more=f'totalDistance="{distance}" totalDistanceUnit="{unit}"'))
    assert run.distance_m == (None if metres is None else pytest.approx(metres, rel=1e-6))


@pytest.mark.parametrize(
    "duration",
    ['duration="30" durationUnit="min"', 'duration="1800" durationUnit="s"',
     'duration="0.5" durationUnit="hr"', 'duration="30"'],
)  # fmt: skip
def test_durations_in_any_unit(duration: str) -> None:
    assert _activity(workout(duration=duration)).moving_s == pytest.approx(1800)


def test_without_a_duration_it_is_the_time_from_start_to_end() -> None:
    assert _activity(workout(duration="")).moving_s == 3900


def test_statistics_of_the_parts_of_a_workout_are_not_added() -> None:
    distance = statistic("DistanceWalkingRunning", "8", "km")
    part = f"  <WorkoutActivity>\n{distance}{entry('HKIndoorWorkout', '1')}  </WorkoutActivity>\n"
    run = _activity(workout(part, distance))
    assert run.distance_m == 8000
    assert run.ground == ""
    assert _activity(workout(part)).distance_m is None


def test_indoors_is_a_treadmill_for_runs_only() -> None:
    indoors = entry("HKIndoorWorkout", "1")
    assert _activity(workout(indoors)).ground == "treadmill"
    assert _activity(workout(indoors, sport="Cycling")).ground == ""


@pytest.mark.parametrize(
    ("sport", "expected"),
    [("Walking", "walking"), ("Hiking", "hiking"), ("Cycling", "cycling"), ("Other", "other"),
     ("TraditionalStrengthTraining", "traditional strength training"), ("", None)],
)  # fmt: skip
def test_every_sport_is_told(sport: str, expected: str | None) -> None:
    assert _activity(workout(sport=sport)).sport == expected


def test_a_ride_has_its_own_distance_and_no_steps() -> None:
    ride = _activity(
        workout(
            statistic("DistanceWalkingRunning", "0.3", "km"),
            statistic("DistanceCycling", "20", "km"),
            statistic("StepCount", "400", "count"),
            sport="Cycling",
        )
    )
    assert (ride.distance_m, ride.cadence_spm) == (20_000, None)


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd"])
def test_without_a_zone_the_clock_of_the_runner_is_not_known(zone: str) -> None:
    run = _activity(workout(entry("HKTimeZone", zone)))
    assert run.local_start is None
    assert run.start is not None


def test_a_long_dtd_hides_nothing() -> None:
    long = FAULTY_DTD.replace("]>", "<!-- more -->\n" * 1000 + "]>")
    data = apple(workout(), dtd=long)
    assert is_apple(data[:4096])
    assert len(_read(data).activities) == 1


def test_characters_that_xml_forbids_do_no_harm() -> None:
    run = _activity(RECORD.replace("A phone", "A\x0bphone"), workout(), RECORD)
    assert not run.partial


def test_an_export_that_ends_early_keeps_what_came() -> None:
    whole = apple(*[workout(), RECORD] * 3)
    read = _read(whole[: whole.rindex(b"<Workout") + 30])
    assert [one.partial for one in read.activities] == [True, True]
    assert read.activities[0].problems[0].startswith("the file ends early")


def test_an_export_without_workouts_says_so() -> None:
    assert [one.reason for one in _read(apple(RECORD)).dropped] == ["no workout is recorded in it"]


@pytest.mark.parametrize("data", [b"", b"<gpx/>", b"PK\x03\x04", b"<HealthData", b"{}"])
def test_what_is_no_export_gives_a_reason(data: bytes) -> None:
    read = _read(data)
    assert not read.activities
    assert read.dropped[0].reason


def test_entities_are_refused() -> None:
    data = apple(workout(), dtd='<!DOCTYPE HealthData [<!ENTITY a "aaaa">]>')
    assert is_apple(data[:4096])
    assert _read(data).dropped[0].reason.startswith("it declares XML entities")


def test_one_entry_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "LARGEST_ENTRY", 300_000)
    data = apple(workout(), workout(*[entry("a", "b")] * 20_000))
    read = _read(data)
    assert [one.partial for one in read.activities] == [True]
    assert "one entry of it is larger than" in read.activities[0].problems[0]


def test_nothing_of_the_entries_is_kept_while_reading() -> None:
    seen = 0
    for element in xml.each(
        io.BytesIO(apple(*[RECORD * 100, workout()] * 50)), "HealthData", "Workout"
    ):
        seen += 1
        root = element.getparent()
        assert root is not None
        assert len(root) < 1500
    assert seen == 50


def test_no_name_leaves_the_reader() -> None:
    assert "Somebody" not in repr(_read(apple(workout())))


def test_damage_of_any_kind_ends_in_a_result() -> None:
    chance = random.Random(8)
    data = apple(*[RECORD, workout(statistic("DistanceWalkingRunning", "8", "km"))] * 9)
    for _ in range(200):
        copy = change_bytes(chance, data)
        is_apple(copy[:4096])
        read = _read(copy)
        assert read.activities or read.dropped


@pytest.mark.skipif(not shared_rows("manifest.tsv"), reason=WHY_NOT)
def test_a_real_export() -> None:
    with zipfile.ZipFile(shared_file("dogsheep+healthkit-to-sqlite/export.zip")) as archive:
        (run,) = _read(archive.read("apple_health_export/export.xml")).activities
    assert run.distance_m == pytest.approx(800.1, rel=0.005)
    assert run.moving_s == pytest.approx(311.6, rel=0.03)
    assert run.start == datetime.datetime(2016, 11, 14, 14, 25, 41, tzinfo=datetime.UTC)
    assert run.local_start == datetime.datetime(2016, 11, 14, 6, 25, 41)
