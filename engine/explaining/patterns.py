"""The signs of a pattern: for it, against it, open, and asked but not so."""

from collections.abc import Iterable

from ..errors import join_words
from ..knowledge import Pattern, Rule, Sign
from ..patterns import SiteScore, band_of
from .nearest import near_pattern
from .shapes import Explanation, Section, Step, section
from .trace import Trace, band_span


def explain_pattern(trace: Trace, pattern: Pattern) -> Explanation:
    """The signs of a pattern for each place, how they add up, and what would turn it."""
    scores = trace.assessment.scores[pattern.id]
    low = max((band_of(one.low) for one in scores), default=0)
    high = max((band_of(one.high) for one in scores), default=0)
    rules = signs_of(trace, pattern)
    unknown = [rule for rule in rules if trace.assessment.states[rule.id] is None]
    is_matched = any(one.is_matched for one in scores)
    fits = (
        f"Your answers fit a pattern often called {pattern.title}; other causes are possible."
        if is_matched
        else _looked_for(trace, pattern)
    )
    sums = tuple(_sum(trace, one) for one in scores)
    sections = [one for score in scores for one in _sections(trace, rules, score, len(scores))]
    return Explanation(
        id=pattern.id, kind="pattern", title=pattern.title, outcome=band_span(low, high),
        sentences=tuple(one for one in (fits, *sums, pattern.differ) if one),
        sections=tuple(sections), nearest=(near_pattern(trace.diagnosis, pattern),),
        missing=trace.diagnosis.missing_for(*unknown),
        grade=pattern.grade, sources=trace.sources(pattern.evidence),
    )  # fmt: skip


def signs_of(trace: Trace, pattern: Pattern) -> list[Rule]:
    """The rules that are signs for or against a pattern."""
    return [
        rule
        for rule in trace.knowledge.rules.values()
        if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == pattern.id
    ]


def _looked_for(trace: Trace, pattern: Pattern) -> str:
    sites = join_words([trace.knowledge.sites[site].lower() for site in pattern.sites])
    return f"Looked for at: {sites}." if sites else ""


def _sum(trace: Trace, score: SiteScore) -> str:
    label = trace.knowledge.sites.get(score.site or "", "All signs")
    span = f"{score.low}" if score.low == score.high else f"{score.low} to {score.high}"
    return f"{label}: {span} points. Possible begins at 1, likely at 3, very likely at 5."


def _sections(
    trace: Trace, rules: Iterable[Rule], score: SiteScore, places: int
) -> tuple[Section, ...]:
    label = trace.knowledge.sites.get(score.site or "", "")
    behind = f" ({label.lower()})" if label and places > 1 else ""
    found: dict[str, list[Step]] = {
        "Speaks for it": [], "Speaks against it": [], "Open": [], "Asked, and not so": []
    }  # fmt: skip
    for rule in rules:
        truth = trace.assessment.truths.get((rule.id, score.site), False)
        weight = rule.conclusion.weight if isinstance(rule.conclusion, Sign) else 0
        instance = next((one for one in rule.instances if one.site == score.site), None)
        parts = (trace.condition(instance.condition),) if instance else ()
        step = Step(f"{rule.title} ({weight:+d})", truth, parts, rule.id)
        if truth is None:
            found["Open"].append(step)
        elif truth:
            found["Speaks for it" if weight > 0 else "Speaks against it"].append(step)
        else:
            found["Asked, and not so"].append(step)
    return tuple(one for title, of in found.items() for one in section(f"{title}{behind}", *of))
