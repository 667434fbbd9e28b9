"""Which day of the eight weeks has what: what a calendar shows of a plan.

How often a session is done in a week, and whether a week asks for rest or repeats a test,
stands only in the texts of the plan. They are read for the few words that matter, and shown.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated, Final

from ..engine.diagnosis import Diagnosis
from ..engine.home_tests import Withheld
from ..engine.plan_parts import HALVES, PLAN_WEEKS
from ..engine.planning import Cell, Plan, SessionSheet
from ..engine.planning.schedule import AFTER_RACE, DAYS_A_WEEK, RACE_WEEK, Week, calendar
from ..engine.units import VERBATIM
from .printing import Printing
from .programme import (
    column_title,
    columns_of,
    first_day,
    joined_text,
    plan_table,
)
from .referral import see_someone
from .shapes import ExerciseLine, PlanTable, SeeSomeone
from .sheet import sheet_parts
from .sources import Sources
from .units import printed_in, units_of
from .words import ON_RUNS, RECHECK_WEEKS

DAYS_APART: Final = 2  # between sessions; the plan says 48 hours
_DAYS_AROUND_RACE = 3  # without a session or a test; the plan says "none in the last 3 days"
_NO_SESSION = re.compile(r":\s*none\b|\bpauses\b", re.IGNORECASE)
_ONE_SESSION = re.compile(r"\b(?:1|one) session\b|\bonce\b", re.IGNORECASE)
_REST = re.compile(r"\brest days?\b|\bdays?\b[^.]*\bwithout (?:running|training)\b", re.IGNORECASE)
_TEST_AGAIN = re.compile(r"\brepeat\b|\bcount your steps\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?]) +")
_ANSWER_SAFETY = "Answer the open safety questions first"
_THEN = "Then make the report and this calendar again."
_CHECK_IN_DAY: Final = DAYS_A_WEEK - 1  # the last of each week: it asks about the past seven days
_CHECK_IN = (
    "Four short questions about the past seven days. In a terminal: surefoot checkin. On the page "
    "of surefoot serve: your name, then Weekly check-in."
)
_ASK_AGAIN = (
    "In a terminal: surefoot ask --again. On the page of surefoot serve: your name, then the "
    "interview again. Your last answers are shown, so that you confirm or change them."
)
_RACE_WEEKS = {RACE_WEEK: "race week", AFTER_RACE: "easy week after a race"}


class DaysTooCloseError(Exception):
    """The chosen days do not allow the sessions of the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of the calendar; without a time (`at`) it takes no part of the day.

    `key` says what it is, with its week: the same thing has the same key on whatever day.
    """

    key: Annotated[str, VERBATIM]
    day: datetime.date
    title: str
    text: str
    at: datetime.time | None = None
    minutes: int = 0


def session_days(count: int, start: datetime.date, chosen: Sequence[int]) -> tuple[int, ...] | None:
    """So many days for sessions, counted from the first day of each week of the plan.

    `chosen` are weekdays (Monday is 0), of which the first are taken that keep the sessions
    apart; without any the sessions are spread. None if the chosen days do not allow it.

    >>> session_days(2, datetime.date(2026, 11, 23), ())
    (0, 3)
    >>> session_days(2, datetime.date(2026, 11, 23), (2, 0, 1))
    (0, 2)
    >>> session_days(2, datetime.date(2026, 11, 23), (6, 0)) is None
    True
    """
    if not chosen:
        return tuple(place * DAYS_A_WEEK // count for place in range(count))
    apart = min(DAYS_APART, DAYS_A_WEEK // max(1, count))
    offsets = sorted({(weekday - start.weekday()) % DAYS_A_WEEK for weekday in chosen})
    return next((days for days in combinations(offsets, count) if _nearest(days) >= apart), None)


def _nearest(days: Sequence[int]) -> int:
    """The fewest days from one to the next, the first of the next week included."""
    following = (*days[1:], days[0] + DAYS_A_WEEK) if days else ()
    apart = (after - day for day, after in zip(days, following, strict=True))
    return min(apart, default=DAYS_A_WEEK)


def plan_entries(diagnosis: Diagnosis, printing: Printing) -> tuple[Entry, ...]:
    """What the calendar shows, in the order of the days; nothing where no plan is shown.

    Who has to be seen, and safety questions that are open, come first on the first day. Texts are
    in the units of the printing, or else in those that the runner counts in.

    Raises:
        DaysTooCloseError: if the chosen days do not allow the sessions of the plan.
    """
    start = first_day(diagnosis, printing)
    sources = Sources(diagnosis.knowledge)
    table = plan_table(diagnosis, start, sources)
    if table is None:
        return ()
    plan = diagnosis.plan
    days = session_days(len(timed_sessions(plan)), start, printing.session_days)
    if days is None:
        raise DaysTooCloseError
    maker = _Maker(diagnosis, printing, table, start, days, see_someone(diagnosis, sources))
    entries = sorted(maker.entries(), key=lambda one: (one.day, one.at is not None, one.key))
    first = tuple(_first_of_all(diagnosis, maker.box, start))
    return printed_in((*first, *entries), printing.units or units_of(diagnosis.answers))


def _first_of_all(diagnosis: Diagnosis, box: SeeSomeone, start: datetime.date) -> Iterator[Entry]:
    """What to settle before the plan is followed."""
    if seen := _booking(box):
        text = _lines(*(f"{one.title}. {one.because} Tell them: {one.tell}" for one in box.flags))
        yield Entry(key="book-0", day=start, title=seen, text=text)
    if diagnosis.is_safety_open or diagnosis.undecided_flags:
        more = f"And {box.not_answered_more} more." if box.not_answered_more else ""
        named = (box.not_checked, *(f"- {one}" for one in box.not_answered), more)
        text = _lines("\n".join(one for one in named if one), _THEN)
        yield Entry(key="open-safety-0", day=start, title=_ANSWER_SAFETY, text=text)


def _booking(box: SeeSomeone) -> str:
    """Whom to see, as a thing to do; empty where nobody has to be."""
    return "" if box.tone == "calm" else f"Book: {box.text}"


def timed_sessions(plan: Plan) -> tuple[SessionSheet, ...]:
    """The sessions that have a day of their own, unlike what is done on runs."""
    return tuple(one for one in plan.sessions if one.id)


@dataclass(frozen=True, slots=True)
class _Maker:
    diagnosis: Diagnosis
    printing: Printing
    table: PlanTable
    start: datetime.date
    days: tuple[int, ...]
    box: SeeSomeone

    def entries(self) -> Iterator[Entry]:
        plan = self.diagnosis.plan
        weeks = calendar(None, None) if plan.is_held else calendar(self.start, plan.race_day)
        rest = ""
        for week, cells in zip(weeks, plan.weeks, strict=False):
            rest = _sentences(cells, _REST) or rest
            yield self._week(week, cells)
            yield from self._sessions(week, cells)
            yield from self._on_runs(week, cells)
            tests = self._test_day(week) if self._asked_tests(cells) else None
            yield from self._rest_day(week, rest, tests)
            if tests is not None:
                yield self._tests(week, cells, tests)
            yield self._entry("check-in", week.number, _CHECK_IN_DAY, "Weekly check-in", _CHECK_IN)
        for number in RECHECK_WEEKS:
            text = _lines(_ASK_AGAIN, "Then compare the new report with this one.", self._before())
            yield self._entry(
                "answer-again", number, DAYS_A_WEEK, "Answer the questions again", text
            )
        if plan.race_day is not None:
            yield Entry(key="race-0", day=plan.race_day, title="Race day", text=plan.race)

    def _entry(
        self, key: str, week: int, offset: int, title: str, text: str, minutes: int = 0
    ) -> Entry:
        day = self.start + datetime.timedelta(weeks=week - 1, days=offset)
        at = self.printing.session_time if minutes else None
        return Entry(key=f"{key}-{week}", day=day, title=title, text=text, at=at, minutes=minutes)

    def _week(self, week: Week, cells: tuple[Cell, ...]) -> Entry:
        mark = _mark(week, self.diagnosis.plan)
        title = f"Week {week.number} of {PLAN_WEEKS}{mark and f': {mark}'}"
        plan = self.diagnosis.plan
        text = _lines(
            _booking(self.box), *_said(cells), self._before(), plan.placing, self._pain_rule()
        )
        return self._entry("week", week.number, 0, title, text)

    def _sessions(self, week: Week, cells: tuple[Cell, ...]) -> Iterator[Entry]:
        plan = self.diagnosis.plan
        working = tuple(one for one in cells if one.block in plan.session_blocks)
        sheets = {
            one.id: part
            for one, part in zip(plan.sessions, sheet_parts(self.diagnosis), strict=True)
        }
        due = [one for one in timed_sessions(plan) if week.number in one.weeks]
        free = [day for day in self.days if self._is_clear_of_race(week, day)]
        most = _sessions_of(working)
        days = self.days if most is None else free[:most]
        mark = _mark(week, plan)
        for sheet, day in zip(due, days, strict=False):
            if day not in free:
                continue
            title = f"{sheet.title}: {working[0].title}" if working else sheet.title
            text = _lines(
                f"Week {week.number} of {PLAN_WEEKS}.",
                *_said(one for one in working if plan.starts[one.block] <= week.number),
                sheet.text,
                "\n".join(_exercises(sheets[sheet.id].exercises)),
                self._before(),
                self.diagnosis.plan.placing,
                self._pain_rule(),
            )
            yield self._entry(
                f"session-{sheet.id}", week.number, day, title + (mark and f" ({mark})"), text,
                sheet.minutes,
            )  # fmt: skip

    def _on_runs(self, week: Week, cells: tuple[Cell, ...]) -> Iterator[Entry]:
        plan, knowledge = self.diagnosis.plan, self.diagnosis.knowledge
        parts = zip(plan.sessions, sheet_parts(self.diagnosis), strict=True)
        for sheet, part in parts:
            if sheet.id or week.number not in sheet.weeks:
                continue
            due = [
                one
                for one in cells
                if set(knowledge.blocks[one.block].exercises) & set(sheet.exercises)
                and plan.starts[one.block] <= week.number
            ]
            titles = ", ".join(one.title for one in due)
            text = _lines(
                *_said(due), sheet.text, "\n".join(_exercises(part.exercises)), self._before(),
                self._pain_rule(),
            )  # fmt: skip
            yield self._entry(
                "on-runs", week.number, 0, f"{ON_RUNS}{titles and f': {titles}'}", text
            )

    def _rest_day(self, week: Week, asked: str, tests: int | None) -> Iterator[Entry]:
        """The day that is farthest from all sessions, from the first week on that asks for rest."""
        if not asked:
            return
        free = [day for day in range(DAYS_A_WEEK) if self._day(week, day) != self._race]
        if left := [day for day in free if day not in (*self.days, tests)]:
            day = max(left, key=lambda one: (_distance(one, self.days), one))
            text = _lines(asked, "Another day does as well.")
            yield self._entry("rest-day", week.number, day, "Rest day", text)

    def _asked_tests(self, cells: tuple[Cell, ...]) -> str:
        """What a week says of tests to repeat; empty also where none of them is to be done."""
        every = len(self._left_out) == len(self.diagnosis.knowledge.home_tests) > 0
        return "" if every else _sentences(cells, _TEST_AGAIN)

    def _test_day(self, week: Week) -> int | None:
        """The day of the first session, so that no day of rest is taken; a race leaves room."""
        clear = [day for day in range(DAYS_A_WEEK) if self._is_clear_of_race(week, day)]
        return next((day for day in self.days if day in clear), clear[0] if clear else None)

    def _tests(self, week: Week, cells: tuple[Cell, ...], day: int) -> Entry:
        without = [
            f"Leave out: {one.test.title}. Reason: {one.cause.value}." for one in self._left_out
        ]
        text = _lines(self._asked_tests(cells), "\n".join(without), self._before())
        return self._entry("home-tests", week.number, day, "Home tests", text)

    @property
    def _left_out(self) -> list[Withheld]:
        return [one for one in self.diagnosis.withheld_tests if one.is_certain]

    @property
    def _race(self) -> datetime.date | None:
        return self.diagnosis.plan.race_day

    def _day(self, week: Week, offset: int) -> datetime.date:
        return self.start + datetime.timedelta(weeks=week.number - 1, days=offset)

    def _is_clear_of_race(self, week: Week, offset: int) -> bool:
        if self._race is None:
            return True
        return abs((self._day(week, offset) - self._race).days) > _DAYS_AROUND_RACE

    def _before(self) -> str:
        """What has to be settled before or while the plan is followed."""
        return self.table.reason

    def _pain_rule(self) -> str:
        return " ".join(part for part in (self.table.move_on, self.table.move_on_not_for) if part)


def _mark(week: Week, plan: Plan) -> str:
    """What sort of week it is, where that is not the usual."""
    if plan.is_held:
        return ""
    if week.step == HALVES:
        return "lighter week"
    return "" if week.taper is None else _RACE_WEEKS.get(week.taper, "race to come")


def _sessions_of(cells: Iterable[Cell]) -> int | None:
    """How many sessions the texts of a week ask for at most; None: all that there are."""
    texts = [one.text for one in cells]
    if any(_NO_SESSION.search(text) for text in texts):
        return 0
    return 1 if any(_ONE_SESSION.search(text) for text in texts) else None


def _said(cells: Iterable[Cell]) -> tuple[str, ...]:
    """What a week says, a text for each column of the table."""
    columns = columns_of(tuple(cells))
    return tuple(f"{column_title(one)}: {joined_text(one)}" for one in columns)


def _sentences(cells: Iterable[Cell], wanted: re.Pattern[str]) -> str:
    """The sentences of a week with certain words in them."""
    every = (one for cell in cells for one in _SENTENCE_END.split(cell.text))
    return " ".join(dict.fromkeys(one for one in every if wanted.search(one)))


def _exercises(lines: Iterable[ExerciseLine]) -> Iterator[str]:
    for number, one in enumerate(lines, start=1):
        yield f"{number}. {one.title}. {one.dose} Stop: {one.stop}"


def _lines(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _distance(day: int, others: Sequence[int]) -> int:
    """How many days the nearest of others is away, in a week that goes on and on."""
    apart = (abs(day - one) for one in others)
    return min((min(days, DAYS_A_WEEK - days) for days in apart), default=0)
