"""What a runner ran, week by week, as it stands beside the answers of a file.

A week without an entry is not known: it is a gap, and never 0. No rule reads a history; a report
draws it.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .days import FIRST_DAY, LAST_DAY, show_date
from .errors import Place, Problem, did_you_mean, join_words
from .source import Mapping, Node, Scalar, Sequence
from .units import DATE, parse_quantity, unit_of

MOST_WEEKS: Final = 520
MOST_KM: Final = 2000.0
_FIELDS: Final = ("week", "km", "longest_km", "jump")
_OF_JUMP: Final = ("day", "km", "before_km")
_JUMP_WRITTEN: Final = "write it as jump: {day: 2026-11-18, km: 14, before_km: 11}"
_DAYS: Final = 7
MOST_SHARE: Final = 1.1  # of the longest run of the 30 days before, for a single run
MORE_KM: Final = 2.0  # beyond it that a single run also has to be, to count as too far
_LAST_DAYS: Final = datetime.timedelta(days=30)
_WRITTEN: Final = "write each week as {week: 2026-11-16, km: 32, longest_km: 14}"
_SLACK: Final = 1e-9  # 10 miles and 16.09344 km are the same


@dataclass(frozen=True, slots=True)
class Jump:
    """A single run more than a tenth beyond the longest of the 30 days before it."""

    day: datetime.date
    km: float
    before_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week that starts on `monday`: its distance, and that of its longest run.

    `longest_km` is None where it is not known. The `entered` texts are stored again as they were
    typed; empty for distances that nobody typed. `unit` is the one that was typed, km or mi.
    `jump` is the greatest jump of a single run in it, where a record of single runs shows one.
    """

    monday: datetime.date
    km: float
    longest_km: float | None = None
    km_entered: str = ""
    longest_entered: str = ""
    unit: str = "km"
    jump: Jump | None = None


History = tuple[Week, ...]


def is_too_far(km: float, before_km: float) -> bool:
    """As the rule about single runs has it: more than a tenth, and more than 2 km, beyond."""
    return km > round(max(MOST_SHARE * before_km, before_km + MORE_KM), 9)


def latest_jump(history: History, day: datetime.date) -> Jump | None:
    """The greatest single run that went too far in the 30 days up to a day; None without one."""
    found = [
        week.jump
        for week in history
        if week.jump
        and day - _LAST_DAYS < week.jump.day <= day
        and is_too_far(week.jump.km, week.jump.before_km)
    ]
    return max(found, key=lambda one: one.km / max(one.before_km, _SLACK), default=None)


def tell_jump(jump: Jump) -> str:
    """A jump as a sentence to the runner, in kilometres to one decimal."""
    km, before = (f"{one:.1f}".removesuffix(".0") for one in (jump.km, jump.before_km))
    return (
        f"On {show_date(jump.day)} you ran {km} km in one run; the longest run of the 30 days "
        f"before was {before} km."
    )


def read_history(node: Node) -> tuple[History, tuple[Problem, ...]]:
    """The weeks of a node, first to last, and every problem in it.

    A week with a problem is not among them.
    """
    if _is_blank(node):
        return (), ()
    if not isinstance(node, Sequence):
        return (), (_not_a_week(node.place, "`history:` is a list of weeks"),)
    if len(node.items) > MOST_WEEKS:
        message = f"there are {len(node.items)} weeks, and at most {MOST_WEEKS} are read"
        return (), (_not_a_week(node.place, message, "leave out the oldest"),)
    weeks: list[Week] = []
    problems: list[Problem] = []
    last: tuple[datetime.date, Place] | None = None
    for item in node.items:
        monday, found = _read_monday(item, last)
        problems += [found] if found else []
        if monday is not None:
            last = monday
        read = _read_week(item, monday[0] if monday else None)
        if isinstance(read, Week):
            weeks.append(read)
        else:
            problems += read
    return tuple(weeks), tuple(problems)


def history_lines(history: History) -> Iterator[str]:
    """The lines of an answers file that read back as this history."""
    if history:
        yield "history:"
    for week in history:
        longest = ""
        if week.longest_km is not None:
            longest = f', longest_km: "{week.longest_entered or _plain(week.longest_km)}"'
        km = week.km_entered or _plain(week.km)
        jump = "" if week.jump is None else _written_jump(week.jump)
        yield f'  - {{week: {week.monday.isoformat()}, km: "{km}"{longest}{jump}}}'


def _written_jump(jump: Jump) -> str:
    km, before = _plain(jump.km), _plain(jump.before_km)
    return f', jump: {{day: {jump.day.isoformat()}, km: "{km}", before_km: "{before}"}}'


def _plain(km: float) -> str:
    return f"{round(km, 6):.6f}".rstrip("0").rstrip(".")


def _read_monday(
    item: Node, last: tuple[datetime.date, Place] | None
) -> tuple[tuple[datetime.date, Place] | None, Problem | None]:
    """The Monday that a week names, or what is wrong with it; `last` is that of the week before."""
    node = item.get("week") if isinstance(item, Mapping) else None
    if node is None or _is_blank(node):
        return None, None  # `_read_week` says so
    day = _read_day(node, "week")
    if isinstance(day, Problem):
        return None, day
    if day.weekday():
        monday = day - datetime.timedelta(days=day.weekday())
        message = f"{show_date(day)} is no Monday"
        return None, Problem(
            code="AN110", place=node.place, message=message, fix=f"its week starts on {monday}"
        )
    here = (day, node.place)
    if last is None or day > last[0]:
        return here, None
    message = f"the week of {show_date(day)} stands here twice"
    fix = "leave one of the two out"
    if day < last[0]:
        message = f"the week of {show_date(day)} stands after that of {show_date(last[0])}"
        fix = "write the weeks in order, the earliest first"
    return here, Problem(code="AN110", place=node.place, message=message, also=last[1], fix=fix)


def _read_day(node: Node, name: str) -> datetime.date | Problem:
    if not isinstance(node, Scalar):
        return _not_a_week(node.place, f"`{name}` is one day")
    found = parse_quantity(node.text, DATE)
    if isinstance(found, str):
        return Problem(code="AN102", place=node.place, message=f"`{name}`: {found}")
    day = datetime.date.fromordinal(round(found.value))
    if not FIRST_DAY <= day <= LAST_DAY:
        message = f"`{name}` cannot be {day}"
        fix = f"{FIRST_DAY} to {LAST_DAY} is accepted"
        return Problem(code="AN103", place=node.place, message=message, fix=fix)
    return day


def _read_week(item: Node, monday: datetime.date | None) -> Week | list[Problem]:
    """The week, or what is wrong with it beside its day; nothing if only its day is wrong."""
    if not isinstance(item, Mapping):
        return [_not_a_week(item.place, "this is no week")]
    problems = [_unknown_field(key, _FIELDS) for key, _ in item.entries if key.text not in _FIELDS]
    for name in _FIELDS[:2]:
        if (node := item.get(name)) is None or _is_blank(node):
            problems.append(_not_a_week(item.place, f"this week has no `{name}`"))
    km, longest = _read_km(item, "km"), _read_km(item, "longest_km")
    problems += [one for one in (km, longest) if isinstance(one, Problem)]
    if isinstance(km, _Km) and isinstance(longest, _Km) and longest.km > km.km + _SLACK:
        message = f"the longest run is {longest.shown}, and the whole week {km.shown}"
        fix = "`km` is the sum of all runs of the week, with the longest"
        problems.append(Problem(code="AN111", place=longest.place, message=message, fix=fix))
    jump = _read_jump(item, monday, km) if isinstance(km, _Km) else None
    problems += jump if isinstance(jump, list) else []
    if problems or monday is None or not isinstance(km, _Km) or isinstance(longest, Problem):
        return problems
    return Week(
        monday=monday,
        km=km.km,
        longest_km=None if longest is None else longest.km,
        km_entered=km.entered,
        longest_entered="" if longest is None else longest.entered,
        unit=unit_of(km.shown, "km")[0],
        jump=jump if isinstance(jump, Jump) else None,
    )


def _read_jump(item: Mapping, monday: datetime.date | None, whole: "_Km") -> Jump | list[Problem]:
    """The jump of a week, or what is wrong with it; nothing where none stands."""
    node = item.get("jump")
    if node is None or _is_blank(node):
        return []
    if not isinstance(node, Mapping):
        return [_not_a_week(node.place, "this is no jump", _JUMP_WRITTEN)]
    problems = [
        _unknown_field(key, _OF_JUMP) for key, _ in node.entries if key.text not in _OF_JUMP
    ]
    for name in _OF_JUMP:
        if (found := node.get(name)) is None or _is_blank(found):
            problems.append(_not_a_week(node.place, f"this jump has no `{name}`", _JUMP_WRITTEN))
    at = node.get("day")
    day = None if at is None or _is_blank(at) else _read_day(at, "day")
    km, before = _read_km(node, "km"), _read_km(node, "before_km")
    problems += [one for one in (day, km, before) if isinstance(one, Problem)]
    if problems or not isinstance(km, _Km) or not isinstance(before, _Km):
        return problems
    if not isinstance(day, datetime.date) or monday is None:
        return problems
    if not 0 <= (day - monday).days < _DAYS:
        message = f"{show_date(day)} does not lie in the week of {show_date(monday)}"
        fix = "put the jump into the week of its day"
        return [Problem(code="AN110", place=at.place if at else None, message=message, fix=fix)]
    if km.km > whole.km + _SLACK:
        message = f"the run of the jump is {km.shown}, and the whole week {whole.shown}"
        fix = "`km` is the sum of all runs of the week, with the longest"
        return [Problem(code="AN111", place=km.place, message=message, fix=fix)]
    return Jump(day, km.km, before.km)


@dataclass(frozen=True, slots=True)
class _Km:
    km: float
    entered: str
    shown: str
    place: Place


def _read_km(item: Mapping, name: str) -> _Km | Problem | None:
    """A distance of a week; None where none stands."""
    node = item.get(name)
    if node is None or _is_blank(node):
        return None
    if not isinstance(node, Scalar):
        return _not_a_week(node.place, f"`{name}` is one distance")
    entered = " ".join(node.text.split())
    found = parse_quantity(entered.removeprefix("-"), "km")
    if isinstance(found, str):
        return Problem(code="AN102", place=node.place, message=f"`{name}`: {found}")
    if entered.startswith("-") or found.value > MOST_KM:
        message = f"`{name}` cannot be {entered}"
        fix = f"0 to {MOST_KM:g} km is accepted"
        return Problem(code="AN103", place=node.place, message=message, fix=fix)
    return _Km(found.value, entered, found.shown, node.place)


def _is_blank(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text in {"", "null", "~"}


def _unknown_field(key: Scalar, fields: tuple[str, ...]) -> Problem:
    meant, what = did_you_mean(key.text, fields), "week" if fields is _FIELDS else "jump"
    fix = f"did you mean {meant}?" if meant else f"a {what} has {join_words(fields, 'and')}"
    return _not_a_week(key.place, f"a {what} has no `{key.text}`", fix)


def _not_a_week(place: Place, message: str, fix: str = _WRITTEN) -> Problem:
    return Problem(code="AN109", place=place, message=message, fix=fix)
