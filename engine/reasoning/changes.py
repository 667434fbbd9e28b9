"""What would move a pillar most: the smallest change of a runner's answers that makes it solid.

A *change* of a weak or watch pillar (or context) moves answers

- that were given and apply (their gate is true);
- to questions with an effort to `change` them, so never pain, age or history;
- in the better direction only: up where lower is worse, down where higher is worse, along the
  order of the choices. Not moved are answers that have no better direction, lists of several words
  (they have no order) and answers of `unsure`; none is moved to `unsure` either.

Afterwards the pillar is solid by its own points, no item of it that was decided is undecided (a
question that is opened and not answered is no improvement), no flag is raised that was not, and
no contradiction holds that `never` holds, unless it held before.

Its cost, compared in this order: the sum of the efforts; the minutes a week of all advice whose
rule stops giving points; how far the answers are moved, in steps; the ids. A change is *minimal*
if no other moves some of the same answers as far or less far, and nothing else.

This is exact for answers that are compared as they are. Where a number is worked out from two that
can be moved, each is solved for with the other at every value tried. That finds the cheapest
effort where the number only rises or only falls with each, and all minimal changes where both have
to move the same way; where one makes up for the other, a few of the many trades.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ..assessment import Assessment, Assessor
from ..diagnosis import Diagnosis, stops
from ..home_tests import questions_left_out
from ..inference import InferenceError
from ..knowledge import Advice, Knowledge, Points, Warn
from ..planning import restrictions
from ..scoring import Band, Score, score_pillars
from ..vocabulary import Answer, Answers, Question
from .change_search import LINES, Found, Search

MOST_SHOWN = 4


_HOLDING = frozenset({"none", "no-impact", "hold"})  # plan modes in which nothing is to be moved


@dataclass(frozen=True, slots=True)
class Move:
    """One answer, as it is and as it would be."""

    question: Question
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Answers that would take a pillar to a better band, in the order of the base.

    `effort` is the sum of the efforts to change them, `steps` how far they are moved in all;
    `minutes_per_week` is what the advice takes whose rules then stop giving points.
    """

    pillar: str
    to_band: Band
    moves: tuple[Move, ...]
    effort: int
    minutes_per_week: int
    steps: float

    def applied(self, answers: Answers) -> dict[str, Answer]:
        """A runner's answers with this change made."""
        return {**answers, **{one.question.id: one.after for one in self.moves}}


def changes_for(
    diagnosis: Diagnosis, pillar: str, most: int | None = MOST_SHOWN
) -> tuple[Change, ...]:
    """The minimal changes that make a weak or watch pillar solid, cheapest first.

    Where none does and it is weak, those that make it watch. None for a pillar of another band,
    and none where nothing within reach does it, or while a flag holds everything as it is. What
    the runner should not do now is not offered: where advice is withheld, or barred by a flag,
    its rules have to stay as they are.

    Raises:
        KeyError: for a name that the base does not have.
    """
    if diagnosis.plan.mode in _HOLDING:
        return ()
    # A test that is not for this runner now is not to be done better either.
    kept = questions_left_out(diagnosis.withheld_tests)
    return find_changes(diagnosis, pillar, most, barred=barred_advice(diagnosis), kept=kept)


def find_changes(
    diagnosis: Diagnosis,
    pillar: str,
    most: int | None = None,
    barred: Collection[str] = (),
    kept: Collection[str] = (),
) -> tuple[Change, ...]:
    """The same, whatever the plan allows.

    The rules of `barred` advice stay as they are, and so do the answers to questions of `kept`.
    """
    score = diagnosis.score(pillar)
    found: tuple[Change, ...] = ()
    for band, line in LINES.items():
        if not found and score.deficit is not None and score.band in {Band.WEAK, Band.WATCH}:
            is_better = score.deficit >= line
            found = _changes(diagnosis, score, band, most, barred, kept) if is_better else ()
    return found


def barred_advice(diagnosis: Diagnosis) -> frozenset[str]:
    """Advice that is not for this runner now: withheld, or barred by what restricts the plan."""
    allowed = restrictions(
        [(one.warn, one.sites) for one in diagnosis.flags],
        [(one.pattern, one.sites) for one in diagnosis.patterns],
        stopped=any(stops(one.rule) for one in diagnosis.limits),
    )
    knowledge, facts = diagnosis.knowledge, diagnosis.assessment.facts
    evaluator = diagnosis.assessor.evaluator

    def is_barred(advice: Advice) -> bool:
        withheld = advice.withhold_if
        return (
            (advice.increases and allowed.is_restricted)
            or not allowed.allows(knowledge.blocks[advice.block])
            or (withheld is not None and evaluator.truth(withheld, facts) is not False)
        )

    return frozenset(name for name, one in knowledge.advice.items() if is_barred(one))


def is_held_back(diagnosis: Diagnosis, pillar: str) -> bool:
    """Whether some advice for the pillar's points is not for this runner now."""
    if diagnosis.plan.mode in _HOLDING:
        return True
    barred = barred_advice(diagnosis)
    knowledge = diagnosis.knowledge
    return any(_advice_of(knowledge, name) in barred for name in diagnosis.score(pillar).fired)


def check_with_experta(diagnosis: Diagnosis, change: Change) -> None:
    """Fires all rules anew with the changed answers.

    Raises:
        InferenceError: if the pillar does not get to the band, or a flag is raised: our fault.
    """
    assessor = diagnosis.assessor
    after = assessor.assess(change.applied(diagnosis.answers))
    scores = score_pillars(assessor.knowledge, assessor, after, ())
    if scores[change.pillar].band is not change.to_band or not _is_safe(
        assessor, diagnosis.assessment, after
    ):
        moved = ", ".join(one.question.id for one in change.moves)
        raise InferenceError(f"the change of {moved} does not do for {change.pillar} what was said")


def _is_safe(assessor: Assessor, before: Assessment, after: Assessment) -> bool:
    """Whether no flag is raised, and no contradiction that never holds, that was not before."""
    knowledge = assessor.knowledge
    flags = (one.id for one in knowledge.rules.values() if isinstance(one.conclusion, Warn))
    if any(after.states[name] and not before.states[name] for name in flags):
        return False
    meanings = map(assessor.evaluator.meaning, knowledge.never_together)
    return not any(one(after.facts) and not one(before.facts) for one in meanings)


def _advice_of(knowledge: Knowledge, rule: str) -> str | None:
    conclusion = knowledge.rules[rule].conclusion
    return conclusion.advice if isinstance(conclusion, Points) else None


def _minutes(knowledge: Knowledge, rules: Iterable[str]) -> int:
    """Minutes a week of the advice of some rules, each piece once."""
    advice = {_advice_of(knowledge, rule) for rule in rules} - {None}
    return sum(knowledge.advice[name].minutes_per_week for name in advice if name is not None)


def _changes(
    diagnosis: Diagnosis,
    score: Score,
    band: Band,
    most: int | None,
    barred: Collection[str],
    kept: Collection[str],
) -> tuple[Change, ...]:
    rules = [rule for rule in score.fired if _advice_of(diagnosis.knowledge, rule) in barred]
    search = Search(diagnosis, score, band, rules, kept)
    made = [_change(search, one) for one in search.found(most)]
    return tuple(sorted(made, key=_cost)[:most])


def _change(search: Search, found: Found) -> Change:
    questions, after = search.knowledge.questions, search.changed(found.moves)
    items = [item for one in found.way for item in one.items]
    before = {search.before[item.group.id].rule for item in items}
    stopped = before - {item.rule for item in items}
    return Change(
        pillar=search.score.pillar.id,
        to_band=search.band,
        moves=tuple(
            Move(questions[name], search.answers[name], after[name])
            for name in questions
            if name in after
        ),
        effort=found.effort,
        minutes_per_week=_minutes(search.knowledge, [rule for rule in stopped if rule]),
        steps=round(sum(found.far.values()), 6),
    )


def _cost(change: Change) -> tuple[object, ...]:
    ids = sorted(one.question.id for one in change.moves)
    values = [str(one.after.value) for one in change.moves]
    return change.effort, change.minutes_per_week, change.steps, ids, values
