"""What becomes of a result when answers change: two diagnoses side by side, only what differs.

Nothing is worked out here that the two diagnoses do not say. A side without a plan, because
somebody has to be seen first, shows no pillars, patterns, actions and plan, as in its report.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..contradictions import Clash
from ..diagnosis import Diagnosis, Headline
from ..evaluate import Truth
from ..findings import FIRES, MatchedPattern, RaisedFlag, RuleResult
from ..knowledge import Limit, Rule, Warn
from ..plan_parts import Block
from ..planning import MOST_ACTIONS, Action, Plan
from ..scoring import Score
from ..vocabulary import Answer, Question, State

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class BeforeAfter(Generic[_T]):
    """One thing before and after; of what is there on one side only, the other is None."""

    before: _T
    after: _T


def either(change: BeforeAfter[_T | None]) -> _T:
    """The side after, or the one before where there is nothing after.

    Raises:
        ValueError: where there is nothing on both sides.
    """
    found = change.before if change.after is None else change.after
    if found is None:
        raise ValueError("a change has a side")
    return found


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question whose answer differs, or whose answer counts on one side only.

    None is not answered. `applies` says whether the question applies, None while that is open.
    """

    question: Question
    answer: BeforeAfter[Answer | None]
    applies: BeforeAfter[Truth]


@dataclass(frozen=True, slots=True)
class Standing:
    """The score of a pillar or context; `rank` counts pillars from 1, None for one without."""

    score: Score
    rank: int | None
    is_joint: bool


@dataclass(frozen=True, slots=True)
class PlanChange:
    """Two plans that differ.

    `starts` are the blocks that come in, go out or start in another week, each with the week in
    which it starts, None for not in these weeks. `weeks` are those that read otherwise, from 1.
    """

    before: Plan
    after: Plan
    starts: tuple[tuple[Block, BeforeAfter[int | None]], ...]
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flip:
    """A rule that fires, is quiet or is unknown, and was something else before."""

    rule: Rule
    before: str
    after: str

    @property
    def is_about_firing(self) -> bool:
        """Whether it fires on one side; else it only went from quiet to unknown, or back."""
        return FIRES in {self.before, self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that differs between two diagnoses; what is the same is empty or None.

    `opened` are questions that apply only after and wait for an answer, `closed` those that no
    longer ask for one. `scores` has pillars as they rank after, then contexts. Where the side
    after has no plan, scores, patterns, actions, first actions, the next measurement and what is
    in the plan are left out, and `flips` has flags and limits alone.
    """

    before: Diagnosis
    after: Diagnosis
    answers: tuple[AnswerChange, ...]
    opened: tuple[Question, ...]
    closed: tuple[Question, ...]
    headline: BeforeAfter[Headline] | None
    tier: BeforeAfter[str | None] | None
    flags: tuple[BeforeAfter[RaisedFlag | None], ...]
    undecided_flags: tuple[BeforeAfter[Rule | None], ...]
    limits: tuple[BeforeAfter[RuleResult | None], ...]
    clashes: tuple[BeforeAfter[Clash | None], ...]
    patterns: tuple[BeforeAfter[MatchedPattern | None], ...]
    scores: tuple[BeforeAfter[Standing | None], ...]
    actions: tuple[BeforeAfter[Action | None], ...]
    first_actions: BeforeAfter[tuple[Action, ...]] | None
    plan: PlanChange | None
    flips: tuple[Flip, ...]

    @property
    def is_concluded_alike(self) -> bool:
        """Whether nothing differs but answers and what is asked."""
        return not any(
            [
                self.headline, self.tier, self.flags, self.undecided_flags, self.limits,
                self.clashes, self.patterns, self.scores, self.actions, self.first_actions,
                self.plan, self.flips,
            ]
        )  # fmt: skip

    @property
    def is_same(self) -> bool:
        """Whether nothing differs at all."""
        return self.is_concluded_alike and not (self.answers or self.opened or self.closed)


def compare(before: Diagnosis, after: Diagnosis) -> Comparison:
    """What differs between two diagnoses by the same knowledge base."""
    answers = tuple(_answer_changes(before, after))
    changed = {one.question.id for one in answers}
    rules = before.knowledge.rules
    is_told = after.plan.shown
    old = _told(before) if is_told and before.plan.shown else _Told()
    new = _told(after) if is_told else _Told()
    first = old.actions[:MOST_ACTIONS], new.actions[:MOST_ACTIONS]
    return Comparison(
        before=before,
        after=after,
        answers=answers,
        opened=_only_open(after, before, changed),
        closed=_only_open(before, after, changed),
        headline=_change(before.headline, after.headline),
        tier=_change(before.tier, after.tier),
        flags=_paired(before.flags, after.flags, lambda one: one.rule.id, lambda one: one.sites),
        undecided_flags=_paired(
            (rules[name] for name in before.undecided_flags),
            (rules[name] for name in after.undecided_flags),
            lambda one: one.id,
        ),
        limits=_paired(before.limits, after.limits, lambda one: one.rule.id),
        clashes=_paired(
            before.contradictions, after.contradictions, lambda one: one.contradiction.id
        ),
        patterns=_paired(
            old.patterns,
            new.patterns,
            lambda one: one.pattern.id,
            lambda one: (one.band, one.sites),
        ),
        scores=_paired(old.standings, new.standings, lambda one: one.score.pillar.id, _figures),
        actions=_paired(old.actions, new.actions, _advice),
        first_actions=BeforeAfter(*first) if _ids(first[0]) != _ids(first[1]) else None,
        plan=_plan_change(before, after),
        flips=tuple(_flips(before, after)),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What a side shows beside its flags; nothing where somebody has to be seen first."""

    standings: tuple[Standing, ...] = ()
    patterns: tuple[MatchedPattern, ...] = ()
    actions: tuple[Action, ...] = ()


def _told(one: Diagnosis) -> _Told:
    return _Told(tuple(_standings(one)), one.patterns, one.actions)


def _advice(action: Action) -> str:
    return action.advice.id


def _ids(actions: Iterable[Action]) -> list[str]:
    return [_advice(one) for one in actions]


def _change(before: _T, after: _T) -> BeforeAfter[_T] | None:
    return BeforeAfter(before, after) if before != after else None


def _same(one: object) -> Hashable:
    del one
    return None


def _paired(
    before: Iterable[_T],
    after: Iterable[_T],
    key: Callable[[_T], str],
    says: Callable[[_T], Hashable] = _same,
) -> tuple[BeforeAfter[_T | None], ...]:
    """What is on one side only, or says something else there; in the order of after, then gone."""
    old = {key(one): one for one in before}
    new = {key(one): one for one in after}
    found: list[BeforeAfter[_T | None]] = []
    for name, one in new.items():
        was = old.get(name)
        if was is None or says(was) != says(one):
            found.append(BeforeAfter(was, one))
    found += [BeforeAfter(one, None) for name, one in old.items() if name not in new]
    return tuple(found)


def _answer_changes(before: Diagnosis, after: Diagnosis) -> Iterable[AnswerChange]:
    """By the order of the base."""
    for name, question in before.knowledge.asked.items():
        old, new = before.answers.get(name), after.answers.get(name)
        if old is None and new is None:
            continue
        applies = BeforeAfter(before.assessment.facts.gate(name), after.assessment.facts.gate(name))
        counts_otherwise = _is_given(old) and applies.before is not applies.after
        if _said(old) != _said(new) or counts_otherwise:
            yield AnswerChange(question, BeforeAfter(old, new), applies)


def _is_given(answer: Answer | None) -> bool:
    return answer is not None and answer.state is State.GIVEN


def _said(answer: Answer | None) -> object:
    """What an answer says, however it was written and wherever it came from."""
    return None if answer is None else (answer.state, answer.value)


def _only_open(one: Diagnosis, other: Diagnosis, changed: set[str]) -> tuple[Question, ...]:
    """What one asks and the other does not, beside the questions whose answers changed."""
    there = {*other.unanswered, *changed}
    return tuple(one.knowledge.questions[name] for name in one.unanswered if name not in there)


def _standings(diagnosis: Diagnosis) -> Iterable[Standing]:
    for rank, score in enumerate(diagnosis.pillars, start=1):
        yield Standing(
            score,
            rank if score.priority is not None else None,
            score.pillar.id in diagnosis.joint.pillars,
        )
    for score in diagnosis.contexts:
        yield Standing(score, None, is_joint=False)


def _figures(standing: Standing) -> Hashable:
    one = standing.score
    figures = (one.deficit, one.low, one.high, one.clamped, one.priority, one.band)
    return (*figures, standing.rank, standing.is_joint)


def _plan_change(before: Diagnosis, after: Diagnosis) -> PlanChange | None:
    old, new = before.plan, after.plan
    if not new.shown:
        is_same = not old.shown and old.reason == new.reason
        return None if is_same else PlanChange(old, new, (), ())
    if old == new:
        return None
    old_starts = old.starts if old.shown else {}
    starts = tuple(
        (block, BeforeAfter(old_starts.get(name), new.starts.get(name)))
        for name, block in before.knowledge.blocks.items()
        if old_starts.get(name) != new.starts.get(name)
    )
    weeks = tuple(
        number
        for number in range(1, max(len(old.weeks), len(new.weeks)) + 1)
        if old.weeks[number - 1 : number] != new.weeks[number - 1 : number]
    )
    return PlanChange(old, new, starts, weeks)


def _flips(before: Diagnosis, after: Diagnosis) -> Iterable[Flip]:
    old = {one.rule.id: one.state for one in before.rules}
    for one in after.rules:
        was = old[one.rule.id]
        is_told = after.plan.shown or isinstance(one.rule.conclusion, Warn | Limit)
        if is_told and was != one.state:
            yield Flip(one.rule, was, one.state)
