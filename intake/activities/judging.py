"""Which of the activities that were read count as runs, and why the others do not.

Every activity is judged and named; nothing is cut in silence. What counts goes into the diary, on
the runner's own clock, each run once however many devices recorded it.
"""

import datetime
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from ...engine.days import show_date
from .diary import Diary, Judged, Outing, Run
from .joining import Group, Timed, alike, duration_s, join, merged, uploaded_file
from .shapes import RUNNING, Activity

LEAST_M: Final = 500.0
LEAST_S: Final = 180.0
FASTEST_M_S: Final = 7.0
FASTEST_OVER_M: Final = 1000.0
FURTHEST_M: Final = 350_000.0
FURTHEST_M_S: Final = 4.0
LONGEST_S: Final = 72 * 3600.0
STEEPEST: Final = 0.7
SLOWEST_SPM: Final = 60.0
FASTEST_SPM: Final = 260.0
FIRST_YEAR: Final = 2000
SAME_OUTING_S: Final = 900.0
_NUMBERS: Final = {
    "distance_m": "distance",
    "moving_s": "time",
    "elapsed_s": "time with pauses",
    "cadence_spm": "cadence",
    "running_cadence_spm": "cadence",
    "heart_rate": "heart rate",
    "effort": "effort",
    "grade_adjusted_m": "distance on the flat",
}
# No metric looks back further for days without any sport.
RECENT: Final = datetime.timedelta(days=60)
_HEIGHTS: Final = {"gain_m": "climb", "loss_m": "descent", "dirt_m": "distance off roads"}


def judge(
    activities: Iterable[Activity],
    *,
    as_of: datetime.date,
    zone: datetime.tzinfo,
    sport_of_unstated: str = "",
    shoes: Sequence[str] = (),
) -> tuple[tuple[Judged, ...], Diary]:
    """Each activity with whether it counts as a run, in the order given, and the diary.

    Local days are those of the activity's own clock, else those of `zone`. `sport_of_unstated` is
    what an activity without a sport is taken for; "" counts it as no run, with the reason.
    `shoes` are the names of a list of shoes. Beyond section 5.1 of the formulas: a run without a
    distance counts from 3 minutes on; one of more than 350 km counts only with a time that fits.
    A day of a diary is left out where runs of that day were recorded one by one.
    """
    known = _dated_by_lists([_cleaned(one) for one in activities])
    as_sport = [replace(one, sport=one.sport or sport_of_unstated or None) for one in known]
    reasons = {index: _date_problem(one, as_of, zone) for index, one in enumerate(as_sport)}
    timed = [
        Timed(one, index, local_clock(one, zone))
        for index, one in enumerate(known)
        if not reasons[index]
    ]
    singly = {one.clock.date() for one in timed if _is_run_of_its_own(as_sport[one.index])}
    for one in timed:
        if one.activity.is_daily and one.clock.date() in singly:
            reasons[one.index] = "the runs of this day are recorded one by one"
    runs: list[Run] = []
    others: list[tuple[datetime.date, Activity]] = []
    complete: list[tuple[datetime.date, bool]] = []
    for group in join(one for one in timed if not reasons[one.index]):
        recordings = alike(group)
        activity = merged(recordings)
        activity = replace(activity, sport=activity.sport or sport_of_unstated or None)
        why_not = _why_no_run(activity)
        reasons |= _reasons_of(group, why_not)
        if why_not:
            others.append((local_clock(activity, zone).date(), activity))
        else:
            runs.append(_run(activity, recordings, zone))
        complete.append(
            (
                local_clock(activity, zone).date(),
                any(one.activity.is_complete for one in group.members),
            )
        )
    days = [run.day for run in runs] + [day for day, _ in others]
    diary = Diary(
        outings=_outings(runs),
        others=tuple(others),
        first_day=min(days, default=None),
        is_complete=_lists_all(complete, as_of),
        shoe_names=shoe_names([run.activity for run in runs] + [one for _, one in others], shoes),
    )
    judged = tuple(
        Judged(one, not reasons[at], reasons[at], clock_of(one, zone))
        for at, one in enumerate(known)
    )
    return judged, diary


def _lists_all(complete: Sequence[tuple[datetime.date, bool]], as_of: datetime.date) -> bool:
    """Whether sources that list all sports cover the weeks that are asked for.

    What an old file beside an export leaves out says nothing of these.
    """
    recent = [whole for day, whole in complete if day > as_of - RECENT]
    return all(recent or [whole for _, whole in complete]) and bool(complete)


def clock_of(activity: Activity, zone: datetime.tzinfo) -> datetime.datetime | None:
    """As `local_clock`; None where there is no day of our calendar."""
    try:
        return local_clock(activity, zone)
    except (OverflowError, ValueError):
        return None


def local_clock(activity: Activity, zone: datetime.tzinfo) -> datetime.datetime:
    """When an activity began on the runner's own clock, without a zone.

    ValueError for one without a date, OverflowError for one at the end of the calendar.
    """
    if activity.local_start is not None:
        return activity.local_start.replace(tzinfo=None)
    if activity.start is None:
        raise ValueError("the activity has no date")
    if activity.start.tzinfo is None:
        return activity.start
    return activity.start.astimezone(zone).replace(tzinfo=None)


def speed_m_s(activity: Activity) -> float | None:
    """Metres a second on average, over the time without pauses where that is known."""
    seconds = activity.moving_s or activity.elapsed_s
    if activity.distance_m is None or not seconds:
        return None
    return activity.distance_m / seconds


def shoe_names(activities: Iterable[Activity], shoes: Sequence[str]) -> dict[str, str]:
    """What shoes are called, by what runs call them by (`gear`).

    A shoe's name is the last that a run shows for it. The one shoe that no run names, and the one
    of a list that no run shows, are the same; where the list has no name for it, it is known and
    called "". Where two are left, no guess is made.
    """
    names: dict[str, str] = {}
    nameless: set[str] = set()
    for one in activities:
        if one.gear and one.gear_name:
            names[one.gear] = one.gear_name
        elif one.gear:
            nameless.add(one.gear)
    left = sorted(nameless - names.keys())
    shown = set(names.values())
    of_list = [name.strip() for name in shoes if name.strip() not in shown]
    if len(left) == 1 and len(of_list) == 1:
        names[left[0]] = of_list[0]
    return names


def is_too_fast(activity: Activity) -> bool:
    """True for more than 7 m/s over more than a kilometre, which no runner holds."""
    speed, distance = speed_m_s(activity), activity.distance_m
    return bool(speed and distance and speed > FASTEST_M_S and distance > FASTEST_OVER_M)


def _cleaned(activity: Activity) -> Activity:
    """The activity without numbers that no run has; its problems name each that was left out."""
    wrong: dict[str, Any] = {}
    problems = list(activity.problems)
    for name, title in (_NUMBERS | _HEIGHTS).items():
        value = getattr(activity, name)
        if value is None:
            continue
        if not math.isfinite(value) or value < 0:
            wrong[name] = None
            problems.append(f"its {title} is {value:g}, which cannot be, and is left out")
        elif value == 0 and name in _NUMBERS and name != "effort":
            wrong[name] = None  # what a source writes for not known
        elif name.endswith("cadence_spm") and not _is_cadence(value, activity.sport):
            wrong[name] = None
            problems.append(f"its {title} is {value:.0f} steps a minute, and is left out")
        elif name == "moving_s" and value > LONGEST_S:
            wrong[name] = None
            problems.append(f"its {title} is {value / 3600:.0f} hours, and is left out")
    distance = None if "distance_m" in wrong else activity.distance_m
    for name in ("gain_m", "loss_m"):
        height = getattr(activity, name)
        if name not in wrong and distance and height and height > max(100, STEEPEST * distance):
            wrong[name] = None
            title = _HEIGHTS[name]
            problems.append(f"its {title} is {height:.0f} m on {distance:.0f} m, and is left out")
    if activity.sport == RUNNING and distance is None:
        problems.append("it has no distance: its time counts, its kilometres do not")
    return replace(activity, **wrong, problems=tuple(dict.fromkeys(problems)))


def _is_cadence(steps_a_minute: float, sport: str | None) -> bool:
    """Whether somebody can run so; of other sports, if they are stated, nothing is known."""
    return sport not in {RUNNING, None} or SLOWEST_SPM <= steps_a_minute <= FASTEST_SPM


def _dated_by_lists(activities: Sequence[Activity]) -> list[Activity]:
    """Files without a date take that of the row which names them, where it can mean no other."""
    count = Counter(one.file for one in activities)
    rows = {uploaded_file(one): one for one in activities if one.upload}
    dated = []
    for one in activities:
        row = rows.get(one.file)
        if row is not None and count[one.file] == 1 and _has_no_date(one):
            problems = (*one.problems, f"its date is that of {row.file}")
            one = replace(  # noqa: PLW2901
                one, start=row.start, local_start=row.local_start, problems=problems
            )
        dated.append(one)
    return dated


def _has_no_date(activity: Activity) -> bool:
    return activity.start is None and activity.local_start is None


def _date_problem(activity: Activity, as_of: datetime.date, zone: datetime.tzinfo) -> str:
    """Why it cannot be placed in the diary, or "".

    That it is no run is named first; that its sport is not stated is not, since it can be mended
    and a date cannot.
    """
    try:
        day = local_clock(activity, zone).date()
    except (OverflowError, ValueError):
        return _why_no_run(replace(activity, sport=activity.sport or RUNNING)) or _no_date(activity)
    if day.year < FIRST_YEAR:
        return f"dated {show_date(day)}: check the date"
    if day > as_of:
        return f"after {show_date(as_of)}"
    return ""


def _no_date(activity: Activity) -> str:
    if _has_no_date(activity) and duration_s(activity) is None:
        return "it holds no times, so neither its date nor its duration is known"
    return "no usable date"


def _why_no_run(activity: Activity) -> str:
    """Why it does not count as a run, in words for people, or ""."""
    if activity.sport is None:
        return "the sport is not stated"
    if activity.sport != RUNNING:
        return f"{activity.sport}, not a run"
    return _too_short(activity) or _doubtful(activity)


def _too_short(activity: Activity) -> str:
    distance, seconds = activity.distance_m, activity.moving_s or activity.elapsed_s
    if distance is None and seconds is None:
        return "neither a distance nor a time"
    if distance is None and seconds is not None and seconds < LEAST_S:
        return "shorter than 3 minutes, and without a distance"
    return "shorter than 0.5 km" if distance is not None and distance < LEAST_M else ""


def _doubtful(activity: Activity) -> str:
    """What is too fast or too far for a runner, or ""."""
    distance, speed = activity.distance_m, speed_m_s(activity)
    if distance is None:
        return ""
    if is_too_fast(activity) and speed is not None:
        return (
            f"faster than a runner over {distance / 1000:.1f} km, "
            f"at {3.6 * speed:.0f} km an hour: was it a ride?"
        )
    if distance > FURTHEST_M and (speed is None or speed > FURTHEST_M_S):
        return f"{distance / 1000:.0f} km in one run: check the distance"
    return ""


def _is_run_of_its_own(activity: Activity) -> bool:
    return not activity.is_daily and not _why_no_run(activity)


def _reasons_of(group: Group, why_not: str) -> Mapping[int, str]:
    """Why each recording does not count: the leader as judged, the others as the same once more."""
    leader = group.leader
    kind = "activity" if why_not else "run"
    same = f"the same {kind} as {leader.activity.file}"
    at = f"the same {kind} as that of {leader.clock:%H:%M} in the same file"
    reasons = {
        one.index: at if one.activity.file == leader.activity.file else same
        for one in group.members[1:]
    }
    return {leader.index: why_not} | reasons


def _run(activity: Activity, recordings: tuple[Activity, ...], zone: datetime.tzinfo) -> Run:
    """A run of all its recordings; the clock is that of the first that knows the runner's own."""
    km = None if activity.distance_m is None else activity.distance_m / 1000
    return Run(activity, local_clock(activity, zone), km, recordings)


def _outings(runs: Sequence[Run]) -> tuple[Outing, ...]:
    """Runs with at most 15 minutes from the end of one to the start of the next are one outing.

    Rows of a diary of days stay apart: when in the day they began is not known.
    """
    outings: list[list[Run]] = []
    end: Run | None = None  # the one of the outing that ends last
    for run in sorted(runs, key=lambda run: (run.start, run.km or 0.0, run.activity.file)):
        is_own = run.activity.is_daily or (outings and outings[-1][-1].activity.is_daily)
        if end is not None and not is_own and _between(end, run) - _seconds(end) <= SAME_OUTING_S:
            outings[-1].append(run)
        else:
            outings.append([run])
            end = run
        if _between(end, run) + _seconds(run) >= _seconds(end):
            end = run
    return tuple(Outing(tuple(group)) for group in outings)


def _between(one: Run, other: Run) -> float:
    """Seconds from the start of one run to that of the other, also where clocks were changed."""
    first, second = one.activity.start, other.activity.start
    if first is not None and second is not None:
        return (second.astimezone(datetime.UTC) - first.astimezone(datetime.UTC)).total_seconds()
    return (other.start - one.start).total_seconds()


def _seconds(run: Run) -> float:
    return min(duration_s(run.activity) or 0.0, LONGEST_S)
