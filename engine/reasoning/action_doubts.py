"""Which advice answers to come may still add, take away, or move."""

from collections.abc import Iterable, Iterator

from ..condition import Condition
from ..knowledge import Advice, Points
from ..plan_reads import plan_conditions
from ..scoring import ItemScore
from .doubts import Doubt, Step, doubt_about
from .prospect import Prospect


def action_doubts(prospect: Prospect) -> Iterator[Doubt]:
    """Advice that an answer to come may add, take away, or move."""
    is_timed = _is_timed(prospect)
    for name, score in prospect.scores.items():
        for item in score.items:
            advice = _possible_advice(prospect, item)
            # Where the time is known, what an item is worth weighs on what is chosen.
            if (advice or is_timed) and prospect.is_item_open(item):
                yield Doubt(Step.ACTION, name, prospect.behind_item(item))
            else:
                yield from _of_equals(prospect, item)
            for one in advice:
                if one.withhold_if is not None:
                    yield from _of_conditions(prospect, one.id, [one.withhold_if])
    yield from _time_doubts(prospect, is_timed=is_timed)


def _of_equals(prospect: Prospect, item: ItemScore) -> Iterator[Doubt]:
    """Rules that would speak for a decided item instead: as heavy, and earlier in the base."""
    for rule in item.group.rules:
        if rule.id == item.rule:
            return
        is_as_heavy = isinstance(rule.conclusion, Points) and rule.conclusion.points == item.least
        if is_as_heavy and prospect.is_open(rule):
            yield doubt_about(prospect, Step.ACTION, rule, name=item.group.pillar)


def _possible_advice(prospect: Prospect, item: ItemScore) -> list[Advice]:
    states = prospect.assessment.states
    names = [
        rule.conclusion.advice
        for rule in item.group.rules
        if isinstance(rule.conclusion, Points) and states[rule.id] is not False
    ]
    return [prospect.knowledge.advice[one] for one in names if one is not None]


def _is_timed(prospect: Prospect) -> bool:
    """Whether the runner said how many minutes there are."""
    name = prospect.knowledge.plan_asks.get("minutes", "")
    return prospect.assessment.facts.is_declared(name)


def _time_doubts(prospect: Prospect, *, is_timed: bool) -> Iterator[Doubt]:
    """What fits into the minutes of a week: not asked yet, or resting on the plan's own answers."""
    knowledge = prospect.knowledge
    minutes, tools = (knowledge.plan_asks.get(one, "") for one in ("minutes", "equipment"))
    if minutes in prospect.to_come:
        yield Doubt(Step.ACTION, minutes, frozenset([minutes]))
    if is_timed:
        if tools in prospect.to_come:
            yield Doubt(Step.ACTION, tools, frozenset([tools]))
        yield from _of_conditions(prospect, minutes, plan_conditions(knowledge))


def _of_conditions(
    prospect: Prospect, name: str, conditions: Iterable[Condition]
) -> Iterator[Doubt]:
    """The doubts about conditions that an answer to come can still decide."""
    facts, truth = prospect.assessment.facts, prospect.assessor.evaluator.truth
    for one in conditions:
        behind = prospect.reading.behind_condition(one) & prospect.to_come
        if behind and truth(one, facts) is None:
            yield Doubt(Step.ACTION, name, behind)
