"""YAML that is written again with its comments and its layout; the only file that imports ruamel.

What stands in brackets or quotes over several lines stays as its author laid it out.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver

WIDTH = 120

_NO_LIMIT = 10**6
_WORD = re.compile(r"[A-Za-z0-9](?:[\w.-]*\w)?")
# To an editor and in an answer these mean that nothing is there.
_NOTHING = {"null", "Null", "NULL"}
# Conditions and formulas stay on their line: a message about one points into it.
_NOT_FOLDED = {
    "when", "only_if", "gate", "withhold_if", "headline_when", "number", "choice", "lookup",
    "links",
}  # fmt: skip
_FOLD = "\a"  # how ruamel marks the end of a line in a folded text


class NotKeptError(Exception):
    """The text cannot be written again without losing something."""


class _Texts(VersionedResolver):
    """Every scalar is a text, as it is to our own reader: `no`, `0170` and `1e3` stay so."""

    def resolve(self, kind: object, value: object, implicit: object) -> object:
        return super().resolve(kind, value, (False, True) if kind is ScalarNode else implicit)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part that stays as it is, on the line of its name or below it.

    `indent` says how far the line was indented on which its name stands.
    """

    mark: str
    text: str
    indent: int
    is_below: bool


def tidy(text: str) -> str:
    """The text with the usual indentation, spacing and quotes, and with long texts folded.

    Raises:
        NotKeptError: if it cannot be written again.
    """
    try:
        pieces, marked = _set_aside(text)
        yaml = _yaml()
        root = yaml.compose(marked)
        if root is None:
            return "".join(f"{line.rstrip()}\n" for line in text.rstrip().split("\n") if text)
        _restyle(root, 0)
        stream = io.StringIO()
        yaml.serialize(root, stream)
        return _put_back("\n".join(_straightened(stream.getvalue())) + "\n", pieces)
    except Exception as error:  # ruamel has many for what it does not expect
        raise NotKeptError(str(error)) from error


def comments_in(text: str) -> list[str]:
    """Every comment of a text, in order, from its `#` on.

    Raises:
        NotKeptError: if the text cannot be read.
    """
    try:
        root = _yaml().compose(text)
    except Exception as error:  # ruamel has many for what it does not expect
        raise NotKeptError(str(error)) from error
    rest, position = "", 0
    for node in _scalars(root):
        start, end = _span(node)
        if node.style in {"|", ">"}:  # a comment may stand behind the sign
            start = text.find("\n", start) + 1 or end
        rest += text[position:start] + "_"
        position = end
        if text[end - 1 : end] == "\n":
            rest += "\n"
    rest += text[position:]
    return [match.group().rstrip() for match in re.finditer(r"(?<!\S)#.*", rest)]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Resolver = _Texts
    yaml.width = _NO_LIMIT
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _span(node: Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index


def _children(node: Node) -> Iterator[Node]:
    match node:
        case MappingNode():
            for key, value in node.value:
                yield key
                yield value
        case SequenceNode():
            yield from node.value


def _scalars(node: Node | None) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif node is not None:
        for child in _children(node):
            yield from _scalars(child)


def _set_aside(text: str) -> tuple[list[_Piece], str]:
    """The parts that stay as they are, and the text with a word in the place of each."""
    stem = "kept"
    while stem in text:
        stem += "x"
    pieces: list[_Piece] = []
    marked, position = "", 0
    for node in _kept(_yaml().compose(text)):
        start, end = _span(node)
        mark = f"{stem}{len(pieces)}_"
        *above, line = text[:start].split("\n")
        is_below = not line.strip()
        indent = _indent(above[-1] if is_below else line)
        pieces.append(_Piece(mark, line * is_below + text[start:end], indent, is_below))
        marked += text[position:start] + mark
        position = end
    return pieces, marked + text[position:]


def _kept(node: Node | None) -> Iterator[Node]:
    """The outermost nodes that are laid out by hand: over several lines, or below their name."""
    if node is not None and _is_laid_out(node, node.start_mark.line):
        yield node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if _is_laid_out(value, key.start_mark.line):
                yield value
            else:
                yield from _kept(value)
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _kept(item)


def _is_laid_out(node: Node, line: int) -> bool:
    """Whether a node in brackets, in quotes or plain is not all on the line of its name."""
    if isinstance(node, ScalarNode):
        by_hand = node.style not in {"|", ">"} and node.value
    else:
        by_hand = isinstance(node, CollectionNode) and node.flow_style
    return bool(by_hand) and not line == node.start_mark.line == node.end_mark.line


def _put_back(text: str, pieces: list[_Piece]) -> str:
    """The text with the parts in their places, as far from the line of their name as before."""
    for piece in pieces:
        before, _, after = text.partition(piece.mark)
        if piece.is_below:
            before = before.rstrip(" ") + "\n"
        above = before.rstrip("\n")
        shift = _indent(above[above.rfind("\n") + 1 :]) - piece.indent
        first, *further = [one.rstrip() for one in piece.text.split("\n")]
        moved = [_indented(one, _indent(one) + shift) for one in further]
        first = _indented(first, _indent(first) + shift) if piece.is_below else first
        text = before + "\n".join([first, *moved]) + after
    return text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _indented(line: str, columns: int) -> str:
    return " " * max(0, columns) + line.lstrip(" ") if line else line


def _restyle(node: Node, column: int, *, folds: bool = True) -> None:
    """Quotes only where needed, and long texts folded; the node is indented by `column`."""
    match node:
        case MappingNode():
            for key, value in node.value:
                _unquote(key)
                inner = folds and key.value not in _NOT_FOLDED
                if isinstance(value, ScalarNode):
                    first = column + len(key.value) + len(": ")
                    _restyle_text(value, first, column + 2, folds=inner and not node.flow_style)
                else:
                    deeper = 4 if isinstance(value, SequenceNode) else 2
                    _restyle(value, column + deeper, folds=inner)
        case SequenceNode():
            for item in node.value:
                if isinstance(item, ScalarNode):
                    _restyle_text(item, column, column, folds=folds and not node.flow_style)
                else:
                    _restyle(item, column, folds=folds)


def _restyle_text(node: ScalarNode, first: int, further: int, *, folds: bool) -> None:
    """The first line of a text begins in one column, its further ones in another."""
    _unquote(node)
    is_folded = node.style == ">"
    if is_folded:
        node.value = re.sub(rf" +(?=[{_FOLD}\n]|$)", "", node.value)
    if not folds or node.comment or node.style == "|":
        return
    text = node.value.replace(_FOLD, "")
    if is_folded:
        lines = [line.lstrip(" ") for line in node.value.split(_FOLD)]
        is_long = any(further + len(line) > WIDTH for line in lines)
    else:
        is_long = first + len(text) + 2 * bool(node.style) > WIDTH
    words = text.split(" ")
    if not is_long or not text.isprintable() or "" in words:
        return
    node.style = ">"
    node.value = f"{_FOLD} ".join(_wrapped(words, WIDTH - further))


def _wrapped(words: list[str], width: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _unquote(node: ScalarNode) -> None:
    if node.style not in {"'", '"'}:
        return
    if _WORD.fullmatch(node.value) and node.value not in _NOTHING:
        node.style = None
    elif not set(node.value) & {'"', "\\"} and node.value.isprintable():
        node.style = '"'


def _straightened(text: str) -> list[str]:
    """The lines without blanks at the end; comment lines stand level with something open."""
    lines = text.rstrip("\n").split("\n")
    inside = _lines_of_texts(text)
    content = [
        number
        for number, line in enumerate(lines)
        if number not in inside and line.strip() and not line.lstrip().startswith("#")
    ]
    levels = [0]
    for number, line in enumerate(lines):
        if number in inside:
            continue
        lines[number] = line.rstrip()
        if number in content:
            levels = [*(one for one in levels if one < _indent(line)), *_levels(line)]
        elif line.strip():
            below = next((_indent(lines[one]) for one in content if one > number), 0)
            above = lines[number - 1] if number else ""
            is_level = _indent(line) in {*levels, below}
            if not is_level and above[_indent(line) : _indent(line) + 1] != "#":
                lines[number] = _indented(line.rstrip(), below)
    return lines


def _levels(line: str) -> list[int]:
    """Where a line begins, and where the item behind a dash does."""
    dashes = re.match(r" *((?:- +)*)", line)
    begins = _indent(line)
    return [begins, begins + len(dashes[1])] if dashes and dashes[1] else [begins]


def _lines_of_texts(text: str) -> set[int]:
    """The lines that stand inside `|` and `>` texts."""
    found: set[int] = set()
    for node in _scalars(_yaml().compose(text)):
        if node.style in {"|", ">"}:
            found.update(range(node.start_mark.line + 1, node.end_mark.line))
    return found
