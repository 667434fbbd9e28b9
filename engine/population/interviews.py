"""How many questions an interview asks until its result is proved, on made-up runners.

Each runner is interviewed three times in one: until nothing that is left can change the headline,
until nothing can change the whole result, and to the end. At both stops the result is held
against that of the full interview.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..assessment import Assessment, QuickAssessor, unanswered_of
from ..diagnosis import diagnose
from ..findings import raised_flags, shown_value
from ..home_tests import withheld_tests
from ..loading import load_knowledge
from ..reasoning.doubts import Doubt
from ..reasoning.next_question import next_question
from ..reasoning.prospect import Prospect, Reading
from ..reasoning.stopping import headline_doubts, result_doubts, verdict, whole_result
from ..vocabulary import Answer, Answers, State
from .generating import runner_maker
from .pieces import pieces_of, worked
from .reading import read_population

_Doubts = Callable[[Prospect], tuple[Doubt, ...]]
_DONT_KNOW = Answer(State.DONT_KNOW, entered="unknown")


@dataclass(frozen=True, slots=True)
class Interviewed:
    """How many questions a runner was asked until the headline, the result and the end.

    `headline_stays` and `result_stays`: what stood at the stop is what the full interview says.
    `number` counts from 1.
    """

    number: int
    headline: int
    result: int
    full: int
    headline_stays: bool
    result_stays: bool


class Interviewer:
    """Interviews made-up runners with one base."""

    def __init__(self, assessor: QuickAssessor, make: Callable[[int], Answers]) -> None:
        """Takes what knows the answers of the runner with a number, from 0."""
        self.assessor = assessor
        self.knowledge = assessor.knowledge
        self.reading = Reading(assessor)
        self.make = make

    def interview(self, number: int) -> Interviewed:
        """One runner, interviewed to the end; what is not known is answered with so much."""
        truth = self.make(number)
        answers = self._asked(truth, {}, headline_doubts)
        headline, at_headline = len(answers), verdict(diagnose(self.assessor, answers))
        answers = self._asked(truth, answers, result_doubts)
        result, at_result = len(answers), whole_result(diagnose(self.assessor, answers))
        answers = self._asked(truth, answers, None)
        end = diagnose(self.assessor, answers)
        return Interviewed(
            number + 1, headline, result, len(answers),
            at_headline == verdict(end), at_result == whole_result(end),
        )  # fmt: skip

    def _asked(self, truth: Answers, before: Answers, doubts_of: _Doubts | None) -> Answers:
        """The answers once there is no such doubt any more; without one, all of them."""
        answers = dict(before)
        while True:
            prospect = self._prospect(answers)
            name = (
                self._any(prospect)
                if doubts_of is None
                else next_question(prospect, doubts_of(prospect))
            )
            if name is None:
                return answers
            answers[name] = truth.get(name, _DONT_KNOW)

    def interviews(self, numbers: range) -> list[Interviewed]:
        """Several runners, one after the other."""
        return [self.interview(number) for number in numbers]

    def _prospect(self, answers: Answers) -> Prospect:
        assessment: Assessment = self.assessor.evaluate(answers)
        shown = partial(shown_value, self.knowledge, answers, assessment)
        flags = raised_flags(self.knowledge, assessment, shown)
        unanswered = unanswered_of(self.knowledge, answers, assessment)
        withheld = withheld_tests(self.assessor, assessment, flags, unanswered)
        return self.reading.prospect(answers, assessment, withheld)

    def _any(self, prospect: Prospect) -> str | None:
        """Any question that is left, in the order of the base."""
        gate = prospect.assessment.facts.gate
        askable = prospect.to_come - prospect.waiting.keys()
        return next((n for n in self.knowledge.questions if n in askable and gate(n) is True), None)


def interview_all(
    folder: Path | None,
    count: int,
    seed: int,
    *,
    processes: int = 1,
    watch: Callable[[int], None] = lambda done: None,
) -> list[Interviewed]:
    """So many made-up runners of the base in a folder, or of the one that comes with Surefoot.

    The same for the same seed, however many processes work; `watch` is told how many are done.
    """
    found: list[Interviewed] = []
    pieces = pieces_of(count)
    for some in worked(_interviewer, (folder, seed), pieces, min(processes, len(pieces))):
        found += some
        watch(len(found))
    return found


def _interviewer(folder: Path | None, seed: int) -> Callable[[range], list[Interviewed]]:
    knowledge = load_knowledge(folder)
    make = runner_maker(knowledge, read_population(folder, knowledge), seed)
    return Interviewer(QuickAssessor(knowledge), make).interviews
