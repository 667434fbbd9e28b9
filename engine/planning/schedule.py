"""Which week does what: the progression, what starts later, and a race in between.

Every block goes through its eight texts in order. A block that starts after the lighter
week goes through the first of them. Around a race the progression pauses, and goes on after
an easy week.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..plan_parts import HALVES, PLAN_WEEKS, Texts

BEFORE_RACE, RACE_WEEK, AFTER_RACE = 0, 1, 2
DAYS_BEFORE_RACE = 14  # in which nothing new comes in
DAYS_A_WEEK = 7
DAYS_TO_PREPARE = 2  # a race that is nearer leaves no days of which to say what comes before it


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the calendar: the `step` of the progression that it has, or its `taper` text."""

    number: int
    step: int | None
    taper: int | None = None


def calendar(day: datetime.date | None, race: datetime.date | None) -> tuple[Week, ...]:
    """The eight weeks for a block that is there from the start.

    >>> [week.step for week in calendar(datetime.date(2027, 1, 4), datetime.date(2027, 2, 3))]
    [1, 2, None, None, None, None, 3, 4]
    """
    tapers = _tapers(day, race)
    weeks, step = [], 0
    for number in range(1, PLAN_WEEKS + 1):
        if number in tapers:
            weeks.append(Week(number, None, tapers[number]))
        else:
            step += 1
            weeks.append(Week(number, step))
    return tuple(weeks)


def _tapers(day: datetime.date | None, race: datetime.date | None) -> dict[int, int]:
    """The weeks around a race by number, each with its text."""
    if day is None or race is None or race < day:
        return {}
    days = (race - day).days
    if days < DAYS_TO_PREPARE:
        return {1: AFTER_RACE, 2: AFTER_RACE}
    of_race = days // DAYS_A_WEEK + 1
    first = max(0, days - DAYS_BEFORE_RACE) // DAYS_A_WEEK + 1
    found = dict.fromkeys(range(first, of_race), BEFORE_RACE)
    return found | {of_race: RACE_WEEK, of_race + 1: AFTER_RACE}


def late(weeks: Sequence[Week]) -> tuple[Week, ...] | None:
    """The same weeks for a block that starts after the lighter week; None if none is left."""
    start = next((week.number for week in weeks if (week.step or 0) > HALVES), None)
    if start is None:
        return None
    found, step = [], 0
    for week in weeks:
        if week.number < start:
            found.append(Week(week.number, None))
        elif week.step is None:
            found.append(week)
        else:
            step += 1
            found.append(Week(week.number, step))
    return tuple(found)


def start_of(weeks: Iterable[Week]) -> int | None:
    """The first week in which a block does something of its own."""
    return next((week.number for week in weeks if week.step is not None), None)


def flattened(
    weeks: Sequence[Week], texts: Texts, others: Iterable[tuple[Sequence[Week], Texts]]
) -> tuple[Week, ...]:
    """The weeks of what pushes no pillar: it does not go up while others start or change."""
    if texts.pushes or not texts.raises:
        return tuple(weeks)
    busy = {
        week.number
        for at, one in others
        if one.keeps_flat
        for week in at
        if week.step is not None and (week.step <= HALVES or week.step in one.raises)
    }
    found: list[Week] = []
    for week in weeks:
        flat = week.step in texts.raises and week.number in busy
        found.append(Week(week.number, _before(week.step, texts.raises)) if flat else week)
    return tuple(found)


def level(weeks: Sequence[Week], texts: Texts) -> tuple[Week, ...]:
    """The weeks in which nothing goes up.

    What pushes a pillar stays where it is before it first goes up: its later texts build on that.
    """
    if not texts.raises:
        return tuple(weeks)
    first = min(texts.raises)

    def calm(step: int) -> int:
        if texts.pushes:
            return min(step, max(1, first - 1))
        return _before(step, texts.raises) if step in texts.raises else step

    return tuple(
        week if week.step is None else replace(week, step=calm(week.step)) for week in weeks
    )


def _before(step: int | None, raises: Sequence[int]) -> int:
    """The last step before one that raises, the lighter week left out."""
    steps = range(1, step or 1)
    calm = [one for one in steps if one not in raises and one != HALVES]
    return calm[-1] if calm else 1
