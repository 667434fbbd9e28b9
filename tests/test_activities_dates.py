"""Dates of tables: in any language, and the order of day and month from the whole column."""

from __future__ import annotations

import datetime

import pytest

from surefoot.intake.activities import dates
from surefoot.intake.activities.dates import Order, read_dates

AUTUMN = datetime.datetime(2026, 11, 3, 15, 9, 27)


def _at(text: str, language: str = "") -> datetime.datetime | None:
    moment = read_dates([text], language).moments[0]
    return None if moment is None else moment.at


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Nov 3, 2026, 3:09:27 PM"),
        ("en", "Nov 3, 2026, 3:09:27\u202fPM"),
        ("en", "November 3, 2026 15:09:27"),
        ("", "2026-11-03 15:09:27"),
        ("", "2026-11-03T15:09:27"),
        ("de", "03.11.2026, 15:09:27"),
        ("de", "3. November 2026, 15:09:27"),
        ("cs", "3. 11. 2026 15:09:27"),
        ("es", "3 de nov. de 2026, 15:09:27"),
        ("fr", "3 nov. 2026 à 15:09:27"),
        ("nl", "3 nov. 2026, 15:09:27"),
        ("pl", "3 lis 2026, 15:09:27"),
        ("pt", "3 de nov. de 2026, 15:09:27"),
        ("da", "3. nov. 2026 15.09.27"),
        ("fi", "3.11.2026 klo 15.09.27"),
        ("ru", "3 нояб. 2026 г., 15:09:27"),
        ("tr", "3 Kas 2026 15:09:27"),
        ("ja", "2026/11/03 15:09:27"),
        ("ja", "2026年11月3日 15:09:27"),
        ("ko", "2026. 11. 3. 오후 3:09:27"),
        ("zh", "2026年11月3日 下午3:09:27"),
        ("hu", "2026. nov. 3. 15:09:27"),
        ("el", "3 Νοε 2026, 3:09:27 μ.μ."),
    ],
)
def test_the_same_moment_in_many_languages(language: str, text: str) -> None:
    assert _at(text, language) == AUTUMN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21.07.2026, 15:09:27", datetime.datetime(2026, 7, 21, 15, 9, 27)),
        ("6. 9. 2026 11:18:40", datetime.datetime(2026, 9, 6, 11, 18, 40)),
        ("2 de ene. de 2025, 7:05:00", datetime.datetime(2025, 1, 2, 7, 5)),
        ("9 mei 2026, 19:00:00", datetime.datetime(2026, 5, 9, 19)),
    ],
)
def test_a_language_that_nobody_named_is_found(text: str, expected: datetime.datetime) -> None:
    assert _at(text) == expected


def test_a_zone_is_kept_and_a_date_without_a_clock_says_so() -> None:
    texts = ["2026-11-03T15:09:27+01:00", "2026-11-03", "Tue, 03 Nov 2026 15:09:27 +0000"]
    zoned, bare, english = read_dates(texts).moments
    assert zoned is not None
    assert bare is not None
    assert english is not None
    assert zoned.at.utcoffset() == datetime.timedelta(hours=1)
    assert not bare.has_time
    assert english.at == AUTUMN.replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "13/06/2026"], Order.DAY_FIRST),
        (["03/04/2026", "06/13/2026"], Order.MONTH_FIRST),
        (["03.04.2026", "05.06.2026"], Order.DAY_FIRST),
        # Rising only with the day first: 1, 2, 3 and 4 days apart in two months.
        (["01/02/2026", "12/02/2026", "03/03/2026", "04/03/2026"], Order.DAY_FIRST),
        (["03/04/2026", "05/06/2026"], Order.UNKNOWN),
        (["13/06/2026", "06/13/2026"], Order.UNKNOWN),
    ],
)
def test_day_and_month_are_told_by_the_whole_column(texts: list[str], order: Order) -> None:
    assert read_dates(texts).order is order


def test_a_language_tells_day_and_month_but_english_alone_does_not() -> None:
    text = "03/04/2026"
    assert _at(text, "fr") == _at(text, "en-GB") == datetime.datetime(2026, 4, 3)
    assert _at(text, "en-US") == datetime.datetime(2026, 3, 4)
    assert _at(text, "en") is None


def test_what_is_ambiguous_stays_so_and_says_so() -> None:
    found = read_dates(["03/04/2026", "05/05/2026"])
    assert found.moments[0] is None
    assert found.moments[1] is not None  # the fifth of May either way
    assert "could be two days" in found.why_none("03/04/2026")


def test_a_month_that_is_another_in_another_language_is_asked_for() -> None:
    text = "29 lis 2026, 15:09"  # October in Croatian, November in Polish
    found = read_dates([text])
    assert found.moments[0] is None
    assert "language" in found.why_none(text)
    together = read_dates([text, "3 paź 2026, 10:00"])  # a word that only Polish has
    assert together.count == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--",
        "Oct 30, 2023, 00:00:00 PM",
        "2026-13-01",
        "31.02.2026",
        "3.11.2026 25:00",
        "10.05",
        "five",
        "x" * 200,
        "2026-11-03 with the running club",
        "99999999999 nov 2026",
        "10 km in 50 minutes",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert _at(text, "en") is None


def test_english_and_iso_do_not_need_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(language: str) -> None:
        raise AssertionError(language)

    monkeypatch.setattr(dates, "_parser", refuse)
    texts = ["Nov 3, 2026, 3:09:27 PM", "2026-11-03", "3.11.2026", "3 May 2026"]
    assert read_dates(texts).count == len(texts)


def test_each_month_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def count(language: str, text: str) -> datetime.date:
        asked.append(language)
        return datetime.date(2026, 1, int(text.split(maxsplit=1)[0]))

    monkeypatch.setattr(dates, "_ask", count)
    texts = [f"{day} de ene. de 2026, 7:05" for day in range(1, 29)]
    assert read_dates(texts, "es").count == len(texts)
    assert asked == ["es"]
