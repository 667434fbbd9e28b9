"""From what fired to what to do: restrictions, actions, and the eight weeks."""

from .actions import MOST_ACTIONS, Action
from .making import make_plan, plan_reason
from .restrictions import Restrictions, restrictions
from .result import Budget, Cell, LeftOut, More, Plan, SessionSheet, StepState, Why
from .runner import PlanRunner
from .wanting import Wanted, choose_actions

__all__ = [
    "MOST_ACTIONS", "Action", "Budget", "Cell", "LeftOut", "More", "Plan", "PlanRunner",
    "Restrictions", "SessionSheet", "StepState", "Wanted", "Why", "choose_actions", "make_plan",
    "plan_reason", "restrictions",
]  # fmt: skip
