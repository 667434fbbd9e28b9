"""What a diagnosis must never do, held against one runner after the other.

Each promise is worked out from what is printed and from the entries of the base, not from the
restrictions by which the plan was made.
"""

from collections.abc import Callable, Iterator, Mapping

from ..diagnosis import Diagnosis
from ..plan_parts import Block
from ..texts import fill
from .plan_promises import (
    half_volume,
    one_pillar_at_a_time,
    printed,
    sore_sites_spared,
    within_the_time,
)
from .triggers import URGENT


def broken_promises(diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    """Each promise that a diagnosis breaks, with how."""
    for name, check in PROMISES.items():
        for how in check(diagnosis):
            yield name, how


def _referral_first(diagnosis: Diagnosis) -> Iterator[str]:
    """A flag of tier A or B is the headline, and no other flag is more urgent."""
    urgent = [one for one in diagnosis.flags if one.warn.tier in URGENT]
    if not urgent:
        return
    highest = min(one.warn.tier for one in urgent)
    named = [one for one in urgent if one.rule.id == diagnosis.headline.id]
    if not named:
        yield f"the headline is {diagnosis.headline.id}, not a flag of tier {highest}"
    elif named[0].warn.tier != highest or diagnosis.tier != highest:
        yield f"the headline is of tier {named[0].warn.tier}, and a flag of tier {highest} fires"
    elif named[0].rule.title not in diagnosis.headline.text:
        yield f"the headline does not name {named[0].rule.id}"


def _no_plan(diagnosis: Diagnosis) -> Iterator[str]:
    """Under `plan: none` there is neither plan nor exercise nor advice."""
    if "none" not in _asked(diagnosis):
        return
    plan = diagnosis.plan
    if plan.mode != "none" or plan.shown:
        yield f"the plan is {plan.mode}, and a flag says none"
    shown = {"weeks": plan.weeks, "exercises": plan.exercises, "advice": diagnosis.actions}
    yield from (f"there are {what} though there is no plan" for what, some in shown.items() if some)


def _nothing_increases(diagnosis: Diagnosis) -> Iterator[str]:
    """Under `plan: hold` no advice adds anything, and no week differs from the one before."""
    if "hold" not in _asked(diagnosis) or not diagnosis.plan.shown:
        return
    for action in diagnosis.actions:
        if action.advice.increases:
            yield f"advice {action.advice.id} increases something while the plan is held"
    blocks = diagnosis.knowledge.blocks
    for cell in (cell for week in diagnosis.plan.weeks for cell in week):
        held = {fill(text, diagnosis.shown) for text in _held_texts(blocks[cell.block])}
        if cell.text not in held:
            yield f"block {cell.block} does not say its `hold` text"
    for name, texts in printed(diagnosis).items():
        if len(set(texts)) > 1:
            yield f"block {name} changes from week to week while the plan is held"


def _held_texts(block: Block) -> set[str]:
    """What a block may say while the plan is held."""
    every = (block.texts, *(one.texts for one in block.variants))
    held = {one.hold for one in every if one.hold is not None}
    return held | {one.half[0] for one in every if one.half is not None}


def _no_impact(diagnosis: Diagnosis) -> Iterator[str]:
    """Under `plan: no-impact` nobody runs or jumps."""
    if "no-impact" not in _asked(diagnosis):
        return
    for name in printed(diagnosis):
        if diagnosis.knowledge.blocks[name].impact:
            yield f"block {name} is impact, and a flag says no-impact"


def _asked(diagnosis: Diagnosis) -> set[str]:
    """What the flags that fire ask of the plan."""
    return {one.warn.plan for one in diagnosis.flags}


PROMISES: Mapping[str, Callable[[Diagnosis], Iterator[str]]] = {
    "the referral comes first": _referral_first,
    "no plan under plan: none": _no_plan,
    "no increase under plan: hold": _nothing_increases,
    "no impact under plan: no-impact": _no_impact,
    "half volume under plan: site": half_volume,
    "a sore place is spared": sore_sites_spared,
    "one pillar at a time": one_pillar_at_a_time,
    "no more minutes than there are": within_the_time,
}
