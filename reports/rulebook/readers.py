"""Who reads a question, derived value, flag or pattern, and what rests on a source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...engine.condition import ALWAYS, NEVER, Comparison, Condition, comparisons, subjects
from ...engine.knowledge import (
    Derived,
    FirstThatHolds,
    Lead,
    Limit,
    Lookup,
    Points,
    Range,
    Sign,
    Warn,
    formula_reads,
)
from ...engine.sentence import predicate
from .book import Book
from .shapes import Words
from .spans import Span, spans_of

_KINDS = {Points: "rule", Warn: "flag", Sign: "sign of a pattern", Limit: "limit", Lead: "headline"}
_MOST_SAID = 4


@dataclass(frozen=True, slots=True)
class Reader:
    """Something that reads other things.

    `conditions` have the ids of entries. `ranges` are the rows of a table that it looks up.
    """

    link: Words
    kind: str
    conditions: tuple[Condition, ...] = ()
    formula_reads: frozenset[str] = frozenset()
    ranges: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    is_rule: bool = False

    @property
    def reads(self) -> set[str]:
        """The ids of the entries that it reads."""
        return set(self.formula_reads).union(*(subjects(one) for one in self.conditions))

    def spans(self, subject: str) -> tuple[Span, ...]:
        """The numbers that it tells apart from all others."""
        found = [span for one in self.conditions for span in spans_of(one, subject)]
        return tuple(dict.fromkeys([*found, *self.ranges.get(subject, ())]))

    def comparisons(self, subject: str) -> tuple[Comparison, ...]:
        """Its comparisons with one subject, each once."""
        every = (one for condition in self.conditions for one in comparisons(condition))
        return tuple(dict.fromkeys(one for one in every if one.subject == subject))

    def says(self, subject: str, book: Book) -> str:
        """What it asks of one subject, shortly."""
        if subject in self.ranges:
            return "a row of its table for each range"
        said = list(
            dict.fromkeys(predicate(one, book.knowledge) for one in self.comparisons(subject))
        )
        if not said:
            return "it is part of the formula"
        more = len(said) - _MOST_SAID
        return "; ".join([*said[:_MOST_SAID], *([f"and {more} more"] if more > 0 else [])])


def readers_of(book: Book) -> dict[str, tuple[Reader, ...]]:
    """Every reader by the id of the entry that it reads, in the order of the base."""
    found: dict[str, list[Reader]] = {}
    for reader in _all(book):
        for name in reader.reads:
            found.setdefault(name, []).append(reader)
    return {name: tuple(readers) for name, readers in found.items()}


def _all(book: Book) -> Iterator[Reader]:
    knowledge = book.knowledge
    for rule in knowledge.rules.values():
        when = book.generalised(rule.when)
        kind = "note" if rule.is_note else _KINDS[type(rule.conclusion)]
        yield Reader(book.rule_link(rule), kind, (when,), is_rule=True)
    for pattern in knowledge.patterns.values():
        for link in pattern.links:
            if link.condition is not None:
                text = f"{pattern.title}: link to {knowledge.scored[link.pillar].title}"
                words = book.link("patterns", pattern.id, text)
                yield Reader(words, "link of a pattern", (book.generalised(link.condition),))
    for advice in knowledge.advice.values():
        if advice.withhold_if is not None:
            words = book.link("advice", advice.id)
            yield Reader(words, "advice, withheld", (book.generalised(advice.withhold_if),))
    for test in knowledge.home_tests.values():
        if test.withhold_if is not None:
            words = book.link("home_tests", test.id)
            yield Reader(words, "test at home, withheld", (book.generalised(test.withhold_if),))
    for one in {one.entry: one for one in knowledge.contradictions.values()}.values():
        when = book.generalised(one.when if one.written is None else one.written)
        yield Reader(book.link("contradictions", one.entry), "contradiction", (when,))
    yield from _of_questions(book)
    for derived in knowledge.derived.values():
        yield from _of_derived(derived, book)


def _of_questions(book: Book) -> Iterator[Reader]:
    for name in book.entries("questions"):
        question = book.knowledge.questions.get(name)
        if question is not None and question.records:
            continue
        gates = tuple(gate for gate in book.gates(name) if gate not in (ALWAYS, NEVER))
        if gates:
            yield Reader(book.link("questions", name), "question, asked only then", gates)


def _of_derived(derived: Derived, book: Book) -> Iterator[Reader]:
    link = book.link("derived", derived.id)
    if derived.gate is not None:
        yield Reader(
            link, "derived value, which applies only then", (book.generalised(derived.gate),)
        )
    reads = frozenset(book.general(name) for name in formula_reads(derived.formula))
    match derived.formula:
        case FirstThatHolds(branches):
            conditions = tuple(book.generalised(condition) for _, condition in branches)
            yield Reader(link, "derived value", conditions)
        case Lookup():
            yield Reader(link, "derived value", (), reads, _ranges(derived.formula, book))
        case _:
            yield Reader(link, "derived value", (), reads)


def _ranges(lookup: Lookup, book: Book) -> dict[str, tuple[Span, ...]]:
    found = {}
    for index, name in enumerate(lookup.by):
        keys = [row[0][index] for row in lookup.rows]
        spans = [Span(key.low, key.high, has_low=True) for key in keys if isinstance(key, Range)]
        if spans:
            found[book.general(name)] = tuple(dict.fromkeys(spans))
    return found


def resting_on(book: Book) -> dict[str, tuple[tuple[str, Words], ...]]:
    """What rests on each source: its kind and a link, in the order of the base."""
    found: dict[str, list[tuple[str, Words]]] = {}
    kinds = {"rules": "rule", "flags": "flag", "limits": "limit", "patterns": "pattern",
             "home_tests": "test at home", "advice": "advice"}  # fmt: skip
    for section, kind in kinds.items():
        for entry in book.entries(section).values():
            for source in dict.fromkeys(getattr(entry.shape, "evidence", ())):
                found.setdefault(source, []).append((kind, book.link(section, entry.id)))
    return {name: tuple(rows) for name, rows in found.items()}
