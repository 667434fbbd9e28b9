"""What a record shows, line by line, and taking it at once or only some of it."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    old = is_old(interview, today)
    lines.say(LATER, f"To say it yourself, type it behind its number, like {_example(listed)}.")
    said, own = interview, set[int]()  # with the own answers of earlier lines
    named = set[int]()  # the numbers typed alone
    missed = set[int]()  # those whose own answer is none: left out
    every = set(range(1, len(listed) + 1))
    while True:
        text = lines.ask(_prompt(len(listed), is_old=old))
        key = None if text.lower() in _NONE else key_of(text)
        match key:
            case Key.BACK | Key.SAVE | Key.SO_FAR | Key.UNDO:
                return Chosen(said, key)
            case Key.HELP:
                lines.say(*key_lines())
                continue
            case _:
                pass
        if text.lower() in _NONE | _ALL:
            taken = every if text.lower() in _ALL else set[int]()
            return _done(said, lines, listed, taken - own - missed, own)
        typed = _typed(text)
        errors = [f"there is nothing to do for '{clip(one)}'." for one in typed.other]
        for number in typed.numbers:
            if number in every:
                named.add(number)
            else:
                errors.append(f"there is no number '{number}' here.")
        for number, words in typed.answers:
            if number not in every:
                errors.append(f"there is no number '{number}' here.")
                continue
            step = _said(said, listed[number - 1], words)
            if step.interview is said:
                missed.add(number)
                errors.append(f"{number}. {step.says.removeprefix('Error: ')}")
            else:
                said = step.interview
                own.add(number)
                missed.discard(number)
                lines.say(f"{number}. {listed[number - 1].title}: {step.says}")
        if not errors:
            taken = named if old else every - named
            return _done(said, lines, listed, taken - own - missed, own)
        for one in errors[:-1]:
            lines.error(one)
        choice = "taken" if old else "left out"
        lines.error(errors[-1], f"1 to {len(listed)} can be {choice}.")
        if missed:
            numbers = join_words([str(one) for one in sorted(missed)], "and")
            lines.say(f"Left out for now: {numbers}. Type it anew, or it is asked later.")
        if named - own:
            numbers = join_words([str(one) for one in sorted(named - own)], "and")
            lines.say(f"Noted, to be {choice}: {numbers}.")


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


def _done(
    interview: Interview, lines: Lines, listed: Sequence[Question], taken: set[int], own: set[int]
) -> Chosen:
    """The interview with these numbers taken, and what is said of it."""
    after = interview.take_recorded([listed[number - 1].id for number in taken])
    if taken:
        lines.say(f"Taken: {count_of(len(taken), 'answer')} from your record.")
    elif not own:
        lines.say("Nothing is taken. Each value stands beside its question.")
    left = len(listed) - len(taken) - len(own)
    if left and (taken or own):
        lines.say(f"Left out: {left}. What was left out is asked later.")
    return Chosen(after)
