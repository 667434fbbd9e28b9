"""An answer in words: what was said, what it was converted to, and where it came from."""

from ..recorded import IMPORTED
from ..vocabulary import Answer, Number, Question, State, show_value

_ORIGINS = {
    "typed": "you typed it",
    "file": "from the answers file",
    IMPORTED: "read from your record",
    "supposed": "only supposed",
}


def told(question: Question, answer: Answer | None) -> str:
    """`you said 20 mi, read as 32.19 km; from the answers file`; says so where there is none.

    What a record shows nobody said: `32.4 km; read from your record: 9 runs, 9 to 22 November`.
    """
    if answer is None:
        return "not answered"
    if answer.state is not State.GIVEN:
        return f"you said: {answer.shown.lower()}; {origin(answer)}"
    read_as = converted(question, answer)
    middle = f", read as {read_as}" if read_as else ""
    said = "" if answer.source == IMPORTED else "you said "
    return f"{said}{answer.shown}{middle}; {origin(answer)}"


def converted(question: Question, answer: Answer) -> str:
    """What an answer in another unit was read as; empty where nothing was converted."""
    if answer.value is None or not isinstance(question.kind, Number):
        return ""
    own = show_value(question.kind, answer.value)
    return "" if own == answer.shown else own


def origin(answer: Answer) -> str:
    """Where an answer came from; of a record also how much of it, and from when."""
    if answer.basis is not None:
        return f"{_ORIGINS[IMPORTED]}: {answer.basis.shown}"
    return _ORIGINS.get(answer.source, answer.source)
