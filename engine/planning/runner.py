"""What the plan needs to know of a runner beside flags and scores."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from ..condition import Condition
from ..evaluate import Evaluator, Facts, Truth
from ..knowledge import Knowledge
from ..vocabulary import EXCLUSIVE

Shown = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRunner:
    """How conditions read for the runner, and what the plan asked for; None: not answered.

    `day` is when the plan starts; without one no race is taken into account. While safety is open
    (`is_safety_open`) nothing goes up.
    """

    truth: Callable[[Condition], Truth]
    shown: Shown
    minutes: float | None = None
    equipment: frozenset[str] | None = None
    race: datetime.date | None = None
    day: datetime.date | None = None
    is_safety_open: bool = False

    def is_certain(self, condition: Condition | None) -> bool:
        """Whether a condition certainly holds; there being none counts as holding."""
        return condition is None or self.truth(condition) is True

    def is_excluded(self, condition: Condition | None) -> bool:
        """Whether a condition is certainly false; there being none counts as false."""
        return condition is None or self.truth(condition) is False


def plan_runner(
    knowledge: Knowledge,
    evaluator: Evaluator,
    facts: Facts,
    shown: Shown,
    day: datetime.date | None,
    *,
    is_safety_open: bool,
) -> PlanRunner:
    """The runner as the plan sees them, from facts to which all rules have been applied."""

    def answered(ask: str) -> object:
        name = knowledge.plan_asks.get(ask, "")
        return facts.values.get(name) if facts.gate(name) is True else None

    minutes, equipment, race = answered("minutes"), answered("equipment"), answered("race")
    return PlanRunner(
        truth=lambda condition: evaluator.truth(condition, facts),
        shown=shown,
        minutes=float(minutes) if isinstance(minutes, int | float) else None,
        equipment=equipment - set(EXCLUSIVE) if isinstance(equipment, frozenset) else None,
        race=datetime.date.fromordinal(int(race)) if isinstance(race, int | float) else None,
        day=day,
        is_safety_open=is_safety_open,
    )
