"""The pages of advice and of sources."""

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from ...engine.knowledge import Advice, Evidence, Points
from ..words import SEEN_WORDS
from .book import Book
from .history import history
from .parts import as_written, how_sure, listing, printed, printed_note
from .paths import page_path
from .shapes import Block, Facts, Heading, Line, Page, Paragraph, Row, Table, Words, joined, line

Resting = Mapping[str, tuple[tuple[str, Words], ...]]
_IN_A_DOI: Final = "/:;.()-_"


def advice_pages(book: Book) -> Iterator[Page]:
    """A page for every piece of advice."""
    for advice in book.knowledge.advice.values():
        yield _advice(book, advice)


def _advice(book: Book, advice: Advice) -> Page:
    entry = book.entries("advice")[advice.id]
    giving = [
        book.rule_link(rule)
        for rule in book.knowledge.rules.values()
        if isinstance(rule.conclusion, Points) and rule.conclusion.advice == advice.id
    ]
    rules: Block = listing(giving) if giving else Paragraph(line("No rule gives it."), "soft")
    blocks: tuple[Block, ...] = (
        Paragraph(printed(advice.text, book), "lead"),
        *printed_note(advice.text),
        Facts(tuple(_advice_facts(book, advice))),
        *as_written(entry.node.get("withhold_if"), "The condition that withholds it, as written"),
        Heading("Rules that give it"),
        rules,
        *how_sure(book, advice.evidence, advice.grade),
        *history(book, "advice", entry),
    )
    return Page(
        path=page_path("advice", advice.id), title=advice.title, id=advice.id,
        trail=(Words("Advice", "index.html#advice"),), blocks=blocks,
    )  # fmt: skip


def _advice_facts(book: Book, advice: Advice) -> Iterator[tuple[str, Line]]:
    knowledge = book.knowledge
    yield "How much", line(advice.dose)
    yield "Stop", line(advice.stop)
    minutes = advice.minutes_per_week
    yield "Extra time", line(f"{minutes} minutes a week" if minutes else "none")
    yield "Opens in the plan", line(knowledge.blocks[advice.block].title)
    if advice.increases:
        yield "Increases something", line("yes: not given while a flag restricts the plan")
    if advice.withhold_if is not None:
        said = book.said(advice.withhold_if)
        yield "Withheld", line("unless this is certainly false: ", said)
    apart = {*advice.not_with, *(one.id for one in knowledge.advice.values()
                                 if advice.id in one.not_with)}  # fmt: skip
    if apart:
        yield "Never beside", joined([book.link("advice", name) for name in sorted(apart)])


def source_pages(book: Book, resting: Resting) -> Iterator[Page]:
    """A page for every source."""
    for source in book.knowledge.evidence.values():
        yield _source(book, source, resting.get(source.id, ()))


def _source(book: Book, source: Evidence, resting: tuple[tuple[str, Words], ...]) -> Page:
    entry = book.entries("evidence")[source.id]
    rests: tuple[Block, ...] = (Paragraph(line("Nothing rests on it."), "soft"),)
    if resting:
        rows = tuple(Row((line(link), line(kind))) for kind, link in resting)
        note = "What to look at again when this source falls."
        rests = (Table(("Title", "What that is"), rows, note),)
    return Page(
        path=page_path("evidence", source.id), title=source.cite, id=source.id,
        trail=(Words("Sources", "index.html#sources"),),
        blocks=(
            *([Paragraph(line(source.result), "lead")] if source.result else []),
            Facts(tuple(_source_facts(source))),
            Heading("What rests on it"),
            *rests,
            *history(book, "evidence", entry),
        ),
    )  # fmt: skip


def _source_facts(source: Evidence) -> Iterator[tuple[str, Line]]:
    yield "Design", line(source.design)
    for name, text in (("Size", source.size), ("People", source.population)):
        if text:
            yield name, line(text)
    if source.year is not None:
        yield "Year", line(str(source.year))
    if source.doi:
        address = f"https://doi.org/{quote(source.doi, safe=_IN_A_DOI)}"
        yield "DOI", line(Words(source.doi, address))
    yield "Seen", line(SEEN_WORDS[source.seen])
    yield "Checked", line(source.checked or Words("not noted", look="soft"))
