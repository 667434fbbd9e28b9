"""Columns of an unknown table that can be only one thing: they are taken without asking.

A name must say all of it, the unit of a distance too, and every cell must fit. What is less sure
than that is left for the runner to confirm.
"""

import datetime
import statistics
from collections.abc import Mapping, Sequence, Set
from typing import Final

from .column_words import is_called, named_columns, unit_of_distance
from .csv_text import TextTable, decimal_mark, is_missing, number, seconds
from .dates import read_dates
from .shapes import Hints
from .sport_words import sport_of
from .table_columns import METRES, TIMES, is_enough

# What the middle of one table lies between, in kilometres and in seconds for one of them. Beyond
# it are sums: what a shoe has run, or a month.
_KILOMETRES: Final = (0.3, 100.0)
_PACE_S_PER_KM: Final = (60.0, 900.0)
_HOURS_OF_DAY: Final = 24
_ROWS_TRIED: Final = 20
_FEW_DAYS: Final = 3
# Taken by their name alone, as a lap is not called heart rate.
_BY_NAME: Final = {"cadence": "cadence_spm", "heart_rate": "hr_avg", "shoe": "shoe"}
_CLIMBS: Final = {"gain": "gain_m", "loss": "loss_m"}
_OF_WORDS: Final = frozenset({"date", "sport", "surface", "shoe"})


def with_sure_columns(
    table: TextTable, known: Mapping[str, int], hints: Hints
) -> Mapping[str, int]:
    """The columns that are known, with those that can be only one thing.

    A date is the only column with a date in each row, never one that could be two days, or that
    counts weeks or months; a distance the only one whose name states its unit. Where one of them is
    missing the table stays unknown.
    """
    columns = [table.column(at) for at in range(len(table.header))]
    sure = dict(known)
    if "date" not in sure:
        _add(sure, "date", [at for at, one in enumerate(columns) if _are_dates(one, hints)])
    if not any(name in sure for name in METRES):
        stated = {at: unit_of_distance(name) for at, name in enumerate(table.header)}
        fitting = [at for at, ours in stated.items() if ours and _fits(columns[at], ours)]
        if len(fitting) == 1:
            _add(sure, stated[fitting[0]], fitting)
    distance = next((name for name in METRES if name in sure), "")
    is_sure = "date" in sure and distance and _fits(columns[sure[distance]], distance)
    if not is_enough(known) and not is_sure:
        return known
    _add_time(sure, table.header, columns)
    at = sure.get("duration_min")
    if at is not None and "duration_min" not in hints.columns and _are_times(columns[at]):
        del sure["duration_min"]  # minutes that are written as 41:30
        sure.setdefault("duration", at)
    named = named_columns(table.header).get("sport")
    labels = _called(table.header, "sport")
    sports = [at for at in labels if at == named or _are_sports(columns[at], hints)]
    _add(sure, "sport", sports)
    # Beside miles a climb may be in feet.
    for theirs, ours in (_BY_NAME if "distance_mi" in sure else _BY_NAME | _CLIMBS).items():
        _add(sure, ours, _called(table.header, theirs))
    return sure


def unused_columns(table: TextTable, places: Mapping[str, int]) -> list[str]:
    """The names of columns that hold something, and of which nothing was read."""
    used = {at for ours, at in places.items() if _is_read(table.column(at), ours)}
    return [
        name
        for at, name in enumerate(table.header)
        if name and at not in used and not all(map(is_missing, table.column(at)))
    ]


def _is_read(texts: Sequence[str], ours: str) -> bool:
    is_number = (number(text) is not None or seconds(text) is not None for text in texts)
    return ours in _OF_WORDS or any(is_number)


def _add(sure: dict[str, int], ours: str, found: Sequence[int]) -> None:
    free = [at for at in found if at not in sure.values()]
    if ours not in sure and len(free) == 1:
        sure[ours] = free[0]


def _called(header: Sequence[str], ours: str) -> list[int]:
    return [at for at, name in enumerate(header) if is_called(name, ours)]


def _are_dates(texts: Sequence[str], hints: Hints) -> bool:
    if not texts or not all(any(map(str.isdigit, text)) for text in texts):
        return False
    first = texts[:_ROWS_TRIED]
    tried = read_dates(first, hints.language)
    if not tried.count and not any(map(tried.is_ambiguous, first)):
        return False
    days = [one.at.date() for one in read_dates(texts, hints.language).moments if one]
    return len(days) == len(texts) and not _are_weeks_or_months(set(days))


def _are_weeks_or_months(days: Set[datetime.date]) -> bool:
    """Whether each is the same day of the week, or the first of a month: then a row is a sum."""
    if len(days) < _FEW_DAYS:
        return False
    return len({day.weekday() for day in days}) == 1 or {day.day for day in days} == {1}


def _fits(texts: Sequence[str], ours: str) -> bool:
    """Whether all are numbers, and such that runs are so long."""
    least, most = _KILOMETRES
    values = _numbers(texts)
    return bool(values) and least <= statistics.median(values) * METRES[ours] / 1000 <= most


def _numbers(texts: Sequence[str]) -> list[float]:
    """The numbers of a column that are not 0; none where anything else stands in it."""
    given = [text for text in texts if not is_missing(text)]
    mark = decimal_mark(given)
    values = [value for text in given if (value := number(text, mark)) is not None and value >= 0]
    return [value for value in values if value] if len(values) == len(given) else []


def _are_sports(texts: Sequence[str], hints: Hints) -> bool:
    labels = {text for text in texts if not is_missing(text)}
    return bool(labels) and all(sport_of(label, hints.sports) for label in labels)


def _add_time(
    sure: dict[str, int], header: Sequence[str], columns: Sequence[Sequence[str]]
) -> None:
    """A column of times, or of minutes where its name says so."""
    if any(name in sure for name in TIMES):
        return
    for kind in ("moving", "duration", "time"):
        found = [at for at in _called(header, kind) if _are_times(columns[at])]
        if kind == "time":
            found = [at for at in found if _is_no_time_of_day(at, sure, columns)]
        if found:
            _add(sure, "duration", found)
            return
    minutes = [at for at in _called(header, "minutes") if _numbers(columns[at])]
    _add(sure, "duration_min", minutes)


def _are_times(texts: Sequence[str]) -> bool:
    given = [text for text in texts if not is_missing(text)]
    return bool(given) and all(seconds(text) is not None for text in given)


def _is_no_time_of_day(at: int, sure: Mapping[str, int], columns: Sequence[Sequence[str]]) -> bool:
    """Whether a column that is called `Time` makes a pace, as a time at which one began cannot."""
    texts = columns[at]
    ours = next((name for name in METRES if name in sure), None)
    if ours is None:
        return False
    hours = [text.partition(":")[0] for text in texts if ":" in text]
    if not hours or any(int(hour) >= _HOURS_OF_DAY for hour in hours):
        return True
    distances = columns[sure[ours]]
    mark = decimal_mark(distances)
    paces = [
        time / (distance * METRES[ours]) * 1000
        for text, far in zip(texts, distances, strict=True)
        if (time := seconds(text, is_hours=True)) and (distance := number(far, mark))
    ]
    least, most = _PACE_S_PER_KM
    return bool(paces) and least <= statistics.median(paces) <= most
