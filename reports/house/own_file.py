"""A small YAML file that the person who prints wrote, read with all its problems at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...engine.errors import Place, Problem, UsageError
from ...engine.nodes import place_of
from ...engine.shape import Shape, fit
from ...engine.source import Mapping, Node, Scalar, Sequence, read_file
from ..sentences import printable


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The fields of a file, and what was found wrong so far; more is noted while it is read."""

    node: Mapping
    problems: list[Problem]

    def note(self, place: Place, message: str, fix: str = "", also: Place | None = None) -> None:
        """Note what is wrong with a value."""
        self.problems.append(
            Problem(code="KB153", place=place, message=message, fix=fix, also=also)
        )

    def at(self, *path: str) -> Scalar | None:
        """The value at a path of names, if it is one value."""
        node: Node | None = self.node
        for name in path:
            node = node.get(name) if isinstance(node, Mapping) else None
        return node if isinstance(node, Scalar) else None

    def items(self, name: str) -> tuple[Node, ...]:
        """The parts of a list; none where there is no list."""
        node = self.node.get(name)
        return node.items if isinstance(node, Sequence) else ()

    def line(self, value: Node | None, name: str, most: int) -> str:
        """A value on one line, without characters that no page can show; too long is noted."""
        if not isinstance(value, Scalar) or not value.text.strip():
            return ""  # that it is missing or empty was noted
        text = printable(value.text)
        if not text:
            self.note(value.place, f"'{name}': no page can show this")
        self.limit(value, name, len(text), most)
        return text

    def limit(self, value: Scalar, name: str, length: int, most: int) -> None:
        """Note a text that is too long."""
        if length > most:
            message = f"'{name}' has {length:,} characters, and {most:,} are accepted"
            self.note(value.place, message, "shorten it")

    def place(self, *path: str) -> Place:
        """Where the value at a path stands, as far as it is there."""
        return place_of(self.node, *path)

    def raise_problems(self) -> None:
        """End here if anything is wrong.

        Raises:
            UsageError: with every problem.
        """
        if self.problems:
            raise UsageError(*self.problems)


def read_own_file(path: Path, shape: type[Shape]) -> OwnFile:
    """The fields of a file; which fields it may have, the shape says.

    What has another form is noted, and the rest can be read on.

    Raises:
        UsageError: with every problem, if it has no fields that can be read.
    """
    reading = read_file(path)
    node = reading.node
    if node is None:
        raise UsageError(*(reading.problems or _empty(path)))
    if isinstance(node, Scalar) and not node.text:
        raise UsageError(*_empty(path))
    _, problems = fit(shape, node, ())
    if not isinstance(node, Mapping):
        raise UsageError(*problems)
    return OwnFile(node, [*reading.problems, *problems])


def _empty(path: Path) -> Iterator[Problem]:
    yield Problem(code="KB100", where=str(path), message="the file is empty")
