"""TCX: Garmin's Training Center files, which Polar, Suunto, Strava and others write too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, Final

from . import samples as sampled
from . import xml
from .samples import Sample
from .shapes import RUNNING, Activity, Dropped, Hints, Read
from .sport_words import not_known, sport_of

if TYPE_CHECKING:
    from .xml import Element

_SECONDS: Final = (0, xml.LONGEST_ACTIVITY.total_seconds())


def is_tcx(head: bytes) -> bool:
    """Whether a file that begins so is TCX."""
    return xml.first_tag(head) == "TrainingCenterDatabase"


def read_tcx(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """The activities of a TCX file; those of one multisport session one by one.

    Distance and time are the sums of the laps. Cadence, whichever of its two fields holds it, is
    that of one leg in a run, and is doubled; in other sports it is none of steps.
    """
    try:
        document = xml.tree(stream)
    except xml.Unreadable as reason:
        return Read(dropped=(Dropped(file, str(reason)),))
    found = [
        _activity(element, laps, file, hints)
        for element in xml.outermost(document.root, "Activity")
        if (laps := xml.children(element, "Lap"))
    ]
    if not found:
        return Read(dropped=(Dropped(file, _why_nothing(document.root)),))
    if not document.is_whole:
        found = [replace(one, partial=True, problems=(*one.problems, xml.DAMAGED)) for one in found]
    return Read(tuple(found))


def _why_nothing(root: "Element") -> str:
    if xml.below(root, "Course"):
        return "it holds a planned course, no recorded activity"
    if xml.below(root, "Workout"):
        return "it holds a planned workout, no recorded activity"
    return "it holds no recorded activity"


def _activity(element: "Element", laps: Sequence["Element"], file: str, hints: Hints) -> Activity:
    label = (element.get("Sport") or "").strip()  # walking, swimming and skiing are "Other"
    known = sport_of(label, hints.sports)
    sport = None if known is None else known.name
    unknown = not_known(label) if label and known is None else ""
    is_run = sport in (None, RUNNING)
    points = [xml.texts(point) for lap in laps for point in xml.below(lap, "Trackpoint")]
    times = [xml.moment(point.get("Time")) for point in points]
    lap_starts = [xml.moment(lap.get("StartTime")) for lap in laps]
    moments = xml.near([*times, *lap_starts, xml.moment(xml.text(element, "Id"))])
    start = min((one for one in moments if one is not None), default=None)
    at_s = [(one - start).total_seconds() if one and start else None for one in moments]
    raw = [_sample(point, at, is_run=is_run) for point, at in zip(points, at_s, strict=False)]
    counted, doubled = sampled.with_steps_counted_once(raw)
    samples = sampled.with_speeds(counted)
    timer_s = [_seconds(lap) or 0.0 for lap in laps]
    # A lap lasts its timer time at least; some have no points.
    lap_ends = map(_later, at_s[len(points) :], timer_s)
    ends = [end for end in (*at_s, *lap_ends, sum(timer_s)) if end is not None]
    rates = sampled.heart_rates(samples)
    climbed = sampled.climb_of(samples) if any(one.altitude_m for one in samples) else None
    return Activity(
        file=file, source="tcx", sport=sport, sport_label=label if unknown else "",
        start=start, local_start=xml.own_clock(start),
        distance_m=_distance(laps, samples),
        moving_s=sum(timer_s) or None,
        elapsed_s=max(ends) or None,
        gain_m=None if climbed is None else climbed[0],
        loss_m=None if climbed is None else climbed[1],
        cadence_spm=sampled.mean_cadence(samples) or (_stated_cadence(laps) if is_run else None),
        running_cadence_spm=sampled.running_cadence(samples),
        heart_rate=sampled.mean_of(rates) or _over_laps(laps, _heart_rate),
        heart_rate_bpm=rates, speed_m_s=sampled.speeds(samples),
        problems=tuple(problem for problem in (unknown, doubled) if problem),
    )  # fmt: skip


def _sample(point: Mapping[str, str], at_s: float | None, *, is_run: bool) -> Sample:
    cadence = None
    if is_run:
        stated = point.get("RunCadence", point.get("Cadence"))
        cadence = xml.number(stated, sampled.CADENCE_SPM)
    return Sample(
        at_s=at_s,
        distance_m=xml.number(point.get("DistanceMeters"), sampled.DISTANCE_M),
        altitude_m=xml.number(point.get("AltitudeMeters"), sampled.ALTITUDE_M),
        cadence_spm=None if cadence is None else 2 * cadence,
        heart_rate=xml.number(point.get("Value"), sampled.HEART_RATE),
        speed_m_s=xml.number(point.get("Speed"), sampled.SPEED_M_S),
    )


def _seconds(lap: "Element") -> float | None:
    """Timer time: Garmin leaves pauses out of what it calls the total."""
    return xml.number(xml.text(lap, "TotalTimeSeconds"), _SECONDS)


def _later(at_s: float | None, seconds: float) -> float | None:
    return None if at_s is None else at_s + seconds


def _distance(laps: Sequence["Element"], samples: Sequence[Sample]) -> float | None:
    """The sum of the laps; the last point may count what an earlier activity began with."""
    stated = [xml.number(xml.text(lap, "DistanceMeters"), sampled.DISTANCE_M) for lap in laps]
    return sum(one for one in stated if one is not None) or sampled.distance_from(samples) or None


def _stated_cadence(laps: Sequence["Element"]) -> float | None:
    per_leg = _over_laps(laps, _lap_cadence)
    if per_leg is None:
        return None
    return per_leg if 2 * per_leg > sampled.MOST_STEPS else 2 * per_leg


def _lap_cadence(lap: "Element") -> float | None:
    stated = next((one.text for one in xml.below(lap, "AvgRunCadence")), xml.text(lap, "Cadence"))
    return xml.number(stated, sampled.CADENCE_SPM) or None


def _heart_rate(lap: "Element") -> float | None:
    stated = [xml.text(one, "Value") for one in xml.children(lap, "AverageHeartRateBpm")]
    return xml.number(stated[0], sampled.HEART_RATE) if stated else None


def _over_laps(
    laps: Sequence["Element"], figure: Callable[["Element"], float | None]
) -> float | None:
    """The mean over the time of the laps that state it."""
    stated = [
        (value, seconds)
        for lap in laps
        if (value := figure(lap)) is not None and (seconds := _seconds(lap))
    ]
    total = sum(seconds for _, seconds in stated)
    return sum(value * seconds for value, seconds in stated) / total if total else None
