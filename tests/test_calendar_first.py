"""The calendar: what comes before its sessions, in which units it is, and what shares no day."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Answer, read_answer
from surefoot.reports.plan_days import DaysTooCloseError, plan_entries, session_days
from surefoot.reports.printing import Printing
from surefoot.reports.referral import see_someone
from surefoot.reports.sources import Sources
from surefoot.reports.writing import build

from .support.sample_runners import DAY, RUNNERS, assessor, diagnosis

if TYPE_CHECKING:
    from surefoot.reports.plan_days import Entry

_PEOPLE = sorted(path.stem for path in (SHIPPED / "runners").glob("*.yaml"))
_METRIC = re.compile(r"\d\s?(?:km|kg)\b|/km\b")
_IMPERIAL = re.compile(r"\d\s?(?:mi|lb)\b|/mi\b")


@cache
def _person(name: str) -> Diagnosis:
    path = SHIPPED / "runners" / f"{name}.yaml"
    return diagnose(assessor(), read_answers(path, assessor().knowledge).answers, DAY)


def _week(entry: Entry) -> str:
    return entry.key.rpartition("-")[2]


def _entries(found: Diagnosis, units: str = "") -> tuple[Entry, ...]:
    return plan_entries(found, Printing(date=DAY, units=units))


@pytest.mark.parametrize("name", [*RUNNERS, *_PEOPLE])
def test_whom_to_see_and_open_safety_questions_come_first(name: str) -> None:
    found = diagnosis(name) if name in RUNNERS else _person(name)
    entries = _entries(found)
    if not entries:
        return
    box = see_someone(found, Sources(found.knowledge))
    first = [one for one in entries if one.key in {"book-0", "open-safety-0"}]
    assert list(entries[: len(first)]) == first
    wanted = [] if box.tone == "calm" else [f"Book: {box.text}"]
    if found.is_safety_open or found.undecided_flags:
        wanted.append("Answer the open safety questions first")
    assert [one.title for one in first] == wanted
    assert {one.day for one in first} <= {min(one.day for one in entries)}
    assert {one.at for one in first} <= {None}
    weeks = [one.text for one in entries if one.key.startswith("week-")]
    assert all(one.startswith("Book: ") is (box.tone != "calm") for one in weeks)
    assert all(wanted[0] in one for one in weeks if box.tone != "calm")


def test_the_booking_says_why_and_what_to_tell() -> None:
    first = _entries(_person("sore-line-on-the-shin"))[0]
    assert first.title == "Book: See a physiotherapist or a sports doctor within two weeks."
    assert "Tell them: " in first.text
    data = build(_person("sore-line-on-the-shin"), "ics", Printing(date=DAY)).data
    events: list[Any] = list(Calendar.from_ical(data).walk("VEVENT"))
    (event,) = (one for one in events if str(one["SUMMARY"]).startswith("Book: "))
    assert event["DTSTART"].dt == DAY
    assert event["DTEND"].dt == DAY + datetime.timedelta(days=1)


def test_open_questions_are_named() -> None:
    (first, *_) = _entries(diagnosis("empty"))
    assert first.title == "Answer the open safety questions first"
    assert first.text.startswith("Not answered, so not checked:\n- ")
    assert first.text.endswith("Then make the report and this calendar again.")


@pytest.mark.parametrize("name", ["example", "miles-and-pounds"])
def test_the_calendar_is_in_the_chosen_units(name: str) -> None:
    found = _person(name)
    for units, others in (("metric", _IMPERIAL), ("imperial", _METRIC)):
        text = "\n".join(f"{one.title}\n{one.text}" for one in _entries(found, units))
        assert others.search(re.sub(r"\d+ km race", "", text)) is None
        assert (_METRIC if units == "metric" else _IMPERIAL).search(text)


def test_without_a_choice_it_is_in_the_units_that_the_runner_counts_in() -> None:
    found = _person("miles-and-pounds")
    assert _entries(found) == _entries(found, "imperial")
    assert _entries(_person("example")) == _entries(_person("example"), "metric")


def test_units_change_no_key_and_no_day() -> None:
    found = _person("example")
    sides = [[(one.key, one.day) for one in _entries(found, one)] for one in ("metric", "imperial")]
    assert sides[0] == sides[1]


@pytest.mark.parametrize("name", _PEOPLE)
def test_tests_and_rest_share_no_day(name: str) -> None:
    for chosen in ((), (0, 2, 5)):
        entries = plan_entries(_person(name), Printing(date=DAY, session_days=chosen))
        tests = {one.day for one in entries if one.title == "Home tests"}
        assert not tests & {one.day for one in entries if one.title == "Rest day"}
        first = {_week(one): one for one in reversed(entries) if one.minutes}
        for one in entries:
            if one.title == "Home tests" and _week(one) in first:
                assert one.day == first[_week(one)].day


def test_days_are_no_matter_where_a_plan_has_no_session() -> None:
    found = diagnosis("empty")
    assert not [one for one in found.plan.sessions if one.id]
    assert plan_entries(found, Printing(date=DAY, session_days=(0,))) == _entries(found)


@pytest.mark.parametrize("days", range(0, 60, 2))
def test_nor_around_a_race(days: int) -> None:
    race = DAY + datetime.timedelta(days=days)
    found = _person("example")
    entries = _entries(replace(found, plan=replace(found.plan, race_day=race)))
    tests = {one.day for one in entries if one.title == "Home tests"}
    assert not tests & {one.day for one in entries if one.title == "Rest day"}


def test_days_that_cannot_hold_the_sessions_are_none() -> None:
    assert session_days(2, DAY, (0, 1)) is None
    assert session_days(2, DAY, (0,)) is None
    assert session_days(1, DAY, (4,)) == (4,)
    with pytest.raises(DaysTooCloseError):
        plan_entries(_person("example"), Printing(date=DAY, session_days=(0, 1)))


def test_two_runners_without_a_name_have_entries_of_their_own() -> None:
    def uids(**changes: str) -> set[str]:
        answers = {name: one for name, one in person.answers.items() if name != "runner.name"}
        for name, text in changes.items():
            found = read_answer(assessor().knowledge.questions[name], text)
            assert isinstance(found, Answer)
            answers[name] = found
        made = build(diagnose(assessor(), answers, DAY), "ics", Printing(date=DAY)).data
        events: list[Any] = list(Calendar.from_ical(made).walk("VEVENT"))
        return {str(one["uid"]) for one in events}

    person = _person("example")
    own = uids()
    assert own
    assert own == uids(**{"recovery.sleep_hours": "6.4"})
    assert not own & uids(**{"runner.age": "52"})


@pytest.mark.parametrize("name", _PEOPLE)
def test_each_week_ends_with_a_reminder_to_check_in(name: str) -> None:
    entries = _entries(_person(name))
    found = [one for one in entries if one.key.startswith("check-in-")]
    weeks = [one.day for one in entries if one.key.startswith("week-")]
    assert [one.day - datetime.timedelta(days=6) for one in found] == weeks
    assert all("surefoot checkin" in one.text and one.at is None for one in found)
    again = [one.text for one in entries if one.title == "Answer the questions again"]
    assert all("surefoot ask --again" in one for one in again)


def test_an_open_safety_question_is_named_in_each_session() -> None:
    found = replace(_person("example"), is_safety_open=True)
    sessions = [one for one in _entries(found) if one.minutes]
    assert sessions
    for one in sessions:
        assert "Answer the open safety questions before you start it." in one.text
