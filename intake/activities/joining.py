"""Recordings of the same activity, from a watch, a phone and a list, put together.

Two recordings are one activity where they start within two minutes and their distances are within
5 % of each other, or where they overlap for more than half of the shorter. The best recording
leads: a file of a watch before one of a phone, any file before the row of a list, and one that
ends early last of all. The others join it, also through one another, but none joins a leader that
it is clearly apart from: so a recording of a whole morning never swallows two runs of it.
"""

import datetime
import math
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from .shapes import Activity

SAME_START_S: Final = 120.0
SAME_DISTANCE: Final = 0.05
FAR_START_S: Final = 300.0
_BEST_FIRST: Final = ("fit", "tcx", "gpx", "apple", "strava", "garmin", "table")
_LISTS: Final = ("strava", "garmin", "table")
_MOST_DAYS: Final = 4
_MOST_A_DAY: Final = 50  # nobody does more in a day: what says so is no diary, and stays as it is
_DAY: Final = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Timed:
    """An activity at its place among others (`index`) and on the runner's own `clock`."""

    activity: Activity
    index: int
    clock: datetime.datetime


@dataclass(slots=True, eq=False)
class Group:
    """Recordings of one activity; the first one leads."""

    members: list[Timed] = field(default_factory=list)

    @property
    def leader(self) -> Timed:
        """The best recording of all."""
        return self.members[0]


def join(recorded: Iterable[Timed]) -> list[Group]:
    """The activities that there were, first to last; the order of what is given does not matter."""
    ordered = sorted(recorded, key=_preference)
    sole = Counter(one.activity.file for one in ordered)
    by_day: dict[datetime.date, list[Group]] = {}
    by_file: dict[str, Group] = {}
    groups: list[Group] = []
    for one in ordered:
        group = by_file.get(uploaded_file(one.activity)) or _group_of(one, by_day)
        if group is None:
            group = Group()
            groups.append(group)
        group.members.append(one)
        if sole[one.activity.file] == 1:
            by_file[one.activity.file] = group
        for day in _days(one):
            here = by_day.setdefault(day, [])
            if group not in here[-1:]:
                here.append(group)
    return sorted(groups, key=lambda group: (group.leader.clock, _preference(group.leader)))


def alike(group: Group) -> tuple[Activity, ...]:
    """The recordings of what the leader recorded, the leader first.

    One that is more than twice as long is left out: it holds more than this activity, such as a
    phone that recorded the whole morning, or the row of a triathlon with its run.
    """
    longest = 2 * (duration_s(group.leader.activity) or math.inf)
    activities = (member.activity for member in group.members)
    return tuple(one for one in activities if (duration_s(one) or 0.0) <= longest)


def merged(group: Sequence[Activity]) -> Activity:
    """One activity of recordings that are alike, the leader first.

    What the leader lacks comes from the next. A list says what sport it was and which shoes were
    worn, since its owner may have put that right; samples come from the best file, even where it
    ends early and the distance is taken from elsewhere.
    """
    by_samples = sorted(group, key=_rank)
    lists = [one for one in group if one.source in _LISTS]
    whole: dict[str, Any] = {name: _first(group, name) for name in _WHOLE}
    sampled: dict[str, Any] = {name: _first(by_samples, name) for name in _SAMPLED}
    said: dict[str, Any] = {name: _first([*lists, *group], name) for name in _SAID}
    stated = next((one for one in group if one.has_stated_gain), None)
    climbing = stated or next((one for one in group if one.gain_m is not None), group[0])
    return replace(
        group[0],
        **(whole | sampled | said),
        gain_m=climbing.gain_m,
        loss_m=climbing.loss_m,
        has_stated_gain=climbing.has_stated_gain,
        is_race=any(one.is_race for one in group),
        is_complete=any(one.is_complete for one in group),
        problems=tuple(dict.fromkeys(text for one in group for text in one.problems)),
    )


def uploaded_file(row: Activity) -> str:
    """The file that the row of an export says that it came from, beside that export; or ""."""
    if not row.upload:
        return ""
    folder = posixpath.dirname(row.file.replace("\\", "/"))
    return posixpath.join(folder, row.upload)


_WHOLE: Final = ("start", "local_start", "distance_m", "moving_s", "elapsed_s")
_SAMPLED: Final = (
    "cadence_spm",
    "running_cadence_spm",
    "heart_rate",
    "heart_rate_bpm",
    "speed_m_s",
)
_SAID: Final = ("sport", "ground", "gear", "gear_name", "effort", "grade_adjusted_m", "dirt_m")


def _first(activities: Sequence[Activity], name: str) -> object:
    """The first value that is known; an empty text or spread is none."""
    values = [getattr(one, name) for one in activities]
    return next((value for value in values if value not in (None, "", ())), values[0])


def _rank(activity: Activity) -> int:
    known = activity.source in _BEST_FIRST
    return _BEST_FIRST.index(activity.source) if known else len(_BEST_FIRST)


def _preference(one: Timed) -> tuple[object, ...]:
    """Sorts recordings, the best first; a longer one comes before the pieces of it."""
    activity = one.activity
    return (
        activity.partial,
        _rank(activity),
        -(duration_s(activity) or 0.0),
        one.clock,
        activity.file,
        *(str(getattr(activity, name)) for name in ("distance_m", "sport", "ground", "gear")),
        *(str(getattr(activity, name)) for name in ("moving_s", "gain_m", "cadence_spm", "effort")),
    )


def duration_s(activity: Activity) -> float | None:
    """Seconds from start to end; None without a time.

    A device that was stopped late says it ran for days: then the time without pauses is taken.
    """
    moving, elapsed = activity.moving_s, activity.elapsed_s
    if moving and elapsed and elapsed > 2 * moving + 3600:
        return moving
    return elapsed or moving or None


def _days(one: Timed) -> Iterator[datetime.date]:
    """The days from its start to its end, at most a few."""
    seconds = min(duration_s(one.activity) or 0.0, _MOST_DAYS * 86400.0)
    last = (one.clock + datetime.timedelta(seconds=seconds)).date()
    day = one.clock.date()
    while day <= last:
        yield day
        day += _DAY


def _group_of(one: Timed, by_day: dict[datetime.date, list[Group]]) -> Group | None:
    """The group that it belongs to: the one whose leader it fits best, else any member's."""
    days = list(_days(one))
    near = (
        group
        for day in (days[0] - _DAY, *days, days[-1] + _DAY)
        for group in by_day.get(day, [])[-_MOST_A_DAY:]
    )
    found: Group | None = None
    best = (False, 0.0, 0.0)
    for group in {id(group): group for group in near}.values():
        if _is_apart(group.leader, one) or _is_another_row(group, one):
            continue
        fits_leader = _is_same(group.leader, one)
        if fits_leader or any(_is_same(member, one) for member in group.members[1:][-_MOST_A_DAY:]):
            fit = (fits_leader, _overlap(group.leader, one) or 0.0, -abs(_gap(group.leader, one)))
            if found is None or fit > best:
                found, best = group, fit
    return found


def _is_another_row(group: Group, one: Timed) -> bool:
    """True for a day of a diary beside another of the same diary: two rows are two activities."""
    return one.activity.is_daily and any(
        member.activity.is_daily and member.activity.file == one.activity.file
        for member in group.members
    )


def _is_same(one: Timed, other: Timed) -> bool:
    if one.activity.is_daily != other.activity.is_daily:
        return False
    if one.activity.is_daily:
        return one.clock.date() == other.clock.date() and _is_near(one.activity, other.activity)
    if abs(_gap(one, other)) <= SAME_START_S and _is_near(one.activity, other.activity):
        return True
    overlap = _overlap(one, other)
    shorter = min(duration_s(one.activity) or 0.0, duration_s(other.activity) or 0.0)
    return overlap is not None and overlap > shorter / 2


def _is_apart(one: Timed, other: Timed) -> bool:
    """True for two that cannot be the same, whatever lies between them."""
    if one.activity.is_daily or other.activity.is_daily:
        return one.clock.date() != other.clock.date()
    overlap = _overlap(one, other)
    if overlap is None:
        return abs(_gap(one, other)) > FAR_START_S
    return overlap <= 0 and abs(_gap(one, other)) > SAME_START_S


def _is_near(one: Activity, other: Activity) -> bool:
    """True where distances are within 5 %, or where neither is known and the sport is the same."""
    if one.distance_m is None or other.distance_m is None:
        return one.distance_m is other.distance_m and one.sport == other.sport
    difference = abs(one.distance_m - other.distance_m)
    return difference <= SAME_DISTANCE * max(one.distance_m, other.distance_m)


def _gap(one: Timed, other: Timed) -> float:
    """Seconds from the start of one to that of the other.

    On the runner's own clocks where one of them has no other, so that a list with local times fits
    a file with the time of the world.
    """
    first, second = one.activity.start, other.activity.start
    if first is not None and second is not None:
        return (second.astimezone(datetime.UTC) - first.astimezone(datetime.UTC)).total_seconds()
    return (other.clock - one.clock).total_seconds()


def _overlap(one: Timed, other: Timed) -> float | None:
    """Seconds that both last; None where the time of one is not known."""
    first, second = duration_s(one.activity), duration_s(other.activity)
    if first is None or second is None:
        return None
    gap = _gap(one, other)
    return max(0.0, min(first, gap + second) - max(0.0, gap))
