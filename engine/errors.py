"""What can go wrong, said to the person who can mend it.

A `Problem` is one finding with its place; errors carry all problems found at once.
`cli.py` catches them for people, `check` to go on with the next file. The codes and
names are in `problem_codes`.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, Literal

from .problem_codes import NAMES
from .spelling import slips_between

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "info"]

MOST_SHOWN_PER_FILE = 20


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read, under the name by which its reader knows it."""

    name: str
    text: str = field(repr=False, default="")

    def line(self, number: int) -> str:
        """The line with this number (from 1), empty where the text ends before it."""
        lines = _lines(self.text)
        return lines[number - 1] if 0 < number <= len(lines) else ""


@lru_cache(maxsize=64)
def _lines(text: str) -> list[str]:
    """Kept, because a check looks at the lines of a file thousands of times."""
    return text.split("\n")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: line and column count characters from 1."""

    source: Source
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"

    def shifted(self, columns: int, width: int = 1) -> "Place":
        """The place some columns further on the same line."""
        return Place(self.source, self.line, self.column + columns, width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding: what is wrong, where, in what, and how to mend it.

    `where` names what has no line: a question, a file that cannot be read. `subject` is the
    id of the entry that the finding is about, where there is one.
    """

    code: str
    message: str
    place: Place | None = None
    where: str = ""
    severity: Severity = "error"
    context: tuple[str, ...] = ()
    why: str = ""
    also: Place | None = None
    fix: str = ""
    subject: str = ""

    @property
    def name(self) -> str:
        """The code's name in words, like `unknown-question`."""
        return NAMES[self.code]


class SurefootError(Exception):
    """An error that a person can act on; `problems` says all that was found."""

    exit_code: ClassVar[int] = 2
    is_for_authors: ClassVar[bool] = False

    def __init__(self, *problems: Problem) -> None:
        """Takes the problems, at least one."""
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return format_problems(self.problems, more=self.is_for_authors)


class UsageError(SurefootError):
    """What was asked for on the command line cannot be done."""

    exit_code = 2


class KnowledgeError(SurefootError):
    """The knowledge base cannot be loaded."""

    exit_code = 3
    is_for_authors = True


class AnswersError(SurefootError):
    """The runner's answers cannot be read."""

    exit_code = 4


def did_you_mean(word: str, known: "Iterable[str]") -> str:
    """The known word that was probably meant, or an empty string.

    The closest by spelling, at most two slips away (one in a short word); else the one whose
    last part is the same.

    >>> did_you_mean("slepe.hours", ["sleep.hours", "sleep.quality"])
    'sleep.hours'
    """
    candidates = sorted(set(known) - {word})
    slips = ((slips_between(word, one), one) for one in candidates)
    close = [(count, one) for count, one in slips if count is not None]
    if close:  # letters the wrong way round are likelier than wrong letters
        return min(close, key=lambda found: (found[0], sorted(found[1]) != sorted(word)))[1]
    last = word.rpartition(".")[2]
    same_last = [one for one in candidates if one.rpartition(".")[2] == last]
    return same_last[0] if last and len(same_last) == 1 else ""


def join_words(words: "Iterable[str]", last: str = "or") -> str:
    """The words as they stand in a sentence.

    >>> join_words(["poor", "fair", "good"])
    'poor, fair or good'
    """
    listed = list(words)
    if len(listed) <= 1:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def format_problem(problem: Problem, *, more: bool = False) -> str:
    """The problem as several lines: place, sentence, the line with a caret, fix.

    With `more` it says where more is told about its code.
    """
    place = str(problem.place) if problem.place else problem.where
    head = f"{problem.severity} {problem.code} {problem.name}: {problem.message}"
    lines = [f"{place}: {head}" if place else head]
    if problem.place and problem.place.source.text:
        lines += _snippet(problem.place)
    if problem.context:
        lines.append(f"  in: {' › '.join(problem.context)}")
    if problem.why:
        lines.append(_below("why", problem.why))
    if problem.also:
        lines.append(f"  also: {problem.also}{_line_at(problem.also)}")
    if problem.fix:
        lines.append(_below("fix", problem.fix))
    if more:
        lines.append(f"  more: surefoot kb explain {problem.code}")
    return "\n".join(lines)


def format_problems(problems: "Iterable[Problem]", *, more: bool = False) -> str:
    """All problems, sorted by place, at most 20 a file, then how many more.

    With `more` the first one of each code says where more is told about it.
    """
    blocks, told = [], set()
    for name, group in groupby(sorted_by_place(problems), key=lambda one: _order(one)[0]):
        of_file = list(group)
        for one in of_file[:MOST_SHOWN_PER_FILE]:
            blocks.append(format_problem(one, more=more and one.code not in told))
            told.add(one.code)
        hidden = len(of_file) - MOST_SHOWN_PER_FILE
        if hidden > 0:
            blocks.append(f"… and {hidden} more in {name}")
    return "\n".join(blocks)


def sorted_by_place(problems: "Iterable[Problem]") -> list[Problem]:
    """The problems in the order of files, lines and columns."""
    return sorted(problems, key=_order)


def _below(name: str, text: str) -> str:
    """A text of several lines, the later ones under the first."""
    first, *others = text.split("\n")
    margin = " " * len(f"  {name}: ")
    return "\n".join([f"  {name}: {first}", *(f"{margin}{line}".rstrip() for line in others)])


def _line_at(place: Place) -> str:
    line = place.source.line(place.line).strip()
    return f" | {_shorten(line)}" if line else ""


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    place = problem.place
    if place is None:
        return (problem.where, 0, 0, problem.code, problem.message)
    return (place.source.name, place.line, place.column, problem.code, problem.message)


def _snippet(place: Place) -> list[str]:
    first = max(1, place.line - 2)
    shown = [(number, place.source.line(number)) for number in range(first, place.line + 1)]
    margin = len(str(place.line))
    lines = [f"  {number:>{margin}} | {_shorten(text)}" for number, text in shown]
    text = place.source.line(place.line)
    width = max(1, min(place.width, len(text) - place.column + 1, 100))
    if place.column <= 160:  # noqa: PLR2004  (further right the line is cut)
        lines.append(f"  {' ' * margin} | {' ' * (place.column - 1)}{'^' * width}")
    return lines


def _shorten(line: str) -> str:
    """The line as a terminal can show it: cut, and without characters that do something."""
    shown = line if len(line) <= 200 else line[:199] + "…"  # noqa: PLR2004
    if shown.isascii() and shown.isprintable():
        return shown
    return "".join(char if char.isprintable() or char == "\u00a0" else "�" for char in shown)
