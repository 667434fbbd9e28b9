"""Single outings against the longest of the 30 days before.

After Frandsen and others, BJSM 2025 (doi 10.1136/bjsports-2024-109380): an outing is compared with
the longest of the 30 days before it, in classes of up to 10 %, 30 %, 100 % and more. How outings
of the same day and those after 30 empty days are treated is our own choice: an earlier one of the
day counts, and without any earlier one there is no comparison; the rule about breaks speaks then.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ....engine.days import show_date
from ....engine.history import Jump
from ....engine.recorded import Confidence
from ..diary import Diary, Figure, Figures, Outing, Value
from .windows import (
    NO_RUN,
    Day,
    Window,
    began_on,
    count_of,
    days_up_to,
    in_window,
    lacking_km,
    missing,
    no_km,
    notes,
    outings_in,
    too_short,
    until,
)

LOOK_BACK: Final = timedelta(days=30)
SMALL: Final = 0.10
MODERATE: Final = 0.30
LARGE: Final = 1.00
NEXT: Final = 1.10
_SLACK: Final = 1e-9  # 11 km after 10 km is 10 %, and no more


@dataclass(frozen=True, slots=True)
class Spike:
    """An outing of `km` against `before_km`, the longest of the 30 days before.

    `share` is how far it goes beyond, 0.1 for a tenth. `is_sure` is False where the record does
    not reach back those 30 days.
    """

    day: Day
    km: float
    before_km: float
    is_sure: bool

    @property
    def share(self) -> float:
        """How far beyond, as a share of what was before; below 0 for a shorter one."""
        return self.km / self.before_km - 1

    @property
    def size(self) -> str:
        """The class of the study: none, small, moderate or large."""
        if self.share <= SMALL + _SLACK:
            return "none"
        if self.share <= MODERATE + _SLACK:
            return "small"
        return "moderate" if self.share <= LARGE + _SLACK else "large"


def spikes_of(diary: Diary) -> tuple[tuple[Outing, Spike | None], ...]:
    """Every outing with a distance, first to last, with its spike; None without one to compare.

    >>> spikes_of(Diary())
    ()
    """
    known = [(outing, outing.km) for outing in diary.outings if outing.km]
    began = began_on(diary)
    found: list[tuple[Outing, Spike | None]] = []
    oldest = 0
    for index, (outing, km) in enumerate(known):
        while outing.day - known[oldest][0].day > LOOK_BACK:
            oldest += 1
        before = max((one for _, one in known[oldest:index]), default=None)
        spike = None
        if before is not None:
            is_sure = began is not None and outing.day - began >= LOOK_BACK
            spike = Spike(outing.day, km, before, is_sure)
        found.append((outing, spike))
    return tuple(found)


def jumps(diary: Diary, as_of: Day) -> tuple[Jump, ...]:
    """All single outings more than a tenth beyond the longest of 30 days before, first to last.

    Only where the record reaches back those 30 days: before that, what came earlier is not known.
    """
    return tuple(
        Jump(spike.day, spike.km, spike.before_km)
        for _, spike in spikes_of(until(diary, as_of))
        if spike is not None and spike.is_sure and spike.size != "none"
    )


def single_runs(diary: Diary, day: Day) -> Figures:
    """Figures of single outings up to `day`, on which the diary ends."""
    spikes = spikes_of(diary)
    longest = _longest_30d(diary, day)
    following = missing(longest.reason, Window(day - LOOK_BACK + timedelta(1), day))
    if isinstance(longest.value, float):
        following = Figure(
            NEXT * longest.value,
            longest.first,
            longest.last,
            longest.count,
            confidence=longest.confidence,
            note=longest.note,
        )
    return {
        "longest_km_30d": longest,
        "next_max_km": following,
        "last_run_km": _last_km(diary, day),
        **_last_spike(diary, spikes),
        **_of_90_days(diary, spikes, day),
    }


def _longest_30d(diary: Diary, day: Day) -> Figure:
    window = days_up_to(day, LOOK_BACK.days)
    outings = outings_in(diary, window)
    if not outings:
        return missing("no run in the last 30 days" if diary.outings else NO_RUN, window)
    if reason := no_km(outings):
        return missing(reason, window, len(outings))
    short = too_short(diary, window)
    confidence, lacking = lacking_km(outings)
    longest = max(outing.km for outing in outings if outing.km is not None)
    figure = Figure(
        longest,
        count=len(outings),
        confidence=Confidence.MEDIUM if short and confidence is Confidence.HIGH else confidence,
        note=notes(short, lacking),
    )
    return in_window(figure, window)


def _last_km(diary: Diary, day: Day) -> Figure:
    if not diary.outings:
        return missing(NO_RUN)
    last = diary.outings[-1]
    window = Window(last.day, last.day)
    if last.km is None:
        return missing("the last run has no distance", window, 1)
    old = "" if (day - last.day).days <= LOOK_BACK.days else f"it was on {show_date(last.day)}"
    return in_window(Figure(last.km, count=1, note=old), window)


def _last_spike(diary: Diary, spikes: tuple[tuple[Outing, Spike | None], ...]) -> Figures:
    names = ("last_spike", "last_spike_class")
    if not spikes or spikes[-1][0] is not diary.outings[-1]:
        reason = "the last run has no distance" if diary.outings else NO_RUN
        return dict.fromkeys(names, missing(reason))
    outing, spike = spikes[-1]
    window = Window(outing.day - LOOK_BACK, outing.day)
    if spike is None:
        began = began_on(diary)
        is_new = began is None or outing.day - began < LOOK_BACK
        reason = "no run in the 30 days before the last"
        reason += ": the record begins there" if is_new else ": it is a return after a break"
        return dict.fromkeys(names, missing(reason, window, 1))
    confidence, note = _sureness([spike])
    values: tuple[Value, ...] = (spike.share, spike.size)
    return {
        name: Figure(value, window.first, window.last, 1, confidence=confidence, note=note)
        for name, value in zip(names, values, strict=True)
    }


def _of_90_days(diary: Diary, spikes: tuple[tuple[Outing, Spike | None], ...], day: Day) -> Figures:
    """The greatest spike of 90 days, with its day in the note, and how many went beyond a tenth."""
    window = days_up_to(day, 90)
    names = ("max_spike_90d", "spikes_over_10pct_90d")
    found = [spike for outing, spike in spikes if outing.day in window and spike is not None]
    if not found:
        outings = outings_in(diary, window)
        reason = "no run in the last 90 days" if diary.outings else NO_RUN
        if outings:
            reason = no_km(outings) or "no run had another in the 30 days before it"
        return dict.fromkeys(names, missing(reason, window, len(outings)))
    top = max(found, key=lambda spike: spike.share)
    over = [spike for spike in found if spike.size != "none"]
    sure, unsure = _sureness([top])
    told = f"{show_date(top.day)}: {top.km:.1f} km after {top.before_km:.1f} km"
    greatest = Figure(top.share, count=len(found), confidence=sure, note=notes(told, unsure))
    sure, unsure = _sureness(over)
    counted = Figure(float(len(over)), count=len(found), confidence=sure, note=unsure)
    return {
        name: in_window(figure, window)
        for name, figure in zip(names, (greatest, counted), strict=True)
    }


def _sureness(spikes: list[Spike]) -> tuple[Confidence, str]:
    unsure = sum(not spike.is_sure for spike in spikes)
    if not unsure:
        return Confidence.HIGH, ""
    runs = count_of(unsure, "run")
    return Confidence.LOW, f"{runs} within 30 days of the start of the record"
