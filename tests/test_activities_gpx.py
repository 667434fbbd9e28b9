"""GPX: what comes of a track, and of files that are no track."""

from __future__ import annotations

import datetime
import io
import random

import pytest

from surefoot.intake.activities.gpx import is_gpx, read_gpx
from surefoot.intake.activities.shapes import Activity, Hints, Read

from .fuzz.mutations import change_bytes
from .support.gpx_files import BEGUN, Point, gpx, points, track, without_times
from .support.shared_activities import WHY_NOT, shared_file, shared_rows

_ROWS = [row for row in shared_rows("manifest.tsv") if row["path"].endswith(".gpx")]


def _read(data: bytes, hints: Hints | None = None) -> Read:
    return read_gpx(io.BytesIO(data), "run.gpx", hints or Hints())


def _activity(data: bytes, hints: Hints | None = None) -> Activity:
    read = _read(data, hints)
    assert len(read.activities) == 1, read
    return read.activities[0]


def _reason(data: bytes) -> str:
    read = _read(data)
    assert not read.activities
    assert len(read.dropped) == 1
    return read.dropped[0].reason


def test_a_track_gives_distance_and_times() -> None:
    run = _activity(gpx(track(points(1800, 3.0))))
    assert (run.source, run.sport, run.start) == ("gpx", "running", BEGUN)
    assert run.distance_m == pytest.approx(5400, rel=0.005)
    assert (run.moving_s, run.elapsed_s) == (1800, 1800)
    assert run.local_start is None
    assert run.gain_m is None
    assert run.cadence_spm is None
    assert not run.partial
    assert run.problems == ()


@pytest.mark.parametrize(
    ("label", "sport", "ground"),
    [
        ("9", "running", ""),
        ("4", "hiking", ""),
        ("1", "cycling", ""),
        ("Running", "running", ""),
        ("trail_running", "running", "trail"),
        ("treadmill_running", "running", "treadmill"),
        ("Laufen", "running", ""),
        ("<![CDATA[unknown]]>", None, ""),
        (None, None, ""),
        ("", None, ""),
        ("Other", "other", ""),
    ],
)
def test_the_sport_is_a_number_or_a_word(label: str | None, sport: str | None, ground: str) -> None:
    run = _activity(gpx(track(points(60), kind=label)))
    assert (run.sport, run.ground, run.problems) == (sport, ground, ())


def test_a_label_that_is_not_known_is_asked_for() -> None:
    data = gpx(track(points(60), kind="Curling"))
    run = _activity(data)
    assert run.sport is None
    assert "Curling" in run.problems[0]
    assert _activity(data, Hints(sports={"curling": "walking"})).sport == "walking"


@pytest.mark.parametrize(
    "extension",
    [
        "<one:TrackPointExtension><one:hr>140</one:hr><one:cad>82</one:cad></one:TrackPointExtension>",
        "<two:hr>140</two:hr><two:cadence>82</two:cadence>",
        "<never-declared:cad>82</never-declared:cad><never-declared:hr>140</never-declared:hr>",
    ],
)
def test_cadence_is_of_one_leg_whatever_its_prefix(extension: str) -> None:
    run = _activity(gpx(track(points(60, extension=extension))))
    assert run.cadence_spm == 164
    assert run.running_cadence_spm == 164
    assert run.heart_rate == 140
    assert not run.partial


def test_standing_counts_neither_for_cadence_nor_for_moving_time() -> None:
    cad = "<one:cad>{}</one:cad>".format
    standing = points(300, 0.0, begun=BEGUN + datetime.timedelta(minutes=10), at=1800)
    later = points(600, begun=BEGUN + datetime.timedelta(minutes=15), at=1800)
    all_of_it = [
        *points(595, extension=cad(80)),
        *[Point(one.metres, one.time, extension=cad(0)) for one in standing],
        *[Point(one.metres, one.time, extension=cad(80)) for one in later[1:]],
    ]
    run = _activity(gpx(track(all_of_it)))
    assert run.moving_s == pytest.approx(1200, abs=10)
    assert run.elapsed_s == 1500
    assert run.cadence_spm == 160


def test_steps_that_were_counted_already_are_not_doubled() -> None:
    run = _activity(gpx(track(points(60, extension="<one:cad>168</one:cad>"))))
    assert run.cadence_spm == 168
    assert run.problems == ("its cadence counts both legs already, so it is not doubled",)


def test_a_bike_has_no_steps() -> None:
    run = _activity(gpx(track(points(60, 8, extension="<one:cad>85</one:cad>"), kind="cycling")))
    assert run.cadence_spm is None


def test_only_climbs_of_three_metres_count() -> None:
    heights = [100, 102, 100, 102, 100, 150, 148, 160, 120]
    climbing = [
        Point(20.0 * n, BEGUN + datetime.timedelta(seconds=8 * n), altitude=height)
        for n, height in enumerate(heights)
    ]
    run = _activity(gpx(track(climbing)))
    assert (run.gain_m, run.loss_m, run.has_stated_gain) == (60, 40, False)


def test_what_rose_between_two_segments_was_not_recorded() -> None:
    def rising(minute: int, bottom: float) -> list[Point]:
        begun = BEGUN + datetime.timedelta(minutes=minute)
        return [
            Point(one.metres, one.time, altitude=bottom + n)
            for n, one in enumerate(points(100, begun=begun))
        ]

    run = _activity(gpx(track(rising(0, 100), rising(10, 700))))
    assert run.gain_m == pytest.approx(40, abs=3)
    assert run.loss_m == 0


def test_heights_that_are_all_zero_are_none() -> None:
    flat = [Point(one.metres, one.time, altitude=0.0) for one in points(60)]
    assert _activity(gpx(track(flat))).gain_m is None


def test_what_lies_between_two_segments_was_not_recorded() -> None:
    later = points(600, begun=BEGUN + datetime.timedelta(minutes=20), at=5000)
    run = _activity(gpx(track(points(600), later)))
    assert run.distance_m == pytest.approx(3600, rel=0.005)
    assert (run.moving_s, run.elapsed_s) == (1200, 1800)


def test_tracks_after_a_pause_are_one_activity_and_those_of_another_day_two() -> None:
    first = track(points(600))
    after_a_pause = track(points(600, begun=BEGUN + datetime.timedelta(minutes=30), at=1800))
    next_day = track(points(900, begun=BEGUN + datetime.timedelta(days=1)))
    ride = track(points(600, 8, begun=BEGUN + datetime.timedelta(minutes=11)), kind="cycling")
    found = _read(gpx(first, after_a_pause, next_day)).activities
    assert [one.elapsed_s for one in found] == [2400, 900]
    assert [one.sport for one in _read(gpx(first, ride)).activities] == ["running", "cycling"]
    assert len(_read(gpx(first, first)).activities) == 2  # twins, for who joins them to see


@pytest.mark.parametrize("share", [1, 2])
def test_without_times_there_is_a_distance_only(share: int) -> None:
    given = points(600)
    kept = len(given) // share
    run = _activity(gpx(track([*without_times(given[:kept]), *given[kept:]])))
    assert run.distance_m == pytest.approx(1800, rel=0.005)
    assert (run.start, run.moving_s, run.elapsed_s) == (None, None, None)
    assert "its date and its duration are not known" in run.problems[0]


@pytest.mark.parametrize("year", [1901, 2085])
def test_times_of_a_clock_that_was_not_set_are_left_out(year: int) -> None:
    given = points(600)
    odd = Point(0.0, datetime.datetime(year, 12, 13, 20, 45, 52, tzinfo=datetime.UTC))
    run = _activity(gpx(track([odd, *given[1:]])))
    assert run.start == given[1].time
    assert run.elapsed_s == 595
    all_odd = _activity(gpx(track(points(600, begun=BEGUN.replace(year=year)))))
    assert all_odd.start is not None
    assert all_odd.start.year == year


def test_the_clock_of_the_runner_is_known_from_an_offset() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    run = _activity(gpx(track(points(60, begun=BEGUN.astimezone(zone)))))
    assert run.start == BEGUN
    assert run.local_start == datetime.datetime(2026, 5, 3, 10)


def test_points_without_a_place_are_lost_and_the_file_is_not() -> None:
    given = points(60)
    place = b'lat="10.0001347" lon="20.5"'
    whole = gpx(track(given))
    assert place in whole
    for data in (
        gpx(track([Point(None, BEGUN), *given])),
        whole.replace(place, b'lat="nan" lon="20.5"'),
        whole.replace(place, b'lat="0.0" lon="0.0"'),
        whole.replace(place, b'lat="91" lon="20.5"'),
    ):
        found = _activity(data)
        assert found.partial
        assert found.problems == ("points without a place, left out: 1",)
        assert found.distance_m == pytest.approx(180, rel=0.005)


def test_a_leap_of_the_position_is_left_out() -> None:
    given = points(600)
    given[30] = Point(400_000.0, given[30].time)
    run = _activity(gpx(track(given)))
    assert run.distance_m == pytest.approx(1800, rel=0.005)
    assert run.problems == ("leaps of the position, left out: 1",)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ([], "it holds no recorded track"),
        (['<wpt lat="1" lon="2"/>'], "it holds places (waypoints) only, no recorded track"),
        (
            ['<rte><rtept lat="1" lon="2"/></rte>'],
            "it holds a planned route, no recorded track",
        ),
        (["<trk><trkseg/></trk>"], "its track has no points that can be used"),
        ([track(points(0))], "its track has no points that can be used"),
    ],
)
def test_what_is_no_track_is_dropped_with_its_reason(parts: list[str], reason: str) -> None:
    assert _reason(gpx(*parts)) == reason


def test_a_file_that_ends_early_gives_what_it_holds() -> None:
    data = gpx(track(points(600)))
    run = _activity(data[: len(data) // 2])
    assert run.partial
    assert run.problems[0].startswith("the file ends early")
    assert run.distance_m == pytest.approx(900, rel=0.05)


def test_encodings_and_blanks_before_the_first_line_do_no_harm() -> None:
    plain = gpx(track(points(60)))
    text = plain.decode()
    for data in (
        b" " * 10 + plain,
        b"\xef\xbb\xbf" + plain,
        text.encode("utf-16"),
        text.replace("UTF-8", "UTF-16").encode("utf-16"),
        text.replace("UTF-8", "UTF-16").encode(),
        text.replace("UTF-8", "ISO-8859-1").replace("lake", "Öresund").encode("latin-1"),
        text.replace("lake", "la\x0bke").encode(),
    ):
        assert is_gpx(data[:4096])
        assert not (run := _activity(data)).partial
        assert run.elapsed_s == 60


def test_entities_are_refused_and_nothing_is_fetched() -> None:
    bomb = b'<!DOCTYPE gpx [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;&a;">]><gpx><trk>&b;</trk></gpx>'
    assert is_gpx(bomb)
    assert _reason(bomb).startswith("it declares XML entities")
    assert _reason(bomb.decode().encode("utf-16")).startswith("it declares XML entities")
    begun = gpx(track(points(60)))
    asked = begun.replace(b"<gpx", b'<!DOCTYPE gpx SYSTEM "http://127.0.0.1:9/x"><gpx', 1)
    assert _activity(asked).elapsed_s == 60


@pytest.mark.parametrize("data", [b"", b"   ", b"PK\x03\x04", b"<html><body>Log in", b"\0" * 99])
def test_what_is_no_gpx_is_told_apart(data: bytes) -> None:
    assert not is_gpx(data)
    assert _reason(data)


def test_no_place_and_no_name_leaves_the_reader() -> None:
    shown = repr(_read(gpx(track([*points(60), Point(None, None)]))))
    assert "20.5" not in shown
    assert "lake" not in shown


def test_damage_of_any_kind_ends_in_a_result() -> None:
    chance = random.Random(8)
    data = gpx(track(points(100, extension="<one:cad>82</one:cad>")))
    for _ in range(200):
        copy = change_bytes(chance, data)
        is_gpx(copy[:4096])
        read = _read(copy)
        assert read.activities or read.dropped


@pytest.mark.skipif(not _ROWS, reason=WHY_NOT)
def test_the_same_run_as_gpx_and_tcx_has_the_same_cadence() -> None:
    from surefoot.intake.activities.tcx import read_tcx  # noqa: PLC0415

    path = shared_file("aaron-schroeder+activereader/tests/testdata.gpx")
    as_gpx = _activity(path.read_bytes())
    with path.with_suffix(".tcx").open("rb") as stream:
        as_tcx = read_tcx(stream, "run.tcx", Hints()).activities[0]
    assert as_gpx.start == as_tcx.start
    assert as_gpx.cadence_spm == pytest.approx(as_tcx.cadence_spm, abs=1)
