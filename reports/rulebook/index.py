"""The pages that lead to all others: by part of the base, and from A to Z."""

from collections.abc import Iterable, Iterator

from ...engine.check.codes import AREAS
from ...engine.check.codes import pages as code_texts
from ...engine.knowledge import Rule, Warn
from ...engine.loading.references import USED
from ...engine.tiers import TIERS
from .book import Book
from .codes import code_title
from .items import items_of, notes_of, points_of
from .parts import count, listing
from .paths import anchor, code_path, page_path
from .rules import TIER_WORDS
from .shapes import Block, Facts, Heading, Line, Page, Paragraph, Words, joined, line


def index_page(book: Book) -> Page:
    """Everything, by what it belongs to."""
    knowledge = book.knowledge
    blocks: tuple[Block, ...] = (
        Paragraph(line("Every rule of this knowledge base, with its reason, its sources and its "
                       "examples. It is made from the files of the base, so it cannot differ from "
                       "them."), "lead"),
        Facts(tuple(_contents(book))),
        *_pillars(book),
        *_flags(book),
        *_section(book, "Patterns", "patterns"),
        *_section(book, "Limits", "limits"),
        *_questions(book),
        *_section(book, "Derived values", "derived"),
        *_section(book, "Contradictions", "contradictions"),
        *_section(book, "Tests at home", "home_tests"),
        *_section(book, "Advice", "advice"),
        *_sources(book),
        *_checks(),
    )  # fmt: skip
    return Page(path="index.html", title=knowledge.name, blocks=blocks)


def _contents(book: Book) -> Iterator[tuple[str, Line]]:
    """What there is, with links down the page."""
    knowledge = book.knowledge
    yield "Version", line(f"{knowledge.version} (", Words(knowledge.hash, look="code"), ")")
    parts = []
    for name, section in (
        ("rule", "rules"), ("flag", "flags"), ("pattern", "patterns"), ("limit", "limits"),
        ("question", "questions"), ("derived value", "derived"),
        ("contradiction", "contradictions"), ("test at home", "home_tests"), ("advice", "advice"),
        ("source", "evidence"),
    ):  # fmt: skip
        entries = book.entries(section)
        if entries:
            place = "sources" if section == "evidence" else section
            many = {"advice": "pieces of advice", "test at home": "tests at home"}.get(name, "")
            one = "piece of advice" if name == "advice" else name
            parts.append(Words(count(len(entries), one, many), f"index.html#{place}"))
    parts.append(Words(count(len(code_texts()), "check"), "index.html#checks"))
    yield "It has", joined(parts)
    yield "Also", joined([Words("Everything, from A to Z", "a-z.html"),
                          Words("What is covered", "coverage.html")])  # fmt: skip


def _pillars(book: Book) -> Iterator[Block]:
    items = items_of(book.knowledge)
    yield Heading("Rules, by pillar", "rules")
    for pillar in book.knowledge.scored.values():
        rules = [rule for item in items[pillar.id] for rule in item.rules]
        rules += notes_of(book.knowledge, pillar.id)
        yield Heading(pillar.title, anchor("pillar", pillar.id), 3)
        section = "contexts" if pillar.is_context else "pillars"
        link = Words(f"How the points of {pillar.title} can be lost", page_path(section, pillar.id))
        yield Paragraph(line(link))
        if rules:
            yield listing([_rule(book, rule) for rule in rules], wide=True)


def _rule(book: Book, rule: Rule) -> Line:
    worth = "note" if rule.is_note else count(points_of(rule), "point")
    draft = "" if rule.status in USED else f", {rule.status}"
    return line(book.rule_link(rule), Words(f" {worth}{draft}", look="soft"))


def _flags(book: Book) -> Iterator[Block]:
    if not book.entries("flags"):
        return
    yield Heading("Flags, by tier", "flags")
    for tier in TIERS:
        flags = [
            rule for rule in book.knowledge.rules.values()
            if isinstance(rule.conclusion, Warn) and rule.conclusion.tier == tier
        ]  # fmt: skip
        if flags:
            yield Heading(f"Tier {TIER_WORDS[tier]}", "", 3)
            yield listing([line(book.rule_link(rule)) for rule in flags], wide=True)


def _section(book: Book, title: str, section: str) -> Iterator[Block]:
    entries = book.entries(section)
    if entries:
        yield Heading(title, section)
        yield listing([line(book.link(section, name)) for name in entries], wide=True)


def _questions(book: Book) -> Iterator[Block]:
    if not book.entries("questions"):
        return
    yield Heading("Questions, by topic", "questions")
    for topic in book.knowledge.topics.values():
        names = [name for name in book.entries("questions") if name.partition(".")[0] == topic.id]
        if names:
            yield Heading(topic.title, anchor("topic", topic.id), 3)
            yield listing([line(book.link("questions", name)) for name in names], wide=True)


def _sources(book: Book) -> Iterator[Block]:
    evidence = book.knowledge.evidence
    if evidence:
        yield Heading("Sources", "sources")
        links = [book.link("evidence", one.id, one.cite) for one in evidence.values()]
        yield listing([line(link) for link in _sorted(links)], wide=True)


def _checks() -> Iterator[Block]:
    yield Heading("Checks", "checks")
    for prefix, title in AREAS.items():
        found = [page for page in code_texts().values() if page.code.startswith(prefix)]
        if found:
            yield Heading(title, "", 3)
            links = [Words(code_title(page), code_path(page.code)) for page in found]
            yield listing([line(link) for link in links], wide=True)


def a_to_z_page(every: Iterable[Page]) -> Page:
    """Every page by its title."""
    by_letter: dict[str, list[tuple[Words, str]]] = {}
    for page in sorted(every, key=lambda one: (one.title.casefold(), one.path)):
        first = page.title[:1].upper()
        letter = first if first.isascii() and first.isalpha() else "#"
        kind = page.trail[0].text if page.trail else ""
        by_letter.setdefault(letter, []).append((Words(page.title, page.path), kind))
    letters = joined(
        [Words(_shown(letter), f"a-z.html#{_anchor(letter)}") for letter in sorted(by_letter)], " "
    )
    blocks: list[Block] = [Paragraph(letters)]
    for letter, found in sorted(by_letter.items()):
        blocks.append(Heading(_shown(letter), _anchor(letter)))
        lines = [line(link, Words(f" {kind}", look="soft")) for link, kind in found]
        blocks.append(listing(lines, wide=True))
    return Page(path="a-z.html", title="Everything, from A to Z", blocks=tuple(blocks))


def _shown(letter: str) -> str:
    return "Other" if letter == "#" else letter


def _anchor(letter: str) -> str:
    return "letter-other" if letter == "#" else f"letter-{letter.lower()}"


def _sorted(links: Iterable[Words]) -> list[Words]:
    return sorted(links, key=lambda link: (link.text.casefold(), link.to))
