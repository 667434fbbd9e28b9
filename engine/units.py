"""Quantities as people write them: `20 mi`, `5:30 /km`, `5 ft 9`, `1,5`.

`parse_quantity` gives the number in the question's unit and the text to show again;
it refuses what can be read in two ways.
"""

import datetime
import re
from dataclasses import dataclass
from enum import Enum

from .days import month_number

_MILE_KM = 1.609344
_POUND_KG = 0.45359237

# question's unit -> how people write it and what one of theirs is in it
_CONVERSIONS: dict[str, dict[str, float]] = {
    "km": {"mi": _MILE_KM, "m": 0.001},
    "m": {"ft": 0.3048, "km": 1000},
    "s/km": {"/km": 1, "/mi": 1 / _MILE_KM},
    "cm": {"m": 100, "ft": 30.48, "in": 2.54},
    "kg": {"lb": _POUND_KG, "st": 14 * _POUND_KG},
    "h": {"min": 1 / 60},
    "s": {"min": 60},
    "min": {"h": 60},
    "years": {"months": 1 / 12},
    "months": {"years": 12, "weeks": 12 / 52.1775},
    "weeks": {"days": 1 / 7, "months": 52.1775 / 12, "years": 52.1775},
}
_SPELLINGS = {
    "kms": "km", "kilometre": "km", "kilometres": "km", "kilometer": "km", "kilometers": "km",
    "mile": "mi", "miles": "mi", "metre": "m", "metres": "m", "meter": "m", "meters": "m",
    "feet": "ft", "foot": "ft", "'": "ft", "inch": "in", "inches": "in", '"': "in", "''": "in",
    "lbs": "lb", "pound": "lb", "pounds": "lb", "kgs": "kg", "kilo": "kg", "kilos": "kg",
    "stone": "st", "hour": "h", "hours": "h", "hrs": "h", "hr": "h",
    "minute": "min", "minutes": "min", "mins": "min", "sec": "s", "secs": "s", "second": "s",
    "seconds": "s", "/mile": "/mi", "min/km": "/km", "min/mi": "/mi", "min/mile": "/mi",
    "s/km": "/km", "/k": "/km", "perkm": "/km", "permile": "/mi", "permi": "/mi",
    "spm": "steps/min", "stepsperminute": "steps/min", "steps": "steps/min", "%": "percent",
    "year": "years", "yr": "years", "yrs": "years", "month": "months", "week": "weeks",
    "day": "days", "reps": "repetitions",
}  # fmt: skip
_CLOCK_UNITS = {"h", "min", "s", "s/km"}  # 1:30 h; 1:05 and 5:30 are min:s
_FOLLOWED_BY = {"ft": "in", "st": "lb", "m": "cm", "km": "m", "h": "min", "min": "s",
                "years": "months", "weeks": "days"}  # fmt: skip
_QUANTITY = re.compile(
    r"(?P<number>\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)*|\d+(?:[.,]\d+)*|[.,]\d+)"
    r"\s*(?P<unit>[^\d.,:;]*)"
)
_CLOCK = re.compile(r"(?P<large>\d{1,3}):(?P<small>[0-5]\d)\s*(?P<unit>[^\d:]*)")
_MARKS = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "′": "'", "”": '"', "″": '"'})
_LONGEST = 40
# A question with this unit takes a day; its number counts days, as in `date.toordinal`.
DATE = "date"
_FASTEST_PACE = 60
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2},\d{3}")


class Mark(Enum):
    """How a text of frozen data is printed in other units, beside its words in `Annotated`."""

    VERBATIM = "as it is: a name, an id, a source, what somebody said"
    EXACT = "with three digits: it stands beside a number that it is compared with"


VERBATIM, EXACT = Mark.VERBATIM, Mark.EXACT


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the question's unit, and how to show it in the unit that was used."""

    value: float
    shown: str


def parse_quantity(text: str, unit: str) -> Quantity | str:
    """The quantity, or a sentence that says what is wrong with the text.

    >>> parse_quantity("1 h 30", "h")
    Quantity(value=1.5, shown='1 h 30 min')
    >>> parse_quantity("1,500", "km")
    "'1,500' can be read in two ways; write 1500 or 1.500"
    """
    stripped = " ".join(text.translate(_MARKS).split())
    if unit == DATE:
        return _from_date(stripped)
    if len(stripped) > _LONGEST:
        return f"'{stripped[:_LONGEST]}…' is not a number{_in_unit(unit)}"
    clock = _CLOCK.fullmatch(stripped)
    if clock and unit in _CLOCK_UNITS:
        return _from_clock(clock, unit)
    together = re.fullmatch(r"(\d+)\s*h\s*([0-5]?\d)\s*(?:min)?", stripped)
    if together and unit in {"h", "min"}:
        minutes = int(together[1]) * 60 + int(together[2])
        return Quantity(
            minutes / 60 if unit == "h" else minutes, f"{together[1]} h {together[2]} min"
        )
    parts = list(_QUANTITY.finditer(stripped))
    if not parts or "".join(part.group() for part in parts).replace(" ", "") != (
        stripped.replace(" ", "")
    ):
        return f"'{text}' is not a number{_in_unit(unit)}"
    return _from_parts(parts, unit, text)


def _from_date(text: str) -> Quantity | str:
    """A day, as its number in the calendar; days before months are refused as two-faced."""
    written = re.fullmatch(r"(\d{1,2})\.? ([a-z]+)\.? (\d{4})", text.lower())
    month = month_number(written[2]) if written else None
    try:
        if written and month:
            day = datetime.date(int(written[3]), month, int(written[1]))
        else:
            day = datetime.date.fromisoformat(text)
    except ValueError:
        return f"'{text[:_LONGEST]}' is not a day; write it like 2027-04-18 or 18 April 2027"
    return Quantity(day.toordinal(), show_number(day.toordinal(), DATE))


def _from_clock(clock: re.Match[str], unit: str) -> Quantity | str:
    written = _canonical(clock["unit"])
    large, small = int(clock["large"]), int(clock["small"])
    if unit == "s/km":
        factor = _CONVERSIONS[unit].get(written or "/km")
        if factor is None:
            return f"'{clock['unit']}' is not a unit for this; write 5:30 /km or 8:51 /mi"
        return Quantity(
            float((large * 60 + small) * factor), f"{large}:{small:02d} {written or '/km'}"
        )
    if unit == "min":
        if written != "h":
            shown = f"{large}:{small:02d}"
            return f"'{shown}' can be read in two ways; write {shown} h or {large * 60 + small} min"
        return Quantity(large * 60 + small, f"{large}:{small:02d} h")
    if written not in {"", unit, "min" if unit == "s" else unit}:
        return f"'{clock['unit']}' is not a unit for this"
    value = large + small / 60 if unit == "h" else large * 60.0 + small
    return Quantity(value, f"{large}:{small:02d} {'h' if unit == 'h' else 'min'}")


def _from_parts(parts: list[re.Match[str]], unit: str, text: str) -> Quantity | str:
    total, previous = 0.0, ""
    shown: list[str] = []
    for part in parts:
        number = part["number"].replace(" ", "")
        if _AMBIGUOUS.fullmatch(number):
            plain, point = number.replace(",", ""), number.replace(",", ".")
            return f"'{number}' can be read in two ways; write {plain} or {point}"
        if len(re.findall(r"[.,]", number)) > 1:
            return f"'{number}' is not a number; leave the separators out"
        value = float(number.replace(",", "."))
        written = _canonical(part["unit"])
        if shown and not written and previous != "km":
            written = _FOLLOWED_BY.get(previous, "")
        if unit.endswith("s") and written == unit[:-1]:
            written = unit
        factor = _factor(written, unit)
        if factor is None or (shown and (not written or written != _FOLLOWED_BY.get(previous))):
            return f"'{text}' is not a number{_in_unit(unit)}"
        total += value * factor
        if unit == "s/km" and total < _FASTEST_PACE:  # 5.5 or 5,30 was meant as minutes
            return f"'{text}' is not a pace{_in_unit(unit)}"
        shown.append(show_number(value, written or unit))
        previous = written
    return Quantity(total, " ".join(shown))


def _factor(written: str, unit: str) -> float | None:
    if written in {"", unit}:
        return 1
    return _CONVERSIONS.get(unit, {}).get(written)


def units_for(unit: str) -> tuple[str, ...]:
    """The units in which people may write a quantity of a question's unit; its own is first.

    >>> units_for("km"), units_for("s/km"), units_for("runs")
    (('km', 'mi', 'm'), ('/km', '/mi'), ('runs',))
    """
    others = _CONVERSIONS.get(unit, {})
    return tuple(others) if unit == "s/km" else (unit, *others)


def unit_named(text: str, unit: str) -> str:
    """The one of `units_for(unit)` that a word names, or an empty string.

    >>> unit_named("Miles", "km"), unit_named("min/mile", "s/km"), unit_named("kg", "km")
    ('mi', '/mi', '')
    """
    named = _canonical(text)
    return named if named in units_for(unit) else ""


def _canonical(unit: str) -> str:
    squeezed = unit.strip().lower().replace(" ", "").rstrip(".")
    return _SPELLINGS.get(squeezed, squeezed)


def _in_unit(unit: str) -> str:
    examples = {"s/km": " (write a pace like 5:30 /km or 8:51 /mi)", "km": " of km or mi"}
    return examples.get(unit, f" of {unit}" if unit else "")


def unit_of(shown: str, unit: str) -> tuple[str, float]:
    """The unit that a shown quantity has, and how much one of it is in the question's `unit`.

    What is shown in two units, or in none that converts, counts as shown in the question's own.

    >>> unit_of("5 mi", "km"), unit_of("6.5 hours", "h"), unit_of("5 ft 9 in", "cm")
    (('mi', 1.609344), ('h', 1), ('cm', 1))
    """
    found = re.fullmatch(r"[\d.:]+ (\S+)", shown)
    factor = _CONVERSIONS.get(unit, {}).get(found[1]) if found else None
    return (found[1], factor) if found and factor and factor != 1 else (unit, 1)


def show_number(value: float, unit: str) -> str:
    """A number with its unit in words, as it is shown to people.

    >>> show_number(344, "s/km"), show_number(1, "sessions"), show_number(6.5, "h")
    ('5:44 /km', '1 session', '6.5 hours')
    """
    if unit == DATE:
        return datetime.date.fromordinal(round(value)).isoformat()
    if unit in {"s/km", "/mi"}:
        seconds = round(value)
        return f"{seconds // 60}:{seconds % 60:02d} {unit.removeprefix('s')}"
    digits = f"{round(value, 2):g}" if abs(value) < 1e6 else f"{value:.0f}"  # noqa: PLR2004
    word = {"h": "hours", "s": "seconds", "percent": "%"}.get(unit, unit)
    if digits == "1" and len(word) > 2 and word.endswith("s"):  # noqa: PLR2004
        word = word[:-1]
    return f"{digits} {word}".rstrip()
