"""Answers as the text of an answers file, which reads back the same."""

import re
import unicodedata
from collections.abc import Iterator

from .history import History, history_lines
from .knowledge import Knowledge
from .vocabulary import Answer, Answers, Misfit, Question, Several, read_answer

_PLAIN_WORD = re.compile(r"[A-Za-z0-9_]+")
_NO_CHARACTERS = "\ufffe\uffff"


def format_answers(
    answers: Answers,
    heading: str = "",
    history: History = (),
    knowledge: Knowledge | None = None,
) -> str:
    """The text of the file, with a comment above it if there is a heading.

    What a record shows stands beside the answers where `knowledge` says which of them it is.
    """
    lines = [f"# {' '.join(heading.split())}"] if heading else []
    recorded = [] if knowledge is None else [*_recorded_lines(answers, knowledge)]
    questions = {} if knowledge is None else knowledge.questions
    said = {
        name: answer
        for name, answer in answers.items()
        if answer.basis is None or name not in questions or not questions[name].records
    }
    lines.append("answers:" if said else "answers: {}")
    for name, answer in said.items():
        if isinstance(answer.value, frozenset):
            words = (_bare_or_quoted(word) for word in answer.entered.split(", "))
            lines.append(f"  {name}: [{', '.join(words)}]")
        else:
            lines.append(f"  {name}: {_quoted(answer.entered)}")
    lines += ["recorded:", *recorded] if recorded else []
    lines += history_lines(history)
    return "\n".join(lines) + "\n"


def _recorded_lines(answers: Answers, knowledge: Knowledge) -> Iterator[str]:
    """The lines of an answers file that read back as what a record shows."""
    for asked, twin in knowledge.recorded_by.items():
        answer = answers.get(twin)
        if answer is None or answer.basis is None:
            continue
        basis = answer.basis
        yield (
            f"  {asked}: {{value: {_quoted(answer.entered)}, source: imported, "
            f"window: {basis.first} to {basis.last}, n: {basis.count}, of: {basis.what}, "
            f"confidence: {basis.confidence.value}}}"
        )


def read_entered(question: Question, entered: str, source: str) -> Answer | Misfit:
    """What the text of an answer, kept from before, says to a question as it is now."""
    is_list = isinstance(question.kind, Several)
    return read_answer(question, entered.split(", ") if is_list else entered, source)


def _bare_or_quoted(word: str) -> str:
    return word if _PLAIN_WORD.fullmatch(word) else _quoted(word)


def _quoted(text: str) -> str:
    """The text in double quotes, where a YAML reader takes nothing for anything else."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    """A character for double quotes; one that reading would refuse leaves a sign for it."""
    if char in {'"', "\\"}:
        return f"\\{char}"
    if char.isprintable():
        return char
    if char in _NO_CHARACTERS or unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}:
        return "\ufffd"
    return f"\\U{ord(char):08x}"
