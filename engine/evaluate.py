"""The definition of what a condition means: true, false or unknown.

Everything else agrees with this file: Experta, what-if, SQL. Unknown is None, and the
tables are Kleene's, which are those of SQL's NULL:

    and: false if one part is false, else unknown if one is unknown, else true
    or:  true if one part is true, else unknown if one is unknown, else false

A comparison on an unanswered question is unknown. A comparison on a gated question
means `gate and comparison`: false where the gate is false, however it is put. What only a
record answers has a gate that is never unknown: true with a record of it, else false.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from .condition import (
    ALWAYS,
    NO_RECORD,
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Not,
    Operator,
    Value,
    normal_form,
    rewrite,
)
from .formulas import Derivation, compile_formula
from .knowledge import BANDS, Formula, Knowledge
from .vocabulary import Answers, Choice, State

Truth = bool | None


class Facts:
    """What is known of one runner.

    `values` holds every answer given and every derived value that could be worked out,
    also behind gates that are not true. `bands` has the lowest and highest band that a
    pattern can still have, once concluded.
    """

    __slots__ = ("_gates", "_known_gates", "bands", "values")

    def __init__(self, gates: Mapping[str, "Meaning"]) -> None:
        """Takes the gates of the base, each as a function of facts."""
        self.values: dict[str, Value] = {}
        self.bands: dict[str, tuple[int, int]] = {}
        self._gates = gates
        self._known_gates: dict[str, Truth] = {}

    def gate(self, subject: str) -> Truth:
        """Whether a question or derived value applies; unknown while its gate is unanswered."""
        known = self._known_gates
        if subject in known:
            return known[subject]
        gate = self._gates.get(subject)
        truth = known[subject] = True if gate is None else gate(self)
        return truth

    def is_declared(self, subject: str) -> bool:
        """Whether a value is known and its gate is true, so that it is a fact for Experta."""
        return subject in self.values and self.gate(subject) is True


Meaning = Callable[[Facts], Truth]


class Evaluator:
    """Reads conditions of one knowledge base; each is compiled once."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base; compiles its gates."""
        self.knowledge = knowledge
        self._compiled: dict[Condition, Meaning] = {}
        self._derivations: dict[str, Derivation] = {}
        questions = {name: one.gate for name, one in knowledge.questions.items()}
        derived = {name: one.gate for name, one in knowledge.derived.items()}
        self.gates = {name: gate for name, gate in (questions | derived).items() if gate}
        self._records = frozenset(n for n, one in knowledge.questions.items() if one.records)
        self._without_records = tuple(
            name for name in knowledge.derived_order if not self._needs_a_record(name)
        )
        self._gate_meanings = {name: self.meaning(gate) for name, gate in self.gates.items()}

    def facts(self, answers: Answers) -> Facts:
        """The facts that follow from answers, before any rule."""
        facts = self.no_facts()
        for name, answer in answers.items():
            if answer.state is State.GIVEN and answer.value is not None:
                facts.values[name] = answer.value
        has_record = not self._records.isdisjoint(facts.values)
        order = self.knowledge.derived_order if has_record else self._without_records
        for name in order:
            value = self.derive(name, facts)
            if value is not None:
                facts.values[name] = value
        return facts

    def _needs_a_record(self, derived: str) -> bool:
        """Whether a value cannot apply without a record, so that it need not be worked out."""
        gate = self.gates.get(derived)
        parts = gate.parts if isinstance(gate, All) else (gate,)
        return any(isinstance(one, Comparison) and one.subject in self._records for one in parts)

    def no_facts(self) -> Facts:
        """Facts without a value, to be filled in an order in which gates come first."""
        return Facts(self._gate_meanings)

    def truth(self, condition: Condition, facts: Facts) -> Truth:
        """Whether a condition holds."""
        return self.meaning(condition)(facts)

    def meaning(self, condition: Condition) -> Meaning:
        """The condition as a function of facts; compiled once."""
        compiled = self._compiled.get(condition)
        if compiled is None:
            compiled = self._compile(normal_form(condition))
            self._compiled[condition] = compiled
        return compiled

    def applicability(self, condition: Condition) -> Meaning:
        """Whether a condition could still be true if nothing were answered but the gates."""
        return self.meaning(rewrite(condition, lambda one: self.gates.get(one.subject, ALWAYS)))

    def _compile(self, condition: Condition) -> Meaning:
        match condition:
            case Comparison():
                return self._comparison(condition)
            case All(parts):
                return _all(tuple(self._compile(part) for part in parts))
            case Any(parts):
                return any_of(self._compile(part) for part in parts)
            case AtLeast(count, parts):
                return _at_least(count, tuple(self._compile(part) for part in parts))
            case Not():
                raise AssertionError("normal form has no `not`")
            case _:
                assert_never(condition)

    def _comparison(self, comparison: Comparison) -> Meaning:
        subject = comparison.subject
        if comparison.values == (NO_RECORD,):
            return _recorded_meaning(subject, comparison.operator)
        if subject in self.knowledge.patterns:
            return _band_meaning(subject, comparison.operator, str(comparison.values[0]))
        test = test_of(comparison, self._order(subject))

        def plain(facts: Facts) -> Truth:
            value = facts.values.get(subject)
            return None if value is None else test(value)

        def gated(facts: Facts) -> Truth:
            gate = facts.gate(subject)
            if gate is False:
                return False
            value = facts.values.get(subject)
            holds = None if value is None else test(value)
            return holds if gate or holds is False else None

        return gated if subject in self.gates else plain

    def _order(self, subject: str) -> tuple[str, ...]:
        kind = self.knowledge.kind_of(subject)
        return tuple(kind.labels) if isinstance(kind, Choice) else ()

    def derive(self, name: str, facts: Facts) -> Value | None:
        """What a derived value comes to; None while what it reads is not known."""
        found = self._derivations.get(name)
        if found is None:
            found = self.formula(self.knowledge.derived[name].formula)
            self._derivations[name] = found
        return found(facts)

    def formula(self, formula: Formula) -> Derivation:
        """The formula as a function of facts."""
        return compile_formula(formula, self.meaning)


def test_of(comparison: Comparison, order: tuple[str, ...] = ()) -> Callable[[Value], bool]:
    """The comparison as a test of a known value; never raises, whatever it is given.

    `order` has the choices from low to high for `<` between words.
    """
    operator, values = comparison.operator, comparison.values
    match operator:
        case Operator.HAS | Operator.LACKS:
            word = str(values[0])
            wanted = operator is Operator.HAS
            return lambda value: isinstance(value, frozenset) and (word in value) is wanted
        case Operator.EQUAL | Operator.IN:
            accepted = frozenset(values)
            return lambda value: not isinstance(value, frozenset) and value in accepted
        case Operator.NOT_EQUAL | Operator.NOT_IN:
            refused = frozenset(values)
            return lambda value: not isinstance(value, frozenset) and value not in refused
        case _:
            bound = values[0]
            if isinstance(bound, str):
                accepted = frozenset(_words(operator, bound, order))
                return lambda value: not isinstance(value, frozenset) and value in accepted
            return _ordered_numbers(operator, bound)


def _words(operator: Operator, bound: str, order: tuple[str, ...]) -> Iterable[str]:
    place = order.index(bound)
    test = _ordered_numbers(operator, place)
    return (word for index, word in enumerate(order) if test(float(index)))


def _ordered_numbers(operator: Operator, bound: float) -> Callable[[Value], bool]:
    match operator:
        case Operator.LESS:
            return lambda value: isinstance(value, float) and value < bound
        case Operator.AT_MOST:
            return lambda value: isinstance(value, float) and value <= bound
        case Operator.MORE:
            return lambda value: isinstance(value, float) and value > bound
        case _:
            return lambda value: isinstance(value, float) and value >= bound


def band_test(operator: Operator, band: str) -> Callable[[tuple[int, int]], Truth]:
    """A comparison with a band, on the lowest and highest band that are still possible."""
    bound = BANDS.index(band)
    accepted = {
        Operator.EQUAL: {bound}, Operator.NOT_EQUAL: {0, 1, 2, 3} - {bound},
        Operator.LESS: set(range(bound)), Operator.AT_MOST: set(range(bound + 1)),
        Operator.MORE: set(range(bound + 1, 4)), Operator.AT_LEAST: set(range(bound, 4)),
    }.get(operator, {bound})  # fmt: skip

    def test(bands: tuple[int, int]) -> Truth:
        possible = set(range(bands[0], bands[1] + 1))
        if possible <= accepted:
            return True
        return None if possible & accepted else False

    return test


def _band_meaning(pattern: str, operator: Operator, band: str) -> Meaning:
    test = band_test(operator, band)

    def meaning(facts: Facts) -> Truth:
        bands = facts.bands.get(pattern)
        return None if bands is None else test(bands)

    return meaning


def _recorded_meaning(subject: str, operator: Operator) -> Meaning:
    wanted = operator is Operator.NOT_EQUAL
    return lambda facts: (subject in facts.values) is wanted


def _all(parts: tuple[Meaning, ...]) -> Meaning:
    def meaning(facts: Facts) -> Truth:
        result: Truth = True
        for part in parts:
            truth = part(facts)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return meaning


def any_of(meanings: Iterable[Meaning]) -> Meaning:
    """True if one holds, else unknown if one is unknown, else false."""
    parts = tuple(meanings)

    def meaning(facts: Facts) -> Truth:
        result: Truth = False
        for part in parts:
            truth = part(facts)
            if truth:
                return True
            if truth is None:
                result = None
        return result

    return meaning


def _at_least(count: int, parts: tuple[Meaning, ...]) -> Meaning:
    def meaning(facts: Facts) -> Truth:
        truths = [part(facts) for part in parts]
        certain = truths.count(True)
        if certain >= count:
            return True
        return None if certain + truths.count(None) >= count else False

    return meaning
