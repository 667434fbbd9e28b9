"""Answers files: writing so that nothing is lost, and reads back the same.

Reading them is `engine.answers`, because the questions type the answers.
"""

import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from ..engine.answers import AnswersFile, answers_from, not_applying, read_answers
from ..engine.errors import Problem, UsageError
from ..engine.vocabulary import Answer

__all__ = [
    "AnswersFile",
    "answers_from",
    "format_answers",
    "not_applying",
    "read_answers",
    "write_private",
]

_PLAIN_WORD = re.compile(r"[A-Za-z0-9_]+")
_NO_CHARACTERS = "\ufffe\uffff"


def format_answers(answers: Mapping[str, Answer], heading: str = "") -> str:
    """The answers as the text of an answers file that reads back the same."""
    lines = [f"# {' '.join(heading.split())}"] if heading else []
    lines.append("answers:" if answers else "answers: {}")
    for name, answer in answers.items():
        if isinstance(answer.value, frozenset):
            words = (_bare_or_quoted(word) for word in answer.entered.split(", "))
            lines.append(f"  {name}: [{', '.join(words)}]")
        else:
            lines.append(f"  {name}: {_quoted(answer.entered)}")
    return "\n".join(lines) + "\n"


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


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that only its owner can read, replacing an older one whole or not at all.

    Raises:
        UsageError: if the place cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".surefoot-")
        try:
            with os.fdopen(handle, "wb") as stream:  # mkstemp makes it 0600
                stream.write(content.encode() if isinstance(content, str) else content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or "the system refused"
        message = f"the file cannot be written: {reason}"
        raise UsageError(Problem(code="US102", where=str(path), message=message)) from None
