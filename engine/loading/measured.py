"""What only a question that takes a number can have: its usual slip, and how exact it is."""

from collections.abc import Iterator

from ..errors import Problem
from ..shape import QuestionShape
from ..vocabulary import Kind, Number
from .sections import Entry


def check_measured(entry: Entry[QuestionShape], kind: Kind) -> Iterator[Problem]:
    """What only numbers have stands at a number, and an error of measurement is more than none."""
    for field in ("refused", "measurement_error"):
        node = entry.node.get(field)
        if node is not None and not isinstance(kind, Number):
            message = f"only a question that takes a number has `{field}:`"
            yield Problem(code="KB152", place=node.place, message=message, context=entry.context)
    error = entry.shape.measurement_error
    node = entry.node.get("measurement_error")
    if node is not None and error is not None and error <= 0:
        message = "an error of measurement is more than 0"
        fix = "leave the line out where answers are exact"
        yield Problem(
            code="KB153", place=node.place, message=message, context=entry.context, fix=fix
        )
