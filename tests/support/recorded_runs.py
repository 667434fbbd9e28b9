"""Activities for tests in a few words, and the diary that comes of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from surefoot.intake.activities.diary import Diary, Figures, Judged
from surefoot.intake.activities.judging import judge
from surefoot.intake.activities.metrics import work_out
from surefoot.intake.activities.shapes import RUNNING, Activity

BERLIN = ZoneInfo("Europe/Berlin")
DAY = datetime.date(2026, 11, 22)  # a Sunday


def recorded(
    at: str,
    km: float | None = 10.0,
    minutes: float | None = 60.0,
    *,
    sport: str | None = RUNNING,
    source: str = "fit",
    file: str = "",
    **more: object,
) -> Activity:
    """An activity that began at that time in UTC, such as `2026-11-20 07:30`."""
    start = datetime.datetime.fromisoformat(at).replace(tzinfo=datetime.UTC)
    seconds = None if minutes is None else 60 * minutes
    values: dict[str, object] = {
        "file": file or f"{source}/{at}",
        "source": source,
        "sport": sport,
        "start": start,
        "distance_m": None if km is None else 1000 * km,
        "moving_s": seconds,
        "elapsed_s": seconds,
    }
    return Activity(**(values | more))  # type: ignore[arg-type]


def days_of(first: str, *kilometres: float) -> list[Activity]:
    """One run a day from that day on, at noon; 0 is a day without."""
    day = datetime.date.fromisoformat(first)
    return [
        recorded(f"{day + datetime.timedelta(days=index)} 12:00", km, 6 * km)
        for index, km in enumerate(kilometres)
        if km
    ]


def judged(
    activities: Iterable[Activity],
    as_of: datetime.date = DAY,
    zone: datetime.tzinfo = datetime.UTC,
    sport_of_unstated: str = "",
    shoes: tuple[str, ...] = (),
) -> tuple[tuple[Judged, ...], Diary]:
    """Judged on that day, and the diary."""
    return judge(
        activities, as_of=as_of, zone=zone, sport_of_unstated=sport_of_unstated, shoes=shoes
    )


def figures(
    activities: Iterable[Activity],
    as_of: datetime.date = DAY,
    max_heart_rate: float | None = None,
    zone: datetime.tzinfo = datetime.UTC,
) -> Figures:
    """All metrics on that day."""
    diary = judged(activities, as_of, zone)[1]
    return work_out(diary, as_of=as_of, max_heart_rate=max_heart_rate)


def reasons(activities: Iterable[Activity], as_of: datetime.date = DAY) -> list[str]:
    """Why each does not count; "" for one that does."""
    return [one.why_not for one in judged(activities, as_of)[0]]
