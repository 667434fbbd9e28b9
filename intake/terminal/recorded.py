"""What a record shows, line by line, and taking it at once or only some of it."""

import re
from collections.abc import Iterator, Sequence

from ...engine.days import show_span
from ...engine.vocabulary import Question
from ..interview.asking import Interview
from ..interview.confirming import Recorded, what_is_recorded
from ..interview.record import stands_on
from ..spoken import count_of, key_lines
from ..typed import Key, clip, key_of
from .answering import Step, noted
from .lines import Lines

_NUMBERS = re.compile(r"[\d\s,;.)]*\d[\d\s,;.)]*")
_NONE = {"n", "no", "none"}


def recorded_lines(interview: Interview) -> Iterator[str]:
    """All that the record shows: first what can be taken, numbered; then what is settled."""
    found = what_is_recorded(interview)
    days = interview.record.days
    yield from ("", f"What your record shows{f', {show_span(*days)}' if days else ''}")
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


def choose_recorded(interview: Interview, lines: Lines) -> Interview | Key:
    """The interview after what the runner takes; a key that leads elsewhere."""
    titles = [one.question.id for one in _open(what_is_recorded(interview))]
    lines.say(*recorded_lines(interview))
    if not titles:
        lines.say("There is nothing more to take.")
        return interview
    many = f"all {len(titles)}; or type the numbers to leave out"
    while True:
        text = lines.ask(f"Enter takes {many if len(titles) > 1 else 'it'}, or n for none: ")
        left_out = _left_out(text, len(titles))
        if left_out is not None:
            names = [name for at, name in enumerate(titles, start=1) if at not in left_out]
            after = interview.take_recorded(names)
            lines.say(_taken(len(names)))
            return after
        key = key_of(text)
        match key:
            case Key.BACK | Key.SAVE | Key.SO_FAR | Key.UNDO:
                return key
            case Key.HELP:
                lines.say(*key_lines())
            case _:
                fix = f"1 to {len(titles)} can be left out."
                lines.error(f"there is no number '{clip(text)}' here.", fix)


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


def _left_out(text: str, many: int) -> set[int] | None:
    """The numbers to leave out; None where the text is something else."""
    if not text:
        return set()
    if text.lower() in _NONE:
        return set(range(1, many + 1))
    numbers = {int(one) for one in re.findall(r"\d+", text)} if _NUMBERS.fullmatch(text) else set()
    return numbers if numbers and numbers <= set(range(1, many + 1)) else None


def _taken(many: int) -> str:
    if not many:
        return "Nothing is taken. Each value stands beside its question."
    return f"Taken: {count_of(many, 'answer')} from your record. You can change each one later."
