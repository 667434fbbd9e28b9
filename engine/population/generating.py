"""Runners by the thousand, each a function of the seed and its own number.

A runner is drawn whole first, question by question in an order in which each comes after
what it follows from; then some questions are left unanswered. So what is answered agrees
with what is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from random import Random

from ..condition import Value, references, subjects
from ..errors import KnowledgeError, Problem, join_words
from ..evaluate import Evaluator
from ..knowledge import ANY_NUMBER, Knowledge, formula_reads
from ..loading.order import sorted_by_need
from ..vocabulary import Answer, Question
from .model import DRAWN, Drawing, Population, default_drawing
from .records import recorded_values
from .steps import Draft, Step, derived_step, question_step, trait_step

MOST_RUNNERS = 1_000_000
MOST_REDRAWN = 200
_STREAM = 2**64  # the runners of one seed are this far from those of the next

Given = Callable[[int], Mapping[str, Value]]


def generate(
    knowledge: Knowledge, population: Population, count: int, seed: int
) -> Iterator[dict[str, Answer]]:
    """Made-up runners, each as the answers that `read_answers` would give for their file.

    The runner with a number (from 0) depends on the seed and that number alone, not on how
    many there are. Questions that do not apply are not answered, nor those that depend on
    one that was left unanswered.

    Raises:
        KnowledgeError: if the population makes runners that a contradiction rules out, and
            hardly any others.
    """
    make = runner_maker(knowledge, population, seed)
    return (make(number) for number in range(count))


def runner_maker(
    knowledge: Knowledge, population: Population, seed: int, given: Given | None = None
) -> Callable[[int], dict[str, Answer]]:
    """What makes the runner with a number, from 0; see `generate`.

    What `given` says of a number, that runner answers, whatever the population says; all else
    is drawn to go with it.
    """
    maker = _Maker(knowledge, population)

    def make(number: int) -> dict[str, Answer]:
        answers = given(number) if given is not None else {}
        return maker.runner(seed * _STREAM + number, answers)

    return make


def needs_of(knowledge: Knowledge, drawings: Mapping[str, Drawing]) -> dict[str, set[str]]:
    """What each question, trait and derived value comes after."""
    needs: dict[str, set[str]] = {name: set() for name in knowledge.asked}
    for name, drawing in drawings.items():
        found = needs.setdefault(name, set())
        for case in drawing.cases:
            found |= subjects(case.when) if case.when is not None else set()
            found |= references(case.number) if case.number is not None else set()
        for bound in (drawing.lowest, drawing.highest):
            found |= references(bound) if bound is not None else set()
        found.discard(DRAWN)
    for name, question in knowledge.asked.items():
        needs[name] |= subjects(question.gate) if question.gate is not None else set()
    for name, value in knowledge.derived.items():
        gate = subjects(value.gate) if value.gate is not None else set()
        needs[name] = formula_reads(value.formula) | gate
    return needs


class _Maker:
    """Makes runners of one population; all of it is compiled once."""

    def __init__(self, knowledge: Knowledge, population: Population) -> None:
        traits = {name: _as_question(name) for name in population.traits}
        self.knowledge = replace(knowledge, questions={**knowledge.questions, **traits})
        self.evaluator = Evaluator(self.knowledge)
        self.never = tuple(self.evaluator.meaning(one) for one in knowledge.never_together)
        self.asked = tuple(knowledge.asked)
        self.recorded = recorded_values(knowledge)
        self.steps = tuple(self._steps(population))

    def runner(self, seed: int, given: Mapping[str, Value]) -> dict[str, Answer]:
        """The answers of one runner, in the order of the base; some of them are given."""
        chance = Random(seed)  # noqa: S311  (nothing is kept secret with it)
        for _ in range(MOST_REDRAWN):
            draft = Draft(self.evaluator.no_facts(), chance, given)
            for step in self.steps:
                step(draft)
            if not any(condition(draft.facts) for condition in self.never):
                return self._told(draft, seed)
        never = [one.id for one in self.knowledge.contradictions.values() if one.never]
        message = f"{MOST_REDRAWN} made-up runners in a row are ruled out by a contradiction"
        fix = f"let the population agree with what is never: {join_words(never, 'and')}"
        raise KnowledgeError(Problem(code="KB220", message=message, fix=fix))

    def _told(self, draft: Draft, seed: int) -> dict[str, Answer]:
        """The answers, without those to questions that would not be asked; then the record."""
        told = self.evaluator.facts(draft.answers)
        asked = (name for name in self.asked if name in draft.answers and told.gate(name) is True)
        said = {name: draft.answers[name] for name in asked}
        return said | self.recorded(said, seed)

    def _steps(self, population: Population) -> Iterator[Step]:
        """The steps, each after those that it follows from."""
        knowledge = self.knowledge
        drawings = {**population.traits, **population.questions}
        for name, question in knowledge.asked.items():
            drawings[name] = drawings.get(name) or default_drawing(question)
        needs = needs_of(knowledge, drawings)
        read = set().union(*(subjects(one) for one in knowledge.never_together))
        others = _reached(needs, [*knowledge.asked, *read]) - knowledge.questions.keys()
        order, _ = sorted_by_need(
            {name: needs[name] for name in (*knowledge.asked, *sorted(others))}
        )
        for name in order:
            asked = knowledge.questions.get(name)
            if name in population.traits:
                yield trait_step(name, drawings[name], ANY_NUMBER, self.evaluator)
            elif asked is not None:
                yield question_step(asked, drawings[name], self.evaluator)
            else:
                yield derived_step(knowledge.derived[name], self.evaluator)


def _reached(needs: Mapping[str, set[str]], names: Iterable[str]) -> set[str]:
    """The names and all that they need, directly or not."""
    seen = set(names)
    waiting = list(seen)
    while waiting:
        new = needs.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen


def _as_question(trait: str) -> Question:
    return Question(id=trait, title=trait, ask=trait, kind=ANY_NUMBER)
