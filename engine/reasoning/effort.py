"""How long it takes to answer: rough seconds, to weigh one question against another."""

from typing import assert_never

from ..knowledge import Knowledge
from ..vocabulary import Choice, Number, Several, Text

# Our own estimates: to read a question and choose, to recall a number, to go through a list.
_CHOICE_SECONDS = 8
_NUMBER_SECONDS = 12
_LIST_SECONDS = 15
_MINUTE = 60


def seconds_to_answer(knowledge: Knowledge, name: str) -> int:
    """About how many seconds a question takes; one of a test at home takes the whole test."""
    for test in knowledge.home_tests.values():
        if name in test.questions and test.minutes:
            return test.minutes * _MINUTE
    kind = knowledge.questions[name].kind
    match kind:
        case Choice():
            return _CHOICE_SECONDS
        case Number() | Text():
            return _NUMBER_SECONDS
        case Several():
            return _LIST_SECONDS
        case _:
            assert_never(kind)
