"""The examples of rules: each holds, is possible, and together they pin a stable rule down.

Whether Experta agrees on each example is asked by `kb test`: for hundreds of examples that takes
a second or two, and a check is run at every save. It asks Experta for every runner of the base.
"""

from collections.abc import Iterator

from ..asking import Contradiction
from ..assessment import Assessor
from ..errors import Problem
from ..examples.lines import Lines
from ..examples.mutants import Mutation
from ..examples.reading import Example, read_examples
from ..examples.running import Outcome, Outcomes, failure, run_examples, undecided
from ..knowledge import Knowledge, Rule
from ..loading.sections import Sections
from .runners import ruled_out_by

MOST_SHOWN = 5  # slips of one rule that are listed


def check_examples(
    sections: Sections, knowledge: Knowledge, assessor: Assessor | None = None
) -> Iterator[Problem]:
    """Findings in the examples of every rule, and of stable rules that lack some.

    Args:
        sections: The base, read with its examples.
        knowledge: What was made of it, with drafts.
        assessor: One for this knowledge, where there is one already.
    """
    examples, problems = read_examples(sections, knowledge)
    yield from problems
    assessor = assessor or Assessor(knowledge)
    outcomes = run_examples(assessor, examples)
    for of_rule in outcomes.values():
        for outcome in of_rule:
            yield from _of_example(assessor, outcome)
    mutation = Mutation(knowledge)
    broken = {one.subject for one in problems}
    for rule in knowledge.rules.values():
        if mutation.can_have_examples(rule) and rule.id not in broken:
            yield from _of_rule(assessor, rule, outcomes)


def _of_example(assessor: Assessor, outcome: Outcome) -> Iterator[Problem]:
    impossible = list(_impossible(assessor, outcome))
    yield from impossible
    if not outcome.is_decided:
        yield undecided(assessor, outcome)
    elif outcome.fails and not impossible:
        yield failure(assessor, outcome)


def _impossible(assessor: Assessor, outcome: Outcome) -> Iterator[Problem]:
    """Answers that no runner gives together: one is not asked for, or they contradict."""
    example, facts = outcome.example, outcome.assessment.facts
    lines = Lines(assessor, example.answers, outcome.assessment)
    for name in example.answers:
        if facts.gate(name) is False:
            yield Problem(
                code="KB306", place=example.places[name], context=example.context,
                message=f"'{name}' is answered here, but nobody with these answers is asked it",
                why=lines.said(name), fix=f"leave out {name}, or answer what it depends on",
                subject=example.rule,
            )  # fmt: skip
    for one in assessor.knowledge.contradictions.values():
        if one.never and assessor.evaluator.truth(one.when, facts):
            yield _together(example, one)


def _together(example: Example, one: Contradiction) -> Problem:
    return Problem(
        code="KB306", place=example.place, context=example.context, subject=example.rule,
        message="no real runner gives these answers",
        why=ruled_out_by(one), fix="change an answer, or mend the contradiction",
    )  # fmt: skip


def _of_rule(assessor: Assessor, rule: Rule, outcomes: Outcomes) -> Iterator[Problem]:
    of_rule = outcomes.get(rule.id, ())
    states = {one.state for one in of_rule if one.is_decided and not one.fails}
    missing = [state for state in ("fires", "quiet") if state not in states]
    if rule.status == "stable" and missing:
        yield Problem(
            code="KB303", place=rule.place, subject=rule.id,
            message=f"the stable rule '{rule.id}' has no example for which it "
            + " and none for which it ".join(
                "fires" if state == "fires" else f"is {state}" for state in missing
            ),
            fix=_suggested(assessor, rule, outcomes),
        )  # fmt: skip
    elif rule.status == "stable":
        yield from _not_pinned_down(assessor, rule, outcomes)
    if of_rule and "unknown" not in states:
        yield Problem(
            code="KB305", place=rule.place, subject=rule.id, severity="info",
            message=f"'{rule.id}' has no example that shows which answer it waits for",
            fix="add one without an answer that matters, and `expect: unknown`",
        )  # fmt: skip


def _not_pinned_down(assessor: Assessor, rule: Rule, outcomes: Outcomes) -> Iterator[Problem]:
    """A finding if a slip in the rule's condition would go unnoticed."""
    from ..examples.mutation import Mutating  # noqa: PLC0415  (only for stable rules)
    from ..search import Search  # noqa: PLC0415

    mutating = Mutating(assessor, outcomes, Search(assessor.knowledge, assessor))
    survivors = mutating.rule_score(rule).survivors
    if not survivors:
        return
    changes = [one.mutant.change for one in survivors]
    number = len(changes)
    more = [f"and {number - MOST_SHOWN} more"] if number > MOST_SHOWN else []
    yield Problem(
        code="KB304", place=rule.place, subject=rule.id,
        message=f"the examples of the stable rule '{rule.id}' would not notice "
        f"{'a slip' if number == 1 else f'{number} slips'} in its condition",
        why="\n".join([*changes[:MOST_SHOWN], *more]),
        fix=_suggested(assessor, rule, outcomes),
    )  # fmt: skip


def _suggested(assessor: Assessor, rule: Rule, outcomes: Outcomes) -> str:
    """The missing examples, ready to paste."""
    from ..examples.inserting import example_lines  # noqa: PLC0415  (only for stable rules)
    from ..examples.mutation import Mutating  # noqa: PLC0415
    from ..examples.suggesting import suggest  # noqa: PLC0415
    from ..search import Search  # noqa: PLC0415

    mutating = Mutating(assessor, outcomes, Search(assessor.knowledge, assessor))
    found = suggest(mutating, rule).examples
    if not found:
        return "add an example at the threshold, and one just beyond it"
    return "\n".join(["add below `examples:`", *example_lines(assessor.knowledge, found, 2)])
