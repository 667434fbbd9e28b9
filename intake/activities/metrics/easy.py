"""Easy runs, and the cadence and pace of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures, Run, Value
from ..judging import speed_m_s
from ..shapes import FLAT, Activity, Spread
from .windows import (
    NO_RUN,
    Day,
    Window,
    count_of,
    days_up_to,
    in_window,
    missing,
    notes,
    outings_in,
    runs_of,
)

CADENCE_SPM: Final = (130.0, 230.0)
CADENCE_DAYS: Final = 56
SHARE_DAYS: Final = 28
BEST_DAYS: Final = 90
LEAST_RUNS: Final = 3
WALK_S_PER_KM: Final = 720.0
BEST_KM: Final = 5.0
SLOWER: Final = 1.2
FLAT_M_PER_KM: Final = 15.0
EASY_HEART: Final = 0.8
EASY_EFFORT: Final = 4.0
EASY_TIME: Final = 0.85
CLASSIFIED: Final = 0.7
_REMEDY: Final = "a measured maximum heart rate tells easy runs: --max-heart-rate"


@dataclass(frozen=True, slots=True)
class Limits:
    """What tells an easy run: the highest heart rate there is, and the pace of the best run."""

    max_heart_rate: float | None = None
    best_s_per_km: float | None = None


def easy(diary: Diary, day: Day, max_heart_rate: float | None) -> Figures:
    """Cadence and pace of easy runs, and the share of easy running, up to `day`."""
    limits = Limits(max_heart_rate, best_pace(diary, day))
    return {**_cadence(diary, day, limits), "easy_share": _easy_share(diary, day, limits)}


def is_easy(run: Run, limits: Limits) -> bool | None:
    """Whether a run was easy; None where nothing tells.

    A race is not, and neither easy nor hard is a run slower than 12 min a km: that is walking.
    The first that is known decides:
    (a) the heart, at most 80 % of a maximum that the runner knows (a formula by age is too rough);
    (b) the effort that the runner gave, at most 4 of 10;
    (c) the pace, more than 1.2 times that of the best run of 5 km or more in 90 days, on runs that
    climb less than 15 m a km, or with a distance that was put right for hills.
    With samples, 85 % of the time has to be below the limit, since an average hides hard parts.
    """
    activity = run.activity
    if _is_walk(activity):
        return None
    if activity.is_race:
        return False
    if limits.max_heart_rate:
        limit = EASY_HEART * limits.max_heart_rate
        if activity.heart_rate_bpm:
            return _share_up_to(activity.heart_rate_bpm, limit) >= EASY_TIME
        if activity.heart_rate is not None:
            return activity.heart_rate <= limit
    if activity.effort is not None:
        return activity.effort <= EASY_EFFORT
    return _is_slow(activity, limits.best_s_per_km)


def best_pace(diary: Diary, day: Day) -> float | None:
    """Seconds a km of the fastest run of 5 km or more in the 90 days up to `day`."""
    runs = runs_of(outings_in(diary, days_up_to(day, BEST_DAYS)))
    paces = [_pace(run.activity) for run in runs if (run.km or 0.0) >= BEST_KM]
    return min((pace for pace in paces if pace is not None), default=None)


def _is_slow(activity: Activity, best_s_per_km: float | None) -> bool | None:
    pace = _pace(activity)
    if best_s_per_km is None or pace is None:
        return None
    if not activity.grade_adjusted_m and not _is_flat(activity):
        return None
    limit = SLOWER * best_s_per_km
    if activity.speed_m_s and not activity.grade_adjusted_m:
        return _share_up_to(activity.speed_m_s, 1000 / limit) >= EASY_TIME
    return pace > limit


def _is_flat(activity: Activity) -> bool:
    """True for a run that is known to climb little; a climb that is not known is not taken as 0."""
    if activity.ground in FLAT:
        return True
    gain, metres = activity.gain_m, activity.distance_m
    return gain is not None and bool(metres) and gain < FLAT_M_PER_KM * (metres or 0.0) / 1000


def _pace(activity: Activity) -> float | None:
    """Seconds a km, with hills put right where the source does that."""
    seconds, metres = activity.moving_s or activity.elapsed_s, activity.distance_m
    metres = activity.grade_adjusted_m or metres
    return 1000 * seconds / metres if seconds and metres else None


def _is_walk(activity: Activity) -> bool:
    speed = speed_m_s(activity)
    return speed is not None and speed < 1000 / WALK_S_PER_KM


def _share_up_to(spread: Spread, limit: float) -> float:
    """The share of the time at or below the limit."""
    total = sum(seconds for _, seconds in spread)
    below = sum(seconds for value, seconds in spread if value <= limit)
    return below / total if total else 0.0


def _cadence(diary: Diary, day: Day, limits: Limits) -> Figures:
    """Median cadence of the easy runs of 56 days, and the median pace of the same runs.

    Cadence rises with pace, so the two belong together. Of samples, those at 1.8 m/s or faster;
    without samples the average of the whole run, walking included, which is less sure. A run
    outside 130 to 230 steps a minute was walked or half counted, and is left out.
    """
    window = days_up_to(day, CADENCE_DAYS)
    runs = runs_of(outings_in(diary, window))
    gentle = [run for run in runs if is_easy(run, limits)]
    counted = [(run, spm) for run in gentle if (spm := _steps(run.activity)) is not None]
    low, high = CADENCE_SPM
    kept = [(run, spm) for run, spm in counted if low <= spm <= high]
    out = len(counted) - len(kept)
    left_out = f"{count_of(out, 'run')} outside 130 to 230 steps a minute left out" if out else ""
    names = ("cadence_easy", "pace_easy")
    if len(kept) < LEAST_RUNS:
        with_cadence = [run for run in runs if _steps(run.activity) is not None]
        reason = notes(
            _why_no_cadence(diary, runs, gentle, len(kept)),
            left_out,
            _remedy(with_cadence, limits),
        )
        none = missing(reason, window, len(kept))
        return dict.fromkeys((*names, "cadence_known"), none)
    with_walking = [run for run, _ in kept if run.activity.running_cadence_spm is None]
    confidence = Confidence.MEDIUM if with_walking else Confidence.HIGH
    walks = f"{count_of(len(with_walking), 'run')} with walking in the average"
    note = notes(walks if with_walking else "", left_out)
    cadence = median(spm for _, spm in kept)
    return {
        "cadence_easy": _figure(cadence, window, len(kept), confidence, note),
        "pace_easy": _median_pace([run for run, _ in kept], window),
        "cadence_known": _figure("yes", window, len(kept), confidence, note),
    }


def _median_pace(runs: Sequence[Run], window: Window) -> Figure:
    """The pace as a watch shows it, in seconds a km."""
    speeds = [speed for run in runs if (speed := speed_m_s(run.activity))]
    if not speeds:
        return missing("the time or the distance of these runs is not recorded", window, len(runs))
    pace = median(1000 / speed for speed in speeds)
    return _figure(pace, window, len(speeds), Confidence.HIGH)


def _figure(
    value: Value, window: Window, count: int, confidence: Confidence, note: str = ""
) -> Figure:
    return in_window(Figure(value, count=count, confidence=confidence, note=note), window)


def _steps(activity: Activity) -> float | None:
    known = activity.running_cadence_spm
    return known if known is not None else activity.cadence_spm


def _why_no_cadence(diary: Diary, runs: Sequence[Run], gentle: Sequence[Run], kept: int) -> str:
    if not diary.outings:
        return NO_RUN
    if not runs:
        return "no run in the last 56 days"
    if not any(_steps(run.activity) is not None for run in runs):
        return "no run of the last 56 days has a cadence"
    if not gentle:
        return "no run of the last 56 days is known to be easy"
    return f"{count_of(kept, 'easy run')} with a cadence in 56 days, and 3 are needed"


def _remedy(runs: Sequence[Run], limits: Limits) -> str:
    """What would tell more of these runs, or "": a pulse is of use only against its maximum."""
    if limits.max_heart_rate:
        return ""
    for run in runs:
        has_pulse = run.activity.heart_rate is not None or run.activity.heart_rate_bpm
        if has_pulse and not is_easy(run, limits):
            return _REMEDY
    return ""


def _easy_share(diary: Diary, day: Day, limits: Limits) -> Figure:
    """Time of easy runs by that of all runs which can be told, over 28 days.

    Where not one run is slow enough to be easy, the pace has told nothing: the best run may have
    been as gentle as the others. Only what heart, effort or a race tell counts then.
    """
    window = days_up_to(day, SHARE_DAYS)
    runs = runs_of(outings_in(diary, window))
    timed = [
        (run, seconds)
        for run in runs
        if (seconds := run.activity.moving_s or run.activity.elapsed_s)
    ]
    total = sum(seconds for _, seconds in timed)
    if not total:
        reason = "no run in the last 28 days" if diary.outings else NO_RUN
        reason = "the time is not recorded in any of the runs" if runs else reason
        return missing(reason, window, len(runs))
    told = [
        (seconds, answer) for run, seconds in timed if (answer := is_easy(run, limits)) is not None
    ]
    without_pace = replace(limits, best_s_per_km=None)
    if not any(answer for _, answer in told):
        told = [(seconds, False) for run, seconds in timed if is_easy(run, without_pace) is False]
    classified = sum(seconds for seconds, _ in told)
    if classified < CLASSIFIED * total:
        share = 100 * classified / total
        reason = f"only {share:.0f} % of the time can be told easy or hard, and 70 % is needed"
        if not told:
            reason = "no run of the last 28 days is known to be easy"
        return missing(notes(reason, _remedy(runs, limits)), window, len(told))
    value = sum(seconds for seconds, answer in told if answer) / classified
    confidence = Confidence.HIGH if limits.max_heart_rate else Confidence.MEDIUM
    return _figure(value, window, len(told), confidence)
