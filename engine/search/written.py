"""A runner that was found, as answers and as text that can stand in a file."""

import re
from collections.abc import Mapping

from ..condition import Value
from ..knowledge import Knowledge
from ..units import DATE, show_number
from ..vocabulary import Answer, Misfit, Number, Question, Several, read_answer

Runner = Mapping[str, Value]


def answers_of(knowledge: Knowledge, runner: Runner) -> dict[str, Answer]:
    """The runner's answers, read from the text that they would be written as."""
    answers = {}
    for name, value in runner.items():
        found = read_answer(knowledge.questions[name], texts_of(knowledge.questions[name], value))
        if isinstance(found, Misfit):
            raise TypeError(f"{name}: {value!r} is no answer: {found.message}")
        answers[name] = found
    return answers


def written(knowledge: Knowledge, runner: Runner) -> str:
    """The runner as it can stand behind `given:`, in the order of the questions.

    `{recovery.sleep_hours: 6.5, symptom.sites: [shin]}`
    """
    parts = []
    for name, question in knowledge.questions.items():
        if name in runner:
            texts = texts_of(question, runner[name])
            shown = texts if isinstance(texts, str) else f"[{', '.join(texts)}]"
            parts.append(f"{name}: {shown}")
    return f"{{{', '.join(parts)}}}"


def texts_of(question: Question, value: Value) -> str | list[str]:
    """A typed value as the text that gives it: `5:30` for a pace, a list for several answers."""
    match question.kind, value:
        case Several(labels), frozenset():
            return [word for word in labels if word in value]
        case Number(_, _, "s/km"), float() if value == int(value):
            return f"{int(value) // 60}:{int(value) % 60:02d}"
        case Number(unit=unit), float() if unit == DATE:
            return show_number(value, unit)
        case Number(), float():
            return re.sub(r"\.?0+$", "", f"{value:.9f}")
        case _:
            return str(value)
