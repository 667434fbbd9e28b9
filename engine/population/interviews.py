"""How many questions an interview asks until its result is proved, on made-up runners.

Each runner is interviewed twice: on the shortest way to the headline, and through one section
after the other until nothing that is left can change the whole result, then to the end. What
stood at both stops is held against the end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from ..assessment import Assessment, QuickAssessor, unanswered_of
from ..diagnosis import diagnose
from ..findings import raised_flags, shown_value
from ..home_tests import withheld_tests
from ..loading import load_knowledge
from ..reasoning.next_question import next_in_sections, next_question
from ..reasoning.prospect import Prospect, Reading
from ..reasoning.stopping import (
    headline_doubts,
    is_over,
    result_doubts,
    verdict,
    whole_result,
)
from ..vocabulary import Answer, Answers, State
from .generating import runner_maker
from .pieces import pieces_of, worked
from .reading import read_population

_Next = Callable[[Prospect], str | None]
_DONT_KNOW = Answer(State.DONT_KNOW, entered="unknown")


@dataclass(frozen=True, slots=True)
class Interviewed:
    """How many questions a runner was asked until the headline, the result and the end.

    `headline` is that of the quick interview. `is_over`: an emergency or a limit ended them all
    before. `headline_stays` and `result_stays`: what stood at the stop is what the answers to
    everything say; of an interview that was ended, the headline is that of the full one, which
    ends there too.
    `quick_changes` and `changes` are how often the topic changed, in the quick interview and up
    to the whole result. `number` counts from 1.
    """

    number: int
    headline: int
    result: int
    full: int
    is_over: bool
    headline_stays: bool
    result_stays: bool
    quick_changes: int
    changes: int


class Interviewer:
    """Interviews made-up runners with one base, in the order in which people are asked."""

    def __init__(self, assessor: QuickAssessor, make: Callable[[int], Answers]) -> None:
        """Takes what knows the answers of the runner with a number, from 0."""
        self.assessor = assessor
        self.knowledge = assessor.knowledge
        self.reading = Reading(assessor)
        self.make = make

    def interview(self, number: int) -> Interviewed:
        """One runner, interviewed to the end; what is not known is answered with so much."""
        asked = self.knowledge.asked  # what a record shows bears on no interview
        truth = {name: one for name, one in self.make(number).items() if name in asked}
        quick, full = self.quick(truth), self.full(truth)
        every = self._everything(truth, full)
        over = is_over(self._prospect(full))
        end = diagnose(self.assessor, every)
        at_headline, at_result = diagnose(self.assessor, quick), diagnose(self.assessor, full)
        return Interviewed(
            number=number + 1,
            headline=len(quick),
            result=len(full),
            full=len(full if over else every),
            is_over=over,
            headline_stays=verdict(at_headline) == verdict(at_result if over else end),
            result_stays=over or whole_result(at_result) == whole_result(end),
            quick_changes=self._changes(quick),
            changes=self._changes(full),
        )

    def quick(self, truth: Answers) -> Answers:
        """The answers of a quick interview, in the order in which they are asked."""
        return self._asked(truth, {}, _unless_over(_to_headline))

    def full(self, truth: Answers) -> Answers:
        """The answers of a full interview, in the order in which they are asked."""
        return self._asked(truth, {}, _unless_over(_in_sections))

    def _asked(self, truth: Answers, before: Answers, next_of: _Next) -> Answers:
        answers = dict(before)
        while (name := next_of(self._prospect(answers))) is not None:
            answers[name] = truth.get(name, _DONT_KNOW)
        return answers

    def _everything(self, truth: Answers, before: Answers) -> Answers:
        """The answers to all that applies: those after the result are given many at a time.

        Their order changes nothing, but that tests at home come last: another answer may forbid
        them.
        """
        answers = dict(before)
        while True:
            prospect = self._prospect(answers)
            gate = prospect.assessment.facts.gate
            now = [
                name for name in prospect.to_come - prospect.waiting.keys() if gate(name) is True
            ]
            of_tests = self.reading.of_tests
            wave = [name for name in now if name not in of_tests] or now
            if not wave:
                return answers
            answers |= {name: truth.get(name, _DONT_KNOW) for name in sorted(wave)}

    def _changes(self, answers: Answers) -> int:
        topics = [self.knowledge.questions[name].topic for name in answers]
        return sum(one != other for one, other in pairwise(topics))

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


def _to_headline(prospect: Prospect) -> str | None:
    return next_question(prospect, headline_doubts(prospect))


def _in_sections(prospect: Prospect) -> str | None:
    return next_in_sections(prospect, headline_doubts(prospect), result_doubts(prospect))


def _unless_over(next_of: _Next) -> _Next:
    return lambda prospect: None if is_over(prospect) else next_of(prospect)


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
