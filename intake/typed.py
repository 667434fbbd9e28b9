"""What a typed line means: a key, a choice by its number or words, or the answer itself.

Also the words that go with it: what a question accepts, and why a line is no answer.
Nothing is read or printed here.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import assert_never

from ..engine.errors import did_you_mean, join_words
from ..engine.vocabulary import (
    EXCLUSIVE,
    UNSURE,
    Choice,
    Misfit,
    Number,
    Question,
    Several,
    Text,
    find_choice,
    show_range,
)

_LONGEST_ECHO = 40
_FEWEST_LETTERS = 3  # of the beginning of a choice
_TERMINAL_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)?")


class Key(StrEnum):
    """What can be typed at any question instead of an answer."""

    BACK = "b"
    WHY = "?"
    SO_FAR = "f"
    DONT_KNOW = "u"
    DECLINE = "p"
    LATER = "l"
    UNDO = "z"
    TEST = "t"
    RECORD = "w"
    SAVE = "s"
    HELP = "h"


_WORDS = {
    "back": Key.BACK,
    "why": Key.WHY,
    "how": Key.SO_FAR,
    "so far": Key.SO_FAR,
    "what do you think so far": Key.SO_FAR,
    "unknown": Key.DONT_KNOW,
    "not sure": Key.DONT_KNOW,
    "dont know": Key.DONT_KNOW,
    "i dont know": Key.DONT_KNOW,
    "do not know": Key.DONT_KNOW,
    "i do not know": Key.DONT_KNOW,
    "prefer not to say": Key.DECLINE,
    "skip": Key.DECLINE,
    "later": Key.LATER,
    "undo": Key.UNDO,
    "test": Key.TEST,
    "watch": Key.RECORD,
    "record": Key.RECORD,
    "save": Key.SAVE,
    "quit": Key.SAVE,
    "exit": Key.SAVE,
    "q": Key.SAVE,
    "help": Key.HELP,
} | {str(key): key for key in Key}
_ALSO = {
    "km": "miles too, like 5 mi",
    "m": "feet too, like 2000 ft",
    "cm": "feet and inches too, like 5 ft 9",
    "kg": "pounds too, like 150 lb",
    "s/km": "per mile too, like 9:40 /mi",
}
_IN_MILES = {
    "km": "a number alone is read as miles",
    "s/km": "a time alone is read as per mile",
}


def key_of(text: str, question: Question | None = None) -> Key | None:
    """The key that was typed, or None for an answer.

    A key never hides an answer: a choice of the same name goes first, and so does one with the
    key's word in it ("back" where the lower back is a choice). Where a text is asked only `?` and
    keys behind a slash count, because people can be called B.
    """
    said = text.strip().lower().replace("'", "").replace("’", "")
    if said.startswith("/"):
        return _WORDS.get(said[1:])
    if question is not None:
        if isinstance(question.kind, Text):
            return Key.WHY if said == "?" else None
        labels = labels_of(question)
        if find_choice(labels, said) is not None or _word_is_in(said, labels.values()):
            return None
    return _WORDS.get(said)


def _word_is_in(said: str, labels: Iterable[str]) -> bool:
    """Whether a whole word stands in a label; a single letter is no word."""
    return len(said) > 1 and any(said in re.findall(r"\w+", label.lower()) for label in labels)


def choose(question: Question, text: str) -> str | list[str] | Misfit:
    """The choices that a text names by number, word or label; other questions' text as it is.

    The beginning of a label will do where no other label begins so.
    """
    labels = labels_of(question)
    if not labels:
        return text
    whole = _choice(labels, text)
    if whole is not None:
        return [whole]
    pieces = [piece.strip() for piece in re.split(r"[,;]|\band\b|[+&]", text) if piece.strip()]
    pieces = [part for piece in pieces for part in _split_numbers(piece)]
    if isinstance(question.kind, Choice) and len(pieces) > 1 and all(map(number_in, pieces)):
        return Misfit("AN102", "this question takes one answer.", accepted(question))
    if isinstance(question.kind, Choice):
        pieces = [text]
    chosen = []
    for piece in pieces or [text]:
        word = _choice(labels, piece)
        begun = [] if word else _begun(labels, piece)
        if len(begun) > 1:
            return Misfit(
                "AN104", f"several answers begin with '{clip(piece)}'.", _which(labels, begun)
            )
        if begun and begun[0] not in {*EXCLUSIVE, *UNSURE}:
            word = begun[0]
        if word is None:
            return Misfit(
                "AN104", f"there is no answer '{clip(piece)}' here.", _meant(question, piece)
            )
        chosen.append(word)
    return chosen


def prompt_of(question: Question, *, in_miles: bool = False, has_answer: bool = False) -> str:
    """What stands before the place where the runner types; Enter keeps an answer that it has."""
    notes = []
    match question.kind:
        case Number(unit=unit) as kind:
            asked = show_range(kind)
            if in_miles:
                notes.append(_IN_MILES[unit])
            elif unit in _ALSO:
                notes.append(_ALSO[unit])
        case Choice(labels):
            asked = f"Number, {_options(labels)}"
        case Several(labels):
            asked = f"One or more numbers, {_options(labels)}, with commas"
        case Text():
            enter = "keep it" if has_answer else "leave it out"
            asked = f"Text, or Enter to {enter} (keys need a slash here, like /b)"
        case _:
            assert_never(question.kind)
    if question.offers_dont_know and not isinstance(question.kind, Text):
        notes.append("u if you don't know")
    return f"{asked} ({'; '.join(notes)}): " if notes else f"{asked}: "


def accepted(question: Question) -> str:
    """A sentence on what can be answered."""
    match question.kind:
        case Number() as kind:
            return f"{show_range(kind)} is accepted."
        case Choice(labels):
            return f"Type {_options(labels)}."
        case Several(labels):
            return f"Type one or more of {_options(labels)}, with commas between them."
        case Text(longest):
            return f"Up to {longest} characters are accepted."
        case _:
            assert_never(question.kind)


def in_words(question: Question, misfit: Misfit) -> tuple[str, str]:
    """A misfit without ids: at the question itself they say nothing new."""
    if misfit.code == "AN105":
        labels = labels_of(question)
        alone = next(label for word, label in labels.items() if word in EXCLUSIVE)
        return f"'{alone}' and another line are chosen. Take one of them away.", accepted(question)
    message = misfit.message.replace(f"'{question.id}': ", "").replace(f"'{question.id}'", "this")
    slip = question.refused if misfit.code == "AN103" else ""
    return f"{message}.", f"{slip} {accepted(question)}".strip()


def _choice(labels: Mapping[str, str], text: str) -> str | None:
    """The choice that a text names; y and n will do for yes and no."""
    number = number_in(text)
    if number is not None:
        return list(labels)[number - 1] if 1 <= number <= len(labels) else None
    short = {"y": "yes", "n": "no"}.get(text.lower())
    return find_choice(labels, text) or (short if short in labels else None)


def _begun(labels: Mapping[str, str], piece: str) -> list[str]:
    """The choices whose labels begin so; none for a few letters, or where a key has this word."""
    said = " ".join(piece.lower().split())
    if sum(map(str.isalpha, said)) < _FEWEST_LETTERS or said in _WORDS:
        return []
    return [word for word, label in labels.items() if label.lower().startswith(said)]


def _which(labels: Mapping[str, str], begun: list[str]) -> str:
    """The choices that may be meant, by their numbers."""
    names = list(labels)
    return f"Type {join_words([f'{names.index(word) + 1} for: {labels[word]}' for word in begun])}."


def _meant(question: Question, piece: str) -> str:
    labels = labels_of(question)
    begun = _begun(labels, piece)
    if begun:  # says that all is well, or that it is not known: never taken by a beginning
        return f"{_which(labels, begun)} {accepted(question)}"
    if piece.lower() in _WORDS:  # the word of a key, and of some labels
        key = _WORDS[piece.lower()]
        return f"{accepted(question)} If you meant the key, type {key}."
    by_text = {text: word for word, label in labels.items() for text in (word, label.lower())}
    meant = did_you_mean(piece.lower(), by_text)
    if not meant:
        return accepted(question)
    number = list(labels).index(by_text[meant]) + 1
    return f"Did you mean {number}, {labels[by_text[meant]]}? {accepted(question)}"


def number_in(text: str) -> int | None:
    """The whole number that a text is, like `3`, `3.` or `3)`; None for any other text."""
    found = re.fullmatch(r"(\d{1,4})[.)]?", text.strip())
    return int(found[1]) if found else None


def _split_numbers(piece: str) -> list[str]:
    """`1 3 5` as three pieces; words with spaces stay whole."""
    parts = piece.split()
    return parts if all(number_in(part) is not None for part in parts) else [piece]


def labels_of(question: Question) -> Mapping[str, str]:
    """The choices with what the runner reads, in order; empty for other kinds of question."""
    return question.kind.labels if isinstance(question.kind, Choice | Several) else {}


def clip(text: str) -> str:
    """The text, cut where it is too long to be said again."""
    return text if len(text) <= _LONGEST_ECHO else f"{text[: _LONGEST_ECHO - 1]}…"


def _options(labels: Mapping[str, str]) -> str:
    return f"1 {'or' if len(labels) == 2 else 'to'} {len(labels)}"  # noqa: PLR2004


def clean(text: str) -> str:
    r"""The text without what a keyboard sends and nobody means: arrow keys, control characters.

    >>> clean("Zo\x1b[Dë\x00")
    'Zoë'
    """
    plain = _TERMINAL_SEQUENCE.sub("", text)
    return "".join(char for char in plain if char.isspace() or not _is_control(char))


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"} or char in "\ufffe\uffff"
