"""A Strava export of 5,000 activities: read for the first time, and once more from the cache.

The export is made up: its list has all activities, and as real ones do it holds their uploads, of
which those of the last 90 days are opened; they are FIT files with a moment a second.
"""

import datetime
import tempfile
from pathlib import Path

from surefoot.intake.activities.cache import Cache
from surefoot.intake.activities.diary import Imported
from surefoot.intake.activities.importing import UPLOAD_DAYS, Wishes, import_activities
from surefoot.tests.support.fit_files import Leg, fit_file
from surefoot.tests.support.strava_files import StravaRow, write_strava

from .timing import Row, time_turns

TARGETS = {"cold": 20.0, "cached": 3.0}
ACTIVITIES = 5_000
MOST_ROUNDS = 5

_COLD, _CACHED = "import of a Strava export, cold", "import of a Strava export, from the cache"
_NEWEST = datetime.datetime(2026, 11, 20, 17, tzinfo=datetime.UTC)
_APART = datetime.timedelta(hours=28)  # six a week, for sixteen years
_SECONDS, _METRES_A_SECOND = 2700, 3.0


def measure(rounds: int) -> list[Row]:
    """Both, taking turns; each import is whole, metrics and all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, opened = _export(folder / "export.zip")
        kept = Cache(folder / "kept")
        first = _import(path, kept)
        assert len(first.judged) == ACTIVITIES + opened
        times = time_turns(
            {
                _COLD: lambda: _import(path, Cache(Path(tempfile.mkdtemp(dir=folder)))),
                _CACHED: lambda: _import(path, kept),
            },
            min(rounds, MOST_ROUNDS),
        )
        megabytes = path.stat().st_size / 1e6
    note = (
        f"{ACTIVITIES:,} activities, {opened} of their uploads opened, with {_SECONDS:,} moments"
        f" each; {megabytes:.0f} MB"
    )
    return [
        Row(
            id="import-cold",
            title=_COLD,
            ours=times[_COLD],
            target=TARGETS["cold"],
            note=note,
        ),
        Row(
            id="import-cached",
            title=_CACHED,
            ours=times[_CACHED],
            target=TARGETS["cached"],
            peers=(times[_COLD],),
        ),
    ]


def _import(path: Path, cache: Cache) -> Imported:
    wishes = Wishes(today=_NEWEST.date(), zone=datetime.UTC)
    return import_activities([path], wishes, cache=cache)


def _export(path: Path) -> tuple[Path, int]:
    """The export, and how many of its uploads will be opened."""
    rows = [
        StravaRow(
            start=_NEWEST - number * _APART,
            km=_SECONDS * _METRES_A_SECOND / 1000,
            moving_s=_SECONDS,
            gain_m=number % 90,
            cadence_spm=160 + number % 12,
            shoe=str(number // 100),
            filename=f"activities/{number}.fit.gz",
        )
        for number in range(ACTIVITIES)
    ]
    late = [row for row in rows if (_NEWEST.date() - row.start.date()).days <= UPLOAD_DAYS]
    uploads = {row.filename: b"closed" for row in rows}
    uploads |= {
        row.filename: fit_file(
            Leg(start=row.start, seconds=_SECONDS, metres_per_second=_METRES_A_SECOND)
        )
        for row in late
    }
    return write_strava(path, rows, uploads=uploads, shoes=("Old", "New")), len(late)
