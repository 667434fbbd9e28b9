"""Everything that Surefoot concludes about one runner.

`diagnose` sums what fired to points, patterns, tier and plan. What this module says
must follow from fired rules and answers alone; `explain` shows how.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from .assessment import Assessment, Assessor
from .evaluate import Truth
from .knowledge import (
    BANDS,
    ROUTES,
    TIERS,
    Advice,
    Knowledge,
    Lead,
    Limit,
    Pattern,
    Points,
    Rule,
    Warn,
)
from .measurement import next_measurement
from .patterns import SiteScore, band_range
from .planning import Action, Plan, choose_actions, make_plan, plan_reason, restrictions
from .scoring import Band, Score, joint_first, ranked, score_pillars
from .texts import fill
from .vocabulary import Answers, State, show_value

STATES: Mapping[Truth, str] = {True: "fires", False: "quiet", None: "unknown"}


@dataclass(frozen=True, slots=True)
class RaisedFlag:
    """A flag that fires, with its sites and its reason in the runner's own answers."""

    rule: Rule
    warn: Warn
    sites: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class MatchedPattern:
    """A pattern that is likely or more whatever is answered later."""

    pattern: Pattern
    band: str
    sites: tuple[str, ...]
    pillars: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Headline:
    """What comes first: a flag, a limit, a context, a pillar, or that nothing is weak."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What became of a rule; `because` is filled in for a rule that fires, else empty."""

    rule: Rule
    state: str
    points: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All conclusions about one runner, pillars ranked, flags most urgent first."""

    knowledge: Knowledge
    answers: Answers
    assessment: Assessment
    headline: Headline
    tier: str | None
    flags: tuple[RaisedFlag, ...]
    undecided_flags: tuple[str, ...]
    limits: tuple[RuleResult, ...]
    patterns: tuple[MatchedPattern, ...]
    plan: Plan
    pillars: tuple[Score, ...]
    contexts: tuple[Score, ...]
    rules: tuple[RuleResult, ...]
    actions: tuple[Action, ...]
    unanswered: tuple[str, ...]
    next_measurement: str | None

    def score(self, name: str) -> Score:
        """The score of a pillar or context.

        Raises:
            KeyError: for a name that the base does not have.
        """
        for one in (*self.pillars, *self.contexts):
            if one.pillar.id == name:
                return one
        raise KeyError(name)

    def shown(self, subject: str, site: str | None = None) -> str | None:
        """A value for people, in the unit that the runner used; None if it is not known."""
        return shown_value(self.knowledge, self.answers, self.assessment, subject, site)


def diagnose(assessor: Assessor, answers: Answers) -> Diagnosis:
    """All conclusions from answers that were read with the assessor's knowledge base.

    Answers to questions that do not apply are kept and conclude nothing.
    """
    knowledge = assessor.knowledge
    assessment = assessor.assess(answers)
    shown = partial(shown_value, knowledge, answers, assessment)
    flags = _flags(knowledge, assessment, shown)
    limits = _limits(knowledge, assessment, shown)
    patterns = _patterns(assessor, assessment)
    linked = {name: True for one in patterns for name in one.pillars}
    scores = score_pillars(knowledge, assessor, assessment, linked)
    pillars = ranked(scores[name] for name in knowledge.pillars)
    contexts = tuple(scores[name] for name in knowledge.contexts)
    stopped = any(isinstance(one.rule.conclusion, Limit) and one.rule.conclusion.stops
                  for one in limits)  # fmt: skip
    allowed = restrictions(
        [(one.warn, one.sites) for one in flags],
        [(one.pattern, one.sites) for one in patterns],
        stopped=stopped,
    )
    leading = _leading(knowledge, assessment, contexts)

    def is_withheld(advice: Advice) -> bool:
        condition = advice.withhold_if
        return condition is not None and (
            assessor.evaluator.truth(condition, assessment.facts) is not False
        )

    ordered = [score for score in contexts if score is leading] + [
        score for score in (*pillars, *contexts) if score is not leading
    ]
    actions = choose_actions(knowledge, ordered, allowed, is_withheld, shown)
    strictest = next((one.rule.title for one in flags if one.warn.plan == allowed.mode), "")
    limit_text = next(
        (one.because for one in limits if getattr(one.rule.conclusion, "stops", 0)), ""
    )
    reason = plan_reason(allowed.mode, strictest, limit_text)
    unanswered = _unanswered(assessor, answers, assessment)
    return Diagnosis(
        knowledge=knowledge,
        answers=answers,
        assessment=assessment,
        headline=_headline(flags, limits, leading, pillars),
        tier=min((one.warn.tier for one in flags), default=None),
        flags=flags,
        undecided_flags=tuple(
            name
            for name, rule in knowledge.rules.items()
            if isinstance(rule.conclusion, Warn) and assessment.states[name] is None
        ),
        limits=limits,
        patterns=patterns,
        plan=make_plan(knowledge, pillars, actions, allowed, reason, shown),
        pillars=pillars,
        contexts=contexts,
        rules=tuple(_result(rule, assessment, shown) for rule in knowledge.rules.values()),
        actions=actions,
        unanswered=unanswered,
        next_measurement=next_measurement(knowledge, assessment, scores.values(), unanswered),
    )


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
    if value is None or subject not in knowledge.derived:
        return None
    return show_value(knowledge.derived[subject].kind, value)


Shown = Callable[..., str | None]


def because_of(rule: Rule, assessment: Assessment, shown: Shown) -> str:
    """The rule's reason with the runner's answers in it, once for each site where it fires."""
    sites: tuple[str | None, ...] = assessment.sites_of(rule) if rule.is_each else (None,)
    texts = [fill(rule.because, lambda name, at=site: shown(name, at)) for site in sites]  # type: ignore[misc]
    return " ".join(dict.fromkeys(texts))


def _result(rule: Rule, assessment: Assessment, shown: Shown) -> RuleResult:
    truth = assessment.states[rule.id]
    points = rule.conclusion.points if isinstance(rule.conclusion, Points) and truth else 0
    because = because_of(rule, assessment, shown) if truth else ""
    return RuleResult(rule, STATES[truth], points, because)


def _flags(knowledge: Knowledge, assessment: Assessment, shown: Shown) -> tuple[RaisedFlag, ...]:
    raised = []
    for rule in knowledge.rules.values():
        if isinstance(rule.conclusion, Warn) and assessment.states[rule.id]:
            because = because_of(rule, assessment, shown)
            raised.append(RaisedFlag(rule, rule.conclusion, assessment.sites_of(rule), because))
    return tuple(
        sorted(
            raised,
            key=lambda one: (
                TIERS.index(one.warn.tier), ROUTES.index(one.warn.route), one.rule.id,
            ),
        )
    )  # fmt: skip


def _limits(knowledge: Knowledge, assessment: Assessment, shown: Shown) -> tuple[RuleResult, ...]:
    return tuple(
        _result(rule, assessment, shown)
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Limit) and assessment.states[rule.id]
    )


def _patterns(assessor: Assessor, assessment: Assessment) -> tuple[MatchedPattern, ...]:
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
                -one.points, _referral(assessor.knowledge, one.pattern.id),
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


def _referral(knowledge: Knowledge, pattern: str) -> str:
    """The most urgent tier among the flags that read a pattern; after all tiers where none does."""
    tiers = [
        rule.conclusion.tier
        for rule in knowledge.rules.values()
        if isinstance(rule.conclusion, Warn) and pattern in rule.reads
    ]
    return min(tiers, default="Z")


def _leading(
    knowledge: Knowledge, assessment: Assessment, contexts: tuple[Score, ...]
) -> Score | None:
    """The context that is the headline whatever the pillars say."""
    for score in contexts:
        rule = knowledge.rules.get(f"headline.{score.pillar.id}")
        if rule is None or not isinstance(rule.conclusion, Lead):
            continue
        if assessment.states[rule.id] or score.band is Band.WEAK:
            return score
    return None


def _headline(
    flags: tuple[RaisedFlag, ...],
    limits: tuple[RuleResult, ...],
    leading: Score | None,
    pillars: tuple[Score, ...],
) -> Headline:
    urgent = [one for one in flags if one.warn.tier in {"A", "B"}]
    if urgent:
        return Headline(urgent[0].rule.id, f"{urgent[0].rule.title}: {urgent[0].warn.running}")
    for one in limits:
        if isinstance(one.rule.conclusion, Limit) and one.rule.conclusion.stops:
            return Headline(one.rule.id, one.because)
    if leading is not None:
        return Headline(leading.pillar.id, leading.pillar.headline)
    first = joint_first(pillars)
    if first:
        text = first[0].pillar.headline
        others = [one.pillar.title for one in first[1:]]
        if others:
            text += f" About as much room: {', '.join(others)}."
        return Headline(first[0].pillar.id, text)
    if any(one.band is Band.NOT_ENOUGH_ANSWERS for one in pillars):
        text = "There are not enough answers yet to say which part needs work first."
        return Headline("not-enough-answers", text)
    return Headline("keep-going", "No part of your foundation looks weak. Keep going.")


def _unanswered(assessor: Assessor, answers: Answers, assessment: Assessment) -> tuple[str, ...]:
    """Questions that apply and were not answered."""
    return tuple(
        name
        for name in assessor.knowledge.questions
        if assessment.facts.gate(name) is True
        and (name not in answers or answers[name].state is not State.GIVEN)
    )
