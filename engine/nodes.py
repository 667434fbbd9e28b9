"""Values below the nodes of a file, and where they stand."""

from collections.abc import Iterator
from typing import Any

from .errors import Place
from .source import Mapping, Node, Scalar, Sequence


def plain(node: Node) -> Any:
    """The node as dicts, lists and text."""
    match node:
        case Scalar(text):
            return text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(entries):
            return {key.text: plain(value) for key, value in entries}


def scalars(node: Node) -> Iterator[Scalar]:
    """Every value below a node, in the order of the text; the names of its fields are none."""
    match node:
        case Scalar():
            yield node
        case Sequence(items):
            for item in items:
                yield from scalars(item)
        case Mapping(entries):
            for _, value in entries:
                yield from scalars(value)


def find(node: Node, path: tuple[str, ...], *, key: bool = False) -> tuple[Place, str]:
    """The place of the value (or of the key) at a path and the name of the field it is in.

    The path may hold words of the checker that are no names; they are passed over.
    """
    place, field = node.place, ""
    for index, part in enumerate(path):
        if isinstance(node, Mapping):
            entry = next(((name, value) for name, value in node.entries if name.text == part), None)
            if entry is None:
                continue
            is_last = index == len(path) - 1
            place = entry[0].place if key and is_last else entry[1].place
            node, field = entry[1], part
        elif isinstance(node, Sequence) and part.isdigit() and int(part) < len(node.items):
            node = node.items[int(part)]
            place = node.place
    return place, field


def place_of(node: Node, *path: str, key: bool = False) -> Place:
    """The place of the value (or of the key) at a path of names, as far as they are there."""
    return find(node, path, key=key)[0]
