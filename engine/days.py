"""Days of the calendar: which ones can be used, and how they are shown to people."""

import datetime
from typing import Final

FIRST_DAY: Final = datetime.date(2000, 1, 1)
LAST_DAY: Final = datetime.date(2099, 12, 31)
_DAYS_IN_WORDS: Final = 28
_MONTHS_IN_WORDS: Final = 3
_DAYS_A_MONTH: Final = 30.44
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def show_date(date: datetime.date) -> str:
    """A day in words, the same on every machine.

    >>> show_date(datetime.date(2026, 11, 3))
    '3 November 2026'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def show_day(date: datetime.date) -> str:
    """A day without its year, short.

    >>> show_day(datetime.date(2026, 9, 3))
    '3 Sep'
    """
    return f"{date.day} {MONTHS[date.month - 1][:3]}"


def show_span(first: datetime.date, last: datetime.date, *, short: bool = False) -> str:
    """Days from the first to the last in words; what both have alike stands once.

    >>> show_span(datetime.date(2026, 11, 9), datetime.date(2026, 11, 22))
    '9 to 22 November 2026'
    >>> show_span(datetime.date(2026, 10, 24), datetime.date(2026, 11, 22), short=True)
    '24 Oct to 22 Nov 2026'
    """
    begin, end = (
        f"{show_day(one)} {one.year}" if short else show_date(one) for one in (first, last)
    )
    if first == last:
        return end
    if first.year == last.year:
        begin = begin.removesuffix(f" {first.year}")
        if first.month == last.month:
            begin = str(first.day)
    return f"{begin} to {end}"


def show_length(days: int) -> str:
    """A number of days in words, in weeks from four on and in months from three on.

    >>> show_length(15), show_length(43), show_length(451)
    ('15 days', '6 weeks', '15 months')
    """
    if days < _DAYS_IN_WORDS:
        return "1 day" if days == 1 else f"{days} days"
    months = days / _DAYS_A_MONTH
    return f"{days // 7} weeks" if months < _MONTHS_IN_WORDS else f"{round(months)} months"


def month_number(word: str) -> int | None:
    """The number of a month from its whole name or the first three letters of it.

    >>> month_number("March"), month_number("mar"), month_number("marsupial")
    (3, 3, None)
    """
    spelled = word.lower()
    for number, name in enumerate(MONTHS, start=1):
        if spelled in {name.lower(), name[:3].lower()}:
            return number
    return None
