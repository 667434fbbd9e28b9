"""Which columns of an unknown table are which: by our names, by those of two known programs.

What neither tells is proposed from what stands in the columns, for the runner to confirm.
"""

import re
import statistics
from collections.abc import Mapping, Sequence
from typing import Final

from .column_words import is_called, named_columns, unit_of_distance
from .csv_text import Row, TextTable, decimal_mark, is_missing, number, seconds
from .dates import read_dates

# Our columns; a value with a unit in its name is in that unit, `duration` is h:mm:ss.
COLUMNS: Final = (
    "date",
    "distance_km",
    "distance_m",
    "distance_mi",
    "duration",
    "duration_min",
    "moving_s",
    "elapsed_s",
    "gain_m",
    "loss_m",
    "cadence_spm",
    "hr_avg",
    "rpe",
    "surface",
    "shoe",
    "sport",
    "sessions",
)
METRES: Final[Mapping[str, float]] = {
    "distance_km": 1000.0,
    "distance_m": 1.0,
    "distance_mi": 1609.344,
}
TIMES: Final = ("moving_s", "duration_min", "duration")
# What else is called as in our own diary, and the columns of intervals.icu and of
# garmin-connect-export; marks between words do not count.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("start_date_local", "start_time", "begin_timestamp"),
    "distance_km": ("km", "kilometres", "kilometers"),
    "distance_m": (),
    "distance_mi": ("mi", "miles"),
    "duration": ("moving_duration_h_m_s", "duration_h_m_s"),
    "duration_min": ("minutes", "min"),
    "elapsed_s": ("elapsed_time",),
    "gain_m": ("total_elevation_gain", "elevation_gain_m", "elevation_gain_uncorrected_m"),
    "loss_m": ("elevation_loss_m", "elevation_loss_uncorrected_m"),
    "cadence_spm": ("avg_run_cadence",),
    "hr_avg": ("average_heartrate", "average_heart_rate_bpm"),
    "rpe": ("icu_rpe",),
    "shoe": ("gear",),
    "sport": ("type", "activity_type"),
}
# Columns of intervals.icu whose names alone say no unit.
INTERVALS: Final = "start_date_local"
_OF_INTERVALS: Final[Mapping[str, str]] = {
    "distance_m": "distance",
    "moving_s": "moving_time",
    "cadence_spm": "average_cadence",
}
_PACE: Final = re.compile(r"pace|/\s*(km|mi)", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(19|20)\d\d\b")
_MOST_COLUMNS_SHOWN: Final = 12
_ROWS_LOOKED_AT: Final = 200
_ENOUGH: Final = 0.8
_MOST_KM: Final = 300


def find_columns(header: Sequence[str], said: Mapping[str, str]) -> tuple[dict[str, int], str]:
    """Where our columns lie, and what is wrong with what the runner said of them."""
    plain = [plain_name(name) for name in header]
    places: dict[str, int] = {}
    for ours, theirs in said.items():
        if ours not in COLUMNS:
            return {}, f'"{ours}" is no column that can be read: there are {", ".join(COLUMNS)}'
        if plain_name(theirs) not in plain:
            return {}, f'there is no column "{theirs}": the columns are {shown(header)}'
        places[ours] = plain.index(plain_name(theirs))
    taken = set(places.values())
    is_intervals = INTERVALS in plain
    for ours in COLUMNS:
        names = (ours, *_ALSO.get(ours, ()))
        if is_intervals and ours in _OF_INTERVALS:
            names = (*names, _OF_INTERVALS[ours])
        place = next((plain.index(name) for name in names if name in plain), None)
        if ours not in places and place is not None and place not in taken:
            places[ours] = place
    if any(name in said for name in METRES):
        places = {name: at for name, at in places.items() if name not in METRES or name in said}
    return places, ""


def plain_name(name: str) -> str:
    """A name without its marks: Distance (km) is distance_km."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_")


def is_enough(places: Mapping[str, int]) -> bool:
    """Whether there are days, and something that was done on them."""
    return "date" in places and any(
        name in places for name in (*METRES, *TIMES, "elapsed_s", "sessions")
    )


def shown(header: Sequence[str]) -> str:
    """The names of columns as a list for people, cut where there are many."""
    names = [name[:30] for name in header if name]
    more = (
        f" and {len(names) - _MOST_COLUMNS_SHOWN} more" if len(names) > _MOST_COLUMNS_SHOWN else ""
    )
    return ", ".join(names[:_MOST_COLUMNS_SHOWN]) + more


def how_to_say(table: TextTable) -> str:
    """The columns that were found, and what to write so that they are known."""
    found = f"its columns are not known: {shown(table.header)}"
    proposed = propose_columns(table.header, [row.cells for row in table.rows])
    if "date" not in proposed:
        return f"{found}; none of them holds dates that can be read{_like_a_date(table)}"
    columns = {"date": "DAY", "distance_km": "KM"} | dict(proposed)
    if any(name in proposed for name in ("distance_m", "distance_mi")):
        columns.pop("distance_km")
    said = ",".join(f"{ours}={theirs}" for ours, theirs in columns.items())
    return f'{found}; say which is which, such as --columns "{said}"'


def _like_a_date(table: TextTable) -> str:
    """A cell of the first row that has a year in it, to show why it is none."""
    cells = table.rows[0].cells if table.rows else ()
    near = next((cell for cell in cells if _YEAR.search(cell)), "")
    return f', such as "{near[:40]}"' if near else ""


def propose_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Which column may be which, ours -> theirs, by name and by content; for a runner to confirm.

    >>> propose_columns(["Tag", "Strecke", "Dauer"], [["3.11.2026", "10,2", "1:02:03"]])
    {'date': 'Tag', 'distance_km': 'Strecke', 'duration': 'Dauer'}
    """
    table = TextTable(
        tuple(header), tuple(Row(at, tuple(row)) for at, row in enumerate(rows, 2)), ","
    )
    places, _ = find_columns(header, {})
    named = named_columns(header)
    columns = [table.column(at)[:_ROWS_LOOKED_AT] for at in range(len(header))]
    days = [at for at, texts in enumerate(columns) if _share(texts, _date_count(texts)) > _ENOUGH]
    if "date" not in places or places["date"] not in days:
        places.pop("date", None)
        if days:
            places["date"] = named["date"] if named.get("date") in days else days[0]
    for ours, theirs in (("sport", "sport"), ("gain_m", "gain"), ("loss_m", "loss")):
        _place(places, ours, named.get(theirs))
    for ours, theirs in (("cadence_spm", "cadence"), ("hr_avg", "heart_rate"), ("shoe", "shoe")):
        _place(places, ours, named.get(theirs))
    free = [at for at in range(len(header)) if at not in places.values() and at not in days]
    if not any(name in places for name in TIMES):
        minutes = [at for at in free if is_called(header[at], "minutes")]
        _place(places, "duration_min", _first_number(minutes, columns))
    if not any(name in places for name in TIMES):
        clocks = [
            at
            for at in free
            if not _PACE.search(header[at])
            and _share(columns[at], _clock_count(columns[at])) > _ENOUGH
        ]
        _place(places, "duration", named.get("time") if named.get("time") in clocks else None)
        _place(places, "duration", clocks[0] if clocks else None)
    if not any(name in places for name in METRES):
        stated = [at for at in free if unit_of_distance(header[at])]
        candidates = stated or ([named["distance"]] if "distance" in named else free)
        _place_distance(places, header, columns, candidates)
    return {ours: header[places[ours]] for ours in COLUMNS if ours in places}


def _place(places: dict[str, int], ours: str, at: int | None) -> None:
    if at is not None and ours not in places and at not in places.values():
        places[ours] = at


def _first_number(candidates: Sequence[int], columns: Sequence[Sequence[str]]) -> int | None:
    counts = {at: sum(number(text) is not None for text in columns[at]) for at in candidates}
    return next((at for at in candidates if _share(columns[at], counts[at]) > _ENOUGH), None)


def _place_distance(
    places: dict[str, int],
    header: Sequence[str],
    columns: Sequence[Sequence[str]],
    candidates: Sequence[int],
) -> None:
    """The first column whose numbers can be distances of runs: kilometres, or metres if large.

    Miles are only what is called so.
    """
    for at in candidates:
        mark = decimal_mark(columns[at])
        values = [value for text in columns[at] if (value := number(text, mark))]
        if not values or at in places.values() or _share(columns[at], len(values)) <= _ENOUGH / 2:
            continue
        ours = "distance_km" if statistics.median(values) < _MOST_KM else "distance_m"
        _place(places, "distance_mi" if unit_of_distance(header[at]) == "distance_mi" else ours, at)
        return


def _share(texts: Sequence[str], count: int) -> float:
    given = sum(not is_missing(text) for text in texts)
    return count / given if given else 0.0


def _date_count(texts: Sequence[str]) -> int:
    dates = read_dates(texts)
    return dates.count + sum(dates.is_ambiguous(text) for text in texts)


def _clock_count(texts: Sequence[str]) -> int:
    return sum(seconds(text) is not None for text in texts)
