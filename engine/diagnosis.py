"""Everything that Surefoot concludes about one runner.

`diagnose` sums what fired to points, patterns, tier and plan. What this module says
must follow from fired rules and answers alone; `explain` shows how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .assessment import Assessment, Assessor
from .findings import (
    MatchedPattern,
    RaisedFlag,
    RuleResult,
    matched_patterns,
    raised_flags,
    raised_limits,
    rule_result,
    shown_value,
)
from .knowledge import Advice, Knowledge, Lead, Limit, Rule, Warn
from .measurement import next_measurement
from .planning import Action, Plan, choose_actions, make_plan, plan_reason, restrictions
from .scoring import Band, Score, joint_first, ranked, score_pillars
from .texts import fill
from .vocabulary import Answers, State


@dataclass(frozen=True, slots=True)
class Headline:
    """What comes first: a flag, a limit, a context, a pillar, or that nothing is weak."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """All conclusions about one runner, pillars ranked, flags most urgent first.

    `unused_safety` are questions that flags read and that were answered, but whose answers
    count for nothing because another answer says, or leaves open, that they do not apply.
    `is_safety_open`: there are such, or a flag of tier A or B is undecided.
    """

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
    unused_safety: tuple[str, ...]
    is_safety_open: bool
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

    def missing_for(self, *rules: Rule) -> tuple[str, ...]:
        """The unanswered questions that bear on rules, in the order of the base."""
        behind = self.knowledge.questions_behind(*rules)
        return tuple(name for name in self.unanswered if name in behind)

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
    flags = raised_flags(knowledge, assessment, shown)
    limits = raised_limits(knowledge, assessment, shown)
    patterns = matched_patterns(assessor, assessment)
    linked = {name for one in patterns for name in one.pillars}
    scores = score_pillars(knowledge, assessor, assessment, linked)
    pillars = ranked(scores[name] for name in knowledge.pillars)
    contexts = tuple(scores[name] for name in knowledge.contexts)
    leading = _leading(knowledge, assessment, contexts)
    stop = next((one for one in limits if stops(one.rule)), None)
    allowed = restrictions(
        [(one.warn, one.sites) for one in flags],
        [(one.pattern, one.sites) for one in patterns],
        stopped=stop is not None,
    )
    ordered = [leading, *pillars, *contexts] if leading else [*pillars, *contexts]
    actions = choose_actions(
        knowledge, ordered, allowed, partial(_is_withheld, assessor, assessment), shown
    )
    strictest = next((one.rule.title for one in flags if one.warn.plan == allowed.mode), "")
    reason = plan_reason(allowed.mode, strictest, stop.because if stop else "")
    unanswered = _unanswered(assessor, answers, assessment)
    undecided = _undecided_flags(knowledge, assessment)
    unused = _unused_safety(knowledge, answers, assessment)
    is_open = bool(unused) or _is_urgent(knowledge, undecided)
    return Diagnosis(
        knowledge=knowledge,
        answers=answers,
        assessment=assessment,
        headline=_headline(flags, stop, leading, pillars, shown, is_safety_open=is_open),
        tier=min((one.warn.tier for one in flags), default=None),
        flags=flags,
        undecided_flags=undecided,
        limits=limits,
        patterns=patterns,
        plan=make_plan(knowledge, pillars, actions, allowed, reason, shown),
        pillars=pillars,
        contexts=contexts,
        rules=tuple(rule_result(rule, assessment, shown) for rule in knowledge.rules.values()),
        actions=actions,
        unanswered=unanswered,
        unused_safety=unused,
        is_safety_open=is_open,
        next_measurement=next_measurement(knowledge, assessment, scores.values(), unanswered),
    )


def _unused_safety(
    knowledge: Knowledge, answers: Answers, assessment: Assessment
) -> tuple[str, ...]:
    given = {
        name
        for name, answer in answers.items()
        if answer.state is State.GIVEN and assessment.facts.gate(name) is not True
    }
    if not given:
        return ()
    flags = (rule for rule in knowledge.rules.values() if isinstance(rule.conclusion, Warn))
    read = set().union(*(rule.reads & given for rule in flags))
    return tuple(name for name in answers if name in read)


def _is_urgent(knowledge: Knowledge, flags: tuple[str, ...]) -> bool:
    """Whether a flag of tier A or B is among these."""
    rules = (knowledge.rules[name].conclusion for name in flags)
    return any(isinstance(one, Warn) and one.tier in {"A", "B"} for one in rules)


def _is_withheld(assessor: Assessor, assessment: Assessment, advice: Advice) -> bool:
    """Whether a contraindication holds or cannot be ruled out."""
    condition = advice.withhold_if
    if condition is None:
        return False
    return assessor.evaluator.truth(condition, assessment.facts) is not False


def _undecided_flags(knowledge: Knowledge, assessment: Assessment) -> tuple[str, ...]:
    return tuple(
        name
        for name, rule in knowledge.rules.items()
        if isinstance(rule.conclusion, Warn) and assessment.states[name] is None
    )


def stops(rule: Rule) -> bool:
    """Whether a limit leaves nothing but its text."""
    return isinstance(rule.conclusion, Limit) and rule.conclusion.stops


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
    stop: RuleResult | None,
    leading: Score | None,
    pillars: tuple[Score, ...],
    shown: Callable[[str], str | None],
    *,
    is_safety_open: bool,
) -> Headline:
    """The most urgent flag; else what leads; "keep going" only where nothing speaks against it."""
    if flags and flags[0].warn.tier in {"A", "B"}:
        return _flag_headline(flags)
    if stop is not None:
        return Headline(stop.rule.id, stop.because)
    if leading is not None:
        return Headline(leading.pillar.id, fill(leading.pillar.headline, shown))
    first = joint_first(pillars)
    if first:
        text = fill(first[0].pillar.headline, shown)
        others = [one.pillar.title for one in first[1:]]
        if others:
            text += f" About as much room: {', '.join(others)}."
        hidden = [
            one.pillar.title
            for one in pillars
            if one.priority is None and (one.high or 0) > (first[0].deficit or 0)
        ]
        if hidden:
            text += f" Too little is answered to say the same of {', '.join(hidden)}."
        return Headline(first[0].pillar.id, text)
    if any(one.warn.plan != "unchanged" for one in flags):
        return _flag_headline(flags)
    if is_safety_open:
        return Headline("not-enough-answers", "We cannot tell yet: safety questions are open.")
    if any(one.band is Band.NOT_ENOUGH_ANSWERS for one in pillars):
        text = "There are not enough answers yet to say which part needs work first."
        return Headline("not-enough-answers", text)
    return Headline("keep-going", "No part of your foundation looks weak. Keep going.")


def _flag_headline(flags: tuple[RaisedFlag, ...]) -> Headline:
    """The most urgent flag's title, with what the strictest one says about running."""
    running = next(one.running for one in flags if one.is_strictest)
    return Headline(flags[0].rule.id, f"{flags[0].rule.title}: {running}")


def _unanswered(assessor: Assessor, answers: Answers, assessment: Assessment) -> tuple[str, ...]:
    """Questions that apply and were not answered."""
    return tuple(
        name
        for name in assessor.knowledge.questions
        if assessment.facts.gate(name) is True
        and (name not in answers or answers[name].state is not State.GIVEN)
    )
