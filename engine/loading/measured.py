"""What only a question that takes a number can have: its usual slip, and how exact it is."""

from collections.abc import Iterator

from ..errors import Problem
from ..shape import QuestionShape
from ..vocabulary import Kind, Number
from .sections import Entry


def check_measured(entry: Entry[QuestionShape], kind: Kind) -> Iterator[Problem]:
    """What only numbers have stands at a number, and an error of measurement is more than none."""
    for field in ("refused", "measurement_error", "step"):
        node = entry.node.get(field)
        if node is not None and not isinstance(kind, Number):
            message = f"only a question that takes a number has `{field}:`"
            yield Problem(code="KB152", place=node.place, message=message, context=entry.context)
    for field, value, name, fix in (
        (
            "measurement_error", entry.shape.measurement_error, "an error of measurement",
            "leave the line out where answers are exact",
        ),
        ("step", entry.shape.step, "a step", "leave the line out for a step of 1"),
    ):  # fmt: skip
        node = entry.node.get(field)
        if node is not None and value is not None and value <= 0:
            message = f"{name} is more than 0"
            yield Problem(
                code="KB153", place=node.place, message=message, context=entry.context, fix=fix
            )
