"""Which question a column of a table may be about: by its id, its own words, or a guess."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final

from ..knowledge import Knowledge
from ..units import unit_named, units_for
from ..vocabulary import Misfit, Number, Question
from .cells import ColumnReader
from .mapping import Column, plain_name, plain_text

# A share of the words of a column and a question that both have, rare words counting more.
_CLEAR: Final = 0.6
_LEAST: Final = 0.35
_LEAST_OTHER: Final = 0.2
_CLOSE: Final = 0.6  # of the best score: what it may be instead
_AHEAD: Final = 0.08  # of the question that fits next best
_LOOKED_AT: Final = 6  # questions whose answers are compared with the cells
_MOST_OTHERS: Final = 4
_MOST_TEXTS: Final = 100
_SHORTEST: Final = 3  # letters of a unit that may stand outside brackets: "in" and "m" are words
_WORD = re.compile(r"[^\W\d_]+")
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_END = re.compile(r"[\s*:?.!]+$")
_COMMON: Final = frozenset({
    "a", "all", "an", "and", "answer", "apply", "are", "as", "at", "be", "by", "choose", "did",
    "do", "does", "for", "from", "had", "has", "have", "how", "i", "if", "in", "is", "it", "many",
    "much", "my", "of", "on", "or", "per", "please", "select", "so", "that", "the", "their",
    "them", "these", "this", "those", "tick", "to", "was", "were", "what", "when", "which",
    "with", "you", "your",
})  # fmt: skip


# How forms and runners say it, and how the base does.
_SAME: Final = {
    "mileage": "km", "mile": "km", "mi": "km", "kilometre": "km", "kilometer": "km", "far": "km",
    "distance": "km", "weekly": "week", "nightly": "night", "daily": "day", "yearly": "year",
    "gender": "sex", "male": "sex", "female": "sex", "man": "sex", "woman": "sex",
    "injured": "injury", "injuries": "injury", "comfortable": "comfort", "stressed": "stress",
    "tired": "fatigue", "normal": "usual", "typical": "usual", "average": "usual",
    "l": "left", "r": "right", "mth": "month", "wk": "week", "yr": "year", "hr": "hour",
    "run": "running", "runner": "running",
}  # fmt: skip


class Sureness(Enum):
    """How sure it is that a column answers a question."""

    SURE = "the column has the words of the question"
    LIKELY = "most words of the column are those of the question"
    GUESS = "some words of the column are those of the question"


@dataclass(frozen=True, slots=True)
class Match:
    """A question that a column may answer; `others` are ids that it may be about instead."""

    question: Question
    sureness: Sureness
    others: tuple[str, ...] = ()


class Matcher:
    """Finds the question of a column of a table by the name of the column."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base whose questions are looked for; nobody is asked what records answer."""
        self._former = knowledge.former_questions
        self._questions = knowledge.asked

    def match(self, name: str, texts: Sequence[str]) -> Match | None:
        """The question that fits the name of a column and its cells best; None if none fits."""
        own = self._former.get(name, name)
        if own in self._questions:
            return Match(self._questions[own], Sureness.SURE)
        for text in (name, _BRACKETS.sub(" ", name)):
            same = self._by_text.get(bare_text(text), [])
            if len(same) == 1:
                return Match(same[0], Sureness.SURE)
        return self._guessed(name, texts)

    @cached_property
    def _by_text(self) -> AbstractMapping[str, Sequence[Question]]:
        found: dict[str, list[Question]] = {}
        for question in self._questions.values():
            for text in {bare_text(question.title), bare_text(question.ask)}:
                found.setdefault(text, []).append(question)
        return found

    @cached_property
    def _words(self) -> AbstractMapping[str, tuple[Question, frozenset[str]]]:
        """The words of each question that is asked once; those of single sites are too alike."""
        return {
            name: (one, frozenset(_stems(f"{name.replace('.', ' ')} {one.title} {one.ask}")))
            for name, one in self._questions.items()
            if one.site is None
        }

    @cached_property
    def _topics(self) -> frozenset[str]:
        return frozenset(_stems(" ".join(one.topic for one in self._questions.values())))

    @cached_property
    def _weights(self) -> AbstractMapping[str, float]:
        counts = Counter(word for _, words in self._words.values() for word in words)
        return {word: math.log(1 + len(self._words) / count) for word, count in counts.items()}

    def _guessed(self, name: str, texts: Sequence[str]) -> Match | None:
        said = frozenset(_stems(name))
        likely = sorted(
            ((self._likeness(said, words), question) for question, words in self._words.values()),
            key=lambda one: -one[0],
        )[:_LOOKED_AT]
        ranked = [
            (likeness * (1 + share) / 2, likeness, share, question)
            for likeness, question in likely
            if likeness >= _LEAST_OTHER
            for share in [_share_read(question, unit_in(name, question), texts)]
        ]
        ranked.sort(key=lambda one: -one[0])
        if not ranked or ranked[0][1] < _LEAST:
            return None
        score, likeness, share, question = ranked[0]
        next_best = ranked[1][0] if len(ranked) > 1 else 0.0
        known = [word for word in said if word in self._weights]
        rarest = max(known, key=lambda word: (self._weights[word], word))
        needed = {rarest, *(said & self._topics)}  # without these it is about something else
        is_ahead = score - next_best >= _AHEAD and needed <= self._words[question.id][1]
        is_clear = likeness >= _CLEAR and share >= _CLEAR and is_ahead
        others = tuple(
            one.id for other, *_, one in ranked[1:_MOST_OTHERS] if other >= score * _CLOSE
        )
        return Match(question, Sureness.LIKELY if is_clear else Sureness.GUESS, others)

    def _likeness(self, said: frozenset[str], words: frozenset[str]) -> float:
        """From 0, no word in common, to 1: the cosine of the two sets of weighted words."""
        both = self._weigh(said & words)
        return both / math.sqrt(self._weigh(said) * self._weigh(words)) if both else 0.0

    def _weigh(self, words: frozenset[str]) -> float:
        rarest = math.log(1 + len(self._words))
        return sum(self._weights.get(word, rarest) for word in words)


def _share_read(question: Question, unit: str, texts: Sequence[str]) -> float:
    """Which share of what stands in a column is an answer to a question; 1 if nothing does."""
    reader = ColumnReader("", Column(question=question, unit=unit))
    found = [reader.read(text) for text in list(dict.fromkeys(texts))[:_MOST_TEXTS]]
    read = [not isinstance(one, Misfit) for one in found if one is not None]
    return sum(read) / len(read) if read else 1.0


def bare_text(text: str) -> str:
    """A text without what forms put behind a question.

    >>> bare_text("How old are you? *")
    'how old are you'
    """
    return _END.sub("", plain_text(plain_name(text)))


def _stems(text: str) -> Iterator[str]:
    for word in _WORD.findall(plain_text(text)):
        if word not in _COMMON:
            short = word[:-1] if len(word) > _SHORTEST and word.endswith("s") else word
            yield _SAME.get(short, short)


def unit_in(name: str, question: Question) -> str:
    """The unit other than the question's own that the name of a column says; empty: none.

    Where it says two, nobody can tell which one a number has.
    """
    found = units_in(name, question)
    own = units_for(question.kind.unit)[0] if isinstance(question.kind, Number) else ""
    return next(iter(found - {own}), "") if len(found) == 1 else ""


def units_in(name: str, question: Question) -> set[str]:
    """All units of a question that the name of a column says."""
    kind = question.kind
    if not isinstance(kind, Number) or not kind.unit:
        return set()
    in_brackets = [word for part in _BRACKETS.findall(name) for word in (part, *part.split())]
    words = [word for word in re.split(r"[\s,()?*\[\]]+", name) if len(word) >= _SHORTEST]
    return {unit_named(word, kind.unit) for word in (*in_brackets, *words)} - {""}
