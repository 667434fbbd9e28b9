"""Whether the first pillar still comes first when one answer is a little off.

A count or a test at home, done again, gives another number. How far apart the two usually are
is the `measurement_error` of its question. Where that much decides which pillar comes first,
the report calls these pillars joint, however far apart their points are.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from .assessment import Assessment, Assessor
from .knowledge import WATCH_FROM
from .scoring import Score, joint_first, ranked, score_item, score_pillar
from .vocabulary import Number, Question


@dataclass(frozen=True, slots=True)
class Overtaking:
    """A pillar that comes first as soon as one answer is `value` instead of what was given."""

    pillar: str
    question: str
    value: float


@dataclass(frozen=True, slots=True)
class Joint:
    """The pillars that share the first place, by rank; none where one stands alone.

    `by_error` are those of them that only the error of a test puts there.
    """

    pillars: tuple[str, ...] = ()
    by_error: frozenset[str] = frozenset()


def joint_pillars(
    assessor: Assessor,
    assessment: Assessment,
    scores: Mapping[str, Score],
    linked: Collection[str],
) -> Joint:
    """Who shares the first place: by ten points, or by the error of a test.

    Without a pillar of at least 20 there is nothing to share.
    """
    ordered = ranked(scores[name] for name in assessor.knowledge.pillars)
    near = {one.pillar.id for one in joint_first(ordered)}
    if not near:
        return Joint()
    found = {one.pillar for one in overtakings(assessor, assessment, scores, linked)}
    pillars = tuple(one.pillar.id for one in ordered if one.pillar.id in near | found)
    return Joint(pillars, frozenset(found - near)) if len(pillars) > 1 else Joint()


def overtakings(
    assessor: Assessor,
    assessment: Assessment,
    scores: Mapping[str, Score],
    linked: Collection[str],
) -> tuple[Overtaking, ...]:
    """Every pillar of at least 20 that the error of one answer would put first.

    Flags and patterns, and what they add to a priority, stay as they are. Empty where the
    first pillar is below 20, for then none is called weak.
    """
    pillars = assessor.knowledge.pillars
    before = first_weak(scores, pillars)
    if before is None:
        return ()
    found = []
    for question in assessor.knowledge.questions.values():
        for value in moved_values(question, assessment):
            moved = assessor.moved(assessment, question.id, value)
            after = first_weak(rescored(assessor, moved, question.id, scores, linked), pillars)
            if after not in {None, before}:
                found.append(Overtaking(str(after), question.id, value))
    return tuple(found)


def first_weak(scores: Mapping[str, Score], pillars: Collection[str]) -> str | None:
    """The pillar that comes first, if it is at least 20; None if none is."""
    first = ranked(scores[name] for name in pillars)[0] if pillars else None
    is_weak = first is not None and first.priority is not None and first.priority >= WATCH_FROM
    return first.pillar.id if first is not None and is_weak else None


def moved_values(question: Question, assessment: Assessment) -> Iterator[float]:
    """What the answer would be if it were off by its usual error, within the question's range.

    Nothing for a question without such an error, or that was not answered or does not apply.
    """
    kind, error = question.kind, question.measurement_error
    if not error or not isinstance(kind, Number):
        return
    given = assessment.facts.values.get(question.id)
    if not isinstance(given, float) or not assessment.facts.is_declared(question.id):
        return
    yield from beside(kind, given, error)


def beside(kind: Number, given: float, by: float) -> Iterator[float]:
    """A number that much lower, and that much higher, as far as the range of answers goes."""
    for value in (max(kind.lowest, given - by), min(kind.highest, given + by)):
        if value != given:
            yield value


def rescored(
    assessor: Assessor,
    moved: Assessment,
    question: str,
    scores: Mapping[str, Score],
    linked: Collection[str],
) -> dict[str, Score]:
    """The scores with the items that a question reaches worked out again."""
    changed = {
        (group.pillar, group.id): score_item(group, assessor, moved)
        for group in assessor.reached(question)
    }
    found = dict(scores)
    for name in {pillar for pillar, _ in changed}:
        items = [changed.get((name, one.group.id), one) for one in scores[name].items]
        if items != list(scores[name].items):
            found[name] = score_pillar(scores[name].pillar, items, is_linked=name in linked)
    return found
