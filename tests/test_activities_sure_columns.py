"""Columns that can be only one thing are taken and said; what is less sure is left to be asked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from surefoot.intake.activities.csv_text import TextTable, read_text_table
from surefoot.intake.activities.shapes import Hints, Read
from surefoot.intake.activities.sport_words import PLAIN_SPORTS, named_sport
from surefoot.intake.activities.sure_columns import unused_columns
from surefoot.intake.activities.table import read_table
from surefoot.intake.activities.table_columns import propose_columns

from .support.command_line import Command, runner_of

_ROWS = 3


def _read(header: str, row: str, hints: Hints | None = None) -> Read:
    """A table of three days; # in the row is the day of November."""
    rows = [row.replace("#", f"{day}") for day in range(17, 17 + _ROWS)]
    text = "\n".join([header, *rows])
    return read_table(io.BytesIO(text.encode()), "diary.csv", hints or Hints())


@pytest.mark.parametrize(
    ("header", "row", "taken", "metres", "seconds"),
    [
        ("Date,Distance (mi),Time", "2026-11-#,5,0:41:12",
         "date=Date, distance_mi=Distance (mi), duration=Time", 8046.72, 2472),
        ("Day,Miles,Minutes", "11/#/2026,5,41",
         "date=Day, distance_mi=Miles, duration_min=Minutes", 8046.72, 2460),
        ("Day,Miles,Minutes", "11/#/2026,5,41:30",
         "date=Day, distance_mi=Miles, duration=Minutes", 8046.72, 2490),
        ("Datum;Strecke (km);Dauer;Schuhe", "#.11.2026;10,5;1:02:03;Blau",
         "date=Datum, distance_km=Strecke (km), duration=Dauer, shoe=Schuhe", 10500, 3723),
        ("Jour,Kilomètres,Durée", "# nov. 2026,10,1 h 2 min",
         "date=Jour, distance_km=Kilomètres, duration=Durée", 10000, 3720),
        ("Tag;Meilen;Zeit", "#.11.2026;5;0:41",
         "date=Tag, distance_mi=Meilen, duration=Zeit", 8046.72, 2460),
        ("Day,Distance (m),Dauer [min]", "2026-11-#,5000,30",
         "date=Day, distance_m=Distance (m), duration_min=Dauer [min]", 5000, 1800),
    ],
)  # fmt: skip
def test_what_can_be_only_one_thing_is_taken_and_said(
    header: str, row: str, taken: str, metres: float, seconds: float
) -> None:
    read = _read(header, row)
    assert read.dropped == ()
    assert read.notes == (f"taken as: {taken}",)
    assert [one.distance_m for one in read.activities] == [pytest.approx(metres)] * _ROWS
    assert [one.moving_s for one in read.activities] == [seconds] * _ROWS


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Tag;Strecke;Dauer", "#.11.2026;10,5;1:02:03"),  # no unit
        ("Day,Pace (min/km),Speed (km/h)", "2026-11-#,5:30,11"),  # units, and no distance
        ("Day,Way (km),Length (mi)", "2026-11-#,10,6"),  # two distances
        ("Day,Changed,Way (km)", "2026-11-#,2026-11-21,10"),  # two dates
        ("Day,Way (km)", "2026-11-#,about ten"),
        ("Day,Way (km)", "2026-11-#,10500"),  # metres, whatever the name says
        ("Day,Way (km)", "04/05/20#,10"),  # 4 May or 5 April
        ("Shoe,Bought,km", "Blue,2026-11-#,640"),
    ],
)
def test_what_is_less_sure_is_not_taken(header: str, row: str) -> None:
    read = _read(header, row)
    assert read.activities == ()
    assert "its columns are not known" in read.dropped[0].reason


@pytest.mark.parametrize(
    "days", [("2026-11-02", "2026-11-09", "2026-11-16"), ("2026-09-01", "2026-10-01", "2026-11-01")]
)
def test_sums_of_weeks_and_months_are_no_runs(days: tuple[str, ...]) -> None:
    text = "\n".join(["From,km", *(f"{day},45" for day in days)])
    read = read_table(io.BytesIO(text.encode()), "weeks.csv", Hints())
    assert read.activities == ()
    assert read.dropped[0].columns == (("date", "From"), ("distance_km", "km"))


def test_a_row_that_ends_before_a_column_that_is_not_needed_is_read() -> None:
    read = read_table(
        io.BytesIO(b"Day,km,Time,Schuhe\n2026-11-17,5,0:30:00,Blue\n2026-11-18,6,0:36:00\n"),
        "diary.csv",
        Hints(),
    )
    assert read.dropped == ()
    assert [one.gear for one in read.activities] == ["Blue", ""]


def test_the_language_makes_a_date_sure() -> None:
    assert _read("Day,Way (km)", "04/05/20#,10", Hints(language="en-GB")).activities


def test_a_time_of_day_is_no_time_of_a_run() -> None:
    read = _read("Date,Time,Distance (km)", "2026-11-#,18:30,8")
    assert [one.moving_s for one in read.activities] == [None] * _ROWS
    assert read.notes == ("columns not used: Time",)


def test_a_sport_is_taken_where_all_are_known() -> None:
    known = _read("Day,km,Art", "2026-11-#,30,Radfahren")
    assert {one.sport for one in known.activities} == {"cycling"}
    unknown = _read("Day,km,Art", "2026-11-#,10,Tempo")
    assert {one.sport for one in unknown.activities} == {"running"}
    assert "columns not used: Art" in unknown.notes


def test_a_climb_beside_miles_is_not_taken_for_metres() -> None:
    (kilometres, *_) = _read("Day,km,Total Ascent", "2026-11-#,10,120").activities
    assert kilometres.gain_m == 120
    (miles, *_) = _read("Day,miles,Total Ascent", "2026-11-#,10,120").activities
    assert miles.gain_m is None


def test_columns_of_which_nothing_was_read_are_named() -> None:
    table: TextTable = read_text_table(b"date,km,Mood,rpe,Empty\n2026-11-03,5,good,hard,-\n")
    assert unused_columns(table, {"date": 0, "distance_km": 1, "rpe": 3}) == ["Mood", "rpe"]


def test_a_proposal_heeds_units_and_takes_no_pace_for_a_time() -> None:
    header = ["Tag", "Pace (min/km)", "Weg (mi)", "Minuten"]
    assert propose_columns(header, [["3.11.2026", "5:30", "6", "50"]]) == {
        "date": "Tag",
        "distance_mi": "Weg (mi)",
        "duration_min": "Minuten",
    }


def test_a_sport_may_be_named_in_any_language() -> None:
    for name in ("Laufen", "run", "jog", "Course à pied", "Course a\u0300 pied"):
        assert named_sport(name) == "running"
    assert named_sport("Lope") is None
    assert [named_sport(name) for name in PLAIN_SPORTS] == list(PLAIN_SPORTS)
    (read, *_) = _read(
        "date,km,sport", "2026-11-#,5,Lope", Hints(sports={"Lope": "Laufen"})
    ).activities
    assert read.sport == "running"


@pytest.fixture
def surefoot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUREFOOT_CACHE", str(tmp_path / "cache"))
    return runner_of(capsys, monkeypatch)


def test_the_summary_says_how_a_table_was_taken_also_from_the_cache(surefoot: Command) -> None:
    lines = ["Datum;Strecke (km);Dauer;Wetter"]
    lines += [f"{day}.11.2026;8,0;0:50:00;Sonne" for day in range(1, 22, 2)]
    Path("diary.csv").write_text("\n".join(lines), encoding="utf-8")
    for name in ("a.yaml", "b.yaml"):
        done = surefoot("import", "diary.csv", "--as-of", "2026-11-22", "-o", name)
        assert done.code == 0, done.err
        assert "of which 11 runs count" in done.out
        taken = "date=Datum, distance_km=Strecke (km), duration=Dauer"
        assert f"Note: diary.csv: taken as: {taken}" in done.out
        assert "Note: diary.csv: columns not used: Wetter" in done.out
