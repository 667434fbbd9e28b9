"""What a record shows, line by line, and taking it at once or only some of it."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...engine.days import show_span
from ...engine.errors import join_words
from ...engine.vocabulary import Number, Question
from ..interview.asking import Interview
from ..interview.confirming import LATER, Recorded, is_old, opening_of, what_is_recorded
from ..interview.record import stands_on
from ..spoken import count_of, key_lines
from ..typed import Key, accepted, clip, key_of
from .answering import Step, answer_dont_know, answer_typed, answer_with, noted
from .lines import Lines

_NUMBERS = re.compile(r"[\d\s,;.)]*\d[\d\s,;.)]*")
_OWN = re.compile(r"(?:^|(?<=[\s,]))(\d{1,4})\s*=")  # what stands before an own answer
_NONE = {"n", "no", "none"}
_ALL = {"a", "all"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The interview after the list; `key` leads elsewhere, and then the list is not done."""

    interview: Interview
    key: Key | None = None


def recorded_lines(interview: Interview, today: datetime.date, day_before: str) -> Iterator[str]:
    """All that the record shows: first what can be taken, numbered; then what is settled."""
    found = what_is_recorded(interview)
    days = interview.record.days
    yield from ("", f"What your record shows{f', {show_span(*days)}' if days else ''}")
    yield from opening_of(interview, today, day_before)
    for number, one in enumerate(_open(found), start=1):
        yield f"{number}. {one.question.title}: {_shown(one)}"
    for one in found:
        if one.said is not None and not one.is_taken and not one.is_open:
            said = one.said.shown or "left out"
            yield (
                f"You said otherwise, and that stays: {one.question.title}: {said}. "
                f"Your record shows {_shown(one)}."
            )
    taken = sum(one.is_taken for one in found)
    if taken:
        are = "is" if taken == 1 else "are"
        yield f"{count_of(taken, 'value')} {are} among your answers already."


def choose_recorded(
    interview: Interview, lines: Lines, today: datetime.date, day_before: str = ""
) -> Chosen:
    """What the runner takes, says otherwise or leaves out, or where a key leads.

    Numbers alone are left out. Of a record that is old they are what is taken, and Enter takes
    nothing. What fits of a line stays noted when another part of it does not.
    """
    listed = [one.question for one in _open(what_is_recorded(interview))]
    lines.say(*recorded_lines(interview, today, day_before))
    if not listed:
        lines.say("There is nothing more to take.")
        return Chosen(interview)
    choice = _Choice(interview, listed, is_old=is_old(interview, today))
    lines.say(LATER, f"To say it yourself, type it behind its number, like {_example(listed)}.")
    while True:
        text = lines.ask(_prompt(len(listed), is_old=choice.is_old))
        key = None if text.lower() in _NONE else key_of(text)
        if key in {Key.BACK, Key.SAVE, Key.SO_FAR, Key.UNDO}:
            return Chosen(choice.interview, key)
        if key is Key.HELP:
            lines.say(*key_lines())
            continue
        if text.lower() in _NONE | _ALL:
            choice.take_or_leave_all(take=text.lower() in _ALL)
            errors = []
        else:
            errors = choice.read(_typed(text), lines)
        if not errors:
            return Chosen(choice.done(lines))
        for one in errors:
            lines.error(one)
        lines.say(*choice.so_far())


@dataclass(slots=True)
class _Choice:
    """The list while it is chosen from; what was typed and fits stays from line to line.

    `interview` has the own answers. `named` are the numbers typed alone: those to leave out, or to
    take where the record is old. `missed` had an own answer that is none: they are left out.
    """

    interview: Interview
    listed: Sequence[Question]
    is_old: bool
    named: set[int] = field(default_factory=set)
    own: set[int] = field(default_factory=set)
    missed: set[int] = field(default_factory=set)

    @property
    def every(self) -> set[int]:
        """All numbers."""
        return set(range(1, len(self.listed) + 1))

    @property
    def taken(self) -> set[int]:
        """The numbers that are taken as things stand."""
        taken = self.named if self.is_old else self.every - self.named
        return taken - self.own - self.missed

    def take_or_leave_all(self, *, take: bool) -> None:
        """All that has no own answer, or nothing."""
        self.named = self.every if take == self.is_old else set()

    def read(self, typed: "_Typed", lines: Lines) -> list[str]:
        """Note all that fits of a line, and say the own answers; what does not, in sentences."""
        wrong = [f"'{clip(one)}' is no number of this list." for one in typed.other]
        numbers = [*typed.numbers, *(number for number, _ in typed.answers)]
        wrong += [f"there is no number '{one}' here." for one in numbers if one not in self.every]
        if wrong:
            wrong[-1] += f" 1 to {len(self.listed)} can be {self._verb}."
        self.named |= self.every.intersection(typed.numbers)
        for number, words in typed.answers:
            if number in self.every:
                wrong += self._answer(number, words, lines)
        return wrong

    def _answer(self, number: int, words: str, lines: Lines) -> list[str]:
        question = self.listed[number - 1]
        step = _said(self.interview, question, words)
        if step.interview is self.interview:
            self.missed |= {number} - self.own
            return [f"{number}, {question.title}: {step.says.removeprefix('Error: ')}"]
        self.interview = step.interview
        self.own.add(number)
        self.missed.discard(number)
        lines.say(f"{number}. {question.title}: {step.says}")
        return []

    @property
    def _verb(self) -> str:
        return "taken" if self.is_old else "left out"

    def so_far(self) -> Iterator[str]:
        """What stays noted of a line that did not fit as a whole."""
        if missed := self.missed:
            yield f"Left out for now: {_numbers(missed)}. Type it anew, or it is asked later."
        if named := self.named - self.own:
            yield f"Noted, to be {self._verb}: {_numbers(named)}."

    def done(self, lines: Lines) -> Interview:
        """The interview with what is taken; says how many that are."""
        taken, own = self.taken, len(self.own)
        if taken:
            lines.say(f"Taken: {count_of(len(taken), 'answer')} from your record.")
        elif not own:
            lines.say("Nothing is taken. Each value stands beside its question.")
        left = len(self.listed) - len(taken) - own
        if left and (taken or own):
            lines.say(f"Left out, to be asked later: {left}.")
        return self.interview.take_recorded([self.listed[one - 1].id for one in taken])


def take_one(interview: Interview, question: Question) -> Step:
    """The answer that the record shows of a question."""
    return noted(interview.with_answer(question, interview.recorded[question.id]), question)


def _open(found: Sequence[Recorded]) -> list[Recorded]:
    return [one for one in found if one.is_open]


def _shown(one: Recorded) -> str:
    before = f" (last time: {one.before.shown or 'left out'})" if one.before else ""
    older = f" (an older record said {one.said.shown})" if one.said and one.is_open else ""
    basis = stands_on(one.value.basis)
    return f"{one.value.shown}{f', {basis}' if basis else ''}{older or before}"


def _prompt(many: int, *, is_old: bool) -> str:
    if is_old:
        return "Enter takes none; or type the numbers to take, or a for all: "
    every = f"all {many}; or type the numbers to leave out" if many > 1 else "it"
    return f"Enter takes {every}, or n for none: "


def _example(listed: Sequence[Question]) -> str:
    """What an own answer looks like, by a distance of the list where there is one."""
    for number, one in enumerate(listed, start=1):
        if isinstance(one.kind, Number) and one.kind.unit == "km":
            return f"{number}=45 km"
    return "1=your answer"


@dataclass(frozen=True, slots=True)
class _Typed:
    """The parts of a line: numbers alone, numbers with an own answer, and what is neither."""

    numbers: tuple[int, ...]
    answers: tuple[tuple[int, str], ...]
    other: tuple[str, ...]


def _typed(text: str) -> _Typed:
    """`1, 4, 5=45 km` in its parts; numbers alone stand before the answers, or behind a `;`."""
    numbers: list[int] = []
    answers: list[tuple[int, str]] = []
    other: list[str] = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        alone, *said = _OWN.split(part)
        if _NUMBERS.fullmatch(alone):
            numbers += [int(one) for one in re.findall(r"\d+", alone)]
        elif alone.strip(" ,"):
            other.append(alone.strip())
        pairs = zip(said[::2], said[1::2], strict=True)
        answers += [(int(number), words.strip(" ,")) for number, words in pairs]
    return _Typed(tuple(numbers), tuple(answers), tuple(other))


def _said(interview: Interview, question: Question, words: str) -> Step:
    """An own answer, read as at the question itself; the keys that answer it do so here too."""
    match key_of(words, question):
        case Key.DONT_KNOW:
            return answer_dont_know(interview, question)
        case Key.DECLINE:
            return answer_with(interview, question, "prefer not to say")
        case _ if not words:
            return Step(interview, f"Error: there is no answer. {accepted(question)}")
        case _:
            return answer_typed(interview, question, words)


def _numbers(numbers: set[int]) -> str:
    return join_words([str(one) for one in sorted(numbers)], "and")
