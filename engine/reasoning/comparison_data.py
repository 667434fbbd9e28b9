"""A comparison as plain data: what `surefoot whatif --format json` prints."""

from collections.abc import Callable
from typing import Any, TypeVar

from ..planning import Action, Plan
from ..vocabulary import Answer
from .whatif import AnswerChange, BeforeAfter, Comparison, PlanChange, Standing, either

SCHEMA = "surefoot-comparison-1"

Data = dict[str, Any]
_T = TypeVar("_T")


def comparison_data(comparison: Comparison) -> Data:
    """All that differs; percentages are unrounded. What is the same is None, or an empty list.

    Of what is there on one side only, the other side is None. A side whose plan is not shown has
    no pillars, contexts, patterns and actions; where that is the side after, neither has.
    """
    one = comparison
    knowledge = one.after.knowledge
    scores = [(score, either(score)) for score in one.scores]
    return {
        "schema": SCHEMA,
        "knowledge": {"name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash},
        "same": one.is_same,
        "answers": [_answer_change(change) for change in one.answers],
        "newly_asked": [question.id for question in one.opened],
        "no_longer_asked": [question.id for question in one.closed],
        "headline": _sides(one.headline, lambda side: {"id": side.id, "text": side.text}),
        "tier": _sides(one.tier, lambda side: side),
        "flags": [
            {"id": either(flag).rule.id, "title": either(flag).rule.title}
            | _both(flag, lambda side: {
                "tier": side.warn.tier, "route": side.warn.route, "plan": side.warn.plan,
                "because": side.because, "running": side.running, "tell": side.warn.tell,
                "sites": list(side.sites),
            })
            for flag in one.flags
        ],
        "undecided_flags": [
            {"id": either(rule).id, "title": either(rule).title}
            | _both(rule, lambda side: "unknown")
            for rule in one.undecided_flags
        ],
        "limits": [
            {"id": either(limit).rule.id} | _both(limit, lambda side: side.because)
            for limit in one.limits
        ],
        "contradictions": [
            {"id": either(clash).contradiction.id, "title": either(clash).contradiction.title}
            | _both(clash, lambda side: side.text)
            for clash in one.clashes
        ],
        "patterns": [
            {"id": either(pattern).pattern.id, "title": either(pattern).pattern.title}
            | _both(pattern, lambda side: {"band": side.band, "sites": list(side.sites)})
            for pattern in one.patterns
        ],
        "pillars": [_score(change) for change, side in scores if not side.score.pillar.is_context],
        "contexts": [_score(change) for change, side in scores if side.score.pillar.is_context],
        "actions": [
            {"id": either(action).advice.id} | _both(action, _action) for action in one.actions
        ],
        "first_actions": _sides(
            one.first_actions, lambda side: [action.advice.id for action in side]
        ),
        "plan": None if one.plan is None else _plan_change(one.plan),
        "rules": [
            {"id": flip.rule.id, "title": flip.rule.title, "before": flip.before,
             "after": flip.after}
            for flip in one.flips
        ],
    }  # fmt: skip


def _both(change: BeforeAfter[_T | None], show: Callable[[_T], object]) -> Data:
    return {
        side: None if value is None else show(value)
        for side, value in (("before", change.before), ("after", change.after))
    }


def _sides(change: BeforeAfter[_T] | None, show: Callable[[_T], object]) -> Data | None:
    if change is None:
        return None
    return {"before": show(change.before), "after": show(change.after)}


def _answer_change(change: AnswerChange) -> Data:
    return {
        "id": change.question.id,
        "title": change.question.title,
        **_both(change.answer, _answer),
        "applies": {"before": change.applies.before, "after": change.applies.after},
    }


def _answer(answer: Answer) -> Data:
    value: object = answer.value
    if isinstance(value, frozenset):
        value = [word.strip() for word in answer.entered.split(",")]
    return {"state": answer.state.value, "value": value, "entered": answer.entered}


def _score(change: BeforeAfter[Standing | None]) -> Data:
    pillar = either(change).score.pillar
    return {"id": pillar.id, "title": pillar.title} | _both(change, _standing)


def _standing(one: Standing) -> Data:
    score = one.score
    return {
        "deficit_percent": score.deficit,
        "low_percent": score.low,
        "high_percent": score.high,
        "clamped": score.clamped,
        "priority_percent": score.priority,
        "band": score.band.value,
        "rank": one.rank,
        "joint": one.is_joint,
    }


def _action(action: Action) -> Data:
    advice = action.advice
    return {"title": advice.title, "minutes_per_week": advice.minutes_per_week}


def _plan_change(change: PlanChange) -> Data:
    return {
        "before": _plan(change.before),
        "after": _plan(change.after),
        "starts": [
            {"id": block.id, "title": block.title, "before": week.before, "after": week.after}
            for block, week in change.starts
        ],
        "weeks": list(change.weeks),
    }


def _plan(plan: Plan) -> Data:
    return {
        "shown": plan.shown,
        "reason": plan.reason,
        "mode": plan.mode,
        "minutes_per_week": plan.minutes_per_week,
        "race": plan.race,
    }
