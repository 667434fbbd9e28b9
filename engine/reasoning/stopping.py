"""When an interview can stop: the proof that no answer to come changes the result.

The *headline* is the tier, the patterns that are shown, and what comes first: a context that
leads, or the first pillar. The *whole result* is also every flag and limit, every band, the
ranking and the actions; where the minutes of a week are known, these rest on the plan's own
questions too. The weeks of the plan and the notes are not part of either.

A doubt is something that an answer to come can still change. Without one there is nothing left
to prove; the bounds are those of `prospect`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ..diagnosis import Diagnosis
from ..findings import MOST_SHOWN_PATTERNS
from ..knowledge import WATCH_FROM, Lead, Limit, Rule, Warn
from ..scoring import Band, ItemScore
from ..tiers import MOST_URGENT, TIERS
from .action_doubts import action_doubts
from .doubts import Doubt, Step, doubt_about
from .prospect import Outlook, Prospect


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a headline says: `first` is a context or pillar, empty where none comes first.

    Where no plan is shown there is nothing but the tier.
    """

    tier: str | None
    patterns: tuple[str, ...]
    first: str


def verdict(diagnosis: Diagnosis) -> Verdict:
    """The headline of a diagnosis, without its words."""
    if not diagnosis.plan.shown:
        return Verdict(diagnosis.tier, (), "")
    shown = tuple(one.pattern.id for one in diagnosis.patterns[:MOST_SHOWN_PATTERNS])
    return Verdict(diagnosis.tier, shown, first_of(diagnosis))


def first_of(diagnosis: Diagnosis) -> str:
    """The context that leads, or the first pillar if it is at least 20; empty for none."""
    if diagnosis.leading is not None:
        return diagnosis.leading
    first = diagnosis.pillars[0] if diagnosis.pillars else None
    if first is None or first.priority is None or first.priority < WATCH_FROM:
        return ""
    return first.pillar.id


@dataclass(frozen=True, slots=True)
class WholeResult:
    """What an interview is about, without words and numbers; without a plan only who to see."""

    headline: Verdict
    flags: tuple[str, ...]
    limits: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    bands: tuple[tuple[str, Band], ...] = ()  # pillars by rank, then contexts
    actions: tuple[str, ...] = ()


def whole_result(diagnosis: Diagnosis) -> WholeResult:
    """The whole result of a diagnosis, as far as the proof speaks of it."""
    flags = tuple(one.rule.id for one in diagnosis.flags)
    limits = tuple(one.rule.id for one in diagnosis.limits)
    headline = verdict(diagnosis)
    if not diagnosis.plan.shown:
        return WholeResult(headline, flags, limits)
    scores = (*diagnosis.pillars, *diagnosis.contexts)
    return WholeResult(
        headline,
        flags,
        limits,
        patterns=tuple(one.pattern.id for one in diagnosis.patterns),
        bands=tuple((one.pillar.id, one.band) for one in scores),
        actions=tuple(one.advice.id for one in diagnosis.actions),
    )


def headline_doubts(prospect: Prospect) -> tuple[Doubt, ...]:
    """What an answer to come can still change of the headline; none is the proof that it stays."""
    doubts = [*_safety_doubts(prospect, every=False)]
    if is_plan_withheld(prospect):
        return tuple(doubts)
    doubts += _pattern_doubts(prospect, every=False)
    doubts += _leading_doubts(prospect)
    if leading_context(prospect) is None:
        doubts += _first_doubts(prospect)
    return tuple(doubts)


def result_doubts(prospect: Prospect) -> tuple[Doubt, ...]:
    """What an answer to come can still change of the whole result."""
    doubts = [*_safety_doubts(prospect, every=True)]
    if is_plan_withheld(prospect):
        return tuple(doubts)
    doubts += _pattern_doubts(prospect, every=True)
    doubts += _leading_doubts(prospect)
    doubts += _band_doubts(prospect)
    doubts += _rank_doubts(prospect)
    doubts += action_doubts(prospect)
    return tuple(dict.fromkeys(doubts))


def safety_doubts(prospect: Prospect) -> tuple[Doubt, ...]:
    """The flags and limits that an answer to come can still raise, also those that are mild."""
    return tuple(_safety_doubts(prospect, every=True))


def is_over(prospect: Prospect) -> bool:
    """Whether an emergency, or a limit of the base, ends the interview: nothing more is asked."""
    return any(
        prospect.assessment.states[rule.id] and _ends(rule)
        for rule in prospect.knowledge.rules.values()
    )


def _ends(rule: Rule) -> bool:
    match rule.conclusion:
        case Warn(tier=tier):
            return tier == MOST_URGENT
        case Limit(stops):
            return stops
        case _:
            return False


# --- flags, limits, patterns


def is_plan_withheld(prospect: Prospect) -> bool:
    """Whether no plan is shown, whatever comes."""
    return any(
        prospect.assessment.states[rule.id] and _withholds(rule)
        for rule in prospect.knowledge.rules.values()
    )


def _withholds(rule: Rule) -> bool:
    match rule.conclusion:
        case Warn(plan=plan):
            return plan == "none"
        case Limit(stops):
            return stops
        case _:
            return False


def _safety_doubts(prospect: Prospect, *, every: bool) -> Iterator[Doubt]:
    """Flags and limits that can still fire: all, or those that would change the headline."""
    rules = prospect.knowledge.rules.values()
    tiers = [
        TIERS.index(rule.conclusion.tier)
        for rule in rules
        if isinstance(rule.conclusion, Warn) and prospect.assessment.states[rule.id]
    ]
    most_urgent = min(tiers, default=len(TIERS))
    is_withheld = is_plan_withheld(prospect)
    for rule in rules:
        match rule.conclusion:
            case Warn(tier=tier):
                counts = TIERS.index(tier) < most_urgent
                step = Step.FLAG
            case Limit():
                counts, step = False, Step.LIMIT
            case _:
                continue
        counts = counts or every or (_withholds(rule) and not is_withheld)
        is_open = prospect.is_open_somewhere(rule) if every else prospect.is_open(rule)
        if counts and is_open:
            yield doubt_about(prospect, step, rule)


def _pattern_doubts(prospect: Prospect, *, every: bool) -> Iterator[Doubt]:
    """Patterns that can still be matched or change their place among those that are shown."""
    knowledge, shown = prospect.knowledge, prospect.matched[:MOST_SHOWN_PATTERNS]
    is_full = len(shown) == MOST_SHOWN_PATTERNS
    for pattern in knowledge.patterns.values():
        most = prospect.most_points(pattern)
        if most is None or not prospect.is_pattern_open(pattern):
            continue
        own = next((one.points for one in prospect.matched if one.pattern is pattern), None)
        rivals = [one for one in prospect.matched if one.pattern is not pattern]
        passed = [
            one for one in rivals
            if own is None or _place(prospect, one.pattern.id, one.points)
            < _place(prospect, pattern.id, own)
        ]  # fmt: skip
        overtakes = [
            one for one in passed
            if _place(prospect, pattern.id, most) < _place(prospect, one.pattern.id, one.points)
        ]  # fmt: skip
        comes_in = own is None and not is_full
        if every or comes_in or any(one in shown for one in overtakes):
            signs = [
                one for one in prospect.reading.signs[pattern.id] if prospect.is_open_somewhere(one)
            ]
            yield doubt_about(prospect, Step.PATTERN, *signs, name=pattern.id)


def _place(prospect: Prospect, name: str, points: int) -> tuple[int, str, int, str]:
    """What patterns are sorted by; see `matched_patterns`."""
    sites = len(prospect.knowledge.patterns[name].sites)
    return -points, prospect.reading.referrals[name], sites, name


# --- what comes first


def _lead_rule(prospect: Prospect, context: str) -> Rule | None:
    rule = prospect.knowledge.rules.get(f"headline.{context}")
    return rule if rule is not None and isinstance(rule.conclusion, Lead) else None


def _leading_doubts(prospect: Prospect) -> Iterator[Doubt]:
    """Contexts of which it is open whether they lead; none after one that certainly does."""
    for name in prospect.knowledge.contexts:
        rule = _lead_rule(prospect, name)
        if rule is None:
            continue
        bands = prospect.outlooks[name].bands
        if prospect.assessment.states[rule.id] or bands == {Band.WEAK}:
            return
        if prospect.is_open(rule):
            yield doubt_about(prospect, Step.CONTEXT, rule, name=name)
        if Band.WEAK in bands:
            yield _of_items(prospect, Step.CONTEXT, name)


def leading_context(prospect: Prospect) -> str | None:
    """The context that leads, whatever comes; None if none certainly does."""
    for name in prospect.knowledge.contexts:
        rule = _lead_rule(prospect, name)
        if rule is not None and (
            prospect.assessment.states[rule.id] or prospect.outlooks[name].bands == {Band.WEAK}
        ):
            return name
    return None


def _of_items(prospect: Prospect, step: Step, name: str) -> Doubt:
    """The doubt about a pillar or context: all that bears on its open items."""
    return Doubt(step, name, frozenset[str]().union(
        *(prospect.behind_item(one) for one in _open_items(prospect, name))
    ))  # fmt: skip


def _open_items(prospect: Prospect, name: str) -> list[ItemScore]:
    return [one for one in prospect.scores[name].items if prospect.is_item_open(one)]


def _first_doubts(prospect: Prospect) -> Iterator[Doubt]:
    """The pillars that may still come first, if that is more than one, or if none may too."""
    outlooks = [prospect.outlooks[name] for name in prospect.knowledge.pillars]
    may_lead = [one for one in outlooks if (one.highest_rank or 0) >= WATCH_FROM]
    if not may_lead:
        return
    best = max(outlooks, key=lambda one: _or_none(one.lowest_rank))
    rivals = [one for one in may_lead if one is not best and not is_before(best, one, prospect)]
    is_sure = _or_none(best.lowest_rank) >= WATCH_FROM
    if rivals or not is_sure:
        for one in _each_once([best, *rivals]):
            if one.is_open:
                yield _of_items(prospect, Step.PILLAR, one.score.pillar.id)
        yield from _link_doubts(prospect, [best, *rivals])


def _each_once(outlooks: Iterable[Outlook]) -> Iterable[Outlook]:
    """Each once, in order; told apart by the pillar: to compare the whole of them takes long."""
    return {one.score.pillar.id: one for one in outlooks}.values()


def _or_none(rank: float | None) -> float:
    return -1.0 if rank is None else rank


def is_before(one: Outlook, other: Outlook, prospect: Prospect) -> bool:
    """Whether a pillar comes before another, whatever is answered."""
    low, high = one.lowest_rank, other.highest_rank
    if high is None:
        return low is not None
    order = list(prospect.knowledge.pillars)
    is_first = order.index(one.score.pillar.id) < order.index(other.score.pillar.id)
    return low is not None and (low > high or (is_first and low == high))


def _link_doubts(prospect: Prospect, outlooks: Iterable[Outlook]) -> Iterator[Doubt]:
    """Patterns, or conditions of their links, that may still raise the rank of a pillar."""
    names = {one.score.pillar.id for one in outlooks}
    facts, truth = prospect.assessment.facts, prospect.assessor.evaluator.truth
    for pattern in prospect.knowledge.patterns.values():
        if prospect.most_points(pattern) is None:
            continue
        for link in (one for one in pattern.links if one.pillar in names):
            if link.condition is not None and truth(link.condition, facts) is None:
                behind = prospect.reading.behind_condition(link.condition) & prospect.to_come
                if behind:
                    yield Doubt(Step.PATTERN, pattern.id, behind)
        signs = [
            one
            for one in prospect.reading.signs.get(pattern.id, ())
            if prospect.is_open_somewhere(one)
        ]
        is_new = all(one.pattern is not pattern for one in prospect.matched)
        if is_new and signs and any(one.pillar in names for one in pattern.links):
            yield doubt_about(prospect, Step.PATTERN, *signs, name=pattern.id)


# --- the whole result


def _band_doubts(prospect: Prospect) -> Iterator[Doubt]:
    for name, outlook in prospect.outlooks.items():
        if len(outlook.bands) > 1:
            yield _of_items(prospect, Step.PILLAR, name)


def _rank_doubts(prospect: Prospect) -> Iterator[Doubt]:
    """Neighbours in the ranking of which either may come first."""
    order = list(prospect.knowledge.pillars)
    outlooks = sorted(
        (prospect.outlooks[name] for name in order),
        key=lambda one: -_or_none(one.score.priority),
    )
    unsure = [pair for pair in pairwise(outlooks) if not _stay_in_order(*pair, prospect)]
    for one in _each_once(one for pair in unsure for one in pair):
        if one.is_open:
            yield _of_items(prospect, Step.PILLAR, one.score.pillar.id)
        yield from _link_doubts(prospect, [one])


def _stay_in_order(one: Outlook, other: Outlook, prospect: Prospect) -> bool:
    neither = one.highest_rank is None and other.highest_rank is None
    return neither or is_before(one, other, prospect)
