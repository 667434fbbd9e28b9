"""Words that knowledge must not use, texts that are hard to read, texts still to write."""

import re
from collections.abc import Iterator

from ..errors import Place, Problem, join_words
from ..loading.sections import Entry, Sections
from ..nodes import scalars
from ..shape import Shape
from ..source import Mapping, Node, Scalar, Sequence
from .promises import PROMISE, SHOWN_VERBS, verb_mistake
from .reading import FEWEST_WORDS, HARDEST_GRADE, grade_of, long_words, words_of

LONGEST_SENTENCE_WORDS = 25

_SHOWN = ("ask", "help", "why", "because", "text", "dose", "stop", "running", "about", "differ",
          "headline", "how", "hold", "weeks", "half", "not_for", "claim", "refused",
          "steps", "needs", "faults", "ask_first", "consent")  # fmt: skip
_MOST_LONG_WORDS = 8
_CHOICES = ("answer", "answers")
# Where a text says how sure its own advice is.
_GRADED = {"advice": "text", "patterns": "about"}
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
            yield from _hard(entry)
            yield from _wrong_verb(section, entry)
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


def _hard(entry: Entry[Shape]) -> Iterator[Problem]:
    """Texts that are hard to read: long ones each by itself, all others of an entry together.

    Choices stand in a list, where each is read for itself; they are never long texts.
    """
    together = [one for field in _CHOICES for one in _texts(entry, field)]
    for field in (name for name in _SHOWN if name != "not_for"):
        for one in _texts(entry, field):
            if any(_is_long(sentence) for _, sentence in _sentences(one.text)):
                continue  # that comes first, and is said by KB406
            if len(words_of(one.text)) < FEWEST_WORDS:
                together.append(one)
            else:
                yield from _too_hard(entry, (field,), [one], one.place_at(0, len(one.text)))
    yield from _too_hard(entry, (), together, entry.key.place)


def _too_hard(
    entry: Entry[Shape], field: tuple[str, ...], texts: list[Scalar], place: Place
) -> Iterator[Problem]:
    said = [one.text.replace("[[", "").replace("]]", "") for one in texts]
    grade, words = grade_of(said)
    if grade > HARDEST_GRADE and words >= FEWEST_WORDS:
        what = "this reads" if field else "the short texts of this entry together read"
        long = long_words(said)[:_MOST_LONG_WORDS]
        yield Problem(
            code="KB416", place=place, context=(*entry.context, *field), subject=entry.id,
            message=f"{what} like grade {grade:g} at school; {HARDEST_GRADE:g} is the aim",
            why=f"long words: {', '.join(long)}" if long else "",
            fix="shorter sentences, and words that are used every day",
        )  # fmt: skip


def _texts(entry: Entry[Shape], field: str) -> Iterator[Scalar]:
    """Every text of a field, also of a list and of the choices of a question."""
    node = entry.node.get(field)
    return iter(()) if node is None else scalars(node)


def _wrong_verb(section: str, entry: Entry[Shape]) -> Iterator[Problem]:
    """Advice that sounds surer than its evidence is, or does not say how sure it is."""
    node = entry.node.get(_GRADED.get(section, ""))
    grade = getattr(entry.shape, "grade", "")
    wrong = verb_mistake(node.text, grade) if isinstance(node, Scalar) else ""
    if wrong and isinstance(node, Scalar):
        yield Problem(
            code="KB417", place=node.place, context=(*entry.context, _GRADED[section]),
            message=wrong, subject=entry.id,
            fix=f"grade {grade} is said like this: {SHOWN_VERBS[grade]}",
        )  # fmt: skip


def _check(node: Node, context: tuple[str, ...], entry: Entry[Shape]) -> Iterator[Problem]:
    match node:
        case Sequence(items):
            for item in items:
                yield from _check(item, context, entry)
        case Scalar(text):
            for found in PROMISE.finditer(text):
                yield Problem(
                    code="KB407", place=node.place_at(found.start(), len(found.group())),
                    message=f"'{found.group()}' promises, blames or counts what nobody"
                    " has measured",
                    context=context, subject=entry.id,
                    fix="say what may help, by the grade of its evidence",
                )  # fmt: skip
            for start, sentence in _sentences(text):
                if _is_long(sentence):
                    yield Problem(
                        code="KB406", place=node.place_at(start, len(sentence)),
                        message=f"a sentence has {_length(sentence)} words;"
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


def _length(sentence: str) -> int:
    return len(sentence.replace("[[", "").replace("]]", "").split())


def _is_long(sentence: str) -> bool:
    return _length(sentence) > LONGEST_SENTENCE_WORDS
