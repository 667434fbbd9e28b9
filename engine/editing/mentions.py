"""Where the files of a base name a thing: as a key, in a list, in a condition, in a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..errors import Place
from ..loading.sections import PLAN_PARTS
from ..nodes import scalars
from ..source import Mapping as MappingNode
from ..source import Node, Scalar, Sequence
from ..texts import values_in
from .field import Field
from .fields import PARTS, SECTIONS, TOP

_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+(?:-[a-z0-9_]+)*)*")
# What a condition or a text can read.
_VALUES = ("questions", "derived")
_READ = (*_VALUES, "flags", "patterns")
# Kinds that hold an id of one of several sections.
_IDS_OF = {
    "value_ids": _VALUES,
    "headline": ("flags", "limits"),
    "each_site": ("questions",),
}
_CONDITIONS = {"condition", "formula", "choice_lines"}


# What holds several of one sort.
_ONE_OF = {"signs": "sign", "examples": "example", "parts": "part", "variants": "variant",
           "people": "person"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that names the thing, what stands there, and whether it is in no quotes."""

    place: Place
    name: str
    plain: bool


def mentions(root: Node | None, section: str, names: Mapping[str, str]) -> Iterator[Mention]:
    """Every place in a file that names what has one of the ids, a thing of this section.

    An id counts only as a whole: `a.b` is not named by `a.b_c`. Its own key counts too.
    """
    if not isinstance(root, MappingNode):
        return
    search = _Search(section, names)
    if root.get("answers") is not None:
        yield from search.fields(root, PARTS["runner"])
    for key, value in root.entries:
        if key.text == "population":
            yield from search.keys(value, _VALUES)
        if key.text in {"population", "traits"}:
            yield from search.made_up(value)
    yield from search.fields(root, TOP)


class _Search:
    """Walks a file by what its fields may hold."""

    def __init__(self, section: str, names: Mapping[str, str]) -> None:
        self.section = section
        self.names = names

    def fields(self, node: Node, fields: tuple[Field, ...]) -> Iterator[Mention]:
        kinds = {field.name: field.kind for field in fields}
        for key, value in node.entries if isinstance(node, MappingNode) else ():
            if key.text in kinds:
                yield from self.kind(value, kinds[key.text])

    def kind(self, node: Node, kind: str) -> Iterator[Mention]:
        """What is named by a value of this kind."""
        listed, _, is_id = kind.rpartition("_")
        if kind == "plan":
            parts = (Field(name, name, "") for name in PLAN_PARTS)
            yield from self.fields(node, tuple(parts))
        elif kind in SECTIONS:
            yield from self.keys(node, (kind,))
            for value in _values(node):
                yield from self.fields(value, SECTIONS[kind])
        elif kind in PARTS:
            yield from self.fields(node, PARTS[kind])
        elif kind in _ONE_OF:
            for value in _values(node):
                yield from self.fields(value, PARTS[_ONE_OF[kind]])
        elif kind in _CONDITIONS:
            yield from self.conditions(node)
        elif kind == "links":
            for item in node.items if isinstance(node, Sequence) else ():
                yield from (one for value in _values(item) for one in self.conditions(value))
        elif kind == "given":
            yield from self.keys(node, ("questions",))
        elif kind in _IDS_OF or is_id in {"id", "ids"}:
            yield from self.ids(node, _IDS_OF.get(kind, (listed,)))
        elif kind in {"text", "weeks", "tapers"}:
            yield from self.texts(node)

    def keys(self, node: Node, sections: tuple[str, ...]) -> Iterator[Mention]:
        for key, _ in node.entries if isinstance(node, MappingNode) else ():
            if self.section in sections and key.text in self.names:
                yield _mention(key, 0, key.text)

    def ids(self, node: Node, sections: tuple[str, ...]) -> Iterator[Mention]:
        for scalar in scalars(node) if self.section in sections else ():
            if scalar.text in self.names:
                yield _mention(scalar, 0, scalar.text)

    def conditions(self, node: Node) -> Iterator[Mention]:
        for scalar in scalars(node) if self.section in _READ else ():
            for match in _ID.finditer(scalar.text):
                if match.group() in self.names:
                    yield _mention(scalar, match.start(), match.group())

    def texts(self, node: Node) -> Iterator[Mention]:
        for scalar in scalars(node) if self.section in _READ else ():
            for name, offset in values_in(scalar.text):
                if name in self.names:
                    yield _mention(scalar, offset, name)

    def made_up(self, node: Node) -> Iterator[Mention]:
        """How the answers of made-up runners are drawn: conditions, formulas and sources."""
        for value in _values(node):
            for key, part in value.entries if isinstance(value, MappingNode) else ():
                if key.text == "source":
                    yield from self.ids(part, ("evidence",))
                elif key.text != "reason":
                    yield from self.conditions(part)


def _mention(scalar: Scalar, offset: int, name: str) -> Mention:
    return Mention(scalar.place_at(offset, len(name)), name, scalar.plain)


def _values(node: Node) -> Iterator[Node]:
    if isinstance(node, Sequence):
        yield from node.items
    yield from (value for _, value in node.entries) if isinstance(node, MappingNode) else ()
