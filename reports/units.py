"""What is printed in kilometres and kilograms, or in miles and pounds.

The knowledge base is written in metric units, and runners type their own. `in_units` turns every
quantity of a text to one system; `printed_in` does so for all texts of frozen data. Conclusions
are not touched: only what is about to be printed is.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Final, TypeVar, cast

from ..engine.units import EXACT, VERBATIM
from ..engine.vocabulary import Answers, State
from .printing import IMPERIAL, METRIC
from .quantities import Quantity, quantities_in

_ALIKE = 0.05  # two quantities that differ by a smaller share are one, said twice
# What stands between a quantity and its twin, and what closes the pair.
_PAIRS: Final = {
    " or ": "", " (": ")", " (read as ": ")", ", read as ": "", ", which is ": ",",
}  # fmt: skip
# What every quantity has at least: a number before one of these beginnings of units.
_LIKELY: Final = re.compile(
    r"\d[\s-]?(?:k[gim]|c[em]|ft|lb|p(?:er\s|ou)|inch|in(?![\s\w])|/|m(?!in|o)|min\w*(?:/|\s[ap/])|"
    r"s(?:ec\w*)?(?:/|\s(?:a|per)\s)|st\s\d|g\b|gram|a\s[km])"
)

_T = TypeVar("_T")


def units_of(answers: Answers) -> str:
    """`imperial` where most distances and paces with a unit were typed in miles, else `metric`."""
    typed = [
        answer.shown
        for answer in answers.values()
        if answer.state is State.GIVEN
        and answer.source != "imported"  # a watch is no sign of what its runner counts in
        and answer.entered.strip("0123456789.,: ")
    ]
    in_miles = sum(shown.endswith((" mi", " /mi")) for shown in typed)
    in_km = sum(shown.endswith((" km", " /km")) for shown in typed)
    return IMPERIAL if in_miles > in_km else METRIC


def in_units(text: str, units: str, *, exact: bool = False) -> str:
    """The text with each quantity in `metric` or `imperial` units, rounded as people speak.

    Of a quantity that is said in both, the wanted one stays. `exact` gives three digits, for what
    stands beside a number that it is compared with. Names of races stay, and so do millimetres
    and the grams of food.

    >>> in_units("A 10 km race, then 5 to 10 km at 6:00 /km.", "imperial")
    'A 10 km race, then 3 to 6 mi at 9:40 /mi.'
    >>> in_units("You said 20 mi, read as 32.19 km.", "imperial")
    'You said 20 mi.'
    """
    if not _LIKELY.search(text):
        return text
    found = list(quantities_in(text))
    if all(one.units == units for one in found):
        return text
    return "".join(_pieces(text, found, units, exact=exact))


def _pieces(text: str, found: list[Quantity], units: str, *, exact: bool) -> Iterator[str]:
    at = place = 0
    while place < len(found):
        one, following = found[place], found[place + 1 : place + 2]
        yield text[at : one.start]
        closing = _closing(text, one, following[0]) if following else None
        if closing is not None:
            kept = one if one.units == units else following[0]
            yield text[kept.start : kept.end]
            at = following[0].end + len(closing)
            place += 2
            continue
        yield text[one.start : one.end] if one.units == units else one.write(exact)
        at = one.end
        place += 1
    yield text[at:]


def _closing(text: str, one: Quantity, other: Quantity) -> str | None:
    """What closes the pair of one quantity said in both systems; None where it is no pair."""
    closing = _PAIRS.get(text[one.end : other.start])
    is_pair = (
        closing is not None
        and one.units != other.units
        and abs(one.amount - other.amount) <= _ALIKE * one.amount
        and text.startswith(closing, other.end)
    )
    return closing if is_pair else None


def printed_in(data: _T, units: str) -> _T:
    """Frozen data with all its texts in one system of units; what is the same stays the same.

    Dataclasses and tuples in it are followed. A field that is annotated with `VERBATIM` stays as
    it is; one with `EXACT` keeps three digits.
    """
    return cast("_T", _turned(data, units, exact=False))


def _turned(value: Any, units: str, *, exact: bool) -> Any:
    if isinstance(value, str):
        return in_units(value, units, exact=exact)
    if isinstance(value, tuple):
        turned = tuple(_turned(one, units, exact=exact) for one in value)
        return value if all(map(_is, turned, value)) else turned
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for name, is_exact in _fields(type(value)):
        before = getattr(value, name)
        after = _turned(before, units, exact=exact or is_exact)
        if after is not before:
            changed[name] = after
    return replace(value, **changed) if changed else value


def _is(one: object, other: object) -> bool:
    return one is other


@cache
def _fields(part: type) -> tuple[tuple[str, bool], ...]:
    """The fields of a dataclass that are turned, and whether exactly."""
    marks = {one.name: getattr(one.type, "__metadata__", ()) for one in fields(part)}
    return tuple((name, EXACT in said) for name, said in marks.items() if VERBATIM not in said)
