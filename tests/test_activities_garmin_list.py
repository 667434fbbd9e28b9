"""Garmin's list of activities: its columns in any language, and the unit that it never states."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from surefoot.intake.activities.garmin_list import is_garmin_list, read_garmin_list
from surefoot.intake.activities.shapes import Activity, Hints, Read

HEADERS = Path(__file__).resolve().parents[2] / "shared" / "activities/headers/csv_headers.tsv"
ENGLISH = (
    "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Avg Run Cadence,Avg Pace,"
    "Total Ascent,Total Descent,Avg Stride Length,Moving Time,Elapsed Time"
)
GERMAN = (
    "Aktivitätstyp,Datum,Favorit,Titel,Distanz,Kalorien,Zeit,Ø Herzfrequenz,"
    "Ø Schrittfrequenz (Laufen),Ø Pace,Anstieg gesamt,Abstieg gesamt,Ø Schrittlänge,"
    "Zeit in Bewegung,Verstrichene Zeit"
)
POLISH = (
    "Typ aktywności,Data,Ulubiony,Tytuł,Dystans,Kalorie,Czas,Średnie tętno,Średni rytm biegu,"
    "Średnie tempo,Całkowity wznios,Całkowity spadek,Średnia długość kroku,Czas ruchu,"
    "Upłynęło czasu"
)
# 165 steps a minute for an hour, 1.01 m each: 10 km, or 6.21 miles.
KM = ["Running", "2026-11-03 17:04:05", "false", "A run, near home", "10.00", "1,115", "01:00:00"]
REST = ["150", "165", "6:00", "120", "--", "1.01", "00:59:00", "01:02:00"]


def _read(text: str, hints: Hints | None = None) -> Read:
    return read_garmin_list(io.BytesIO(text.encode()), "Activities.csv", hints or Hints())


def _line(cells: list[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _one(cells: list[str], header: str = ENGLISH, hints: Hints | None = None) -> Activity:
    return _read(f"{header}\n{_line(cells)}", hints).activities[0]


@pytest.mark.parametrize(
    ("header", "sport"), [(ENGLISH, "Running"), (GERMAN, "Laufen"), (POLISH, "Bieganie")]
)
def test_a_list_in_kilometres(header: str, sport: str) -> None:
    cells = [sport, *KM[1:], *REST]
    assert is_garmin_list(f"{header}\n{_line(cells)}".encode())
    read = _one(cells, header)
    assert read.sport == "running"
    assert (read.start, read.local_start) == (None, datetime.datetime(2026, 11, 3, 17, 4, 5))
    assert read.distance_m == 10000
    assert (read.moving_s, read.elapsed_s) == (3540, 3720)
    assert (read.gain_m, read.loss_m) == (120, None)
    assert (read.cadence_spm, read.heart_rate) == (165, 150)
    assert not read.is_complete
    assert read.problems == ()


def test_a_list_in_miles_is_told_by_the_steps_and_climbs_in_feet() -> None:
    read = _one([*KM[:4], "6.214", *KM[5:], *REST])
    assert read.distance_m == pytest.approx(10000, rel=0.001)
    assert read.gain_m == pytest.approx(36.6, abs=0.1)


@pytest.mark.parametrize(("unit", "metres"), [("", None), ("km", 10000), ("mi", 16093.44)])
def test_without_steps_the_unit_is_asked_for(unit: str, metres: float | None) -> None:
    cells = [*KM, *REST[:5], "--", *REST[6:]]
    cells[8] = "--"
    read = _one(cells, hints=Hints(unit=unit))
    assert read.distance_m == metres
    assert any("--unit" in problem for problem in read.problems) is (metres is None)


def test_swims_and_tracks_in_metres_are_seen() -> None:
    swim = ["Pool Swimming", *KM[1:4], "1,500", "300", "00:30:00", *REST[:5], "--", *REST[6:]]
    read = _read(f"{ENGLISH}\n{_line([*KM, *REST])}{_line(swim)}").activities[1]
    assert read.distance_m == 1500
    assert "metres" in read.problems[0]


def test_other_sports_have_no_cadence_of_steps() -> None:
    ride = ["Cycling", *KM[1:], *REST]
    text = f"{ENGLISH}\n{_line([*KM, *REST])}{_line(ride)}"
    assert [one.cadence_spm for one in _read(text).activities] == [165, None]
    assert _read(text).activities[1].sport == "cycling"


@pytest.mark.parametrize("stated", ["13/11/2026 17:04", "11/13/2026 17:04"])
def test_a_list_saved_again_by_a_spreadsheet(stated: str) -> None:
    read = _one([KM[0], stated, *KM[2:], *REST])
    assert read.local_start == datetime.datetime(2026, 11, 13, 17, 4)


def test_decimal_commas_and_semicolons() -> None:
    cells = [cell.replace(".", ",") for cell in ("Laufen", *KM[1:5], "1.115", KM[6], *REST)]
    text = f"{GERMAN.replace(',', ';')}\n{';'.join(cells)}\n".replace("A run, near", "A run near")
    assert is_garmin_list(text.encode())
    assert _read(text).activities[0].distance_m == 10000


def test_a_language_that_is_not_known_is_read_by_what_stands_there() -> None:
    header = ",".join(f"Gair {place}" for place in range(15))
    text = f"{header}\n{_line(['Running', *KM[1:], *REST])}"
    assert is_garmin_list(text.encode())
    read = _read(text, Hints(unit="km")).activities[0]
    assert (read.sport, read.distance_m, read.moving_s) == ("running", 10000, 3600)


@pytest.mark.skipif(not HEADERS.exists(), reason="needs ../shared/activities")
def test_every_header_that_is_known() -> None:
    lines = [line.split("\t") for line in HEADERS.read_text(encoding="utf-8").splitlines()]
    for service, _, version, _, names in lines[1:]:
        begins = _line(names.split("|")).encode()[:4096]
        assert is_garmin_list(begins) is (service == "garmin-connect"), version


def test_what_is_no_such_list_or_is_broken_is_said() -> None:
    assert not is_garmin_list(b"date,distance_km\n2026-11-03,5\n")
    assert "not a list" in _read("date,distance_km\n2026-11-03,5\n").dropped[0].reason
    assert _read(f"{ENGLISH}\n").dropped[0].reason == "the list holds no activities"
    read = _read(f"{ENGLISH}\n1,2\n{_line([*KM, *REST])}")
    assert len(read.activities) == 1
    assert "line 2" in read.dropped[0].reason
    broken = _one([KM[0], "some day", *KM[2:4], "far", *KM[5:], *REST])
    assert (broken.local_start, broken.distance_m) == (None, None)
    assert len(broken.problems) == 2
