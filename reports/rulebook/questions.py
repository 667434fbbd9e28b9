"""The pages of questions, with all that is compared with their answers."""

from collections.abc import Iterator, Mapping
from typing import Final

from ...engine.condition import ALWAYS, NEVER, Condition
from ...engine.evaluate import test_of
from ...engine.loading.sections import Entry
from ...engine.recorded import METRICS
from ...engine.sentence import kind_of
from ...engine.shape import QuestionShape, Shape
from ...engine.units import DATE, show_number
from ...engine.vocabulary import Choice, Kind, Number, Several
from .answers import answers_in_words
from .axis import Lane, draw
from .book import Book
from .history import history
from .parts import as_written, printed
from .paths import anchor, page_path
from .readers import Reader
from .shapes import (
    Block,
    Facts,
    Heading,
    Line,
    Page,
    Paragraph,
    Picture,
    Row,
    Table,
    Words,
    joined,
    line,
)

_WORSE: Final = {
    "lower": "a lower answer",
    "higher": "a higher answer",
    "neither": "neither way",
}
Readers = Mapping[str, tuple[Reader, ...]]


def question_pages(book: Book, readers: Readers) -> Iterator[Page]:
    """A page for every question; one that is asked for each place has one for all places."""
    for name, entry in book.entries("questions").items():
        if isinstance(entry.shape, QuestionShape):
            yield _question(book, entry, entry.shape, readers.get(name, ()))


def _question(
    book: Book, entry: Entry[Shape], shape: QuestionShape, readers: tuple[Reader, ...]
) -> Page:
    kind = kind_of(entry.id, book.knowledge)
    topic = book.knowledge.topics[entry.id.partition(".")[0]]
    change = f"{shape.change} of 9" if shape.change else "not to be changed"
    facts = (
        ("Answer", line(answers_in_words(kind))),
        ("Worse for a runner", line(_WORSE[shape.worse])),
        (
            "Effort to change it",
            line(change),
        ),
        ("Asked", _asked(book, entry.id)),
        *(
            [("Answered by a record", line(METRICS[shape.from_history].title))]
            if shape.from_history
            else []
        ),
        *_measured(book, entry.id, shape),
    )
    blocks: tuple[Block, ...] = (
        *_why(book, shape),
        Facts(facts),
        *as_written(entry.node.get("only_if"), "The condition under which it is asked, as written"),
        *_choices(entry.id, kind, readers),
        *read_by(book, entry.id, kind, readers),
        *history(book, "questions", entry),
    )
    return Page(
        path=page_path("questions", entry.id),
        title=book.title("questions", entry.id),
        id=entry.id,
        trail=(
            Words("Questions", "index.html#questions"),
            Words(topic.title, f"index.html#{anchor('topic', topic.id)}"),
        ),
        blocks=blocks,
    )


def _why(book: Book, shape: QuestionShape) -> Iterator[Paragraph]:
    """The question with its help; of what only a record answers, of which question it is."""
    if shape.records:
        asked = book.link("questions", shape.records)
        yield Paragraph(line("Nobody is asked this: it is what a record shows of ", asked, "."))
    else:
        yield Paragraph(printed(shape.ask, book), "lead")
    if shape.help:
        yield Paragraph(printed(shape.help, book))
    if not shape.records:
        yield Paragraph(line(Words("Why it is asked: ", look="soft"), printed(shape.why, book)))


def _measured(book: Book, name: str, shape: QuestionShape) -> Iterator[tuple[str, Line]]:
    """How it can be measured, how far off that usually is, and what is said to a slip."""
    tests = [
        book.link("home_tests", test.id)
        for test in book.knowledge.home_tests.values()
        if name in test.questions
    ]
    if tests:
        yield "Test at home", joined(tests)
    if shape.measurement_error is not None:
        yield "Usual error of measurement", line(f"{shape.measurement_error:g} either way")
    if shape.step is not None:
        yield "Smallest difference in answers", line(f"{shape.step:g}")
    if shape.refused:
        yield "Said to an answer out of range", line(shape.refused)


def _asked(book: Book, name: str) -> Line:
    """When a question is asked; of one for each place, for which places."""
    asked = book.knowledge.questions.get(name)
    if asked is not None and asked.records:
        return line("never: only a record answers it")
    gates = book.gates(name)
    if not any(gates.values()):
        gate = next(iter(gates), ALWAYS)
        return line("always") if gate == ALWAYS else line("when ", book.said(gate))
    if len(gates) == 1:
        when = _when(book, next(iter(gates)))
        return line("for each place that was chosen", ", " if when else "", when)
    groups = sorted(gates.items(), key=lambda group: len(group[1]))
    said = [
        line(joined([f"“{book.knowledge.sites[site]}”" for site in sites]), ": ", _when(book, gate)
             or "always")
        for gate, sites in groups[:-1]
    ]  # fmt: skip
    rest, _ = groups[-1]
    last = line("every other place that was chosen: ", _when(book, rest) or "always")
    return joined([*said, last], "; ")


def _when(book: Book, gate: Condition) -> Line:
    """The condition of some places; empty for none."""
    if gate == ALWAYS:
        return ()
    return line("not asked") if gate == NEVER else line("when ", book.said(gate))


def _choices(name: str, kind: Kind, readers: tuple[Reader, ...]) -> tuple[Block, ...]:
    """The choices, each with what tells it apart from others."""
    if not isinstance(kind, Choice | Several):
        return ()
    rows = []
    for word, label in kind.labels.items():
        takers = [reader.link for reader in readers if _takes(reader, name, kind, word)]
        said = joined(takers, "; ") if takers else line(Words("nothing", look="soft"))
        rows.append(Row((line(label), line(Words(word, look="code")), said)))
    head = ("Choice", "As written", "It speaks for")
    return (Heading("Choices"), Table(head, tuple(rows)))


def _takes(reader: Reader, name: str, kind: Choice | Several, word: str) -> bool:
    """Whether one of a reader's comparisons is true for a choice, and not for all of them."""
    answer = frozenset({word}) if isinstance(kind, Several) else word
    every = [frozenset({one}) if isinstance(kind, Several) else one for one in kind.labels]
    tests = [test_of(one, tuple(kind.labels)) for one in reader.comparisons(name)]
    return any(test(answer) and not all(test(one) for one in every) for test in tests)


def read_by(book: Book, name: str, kind: Kind, readers: tuple[Reader, ...]) -> tuple[Block, ...]:
    """What reads a value: on its axis if it is a number, and as a table."""
    if not readers:
        return (Heading("What reads it"), Paragraph(line("Nothing reads it."), "soft"))
    rows = tuple(
        Row((line(reader.link), line(reader.kind), line(reader.says(name, book))))
        for reader in readers
    )
    table = Table(("What reads it", "What that is", "What it asks"), rows)
    return (Heading("What reads it"), *axis_of(book, name, kind, readers), table)


def axis_of(book: Book, name: str, kind: Kind, readers: tuple[Reader, ...]) -> tuple[Block, ...]:
    """The picture of a number's thresholds; nothing for another kind, or without thresholds."""
    if not isinstance(kind, Number) or kind.unit == DATE:
        return ()
    lanes = tuple(
        Lane(reader.link.text, spans, reader.is_rule)
        for reader in readers
        if (spans := reader.spans(name))
    )
    unit = show_number(0, kind.unit).partition(" ")[2]
    axis = draw(
        f"{book.name(name)}{f', in {unit}' if unit else ''}",
        " ".join(
            f"{reader.link.text}: {reader.says(name, book)}."
            for reader in readers
            if reader.spans(name)
        ),
        lanes,
        (kind.lowest, kind.highest),
        lambda value: show_number(value, kind.unit).partition(" ")[0],
    )
    return (Picture(axis),) if axis else ()
