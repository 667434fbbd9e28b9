"""Runners by the thousand, each a function of the seed and its own number.

A runner is drawn whole first, question by question in an order in which each comes after
what it follows from; then some questions are left unanswered. So what is answered agrees
with what is not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from random import Random

from ..condition import NEVER, All, Comparison, Operator, Value, references, subjects
from ..errors import KnowledgeError, Problem, join_words
from ..evaluate import Evaluator
from ..knowledge import ANY_NUMBER, Knowledge, formula_reads
from ..loading.order import sorted_by_need
from ..vocabulary import Answer, Question
from .model import DRAWN, Drawing, Population, default_drawing
from .records import recorded_values
from .steps import Draft, Step, derived_step, question_step, trait_step

MOST_RUNNERS = 100_000_000
MOST_REDRAWN = 200
_REMEMBERED_SITES = 5_000  # sets of sites whose steps are not picked out again
_STREAM = 2**64  # the runners of one seed are this far from those of the next

Given = Callable[[int], Mapping[str, Value]]
_Named = tuple[str, Step]  # what is drawn in the step


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
    knowledge: Knowledge,
    population: Population,
    seed: int,
    given: Given | None = None,
    *,
    unanswered: float = 0.0,
) -> Callable[[int], dict[str, Answer]]:
    """What makes the runner with a number, from 0; see `generate`.

    What `given` says of a number, that runner answers, whatever the population says; all else
    is drawn to go with it. Of all answers the share `unanswered` is left out after that, with
    what would not be asked then; the others stay as they are.
    """
    maker = _Maker(knowledge, population, unanswered)

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

    def __init__(self, knowledge: Knowledge, population: Population, unanswered: float) -> None:
        self.unanswered = unanswered
        traits = {name: _as_question(name) for name in population.traits}
        self.knowledge = replace(knowledge, questions={**knowledge.questions, **traits})
        self.evaluator = Evaluator(self.knowledge)
        self.never = tuple(self.evaluator.meaning(one) for one in knowledge.never_together)
        self.places = {name: at for at, name in enumerate(knowledge.asked)}
        read = _reached(
            needs_of(knowledge, {}), set().union(*map(subjects, self.evaluator.gates.values()))
        )
        self.gates_read = read & knowledge.asked.keys()
        self.behind_gates = tuple(name for name in knowledge.derived_order if name in read)
        self.recorded = recorded_values(knowledge)
        self.first, self.of_sites = self._split(tuple(self._steps(population)))
        self.rest = lru_cache(_REMEMBERED_SITES)(self._rest)

    def runner(self, seed: int, given: Mapping[str, Value]) -> dict[str, Answer]:
        """The answers of one runner, in the order of the base; some of them are given."""
        chance = Random(seed)  # noqa: S311  (nothing is kept secret with it)
        for _ in range(MOST_REDRAWN):
            draft = Draft(self.evaluator.no_facts(), chance, given)
            for step in self.first:
                step(draft)
            for step in self.rest(draft.facts.values.get(self.knowledge.site_question or "")):
                step(draft)
            if not any(condition(draft.facts) for condition in self.never):
                return self._told(draft, seed)
        never = [one.id for one in self.knowledge.contradictions.values() if one.never]
        message = f"{MOST_REDRAWN} made-up runners in a row are ruled out by a contradiction"
        fix = f"let the population agree with what is never: {join_words(never, 'and')}"
        raise KnowledgeError(Problem(code="KB220", message=message, fix=fix))

    def _told(self, draft: Draft, seed: int) -> dict[str, Answer]:
        """The answers, without those to questions that would not be asked; then the record."""
        answers = draft.answers
        if self.unanswered:
            chance = Random(f"unanswered {seed}")  # noqa: S311  (apart from what is answered)
            drawn = {name: chance.random() for name in answers}
            answers = {name: answers[name] for name in answers if drawn[name] >= self.unanswered}
        said = {name: answers[name] for name in sorted(answers, key=self.places.__getitem__)}
        true = draft.facts.values.keys() & self.gates_read
        if any(name not in answers or answers[name].value is None for name in true):
            said = self._asked(said)
        return said | self.recorded(said, seed)

    def _asked(self, answers: dict[str, Answer]) -> dict[str, Answer]:
        """The answers to the questions that would be asked by the answers alone."""
        told = self.evaluator.no_facts()
        for name, answer in answers.items():
            if answer.value is not None:
                told.values[name] = answer.value
        for name in self.behind_gates:
            value = self.evaluator.derive(name, told)
            if value is not None:
                told.values[name] = value
        gated = self.evaluator.gates
        return {name: one for name, one in answers.items() if name not in gated or told.gate(name)}

    def _split(self, steps: tuple[_Named, ...]) -> tuple[tuple[Step, ...], tuple[_Named, ...]]:
        """The steps up to the question for sites; and the rest, which follow from the answer."""
        names = [name for name, _ in steps]
        asked = self.knowledge.site_question
        end = names.index(asked) + 1 if asked in names else len(names)
        return tuple(step for _, step in steps[:end]), steps[end:]

    def _rest(self, sites: Value | None) -> tuple[Step, ...]:
        """The steps after the question for sites, without those of sites that were not chosen."""
        chosen = sites if isinstance(sites, frozenset) else frozenset()
        return tuple(step for name, step in self.of_sites if self._may_apply(name, chosen))

    def _may_apply(self, name: str, sites: frozenset[str]) -> bool:
        """Whether the gate can be true as far as it follows from the sites alone."""
        gate, asked = self.evaluator.gates.get(name), self.knowledge.site_question
        if name in self.knowledge.derived:  # worked out whether it applies or not
            return True
        return not any(
            isinstance(one, Comparison)
            and (one.subject, one.operator) == (asked, Operator.HAS)
            and one.values[0] not in sites
            for one in (gate.parts if isinstance(gate, All) else (gate,))
        )

    def _steps(self, population: Population) -> Iterator[_Named]:
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
                yield name, trait_step(name, drawings[name], ANY_NUMBER, self.evaluator)
            elif asked is not None and asked.gate != NEVER:
                yield name, question_step(asked, drawings[name], self.evaluator)
            elif asked is None:
                yield name, derived_step(name, self.evaluator)


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
