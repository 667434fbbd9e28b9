"""What an answer to come may still change, one by one."""

from dataclasses import dataclass
from enum import IntEnum

from ..knowledge import Rule
from .prospect import Prospect


class Step(IntEnum):
    """What a doubt is about, in the order in which to ask: who to see comes first."""

    LIMIT = 0
    FLAG = 1
    PATTERN = 2
    CONTEXT = 3
    PILLAR = 4
    ACTION = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may still change, with the id of the rule, pattern, pillar or advice that it is about.

    `questions` are those to come that bear on it.
    """

    step: Step
    id: str
    questions: frozenset[str]


def doubt_about(prospect: Prospect, step: Step, *rules: Rule, name: str = "") -> Doubt:
    """The doubt whether some rules fire; about the first of them, or what is named."""
    behind = frozenset[str]().union(*(prospect.reading.behind[rule.id] for rule in rules))
    return Doubt(step, name or rules[0].id, behind & prospect.to_come)
