"""Why a rule fires, is quiet or is unknown: rules, flags, limits, notes and signs."""

from collections.abc import Callable, Iterator
from typing import assert_never

from ..contradictions import find_clashes
from ..findings import STATES
from ..knowledge import Knowledge, Lead, Limit, Points, Rule, Sign, Warn
from ..texts import fill
from .nearest import near_rule
from .shapes import Explanation, section
from .trace import Trace, kind_of

_HEADINGS = {True: "Why it fires", False: "Why it does not fire", None: "What is known so far"}


def explain_rule(trace: Trace, rule: Rule) -> Explanation:
    """A rule down to answers and sources, with what would turn it."""
    state = trace.assessment.states[rule.id]
    result = next(one for one in trace.diagnosis.rules if one.rule is rule)
    sentences = [f"People often say: “{rule.claim}”"] if rule.claim else []
    sentences += [result.because] if result.because else []
    sentences += [concludes(trace.knowledge, rule, trace.diagnosis.shown), *_leads_to(trace, rule)]
    return Explanation(
        id=rule.id, kind=kind_of(rule), title=rule.title, outcome=STATES[state],
        sentences=tuple(sentences),
        sections=section(_HEADINGS[state], *trace.instances(rule)),
        # How to be rid of a warning that needs a doctor is no question to answer here.
        nearest=() if state and _is_urgent(rule) else (near_rule(trace.diagnosis, rule),),
        missing=trace.diagnosis.missing_for(rule) if state is None else (),
        grade=rule.grade, sources=trace.sources(rule.evidence),
    )  # fmt: skip


def _is_urgent(rule: Rule) -> bool:
    return isinstance(rule.conclusion, Warn) and rule.conclusion.tier in {"A", "B"}


def _leads_to(trace: Trace, rule: Rule) -> Iterator[str]:
    advice = rule.conclusion.advice if isinstance(rule.conclusion, Points) else None
    if advice:
        yield f"It leads to the advice: {trace.knowledge.advice[advice].title} [{advice}]."


def concludes(knowledge: Knowledge, rule: Rule, shown: Callable[[str], str | None]) -> str:
    """What happens when a rule fires, in a sentence or two, with the values that are known."""
    match rule.conclusion:
        case Points(pillar, _, 0, _):
            title = knowledge.scored[pillar].title
            return f"When it fires: it is said under {title}, and gives no points."
        case Points(pillar, group, points, _):
            item = "" if group == rule.id else f" in the item {group}"
            title = knowledge.scored[pillar].title
            plural = "s" if points != 1 else ""
            return f"When it fires: {points} point{plural} for {title}{item}."
        case Warn(tier, route, plan, running, _):
            return f"When it fires: tier {tier}, {route}, plan {plan}. {fill(running, shown)}"
        case Sign(pattern, weight, _):
            title = knowledge.patterns[pattern].title
            return f"When it fires: {weight:+d} for {title}."
        case Limit(stops):
            return "When it fires: no plan is shown." if stops else "When it fires: it is said."
        case Lead(context):
            return f"When it fires: {knowledge.scored[context].title} comes first."
        case _:
            assert_never(rule.conclusion)


def explain_contradiction(trace: Trace, name: str) -> Explanation:
    """Why answers do not fit together, or why they do."""
    one = trace.knowledge.contradictions[name]
    truth = trace.assessor.evaluator.truth(one.when, trace.facts)
    clashes = find_clashes(
        trace.knowledge, trace.assessor.evaluator, trace.facts, trace.diagnosis.answers,
        trace.diagnosis.shown,
    )  # fmt: skip
    texts = [clash.text for clash in clashes if clash.contradiction.id == name]
    outcomes = {True: "does not fit together", False: "fits together", None: "unknown"}
    return Explanation(
        id=one.id, kind="contradiction", title=one.title, outcome=outcomes[truth],
        sentences=(*texts, "No score changes by it: every answer counts as you gave it."),
        sections=section("What would not fit together", trace.condition(one.when)),
    )  # fmt: skip
