"""What fits into the minutes of a week, in plain words."""

from collections.abc import Iterable

from ..engine.planning import MOST_ACTIONS, Action, Budget, Plan


def budget_line(plan: Plan) -> str:
    """What fits, what more time would add, and what is out even then; empty if not known.

    Advice that takes no time is not named: it stays, whatever the time. What can wait is named
    only where there is nothing else; what of it is left out is named under the plan.
    """
    budget = plan.budget
    if budget is None:
        return ""
    now = _now(plan, budget)
    if not budget.left_out:
        return _all_of_it(budget) if now else ""
    parts = (_fitting(plan, budget, now), _more(budget), _still_out(budget))
    return " ".join(part for part in parts if part)


def _now(plan: Plan, budget: Budget) -> str:
    """The first actions that fit, as many as page one has, and how many more."""
    timed = _timed(budget)
    named = [_named(budget, (one,)) + _later(plan, one) for one in timed[:MOST_ACTIONS]]
    more = len(timed) - len(named)
    return "; ".join([*named, f"and {more} more"] if more else named)


def _all_of_it(budget: Budget) -> str:
    left = budget.minutes - budget.used_minutes
    spare = f", and {left} {'is' if left == 1 else 'are'} left" if left else ""
    return f"All of this advice fits into {budget.minutes} minutes a week{spare}."


def _fitting(plan: Plan, budget: Budget, now: str) -> str:
    if now:
        now += "; and a part of the exercises" if budget.is_begun else ""
        if plan.mode == "keep-going":  # the weeks have none of it
            return f"Your {budget.minutes} minutes a week would be enough for: {now}."
        return f"In {budget.minutes} minutes a week: {now}."
    if budget.is_begun:
        return (
            f"{budget.minutes} minutes a week are too few for any of this in full, "
            "so the plan has a part of it."
        )
    return f"{budget.minutes} minutes a week leave room only for what takes no extra time."


def _timed(budget: Budget) -> list[Action]:
    found = [one for one in budget.actions if one.advice.id in budget.timed]
    return _urgent(found) or found


def _later(plan: Plan, action: Action) -> str:
    """What is advised and waits for its turn, or for a race to be over."""
    waits = any(action.advice.block in one.blocks for one in plan.left_out)
    return " (not in these eight weeks)" if waits else ""


def _more(budget: Budget) -> str:
    """What the next minutes would add; first what cannot wait."""
    adds = _urgent(budget.next.adds) or budget.next.adds
    named, drops = _named(budget, adds), _named(budget, budget.next.drops)
    if not named:
        return f"{budget.next.minutes} minutes more would add nothing yet."
    instead = f", in place of: {drops}" if drops else ""
    return f"{budget.next.minutes} minutes more would add: {named}{instead}."


def _still_out(budget: Budget) -> str:
    out = [one for one in _urgent(budget.left_out) if one not in budget.next.adds]
    return f"Still out then: {_named(budget, out)}." if out else ""


def _urgent(actions: Iterable[Action]) -> list[Action]:
    return [one for one in actions if not one.is_solid]


def _named(budget: Budget, actions: Iterable[Action]) -> str:
    """The actions that take time, as they stand in a sentence."""
    titles = (one.advice.title for one in actions if one.advice.id in budget.timed)
    return "; ".join(title[:1].lower() + title[1:] for title in titles)
