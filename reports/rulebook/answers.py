"""The answers that a question takes, in words."""

from typing import assert_never

from ...engine.units import DATE
from ...engine.vocabulary import Choice, Kind, Number, Several, Text, show_range

_MOST_NAMED = 4


def answers_in_words(kind: Kind) -> str:
    """What can be answered, shortly.

    >>> answers_in_words(Number(0, 14, "h")), answers_in_words(Choice({"no": "No", "yes": "Yes"}))
    ('0 to 14 hours', 'No, Yes')
    """
    match kind:
        case Number(lowest, highest, unit):
            if lowest == float("-inf") or highest == float("inf"):
                return f"a number of {unit}" if unit else "a number"
            return "a day" if unit == DATE else show_range(kind)
        case Choice(labels):
            if len(labels) > _MOST_NAMED:
                return f"one of {len(labels)}"
            return ", ".join(labels.values())
        case Several(labels):
            return f"any of {len(labels)}"
        case Text(longest):
            return f"text of up to {longest} characters"
        case _:
            assert_never(kind)
