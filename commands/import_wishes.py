"""What `surefoot import` is told on the command line, and what it still has to ask."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from ..engine.days import FIRST_DAY, LAST_DAY
from ..engine.errors import Problem, UsageError, did_you_mean, join_words
from ..intake.activities.dates import is_language
from ..intake.activities.importing import Wishes
from ..intake.activities.shapes import Hints
from ..intake.activities.sport_words import PLAIN_SPORTS, named_sport
from ..intake.activities.table import COLUMNS
from .diagnosing import today

_NEXT_PAIR = re.compile(r",(?=\s*\w+\s*=)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The options that say what files do not say themselves; None where one was left out."""

    as_of: dt.datetime | None
    columns: str | None
    unit: str | None
    sports: tuple[str, ...]
    language: str | None
    timezone: str | None
    max_heart_rate: float | None


def wishes_of(told: Told) -> Wishes:
    """The options as wishes of an import.

    Raises:
        UsageError: for every option that cannot be used.
    """
    problems: list[Problem] = []
    columns = columns_in(told.columns or "", problems)
    labels = dict(one.rsplit("=", 1) for one in told.sports if "=" in one)
    unstated = _sport([one for one in told.sports if "=" not in one], problems)
    zone = _zone(told.timezone, problems)
    if told.as_of is not None and not FIRST_DAY <= told.as_of.date() <= LAST_DAY:
        message = f"--as-of: {told.as_of.date()} is not between {FIRST_DAY} and {LAST_DAY}"
        fix = "give a day like 2026-08-14, or leave out --as-of"
        problems.append(Problem(code="US108", message=message, fix=fix))
    if told.language and not is_language(told.language):
        message = f"--language: there is no language '{told.language}'"
        fix = "write two letters, like de, or en-GB where the day comes first"
        problems.append(Problem(code="US108", message=message, fix=fix))
    if problems:
        raise UsageError(*problems)
    return Wishes(
        hints=Hints(
            columns=columns,
            unit=told.unit or "",
            sports={label.strip(): name.strip().lower() for label, name in labels.items()},
            language=told.language or "",
        ),
        as_of=told.as_of.date() if told.as_of else None,
        zone=zone,
        sport_of_unstated=unstated,
        max_heart_rate=told.max_heart_rate,
        today=today(),
    )


def check_paths(paths: tuple[Path, ...]) -> None:
    """Make sure that all that is named is there.

    Raises:
        UsageError: with every path that is not.
    """
    missing = [path for path in paths if not path.exists()]
    if missing:
        raise UsageError(*(_missing(path) for path in missing))


def _missing(path: Path) -> Problem:
    beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    meant = did_you_mean(path.name, beside)
    fix = f"did you mean {path.parent / meant}?" if meant else "name a file, a folder or a zip"
    return Problem(code="US101", where=str(path), message="there is no such file", fix=fix)


def _sport(named: list[str], problems: list[Problem]) -> str:
    """The sport that was named last, in our own word; empty where none was."""
    found = ""
    for text in named:
        sport = named_sport(text)
        if sport is None:
            meant = did_you_mean(text.strip().lower(), PLAIN_SPORTS)
            known = f"accepted: {join_words(PLAIN_SPORTS)}"
            fix = f"did you mean {meant}? {known}" if meant else known
            message = f"--sport: there is no sport '{text}'"
            problems.append(Problem(code="US108", message=message, fix=fix))
        found = sport or found
    return found


def columns_in(text: str, problems: list[Problem]) -> Mapping[str, str]:
    """`date=Day,distance_km=Km` as names: ours to theirs; a name of theirs may hold a comma."""
    found: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in _NEXT_PAIR.split(text))):
        ours, sign, theirs = (one.strip() for one in part.partition("="))
        if not sign or not ours or not theirs:
            message = f"--columns: '{part}' is no pair"
            fix = "write OURS=THEIRS, like date=Day,distance_km=Km"
            problems.append(Problem(code="US108", message=message, fix=fix))
        elif ours not in COLUMNS:
            meant = did_you_mean(ours, COLUMNS)
            fix = f"did you mean {meant}?" if meant else f"ours are {join_words(COLUMNS, 'and')}"
            message = f"--columns: there is no column '{ours}' of ours"
            problems.append(Problem(code="US108", message=message, fix=fix))
        else:
            found[ours] = theirs
    return found


def _zone_here(problems: list[Problem]) -> dt.tzinfo:
    from tzlocal import get_localzone  # noqa: PLC0415  (only import needs it)

    try:
        return get_localzone()
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        message = "the time zone of this computer cannot be told"
        fix = "say it, like --timezone Europe/Berlin"
        problems.append(Problem(code="US108", message=message, fix=fix))
        return dt.UTC


def _zone(name: str | None, problems: list[Problem]) -> dt.tzinfo:
    if name is None:
        return _zone_here(problems)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        from zoneinfo import available_timezones  # noqa: PLC0415

        meant = did_you_mean(name, available_timezones())
        fix = f"did you mean {meant}?" if meant else "write it like Europe/Berlin"
        message = f"--timezone: there is no zone '{name}'"
        problems.append(Problem(code="US108", message=message, fix=fix))
        return dt.UTC
