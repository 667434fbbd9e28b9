"""The plan as a calendar file: what stands in it, on which days, and that calendars can read it."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Misfit, read_answer
from surefoot.reports import plan_days
from surefoot.reports.context import report_context
from surefoot.reports.plan_days import (
    DAYS_APART,
    Entry,
    plan_entries,
)
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support.command_line import Command, runner_of
from .support.sample_runners import DAY, assessor

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.engine.vocabulary import Answer

_RUNNERS = SHIPPED / "runners"
_PEOPLE = sorted(path.stem for path in _RUNNERS.glob("*.yaml"))
_AGENDA = """\
Mon 23 Nov        Week 1 of 8
Mon 23 Nov 18:00  Session A: Strength (24 min)
Thu 26 Nov 18:00  Session B: Strength (28 min)
Sun 29 Nov        Weekly check-in
Mon 30 Nov        Week 2 of 8
Mon 30 Nov 18:00  Session A: Strength (24 min)
Thu 03 Dec 18:00  Session B: Strength (28 min)
Sat 05 Dec        Rest day
Sun 06 Dec        Weekly check-in
Mon 07 Dec        Week 3 of 8
Mon 07 Dec 18:00  Session A: Strength (24 min)
Thu 10 Dec 18:00  Session B: Strength (28 min)
Sat 12 Dec        Rest day
Sun 13 Dec        Weekly check-in
Mon 14 Dec        Home tests
Mon 14 Dec        Week 4 of 8: lighter week
Mon 14 Dec 18:00  Session A: Strength (lighter week) (24 min)
Thu 17 Dec 18:00  Session B: Strength (lighter week) (28 min)
Sat 19 Dec        Rest day
Sun 20 Dec        Weekly check-in
Mon 21 Dec        Answer the questions again
Mon 21 Dec        Week 5 of 8
Mon 21 Dec 18:00  Session A: Strength (24 min)
Thu 24 Dec 18:00  Session B: Strength (28 min)
Sat 26 Dec        Rest day
Sun 27 Dec        Weekly check-in
Mon 28 Dec        Week 6 of 8
Mon 28 Dec 18:00  Session A: Strength (24 min)
Thu 31 Dec 18:00  Session B: Strength (28 min)
Sat 02 Jan        Rest day
Sun 03 Jan        Weekly check-in
Mon 04 Jan        Week 7 of 8
Mon 04 Jan 18:00  Session A: Strength (24 min)
Thu 07 Jan 18:00  Session B: Strength (28 min)
Sat 09 Jan        Rest day
Sun 10 Jan        Weekly check-in
Mon 11 Jan        Home tests
Mon 11 Jan        Week 8 of 8
Mon 11 Jan 18:00  Session A: Strength (24 min)
Thu 14 Jan 18:00  Session B: Strength (28 min)
Sat 16 Jan        Rest day
Sun 17 Jan        Weekly check-in
Mon 18 Jan        Answer the questions again
"""


def _diagnosis(name: str = "example", day: datetime.date | None = DAY, **changes: str) -> Diagnosis:
    answers = dict(read_answers(_RUNNERS / f"{name}.yaml", assessor().knowledge).answers)
    for question, text in changes.items():
        answers[question.replace("__", ".")] = _answer(question.replace("__", "."), text)
    return diagnose(assessor(), answers, day)


def _answer(question: str, text: str) -> Answer:
    found = read_answer(assessor().knowledge.questions[question], text)
    assert not isinstance(found, Misfit)
    return found


def _racer(race: datetime.date, name: str = "example") -> Diagnosis:
    return _diagnosis(name, plan__goal="race", plan__race_date=race.isoformat())


def _file(diagnosis: Diagnosis, **choices: Any) -> bytes:
    built = build(diagnosis, "ics", Printing(date=DAY, **choices))
    assert built.warning == ""
    return built.data


def _events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def _uids(data: bytes) -> list[str]:
    return [str(one["UID"]) for one in _events(data)]


def _sessions(diagnosis: Diagnosis, **choices: Any) -> list[Entry]:
    entries = plan_entries(diagnosis, Printing(date=DAY, **choices))
    return [one for one in entries if one.minutes]


def test_the_example_has_these_events() -> None:
    lines = []
    for one in _events(_file(_diagnosis())):
        begin = one["DTSTART"].dt
        time = begin.strftime("%H:%M") if isinstance(begin, datetime.datetime) else "     "
        minutes = int(one["DURATION"].dt.seconds / 60) if "DURATION" in one else 0
        lasting = f" ({minutes} min)" if minutes else ""
        lines.append(f"{begin:%a %d %b} {time}  {one['SUMMARY']}{lasting}")
    assert "\n".join(lines) + "\n" == _AGENDA


def test_a_session_says_how_much_with_what_and_when_to_stop() -> None:
    diagnosis = _diagnosis()
    context = report_context(diagnosis, Printing(date=DAY))
    assert context.plan is not None
    first = _sessions(diagnosis)[0]
    exercises = context.sheet[0].exercises
    lines = [line for line in first.text.splitlines() if re.match(r"\d+\. ", line)]
    assert len(lines) == len(exercises) > 3
    for line, exercise in zip(lines, exercises, strict=True):
        assert line.endswith(f"{exercise.title}. {exercise.dose} Stop: {exercise.stop}")
    assert context.plan.rows[0].cells[1] in first.text
    assert context.plan.move_on in first.text
    assert context.plan.move_on_not_for in first.text
    assert diagnosis.plan.placing in first.text


def test_the_file_keeps_the_rules_of_its_format() -> None:
    name = "Åsa; \\ 李雷 🏃‍♀️, " + "محمد " * 8
    data = _file(_diagnosis(runner__name=name))
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # a fold never parts the bytes of a letter
    read = Calendar.from_ical(data)
    assert (read["VERSION"], read["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert "PRODID" in read
    assert "METHOD" not in read
    shown = report_context(_diagnosis(runner__name=name), Printing(date=DAY)).runner
    assert re.sub(r"\\(.)", r"\1", str(read["X-WR-CALNAME"])) == f"Surefoot plan: {shown}"
    for one in _events(data):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION"} <= set(one)
        assert ("DURATION" in one) != ("DTEND" in one)
        assert not one.walk("VALARM")
        assert one["DTSTAMP"].dt.date() == one["LAST-MODIFIED"].dt.date() == DAY
        assert getattr(one["DTSTART"].dt, "tzinfo", None) is None  # floats


def test_the_same_input_gives_the_same_bytes() -> None:
    assert _file(_diagnosis()) == _file(_diagnosis())


def test_other_days_and_times_move_the_events_and_keep_their_ids() -> None:
    usual = _file(_diagnosis())
    moved = _file(_diagnosis(), session_days=(1, 5), session_time=datetime.time(6, 30))
    assert set(_uids(usual)) == set(_uids(moved))
    assert len(set(_uids(usual))) == len(_uids(usual))
    begins = {one["DTSTART"].dt for one in _events(moved) if "DURATION" in one}
    assert {begin.weekday() for begin in begins} == {1, 5}
    assert {begin.time() for begin in begins} == {datetime.time(6, 30)}


def test_another_start_or_runner_has_other_ids() -> None:
    usual = set(_uids(_file(_diagnosis())))
    later = _diagnosis(day=DAY + datetime.timedelta(days=7))
    assert not usual & set(_uids(_file(later)))
    assert not usual & set(_uids(_file(_diagnosis(runner__name="Kim"))))


def test_a_later_report_stands_above_an_earlier_one() -> None:
    later = build(_diagnosis(), "ics", Printing(date=DAY + datetime.timedelta(days=1))).data
    first, second = (_events(one)[0]["SEQUENCE"] for one in (_file(_diagnosis()), later))
    assert second > first


@pytest.mark.parametrize("start", range(7))
@pytest.mark.parametrize("chosen", [(), (0, 2, 5), (6, 0, 3), (0, 1, 2, 3, 4, 5, 6)])
def test_sessions_are_48_hours_apart_over_all_weeks(start: int, chosen: tuple[int, ...]) -> None:
    day = DAY + datetime.timedelta(days=start)
    begins = sorted(one.day for one in _sessions(_diagnosis(day=day), session_days=chosen))
    assert len(begins) == 16
    assert min(begins) >= day
    assert all((after - one).days >= DAYS_APART for one, after in pairwise(begins))


def test_48_hours_are_what_the_shipped_plan_asks_for() -> None:
    texts = [
        one.text for one in assessor().knowledge.placings.values() if "hours apart" in one.text
    ]
    assert texts
    assert all(f"{DAYS_APART * 24} hours apart" in text for text in texts)


@pytest.mark.parametrize("name", _PEOPLE)
def test_every_runner_gets_a_calendar_or_the_reason_why_not(name: str) -> None:
    diagnosis = _diagnosis(name)
    built = build(diagnosis, "ics", Printing(date=DAY))
    if not diagnosis.plan.shown:
        assert built.data == b""
        assert diagnosis.plan.reason in built.warning
        return
    events = _events(built.data)
    assert len({str(one["UID"]) for one in events}) == len(events) >= 2
    titles = [str(one["SUMMARY"]) for one in events]
    assert titles.count("Answer the questions again") == 2
    weeks = [title for title in titles if title.startswith("Week ")]
    assert len(weeks) == len(diagnosis.plan.weeks)
    if diagnosis.plan.is_held:
        assert not [title for title in titles if "lighter" in title]
    of_plan = {one.day for one in plan_entries(diagnosis, Printing(date=DAY))}
    assert max(of_plan) <= DAY + datetime.timedelta(weeks=8)


def test_the_weeks_of_the_calendar_are_those_of_the_table() -> None:
    start = datetime.date(2026, 12, 2)
    diagnosis = _diagnosis(day=start)
    context = report_context(diagnosis, Printing(date=DAY))
    assert context.plan is not None
    assert context.date == "23 November 2026"
    assert context.plan.rows[0].start == "2 Dec"
    assert context.recheck == ("30 December 2026", "27 January 2027")
    entries = plan_entries(diagnosis, Printing(date=DAY))
    weeks = [one.day for one in entries if one.key.startswith("week-")]
    assert weeks == [start + datetime.timedelta(weeks=number) for number in range(8)]
    for row in context.plan.rows:
        for number in row.weeks:
            text = next(one.text for one in entries if one.key == f"week-{number}")
            assert all(cell in text for cell in row.cells)


def test_sessions_keep_their_clock_time_when_the_clocks_change() -> None:
    day = datetime.date(2027, 3, 8)  # the clocks change on 14 and 28 March
    begins = [
        one["DTSTART"].dt
        for one in _events(build(_diagnosis(day=day), "ics", Printing(date=day)).data)
        if "DURATION" in one
    ]
    assert {begin.time() for begin in begins} == {datetime.time(18)}
    assert {begin.weekday() for begin in begins} == {0, 3}


@pytest.mark.parametrize("chosen", [(), (0, 5)])
@pytest.mark.parametrize("days", [0, 1, 6, 14, 21, 24, 30, 55, 60])
def test_around_a_race_no_session_and_no_test(days: int, chosen: tuple[int, ...]) -> None:
    race = DAY + datetime.timedelta(days=days)
    entries = plan_entries(_racer(race), Printing(date=DAY, session_days=chosen))
    (on_the_day,) = [one for one in entries if one.key.startswith("race")]
    assert (on_the_day.day, on_the_day.title) == (race, "Race day")
    demanding = [one.day for one in entries if one.minutes or one.title == "Home tests"]
    assert [day for day in demanding if abs((day - race).days) <= 3] == []
    assert race not in {one.day for one in entries if one.title == "Rest day"}


def test_the_week_of_a_race_has_at_most_the_one_session_that_it_asks_for() -> None:
    entries = plan_entries(_racer(DAY + datetime.timedelta(days=27)), Printing(date=DAY))
    titles = {one.key: one.title for one in entries}
    assert titles["week-4"] == "Week 4 of 8: race week"
    assert titles["week-5"] == "Week 5 of 8: easy week after a race"
    sessions = [one for one in entries if one.minutes]
    of_race = [one for one in sessions if one.key.endswith("-4")]
    assert [one.title for one in of_race] == ["Session A: Strength (race week)"]
    assert "1 session with 1 set" in of_race[0].text
    (after,) = [one for one in sessions if one.key.endswith("-5")]
    assert after.title == "Session A: Strength (easy week after a race)"
    assert after.day == DAY + datetime.timedelta(days=31)  # its usual day is one after the race


def test_a_race_that_is_over_is_not_in_it() -> None:
    entries = plan_entries(_racer(DAY - datetime.timedelta(days=3)), Printing(date=DAY))
    assert [one for one in entries if one.key.startswith("race")] == []


def test_every_text_that_says_how_many_sessions_is_understood() -> None:
    blocks = [one for one in assessor().knowledge.blocks.values() if one.parts]
    texts = {
        text
        for block in blocks
        for one in (block.texts, *(variant.texts for variant in block.variants))
        for text in one.all()
    }
    counted = {text for text in texts if re.search(r"\bsession\b|\bnone\b|\bonce\b", text)}
    assert len(counted) > 5
    for text in counted - {one for one in counted if "each session" in one}:
        assert plan_days._ONE_SESSION.search(text) or plan_days._NO_SESSION.search(text), text


def test_a_lighter_week_of_one_session_has_one() -> None:
    sessions = _sessions(_diagnosis("sore-line-on-the-shin"))
    by_week = [sum(one.key.endswith(f"-{week}") for one in sessions) for week in range(1, 9)]
    assert by_week == [2, 2, 2, 1, 2, 2, 2, 2]


def test_what_is_done_on_runs_is_there_each_week() -> None:
    diagnosis = _diagnosis("only-form-is-weak")
    entries = plan_entries(diagnosis, Printing(date=DAY))
    on_runs = [one for one in entries if one.key.startswith("on-runs")]
    assert len(on_runs) == 8
    assert on_runs[0].title == "On your runs: Cadence"
    assert "Running to a beat" in on_runs[0].text


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    monkeypatch.chdir(tmp_path)
    return runner_of(capsys, monkeypatch)


def _report(run: Command, *options: str, runner: str = "example") -> Any:
    file = str(_RUNNERS / f"{runner}.yaml")
    return run("report", file, "--date", DAY.isoformat(), *options)


def test_a_calendar_goes_to_standard_output_or_beside_the_report(
    run: Command, tmp_path: Path
) -> None:
    alone = _report(run, "-f", "ics", "--start", "2026-11-30 18:30", "--days", "mon,Thursday")
    assert (alone.code, alone.err) == (0, "")
    begins = {one["DTSTART"].dt for one in _events(alone.out.encode()) if "DURATION" in one}
    assert min(begins) == datetime.datetime(2026, 11, 30, 18, 30)
    together = _report(run, "-f", "html,ics", "-o", ".")
    assert together.code == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "example-plan.ics", "example-report.html",
    ]  # fmt: skip


def test_the_start_moves_the_plan_of_every_format(run: Command) -> None:
    made = _report(run, "-f", "txt", "--start", "2026-12-07")
    assert "Alex Example, 23 November 2026" in made.out
    assert "Week 1, from 7 Dec" in made.out
    assert '"day": "2026-12-07"' in _report(run, "--json", "--start", "2026-12-07").out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--start", "soon"], "'soon' is no day"),
        (["--start", "2026-11-30 25:00"], "is no day, or no day with a time"),
        (["--start", "2026-11-22"], "2026-11-22 is before the report's date, 2026-11-23"),
        (["--start", "2027-11-30"], "is 372 days after the report's date"),
        (["--days", "mon,thr"], "did you mean thu?"),
        (["--days", ""], "an empty text is no day of the week"),
        (["--days", "mon,tue", "-f", "ics"], "Session A and Session B need 2 days a week"),
        (["--days", "fri", "-f", "ics"], "for example --days mon,thu"),
    ],
)
def test_a_start_or_days_that_cannot_be_are_refused(
    run: Command, options: list[str], said: str
) -> None:
    made = _report(run, *options)
    assert (made.code, made.out) == (2, "")
    assert "US108" in made.err
    assert said in " ".join(made.err.split())


def test_days_without_a_calendar_are_not_passed_over_in_silence(run: Command) -> None:
    made = _report(run, "-f", "txt", "--days", "mon,thu")
    assert made.code == 0
    assert "Note: --days is for the calendar" in made.err


def test_without_a_plan_there_is_no_file_and_the_reason_is_said(
    run: Command, tmp_path: Path
) -> None:
    alone = _report(run, "-f", "ics", runner="chest-tightness-on-effort")
    assert (alone.code, alone.out) == (2, "")
    assert "There is no plan to put in a calendar" in alone.err
    assert "Chest pain" in alone.err
    both = _report(run, "-f", "ics,md", "-o", ".", runner="chest-tightness-on-effort")
    assert both.code == 0
    assert "Note: There is no plan to put in a calendar" in both.err
    assert [one.name for one in tmp_path.iterdir()] == ["chest-tightness-on-effort-report.md"]
