"""Answers of one runner that do not fit together. No score changes by them."""

from collections.abc import Callable
from dataclasses import dataclass

from .asking import Contradiction
from .condition import subjects
from .evaluate import Evaluator, Facts
from .knowledge import Knowledge, formula_reads
from .texts import fill
from .vocabulary import Answers, Question, State


@dataclass(frozen=True, slots=True)
class Clash:
    """A contradiction that certainly holds, with its text and the questions that it reads.

    The questions are those with an answer, in the order in which they were answered.
    """

    contradiction: Contradiction
    text: str
    questions: tuple[Question, ...]


def find_clashes(
    knowledge: Knowledge,
    evaluator: Evaluator,
    facts: Facts,
    answers: Answers,
    shown: Callable[[str], str | None],
) -> tuple[Clash, ...]:
    """Every contradiction that is certainly true, in the order of the base."""
    return tuple(
        Clash(one, fill(one.text, shown), _questions(one, knowledge, facts, answers))
        for one in knowledge.contradictions.values()
        if evaluator.truth(one.when, facts) is True
    )


def _questions(
    contradiction: Contradiction, knowledge: Knowledge, facts: Facts, answers: Answers
) -> tuple[Question, ...]:
    """The answered questions that it reads; those that only open a gate are no slip.

    Nor is the choice of a site, for which a contradiction of every site is read. What a record
    shows can be no slip of the tongue: nobody is asked it again.
    """
    names = subjects(contradiction.when) - (
        {knowledge.site_question} if contradiction.site else set[str | None]()
    )
    for name in reversed(knowledge.derived_order):
        if name in names:
            names |= formula_reads(knowledge.derived[name].formula)
    return tuple(
        knowledge.questions[name]
        for name, answer in answers.items()
        if name in names
        and not knowledge.questions[name].records
        and answer.state is State.GIVEN
        and facts.gate(name) is True
    )
