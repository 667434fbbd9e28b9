"""Why advice is given, or not, what it answers, and what else was left out."""

from collections.abc import Iterator
from dataclasses import replace

from ..diagnosis import Diagnosis, stops
from ..errors import join_words
from ..knowledge import Advice, Points, Rule
from ..planning.actions import MOST_ACTIONS
from ..planning.restrictions import Restrictions, restrictions
from ..scoring import Score, score_pillar
from .shapes import Explanation, Step, said, section
from .trace import Trace


def explain_advice(trace: Trace, advice: Advice) -> Explanation:
    """Why advice is given, or why not."""
    diagnosis = trace.diagnosis
    given = [one.advice.id for one in diagnosis.actions]
    place = given.index(advice.id) if advice.id in given else None
    text = next((one.text for one in diagnosis.actions if one.advice is advice), "")
    rules = [rule for rule in trace.knowledge.rules.values() if _leads_to(rule, advice)]
    asking = [rule for rule in rules if rule.id in _counted(diagnosis)]
    others = [rule for rule in rules if rule not in asking]
    against = why_not(trace, advice) if place is None else ()
    return Explanation(
        id=advice.id, kind="advice", title=advice.title, outcome=_outcome(place),
        # What is not for this runner is not given with a dose either.
        sentences=tuple(one for one in (text, *_terms(advice)) if one) if place is not None else (),
        sections=(
            *section("Why not", *against),
            *section("What it answers", *_answered(trace, asking)),
            *section("Rules that lead to it, and do not count here",
                     *(trace.rule(rule) for rule in others)),
            *section("Left out beside it", *left_out(trace, but=advice)),
        ),
        missing=diagnosis.missing_for(*(one for one in others if _is_open(trace, one))),
        grade=advice.grade, sources=trace.sources(advice.evidence),
    )  # fmt: skip


def _is_open(trace: Trace, rule: Rule) -> bool:
    return trace.assessment.states[rule.id] is None


def _outcome(place: int | None) -> str:
    if place is None:
        return "not advised"
    if place < MOST_ACTIONS:
        return f"advised, number {place + 1}"
    return f"asked for, and not among the first {MOST_ACTIONS}"


def _terms(advice: Advice) -> tuple[str, ...]:
    return (
        f"How much: {advice.dose} ({advice.minutes_per_week} minutes a week in all).",
        f"Stop: {advice.stop}",
    )


def _leads_to(rule: Rule, advice: Advice) -> bool:
    return isinstance(rule.conclusion, Points) and rule.conclusion.advice == advice.id


def _counted(diagnosis: Diagnosis) -> set[str]:
    """The rules that give the points of their items: only these ask for advice."""
    return {name for score in (*diagnosis.pillars, *diagnosis.contexts) for name in score.fired}


def _answered(trace: Trace, rules: list[Rule]) -> Iterator[Step]:
    """The rules that ask for it, and what would be without their points."""
    names = {rule.id for rule in rules}
    for rule in rules:
        points = rule.conclusion.points if isinstance(rule.conclusion, Points) else 0
        plural = "s" if points != 1 else ""
        text = f"{rule.title}: {points} point{plural}"
        yield Step(text, True, (*trace.instances(rule), trace.cites(rule)), rule.id)
    for score in (*trace.diagnosis.pillars, *trace.diagnosis.contexts):
        if names.intersection(score.fired) and score.deficit is not None:
            after = _without(score, names)
            yield said(
                f"Without these points the room to improve would be {after:.0f} % instead of "
                f"{score.deficit:.0f} %: {score.pillar.title}",
                score.pillar.id,
            )


def _without(score: Score, rules: set[str]) -> float:
    items = [
        replace(item, least=0, most=0, rule=None) if item.rule in rules else item
        for item in score.items
    ]
    return score_pillar(score.pillar, items, is_linked=False).deficit or 0.0


def asked_for(trace: Trace) -> tuple[Advice, ...]:
    """All advice that the points ask for, in the order of the base."""
    rules = (trace.knowledge.rules[name].conclusion for name in _counted(trace.diagnosis))
    names = {one.advice for one in rules if isinstance(one, Points)}
    return tuple(one for name, one in trace.knowledge.advice.items() if name in names)


def left_out(trace: Trace, but: Advice | None = None) -> Iterator[Step]:
    """The advice that the points ask for, and that is not given, with why."""
    given = [one.advice for one in trace.diagnosis.actions]
    for advice in asked_for(trace):
        if advice not in given and advice is not but:
            reasons = why_not(trace, advice)
            yield said(f"{advice.title}: {reasons[0].text}", advice.id, reasons[0].parts)


def later(trace: Trace) -> Iterator[Step]:
    """The advice that is given, but not among the first."""
    for one in trace.diagnosis.actions[MOST_ACTIONS:]:
        yield said(one.advice.title, one.advice.id)


def why_not(trace: Trace, advice: Advice) -> tuple[Step, ...]:
    """Every reason why advice is not given; at least one where it is not."""
    diagnosis, allowed = trace.diagnosis, restrictions_of(trace.diagnosis)
    flags = tuple(
        said(f"{one.rule.title}: asks for the plan “{one.warn.plan}”", one.rule.id)
        for one in diagnosis.flags
        if one.warn.plan != "unchanged"
    )
    limits = tuple(said(one.rule.title, one.rule.id) for one in diagnosis.limits if stops(one.rule))
    found = []
    if allowed.mode == "none":
        found.append(said("no advice is given, because no plan is shown", "", (*flags, *limits)))
    if advice not in asked_for(trace):
        found.append(said("no rule that gives points asks for it"))
    if allowed.mode != "none":
        if advice.increases and allowed.is_restricted:
            found.append(said("it adds something, and nothing is added for now", "", flags))
        block = trace.knowledge.blocks.get(advice.block)
        if block is not None and not allowed.allows(block):
            found.append(said(_barred(allowed), "", flags))
    if advice.withhold_if is not None:
        step = trace.condition(advice.withhold_if)
        if step.truth is not False:
            word = "something speaks against it" if step.truth else "not ruled out against it"
            found.append(said(f"withheld: {word}", "", (step,)))
    beside = [
        one.advice.title
        for one in diagnosis.actions
        if advice.id in one.advice.not_with or one.advice.id in advice.not_with
    ]
    if beside:
        found.append(said(f"it does not go together with: {join_words(beside, 'and')}"))
    budget = diagnosis.plan.budget
    if budget is not None and not found:
        text = f"{budget.minutes} minutes a week leave no room for it"
        found.append(said(text, trace.knowledge.plan_asks.get("minutes", "")))
    return tuple(found) or (said("it opens no part of the plan for now"),)


def _barred(allowed: Restrictions) -> str:
    words = {
        "no-impact": "it is part of what is left out while nothing may have impact",
        "hold": "it is part of what waits while nothing may go up",
        "site": "it loads a sore place, or is not for this kind of pain",
    }
    return words.get(allowed.mode or "", "a flag leaves it out")


def restrictions_of(diagnosis: Diagnosis) -> Restrictions:
    """What flags, patterns and limits leave of the plan, as the diagnosis worked it out."""
    return restrictions(
        [(one.warn, one.sites) for one in diagnosis.flags],
        [(one.pattern, one.sites) for one in diagnosis.patterns],
        stopped=any(stops(one.rule) for one in diagnosis.limits),
    )
