"""Trails and climbs of the complete weeks, and of the whole ones for what is usual."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures, Run
from ..judging import speed_m_s
from ..shapes import FLAT, TRAIL, Activity
from .windows import (
    Day,
    Window,
    complete_weeks,
    count_of,
    in_window,
    missing,
    no_week,
    no_whole_weeks,
    notes,
    of_weeks,
    outings_in,
    runs_of,
    span_of,
    whole_weeks,
    worst,
)

MOSTLY_DIRT: Final = 0.5
STEEP_M_PER_KM: Final = 25.0
SLOW: Final = 1.2
ENOUGH: Final = 0.5
# Names that makers give to shoes with a deep tread; a shoe may also say trail itself.
_TRAIL_SHOES: Final = (
    "trail", "speedgoat", "speedcross", "sense ride", "s/lab", "peregrine", "cascadia", "caldera",
    "lone peak", "olympus", "wildhorse", "pegasus trail", "terra kiger", "hierro",
    "agravic", "mafate", "torrent", "zinal", "challenger", "mudclaw", "x-talon", "trabuco",
)  # fmt: skip
# Files of these sources state climb by themselves or by points; two of them are never mixed.
Kind = tuple[str, bool]
_KINDS_BEST_FIRST: Final = ("fit", "tcx", "garmin", "apple", "strava", "gpx", "table")


def ground(diary: Diary, day: Day) -> Figures:
    """Share of trails, and climb and descent, over the complete weeks before that of `day`.

    The share in percent and the climb a week answer questions on a usual week: whole weeks only.
    """
    return {**_complete(diary, day), **_usual(diary, day)}


def _complete(diary: Diary, day: Day) -> Figures:
    weeks = complete_weeks(diary, day)
    if not weeks:
        names = ("gain_per_km", "loss_per_km", "trail_share")
        return dict.fromkeys(names, no_week(diary, day))
    runs = runs_of(outings_in(diary, span_of(weeks)))
    gains, losses = _climbs(runs, weeks)
    return {
        "trail_share": _trail_share(diary, runs, weeks),
        "gain_per_km": gains,
        "loss_per_km": losses,
    }


def _usual(diary: Diary, day: Day) -> Figures:
    weeks = whole_weeks(diary, day)
    if not weeks:
        names = ("trail_share_percent", "climb_m_per_week")
        return dict.fromkeys(names, no_whole_weeks(diary, day))
    runs = runs_of(outings_in(diary, span_of(weeks)))
    share = _trail_share(diary, runs, weeks)
    value = share.value
    percent = replace(share, value=100 * value) if isinstance(value, float) else share
    return {"trail_share_percent": percent, "climb_m_per_week": _climb_per_week(runs, weeks)}


def is_trail(activity: Activity, shoe: str = "") -> tuple[bool | None, Confidence]:
    """Whether a run was on trails, and how sure that is; None where nothing says so.

    The first that answers: what the device or list calls the run (a treadmill or a track is none),
    the share off paved roads that a map gives (more than half is a trail, less is none: a map
    knows better than shoes), the name of the shoe. Climb alone makes no trail.
    """
    if activity.ground:
        return activity.ground == TRAIL, Confidence.HIGH
    if activity.dirt_m is not None and activity.distance_m:
        return activity.dirt_m / activity.distance_m > MOSTLY_DIRT, Confidence.MEDIUM
    if any(name in shoe.lower() for name in _TRAIL_SHOES):
        return True, Confidence.MEDIUM
    return None, Confidence.LOW


def probable_trails(diary: Diary, runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs that nothing calls trails, but that look like it: to be asked of the runner.

    They climb 25 m or more a km, and are more than a fifth slower than the runner's median.
    """
    paces = [pace for run in runs_of(diary.outings) if (pace := _pace(run.activity)) is not None]
    if not paces:
        return ()
    usual = median(paces)
    return tuple(
        run
        for run in runs
        if is_trail(run.activity, _shoe(diary, run))[0] is None
        and run.km
        and (run.activity.gain_m or 0.0) >= STEEP_M_PER_KM * run.km
        and (_pace(run.activity) or 0.0) > SLOW * usual
    )


def _pace(activity: Activity) -> float | None:
    speed = speed_m_s(activity)
    return 1000 / speed if speed else None


def _shoe(diary: Diary, run: Run) -> str:
    return diary.shoe_names.get(run.activity.gear) or run.activity.gear_name or run.activity.gear


def _trail_share(diary: Diary, runs: Sequence[Run], weeks: tuple[Window, ...]) -> Figure:
    """Kilometres of trail runs by all kilometres.

    Runs that nothing is known of count as no trails, but only where at least one run says what
    ground it was on: a device that never says it would else answer 0 for everybody.
    """
    span = span_of(weeks)
    known = [(run, is_trail(run.activity, _shoe(diary, run))) for run in runs if run.km]
    total = sum(run.km or 0.0 for run, _ in known)
    if not known:
        reason = "no run of these weeks has a distance" if runs else "no run in these weeks"
        return missing(reason, span, len(weeks), "weeks")
    telling = [
        sure
        for run, (answer, sure) in known
        if answer is not None and run.activity.ground not in FLAT
    ]
    guessed = probable_trails(diary, runs)
    looks = f"{count_of(len(guessed), 'run')} may have been on trails; not counted"
    if not telling:
        reason = notes("no run says what ground it was on", looks if guessed else "")
        return missing(reason, span, len(weeks), "weeks")
    trail = sum(run.km or 0.0 for run, (answer, _) in known if answer)
    confidence, note = of_weeks(weeks)
    confidence = worst(confidence, *telling, Confidence.MEDIUM if guessed else Confidence.HIGH)
    note = notes(note, looks if guessed else "")
    figure = Figure(trail / total, count=len(weeks), what="weeks", confidence=confidence, note=note)
    return in_window(figure, span)


def _climbs(runs: Sequence[Run], weeks: tuple[Window, ...]) -> tuple[Figure, Figure]:
    """Climb and descent a km, each from one kind of source only.

    Devices differ by a factor of two on the same run, so of all kinds that is taken which covers
    the most kilometres. Runs without it, and those on a treadmill, are out of both sums. A descent
    that is missing stays so: without the places, nobody can tell a round from a way there.
    """
    outdoors = _outdoors(runs)
    gains, losses = _best_kind(outdoors, "gain_m"), _best_kind(outdoors, "loss_m")
    return _rate(gains, outdoors, weeks), _rate(losses, outdoors, weeks)


def _outdoors(runs: Sequence[Run]) -> list[Run]:
    return [run for run in runs if run.km and run.activity.ground not in FLAT]


def _rate(
    heights: Sequence[tuple[float, float]], outdoors: Sequence[Run], weeks: tuple[Window, ...]
) -> Figure:
    covered = sum(length for _, length in heights)
    if not covered:
        reason = "no run of these weeks has its climb"
        return missing(reason, span_of(weeks), len(weeks), "weeks")
    rate = sum(height for height, _ in heights) / covered
    km = sum(run.km or 0.0 for run in outdoors)
    figure = Figure(rate, count=len(heights), confidence=_cover(covered, km))
    return in_window(figure, span_of(weeks))


def _climb_per_week(runs: Sequence[Run], weeks: tuple[Window, ...]) -> Figure:
    """The climb a km over all kilometres outdoors, if it covers half of them."""
    span = span_of(weeks)
    confidence, note = of_weeks(weeks)
    outdoors = _outdoors(runs)
    km = sum(run.km or 0.0 for run in outdoors)
    gains = _best_kind(outdoors, "gain_m")
    rate = _rate(gains, outdoors, weeks)
    if runs and not km and all(run.activity.ground in FLAT for run in runs):
        figure = Figure(0.0, count=len(runs), confidence=confidence, note="all of it on the flat")
        return in_window(figure, span)
    if not isinstance(rate.value, float):
        return rate
    covered = sum(length for _, length in gains)
    if covered < ENOUGH * km:
        reason = f"the climb is known for only {covered:.0f} of {km:.0f} km"
        return missing(reason, span, len(gains))
    figure = Figure(
        rate.value * km / len(weeks),
        count=len(gains),
        confidence=worst(confidence, rate.confidence),
        note=notes(note, f"from {covered:.0f} of {km:.0f} km" if covered < 0.99 * km else ""),
    )
    return in_window(figure, span)


def _cover(covered: float, km: float) -> Confidence:
    if covered >= 0.8 * km:
        return Confidence.HIGH
    return Confidence.MEDIUM if covered >= ENOUGH * km else Confidence.LOW


def _best_kind(runs: Sequence[Run], name: str) -> list[tuple[float, float]]:
    """Heights and kilometres of the runs that the best kind of source covers."""
    by_kind: dict[Kind, list[tuple[float, float]]] = {}
    for run in runs:
        for kind, height in _heights(run, name).items():
            by_kind.setdefault(kind, []).append((height, run.km or 0.0))
    if not by_kind:
        return []
    best = max(
        by_kind, key=lambda kind: (round(sum(km for _, km in by_kind[kind]), 6), _good(kind))
    )
    return by_kind[best]


def _good(kind: Kind) -> tuple[bool, int]:
    source, is_stated = kind
    known = source in _KINDS_BEST_FIRST
    return is_stated, -_KINDS_BEST_FIRST.index(source) if known else -len(_KINDS_BEST_FIRST)


def _heights(run: Run, name: str) -> Mapping[Kind, float]:
    """What each kind of source says of a run; the best recording of a kind speaks for it."""
    found: dict[Kind, float] = {}
    for one in run.recordings or (run.activity,):
        height = getattr(one, name)
        if height is not None:
            found.setdefault((one.source, one.has_stated_gain), height)
    return found
