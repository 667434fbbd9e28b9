"""Answers put into a condition: what is left of it, and which answers are worth putting in."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...condition import ALWAYS, NEVER, Comparison, Condition, Value, comparisons, rewrite
from ...evaluate import test_of
from ...search import Runner
from ...search.cells import number_cells
from ...vocabulary import EXCLUSIVE, Choice, Number, Question, Several


@dataclass(frozen=True, slots=True)
class Put:
    """An answer to a question; of several answers whether one `word` is among them."""

    question: Question
    value: Value
    word: str = ""

    def into(self, grounded: Condition) -> Condition:
        """What is left of a grounded condition."""
        kind = self.question.kind
        order = tuple(kind.labels) if isinstance(kind, Choice) else ()

        def put(one: Comparison) -> Condition:
            if one.subject != self.question.id or (self.word and one.values[0] != self.word):
                return one
            return ALWAYS if test_of(one, order)(self.value) else NEVER

        return rewrite(grounded, put)

    def given_by(self, runner: Runner, beside: frozenset[str] = frozenset()) -> dict[str, Value]:
        """The same runner with this answer; of several answers, with others beside the word."""
        answer = self.value
        if isinstance(answer, frozenset):
            answer |= beside - {self.word, *EXCLUSIVE}
        return {**runner, self.question.id: answer}

    def others(self, runner: Runner) -> list[frozenset[str]]:
        """What of several answers can stand beside the word: the runner's own, and any one."""
        answer, kind = runner.get(self.question.id), self.question.kind
        own = answer if isinstance(answer, frozenset) else frozenset[str]()
        labels = kind.labels if isinstance(kind, Several) else ()
        return [own, *(frozenset([one]) for one in labels), *(own | {one} for one in labels)]


def answers_to(question: Question, conditions: Iterable[Condition]) -> list[list[Put]]:
    """The answers that grounded conditions can tell apart, in their order, low to high.

    Of a question with several answers each choice makes a list of its own: without it, with it.
    """
    atoms = [
        one
        for condition in conditions
        for one in comparisons(condition)
        if one.subject == question.id
    ]
    match question.kind:
        case Number(lowest, highest):
            bounds = [value for one in atoms for value in one.values if isinstance(value, float)]
            values = number_cells(lowest, highest, bounds)
            return [[Put(question, value) for value in values]]
        case Choice(labels):
            return [[Put(question, word) for word in labels]]
        case Several(labels):
            return [
                [Put(question, frozenset(), word), Put(question, frozenset([word]), word)]
                for word in labels
            ]
        case _:
            return []
