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
from .charts.load_plot import Slot, load_plot
from .far_runs import count_runs, in_unit, show_distance, without_points
from .printing import IMPERIAL, METRIC
from .shapes import WeekLine, WeeklyLoad

MOST_WEEKS: Final = 16
MOST_LINES: Final = 8
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
    known = _known(diagnosis.history, day)
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
        key=_key(slots, weeks),
        found=_found(diagnosis, weeks, far, slots, day),
        line=_line_words(slots, weeks),
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
    known = _known(history, day)
    jumps = (known[one].jump for one in _mondays(known) if one in known) if known else ()
    return tuple(one for one in jumps if one and is_too_far(one.km, one.before_km))


def _known(history: History, day: datetime.date) -> dict[datetime.date, Week]:
    """The weeks up to a day by their Mondays.

    A week that is not over and has no run yet is left out: as a 0 it would look like a week off.
    """
    return {
        week.monday: week
        for week in history
        if week.monday <= day and (week.km or week.monday + _WEEK <= day)
    }


def unit_in(units: str) -> str:
    """The unit of a distance of running in `metric` or `imperial` units."""
    return _UNIT_OF[units]


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
        total=None if week is None else in_unit(week.km, weeks.unit),
        longest=None if longest is None else in_unit(longest, weeks.unit),
        limit=None if limit is None else in_unit(limit, weeks.unit),
        over=None if far is None else in_unit(far.km, weeks.unit),
        is_open=monday + _WEEK > day,
    )


def _line(monday: datetime.date, slot: Slot, far: _Far | None, unit: str) -> WeekLine:
    notes = [
        "not known" if slot.total is None else "",
        "so far" if slot.is_open else "",
        "" if far is None else f"one run too far{f', {show_day(far.day)}' if far.day else ''}",
    ]
    return WeekLine(
        week=show_day(monday),
        total=show_distance(slot.total, unit),
        longest=show_distance(slot.longest, unit),
        limit=show_distance(slot.limit, unit),
        note=", ".join(note for note in notes if note),
    )


def _jump_words(far: _Far | None, unit: str) -> str:
    if far is None or far.day is None:
        return ""
    km, before = in_unit(far.km, unit), in_unit(far.before_km, unit)
    return f": {show_distance(km, unit)} after {show_distance(before, unit)}"


def _in_words(line: WeekLine, jump: str) -> str:
    told = [
        line.total,
        f"longest run {line.longest}" if line.longest else "",
        f"line {line.limit}" if line.limit else "",
        line.note + jump,
    ]
    return f"{line.week}: {', '.join(one for one in told if one)}."


def _key(slots: Sequence[Slot], weeks: _Weeks) -> str:
    """How to read the picture: of its signs those that are in it."""
    signs = "Bars are weeks, dots their longest runs"
    has_far = any(slot.over for slot in slots)
    told = [
        f"{signs}, triangles runs that went too far." if has_far else f"{signs}.",
        _line_words(slots, weeks, in_picture=True),
        "A question mark is a week that is not known."
        if any(slot.total is None for slot in slots)
        else "",
        "The last week is not over yet." if slots[-1].is_open else "",
    ]
    return " ".join(one for one in told if one)


def _line_words(slots: Sequence[Slot], weeks: _Weeks, *, in_picture: bool = False) -> str:
    """What the line is, and what is held against it; empty where there is none."""
    if not any(slot.limit is not None for slot in slots):
        return ""
    name = "dashed line" if in_picture else "line"
    what = (
        "the dots against it, not the bars" if in_picture else "single runs against it, not weeks"
    )
    told = f"The {name} is a tenth beyond the longest run of the four weeks before. Hold {what}."
    if not weeks.is_recorded:
        return told
    return f"{told} It goes week by week, so it can differ a little from the 30 days."


def _found(
    diagnosis: Diagnosis,
    weeks: _Weeks,
    far: Mapping[datetime.date, _Far | None],
    slots: Sequence[Slot],
    day: datetime.date,
) -> str:
    """Which runs went too far, when a run does, and whether points are given for them."""
    over = [(monday, one) for monday, one in far.items() if one is not None]
    if not (weeks.is_recorded or any(slot.limit is not None for slot in slots)):
        return "How far one run could go is known after four weeks in a row."
    before = "exact 30 days" if weeks.is_recorded else "four weeks"
    if weeks.is_recorded:
        days = [show_day(one.day) for _, one in over if one.day]
        where = f", on {join_words(days, 'and')}" if days else ""
    else:
        mondays = [show_day(monday) for monday, _ in over]
        several = len(over) > 1
        where = f", in the week{'s' * several} of {join_words(mondays, 'and')}" if over else ""
    # Of a run without a day the last one that it can have had counts.
    ran = [one.day or monday + _WEEK - datetime.timedelta(days=1) for monday, one in over]
    more = show_distance(in_unit(MORE_KM, weeks.unit), weeks.unit)
    told = [
        f"{count_runs(len(over))} went too far{where}.",
        f"Too far is more than a tenth, and more than {more}, beyond the longest run of the "
        f"{before} before.",
        without_points(diagnosis, ran, day),
    ]
    return " ".join(one for one in told if one)
