"""Words that knowledge must not use, sentences that are hard to read, texts still to write."""

import re
from collections.abc import Iterator

from ..errors import Problem, join_words
from ..loading.sections import Entry, Sections
from ..shape import Shape
from ..source import Mapping, Node, Scalar, Sequence

LONGEST_SENTENCE_WORDS = 25

# Promises, causes and personal risks: nobody has measured them for this runner.
_FORBIDDEN = re.compile(
    r"\b(prevents?|preventing|cures?|guarantee[sd]?|will (?:fix|heal|stop the pain)|heals"
    r"|causes|caused by|you have (?:a |an )?(?:\w+ )?(?:tendinopathy|fracture|syndrome|injury)"
    r"|target weight|lose weight|your risk (?:is|of))\b|\d+ ?% (?:risk|chance|more likely)",
    re.IGNORECASE,
)
_SHOWN = ("ask", "help", "why", "because", "text", "dose", "stop", "running", "about", "differ",
          "headline", "how", "hold", "weeks", "half", "not_for")  # fmt: skip
# A part that may be left out begins and ends with double brackets, often between sentences.
_FILLED_IN = ("title", *_SHOWN, "tell")
# How `kb new` begins a text that its author writes, and what authors write for the same.
_COMMENTED = re.compile(r"\s#\s*TODO\b")
_TO_WRITE = re.compile(r"\A\s*(?:…|\.\.\.)|\b(?:TODO|TBD|FIXME)\b")
_SENTENCE_END = re.compile(r"(?<=[.!?])(?:\[\[|\]\])*\s+(?:\[\[)?")


def check_words(sections: Sections) -> Iterator[Problem]:
    """Findings in every text that a runner reads, also of whom an entry is not for."""
    for section, entries in sections.entries.items():
        if section == "evidence":
            continue
        for entry in entries.values():
            yield from _not_filled_in(entry)
            for field in _SHOWN:
                node = entry.node.get(field)
                if node is not None:
                    yield from _check(node, (*entry.context, field), entry)


def _not_filled_in(entry: Entry[Shape]) -> Iterator[Problem]:
    """One finding for all fields of an entry that wait to be written.

    A text says so itself; behind other values, like a condition, a comment does: `# TODO`.
    """
    waiting = {key.text: node for key, node in entry.node.entries if _waits(key.text, node)}
    if waiting:
        yield Problem(
            code="KB408", place=next(iter(waiting.values())).place, context=entry.context,
            message=f"{join_words(waiting, 'and')} {'is' if len(waiting) == 1 else 'are'}"
            " not written yet",
            fix="write it, and take the `…` or the TODO out", subject=entry.id,
        )  # fmt: skip


def _waits(field: str, node: Node) -> bool:
    line = node.place.source.line(node.place.line)
    is_text = isinstance(node, Scalar) and field in _FILLED_IN
    return bool(
        _COMMENTED.search(line) or (is_text and _TO_WRITE.search(getattr(node, "text", "")))
    )


def _check(node: Node, context: tuple[str, ...], entry: Entry[Shape]) -> Iterator[Problem]:
    match node:
        case Sequence(items):
            for item in items:
                yield from _check(item, context, entry)
        case Scalar(text):
            for found in _FORBIDDEN.finditer(text):
                yield Problem(
                    code="KB407", place=node.place_at(found.start(), len(found.group())),
                    message=f"'{found.group()}' promises, blames or counts what nobody"
                    " has measured",
                    context=context, subject=entry.id,
                    fix="say what may help, by the grade of its evidence",
                )  # fmt: skip
            for start, sentence in _sentences(text):
                words = len(sentence.replace("[[", "").replace("]]", "").split())
                if words > LONGEST_SENTENCE_WORDS:
                    yield Problem(
                        code="KB406", place=node.place_at(start, len(sentence)),
                        message=f"a sentence has {words} words;"
                        f" {LONGEST_SENTENCE_WORDS} are enough",
                        context=context, subject=entry.id, why=" ".join(sentence.split()),
                        fix="make two sentences of it",
                    )  # fmt: skip
        case Mapping():
            return


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each sentence with the offset at which it begins."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]
