"""Streaks of running days, and other sport."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures
from ..judging import speed_m_s
from ..shapes import HIKING, RUNNING, WALKING, Activity
from .windows import (
    NO_RUN,
    Day,
    count_of,
    days_before,
    days_up_to,
    in_window,
    missing,
    no_whole_weeks,
    notes,
    of_weeks,
    outings_in,
    run_days,
    span_of,
    whole_weeks,
    worst,
)

BRISK_M_S: Final = 5 / 3.6
_HOUR: Final = 3600.0
_NO_SPORT: Final = {RUNNING, "transition", "driving", "flying", "breathwork", "meditation"}
_STRENGTH: Final = ("strength", "weight")


def streaks(diary: Diary, day: Day) -> Figures:
    """Running days in a row: the most in 28 days, and those up to `day` or the day before."""
    names = ("longest_streak_28d", "current_streak")
    if not diary.outings:
        return dict.fromkeys(names, missing(NO_RUN, what="days"))
    window = days_up_to(day, 28)
    days = run_days(diary)
    inside = [one for one in days if one in window]
    longest = Figure(float(_most_in_a_row(inside)), count=len(inside), what="days")
    ending = _ending(days, day)
    first = days_before(day, max(ending - 1, 0))
    current = Figure(float(ending), first, day, ending, "days")
    return dict(zip(names, (in_window(longest, window), current), strict=True))


def _most_in_a_row(days: Sequence[Day]) -> int:
    most = row = 1 if days else 0
    for before, after in pairwise(days):
        row = row + 1 if (after - before).days == 1 else 1
        most = max(most, row)
    return most


def _ending(days: Sequence[Day], day: Day) -> int:
    """Days in a row that end on the day or the one before; 0 without."""
    ran = set(days)
    last = day if day in ran else days_before(day, 1)
    row = 0
    while last in ran:
        row += 1
        last = days_before(last, 1)
    return row


def other_sport(diary: Diary, day: Day) -> Figures:
    """Hours a week of other sport in the whole weeks.

    Strength work is asked for elsewhere, so it does not count; a walk counts from 5 km an hour on,
    or where its speed is not known. Only where the record holds all sports.
    """
    name = "other_sport_hours_per_week"
    weeks = whole_weeks(diary, day)
    if not weeks:
        return {name: no_whole_weeks(diary, day)}
    span = span_of(weeks)
    if not diary.is_complete:
        reason = "the record does not hold all sports"
        return {name: missing(reason, span, len(weeks), "weeks")}
    found = [one for on, one in diary.others if on in span and _is_other_sport(one)]
    times = [one.moving_s or one.elapsed_s for one in found]
    known = [time for time in times if time]
    if found and not known:
        reason = f"the time is not recorded in any of {count_of(len(found), 'session')}"
        return {name: missing(reason, span, len(weeks), "weeks")}
    confidence, note = of_weeks(weeks)
    if len(known) < len(found):
        lacking = count_of(len(found) - len(known), "session")
        confidence, note = Confidence.LOW, notes(note, f"{lacking} without a time not counted")
    if not found and not outings_in(diary, span):
        confidence = worst(confidence, Confidence.LOW)
    hours = sum(known) / _HOUR / len(weeks)
    figure = Figure(hours, count=len(weeks), what="weeks", confidence=confidence, note=note)
    return {name: in_window(figure, span)}


def _is_other_sport(activity: Activity) -> bool:
    sport = activity.sport or ""
    if not sport or sport in _NO_SPORT or any(word in sport for word in _STRENGTH):
        return False
    if sport in (WALKING, HIKING):
        speed = speed_m_s(activity)
        return sport == HIKING or speed is None or speed >= BRISK_M_S
    return True
