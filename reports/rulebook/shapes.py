"""What a page of the rule book is made of: frozen data, and the templates read nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from .axis import Axis

Look = Literal["", "strong", "soft", "code", "value", "fires", "quiet", "unknown"]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words with the page that they lead to (empty: none) and how they look.

    `to` is a path from the root of the book, or an address that begins with `https:`.
    """

    text: str
    to: str = ""
    look: Look = ""


Line = tuple[Words, ...]


def line(*parts: "str | Words | Line") -> Line:
    """Texts, words and lines as one line."""
    words: list[Words] = []
    for part in parts:
        if isinstance(part, str):
            words.append(Words(part))
        elif isinstance(part, Words):
            words.append(part)
        else:
            words += part
    return tuple(words)


def joined(lines: "Iterable[Words | Line | str]", separator: str = ", ") -> Line:
    """Lines with a separator between each two."""
    words: list[Words] = []
    for index, one in enumerate(lines):
        words += line(separator, one) if index else line(one)
    return tuple(words)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the page; `id` can be linked to."""

    kind: ClassVar[str] = "heading"
    text: str
    id: str = ""
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the sentence that the page is about, `note` stands apart."""

    kind: ClassVar[str] = "paragraph"
    line: Line
    look: Literal["", "lead", "soft", "note"] = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names, each with what is to be said of it."""

    kind: ClassVar[str] = "facts"
    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; the first cell names it, `id` can be linked to."""

    cells: tuple[Line, ...]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading for each column."""

    kind: ClassVar[str] = "table"
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; a long one of short lines is `wide`, set in columns."""

    kind: ClassVar[str] = "listing"
    items: tuple[Line, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Lines as they stand in a file."""

    kind: ClassVar[str] = "code"
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Thresholds on the axis of a question."""

    kind: ClassVar[str] = "picture"
    axis: Axis


Block = Heading | Paragraph | Facts | Table | Listing | Code | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page: `path` from the root of the book, and `trail` with what it belongs to."""

    path: str
    title: str
    id: str = ""
    trail: tuple[Words, ...] = ()
    badges: tuple[str, ...] = ()
    blocks: tuple[Block, ...]

    @property
    def root(self) -> str:
        """The way from this page to the root of the book."""
        return "../" * self.path.count("/")
