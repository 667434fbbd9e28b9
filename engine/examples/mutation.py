"""How well the examples of a rule pin it down: the share of its mutants that they catch.

A mutant is caught if for one example it gives another truth than the author expects. Of those
that are left, the ones that no runner at all can tell from the rule are no mistakes and do not
count: that is proved, and never guessed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from ..assessment import Assessment, Assessor
from ..condition import Condition, Value, either
from ..evaluate import Facts, Truth, any_of
from ..knowledge import Instance, Rule
from ..search import Runner, answers_of
from .mutants import Mutant, Mutation
from .running import TRUTHS, Outcome, Outcomes, assess_rule


class Finder(Protocol):
    """What is needed of the search for runners."""

    def runner(
        self, fires: Iterable[Condition] = (), quiet: Iterable[Condition] = ()
    ) -> dict[str, Value] | None:
        """Answers for which all of `fires` are true and all of `quiet` false, if found."""
        ...

    def is_impossible(
        self, fires: Iterable[Condition] = (), quiet: Iterable[Condition] = ()
    ) -> bool:
        """Whether it is proved that there is no such runner."""
        ...


@dataclass(frozen=True, slots=True)
class Survivor:
    """A mutant that no example catches; `runner` would show it, None where none was found."""

    mutant: Mutant
    runner: dict[str, Value] | None


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How many mutants of a rule there are, without equivalent ones, and which survive."""

    rule: Rule
    mutants: int
    equivalent: int
    survivors: tuple[Survivor, ...]

    @property
    def caught(self) -> int:
        """How many mutants an example catches."""
        return self.mutants - len(self.survivors)


@dataclass(frozen=True, slots=True)
class MutationScore:
    """The scores of several rules."""

    rules: tuple[RuleScore, ...]

    @property
    def mutants(self) -> int:
        """All mutants that are not equivalent."""
        return sum(one.mutants for one in self.rules)

    @property
    def caught(self) -> int:
        """All mutants that an example catches."""
        return sum(one.caught for one in self.rules)

    @property
    def percent(self) -> float:
        """The share that is caught; 100 where there is nothing to catch."""
        return 100 * self.caught / self.mutants if self.mutants else 100.0


class Mutating:
    """Holds the mutants of a base against its examples."""

    def __init__(self, assessor: Assessor, outcomes: Outcomes, finder: Finder) -> None:
        """Takes what became of the examples; those that fail or are undecided catch nothing."""
        self.assessor = assessor
        self.mutation = Mutation(assessor.knowledge)
        self.outcomes = outcomes
        self.finder = finder

    def score(self, rules: Iterable[Rule]) -> MutationScore:
        """The scores of those of the rules that can have examples."""
        listed = [rule for rule in rules if self.mutation.can_have_examples(rule)]
        return MutationScore(tuple(self.rule_score(rule) for rule in listed))

    def rule_score(self, rule: Rule) -> RuleScore:
        """The score of one rule."""
        mutants = self.mutation.mutants(rule)
        survivors, equivalent = [], 0
        for mutant in self.not_caught(rule, mutants):
            survivor = self.survivor(rule, mutant)
            if survivor is None:
                equivalent += 1
            else:
                survivors.append(survivor)
        return RuleScore(rule, len(mutants) - equivalent, equivalent, tuple(survivors))

    def not_caught(self, rule: Rule, mutants: Iterable[Mutant]) -> list[Mutant]:
        """The mutants that no example catches, equivalent ones among them."""
        telling = list(self.telling(rule))
        return [
            mutant
            for mutant in mutants
            if not any(
                self.truth(rule, mutant.condition, one.assessment) is not TRUTHS[one.example.expect]
                for one in telling
            )
        ]

    def telling(self, rule: Rule) -> Iterator[Outcome]:
        """The examples of a rule that hold."""
        for outcome in self.outcomes.get(rule.id, ()):
            if outcome.is_decided and not outcome.fails:
                yield outcome

    def truth(self, rule: Rule, condition: Condition, assessment: Assessment) -> Truth:
        """What the rule would be with another condition."""
        instances = self._looked_at(self.mutation.instances(rule, condition), assessment.facts)
        meanings = (self.assessor.evaluator.meaning(one.condition) for one in instances)
        return any_of(meanings)(assessment.facts)

    def _looked_at(self, instances: Iterable[Instance], facts: Facts) -> Iterator[Instance]:
        """Those of the sites that were chosen; of all while the question is not answered."""
        chosen = facts.values.get(self.assessor.knowledge.site_question or "")
        for one in instances:
            if one.site is None or not isinstance(chosen, frozenset) or one.site in chosen:
                yield one

    def survivor(self, rule: Rule, mutant: Mutant) -> Survivor | None:
        """A mutant that is not caught, with a runner who shows it; None if there can be none."""
        ways = [
            way for own, changed in self.pairs(rule, mutant)
            for way in ((own, changed), (changed, own))
        ]  # fmt: skip
        for fires, quiet in ways:
            runner = self.finder.runner((fires,), (quiet,))
            if runner is not None and self.tells(rule, mutant, runner):
                return Survivor(mutant, runner)
        if all(self.finder.is_impossible((fires,), (quiet,)) for fires, quiet in ways):
            return None
        own = either(tuple(one.condition for one in rule.instances))
        instances = self.mutation.instances(rule, mutant.condition)
        changed = either(tuple(one.condition for one in instances))
        is_same = self.finder.is_impossible((own,), (changed,)) and self.finder.is_impossible(
            (changed,), (own,)
        )
        return None if is_same else Survivor(mutant, None)

    def tells(self, rule: Rule, mutant: Mutant, runner: Runner) -> bool:
        """Whether a rule and its mutant are not the same for a runner, over all sites."""
        answers = answers_of(self.assessor.knowledge, runner)
        assessment = assess_rule(self.assessor, rule, answers)
        truth = self.truth(rule, mutant.condition, assessment)
        return truth is not assessment.states[rule.id]

    def pairs(self, rule: Rule, mutant: Mutant) -> list[tuple[Condition, Condition]]:
        """The rule's condition and the mutant's at each site where they are not the same.

        They need not be looked at together, but who differs at one place can be the same over all.
        """
        own = {one.site: one.condition for one in rule.instances}
        changed = {
            one.site: one.condition for one in self.mutation.instances(rule, mutant.condition)
        }
        never = either(())
        return [
            (own.get(site, never), changed.get(site, never))
            for site in dict.fromkeys((*own, *changed))
            if own.get(site) != changed.get(site)
        ]
