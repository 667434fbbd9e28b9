"""A test at home, step by step: what is needed, the beat or the clock, the count.

Plain lines from top to bottom, as in the interview; nothing is redrawn. Lines go through a
`Console`, so nothing here knows what a terminal is, and tests need not wait.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from ..engine.asking import HomeTest
from ..engine.knowledge import Knowledge
from ..engine.vocabulary import Answer, Answers, Misfit, Number, Question, read_answer
from .clock import Clock
from .spoken import count_of, wrapped
from .typed import accepted, clean, in_words, number_in

_MARK_SECONDS = 10
_REST_MARK_SECONDS = 30
_LEAVE = {"s", "/s", "stop", "quit", "q", "exit"}
_YES, _NO = {"y", "yes"}, {"n", "no"}


@dataclass(frozen=True, slots=True)
class Console:
    """Where lines come from and go to, what rings, and what time it is."""

    read: Callable[[str], str]
    write: Callable[[str], object]
    ring: Callable[[], object]
    clock: Clock


class _Left(Exception):  # noqa: N818  (no error: the runner stops)
    """The runner stops the test, or must not do it."""


def run_home_test(knowledge: Knowledge, test: HomeTest, console: Console) -> Answers | None:
    """Lead through a test; the answers that it gives, or None if there are none to keep.

    EOFError and KeyboardInterrupt of the console are passed on: nothing is kept then.
    """
    try:
        return _Trial(knowledge, test, console).run()
    except _Left as left:
        for line in wrapped(str(left)):
            console.write(line)
        return None


def takes(test: HomeTest) -> str:
    """How long a test takes, as far as that is known."""
    return f"About {count_of(test.minutes, 'minute')}." if test.minutes else ""


@dataclass(frozen=True, slots=True)
class _Trial:
    """One test, done once."""

    knowledge: Knowledge
    test: HomeTest
    console: Console

    def run(self) -> Answers | None:
        self.introduce()
        self.make_sure()
        self.say("", "How to do it")
        self.say(*(f"{at}. {step}" for at, step in enumerate(self.test.steps, start=1)))
        self.say(self.test.stop)
        results = []
        for at in range(self.test.attempts):
            if at:
                self.rest()
            results.append(self.round(at))
        answers = self.answers(results)
        return answers if self.is_kept(results, answers) else None

    def question(self, at: int) -> Question:
        """The question that a round is about."""
        name = self.test.questions[at if self.test.keep == "each" else 0]
        return self.knowledge.questions[name]

    def name(self, at: int) -> str:
        return self.test.rounds[at] if self.test.rounds else self.question(at).title

    def introduce(self) -> None:
        needs = f"You need: {self.test.needs}" if self.test.needs else ""
        lines = [self.test.title, self.test.about, needs, takes(self.test)]
        self.say(*(line for line in lines if line))
        self.say("Type s and Enter to stop. Ctrl-C and Ctrl-D stop too; then nothing is stored.")

    def make_sure(self) -> None:
        """What speaks against the test today; one yes is enough."""
        if self.test.ask_first:
            self.say("", "First, so that the test does no harm:")
        for question in self.test.ask_first:
            if self.yes_or_no(question):
                raise _Left(
                    "Then leave this test out for now. Its questions can stay open. If something "
                    "worries you, ask a doctor or a physiotherapist."
                )

    def round(self, at: int) -> int:
        """One leg, side or count: its result."""
        self.say("", self.name(at))
        match self.test.measure:
            case "repetitions":
                return self.repetitions(self.question(at))
            case "hold":
                return self.hold(self.question(at))
            case "count":
                return self.count(self.question(at))
            case _:
                return sum(self.yes_or_no(fault) for fault in self.test.faults)

    def repetitions(self, question: Question) -> int:
        """Full repetitions to the beat, until Enter."""
        typed = self.start("Enter starts the beat", question)
        if typed is not None:
            return typed
        self.say("Enter stops. You can also type the number that you reached.")
        beat = 60 / (self.test.beats_per_minute or 60)
        per, began = self.test.beats_per_repetition, self.console.clock.now()
        most = int(_highest(question))
        for number in range(most * per):
            self.beat(number, per)
            line = self.line_until(began + (number + 1) * beat)
            if line is not None:
                return self.confirm(line, (number + 1) // per, question)
        return self.confirm("", most, question)

    def beat(self, number: int, per: int) -> None:
        """A beat rings, and says the repetition and what to do; without words only the first."""
        self.console.ring()
        repetition, within = divmod(number, per)
        if self.test.beat_words:
            self.say(f"{repetition + 1} {self.test.beat_words[within]}")
        elif within == 0:
            self.say(str(repetition + 1))

    def hold(self, question: Question) -> int:
        """Seconds until Enter, with a mark every ten."""
        typed = self.start("Enter starts the time", question)
        if typed is not None:
            return typed
        self.say("Enter stops the time.")
        began, most = self.console.clock.now(), int(_highest(question))
        for mark in range(_MARK_SECONDS, most + 1, _MARK_SECONDS):
            line = self.line_until(began + mark)
            if line is not None:
                seconds = int(self.console.clock.now() - began)
                return self.confirm(line, min(seconds, most), question)
            self.console.ring()
            self.say(count_of(mark, "second"))
        return self.confirm("", most, question)

    def count(self, question: Question) -> int:
        """What was counted in the time, made up to the question's unit."""
        seconds, times = self.test.seconds or 0, self.test.times
        typed = self.start(f"Enter starts {count_of(seconds, 'second')}", question, times)
        if typed is not None:
            return typed
        self.say("Count now.")
        self.console.ring()
        end = self.console.clock.now() + seconds
        while self.console.clock.now() < end:
            self.line_until(end)
        self.console.ring()
        self.say("Stop.")
        return self.number("How many did you count? ", None, question, times)

    def start(self, what: str, question: Question, times: int = 1) -> int | None:
        """Wait for Enter and count down; a number typed instead is the result."""
        prompt = f"{what}, or type the number if you have it already: "
        typed = self.number(prompt, -1, question, times)
        if typed >= 0:
            return typed
        while self.console.clock.wait(0) is not None:
            pass  # a second Enter, typed too soon, must not stop the test
        for left in range(self.test.countdown_seconds, 0, -1):
            self.say(str(left))
            self.line_until(self.console.clock.now() + 1)
        self.say("Go.")
        return None

    def confirm(self, line: str, result: int, question: Question) -> int:
        """The result as it was counted, or as the runner says it was."""
        typed = number_in(line)
        if typed is not None and self.fits(typed, question):
            return typed
        self.say(f"Stopped. The count is {result}.")
        return self.number(
            "Enter if that is right, or type the right number: ", result, question, 1
        )

    def number(self, prompt: str, default: int | None, question: Question, times: int) -> int:
        """A whole number, times what the test says; Enter alone gives the default."""
        while True:
            text = self.read(prompt)
            if not text and default is not None:
                return default
            typed = number_in(text)
            if typed is None:
                self.say("Error: type a whole number, like 12.")
            elif self.fits(typed, question, times):
                return typed * times

    def fits(self, typed: int, question: Question, times: int = 1) -> bool:
        """Whether the question takes what was typed so many times; says why where it does not."""
        found = read_answer(question, str(typed * times))
        if isinstance(found, Misfit):
            said = " ".join(in_words(question, found))
            if times > 1:  # the question's own hint is for who worked it out without the test
                made = f"you typed {typed}, and {times} times that is {typed * times}."
                said = f"{made} {accepted(question)}"
            self.say(f"Error: {said}")
        return not isinstance(found, Misfit)

    def rest(self) -> None:
        """A pause between rounds, which Enter ends."""
        if not self.test.rest_seconds:
            return
        end = self.console.clock.now() + self.test.rest_seconds
        self.say(f"Rest for {count_of(self.test.rest_seconds, 'second')}. Enter goes on at once.")
        while (left := round(end - self.console.clock.now())) > 0:
            until = end - max(0, left - _REST_MARK_SECONDS)
            if self.line_until(until) is not None:
                return
            if left > _REST_MARK_SECONDS:
                self.say(f"{left - _REST_MARK_SECONDS} seconds left.")
        self.console.ring()

    def answers(self, results: list[int]) -> dict[str, Answer]:
        """What the results answer, and what follows from having done the test."""
        found = {name: _answer(self.knowledge, name, text) for name, text in self.test.sets.items()}
        for name, value in zip(self.test.questions, self.kept(results), strict=True):
            found[name] = _answer(self.knowledge, name, str(value))
        return found

    def kept(self, results: list[int]) -> list[int]:
        """One value for each question."""
        match self.test.keep:
            case "each":
                return results
            case "worst":
                is_more_worse = self.question(0).worse == "higher"
                return [max(results) if is_more_worse else min(results)]
            case _:
                return [round(sum(results) / len(results))]

    def is_kept(self, results: list[int], answers: Answers) -> bool:
        """Show the result and ask whether to keep it."""
        self.say("", "Your result")
        if self.test.keep != "each":
            name = self.question(0).id
            for at, value in enumerate(results):
                self.say(f"{self.name(at)}: {_answer(self.knowledge, name, str(value)).shown}")
            worst = self.test.keep == "worst"
            self.say("The worse one counts." if worst else "The average counts.")
        for name in self.test.questions:
            self.say(f"{self.knowledge.questions[name].title}: {answers[name].shown}")
        while True:
            text = self.read("Enter keeps it, n leaves it out: ").lower()
            if text in _NO:
                self.say("The result is left out.")
            elif text and text not in _YES:
                self.say("Error: type n, or Enter alone.")
                continue
            return text not in _NO

    def yes_or_no(self, question: str) -> bool:
        self.say(question)
        while True:
            text = self.read("y or n: ").lower()
            if text in _YES | _NO:
                return text in _YES
            self.say("Error: type y for yes or n for no.")

    def read(self, prompt: str) -> str:
        while True:
            try:
                return self.heard(self.console.read(prompt))
            except UnicodeDecodeError:  # what was typed is not in the terminal's encoding
                self.say("Error: these characters cannot be read. Type the line again.")

    def line_until(self, moment: float) -> str | None:
        """The line that is typed before a moment, or None."""
        line = self.console.clock.wait(moment - self.console.clock.now())
        return None if line is None else self.heard(line)

    def heard(self, line: str) -> str:
        text = clean(line).strip()
        if text.lower() in _LEAVE:
            raise _Left("Stopped. Nothing of this test is stored.")
        return text

    def say(self, *lines: str) -> None:
        for line in lines:
            for piece in wrapped(line):
                self.console.write(piece)


def _answer(knowledge: Knowledge, name: str, text: str) -> Answer:
    found = read_answer(knowledge.questions[name], text)
    if isinstance(found, Misfit):  # the base was checked and the numbers were held to their range
        raise TypeError(found.message)
    return found


def _highest(question: Question) -> float:
    kind = question.kind
    return kind.highest if isinstance(kind, Number) else inf
