"""A person who types at the terminal, and the tiny knowledge base that asks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.vocabulary import Answer, Answers, Misfit, read_answer
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.log import Log
from surefoot.intake.interview.proof import Depth
from surefoot.intake.terminal.dialogue import run_interview
from surefoot.intake.terminal.lines import Lines, Outcome
from surefoot.intake.typed import choose

TINY_FOLDER = Path(__file__).parents[1] / "fixtures" / "tiny_knowledge"
TINY = Assessor(load_knowledge(TINY_FOLDER))
SPLIT_SIGN = ">>> "  # between a prompt and what was typed, in the transcript

Line = str | BaseException


@dataclass
class Person:
    """Types the lines one by one, then closes the terminal; sees what is printed."""

    lines: Sequence[Line]
    printed: list[str] = field(default_factory=list)
    saved: list[Answers] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    typed: int = 0

    def read(self, prompt: str) -> str:
        if self.typed == len(self.lines):
            self.printed.append(prompt)
            raise EOFError
        line = self.lines[self.typed]
        self.typed += 1
        if isinstance(line, BaseException):
            self.printed.append(prompt)
            raise line
        self.printed.append(prompt + SPLIT_SIGN + line)
        return line

    def talk(
        self,
        answers: Answers | None = None,
        assessor: Assessor = TINY,
        depth: Depth = Depth.ALL,
        before: Answers | None = None,
    ) -> Outcome:
        interview = start_interview(Reading(assessor), answers, depth=depth, before=before)
        return run_interview(
            interview, Lines(self.read, self.printed.append), self.keep, day_before="12 October"
        )

    def keep(self, _before: Interview, after: Interview) -> None:
        self.logs.append(after.log)
        self.saved.append(after.answers)

    @property
    def text(self) -> str:
        return "\n".join(self.printed)

    @property
    def errors(self) -> list[str]:
        """What was wrong, each in one line."""
        joined = self.text.replace("\n\n", "\0").replace("\n", " ").replace("\0", "\n")
        return [line.partition("Error: ")[2] for line in joined.split("\n") if "Error: " in line]


def talk(*lines: Line, before: Mapping[str, str] | None = None) -> tuple[Person, Outcome]:
    person = Person(lines)
    return person, person.talk(read_texts(before or {}))


def read_texts(texts: Mapping[str, str], assessor: Assessor = TINY) -> dict[str, Answer]:
    answers = {}
    for name, text in texts.items():
        found = read_answer(assessor.knowledge.questions[name], text)
        assert isinstance(found, Answer), found
        answers[name] = found
    return answers


_PLAIN = {
    "plant.age": "20", "safety.eaten": "no", "symptom.sites": "none", "water.signs": "smell",
    "light.hours": "5", "plant.moved_km": "12 mi", "water.days_between": "7", "plant.name": "Fern",
}  # fmt: skip


def in_asking_order(texts: Mapping[str, str], assessor: Assessor = TINY) -> dict[str, str]:
    """What somebody types who would answer so, in the order of a whole interview.

    Whatever they have no answer to they do not know.
    """
    interview, typed = start_interview(Reading(assessor), depth=Depth.ALL), {}
    while (question := interview.question) is not None:
        text = texts.get(question.id, "u" if question.offers_dont_know else "p")
        typed[question.id] = text
        chosen = {"u": "unknown", "p": "prefer not to say"}.get(text) or choose(question, text)
        assert not isinstance(chosen, Misfit), chosen
        found = interview.answer(question, chosen)
        assert isinstance(found, Interview), found
        interview = found
    return typed


def answers_before(name: str) -> dict[str, str]:
    """Plain answers to all questions that are asked before this one, to all without a name."""
    plain = in_asking_order(_PLAIN)
    names = list(plain)
    return {one: plain[one] for one in names[: names.index(name)]} if name else plain


def said(answers: Answers) -> dict[str, str]:
    return {name: one.entered for name, one in answers.items()}
