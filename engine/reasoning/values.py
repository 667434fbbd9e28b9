"""The answers worth trying: between two thresholds nothing changes, so one value of each is all.

That is exact for questions that are compared as they are. A number derived from several of them
has no fixed threshold in any one of them: there the values are solved for, and are exact as long
as the others stay as they are answered.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, combinations, islice, product

from ..condition import Operator, Value
from ..evaluate import Evaluator, Facts
from ..knowledge import Knowledge
from ..search.cells import number_cells
from ..vocabulary import (
    EXCLUSIVE,
    Answer,
    Answers,
    Choice,
    Number,
    Question,
    Several,
    State,
    Text,
    show_value,
)
from .items import Item
from .nearest import meeting_points

_MOST_WORDS = 10  # of one question whose subsets are all tried
_MOST_OTHERS = 20  # combinations of the other free inputs of a formula


def supposed(question: Question, value: Value) -> Answer:
    """A value as an answer that nobody gave; its source says so."""
    shown = show_value(question.kind, value)
    return Answer(State.GIVEN, value, shown, shown, "supposed")


def telling_values(
    knowledge: Knowledge, items: Iterable[Item], answers: Answers, free: Collection[str]
) -> dict[str, tuple[Value, ...]]:
    """For each free question: values of which one stands for each other that it can have.

    Only for those that bear on the items. Numbers come from low to high, words as in the base;
    the runner's own value is among them. All that is not free stays as it is answered. Free text
    has no values.
    """
    return _Telling(knowledge, tuple(items), answers, free).values()


def has_too_many_words(item: Item, name: str) -> bool:
    """Whether so many words of one question are read that not all sets of them are tried."""
    read = {
        one.values[0]
        for one in item.comparisons
        if one.subject == name and one.operator in {Operator.HAS, Operator.LACKS}
    }
    return len(read) > _MOST_WORDS


class _Telling:
    def __init__(
        self, knowledge: Knowledge, items: tuple[Item, ...], answers: Answers, free: Collection[str]
    ) -> None:
        self.knowledge = knowledge
        self.items = items
        self.answers = answers
        self.free = [n for n in dict.fromkeys(chain(*(i.questions for i in items))) if n in free]
        self.bounds: dict[str, set[float]] = {}
        self.words: dict[str, set[str]] = {}
        for one in chain.from_iterable(item.comparisons for item in items):
            if one.operator in {Operator.HAS, Operator.LACKS}:
                self.words.setdefault(one.subject, set()).add(str(one.values[0]))
            numbers = {value for value in one.values if isinstance(value, float)}
            self.bounds.setdefault(one.subject, set()).update(numbers)

    def values(self) -> dict[str, tuple[Value, ...]]:
        plain = {name: self._plain(self.knowledge.questions[name]) for name in self.free}
        solved = self._solved(plain)
        return {
            name: self._ordered(name, (*values, *self._between(name, solved.get(name, set()))))
            for name, values in plain.items()
        }

    def _between(self, name: str, points: set[float]) -> list[float]:
        """The points that were solved for, and a number between each two cuts."""
        kind = self.knowledge.questions[name].kind
        if not points or not isinstance(kind, Number):
            return []
        return number_cells(kind.lowest, kind.highest, points | self.bounds.get(name, set()))

    def _ordered(self, name: str, values: Iterable[Value]) -> tuple[Value, ...]:
        own = self._own(name)
        every = dict.fromkeys((*values, *own))
        if isinstance(self.knowledge.questions[name].kind, Number):
            return tuple(sorted(one for one in every if isinstance(one, float)))
        return tuple(every)

    def _own(self, name: str) -> tuple[Value, ...]:
        answer = self.answers.get(name)
        return () if answer is None or answer.value is None else (answer.value,)

    def _plain(self, question: Question) -> tuple[Value, ...]:
        match question.kind:
            case Number(lowest, highest):
                return tuple(number_cells(lowest, highest, self.bounds.get(question.id, ())))
            case Choice(labels):
                return tuple(labels)
            case Several(labels):
                return tuple(_subsets(labels, self.words.get(question.id, set())))
            case Text():
                return ()

    def _solved(self, plain: Mapping[str, tuple[Value, ...]]) -> dict[str, set[float]]:
        """Where a number derived from several answers meets its thresholds."""
        found: dict[str, set[float]] = {}
        done: set[str] = set()
        for item in self.items:
            for derived in (one for one in item.knowledge.derived if one not in done):
                done.add(derived)
                reads = item.inputs[derived] if self.bounds.get(derived) else ()
                for name in (one for one in reads if one in plain):
                    if isinstance(self.knowledge.questions[name].kind, Number):
                        met = self._met(item, derived, name, reads, plain)
                        found.setdefault(name, set()).update(met)
        return found

    def _met(
        self,
        item: Item,
        derived: str,
        name: str,
        reads: tuple[str, ...],
        plain: Mapping[str, tuple[Value, ...]],
    ) -> Iterator[float]:
        others = [one for one in reads if one != name]
        choices = [dict.fromkeys((*self._own(one), *plain.get(one, ()))) for one in others]
        bounds = sorted(self.bounds[derived])
        for chosen in islice(product(*choices), _MOST_OTHERS):
            facts = _with_derived(item.evaluator, dict(zip(others, chosen, strict=True)))
            yield from meeting_points(item, derived, name, facts, bounds)


def _with_derived(evaluator: Evaluator, values: Mapping[str, Value]) -> Facts:
    """Values with all that is worked out from them, whatever applies."""
    facts = evaluator.no_facts()
    facts.values.update(values)
    for name in evaluator.knowledge.derived_order:
        value = evaluator.derive(name, facts)
        if value is not None:
            facts.values[name] = value
    return facts


def _subsets(labels: Mapping[str, str], read: set[str]) -> Iterator[frozenset[str]]:
    """Answers of several words that differ in those that are read."""
    alone = [word for word in labels if word in EXCLUSIVE]
    yield from (frozenset([word]) for word in alone)
    words = [word for word in labels if word in read and word not in alone]
    other = [word for word in labels if word not in read and word not in alone][:1]
    most = len(words) if len(words) <= _MOST_WORDS else 1
    for size in range(most + 1):
        for chosen in combinations(words, size):
            found = frozenset(chosen or other)
            if found:
                yield found
