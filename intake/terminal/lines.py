"""Reading and writing lines, and how an interview ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ...engine.history import History
from ...engine.vocabulary import Answers
from ..clock import Clock
from ..home_test import Console
from ..spoken import wrapped
from ..typed import clean

Reason = Literal["finished", "saved", "urgent", "stopped"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the interview ended.

    `finished`: all is answered and checked. `saved`: the runner stops for now. `urgent`:
    an answer needs help at once. `stopped`: the base is not made for this person. `history` are the
    weeks of the record.
    """

    answers: Answers
    reason: Reason
    history: History = ()


@dataclass(frozen=True, slots=True)
class Tester:
    """What a test at home needs beside lines: a clock, and something that rings."""

    clock: Clock
    ring: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Lines:
    """Where lines come from and go to.

    `read` shows a prompt and gives the line that was typed, like `input`; EOFError and
    KeyboardInterrupt are passed on. `write` prints one line.
    """

    read: Callable[[str], str]
    write: Callable[[str], object]

    def say(self, *lines: str) -> None:
        """Print lines, each in pieces that fit."""
        for line in lines:
            for piece in wrapped(line):
                self.write(piece)

    def error(self, message: str, fix: str = "") -> None:
        """Say what is wrong, and the way out."""
        self.say(f"Error: {message} {fix}".rstrip())

    def ask(self, prompt: str) -> str:
        """The line that is typed, without what a keyboard sends and nobody means."""
        while True:
            try:
                return clean(self.read(prompt)).strip()
            except UnicodeDecodeError:  # what was typed is not in the terminal's encoding
                self.error("these characters cannot be read.", "Type the line again without them.")
                self.say("")

    def console(self, tester: Tester) -> Console:
        """The same lines for a test at home."""
        return Console(self.read, self.write, tester.ring, tester.clock)
