"""Answers as the text of an answers file, which reads back the same."""

import re
import unicodedata

from .history import History, history_lines
from .vocabulary import Answer, Answers, Misfit, Question, Several, read_answer

_PLAIN_WORD = re.compile(r"[A-Za-z0-9_]+")
_NO_CHARACTERS = "\ufffe\uffff"


def format_answers(answers: Answers, heading: str = "", history: History = ()) -> str:
    """The text of the file, with a comment above it if there is a heading."""
    lines = [f"# {' '.join(heading.split())}"] if heading else []
    lines.append("answers:" if answers else "answers: {}")
    for name, answer in answers.items():
        if isinstance(answer.value, frozenset):
            words = (_bare_or_quoted(word) for word in answer.entered.split(", "))
            lines.append(f"  {name}: [{', '.join(words)}]")
        else:
            lines.append(f"  {name}: {_quoted(answer.entered)}")
    lines += history_lines(history)
    return "\n".join(lines) + "\n"


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
