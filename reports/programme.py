"""What to do: the first actions, the eight weeks, the tear-off sheet, the days to look again."""

import datetime
from collections.abc import Iterator
from itertools import groupby

from ..engine.diagnosis import Diagnosis
from ..engine.planning import MOST_ACTIONS, Action, Plan
from .sentences import ended
from .shapes import ActionCard, ExerciseLine, PlanRow, PlanTable
from .sources import Sources
from .words import (
    GRADES,
    HOLD_ON,
    MODE_WORDS,
    MOVE_ON,
    MOVE_ON_NOT_FOR,
    NOTHING_LEFT,
    OPEN_SAFETY,
    RECHECK_WEEKS,
)

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def action_cards(diagnosis: Diagnosis, sources: Sources) -> tuple[ActionCard, ...]:
    """The first actions, as many as fit on page one."""
    return tuple(_card(diagnosis, one, sources) for one in diagnosis.actions[:MOST_ACTIONS])


def _card(diagnosis: Diagnosis, action: Action, sources: Sources) -> ActionCard:
    advice, rules = action.advice, diagnosis.knowledge.rules
    grade = GRADES[advice.grade]
    minutes = advice.minutes_per_week
    return ActionCard(
        title=advice.title,
        text=action.text,
        dose=advice.dose.rstrip("."),
        stop=advice.stop,
        how_sure=grade.sentence,
        minutes=f"{minutes} minutes a week" if minutes else "no extra time",
        why=", ".join(rules[name].title for name in action.rules),
        sources=sources.numbers(advice.evidence),
    )


def plan_table(diagnosis: Diagnosis, date: datetime.date) -> PlanTable | None:
    """The eight weeks, weeks that are the same in one row; None where no plan is shown."""
    plan = diagnosis.plan
    if not plan.shown:
        return None
    caution = OPEN_SAFETY if diagnosis.undecided_flags else ""
    return PlanTable(
        intro=MODE_WORDS[plan.mode] if plan.weeks else NOTHING_LEFT,
        reason=" ".join(part for part in (plan.reason, caution) if part),
        columns=tuple(cell.title for cell in plan.weeks[0]) if plan.weeks else (),
        rows=tuple(_rows(diagnosis, date)),
        move_on=_move_on(plan),
        move_on_not_for="" if plan.is_held or not plan.weeks else MOVE_ON_NOT_FOR,
    )


def _move_on(plan: Plan) -> str:
    if not plan.weeks:
        return ""
    return HOLD_ON if plan.is_held else MOVE_ON


def _rows(diagnosis: Diagnosis, date: datetime.date) -> Iterator[PlanRow]:
    numbered = [
        (number, tuple(cell.text for cell in week))
        for number, week in enumerate(diagnosis.plan.weeks, start=1)
    ]
    for cells, same in groupby(numbered, key=lambda pair: pair[1]):
        weeks = tuple(number for number, _ in same)
        label = str(weeks[0]) if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"
        start = date + datetime.timedelta(weeks=weeks[0] - 1)
        yield PlanRow(label=label, start=show_day(start), cells=cells, weeks=weeks)


def exercise_lines(diagnosis: Diagnosis) -> tuple[ExerciseLine, ...]:
    """The exercises of the plan, at half volume where the plan is."""
    plan, exercises = diagnosis.plan, diagnosis.knowledge.exercises
    return tuple(
        ExerciseLine(
            title=one.title,
            how=one.how,
            dose=ended(one.half if plan.is_halved else one.dose),
            stop=one.stop,
        )
        for one in (exercises[name] for name in plan.exercises)
    )


def recheck_days(date: datetime.date) -> tuple[str, ...]:
    """The days on which to answer again."""
    return tuple(show_date(date + datetime.timedelta(weeks=weeks)) for weeks in RECHECK_WEEKS)


def show_date(date: datetime.date) -> str:
    """A day in words, the same on every machine.

    >>> show_date(datetime.date(2026, 11, 3))
    '3 November 2026'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def show_day(date: datetime.date) -> str:
    """A day without its year, short.

    >>> show_day(datetime.date(2026, 9, 3))
    '3 Sep'
    """
    return f"{date.day} {_MONTHS[date.month - 1][:3]}"
