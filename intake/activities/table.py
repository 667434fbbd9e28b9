"""Any other table of activities: a runner's own diary, or what another program wrote.

Our names of columns are read as they are, and those of two known programs, and so are columns that
can be only one thing (`sure_columns`). Of any other table the runner says which column is which
(`Hints.columns`). Nothing is guessed: what cannot be placed is dropped, and the reason shows what
to write; columns that were not used are named.
"""

import datetime
import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from .csv_text import (
    Row,
    TextTable,
    decimal_mark,
    few,
    fitting,
    is_missing,
    number,
    read_text_table,
    seconds,
)
from .dates import Dates, Moment, read_dates
from .shapes import RUNNING, Activity, Dropped, Hints, Read
from .sport_words import ON_FOOT, Sport, not_known, sport_of
from .sure_columns import unused_columns, with_sure_columns
from .table_columns import (
    COLUMNS,
    INTERVALS,
    METRES,
    find_columns,
    how_to_say,
    is_enough,
    plain_name,
    propose_columns,
    shown,
)

# What the command needs of columns is found here too.
__all__ = ["COLUMNS", "is_table", "propose_columns", "read_table"]

SOURCE: Final = "table"

_NUMBERS: Final = (*METRES, "duration_min", "moving_s", "gain_m", "loss_m", "rpe")

# It gives the cadence of one leg; nobody runs with so few steps of both.
_MOST_OF_ONE_LEG: Final = 115

# Letters that no name of a column has, and most other files have at once.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
_HIGHEST_EFFORT: Final = 10
_NOON: Final = 12
# Faster than 2 min/km on most rows: then 1:30 was an hour and a half.
_FASTEST_S_PER_KM: Final = 120


@dataclass(frozen=True, slots=True)
class _Diary:
    """A table with its columns found."""

    rows: Sequence[Row]
    places: Mapping[str, int]
    dates: Dates
    mark: str
    are_hours: bool = False
    is_one_leg: bool = False
    begun: Counter[datetime.date] = field(default_factory=Counter)

    def text(self, row: Row, name: str) -> str:
        return row.cell(self.places.get(name))

    def value(self, row: Row, name: str) -> float | None:
        """A number of at least 0; None where it is missing."""
        value = number(self.text(row, name), self.mark)
        return None if value is None or value < 0 else value

    def positive(self, row: Row, name: str) -> float | None:
        return self.value(row, name) or None


def is_table(head: bytes) -> bool:
    """Whether a file that begins so is text in at least two columns, of whatever kind."""
    if head.lstrip()[:1] in (b"<", b"{", b"[") or head.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return False
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\x00\x00\x00" in head:
        return False
    table = read_text_table(head)
    names = [name for name in table.header if name]
    return len(names) > 1 and not any(_CONTROL.search(name) for name in names)


def read_table(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """The activities of a table whose columns are known, sure or said, with `local_start`.

    With a column of sessions a row is a day: km make it one run, sessions without km another
    sport, and none of both a day of rest. Without, a row without distance and time is such a day.
    """
    table = read_text_table(stream)
    if not table.header:
        return Read(dropped=(Dropped(file, "the table is empty"),))
    known, wrong = find_columns(table.header, hints.columns)
    places = known if wrong else with_sure_columns(table, known, hints)
    if wrong or not is_enough(places):
        proposed = {} if wrong else propose_columns(table.header, [r.cells for r in table.rows])
        columns = tuple(proposed.items()) if is_enough(dict.fromkeys(proposed, 0)) else ()
        return Read(dropped=(Dropped(file, wrong or how_to_say(table), columns),))
    needed = [at for name, at in places.items() if name in known or name in ("date", *METRES)]
    rows, dropped = fitting(table, file, least=1 + max(needed))
    dates = read_dates([row.cell(places["date"]) for row in rows], hints.language)
    if rows and not dates.count:
        return Read(dropped=(Dropped(file, _no_dates(rows, places, dates)), *few(dropped)))
    diary = _diary(rows, places, dates, table)
    activities = []
    for row, moment in zip(rows, dates.moments, strict=True):
        read = _row(row, moment, diary, file, hints)
        if isinstance(read, Activity):
            activities.append(read)
        elif read is not None:
            dropped.append(read)
    if not activities and not dropped:
        dropped.append(Dropped(file, "the table holds no activities"))
    notes = _how_taken(table, places, is_new=places != known) if activities else ()
    return Read(tuple(activities), few(dropped), notes=notes)


def _how_taken(table: TextTable, places: Mapping[str, int], *, is_new: bool) -> tuple[str, ...]:
    """Which columns were taken, where names that are not ours were, and which were not used."""
    notes = []
    if is_new:
        taken = (f"{name}={table.header[places[name]]}" for name in COLUMNS if name in places)
        notes.append(f"taken as: {', '.join(taken)}")
    if unused := unused_columns(table, places):
        notes.append(f"columns not used: {shown(unused)}")
    return tuple(notes)


def _no_dates(rows: Sequence[Row], places: Mapping[str, int], dates: Dates) -> str:
    first = rows[0].cell(places["date"])
    return f"not one date of the table can be read: {dates.why_none(first)}"


def _diary(
    rows: Sequence[Row], places: Mapping[str, int], dates: Dates, table: TextTable
) -> _Diary:
    cells = [row.cell(places.get(name)) for row in rows for name in _NUMBERS]
    mark = decimal_mark(cells, "," if table.delimiter == ";" else ".")
    is_one_leg = INTERVALS in (plain_name(name) for name in table.header)
    diary = _Diary(rows, places, dates, mark, is_one_leg=is_one_leg)
    paces = []
    for row in rows:
        metres, time = _metres(row, diary), seconds(diary.text(row, "duration"))
        if metres and time and diary.text(row, "duration").count(":") == 1:
            paces.append(time / metres * 1000)
    are_hours = bool(paces) and statistics.median(paces) < _FASTEST_S_PER_KM
    return _Diary(rows, places, dates, mark, are_hours, is_one_leg)


def _row(
    row: Row, moment: Moment | None, diary: _Diary, file: str, hints: Hints
) -> Activity | Dropped | None:
    """What a row tells: an activity, nothing of a day of rest, or why it cannot be read."""
    metres, time = _metres(row, diary), _time(row, diary)
    sessions = diary.value(row, "sessions")
    if broken := _not_a_number(row, diary):
        return Dropped(file, f"line {row.line}: {broken}")
    is_daily = "sessions" in diary.places
    label = diary.text(row, "sport")
    is_other = is_daily and not metres and bool(sessions)
    is_rest = not metres and (is_daily or time is None or (not label and metres is not None))
    if is_rest and not is_other:
        return None
    problems = []
    if moment is None:
        problems.append(diary.dates.why_none(diary.text(row, "date")))
    sport: Sport | None = Sport(RUNNING)
    if is_other:
        sport = Sport("other")
    elif "sport" in diary.places:
        sport = sport_of(label, hints.sports)
        if sport is None:
            problems.append(not_known(label))
    effort = diary.positive(row, "rpe")
    if effort is not None and effort > _HIGHEST_EFFORT:
        problems.append(f"an effort of {effort:g} is not on a scale to {_HIGHEST_EFFORT}")
        effort = None
    return _activity(
        row,
        diary,
        Activity(
            file=file,
            source=SOURCE,
            sport=sport.name if sport else None,
            sport_label="" if sport else label,
            ground=_ground(diary.text(row, "surface"), sport),
            start=moment.at if moment and moment.at.tzinfo else None,
            local_start=_local_start(moment, time, diary.begun),
            distance_m=metres or None,
            moving_s=time,
            effort=effort,
            is_daily=is_daily,
            is_complete=is_daily,
            problems=tuple(problems),
        ),
    )


def _activity(row: Row, diary: _Diary, begun: Activity) -> Activity:
    """The activity with what a table may hold besides."""
    is_on_foot = begun.sport in ON_FOOT
    cadence = diary.positive(row, "cadence_spm") if is_on_foot else None
    if cadence is not None and diary.is_one_leg and cadence < _MOST_OF_ONE_LEG:
        cadence *= 2
    shoe = diary.text(row, "shoe") if is_on_foot else ""
    gain = diary.value(row, "gain_m")
    return replace(
        begun,
        elapsed_s=diary.positive(row, "elapsed_s") or _clock(row, "elapsed_s", diary),
        gain_m=gain,
        loss_m=diary.value(row, "loss_m"),
        has_stated_gain=gain is not None,
        cadence_spm=cadence,
        heart_rate=diary.positive(row, "hr_avg"),
        gear="" if is_missing(shoe) else shoe,
        gear_name="" if is_missing(shoe) else shoe,
    )


def _metres(row: Row, diary: _Diary) -> float | None:
    for name, metres in METRES.items():
        value = diary.value(row, name)
        if value is not None:
            return value * metres
    return None


def _time(row: Row, diary: _Diary) -> float | None:
    minutes = diary.positive(row, "duration_min")
    stated = diary.positive(row, "moving_s") or (minutes * 60 if minutes else None)
    return stated or _clock(row, "duration", diary)


def _clock(row: Row, name: str, diary: _Diary) -> float | None:
    return seconds(diary.text(row, name), is_hours=diary.are_hours) or None


def _not_a_number(row: Row, diary: _Diary) -> str:
    """What stands where a number should be, "" where nothing is wrong."""
    for name in (*METRES, "duration_min", "moving_s", "sessions"):
        text = diary.text(row, name)
        if not is_missing(text) and number(text, diary.mark) is None:
            return f'{name} is no number: "{text[:40]}"'
    text = diary.text(row, "duration")
    if not is_missing(text) and seconds(text) is None:
        return f'duration is not h:mm:ss: "{text[:40]}"'
    return ""


def _ground(surface: str, sport: Sport | None) -> str:
    if sport is None or sport.name != RUNNING:
        return ""
    found = sport_of(surface, {}) or sport_of(f"{surface} run", {})
    return sport.ground or (found.ground if found else "")


def _local_start(
    moment: Moment | None, time: float | None, begun: Counter[datetime.date]
) -> datetime.datetime | None:
    """When it began on the runner's clock.

    Where only the day is known the first activity of a day is taken to begin at noon and each
    other an hour after the one before, so that two runs of a day stay two.
    """
    if moment is None:
        return None
    at = moment.at.replace(tzinfo=None)
    if moment.has_time:
        return at
    minutes = begun[at.date()]
    begun[at.date()] += 60 + round((time or 0) / 60)
    return at + datetime.timedelta(minutes=min(_NOON * 60 + minutes, 24 * 60 - 1))
