"""The weeks that stood beside the answers, for the chart and table under training load.

How far one run could go follows the study of single runs by Frandsen and others (2025): a run
counts as a jump where it is more than a tenth beyond the longest of the 30 days before; 2 km
beyond it are Surefoot's own line, as in the rules. A record of weeks names no days, so the four
weeks before stand for the 30 days. Where one of them is not known, the line is not known either.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final

from ..engine.days import show_date, show_day
from ..engine.diagnosis import Diagnosis
from ..engine.errors import join_words
from ..engine.history import Week
from ..engine.knowledge import Lead
from ..engine.units import unit_of
from .charts.load_plot import Slot, load_plot
from .printing import IMPERIAL, METRIC
from .shapes import WeekLine, WeeklyLoad

MOST_WEEKS: Final = 16
MOST_LINES: Final = 8
_BEFORE: Final = 4
_SHARE: Final = 1.1
_MORE_KM: Final = 2.0
_WEEK: Final = datetime.timedelta(weeks=1)
_UNIT_OF: Final = {METRIC: "km", IMPERIAL: "mi"}


def weekly_load(diagnosis: Diagnosis, day: datetime.date, units: str = "") -> WeeklyLoad | None:
    """The weeks up to the day of the report; None without any, or without a context of load.

    Without `units` they are in the unit of the last of them.
    """
    context = _context(diagnosis)
    known = {week.monday: week for week in diagnosis.history if week.monday <= day}
    if not known or context is None:
        return None
    unit = _UNIT_OF.get(units) or known[max(known)].unit
    mondays = _mondays(known)
    slots = [_slot(known, monday, unit, day) for monday in mondays]
    over = [show_day(one) for one, slot in zip(mondays, slots, strict=True) if slot.is_over]
    count = f"{len(slots)} weeks" if len(slots) > 1 else "1 week"
    title = f"{count} of running, up to the week of {show_date(mondays[-1])}"
    lines = tuple(_line(monday, slot, unit) for monday, slot in zip(mondays, slots, strict=True))
    words = " ".join(_in_words(line) for line in lines)
    return WeeklyLoad(
        context=context,
        title=title,
        chart=load_plot(slots, title, words, unit),
        chart_narrow=load_plot(slots, title, words, unit, narrow=True),
        key=_key(slots),
        found=_found(slots, over, unit),
        lines=lines[-MOST_LINES:],
    )


def limit_km(history: Mapping[datetime.date, Week], monday: datetime.date) -> float | None:
    """A tenth beyond the longest run of the four weeks before; None where not all are known."""
    before = _longest_before(history, monday)
    return None if before is None else _SHARE * before


def _longest_before(history: Mapping[datetime.date, Week], monday: datetime.date) -> float | None:
    longest = [_longest(history.get(monday - _WEEK * back)) for back in range(1, _BEFORE + 1)]
    known = [one for one in longest if one is not None]
    if len(known) < _BEFORE or not any(known):
        return None
    return max(known)


def _longest(week: Week | None) -> float | None:
    """The longest run of a week; that of a week without running is 0."""
    if week is None:
        return None
    return week.longest_km if week.km else 0.0


def _context(diagnosis: Diagnosis) -> str | None:
    """The context that the weeks belong to: the one that can come before all pillars."""
    rules = diagnosis.knowledge.rules.values()
    return next((one.conclusion.context for one in rules if isinstance(one.conclusion, Lead)), None)


def _mondays(known: Mapping[datetime.date, Week]) -> list[datetime.date]:
    """Every week of the picture, without a gap in the calendar."""
    last = max(known)
    earliest = last - _WEEK * (MOST_WEEKS - 1)
    first = min(one for one in known if one >= earliest)
    return [first + _WEEK * index for index in range((last - first) // _WEEK + 1)]


def _slot(
    known: Mapping[datetime.date, Week], monday: datetime.date, unit: str, day: datetime.date
) -> Slot:
    week, limit = known.get(monday), limit_km(known, monday)
    longest, before = _longest(week), _longest_before(known, monday)
    return Slot(
        label=show_day(monday),
        total=None if week is None else _in_unit(week.km, unit),
        longest=None if longest is None else _in_unit(longest, unit),
        limit=None if limit is None else _in_unit(limit, unit),
        is_over=longest is not None and before is not None and _is_too_far(longest, before),
        is_open=monday + _WEEK > day,
    )


def _is_too_far(longest: float, before: float) -> bool:
    """As the rule about single runs has it: more than a tenth, and more than 2 km, beyond."""
    return longest > round(max(_SHARE * before, before + _MORE_KM), 9)


def _in_unit(km: float, unit: str) -> float:
    return km / unit_of(f"1 {unit}", "km")[1]


def _line(monday: datetime.date, slot: Slot, unit: str) -> WeekLine:
    notes = [
        "not known" if slot.total is None else "",
        "so far" if slot.is_open else "",
        "one run too far" if slot.is_over else "",
    ]
    return WeekLine(
        week=show_day(monday),
        total=_shown(slot.total, unit),
        longest=_shown(slot.longest, unit),
        limit=_shown(slot.limit, unit),
        note=", ".join(note for note in notes if note),
    )


def _shown(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:.1f}".removesuffix(".0") + f" {unit}"


def _in_words(line: WeekLine) -> str:
    told = [
        line.total,
        f"longest run {line.longest}" if line.longest else "",
        f"line {line.limit}" if line.limit else "",
        line.note,
    ]
    return f"{line.week}: {', '.join(one for one in told if one)}."


def _key(slots: Sequence[Slot]) -> str:
    """How to read the picture: of its signs those that are in it."""
    has_limit = any(slot.limit is not None for slot in slots)
    told = [
        "Bars are weeks, dots their longest runs.",
        "The line is dashed." if has_limit else "",
        "A triangle is a run that went too far." if any(slot.is_over for slot in slots) else "",
        "A question mark is a week that is not known."
        if any(slot.total is None for slot in slots)
        else "",
        "The last week is not over yet." if slots[-1].is_open else "",
    ]
    return " ".join(one for one in told if one)


def _found(slots: Sequence[Slot], over: Sequence[str], unit: str) -> str:
    """In which weeks a run went over the line, and what the line is."""
    if not any(slot.limit is not None for slot in slots):
        return "How far one run could go is known after four weeks in a row."
    more = _shown(_in_unit(_MORE_KM, unit), unit)
    line = (
        "The line is a tenth beyond the longest run of the four weeks before. A run went too far "
        f"if it is over the line and more than {more} beyond that longest run."
    )
    if not over:
        return f"No run went too far. {line}"
    if len(over) == 1:
        return f"One run went too far, in the week of {over[0]}. {line}"
    weeks = join_words(over, "and")
    return f"{len(over)} runs went too far, in the weeks of {weeks}. {line}"
