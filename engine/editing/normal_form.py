"""The usual form of a knowledge file: `surefoot kb fmt`.

Nothing is lost: a text whose meaning or comments would not be the same is left as it is.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import Problem, Source, UsageError
from ..loading.sections import shown_path
from ..source import Mapping, Node, Scalar, Sequence, read_file, read_text
from .field import Field
from .fields import PARTS, SECTIONS
from .files import knowledge_files
from .layout import field_lines, is_block
from .yaml_text import NotKeptError, comments_in, tidy

_MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Formatted:
    """What became of a file: its text before and after, and why it stays as it is if it must."""

    path: Path
    before: str
    after: str
    problems: tuple[Problem, ...] = ()


def formatted_files(folder: Path) -> Iterator[Formatted]:
    """Every file of a base with its text in the usual form; nothing is written.

    Raises:
        UsageError: if there is no such folder.
    """
    if not folder.is_dir():
        message = "there is no such folder"
        raise UsageError(Problem(code="US101", where=shown_path(folder), message=message))
    for path in knowledge_files(folder):
        reading = read_file(path, shown_path(path))
        source = reading.source
        if reading.node is None and reading.problems:
            yield Formatted(path, source.text, source.text, reading.problems)
            continue
        try:
            yield Formatted(path, source.text, normal_form(source))
        except NotKeptError:
            message = "the file is left as it is: some of it would be lost"
            problem = Problem(
                code="US102", where=source.name, message=message,
                fix="write what stands in brackets on lines of their own, then try again",
            )  # fmt: skip
            yield Formatted(path, source.text, source.text, (problem,))


def normal_form(source: Source) -> str:
    """The text of a file that can be read, in its usual form.

    Raises:
        NotKeptError: if its meaning or a comment would not be kept.
    """
    text = _ordered(source)
    for _ in range(_MOST_ROUNDS):  # what one round straightens may leave work for the next
        before, text = text, tidy(text)
        if text == before:
            break
    else:
        raise NotKeptError("it does not come to rest")
    if text == source.text:
        return text
    if _meaning(read_text(Source("", text)).node) != _meaning(read_text(source).node):
        raise NotKeptError("the meaning changes")
    if Counter(comments_in(source.text)) != Counter(comments_in(text)):
        raise NotKeptError("a comment changes")
    return text


def _ordered(source: Source) -> str:
    """The text with the fields of each entry in their usual order."""
    node = read_text(source).node
    lines = source.text.split("\n")
    for entry, fields in _entries(node):
        if is_block(entry):
            _order_fields(lines, entry, fields)
    return "\n".join(lines)


def _entries(root: Node | None) -> Iterator[tuple[Mapping, tuple[Field, ...]]]:
    """Every entry of a file, with the fields of its section."""
    for key, section in root.entries if isinstance(root, Mapping) else ():
        if key.text == "plan" and isinstance(section, Mapping):
            yield from _entries(section)
        elif key.text in SECTIONS and isinstance(section, Mapping):
            for _, entry in section.entries:
                if isinstance(entry, Mapping):
                    yield entry, SECTIONS[key.text]
        elif key.text == "answers" and isinstance(root, Mapping):  # a runner's file
            yield root, PARTS["runner"]


def _order_fields(lines: list[str], entry: Mapping, fields: tuple[Field, ...]) -> None:
    """Move the fields of one entry; one that is not known stays behind the one before it."""
    usual = {field.name: number for number, field in enumerate(fields)}
    places, last = [], -1
    for key, _ in entry.entries:
        last = usual.get(key.text, last)
        places.append(last)
    if places == sorted(places):
        return
    parts = field_lines(entry)
    order = sorted(range(len(parts)), key=places.__getitem__)
    moved = [line for one in order for line in lines[parts[one].first : parts[one].end]]
    lines[parts[0].first : parts[-1].end] = moved


def _meaning(root: Node | None) -> object:
    """What a file says; the order of the fields of an entry says nothing."""
    return _said(root, {id(entry) for entry, _ in _entries(root)})


def _said(node: Node | None, entries: set[int]) -> object:
    match node:
        case None:
            return None
        case Scalar(text, place, plain):  # nothing is there where no quotes say that a text is
            is_folded = place.source.line(place.line)[place.column - 1 :].startswith(">")
            text = re.sub(" +", " ", text).strip() if is_folded and not plain else text
            return (text, plain and text in {"", "null", "~"})
        case Sequence(items):
            return [_said(item, entries) for item in items]
        case Mapping(fields):
            said = [(key.text, _said(value, entries)) for key, value in fields]
            return dict(said) if id(node) in entries else said
