"""The eight weeks of one runner, put together."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..days import show_date
from ..knowledge import WEAK_FROM, Knowledge
from ..plan_parts import PLAN_WEEKS, Block, Texts
from ..scoring import Band, Score
from ..texts import fill
from .actions import MOST_ACTIONS, Action
from .fitting import (
    NOTHING_KEPT,
    Item,
    Kept,
    fitted_to_time,
    not_done,
    sheets,
    suiting,
    total_minutes,
)
from .restrictions import Restrictions
from .result import Budget, Cell, LeftOut, Plan, Why
from .runner import PlanRunner
from .schedule import DAYS_A_WEEK, DAYS_BEFORE_RACE, DAYS_TO_PREPARE, Week, start_of
from .steps import step_states
from .turns import Chosen, Turns, calendars, take_turns
from .wanting import Wanted

_PAUSES = "Pauses for your race."
_WAITS = "What it needs would be something new, and that waits until this is settled."
_NOT_SURE = "Your answers do not rule out what speaks against a change here."


def make_plan(
    knowledge: Knowledge,
    scores: Mapping[str, Score],
    wanted: Wanted,
    allowed: Restrictions,
    reason: str,
    runner: PlanRunner,
) -> Plan:
    """The eight weeks, made of the blocks that the wanted advice opens."""
    mode = allowed.mode or _free_mode(knowledge, scores)
    if mode == "none":
        return Plan(shown=False, reason=reason, mode=mode, is_held=False, is_halved=False)
    left: list[LeftOut] = []
    blocks = _opened(knowledge, wanted, allowed, runner, mode, left)
    blocks = _permitted(blocks, allowed, reason, left)
    chosen = {one.id: Chosen(one, _texts(one, wanted.given, runner)) for one in blocks}
    kept = NOTHING_KEPT if mode == "keep-going" else wanted.kept
    fitting, turns, unfit = _settled(knowledge, chosen, allowed, runner, kept)
    active, weeks, waits = calendars(turns, allowed, runner)
    left += (*unfit, *waits)
    starts = {name: start_of(at) or 1 for name, at in weeks.items()}
    items = [item for item in fitting if item.block in active]
    working = {name: range(start, PLAN_WEEKS + 1) for name, start in starts.items()}
    staying = [one.block for one in active.values()]
    minutes = total_minutes(knowledge, staying, items)
    return Plan(
        shown=True, reason=reason, mode=mode, is_held="hold" in allowed.modes,
        is_halved="site" in allowed.modes,
        weeks=_cells(knowledge, active, weeks, allowed, runner),
        starts=starts,
        minutes={one.id: total_minutes(
            knowledge, [one], [item for item in items if item.block == one.id]
        ) for one in staying},
        minutes_per_week=minutes,
        available_minutes=None if runner.minutes is None else int(runner.minutes),
        placing=_placing(knowledge, runner, len({item.session for item in items} - {""})),
        race=_race(runner, allowed), race_day=_race_day(runner),
        sessions=sheets(knowledge, items, working),
        session_blocks=frozenset(item.block for item in items if item.session),
        steps=step_states(
            knowledge.steps.values(), scores, starts, left, runner.shown,
            keep_going=mode == "keep-going",
        ),
        left_out=tuple(left), budget=_used(wanted.budget, minutes, items),
    )  # fmt: skip


def _used(budget: Budget | None, minutes: int, items: Iterable[Item]) -> Budget | None:
    """The budget with what the plan takes of it: a block has more than what its advice needs."""
    if budget is None:
        return None
    return replace(
        budget,
        used_minutes=max(budget.used_minutes, minutes + budget.outside),
        is_begun=budget.is_begun and any(item.session for item in items),
    )


def _free_mode(knowledge: Knowledge, scores: Mapping[str, Score]) -> str:
    # Without enough answers for a band a pillar can be weak for certain all the same.
    pillars = [scores[name] for name in knowledge.pillars]
    weak = any(score.band is Band.WEAK or (score.low or 0) >= WEAK_FROM for score in pillars)
    return "full" if weak else "keep-going"


def _opened(
    knowledge: Knowledge,
    wanted: Wanted,
    allowed: Restrictions,
    runner: PlanRunner,
    mode: str,
    left: list[LeftOut],
) -> list[Block]:
    """The blocks that answers ask for, the most important first; notes those that are withheld."""
    every = knowledge.blocks
    names = [name for name, block in every.items() if block.always]
    if mode == "keep-going":
        return [block for block in every.values() if block.keep_going]
    names += [
        action.advice.block
        for place, action in enumerate(wanted.looked_at)
        if place < MOST_ACTIONS or not action.is_solid
    ]
    names += [
        block.id
        for block in every.values()
        if block.open_if is not None and runner.is_certain(block.open_if)
    ]
    opened = {*names}
    held_back, unsaid = list[str](), list[str]()
    for action in (one for one in (*wanted.withheld, *wanted.barred) if not one.is_solid):
        block = every[action.advice.block]
        if action in wanted.barred and allowed.may_have(block):
            held_back.append(block.id)  # it adds something, while the block itself may stay
        elif action in wanted.withheld and runner.is_excluded(block.withhold_if):
            unsaid.append(block.id)  # not for this runner, for a reason that the block has not
        else:
            names.append(block.id)  # named, and then left out by what keeps it out
    found = []
    for block in (every[name] for name in dict.fromkeys(names)):
        if runner.is_excluded(block.withhold_if):
            found.append(block)
        else:
            left.append(LeftOut(Why.CAUTION, (block.title,), block.withheld, (block.id,)))
    for why, ids, said in ((Why.FLAG, held_back, _WAITS), (Why.CAUTION, unsaid, _NOT_SURE)):
        for name in ids:
            if name not in opened:
                opened.add(name)
                left.append(LeftOut(why, (every[name].title,), said, (name,)))
    return found


def _permitted(
    blocks: Iterable[Block], allowed: Restrictions, reason: str, left: list[LeftOut]
) -> list[Block]:
    """The blocks that flags leave; notes the others."""
    found, flagged, sore = [], [], []
    for block in blocks:
        if allowed.may_have(block):
            found.append(block)
        elif "site" in allowed.modes and not ({"hold", "no-impact"} & allowed.modes):
            sore.append(block)
        else:
            flagged.append(block)
    for why, out, said in (
        (Why.FLAG, flagged, reason),
        (Why.PAIN, sore, "It loads a sore place, or is not for this kind of pain."),
    ):
        if out:
            titles, ids = tuple(one.title for one in out), tuple(one.id for one in out)
            left.append(LeftOut(why, titles, said, ids))
    return found


def _texts(block: Block, wanted: Iterable[Action], runner: PlanRunner) -> Texts:
    """The block's texts, or those of its first variant that suits."""
    given = {action.advice.id for action in wanted}
    for variant in block.variants:
        if variant.advice and not given.intersection(variant.advice):
            continue
        if runner.is_certain(variant.when):
            return variant.texts
    return block.texts


def _settled(
    knowledge: Knowledge,
    chosen: Mapping[str, Chosen],
    allowed: Restrictions,
    runner: PlanRunner,
    kept: Kept,
) -> tuple[tuple[Item, ...], Turns, list[LeftOut]]:
    """What fits, in which turn, and what does not fit.

    What waits until after the eight weeks takes no time, and what has no time makes no other
    wait: so both are looked at until nothing changes.
    """
    staying = {name: one for name, one in chosen.items() if name not in kept.closed}
    while True:
        turns = take_turns(staying, allowed)
        blocks = [one.block for name, one in staying.items() if name not in turns.waiting]
        suited = suiting(knowledge, blocks, allowed, runner)
        blocks = [one for one in blocks if one.id not in suited.gone]
        items, out = fitted_to_time(knowledge, blocks, suited.items, runner.minutes, kept)
        if not out and not suited.gone:
            break
        staying = {n: one for n, one in staying.items() if n not in suited.gone | out}
    looked_at = [one.block for name, one in chosen.items() if name not in turns.waiting]
    suited = suiting(knowledge, looked_at, allowed, runner)
    return items, turns, not_done(knowledge, looked_at, suited, items, runner.minutes, kept)


def _cells(
    knowledge: Knowledge,
    active: Mapping[str, Chosen],
    weeks: Mapping[str, Sequence[Week]],
    allowed: Restrictions,
    runner: PlanRunner,
) -> tuple[tuple[Cell, ...], ...]:
    """The cells week by week, in the order of the columns of the base."""
    order = [active[name] for name in knowledge.blocks if name in active]
    return tuple(
        tuple(
            Cell(
                one.block.id, one.block.title,
                fill(_text(one.texts, weeks[one.block.id], number, allowed), runner.shown),
                one.texts.pushes or one.block.id,
            )
            for one in order
        )
        for number in range(PLAN_WEEKS if order else 0)
    )  # fmt: skip


def _text(texts: Texts, weeks: Sequence[Week], number: int, allowed: Restrictions) -> str:
    fixed, week = allowed.fixed_text(texts), weeks[number]
    if fixed is not None:
        return fixed
    if week.step is not None:
        return allowed.week_texts(texts)[week.step - 1]
    start = start_of(weeks)
    is_new = texts.pushes and start is not None and week.number < start
    if is_new or week.taper is None:  # before a race nothing new begins either
        return f"Starts in week {start}. {texts.waiting}".rstrip()
    tapers = allowed.taper_texts(texts)
    return tapers[week.taper] if tapers is not None and week.taper is not None else _PAUSES


def _placing(knowledge: Knowledge, runner: PlanRunner, sessions: int) -> str:
    """How so many sessions sit in the week; empty for none, or where the base does not say."""
    said = (
        one
        for one in (knowledge.placings.values() if sessions else ())
        if one.sessions in {0, sessions} and runner.is_certain(one.when)
    )
    first = next(said, None)
    return fill(first.text, runner.shown) if first is not None else ""


def _race(runner: PlanRunner, allowed: Restrictions) -> str:
    """What the plan does about the race, in one or two sentences; empty without one."""
    if runner.race is None or runner.day is None:
        return ""
    shown = show_date(runner.race)
    days = (runner.race - runner.day).days
    if days < 0:
        return f"Your race day, {shown}, has passed, so no race is planned in."
    if allowed.is_restricted:
        return f"Ask the person who sees you whether to start in your race on {shown}."
    if days < DAYS_TO_PREPARE:
        return f"Your race on {shown} comes first. Two easy weeks follow, then the plan begins."
    week = days // DAYS_A_WEEK + 1
    if week <= PLAN_WEEKS:
        return (
            f"Your race on {shown} falls in week {week}. In the two weeks before it nothing new "
            "comes in. After an easy week the plan goes on where it was."
        )
    if days - DAYS_BEFORE_RACE < PLAN_WEEKS * DAYS_A_WEEK:
        return (
            f"Your race on {shown} comes soon after these eight weeks, so the last weeks get "
            "lighter and nothing new comes in."
        )
    return (
        f"Your race on {shown} comes later than these eight weeks. In the two weeks before it, "
        "start nothing new and do less."
    )


def _race_day(runner: PlanRunner) -> datetime.date | None:
    is_to_come = runner.race and runner.day and runner.race >= runner.day
    return runner.race if is_to_come else None


def plan_reason(mode: str | None, flag_title: str, limit_text: str) -> str:
    """One sentence on why the plan is what it is; empty for an ordinary plan."""
    if limit_text and mode == "none" and not flag_title:
        return limit_text
    reasons: Mapping[str | None, str] = {
        "none": f"No training plan is shown, because of this: {flag_title}.",
        "hold": f"Nothing increases until this is settled: {flag_title}.",
        "no-impact": f"Running and jumping are left out, because of this: {flag_title}.",
        "site": f"The plan keeps to half volume and spares the sore spot: {flag_title}.",
    }
    return reasons.get(mode, "")
