"""Parts that pages of several kinds share."""

import re
from collections.abc import Iterable
from typing import Final

from ...engine.sentence import name_of
from ...engine.source import Mapping, Node, Scalar, Sequence
from ..words import GRADES, SEEN_WORDS
from .book import Book
from .shapes import (
    Block,
    Code,
    Heading,
    Line,
    Listing,
    Paragraph,
    Row,
    Table,
    Words,
    line,
)

STATUS_WORDS: Final = {
    "draft": "draft: not used in any report",
    "trial": "trial: used, and not yet reviewed by two people",
    "stable": "stable: reviewed by two people",
    "retired": "retired: no longer used",
}
_MARKS = re.compile(r"\{([a-z][a-z0-9_.]*)\}|\[\[|\]\]")


def printed(text: str, book: Book) -> Line:
    """A text of the base, with the title of a question where its answer is printed."""
    words: list[Words] = []
    at = 0
    text = re.sub(r"\[\[ +", " [[", text)  # the blank belongs before the bracket that is seen
    for match in _MARKS.finditer(text):
        words.append(Words(text[at : match.start()]))
        if match[1] == "site":
            words.append(Words("place", look="value"))
        elif match[1]:
            name = name_of(match[1], book.knowledge)
            words.append(Words(name, book.subject_path(match[1]), look="value"))
        else:
            words.append(Words(match[0][:1], look="soft"))
        at = match.end()
    words.append(Words(text[at:]))
    return tuple(word for word in words if word.text)


def printed_note(text: str) -> tuple[Block, ...]:
    """What the marks in a printed text mean, where it has any."""
    notes = []
    if re.search(r"\{", text):
        notes.append("Where a question is named in a box, the report prints the runner's answer.")
    if "[[" in text:
        notes.append("A part in square brackets is left out when that answer is not known.")
    return (Paragraph(line(" ".join(notes)), "soft"),) if notes else ()


def how_sure(book: Book, evidence: Iterable[str], grade: str) -> tuple[Block, ...]:
    """The grade in words, and the sources with what was seen of each."""
    words = GRADES[grade]
    sure = line(Words(f"{words.word[:1].upper()}{words.word[1:]}", look="strong"), ". ",
                words.meaning)  # fmt: skip
    rows = tuple(_source_row(book, name) for name in dict.fromkeys(evidence))
    table = Table(("Source", "What it is", "What it found", "Seen"), rows)
    return (Heading("How sure"), Paragraph(sure), *((table,) if rows else ()))


def _source_row(book: Book, name: str) -> Row:
    source = book.knowledge.evidence[name]
    what = ", ".join(part for part in (source.design, source.size, source.population) if part)
    seen = line(
        SEEN_WORDS[source.seen], *([f", checked {source.checked}"] if source.checked else [])
    )
    return Row(
        (line(book.link("evidence", name, source.cite)), line(what), line(source.result), seen)
    )


def as_written(node: Node | None, label: str) -> tuple[Block, ...]:
    """A condition as it stands in the file."""
    if node is None:
        return ()
    return (Code(written(node), label),)


def written(node: Node) -> str:
    """A condition as lines, spaced in one way."""
    return "\n".join(_lines(node))


def _lines(node: Node) -> list[str]:
    match node:
        case Scalar(text):
            return [" ".join(text.split())]
        case Sequence(items):
            lines = []
            for item in items:
                first, *rest = _lines(item)
                lines += [f"- {first}", *(f"  {one}" for one in rest)]
            return lines
        case Mapping(entries):
            lines = []
            for key, value in entries:
                inner = _lines(value)
                if isinstance(value, Scalar):
                    lines.append(f"{key.text}: {inner[0]}")
                else:
                    lines += [f"{key.text}:", *(f"  {one}" for one in inner)]
            return lines


def listing(items: Iterable[Line | Words], *, wide: bool = False) -> Listing:
    """A list of lines."""
    return Listing(tuple(line(item) for item in items), wide)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its word.

    >>> count(1, "rule"), count(2, "rule"), count(2, "entry", "entries")
    ('1 rule', '2 rules', '2 entries')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
