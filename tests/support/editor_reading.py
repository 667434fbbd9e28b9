"""A file as an editor reads it: by the types of YAML 1.2, where our loader keeps texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from surefoot.engine.errors import Source
from surefoot.engine.source import Mapping, Node, Scalar, Sequence, read_text

if TYPE_CHECKING:
    from pathlib import Path

_CONSTANTS = {"": None, "null": None, "~": None, "true": True, "false": False}
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


def as_editor_reads(path: Path) -> Any:
    """The file with numbers, yes as a text, and null."""
    return text_as_editor_reads(path.read_text(encoding="utf-8"))


def text_as_editor_reads(text: str) -> Any:
    """The text of a file with numbers, yes as a text, and null."""
    reading = read_text(Source("", text))
    assert reading.node is not None, reading.problems
    return _value(reading.node)


def _value(node: Node) -> Any:
    match node:
        case Sequence(items):
            return [_value(item) for item in items]
        case Mapping(entries):
            return {key.text: _value(value) for key, value in entries}
        case Scalar(text, _, plain):
            if not plain:
                return text
            if text.lower() in _CONSTANTS:
                return _CONSTANTS[text.lower()]
            if re.fullmatch("[-+]?[0-9]+", text):
                return int(text)
            return float(text) if _NUMBER.fullmatch(text) else text
