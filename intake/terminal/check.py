"""The list of all answers at the end: what can be changed, what was put off, what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ...engine.errors import join_words
from ...engine.vocabulary import Question
from ..interview.asking import Interview
from ..interview.confirming import note_of


@dataclass(frozen=True, slots=True)
class CheckPage:
    """All that can be chosen by number: the answers, then the questions that were put off."""

    interview: Interview

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions in the order of their numbers."""
        return (*(one for one, _ in self.interview.now.answered()), *self.put_off)

    @property
    def put_off(self) -> tuple[Question, ...]:
        """Questions that were put off and have no answer."""
        return self.interview.put_off_now()

    @property
    def contents(self) -> tuple[str, ...]:
        """What is listed: a list that was just read is not read out again."""
        clashes = (one.contradiction.id for one in self.interview.now.clashes)
        return (*(one.id for one in self.questions), *clashes)

    def lines(self) -> Iterator[str]:
        """All answers by topic, numbered; what is left open or out; and what does not fit."""
        yield from ("", "Check your answers")
        said = self._said()
        shown = (one for one in self.interview.order if one.id in said)
        for topic, questions in groupby(shown, key=lambda one: one.topic):
            yield from ("", self.interview.knowledge.topics[topic].title)
            yield from (said[one.id] for one in questions)
        if self.put_off:
            yield from ("", "Put off, and still open")
            yield from (f"{self._number(one)}. {one.title}" for one in self.put_off)
        if self.interview.now.clashes:
            yield from ("", "Answers that do not fit together")
        for clash in self.interview.now.clashes:
            at = [str(number) for number in sorted(map(self._number, clash.questions))]
            where = f" (see {join_words(at, 'and')})" if at else ""
            yield f"{clash.contradiction.title}{where}: {clash.text}"

    def _said(self) -> dict[str, str]:
        answered = {
            one.id: f"{number}. {one.title}: {answer.shown or 'left out'}{self._note(one)}"
            for number, (one, answer) in enumerate(self.interview.now.answered(), start=1)
        }
        left_out = {
            one.id: f"{one.title}: left out, {withheld.cause.value}"
            for one, withheld in self.interview.now.left_out()
            if one not in self.put_off
        }
        return answered | left_out

    def _note(self, question: Question) -> str:
        note = note_of(self.interview, question)
        return f" ({note})" if note else ""

    def _number(self, question: Question) -> int:
        return [one.id for one in self.questions].index(question.id) + 1
