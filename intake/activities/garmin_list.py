"""The list of activities that Garmin Connect's web page exports, in any language.

Its columns are translated and chosen by the runner. Those of the languages below are found by
name; of any other by what stands in them. The dates are on the runner's own clock. Whether the
distances are kilometres or miles is written nowhere, but steps and their length tell it.
"""

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from .column_words import named_columns
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
from .dates import Dates, Moment, iso_date, read_dates
from .shapes import RUNNING, Activity, Dropped, Hints, Read
from .sport_words import ON_FOOT, Sport, not_known, sport_of

SOURCE: Final = "garmin"

_ENGLISH_FIRST: Final = "activity type"
_NEEDED: Final = ("sport", "date", "distance", "time")
# Lists with fewer columns are seen, but then each needed one has a name that is known.
_LEAST_COLUMNS: Final = 12
_ROWS_LOOKED_AT: Final = 20

_METRES: Final[Mapping[str, float]] = {"km": 1000.0, "mi": 1609.344}
_METRES_OF_FOOT: Final = 0.3048
# Metres that the steps of one unit of distance make: 998 in real lists in km, 1605 in miles.
_LEAST_OF_KM, _MOST_OF_KM, _MOST_OF_MILE = 800.0, 1300.0, 1900.0
# Nobody runs, walks or swims so fast: the distance of such a row is in metres or yards.
_FASTEST_M_S: Final = 12.0
_ON_TRACK: Final = frozenset({*ON_FOOT, "swimming"})

_ASK_UNIT: Final = "the list does not say if it is in kilometres or miles: say --unit km or mi"


@dataclass(frozen=True, slots=True)
class _List:
    """A list with its columns found; `unit` is km, mi or "" where nothing tells it."""

    rows: Sequence[Row]
    places: Mapping[str, int]
    dates: Dates
    mark: str
    unit: str = ""

    def text(self, row: Row, name: str) -> str:
        return row.cell(self.places.get(name))

    def value(self, row: Row, name: str) -> float | None:
        """A measured value; None where it is missing or below 0."""
        value = number(self.text(row, name), self.mark)
        return None if value is None or value < 0 else value

    def positive(self, row: Row, name: str) -> float | None:
        return self.value(row, name) or None

    def time(self, row: Row, name: str) -> float | None:
        return seconds(self.text(row, name)) or None


def is_garmin_list(head: bytes) -> bool:
    """Whether a file that begins so is a list of activities of Garmin Connect."""
    table = read_text_table(head)
    named = named_columns(table.header)
    if all(name in named for name in _NEEDED):
        return named["sport"] < named["date"] < named["distance"]
    places = _by_content(table)
    return bool(places) and len(table.header) >= _LEAST_COLUMNS


def read_garmin_list(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """All activities of a list, with `local_start` and no `start`: it states no zone.

    Where nothing tells the unit of the distances they are None, and a problem asks for it.
    """
    table = read_text_table(stream)
    places = _by_content(table) | named_columns(table.header)
    if not all(name in places for name in _NEEDED):
        return Read(dropped=(Dropped(file, "this is not a list of activities of Garmin"),))
    least = 1 + max(places[name] for name in _NEEDED)
    rows, dropped = fitting(table, file, least)
    is_english = table.header[places["sport"]].casefold() == _ENGLISH_FIRST
    texts = [row.cell(places["date"]) for row in rows]
    dates = read_dates(texts, hints.language, "en" if is_english else "und")
    numbers = ("distance", "stride", "gain", "loss", "steps")
    cells = [row.cell(places.get(name)) for row in rows for name in numbers]
    found = _List(rows, places, dates, decimal_mark(cells))
    listed = _List(rows, places, dates, found.mark, _unit(found, hints) or hints.unit)
    activities = [
        _activity(row, moment, listed, file, hints)
        for row, moment in zip(rows, dates.moments, strict=True)
    ]
    if not rows and not dropped:
        dropped.append(Dropped(file, "the list holds no activities"))
    return Read(tuple(activities), few(dropped))


def _by_content(table: TextTable) -> dict[str, int]:
    """Where the needed columns lie in a language that is not known, by what stands in them.

    The order never changes: sport, date, perhaps a star, title, distance, calories, time.
    """
    # The last row of the beginning of a file may be cut off.
    rows = table.rows[: min(_ROWS_LOOKED_AT, max(1, len(table.rows) - 1))]
    if not rows or len(table.header) < _LEAST_COLUMNS:
        return {}
    columns = [[row.cell(at) for row in rows] for at in range(len(table.header))]
    if not all((moment := iso_date(text)) and moment.has_time for text in columns[1]):
        return {}
    later = range(2, len(columns))
    distance = next((at for at in later if _is_all(columns[at], _is_number)), None)
    time = next((at for at in later if _is_all(columns[at], _is_time)), None)
    if distance is None or time is None or time < distance:
        return {}
    return {"sport": 0, "date": 1, "distance": distance, "time": time}


def _is_all(texts: Sequence[str], test: Callable[[str], bool]) -> bool:
    given = [text for text in texts if not is_missing(text)]
    return bool(given) and all(test(text) for text in given)


def _is_number(text: str) -> bool:
    return number(text) is not None


def _is_time(text: str) -> bool:
    return seconds(text) is not None


def _unit(listed: _List, hints: Hints) -> str:
    """The unit of distance: km or mi, "" where there are no steps to tell it."""
    metres = list(_metres_of_unit(listed, hints))
    if not metres:
        return ""
    middle = statistics.median(metres)
    if _LEAST_OF_KM < middle <= _MOST_OF_KM:
        return "km"
    return "mi" if _MOST_OF_KM < middle < _MOST_OF_MILE else ""


def _metres_of_unit(listed: _List, hints: Hints) -> Iterator[float]:
    """For each run, the metres that its steps make for one unit of its distance."""
    for row in listed.rows:
        sport = sport_of(listed.text(row, "sport"), hints.sports)
        distance, stride = listed.positive(row, "distance"), listed.positive(row, "stride")
        if distance is None or stride is None or (sport is not None and sport.name != RUNNING):
            continue
        cadence, time = listed.positive(row, "cadence"), listed.time(row, "time")
        steps = listed.positive(row, "steps")
        if cadence is not None and time is not None:
            steps = cadence * time / 60
        if steps is not None:
            yield steps * stride / distance


def _activity(row: Row, moment: Moment | None, listed: _List, file: str, hints: Hints) -> Activity:
    label = listed.text(row, "sport")
    sport = sport_of(label, hints.sports)
    problems = [] if sport is not None else [not_known(label)]
    unknown = label if sport is None else ""
    sport = sport or Sport("")
    if moment is None:
        problems.append(listed.dates.why_none(listed.text(row, "date")))
    time = listed.time(row, "moving") or listed.time(row, "time")
    distance, doubt = _distance(row, listed, sport, time)
    gain, loss = _climb(row, "gain", listed), _climb(row, "loss", listed)
    is_on_foot = sport.name in ON_FOOT
    shoe = listed.text(row, "shoe") if is_on_foot else ""
    has_zone = moment is not None and moment.at.tzinfo is not None
    return Activity(
        file=file,
        source=SOURCE,
        sport=sport.name or None,
        sport_label=unknown,
        ground=sport.ground,
        start=moment.at if moment and has_zone else None,
        local_start=moment.at.replace(tzinfo=None) if moment else None,
        distance_m=distance,
        has_no_unit=_ASK_UNIT in doubt,
        moving_s=time,
        elapsed_s=listed.time(row, "elapsed"),
        gain_m=gain,
        loss_m=loss,
        has_stated_gain=gain is not None,
        cadence_spm=listed.positive(row, "cadence") if is_on_foot else None,
        heart_rate=listed.positive(row, "heart_rate"),
        gear="" if is_missing(shoe) else shoe,
        gear_name="" if is_missing(shoe) else shoe,
        problems=(*problems, *doubt),
    )


def _distance(
    row: Row, listed: _List, sport: Sport, time: float | None
) -> tuple[float | None, list[str]]:
    """Metres, or None with what to ask."""
    text = listed.text(row, "distance")
    value = listed.positive(row, "distance")
    if value is None:
        is_broken = not is_missing(text) and number(text, listed.mark) is None
        return None, [f'the distance is no number: "{text[:40]}"'] if is_broken else []
    if not listed.unit:
        return None, [_ASK_UNIT]
    metres = value * _METRES[listed.unit]
    # In a pool and on a track the list gives metres beside the kilometres of all other rows.
    if sport.name in _ON_TRACK and time and metres / time > _FASTEST_M_S:
        return value, ["the distance was taken as metres: otherwise nobody is so fast"]
    return metres, []


def _climb(row: Row, name: str, listed: _List) -> float | None:
    """Metres of climb: in lists in miles it is in feet."""
    value = listed.value(row, name)
    if value is None or not listed.unit:
        return None
    return value * _METRES_OF_FOOT if listed.unit == "mi" else value
