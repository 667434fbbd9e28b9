"""What no example and no runner reaches: rules, thresholds, questions, advice, the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..assessment import Assessment
from ..canonical import write_condition
from ..condition import Comparison, comparisons
from ..diagnosis import Diagnosis, diagnose, stops
from ..evaluate import Truth, test_of
from ..findings import STATES
from ..knowledge import Knowledge, Lead, Limit, Rule, Warn
from ..scoring import Band, joint_first
from ..tiers import TIERS
from .base import ExampleBase
from .mutants import Mutation

# What the report can be about, beside what the base itself names.
MODES = ("full", "keep-going", "hold", "no-impact", "site", "none")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that nothing reaches; `id` names it and `text` says what is missing."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing: how many there are of it, and which of them nothing reaches."""

    name: str
    total: int
    gaps: tuple[Gap, ...]

    @property
    def reached(self) -> int:
        """How many of them something reaches."""
        return self.total - len(self.gaps)


def coverage(base: ExampleBase) -> tuple[Part, ...]:
    """Every part with its gaps; runners are diagnosed for it."""
    diagnoses = [diagnose(base.used, answers) for answers in base.runners.values()]
    return _Coverage(base, diagnoses).parts()


class _Coverage:
    """Looks at the examples and the diagnoses of the runners of one base."""

    def __init__(self, base: ExampleBase, diagnoses: list[Diagnosis]) -> None:
        self.base = base
        self.knowledge: Knowledge = base.used.knowledge
        self.diagnoses = diagnoses
        self.mutation = Mutation(self.knowledge)
        self.rules = [
            rule for rule in self.knowledge.rules.values() if self.mutation.can_have_examples(rule)
        ]

    def parts(self) -> tuple[Part, ...]:
        knowledge = self.knowledge
        branches = dict(self._branches())
        return (
            Part("rules", len(self.rules), tuple(self._states())),
            self._thresholds(),
            self._questions(),
            Part("advice", len(knowledge.advice), tuple(self._advice())),
            Part(
                "report",
                len(branches),
                tuple(Gap(name, text) for name, text in branches.items() if text),
            ),
        )

    def _assessments(self, rule: Rule) -> Iterator[Assessment]:
        """Of the rule's own examples and of all runners."""
        for outcome in self.base.outcomes.get(rule.id, ()):
            yield outcome.assessment
        for diagnosis in self.diagnoses:
            yield diagnosis.assessment

    def _states(self) -> Iterator[Gap]:
        for rule in self.rules:
            reached = {STATES[one.states[rule.id]] for one in self._assessments(rule)}
            missing = [state for state in ("fires", "quiet") if state not in reached]
            if missing:
                yield Gap(rule.id, f"never {' and never '.join(missing)}")

    def _thresholds(self) -> Part:
        gaps, total = [], 0
        for rule in self.rules:
            for one in dict.fromkeys(comparisons(self.mutation.own_condition(rule))):
                total += 1
                truths = set()
                for assessment in self._assessments(rule):
                    truths |= set(self._truths(one, assessment))
                missing = [word for word, truth in _SIDES.items() if truth not in truths]
                if missing:
                    never = " and never ".join(missing)
                    gaps.append(Gap(rule.id, f"{write_condition(one)} is never {never}"))
        return Part("thresholds", total, tuple(gaps))

    def _truths(self, comparison: Comparison, assessment: Assessment) -> Iterator[Truth]:
        """Of a comparison for every place: one for each that was chosen."""
        kinds, evaluator = self.mutation.kinds, self.base.used.evaluator
        of_site = comparison.subject == "site" or kinds.at_site(comparison.subject, "") != (
            comparison.subject
        )
        if not of_site:
            yield evaluator.truth(comparison, assessment.facts)
            return
        chosen = assessment.facts.values.get(self.knowledge.site_question or "")
        for site in chosen & set(self.knowledge.sites) if isinstance(chosen, frozenset) else ():
            if comparison.subject == "site":
                yield test_of(comparison)(site)
            else:
                subject = kinds.at_site(comparison.subject, site)
                at_site = Comparison(subject, comparison.operator, comparison.values)
                yield evaluator.truth(at_site, assessment.facts)

    def _questions(self) -> Part:
        """Questions without an answer anywhere; one of every place needs one for one place."""
        answered = {name for answers in self.base.runners.values() for name in answers}
        for examples in self.base.examples.values():
            answered |= {name for one in examples for name in one.answers}
        kinds = self.mutation.kinds
        reached = {kinds.any_site(name) for name in answered}
        names = dict.fromkeys(kinds.any_site(name) for name in self.knowledge.questions)
        gaps = tuple(Gap(name, "never answered") for name in names if name not in reached)
        return Part("questions", len(names), gaps)

    def _advice(self) -> Iterator[Gap]:
        given = {action.advice.id for one in self.diagnoses for action in one.actions}
        for name in self.knowledge.advice:
            if name not in given:
                yield Gap(name, "given to no runner")

    def _branches(self) -> Iterator[tuple[str, str]]:
        """Each branch of the report with what is missing, empty where a runner reaches it."""
        reached = {name for one in self.diagnoses for name in _reached(one)}
        for name in _branch_names(self.knowledge):
            yield name, "" if name in reached else "reached by no runner"


_SIDES: Mapping[str, Truth] = {"true": True, "false": False}


def _branch_names(knowledge: Knowledge) -> Iterator[str]:
    yield from (f"tier {tier}" for tier in (*TIERS, "none"))
    yield from (f"plan {mode}" for mode in MODES)
    yield from (f"band {band.value}" for band in Band)
    rules = knowledge.rules.values()
    if any(isinstance(rule.conclusion, Warn) for rule in rules):
        yield "headline flag"
    if any(stops(rule) for rule in rules):
        yield "headline limit"
    leads = [rule.conclusion.context for rule in rules if isinstance(rule.conclusion, Lead)]
    yield from (f"headline {name}" for name in (*leads, *knowledge.pillars))
    yield from ("headline keep-going", "headline not-enough-answers", "joint first")
    yield from (rule.id for rule in rules if isinstance(rule.conclusion, Limit))
    yield from knowledge.patterns


def _reached(diagnosis: Diagnosis) -> Iterator[str]:
    yield f"tier {diagnosis.tier or 'none'}"
    yield f"plan {diagnosis.plan.mode}"
    for score in (*diagnosis.pillars, *diagnosis.contexts):
        yield f"band {score.band.value}"
    yield f"headline {_headline(diagnosis)}"
    if len(joint_first(diagnosis.pillars)) > 1:
        yield "joint first"
    yield from (one.rule.id for one in diagnosis.limits)
    yield from (one.pattern.id for one in diagnosis.patterns)


def _headline(diagnosis: Diagnosis) -> str:
    name = diagnosis.headline.id
    if name in {one.rule.id for one in diagnosis.flags}:
        return "flag"
    return "limit" if name in {one.rule.id for one in diagnosis.limits} else name
