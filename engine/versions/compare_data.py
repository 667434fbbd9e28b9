"""What `surefoot compare --format json` prints; `compare.schema.json` describes it."""

from typing import Any

from ..reasoning.comparison_data import comparison_data
from ..reasoning.progress import (
    ActionDone,
    FindingNow,
    Movement,
    actions_done,
    is_compared,
    movements,
    resting_on_error,
    small_changes,
    told_flips,
)
from ..reasoning.whatif import compare
from .replay import Replay
from .sides import Side

SCHEMA = "surefoot-compare-1"

Data = dict[str, Any]


def compare_data(before: Side, after: Side) -> Data:
    """What `comparison_data` says, with what moved, the actions done, and where each side is from.

    Both sides are by the knowledge base at hand. A side whose plan is not shown has no pillars and
    actions, and then there are no actions done either.
    """
    comparison = compare(before.diagnosis, after.diagnosis)
    data = comparison_data(comparison)
    resting = resting_on_error(comparison)
    told = {flip.rule.id for flip in told_flips(comparison)}
    return {
        **data,
        "schema": SCHEMA,
        "sides": {"before": _side(before), "after": _side(after)},
        "rules": [
            {**one, "within_usual_error": one["id"] in resting}
            for one in data["rules"]
            if one["id"] in told
        ],
        "within_usual_error": [one.question.id for one in small_changes(comparison)],
        "movements": [_movement(one) for one in movements(comparison)],
        "actions_done": [_action(one) for one in actions_done(comparison)],
        "compared": is_compared(comparison),
    }


def _side(side: Side) -> Data:
    day = side.diagnosis.day
    return {
        "day": day and day.isoformat(),
        "plan_shown": side.diagnosis.plan.shown,
        "comes_out_the_same": None if side.replay is None else side.replay.is_same,
        "file": None if side.replay is None else _file(side.replay, is_told=is_told(side)),
    }


def is_told(side: Side) -> bool:
    """Whether pillars may be told of what the file said and of what comes out today."""
    one = side.replay
    differs = one is not None and any(diff.where == "plan shown" for diff in one.differences)
    return side.diagnosis.plan.shown and not differs


def _file(one: Replay, *, is_told: bool) -> Data:
    """What the file's result was made by, and what is not so with the rules at hand."""
    return {
        "knowledge": dict(one.before),
        "lost_answers": list(one.lost),
        "differences": [
            {"where": diff.where, "before": diff.before, "after": diff.after}
            for diff in one.differences
            if is_told
        ],
        "changed_rules": [rule.id for rule in one.rules if rule.concludes_otherwise and is_told],
    }


def _movement(one: Movement) -> Data:
    return {
        "id": one.after.pillar.id,
        "move": one.move.value,
        "before_percent": None if one.before is None else one.before.deficit,
        "after_percent": one.after.deficit,
    }


def _action(one: ActionDone) -> Data:
    return {
        "id": one.action.advice.id,
        "done": one.done.value,
        "findings": [_finding(finding) for finding in one.findings],
        "answers": [question.id for question, _ in one.answers],
    }


def _finding(one: FindingNow) -> Data:
    return {
        "rule": one.rule.id,
        "done": one.now.value,
        "points": {"before": one.points.before, "after": one.points.after},
    }
