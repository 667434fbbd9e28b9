"""The weeks that stood beside the answers, for the chart and table under training load.

How far one run could go follows the study of single runs by Frandsen and others (2025): a run
counts as a jump where it is more than a tenth beyond the longest of the 30 days before; 2 km
beyond it are Surefoot's own line, as in the rules. A record of single runs has the jumps
themselves, with their days. Weeks that somebody wrote down name no days, so the four weeks before
stand for the 30 days. Where one of them is not known, the line is not known either.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..engine.days import show_date, show_day
from ..engine.diagnosis import Diagnosis
from ..engine.errors import join_words
from ..engine.history import MORE_KM, MOST_SHARE, History, Jump, Week, is_too_far
from ..engine.knowledge import Lead
from ..engine.units import unit_of
from .charts.load_plot import Slot, load_plot
from .printing import IMPERIAL, METRIC
from .shapes import WeekLine, WeeklyLoad

MOST_WEEKS: Final = 16
MOST_LINES: Final = 8
_MOST_TOLD: Final = 4
_BEFORE: Final = 4
_WEEK: Final = datetime.timedelta(weeks=1)
_UNIT_OF: Final = {METRIC: "km", IMPERIAL: "mi"}


@dataclass(frozen=True, slots=True)
class _Weeks:
    """The weeks by their Mondays; `is_recorded`: single runs are known, and so are their jumps."""

    known: Mapping[datetime.date, Week]
    is_recorded: bool
    unit: str


def weekly_load(diagnosis: Diagnosis, day: datetime.date, units: str = "") -> WeeklyLoad | None:
    """The weeks up to the day of the report; None without any, or without a context of load.

    Without `units` they are in the unit of the last of them.
    """
    context = _context(diagnosis)
    known = {week.monday: week for week in diagnosis.history if week.monday <= day}
    if not known or context is None:
        return None
    unit = _UNIT_OF.get(units) or known[max(known)].unit
    weeks = _Weeks(known, has_jumps(diagnosis), unit)
    mondays = _mondays(known)
    far = {one: _too_far(weeks, one) for one in mondays}
    slots = [_slot(weeks, one, far[one], day) for one in mondays]
    count = f"{len(slots)} weeks" if len(slots) > 1 else "1 week"
    title = f"{count} of running, up to the week of {show_date(mondays[-1])}"
    words = " ".join(
        _in_words(_line(one, slot, far[one], unit), _jump_words(far[one], unit))
        for one, slot in zip(mondays, slots, strict=True)
    )
    lines = tuple(
        _line(one, slot, far[one], unit) for one, slot in zip(mondays, slots, strict=True)
    )
    return WeeklyLoad(
        context=context,
        title=title,
        chart=load_plot(slots, title, words, unit),
        chart_narrow=load_plot(slots, title, words, unit, narrow=True),
        key=_key(slots),
        found=_found(weeks, far, slots),
        lines=lines[-MOST_LINES:],
    )


def has_jumps(diagnosis: Diagnosis) -> bool:
    """Whether the weeks are from a record of single runs, so that their jumps are known.

    Weeks without one then had none.
    """
    answered = diagnosis.answers.keys()
    return any(week.jump for week in diagnosis.history) or any(
        twin in answered for twin in diagnosis.knowledge.recorded_by.values()
    )


def runs_too_far(history: History, day: datetime.date) -> tuple[Jump, ...]:
    """The single runs that went too far in the weeks that are drawn up to a day, first to last."""
    known = {week.monday: week for week in history if week.monday <= day}
    jumps = (known[one].jump for one in _mondays(known) if one in known) if known else ()
    return tuple(one for one in jumps if one and is_too_far(one.km, one.before_km))


def unit_in(units: str) -> str:
    """The unit of a distance of running in `metric` or `imperial` units."""
    return _UNIT_OF[units]


def tell_jumps(jumps: Sequence[Jump], unit: str) -> str:
    """How many runs went too far, and a sentence for each; of many only for the greatest."""
    if not jumps:
        return ""
    told = [
        f"On {show_date(one.day)} one run of {_shown(_in_unit(one.km, unit), unit)} came after "
        f"{_shown(_in_unit(one.before_km, unit), unit)} as the longest of 30 days."
        for one in _greatest(jumps)
    ]
    more = f"So did {len(jumps) - len(told)} more." if len(jumps) > len(told) else ""
    return " ".join([f"{_count(len(jumps))} went too far.", *told, more]).strip()


def _greatest(jumps: Sequence[Jump]) -> list[Jump]:
    """The greatest of them, first to last."""
    kept = sorted(jumps, key=lambda one: one.before_km / one.km)[:_MOST_TOLD]
    return sorted(kept, key=lambda one: one.day)


def _count(runs: int) -> str:
    return "No run" if not runs else "One run" if runs == 1 else f"{runs} runs"


def limit_km(history: Mapping[datetime.date, Week], monday: datetime.date) -> float | None:
    """A tenth beyond the longest run of the four weeks before; None where not all are known."""
    before = _longest_before(history, monday)
    return None if before is None else MOST_SHARE * before


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


@dataclass(frozen=True, slots=True)
class _Far:
    """A run that went too far, and the longest before it; `day` only where the record has it."""

    km: float
    before_km: float
    day: datetime.date | None = None


def _too_far(weeks: _Weeks, monday: datetime.date) -> _Far | None:
    """The run of a week that went too far, if there was one."""
    week = weeks.known.get(monday)
    if week is None:
        return None
    jump = week.jump
    if jump is not None:
        return (
            _Far(jump.km, jump.before_km, jump.day) if is_too_far(jump.km, jump.before_km) else None
        )
    longest, before = _longest(week), _longest_before(weeks.known, monday)
    if weeks.is_recorded or longest is None or before is None or not is_too_far(longest, before):
        return None
    return _Far(longest, before)


def _slot(weeks: _Weeks, monday: datetime.date, far: _Far | None, day: datetime.date) -> Slot:
    week, limit = weeks.known.get(monday), limit_km(weeks.known, monday)
    if far is not None:
        limit = MOST_SHARE * far.before_km
    longest = _longest(week)
    return Slot(
        label=show_day(monday),
        total=None if week is None else _in_unit(week.km, weeks.unit),
        longest=None if longest is None else _in_unit(longest, weeks.unit),
        limit=None if limit is None else _in_unit(limit, weeks.unit),
        over=None if far is None else _in_unit(far.km, weeks.unit),
        is_open=monday + _WEEK > day,
    )


def _in_unit(km: float, unit: str) -> float:
    return km / unit_of(f"1 {unit}", "km")[1]


def _line(monday: datetime.date, slot: Slot, far: _Far | None, unit: str) -> WeekLine:
    notes = [
        "not known" if slot.total is None else "",
        "so far" if slot.is_open else "",
        "" if far is None else f"one run too far{f', {show_day(far.day)}' if far.day else ''}",
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


def _jump_words(far: _Far | None, unit: str) -> str:
    if far is None or far.day is None:
        return ""
    km, before = _in_unit(far.km, unit), _in_unit(far.before_km, unit)
    return f": {_shown(km, unit)} after {_shown(before, unit)}"


def _in_words(line: WeekLine, jump: str) -> str:
    told = [
        line.total,
        f"longest run {line.longest}" if line.longest else "",
        f"line {line.limit}" if line.limit else "",
        line.note + jump,
    ]
    return f"{line.week}: {', '.join(one for one in told if one)}."


def _key(slots: Sequence[Slot]) -> str:
    """How to read the picture: of its signs those that are in it."""
    has_limit = any(slot.limit is not None for slot in slots)
    told = [
        "Bars are weeks, dots their longest runs.",
        "The line is dashed." if has_limit else "",
        "A triangle is a run that went too far." if any(slot.over for slot in slots) else "",
        "A question mark is a week that is not known."
        if any(slot.total is None for slot in slots)
        else "",
        "The last week is not over yet." if slots[-1].is_open else "",
    ]
    return " ".join(one for one in told if one)


def _found(weeks: _Weeks, far: Mapping[datetime.date, _Far | None], slots: Sequence[Slot]) -> str:
    """Which runs went over the line, and what the line is."""
    over = [(monday, one) for monday, one in far.items() if one is not None]
    has_line = any(slot.limit is not None for slot in slots)
    if not (has_line or weeks.is_recorded):
        return "How far one run could go is known after four weeks in a row."
    several, more = len(over) > 1, _shown(_in_unit(MORE_KM, weeks.unit), weeks.unit)
    line = "The line is a tenth beyond the longest run of the four weeks before."
    if weeks.is_recorded:
        days = [show_day(one.day) for _, one in over if one.day]
        when = f", on {join_words(days, 'and')}" if days else ""
        rule = (
            f"A run goes too far if it is more than a tenth, and more than {more}, beyond the "
            "longest run of the 30 days before."
        )
        told = f"{_count(len(over))} went too far{when}. {rule}"
        return f"{told} {line}" if has_line else told
    mondays = [show_day(monday) for monday, _ in over]
    where = f", in the week{'s' * several} of {join_words(mondays, 'and')}" if over else ""
    return (
        f"{_count(len(over))} went too far{where}. {line} A run went too far "
        f"if it is over the line and more than {more} beyond that longest run."
    )
