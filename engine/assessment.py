"""Every rule of a base for one runner, stratum by stratum, by Experta and by `evaluate`.

Experta says which rules fire. `evaluate` says which of the others are quiet and which
unknown, and must call true exactly what fired; a difference stops the diagnosis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .condition import Value
from .evaluate import Evaluator, Facts, Meaning, Truth, any_of
from .inference import FiredRule, Inference, InferenceError
from .knowledge import Derived, Group, Knowledge, Pattern, Rule, Sign, Warn, formula_reads
from .meaning import first_names, rule_entry
from .patterns import SiteScore, band_range, candidate_sites, score_site
from .vocabulary import Answers, State


@dataclass(frozen=True, slots=True)
class Assessment:
    """What became of every rule.

    `truths` has a truth for each rule and each site still possible (None as site for
    rules without `each`); `states` joins the sites of a rule.
    """

    facts: Facts
    truths: Mapping[FiredRule, Truth]
    states: Mapping[str, Truth]
    scores: Mapping[str, tuple[SiteScore, ...]]

    def sites_of(self, rule: Rule) -> tuple[str, ...]:
        """The sites for which a rule fires."""
        return tuple(
            one.site
            for one in rule.instances
            if one.site is not None and self.truths.get((rule.id, one.site))
        )


def unanswered_of(
    knowledge: Knowledge, answers: Answers, assessment: Assessment
) -> tuple[str, ...]:
    """The questions that apply and have no answer, in the order of the base."""
    return tuple(
        name
        for name in knowledge.questions
        if assessment.facts.gate(name) is True
        and (name not in answers or answers[name].state is not State.GIVEN)
    )


@dataclass(frozen=True, slots=True)
class _Stratum:
    """The rules of a stratum with their meanings, laid out for evaluating them often.

    `once` has the rules without `each`, `at_site` those with it for each site; `of_sites`
    the ids of the latter, `flags` of the rules that raise flags, `patterns` what is concluded
    after this stratum.
    """

    once: tuple[tuple[FiredRule, Meaning], ...]
    at_site: Mapping[str, tuple[tuple[FiredRule, Meaning], ...]]
    of_sites: tuple[str, ...]
    flags: tuple[str, ...]
    patterns: tuple[str, ...]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reach:
    """What follows from one answer without passing through a flag or a pattern.

    `rules` has the meanings of the rules with points, for each site at which one is read.
    """

    derived: tuple[Derived, ...]
    rules: tuple[tuple[FiredRule, Meaning], ...]
    groups: tuple[Group, ...]


class Assessor:
    """Assesses answers with one knowledge base; build it once and use it often."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base and compiles its conditions."""
        self.knowledge = knowledge
        self.evaluator = Evaluator(knowledge)
        self._inference = Inference(knowledge)
        self._signs: dict[str, list[Rule]] = {}
        for rule in knowledge.rules.values():
            if isinstance(rule.conclusion, Sign):
                self._signs.setdefault(rule.conclusion.pattern, []).append(rule)
        self._strata = tuple(
            self._compile(level, rules) for level, rules in enumerate(knowledge.strata)
        )
        self._read_conclusions = frozenset(
            name
            for rule in knowledge.rules.values()
            for name in rule.reads
            if name in knowledge.rules or name in knowledge.patterns
        )
        self._reach: dict[str, _Reach] = {}
        self._applicability = {
            (group.pillar, group.id): any_of(
                self.evaluator.applicability(one.condition)
                for rule in group.rules
                for one in rule.instances
            )
            for group in knowledge.groups
        }

    def evaluate(self, answers: Answers) -> Assessment:
        """What `evaluate` alone says: for what-if and the interview, without Experta."""
        return self._assess(answers, run_experta=False)

    def assess(self, answers: Answers) -> Assessment:
        """What Experta concludes, held against `evaluate`.

        Raises:
            InferenceError: if the two disagree or Experta does not come to rest.
        """
        return self._assess(answers, run_experta=True)

    def moved(self, assessment: Assessment, question: str, value: Value) -> Assessment:
        """The same with one question answered otherwise, as far as items follow from it.

        Flags and patterns stay as they were concluded; `reached` has the items that may change.
        """
        facts = self.moved_facts(assessment.facts, question, value)
        rules = self._reached(question).rules
        truths = {key: meaning(facts) for key, meaning in rules if key in assessment.truths}
        of_sites = {name for name, site in truths if site is not None}
        states = {**assessment.states, **_joined(of_sites, truths)}
        return Assessment(facts, {**assessment.truths, **truths}, states, assessment.scores)

    def moved_facts(self, known: Facts, question: str, value: Value) -> Facts:
        """The same facts with one question answered otherwise, and what is derived from it."""
        facts = self.evaluator.no_facts()
        facts.values.update(known.values)
        facts.bands.update(known.bands)
        facts.values[question] = value
        for derived in self._reached(question).derived:
            found = self.evaluator.derive(derived.id, facts)
            if found is None:
                facts.values.pop(derived.id, None)
            else:
                facts.values[derived.id] = found
        return facts

    def reached(self, question: str) -> tuple[Group, ...]:
        """The items whose points may follow from a question."""
        return self._reached(question).groups

    def derived_from(self, question: str) -> tuple[str, ...]:
        """The derived values that follow from a question, each after those that it reads."""
        return tuple(one.id for one in self._reached(question).derived)

    def _reached(self, question: str) -> _Reach:
        found = self._reach.get(question)
        if found is None:
            found = self._reach[question] = self._reach_of(question)
        return found

    @cached_property
    def meanings(self) -> Mapping[str, str]:
        """The hash of what each rule means; for many reports it is worked out once."""
        name = first_names(self.knowledge)
        return {one.id: rule_entry(one, name).hash for one in self.knowledge.rules.values()}

    @cached_property
    def _behind(self) -> tuple[tuple[Group, set[str]], ...]:
        """Every item with the questions that bear on it."""
        behind = self.knowledge.questions_behind
        return tuple((group, behind(*group.rules)) for group in self.knowledge.groups)

    def _reach_of(self, question: str) -> _Reach:
        knowledge = self.knowledge
        moving = {question}
        for name in knowledge.derived_order:
            if formula_reads(knowledge.derived[name].formula) & moving:
                moving.add(name)
        groups = tuple(group for group, behind in self._behind if question in behind)
        rules = tuple(
            ((rule.id, one.site), self.evaluator.meaning(one.condition))
            for group in groups
            for rule in group.rules
            for one in rule.instances
        )
        derived = tuple(
            knowledge.derived[name] for name in knowledge.derived_order if name in moving
        )
        return _Reach(derived, rules, groups)

    def applies(self, group: Group, facts: Facts) -> Truth:
        """Whether an item applies to this runner; unknown while a gate is unanswered."""
        return self._applicability[group.pillar, group.id](facts)

    def _compile(self, level: int, rules: tuple[Rule, ...]) -> _Stratum:
        once = []
        at_site: dict[str, list[tuple[FiredRule, Meaning]]] = {}
        for rule in rules:
            for one in rule.instances:
                compiled = ((rule.id, one.site), self.evaluator.meaning(one.condition))
                if one.site is None:
                    once.append(compiled)
                else:
                    at_site.setdefault(one.site, []).append(compiled)
        return _Stratum(
            once=tuple(once),
            at_site={site: tuple(found) for site, found in at_site.items()},
            of_sites=tuple(rule.id for rule in rules if rule.is_each),
            flags=tuple(rule.id for rule in rules if isinstance(rule.conclusion, Warn)),
            patterns=tuple(
                name
                for name, signs in self._signs.items()
                if max(rule.stratum for rule in signs) == level
            ),
            names=frozenset(rule.id for rule in rules),
        )

    def _assess(self, answers: Answers, *, run_experta: bool) -> Assessment:
        facts = self.evaluator.facts(answers)
        run = self._inference.start(facts) if run_experta else None
        possible = self._possible_sites(facts)
        truths: dict[FiredRule, Truth] = {}
        states: dict[str, Truth] = {}
        scores: dict[str, tuple[SiteScore, ...]] = {}
        for stratum in self._strata:
            found = _evaluated(stratum, facts, possible)
            if run is not None:
                found = _concluded(run.run(), stratum, found)
            truths |= found
            states |= _joined(stratum.of_sites, found)
            raised = {name: states[name] for name in stratum.flags}
            flags = {name: state for name, state in raised.items() if state is not None}
            scored = {
                name: self._score(self.knowledge.patterns[name], possible, truths)
                for name in stratum.patterns
            }
            bands = {name: band_range(of_sites) for name, of_sites in scored.items()}
            facts.values.update({name: "yes" if state else "no" for name, state in flags.items()})
            facts.bands.update(bands)
            scores |= scored
            if run is not None:
                read = self._read_conclusions
                run.conclude(
                    {name: state for name, state in flags.items() if name in read},
                    {name: span for name, span in bands.items() if name in read},
                )
        return Assessment(facts, truths, states, scores)

    def _possible_sites(self, facts: Facts) -> frozenset[str]:
        """The chosen sites; all of them while the question is not answered."""
        each = self.knowledge.site_question
        chosen = facts.values.get(each) if each else None
        sites = frozenset(self.knowledge.sites)
        return sites & chosen if isinstance(chosen, frozenset) else sites

    def _score(
        self, pattern: Pattern, possible: Iterable[str], truths: Mapping[FiredRule, Truth]
    ) -> tuple[SiteScore, ...]:
        def state(rule: Rule, site: str | None) -> Truth:
            return truths.get((rule.id, site), False)

        signs = self._signs[pattern.id]
        return tuple(score_site(site, signs, state) for site in candidate_sites(pattern, possible))


class QuickAssessor(Assessor):
    """An assessor that evaluates, and leaves Experta out: a fifth of the time, for thousands."""

    def assess(self, answers: Answers) -> Assessment:
        """What `evaluate` says."""
        return self.evaluate(answers)


def _evaluated(stratum: _Stratum, facts: Facts, possible: frozenset[str]) -> dict[FiredRule, Truth]:
    """What `evaluate` says of every rule of a stratum, at every site that is still possible."""
    found = {key: meaning(facts) for key, meaning in stratum.once}
    for site in possible:
        for key, meaning in stratum.at_site.get(site, ()):
            found[key] = meaning(facts)
    return found


def _concluded(
    fired: frozenset[FiredRule], stratum: _Stratum, evaluated: Mapping[FiredRule, Truth]
) -> dict[FiredRule, Truth]:
    """What fired is true; of the rest `evaluate` says what is quiet and what unknown.

    Rules of a later stratum may have fired early, on a branch that needs no conclusion:
    they are looked at in their own stratum.
    """
    true = {one for one in fired if one[0] in stratum.names}
    differing = true ^ {one for one, truth in evaluated.items() if truth}
    if differing:
        listed = ", ".join(sorted(f"{rule} ({site})" for rule, site in differing))
        raise InferenceError(f"Experta and evaluate disagree on {listed}")
    rest = {one: truth for one, truth in evaluated.items() if one not in true}
    return {**rest, **dict.fromkeys(true, True)}


def _joined(of_sites: Iterable[str], found: Mapping[FiredRule, Truth]) -> dict[str, Truth]:
    """Each rule over all its sites: true if true for one, else unknown if unknown for one."""
    states: dict[str, Truth] = dict.fromkeys(of_sites, False)
    for (name, site), truth in found.items():
        if site is None or truth or (truth is None and states[name] is False):
            states[name] = truth
    return states
