"""Any other table: our own columns, those of known programs, those that the runner names."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.intake.activities import csv_text
from surefoot.intake.activities.csv_text import decimal_mark, number, read_text_table, seconds
from surefoot.intake.activities.garmin_list import is_garmin_list, read_garmin_list
from surefoot.intake.activities.shapes import Activity, Hints, Read
from surefoot.intake.activities.strava import is_strava, read_shoes, read_strava
from surefoot.intake.activities.table import is_table, read_table
from surefoot.intake.activities.table_columns import propose_columns

from .support.strava_files import StravaRow, strava_csv

SHARED = Path(__file__).resolve().parents[2] / "shared" / "activities"
NOON = datetime.datetime(2026, 11, 3, 12)


def _read(text: str, hints: Hints | None = None) -> Read:
    return read_table(io.BytesIO(text.encode()), "diary.csv", hints or Hints())


def _all(text: str, hints: Hints | None = None) -> tuple[Activity, ...]:
    read = _read(text, hints)
    assert read.dropped == ()
    return read.activities


def test_a_diary_in_our_own_columns() -> None:
    (read,) = _all(
        "date,distance_km,duration_min,gain_m,loss_m,cadence_spm,hr_avg,rpe,surface,shoe\n"
        "2026-11-03 07:15,10.2,61.5,120,118,168,150,4,trail,Blue ones\n"
    )
    assert read.local_start == datetime.datetime(2026, 11, 3, 7, 15)
    assert (read.sport, read.ground, read.start) == ("running", "trail", None)
    assert (read.distance_m, read.moving_s) == (10200, 3690)
    assert (read.gain_m, read.loss_m, read.has_stated_gain) == (120, 118, True)
    assert (read.cadence_spm, read.heart_rate, read.effort) == (168, 150, 4)
    assert (read.gear, read.gear_name) == ("Blue ones", "Blue ones")


@pytest.mark.parametrize(
    ("column", "cell", "metres"),
    [("distance_km", "10.2", 10200), ("Distance (m)", "10200", 10200), ("miles", "1", 1609.344)],
)
def test_the_unit_stands_in_the_name(column: str, cell: str, metres: float) -> None:
    (read,) = _all(f"Date,{column}\n2026-11-03,{cell}\n")
    assert read.distance_m == pytest.approx(metres)


def test_semicolons_decimal_commas_and_tabs() -> None:
    semicolons = _all("date;distance_km;duration\n3.11.2026;10,250;1:02:03\n4.11.2026;8,5;50:00\n")
    assert [one.distance_m for one in semicolons] == [10250, 8500]
    assert [one.moving_s for one in semicolons] == [3723, 3000]
    tabs = _all("date\tdistance_km\n2026-11-03\t1,024.5\n")
    assert tabs[0].distance_m == 1_024_500


def test_hours_and_minutes_are_told_from_minutes_and_seconds_by_the_pace() -> None:
    hours = _all("date,distance_km,duration\n2026-11-03,10,1:02\n2026-11-04,5,0:30\n")
    assert [one.moving_s for one in hours] == [3720, 1800]
    minutes = _all("date,distance_km,duration\n2026-11-03,10,62:00\n2026-11-04,5,30:00\n")
    assert [one.moving_s for one in minutes] == [3720, 1800]


def test_days_without_running_are_no_runs() -> None:
    runs = _all("date,distance_km,duration\n2026-11-03,0.0,\n2026-11-04,5,30:00\n2026-11-05,,\n")
    assert [one.distance_m for one in runs] == [5000]


def test_with_sessions_a_row_is_a_day() -> None:
    days = _all("date,sessions,km\n2026-11-03,2,10\n2026-11-04,1,0.0\n2026-11-05,0,0.0\n")
    assert [(one.sport, one.distance_m) for one in days] == [("running", 10000), ("other", None)]
    assert all(one.is_daily and one.is_complete for one in days)


def test_a_day_without_a_clock_begins_at_noon_and_two_runs_of_it_stay_two() -> None:
    first, second = _all("date,distance_km,duration_min\n2026-11-03,10,60\n2026-11-03,5,30\n")
    assert first.local_start == NOON
    assert second.local_start == NOON + datetime.timedelta(hours=2)


def test_a_zone_in_the_date_is_kept() -> None:
    (read,) = _all("date,distance_km\n2026-11-03T07:15:00+01:00,10\n")
    assert read.start == datetime.datetime(2026, 11, 3, 6, 15, tzinfo=datetime.UTC)
    assert read.local_start == datetime.datetime(2026, 11, 3, 7, 15)


def test_a_list_of_intervals_icu_is_known() -> None:
    run, ride = _all(
        "id,start_date_local,type,name,distance,moving_time,elapsed_time,total_elevation_gain,"
        "average_cadence,average_heartrate,icu_rpe\n"
        "i1,2026-11-03T07:15:00,TrailRun,A,10200,3600,3700,250,84.5,150,6\n"
        "i2,2026-11-04T07:15:00,Ride,B,30200,3600,3700,250,84.5,150,6\n"
    )
    assert (run.sport, run.ground, run.distance_m) == ("running", "trail", 10200)
    assert (run.moving_s, run.elapsed_s, run.gain_m) == (3600, 3700, 250)
    assert (run.cadence_spm, run.heart_rate, run.effort) == (169, 150, 6)
    assert (ride.sport, ride.cadence_spm) == ("cycling", None)


def test_a_list_of_garmin_connect_export_is_known() -> None:
    (read,) = _all(
        "Start Time,Activity Type,Duration (h:m:s),Moving Duration (h:m:s),Distance (km),"
        "Average Heart Rate (bpm),Avg. Run Cadence\n"
        "2026-11-03T07:15:00+01:00,treadmill_running,1:00:00,0:58:00,10.1,150,160\n"
    )
    assert (read.sport, read.ground) == ("running", "treadmill")
    assert (read.distance_m, read.moving_s, read.cadence_spm) == (10100, 3480, 160)


UNKNOWN = "Tag,Strecke,Dauer\n3.11.2026,10.2,1:02:03\n"


def test_unknown_columns_are_named_with_what_to_write() -> None:
    reason = _read(UNKNOWN).dropped[0].reason
    assert "Tag, Strecke, Dauer" in reason
    assert '--columns "date=Tag,distance_km=Strecke,duration=Dauer"' in reason
    said = {"date": "Tag", "distance_km": "Strecke", "duration": "Dauer"}
    (read,) = _all(UNKNOWN, Hints(columns=said))
    assert (read.local_start, read.distance_m, read.moving_s) == (NOON, 10200, 3723)


@pytest.mark.parametrize(
    ("said", "told"), [({"date": "Tg"}, "Tag, Strecke"), ({"datum": "Tag"}, "distance_km")]
)
def test_a_slip_in_what_is_said_of_columns_is_told(said: dict[str, str], told: str) -> None:
    assert told in _read(UNKNOWN, Hints(columns=said)).dropped[0].reason


def test_columns_are_proposed_by_name_and_content() -> None:
    header = ["Datum", "Wetter", "Aktivitätstyp", "Distanz", "Zeit", "Ø Herzfrequenz"]
    rows = [["3.11.2026", "5 Grad", "Lauf", "10,2", "1:02:03", "150"]] * 3
    assert propose_columns(header, rows) == {
        "date": "Datum",
        "distance_km": "Distanz",
        "duration": "Zeit",
        "hr_avg": "Ø Herzfrequenz",
        "sport": "Aktivitätstyp",
    }
    assert propose_columns(["a", "b"], [["x", "y"]]) == {}


def test_rows_that_cannot_be_read_are_told_and_the_rest_is_read() -> None:
    read = _read("date,distance_km\n2026-11-03,nan\n2026-11-04,5\nsoon,6\n2026-11-06\n")
    assert [one.distance_m for one in read.activities] == [5000, 6000]
    assert "soon" in read.activities[1].problems[0]
    reasons = [one.reason for one in read.dropped]
    assert "line 5: the row has 1 cell" in reasons[0]
    assert 'line 2: distance_km is no number: "nan"' in reasons[1]


def test_ambiguous_days_are_asked_for() -> None:
    text = "date,distance_km\n03/04/2026,5\n05/06/2026,6\n"
    assert "--language" in _read(text).dropped[0].reason
    first = _all(text, Hints(language="en-US"))[0]
    assert first.local_start == datetime.datetime(2026, 3, 4, 12)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/activities")
def test_the_real_tables() -> None:
    log = (SHARED / "lovdal2021/athlete0_days.tsv").read_text(encoding="utf-8")
    columns = {"date": "date", "distance_km": "km", "sessions": "sessions"}
    days = _all(log, Hints(columns=columns))
    kilometres = [one.distance_m / 1000 for one in days if one.distance_m is not None]
    assert len(kilometres) == 19
    assert sum(kilometres) == pytest.approx(184.7)
    assert {one.sport for one in days} == {"running", "other"}
    by_hand = SHARED / "TheNewThinkTank+strava-insights/data/manual_activities.csv"
    read = _read(by_hand.read_text(encoding="utf-8"))
    assert read.activities == ()
    assert 'dates that can be read, such as "Oct 30, 2023, 00:00:00 PM"' in read.dropped[0].reason


def test_a_table_without_end_is_read_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "_MOST_ROWS", 4)
    read = _read("date,distance_km\n" + "2026-11-03,5\n" * 9)
    assert len(read.activities) == 4
    assert "too long: only its first 4 rows were read" in read.dropped[0].reason
    assert len(_all("date,distance_km\n" + "2026-11-03,5\n" * 4)) == 4


@pytest.mark.parametrize("head", [b"", b"<html>", b'{"a": 1}', b"PK\x03\x04,,", b"one column\n1\n"])
def test_what_is_no_table(head: bytes) -> None:
    assert not is_table(head)


@pytest.mark.parametrize(
    "raw",
    [
        "ä;b".encode(),
        "ä;b".encode("cp1252"),
        "ä;b".encode("utf-16"),
        "ä;b".encode("utf-16-le"),
        "\ufeffä;b".encode(),
        "sep=;\nä;b".encode(),
        b'\xc3\xa4;"b"\x00',
    ],
)
def test_encodings_and_marks(raw: bytes) -> None:
    assert read_text_table(raw).header == ("ä", "b")


def test_numbers_and_times_as_people_write_them() -> None:
    assert [number(text, ",") for text in ("1.234,5", "33,22", "1 234,5")] == [
        1234.5,
        33.22,
        1234.5,
    ]
    assert [number(text) for text in ("'-12", "inf", "1e999", "--", "12 km", "−3")] == [
        -12,
        *[None] * 4,
        -3,
    ]
    assert decimal_mark(["1.234,5", "7"]) == ","
    assert decimal_mark(["1,115"]) == "."
    assert [seconds(text) for text in ("00:07:43.2", "1:75", "1 h 2 min", "x", "")] == [
        pytest.approx(463.2),
        None,
        3720,
        None,
        None,
    ]


RUN = StravaRow(start=NOON.replace(tzinfo=datetime.UTC), km=10, moving_s=3000, cadence_spm=170)
GARMIN = (
    b"Activity Type,Date,Title,Distance,Time,Avg Run Cadence,Avg Stride Length\n"
    b"Running,2026-11-03 10:00:00,x,10.0,1:00:00,165,1.01\n"
)
FILES = (strava_csv([RUN] * 3).encode(), GARMIN, UNKNOWN.encode(), b"date,km,sessions\n3.11.26,5,1")
PIECES = (b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"nan", b"1e999", b"-", b";", b"2 mar. 2026")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FILES),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES), st.integers(0, 9)), max_size=8),
)
def test_broken_files_are_read_as_far_as_they_go(
    raw: bytes, changes: list[tuple[float, bytes, int]]
) -> None:
    for place, piece, length in changes:
        at = int(place * len(raw))
        raw = raw[:at] + piece + raw[at + length :]
    for is_one in (is_strava, is_garmin_list, is_table):
        is_one(raw[:4096])
    for reader in (read_strava, read_garmin_list, read_table, read_shoes):
        for one in reader(io.BytesIO(raw), "broken.csv", Hints(unit="km")).activities:
            for value in (one.distance_m, one.moving_s, one.gain_m, one.cadence_spm):
                assert value is None or 0 <= value < float("inf")
