"""Quantities as people write them: each is read exactly, or refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surefoot.engine.units import DATE, Quantity, parse_quantity, show_number

_MI = 1.609344


@pytest.mark.parametrize(
    ("text", "unit", "value", "shown"),
    [
        ("20", "km", 20, "20 km"),
        ("20 mi", "km", 20 * _MI, "20 mi"),
        ("20miles", "km", 20 * _MI, "20 mi"),
        ("1 mile", "km", _MI, "1 mi"),
        ("5 km 300 m", "km", 5.3, "5 km 300 m"),
        ("1,5", "km", 1.5, "1.5 km"),
        ("1.5", "km", 1.5, "1.5 km"),
        (",5", "km", 0.5, "0.5 km"),
        ("1 000", "km", 1000, "1000 km"),
        ("1\u202f000", "km", 1000, "1000 km"),
        ("12 345,5", "km", 12345.5, "12345.5 km"),
        ("5:30", "s/km", 330, "5:30 /km"),
        ("5:30 /km", "s/km", 330, "5:30 /km"),
        ("5:30min/km", "s/km", 330, "5:30 /km"),
        ("8:51 /mi", "s/km", 531 / _MI, "8:51 /mi"),
        ("8:51 per mile", "s/km", 531 / _MI, "8:51 /mi"),
        ("330", "s/km", 330, "5:30 /km"),
        ("5 ft 9", "cm", 175.26, "5 ft 9 in"),
        ("5 ft 9 in", "cm", 175.26, "5 ft 9 in"),
        ("5'9\"", "cm", 175.26, "5 ft 9 in"),
        ("5′9″", "cm", 175.26, "5 ft 9 in"),
        ("1.75 m", "cm", 175, "1.75 m"),
        ("1 m 75", "cm", 175, "1 m 75 cm"),
        ("150 lb", "kg", 68.0388555, "150 lb"),
        ("11 st 4", "kg", 71.66759446, "11 st 4 lb"),
        ("7.5", "h", 7.5, "7.5 hours"),
        ("7:30", "h", 7.5, "7:30 h"),
        ("7h30", "h", 7.5, "7 h 30 min"),
        ("7 h 30 min", "h", 7.5, "7 h 30 min"),
        ("450 minutes", "h", 7.5, "450 min"),
        ("90", "min", 90, "90 min"),
        ("1 h", "min", 60, "1 hour"),
        ("1.5 hours", "min", 90, "1.5 hours"),
        ("1:30 h", "min", 90, "1:30 h"),
        ("1 h 30", "min", 90, "1 h 30 min"),
        ("1h30", "min", 90, "1 h 30 min"),
        ("1:05", "s", 65, "1:05 min"),
        ("2 min 30", "s", 150, "2 min 30 seconds"),
        ("18 months", "years", 1.5, "18 months"),
        ("2 years 6 months", "years", 2.5, "2 years 6 months"),
        ("3 weeks 3.5 days", "weeks", 3.5, "3 weeks 3.5 days"),
        ("1 year", "months", 12, "1 year"),
        ("1 session", "sessions", 1, "1 session"),
        ("3 session", "sessions", 3, "3 sessions"),
        ("170 spm", "steps/min", 170, "170 steps/min"),
        ("50 %", "percent", 50, "50 %"),
        ("7", "", 7, "7"),
    ],
)
def test_a_quantity_is_read_in_the_questions_unit(
    text: str, unit: str, value: float, shown: str
) -> None:
    found = parse_quantity(text, unit)
    assert isinstance(found, Quantity), found
    assert (round(found.value, 9), found.shown) == (round(value, 9), shown)


_KM = "of km or mi"
_PACE = "(write a pace like 5:30 /km or 8:51 /mi)"


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("", "km", f"'' is not a number {_KM}"),
        ("abc", "km", f"'abc' is not a number {_KM}"),
        ("-5", "km", f"'-5' is not a number {_KM}"),
        ("5-6", "km", f"'5-6' is not a number {_KM}"),
        ("20 lb", "km", f"'20 lb' is not a number {_KM}"),
        ("5:30", "km", f"'5:30' is not a number {_KM}"),
        ("8 10", "km", f"'8 10' is not a number {_KM}"),
        ("1 00", "km", f"'1 00' is not a number {_KM}"),
        ("3 km 5", "km", f"'3 km 5' is not a number {_KM}"),
        ("5 km 5 mi", "km", f"'5 km 5 mi' is not a number {_KM}"),
        ("1e3", "km", f"'1e3' is not a number {_KM}"),
        ("1,500", "km", "'1,500' can be read in two ways; write 1500 or 1.500"),
        ("1.234.5", "km", "'1.234.5' is not a number; leave the separators out"),
        ("5:3", "s/km", f"'5:3' is not a number {_PACE}"),
        ("5:75", "s/km", f"'5:75' is not a number {_PACE}"),
        ("5.5", "s/km", f"'5.5' is not a pace {_PACE}"),
        ("5:30 km", "s/km", "'km' is not a unit for this; write 5:30 /km or 8:51 /mi"),
        ("5 ft 9 ft", "cm", "'5 ft 9 ft' is not a number of cm"),
        ("7:30 km", "h", "'km' is not a unit for this"),
        ("1:30:00", "h", "'1:30:00' is not a number of h"),
        ("3 times", "sessions", "'3 times' is not a number of sessions"),
        ("9" * 41, "s/km", f"'{'9' * 40}…' is not a number {_PACE}"),
    ],
)
def test_what_is_no_quantity_is_refused_with_a_reason(text: str, unit: str, expected: str) -> None:
    assert parse_quantity(text, unit) == expected


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (344.6, "s/km", "5:45 /km"),
        (1, "sessions", "1 session"),
        (1, "s", "1 second"),
        (0, "sessions", "0 sessions"),
        (6.5, "h", "6.5 hours"),
        (1 / 3, "km", "0.33 km"),
        (12.0, "percent", "12 %"),
        (1234567, "steps", "1234567 steps"),
        (4, "", "4"),
    ],
)
def test_a_number_is_shown_with_its_unit(value: float, unit: str, shown: str) -> None:
    assert show_number(value, unit) == shown


_UNITS = st.sampled_from(["km", "s/km", "cm", "kg", "h", "s", "years", "sessions", "percent", ""])


@given(st.text(alphabet="0123456789 .,:'\"/mikhftsn%e-+", max_size=50), _UNITS)
def test_any_text_is_a_finite_quantity_or_a_sentence(text: str, unit: str) -> None:
    found = parse_quantity(text, unit)
    assert isinstance(found, str) or 0 <= found.value < 1e45


@given(st.integers(60, 5999))
def test_a_pace_reads_back_what_is_shown(seconds: int) -> None:
    found = parse_quantity(show_number(seconds, "s/km"), "s/km")
    assert isinstance(found, Quantity)
    assert found.value == seconds


@pytest.mark.parametrize("text", ["18 April 2027", "18 apr 2027", "18. Apr. 2027", "2027-04-18"])
def test_a_day_is_read_from_a_whole_month_or_three_letters(text: str) -> None:
    found = parse_quantity(text, DATE)
    assert isinstance(found, Quantity)
    assert found.shown == "2027-04-18"


@pytest.mark.parametrize("text", ["18 marsupial 2027", "18 apri 2027", "18 a 2027", "31 Feb 2027"])
def test_what_is_no_month_or_no_day_is_refused(text: str) -> None:
    assert "is not a day" in str(parse_quantity(text, DATE))


def test_hours_and_minutes_or_minutes_and_seconds_are_asked_about() -> None:
    assert parse_quantity("1:30", "min") == (
        "'1:30' can be read in two ways; write 1:30 h or 90 min"
    )
