"""The page of a pillar or a context: how its points can be lost."""

from collections.abc import Iterator
from math import ceil

from ...engine.knowledge import DECIDED_SHARE, WATCH_FROM, WEAK_FROM, Lead, Pillar
from ...engine.loading.references import USED
from ..words import GRADES
from .book import Book
from .history import history
from .items import Item, items_of, notes_of, points_of
from .parts import as_written, count, printed
from .paths import anchor, page_path
from .rules import fires_when
from .shapes import Block, Facts, Heading, Line, Page, Paragraph, Row, Table, Words, joined, line


def pillar_pages(book: Book) -> Iterator[Page]:
    """A page for every pillar and context."""
    items = items_of(book.knowledge)
    for pillar in book.knowledge.scored.values():
        yield _page(book, pillar, items[pillar.id])


def _page(book: Book, pillar: Pillar, items: tuple[Item, ...]) -> Page:
    section = "contexts" if pillar.is_context else "pillars"
    entry = book.entries(section)[pillar.id]
    total = sum(item.worth for item in items)
    blocks: tuple[Block, ...] = (
        Paragraph(line(pillar.about), "lead"),
        Facts(tuple(_facts(book, pillar, items, total))),
        *_headline(book, pillar),
        Heading("How its points can be lost"),
        *_table(book, items),
        *_notes(book, pillar),
        *history(book, section, entry),
    )
    return Page(
        path=page_path(section, pillar.id), title=pillar.title, id=pillar.id,
        trail=(Words("Contexts" if pillar.is_context else "Pillars", "index.html"),), blocks=blocks,
    )  # fmt: skip


def _facts(
    book: Book, pillar: Pillar, items: tuple[Item, ...], total: int
) -> Iterator[tuple[str, Line]]:
    worth = [item for item in items if item.worth]
    yield "Worth", line(f"{count(total, 'point')} in {count(len(worth), 'item')}")
    if total:
        weak, watch = (ceil(total * share / 100) for share in (WEAK_FROM, WATCH_FROM))
        yield (
            "Bands",
            line(
                f"weak from {WEAK_FROM:g} of 100 on, watch from {WATCH_FROM:g} on, else solid; "
                f"with every item decided that is {weak} and {watch} of {total} points"
            ),
        )
    needed = f"{DECIDED_SHARE:.0%}".replace("%", " %")
    yield "Band needs", line(f"{needed} of the items that apply, decided by answers")
    patterns = [
        line(book.link("patterns", one.id), book.when(link.condition))
        for one in book.knowledge.patterns.values()
        for link in one.links
        if link.pillar == pillar.id
    ]
    if patterns:
        yield "Ranked 10 higher", line("with the pattern ", joined(patterns, "; "))


def _headline(book: Book, pillar: Pillar) -> tuple[Block, ...]:
    if not pillar.headline:
        return ()
    said = Paragraph(line("“", printed(pillar.headline, book), "”"))
    rules = (one for one in book.knowledge.rules.values() if isinstance(one.conclusion, Lead))
    lead = next((one for one in rules if one.id == f"headline.{pillar.id}"), None)
    if lead is None:
        return (Heading("Headline", "headline"), said)
    section = "contexts" if pillar.is_context else "pillars"
    node = book.entries(section)[pillar.id].node.get("headline_when")
    when = Paragraph(line("It leads the report when ", book.said(lead.when), "; and from "
                          f"{WEAK_FROM:g} of 100 on."))  # fmt: skip
    written = as_written(node, "The condition as it is written")
    return (Heading("Headline", "headline"), said, when, *written)


def _notes(book: Book, pillar: Pillar) -> tuple[Block, ...]:
    """What is only said, and moves no number."""
    rows = tuple(
        Row((line(book.rule_link(rule), "" if rule.status in USED else f" ({rule.status})"),
             line(rule.claim), line(GRADES[rule.grade].word), fires_when(book, rule)))
        for rule in notes_of(book.knowledge, pillar.id)
    )  # fmt: skip
    if not rows:
        return ()
    head = ("Note", "What people often say", "How sure", "Said")
    return (Heading("Notes, which give no points", "notes"), Table(head, rows))


def _table(book: Book, items: tuple[Item, ...]) -> tuple[Block, ...]:
    """Each item with its rules, the heaviest item first."""
    if not items:
        return (Paragraph(line("No rule gives points here yet."), "soft"),)
    heaviest_first = sorted(items, key=lambda item: -item.worth)
    blocks: list[Block] = [
        Paragraph(
            line("Of the rules of one item only the heaviest that fires counts. "
                 "A rule without a group is an item of its own."),
            "soft",
        )
    ]  # fmt: skip
    rows = []
    for item in heaviest_first:
        for index, rule in enumerate(item.rules):
            name = line(Words(item.id, look="code")) if item.is_group else line("its own")
            draft = "" if rule.status in USED else f" ({rule.status})"
            rows.append(
                Row(
                    (
                        line(book.rule_link(rule), draft),
                        line(str(points_of(rule))),
                        name,
                        fires_when(book, rule),
                    ),
                    "" if index else anchor("item", item.id),
                )
            )
    head = ("Rule", "Points", "Item", "Fires")
    return (*blocks, Table(head, tuple(rows)))
