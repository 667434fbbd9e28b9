"""What the checks of logic share: the search, a runner for each rule, and how to show them."""

from collections.abc import Iterable, Iterator
from itertools import islice

from ...condition import (
    ALWAYS,
    NEVER,
    Comparison,
    Condition,
    conjunction,
    either,
    rewrite,
    subjects,
)
from ...errors import Place, Problem
from ...evaluate import Facts
from ...knowledge import Group, Knowledge, Points, Rule
from ...loading.language import Language
from ...loading.sections import Sections
from ...search import MOST_TRIED, Runner, Search, answers_of, written
from ...search.problem import GaveUp
from ...search.problem import Problem as Goal
from ...search.signs import with_signs
from .answers import Put
from .places import Path, Written, replaced, text_of, written_rule


class Prover:
    """Asks the search about rules of one base and remembers the answers.

    What it says of a rule holds for runners who answer everything that applies to them.
    """

    def __init__(self, knowledge: Knowledge, sections: Sections) -> None:
        """Takes the base, drafts included where they are to be checked too, and its entries."""
        self.knowledge = knowledge
        self.sections = sections
        self.search = Search(knowledge)
        self.evaluator = self.search.assessor.evaluator
        self._language = Language({}, {}, site_question=knowledge.site_question)
        # What no real runner fulfils, in grounded form.
        self._never_together = knowledge.never_together
        self.never = [self.search.grounding.true(one) for one in self._never_together]
        self._runners: dict[str, Runner | None] = {}
        self._facts: dict[tuple[str, bool], Facts] = {}
        self._deciding: dict[tuple[str, Path], Runner | None] = {}
        self._written: dict[str, Written] = {}
        self._questions: dict[str, set[str]] = {}
        self._behind: dict[str, set[str]] = {}

    def runner(self, rule: Rule) -> Runner | None:
        """A runner for whom the rule fires, at the first of its sites where one is found."""
        if rule.id not in self._runners:
            found = (self.search.runner([one.condition]) for one in rule.instances)
            self._runners[rule.id] = next((one for one in found if one is not None), None)
        return self._runners[rule.id]

    def never_fires(self, rule: Rule) -> bool:
        """Whether it is proved that the rule fires for nobody."""
        return self.runner(rule) is None and self.is_impossible_at_all_sites(rule, rule.when)

    def readings(self, rule: Rule, condition: Condition) -> tuple[Condition, ...]:
        """A condition as the rule would read it, once for each site that a runner can choose."""
        if not rule.is_each:
            return (condition,)
        read = (
            conjunction((self._language.chosen(site), self._language.for_site(condition, site)))
            for site in self.knowledge.sites
        )
        return tuple(read)

    def at_sites(self, condition: Condition) -> tuple[Condition, ...]:
        """A condition as it reads for each site, chosen or not; as it is in a base without any."""
        sites = self.knowledge.sites
        return tuple(self._language.for_site(condition, one) for one in sites) or (condition,)

    def gates_behind(self, names: Iterable[str]) -> set[str]:
        """What decides whether the questions and derived values with these ids apply."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            gate = self.evaluator.gates.get(waiting.pop())
            new = (subjects(gate) if gate else set()) - found
            found |= new
            waiting += new
        return found

    def deciding(self, rule: Rule, path: Path, group: Group) -> Runner | None:
        """A runner for whom a rule counts in its group, and would be quiet but for a comparison.

        The path leads to the comparison in the rule's condition over all its sites.
        """
        key = (rule.id, path)
        if key not in self._deciding:
            condition = whole(rule)
            quiet = [replaced(condition, path, NEVER)]
            quiet += [whole(one) for one in group.rules if points_of(one) > points_of(rule)]
            self._deciding[key] = self.search.runner([condition], quiet)
        return self._deciding[key]

    def is_impossible_at_all_sites(self, rule: Rule, condition: Condition) -> bool:
        """Whether it is proved that the condition, read as the rule's own, is true for nobody."""
        return all(
            one == NEVER or self.search.is_impossible([one])
            for one in self.readings(rule, condition)
        )

    def applicable(self, condition: Condition) -> Condition:
        """The gates of a condition: that it could be true whatever is answered."""
        return rewrite(condition, lambda one: self.evaluator.gates.get(one.subject, ALWAYS))

    def can_fire_with(self, other: Rule, rule: Rule) -> bool:
        """Whether another rule is not quiet for the runner that was found for a rule."""
        runner = self.runner(rule)
        if runner is None:
            return False
        is_concluded = any(self.knowledge.is_concluded(name) for name in other.reads)
        if (rule.id, is_concluded) not in self._facts:
            self._facts[rule.id, is_concluded] = self.facts(runner, whole(other))
        facts = self._facts[rule.id, is_concluded]
        truths = (self.evaluator.truth(one.condition, facts) for one in other.instances)
        return any(truth is not False for truth in truths)

    def facts(self, runner: Runner, *conditions: Condition) -> Facts:
        """What follows from a runner's answers; flags and patterns too if a condition reads one."""
        answers = answers_of(self.knowledge, runner)
        read = {name for one in conditions for name in subjects(one)}
        if any(self.knowledge.is_concluded(name) for name in read):
            return self.search.assessor.evaluate(answers).facts
        return self.evaluator.facts(answers)

    def is_real(self, facts: Facts) -> bool:
        """Whether a runner with these facts fulfils nothing that goes never together."""
        return not any(self.evaluator.truth(one, facts) for one in self._never_together)

    def runners(self, grounded: Condition, puts: tuple[Put, ...]) -> Iterator[Runner]:
        """Runners who may fulfil a grounded condition; whether they do is for the caller to see.

        `puts` are the answers that were put into it, each the answer of one runner.
        """

        def without_pattern(one: Comparison) -> Condition:
            if one.subject in self.knowledge.patterns:
                return with_signs(one, self.knowledge, self.search.grounding)
            return one

        goal = rewrite(grounded, without_pattern)
        search = Goal(self.evaluator, goal, self._never(puts), is_proof=False)
        try:
            yield from islice(search.solutions(), MOST_TRIED)
        except GaveUp:
            return

    def is_refuted(self, grounded: Condition, puts: tuple[Put, ...]) -> bool:
        """Whether it is proved that no runner fulfils a grounded condition."""
        search = Goal(self.evaluator, grounded, self._never(puts), is_proof=True)
        try:
            return next(search.solutions(), None) is None
        except GaveUp:
            return False

    def _never(self, puts: tuple[Put, ...]) -> list[Condition]:
        """What neither of the runners can be, with the answers that they differ in."""
        return [put.into(one) for put in puts for one in self.never]

    def questions(self, rule: Rule) -> set[str]:
        """Every question whose answer can bear on the rule."""
        if rule.id not in self._questions:
            self._questions[rule.id] = self.behind(*rule.reads) & self.knowledge.questions.keys()
        return self._questions[rule.id]

    def behind(self, *names: str) -> set[str]:
        """The ids themselves, and all that they follow from: formulas, gates, signs, flags."""
        found: set[str] = set()
        for name in names:
            if name not in self._behind:
                seen, waiting = {name}, [name]
                while waiting:
                    new = self.knowledge.needs(waiting.pop()) - seen
                    seen |= new
                    waiting += new
                self._behind[name] = seen
            found |= self._behind[name]
        return found

    def implies(self, rule: Rule, other: Rule) -> bool:
        """Whether it is proved that another rule fires wherever a rule does."""
        if not self.can_fire_with(other, rule):
            return False
        fires = whole(other)
        return all(self.search.is_impossible([one.condition], [fires]) for one in rule.instances)

    def shown(self, runner: Runner) -> str:
        """The runner as it can stand behind `given:`."""
        return written(self.knowledge, runner)

    def text(self, condition: Condition) -> str:
        """The condition in quotes, as an author writes it."""
        return f"'{text_of(condition, self.knowledge)}'"

    def texts(self, conditions: Iterable[Condition]) -> list[str]:
        """Each of the conditions in quotes."""
        return [self.text(one) for one in conditions]

    def written(self, rule: Rule) -> Written:
        """Where the rule's condition stands."""
        if rule.id not in self._written:
            self._written[rule.id] = written_rule(rule, self.sections)
        return self._written[rule.id]

    def problem(  # noqa: PLR0913  (the fields of a finding)
        self,
        code: str,
        rule: Rule,
        message: str,
        *,
        place: Place | None = None,
        why: str = "",
        also: Place | None = None,
        fix: str = "",
    ) -> Problem:
        """A finding about a rule, at its condition unless a place is given."""
        home = self.written(rule)
        return Problem(
            code=code, message=message, place=place or home.place(rule.when), why=why, also=also,
            fix=fix, context=home.context, subject=home.entry,
        )  # fmt: skip


def whole(rule: Rule) -> Condition:
    """The condition that a rule fires at one site at least."""
    return either(tuple(one.condition for one in rule.instances))


def points_of(rule: Rule) -> int:
    """The points of a rule, 0 for one that concludes something else."""
    return rule.conclusion.points if isinstance(rule.conclusion, Points) else 0
