"""From what fired to what to do: restrictions, actions, and the eight weeks."""

from .actions import MOST_ACTIONS, Action, Wanted, choose_actions
from .making import make_plan, plan_reason
from .restrictions import Restrictions, restrictions
from .result import Cell, LeftOut, Plan, SessionSheet, StepState, Why
from .runner import PlanRunner

__all__ = [
    "MOST_ACTIONS", "Action", "Cell", "LeftOut", "Plan", "PlanRunner", "Restrictions",
    "SessionSheet", "StepState", "Wanted", "Why", "choose_actions", "make_plan", "plan_reason",
    "restrictions",
]  # fmt: skip
