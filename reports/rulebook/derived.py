"""The pages of derived values: how each is worked out, and what reads it."""

from collections.abc import Iterator
from math import inf

from ...engine.knowledge import Derived, FirstThatHolds, Formula, Lookup, Range, formula_reads
from ...engine.loading.sections import Entry
from ...engine.sentence import formula_pieces, kind_of
from ...engine.shape import Shape
from ...engine.vocabulary import Kind, Number, show_value
from .answers import answers_in_words
from .book import Book
from .history import history
from .parts import as_written
from .paths import page_path
from .questions import Readers, read_by
from .shapes import Block, Facts, Heading, Page, Paragraph, Row, Table, Words, joined, line


def derived_pages(book: Book, readers: Readers) -> Iterator[Page]:
    """A page for every derived value."""
    for name, entry in book.entries("derived").items():
        derived = book.knowledge.derived[name]
        yield _page(book, entry, derived, readers)


def _page(book: Book, entry: Entry[Shape], derived: Derived, readers: Readers) -> Page:
    applies = line("when ", book.said(derived.gate)) if derived.gate else line("always")
    facts = (
        ("Value", line(answers_in_words(derived.kind))),
        ("Applies", applies),
        ("Worked out from", joined([_link(book, one) for one in _inputs(derived.formula)])),
    )
    blocks: tuple[Block, ...] = (
        Paragraph(line("Nobody is asked for this: it follows from answers."), "soft"),
        Heading("How it is worked out"),
        *_formula(book, derived.formula, derived.kind),
        Facts(facts),
        Paragraph(line(_unknown(derived.formula)), "soft"),
        *as_written(entry.node.get("gate"), "The condition under which it applies, as written"),
        *read_by(book, derived.id, derived.kind, readers.get(derived.id, ())),
        *history(book, "derived", entry),
    )
    return Page(
        path=page_path("derived", derived.id), title=derived.title, id=derived.id,
        trail=(Words("Derived values", "index.html#derived"),), blocks=blocks,
    )  # fmt: skip


def _unknown(formula: Formula) -> str:
    match formula:
        case FirstThatHolds():
            return "It is unknown as soon as a line is, as long as none above it holds."
        case Lookup():
            return "It is unknown while one of these is, and where no row fits."
        case _:
            return "It is unknown while one of these is, and after a division by zero."


def _link(book: Book, subject: str) -> Words:
    return Words(book.name(subject), book.subject_path(subject))


def _inputs(formula: Formula) -> list[str]:
    return sorted(formula_reads(formula))


def _formula(book: Book, formula: Formula, kind: Kind) -> tuple[Block, ...]:
    match formula:
        case FirstThatHolds(branches, otherwise):
            rows = [
                Row((line(Words(word, look="strong")), line("when ", book.said(condition))))
                for word, condition in branches
            ]
            rows.append(Row((line(Words(otherwise, look="strong")), line("otherwise"))))
            return (Table(("It is", "The first of these that holds"), tuple(rows)),)
        case Lookup():
            head = (*(book.name(name) for name in formula.by), "Value")
            return (Table(head, tuple(_rows(book, formula, kind))),)
        case _:
            return (Paragraph(book.linked(formula_pieces(formula, book.knowledge)), "lead"),)


def _rows(book: Book, lookup: Lookup, kind: Kind) -> Iterator[Row]:
    for keys, value in lookup.rows:
        cells = [_key(book, name, key) for name, key in zip(lookup.by, keys, strict=True)]
        yield Row((*map(line, cells), line(show_value(kind, value))))


def _key(book: Book, name: str, key: Range | str) -> str:
    """A cell of a table that is looked up."""
    kind = kind_of(name, book.knowledge)
    if isinstance(key, str):
        return show_value(kind, key)
    unit = kind.unit if isinstance(kind, Number) else ""
    plain = Number(-inf, inf, unit)
    if key.low == -inf:
        return f"under {show_value(plain, key.high)}"
    low = show_value(plain, key.low)
    return f"{low} or more" if key.high == inf else f"{low} to under {show_value(plain, key.high)}"
