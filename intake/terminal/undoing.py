"""What was said so far, in the order in which it was said, and taking a piece of it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ...engine.vocabulary import Question
from ..interview.asking import Interview
from ..interview.log import Act, name_now
from ..spoken import GO, key_lines
from ..typed import Key, clip, key_of, number_in
from .lines import Lines

_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that stands, and its place in the log."""

    place: int
    question: Question
    shown: str


def said_so_far(interview: Interview) -> tuple[Said, ...]:
    """The answers that stand, the last one said last."""
    last: dict[str, int] = {}
    for place, entry in enumerate(interview.log):
        name = name_now(entry, interview.knowledge)
        if entry.act in {Act.ANSWER, Act.TAKE_BACK}:
            last.pop(name, None)
        if entry.act is Act.ANSWER:
            last[name] = place
    return tuple(
        Said(place, interview.knowledge.questions[name], interview.answers[name].shown)
        for name, place in last.items()
        if name in interview.answers
    )


def said_lines(said: tuple[Said, ...], *, is_whole: bool) -> Iterator[str]:
    """The last answers, or all, numbered as they were said."""
    first = 0 if is_whole else max(0, len(said) - _MOST_LISTED)
    yield from ("", "What you said so far, the last answer at the end")
    if first:
        yield f"1 to {first} came before these; l lists them too."
    for number, one in enumerate(said[first:], start=first + 1):
        yield f"{number}. {one.question.title}: {one.shown or 'left out'}"


def choose_said(said: tuple[Said, ...], lines: Lines) -> Said | Literal[Key.SAVE] | None:
    """The answer to take back; None for none of them, and the key if the runner stops."""
    lines.say(*said_lines(said, is_whole=False))
    while True:
        text = lines.ask("Number of the answer to take back, or Enter for none: ")
        number, key = number_in(text), key_of(text)
        if number is not None and 1 <= number <= len(said):
            return said[number - 1]
        match key:
            case Key.SAVE:
                return Key.SAVE
            case Key.HELP:
                lines.say(*key_lines())
            case Key.LATER:  # the letter l, here for the list
                lines.say(*said_lines(said, is_whole=True))
            case _ if not text or key is Key.BACK:
                return None
            case _:
                lines.error(f"there is no answer '{clip(text)}'.", f"Type 1 to {len(said)}.")


def taken_back(before: Interview, after: Interview, said: Said) -> str:
    """What an undo did."""
    was = before.answers[said.question.id].shown or "left out"
    now = after.answers.get(said.question.id)
    left = f"It is again: {now.shown or 'left out'}." if now else "The question is open again."
    return f"Taken back: {said.question.title}: {was}. {left} Your other answers stay."


def withdraws(interview: Interview, lines: Lines) -> bool:
    """Whether the runner takes back a sign that needs help at once, asked once more."""
    route = GO.get(interview.now.urgent()[0].warn.route, "")
    lines.say("A moment ago you marked a sign that needs help at once.")
    lines.say(f"If you might have it: {route}")
    said = lines.ask("Enter asks the question again; x leaves it out anyway: ")
    return said.lower().removeprefix("/") == "x"
