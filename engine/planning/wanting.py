"""What is advised, and what the eight weeks are made of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..knowledge import Advice, Knowledge
from ..plan_parts import Block
from ..scoring import Score
from .actions import Action, asked_for, together
from .budget import within_minutes
from .fitting import NOTHING_KEPT, Kept
from .restrictions import Restrictions
from .result import Budget
from .runner import PlanRunner


@dataclass(frozen=True, slots=True)
class Wanted:
    """Advice for the plan.

    What is `withheld`, or `barred` by what restricts the plan, opens nothing. But the plan names
    its blocks, so that nobody looks in vain for a part that is weak. Where the time is known,
    `budget` says what of the advice fits into it, `kept` what of the exercises that needs, and
    `looked_at` has beside what is given also what the time leaves out.
    """

    given: tuple[Action, ...]
    looked_at: tuple[Action, ...] = ()
    withheld: tuple[Action, ...] = ()
    barred: tuple[Action, ...] = ()
    budget: Budget | None = None
    kept: Kept = NOTHING_KEPT


def choose_actions(
    knowledge: Knowledge,
    ordered: Iterable[Score],
    allowed: Restrictions,
    withheld: Callable[[Advice], bool],
    runner: PlanRunner,
) -> tuple[tuple[Action, ...], Wanted]:
    """Advice for the rules that give points: what is given, and what the plan is made of.

    It comes in the order of the scores, heaviest first. Of two pieces that do not go together
    the later one is left out; where the time is known, the set that removes most is chosen (see
    `budget`). What is given speaks only of blocks that the restrictions leave whole; the plan
    may have part of a block.
    """
    if allowed.mode == "none":
        return (), Wanted(())
    scores = tuple(ordered)
    asked = tuple(asked_for(knowledge, scores, runner.shown))

    def block(action: Action) -> Block:
        return knowledge.blocks[action.advice.block]

    free = [one for one in asked if not (one.advice.increases and allowed.is_restricted)]
    may = [one for one in free if allowed.may_have(block(one))]
    given = [one for one in may if not withheld(one.advice)]
    held = tuple(one for one in may if withheld(one.advice))
    barred = tuple(one for one in asked if one not in may)
    if runner.minutes is None:
        whole = together(one for one in given if allowed.allows(block(one)))
        return whole, Wanted(together(given), together(given), held, barred)
    fitted, budget, kept = within_minutes(knowledge, scores, given, allowed, runner)
    whole = tuple(one for one in fitted if allowed.allows(block(one)))
    looked_at = tuple(one for one in given if one in fitted or one in budget.left_out)
    return whole, Wanted(fitted, looked_at, held, barred, budget, kept)
