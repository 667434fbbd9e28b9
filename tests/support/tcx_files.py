"""TCX files made up for tests, as Garmin Connect writes them."""

from __future__ import annotations

import datetime

BEGUN = datetime.datetime(2026, 5, 3, 8, tzinfo=datetime.UTC)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase'
    ' xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"'
    ' xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2">\n<Activities>\n'
)


def point(
    second: float,
    metres: float,
    *,
    altitude: float | None = None,
    cadence: int | None = None,
    run_cadence: int | None = None,
    begun: datetime.datetime = BEGUN,
) -> str:
    """A track point without a position: what a test reads is never there."""
    parts = [
        f"<Time>{(begun + datetime.timedelta(seconds=second)).isoformat()}</Time>",
        "" if altitude is None else f"<AltitudeMeters>{altitude}</AltitudeMeters>",
        f"<DistanceMeters>{metres}</DistanceMeters>",
        "<HeartRateBpm><Value>140</Value></HeartRateBpm>",
        "" if cadence is None else f"<Cadence>{cadence}</Cadence>",
        ""
        if run_cadence is None
        else "<Extensions><ns3:TPX><ns3:Speed>3.0</ns3:Speed>"
        f"<ns3:RunCadence>{run_cadence}</ns3:RunCadence></ns3:TPX></Extensions>",
    ]
    return f"<Trackpoint>{''.join(parts)}</Trackpoint>\n"


def lap(
    *points: str,
    seconds: float | str = 600,
    metres: float | str = 2000,
    begun: datetime.datetime = BEGUN,
    more: str = "",
) -> str:
    inside = f"<Track>{''.join(points)}</Track>" if points else ""
    return (
        f'<Lap StartTime="{begun.isoformat()}"><TotalTimeSeconds>{seconds}</TotalTimeSeconds>'
        f"<DistanceMeters>{metres}</DistanceMeters>{inside}{more}</Lap>\n"
    )


def activity(*laps: str, sport: str = "Running", begun: datetime.datetime = BEGUN) -> str:
    return (
        f'<Activity Sport="{sport}"><Id>{begun.isoformat()}</Id>{"".join(laps)}'
        "<Creator><Name>A watch</Name></Creator></Activity>\n"
    )


def tcx(*activities: str) -> bytes:
    return f"{_HEAD}{''.join(activities)}</Activities></TrainingCenterDatabase>\n".encode()
