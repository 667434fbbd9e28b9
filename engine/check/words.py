"""Words that knowledge must not use, and sentences that are hard to read."""

import re
from collections.abc import Iterator

from ..errors import Problem
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
          "headline", "how", "hold", "weeks", "half")  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def check_words(sections: Sections) -> Iterator[Problem]:
    """Findings in every text that a runner reads."""
    for section, entries in sections.entries.items():
        if section == "evidence":
            continue
        for entry in entries.values():
            for field in _SHOWN:
                node = entry.node.get(field)
                if node is not None:
                    yield from _check(node, (*entry.context, field), entry)


def _check(node: Node, context: tuple[str, ...], entry: Entry[Shape]) -> Iterator[Problem]:
    match node:
        case Sequence(items):
            for item in items:
                yield from _check(item, context, entry)
        case Scalar(text):
            if found := _FORBIDDEN.search(text):
                place = node.place_at(found.start(), len(found.group()))
                message = f"'{found.group()}' promises, blames or counts what nobody has measured"
                fix = "say what may help, by the grade of its evidence"
                yield Problem(
                    code="KB407", place=place, message=message, severity="warning",
                    context=context, fix=fix,
                )  # fmt: skip
            for sentence in _SENTENCE_END.split(text.replace("[[", "").replace("]]", "")):
                words = len(sentence.split())
                if words > LONGEST_SENTENCE_WORDS:
                    message = f"a sentence has {words} words; {LONGEST_SENTENCE_WORDS} are enough"
                    yield Problem(
                        code="KB406", place=node.place, message=message, severity="warning",
                        context=context, why=sentence, fix="make two sentences of it",
                    )  # fmt: skip
        case Mapping():
            return
