"""The dates of a table, in any language, found from the whole column at once.

One row cannot say whether 3/4/2026 is in March or in April; a column often can. Dates written in
numbers and in English are read here, quickly. For words of other languages `dateparser` is asked
what month they name: once for each word, not once for each row.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

# Languages that exports are made in; the ones that more runners use first.
_SPOKEN: Final = "en de es fr it nl pt pl cs da sv nb fi ja ko zh ru uk tr hu ro sk sl hr el ca id"
LANGUAGES: Final = tuple(_SPOKEN.split())
_MONTH_NAMES: Final = (
    "january february march april may june july august september october november december"
)
_ENGLISH_MONTHS: Final = {
    name[:length]: month
    for month, name in enumerate(_MONTH_NAMES.split(), start=1)
    for length in (3, 4, len(name))
}
# Regions that write the month first; "en" alone says nothing, since the others write it second.
_MONTH_FIRST: Final = frozenset({"en-us", "en_us"})
_ENGLISH: Final = "en"

_ISO: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
# With dots between its numbers a clock has three of them and stands behind a date.
_CLOCK: Final = re.compile(
    r"(?:(?<!\d)(\d{1,2}):(\d\d)(?::(\d\d))?|(?<=\s)(\d{1,2})\.(\d\d)\.(\d\d))(?:[.,]\d{1,9})?(?!\d)"
    r"(?: ?(UTC|GMT|Z|[+-]\d\d:?\d\d)(?!\w))?"
)
_MORNING: Final = re.compile(r"(?<!\w)a\.? ?m(?!\w)\.?|오전|上午|午前|π\. ?μ\.", re.IGNORECASE)
_AFTERNOON: Final = re.compile(r"(?<!\w)p\.? ?m(?!\w)\.?|오후|下午|午後|μ\. ?μ\.", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_MARK: Final = re.compile(r"\d\s*([^\w\s])")

_MOST_LETTERS: Final = 60
# A day of the week before a date in numbers; such a day, a month and small words.
_MOST_LETTERS_OF_DAY: Final = 14
_MOST_LETTERS_OF_MONTH: Final = 30
# Twelve months with each day of the week before them are not many more.
_MOST_WORDINGS: Final = 100
# So many wordings tell which languages are worth asking for the others.
_FEW: Final = 4
# So many different days in rising or falling order are no chance.
_ENOUGH_DAYS: Final = 4
_NUMBERS_OF_DATE: Final = 3
_DIGITS_OF_YEAR: Final = 4
_MONTHS: Final = 12
_NOON: Final = 12


class Order(StrEnum):
    """In what order a date written in numbers has its day and its month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as it was written; `at` has a zone only where the text states one."""

    at: datetime.datetime
    has_time: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a column, row by row: None where the text is no date, or could be two.

    `order` is how those written in numbers were read. `ambiguous` are the texts that could be two
    different days, or whose month is another in another language.
    """

    moments: tuple[Moment | None, ...]
    order: Order = Order.UNKNOWN
    ambiguous: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many of the texts are dates."""
        return sum(moment is not None for moment in self.moments)

    def is_ambiguous(self, text: str) -> bool:
        """Whether this text of the column could be more than one day."""
        part = _parts(text)
        return part is not None and part.text in self.ambiguous

    def why_none(self, text: str) -> str:
        """Why this text of the column gave no date, for people."""
        shown = text.strip()[:40]
        part = _parts(text)
        if not shown:
            return "no date"
        if part is None or part.text not in self.ambiguous:
            return f'no usable date: "{shown}"'
        if len(part.numbers) == _NUMBERS_OF_DATE:
            return f'"{shown}" could be two days: say --language en-GB (day first) or en-US'
        return f'the month of "{shown}" is not known: say its language, such as --language de'


@dataclass(frozen=True, slots=True)
class _Parts:
    """A date in its parts: the numbers of the day, its wording with # for them, and the clock."""

    text: str
    numbers: tuple[str, ...]
    wording: str
    clock: datetime.timedelta | None
    zone: datetime.tzinfo | None


def read_dates(texts: Sequence[str], language: str = "", guess: str = "") -> Dates:
    """The dates of a column. `language` is what the runner says, `guess` what the header shows.

    Both are two-letter codes or "". `language` may name a region: with en-US the month is first,
    with en-GB the day; "en" alone leaves that open.
    """
    parts = [iso_date(text) or _parts(text) for text in texts]
    split = [part for part in parts if isinstance(part, _Parts)]
    said = (language or guess).lower()
    order = _order([part for part in split if len(part.numbers) == _NUMBERS_OF_DATE], said)
    months = _months(_wordings(split), language.lower()[:2], guess.lower()[:2])
    moments = tuple(
        _moment(part, order, months) if isinstance(part, _Parts) else part for part in parts
    )
    ambiguous = frozenset(part.text for part in split if _is_ambiguous(part, order, months))
    return Dates(moments, order, ambiguous)


def iso_date(text: str) -> Moment | None:
    """The moment of a date such as 2026-11-03 or 2026-11-03T10:15:00Z; None of any other."""
    plain = text.strip()
    if not _ISO.fullmatch(plain):
        return None
    try:
        at = datetime.datetime.fromisoformat(plain)
    except ValueError:
        return None
    return Moment(at, has_time=len(plain) > len("2026-11-03"))


def _parts(text: str) -> _Parts | None:
    """The parts of a text that may be a date, None of one that is none."""
    plain = " ".join(text.split())
    if len(plain) > _MOST_LETTERS:
        return None
    clock: datetime.timedelta | None = None
    zone: datetime.tzinfo | None = None
    day = plain
    if found := _CLOCK.search(plain):
        day = f"{plain[: found.start()]} {plain[found.end() :]}"
        is_morning, is_afternoon = bool(_MORNING.search(day)), bool(_AFTERNOON.search(day))
        day = _AFTERNOON.sub(" ", _MORNING.sub(" ", day))
        clock = _clock(found, is_morning=is_morning, is_afternoon=is_afternoon)
        zone = _zone(found.group(7) or "")
        if clock is None:
            return None
    day = " ".join(day.split()).strip(" ,")
    numbers = tuple(_NUMBER.findall(day))
    letters = sum(map(len, _WORD.findall(day)))
    is_in_numbers = len(numbers) == _NUMBERS_OF_DATE and letters <= _MOST_LETTERS_OF_DAY
    is_in_words = len(numbers) == _NUMBERS_OF_DATE - 1 and 0 < letters <= _MOST_LETTERS_OF_MONTH
    if not is_in_numbers and not is_in_words:
        return None
    return _Parts(day, numbers, _NUMBER.sub("#", day).casefold(), clock, zone)


def _clock(
    found: re.Match[str], *, is_morning: bool, is_afternoon: bool
) -> datetime.timedelta | None:
    """The time of day, None where there is none such: 25:00, or 00:00 in the afternoon."""
    hour, minute = int(found.group(1) or found.group(4)), int(found.group(2) or found.group(5))
    second = int(found.group(3) or found.group(6) or 0)
    if is_afternoon and hour == 0:
        return None
    if is_afternoon and hour < _NOON:
        hour += _NOON
    if is_morning and hour == _NOON:
        hour = 0
    try:
        time = datetime.time(hour, minute, second)
    except ValueError:
        return None
    return datetime.timedelta(hours=time.hour, minutes=time.minute, seconds=time.second)


def _zone(text: str) -> datetime.tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return datetime.UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = datetime.timedelta(hours=hours, minutes=minutes)
    if offset >= datetime.timedelta(days=1):
        return None
    return datetime.timezone(-offset if text[0] == "-" else offset)


def _order(dates: Sequence[_Parts], language: str) -> Order:
    """How the dates of a column that are written in numbers have their day and month."""
    pairs = [(int(a), int(b), int(c)) for a, b, c in _days_first(dates)]
    if not pairs:
        return Order.UNKNOWN
    is_day_first = any(first > _MONTHS for first, _, _ in pairs)
    is_month_first = any(second > _MONTHS for _, second, _ in pairs)
    if is_day_first != is_month_first:
        return Order.DAY_FIRST if is_day_first else Order.MONTH_FIRST
    if is_day_first:
        return Order.UNKNOWN
    if language in _MONTH_FIRST:
        return Order.MONTH_FIRST
    # With dots the day is first everywhere, and but for the United States with any other mark.
    marks = {mark.group(1) for date in dates if (mark := _MARK.search(date.text))}
    if marks == {"."} or (language and language != _ENGLISH):
        return Order.DAY_FIRST
    return _order_in_time(pairs)


def _days_first(dates: Iterable[_Parts]) -> list[tuple[str, str, str]]:
    """The numbers of the dates that do not begin with the year."""
    return [
        (first, second, year)
        for first, second, year in (date.numbers for date in dates)
        if max(len(first), len(second)) < _NUMBERS_OF_DATE
    ]


def _order_in_time(pairs: Sequence[tuple[int, int, int]]) -> Order:
    """The only order in which the rows of a list, which is sorted mostly, rise or fall."""
    if len(set(pairs)) < _ENOUGH_DAYS:
        return Order.UNKNOWN
    day_first = _is_sorted([(year, second, first) for first, second, year in pairs])
    month_first = _is_sorted([(year, first, second) for first, second, year in pairs])
    if day_first == month_first:
        return Order.UNKNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def _is_sorted(keys: Sequence[tuple[int, int, int]]) -> bool:
    return list(keys) in (sorted(keys), sorted(keys, reverse=True))


def _wordings(split: Iterable[_Parts]) -> dict[str, str]:
    """One text for each wording whose month is a word, of the most frequent wordings."""
    worded = [part for part in split if len(part.numbers) < _NUMBERS_OF_DATE]
    frequent = Counter(part.wording for part in worded).most_common(_MOST_WORDINGS)
    texts = {part.wording: part.text for part in worded}
    return {wording: texts[wording] for wording, _ in frequent}


def _months(wordings: Mapping[str, str], language: str, guess: str) -> dict[str, int]:
    """The month that each wording names, without those that nobody knows or that name two."""
    months = {}
    for wording in wordings:
        named = {
            _ENGLISH_MONTHS[word] for word in _WORD.findall(wording) if word in _ENGLISH_MONTHS
        }
        if len(named) == 1:
            months[wording] = named.pop()
    left = {wording: text for wording, text in wordings.items() if wording not in months}
    said = language or guess
    spoken = _months_in(said, left) if said and left else {}
    if len(spoken) == len(left):
        return months | spoken
    # What was said can be of another file of the same import: the other languages are tried too.
    return months | _agreed_months(left) | (spoken if language else {})


def _agreed_months(wordings: Mapping[str, str]) -> dict[str, int]:
    """The months in the language that reads most wordings, where all such languages agree."""
    few = dict(list(wordings.items())[:_FEW])
    tried = {language: len(_months_in(language, few)) for language in LANGUAGES}
    likely = [language for language, count in tried.items() if count]
    readings = [_months_in(language, wordings) for language in likely]
    most = max(map(len, readings), default=0)
    best = [reading for reading in readings if len(reading) == most]
    agreed = {}
    for wording in wordings:
        named = {reading.get(wording) for reading in best}
        month = named.pop() if len(named) == 1 else None
        if month is not None:
            agreed[wording] = month
    return agreed


def _months_in(language: str, wordings: Mapping[str, str]) -> dict[str, int]:
    """The months of the wordings that this language can read."""
    months = {}
    for wording, text in wordings.items():
        day, year = _day_and_year(tuple(_NUMBER.findall(text)))
        read = _ask(language, text)
        if read is not None and (read.day, read.year) == (day, year):
            months[wording] = read.month
    return months


@lru_cache(maxsize=64)
def _parser(language: str) -> "DateDataParser | None":
    """What reads the dates of one language, None for a language that it does not know."""
    # 60 ms to import, and 15 for each language: only for tables that need it.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    try:
        return DateDataParser(languages=[language], settings=settings)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _ask(language: str, text: str) -> datetime.date | None:
    parser = _parser(language)
    if parser is None:
        return None
    try:
        read = parser.get_date_data(text).date_obj
    except (ValueError, OverflowError, IndexError, KeyError):
        return None
    return None if read is None else read.date()


def _day_and_year(numbers: Sequence[str]) -> tuple[int, int]:
    """Of the two numbers beside the word of a month; the year is the longer or the last one."""
    first, second = numbers
    day, year = (second, first) if len(first) == _DIGITS_OF_YEAR else (first, second)
    return int(day), _full_year(year)


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) <= 2 else 0)  # noqa: PLR2004 - 26 is 2026


def _moment(part: _Parts, order: Order, months: Mapping[str, int]) -> Moment | None:
    if _is_ambiguous(part, order, months):
        return None
    if len(part.numbers) < _NUMBERS_OF_DATE:
        day, year = _day_and_year(part.numbers)
        month = months[part.wording]
    else:
        year, month, day = _year_month_day(part.numbers, order)
    try:
        midnight = datetime.datetime(year, month, day, tzinfo=part.zone)
    except (ValueError, OverflowError):
        return None
    if part.clock is None:
        return Moment(midnight, has_time=False)
    return Moment(midnight + part.clock, has_time=True)


def _year_month_day(numbers: Sequence[str], order: Order) -> tuple[int, int, int]:
    first, second, third = numbers
    if len(first) >= _NUMBERS_OF_DATE:
        return int(first), int(second), int(third)
    is_month_first = order is Order.MONTH_FIRST
    if order is Order.UNKNOWN:
        is_month_first = int(second) > _MONTHS
    month, day = (first, second) if is_month_first else (second, first)
    return _full_year(third), int(month), int(day)


def _is_ambiguous(part: _Parts, order: Order, months: Mapping[str, int]) -> bool:
    """Whether nothing says which month it is."""
    if len(part.numbers) < _NUMBERS_OF_DATE:
        return part.wording not in months
    first, second, _ = part.numbers
    if order is not Order.UNKNOWN or len(first) >= _NUMBERS_OF_DATE:
        return False
    return max(int(first), int(second)) <= _MONTHS and int(first) != int(second)


def is_language(code: str) -> bool:
    """Whether a code, like de or en-GB, is of a language whose dates can be read."""
    from dateparser.data.languages_info import language_order  # noqa: PLC0415

    return code.lower().partition("-")[0] in language_order
