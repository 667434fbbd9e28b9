"""Distance on shoes, by what a source calls them; the names are for people only.

All of it is a lower bound: a distance that was typed in for an old pair is in no export, and many
runs name no shoe.
"""

from typing import Final

from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures
from ..judging import is_too_fast
from ..shapes import HIKING, RUNNING, WALKING, Activity
from .windows import NO_RUN, Day, Window, days_up_to, in_window, missing, notes

NO_SHOE: Final = "-"
IN_USE_DAYS: Final = 60
RECENT_DAYS: Final = 30
_ON_FOOT: Final = (RUNNING, WALKING, HIKING)
_SURE: Final = 0.8


def shoes(diary: Diary, day: Day) -> Figures:
    """Kilometres by shoe, those on the main pair, and the pairs of the last 30 days.

    Walks and hikes count, and so do runs that are too short to count as runs. The main pair is the
    one with the most distance in the last 60 days; one without any in that time is put away.
    """
    steps = _on_foot(diary)
    if not steps:
        none = missing(NO_RUN)
        names = ("shoe_km", "main_shoe_km", "shoe_distance_known", "shoes_in_use")
        return dict.fromkeys(names, none)
    span = Window(min(one for one, _ in steps), day)
    by_shoe: dict[str, float] = {}
    for _, activity in steps:
        shoe = activity.gear or NO_SHOE
        by_shoe[shoe] = by_shoe.get(shoe, 0.0) + (activity.distance_m or 0.0) / 1000
    by_shoe = {shoe: km for shoe, km in by_shoe.items() if km > 0}
    every = Figure(by_shoe, count=len(steps), what="activities", note=_without(by_shoe))
    if not by_shoe:
        every = missing("no run has a distance", count=len(steps), what="activities")
    main = _main(diary, steps, by_shoe, day)
    known = Figure("yes", count=main.count, confidence=main.confidence, note=main.note)
    if main.value is None:
        known = missing(main.reason)
    first, last = main.first or span.first, main.last or span.last
    return {
        "shoe_km": in_window(every, span),
        "main_shoe_km": main,
        "shoe_distance_known": in_window(known, Window(first, last)),
        "shoes_in_use": _in_use(diary, day),
    }


def shoe_title(diary: Diary, shoe: str) -> str:
    """What people call the shoe of a key of `shoe_km`: its name, where there is one.

    Exports write the number of a shoe as a decimal, which nobody needs to see.
    """
    if shoe == NO_SHOE:
        return "no shoe named"
    if shoe in diary.shoe_names:
        return diary.shoe_names[shoe] or "a shoe without a name"
    number = shoe.removesuffix(".0")
    return f"shoe {number}" if number.isdigit() else shoe


def _on_foot(diary: Diary) -> list[tuple[Day, Activity]]:
    runs = [(run.day, run.activity) for outing in diary.outings for run in outing.runs]
    others = [
        (day, activity)
        for day, activity in diary.others
        if activity.sport in _ON_FOOT and not is_too_fast(activity)
    ]
    return sorted(runs + others, key=lambda one: one[0])


def _without(by_shoe: dict[str, float]) -> str:
    km = by_shoe.get(NO_SHOE, 0.0)
    return f"{km:.0f} km name no shoe" if km >= 1 else ""


def _main(
    diary: Diary, steps: list[tuple[Day, Activity]], by_shoe: dict[str, float], day: Day
) -> Figure:
    window = days_up_to(day, IN_USE_DAYS)
    lately: dict[str, float] = {}
    for on, activity in steps:
        if on in window:
            shoe = activity.gear or NO_SHOE
            lately[shoe] = lately.get(shoe, 0.0) + (activity.distance_m or 0.0) / 1000
    named = {shoe: km for shoe, km in lately.items() if shoe != NO_SHOE and km > 0}
    if not named:
        any_shoe = any(shoe != NO_SHOE for shoe in by_shoe)
        reason = "no shoe was used in the last 60 days" if any_shoe else "no run names a shoe"
        return missing(reason, window)
    main = max(named, key=lambda shoe: (named[shoe], by_shoe[shoe], shoe))
    worn = [on for on, activity in steps if activity.gear == main]
    name = diary.shoe_names.get(main, "")
    total = sum(by_shoe.values())
    sure = by_shoe.get(NO_SHOE, 0.0) <= (1 - _SURE) * total
    told = f"{name or 'a shoe without a name'}: at least so far"
    figure = Figure(
        by_shoe[main],
        count=len(worn),
        confidence=Confidence.MEDIUM if sure else Confidence.LOW,
        note=notes(told, _without(by_shoe)),
    )
    return in_window(figure, Window(min(worn), day))


def _in_use(diary: Diary, day: Day) -> Figure:
    """Different shoes of the runs of 30 days; missing where more than a fifth of them name none."""
    window = days_up_to(day, RECENT_DAYS)
    runs = [run for outing in diary.outings for run in outing.runs if run.day in window]
    if not runs:
        return missing("no run in the last 30 days", window)
    named = [run.activity.gear for run in runs if run.activity.gear]
    if not named:
        return missing("no run of the last 30 days names a shoe", window, len(runs))
    if len(named) < _SURE * len(runs):
        reason = f"only {len(named)} of {len(runs)} runs of the last 30 days name a shoe"
        return missing(reason, window, len(runs))
    sure = Confidence.HIGH if len(named) == len(runs) else Confidence.MEDIUM
    figure = Figure(float(len(set(named))), count=len(runs), confidence=sure)
    return in_window(figure, window)
