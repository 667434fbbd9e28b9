"""What to do: the first actions, the eight weeks, the days to look again."""

import datetime
from collections.abc import Iterator, Mapping
from itertools import groupby

from ..engine.days import show_date, show_day
from ..engine.diagnosis import Diagnosis
from ..engine.planning import MOST_ACTIONS, Action, Cell, Plan, StepState, Why
from .budget import budget_line
from .house.shapes import OverrideNote
from .printing import Printing
from .shapes import (
    ActionCard,
    LeftOutLine,
    PlanRow,
    PlanTable,
    StepLine,
)
from .sources import Sources
from .words import (
    GRADES,
    HALVED_DOSE,
    HOLD_ON,
    MODE_WORDS,
    MOVE_ON,
    MOVE_ON_NOT_FOR,
    NO_TIME_LEFT,
    NOTHING_LEFT,
    NOTHING_LEFT_NOR_TIME,
    NOTHING_UP,
    OPEN_SAFETY,
    RECHECK_WEEKS,
)


def first_day(diagnosis: Diagnosis, printing: Printing) -> datetime.date:
    """The day on which the plan starts: with the report, where nothing else was said."""
    return diagnosis.day or printing.date


def action_cards(
    diagnosis: Diagnosis, sources: Sources, overrides: Mapping[str, OverrideNote]
) -> tuple[ActionCard, ...]:
    """The first actions, as many as fit on page one; `overrides` by the id of the advice."""
    return tuple(
        _card(diagnosis, one, sources, overrides.get(one.advice.id))
        for one in diagnosis.actions[:MOST_ACTIONS]
    )


def _card(
    diagnosis: Diagnosis, action: Action, sources: Sources, override: OverrideNote | None
) -> ActionCard:
    advice, rules = action.advice, diagnosis.knowledge.rules
    grade = GRADES[advice.grade]
    return ActionCard(
        title=advice.title,
        text=action.text,
        dose=_dose(diagnosis.plan, action),
        stop=advice.stop,
        how_sure=grade.sentence,
        minutes=_time(diagnosis.plan, action),
        why=", ".join(rules[name].title for name in action.rules),
        sources=sources.numbers(advice.evidence),
        override=override,
    )


def _dose(plan: Plan, action: Action) -> str:
    """How much; of exercises that are halved the usual dose would contradict the weeks."""
    if plan.is_halved and action.advice.block in plan.session_blocks:
        return HALVED_DOSE
    return action.advice.dose.rstrip(".")


def _time(plan: Plan, action: Action) -> str:
    """What an action takes beside running, and when it starts where that is not at once."""
    block, minutes = action.advice.block, action.advice.minutes_per_week
    in_sessions = sum(one.minutes for one in plan.sessions)
    if block in plan.session_blocks:
        said = f"part of {in_sessions} minutes of sessions a week"
    else:
        said = f"{minutes} minute{'s' * (minutes > 1)} a week" if minutes else "no extra time"
    start = plan.starts.get(block)
    if start is None:
        return said if plan.mode == "keep-going" else f"{said}; not in these eight weeks"
    return said if start == 1 else f"{said}, from week {start}"


def plan_table(diagnosis: Diagnosis, date: datetime.date, sources: Sources) -> PlanTable | None:
    """The eight weeks, weeks that are the same in one row; None where no plan is shown."""
    plan = diagnosis.plan
    if not plan.shown:
        return None
    is_open = diagnosis.is_safety_open
    caution = OPEN_SAFETY if is_open or diagnosis.undecided_flags else ""
    columns = columns_of(plan.weeks[0]) if plan.weeks else []
    if is_open and plan.weeks and not plan.is_held:
        caution += f" {NOTHING_UP}"
    return PlanTable(
        intro=MODE_WORDS[plan.mode] if plan.weeks else _nothing_left(plan),
        reason=" ".join(part for part in (plan.reason, caution) if part),
        budget=budget_line(plan),
        steps=tuple(_step(one, sources) for one in plan.steps),
        columns=tuple(column_title(cells) for cells in columns),
        shares=tuple(len(cells) for cells in columns),
        rows=tuple(_rows(diagnosis, date)),
        placing=" ".join(part for part in (plan.placing, _minutes(plan)) if part),
        race=plan.race,
        left_out=tuple(
            LeftOutLine(titles=", ".join(one.titles), reason=one.reason) for one in plan.left_out
        ),
        move_on=_move_on(plan),
        move_on_not_for="" if plan.is_held or not plan.weeks else MOVE_ON_NOT_FOR,
    )  # fmt: skip


def _nothing_left(plan: Plan) -> str:
    """Why there are no weeks: somebody has to look first, there is no time, or both."""
    for_time = any(one.why in {Why.TIME, Why.DAYS} for one in plan.left_out)
    for_care = any(one.why in {Why.FLAG, Why.PAIN, Why.CAUTION} for one in plan.left_out)
    if for_time:
        return NOTHING_LEFT_NOR_TIME if for_care else NO_TIME_LEFT
    return NOTHING_LEFT


def _step(one: StepState, sources: Sources) -> StepLine:
    """A step, with how sure its help is where it is to be taken."""
    is_taken = one.state in {"in-plan", "later"}
    return StepLine(
        title=one.step.title,
        text=one.text,
        how_sure=GRADES[one.step.grade].word if is_taken else "",
        sources=sources.numbers(one.step.evidence) if is_taken else "",
    )


def _minutes(plan: Plan) -> str:
    """What the plan takes beside running, where that is anything or was asked for."""
    if not plan.weeks or (plan.available_minutes is None and not plan.minutes_per_week):
        return ""
    most = "at most " if len(set(plan.starts.values())) > 1 else ""
    have = "" if plan.available_minutes is None else f", of the {plan.available_minutes} you have"
    minutes, beside = plan.minutes_per_week, ""
    if plan.budget is not None and plan.budget.outside:
        minutes += plan.budget.outside
        beside = f" ({plan.budget.outside} of them for notes and checks)"
    plural = "" if minutes == 1 else "s"
    return f"The plan takes {most}{minutes} minute{plural} a week beside running{beside}{have}."


def columns_of(cells: tuple[Cell, ...]) -> list[tuple[Cell, ...]]:
    """Cells that belong together stand in one column."""
    order = dict.fromkeys(cell.column for cell in cells)
    return [tuple(cell for cell in cells if cell.column == name) for name in order]


def column_title(cells: tuple[Cell, ...]) -> str:
    """The titles of the blocks of a column, as one."""
    first, *others = (cell.title for cell in cells)
    return "; ".join([first, *(title[:1].lower() + title[1:] for title in others)])


def _move_on(plan: Plan) -> str:
    if not plan.weeks:
        return ""
    return HOLD_ON if plan.is_held else MOVE_ON


def _rows(diagnosis: Diagnosis, date: datetime.date) -> Iterator[PlanRow]:
    numbered = [
        (number, tuple(joined_text(cells) for cells in columns_of(week)))
        for number, week in enumerate(diagnosis.plan.weeks, start=1)
    ]
    for cells, same in groupby(numbered, key=lambda pair: pair[1]):
        weeks = tuple(number for number, _ in same)
        label = str(weeks[0]) if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"
        start = date + datetime.timedelta(weeks=weeks[0] - 1)
        yield PlanRow(label=label, start=show_day(start), cells=cells, weeks=weeks)


def joined_text(cells: tuple[Cell, ...]) -> str:
    """What the blocks of a column say in a week; what two of them say is said once."""
    return " ".join(dict.fromkeys(cell.text for cell in cells))


def recheck_days(date: datetime.date) -> tuple[str, ...]:
    """The days on which to answer again."""
    return tuple(show_date(date + datetime.timedelta(weeks=weeks)) for weeks in RECHECK_WEEKS)
