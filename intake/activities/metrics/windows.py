"""What the metrics share: a diary up to a day, its days and complete weeks, and how a figure ends.

Weeks go from Monday to Sunday on the runner's own clock. A week is complete once the day that is
worked out for lies beyond it; so on a Sunday the week of that Sunday is not complete.
"""

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ....engine.days import show_date
from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Outing, Run

Day = datetime.date
WEEKS: Final = 4
LEAST_WHOLE_WEEKS: Final = 2
MOSTLY: Final = 0.8
SILENT_DAYS: Final = 60
LEAST_STRETCH: Final = 3
NO_RUN: Final = "no run is recorded"
_DAYS_A_WEEK: Final = 7
_WORST_FIRST: Final = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included."""

    first: Day
    last: Day

    def __contains__(self, day: object) -> bool:
        """True for a day inside."""
        return isinstance(day, Day) and self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def days_up_to(day: Day, count: int) -> Window:
    """The last `count` days, with `day` as the last."""
    return Window(days_before(day, count - 1), day)


def days_before(day: Day, count: int) -> Day:
    """The day so many days before (after, for a negative count), inside the calendar."""
    return Day.fromordinal(min(max(1, day.toordinal() - count), Day.max.toordinal()))


def until(diary: Diary, day: Day) -> Diary:
    """The diary as it stood at the end of that day."""
    outings = tuple(outing for outing in diary.outings if outing.day <= day)
    others = tuple((one, activity) for one, activity in diary.others if one <= day)
    first = diary.first_day if diary.first_day and diary.first_day <= day else None
    return replace(diary, outings=outings, others=others, first_day=first)


def monday_of(day: Day) -> Day:
    """The Monday of its week."""
    return days_before(day, day.weekday())


def complete_weeks(diary: Diary, day: Day) -> tuple[Window, ...]:
    """The complete weeks before that of `day`, at most four, the newest first.

    None of them begins before the week of the first activity.
    """
    if diary.first_day is None:
        return ()
    mondays = [days_before(monday_of(day), _DAYS_A_WEEK * back) for back in range(1, WEEKS + 1)]
    started = monday_of(diary.first_day)
    return tuple(week_from(monday) for monday in mondays if monday >= started)


def whole_weeks(diary: Diary, day: Day) -> tuple[Window, ...]:
    """Those of the complete weeks that the record holds from their Monday on, the newest first.

    What is usual in a week is told from these alone: a record that begins on a Sunday has seen one
    day of that week, and knows nothing of the other six. Empty for fewer than two.
    """
    began = began_on(diary)
    if began is None:
        return ()
    weeks = tuple(week for week in complete_weeks(diary, day) if began <= week.first)
    return weeks if len(weeks) >= LEAST_WHOLE_WEEKS else ()


def no_whole_weeks(diary: Diary, day: Day) -> Figure:
    """Why nothing can be said of what is usual in a week."""
    if not diary.outings or diary.first_day is None:
        return missing(NO_RUN, what="weeks")
    reason = "the record has no two whole weeks yet"
    return missing(reason, Window(diary.first_day, day), what="weeks")


def week_from(monday: Day) -> Window:
    """The week of that Monday."""
    return Window(monday, days_before(monday, 1 - _DAYS_A_WEEK))


def span_of(weeks: Sequence[Window]) -> Window:
    """From the first day of the oldest to the last of the newest; there is at least one."""
    return Window(weeks[-1].first, weeks[0].last)


def outings_in(diary: Diary, window: Window) -> tuple[Outing, ...]:
    """Those that began in the window."""
    return tuple(outing for outing in diary.outings if outing.day in window)


def runs_of(outings: Iterable[Outing]) -> tuple[Run, ...]:
    """All runs of outings."""
    return tuple(run for outing in outings for run in outing.runs)


def run_days(diary: Diary) -> tuple[Day, ...]:
    """Every day on which a run began, first to last."""
    return tuple(sorted({run.day for run in runs_of(diary.outings)}))


def total_km(outings: Iterable[Outing]) -> float:
    """The sum of all distances that are known."""
    return math.fsum(outing.km for outing in outings if outing.km is not None)


def in_window(figure: Figure, window: Window) -> Figure:
    """The figure with its first and last day."""
    return replace(figure, first=window.first, last=window.last)


def missing(
    reason: str, window: Window | None = None, count: int = 0, what: str = "runs"
) -> Figure:
    """A figure that cannot be had, and why."""
    figure = Figure(None, count=count, what=what, reason=reason, confidence=Confidence.LOW)
    return figure if window is None else in_window(figure, window)


def worst(*confidences: Confidence) -> Confidence:
    """The lowest of all."""
    return min(confidences, key=_WORST_FIRST.index)


def notes(*texts: str) -> str:
    """What is to be known, one after the other, without the empty ones."""
    return "; ".join(text for text in texts if text)


def of_weeks(weeks: Sequence[Window]) -> tuple[Confidence, str]:
    """How far an average over these weeks can be relied on, and what to say of it."""
    if len(weeks) == WEEKS:
        return Confidence.HIGH, ""
    count = (
        "only 1 complete week is" if len(weeks) == 1 else f"only {len(weeks)} complete weeks are"
    )
    return (Confidence.LOW if len(weeks) == 1 else Confidence.MEDIUM), f"{count} recorded"


def no_week(diary: Diary, day: Day) -> Figure:
    """Why nothing can be said of weeks: the days so far are all that there is."""
    if diary.first_day is None or not diary.outings:
        return missing(NO_RUN, what="weeks")
    days = (day - diary.first_day).days + 1
    runs, km = len(diary.outings), total_km(diary.outings)
    so_far = f"{count_of(runs, 'run')} and {km:.1f} km in {count_of(days, 'day')}"
    reason = f"no complete week yet: {so_far}, from {show_date(diary.first_day)}"
    return missing(reason, Window(diary.first_day, day), what="weeks")


def began_on(diary: Diary) -> Day | None:
    """The day from which the record can be taken as whole; None for an empty one.

    One or two activities alone, more than 60 days before the next, are no record of that time:
    people type in an old race. The week of the very first activity is another matter (`weeks`).
    """
    days = sorted([one for one, _ in diary.others] + [run.day for run in runs_of(diary.outings)])
    start = 0
    for index, (before, after) in enumerate(pairwise(days), start=1):
        if (after - before).days > SILENT_DAYS:
            if index - start >= LEAST_STRETCH:
                break
            start = index
    return days[start] if days else None


def too_short(diary: Diary, window: Window) -> str:
    """Why a window cannot be judged: the record begins inside it; or ""."""
    began = began_on(diary)
    if began is None or not diary.outings:
        return NO_RUN
    if began > window.first:
        return (
            f"the record begins on {show_date(began)}, and {show_date(window.first)} is asked for"
        )
    return ""


def lacking_km(outings: Sequence[Outing]) -> tuple[Confidence, str]:
    """What runs without a whole distance do to a sum of distances, and what to say of it."""
    runs = runs_of(outings)
    lacking = sum(run.km is None for run in runs)
    cut = sum(run.km is not None and run.activity.partial for run in runs)
    if not lacking and not cut:
        return Confidence.HIGH, ""
    is_mostly_whole = len(runs) - lacking - cut >= MOSTLY * len(runs)
    return Confidence.MEDIUM if is_mostly_whole else Confidence.LOW, notes(
        f"{count_of(lacking, 'run')} without a distance not counted" if lacking else "",
        f"{count_of(cut, 'recording')} cut short, so more was run" if cut else "",
    )


def no_km(outings: Sequence[Outing]) -> str:
    """Why outings have no sum of distances: none of them is known; or ""."""
    if outings and all(outing.km is None for outing in outings):
        return f"the distance is not recorded in any of {count_of(len(outings), 'run')}"
    return ""


def count_of(number: int, word: str) -> str:
    """A number with its word.

    >>> count_of(1, "run"), count_of(3, "run")
    ('1 run', '3 runs')
    """
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
