"""Everything that Surefoot concludes about one runner.

`diagnose` sums what fired to points, patterns, tier and plan. What this module says
must follow from fired rules and answers alone; `explain` shows how.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from .assessment import Assessment, Assessor, unanswered_of
from .contradictions import Clash, find_clashes
from .findings import (
    FIRES,
    MatchedPattern,
    RaisedFlag,
    RuleResult,
    matched_patterns,
    raised_flags,
    raised_limits,
    rule_result,
    shown_value,
)
from .history import History
from .home_tests import Withheld, withheld_tests
from .knowledge import Advice, Knowledge, Lead, Limit, Rule, Warn
from .planning import Action, Plan, choose_actions, make_plan, plan_reason, restrictions
from .planning.runner import plan_runner
from .scoring import Band, Score, joint_first, ranked, score_pillars
from .steadiness import Joint, joint_pillars
from .texts import fill
from .vocabulary import Answers, State

_BANDS = (Band.WEAK, Band.WATCH, Band.SOLID, Band.NOT_ENOUGH_ANSWERS, Band.DOES_NOT_APPLY)


@dataclass(frozen=True, slots=True)
class Headline:
    """What comes first: a flag, a limit, a context, a pillar, or that nothing is weak."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Diagnosis:
    """All conclusions about one runner, pillars ranked, flags most urgent first.

    `unused_safety` are questions that flags read and that were answered, but whose answers
    count for nothing because another answer says, or leaves open, that they do not apply.
    `is_safety_open`: there are such, or a flag of tier A or B is undecided. `withheld_tests` are
    not for this runner now: their questions stay open, and are not the next to measure. `day` is
    when the plan starts, None where that was not said. `leading` is the context that comes before
    all pillars, if one does. `assessor` is what it was made with, to ask on from here. `history`
    has the weeks that stood beside the answers: nothing is concluded from them. Two of
    them are never equal: what follows from one is kept by which one it is.
    """

    assessor: Assessor = field(repr=False)
    knowledge: Knowledge
    answers: Answers
    assessment: Assessment
    headline: Headline
    tier: str | None
    flags: tuple[RaisedFlag, ...]
    undecided_flags: tuple[str, ...]
    limits: tuple[RuleResult, ...]
    contradictions: tuple[Clash, ...]
    patterns: tuple[MatchedPattern, ...]
    plan: Plan
    pillars: tuple[Score, ...]
    joint: Joint
    leading: str | None
    contexts: tuple[Score, ...]
    rules: tuple[RuleResult, ...]
    actions: tuple[Action, ...]
    unanswered: tuple[str, ...]
    withheld_tests: tuple[Withheld, ...]
    unused_safety: tuple[str, ...]
    is_safety_open: bool
    day: datetime.date | None = None
    history: History = ()

    def score(self, name: str) -> Score:
        """The score of a pillar or context.

        Raises:
            KeyError: for a name that the base does not have.
        """
        for one in (*self.pillars, *self.contexts):
            if one.pillar.id == name:
                return one
        raise KeyError(name)

    @property
    def notes(self) -> tuple[RuleResult, ...]:
        """The notes that are for this runner, in the order of the base."""
        return tuple(one for one in self.rules if one.rule.is_note and one.state == FIRES)

    def missing_for(self, *rules: Rule) -> tuple[str, ...]:
        """The unanswered questions that bear on rules, in the order of the base."""
        behind = self.knowledge.questions_behind(*rules)
        return tuple(name for name in self.unanswered if name in behind)

    def shown(self, subject: str, site: str | None = None) -> str | None:
        """A value for people, in the unit that the runner used; None if it is not known."""
        return shown_value(self.knowledge, self.answers, self.assessment, subject, site)


def diagnose(
    assessor: Assessor,
    answers: Answers,
    day: datetime.date | None = None,
    history: History = (),
) -> Diagnosis:
    """All conclusions from answers that were read with the assessor's knowledge base.

    Answers to questions that do not apply are kept and conclude nothing. `day` is when the plan
    starts; without one no race is taken into account.
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
    joint = joint_pillars(assessor, assessment, scores, linked)
    contexts = tuple(scores[name] for name in knowledge.contexts)
    leading = leading_context(knowledge, assessment, contexts)
    first = (
        Headline(leading.pillar.id, fill(leading.pillar.headline, shown))
        if leading is not None
        else _pillar_headline(pillars, joint, shown)
    )
    stop = next((one for one in limits if stops(one.rule)), None)
    allowed = restrictions(
        [(one.warn, one.sites) for one in flags],
        [(one.pattern, one.sites) for one in patterns],
        stopped=stop is not None,
    )
    ordered = _by_urgency(leading, pillars, contexts)
    withheld = partial(_is_withheld, assessor, assessment)
    strictest = next((one.rule.title for one in flags if one.warn.plan == allowed.mode), "")
    reason = plan_reason(allowed.mode, strictest, stop.because if stop else "")
    unanswered = unanswered_of(knowledge, answers, assessment)
    tests = withheld_tests(assessor, assessment, flags, unanswered)
    undecided = _undecided_flags(knowledge, assessment)
    unused = _unused_safety(knowledge, answers, assessment)
    is_open = bool(unused) or _is_urgent(knowledge, undecided)
    runner = plan_runner(
        knowledge, assessor.evaluator, assessment.facts, shown, day, is_safety_open=is_open
    )
    actions, wanted = choose_actions(knowledge, ordered, allowed, withheld, runner)
    return Diagnosis(
        assessor=assessor,
        knowledge=knowledge,
        answers=answers,
        assessment=assessment,
        headline=_headline(flags, stop, first, pillars, is_safety_open=is_open),
        tier=min((one.warn.tier for one in flags), default=None),
        flags=flags,
        undecided_flags=undecided,
        limits=limits,
        contradictions=find_clashes(
            knowledge, assessor.evaluator, assessment.facts, answers, shown
        ),
        patterns=patterns,
        plan=make_plan(knowledge, scores, wanted, allowed, reason, runner),
        pillars=pillars,
        joint=joint,
        leading=leading.pillar.id if leading is not None else None,
        contexts=contexts,
        rules=tuple(rule_result(rule, assessment, shown) for rule in knowledge.rules.values()),
        actions=actions,
        unanswered=unanswered,
        withheld_tests=tests,
        unused_safety=unused,
        is_safety_open=is_open,
        day=day,
        history=history,
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


def leading_context(
    knowledge: Knowledge, assessment: Assessment, contexts: Iterable[Score]
) -> Score | None:
    """The context that is the headline whatever the pillars say."""
    for score in contexts:
        rule = knowledge.rules.get(f"headline.{score.pillar.id}")
        if rule is None or not isinstance(rule.conclusion, Lead):
            continue
        if assessment.states[rule.id] or score.band is Band.WEAK:
            return score
    return None


def _by_urgency(
    leading: Score | None, pillars: tuple[Score, ...], contexts: tuple[Score, ...]
) -> list[Score]:
    """The scores in the order in which their advice is given.

    A leading context comes first. Pillars keep their rank; a context comes after the last pillar
    of its band, so that a weak one is not behind all that is only to be watched.
    """
    found: list[Score] = []
    waiting = list(contexts)
    for place, pillar in enumerate(pillars):
        nearest = min(_BANDS.index(one.band) for one in pillars[place:])
        found += [one for one in waiting if _BANDS.index(one.band) < nearest]
        waiting = [one for one in waiting if _BANDS.index(one.band) >= nearest]
        found.append(pillar)
    every = [*found, *waiting]
    return [leading, *(one for one in every if one is not leading)] if leading else every


def _headline(
    flags: tuple[RaisedFlag, ...],
    stop: RuleResult | None,
    first: Headline | None,
    pillars: tuple[Score, ...],
    *,
    is_safety_open: bool,
) -> Headline:
    """The most urgent flag; else what leads; "keep going" only where nothing speaks against it."""
    if flags and flags[0].warn.tier in {"A", "B"}:
        return _flag_headline(flags)
    if stop is not None:
        return Headline(stop.rule.id, stop.because)
    held = next((one for one in flags if one.warn.plan == "no-impact"), None)
    if held is not None:  # who must not run has to read that before anything else
        return Headline(held.rule.id, f"{held.rule.title}: {held.running}")
    if first is not None:
        return first
    if any(one.warn.plan != "unchanged" for one in flags):
        return _flag_headline(flags)
    if is_safety_open:
        return Headline("not-enough-answers", "We cannot tell yet: safety questions are open.")
    if any(one.band is Band.NOT_ENOUGH_ANSWERS for one in pillars):
        text = "There are not enough answers yet to say which part needs work first."
        return Headline("not-enough-answers", text)
    return Headline("keep-going", "No part of your foundation looks weak. Keep going.")


def _pillar_headline(
    pillars: tuple[Score, ...], joint: Joint, shown: Callable[[str], str | None]
) -> Headline | None:
    """The first pillar of at least 20, with those that share its place or might stand above it."""
    near = joint_first(pillars)
    if not near:
        return None
    first = near[0]
    text = fill(first.pillar.headline, shown)
    others = _others(pillars, joint)
    if others:
        text += f" About as much room: {', '.join(others)}."
    hidden = [
        one.pillar.title
        for one in pillars
        if one.priority is None and (one.high or 0) > (first.deficit or 0)
    ]
    if hidden:
        text += f" Too little is answered to say the same of {', '.join(hidden)}."
    return Headline(first.pillar.id, text)


def _others(pillars: tuple[Score, ...], joint: Joint) -> list[str]:
    """The pillars that share the first place with the first, and why if their points do not."""
    return [
        one.pillar.title
        + (" (a difference within the error of a test)" * (one.pillar.id in joint.by_error))
        for one in pillars[1:]
        if one.pillar.id in joint.pillars
    ]


def _flag_headline(flags: tuple[RaisedFlag, ...]) -> Headline:
    """The most urgent flag's title, with what the strictest one says about running."""
    running = next(one.running for one in flags if one.is_strictest)
    return Headline(flags[0].rule.id, f"{flags[0].rule.title}: {running}")
