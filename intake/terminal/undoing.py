"""What was said so far, in the order in which it was said, and taking a piece of it back."""

from collections.abc import Iterator
from dataclasses import dataclass

from ...engine.vocabulary import Question
from ..interview.asking import Interview
from ..interview.log import Act, name_now

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


def taken_back(before: Interview, after: Interview, said: Said) -> str:
    """What an undo did."""
    was = before.answers[said.question.id].shown or "left out"
    now = after.answers.get(said.question.id)
    left = f"It is again: {now.shown or 'left out'}." if now else "The question is open again."
    return f"Taken back: {said.question.title}: {was}. {left} Your other answers stay."
