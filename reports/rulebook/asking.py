"""The pages of what belongs to asking: contradictions, and tests at home."""

from collections.abc import Iterator
from typing import Final

from ...engine.asking import Contradiction, HomeTest
from ...engine.condition import comparisons
from ...engine.sentence import kind_of
from .answers import answers_in_words
from .book import Book
from .history import history
from .parts import as_written, count, how_sure, listing, printed, printed_note
from .paths import page_path
from .shapes import Block, Facts, Heading, Line, Page, Paragraph, Row, Table, Words, joined, line

_MEASURES: Final = {
    "repetitions": "repetitions to a beat",
    "hold": "seconds held",
    "count": "a count",
    "faults": "faults seen on a film",
}


_KEEP: Final = {
    "each": "each result answers its own question",
    "worst": "the worse result counts",
    "average": "the average counts",
}


def contradiction_pages(book: Book) -> Iterator[Page]:
    """A page for every contradiction; one of every place has one for all places."""
    by_entry = {one.entry: one for one in book.knowledge.contradictions.values()}
    for name, one in by_entry.items():
        yield _contradiction(book, name, one)


def _contradiction(book: Book, name: str, one: Contradiction) -> Page:
    entry = book.entries("contradictions")[name]
    text = str(getattr(entry.shape, "text", ""))
    when = one.when if one.written is None else one.written
    places = book.knowledge.site_question or ""
    each = line(", for one place of ", book.link("questions", places), ",") if one.site else ()
    then = (
        "No real runner answers so. The checks count on that, and no made-up runner does."
        if one.never
        else "A real runner may answer so, and it is asked again."
    )
    rows = tuple(
        Row((line(Words(book.name(subject), book.subject_path(subject))),
             line(answers_in_words(kind_of(subject, book.knowledge)))))
        for subject in dict.fromkeys(part.subject for part in comparisons(when))
        if subject != "site"
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Paragraph(line("Holds when", each, " ", book.said(when), "."), "lead"),
        *as_written(entry.node.get("when"), "The condition as it is written"),
        Heading("What follows"),
        Paragraph(line(then, " No score changes by it.")),
        Heading("What the report says"),
        Paragraph(printed(text, book)),
        *printed_note(text),
        Heading("What it reads"),
        Table(("It reads", "Answers"), rows),
        *history(book, "contradictions", entry),
    )
    return Page(
        path=page_path("contradictions", name), title=one.title, id=name,
        trail=(Words("Contradictions", "index.html#contradictions"),),
        badges=("never",) if one.never else (), blocks=blocks,
    )  # fmt: skip


def home_test_pages(book: Book) -> Iterator[Page]:
    """A page for every test at home."""
    for test in book.knowledge.home_tests.values():
        entry = book.entries("home_tests")[test.id]
        withheld = "The condition that withholds it, as written"
        blocks: tuple[Block, ...] = (
            *([Paragraph(line(test.about), "lead")] if test.about else []),
            Facts(tuple(_facts(book, test))),
            *as_written(entry.node.get("withhold_if"), withheld),
            Heading("Step by step"),
            listing([line(step) for step in test.steps]),
            Paragraph(line(Words("Stop: ", look="soft"), test.stop)),
            *_listed("A yes to one of these ends it", test.ask_first),
            *_listed("Faults to look for", test.faults),
            *how_sure(book, test.evidence, test.grade),
            *history(book, "home_tests", entry),
        )
        yield Page(
            path=page_path("home_tests", test.id), title=test.title, id=test.id,
            trail=(Words("Tests at home", "index.html#home_tests"),), blocks=blocks,
        )  # fmt: skip


def _listed(title: str, texts: tuple[str, ...]) -> tuple[Block, ...]:
    return (Heading(title), listing([line(text) for text in texts])) if texts else ()


def _facts(book: Book, test: HomeTest) -> Iterator[tuple[str, Line]]:
    links = [book.link("questions", name) for name in test.questions]
    yield "Answers", joined(links, ", then ")
    yield "Measures", line(_MEASURES[test.measure])
    if test.beats_per_minute is not None:
        each = count(test.beats_per_repetition, "beat")
        yield "Beat", line(f"{test.beats_per_minute} a minute, {each} for one repetition")
    if test.seconds is not None:
        times = f", and the number times {test.times}" if test.times > 1 else ""
        yield "Counts for", line(f"{count(test.seconds, 'second')}{times}")
    rest = f", with {count(test.rest_seconds, 'second')} of rest" if test.rest_seconds else ""
    yield "Done", line(f"{count(test.attempts, 'time')}{rest}; {_KEEP[test.keep]}")
    if test.needs:
        yield "Needs", line(test.needs)
    if test.minutes:
        yield "Takes", line(count(test.minutes, "minute"))
    for name, text in test.sets.items():
        yield "Answers too", line(book.link("questions", name), f": {text}")
    if test.loads:
        loads = joined([book.knowledge.sites[site] for site in test.loads])
        yield "Loads", line(loads, "; left out while a flag spares one of these places")
    if test.impact:
        yield "Impact", line("yes: left out while a flag allows none")
    if test.withhold_if is not None:
        yield "Withheld", line("unless this is certainly false: ", book.said(test.withhold_if))
