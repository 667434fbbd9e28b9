"""Quantities in running text: `5 to 10 km`, `6:00 /km`, `a 20-cm step`, `5 ft 9 in`.

`quantities_in` finds them; a `Quantity` says what it is in the other system of units, rounded as
people speak.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from .printing import IMPERIAL, METRIC

# By how large a share a rounded number may be off: one that is said as it is, one of a single digit
# or behind *about*, and a range or a habit (*every 100 km*).
_NEAR, _ABOUT, _LOOSE = 0.02, 0.04, 0.1
_MOST_DIGITS = 3
_BODY_KG, _BODY_CM = 40, 100  # from here on a weight or a length is that of a person
_TALLEST_M = 2.5

# What one of a unit is: in metres, kilograms, litres, metres an hour.
_SIZES: Final = {
    "km": 1000.0, "kilometre": 1000.0, "m": 1.0, "metre": 1.0, "cm": 0.01, "centimetre": 0.01,
    "mi": 1609.344, "mile": 1609.344, "ft": 0.3048, "foot": 0.3048, "in": 0.0254, "inch": 0.0254,
    "kg": 1.0, "kilogram": 1.0, "lb": 0.45359237, "pound": 0.45359237, "st": 6.35029318,
    "ml": 0.001, "fl oz": 0.0295735, "km/h": 1000.0, "mph": 1609.344,
}  # fmt: skip
_TO_IMPERIAL: Final = {
    "km": "mi", "kilometre": "mile", "m": "ft", "metre": "foot", "cm": "inch",
    "centimetre": "inch", "kg": "lb", "kilogram": "pound", "ml": "fl oz", "km/h": "mph",
}  # fmt: skip
_TO_METRIC: Final = {
    "mi": "km", "mile": "kilometre", "ft": "m", "in": "cm", "inch": "cm", "lb": "kg",
    "pound": "kilogram", "st": "kg", "mph": "km/h",
}  # fmt: skip
_TWINS: Final = {**_TO_IMPERIAL, **_TO_METRIC}
_SEVERAL: Final = {
    "kilometre": "kilometres", "mile": "miles", "metre": "metres", "foot": "feet",
    "centimetre": "centimetres", "inch": "inches", "kilogram": "kilograms", "pound": "pounds",
}  # fmt: skip
_WORDS: Final = {"mi": "mile", "ft": "foot", "lb": "pound", "km": "kilometre"}
_SPELLINGS: Final = {
    **{several: one for one, several in _SEVERAL.items()},
    "kilometer": "kilometre", "kilometers": "kilometre", "meter": "metre", "meters": "metre",
    "kilo": "kilogram", "kilos": "kilogram", "lbs": "lb",
}  # fmt: skip

_NUMBER = r"\d+(?:[.,]\d+)*"
_CLOCK = r"\d{1,2}:[0-5]\d"
_JOINTS = r"(?:\s(?:to|or|instead\sof)\s|–|-)"
_WAY = r"km|kilomet(?:re|er)|mi(?:le)?"
_PER = r"\s(?:a|per)\s"
_QUANTITY = re.compile(
    rf"""(?<![\w.,:/])(?:
      (?P<paces>{_CLOCK}(?:{_JOINTS}{_CLOCK})*)
        (?P<pace_per>\s?(?:min\s?)?/\s?|(?:\smin(?:utes)?)?{_PER})(?P<pace_way>{_WAY})\b
    | (?P<times>{_NUMBER}(?:{_JOINTS}{_NUMBER})*)\s(?P<times_of>min(?:ute)?s?|s(?:ec|ecs|econds?)?)
        (?P<times_per>{_PER}|/)(?P<times_way>{_WAY})\b
    | (?P<doses>{_NUMBER}(?:{_JOINTS}{_NUMBER})*)
        (?P<doses_of>\s(?:g|grams?)\b[^.;:()\d]{{0,50}}?\b(?:per|a|each|every)\s)
        (?P<doses_weight>kg|kilogram|lb|pound)\b
    | (?P<large>{_NUMBER})\s(?P<large_unit>ft|st|km|m)
        \s(?P<small>{_NUMBER})(?:\s(?P<small_unit>in|lb|m|cm)|(?<=ft\s\d)|(?<=ft\s\d\d))\b
    | (?P<numbers>(?:(?<=between\s){_NUMBER}\sand\s)?{_NUMBER}(?:{_JOINTS}{_NUMBER})*)
        (?P<gap>[\s-]?)
        (?P<unit>km/h|kilomet(?:re|er)s?|km|centimet(?:re|er)s?|cm|met(?:re|er)s?|m
          |kilograms?|kilos?|kg|ml
          |miles?|mi|mph|pounds?|lbs?|ft|inch(?:es)?|in(?=$|[).;])|(?<=\s)st)(?![\w/²])
    )(?!-?\s?(?:race|mountain\srun)\b)""",
    re.VERBOSE,
)
_NUMBERS = re.compile(_NUMBER)
_CLOCKS = re.compile(_CLOCK)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_VAGUE = ("about ", "around ", "roughly ")
_HABIT = "every "
_SPAN = re.compile(r"to|and|–|-")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity at its place in a text: in which system it is, and how much, in base units.

    `write` gives it in the other system; it may be asked to be exact, which what is only said
    roughly never is.
    """

    start: int
    end: int
    units: str
    amount: float
    write: Callable[[bool], str]


def quantities_in(text: str) -> Iterator[Quantity]:
    """The quantities of a text, from left to right."""
    for match in _QUANTITY.finditer(text):
        if match["paces"]:
            yield _pace(match)
        elif match["times"]:
            yield _time(match)
        elif match["doses"]:
            yield _dose(match)
        elif match["large"]:
            yield from _of_two_units(match)
        else:
            yield _plain(match, text[: match.start()])


def _plain(match: re.Match[str], before: str) -> Quantity:
    unit = _SPELLINGS.get(match["unit"], match["unit"])
    numbers, gap = match["numbers"], match["gap"]
    is_loose = bool(_SPAN.search(numbers)) or before.endswith(_HABIT)
    near = _LOOSE if is_loose else _ABOUT if before.endswith(_VAGUE) else _NEAR

    def write(exact: bool) -> str:
        return _written(numbers, gap, unit, near, exact=exact and near == _NEAR)

    first = _NUMBERS.search(numbers)
    amount = _value(first[0] if first else "0") * _SIZES[unit]
    return Quantity(match.start(), match.end(), _system(unit), amount, write)


def _written(numbers: str, gap: str, unit: str, near: float, *, exact: bool) -> str:
    """Numbers with a unit, in its twin."""
    twin = _TWINS[unit]
    factor = _SIZES[unit] / _SIZES[twin]
    listed = _NUMBERS.findall(numbers)
    if all(_is_height(one, unit) for one in listed):
        return _NUMBERS.sub(lambda one: _feet_and_inches(_value(one[0]) * _SIZES[unit]), numbers)
    is_body = unit in {"kg", "lb", "st"} and _value(listed[0]) * _SIZES[unit] >= _BODY_KG
    if is_body:
        said = [f"{_value(one) * factor:.0f}" for one in listed]
    else:
        said = [_rounded(one, factor, near, exact=exact) for one in listed]
        if len(set(said)) < len(set(listed)):  # 35 or 36 km are not the same in miles
            said = [_rounded(one, factor, _NEAR, exact=True) for one in listed]
    each = iter(said)
    joined = _NUMBERS.sub(lambda _: next(each), numbers)
    if gap == "-":
        return f"{joined}-{_spelled_out(twin)}"
    return f"{joined}{gap or ' '}{twin if said[-1] == '1' else _SEVERAL.get(twin, twin)}"


def _spelled_out(unit: str) -> str:
    """As in `a 20-mile run` and `40 minutes a mile`."""
    return _WORDS.get(unit, unit)


def _is_height(number: str, unit: str) -> bool:
    """Whether this is how the height of a person is written: `175 cm`, `1.75 m`."""
    if unit == "cm":
        return _value(number) >= _BODY_CM
    return unit == "m" and len(number.partition(".")[2]) > 1 and 1 <= _value(number) <= _TALLEST_M


def _feet_and_inches(metres: float) -> str:
    feet, inches = divmod(round(metres / _SIZES["in"]), 12)
    return f"{feet} ft {inches} in" if inches else f"{feet} ft"


def _rounded(number: str, factor: float, near: float, *, exact: bool) -> str:
    """A number in another unit, with as few digits as people would use.

    A whole number has the fewest digits that are near enough; one with decimals keeps its digits
    and gets no more decimals. An exact one has three digits.
    """
    value = _value(number) * factor
    decimals = len(number.partition(".")[2])
    digits = len(number.replace(".", "").lstrip("0"))
    if digits == 1 and not decimals:
        near = max(near, _ABOUT)
    fewest = _MOST_DIGITS if exact else min(digits, _MOST_DIGITS) if decimals else 1
    for count in range(max(fewest, 1), _MOST_DIGITS + 1):
        found = float(f"{value:.{count - 1}e}")
        if abs(found - value) <= near * value:
            break
    shorter = round(found, decimals)
    if decimals and not exact and abs(shorter - value) <= near * value:
        found = shorter
    return f"{found:.10g}"


def _of_two_units(match: re.Match[str]) -> Iterator[Quantity]:
    """`5 ft 9 in`, `11 st 4 lb`, `1 m 75 cm`, `5 km 300 m`; nothing for units that do not pair."""
    large, small = match["large_unit"], match["small_unit"] or "in"
    if (large, small) not in {("ft", "in"), ("st", "lb"), ("m", "cm"), ("km", "m")}:
        return
    amount = _value(match["large"]) * _SIZES[large] + _value(match["small"]) * _SIZES[small]
    whole = {"ft": "in", "st": "lb", "m": "cm", "km": "km"}[large]
    number = f"{amount / _SIZES[whole]:.4g}"

    def write(exact: bool) -> str:
        if whole == "in":
            return f"{amount / _SIZES['cm']:.0f} cm"
        return _written(number, " ", whole, _NEAR, exact=exact)

    yield Quantity(match.start(), match.end(), _system(large), amount, write)


def _pace(match: re.Match[str]) -> Quantity:
    way = _SPELLINGS.get(match["pace_way"], match["pace_way"])
    factor = _SIZES[_TWINS[way]] / _SIZES[way]

    def said(clock: re.Match[str]) -> str:
        minutes, seconds = clock[0].split(":")
        time = (int(minutes) * 60 + int(seconds)) * factor
        step = 1 if int(seconds) % 10 else 5
        whole = round(time / step) * step
        return f"{whole // 60}:{whole % 60:02d}"

    def write(_exact: bool) -> str:
        is_sign = "/" in match["pace_per"]
        twin = _TWINS[way] if is_sign else _spelled_out(_TWINS[way])
        return _CLOCKS.sub(said, match["paces"]) + match["pace_per"] + twin

    minutes, seconds = match["paces"][:5].split(":")
    amount = (int(minutes) * 60 + int(seconds[:2])) / _SIZES[way]
    return Quantity(match.start(), match.end(), _system(way), amount, write)


def _time(match: re.Match[str]) -> Quantity:
    """`25 minutes a kilometre`."""
    way = _SPELLINGS.get(match["times_way"], match["times_way"])
    factor = _SIZES[_TWINS[way]] / _SIZES[way]

    def write(exact: bool) -> str:
        said = _NUMBERS.sub(
            lambda one: _rounded(one[0], factor, _NEAR, exact=exact), match["times"]
        )
        return f"{said} {match['times_of']}{match['times_per']}{_spelled_out(_TWINS[way])}"

    amount = _value(_NUMBERS.findall(match["times"])[0]) / _SIZES[way]
    return Quantity(match.start(), match.end(), _system(way), amount, write)


def _dose(match: re.Match[str]) -> Quantity:
    """`1.5 g for each kg`: the grams stay, the weight of the body is turned."""
    weight = match["doses_weight"]
    factor = _SIZES[_TWINS[weight]] / _SIZES[weight]

    def write(exact: bool) -> str:
        said = _NUMBERS.sub(
            lambda one: _rounded(one[0], factor, _NEAR, exact=exact), match["doses"]
        )
        return f"{said}{match['doses_of']}{_spelled_out(_TWINS[weight])}"

    amount = _value(_NUMBERS.findall(match["doses"])[0]) / _SIZES[weight]
    return Quantity(match.start(), match.end(), _system(weight), amount, write)


def _system(unit: str) -> str:
    return METRIC if unit in _TO_IMPERIAL else IMPERIAL


def _value(number: str) -> float:
    if _THOUSANDS.fullmatch(number):
        return float(number.replace(",", ""))
    return float(number.replace(",", ".", 1).replace(",", ""))
