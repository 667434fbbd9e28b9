"""A runner for whom some conditions hold and others do not, or the proof that there is none.

The search goes through the values that matter (`cells`) one question at a time and leaves a way
as soon as what is known decides that it leads nowhere: exact, and short. Numbers derived from
several questions are the hard part. To *find* a runner they are worked out from answers, and the
last of those answers is solved for. To *prove* that there is none they may be any number that
their formula can give, whatever the answers: no runner is missed that way.
"""

from collections.abc import Iterable, Mapping

from ..assessment import Assessor
from ..condition import Comparison, Condition, Value, comparisons, conjunction, rewrite
from ..evaluate import Facts
from ..knowledge import Knowledge
from ..vocabulary import Answers
from .grounding import Grounding
from .problem import GaveUp, Problem
from .signs import with_signs
from .written import Runner, answers_of, texts_of, written

__all__ = ["Runner", "Search", "answers_of", "texts_of", "written"]

MOST_TRIED = 40  # runners that fulfil the goal and still fail the last check


class Search:
    """Finds runners for one knowledge base."""

    def __init__(self, knowledge: Knowledge, assessor: Assessor | None = None) -> None:
        """Takes the base, and an assessor for it where there is one already."""
        self.knowledge = knowledge
        self.assessor = assessor or Assessor(knowledge)
        self.grounding = Grounding(knowledge)
        self._never_together = knowledge.never_together
        self._never = [self.grounding.true(one) for one in self._never_together]
        self._found: dict[tuple[tuple[Condition, ...], ...], dict[str, Value] | None] = {}

    def runner(
        self, fires: Iterable[Condition] = (), quiet: Iterable[Condition] = ()
    ) -> dict[str, Value] | None:
        """Answers of a runner for whom all of `fires` are true and all of `quiet` are false.

        None if none was found, which proves nothing. What is returned was held against
        `evaluate` and fulfils nothing that goes never together. Only questions that matter are
        answered.
        """
        asked = (tuple(fires), tuple(quiet))
        if asked not in self._found:  # several checks ask for the runner of one rule
            self._found[asked] = self._look_for(*asked)
        found = self._found[asked]
        return None if found is None else dict(found)

    def _look_for(
        self, wanted: tuple[Condition, ...], unwanted: tuple[Condition, ...]
    ) -> dict[str, Value] | None:
        goal = rewrite(self._goal(wanted, unwanted), self._without_pattern)
        problem = Problem(self.assessor.evaluator, goal, self._never, is_proof=False)
        try:
            for tried, found in enumerate(problem.solutions()):
                if self._is_such(found, wanted, unwanted):
                    return found
                if tried >= MOST_TRIED:
                    return None
        except GaveUp:
            return None
        return None

    def is_impossible(
        self, fires: Iterable[Condition] = (), quiet: Iterable[Condition] = ()
    ) -> bool:
        """Whether it is proved that there is no such runner."""
        goal = self._goal(tuple(fires), tuple(quiet))
        problem = Problem(self.assessor.evaluator, goal, self._never, is_proof=True)
        try:
            return next(problem.solutions(), None) is None
        except GaveUp:
            return False

    def _goal(self, fires: Iterable[Condition], quiet: Iterable[Condition]) -> Condition:
        parts = [self.grounding.true(one) for one in fires]
        parts += [self.grounding.false(one) for one in quiet]
        return conjunction(tuple(parts))

    def _without_pattern(self, one: Comparison) -> Condition:
        if one.subject in self.knowledge.patterns:
            return with_signs(one, self.knowledge, self.grounding)
        return one

    def _is_such(
        self,
        found: Mapping[str, Value],
        fires: tuple[Condition, ...],
        quiet: tuple[Condition, ...],
    ) -> bool:
        facts = self._facts((*fires, *quiet), answers_of(self.knowledge, found))
        truth = self.assessor.evaluator.truth
        return (
            all(truth(one, facts) is True for one in fires)
            and all(truth(one, facts) is False for one in quiet)
            and not any(truth(one, facts) for one in self._never_together)
        )

    def _facts(self, conditions: tuple[Condition, ...], answers: Answers) -> Facts:
        """The facts, with what rules conclude where a condition reads that."""
        read = {part.subject for one in conditions for part in comparisons(one)}
        if any(self.knowledge.is_concluded(one) for one in read):
            return self.assessor.evaluate(answers).facts
        return self.assessor.evaluator.facts(answers)
