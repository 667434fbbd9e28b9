"""One pillar at a time: what starts at once, what after the lighter week, what waits."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..plan_parts import Block, Texts
from .restrictions import Restrictions
from .result import LeftOut, Why
from .runner import PlanRunner
from .schedule import Week, calendar, flattened, late, level

_AFTER = "One thing at a time: after these eight weeks."
_NOTHING_NEW = "Nothing new here yet, one thing at a time: after these eight weeks."
_NO_WEEK = "Your race leaves no week in which to start."


@dataclass(frozen=True, slots=True)
class Chosen:
    """A block of the plan with the texts that it has for this runner."""

    block: Block
    texts: Texts


@dataclass(frozen=True, slots=True)
class Turns:
    """The blocks of a plan, the most important first.

    `later` start after the lighter week, `waiting` after the eight weeks. `calmer` are in the
    plan without what would push a pillar whose turn has not come.
    """

    blocks: Mapping[str, Chosen]
    later: frozenset[str]
    waiting: frozenset[str]
    calmer: frozenset[str]


def take_turns(chosen: Mapping[str, Chosen], allowed: Restrictions) -> Turns:
    """Whose turn it is when; where nothing may change there are no turns."""
    held = {name for name, one in chosen.items() if allowed.fixed_text(one.texts) is not None}
    pushed = {name: one.texts.pushes for name, one in chosen.items() if name not in held}
    order = list(dict.fromkeys(pillar for pillar in pushed.values() if pillar))
    turn = {name: order.index(pillar) for name, pillar in pushed.items() if pillar}
    after = {name for name, place in turn.items() if place > 1}
    calmer = {name for name in after if not chosen[name].block.texts.pushes}
    return Turns(
        blocks={
            name: Chosen(one.block, one.block.texts) if name in calmer else one
            for name, one in chosen.items()
        },
        later=frozenset(name for name, place in turn.items() if place == 1),
        waiting=frozenset(after - calmer),
        calmer=frozenset(calmer),
    )


def calendars(
    turns: Turns, allowed: Restrictions, runner: PlanRunner
) -> tuple[dict[str, Chosen], dict[str, tuple[Week, ...]], list[LeftOut]]:
    """The blocks that are in the weeks, the calendar of each, and what has to wait."""
    usual, with_race = calendar(None, None), calendar(runner.day, runner.race)
    active: dict[str, Chosen] = {}
    weeks: dict[str, tuple[Week, ...]] = {}
    no_week: list[Block] = []
    for name, one in turns.blocks.items():
        held = allowed.fixed_text(one.texts) is not None
        own = usual if held else late(with_race) if name in turns.later else with_race
        if name in turns.waiting:
            continue
        if own is None:
            no_week.append(one.block)
            continue
        active[name], weeks[name] = one, own
    for name, one in active.items():
        others = [(weeks[other], active[other].texts) for other in active if other != name]
        weeks[name] = flattened(weeks[name], one.texts, others)
        if runner.is_safety_open:
            weeks[name] = level(weeks[name], one.texts)
    left = [
        *(_left(Why.ONE_AT_A_TIME, turns.blocks[name].block, _AFTER) for name in turns.waiting),
        *(_left(Why.RACE, block, _NO_WEEK) for block in no_week),
    ]
    titles = tuple(one.block.title for name, one in turns.blocks.items() if name in turns.calmer)
    if titles:
        left.append(LeftOut(Why.ONE_AT_A_TIME, titles, _NOTHING_NEW))
    return active, weeks, left


def _left(why: Why, block: Block, reason: str) -> LeftOut:
    return LeftOut(why, (block.title,), reason, (block.id,))
