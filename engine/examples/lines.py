"""A rule's comparisons for one runner, a line each: whether it holds, and on what value.

These are lines for the author of the rule, in the ids that the rule is written in; `explain`
says the same to a runner.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ..assessment import Assessment, Assessor
from ..canonical import write_condition, write_number
from ..condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Value,
    comparisons,
)
from ..errors import join_words
from ..evaluate import Truth
from ..knowledge import BANDS, Instance, Knowledge, Rule, formula_reads
from ..vocabulary import Answers, State

WORDS = {True: "true", False: "false", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Lines:
    """Reads what became of rules for one runner."""

    assessor: Assessor
    answers: Answers
    assessment: Assessment

    @property
    def knowledge(self) -> Knowledge:
        """The base that the answers were read with."""
        return self.assessor.knowledge

    def of_rule(self, rule: Rule) -> list[str]:
        """Every comparison of a rule, at each chosen site; first whether a site was chosen."""
        return self._lines(rule, [list(comparisons(one.condition)) for one in self._telling(rule)])

    def blocking(self, rule: Rule) -> list[str]:
        """The comparisons that keep a rule from firing; none for a rule that fires."""
        if self.assessment.states[rule.id]:
            return []
        return self._lines(rule, [list(self._blocks(one.condition)) for one in self._telling(rule)])

    def _telling(self, rule: Rule) -> list[Instance]:
        """The conditions that were looked at; of an `each` rule those of the chosen sites."""
        return [one for one in rule.instances if one.site is None or self._is_chosen(one.site)]

    def _is_chosen(self, site: str) -> bool:
        chosen = self.assessment.facts.values.get(self.knowledge.site_question or "")
        return isinstance(chosen, frozenset) and site in chosen

    def _lines(self, rule: Rule, found: list[list[Comparison]]) -> list[str]:
        if not found:
            each = self.knowledge.site_question or ""
            return [f"the rule looks at no place that was chosen ({self.said(each)})"]
        listed = (one for of_site in found for one in of_site)
        return list(dict.fromkeys(self.line(one) for one in listed))

    def _blocks(self, condition: Condition) -> Iterator[Comparison]:
        """Of a condition that is not true, the comparisons that make it so."""
        match condition:
            case Comparison():
                yield condition
            case All(parts) | Any(parts) | AtLeast(_, parts):
                wanted = self._truth(condition)
                for part in parts:
                    if self._truth(part) is wanted:
                        yield from self._blocks(part)
            case _:
                return

    def _truth(self, condition: Condition) -> Truth:
        return self.assessor.evaluator.truth(condition, self.assessment.facts)

    def line(self, comparison: Comparison) -> str:
        """A comparison with its truth and what it was compared with.

        Like `recovery.sleep_hours < 7 is false (recovery.sleep_hours = 7.5)`.
        """
        truth = WORDS[self._truth(comparison)]
        return f"{write_condition(comparison)} is {truth} ({self.said(comparison.subject)})"

    def said(self, subject: str) -> str:
        """What is known of a subject: its value with where it is from, or why there is none."""
        facts = self.assessment.facts
        if facts.gate(subject) is False:
            return f"{subject} does not apply: {self._because_of_gate(subject, wanted=False)}"
        if facts.gate(subject) is None:
            open_ = self._because_of_gate(subject, wanted=None)
            return f"{subject} may not apply: {open_}"
        if subject in facts.bands:
            low, high = (BANDS[index] for index in facts.bands[subject])
            return f"{subject} = {low if low == high else f'{low} to {high}'}"
        if subject in facts.values:
            return f"{subject} = {write_value(facts.values[subject])}{self._from(subject)}"
        answer = self.answers.get(subject)
        if answer is not None and answer.state is not State.GIVEN:
            return f"{subject} = {answer.entered}"
        if subject in self.knowledge.derived:
            return f"{subject} cannot be worked out{self._from(subject)}"
        if subject in self.knowledge.questions:
            return f"{subject} is not answered"
        return f"{subject} is unknown"

    def _because_of_gate(self, subject: str, *, wanted: Truth) -> str:
        gate = self.assessor.evaluator.gates[subject]
        if self._truth(gate) is not wanted or not isinstance(gate, Comparison | All | Any):
            return write_condition(gate)
        found = dict.fromkeys(
            one for one in self._blocks(gate) if self.assessment.facts.gate(one.subject) is True
        )
        said = [f"{write_condition(one)} is {WORDS[self._truth(one)]}" for one in found]
        values = [self.said(one) for one in dict.fromkeys(one.subject for one in found)]
        return f"{join_words(said, 'and')} ({', '.join(values)})" if found else "never here"

    def _from(self, subject: str) -> str:
        derived = self.knowledge.derived.get(subject)
        if derived is None:
            return ""
        inputs = [self.said(name) for name in sorted(formula_reads(derived.formula))]
        return f", from {', '.join(inputs)}"


def write_value(value: Value) -> str:
    """A value as it stands in a file of answers."""
    match value:
        case frozenset():
            return f"[{', '.join(sorted(value))}]"
        case float():
            return write_number(round(value, 6))
        case _:
            return value
