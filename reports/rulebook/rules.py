"""The page of a rule, a flag or a limit."""

from collections.abc import Iterator
from typing import Final, assert_never

from ...engine.condition import ALWAYS, comparisons
from ...engine.knowledge import Lead, Limit, Points, Rule, Sign, Warn
from ...engine.loading.references import USED
from ...engine.loading.sections import Entry
from ...engine.sentence import kind_of
from ...engine.shape import Shape
from ...engine.vocabulary import show_value
from ..words import ROUTE_WORDS
from .answers import answers_in_words
from .book import Book
from .examples import example_blocks
from .flips import Flipper, Flips
from .history import history
from .items import Item, items_of, points_of
from .parts import (
    STATUS_WORDS,
    as_written,
    count,
    how_sure,
    printed,
    printed_note,
)
from .paths import anchor, page_path
from .shapes import Block, Facts, Heading, Line, Page, Paragraph, Row, Table, Words, line

TIER_WORDS: Final = {
    "A": "A: an emergency",
    "B": "B: for a doctor",
    "C": "C: for a physiotherapist within two weeks",
    "D": "D: to look after yourself",
}
PLAN_WORDS: Final = {
    "none": "No plan is shown.",
    "no-impact": "A plan without running and jumping.",
    "hold": "The load stays as it is, and nothing increases.",
    "site": "A plan that goes easy on the sore place.",
    "unchanged": "The plan stays as it is.",
}
_TRAILS: Final = {"rules": "Rules", "flags": "Flags", "limits": "Limits"}


def rule_pages(book: Book, flipper: Flipper) -> Iterator[Page]:
    """A page for every rule, flag and limit, also for those that are drafts or retired."""
    items = items_of(book.knowledge)
    for section in _TRAILS:
        for name, entry in book.entries(section).items():
            rule = book.knowledge.rules.get(name)
            if rule is None:
                yield retired_page(book, section, entry)
            else:
                yield _page(book, section, entry, items, flipper.flips(rule))


def fires_when(book: Book, rule: Rule) -> Line:
    """When a rule fires, as a clause that begins with *when*."""
    if not rule.is_each:
        return line("when ", book.said(rule.when))
    places = book.knowledge.site_question or ""
    each = Words(book.title("questions", places), book.subject_path(places))
    return line("when, for one place of ", each, ", ", book.said(rule.when))


def _trail(book: Book, section: str, rule: Rule) -> tuple[Words, ...]:
    """What a rule belongs to."""
    if isinstance(rule.conclusion, Points):
        pillar = rule.conclusion.pillar
        link = book.link("pillars", pillar, _title(book, pillar))
        return (Words("Rules", "index.html#rules"), link)
    return (Words(_TRAILS[section], f"index.html#{section}"),)


def _title(book: Book, pillar: str) -> str:
    return book.knowledge.scored[pillar].title


def _page(
    book: Book,
    section: str,
    entry: Entry[Shape],
    items: dict[str, tuple[Item, ...]],
    flips: Flips | None,
) -> Page:
    rule = book.knowledge.rules[entry.id]
    not_for: tuple[Block, ...] = ()
    if rule.not_for:
        not_for = (Heading("Not for"), Paragraph(line(rule.not_for)))
    blocks = (
        Paragraph(line("Fires ", fires_when(book, rule), "."), "lead"),
        *as_written(entry.node.get("when"), "The condition as it is written"),
        Heading("What follows"),
        Facts(tuple(_follows(book, rule, items))),
        *_item_table(book, rule, items),
        *_claim(rule),
        Heading("What the report says" if not isinstance(rule.conclusion, Limit) else "Text"),
        Paragraph(printed(rule.because, book)),
        *printed_note(rule.because),
        *not_for,
        *how_sure(book, rule.evidence, rule.grade),
        *_reads(book, rule),
        *flip_blocks(book, flips),
        *example_blocks(book, [rule.id]),
        *history(book, section, entry),
    )
    return Page(
        path=page_path(section, rule.id),
        title=rule.title,
        id=rule.id,
        trail=_trail(book, section, rule),
        badges=(rule.status,),
        blocks=blocks,
    )


def _claim(rule: Rule) -> tuple[Block, ...]:
    """What people often say, which the report prints before what is known."""
    if not rule.claim:
        return ()
    return (Heading("What people often say"), Paragraph(line(f"“{rule.claim}”")))


def _follows(
    book: Book, rule: Rule, items: dict[str, tuple[Item, ...]]
) -> Iterator[tuple[str, Line]]:
    """What a rule that fires does."""
    match rule.conclusion:
        case Points(pillar, _, points, advice):
            if rule.is_note:
                link = Words(_title(book, pillar), page_path("pillars", pillar))
                yield "Pillar", line(link)
                yield "Points", line("none: it is a note, which is said and moves no number")
            else:
                yield from _points(book, rule, items[pillar], points)
            if advice is not None:
                yield "Advice", line(book.link("advice", advice))
        case Warn(tier, route, plan, running, tell):
            yield "Tier", line(TIER_WORDS[tier])
            yield "Route", line(ROUTE_WORDS[route].way)
            yield "Plan", line(PLAN_WORDS[plan])
            yield "Running", printed(running, book)
            yield "Tell them", line(tell)
        case Limit(stops):
            yield "Plan", line("No plan is shown." if stops else "It is said, and nothing else.")
        case Sign() | Lead():
            raise AssertionError("signs and headlines have no page of their own")
        case _:
            assert_never(rule.conclusion)
    yield "Status", line(STATUS_WORDS[rule.status])


def _points(
    book: Book, rule: Rule, items: tuple[Item, ...], points: int
) -> Iterator[tuple[str, Line]]:
    item = next(one for one in items if rule in one.rules)
    total = sum(one.worth for one in items)
    pillar = Words(_title(book, item.pillar), page_path("pillars", item.pillar))
    where = f"{page_path('pillars', item.pillar)}#{anchor('item', item.id)}"
    share = f" of the {total} that can be lost" if rule.status in USED else ", once it is used"
    percent = f" ({points / total:.0%})".replace("%", " %") if total else ""
    yield "Pillar", line(pillar)
    yield "Points", line(f"{points}{share}{percent if rule.status in USED else ''}")
    if item.is_group:
        yield "Item", line(Words(item.id, where), f": {count(len(item.rules), 'rule')}, "
                           "and the heaviest that fires counts")  # fmt: skip


def _item_table(book: Book, rule: Rule, items: dict[str, tuple[Item, ...]]) -> tuple[Block, ...]:
    """The other rules of the item."""
    if not isinstance(rule.conclusion, Points) or rule.is_note:
        return ()
    item = next(one for one in items[rule.conclusion.pillar] if rule in one.rules)
    others = [one for one in item.rules if one is not rule]
    if not others:
        return ()
    rows = tuple(
        Row((line(book.rule_link(one)), line(str(points_of(one))), fires_when(book, one)))
        for one in others
    )
    return (Table(("In the same item", "Points", "Fires"), rows),)


def _reads(book: Book, rule: Rule) -> tuple[Block, ...]:
    """What the condition reads, and when that is asked at all."""
    rows = []
    for subject in dict.fromkeys(one.subject for one in comparisons(rule.when)):
        if subject == "site":
            continue
        name = book.general(subject)
        answers = answers_in_words(kind_of(subject, book.knowledge))
        link = Words(book.name(subject), book.subject_path(subject))
        rows.append(Row((line(link), line(answers), asked(book, name))))
    if not rows:
        return ()
    gated = any(row.cells[2] != line("always") for row in rows)
    note = "A comparison with something that does not apply is false, never unknown."
    notes = (Paragraph(line(note), "soft"),) if gated else ()
    return (
        Heading("What it reads"),
        Table(("It reads", "Answers", "Applies"), tuple(rows)),
        *notes,
    )


def asked(book: Book, name: str) -> Line:
    """When a question is asked, or a derived value applies."""
    derived = book.knowledge.derived.get(name)
    if derived is not None:
        return line("when ", book.said(derived.gate)) if derived.gate else line("always")
    if name not in book.entries("questions"):
        return line("always")
    gates = book.gates(name)
    if len(gates) == 1 and not next(iter(gates.values())):
        gate = next(iter(gates))
        return line("always") if gate == ALWAYS else line("when ", book.said(gate))
    return line("for places that were chosen")


def flip_blocks(book: Book, flips: Flips | None) -> tuple[Block, ...]:
    """A runner for whom the rule fires, with the nearest answers that quiet it."""
    heading = Heading("The nearest runner who flips it")
    if flips is None:
        return (heading, Paragraph(line("No runner was found for whom this fires."), "soft"))
    after = {flip.question: flip.after for flip in flips.flips}
    rows = []
    for name in dict.fromkeys([*after, *flips.runner]):
        question = book.knowledge.questions[name]
        fires = show_value(question.kind, flips.runner[name])
        quiet = show_value(question.kind, after[name]) if name in after else ""
        cells = (
            line(Words(question.title, book.subject_path(name))),
            line(Words(fires, look="fires")),
            line(
                Words(quiet, look="quiet") if quiet else Words("no other answer alone", look="soft")
            ),
        )
        rows.append(Row(cells))
    caption = "It fires for this runner. Each answer of the last column makes it quiet by itself."
    if not after:
        caption = "It fires for this runner, and no other answer to one question makes it quiet."
    return (heading, Table(("The runner says", "It fires", "It is quiet"), tuple(rows), caption))


def retired_page(book: Book, section: str, entry: Entry[Shape]) -> Page:
    """The page of something that is no longer used: its id is never given again."""
    shape = entry.shape
    text = str(
        getattr(shape, "because", "") or getattr(shape, "text", "") or getattr(shape, "about", "")
    )
    return Page(
        path=page_path(section, entry.id),
        title=str(getattr(shape, "title", entry.id)),
        id=entry.id,
        trail=(Words("Everything, from A to Z", "a-z.html"),),
        badges=("retired",),
        blocks=(
            Paragraph(
                line("This is no longer used. Its id is kept, so that it is never given again."),
                "note",
            ),
            *as_written(entry.node.get("when"), "The condition as it was written"),
            Heading("What the report said"),
            Paragraph(printed(text, book)),
            *how_sure(book, getattr(shape, "evidence", ()), str(getattr(shape, "grade", "expert"))),
            *history(book, section, entry),
        ),
    )
