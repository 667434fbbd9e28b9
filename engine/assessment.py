"""Every rule of a base for one runner, stratum by stratum, by Experta and by `evaluate`.

Experta says which rules fire. `evaluate` says which of the others are quiet and which
unknown, and must call true exactly what fired; a difference stops the diagnosis.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .evaluate import Evaluator, Facts, Meaning, Truth, any_of
from .inference import FiredRule, Inference, InferenceError
from .knowledge import Group, Knowledge, Pattern, Rule, Sign, Warn
from .patterns import SiteScore, band_range, candidate_sites, score_site
from .vocabulary import Answers


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


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    meanings: tuple[tuple[str | None, Meaning], ...]


class Assessor:
    """Assesses answers with one knowledge base; build it once and use it often."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base and compiles its conditions."""
        self.knowledge = knowledge
        self.evaluator = Evaluator(knowledge)
        self._inference = Inference(knowledge)
        self._strata = tuple(
            tuple(self._compile(rule) for rule in stratum) for stratum in knowledge.strata
        )
        self._signs: dict[str, list[Rule]] = {}
        for rule in knowledge.rules.values():
            if isinstance(rule.conclusion, Sign):
                self._signs.setdefault(rule.conclusion.pattern, []).append(rule)
        self._pattern_stratum = {
            name: max(rule.stratum for rule in signs) for name, signs in self._signs.items()
        }
        self._read_conclusions = frozenset(
            name
            for rule in knowledge.rules.values()
            for name in rule.reads
            if name in knowledge.rules or name in knowledge.patterns
        )
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

    def applies(self, group: Group, facts: Facts) -> Truth:
        """Whether an item applies to this runner; unknown while a gate is unanswered."""
        return self._applicability[group.pillar, group.id](facts)

    def _compile(self, rule: Rule) -> _Compiled:
        meanings = [(one.site, self.evaluator.meaning(one.condition)) for one in rule.instances]
        return _Compiled(rule, tuple(meanings))

    def _assess(self, answers: Answers, *, run_experta: bool) -> Assessment:
        facts = self.evaluator.facts(answers)
        run = self._inference.start(facts) if run_experta else None
        possible = self._possible_sites(facts)
        truths: dict[FiredRule, Truth] = {}
        states: dict[str, Truth] = {}
        scores: dict[str, tuple[SiteScore, ...]] = {}
        for level, stratum in enumerate(self._strata):
            evaluated = _evaluated(stratum, facts, possible)
            truths |= evaluated if run is None else _concluded(run.run(), stratum, evaluated)
            for compiled in stratum:
                states[compiled.rule.id] = _joined(compiled, truths)
            flags = {
                one.rule.id: state
                for one in stratum
                if isinstance(one.rule.conclusion, Warn)
                and (state := states[one.rule.id]) is not None
            }
            concluded = {
                name: self._score(self.knowledge.patterns[name], possible, truths)
                for name, at_level in self._pattern_stratum.items()
                if at_level == level
            }
            bands = {name: band_range(scored) for name, scored in concluded.items()}
            facts.values.update({name: "yes" if raised else "no" for name, raised in flags.items()})
            facts.bands.update(bands)
            scores.update(concluded)
            if run is not None:
                read = self._read_conclusions
                run.conclude(
                    {name: raised for name, raised in flags.items() if name in read},
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


def _evaluated(
    stratum: tuple[_Compiled, ...], facts: Facts, possible: frozenset[str]
) -> dict[FiredRule, Truth]:
    """What `evaluate` says of every rule of a stratum, at every site that is still possible."""
    return {
        (compiled.rule.id, site): meaning(facts)
        for compiled in stratum
        for site, meaning in compiled.meanings
        if site is None or site in possible
    }


def _concluded(
    fired: frozenset[FiredRule],
    stratum: tuple[_Compiled, ...],
    evaluated: Mapping[FiredRule, Truth],
) -> dict[FiredRule, Truth]:
    """What fired is true; of the rest `evaluate` says what is quiet and what unknown.

    Rules of a later stratum may have fired early, on a branch that needs no conclusion:
    they are looked at in their own stratum.
    """
    names = {compiled.rule.id for compiled in stratum}
    true = {one for one in fired if one[0] in names}
    differing = true ^ {one for one, truth in evaluated.items() if truth}
    if differing:
        listed = ", ".join(sorted(f"{rule} ({site})" for rule, site in differing))
        raise InferenceError(f"Experta and evaluate disagree on {listed}")
    rest = {one: truth for one, truth in evaluated.items() if one not in true}
    return {**rest, **dict.fromkeys(true, True)}


def _joined(compiled: _Compiled, truths: Mapping[FiredRule, Truth]) -> Truth:
    """A rule over all its sites: true if true for one, else unknown if unknown for one."""
    of_sites = [truths.get((compiled.rule.id, site), False) for site, _ in compiled.meanings]
    if True in of_sites:
        return True
    return None if None in of_sites else False
