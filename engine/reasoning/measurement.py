"""The next to measure: the one unanswered question that is most worth its time."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..asking import HomeTest
from ..assessment import Assessor
from ..diagnosis import Diagnosis
from ..home_tests import questions_left_out
from ..knowledge import Knowledge
from ..scoring import Band, Score, score_pillar
from ..steadiness import first_weak
from ..vocabulary import Answer, Answers
from .effort import seconds_to_answer
from .items import Item, items_of
from .outcomes import given
from .ranges import Range, range_of
from .values import supposed, telling_values

# A question that moves the ranking or a band for certain counts as one that narrows a range by
# as much as a band is wide.
_TURN = 20.0


@lru_cache(maxsize=4)
def next_measurement(diagnosis: Diagnosis) -> str | None:
    """The unanswered question that gains most per second; None when none bears on an item.

    Not one of a test that is withheld.

    What a question gains: by how many percentage points the ranges of all pillars and contexts
    become narrower on average over its telling values; and 20 times the share of these values
    with which another pillar comes first or a band changes. All results of a test at home take
    its time together. Where no single answer gains anything, as where a number is calculated from
    several open ones, the question that bears on most undecided points per second.

    Patterns stay as they are. Kept for the last few, since a report in several formats asks more
    than once.
    """
    assessor = diagnosis.assessor
    scores = {one.pillar.id: one for one in (*diagnosis.pillars, *diagnosis.contexts)}
    linked = {name for one in diagnosis.patterns for name in one.pillars}
    left_out = questions_left_out(diagnosis.withheld_tests)
    measurable = [name for name in diagnosis.unanswered if name not in left_out]
    gains = _Gains(assessor, diagnosis.answers, scores, linked)
    seconds = {name: _seconds(assessor.knowledge, name, measurable) for name in measurable}
    for gain in (gains.gain, gains.bearing):
        worth = {name: gain(name) / seconds[name] for name in measurable}
        best = max(worth, key=lambda name: worth[name], default=None)
        if best is not None and worth[best] > 0:
            return best
    return None


def test_for(knowledge: Knowledge, question: str) -> HomeTest | None:
    """The test at home that answers a question, if there is one."""
    tests = knowledge.home_tests.values()
    return next((one for one in tests if question in one.questions), None)


def _seconds(knowledge: Knowledge, name: str, measurable: Collection[str]) -> float:
    """How long an answer takes; a test's time is shared by all that it would answer."""
    test = test_for(knowledge, name)
    together = [one for one in test.questions if one in measurable] if test else [name]
    return seconds_to_answer(knowledge, name) / len(together)


@dataclass(frozen=True, slots=True)
class _Turning:
    """What a measurement may turn: the first pillar and the band of each."""

    first: str | None
    bands: Mapping[str, Band]


class _Gains:
    """What each open question of one runner would gain."""

    def __init__(
        self,
        assessor: Assessor,
        answers: Answers,
        scores: Mapping[str, Score],
        linked: Collection[str],
    ) -> None:
        self.assessor = assessor
        self.answers = given(answers, answers)
        self.scores = scores
        self.linked = linked
        self.turning = self._turning({})
        self.open_items = [
            item for item in items_of(assessor) if _is_open(scores[item.group.pillar], item)
        ]
        names = {item.group.pillar for item in self.open_items}
        self.ranges = {name: range_of(assessor, name, self.answers) for name in names}

    def gain(self, name: str) -> float:
        """In percentage points."""
        items = [item for item in self.open_items if name in item.questions]
        if not items:
            return 0.0
        knowledge = self.assessor.knowledge
        values = telling_values(knowledge, items, self.answers, {name})[name]
        tried = [supposed(knowledge.questions[name], value) for value in values]
        return sum(self._gain(name, one, items) for one in tried) / max(1, len(tried))

    def bearing(self, name: str) -> float:
        """The share of the points of each pillar that hang on a question, added up."""
        found = 0.0
        for item in self.open_items:
            if name in item.questions:
                score = item.score(self.answers)
                found += (score.most - score.least) / _worth(self.scores[item.group.pillar])
        return found

    def _gain(self, name: str, answer: Answer, items: list[Item]) -> float:
        after: dict[str, Answer] = {**self.answers, name: answer}
        pillars = {item.group.pillar for item in items}
        narrower = sum(
            _width(self.ranges[one]) - _width(range_of(self.assessor, one, after))
            for one in pillars
        )
        changed: dict[str, Score] = {}
        for pillar in pillars:
            moved = {
                item.group.id: item.score(after) for item in items if item.group.pillar == pillar
            }
            old = self.scores[pillar]
            scored = [moved.get(one.group.id, one) for one in old.items]
            changed[pillar] = score_pillar(old.pillar, scored, is_linked=pillar in self.linked)
        return narrower + _TURN * (self._turning(changed) != self.turning)

    def _turning(self, changed: Mapping[str, Score]) -> _Turning:
        scores = {**self.scores, **changed}
        first = first_weak(scores, self.assessor.knowledge.pillars)
        return _Turning(first, {name: one.band for name, one in scores.items()})


def _is_open(score: Score, item: Item) -> bool:
    one = next(one for one in score.items if one.group.id == item.group.id)
    return one.applies is not False and not one.is_decided


def _worth(score: Score) -> int:
    return sum(item.group.worth for item in score.items if item.applies is not False) or 1


def _width(found: Range | None) -> float:
    return found.width if found is not None else 0.0
