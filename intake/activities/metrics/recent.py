"""The last days, as questions ask for them: two weeks, seven days, the month, and breaks."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

from ....engine.days import show_date
from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures
from .windows import (
    NO_RUN,
    Day,
    Window,
    days_before,
    days_up_to,
    in_window,
    lacking_km,
    missing,
    monday_of,
    no_km,
    notes,
    outings_in,
    run_days,
    too_short,
    total_km,
    worst,
)

BREAK_DAYS: Final = 14
USUAL_DAYS: Final = 56
FEW_RUNS: Final = 3
_HOUR: Final = 3600.0


def recent(diary: Diary, day: Day) -> Figures:
    """Figures of the last days up to `day`, on which the diary ends.

    A window in which nobody ran is 0 km where the record reaches over it, since that is what it
    shows; where the record begins later, the figure is missing.
    """
    two_weeks = days_up_to(day, 14)
    return {
        "weekly_km_2w": _per_week(diary, two_weeks, day),
        "weekly_km_2w_before": _per_week(diary, days_up_to(days_before(day, 14), 14), day),
        "longest_km_7d": _longest(diary, days_up_to(day, 7), day),
        "longest_km_30d_before_7d": _longest_before(diary, day),
        "longest_run_hours_30d": _hours(diary, day),
        "weeks_without_running_60d": _weeks_off(diary, day),
        "days_since_last_run": _days_since(diary, day),
    }


def _silence(diary: Diary, window: Window, day: Day) -> tuple[Confidence, str]:
    """What an empty window means: a break, or that nothing was recorded."""
    others = [one for one, _ in diary.others if one in window]
    if others:
        return Confidence.HIGH, ""
    days = [outing.day for outing in diary.outings] + [one for one, _ in diary.others]
    last = max((one for one in days if one <= window.last), default=None)
    if last is None or window.last != day:
        return Confidence.MEDIUM, "nothing at all is recorded in these days"
    return Confidence.LOW, f"nothing at all is recorded since {show_date(last)}"


def _per_week(diary: Diary, window: Window, day: Day) -> Figure:
    """Half the distance of fourteen days."""
    if reason := too_short(diary, window):
        return missing(reason, window)
    outings = outings_in(diary, window)
    if reason := no_km(outings):
        return missing(reason, window, len(outings))
    confidence, note = lacking_km(outings) if outings else _silence(diary, window, day)
    weekly = total_km(outings) / (window.days / 7)
    figure = Figure(weekly, count=len(outings), confidence=confidence, note=note)
    return in_window(figure, window)


def _longest(diary: Diary, window: Window, day: Day) -> Figure:
    if reason := too_short(diary, window):
        return missing(reason, window)
    outings = outings_in(diary, window)
    if reason := no_km(outings):
        return missing(reason, window, len(outings))
    confidence, note = lacking_km(outings) if outings else _silence(diary, window, day)
    longest = max((one.km for one in outings if one.km is not None), default=0.0)
    figure = Figure(longest, count=len(outings), confidence=confidence, note=note)
    return in_window(figure, window)


def _longest_before(diary: Diary, day: Day) -> Figure:
    """The longest outing of the 30 days before the last 7, after a break with its own rule.

    After 14 days or more without a run, runs from before the break do not count: the longest since
    then (and before the last 7 days), or half the usual long run, whichever is longer. A usual
    long run is the median, over weeks with a run in the 8 weeks before the break, of each week's
    longest: our own choice. A break counts if it ended in these 37 days, or is not over yet.
    """
    window = days_up_to(days_before(day, 7), 30)
    if reason := too_short(diary, window):
        return missing(reason, window)
    off = _last_break(diary, day)
    if off is None or off.last < window.first:
        return _longest(diary, window, day)
    before = Window(days_before(off.first, USUAL_DAYS), days_before(off.first, 1))
    since = [one for one in outings_in(diary, window) if one.day > off.last]
    known = [one.km for one in since if one.km is not None]
    half = 0.5 * _usual_long(diary, before)
    told = f"no run from {show_date(off.first)} to {show_date(off.last)}"
    if not known and not half:
        return missing(f"{told}, and no distance before it", window)
    if half > max(known, default=0.0):
        told = f"{told}: half the usual long run before it, of {2 * half:.1f} km"
        stands_on, counted = Window(before.first, window.last), outings_in(diary, before)
    else:
        told = f"{told}: only runs since"
        stands_on = Window(max(window.first, days_before(off.last, -1)), window.last)
        counted = tuple(since)
    confidence = worst(Confidence.MEDIUM, lacking_km(counted)[0])
    value = max([*known, half])
    figure = Figure(value, count=len(counted), confidence=confidence, note=told)
    return in_window(figure, stands_on)


def _last_break(diary: Diary, day: Day) -> Window | None:
    """The last 14 days or more without a run, up to the day; None without one between runs."""
    days = run_days(diary)
    if not days:
        return None
    ends = [*days, days_before(day, -1)]
    for before, after in reversed(list(pairwise(ends))):
        if (after - before).days - 1 >= BREAK_DAYS:
            return Window(days_before(before, -1), days_before(after, 1))
    return None


def _usual_long(diary: Diary, window: Window) -> float:
    """The median over weeks of the longest outing of each; 0 where no distance is known."""
    longest: dict[Day, float] = {}
    for outing in outings_in(diary, window):
        if outing.km is not None:
            monday = monday_of(outing.day)
            longest[monday] = max(longest.get(monday, 0.0), outing.km)
    return median(longest.values()) if longest else 0.0


def _hours(diary: Diary, day: Day) -> Figure:
    """The longest time of any outing of 30 days: on trails time tells more than distance.

    The longest of one or two is not sure to be a long run.
    """
    window = days_up_to(day, 30)
    outings = outings_in(diary, window)
    if not outings:
        return missing("no run in the last 30 days" if diary.outings else NO_RUN, window)
    times = [outing.seconds for outing in outings if outing.seconds is not None]
    if not times:
        return missing("the time is not recorded in any of the runs", window, len(outings))
    short = too_short(diary, window)
    lacking = len(outings) - len(times)
    told = f"{lacking} of {len(outings)} runs without a time" if lacking else ""
    sure = Confidence.MEDIUM if short or lacking else Confidence.HIGH
    if len(times) < FEW_RUNS:
        sure = Confidence.LOW
    figure = Figure(
        max(times) / _HOUR, count=len(outings), confidence=sure, note=notes(short, told)
    )
    return in_window(figure, window)


def _weeks_off(diary: Diary, day: Day) -> Figure:
    """Whole weeks of the longest break inside 60 days, also one that is not over yet."""
    window = days_up_to(day, 60)
    if reason := too_short(diary, window):
        return missing(reason, window)
    inside = [one for one in run_days(diary) if one in window]
    longest = _longest_gap([days_before(window.first, 1), *inside, days_before(day, -1)])
    confidence, note = Confidence.HIGH, ""
    if longest >= BREAK_DAYS and not diary.is_complete:
        confidence, note = Confidence.MEDIUM, "if every run was recorded"
    count = len(outings_in(diary, window))
    figure = Figure(float(longest // 7), count=count, confidence=confidence, note=note)
    return in_window(figure, window)


def _longest_gap(days: Sequence[Day]) -> int:
    """The most days between two that follow each other."""
    return max((after - before).days - 1 for before, after in pairwise(days))


def _days_since(diary: Diary, day: Day) -> Figure:
    if not diary.outings:
        return missing(NO_RUN, what="days")
    last = max(run_days(diary))
    since = (day - last).days
    past = since > 21  # noqa: PLR2004 - the figures on load then speak of the past
    note = "what the record says of your load is about the past" if past else ""
    return Figure(float(since), last, day, since, "days", note=note)
