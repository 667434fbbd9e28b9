"""The activities.csv and shoes.csv of a Strava export, of any year and in any language.

The names of the columns are translated, so they are counted, not read: from 2022 on the column of
the elapsed time comes twice, and all that is needed lies at a fixed distance from the second one.
That second block is written for machines: metres, seconds, a dot before decimals.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
)
from .dates import Dates, read_dates
from .samples import MOST_STEPS
from .shapes import RUNNING, TREADMILL, Activity, Dropped, Hints, Read
from .sport_words import ON_FOOT, Sport, not_known, sport_of

SOURCE: Final = "strava"

# The columns that never moved.
_ID, _DATE, _NAME, _TYPE, _ELAPSED, _DISTANCE = 0, 1, 2, 3, 5, 6
# How far from the second "Elapsed Time" the others lie (measured on 77 to 103 columns).
_FROM_ELAPSED: Final[Mapping[str, int]] = {
    "gear_name": -4,
    "upload": -3,
    "elapsed_s": 0,
    "moving_s": 1,
    "distance_m": 2,
    "gain_m": 5,
    "loss_m": 6,
    "cadence": 14,
    "heart_rate": 16,
    "effort": 28,
    "grade_adjusted_m": 38,
    "gear": 54,
    "dirt_m": 66,
    "is_race": 80,
}
_CALLED: Final = {
    "distance_m": "distance",
    "moving_s": "moving time",
    "elapsed_s": "elapsed time",
}
_SECOND_BLOCK: Final = range(12, 18)
_OLD_COLUMNS: Final = 10
_OLD_FILE, _OLD_GEAR, _OLD_COMMUTE = 9, 8, 7
_LEAST_COLUMNS: Final = 20

# An export has no column for it; English, German, French and Italian, Spanish, Portuguese, Dutch,
# Polish, Swedish, Norwegian and Danish.
_TREADMILL_WORDS: Final = (
    "treadmill",
    "laufband",
    "tapis roulant",
    "en cinta",
    "esteira",
    "passadeira",
    "loopband",
    "bieżni",
    "löpband",
    "tredemølle",
    "løbebånd",
)

# Nobody takes so many steps a minute: the column held those of both legs already.

# How the first column is called: it tells in what language to read the months first. A language
# that is not here, or has it otherwise, takes a second longer.
_LANGUAGE_OF: Final[Mapping[str, str]] = {
    "activity id": "en",
    "id": "en",
    "aktivitäts-id": "de",
    "id de l'activité": "fr",
    "id de l’activité": "fr",
    "id aktivity": "cs",
    "id de actividad": "es",
    "id de la actividad": "es",
    "id attività": "it",
    "id dell'attività": "it",
    "id da atividade": "pt",
    "activiteits-id": "nl",
    "activiteit-id": "nl",
    "id aktywności": "pl",
}

# English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Danish and its
# neighbours, Finnish, Russian, Japanese, Chinese, Korean.
_SHOES: Final = (
    "shoe|schuh|chaussure|zapatilla|calzado|scarp|tênis|sapatilha|calçado|schoen|buty|butów|boty|bota|obuv"
    "|skon|skor|skom|kenkä|kengä|обув|кроссов|シューズ|鞋|신발"
)
_SHOE_WORDS: Final = tuple(_SHOES.split("|"))
_SHOE_COLUMNS: Final = 4


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the values lie; `per_distance` are the metres of one unit of the distance column."""

    places: Mapping[str, int]
    per_distance: float = 1.0
    mark: str = "."

    def text(self, row: Row, name: str) -> str:
        return row.cell(self.places.get(name))

    def value(self, row: Row, name: str) -> float | None:
        """A measured value; None where it is missing, below 0 or no number."""
        value = number(self.text(row, name), self.mark)
        return None if value is None or value < 0 else value

    def positive(self, row: Row, name: str) -> float | None:
        """A value that cannot be 0: there 0 stands for what was not recorded."""
        return self.value(row, name) or None

    def not_numbers(self, row: Row) -> list[str]:
        """What stands in the row where a distance or a time should be."""
        texts = {name: self.text(row, name) for name in ("distance_m", "moving_s", "elapsed_s")}
        return [
            f'the {_CALLED[name]} is no number: "{text[:40]}"'
            for name, text in texts.items()
            if not is_missing(text) and number(text, self.mark) is None
        ]


def is_strava(head: bytes) -> bool:
    """Whether a file that begins so is the activities.csv of a Strava export."""
    table = read_text_table(head)
    return _second_block(table.header) is not None or _is_old(table)


def read_strava(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """All activities of an activities.csv, the runs and the others, in the order of the file.

    Dates there are UTC. Rows that cannot be read are dropped, each with its line and the reason.
    """
    table = read_text_table(stream)
    columns = _columns(table)
    if columns is None:
        return Read(dropped=(Dropped(file, "this is not the list of activities of Strava"),))
    rows, dropped = fitting(table, file, least=_least_cells(columns))
    dates = _dates(rows, table.header, hints)
    activities = []
    for place, row in enumerate(rows):
        read = _activity(row, place, dates, columns, file, hints)
        if isinstance(read, Activity):
            activities.append(read)
        else:
            dropped.append(read)
    if not activities and not dropped:
        dropped.append(Dropped(file, "the list holds no activities"))
    return Read(tuple(activities), few(dropped))


def is_shoes(head: bytes) -> bool:
    """Whether a file that begins so is the shoes.csv of a Strava export.

    It has four columns, the first of them with the word for shoes in its name.
    """
    header = read_text_table(head).header
    if len(header) != _SHOE_COLUMNS:
        return False
    first = header[0].casefold()
    return any(word in first for word in _SHOE_WORDS)


def read_shoes(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """The names of all shoes, "" for one without; nothing else of them is in an export."""
    del hints
    table = read_text_table(stream)
    rows, dropped = fitting(table, file, least=1)
    return Read(shoes=tuple(row.cell(0) for row in rows), dropped=few(dropped))


def _second_block(header: Sequence[str]) -> int | None:
    """Where the elapsed time comes again, and two columns on the distance; None if nowhere."""
    if len(header) < _LEAST_COLUMNS:
        return None
    for place in _SECOND_BLOCK:
        again = (header[place], header[place + 2]) if place + 2 < len(header) else ("", "")
        if all(again) and again == (header[_ELAPSED], header[_DISTANCE]):
            return place
    return None


def _is_old(table: TextTable) -> bool:
    """Whether these are the ten columns of 2019 and before, by name or by what stands in them."""
    header = tuple(name.lower() for name in table.header)
    if len(header) != _OLD_COLUMNS:
        return False
    if header[0] in {"id", "activity id"} and header[_OLD_FILE] == "filename":
        return True
    if not table.rows:
        return False
    first = table.rows[0]
    is_known_file = first.cell(_OLD_FILE).startswith("activities/")
    is_commute = first.cell(_OLD_COMMUTE).lower() in {"true", "false"}
    return first.cell(_ID).isdigit() and is_commute and (is_known_file or not first.cell(_OLD_FILE))


def _columns(table: TextTable) -> _Columns | None:
    block = _second_block(table.header)
    if block is not None:
        # The last column is Media in all versions: what falls on it is not there yet.
        last = len(table.header) - 1
        places = {name: block + far for name, far in _FROM_ELAPSED.items() if block + far < last}
        # A dot; but spreadsheet programs write such files again in their own way.
        return _Columns(places, mark=decimal_mark(table.column(places["distance_m"])))
    if not _is_old(table):
        return None
    places = {
        "elapsed_s": _ELAPSED,
        "distance_m": _DISTANCE,
        "gear_name": _OLD_GEAR,
        "upload": _OLD_FILE,
    }
    # The lower-case form is of the time when the distance was in metres.
    is_metres = table.header == tuple(name.lower() for name in table.header)
    mark = decimal_mark(table.column(_DISTANCE))
    return _Columns(places, 1.0 if is_metres else 1000.0, mark)


def _least_cells(columns: _Columns) -> int:
    """So many cells a row needs to hold all that is read; empty ones at its end may be missing."""
    return 1 + max(columns.places.get("upload", 0), columns.places["distance_m"])


def _dates(rows: Sequence[Row], header: Sequence[str], hints: Hints) -> Dates:
    # "und" is a language that is not known: at least it is not English.
    guess = _LANGUAGE_OF.get(header[_ID].lower(), "und")
    return read_dates([row.cell(_DATE) for row in rows], hints.language, guess)


def _activity(
    row: Row, place: int, dates: Dates, columns: _Columns, file: str, hints: Hints
) -> Activity | Dropped:
    moment = dates.moments[place]
    if number(row.cell(_ID)) is None:
        return Dropped(
            file, f"line {row.line}: there is no number of an activity in the first cell"
        )
    problems = [] if moment is not None else [dates.why_none(row.cell(_DATE))]
    label = row.cell(_TYPE)
    sport = sport_of(label, hints.sports)
    if sport is None:
        problems.append(not_known(label))
    unknown = label if sport is None else ""
    sport = sport or Sport("")
    is_on_foot = not sport.name or sport.name in ON_FOOT
    cadence = columns.positive(row, "cadence") if sport.name in ON_FOOT else None
    if cadence is not None:
        cadence, doubt = _steps(cadence)
        problems += doubt
    problems += columns.not_numbers(row)
    upload = columns.text(row, "upload")
    gain = _climb(row, "gain_m", columns, upload)
    distance = columns.positive(row, "distance_m")
    name = columns.text(row, "gear_name") if is_on_foot else ""
    return Activity(
        file=file,
        source=SOURCE,
        sport=sport.name or None,
        sport_label=unknown,
        ground=_ground(row, sport, gain),
        start=None if moment is None else _in_utc(moment.at),
        distance_m=None if distance is None else distance * columns.per_distance,
        moving_s=columns.positive(row, "moving_s"),
        elapsed_s=columns.positive(row, "elapsed_s"),
        gain_m=gain,
        loss_m=_climb(row, "loss_m", columns, upload),
        has_stated_gain=gain is not None,
        cadence_spm=cadence,
        heart_rate=columns.positive(row, "heart_rate"),
        effort=_effort(columns.positive(row, "effort")),
        grade_adjusted_m=columns.positive(row, "grade_adjusted_m"),
        dirt_m=columns.value(row, "dirt_m"),
        is_race=columns.positive(row, "is_race") is not None
        or columns.text(row, "is_race").lower() == "true",
        gear=_gear(columns.text(row, "gear"), name) if is_on_foot else "",
        gear_name=name,
        is_complete=True,
        upload=upload,
        problems=tuple(problems),
    )


def _ground(row: Row, sport: Sport, gain: float | None) -> str:
    """The ground by the type; a flat run whose name says treadmill was on one."""
    if sport != Sport(RUNNING) or gain:
        return sport.ground
    name = row.cell(_NAME).casefold()
    return TREADMILL if any(word in name for word in _TREADMILL_WORDS) else ""


def _in_utc(at: datetime.datetime) -> datetime.datetime:
    return at.replace(tzinfo=datetime.UTC) if at.tzinfo is None else at.astimezone(datetime.UTC)


def _steps(per_leg: float) -> tuple[float, list[str]]:
    """Steps a minute of both legs, with a doubt where the file had both already."""
    if per_leg * 2 > MOST_STEPS:
        return per_leg, ["the cadence was taken as steps of both legs: twice it is too high"]
    return per_leg * 2, []


def _climb(row: Row, name: str, columns: _Columns, upload: str) -> float | None:
    """Metres of climb; 0 of an activity that was typed in says only that nothing was typed."""
    value = columns.value(row, name)
    return value if value or upload else None


def _effort(value: float | None) -> float | None:
    return value if value is not None and value <= 10 else None  # noqa: PLR2004 - of a scale to 10


def _gear(text: str, name: str) -> str:
    """What the shoe is called by: its number as it is written, or its name without one."""
    return text if text and number(text) != 0 else name
