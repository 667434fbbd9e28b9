"""Advice for what lost points, in the order in which to begin."""

from collections.abc import Callable, Iterable, Iterator
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
    """Advice for the plan.

    What is `withheld`, or `barred` by what restricts the plan, opens nothing. But the plan names
    its blocks, so that nobody looks in vain for a part that is weak.
    """

    given: tuple[Action, ...]
    withheld: tuple[Action, ...] = ()
    barred: tuple[Action, ...] = ()


def choose_actions(
    knowledge: Knowledge,
    ordered: Iterable[Score],
    allowed: Restrictions,
    withheld: Callable[[Advice], bool],
    shown: Callable[[str], str | None],
) -> tuple[tuple[Action, ...], Wanted]:
    """Advice for the rules that give points: what is given, and what the plan is made of.

    It comes in the order of the scores, heaviest first. Of two pieces that do not go together
    the later one is left out. What is given speaks only of blocks that the restrictions leave
    whole; the plan may have part of a block.
    """
    if allowed.mode == "none":
        return (), Wanted(())
    asked = tuple(_asked_for(knowledge, ordered, shown))

    def block(action: Action) -> Block:
        return knowledge.blocks[action.advice.block]

    free = [one for one in asked if not (one.advice.increases and allowed.is_restricted)]
    may = [one for one in free if allowed.may_have(block(one))]
    given = [one for one in may if not withheld(one.advice)]
    return _together(one for one in given if allowed.allows(block(one))), Wanted(
        given=_together(given),
        withheld=tuple(one for one in may if withheld(one.advice)),
        barred=tuple(one for one in asked if one not in may),
    )


def _asked_for(
    knowledge: Knowledge, ordered: Iterable[Score], shown: Callable[[str], str | None]
) -> Iterator[Action]:
    """Every piece of advice for the points, each once, whatever speaks against it."""
    found = set[str]()
    for score in ordered:
        of_score: dict[str, Action] = {}
        for item in score.items:
            conclusion = knowledge.rules[item.rule].conclusion if item.rule else None
            if not isinstance(conclusion, Points) or conclusion.advice is None or not item.rule:
                continue
            advice = knowledge.advice[conclusion.advice]
            before = of_score.get(advice.id)
            rules = (*before.rules, item.rule) if before else (item.rule,)
            points = item.least + (before.points if before else 0)
            of_score[advice.id] = Action(
                advice, fill(advice.text, shown), rules, points, score.band is Band.SOLID
            )
        actions = sorted(of_score.values(), key=lambda one: (-one.points, one.advice.id))
        yield from (one for one in actions if one.advice.id not in found)
        found |= of_score.keys()


def _together(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions without those that do not go together with an earlier one."""
    found: list[Action] = []
    for action in actions:
        if all(_go_together(action.advice, other.advice) for other in found):
            found.append(action)
    return tuple(found)


def _go_together(one: Advice, other: Advice) -> bool:
    return one.id not in other.not_with and other.id not in one.not_with
