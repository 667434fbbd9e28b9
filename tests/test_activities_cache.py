"""What was read is kept by its content: found again, never out of date, never in the way."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import pytest

from surefoot.intake.activities import cache as caching
from surefoot.intake.activities import importing
from surefoot.intake.activities.cache import Cache, key_of, open_cache
from surefoot.intake.activities.reading import Job, read_file
from surefoot.intake.activities.shapes import Activity, Dropped, Hints, Read
from surefoot.intake.activities.unpacking import Archives

from .support.imports import bring_in, files, gpx, table
from .support.strava_files import StravaRow, write_strava

TWO_EAST = datetime.timezone(datetime.timedelta(hours=2))
READ = Read(
    activities=(
        Activity(
            file="a.zip/b.csv row 3",
            source="table",
            sport="running",
            start=datetime.datetime(2026, 11, 2, 7, tzinfo=TWO_EAST),
            local_start=datetime.datetime(2026, 11, 2, 7),
            distance_m=8000.5,
            heart_rate_bpm=((120.0, 30.0), (150.0, 60.0)),
            speed_m_s=((2.5, 90.0),),
            is_race=True,
            partial=True,
            problems=("one", "two: ä"),
        ),
        Activity(file="a.zip/b.csv", source="table"),
    ),
    dropped=(Dropped("a.zip/b.csv row 4", "no date"),),
    shoes=("", "Light"),
)  # fmt: skip


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that readers read."""
    read: list[str] = []
    before = read_file

    def counted(job: Job, archives: Archives) -> Read:
        read.append(Path(job.item.file).name)
        return before(job, archives)

    monkeypatch.setattr(importing, "read_file", counted)
    return read


def test_all_that_was_read_comes_back_under_the_new_name(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.keep("abcd", "a.zip/b.csv", READ)
    assert cache.get("abcd", "a.zip/b.csv") == READ
    again = cache.get("abcd", "moved.csv")
    assert again is not None
    assert [one.file for one in again.activities] == ["moved.csv row 3", "moved.csv"]
    assert again.dropped[0].file == "moved.csv row 4"
    assert cache.get("abce", "a.zip/b.csv") is None


def test_a_second_import_reads_nothing_and_gives_the_same(
    tmp_path: Path, read_again: list[str]
) -> None:
    rows = [
        StravaRow(
            start=datetime.datetime(2026, 11, day, 7, tzinfo=datetime.UTC),
            km=9, moving_s=3000, filename=f"activities/{day}.gpx.gz", description="a, \n b",
        )
        for day in range(1, 9)
    ]  # fmt: skip
    uploads = {row.filename: gpx(f"{row.start:%Y-%m-%d}") for row in rows}
    folder = tmp_path / "runs"
    folder.mkdir()
    write_strava(folder / "export.zip", rows, uploads=uploads)
    (folder / "diary.csv").write_bytes(table())
    cache = Cache(tmp_path / "cache")
    first = bring_in(folder, cache=cache)
    assert len(read_again) == 11  # the list, the shoes, eight uploads, the diary
    second = bring_in(folder, cache=cache)
    assert len(read_again) == 11
    assert second == first == bring_in(folder)


def test_only_what_is_new_or_changed_is_read(tmp_path: Path, read_again: list[str]) -> None:
    folder = tmp_path / "runs"
    folder.mkdir()
    (folder / "a.gpx").write_bytes(gpx("2026-11-01"))
    (folder / "b.gpx").write_bytes(gpx("2026-11-02"))
    cache = Cache(tmp_path / "cache")
    bring_in(folder, cache=cache)
    read_again.clear()
    (folder / "b.gpx").write_bytes(gpx("2026-11-03"))
    (folder / "c.gpx").write_bytes(gpx("2026-11-04"))
    (folder / "a.gpx").rename(folder / "d.gpx")
    imported = bring_in(folder, cache=cache)
    assert sorted(read_again) == ["b.gpx", "c.gpx"]
    assert files(imported, folder) == ["b.gpx", "c.gpx", "d.gpx"]


def test_other_readers_and_other_hints_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def key(content: bytes = b"x", name: str = "gpx", hints: Hints = Hints()) -> str:  # noqa: B008
        return key_of(io.BytesIO(content), name, hints)

    keys = [
        key(), key(b"y"), key(name="tcx"), key(hints=Hints(unit="mi")),
        key(hints=Hints(columns={"date": "Tag"})), key(hints=Hints(sports={"Tag": "date"})),
    ]  # fmt: skip
    monkeypatch.setattr(caching, "_readers", lambda: "others")
    assert len({*keys, key()}) == 7
    monkeypatch.undo()
    assert key() == keys[0]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"activities": 1}', '{"activities": [{}], "dropped": [], "shoes": []}',
     '{"activities": [{"file": "", "source": "x", "lat": 3}], "dropped": [], "shoes": []}',
     '{"activities": [{"file": "", "source": "x", "start": "now"}], "dropped": [], "shoes": []}',
     "[" * 100_000],
)  # fmt: skip
def test_a_broken_cache_is_read_past_and_mended(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.gpx").write_bytes(gpx())
    cache = Cache(tmp_path / "cache")
    first = bring_in(tmp_path / "a.gpx", cache=cache)
    (kept,) = (tmp_path / "cache").rglob("*.json")
    whole = kept.read_text("utf-8")
    kept.write_text(text, encoding="utf-8")
    assert bring_in(tmp_path / "a.gpx", cache=cache) == first
    assert kept.read_text("utf-8") == whole


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "a.gpx").write_bytes(gpx())
    assert bring_in(tmp_path / "a.gpx", cache=Cache(tmp_path / "file")).judged


def test_what_is_kept_is_for_its_owner_alone_and_holds_no_places(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(gpx())
    bring_in(tmp_path / "a.gpx", cache=Cache(tmp_path / "cache" / "activities"))
    (kept,) = (tmp_path / "cache").rglob("*.json")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "cache" / "activities").stat().st_mode & 0o777 == 0o700
    (activity,) = json.loads(kept.read_text("utf-8"))["activities"]
    assert activity["file"] == ""
    assert "-30" not in kept.read_text("utf-8")


def test_where_the_cache_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUREFOOT_CACHE", str(tmp_path / "own"))
    open_cache().keep("abcd", "a", Read())
    assert (tmp_path / "own" / "activities" / "ab" / "cd.json").exists()
    monkeypatch.delenv("SUREFOOT_CACHE")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "theirs")
    open_cache().keep("abcd", "a", Read())
    assert (tmp_path / "theirs" / "activities" / "ab" / "cd.json").exists()
