"""Advice for what lost points, in the order in which to begin."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..knowledge import Advice, Knowledge, Points
from ..scoring import Band, ItemScore, Score
from ..texts import fill

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


def asked_for(
    knowledge: Knowledge, ordered: Iterable[Score], shown: Callable[[str], str | None]
) -> Iterator[Action]:
    """Every piece of advice for the points, each once, whatever speaks against it.

    It comes in the order of the scores, heaviest first.
    """
    found = set[str]()
    for score in ordered:
        of_score: dict[str, Action] = {}
        for item in score.items:
            advice = advice_for(knowledge, item)
            if advice is None or item.rule is None:
                continue
            before = of_score.get(advice.id)
            rules = (*before.rules, item.rule) if before else (item.rule,)
            points = item.least + (before.points if before else 0)
            of_score[advice.id] = Action(
                advice, fill(advice.text, shown), rules, points, score.band is Band.SOLID
            )
        actions = sorted(of_score.values(), key=lambda one: (-one.points, one.advice.id))
        yield from (one for one in actions if one.advice.id not in found)
        found |= of_score.keys()


def advice_for(knowledge: Knowledge, item: ItemScore) -> Advice | None:
    """What to do about the points of an item; None where it has none, or nothing to be done."""
    conclusion = knowledge.rules[item.rule].conclusion if item.rule else None
    if not isinstance(conclusion, Points) or conclusion.advice is None:
        return None
    return knowledge.advice[conclusion.advice]


def together(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions without those that do not go together with an earlier one."""
    found: list[Action] = []
    for action in actions:
        if all(go_together(action.advice, other.advice) for other in found):
            found.append(action)
    return tuple(found)


def go_together(one: Advice, other: Advice) -> bool:
    """Whether two pieces of advice may be given beside each other."""
    return one.id not in other.not_with and other.id not in one.not_with
