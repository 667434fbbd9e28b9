"""One goal, the values worth trying for what it reads, and the way through them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import assert_never

from ..condition import (
    NO_RECORD,
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Not,
    Operator,
    Value,
    comparisons,
)
from ..evaluate import Evaluator, Truth, test_of
from ..knowledge import BANDS, Knowledge
from ..vocabulary import EXCLUSIVE, Choice, Number, Several
from .cells import near, number_cells
from .formulas import inputs, solve, span_of

MOST_WORK = 200_000  # values tried, times comparisons, before the search gives up, undecided
_SMALL = 60  # comparisons; a smaller goal is not searched for longer than this allows

_Key = str | tuple[str, str]  # a question, derived value or pattern; or a word of several answers
_Known = dict[_Key, Value | bool]
_WORDS = {Operator.HAS, Operator.LACKS}
_ROUND = (10.0, 20.0, 5.0, 40.0, 2.0, 1.0)  # where a question has no threshold of its own
_PARTS = (0.5, 0.25, 0.75, 0.0, 1.0)  # of the range from its lowest to its highest number


class GaveUp(Exception):  # noqa: N818  (not an error: the bound is reached)
    """Too many values were tried."""


class Problem:
    """A goal in grounded form.

    In a proof, numbers derived from several questions and bands of patterns may be anything
    that they can be; else derived numbers are worked out, and `goal` reads no pattern.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        goal: Condition,
        never: Iterable[Condition],
        *,
        is_proof: bool,
    ) -> None:
        """Takes the goal, and what no real runner fulfils as far as it may bear on it."""
        self.knowledge: Knowledge = evaluator.knowledge
        self.evaluator = evaluator
        self.goal = goal
        self.is_proof = is_proof
        self.steps = 0
        read = {one.subject for one in comparisons(goal)}
        self.derived = tuple(name for name in self.knowledge.derived_order if name in read)
        self.inputs = {name: inputs(self.knowledge, name) for name in self.derived}
        reachable = read.union(*self.inputs.values())
        self.never = [
            one for one in never if {part.subject for part in comparisons(one)} <= reachable
        ]
        self.atoms = [*comparisons(goal)]
        for one in self.never:
            self.atoms += comparisons(one)
        self.tests = {one: self._test(one) for one in self.atoms if one.operator not in _WORDS}
        self.domains: dict[_Key, list[Value | bool]] = {}
        self.chains: dict[str, tuple[str, ...]] = {}
        self.numbers: dict[tuple[str, tuple[Value | bool | None, ...]], float | None] = {}

    def solutions(self) -> Iterator[dict[str, Value]]:
        """Answers that fulfil the goal, one runner after the other.

        Raises:
            GaveUp: when the bound on the values tried is reached.
        """
        for known in self._search({}):
            yield self._runner(known)

    def _search(self, known: _Known) -> Iterator[_Known]:
        truth = self.truth(self.goal, known)
        if truth is False or any(self.truth(one, known) for one in self.never):
            return
        if truth:
            yield known
            return
        key, values = self._next(known)
        for value in values:
            self.steps += 1
            if self.steps * max(_SMALL, len(self.atoms)) > MOST_WORK:
                raise GaveUp
            extended = self._extended(known, key, value)
            if extended is not None:
                yield from self._search(extended)

    def _extended(self, known: _Known, key: _Key, value: Value | bool) -> _Known | None:
        """What is known with one value more; a word that stands alone leaves out all others."""
        extended = {**known, key: value}
        if isinstance(key, str):
            return extended
        question, word = key
        words = {one for one in self._words(question) if (question, one) not in known} - {word}
        if value is True:
            for other in words if word in EXCLUSIVE else words & set(EXCLUSIVE):
                extended[question, other] = False
        kind = self.knowledge.questions[question].kind
        labels = kind.labels if isinstance(kind, Several) else {}
        is_empty = all(extended.get((question, one)) is False for one in labels)
        return None if is_empty else extended

    def _words(self, question: str) -> set[str]:
        """The words of a question with several answers that the goal speaks of."""
        return {
            str(one.values[0])
            for one in self.atoms
            if one.subject == question and one.operator in _WORDS
        }

    # --- what holds, as far as it is known

    def truth(self, condition: Condition, known: _Known) -> Truth:
        """Whether a grounded condition holds; None while that is open."""
        match condition:
            case Comparison():
                return self._holds(condition, known)
            case All(parts):
                return _least(self.truth(part, known) for part in parts)
            case Any(parts):
                return _most(self.truth(part, known) for part in parts)
            case AtLeast(count, parts):
                truths = [self.truth(part, known) for part in parts]
                certain = truths.count(True)
                if certain >= count:
                    return True
                return None if certain + truths.count(None) >= count else False
            case Not():
                raise AssertionError("a grounded condition has no `not`")
            case _:
                assert_never(condition)

    def _holds(self, one: Comparison, known: _Known) -> Truth:
        if one.operator in _WORDS:
            has = known.get((one.subject, str(one.values[0])))
            return None if has is None else has is (one.operator is Operator.HAS)
        value = known.get(one.subject)
        if value is None and one.subject in self.inputs and not self.is_proof:
            if any(name not in known for name in self.inputs[one.subject]):
                return None
            value = self.number(one.subject, known)
            return False if value is None else self.tests[one](value)
        return None if value is None or isinstance(value, bool) else self.tests[one](value)

    def _test(self, one: Comparison) -> Callable[[Value], bool]:
        kind = self.knowledge.kind_of(one.subject)
        return test_of(one, tuple(kind.labels) if isinstance(kind, Choice) else ())

    def number(self, name: str, known: Mapping[_Key, Value | bool]) -> float | None:
        """What a derived number comes to with the answers that are known."""
        key = (name, tuple(known.get(one) for one in self.inputs[name]))
        if key not in self.numbers:
            facts = self.evaluator.no_facts()
            for one in self.inputs[name]:
                value = known.get(one)
                if value not in (None, NO_RECORD) and not isinstance(value, bool):
                    facts.values[one] = value
            for one in self._steps_to(name):
                value = self.evaluator.derive(one, facts)
                if value is not None:
                    facts.values[one] = value
            found = facts.values.get(name)
            self.numbers[key] = found if isinstance(found, float) else None
        return self.numbers[key]

    def _steps_to(self, name: str) -> tuple[str, ...]:
        """The derived values that lead to one, each after what it reads."""
        if name not in self.chains:
            behind = {name}
            for one in reversed(self.knowledge.derived_order):
                if one in behind:
                    behind |= self.knowledge.needs(one)
            order = self.knowledge.derived_order
            self.chains[name] = tuple(one for one in order if one in behind)
        return self.chains[name]

    # --- what to try next

    def _next(self, known: _Known) -> tuple[_Key, list[Value | bool]]:
        """An open question and its values, those first that make an open comparison true."""
        atom = self._open(self.goal, known)
        if atom.operator in _WORDS:
            has = atom.operator is Operator.HAS
            return (atom.subject, str(atom.values[0])), [has, not has]
        if atom.subject not in self.inputs or self.is_proof:
            values = self._values(atom.subject)
            test = self.tests[atom]
            return atom.subject, sorted(values, key=lambda one: not test(one))
        waiting = [name for name in self.inputs[atom.subject] if name not in known]
        # Numbers last: the last one is solved for.
        waiting.sort(key=lambda name: isinstance(self.knowledge.questions[name].kind, Number))
        if len(waiting) > 1:
            return waiting[0], self._values(waiting[0])
        return waiting[0], self._solved(waiting[0], known)

    def _open(self, condition: Condition, known: _Known) -> Comparison:
        match condition:
            case Comparison():
                return condition
            case All(parts) | Any(parts) | AtLeast(_, parts):
                undecided = [part for part in parts if self.truth(part, known) is None]
                plain = [part for part in undecided if isinstance(part, Comparison)]
                cheap = [part for part in plain if part.subject not in self.inputs]
                return self._open((cheap or plain or undecided)[0], known)
            case Not():
                raise AssertionError("a grounded condition has no `not`")
            case _:
                assert_never(condition)

    def _values(self, name: str) -> list[Value | bool]:
        if name not in self.domains:
            self.domains[name] = [*self._cells(name)]
        return self.domains[name]

    def _cells(self, name: str) -> Iterator[Value]:
        if name in self.knowledge.patterns:
            yield from BANDS
            return
        if (question := self.knowledge.questions.get(name)) and question.records:
            yield NO_RECORD
        if name in self.knowledge.derived:
            yield from number_cells(*span_of(self.knowledge, name), self._bounds(name))
            return
        match self.knowledge.questions[name].kind:
            case Number(lowest, highest):
                is_input = any(name in one for one in self.inputs.values())
                bounds = self._bounds(name)
                cells = number_cells(lowest, highest, bounds)
                usual = _usual(lowest, highest) if is_input and not self.is_proof else []
                yield from dict.fromkeys([*cells, *usual] if bounds else [*usual, *cells])
            case Choice(labels):
                yield from labels
            case _:
                return

    def _bounds(self, name: str) -> list[float]:
        """The numbers that a subject is compared with; in a table's row it is compared too."""
        return [
            value
            for one in self.atoms
            if one.subject == name
            for value in one.values
            if isinstance(value, float)
        ]

    def _solved(self, name: str, known: _Known) -> list[Value | bool]:
        """Values of the last open input of a derived number, at its thresholds and beside them."""
        kind = self.knowledge.questions[name].kind
        values = dict.fromkeys(self._values(name))
        if not isinstance(kind, Number):
            return [*values]
        found: dict[Value | bool, None] = {}
        for derived, reads in self.inputs.items():
            if name in reads and all(one in known for one in reads if one != name):
                for bound in self._bounds(derived):
                    at_value = self._as_function(derived, name, known)
                    at = solve(at_value, kind.lowest, kind.highest, bound)
                    for point in at:
                        found |= dict.fromkeys(near(point, kind.lowest, kind.highest))
        return [*found, *(one for one in values if one not in found)]

    def _as_function(
        self, derived: str, name: str, known: _Known
    ) -> Callable[[float], float | None]:
        return lambda value: self.number(derived, {**known, name: value})

    def _runner(self, known: _Known) -> dict[str, Value]:
        """Answers; a question with several whose words are all left out gets another word."""
        runner: dict[str, Value] = {}
        several: dict[str, set[str]] = {}
        for key, value in known.items():
            if isinstance(key, tuple):
                several.setdefault(key[0], set()).update({key[1]} if value else ())
            elif (
                key in self.knowledge.questions
                and not isinstance(value, bool)
                and (value != NO_RECORD)
            ):
                runner[key] = value
        for name, words in several.items():
            kind = self.knowledge.questions[name].kind
            labels = kind.labels if isinstance(kind, Several) else {}
            others = [word for word in labels if known.get((name, word)) is not False]
            others.sort(key=lambda word: word != "none")
            runner[name] = frozenset(words or others[:1])
        return runner


def _usual(lowest: float, highest: float) -> list[float]:
    """Numbers that a person might answer, from the likely ones to the ends of the range."""
    parts = [float(round(lowest + part * (highest - lowest))) for part in _PARTS]
    return [*(one for one in _ROUND if lowest <= one <= highest), *parts]


def _least(truths: Iterable[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _most(truths: Iterable[Truth]) -> Truth:
    result: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            result = None
    return result
