"""The figures of weeks and single runs once more: day by day, plain and slow, without a diary.

It takes what is beyond doubt: runs as (day, kilometres), one outing each, in order.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

Ran = tuple[datetime.date, float]
_ONE = datetime.timedelta(days=1)


def slow_figures(runs: Sequence[Ran], day: datetime.date) -> dict[str, float | str | None]:
    """The figures of section 5.2 that can be read off a calendar."""
    runs = [(on, km) for on, km in runs if on <= day]
    return {**_weeks(runs, day), **_spikes(runs, day), **_streaks(runs, day)}


def _weeks(runs: Sequence[Ran], day: datetime.date) -> dict[str, float | str | None]:
    names = ("weeks", "weekly_km", "last_week_km", "change_pct", "runs_per_week")
    if not runs:
        return dict.fromkeys((*names, "rest_days_per_week", "long_run_share"))
    first = runs[0][0]
    while first.weekday() != 0:
        first -= _ONE
    weeks: list[list[Ran]] = []
    cursor = day
    while cursor.weekday() != 0:
        cursor -= _ONE
    while len(weeks) < 4 and cursor > first:
        days = [cursor - _ONE * back for back in range(7, 0, -1)]
        weeks.append([run for run in runs if run[0] in days])
        cursor = days[0]
    if not weeks:
        return dict.fromkeys((*names, "rest_days_per_week", "long_run_share"))
    sums = [sum(km for _, km in week) for week in weeks]
    change = None
    if len(weeks) > 1 and sums[1] > 0:
        change = 100 * (sums[0] - sums[1]) / sums[1]
    ran = len({on for week in weeks for on, _ in week})
    shares = sorted(
        max(km for _, km in week) / total
        for week, total in zip(weeks, sums, strict=True)
        if len(week) >= 2 and total >= 5
    )
    middle = len(shares) // 2
    share = None
    if shares:
        share = shares[middle] if len(shares) % 2 else (shares[middle - 1] + shares[middle]) / 2
    return {
        "weeks": len(weeks),
        "weekly_km": sum(sums) / len(weeks),
        "last_week_km": sums[0],
        "change_pct": change,
        "runs_per_week": sum(len(week) for week in weeks) / len(weeks),
        "rest_days_per_week": (7 * len(weeks) - ran) / len(weeks),
        "long_run_share": share,
    }


def _spikes(runs: Sequence[Ran], day: datetime.date) -> dict[str, float | str | None]:
    longest = [km for on, km in runs if day - 30 * _ONE < on]
    found: list[tuple[datetime.date, float | None]] = []
    for index, (on, km) in enumerate(runs):
        before = [other for at, other in runs[:index] if (on - at).days <= 30]
        found.append((on, km / max(before) - 1 if before else None))
    last = found[-1][1] if found else None
    late = [spike for on, spike in found if spike is not None and (day - on).days < 90]
    return {
        "longest_km_30d": max(longest, default=None),
        "last_run_km": runs[-1][1] if runs else None,
        "last_spike": last,
        "last_spike_class": None if last is None else _size(last),
        "max_spike_90d": max(late, default=None),
        "spikes_over_10pct_90d": sum(_size(one) != "none" for one in late) if late else None,
    }


def _size(spike: float) -> str:
    percent = round(100 * spike, 6)
    if percent <= 10:
        return "none"
    if percent <= 30:
        return "small"
    return "moderate" if percent <= 100 else "large"


def _streaks(runs: Sequence[Ran], day: datetime.date) -> dict[str, float | str | None]:
    if not runs:
        return dict.fromkeys(("longest_streak_28d", "current_streak", "days_since_last_run"))
    ran = {on for on, _ in runs}
    longest = row = 0
    for back in range(27, -1, -1):
        row = row + 1 if day - back * _ONE in ran else 0
        longest = max(longest, row)
    cursor = day if day in ran else day - _ONE
    current = 0
    while cursor in ran:
        current += 1
        cursor -= _ONE
    return {
        "longest_streak_28d": longest,
        "current_streak": current,
        "days_since_last_run": (day - max(ran)).days,
    }
