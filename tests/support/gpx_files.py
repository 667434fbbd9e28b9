"""GPX files made up for tests: points on a line to the north, with what a test asks for."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

BEGUN = datetime.datetime(2026, 5, 3, 8, tzinfo=datetime.UTC)
_METRES_A_DEGREE = 111_320.0
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="a test"'
    ' xmlns="http://www.topografix.com/GPX/1/1"'
    ' xmlns:one="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"'
    ' xmlns:two="http://www.cluetrust.com/XML/GPXDATA/1/0">\n'
)


@dataclass(frozen=True)
class Point:
    """A point `metres` up the line; None leaves a field out."""

    metres: float | None
    time: datetime.datetime | str | None
    altitude: float | None = None
    extension: str = ""

    def text(self) -> str:
        latitude = None if self.metres is None else 10 + self.metres / _METRES_A_DEGREE
        place = "" if latitude is None else f' lat="{latitude:.7f}" lon="20.5"'
        altitude = "" if self.altitude is None else f"<ele>{self.altitude}</ele>"
        moment = self.time.isoformat() if isinstance(self.time, datetime.datetime) else self.time
        time = "" if moment is None else f"<time>{moment}</time>"
        extension = f"<extensions>{self.extension}</extensions>" if self.extension else ""
        return f"<trkpt{place}>{altitude}{time}{extension}</trkpt>\n"


def points(
    seconds: int,
    speed: float = 3.0,
    *,
    begun: datetime.datetime = BEGUN,
    at: float = 0.0,
    every: int = 5,
    extension: str = "",
) -> list[Point]:
    """Points at an even speed (m/s), from `at` metres up the line on."""
    return [
        Point(at + speed * second, begun + datetime.timedelta(seconds=second), extension=extension)
        for second in range(0, seconds + 1, every)
    ]


def without_times(given: Iterable[Point]) -> list[Point]:
    return [replace(point, time=None) for point in given]


def track(*segments: Sequence[Point], kind: str | None = "running") -> str:
    label = "" if kind is None else f"<type>{kind}</type>"
    inside = "".join(
        f"<trkseg>{''.join(point.text() for point in segment)}</trkseg>\n" for segment in segments
    )
    return f"<trk><name>Round the lake</name>{label}\n{inside}</trk>\n"


def gpx(*parts: str) -> bytes:
    """A file of tracks, routes or whatever the parts are."""
    return f"{_HEAD}{''.join(parts)}</gpx>\n".encode()
