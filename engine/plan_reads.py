"""What the eight-week plan of a base reads and prints, for the checks."""

from .condition import Condition
from .knowledge import Knowledge


def plan_conditions(knowledge: Knowledge) -> list[Condition]:
    """The conditions that decide what is in a plan, with which texts."""
    found: list[Condition | None] = [one.when for one in knowledge.exercises.values()]
    found += [one.skip_if for one in knowledge.sessions.values()]
    found += [one.when for one in knowledge.placings.values()]
    found += [one for block in knowledge.blocks.values() for one in block.conditions]
    return [one for one in found if one is not None]


def plan_texts(knowledge: Knowledge) -> list[str]:
    """The texts of the plan in which values are printed."""
    found = [placing.text for placing in knowledge.placings.values()]
    for block in knowledge.blocks.values():
        for texts in (block.texts, *(one.texts for one in block.variants)):
            found += texts.all()
    for step in knowledge.steps.values():
        found += [step.otherwise, step.weak, step.not_applying]
    return found
