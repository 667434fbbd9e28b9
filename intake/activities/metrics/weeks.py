"""Complete weeks: distance, change, runs, days without a run, and the share of the longest run."""

from statistics import median
from typing import Final

from ....engine.history import History, Jump, Week
from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures
from .jumps import jumps
from .windows import (
    Day,
    Window,
    began_on,
    complete_weeks,
    days_before,
    in_window,
    lacking_km,
    missing,
    monday_of,
    no_km,
    no_week,
    no_whole_weeks,
    notes,
    of_weeks,
    outings_in,
    runs_of,
    span_of,
    total_km,
    until,
    whole_weeks,
    worst,
)

MANY_WEEKS: Final = 60
LEAST_CHANGE_KM: Final = 10.0
LEAST_SHARE_RUNS: Final = 2
LEAST_SHARE_KM: Final = 5.0
_LEG_TRAINING: Final = "strength training of the legs is not seen in it"


def weekly(diary: Diary, day: Day) -> Figures:
    """Figures of the complete weeks before that of `day`; the diary ends on it."""
    return {**_complete(diary, day), **_usual(diary, day)}


def _complete(diary: Diary, day: Day) -> Figures:
    weeks = complete_weeks(diary, day)
    if not weeks or not diary.outings:
        none = no_week(diary, day)
        names = ("weeks", "weekly_km", "last_week_km", "change_pct", "runs_per_week")
        more = ("rest_days_per_week", "full_rest_days_per_week", "long_run_share")
        return dict.fromkeys((*names, *more), none)
    counted = Figure(float(len(weeks)), count=len(weeks), what="weeks", note=of_weeks(weeks)[1])
    return {
        "weeks": in_window(counted, span_of(weeks)),
        "weekly_km": _weekly_km(diary, weeks),
        "last_week_km": _week_km(diary, weeks[0]),
        "change_pct": _change(diary, weeks),
        "runs_per_week": _runs(diary, weeks),
        "rest_days_per_week": _rest(diary, weeks),
        "full_rest_days_per_week": _full_rest(diary, weeks),
        "long_run_share": _long_run_share(diary, weeks),
    }


def _usual(diary: Diary, day: Day) -> Figures:
    """Runs and days without one in a usual week, as questions ask: of whole weeks only."""
    weeks = whole_weeks(diary, day)
    if not weeks or not diary.outings:
        names = ("usual_runs_per_week", "usual_rest_days_per_week")
        return dict.fromkeys(names, no_whole_weeks(diary, day))
    return {
        "usual_runs_per_week": _runs(diary, weeks),
        "usual_rest_days_per_week": _rest(diary, weeks),
    }


def weeks_of(diary: Diary, as_of: Day, most: int = MANY_WEEKS) -> History:
    """The newest weeks of the record up to that day, first to last; the last one may be open.

    A week without a run has 0 km. One whose runs have no distance is left out: it is not known.
    The longest run is the longest outing, and `jump` the greatest of the week in its own terms.
    """
    diary = until(diary, as_of)
    began = began_on(diary)
    if began is None:
        return ()
    jumped: dict[Day, Jump] = {}
    for jump in jumps(diary, as_of):
        monday = monday_of(jump.day)
        if monday not in jumped or _size(jump) > _size(jumped[monday]):
            jumped[monday] = jump
    by_week: dict[Day, list[float | None]] = {}
    for outing in diary.outings:
        by_week.setdefault(monday_of(outing.day), []).append(outing.km)
    weeks: list[Week] = []
    count = (monday_of(as_of) - monday_of(began)).days // 7 + 1
    for back in range(min(most, count) - 1, -1, -1):
        monday = days_before(monday_of(as_of), 7 * back)
        distances = by_week.get(monday, [])
        known = [km for km in distances if km is not None]
        if known or not distances:
            longest = max(known, default=None)
            most_beyond = jumped.get(monday)
            weeks.append(Week(monday=monday, km=sum(known), longest_km=longest, jump=most_beyond))
    return tuple(weeks)


def _size(jump: Jump) -> float:
    return jump.km / jump.before_km


def _with(figure: Figure, confidence: Confidence, note: str) -> Figure:
    return Figure(
        figure.value, count=figure.count, what=figure.what, confidence=confidence, note=note
    )


def _weekly_km(diary: Diary, weeks: tuple[Window, ...]) -> Figure:
    span = span_of(weeks)
    outings = outings_in(diary, span)
    if reason := no_km(outings):
        return missing(reason, span, len(weeks), "weeks")
    (sure, lacking), (confidence, few) = lacking_km(outings), of_weeks(weeks)
    figure = Figure(total_km(outings) / len(weeks), count=len(weeks), what="weeks")
    return in_window(_with(figure, worst(sure, confidence), notes(few, lacking)), span)


def _week_km(diary: Diary, week: Window) -> Figure:
    outings = outings_in(diary, week)
    if reason := no_km(outings):
        return missing(reason, week, len(outings))
    confidence, lacking = lacking_km(outings)
    figure = Figure(total_km(outings), count=len(outings))
    return in_window(_with(figure, confidence, lacking), week)


def _change(diary: Diary, weeks: tuple[Window, ...]) -> Figure:
    """The last complete week against the one before, in percent of that.

    Below 10 km the percentage says little, so the note has the kilometres.
    """
    if len(weeks) == 1:
        return missing("only 1 complete week is recorded", weeks[0], 1, "weeks")
    last, before = (_week_km(diary, week) for week in weeks[:2])
    span = span_of(weeks[:2])
    if not isinstance(last.value, float) or not isinstance(before.value, float):
        return missing(last.reason or before.reason, span, 2, "weeks")
    if before.value == 0:
        return missing("no running the week before", span, 2, "weeks")
    change = 100 * (last.value - before.value) / before.value
    confidence, note = worst(last.confidence, before.confidence), notes(last.note, before.note)
    if before.value < LEAST_CHANGE_KM:
        confidence = Confidence.LOW
        note = notes(f"from {before.value:.1f} km to {last.value:.1f} km", note)
    figure = Figure(change, count=2, what="weeks", confidence=confidence, note=note)
    return in_window(figure, span)


def _runs(diary: Diary, weeks: tuple[Window, ...]) -> Figure:
    span = span_of(weeks)
    often = Figure(len(outings_in(diary, span)) / len(weeks), count=len(weeks), what="weeks")
    return in_window(_with(often, *of_weeks(weeks)), span)


def _rest(diary: Diary, weeks: tuple[Window, ...]) -> Figure:
    confidence, note = of_weeks(weeks)
    rest = Figure(_days_off(diary, weeks, is_full=False), count=len(weeks), what="weeks")
    sure = worst(confidence, Confidence.MEDIUM)
    return in_window(_with(rest, sure, notes(note, _LEG_TRAINING)), span_of(weeks))


def _days_off(diary: Diary, weeks: tuple[Window, ...], *, is_full: bool) -> float:
    """Days a week without a run, or without any activity at all."""
    span = span_of(weeks)
    days = {run.day for run in runs_of(diary.outings) if run.day in span}
    if is_full:
        days |= {day for day, _ in diary.others if day in span}
    return 7 - len(days) / len(weeks)


def _full_rest(diary: Diary, weeks: tuple[Window, ...]) -> Figure:
    span = span_of(weeks)
    if not diary.is_complete:
        return missing("the record does not hold all sports", span, len(weeks), "weeks")
    confidence, note = of_weeks(weeks)
    figure = Figure(_days_off(diary, weeks, is_full=True), count=len(weeks), what="weeks")
    return in_window(_with(figure, confidence, note), span)


def _long_run_share(diary: Diary, weeks: tuple[Window, ...]) -> Figure:
    """The median over weeks of the longest outing's part of the week.

    Only weeks of two outings and 5 km or more. With two or three runs a week, 40 to 60 % is plain
    arithmetic, so the note says how few they were.
    """
    shares, outings_seen, confidence = [], 0, of_weeks(weeks)[0]
    for week in weeks:
        outings = outings_in(diary, week)
        km, known = total_km(outings), [one.km for one in outings if one.km is not None]
        if len(outings) >= LEAST_SHARE_RUNS and km >= LEAST_SHARE_KM:
            shares.append(max(known) / km)
            outings_seen += len(outings)
            confidence = worst(confidence, lacking_km(outings)[0])
    span = span_of(weeks)
    if not shares:
        return missing("no week of at least 2 runs and 5 km", span, 0, "weeks")
    few = outings_seen / len(shares) <= 3  # noqa: PLR2004 - as in the text above
    note = "with 2 or 3 runs a week, about half is usual" if few else ""
    figure = Figure(median(shares), count=len(shares), what="weeks")
    return in_window(_with(figure, confidence, note), span)
