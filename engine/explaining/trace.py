"""A conclusion followed down to answers: conditions, rules and what was said, as steps."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from ..condition import All, Any, AtLeast, Comparison, Condition, Not
from ..diagnosis import Diagnosis
from ..evaluate import Truth
from ..findings import STATES
from ..knowledge import BANDS, FITS, Limit, Rule, Sign, Warn, formula_reads
from ..sentence import predicate
from .shapes import Source, Step, said
from .told import told

_MOST_PLACES = 3  # that are followed for a rule of every place


class Trace:
    """Reads one diagnosis."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        """Takes the diagnosis that is to be explained."""
        self.diagnosis = diagnosis
        self.knowledge = diagnosis.knowledge
        self.assessor = diagnosis.assessor
        self.assessment = diagnosis.assessment
        self.facts = diagnosis.assessment.facts

    def condition(self, condition: Condition) -> Step:
        """A condition with its truth, down to the answers."""
        truth = self.assessor.evaluator.truth(condition, self.facts)
        match condition:
            case Comparison():
                return self._comparison(condition, truth)
            case All(parts):
                return Step("all of these:", truth, tuple(self.condition(part) for part in parts))
            case Any(parts):
                return Step("one of these:", truth, tuple(self.condition(part) for part in parts))
            case AtLeast(count, parts):
                text = f"at least {count} of these:"
                return Step(text, truth, tuple(self.condition(part) for part in parts))
            case Not(part):
                return Step("not this:", truth, (self.condition(part),))
            case _:
                assert_never(condition)

    def _comparison(self, comparison: Comparison, truth: Truth) -> Step:
        subject = comparison.subject
        text = f"{self.knowledge.title_of(subject)} {predicate(comparison, self.knowledge)}"
        parts = list(self.gate(subject))
        derived = self.knowledge.derived.get(subject)
        if derived is not None:
            parts += self.inputs(formula_reads(derived.formula))
        return Step(f"{text} ({self.said(subject)})", truth, tuple(parts), subject)

    def gate(self, subject: str) -> tuple[Step, ...]:
        """Why a question does not apply, or may not; nothing for one that does."""
        gate, applies = self.assessor.evaluator.gates.get(subject), self.facts.gate(subject)
        if gate is None or applies is True:
            return ()
        if (question := self.knowledge.questions.get(subject)) and question.records:
            return (said("does not apply: no record shows it", subject),)
        word = "does not apply" if applies is False else "may not apply"
        step = self.condition(gate)
        return (replace(step, text=f"{word}: {step.text}"),)

    def inputs(self, subjects: Iterable[str]) -> list[Step]:
        """What a value is worked out from."""
        return [
            said(f"{self.knowledge.title_of(name)}: {self.said(name)}", name)
            for name in sorted(subjects)
        ]

    def said(self, subject: str) -> str:
        """What is known of a question, a worked-out value, a flag or a pattern."""
        question = self.knowledge.questions.get(subject)
        if question is not None:
            answer = self.diagnosis.answers.get(subject)
            if answer is None and question.records:
                return "no record shows it"
            if answer is None and self.facts.gate(subject) is False:
                return "does not apply, so not asked"
            return told(question, answer)
        if subject in self.facts.bands:
            return band_span(*self.facts.bands[subject])
        if subject in self.knowledge.rules:
            return STATES[self.assessment.states[subject]]
        shown = self.diagnosis.shown(subject)
        return f"worked out as {shown}" if shown else "not known"

    def instances(self, rule: Rule) -> tuple[Step, ...]:
        """The condition of a rule; of one for every place those that tell most."""
        if not rule.is_each:
            return (self.condition(rule.instances[0].condition),)
        truths = self.assessment.truths
        possible = [one for one in rule.instances if (rule.id, one.site) in truths]
        wanted = self.assessment.states[rule.id]
        telling = [one for one in possible if truths[rule.id, one.site] is wanted]
        if not telling:
            each = self.knowledge.site_question or ""
            text = f"None of the places that this looks at was chosen ({self.said(each)})"
            return (Step(text, False, (), each),)
        shown = telling[:_MOST_PLACES]
        steps = [self.condition(one.condition) for one in shown]
        found = [
            Step(self.knowledge.sites[one.site or ""], step.truth, (step,))
            for one, step in zip(shown, steps, strict=True)
        ]
        more = [self.knowledge.sites[one.site or ""].lower() for one in telling[_MOST_PLACES:]]
        if more:
            found.append(Step(f"the same for: {', '.join(more)}", wanted))
        return tuple(found)

    def rule(self, rule: Rule, parts: tuple[Step, ...] = ()) -> Step:
        """A rule as one line."""
        return Step(rule.title, self.assessment.states[rule.id], parts, rule.id)

    def sources(self, evidence: Iterable[str]) -> tuple[Source, ...]:
        """The sources of a rule, a pattern or advice."""
        cited = [self.knowledge.evidence[name] for name in evidence]
        return tuple(Source(one.id, one.cite, one.design, one.seen, one.doi) for one in cited)

    def cites(self, rule: Rule) -> Step:
        """The sources of a rule as one line."""
        cited = [
            f"{one.cite} ({one.design}; seen: {one.seen})" for one in self.sources(rule.evidence)
        ]
        return said("; ".join([f"evidence: {rule.grade}", *cited]))


def kind_of(rule: Rule) -> str:
    """What sort of rule it is: flag, limit, note, sign or rule."""
    match rule.conclusion:
        case Warn():
            return "flag"
        case Limit():
            return "limit"
        case Sign():
            return "sign"
        case _:
            return "note" if rule.is_note else "rule"


def band_span(low: int, high: int) -> str:
    """`fits`, or `from fits in part to fits`: how well answers fit a pattern, and no diagnosis."""
    names = [FITS[BANDS[index]] for index in (low, high)]
    return names[0] if low == high else f"from “{names[0]}” to “{names[1]}”"
