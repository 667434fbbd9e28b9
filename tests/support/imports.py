"""Short ways to import files in tests, and the smallest run that can be imported."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from surefoot.intake.activities.importing import Wishes, import_activities

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.intake.activities.cache import Cache
    from surefoot.intake.activities.diary import Imported

TODAY = datetime.date(2026, 11, 23)


def table(day: str = "2026-11-02", km: float = 8.0, minutes: float = 48) -> bytes:
    """A diary with one run, as a plain table."""
    return f"date,distance_km,duration_min\n{day}T07:30:00,{km},{minutes}\n".encode()


def gpx(day: str = "2026-11-02", minutes: int = 12, *, head: str = "") -> bytes:
    """A run due north at about 10 km an hour, a point a minute, anywhere in the sea."""
    points = "".join(
        f'<trkpt lat="{0.0015 * at:.4f}" lon="-30.0"><ele>0</ele>'
        f"<time>{day}T07:{at:02}:00Z</time></trkpt>"
        for at in range(minutes + 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<gpx version="1.1" creator="made up" '
        f'xmlns="http://www.topografix.com/GPX/1/1"><trk><type>running</type><trkseg>'
        f"{points}</trkseg></trk></gpx>"
    ).encode()


def bring_in(
    *paths: Path,
    cache: Cache | None = None,
    processes: int = 0,
    as_of: datetime.date | None = None,
    today: datetime.date = TODAY,
    sport_of_unstated: str = "",
) -> Imported:
    """Import, in this process if no other number is asked for."""
    wishes = Wishes(
        today=today, zone=datetime.UTC, as_of=as_of, sport_of_unstated=sport_of_unstated
    )
    return import_activities(paths, wishes, cache=cache, processes=processes)


def files(imported: Imported, folder: Path) -> list[str]:
    """The files that gave activities, by their names in a folder, in order."""
    names = [one.activity.file for one in imported.judged]
    return [name.removeprefix(f"{folder}/") for name in dict.fromkeys(names)]


def reasons(imported: Imported, folder: Path) -> dict[str, str]:
    """What was dropped, by its name in a folder, and why."""
    return {one.file.removeprefix(f"{folder}/"): one.reason for one in imported.dropped}
