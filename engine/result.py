"""A diagnosis as plain data: what `--format json` prints; `result.schema.json` describes it."""

from collections.abc import Iterable
from typing import Any

from .contradictions import Clash
from .diagnosis import Diagnosis
from .findings import MatchedPattern, RaisedFlag, RuleResult
from .history import Jump, Week
from .planning import Action, Budget, Plan
from .reasoning.changes import Change
from .reasoning.insights import find_insights
from .reasoning.measurement import next_measurement
from .reasoning.ranges import Range
from .reasoning.reasons import Reason
from .reasoning.turning import Turning
from .said_and_recorded import RecordedValue, Standing, recorded_values
from .scoring import Score
from .vocabulary import Answer

SCHEMA = "surefoot-result-1"

Data = dict[str, Any]


def result(diagnosis: Diagnosis) -> Data:
    """The whole diagnosis; percentages are unrounded numbers or None."""
    knowledge = diagnosis.knowledge
    insights = find_insights(diagnosis)
    return {
        "schema": SCHEMA,
        "knowledge": {"name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash},
        "runner": {name: _answer(answer) for name, answer in diagnosis.answers.items()},
        "history": [_week(one) for one in diagnosis.history],
        "recorded": [_recorded(one) for one in recorded_values(diagnosis)],
        "headline": {"id": diagnosis.headline.id, "text": diagnosis.headline.text},
        "tier": diagnosis.tier,
        "flags": [_flag(flag) for flag in diagnosis.flags],
        "undecided_flags": list(diagnosis.undecided_flags),
        "limits": [{"id": one.rule.id, "text": one.because} for one in diagnosis.limits],
        "contradictions": [_contradiction(one) for one in diagnosis.contradictions],
        "patterns": [_pattern(one) for one in diagnosis.patterns],
        "plan": {"day": diagnosis.day and diagnosis.day.isoformat(), **_plan(diagnosis.plan)},
        "pillars": [
            {**_score(one), "joint": one.pillar.id in diagnosis.joint.pillars}
            for one in diagnosis.pillars
        ],
        "contexts": [_score(score) for score in diagnosis.contexts],
        "rules": [_rule(one, diagnosis.assessor.meanings[one.rule.id]) for one in diagnosis.rules],
        "notes": [_note(one) for one in diagnosis.notes],
        "actions": [_action(one) for one in diagnosis.actions],
        "unanswered": list(diagnosis.unanswered),
        "next_measurement": next_measurement(diagnosis),
        "ranges": {name: _range(one) for name, one in insights.ranges.items()},
        "reasons": {name: _reason(one) for name, one in insights.reasons.items()},
        "turnings": [_turning(one) for one in insights.turnings],
        "changes": {
            pillar: [_change(one) for one in changes]
            for pillar, changes in insights.changes.items()
        },
    }


def _answer(answer: Answer) -> Data:
    value: object = answer.value
    if isinstance(value, frozenset):
        value = [word.strip() for word in answer.entered.split(",")]
    return {
        "state": answer.state.value,
        "value": value,
        "entered": answer.entered,
        "source": answer.source,
    }


def _week(week: Week) -> Data:
    return {
        "week": week.monday.isoformat(),
        "km": week.km,
        "longest_km": week.longest_km,
        "jump": week.jump and _jump(week.jump),
    }


def _jump(jump: Jump) -> Data:
    return {"day": jump.day.isoformat(), "km": jump.km, "before_km": jump.before_km}


def _recorded(one: RecordedValue) -> Data:
    basis = one.recorded.basis
    return {
        "question": one.question.id,
        "value": one.recorded.value,
        "said": one.answer and one.answer.value,
        "window": basis and {"first": basis.first.isoformat(), "last": basis.last.isoformat()},
        "n": basis and basis.count,
        "of": basis and basis.what,
        "confidence": basis and basis.confidence.value,
        "differs": one.standing is Standing.DIFFERS,
    }


def _flag(flag: RaisedFlag) -> Data:
    return {
        "id": flag.rule.id,
        "title": flag.rule.title,
        "tier": flag.warn.tier,
        "route": flag.warn.route,
        "plan": flag.warn.plan,
        "because": flag.because,
        "sites": list(flag.sites),
    }


def _pattern(one: MatchedPattern) -> Data:
    return {
        "id": one.pattern.id,
        "title": one.pattern.title,
        "band": one.band,
        "sites": list(one.sites),
        "pillars": list(one.pillars),
    }


def _plan(plan: Plan) -> Data:
    weeks = [
        {
            "week": number,
            "blocks": [
                {"id": cell.block, "title": cell.title, "text": cell.text} for cell in cells
            ],
        }
        for number, cells in enumerate(plan.weeks, start=1)
    ]
    return {
        "shown": plan.shown,
        "reason": plan.reason,
        "mode": plan.mode,
        "weeks": weeks,
        "starts": dict(plan.starts),
        "minutes_per_week": plan.minutes_per_week,
        "available_minutes": plan.available_minutes,
        "placing": plan.placing,
        "race": plan.race,
        "sessions": [
            {
                "id": one.id,
                "title": one.title,
                "minutes": one.minutes,
                "exercises": list(one.exercises),
            }
            for one in plan.sessions
        ],
        "steps": [
            {"id": one.step.id, "title": one.step.title, "state": one.state, "text": one.text}
            for one in plan.steps
        ],
        "left_out": [
            {
                "why": one.why.value,
                "titles": list(one.titles),
                "reason": one.reason,
                "blocks": list(one.blocks),
            }
            for one in plan.left_out
        ],
        "budget": plan.budget and _budget(plan.budget),
    }


def _budget(budget: Budget) -> Data:
    def ids(actions: Iterable[Action]) -> list[str]:
        return [one.advice.id for one in actions]

    return {
        "minutes": budget.minutes,
        "used_minutes": budget.used_minutes,
        "actions": ids(budget.actions),
        "removes_points": dict(budget.removes),
        "left_out": ids(budget.left_out),
        "next": {
            "minutes": budget.next.minutes,
            "adds": ids(budget.next.adds),
            "drops": ids(budget.next.drops),
            "removes_points": dict(budget.next.removes),
        },
    }


def _score(score: Score) -> Data:
    return {
        "id": score.pillar.id,
        "deficit_percent": score.deficit,
        "low_percent": score.low,
        "high_percent": score.high,
        "clamped": score.clamped,
        "priority_percent": score.priority,
        "band": score.band.value,
        "decided": score.decided,
        "applicable": score.applicable,
        "rules": list(score.fired),
    }


def _range(one: Range) -> Data:
    return {"low_percent": one.low, "high_percent": one.high}


def _reason(one: Reason | None) -> Data | None:
    if one is None:
        return None
    return {"questions": list(one.questions), "is_fewest": one.is_fewest}


def _rule(one: RuleResult, meaning: str) -> Data:
    return {
        "id": one.rule.id,
        "meaning": meaning,
        "state": one.state,
        "points": one.points,
        "because": one.because,
        "grade": one.rule.grade,
        "evidence": list(one.rule.evidence),
    }


def _change(change: Change) -> Data:
    return {
        "to_band": change.to_band.value,
        "effort": change.effort,
        "minutes_per_week": change.minutes_per_week,
        "steps": change.steps,
        "moves": [
            {"question": one.question.id, "from": one.before.value, "to": one.after.value}
            for one in change.moves
        ],
    }


def _contradiction(clash: Clash) -> Data:
    return {
        "id": clash.contradiction.id,
        "title": clash.contradiction.title,
        "text": clash.text,
        "questions": [question.id for question in clash.questions],
    }


def _note(one: RuleResult) -> Data:
    return {
        "id": one.rule.id,
        "claim": one.rule.claim,
        "text": one.because,
        "grade": one.rule.grade,
        "evidence": list(one.rule.evidence),
    }


def _turning(one: Turning) -> Data:
    return {
        "question": one.question.id,
        "given": one.given,
        "other": one.other.shown,
        "part": one.part,
        "before": one.before,
        "after": one.after,
    }


def _action(one: Action) -> Data:
    advice = one.advice
    return {
        "id": advice.id,
        "title": advice.title,
        "text": one.text,
        "minutes_per_week": advice.minutes_per_week,
        "evidence_grade": advice.grade,
        "rules": list(one.rules),
    }
