"""Why an interview may stop, or what is still open: bounds in words, and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..diagnosis import Diagnosis
from ..errors import join_words
from ..findings import MOST_SHOWN_PATTERNS
from ..knowledge import WATCH_FROM, Rule, Warn
from ..scoring import Band
from ..vocabulary import State
from .doubts import Doubt, Step
from .next_question import next_question
from .prospect import Outlook, Prospect, Reading
from .stopping import (
    headline_doubts,
    is_before,
    is_over,
    is_plan_withheld,
    leading_context,
    result_doubts,
)

_MOST_NAMED = 6
_SOON = frozenset({"A", "B"})  # tiers that are said whatever else is not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How far the answers of one runner have settled the result.

    Without `headline_doubts` no answer to come changes the headline, without `result_doubts`
    none changes the whole result; `proof` says why, or what is open. `next_question` is for the
    first of the two that is not settled, None where both are, or where an emergency or a limit ends
    the interview. `to_come` is how many questions
    may still be asked at most.
    """

    headline_doubts: tuple[Doubt, ...]
    result_doubts: tuple[Doubt, ...]
    proof: tuple[str, ...]
    next_question: str | None
    to_come: int


def how_settled(reading: Reading, diagnosis: Diagnosis) -> Settled:
    """What is settled for a runner, and what to ask next.

    Questions that were answered with "don't know" are not asked again, nor those of a test at
    home that is left out for good.
    """
    prospect = prospect_of(reading, diagnosis)
    of_headline, of_result = headline_doubts(prospect), result_doubts(prospect)
    return Settled(
        headline_doubts=of_headline,
        result_doubts=of_result,
        proof=proof_of(prospect, of_headline, of_result),
        next_question=(
            None if is_over(prospect) else next_question(prospect, of_headline or of_result)
        ),
        to_come=len(prospect.to_come),
    )


def prospect_of(reading: Reading, diagnosis: Diagnosis) -> Prospect:
    """The bounds for a runner who was diagnosed."""
    return reading.prospect(diagnosis.answers, diagnosis.assessment, diagnosis.withheld_tests)


def proof_of(
    prospect: Prospect,
    of_headline: tuple[Doubt, ...],
    of_result: tuple[Doubt, ...],
    *,
    with_bounds: bool = True,
) -> tuple[str, ...]:
    """Sentences that say why the interview may stop, or what is open; the bounds of parts last.

    Where no plan is shown they speak of who to see alone.
    """
    return tuple(_sentences(prospect, of_headline, of_result, with_bounds=with_bounds))


def _sentences(
    prospect: Prospect,
    of_headline: tuple[Doubt, ...],
    of_result: tuple[Doubt, ...],
    *,
    with_bounds: bool,
) -> Iterator[str]:
    unknown = _not_known(prospect)
    if not prospect.to_come:
        if safety_left_out(prospect):
            yield from _of_safety(prospect, (), ())
        yield f"No question is left to ask.{unknown}"
        return
    yield from _of_safety(prospect, of_headline, of_result)
    if any(one.step in {Step.FLAG, Step.LIMIT} for one in of_headline):
        return  # the rest rests on it
    if is_plan_withheld(prospect):
        yield "No plan is shown before that, so no part is put first."
        return
    yield from _of_patterns(prospect, of_headline)
    yield from _of_first(prospect, of_headline, with_numbers=with_bounds)
    if not of_headline:
        yield from _of_result(prospect, of_result)
    if with_bounds:
        yield from _bounds(prospect, of_headline or of_result)


def _not_known(prospect: Prospect) -> str:
    """How many open answers were asked for already: to know them could still change something."""
    facts = prospect.assessment.facts
    names = [
        name
        for name, answer in prospect.answers.items()
        if answer.state is not State.GIVEN and facts.gate(name) is True
    ]
    if not names:
        return ""
    count = f"{len(names)} question{'s' if len(names) > 1 else ''}"
    return f" {count} had no answer when asked; an answer could still change something."


def safety_left_out(prospect: Prospect) -> tuple[str, ...]:
    """The ids of safety questions that were asked and have no known answer, though it matters.

    Without it nobody can tell whether to see someone first. Empty where somebody must be seen
    soon anyway (tier A or B), as in the report.
    """
    states, knowledge = prospect.assessment.states, prospect.knowledge
    warns = [(rule, rule.conclusion.tier) for rule in knowledge.rules.values()
             if isinstance(rule.conclusion, Warn)]  # fmt: skip
    if any(states[rule.id] and tier in _SOON for rule, tier in warns):
        return ()
    undecided = [
        rule for rule, _ in warns if states[rule.id] is None and not prospect.is_open(rule)
    ]
    behind = frozenset[str]().union(*(prospect.reading.behind[one.id] for one in undecided))
    gate = prospect.assessment.facts.gate
    return tuple(
        name
        for name in knowledge.questions
        if name in behind and name in prospect.answers
        and prospect.answers[name].state is not State.GIVEN and gate(name) is True
    )  # fmt: skip


def _of_safety(
    prospect: Prospect, of_headline: tuple[Doubt, ...], of_result: tuple[Doubt, ...]
) -> Iterator[str]:
    left_out = safety_left_out(prospect)
    if left_out:
        questions = prospect.knowledge.questions
        rules = prospect.knowledge.rules.values()
        is_raised = any(_is_raised(one, prospect) for one in rules)
        yield f"You left out: {_listed(questions[one].title for one in left_out)}."
        yield f"So we cannot tell whether to see someone {'sooner' if is_raised else 'first'}."
    if any(one.step in {Step.FLAG, Step.LIMIT} for one in of_headline):
        yield "Some safety questions are still to come."
    elif left_out:
        return
    elif any(one.step is Step.FLAG for one in of_result):
        yield "Who to see first is settled; a milder sign can still come up beside it."
    elif any(_is_raised(one, prospect) for one in prospect.knowledge.rules.values()):
        yield "Who to see first is settled."
    else:
        yield "You have answered all safety questions that matter here."


def _is_raised(rule: Rule, prospect: Prospect) -> bool:
    return isinstance(rule.conclusion, Warn) and bool(prospect.assessment.states[rule.id])


def _of_patterns(prospect: Prospect, of_headline: tuple[Doubt, ...]) -> Iterator[str]:
    names = [one.id for one in of_headline if one.step is Step.PATTERN]
    patterns = prospect.knowledge.patterns
    if names:
        titles = dict.fromkeys(patterns[name].title for name in names)
        yield f"What the pain may be called is open: {_listed(titles)}."
        return
    shown = [one.pattern.title for one in prospect.matched[:MOST_SHOWN_PATTERNS]]
    yield (
        f"What your pain may be called is settled: {join_words(shown, 'and')}."
        if shown
        else _no_pattern(prospect)
    )


def _no_pattern(prospect: Prospect) -> str:
    asked = prospect.knowledge.site_question
    sites = prospect.answers.get(asked) if asked else None
    if sites is not None and sites.value == frozenset({"none"}):
        return "You told us of no pain, so no kind of pain is looked for."
    return "No kind of pain that we know fits your answers."


def _of_first(
    prospect: Prospect, of_headline: tuple[Doubt, ...], *, with_numbers: bool
) -> Iterator[str]:
    knowledge = prospect.knowledge
    contexts = [one.id for one in of_headline if one.step is Step.CONTEXT]
    if contexts:
        titles = dict.fromkeys(knowledge.contexts[name].title for name in contexts)
        yield f"It is open whether this comes first: {_listed(titles)}."
    names = dict.fromkeys(one.id for one in of_headline if one.step is Step.PILLAR)
    if names:
        titles = {knowledge.scored[name].title: None for name in names}
        yield f"Which part comes first is open: {_listed(titles)}."
    elif not contexts:
        yield _settled_first(prospect, with_numbers=with_numbers)


def _settled_first(prospect: Prospect, *, with_numbers: bool) -> str:
    leading = leading_context(prospect)
    if leading is not None:
        title = prospect.knowledge.contexts[leading].title
        return f"What comes first is settled: {title}, whatever the other parts come to."
    outlooks = [prospect.outlooks[name] for name in prospect.knowledge.pillars]
    best = max(outlooks, key=lambda one: one.lowest_rank or 0.0)
    others = [one for one in outlooks if one is not best]
    if all((one.highest_rank or 0.0) < WATCH_FROM for one in outlooks):
        return "No part of your running looks weak enough to come first."
    if not all(is_before(best, one, prospect) for one in others):
        return "What comes first is settled: no question that is left can change it."
    if not with_numbers:
        return f"What comes first is settled: {best.score.pillar.title}, whatever you still answer."
    least = _number(best.lowest_rank or 0.0)
    most = _number(max((one.highest_rank or 0.0 for one in others), default=0.0))
    level = "; level with another it is named first" if least == most else ""
    return (
        f"What comes first is settled: {best.score.pillar.title} comes to at least {least}, "
        f"and no other part to more than {most}{level}."
    )


def _number(percent: float) -> str:
    return f"{round(percent, 1):g}"


def _of_result(prospect: Prospect, of_result: tuple[Doubt, ...]) -> Iterator[str]:
    if not of_result:
        yield (
            "Bands, ranking and actions are settled too: nothing that is left to ask can change "
            f"them.{_not_known(prospect)}"
        )
        return
    scored = prospect.knowledge.scored
    names = dict.fromkeys(one.id for one in of_result if one.id in scored)
    if names:
        yield f"More answers can still move this: {_listed(scored[name].title for name in names)}."
    titles = [prospect.knowledge.advice[one.id].title for one in of_result
              if one.id in prospect.knowledge.advice]  # fmt: skip
    if titles:
        yield f"It is open whether this is advised: {_listed(dict.fromkeys(titles))}."
    asks = prospect.knowledge.plan_asks.values()
    if any(one.id in asks for one in of_result):
        yield "What fits into your week is open, so what is advised first is too."


def _bounds(prospect: Prospect, doubts: Iterable[Doubt]) -> Iterator[str]:
    """What each part in doubt can still come to, one sentence each."""
    for name in dict.fromkeys(one.id for one in doubts if one.id in prospect.outlooks):
        outlook: Outlook = prospect.outlooks[name]
        score = outlook.score
        low, high = _number(outlook.low), _number(outlook.high)
        band = score.band.value.replace("_", " ")
        now = "" if score.band is Band.NOT_ENOUGH_ANSWERS else f", now {band}"
        between = low if low == high else f"{low} to {high}"
        yield f"{score.pillar.title} can come to {between} of 100{now}."


def _listed(titles: Iterable[str]) -> str:
    names = list(titles)
    more = len(names) - _MOST_NAMED
    return join_words([*names[:_MOST_NAMED], *([f"{more} more"] if more > 0 else [])], "and")
