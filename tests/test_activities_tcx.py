"""TCX: laps, cadence of one leg, several activities, and files that end early."""

from __future__ import annotations

import datetime
import io
import random

import pytest

from surefoot.intake.activities.shapes import Activity, Hints, Read
from surefoot.intake.activities.tcx import is_tcx, read_tcx

from .fuzz.mutations import change_bytes
from .support.tcx_files import BEGUN, activity, lap, point, tcx


def _read(data: bytes, hints: Hints | None = None) -> Read:
    return read_tcx(io.BytesIO(data), "run.tcx", hints or Hints())


def _activity(data: bytes, hints: Hints | None = None) -> Activity:
    read = _read(data, hints)
    assert len(read.activities) == 1, read
    return read.activities[0]


def _two_laps(
    sport: str = "Running", *, cadence: int | None = None, run_cadence: int | None = None
) -> bytes:
    """600 s and 2 km, then 300 s and 1 km after a pause of 100 s; the points begin at 50 m."""

    def points(second: int, metres: float, seconds: int) -> list[str]:
        return [
            point(second + n, metres + 10 * n / 3, cadence=cadence, run_cadence=run_cadence)
            for n in range(0, seconds + 1, 10)
        ]

    later = BEGUN + datetime.timedelta(seconds=700)
    second = lap(*points(700, 2050, 300), seconds=300, metres=1000, begun=later)
    return tcx(activity(lap(*points(0, 50, 600)), second, sport=sport))


def test_distance_and_time_are_those_of_the_laps() -> None:
    run = _activity(_two_laps())
    assert (run.source, run.sport, run.start) == ("tcx", "running", BEGUN)
    assert (run.distance_m, run.moving_s, run.elapsed_s) == (3000, 900, 1000)
    assert run.heart_rate == pytest.approx(140)
    assert run.gain_m is None
    assert run.cadence_spm is None
    assert not run.partial


def test_cadence_of_a_run_is_of_one_leg_in_either_field() -> None:
    for data in (_two_laps(cadence=84), _two_laps(run_cadence=84)):
        assert _activity(data).cadence_spm == 168
    already = _activity(_two_laps(cadence=170))
    assert already.cadence_spm == 170
    assert already.problems == ("its cadence counts both legs already, so it is not doubled",)
    assert _activity(_two_laps("Biking", cadence=84)).cadence_spm is None


def test_zeros_are_no_cadence() -> None:
    points = [point(n, 3 * n, run_cadence=0 if n < 300 else 82) for n in range(0, 601, 10)]
    assert _activity(tcx(activity(lap(*points)))).cadence_spm == 164


def test_cadence_of_laps_stands_in_for_that_of_points() -> None:
    more = "<Extensions><ns3:LX><ns3:AvgRunCadence>{}</ns3:AvgRunCadence></ns3:LX></Extensions>"
    laps = lap(more=more.format(80)), lap(seconds=1200, more=more.format(86))
    run = _activity(tcx(activity(*laps)))
    assert run.cadence_spm == pytest.approx(168)
    assert run.distance_m == 4000
    assert run.elapsed_s == 1800


def test_a_lap_without_a_distance_leaves_it_to_the_points() -> None:
    points = [point(n, 3 * n) for n in range(0, 601, 10)]
    assert _activity(tcx(activity(lap(*points, metres=0)))).distance_m == 1800
    assert _activity(tcx(activity(lap(*points, metres="nan")))).distance_m == 1800
    assert _activity(tcx(activity(lap(metres=0)))).distance_m is None


def test_only_climbs_of_three_metres_count() -> None:
    heights = [100, 102, 100, 102, 100, 150, 148, 160, 120]
    points = [point(10 * n, 30 * n, altitude=height) for n, height in enumerate(heights)]
    run = _activity(tcx(activity(lap(*points[:4]), lap(*points[4:]))))
    assert (run.gain_m, run.loss_m, run.has_stated_gain) == (60, 40, False)


@pytest.mark.parametrize(
    ("label", "sport"),
    [("Running", "running"), ("Biking", "cycling"), ("Other", "other"), ("", None)],
)
def test_sports(label: str, sport: str | None) -> None:
    run = _activity(_two_laps(label))
    assert (run.sport, run.problems) == (sport, ())


def test_a_sport_that_is_not_known_is_asked_for() -> None:
    assert "Curling" in _activity(_two_laps("Curling")).problems[0]
    assert _activity(_two_laps("Other"), Hints(sports={"other": "hiking"})).sport == "hiking"


def test_several_activities_of_a_file_stay_apart() -> None:
    later = BEGUN + datetime.timedelta(hours=1)
    first, second = activity(lap()), activity(lap(begun=later), sport="Biking", begun=later)
    found = _read(tcx(first, second)).activities
    assert [(one.sport, one.start) for one in found] == [("running", BEGUN), ("cycling", later)]
    multisport = f"<MultiSportSession><FirstSport>{first}</FirstSport><NextSport>{second}"
    found = _read(tcx(f"{multisport}</NextSport></MultiSportSession>")).activities
    assert [one.sport for one in found] == ["running", "cycling"]


def test_a_time_of_a_clock_that_was_not_set_is_left_out() -> None:
    odd = point(0, 0, begun=BEGUN.replace(year=1989))
    run = _activity(tcx(activity(lap(odd, *[point(n, 3 * n) for n in range(1, 601)]))))
    assert (run.start, run.elapsed_s) == (BEGUN, 600)


def test_the_clock_of_the_runner_is_known_from_an_offset() -> None:
    begun = BEGUN.astimezone(datetime.timezone(datetime.timedelta(hours=-4)))
    run = _activity(tcx(activity(lap(begun=begun), begun=begun)))
    assert run.start == BEGUN
    assert run.local_start == datetime.datetime(2026, 5, 3, 4)


def test_a_file_that_ends_early_gives_what_it_holds() -> None:
    data = _two_laps()
    run = _activity(data[: data.rindex(b"<Lap")])
    assert run.partial
    assert run.problems[0].startswith("the file ends early")
    assert (run.distance_m, run.moving_s) == (2000, 600)


def test_blanks_before_the_first_line_do_no_harm() -> None:
    data = b" " * 10 + _two_laps()
    assert is_tcx(data[:4096])
    assert not _activity(data).partial


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        (b"<Courses><Course/></Courses>", "it holds a planned course, no recorded activity"),
        (b"<Workouts><Workout/></Workouts>", "it holds a planned workout, no recorded activity"),
        (b"<Activities><Activity/></Activities>", "it holds no recorded activity"),
    ],
)
def test_plans_are_no_activities(inside: bytes, reason: str) -> None:
    read = _read(b"<TrainingCenterDatabase>" + inside + b"</TrainingCenterDatabase>")
    assert [one.reason for one in read.dropped] == [reason]
    assert not read.activities


def test_entities_are_refused() -> None:
    bomb = (
        b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _two_laps().partition(b"\n")[2]
    )
    assert is_tcx(bomb)
    assert _read(bomb).dropped[0].reason.startswith("it declares XML entities")


def test_damage_of_any_kind_ends_in_a_result() -> None:
    chance = random.Random(8)
    data = _two_laps(run_cadence=84)
    for _ in range(100):
        copy = change_bytes(chance, data)
        is_tcx(copy[:4096])
        read = _read(copy)
        assert read.activities or read.dropped
