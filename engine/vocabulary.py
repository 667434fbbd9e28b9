"""Questions, the kinds of their answers, and answers themselves.

`read_answer` types a text by its question. An answer is given, *don't know* or
*prefer not to say*; a question without an answer was not asked. The three stay apart.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from .condition import Condition, Value
from .errors import Place, did_you_mean, join_words
from .recorded import Basis
from .units import parse_quantity, show_number

EXCLUSIVE = ("none", "not_sure")
UNSURE = ("unsure", "not_sure")


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `lowest` to `highest`, both allowed, in `unit`."""

    lowest: float
    highest: float
    unit: str = ""

    @property
    def is_scale(self) -> bool:
        """Whether it goes from 0 to 10 without a unit, as pain does."""
        return not self.unit and (self.lowest, self.highest) == (0, 10)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words; `labels` maps each to what the runner reads."""

    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Several:
    """Any number of words; `none` and `not_sure` stand alone."""

    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of at most `longest` characters; no condition reads it."""

    longest: int


Kind = Number | Choice | Several | Text


class State(StrEnum):
    """What became of a question that was asked."""

    GIVEN = "given"
    DONT_KNOW = "dont_know"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with where it came from.

    `value` is None unless the answer was given; `entered` is the text to store again,
    `shown` the text for people, `source` says typed, file or imported. `basis` is what an imported
    answer was worked out from.
    """

    state: State
    value: Value | None = None
    entered: str = ""
    shown: str = ""
    source: str = "typed"
    basis: Basis | None = None


Answers = Mapping[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; of an `each` question the one for `site`.

    `worse` is lower, higher or neither: which way is worse for a runner. `change` is the
    effort from 1 to 9 to change the answer, None if it cannot or must not be changed.
    `gate` is the condition under which it is asked, None for always. `refused` is said when an
    answer is out of range. `measurement_error` is how far off a usual answer may be, in its unit;
    `step` is the smallest difference that people make when they answer. `from_history` names the
    metric of a record that answers it. A question with `records` is never asked: only a record
    answers it, with what it shows of the question named there; without a record it does not apply
    (its gate is `is_recorded`, and no answer to come opens it).
    """

    id: str
    title: str
    ask: str
    kind: Kind
    help: str = ""
    why: str = ""
    worse: str = "neither"
    change: int | None = None
    gate: Condition | None = None
    refused: str = ""
    measurement_error: float | None = None
    step: float = 1.0
    from_history: str = ""
    records: str = ""
    site: str | None = None
    place: Place | None = None

    @property
    def topic(self) -> str:
        """The first part of the id: the class of its Experta fact."""
        return self.id.partition(".")[0]

    @property
    def offers_dont_know(self) -> bool:
        """Whether "I don't know" stands beside the answers."""
        match self.kind:
            case Choice(labels) | Several(labels):
                return not any(word in labels for word in UNSURE)
            case Number() | Text():
                return True
            case _:
                assert_never(self.kind)


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a text is no answer to a question: a code, a sentence and a way out."""

    code: str
    message: str
    fix: str = ""


_DONT_KNOW = {"unknown", "don't know", "dont_know", "i don't know"}
_DECLINED = {"prefer not to say", "prefer_not_to_say", "declined"}


def is_dont_know(text: str) -> bool:
    """Whether a text says that the runner does not know."""
    return text.strip().lower().replace("’", "'") in _DONT_KNOW


def is_declined(text: str) -> bool:
    """Whether a text says that the runner prefers not to say."""
    return text.strip().lower() in _DECLINED


def read_answer(
    question: Question, texts: str | Sequence[str], source: str = "typed"
) -> Answer | Misfit:
    """The answer that a text (or several, for a question with several answers) gives.

    A `Misfit` says what was found and what is accepted.
    """
    words = [texts] if isinstance(texts, str) else list(texts)
    if len(words) == 1:
        said = words[0].strip().lower().replace("’", "'")
        if said in _DONT_KNOW and not _is_choice(question, said):
            if question.offers_dont_know:
                return Answer(State.DONT_KNOW, entered="unknown", shown="Don't know", source=source)
            labels = question.kind.labels if isinstance(question.kind, Choice | Several) else {}
            own = next(word for word in UNSURE if word in labels)
            fix = f"answer {own}, which this question has for that"
            return Misfit("AN104", f"'{question.id}' does not take '{words[0]}'", fix)
        if said in _DECLINED:
            text = "prefer not to say"
            return Answer(State.DECLINED, entered=text, shown="Preferred not to say", source=source)
    if len(words) != 1 and not isinstance(question.kind, Several):
        return Misfit("AN102", f"'{question.id}' takes one answer, not {len(words)}")
    match question.kind:
        case Number():
            return _read_number(question, question.kind, words[0], source)
        case Choice(labels):
            return _read_choice(question.id, labels, words[0], source)
        case Several(labels):
            return _read_several(question.id, labels, words, source)
        case Text(longest):
            text = " ".join(words[0].split())
            if len(text) > longest:
                message = f"'{question.id}' takes up to {longest} characters, not {len(text)}"
                return Misfit("AN103", message)
            return Answer(State.GIVEN, text, text, text, source)
        case _:
            assert_never(question.kind)


def _read_number(question: Question, kind: Number, text: str, source: str) -> Answer | Misfit:
    if kind.is_scale:  # `6/10` and `6 of 10` are how people, and our own reports, write it
        text = re.sub(r"\s*(/|of|out of)\s*10\s*$", "", text)
    quantity = parse_quantity(text, kind.unit)
    accepted = f"{show_range(kind)} is accepted"
    if isinstance(quantity, str):
        return Misfit("AN102", f"'{question.id}': {quantity}", accepted)
    slack = 1e-9 * max(1.0, abs(kind.highest))  # 5 ft 7 in centimetres, not a hair above
    if not kind.lowest - slack <= quantity.value <= kind.highest + slack:
        message = f"'{question.id}' cannot be {quantity.shown}"
        return Misfit("AN103", message, f"{question.refused} {accepted}".strip())
    shown = _of_scale(quantity.shown, kind)
    return Answer(State.GIVEN, quantity.value, _squeeze(text), shown, source)


def _read_choice(
    subject: str, labels: Mapping[str, str], text: str, source: str
) -> Answer | Misfit:
    word = find_choice(labels, text)
    if word is None:
        return _unknown_choice(subject, labels, text)
    return Answer(State.GIVEN, word, word, labels[word], source)


def _read_several(
    subject: str, labels: Mapping[str, str], texts: Sequence[str], source: str
) -> Answer | Misfit:
    if not texts:
        fix = f"accepted: {join_words(labels)}"
        return Misfit("AN102", f"'{subject}' has an empty list", fix)
    words = []
    for text in texts:
        word = find_choice(labels, text)
        if word is None:
            return _unknown_choice(subject, labels, text)
        words.append(word)
    alone = next((word for word in words if word in EXCLUSIVE), None)
    if alone and len(set(words)) > 1:
        other = next(word for word in words if word != alone)
        message = f"'{subject}' says {alone} and {other}; {alone} stands alone"
        return Misfit("AN105", message, f"leave out {alone}, or leave out the others")
    chosen = [word for word in labels if word in words]
    shown = join_words([labels[word] for word in chosen], "and")
    return Answer(State.GIVEN, frozenset(chosen), ", ".join(chosen), shown, source)


def find_choice(labels: Mapping[str, str], text: str) -> str | None:
    """The choice that a text names, by its word or by what the runner reads."""
    said = text.strip().lower()
    said = {"y": "yes", "n": "no"}.get(said, said)
    if said == "no" and "no" not in labels and "none" in labels:
        return "none"
    as_word = re.sub(r"[\s-]+", "_", said)
    if as_word in labels:
        return as_word
    return next((word for word, label in labels.items() if label.lower() == said), None)


def _is_choice(question: Question, said: str) -> bool:
    return isinstance(question.kind, Choice | Several) and said in question.kind.labels


def _unknown_choice(subject: str, labels: Mapping[str, str], text: str) -> Misfit:
    meant = did_you_mean(text.strip().lower().replace(" ", "_"), labels)
    fix = f"accepted: {join_words(labels)}"
    message = f"'{subject}' has no choice '{text}'"
    return Misfit("AN104", message, f"did you mean {meant}? {fix}" if meant else fix)


def show_range(kind: Number) -> str:
    """`0 to 14 hours`, `150 to 900 s/km` as paces."""
    low, high = show_number(kind.lowest, kind.unit), show_number(kind.highest, kind.unit)
    unit = high.partition(" ")[2]
    return f"{low.removesuffix(' ' + unit) if unit else low} to {high}"


def show_value(kind: Kind, value: Value) -> str:
    """A typed value for people, in the question's own unit."""
    match kind:
        case Number():
            number = float(value) if isinstance(value, float | int) else 0.0
            return _of_scale(show_number(number, kind.unit), kind)
        case Choice(labels):
            return labels.get(str(value), str(value))
        case Several(labels):
            chosen = value if isinstance(value, frozenset) else frozenset()
            return join_words([labels[word] for word in labels if word in chosen], "and")
        case Text():
            return str(value)
        case _:
            assert_never(kind)


def _of_scale(shown: str, kind: Number) -> str:
    return f"{shown} of 10" if kind.is_scale else shown


def _squeeze(text: str) -> str:
    return " ".join(text.split())
