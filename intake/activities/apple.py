"""Apple Health: the workouts of export.xml, read in passing, however large it is."""

import datetime
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from . import samples as sampled
from . import xml
from .shapes import RUNNING, TREADMILL, Activity, Dropped, Hints, Read
from .sport_words import ON_FOOT, sport_of

if TYPE_CHECKING:
    from .xml import Element

_ROOT: Final = "HealthData"
_WORKOUT: Final = "Workout"
_TYPE: Final = "HKWorkoutActivityType"
_QUANTITY: Final = "HKQuantityTypeIdentifier"
_METRES: Final = {"m": 1.0, "km": 1000.0, "mi": 1609.344, "yd": 0.9144, "ft": 0.3048, "cm": 0.01}
_SECONDS: Final = {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0, "hr": 3600.0}
_A_MINUTE: Final = {"count/min": 1.0, "count/s": 60.0}
# Beyond these a number is a fault of the export.
_MOST_M: Final = sampled.DISTANCE_M[1]
_MOST_CLIMB_M: Final = 50_000.0
_MOST_S: Final = xml.LONGEST_ACTIVITY.total_seconds()
_MOST_STEPS: Final = 2_000_000.0
_MOST_BEATS: Final = sampled.HEART_RATE[1]


def is_apple(head: bytes) -> bool:
    """Whether a file that begins so is the export.xml of Apple Health, whatever its name."""
    return xml.first_tag(head) == _ROOT


def read_apple(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """All workouts of an export, of every sport; routes are not opened.

    Until iOS 15 a workout states its distance itself, from iOS 16 on as one of its statistics. The
    parts of a workout repeat its statistics, so only those right below it count. The time zone of
    its dates is that of the phone at the export: the runner's own clock is known only where the
    workout names its zone.
    """
    found: list[Activity] = []
    damage = ""
    try:
        for element in xml.each(stream, _ROOT, _WORKOUT):
            found.append(_activity(element, file, hints))
    except (xml.EndsEarly, xml.Unreadable) as reason:
        damage = str(reason)
    if not found:
        return Read(dropped=(Dropped(file, damage or "no workout is recorded in it"),))
    if damage:
        found = [replace(one, partial=True, problems=(*one.problems, damage)) for one in found]
    return Read(tuple(found))


def _activity(element: "Element", file: str, hints: Hints) -> Activity:
    sport = _sport(element.get("workoutActivityType", ""), hints)
    told = {
        one.get("key", ""): one.get("value", "") for one in xml.children(element, "MetadataEntry")
    }
    statistics = {
        one.get("type", "").removeprefix(_QUANTITY): one
        for one in xml.children(element, "WorkoutStatistics")
    }
    start, end = xml.moment(element.get("startDate")), xml.moment(element.get("endDate"))
    duration_s = _amount(
        element.get("duration"), element.get("durationUnit", "min"), _SECONDS, _MOST_S
    )
    elapsed_s = _elapsed(start, end, duration_s or 0.0)
    is_indoor = told.get("HKIndoorWorkout") == "1"
    return Activity(
        file=file, source="apple", sport=sport,
        ground=TREADMILL if sport == RUNNING and is_indoor else "",
        start=start, local_start=_local(start, told.get("HKTimeZone", "")),
        distance_m=_distance(element, statistics, sport),
        moving_s=duration_s or elapsed_s,
        elapsed_s=elapsed_s,
        gain_m=_climb(told.get("HKElevationAscended")),
        loss_m=_climb(told.get("HKElevationDescended")),
        has_stated_gain="HKElevationAscended" in told,
        cadence_spm=_cadence(statistics.get("StepCount"), duration_s, sport),
        heart_rate=_heart_rate(statistics.get("HeartRate")),
        is_complete=True,
    )  # fmt: skip


def _elapsed(
    start: datetime.datetime | None, end: datetime.datetime | None, duration_s: float
) -> float | None:
    """Seconds from start to end, which are written in whole seconds, and no less than it lasted."""
    if start is None or end is None:
        return None
    elapsed_s = sampled.within((end - start).total_seconds(), (0, _MOST_S))
    return None if elapsed_s is None else max(elapsed_s, duration_s) or None


def _sport(identifier: str, hints: Hints) -> str | None:
    """Its plain name; a sport that has none here is called as Apple calls it.

    >>> _sport("HKWorkoutActivityTypeTaiChi", Hints())
    'tai chi'
    """
    name = identifier.removeprefix(_TYPE)
    known = sport_of(name, hints.sports)
    return known.name if known else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() or None


def _amount(
    value: str | None, unit: str | None, units: Mapping[str, float], most: float
) -> float | None:
    """The value in our unit; None where it is no number, or its unit none that is known."""
    factor = units.get(unit or "")
    if factor is None:
        return None
    number = xml.number(value, (0, most / factor))
    return None if number is None else number * factor


def _distance(
    element: "Element", statistics: Mapping[str, "Element"], sport: str | None
) -> float | None:
    """Metres; a workout on foot counts only those on foot."""
    kinds = ["DistanceWalkingRunning"] if sport in ON_FOOT else sorted(statistics)
    stated = [
        _amount(statistics[kind].get("sum"), statistics[kind].get("unit"), _METRES, _MOST_M)
        for kind in kinds
        if kind.startswith("Distance") and kind in statistics
    ]
    before_ios_16 = _amount(
        element.get("totalDistance"), element.get("totalDistanceUnit"), _METRES, _MOST_M
    )
    return max((one for one in stated if one), default=before_ios_16) or None


def _climb(text: str | None) -> float | None:
    value, _, unit = (text or "").strip().partition(" ")
    return _amount(value, unit.strip(), _METRES, _MOST_CLIMB_M)


def _cadence(steps: "Element | None", duration_s: float | None, sport: str | None) -> float | None:
    """Steps a minute over the whole workout: Apple counts both legs, and walking too."""
    if steps is None or not duration_s or sport not in ON_FOOT:
        return None
    counted = _amount(steps.get("sum"), steps.get("unit", "count"), {"count": 1.0}, _MOST_STEPS)
    return sampled.within(60 * (counted or 0) / duration_s, sampled.CADENCE_SPM) or None


def _heart_rate(statistic: "Element | None") -> float | None:
    if statistic is None:
        return None
    beats = _amount(statistic.get("average"), statistic.get("unit"), _A_MINUTE, _MOST_BEATS)
    return sampled.within(beats, sampled.HEART_RATE)


def _local(start: datetime.datetime | None, zone: str) -> datetime.datetime | None:
    if start is None or not zone:
        return None
    try:
        return start.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return None
