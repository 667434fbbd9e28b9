"""GPX: the points of a track, as watches, phones and Strava write them.

Points are read from the tree one by one, so that one without a place costs one point and not the
file; gpxpy measures the way between them. Positions are used here and forgotten.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from . import samples as sampled
from . import xml
from .samples import Sample
from .shapes import HIKING, RUNNING, Activity, Dropped, Hints, Read
from .sport_words import ON_FOOT, not_known, sport_of

if TYPE_CHECKING:
    from .xml import Element

# Tracks of one file that begin within this of the end of the one before are one activity: apps
# begin a new track at a pause, handheld receivers write the tracks of many days into one file.
SAME_ACTIVITY: Final = datetime.timedelta(hours=1)
OVERLAP: Final = datetime.timedelta(minutes=1)
# From this share of points with a time on, the times of a track are taken as complete.
FULL_TIMES: Final = 0.95
# A leap of the position further than this is a fault of the receiver.
FURTHEST_STEP_M: Final = 20_000

_BY_NUMBER: Final = {"9": RUNNING, "1": "cycling", "4": HIKING}  # as Strava has it
_NOT_STATED: Final = ("", "unknown", "generic", "uncategorized")


class _Point(NamedTuple):
    latitude: float
    longitude: float
    time: datetime.datetime | None
    altitude_m: float | None
    cadence: float | None
    heart_rate: float | None


@dataclass(frozen=True, slots=True)
class _Track:
    """A track with its segments: between two of them the recorder was off."""

    label: str
    segments: tuple[tuple[_Point, ...], ...]

    @property
    def points(self) -> list[_Point]:
        return [point for segment in self.segments for point in segment]

    @property
    def times(self) -> list[datetime.datetime]:
        return [point.time for point in self.points if point.time is not None]


def is_gpx(head: bytes) -> bool:
    """Whether a file that begins so is GPX."""
    return xml.first_tag(head) == "gpx"


def read_gpx(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """The activities of a GPX file: one for each stretch of tracks.

    Routes and waypoints are plans and places, no activities. Without times there is a distance
    only. Cadence is that of one leg, whatever extension it stands in, and is doubled.
    """
    try:
        document = xml.tree(stream)
    except xml.Unreadable as reason:
        return Read(dropped=(Dropped(file, str(reason)),))
    without_place = 0
    tracks: list[_Track] = []
    for element in xml.below(document.root, "trk"):
        track, lost = _track(element)
        without_place += lost
        tracks.append(track)
    tracks = [track for track in tracks if track.points]
    if sum(len(track.points) for track in tracks) < 2:  # noqa: PLR2004  (a way has two ends)
        return Read(dropped=(Dropped(file, _why_nothing(document.root)),))
    damage = _damage(is_whole=document.is_whole, without_place=without_place)
    return Read(
        tuple(_activity(each, file, hints, damage) for each in _apart(_with_usable_times(tracks)))
    )


def _damage(*, is_whole: bool, without_place: int) -> tuple[str, ...]:
    lost = f"points without a place, left out: {without_place}" if without_place else ""
    return tuple(problem for problem in ("" if is_whole else xml.DAMAGED, lost) if problem)


def _why_nothing(root: "Element") -> str:
    if xml.below(root, "trk"):
        return "its track has no points that can be used"
    if xml.below(root, "rte"):
        return "it holds a planned route, no recorded track"
    if xml.below(root, "wpt"):
        return "it holds places (waypoints) only, no recorded track"
    return "it holds no recorded track"


def _track(element: "Element") -> tuple[_Track, int]:
    """The track, and how many points of it have no place."""
    label = (xml.text(element, "type") or "").strip()
    lost = 0
    segments = []
    for segment in [*xml.children(element, "trkseg"), element]:
        read = [_point(one) for one in xml.children(segment, "trkpt")]
        placed = tuple(point for point in read if point is not None)
        lost += len(read) - len(placed)
        if placed:
            segments.append(placed)
    return _Track(label, tuple(segments)), lost


def _point(element: "Element") -> _Point | None:
    latitude = xml.number(element.get("lat"), (-90, 90))
    longitude = xml.number(element.get("lon"), (-180, 180))
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None  # 0, 0 is what receivers write before they know where they are
    stated = xml.texts(element)
    return _Point(
        latitude, longitude,
        time=xml.moment(stated.get("time")),
        altitude_m=xml.number(stated.get("ele"), sampled.ALTITUDE_M),
        cadence=xml.number(stated.get("cad", stated.get("cadence")), sampled.CADENCE_SPM),
        heart_rate=xml.number(stated.get("hr", stated.get("heartrate")), sampled.HEART_RATE),
    )  # fmt: skip


def _with_usable_times(tracks: Sequence[_Track]) -> list[_Track]:
    """The same without the times of a clock that was not set.

    Each track on its own: tracks of one file may be years apart.
    """
    found = []
    for track in tracks:
        times = iter(xml.near([point.time for point in track.points]))
        segments = tuple(
            tuple(point._replace(time=next(times)) for point in segment)
            for segment in track.segments
        )
        found.append(replace(track, segments=segments))
    return found


def _apart(tracks: Sequence[_Track]) -> list[list[_Track]]:
    """Tracks that are one activity together.

    Where one lacks times, nobody can say what belongs to what: then all are one.
    """
    if not _are_timed(tracks) or not all(track.times for track in tracks):
        return [list(tracks)]
    found: list[list[_Track]] = []
    label, end = "", datetime.datetime.min.replace(tzinfo=datetime.UTC)
    for track in sorted(tracks, key=lambda track: min(track.times)):
        gap = min(track.times) - end
        if found and track.label == label and -OVERLAP <= gap <= SAME_ACTIVITY:
            found[-1].append(track)
        else:
            found.append([track])
        label, end = track.label, max(track.times)
    return found


def _are_timed(tracks: Sequence[_Track]) -> bool:
    times = sum(len(track.times) for track in tracks)
    return times >= FULL_TIMES * sum(len(track.points) for track in tracks)


def _activity(
    tracks: Sequence[_Track], file: str, hints: Hints, damage: tuple[str, ...]
) -> Activity:
    label = next((track.label for track in tracks if track.label), "")
    sport = sport_of(_BY_NUMBER.get(label, label), hints.sports)
    start = min((time for track in tracks for time in track.times), default=None)
    problems = [*damage]
    unknown = label if sport is None and label.strip(".").casefold() not in _NOT_STATED else ""
    if unknown:
        problems.append(not_known(unknown))
    if not _are_timed(tracks):
        start = None
        problems.append(
            "not all of its points have a time: its date and its duration are not known"
        )
    samples, leaps = _samples(tracks, start)
    if leaps:
        problems.append(f"leaps of the position, left out: {leaps}")
    recorded = Activity(
        file=file, source="gpx", start=start, sport=None if sport is None else sport.name,
        ground="" if sport is None else sport.ground, sport_label=unknown,
        local_start=xml.own_clock(start), distance_m=samples[-1].distance_m,
        partial=bool(damage), problems=tuple(problems),
    )  # fmt: skip
    return _with_figures(recorded, samples)


def _samples(tracks: Sequence[_Track], start: datetime.datetime | None) -> tuple[list[Sample], int]:
    """The samples, their distance summed from point to point, and how many leaps were left out.

    What lies between two segments is no way that was recorded, neither along nor up: the heights
    of each go on where those of the one before ended.
    """
    found: list[Sample] = []
    metres = 0.0
    leaps = 0
    height: float | None = None
    for segment in (segment for track in tracks for segment in track.segments):
        kept = _without_spikes(segment)
        leaps += len(segment) - len(kept)
        heights = [point.altitude_m for point in kept if point.altitude_m is not None]
        lift = 0.0 if height is None or not heights else height - heights[0]
        height = heights[-1] + lift if heights else height
        found.append(_sample(kept[0], start, metres, lift))
        for before, point in pairwise(kept):
            step = _metres(before, point)
            if step > FURTHEST_STEP_M and _is_leap(before, point):
                leaps += 1
            else:
                metres += step
            found.append(_sample(point, start, metres, lift))
    return found, leaps


def _without_spikes(segment: Sequence[_Point]) -> list[_Point]:
    """The points without those that leap away and back; a leap that stays is a way not seen."""
    kept = list(segment[:1])
    for point, after in pairwise(segment[1:]):
        is_spike = (
            _is_leap(kept[-1], point) and _is_leap(point, after) and not _is_leap(kept[-1], after)
        )
        if not is_spike:
            kept.append(point)
    return [*kept, *segment[1:][-1:]]


def _metres(one: _Point, other: _Point) -> float:
    from gpxpy import geo  # noqa: PLC0415  (only who imports GPX pays for it)

    return float(
        geo.distance(one.latitude, one.longitude, None, other.latitude, other.longitude, None)
    )


def _is_leap(one: _Point, later: _Point) -> bool:
    """Whether nobody on foot, wheels or skis gets from one to the other in that time."""
    metres = _metres(one, later)
    if one.time is None or later.time is None:
        return metres > FURTHEST_STEP_M
    seconds = max(abs((later.time - one.time).total_seconds()), 1.0)
    return metres / seconds > sampled.SPEED_M_S[1]


def _sample(point: _Point, start: datetime.datetime | None, metres: float, lift: float) -> Sample:
    return Sample(
        at_s=(point.time - start).total_seconds() if start and point.time else None,
        distance_m=metres,
        altitude_m=None if point.altitude_m is None else point.altitude_m + lift,
        cadence_spm=None if point.cadence is None else 2 * point.cadence,
        heart_rate=point.heart_rate,
    )


def _with_figures(activity: Activity, samples: Sequence[Sample]) -> Activity:
    counted, problem = sampled.with_steps_counted_once(samples)
    timed = sampled.with_speeds(counted)
    rates = sampled.heart_rates(timed)
    is_on_foot = activity.sport is None or activity.sport in ON_FOOT
    ends = [sample.at_s for sample in samples if sample.at_s is not None]
    # Phones without a barometer write 0 all along.
    has_altitudes = any(sample.altitude_m for sample in samples)
    climbed = sampled.climb_of(samples) if has_altitudes else None
    return replace(
        activity,
        moving_s=sampled.moving_seconds(timed),
        elapsed_s=max(ends, default=0.0) or None,
        gain_m=None if climbed is None else climbed[0],
        loss_m=None if climbed is None else climbed[1],
        cadence_spm=sampled.mean_cadence(counted) if is_on_foot else None,
        running_cadence_spm=sampled.running_cadence(timed) if is_on_foot else None,
        heart_rate=sampled.mean_of(rates),
        heart_rate_bpm=rates,
        speed_m_s=sampled.speeds(timed),
        problems=(*activity.problems, problem) if problem and is_on_foot else activity.problems,
    )
