"""What the text of a field says: a number, a day, yes or no.

Each function gives the value or raises ValueError with what is wrong, for the author.
"""

import re
from datetime import date


def read_text(value: object) -> object:
    """A text that is not empty."""
    if isinstance(value, str) and not value.strip():
        raise ValueError("it is empty")
    return value


def _one(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("one value is expected here")


def read_whole(value: object) -> int:
    """A whole number."""
    if re.fullmatch(r"-?[0-9]{1,9}", _one(value)):
        return int(_one(value))
    raise ValueError(f"'{value}' is not a whole number")


def read_number(value: object) -> float:
    """A number with up to nine decimals."""
    if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", _one(value)):
        return float(_one(value))
    raise ValueError(f"'{value}' is not a number")


def read_yes_no(value: object) -> bool:
    """`yes` or `no`."""
    if _one(value) not in {"yes", "no"}:
        raise ValueError(f"'{value}' is neither yes nor no")
    return value == "yes"


def read_change(value: object) -> int | None:
    """An effort from 1 to 9, or None for `never`."""
    if value == "never":
        return None
    if re.fullmatch("[1-9]", _one(value)):
        return int(_one(value))
    raise ValueError(f"'{value}' is not an effort from 1 (easy) to 9 (hard), or never")


def read_dated(value: object) -> str:
    """A day and what was done on it, like `2026-04-02 MH raises 20 -> 25`."""
    day, _, rest = _one(value).partition(" ")
    if _is_day(day) and rest.strip():
        return _one(value)
    raise ValueError(f"'{value}' does not begin with a day, like 2026-04-02, and a name")


def read_signed(value: object) -> str:
    """A name and a day, like `Maria Huber 2026-03-01`."""
    name, _, day = _one(value).rpartition(" ")
    if _is_day(day) and name.strip():
        return _one(value)
    raise ValueError(f"'{value}' is not a name and a day, like Maria Huber 2026-03-01")


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-04-02") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def read_number_or_null(value: object) -> float | None:
    """A number, or None for `null`."""
    return None if value == "null" else read_number(value)
