"""Which lines of a file an entry and its fields take, with the comments that belong to them."""

import re
from dataclasses import dataclass

from ..source import Mapping

_CLOSING = ("]", "}", "- ")


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a file from `first` up to but not including `end`, counted from 0."""

    first: int
    end: int


def is_block(entry: Mapping) -> bool:
    """Whether the fields stand on lines of their own and not in braces."""
    place = entry.place
    return bool(entry.entries) and place.source.line(place.line)[place.column - 1] != "{"


def field_lines(entry: Mapping) -> list[Lines]:
    """The lines of each field of an entry whose fields stand on lines of their own.

    A comment above a field belongs to it where it stands level with it; blank lines and
    comments behind the last field belong to none.
    """
    lines = entry.place.source.text.split("\n")
    starts = [key.place.line - 1 for key, _ in entry.entries]
    column = entry.place.column - 1
    ends = [end_of(lines, start, column) for start in starts]
    firsts = [starts[0]]
    for start, end in zip(starts[1:], ends[:-1], strict=True):
        first = start
        while first > end and _is_comment(lines[first - 1], column):
            first -= 1
        firsts.append(first)
    return [Lines(first, end) for first, end in zip(firsts, [*firsts[1:], ends[-1]], strict=True)]


def end_of(lines: list[str], start: int, column: int) -> int:
    """The line behind the last one of a field or entry that begins on line `start`, from 0."""
    end = start + 1
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        # A list may stand level with its name, and a bracket may close there.
        if indent < column or (indent == column and not line.lstrip().startswith(_CLOSING)):
            break
        end = number + 1
    return end


def _is_comment(line: str, column: int) -> bool:
    return re.match(rf" {{{column}}}#", line) is not None
