"""Advice for what lost points, in the order in which to begin."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ..knowledge import Advice, Knowledge, Points
from ..plan_parts import Block
from ..scoring import Band, Score
from ..texts import fill
from .restrictions import Restrictions

MOST_ACTIONS = 3  # on page 1


@dataclass(frozen=True, slots=True)
class Action:
    """A piece of advice with the firing rules it answers and the points they give.

    `text` is the advice's text with the runner's own answers in it. `is_solid`: it comes from
    a part that is in order, so that it can wait.
    """

    advice: Advice
    text: str
    rules: tuple[str, ...]
    points: int
    is_solid: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Advice for the plan. What is withheld opens nothing.

    But a block that is withheld for the same reason is named, so that nobody looks for it in vain.
    """

    given: tuple[Action, ...]
    withheld: tuple[Action, ...]


def choose_actions(
    knowledge: Knowledge,
    ordered: Iterable[Score],
    allowed: Restrictions,
    withheld: Callable[[Advice], bool],
    shown: Callable[[str], str | None],
    allows: Callable[[Block], bool] | None = None,
) -> tuple[Action, ...]:
    """Advice for the rules that give points, in the order of the scores, heaviest first.

    Of two pieces that do not go together the later one is left out. `allows` says which blocks
    may be spoken of; without it, those that the restrictions leave whole.
    """
    if allowed.mode == "none":
        return ()
    may = allows or allowed.allows
    found: dict[str, Action] = {}
    for score in ordered:
        of_score: dict[str, Action] = {}
        for item in score.items:
            conclusion = knowledge.rules[item.rule].conclusion if item.rule else None
            if not isinstance(conclusion, Points) or conclusion.advice is None or not item.rule:
                continue
            advice = knowledge.advice[conclusion.advice]
            held_back = advice.increases and allowed.modes
            if held_back or not may(knowledge.blocks[advice.block]) or withheld(advice):
                continue
            before = of_score.get(advice.id)
            rules = (*before.rules, item.rule) if before else (item.rule,)
            points = item.least + (before.points if before else 0)
            of_score[advice.id] = Action(
                advice, fill(advice.text, shown), rules, points, score.band is Band.SOLID
            )
        for action in sorted(of_score.values(), key=lambda one: (-one.points, one.advice.id)):
            if all(_go_together(action.advice, other.advice) for other in found.values()):
                found.setdefault(action.advice.id, action)
    return tuple(found.values())


def _go_together(one: Advice, other: Advice) -> bool:
    return one.id not in other.not_with and other.id not in one.not_with
