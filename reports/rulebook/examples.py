"""The examples of rules, as rows of a table."""

from collections.abc import Iterable
from typing import Final

from ...engine.examples.reading import UNDECIDED, Example
from .book import Book
from .shapes import Block, Heading, Line, Look, Paragraph, Row, Table, Words, joined, line

_LOOKS: Final[dict[str, Look]] = {"fires": "fires", "quiet": "quiet", "unknown": "unknown"}
_HEAD: Final = ("Example", "The runner says", "Expected")
_CAPTION: Final = "Each is a test, and is run whenever the base is checked."


def example_blocks(book: Book, rules: Iterable[str]) -> tuple[Block, ...]:
    """The examples of one rule or of the signs of a pattern, or that there are none."""
    found = [(rule, one) for rule in rules for one in book.examples.get(rule, ())]
    if not found:
        return (Heading("Examples"), Paragraph(line("There are no examples yet."), "soft"))
    is_several = len({rule for rule, _ in found}) > 1
    rows = []
    for rule, one in found:
        sign = f"{book.knowledge.rules[rule].title}: " if is_several else ""
        rows.append(Row((line(f"{sign}{one.name}"), _given(book, one), line(_expected(one)))))
    return (Heading("Examples"), Table(_HEAD, tuple(rows), _CAPTION))


def _expected(example: Example) -> Words:
    if example.expect == UNDECIDED:
        return Words("not decided yet", look="soft")
    return Words(example.expect, look=_LOOKS[example.expect])


def _given(book: Book, example: Example) -> Line:
    if not example.answers:
        return line(Words("nothing", look="soft"))
    said = [
        line(Words(book.name(name), book.subject_path(name)), f": {answer.shown}")
        for name, answer in example.answers.items()
    ]
    return joined(said, "; ")
