"""The page that says what is covered: by status, by examples, by sources."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from ...engine.examples.coverage import Part, coverage
from ...engine.examples.mutation import Mutating, MutationScore, RuleScore
from ...engine.knowledge import Sign
from ...engine.search import Search
from ..words import SEEN_WORDS
from .book import REASONED, Book
from .parts import count, listing
from .shapes import Block, Heading, Page, Paragraph, Row, Table, Words, line

_STATUSES: Final = ("draft", "trial", "stable", "retired")
_KINDS: Final = {"rules": "Rules", "flags": "Flags", "limits": "Limits", "patterns": "Patterns"}
_PARTS: Final = {
    "rules": "Rules that fire somewhere and are quiet somewhere",
    "thresholds": "Comparisons that are true somewhere and false somewhere",
    "questions": "Questions that are answered somewhere",
    "advice": "Advice that a whole person is given",
    "report": "Branches of the report that a whole person reaches",
}
_HOW: Final = (
    "Each rule is changed a little, one change at a time, and an example should notice: "
    "another threshold, another choice, a part left out."
)


def coverage_page(book: Book, search: Search) -> Page:
    """What is reviewed, what examples and whole people reach, and what rests on what."""
    return Page(
        path="coverage.html",
        title="What is covered",
        blocks=(
            Heading("By status"),
            _statuses(book),
            *_reached(book),
            *_mutants(book, search),
            *_sources(book),
        ),
    )


def _statuses(book: Book) -> Table:
    rows = []
    for section in REASONED:
        entries = book.entries(section).values()
        found = Counter(str(getattr(entry.shape, "status", "")) for entry in entries)
        if found:
            cells = [line(str(found[status])) for status in _STATUSES]
            rows.append(Row((line(_KINDS[section]), *cells)))
    return Table(("Kind", *(status.capitalize() for status in _STATUSES)), tuple(rows))


def _reached(book: Book) -> Iterator[Block]:
    """What examples and whole people reach."""
    parts = coverage(book.base)
    yield Heading("What examples and whole people reach", "reached")
    rows = [
        Row((line(_PARTS.get(part.name, part.name)), line(f"{part.total - len(part.gaps)}"),
             line(str(part.total))))
        for part in parts
    ]  # fmt: skip
    yield Table(("What", "Reached", "Of"), tuple(rows))
    for part in parts:
        if part.gaps:
            yield Heading(f"Not reached: {part.name}", f"not-reached-{part.name}", 3)
            yield listing(_gaps(book, part), wide=True)


def _gaps(book: Book, part: Part) -> Iterable[tuple[Words, ...]]:
    for gap in part.gaps:
        yield line(_named(book, gap.id), f": {gap.text}")


def _named(book: Book, name: str) -> Words:
    """A link to whatever has the id; the id itself where nothing has."""
    rule = book.knowledge.rules.get(name)
    if rule is not None:
        if not isinstance(rule.conclusion, Sign):
            return book.rule_link(rule)
        pattern = book.title("patterns", rule.conclusion.pattern)
        return book.rule_link(rule, f"{pattern}: {rule.title}")  # many have a sign of that name
    if name in book.entries("advice"):
        return book.link("advice", name)
    path = book.subject_path(name)
    return Words(book.name(name), path) if path else Words(name)


def _mutants(book: Book, search: Search) -> Iterator[Block]:
    """How well the examples pin the rules down."""
    rules = [rule for rule in book.knowledge.rules.values() if rule.id in book.examples]
    mutating = Mutating(book.base.assessor, book.base.outcomes, search)
    able = [rule for rule in book.knowledge.rules.values()
            if mutating.mutation.can_have_examples(rule)]  # fmt: skip
    bare = [rule for rule in able if rule.id not in book.examples]
    score = mutating.score(rules)
    yield Heading("How well examples pin the rules down", "mutants")
    number = sum(len(examples) for examples in book.examples.values())
    has = f"{count(number, 'example')} under {count(len(rules), 'rule')}."
    yield Paragraph(line(f"{has} {_HOW}"))
    if rules:
        percent = f"{score.percent:.1f} %"
        words = f"{score.caught} of {score.mutants} changes are noticed: {percent}."
        yield Paragraph(line(Words(words, look="strong")))
    yield from _survivors(book, score)
    if bare:
        yield Heading(f"{count(len(bare), 'rule')} without an example", "bare", 3)
        yield listing([line(_named(book, rule.id)) for rule in bare], wide=True)
    if rules:
        yield Heading("By rule", "by-rule", 3)
        yield _scores(book, score)


def _scores(book: Book, score: MutationScore) -> Table:
    """The rules by examples and by changes noticed."""
    rows = tuple(
        Row(
            (
                line(_named(book, one.rule.id)),
                line(str(len(book.examples.get(one.rule.id, ())))),
                line(f"{one.caught} of {one.mutants}"),
            )
        )
        for one in score.rules
    )
    return Table(("Rule", "Examples", "Changes noticed"), rows)


def _survivors(book: Book, score: MutationScore) -> Iterator[Block]:
    left = [one for one in score.rules if one.survivors]
    if not left:
        return
    yield Heading("Changes that no example notices", "survivors", 3)
    yield listing([_survived(book, one) for one in left])


def _survived(book: Book, score: RuleScore) -> tuple[Words, ...]:
    changes = "; ".join(one.mutant.change for one in score.survivors)
    return line(_named(book, score.rule.id), f": {changes}")


def _sources(book: Book) -> Iterator[Block]:
    """What was seen of the sources, and when they were checked."""
    evidence = book.knowledge.evidence.values()
    if not evidence:
        return
    yield Heading("Sources", "sources")
    found = Counter(one.seen for one in evidence)
    rows = tuple(Row((line(words), line(str(found[seen])))) for seen, words in SEEN_WORDS.items())
    yield Table(("Seen", "Sources"), rows)
    checked = sorted((one.checked, one.id) for one in evidence if one.checked)
    if checked:
        day, name = checked[0]
        link = book.link("evidence", name, book.knowledge.evidence[name].cite)
        yield Paragraph(line("Checked longest ago: ", link, f", {day}."))
    unchecked = len(book.knowledge.evidence) - len(checked)
    if unchecked:
        yield Paragraph(
            line(f"{count(unchecked, 'source')} without a day on which it was checked.")
        )
