"""Which words in a table tell of warning signs, so that no such column is passed over.

The words are those of the base's own: of the choices and names of the questions that flags read,
without those that other questions use too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from ..knowledge import Knowledge, Warn
from ..vocabulary import Number, Question, Several, Text
from .mapping import plain_text
from .signs import words_of

_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"(?:iness|ness|ies|ing|ed|ancy|ant|es|s|y)$")
_SHORTEST: Final = 4  # letters of a word without its ending
_LEAST: Final = 0.4  # of the words of a sign that a text has
_ORDINARY: Final = frozenset({
    "active", "after", "area", "better", "both", "cannot", "gone", "kind", "line", "load",
    "middle", "only", "place", "proportion", "raise", "recent", "same", "soon", "stat", "supervis",
    "tried", "turn", "when", "with", "from", "that", "where", "just", "taking", "kept",
})  # fmt: skip


def root(word: str) -> str:
    """A word without its ending, so that those of one family are the same.

    >>> root("fainted"), root("fainting"), root("dizziness"), root("pregnancy"), root("hip")
    ('faint', 'faint', 'dizz', 'pregn', 'hip')
    """
    short = _ENDING.sub("", word)
    return short if len(short) >= _SHORTEST else word


def roots(text: str) -> set[str]:
    """The longer words of a text without their endings."""
    words = _WORD.findall(plain_text(text.replace("_", " ")))
    return {root(word) for word in words if len(word) >= _SHORTEST} - _ORDINARY


class Telling:
    """Finds words of warning signs, and the signs that a text may mean."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base whose flags and questions are meant."""
        reads = set().union(
            *(one.reads for one in knowledge.rules.values() if isinstance(one.conclusion, Warn))
        )
        self._alarms = {
            name: one
            for name, one in knowledge.asked.items()
            if name in reads and not isinstance(one.kind, Number | Text)
        }
        self._others = [
            one
            for name, one in knowledge.asked.items()
            if name not in reads and knowledge.site_of(one) is None
        ]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of warning signs, without their endings."""
        own = set().union(*map(_named, self._alarms.values()))
        other = set().union(
            *(
                roots(" ".join((one.title, one.ask, *words_of(one).values())))
                for one in self._others
            )
        )
        return frozenset(own - other)

    def is_sign(self, question: Question) -> bool:
        """Whether a question asks for warning signs."""
        return question.id in self._alarms

    def told(self, texts: Iterable[str]) -> list[str]:
        """The words in some texts that tell of warning signs, as they stand there."""
        found = {
            root(word): word
            for text in texts
            for word in _WORD.findall(plain_text(text))
            if root(word) in self.words
        }
        return list(found.values())

    def sign(self, text: str) -> tuple[Question, str] | None:
        """The sign that a text may mean, with its question; None if no sign is like it."""
        said = roots(text)
        counts = Counter(word for _, _, words, _ in self._signs for word in words)
        rare = {word: 1 / count for word, count in counts.items()}

        def weigh(words: set[str]) -> float:
            return sum(rare[word] for word in words)

        scored = [
            (weigh(said & words) / weigh(words) + len(said & label) / 100, question, choice)
            for question, choice, words, label in self._signs
            if said & words & self.words
        ]
        best = max(scored, key=lambda one: one[0], default=None)
        return best[1:] if best is not None and best[0] >= _LEAST else None

    def asked_by(self, texts: Sequence[str]) -> list[Question]:
        """The one list of signs that has most of the telling words of some texts; or none."""
        said = {root(word) for word in self.told(texts)}
        counts = [
            (len(said & {word for one in listed for word in one}), question)
            for question, listed in self._lists
        ]
        most = max((count for count, _ in counts), default=0)
        found = [question for count, question in counts if count == most]
        return found if most and len(found) == 1 else []

    @cached_property
    def _lists(self) -> Sequence[tuple[Question, list[set[str]]]]:
        return [
            (one, [_named(one), *(roots(label) for label in words_of(one).values())])
            for one in self._alarms.values()
            if isinstance(one.kind, Several) and one.gate is None
        ]

    @cached_property
    def _signs(self) -> Sequence[tuple[Question, str, set[str], set[str]]]:
        return [
            (question, choice, words, roots(label))
            for question, _ in self._lists
            for choice, label in words_of(question).items()
            if (words := roots(choice))
        ]


def _named(question: Question) -> set[str]:
    """The words by which a question and its choices are called."""
    called = question.id.partition(".")[2].replace(".", " ")
    return set(_all_roots((called, question.title, *words_of(question))))


def _all_roots(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from roots(text)
