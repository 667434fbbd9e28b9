"""Strava's list of activities: every version of its columns, every language, every broken row."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest

from surefoot.intake.activities.shapes import Activity, Hints, Read
from surefoot.intake.activities.strava import is_shoes, is_strava, read_shoes, read_strava

from .support.strava_files import StravaRow, date_text, header, strava_csv, write_strava

SHARED = Path(__file__).resolve().parents[2] / "shared" / "activities"
HEADERS = SHARED / "headers" / "csv_headers.tsv"
needs_headers = pytest.mark.skipif(not HEADERS.exists(), reason="needs ../shared/activities")
START = datetime.datetime(2026, 11, 3, 17, 4, 5, tzinfo=datetime.UTC)
RUN = StravaRow(
    start=START,
    km=10.123,
    moving_s=3600,
    elapsed_s=3700,
    gain_m=61.5,
    loss_m=60.0,
    cadence_spm=170,
    heart_rate=150,
    effort=4,
    shoe="13966465",
    shoe_name="pegasus",
    filename="activities/1.fit.gz",
    grade_adjusted_m=10200,
    dirt_m=6000,
    is_race=True,
)


def _read(text: str | bytes, hints: Hints | None = None) -> Read:
    raw = text.encode() if isinstance(text, str) else text
    return read_strava(io.BytesIO(raw), "activities.csv", hints or Hints())


def _one(*rows: StravaRow, columns: int = 103, hints: Hints | None = None) -> Activity:
    return _read(strava_csv(rows, columns=columns), hints).activities[0]


@pytest.mark.parametrize("language", ["en", "de", "cs", "fr", "es", "nl"])
@pytest.mark.parametrize("columns", [77, 87, 92, 94, 99, 103])
def test_every_version_in_every_language(columns: int, language: str) -> None:
    text = strava_csv([RUN], columns=columns, language=language)
    assert is_strava(text.encode()[:4096])
    read = _read(text).activities[0]
    assert read.sport == "running"
    assert read.start == START
    assert read.distance_m == 10123
    assert (read.moving_s, read.elapsed_s) == (3600, 3700)
    assert (read.gain_m, read.loss_m, read.has_stated_gain) == (61.5, 60, True)
    assert (read.cadence_spm, read.heart_rate, read.effort) == (170, 150, 4)
    assert (read.gear, read.gear_name) == ("13966465.0", "pegasus")
    assert read.upload == "activities/1.fit.gz"
    assert read.grade_adjusted_m == 10200
    assert read.dirt_m == (6000 if columns >= 87 else None)
    assert read.is_race is (columns >= 99)
    assert read.is_complete
    assert read.problems == ()


@pytest.mark.parametrize(("is_oldest", "metres"), [(True, 10123), (False, 10120)])
def test_ten_columns_are_metres_only_in_lower_case(is_oldest: bool, metres: float) -> None:
    for language in ("en", "de"):
        text = strava_csv([RUN], columns=10, language=language, is_oldest=is_oldest)
        assert is_strava(text.encode())
        read = _read(text).activities[0]
        assert read.distance_m == pytest.approx(metres)
        assert (read.elapsed_s, read.moving_s, read.start) == (3700, None, START)
        assert read.gear == "pegasus"


@needs_headers
def test_every_header_that_is_known() -> None:
    lines = [line.split("\t") for line in HEADERS.read_text(encoding="utf-8").splitlines()]
    names = {(service, version): names for service, _, version, _, names in lines[1:]}
    for (service, version), columns in names.items():
        line = io.StringIO()
        csv.writer(line).writerow(columns.split("|"))
        begins = line.getvalue().encode()[:4096]
        assert is_strava(begins) is (service == "strava"), version


@pytest.mark.parametrize(
    ("label", "sport", "ground"),
    [
        ("Run", "running", ""),
        ("Trail Run", "running", "trail"),
        ("Virtual Run", "running", "virtual"),
        ("Lauf", "running", ""),
        ("Traillauf", "running", "trail"),
        ("Course à pied", "running", ""),
        ("Carrera", "running", ""),
        ("Corsa", "running", ""),
        ("Corrida", "running", ""),
        ("Hardloopsessie", "running", ""),
        ("Běh", "running", ""),
        ("Bieg", "running", ""),
        ("Забег", "running", ""),
        ("ランニング", "running", ""),
        ("Weight Training", "strength training", ""),
        ("Radfahrt", "cycling", ""),
        ("Wandeling", "walking", ""),
        ("Eislauf", "eislauf", ""),
    ],
)
def test_types_in_many_languages(label: str, sport: str, ground: str) -> None:
    read = _one(StravaRow(start=START, km=5, moving_s=1500, sport=label))
    assert (read.sport, read.ground) == (sport, ground)


def test_an_unknown_type_is_asked_for_and_can_be_said() -> None:
    row = StravaRow(start=START, km=5, moving_s=1500, sport="Gwibio", cadence_spm=170)
    unknown = _one(row)
    assert unknown.sport is None
    assert "Gwibio" in unknown.problems[0]
    said = _one(row, hints=Hints(sports={"gwibio": "running"}))
    assert (said.sport, said.cadence_spm, said.problems) == ("running", 170, ())


def test_cadence_is_of_steps_and_only_on_foot() -> None:
    ride = StravaRow(start=START, km=30, moving_s=4000, sport="Ride", cadence_spm=170)
    assert _one(ride).cadence_spm is None
    both_legs = StravaRow(start=START, km=5, moving_s=1500, cadence_spm=340)
    read = _one(both_legs)
    assert read.cadence_spm == 170
    assert "cadence" in read.problems[0]


def test_a_hand_entry_knows_no_climb_and_no_zero_is_a_value() -> None:
    row = StravaRow(start=START, km=0, moving_s=0, gain_m=0, loss_m=0, heart_rate=0, cadence_spm=0)
    read = _one(row)
    values = (read.distance_m, read.moving_s, read.gain_m, read.loss_m, read.cadence_spm)
    assert (*values, read.heart_rate, read.upload) == (None, None, None, None, None, None, "")
    flat = StravaRow(start=START, km=5, moving_s=1500, gain_m=0, filename="activities/2.gpx")
    assert _one(flat).gain_m == 0


def test_a_shoe_without_a_name_keeps_its_number_and_a_bike_is_no_shoe() -> None:
    assert _one(StravaRow(start=START, km=5, moving_s=1500, shoe="8142932")).gear == "8142932.0"
    ride = StravaRow(start=START, km=30, moving_s=4000, sport="Ride", shoe_name="Old bike")
    assert (_one(ride).gear, _one(ride).gear_name) == ("", "")


def test_a_flat_run_that_is_called_so_was_on_a_treadmill() -> None:
    row = StravaRow(start=START, km=5, moving_s=1500, name="Morning treadmill")
    assert _one(row).ground == "treadmill"
    hilly = StravaRow(
        start=START, km=5, moving_s=1500, name="Treadmill bridge", gain_m=50, filename="a.fit"
    )
    assert _one(hilly).ground == ""


def test_line_breaks_commas_quotes_and_encodings() -> None:
    row = StravaRow(start=START, km=5, moving_s=1500, description='He said "go",\nso\r\nI went')
    for line_end in ("\n", "\r\n"):
        text = strava_csv([row, RUN], line_end=line_end)
        for raw in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
            read = _read(raw)
            assert [one.distance_m for one in read.activities] == [5000, 10123]
            assert read.dropped == ()


def test_a_broken_row_is_dropped_with_its_line_and_the_rest_is_read() -> None:
    lines = strava_csv([RUN, RUN, RUN]).splitlines()
    lines[2] = "1,2,3"
    read = _read("\n".join(lines))
    assert len(read.activities) == 2
    assert "line 3" in read.dropped[0].reason
    assert "3 cells" in read.dropped[0].reason


def test_a_quote_left_open_does_not_swallow_the_rows_behind() -> None:
    lines = strava_csv([RUN] * 50).splitlines()
    lines[5] = lines[5].replace("A run", '"A run', 1)
    read = _read("\n".join(lines))
    assert len(read.activities) == 49
    assert "line 6" in read.dropped[0].reason


def test_what_is_no_number_or_no_date_is_said() -> None:
    text = strava_csv([RUN]).replace("10123.0", "nan").replace(date_text(START), "yesterday")
    read = _read(text).activities[0]
    assert (read.distance_m, read.start) == (None, None)
    assert any("yesterday" in problem for problem in read.problems)
    assert any("distance" in problem for problem in read.problems)


def test_an_empty_list_and_other_files_are_said() -> None:
    assert _read(strava_csv([])).dropped[0].reason == "the list holds no activities"
    for other in (b"", b"a,b\n1,2\n", b"PK\x03\x04", b"\x00" * 5000):
        assert not is_strava(other)
        assert len(_read(other).dropped) == 1


def test_shoes_are_only_names(tmp_path: Path) -> None:
    folder = write_strava(tmp_path / "export", [RUN], shoes=["Blue ones", ""])
    raw = (folder / "shoes.csv").read_bytes()
    assert is_shoes(raw)
    assert is_shoes(b"Schuhname,Schuhmarke,Schuhmodell,Sportarten\n")
    assert not is_shoes((folder / "bikes.csv").read_bytes())
    assert not is_shoes(b"Name,Email,Phone,Town\n")
    read = read_shoes(io.BytesIO(raw), "shoes.csv", Hints())
    assert read.shoes == ("Blue ones", "")


def test_a_header_in_no_known_language_is_counted_too() -> None:
    names = [f"column {place}" for place in range(94)]
    names[15], names[17] = names[5], names[6]
    table = strava_csv([RUN]).split("\n", 1)
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(names)
    text = f"{line.getvalue()}\n{table[1]}"
    assert is_strava(text.encode())
    assert _read(text).activities[0].distance_m == 10123
    assert len(header(94)) == len(names)


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/activities")
def test_the_real_exports() -> None:
    def runs(path: str) -> list[Activity]:
        read = _read((SHARED / path).read_bytes())
        assert read.dropped == ()
        return [one for one in read.activities if one.sport == "running"]

    insights = runs("TheNewThinkTank+strava-insights/data/activities.csv")
    assert len(insights) == 89
    assert sum(one.distance_m or 0 for one in insights) == pytest.approx(408301.4, abs=0.1)
    assert sum(one.moving_s or 0 for one in insights) == 133919
    assert sum(one.elapsed_s or 0 for one in insights) == 136788
    assert sum(one.gain_m or 0 for one in insights) == pytest.approx(761.3, abs=0.1)
    on_feet: dict[str, float] = {}
    for one in insights:
        on_feet[one.gear] = on_feet.get(one.gear, 0) + (one.distance_m or 0) / 1000
    expected = {"": 59.8, "13966465.0": 42.4, "8142932.0": 173.87, "9134886.0": 132.23}
    assert on_feet == pytest.approx(expected, abs=0.01)
    (park,) = runs("martin-ueding+geo-activity-playground/testdata/Strava Export/activities.csv")
    assert park.distance_m == pytest.approx(3322.95)
    assert park.cadence_spm == pytest.approx(142.5, abs=0.1)
    assert runs("marcusvolz+strava_py/tests/csv/activities.csv") == []
    by_hand = (SHARED / "TheNewThinkTank+strava-insights/data/manual_activities.csv").read_bytes()
    assert not is_strava(by_hand)
