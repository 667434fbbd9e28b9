"""`surefoot import`, through the door of the user: an export of a made-up runner in a zip."""

from __future__ import annotations

import csv
import dataclasses
import datetime
import json
import stat
from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.prepared import load_prepared

from .support.command_line import Command, runner_of
from .support.strava_files import PRIVATE_TEXT, StravaRow, write_strava

_LAST = datetime.date(2026, 11, 22)  # a Sunday
_AS_OF = ("--as-of", _LAST.isoformat())


def _at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(17), datetime.UTC)


def _rows(longest_km: float = 14) -> list[StravaRow]:
    """Three runs a week for ten weeks, 8, 8 and 12 km; in the last the long one is longer."""
    rows = []
    for week in range(10):
        sunday = _LAST - datetime.timedelta(weeks=9 - week)
        for back, km in ((4, 8.0), (2, 8.0), (0, longest_km if week == 9 else 12.0)):
            start = _at(sunday - datetime.timedelta(days=back))
            rows.append(
                StravaRow(
                    start=start, km=km, moving_s=km * 360, gain_m=km * 5, cadence_spm=164,
                    shoe="b1", shoe_name="Blue",
                )
            )  # fmt: skip
    ride = StravaRow(
        start=_at(_LAST - datetime.timedelta(days=1)), km=30, moving_s=5400, sport="Ride"
    )
    return [*rows, ride]


@pytest.fixture
def surefoot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUREFOOT_CACHE", str(tmp_path / "cache"))
    write_strava(tmp_path / "export.zip", _rows())
    return runner_of(capsys, monkeypatch)


def test_an_export_becomes_answers_and_a_report(surefoot: Command) -> None:
    done = surefoot("import", "export.zip", *_AS_OF)
    assert done.code == 0, done.err
    assert "Read 31 activities, of which 30 runs count." in done.out
    assert "1  cycling, not a run" in done.out
    assert "Distance a week                    29 km  (6 runs, 9 to 22 November 2026)" in done.out
    assert "It does not answer:" in done.out

    read = read_answers(Path("answers.yaml"), load_prepared())
    weekly = read.answers["training.weekly_km"]
    assert weekly.value == pytest.approx(29)
    assert weekly.source == "imported"
    assert weekly.basis is not None
    assert (weekly.basis.count, weekly.basis.what) == (6, "runs")
    assert read.answers["training.longest_run_7d_km"].value == pytest.approx(14)
    assert read.answers["training.longest_run_30d_km"].value == pytest.approx(12)
    assert [week.km for week in read.history[-2:]] == [28, 30]
    assert read.history[-1].jump is not None
    assert stat.S_IMODE(Path("answers.yaml").stat().st_mode) == 0o600

    report = surefoot("report", "answers.yaml", "--date", "2026-11-23")
    assert report.code == 0, report.err
    assert "29 km" in report.out


def test_json_has_every_session_every_dropped_file_and_every_metric(surefoot: Command) -> None:
    Path("page.fit").write_text("<!DOCTYPE html><html><body>Sign in</body></html>")
    done = surefoot("import", "export.zip", "page.fit", "--json", *_AS_OF)
    assert done.code == 0, done.err
    data = json.loads(done.out)
    assert len(data["activities"]) == 31
    first = data["activities"][0]
    assert first | {
        "source": "strava", "sport": "running", "start": "2026-09-16T17:00:00+00:00",
        "distance_m": 8000, "moving_s": 2880, "elapsed_s": 2880, "gain_m": 40, "loss_m": None,
        "partial": False, "used": True, "why_not": None, "problems": [],
    } == first  # fmt: skip
    assert [one["file"] for one in data["dropped"]] == ["page.fit"]
    weekly = data["metrics"]["weekly_km"]
    assert weekly["value"] == pytest.approx(28)
    assert weekly["window"] == "2026-10-19 to 2026-11-15"
    assert weekly["n"] == 4
    assert data["metrics"]["trail_share"]["value"] is None
    assert data["metrics"]["trail_share"]["reason"]
    assert not Path("answers.yaml").exists()


def test_what_was_said_stays_and_the_difference_is_named(surefoot: Command) -> None:
    said = 'answers:\n  training.weekly_km: "45 km"\n  training.runs_per_week: unknown\n'
    Path("mine.yaml").write_text(said, encoding="utf-8")
    done = surefoot("import", "export.zip", "--answers", "mine.yaml", *_AS_OF)
    assert done.code == 0, done.err
    answers = read_answers(Path("mine.yaml"), load_prepared()).answers
    assert answers["training.weekly_km"].value == pytest.approx(45)
    assert answers["training.weekly_km"].source == "file"
    assert answers["training.recorded_weekly_km"].value == pytest.approx(29)
    assert answers["training.runs_per_week"].value == pytest.approx(3)
    report = surefoot("report", "mine.yaml", "--date", "2026-11-23")
    assert "45 km" in report.out
    assert "29 km" in report.out


def test_a_newer_record_takes_the_place_of_an_older_one(surefoot: Command, tmp_path: Path) -> None:
    surefoot("import", "export.zip", *_AS_OF)
    write_strava(tmp_path / "newer.zip", _rows(longest_km=20))
    surefoot("import", "newer.zip", "--answers", "answers.yaml", *_AS_OF)
    answers = read_answers(Path("answers.yaml"), load_prepared()).answers
    assert answers["training.longest_run_7d_km"].value == pytest.approx(20)
    assert answers["training.longest_run_7d_km"].source == "imported"


def test_an_answers_file_is_not_replaced_unasked(surefoot: Command) -> None:
    Path("answers.yaml").write_text("answers: {}\n")
    done = surefoot("import", "export.zip", *_AS_OF)
    assert done.code == 2
    assert "--answers answers.yaml" in done.err
    assert Path("answers.yaml").read_text() == "answers: {}\n"


def test_the_table_of_activities_reads_back_the_same(surefoot: Command) -> None:
    once = surefoot("import", "export.zip", "--json", "--activities-csv", "runs.csv", *_AS_OF)
    with Path("runs.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 31
    assert rows[0]["date"] == "2026-09-16"
    assert rows[0]["distance_km"] == "8.0"
    again = surefoot("import", "runs.csv", "--json", *_AS_OF)
    before, after = (json.loads(one.out)["metrics"] for one in (once, again))
    for name in (
        "weekly_km",
        "longest_km_30d",
        "runs_per_week",
        "rest_days_per_week",
        "change_pct",
    ):
        assert after[name]["value"] == pytest.approx(before[name]["value"]), name


@pytest.mark.parametrize("named", ["by its runs", "by the list of shoes"])
def test_a_shoe_is_shown_by_its_name(surefoot: Command, tmp_path: Path, named: str) -> None:
    name = "Die Blauen" if named == "by its runs" else ""
    rows = [dataclasses.replace(row, shoe="123", shoe_name=name) for row in _rows()[:-1]]
    write_strava(tmp_path / "de.zip", rows, language="de", shoes=["Die Blauen"])
    done = surefoot("import", "de.zip", *_AS_OF)
    assert "Die Blauen 282 km" in done.out
    assert "123" not in done.out


def test_a_week_seen_in_part_answers_nothing(surefoot: Command, tmp_path: Path) -> None:
    write_strava(tmp_path / "one.zip", _rows()[-2:-1])  # Sunday 22 November
    done = surefoot("import", "one.zip", "--as-of", "2026-11-23")
    for title in ("Runs a week ", "Rest days a week "):
        line = next(line for line in done.out.splitlines() if line.strip().startswith(title))
        assert line.endswith("the record has no two whole weeks yet")


def test_what_is_kept_with_a_runner_is_there_for_the_interview(surefoot: Command) -> None:
    done = surefoot("import", "export.zip", "--runner", "Kim", *_AS_OF)
    assert done.code == 0, done.err
    assert "surefoot ask --runner Kim" in done.out
    assert "Kim" in surefoot("store", "list").out
    assert not Path("answers.yaml").exists()


def test_private_files_of_an_export_leave_no_trace(surefoot: Command, tmp_path: Path) -> None:
    said = surefoot("import", "export.zip", "--json", "-o", "a.yaml", *_AS_OF)
    written = [said.out, said.err, *(_text(one) for one in tmp_path.rglob("*") if one.is_file())]
    assert not any(PRIVATE_TEXT in text for text in written)


def _text(path: Path) -> str:
    return "" if path.suffix == ".zip" else path.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("exprot.zip",), "did you mean export.zip?"),
        (("export.zip", "--columns", "dat=Day"), "did you mean date?"),
        (("export.zip", "--columns", "Day"), "write OURS=THEIRS"),
        (("export.zip", "--timezone", "Europe/Berln"), "Europe/Berlin"),
        (("export.zip", "--runner", "Kim", "-o", "x.yaml"), "leave out --runner"),
        (("export.zip", "--answers", "gone.yaml"), "gone.yaml"),
    ],
)
def test_what_cannot_be_meant_is_said_with_a_way_out(
    surefoot: Command, arguments: tuple[str, ...], expected: str
) -> None:
    done = surefoot("import", *arguments)
    assert done.code in {2, 4}
    assert expected in done.err
    assert "Traceback" not in done.err


def test_files_that_give_nothing_are_named_and_leave_no_answers(surefoot: Command) -> None:
    Path("empty.fit").write_bytes(b"")
    Path("noise.gpx").write_bytes(bytes(range(256)) * 4)
    done = surefoot("import", "empty.fit", "noise.gpx")
    assert done.code == 4
    assert "empty.fit:" in done.out
    assert "noise.gpx:" in done.out
    assert not Path("answers.yaml").exists()


def test_what_no_file_says_is_asked_once_in_a_terminal(
    surefoot: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["Tag;Strecke;Dauer;Art"]
    lines += [f"{day}.11.2026;{day % 7 + 5},0;0:50:00;Tempo Spass" for day in range(1, 22, 2)]
    Path("diary.csv").write_text("\n".join(lines), encoding="utf-8")
    typed = iter(["dat=Tag", "date=Tag,distance_km=Strecke,duration=Dauer,sport=Art", "r"])
    command = "surefoot.commands.import_activities"
    monkeypatch.setattr(f"{command}.is_terminal", lambda: True)
    monkeypatch.setattr(f"{command}.read_line", lambda _: next(typed))
    done = surefoot("import", "diary.csv", *_AS_OF)
    assert done.code == 0, done.err
    assert "there is no column 'dat' of ours: did you mean date?" in done.out
    assert '"Tempo Spass" stands at 11 of your activities.' in done.out
    assert "of which 11 runs count" in done.out
    assert next(typed, None) is None


def test_the_same_can_be_said_beforehand(surefoot: Command) -> None:
    Path("diary.csv").write_text('Day,"Way, km",Kind\n2026-11-20,8,Lope\n2026-11-22,9,Lope\n')
    done = surefoot(
        "import", "diary.csv", *_AS_OF, "--columns", "date=Day,distance_km=Way, km,sport=Kind",
        "--sport", "Lope=running",
    )  # fmt: skip
    assert "of which 2 runs count" in done.out, done.out + done.err


def _gpx_of_one_run(path: Path, day: datetime.date) -> None:
    points = "".join(
        f'<trkpt lat="{50 + at * 0.00002:.6f}" lon="8">'
        f"<time>{day}T08:{at // 60:02d}:{at % 60:02d}Z</time></trkpt>"
        for at in range(0, 1800, 10)
    )
    track = f"<trk><type>running</type><trkseg>{points}</trkseg></trk>"
    path.write_text(
        f'<gpx version="1.1" creator="made up" xmlns="http://www.topografix.com/GPX/1/1">{track}</gpx>'
    )


def test_one_run_after_an_archive_wipes_nothing_out(surefoot: Command) -> None:
    surefoot("import", "export.zip", *_AS_OF)
    before = read_answers(Path("answers.yaml"), load_prepared())
    _gpx_of_one_run(Path("one.gpx"), _LAST + datetime.timedelta(days=1))
    done = surefoot("import", "one.gpx", "--answers", "answers.yaml", "--as-of", "2026-11-23")
    assert done.code == 0, done.err
    after = read_answers(Path("answers.yaml"), load_prepared())
    assert set(before.answers) <= set(after.answers)
    assert after.answers["training.weekly_km"] == before.answers["training.weekly_km"]
    assert [week.monday for week in after.history[:-1]] == [w.monday for w in before.history]


def test_who_prefers_not_to_say_is_not_told_by_the_record(surefoot: Command) -> None:
    Path("mine.yaml").write_text("answers: {training.weekly_km: prefer not to say}\n")
    surefoot("import", "export.zip", "--answers", "mine.yaml", *_AS_OF)
    answers = read_answers(Path("mine.yaml"), load_prepared()).answers
    assert answers["training.weekly_km"].state == "declined"
    assert "training.recorded_weekly_km" not in answers


def test_comments_of_a_file_are_not_lost_unasked(surefoot: Command) -> None:
    Path("mine.yaml").write_text("# mine\nanswers: {training.weekly_km: 45 km}\n")
    done = surefoot("import", "export.zip", "--answers", "mine.yaml", *_AS_OF)
    assert done.code == 2
    assert "--output FILE" in done.err
    assert (
        surefoot("import", "export.zip", "--answers", "mine.yaml", "-o", "b.yaml", *_AS_OF).code
        == 0
    )
    assert Path("mine.yaml").read_text().startswith("# mine")


def test_a_failed_import_leaves_no_runner(surefoot: Command) -> None:
    Path("junk.txt").write_text("nothing")
    assert surefoot("import", "junk.txt", "--runner", "Zed").code == 4
    assert "Zed" not in surefoot("store", "list").out


def test_days_are_those_of_the_runner(surefoot: Command) -> None:
    row = StravaRow(
        start=datetime.datetime(2026, 11, 20, 23, 30, tzinfo=datetime.UTC), km=8, moving_s=2880
    )
    write_strava(Path("late.zip"), [row])
    arguments = ("--activities-csv", "late.csv", "--timezone", "Europe/Berlin", *_AS_OF)
    done = surefoot("import", "late.zip", "-o", "late.yaml", *arguments)
    assert "First run 21 November 2026" in done.out
    assert Path("late.csv").read_text().splitlines()[1].startswith("2026-11-21,")


def test_forgetting_removes_what_was_kept_of_recordings(surefoot: Command, tmp_path: Path) -> None:
    surefoot("import", "export.zip", "--runner", "Kim", *_AS_OF)
    assert list((tmp_path / "cache").rglob("*.json"))
    assert surefoot("forget", "Kim", "--yes").code == 0
    assert not list((tmp_path / "cache").rglob("*.json"))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--sport", "runing"), "did you mean running?"),
        (("--language", "zz"), "--language: there is no language 'zz'"),
        (("--as-of", "1850-01-01"), "leave out --as-of"),
    ],
)
def test_an_option_that_cannot_be_is_named_by_its_name(
    surefoot: Command, arguments: tuple[str, str], expected: str
) -> None:
    done = surefoot("import", "export.zip", *arguments)
    assert done.code == 2
    assert expected in done.err


def test_days_after_the_last_activity_are_no_zeros(surefoot: Command) -> None:
    done = surefoot("import", "export.zip", "--as-of", "2026-12-10")
    assert done.code == 0, done.err
    assert "nothing at all is recorded since 22 November 2026" in done.out
    read = read_answers(Path("answers.yaml"), load_prepared())
    assert "training.longest_run_7d_km" not in read.answers
    assert read.history[-1].monday == datetime.date(2026, 11, 16)
