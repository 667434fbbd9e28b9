"""What two results of one runner say together: which pillars moved, and which actions were done.

Nothing here says why something moved. A movement counts as clear only where neither missing
answers nor the usual error of a measurement could undo it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ..condition import Value
from ..diagnosis import Diagnosis, diagnose
from ..knowledge import Knowledge, Limit, Points, Rule, Warn, formula_reads
from ..planning import MOST_ACTIONS, Action
from ..scoring import Band, ItemScore, Score
from ..vocabulary import Answer, Number, Question
from .whatif import AnswerChange, BeforeAfter, Comparison, Flip

_WITH_NUMBER = frozenset({Band.WEAK, Band.WATCH, Band.SOLID})
_ROUNDING = 1e-9


class Move(StrEnum):
    """What can be said of a pillar or context on both sides."""

    SAME = "same"
    WITHIN_BAND = "within the band"
    TO_ANOTHER_BAND = "to another band"
    MISSING_ANSWERS = "not clear, missing answers"
    ERROR = "not clear, usual error"
    NOT_COMPARED = "cannot be compared"


@dataclass(frozen=True, slots=True)
class Movement:
    """A pillar or context on both sides; before is None where that side is not shown."""

    before: Score | None
    after: Score
    move: Move


class Done(StrEnum):
    """What the answers after say of something that was advised before."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not yet"
    CANNOT_SAY = "cannot say"


@dataclass(frozen=True, slots=True)
class FindingNow:
    """A finding that an action answers: the rule that fires, and what is so of its item now.

    `points` are those of the item: none before where it is new, and more after where it is further
    off than before.
    """

    rule: Rule
    now: Done
    points: BeforeAfter[int]


@dataclass(frozen=True, slots=True)
class ActionDone:
    """A first action of before, judged from the answers after.

    `answers` are those that its findings read, the ones that changed first.
    """

    action: Action
    done: Done
    findings: tuple[FindingNow, ...]
    answers: tuple[tuple[Question, BeforeAfter[Answer | None]], ...]


def is_compared(comparison: Comparison) -> bool:
    """Whether both sides show pillars and plan; else somebody has to be seen first."""
    return comparison.before.plan.shown and comparison.after.plan.shown


def small_changes(comparison: Comparison) -> tuple[AnswerChange, ...]:
    """The answers that changed by no more than the usual error of their measurement."""
    return tuple(one for one in comparison.answers if _is_small(one))


def _is_small(change: AnswerChange) -> bool:
    error = change.question.measurement_error
    if not error or not isinstance(change.question.kind, Number):
        return False
    before, after = _number(change.answer.before), _number(change.answer.after)
    if before is None or after is None:
        return False
    return 0 < abs(after - before) <= error + _ROUNDING


def _number(answer: Answer | None) -> float | None:
    value: Value | None = None if answer is None else answer.value
    return float(value) if isinstance(value, float | int) else None


def movements(comparison: Comparison) -> tuple[Movement, ...]:
    """Every pillar as it ranks after, then the contexts that apply on a side.

    Empty where the side after shows none; without a before where only the side before does.
    """
    before, after = comparison.before, comparison.after
    if not after.plan.shown:
        return ()
    steady = _without_small(comparison)
    found = []
    for score in (*after.pillars, *after.contexts):
        name = score.pillar.id
        old = before.score(name) if before.plan.shown else None
        move = _move(old, score, steady.score(name))
        if score.band is Band.DOES_NOT_APPLY and (old is None or old.band is score.band):
            continue
        found.append(Movement(old, score, move))
    return tuple(found)


def resting_on_error(comparison: Comparison) -> frozenset[str]:
    """The rules that flipped, and would not have without the changes within a usual error."""
    before, after = comparison.before.assessment.states, comparison.after.assessment.states
    steady = _without_small(comparison).assessment.states
    return frozenset(
        name for name in after if after[name] is not before[name] and steady[name] is before[name]
    )


def _without_small(comparison: Comparison) -> Diagnosis:
    """What comes out after, with the answers before wherever the two are within the error."""
    small = {one.question.id for one in small_changes(comparison)}
    if not small:
        return comparison.after
    after = comparison.after
    answers = {
        name: comparison.before.answers[name] if name in small else answer
        for name, answer in after.answers.items()
    }
    return diagnose(after.assessor, answers, after.day)


def _move(old: Score | None, new: Score, steady: Score) -> Move:
    if old is None or {old.band, new.band} - _WITH_NUMBER:
        return Move.NOT_COMPARED
    is_same = _is_near(old.deficit, new.deficit) and old.band is new.band
    if is_same:
        return Move.SAME
    if _overlap(old, new):
        return Move.MISSING_ANSWERS
    if steady.band is old.band and steady.band is not new.band:
        return Move.ERROR
    if old.band is not new.band:
        return Move.TO_ANOTHER_BAND
    return Move.ERROR if _is_near(old.deficit, steady.deficit) else Move.WITHIN_BAND


def _is_near(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and abs(one - other) < _ROUNDING


def _overlap(old: Score, new: Score) -> bool:
    """Whether missing answers leave a number that could be the one of both sides."""
    bounds = (old.low, old.high, new.low, new.high)
    if any(one is None for one in bounds):
        return True
    low = max(old.low or 0.0, new.low or 0.0)
    return low <= min(old.high or 0.0, new.high or 0.0) + _ROUNDING


def told_flips(comparison: Comparison) -> tuple[Flip, ...]:
    """The rules that flipped; flags and limits alone where a side shows no pillars."""
    if is_compared(comparison):
        return comparison.flips
    return tuple(one for one in comparison.flips if isinstance(one.rule.conclusion, Warn | Limit))


def actions_done(comparison: Comparison) -> tuple[ActionDone, ...]:
    """What became of the first actions of before; empty where a side shows no actions.

    An action answers items, so one stays open while a milder rule of its item fires and has the
    same advice, or while another item has come to ask for it.
    """
    if not is_compared(comparison):
        return ()
    return tuple(_judged(comparison, one) for one in comparison.before.actions[:MOST_ACTIONS])


def _judged(comparison: Comparison, action: Action) -> ActionDone:
    before, after = comparison.before, comparison.after
    now = {(one.group.pillar, one.group.id): one for one in _items(after)}
    old = {
        (one.group.pillar, one.group.id): one for one in _items(before) if _asks_for(action, one)
    }
    findings = [_finding(after, action, one, now[key]) for key, one in old.items()]
    findings += [
        FindingNow(after.knowledge.rules[one.rule or ""], Done.NOT_YET, BeforeAfter(0, one.least))
        for key, one in now.items()
        if key not in old and _asks_for(action, one)
    ]
    return ActionDone(
        action,
        _together([one.now for one in findings]),
        tuple(findings),
        tuple(_shown_by(comparison, findings)),
    )


def _asks_for(action: Action, item: ItemScore) -> bool:
    """Whether an item gives points for which this is the advice."""
    if item.rule is None:
        return False
    (rule,) = (one for one in item.group.rules if one.id == item.rule)
    return _advice_of(rule) == action.advice.id


def _advice_of(rule: Rule) -> str | None:
    return rule.conclusion.advice if isinstance(rule.conclusion, Points) else None


def _items(diagnosis: Diagnosis) -> Iterator[ItemScore]:
    for score in (*diagnosis.pillars, *diagnosis.contexts):
        yield from score.items


def _finding(after: Diagnosis, action: Action, old: ItemScore, new: ItemScore) -> FindingNow:
    """Of one item: whether a rule with this advice fires still, and with how many points."""
    states, rules = after.assessment.states, after.knowledge.rules
    advised = [states[rule.id] for rule in new.group.rules if _advice_of(rule) == action.advice.id]
    if any(advised):
        now = Done.PARTLY if new.least < old.least else Done.NOT_YET
    elif new.applies is not True or None in advised:
        now = Done.CANNOT_SAY
    else:
        now = Done.DONE
    return FindingNow(rules[old.rule or ""], now, BeforeAfter(old.least, new.least))


def _together(findings: list[Done]) -> Done:
    """Of all findings of an action.

    >>> str(_together([Done.DONE, Done.NOT_YET])), str(_together([Done.CANNOT_SAY, Done.NOT_YET]))
    ('partly', 'not yet')
    """
    kinds = set(findings)
    if len(kinds) == 1:
        return findings[0]
    if kinds & {Done.DONE, Done.PARTLY}:
        return Done.PARTLY
    return Done.NOT_YET if Done.NOT_YET in kinds else Done.CANNOT_SAY


def _shown_by(
    comparison: Comparison, findings: list[FindingNow]
) -> Iterator[tuple[Question, BeforeAfter[Answer | None]]]:
    """The answers that the findings read, changed ones first.

    One that nobody can change, like an age, is told only where it did change.
    """
    before, after = comparison.before, comparison.after
    changed = {one.question.id for one in comparison.answers}
    read = asked_directly(before.knowledge, [one.rule for one in findings])
    for is_changed in (True, False):
        for name, question in before.knowledge.questions.items():
            if name not in read or (name in changed) is not is_changed:
                continue
            if is_changed or question.change is not None:
                yield question, BeforeAfter(before.answers.get(name), after.answers.get(name))


def asked_directly(knowledge: Knowledge, rules: list[Rule]) -> set[str]:
    """The questions that rules read, also through worked-out values; without gates."""
    seen = set[str]()
    waiting = [name for rule in rules for name in rule.reads]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            if name in knowledge.derived:
                waiting += formula_reads(knowledge.derived[name].formula)
    return seen & knowledge.questions.keys()
