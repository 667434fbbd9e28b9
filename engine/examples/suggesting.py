"""The examples that a rule still needs: as few as catch all of its mutants, and easy to read.

First the situations that matter to the rule are laid out, and as few of them are taken as tell
the rule from every mutant, each as little different from one that fires as can be. For each the
search then finds answers. All that is suggested was run through the base.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..condition import Value
from ..knowledge import Rule
from ..search.formulas import inputs
from ..vocabulary import Answers
from .answering import Answering, Found
from .mutants import Mutant
from .mutation import Mutating
from .naming import NOT_ANSWERED, Naming, unlike
from .reading import UNDECIDED
from .situations import Situation, Situations
from .usual import Usual

MOST_TRIES = 60  # situations of one rule for which answers are looked for
DECIDED = ("fires", "quiet")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An example that is missing.

    `state` is what the rule is for it, `expect` what to write: for a stable rule that nobody
    but its author can say.
    """

    rule: str
    name: str
    given: Mapping[str, Value]
    state: str
    expect: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The missing examples of a rule, and the slips that none was found for."""

    examples: tuple[Suggestion, ...]
    not_caught: tuple[Mutant, ...]


def suggest(mutating: Mutating, rule: Rule, runners: Iterable[Answers] = ()) -> Suggested:
    """The missing examples of a rule: those that fire, those that are quiet, one unknown.

    Args:
        mutating: The mutants of the base, with the examples that there are.
        rule: One that can have examples.
        runners: Those of the base; their answers stand in where it does not matter which.
    """
    of_rule = _OfRule(mutating, rule, Usual(runners))
    found = of_rule.without_needless(of_rule.cover())
    return Suggested(tuple(of_rule.suggestions(found)), tuple(of_rule.left(found)))


class _OfRule:
    """The work for one rule."""

    def __init__(self, mutating: Mutating, rule: Rule, usual: Usual) -> None:
        self.mutating = mutating
        self.knowledge = mutating.assessor.knowledge
        self.rule = rule
        mutants = mutating.mutation.mutants(rule)
        self.open = mutating.not_caught(rule, mutants)
        self.situations = Situations(mutating.mutation, rule, mutants)
        self.answering = Answering(mutating, self.situations, self.open, usual)
        self.seen = {one.state for one in mutating.telling(rule)}
        self.firing = [
            self.answering.situation_of(one.assessment)
            for one in mutating.telling(rule)
            if one.state == "fires"
        ]
        self.tries = 0

    def left(self, found: Iterable[Found]) -> Iterator[Mutant]:
        """The mutants that are not caught, and that are none of those that nobody can notice."""
        caught = frozenset().union(*(one.catches for one in found))
        for mutant in self.open:
            if mutant not in caught and self.mutating.survivor(self.rule, mutant) is not None:
                yield mutant

    def suggestions(self, found: list[Found]) -> list[Suggestion]:
        found = sorted(found, key=lambda one: DECIDED.index(one.state))
        base = self.existing() or next((one for one in found if one.state == "fires"), None)
        taken = [one.example.name for one in self.mutating.outcomes.get(self.rule.id, ())]
        suggested = []
        for one in found:
            suggested.append(self.suggestion(self.name(one, base), one.given, one.state, taken))
        without = self.unknown(base) if base and "unknown" not in self.seen else None
        if without is not None:
            suggested.append(self.suggestion(*without, "unknown", taken))
        return suggested

    def suggestion(
        self, name: str, given: Mapping[str, Value], state: str, taken: list[str]
    ) -> Suggestion:
        taken.append(unlike(name, taken))
        expect = UNDECIDED if self.rule.status == "stable" else state
        return Suggestion(self.rule.id, taken[-1], given, state, expect)

    # --- which situations

    def cover(self) -> list[Found]:
        """Situations until all mutants are caught and the rule was seen to fire and to be quiet."""
        waiting = dict.fromkeys(self.open)
        situations = () if self.situations.are_tied else self.situations.all()
        candidates = [(situation, self.caught_at(situation)) for situation in situations]
        found: list[Found] = []
        while (waiting or not self.is_seen(found)) and self.tries < MOST_TRIES:
            best = self.best(candidates, waiting.keys(), found)
            if best is None:
                break
            candidates = [one for one in candidates if one[0] is not best]
            self.tries += 1
            realised = self.answering.at(best)
            if realised is None or not self.is_needed(realised, waiting.keys(), found):
                continue
            found.append(realised)
            for mutant in realised.catches:
                waiting.pop(mutant, None)
        return self.one_by_one(found, list(waiting))

    def is_seen(self, found: Iterable[Found]) -> bool:
        return set(DECIDED) <= self.seen | {one.state for one in found}

    def is_needed(self, one: Found, waiting: Iterable[Mutant], found: Iterable[Found]) -> bool:
        is_new = one.state not in self.seen | {other.state for other in found}
        return one.is_decided and (is_new or bool(one.catches & set(waiting)))

    def caught_at(self, situation: Situation) -> frozenset[Mutant]:
        """The mutants that say something else in a situation."""
        fires = self.situations.holds(self.situations.own, situation)
        return frozenset(
            one for one in self.open if self.situations.holds(one.condition, situation) is not fires
        )

    def best(
        self,
        candidates: Iterable[tuple[Situation, frozenset[Mutant]]],
        waiting: Iterable[Mutant],
        found: list[Found],
    ) -> Situation | None:
        """The situation that catches most, and of those the one least unlike one that fires."""
        open_ = set(waiting)
        states = self.seen | {one.state for one in found}
        wanted = next((state for state in DECIDED if state not in states), None)
        near = [*self.firing, *(one.situation for one in found if one.state == "fires")]
        best, highest = None, (0, 0.0)
        for situation, caught in candidates:
            count = len(caught & open_)
            state = "fires" if self.situations.holds(self.situations.own, situation) else "quiet"
            if (not count and state != wanted) or (wanted == "fires" and state != wanted):
                continue
            score = (count + 1, -self.unlikeness(situation, near))
            if best is None or score > highest:
                best, highest = situation, score
        return best

    def unlikeness(self, situation: Situation, others: list[Situation]) -> float:
        """In how much a situation differs from the nearest of others; little for near values."""
        aside = sum(value is None for value in situation.values())
        return aside + min(
            (self.situations.distance(situation, other) for other in others), default=0.0
        )

    def one_by_one(self, found: list[Found], waiting: list[Mutant]) -> list[Found]:
        """And answers for mutants that no situation shows, like those of numbers that are tied."""
        all_found = list(found)
        while waiting:
            shown = self.answering.telling(waiting[0])
            shown = shown or self.answering.varied(all_found, waiting[0])
            caught = shown.catches if shown else frozenset()
            all_found += [shown] if shown else []
            waiting = [one for one in waiting[1:] if one not in caught]
        return all_found

    def without_needless(self, found: list[Found]) -> list[Found]:
        """The same without those that the others make up for."""
        kept = list(found)
        for one in reversed(found):
            others = [other for other in kept if other is not one]
            caught = frozenset().union(*(other.catches for other in others))
            if one.catches <= caught and self.is_seen(others):
                kept = others
        return kept

    def existing(self) -> Found | None:
        """An example that fires already."""
        for outcome in self.mutating.telling(self.rule):
            if outcome.state == "fires":
                answers = outcome.example.answers
                given = {name: one.value for name, one in answers.items() if one.value is not None}
                return Found(
                    self.answering.situation_of(outcome.assessment), given, "fires", frozenset()
                )
        return None

    # --- unknown, and names

    def unknown(self, base: Found) -> tuple[str, Mapping[str, Value]] | None:
        """An example without an answer that matters, as near to one that fires as can be."""
        for subject in reversed(list(self.situations.values)):
            for name in self.questions_of(subject, base):
                given = {one: value for one, value in base.given.items() if one != name}
                if given and self.answering.assess(given).states[self.rule.id] is None:
                    naming = self.naming(self.situations.values)
                    if subject in self.knowledge.derived:
                        return f"{naming.title(name)} {NOT_ANSWERED}", given
                    return naming.missing(subject), given
        if self.answering.assess({}).states[self.rule.id] is not None:
            return None
        return NOT_ANSWERED if len(base.given) <= 1 else "nothing answered", {}

    def questions_of(self, subject: str, base: Found) -> list[str]:
        """The answered questions that give a subject its value, the one to leave out first."""
        kinds = self.situations.kinds
        site = next((one for one in self.knowledge.sites if self.is_at(base, one)), None)
        name = kinds.at_site(subject, site)
        if name in self.knowledge.derived:
            behind = inputs(self.knowledge, name)
            return [one for one in reversed(list(base.given)) if one in behind]
        return [name] if name in base.given else []

    def is_at(self, base: Found, site: str) -> bool:
        chosen = base.given.get(self.knowledge.site_question or "")
        return isinstance(chosen, frozenset) and site in chosen

    def name(self, one: Found, base: Found | None) -> str:
        tied = self.answering.tied()
        if tied:
            return self.naming(tied).name({name: one.given.get(name) for name in tied})
        own = one.situation
        if base is None or one is base:
            special = [name for name in own if self.situations.supports(own, name)]
        else:
            special = [name for name in own if own[name] != base.situation.get(name)]
            is_telling = one.state == "fires"
            special.sort(key=lambda name: self.situations.supports(own, name) is not is_telling)
        return self.naming(own).name({name: own[name] for name in special or own})

    def naming(self, subjects: Iterable[str]) -> Naming:
        return Naming(self.situations.kinds, subjects)
