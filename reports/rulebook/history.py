"""Since when something is in the base, what changed, who reviewed it, and where it stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ...engine.errors import Place
from ...engine.loading.sections import Entry
from ...engine.shape import Shape
from .book import Book
from .shapes import Block, Facts, Heading, Line, Words, joined, line

_LOCKED_AS: Final = {
    "rules": "rule", "flags": "flag", "limits": "limit", "patterns": "pattern",
    "questions": "question", "derived": "derived", "advice": "advice",
    "contradictions": "contradiction", "home_tests": "home_test",
}  # fmt: skip


def history(book: Book, section: str, entry: Entry[Shape]) -> tuple[Block, ...]:
    """All that is known of the past of an entry, and its place in the files."""
    return (Heading("History"), Facts(tuple(_rows(book, section, entry))))


def _rows(book: Book, section: str, entry: Entry[Shape]) -> Iterator[tuple[str, Line]]:
    shape = entry.shape
    locked = book.locked(_LOCKED_AS.get(section, ""), entry.id)
    if locked is not None and locked.since:
        times = f", meaning number {locked.revision}" if locked.revision > 1 else ""
        yield "Since", line(f"version {locked.since}{times}")
    if changed := getattr(shape, "changed", []):
        yield "Changed", joined(changed, "; ")
    if reviewed := getattr(shape, "reviewed", []):
        yield "Reviewed", joined([_review(book, entry.id, text) for text in reviewed], "; ")
    if was := getattr(shape, "was", []):
        yield "Was called", joined([Words(name, look="code") for name in was])
    if replaced := getattr(shape, "replaced_by", []):
        yield "Replaced by", joined([book.reasoned_link(name) for name in replaced])
    yield "Written in", line(shown_place(entry.key.place))


def _review(book: Book, name: str, text: str) -> Line:
    """A review; one that was made for an earlier meaning no longer counts."""
    if name not in book.counting_reviews or text in book.counting_reviews[name]:
        return line(text)
    return line(text, Words(" (of an earlier meaning, and counts no longer)", look="soft"))


def shown_place(place: Place) -> str:
    """File and line; without the folder, so that the same base gives the same book anywhere."""
    return f"{Path(place.source.name).name}, line {place.line}"
