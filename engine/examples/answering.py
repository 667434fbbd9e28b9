"""Answers for a situation, or to tell a rule from a mutant; plain and usual ones first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ..assessment import Assessment
from ..condition import Comparison, Condition, Operator, Value
from ..evaluate import Facts, Truth
from ..findings import STATES
from ..knowledge import BANDS, Lookup, Rule
from ..search import answers_of
from ..search.formulas import inputs
from ..vocabulary import Choice, Number
from .mutants import Mutant
from .mutation import Mutating
from .running import assess_rule
from .situations import Situation, Situations, only
from .usual import Usual, anchors

MOST_VARIED = 2_000  # ways to change answers that are looked at
PLAIN_ENOUGH = 2.0  # a few numbers that are no multiples of five

Demand = tuple[list[Condition], list[Condition]]  # what is to be true, and what false


@dataclass(frozen=True, slots=True)
class Found:
    """Answers for a situation, what the rule is for them, and the mutants that they catch."""

    situation: Situation
    given: Mapping[str, Value]
    state: str
    catches: frozenset[Mutant]

    @property
    def is_decided(self) -> bool:
        """Whether the rule fires or is quiet."""
        return self.state != STATES[None]


class Answering:
    """Looks for answers, for one rule."""

    def __init__(
        self, mutating: Mutating, situations: Situations, mutants: Iterable[Mutant], usual: Usual
    ) -> None:
        """Takes the rule's situations and the mutants that are still to be caught."""
        self.mutating = mutating
        self.situations = situations
        self.rule: Rule = situations.rule
        self.open = list(mutants)
        self.usual = usual
        self.kinds = mutating.mutation.kinds
        self.knowledge = mutating.assessor.knowledge
        self._anchors = list(self._usual_answers())

    def at(self, situation: Situation) -> Found | None:
        """Answers for a situation, or as near to it as its numbers come; None if none was found."""
        for site in self._sites(situation):
            for demand in self._demands(situation, site):
                given = self._plainest(*demand)
                if given is not None:
                    return self._with_usual(self.found(given, situation))
        return None

    def telling(self, mutant: Mutant) -> Found | None:
        """Answers for which a mutant is something else than the rule; None if none were found."""
        for own, changed in self.mutating.pairs(self.rule, mutant):
            for fires, quiet in ((own, changed), (changed, own)):
                given = self._plainest([fires], [quiet])
                found = self.found(given) if given is not None else None
                if found and found.is_decided and mutant in found.catches:
                    return found
        return None

    def varied(self, found: Iterable[Found], mutant: Mutant) -> Found | None:
        """Answers like those that were found, but for one or two, that catch a mutant.

        The search knows few ways to the bands of a pattern; this comes to others.
        """
        tried = 0
        for many in (1, 2):
            for one in found:
                for changes in combinations(self._changes(one.given), many):
                    tried += 1
                    if tried > MOST_VARIED:
                        return None
                    new = self.found({**one.given, **dict(changes)})
                    if new.is_decided and mutant in new.catches and self._is_possible(new):
                        return new
        return None

    def _changes(self, given: Mapping[str, Value]) -> list[tuple[str, Value]]:
        """Each answer in words, with each other word that it could be."""
        changes: list[tuple[str, Value]] = []
        for name, value in given.items():
            kind = self.knowledge.questions[name].kind
            if isinstance(kind, Choice):
                changes += [(name, word) for word in kind.labels if word != value]
        return changes

    def _is_possible(self, one: Found) -> bool:
        """Whether a runner could give such answers: all are asked for, and none contradict."""
        facts = self.assess(one.given).facts
        is_asked = all(facts.gate(name) is True for name in one.given)
        return is_asked and not any(self._contradictions(facts))

    def _contradictions(self, facts: Facts) -> list[Truth]:
        """Whether each thing that no real runner fulfils is so."""
        truth = self.mutating.assessor.evaluator.truth
        return [truth(never, facts) for never in self.knowledge.never_together]

    def found(self, given: Mapping[str, Value], situation: Situation | None = None) -> Found:
        """What becomes of answers; numbers of the situation are what they are worked out to."""
        assessment = self.assess(given)
        truth = assessment.states[self.rule.id]
        catches = frozenset(
            one
            for one in self.open
            if self.mutating.truth(self.rule, one.condition, assessment) is not truth
        )
        at = self.situation_of(assessment)
        if situation is not None:
            derived = {name: at[name] for name in at if name in self.knowledge.derived}
            at = {
                **situation,
                **{name: one for name, one in derived.items() if situation[name] is not None},
            }
        ordered = {name: given[name] for name in self.knowledge.questions if name in given}
        return Found(at, ordered, STATES[truth], catches)

    def assess(self, given: Mapping[str, Value]) -> Assessment:
        """What the base says of the rule for these answers."""
        return assess_rule(self.mutating.assessor, self.rule, answers_of(self.knowledge, given))

    def situation_of(self, assessment: Assessment) -> Situation:
        """The situation that answers give, at the first chosen site."""
        facts = assessment.facts
        chosen = facts.values.get(self.knowledge.site_question or "")
        sites = sorted(chosen) if isinstance(chosen, frozenset) else [None]
        situation: dict[str, Value | None] = {}
        for subject in self.situations.values:
            name = self.kinds.at_site(subject, sites[0])
            if subject == "site":
                situation[subject] = sites[0]
            elif subject in facts.bands:
                bands = dict.fromkeys(BANDS[index] for index in facts.bands[subject])
                situation[subject] = " or ".join(bands)
            else:
                situation[subject] = facts.values.get(name)
        return situation

    # --- what is asked of the search

    def _sites(self, situation: Situation) -> tuple[str | None, ...]:
        if not self.rule.is_each:
            return (None,)
        if "site" in situation:
            return (str(situation["site"]),)
        return tuple(one.site for one in self.rule.instances)

    def _demands(self, situation: Situation, site: str | None) -> Iterator[Demand]:
        """The situation itself; where a derived number cannot be met, its nearest neighbours."""
        yield self._demand(situation, site, None)
        if any(
            name in self.knowledge.derived and situation[name] is not None for name in situation
        ):
            yield self._demand(situation, site, Operator.AT_LEAST)
            yield self._demand(situation, site, Operator.AT_MOST)

    def _demand(self, situation: Situation, site: str | None, side: Operator | None) -> Demand:
        fires: list[Condition] = []
        quiet: list[Condition] = []
        if site is not None:
            fires += only(self.knowledge.site_question or "", frozenset({site}), ())
        for subject, value in situation.items():
            name = self.kinds.at_site(subject, site)
            if subject == "site":
                continue
            if value is None:
                gate = self.mutating.assessor.evaluator.gates.get(name)
                quiet += [gate] if gate is not None else []
            elif side and isinstance(value, float) and name in self.knowledge.derived:
                fires += self.situations.beside(subject, value, side)
            else:
                fires += only(name, value, self.situations.words_read(subject))
        return fires, quiet

    # --- answers that a runner could give

    def _usual_answers(self) -> Iterator[list[Condition]]:
        """Usual answers to all but one question behind the derived numbers of the rule."""
        derived = [one for one in self.situations.values if one in self.knowledge.derived]
        names = dict.fromkeys(name for one in derived for name in inputs(self.knowledge, one))
        questions = [self.knowledge.questions[name] for name in names]
        for anchor in anchors(self.usual, questions, self.tied()) if questions else ():
            yield [Comparison(name, Operator.EQUAL, (value,)) for name, value in anchor.items()
                   if isinstance(value, float | str)]  # fmt: skip

    def tied(self) -> list[str]:
        """The questions behind numbers that hang together, without what tables are read by.

        Several of them must be free for all of these numbers to reach their thresholds.
        """
        if not self.situations.are_tied:
            return []
        derived = [one for one in self.situations.values if one in self.knowledge.derived]
        names = dict.fromkeys(name for one in derived for name in inputs(self.knowledge, one))
        return [name for name in names if name not in self._table_keys(derived)]

    def _table_keys(self, derived: Iterable[str]) -> set[str]:
        keys: set[str] = set()
        waiting = list(derived)
        while waiting:
            name = waiting.pop()
            one = self.knowledge.derived.get(name)
            if one is not None and isinstance(one.formula, Lookup):
                keys |= set(one.formula.by)
            waiting += self.knowledge.needs(name) if one is not None else ()
        return keys

    def _plainest(self, fires: list[Condition], quiet: list[Condition]) -> dict[str, Value] | None:
        """Answers with few digits and usual values, as far as they are found."""
        best, lowest = None, 0.0
        for anchor in self._anchors:
            given = self.mutating.finder.runner([*fires, *anchor], quiet)
            if given is None:
                continue
            cost = sum(
                self.usual.cost(self.knowledge.questions[name], value)
                for name, value in given.items()
            )
            if best is None or cost < lowest:
                best, lowest = given, cost
            if lowest < PLAIN_ENOUGH:
                break
        return best or self.mutating.finder.runner(fires, quiet)

    def _with_usual(self, found: Found) -> Found:
        """The same with usual answers where others do the same: behind a gate or in a formula."""
        told = self._told(found)
        given = dict(found.given)
        subjects = self.situations.values
        for name in found.given:
            is_free = name not in subjects and self.kinds.any_site(name) == name
            if not is_free or not isinstance(self.knowledge.questions[name].kind, Number):
                continue
            for value in self.usual.answers(name):
                if self._told(self.found({**given, name: value}, found.situation)) == told:
                    given[name] = value
                    break
        return self.found(given, found.situation)

    def _told(self, found: Found) -> object:
        """All that answers say of the rule and its mutants, and whether a runner can give them."""
        facts = self.assess(found.given).facts
        asked = [facts.gate(name) for name in found.given]
        return found.state, found.catches, found.situation, asked, self._contradictions(facts)
