"""Made-up Strava exports: any header version, several languages, uploads and private files beside.

Nothing here was read from a runner's export; only the names of the columns are Strava's.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_ALL_NAMES: Final = (
    "Activity ID|Activity Date|Activity Name|Activity Type|Activity Description|Elapsed Time|"
    "Distance|Max Heart Rate|Relative Effort|Commute|Activity Private Note|Activity Gear|"
    "Filename|Athlete Weight|Bike Weight|Elapsed Time|Moving Time|Distance|Max Speed|"
    "Average Speed|Elevation Gain|Elevation Loss|Elevation Low|Elevation High|Max Grade|"
    "Average Grade|Average Positive Grade|Average Negative Grade|Max Cadence|Average Cadence|"
    "Max Heart Rate|Average Heart Rate|Max Watts|Average Watts|Calories|Max Temperature|"
    "Average Temperature|Relative Effort|Total Work|Number of Runs|Uphill Time|Downhill Time|"
    "Other Time|Perceived Exertion|Type|Start Time|Weighted Average Power|Power Count|"
    "Prefer Perceived Exertion|Perceived Relative Effort|Commute|Total Weight Lifted|"
    "From Upload|Grade Adjusted Distance|Weather Observation Time|Weather Condition|"
    "Weather Temperature|Apparent Temperature|Dewpoint|Humidity|Weather Pressure|Wind Speed|"
    "Wind Gust|Wind Bearing|Precipitation Intensity|Sunrise Time|Sunset Time|Moon Phase|Bike|"
    "Gear|Precipitation Probability|Precipitation Type|Cloud Cover|Weather Visibility|"
    "UV Index|Weather Ozone|Jump Count|Total Grit|Average Flow|Flagged|Average Elapsed Speed|"
    "Dirt Distance|Newly Explored Distance|Newly Explored Dirt Distance|Activity Count|"
    "Total Steps|Carbon Saved|Pool Length|Training Load|Intensity|"
    "Average Grade Adjusted Pace|Timer Time|Total Cycles|Recovery|With Pet|Competition|"
    "Long Run|For a Cause|With Kid|Downhill Distance|Total Sets|Total Reps"
)
_OLD_NAMES: Final = (
    "Activity ID|Activity Date|Activity Name|Activity Type|Activity Description|Elapsed Time|"
    "Distance|Commute|Activity Gear|Filename"
)
_OLDEST_NAMES: Final = "id|date|name|type|description|elapsed_time|distance|commute|gear|filename"
_ALL: Final = tuple(_ALL_NAMES.split("|"))
_OLD: Final = tuple(_OLD_NAMES.split("|"))
_OLDEST: Final = tuple(_OLDEST_NAMES.split("|"))


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How an export is written in a language: some column names, its words for sports, numbers."""

    columns: Mapping[str, str]
    sports: Mapping[str, str]
    decimal_mark: str = ","
    months: str = ""


_TONGUES: Final[Mapping[str, _Tongue]] = {
    "en": _Tongue({}, {}, ".", "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "de": _Tongue(
        {
            "Activity ID": "Aktivitäts-ID",
            "Activity Date": "Aktivitätsdatum",
            "Activity Name": "Name der Aktivität",
            "Activity Type": "Aktivitätsart",
            "Elapsed Time": "Verstrichene Zeit",
            "Distance": "Distanz",
            "Relative Effort": "Relative Leistung",
            "Commute": "Pendeln",
            "Activity Gear": "Aktivitätsausrüstung",
            "Filename": "Dateiname",
            "Moving Time": "Bewegungszeit",
            "Elevation Gain": "Höhenzunahme",
            "Elevation Loss": "Höhenunterschied",
            "Gear": "Ausrüstung",
        },
        {"Run": "Lauf", "Ride": "Radfahrt", "Walk": "Spaziergang", "Trail Run": "Traillauf"},
    ),
    "cs": _Tongue(
        {
            "Activity ID": "ID aktivity",
            "Activity Date": "Datum aktivity",
            "Activity Name": "Název aktivity",
            "Activity Type": "Typ aktivity",
            "Elapsed Time": "Uplynulý čas",
            "Distance": "Vzdálenost",
            "Filename": "Název souboru",
            "Moving Time": "Aktivní čas",
        },
        {"Run": "Běh", "Ride": "Jízda na kole", "Walk": "Chůze"},
    ),
    "fr": _Tongue(
        {
            "Activity ID": "ID de l'activité",
            "Activity Date": "Date de l'activité",
            "Activity Name": "Nom de l'activité",
            "Activity Type": "Type d'activité",
            "Elapsed Time": "Temps écoulé",
            "Filename": "Nom du fichier",
            "Moving Time": "Durée de déplacement",
        },
        {"Run": "Course à pied", "Ride": "Sortie à vélo", "Walk": "Marche"},
        months="janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    ),
    "es": _Tongue(
        {"Activity ID": "ID de actividad", "Activity Date": "Fecha de la actividad"},
        {"Run": "Carrera", "Ride": "Bicicleta", "Walk": "Caminata"},
        months="ene. feb. mar. abr. may. jun. jul. ago. sept. oct. nov. dic.",
    ),
    "nl": _Tongue(
        {"Activity ID": "Activiteits-ID", "Activity Date": "Datum van activiteit"},
        {"Run": "Hardloopsessie", "Ride": "Fietsrit", "Walk": "Wandeling"},
        months="jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.",
    ),
}

# Files of an export that nobody but the runner should read; a reader that opens one is wrong.
PRIVATE_TEXT: Final = "private: this file must never be opened"
_PRIVATE: Final = ("contacts.csv", "logins.csv", "followers.csv", "messaging.json", "profile.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class StravaRow:
    """One activity of an export. `start` is in UTC; `cadence_spm` is steps a minute of both legs.

    `filename` empty is typed in by hand; `shoe` is the gear id and `shoe_name` the nickname.
    """

    start: datetime.datetime
    km: float
    moving_s: float
    elapsed_s: float | None = None
    sport: str = "Run"
    gain_m: float | None = None
    loss_m: float | None = None
    cadence_spm: float | None = None
    heart_rate: float | None = None
    effort: float | None = None
    shoe: str = ""
    shoe_name: str = ""
    filename: str = ""
    name: str = "A run"
    description: str = ""
    grade_adjusted_m: float | None = None
    dirt_m: float | None = None
    is_race: bool = False


def header(columns: int = 94, language: str = "en") -> tuple[str, ...]:
    """The names of the columns of a version: 10, 77, or 86 to 103;

    Columns that a language here has no word for stay English, as they do in real exports.
    """
    names = _TONGUES[language].columns
    return tuple(names.get(name, name) for name in _english(columns))


def _english(columns: int) -> tuple[str, ...]:
    match columns:
        case 10:
            return _OLD
        case 77:
            kept = [name for place, name in enumerate(_ALL) if place not in (7, 10)]
            return tuple(kept[:77])
        case _:
            return (*_ALL[: columns - 1], "Media")


def strava_csv(
    rows: Sequence[StravaRow],
    *,
    columns: int = 94,
    language: str = "en",
    line_end: str = "\n",
    is_oldest: bool = False,
) -> str:
    """The text of an activities.csv. `is_oldest`: 10 lower-case columns, ISO dates, metres."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end)
    writer.writerow(_OLDEST if is_oldest else header(columns, language))
    for number, row in enumerate(rows, start=1):
        if is_oldest or columns == 10:
            writer.writerow(_old_cells(number, row, language, is_oldest=is_oldest))
        else:
            writer.writerow(_cells(number, row, columns, language))
    return out.getvalue()


def _old_cells(number: int, row: StravaRow, language: str, *, is_oldest: bool) -> list[str]:
    when = f"{row.start:%Y-%m-%d %H:%M:%S}" if is_oldest else date_text(row.start, language)
    distance = f"{row.km * 1000:.1f}" if is_oldest else _for_people(row.km, language)
    tongue = _TONGUES[language]
    sport = tongue.sports.get(row.sport, row.sport)
    elapsed = f"{_elapsed(row):.0f}"
    start = [str(9_000_000 + number), when, row.name, sport, row.description, elapsed]
    return [*start, distance, "false", row.shoe_name, row.filename]


def _cells(number: int, row: StravaRow, columns: int, language: str) -> list[str]:
    names = _english(columns)
    cells = [""] * len(names)
    first = {
        "Activity ID": str(9_000_000 + number),
        "Activity Date": date_text(row.start, language),
        "Activity Name": row.name,
        "Activity Type": _TONGUES[language].sports.get(row.sport, row.sport),
        "Activity Description": row.description,
        "Elapsed Time": f"{_elapsed(row):.0f}",
        "Distance": _for_people(row.km, language),
        "Commute": "false",
        "Activity Gear": row.shoe_name,
        "Filename": row.filename,
    }
    second = {
        "Elapsed Time": _number(_elapsed(row)),
        "Moving Time": _number(row.moving_s),
        "Distance": _number(row.km * 1000),
        "Elevation Gain": _number(row.gain_m),
        "Elevation Loss": _number(row.loss_m),
        "Average Cadence": _number(None if row.cadence_spm is None else row.cadence_spm / 2),
        "Average Heart Rate": _number(row.heart_rate),
        "Perceived Exertion": _number(row.effort),
        "Grade Adjusted Distance": _number(row.grade_adjusted_m),
        "Gear": f"{row.shoe}.0" if row.shoe.isdigit() else row.shoe,
        "Dirt Distance": _number(row.dirt_m),
        "Competition": "1.0" if row.is_race else "",
    }
    block = names.index("Elapsed Time", names.index("Elapsed Time") + 1)
    for name, text in first.items():
        cells[names.index(name)] = text
    for name, text in second.items():
        if name in names[block:]:
            cells[names.index(name, block)] = text
    return cells


def _elapsed(row: StravaRow) -> float:
    return row.moving_s if row.elapsed_s is None else row.elapsed_s


def _number(value: float | None) -> str:
    return "" if value is None else str(float(value))


def _for_people(km: float, language: str) -> str:
    return f"{km:.2f}".replace(".", _TONGUES[language].decimal_mark)


def date_text(start: datetime.datetime, language: str = "en") -> str:
    """The moment as an export in this language writes it, in UTC."""
    at = start.astimezone(datetime.UTC)
    clock = f"{at:%H:%M:%S}"
    months = _TONGUES[language].months.split()
    match language:
        case "en":
            hour = f"{at.hour % 12 or 12}:{at:%M:%S} {'PM' if at.hour >= 12 else 'AM'}"
            return f"{months[at.month - 1]} {at.day}, {at.year}, {hour}"
        case "de":
            return f"{at:%d.%m.%Y}, {clock}"
        case "cs":
            return f"{at.day}. {at.month}. {at.year} {clock}"
        case "es":
            return f"{at.day} de {months[at.month - 1]} de {at.year}, {clock}"
        case _:
            return f"{at.day} {months[at.month - 1]} {at.year}, {clock}"


def write_strava(  # noqa: PLR0913 - each is one thing that an export may have or not
    target: Path,
    rows: Sequence[StravaRow],
    *,
    columns: int = 94,
    language: str = "en",
    uploads: Mapping[str, bytes] | None = None,
    shoes: Sequence[str] = (),
    inside: str = "",
    is_oldest: bool = False,
) -> Path:
    """A whole export at `target`: a zip where the name ends in .zip, else a folder.

    `uploads` are the files of activities/ by their name in the export (`activities/1.fit.gz`);
    those whose name ends in .gz are compressed here. `inside` is a folder around everything, as
    newer exports have it. Private files lie beside, each holding PRIVATE_TEXT.
    """
    table = strava_csv(rows, columns=columns, language=language, is_oldest=is_oldest)
    shoe_lines = "Shoe Name,Shoe Brand,Shoe Model,Shoe Default Sport Types\n"
    shoe_lines += "".join(f"{name},Brand,Model,Run\n" for name in shoes)
    files = {
        "activities.csv": table.encode(),
        "shoes.csv": shoe_lines.encode(),
        "bikes.csv": b"Bike Name,Bike Brand,Bike Model,Bike Default Sport Types\n",
    }
    files |= {name: PRIVATE_TEXT.encode() for name in _PRIVATE}
    for name, content in (uploads or {}).items():
        files[name] = gzip.compress(content, mtime=0) if name.endswith(".gz") else content
    return _write(target, {f"{inside}{name}": content for name, content in files.items()})


def _write(target: Path, files: Mapping[str, bytes]) -> Path:
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return target
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return target
