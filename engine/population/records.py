"""What a watch recorded of made-up runners: near what they said, for those who have a record.

It is drawn apart from the answers, so that these are the same with and without records.
"""

from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Final

from ..condition import Value
from ..knowledge import Knowledge
from ..search import texts_of
from ..vocabulary import Answer, Answers, Choice, Misfit, Number, Question, read_answer

HAVE_A_RECORD: Final = 0.3  # of all runners
_RECORDED: Final = 0.8  # of the questions that a record can answer
_AS_SAID: Final = 0.5  # of what is recorded; the rest differs by about
_SPREAD: Final = 0.15
_REMEMBERED: Final = 100_000  # recorded values that are not read again
_SOURCE: Final = "file"  # as all answers of made-up runners are when read back


def recorded_values(knowledge: Knowledge) -> Callable[[Answers, int], dict[str, Answer]]:
    """What gives the recorded values of a runner with these answers, by a seed; often none."""
    recorded_by = knowledge.recorded_by
    read = lru_cache(_REMEMBERED)(lambda name, value: _read(knowledge.questions[name], value))

    def values(said: Answers, seed: int) -> dict[str, Answer]:
        chance = Random(f"record {seed}")  # noqa: S311  (nothing is kept secret with it)
        if not recorded_by or chance.random() >= HAVE_A_RECORD:
            return {}
        return {
            record: read(record, value)
            for asked, record in recorded_by.items()
            if chance.random() < _RECORDED
            and (value := _recorded(knowledge.questions[record], said.get(asked), chance))
            is not None
        }

    return values


def _recorded(question: Question, said: Answer | None, chance: Random) -> Value | None:
    """Near what was said; nothing of what was not answered."""
    value = None if said is None else said.value
    is_as_said = chance.random() < _AS_SAID
    match question.kind:
        case Number(lowest, highest) if isinstance(value, float):
            if is_as_said:
                return value
            moved = round(value * chance.gauss(1.0, _SPREAD), 1)
            return min(max(moved, lowest), highest)
        case Choice(labels) if isinstance(value, str):
            return value if is_as_said else chance.choice([*labels])
        case _:
            return None


def _read(question: Question, value: Value) -> Answer:
    read = read_answer(question, texts_of(question, value), _SOURCE)
    if isinstance(read, Misfit):
        raise TypeError(f"{question.id} was recorded as {value}: {read.message}")
    return read
