"""What follows from fired rules, for one runner: flags, limits, patterns, and every rule's result.

All of it in the runner's own answers, so that it can be printed as it is.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from .assessment import Assessment, Assessor
from .evaluate import Truth
from .knowledge import BANDS, Knowledge, Limit, Pattern, Points, Rule, Warn, formula_reads
from .patterns import SiteScore, band_range
from .texts import fill
from .tiers import PLAN_MODES, ROUTES, TIERS
from .units import show_number, unit_of
from .vocabulary import Answers, Number, State, show_value

FIRES = "fires"
MOST_SHOWN_PATTERNS = 2
_SLACK = 1e-6  # so that 1.1 times 10 km is not a hair under 11
_WHOLE_FROM = 10  # distances that are said in whole kilometres or miles
STATES: Mapping[Truth, str] = {True: FIRES, False: "quiet", None: "unknown"}


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag that fires, with its sites, and its texts with the runner's own answers in them.

    `is_strictest`: no other raised flag does more to the plan, so that its advice on
    running is the one to follow ("run less" must not stand under "do not run").
    """

    rule: Rule
    warn: Warn
    sites: tuple[str, ...]
    because: str
    running: str
    is_strictest: bool


@dataclass(frozen=True, slots=True)
class MatchedPattern:
    """A pattern that is likely or more whatever is answered later."""

    pattern: Pattern
    band: str
    sites: tuple[str, ...]
    pillars: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What became of a rule; `because` is filled in for a rule that fires, else empty."""

    rule: Rule
    state: str
    points: int
    because: str


def shown_value(
    knowledge: Knowledge,
    answers: Answers,
    assessment: Assessment,
    subject: str,
    site: str | None = None,
) -> str | None:
    """A question's or derived value's value for people; None if it is not known.

    With a site, `site` and `symptom.site.x` are read for it.
    """
    if site is not None:
        if subject == "site":
            label = knowledge.sites[site]
            return label[:1].lower() + label[1:]
        subject = subject.replace(".site.", f".{site}.", 1)
    if subject in answers:
        answer = answers[subject]
        return answer.shown if answer.state is State.GIVEN else None
    value = assessment.facts.values.get(subject)
    is_derived = subject in knowledge.derived and assessment.facts.is_declared(subject)
    if value is None or not is_derived:
        return None
    kind = knowledge.derived[subject].kind
    if isinstance(kind, Number) and isinstance(value, float):
        if kind.unit == "km" and subject not in knowledge.compared:
            return _shown_distance(knowledge, answers, subject, value)
        value = float(f"{value:.3g}")  # 176.4 steps a minute claims more than a count can know
    return show_value(kind, value)


def _shown_distance(knowledge: Knowledge, answers: Answers, subject: str, km: float) -> str:
    """A distance in the unit of the answers behind it, rounded down; from 10 on to whole ones.

    Some are limits, and a limit is not to be rounded up. One that a condition compares is not
    shown so: 2.04 would look like 2 beside *more than 2*.
    """
    read = formula_reads(knowledge.derived[subject].formula)
    behind = [answers[name].shown for name in read if _is_distance(knowledge, name)]
    in_miles = bool(behind) and all(unit_of(shown, "km")[0] == "mi" for shown in behind)
    unit, size = unit_of(behind[0], "km") if in_miles else ("km", 1.0)
    steps = 1 if km >= _WHOLE_FROM * size else 10 if km >= size else 100
    return show_number(math.floor(km / size * steps + _SLACK) / steps, unit)


def _is_distance(knowledge: Knowledge, name: str) -> bool:
    return name in knowledge.questions and getattr(knowledge.kind_of(name), "unit", "") == "km"


Shown = Callable[..., str | None]


def because_of(rule: Rule, assessment: Assessment, shown: Shown) -> str:
    """The rule's reason with the runner's answers in it, once for each site where it fires."""
    return _filled(rule.because, rule, assessment, shown)


def _filled(text: str, rule: Rule, assessment: Assessment, shown: Shown) -> str:
    """A text of a rule with values in it; of different ones for several sites, each once."""
    if not rule.is_each:
        return fill(text, shown)
    texts = [fill(text, partial(shown, site=site)) for site in assessment.sites_of(rule)]
    return " ".join(dict.fromkeys(texts))


def rule_result(rule: Rule, assessment: Assessment, shown: Shown) -> RuleResult:
    """What became of a rule for this runner."""
    truth = assessment.states[rule.id]
    points = rule.conclusion.points if isinstance(rule.conclusion, Points) and truth else 0
    because = because_of(rule, assessment, shown) if truth else ""
    return RuleResult(rule, STATES[truth], points, because)


def raised_flags(
    knowledge: Knowledge, assessment: Assessment, shown: Shown
) -> tuple[RaisedFlag, ...]:
    """The flags that fire, most urgent first: by tier, what they do to the plan, route, id."""
    fired = [
        (rule, rule.conclusion)
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Warn) and assessment.states[rule.id]
    ]
    strictest = min((_strictness(warn) for _, warn in fired), default=0)
    raised = [
        RaisedFlag(
            rule=rule,
            warn=warn,
            sites=assessment.sites_of(rule),
            because=because_of(rule, assessment, shown),
            running=_filled(warn.running, rule, assessment, shown),
            is_strictest=_strictness(warn) == strictest,
        )
        for rule, warn in fired
    ]
    return tuple(sorted(raised, key=_urgency))


def _strictness(warn: Warn) -> int:
    return PLAN_MODES.index(warn.plan)


def _urgency(flag: RaisedFlag) -> tuple[int, int, int, str]:
    warn = flag.warn
    return TIERS.index(warn.tier), _strictness(warn), ROUTES.index(warn.route), flag.rule.id


def raised_limits(
    knowledge: Knowledge, assessment: Assessment, shown: Shown
) -> tuple[RuleResult, ...]:
    """The limits that hold for this runner, in the order of the base."""
    return tuple(
        rule_result(rule, assessment, shown)
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Limit) and assessment.states[rule.id]
    )


def matched_patterns(assessor: Assessor, assessment: Assessment) -> tuple[MatchedPattern, ...]:
    """The matched patterns: most points first, then the more urgent referral, then fewer sites."""
    matched = []
    for name, scores in assessment.scores.items():
        certain = [score for score in scores if score.is_matched]
        if certain:
            matched.append(_matched(assessor, assessment, name, certain))
    return tuple(
        sorted(
            matched,
            key=lambda one: (
                -one.points, referral_tier(assessor.knowledge, one.pattern.id),
                len(one.pattern.sites), one.pattern.id,
            ),
        )
    )  # fmt: skip


def _matched(
    assessor: Assessor, assessment: Assessment, name: str, certain: list[SiteScore]
) -> MatchedPattern:
    pattern = assessor.knowledge.patterns[name]
    pillars = tuple(
        link.pillar
        for link in pattern.links
        if link.condition is None or assessor.evaluator.truth(link.condition, assessment.facts)
    )
    sites = tuple(score.site for score in certain if score.site is not None)
    low, _ = band_range(certain)
    return MatchedPattern(pattern, BANDS[low], sites, pillars, max(one.low for one in certain))


def referral_tier(knowledge: Knowledge, pattern: str) -> str:
    """The most urgent tier among the flags that read a pattern; after all tiers where none does."""
    tiers = [
        rule.conclusion.tier
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Warn) and pattern in rule.reads
    ]
    return min(tiers, default="Z")
