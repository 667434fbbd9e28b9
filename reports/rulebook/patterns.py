"""The page of a pattern: its signs, and what a match does."""

from collections.abc import Iterator
from math import isfinite
from textwrap import indent
from typing import Final

from ...engine.condition import ALWAYS, All, Comparison, Operator, conjunction
from ...engine.knowledge import BAND_STARTS, BANDS, WEIGHTS, Pattern, Rule, Sign
from ...engine.shape import PatternShape
from ...engine.source import Mapping, Node
from .book import Book, sign_name
from .examples import example_blocks
from .history import history
from .parts import STATUS_WORDS, count, how_sure, written
from .paths import anchor, page_path
from .questions import Readers
from .rules import retired_page
from .shapes import (
    Block,
    Code,
    Facts,
    Heading,
    Line,
    Page,
    Paragraph,
    Row,
    Table,
    Words,
    joined,
    line,
)

_SAID: Final = {weight: word for word, weight in WEIGHTS.items()}


def pattern_pages(book: Book, readers: Readers) -> Iterator[Page]:
    """A page for every pattern."""
    for name, entry in book.entries("patterns").items():
        pattern = book.knowledge.patterns.get(name)
        if pattern is None or not isinstance(entry.shape, PatternShape):
            yield retired_page(book, "patterns", entry)
        else:
            yield _page(book, pattern, entry.shape, readers)


def _page(book: Book, pattern: Pattern, shape: PatternShape, readers: Readers) -> Page:
    entry = book.entries("patterns")[pattern.id]
    signs = [
        one for one in book.knowledge.rules.values()
        if isinstance(one.conclusion, Sign) and one.conclusion.pattern == pattern.id
    ]  # fmt: skip
    node = entry.node.get("signs")
    not_for: tuple[Block, ...] = ()
    if shape.not_for:
        not_for = (Heading("Not for"), Paragraph(line(shape.not_for)))
    blocks: tuple[Block, ...] = (
        Paragraph(line(pattern.about), "lead"),
        Paragraph(line("It is no diagnosis: the report says that the answers fit a pattern often "
                       "called so, and that other causes are possible."), "soft"),
        Facts(tuple(_facts(book, pattern, shape, readers))),
        Heading("Signs"),
        Paragraph(line("Read for each of its places that was chosen. The place with the most "
                       "points counts."), "soft"),
        _signs(book, signs, pattern.sites),
        Heading("Bands"),
        _bands(),
        Heading("What would point elsewhere"),
        Paragraph(line(pattern.differ)),
        *not_for,
        *how_sure(book, pattern.evidence, pattern.grade),
        *example_blocks(book, [rule.id for rule in signs]),
        *_written(signs, node),
        *history(book, "patterns", entry),
    )  # fmt: skip
    return Page(
        path=page_path("patterns", pattern.id), title=pattern.title, id=pattern.id,
        trail=(Words("Patterns", "index.html#patterns"),), badges=(shape.status,), blocks=blocks,
    )  # fmt: skip


def _facts(
    book: Book, pattern: Pattern, shape: PatternShape, readers: Readers
) -> Iterator[tuple[str, Line]]:
    knowledge = book.knowledge
    if pattern.sites:
        yield "Places", joined([f"“{knowledge.sites[site]}”" for site in pattern.sites])
    links = [
        line(Words(knowledge.scored[link.pillar].title, page_path("pillars", link.pillar)),
             book.when(link.condition))
        for link in pattern.links
    ]  # fmt: skip
    if links:
        yield "Points to", line(joined(links, "; "), ", which ranks 10 higher with a match")
    if pattern.blocks:
        titles = [knowledge.blocks[block].title for block in pattern.blocks]
        yield "Plan blocks that stay", line(", ".join(titles))
    read_by = [reader.link for reader in readers.get(pattern.id, ())]
    if read_by:
        yield "Read by", joined(read_by)
    yield "Status", line(STATUS_WORDS[shape.status])


def _signs(book: Book, signs: list[Rule], sites: tuple[str, ...]) -> Table:
    rows = []
    for rule in signs:
        weight = rule.conclusion.weight if isinstance(rule.conclusion, Sign) else 0
        group = rule.conclusion.group if isinstance(rule.conclusion, Sign) else ""
        shared = f", in the group {group}" if group != rule.id else ""
        against = "against it, " if weight < 0 else ""
        says = f"{weight:+d}: {against}{_SAID[abs(weight)]}{shared}".replace("-", "−", 1)
        cells = (line(rule.title), line(says), _holds(book, rule, sites))
        rows.append(Row(cells, anchor("sign", sign_name(rule))))
    return Table(("Sign", "Says", "Holds"), tuple(rows))


def _holds(book: Book, rule: Rule, sites: tuple[str, ...]) -> Line:
    """When a sign holds, without that the place is one of the pattern's, which goes for all."""
    in_sites = Comparison("site", Operator.IN, sites)
    parts = rule.when.parts if isinstance(rule.when, All) else (rule.when,)
    own = conjunction(tuple(part for part in parts if part != in_sites))
    return line("always") if own == ALWAYS else line("when ", book.said(own))


def _bands() -> Table:
    """From how many points on each band is reached."""
    rows = []
    for band, start in zip(BANDS, BAND_STARTS, strict=True):
        from_ = f"from {count(int(start), 'point')} on" if isfinite(start) else "below that"
        matched = "matched, if no missing answer can lower it" if start >= 3 else ""  # noqa: PLR2004
        rows.append(Row((line(band.replace("_", " ")), line(from_), line(matched))))
    return Table(("Band", "Points", "In the report"), tuple(reversed(rows)))


def _written(signs: list[Rule], node: Node | None) -> tuple[Block, ...]:
    """The conditions of all signs as they stand in the file."""
    whens = []
    for rule in signs:
        sign = node.get(sign_name(rule)) if isinstance(node, Mapping) else None
        when = sign.get("when") if isinstance(sign, Mapping) else None
        whens.append(f"{sign_name(rule)}:\n{indent(written(when), '  ')}" if when else "")
    return (Code("\n".join(whens), "The conditions of its signs as they are written"),)
