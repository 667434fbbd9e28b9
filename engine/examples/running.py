"""Running the examples: what became of each, and the lines that say why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..assessment import Assessment, Assessor
from ..errors import Problem
from ..evaluate import Truth, any_of
from ..findings import STATES
from ..inference import InferenceError
from ..knowledge import Rule
from ..vocabulary import Answers
from .lines import Lines
from .reading import UNDECIDED, Example, Examples

TRUTHS: Mapping[str, Truth] = {state: truth for truth, state in STATES.items()}


@dataclass(frozen=True, slots=True)
class Outcome:
    """An example with what was concluded from its answers about its rule."""

    example: Example
    rule: Rule
    assessment: Assessment

    @property
    def state(self) -> str:
        """What the rule is: fires, quiet or unknown."""
        return STATES[self.assessment.states[self.rule.id]]

    @property
    def is_decided(self) -> bool:
        """Whether the author said what must come out."""
        return self.example.expect != UNDECIDED

    @property
    def fails(self) -> bool:
        """Whether something else came out than the author said."""
        return self.is_decided and self.state != self.example.expect


Outcomes = Mapping[str, tuple[Outcome, ...]]


def run_examples(assessor: Assessor, examples: Examples) -> dict[str, tuple[Outcome, ...]]:
    """What becomes of every example, by rule."""
    rules = assessor.knowledge.rules
    return {
        name: tuple(
            Outcome(one, rules[name], assess_rule(assessor, rules[name], one.answers))
            for one in of_rule
        )
        for name, of_rule in examples.items()
    }


def assess_rule(assessor: Assessor, rule: Rule, answers: Answers) -> Assessment:
    """What the base says of one rule; of the others only where it may read them.

    Most rules read answers alone, and a base has hundreds of examples.
    """
    if any(assessor.knowledge.is_concluded(name) for name in rule.reads):
        return assessor.evaluate(answers)
    evaluator = assessor.evaluator
    facts = evaluator.facts(answers)
    meaning = any_of(evaluator.meaning(one.condition) for one in rule.instances)
    return Assessment(facts=facts, truths={}, states={rule.id: meaning(facts)}, scores={})


def why(assessor: Assessor, outcome: Outcome) -> list[str]:
    """Each comparison of the rule with its truth and its value."""
    lines = Lines(assessor, outcome.example.answers, outcome.assessment)
    return lines.of_rule(outcome.rule)


def failure(assessor: Assessor, outcome: Outcome) -> Problem:
    """An example that fails, as a finding."""
    example = outcome.example
    return Problem(
        code="KB301", place=example.expect_place, context=example.context, subject=example.rule,
        message=f"the rule {_is(outcome.state)} for this example, not {example.expect}",
        why="\n".join(why(assessor, outcome)),
        fix="mend the rule, or the expectation if it is wrong",
    )  # fmt: skip


def undecided(assessor: Assessor, outcome: Outcome) -> Problem:
    """An example whose author has not said what must come out, as a finding."""
    example = outcome.example
    return Problem(
        code="KB308", place=example.expect_place, context=example.context, subject=example.rule,
        message="nobody has said yet whether the rule must fire for this example",
        why="\n".join([f"the rule {_is(outcome.state)} now", *why(assessor, outcome)]),
        fix=f"write `expect: {outcome.state}` if that is right, and mend the rule if not",
    )  # fmt: skip


def _is(state: str) -> str:
    return "fires" if state == "fires" else f"is {state}"


def differing_engines(assessor: Assessor, outcomes: Iterable[Outcome]) -> Iterator[Problem]:
    """A finding for each example on which Experta and `evaluate` do not agree."""
    for outcome in outcomes:
        example = outcome.example
        try:
            assessor.assess(example.answers)
        except InferenceError as error:
            yield Problem(
                code="KB307", place=example.place, context=example.context, subject=example.rule,
                message="the two ways to read the rules do not agree on this example",
                why=str(error), fix="this is a fault of Surefoot: please report it",
            )  # fmt: skip
