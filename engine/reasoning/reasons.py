"""The smallest reason: the fewest answers that alone keep a pillar from being better.

Better is a band nearer to solid. A few answers are a reason if the deficit stays at or above the
start of its band whatever is answered to all other questions, also to those that cannot change.

What an item adds to `points - start of the band x worth` is its *weight*; the deficit reaches the
band where the weights add up to 0 or more. Items that share a question are one component. Each
says how much weight so many answers can make sure of, at best; then the fewest answers of all
components that reach 0 are found by adding up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product
from math import prod

from ..assessment import Assessor
from ..knowledge import WATCH_FROM, WEAK_FROM
from ..scoring import Band, Score
from ..vocabulary import Answer, Answers, Choice, Number, Question, Several, Text
from .items import Item, items_of
from .outcomes import Part, calculated_from, given, is_settled, outcomes, parts_of
from .ranges import shared_cells
from .values import supposed

_STARTS = {Band.WEAK: WEAK_FROM, Band.WATCH: WATCH_FROM}
_MOST_WAYS = 50_000  # to choose answers of a component, times those to answer what it shares
_MOST_SAMPLES = 100  # answers tried to show that no more weight is certain

# An item, the answers that it reads, and which of them are kept rather than tried.
_Key = tuple[Item, frozenset[tuple[str, Answer]], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Reason:
    """Given answers that keep a pillar in its band, in the order of the base.

    `is_fewest`: proved that no fewer do. It is not where a number is calculated from answers in a
    way that leaves a doubt, or where too many items hang together.
    """

    questions: tuple[str, ...]
    is_fewest: bool


def smallest_reasons(
    assessor: Assessor, answers: Answers, scores: Iterable[Score]
) -> dict[str, Reason | None]:
    """A reason for each weak or watch pillar or context; None where no answers are one.

    There are none where what is not answered could still make it better.
    """
    return {
        score.pillar.id: smallest_reason(assessor, answers, score.pillar.id, _STARTS[score.band])
        for score in scores
        if score.band in _STARTS
    }


def smallest_reason(
    assessor: Assessor, answers: Answers, pillar: str, start: float
) -> Reason | None:
    """The fewest given answers that alone keep a deficit at `start` percent or above.

    Of several as few the one with the most to spare. None where all of them together do not.
    """
    items = [item for item in items_of(assessor) if item.group.pillar == pillar]
    parts = [_Component(assessor, tuple(one), answers, start) for one in _components(items)]
    levels = _added_up([part.levels() for part in parts])
    count = next((count for count, level in enumerate(levels) if level.sure >= 0), None)
    if count is None:
        return None
    least = next(count for count, level in enumerate(levels) if level.at_best >= 0)
    chosen = levels[count].questions
    is_fewest = count == least and all(part.is_searched for part in parts)
    return Reason(tuple(one for one in assessor.knowledge.questions if one in chosen), is_fewest)


@dataclass(frozen=True, slots=True)
class _Level:
    """The most weight that so many answers make sure of, which ones do, and a bound on any."""

    sure: float
    questions: frozenset[str]
    at_best: float

    def and_also(self, other: "_Level") -> "_Level":
        questions = self.questions | other.questions
        return _Level(self.sure + other.sure, questions, self.at_best + other.at_best)


def _best(levels: Sequence[_Level]) -> _Level:
    surest = max(levels, key=lambda one: one.sure)
    return _Level(surest.sure, surest.questions, max(one.at_best for one in levels))


def _added_up(parts: Iterable[Sequence[_Level]]) -> list[_Level]:
    """By how many answers: the best over all ways to spread them over the components."""
    total = [_Level(0.0, frozenset(), 0.0)]
    for levels in parts:
        total = [
            _best(
                [
                    total[count - own].and_also(levels[own])
                    for own in range(len(levels))
                    if 0 <= count - own < len(total)
                ]
            )
            for count in range(len(total) + len(levels) - 1)
        ]
    return total


def _components(items: Sequence[Item]) -> list[list[Item]]:
    """The items, those together that share a question, directly or through others."""
    found: list[tuple[set[str], list[Item]]] = []
    for item in items:
        touching = [one for one in found if one[0].intersection(item.questions)]
        found = [one for one in found if one not in touching]
        names = set(item.questions).union(*(names for names, _ in touching))
        found.append((names, [*(one for _, group in touching for one in group), item]))
    return [group for _, group in found]


@dataclass(slots=True)
class _Component:
    """Items that share questions, for one runner and one start of a band."""

    assessor: Assessor
    items: tuple[Item, ...]
    answers: Answers
    start: float
    is_searched: bool = True
    _known: dict[_Key, tuple[float, float]] = field(default_factory=dict)
    _records: dict[str, Answer] = field(init=False)

    def __post_init__(self) -> None:
        """What a record shows stays as it is, whatever is answered; it is no reason of its own."""
        questions = self.assessor.knowledge.questions
        names = (name for item in self.items for name in item.questions if questions[name].records)
        self._records = given(self.answers, names)

    def levels(self) -> list[_Level]:
        """For each number of answers, from none to all that were given, the best of that many."""
        names = dict.fromkeys(name for item in self.items for name in item.questions)
        own = given(self.answers, names)
        for name in own.keys() & self._records.keys():
            del own[name]
        shared = self._shared()
        ways = prod(1 + len(cells) if name in own else len(cells) for name, cells in shared.items())
        if ways << len(own.keys() - shared.keys()) > _MOST_WAYS:
            self.is_searched = False
            return self._greedy(own)
        return [
            _best([self._level(own, kept, shared) for kept in combinations(own, count)])
            for count in range(len(own) + 1)
        ]

    def _shared(self) -> dict[str, tuple[Answer, ...]]:
        """For each question that several items read, answers that stand for all to compare it."""
        found: dict[str, tuple[Answer, ...]] = {}
        for name in dict.fromkeys(name for item in self.items for name in item.questions):
            if self.assessor.knowledge.questions[name].records:
                continue
            readers = [one for one in self.items if name in one.questions]
            comparing = tuple(one for one in readers if name not in calculated_from(one))
            if len(readers) > 1 and comparing:
                found[name] = shared_cells(self.assessor, comparing, name)
            elif len(readers) > 1:
                found[name] = tuple(_ends(readers[0].knowledge.questions[name]))
        return found

    def _greedy(self, own: Mapping[str, Answer]) -> list[_Level]:
        """Where there are too many ways: nothing, or all without what can be left out singly."""
        kept = tuple(own)
        everything = self._level(own, kept, {})
        for name in own:
            fewer = tuple(one for one in kept if one != name)
            if self._level(own, fewer, {}).sure >= everything.sure:
                kept = fewer
        nothing = self._level(own, (), {})
        last = _Level(everything.sure, frozenset(kept), everything.at_best)
        return [nothing] * max(1, len(kept)) + [last] * bool(kept)

    def _level(
        self,
        own: Mapping[str, Answer],
        kept: Sequence[str],
        shared: Mapping[str, tuple[Answer, ...]],
    ) -> _Level:
        """The weight that some answers make sure of, whatever is answered to all others."""
        fixed = self._records | {name: own[name] for name in kept}
        open_ = {name: cells for name, cells in shared.items() if name not in fixed}
        sure = at_best = float("inf")
        for chosen in product(*open_.values()):
            together = {**fixed, **dict(zip(open_, chosen, strict=True))}
            weights = [self._weights(item, together, fixed) for item in self.items]
            sure = min(sure, sum(one[0] for one in weights))
            at_best = min(at_best, sum(one[1] for one in weights))
        return _Level(sure, frozenset(kept), at_best)

    def _weights(
        self, item: Item, together: Mapping[str, Answer], fixed: Mapping[str, Answer]
    ) -> tuple[float, float]:
        """The least weight of an item that is sure, and one that it certainly can have."""
        known = {name: together[name] for name in item.questions if name in together}
        key = (item, frozenset(known.items()), frozenset(known.keys() & fixed.keys()))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._worked_out(item, known, fixed)
        return found

    def _worked_out(
        self, item: Item, known: Mapping[str, Answer], fixed: Mapping[str, Answer]
    ) -> tuple[float, float]:
        calculated = calculated_from(item)
        if calculated <= fixed.keys():
            found = outcomes(item, known)
            sure = self._least(found.parts)
            if found.is_exact:
                return sure, sure
        else:  # what is calculated with has no values that stand for all, so it stays open
            beside = {n: one for n, one in known.items() if n in fixed or n not in calculated}
            sure = self._least(parts_of(item.score(beside)))
        at_best = float("inf")
        for sample in islice(_samples(item, known), _MOST_SAMPLES):
            score = item.score(sample)
            parts = parts_of(score) if is_settled(score) else {*parts_of(score), (0, 0)}
            at_best = min(at_best, max(self._weight(one) for one in parts))
            if at_best <= sure:
                break
        return sure, at_best

    def _least(self, parts: Iterable[Part]) -> float:
        return min(self._weight(one) for one in parts)

    def _weight(self, part: Part) -> float:
        return 100 * part[0] - self.start * part[1]


def _samples(item: Item, known: Mapping[str, Answer]) -> Iterator[Answers]:
    """Answers to all that is open, the better ones first."""
    free = [item.knowledge.questions[name] for name in item.open_questions(known)]
    for chosen in product(*(_ends(question) for question in free)):
        yield {**known, **{one.id: answer for one, answer in zip(free, chosen, strict=True)}}


def _ends(question: Question) -> list[Answer]:
    """The ends of what can be answered, the better one first where the question says which."""
    match question.kind:
        case Number(lowest, highest):
            ends: list[float | str | frozenset[str]] = [lowest, highest]
        case Choice(labels):
            ends = list(labels)
        case Several(labels):
            ends = [frozenset([word]) for word in labels]
        case Text():
            return []
    if question.worse == "lower":
        ends.reverse()
    return [supposed(question, value) for value in ends]
