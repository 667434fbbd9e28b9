"""A condition as a sentence in plain words, for people who do not read the language.

`pieces` keeps the ids that the words stand for, so that a page can link them; `in_words`
joins them to a text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from .condition import (
    ALWAYS,
    NO_RECORD,
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Constant,
    Expression,
    Not,
    Operation,
    Operator,
    Reference,
    normal_form,
)
from .evaluate import test_of
from .knowledge import Knowledge
from .vocabulary import Choice, Kind, Question, Several, show_value

# How a comparison with a number is said; Experta, SQL and the file itself write signs.
OPERATOR_WORDS = {
    Operator.LESS: "is under", Operator.AT_MOST: "is at most", Operator.MORE: "is over",
    Operator.AT_LEAST: "is at least", Operator.EQUAL: "is", Operator.NOT_EQUAL: "is not",
    Operator.IN: "is one of", Operator.NOT_IN: "is none of", Operator.HAS: "includes",
    Operator.LACKS: "does not include",
}  # fmt: skip
_MOST_LISTED = 3  # so many choices are named one by one; of more the others are ruled out
_OF_SEVERAL = {Operator.HAS: "includes", Operator.LACKS: "leaves out"}
_JOINTS = {" and ", " or ", " nor "}
_BINDING = {"*": 2, "/": 2, "+": 1, "-": 1}
_SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "−"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence; `subject` is the id that they name, empty for other words."""

    text: str
    subject: str = ""


Pieces = tuple[Piece, ...]


def in_words(condition: Condition, knowledge: Knowledge) -> str:
    """The condition in the titles, units and choices of its questions.

    It is a clause that can follow *when*, without a full stop: "Sleep a night is at least
    6 hours and under 7 hours". What is read for every chosen place speaks of *the place*.
    """
    return "".join(piece.text for piece in pieces(condition, knowledge))


def pieces(condition: Condition, knowledge: Knowledge) -> Pieces:
    """The words of `in_words`, with the ids that they name."""
    return _Speaker(knowledge).clause(normal_form(condition))


def predicate(comparison: Comparison, knowledge: Knowledge) -> str:
    """What a comparison says of its subject, without naming it: `is under 7 hours`."""
    said = _Speaker(knowledge).predicate(comparison)
    return "".join(piece.text for piece in said)


def formula_pieces(formula: Expression, knowledge: Knowledge) -> Pieces:
    """A formula with the titles of what it reads."""
    return _formula(formula, knowledge, 0)


def name_of(subject: str, knowledge: Knowledge) -> str:
    """What to call an id, also `symptom.site.weeks`, which stands for that of each place."""
    question = question_of_each(subject, knowledge)
    if question is None or question.site is None:
        return "the place" if subject == "site" else knowledge.title_of(subject)
    label = knowledge.sites[question.site]
    shown = label[:1].lower() + label[1:]
    return question.title.replace(f" ({shown})", "").replace(shown, "the place")


def question_of_each(subject: str, knowledge: Knowledge) -> Question | None:
    """One of the questions that `symptom.site.weeks` stands for; None for any other id.

    It is the one of the place with the longest name, which no other word is taken for.
    """
    topic = (knowledge.site_question or "").partition(".")[0]
    prefix = f"{topic}.site."
    if not topic or not subject.startswith(prefix):
        return None
    rest = subject.removeprefix(prefix)
    sites = sorted(knowledge.sites, key=lambda site: -len(knowledge.sites[site]))
    ids = (f"{topic}.{site}.{rest}" for site in sites)
    return next((knowledge.questions[name] for name in ids if name in knowledge.questions), None)


def kind_of(subject: str, knowledge: Knowledge) -> Kind:
    """The kind of what a condition reads, also of `site` and `symptom.site.weeks`.

    Raises:
        KeyError: for an id that the base does not have.
    """
    if subject == "site":
        return Choice(knowledge.sites)
    question = question_of_each(subject, knowledge)
    return knowledge.kind_of(subject) if question is None else question.kind


class _Speaker:
    """Says conditions of one base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def clause(self, condition: Condition) -> Pieces:
        """A condition in normal form that stands alone."""
        match condition:
            case All(()) | Any(()):
                return (Piece("always" if condition == ALWAYS else "never"),)
            case Comparison():
                return self._compared((condition,), "and")
            case All(parts):
                return self._joined(parts, "and")
            case Any(parts):
                return self._joined(parts, "or")
            case AtLeast(count, parts):
                return self._at_least(count, parts)
            case Not():
                raise AssertionError("normal form has no `not`")
            case _:
                assert_never(condition)

    def _joined(self, parts: Sequence[Condition], word: str) -> Pieces:
        """The parts of an `all` or `any`, those about one subject as one."""
        said = [
            self._compared(group, word) if isinstance(group, tuple) else self._nested(group)
            for group in _by_subject(parts)
        ]
        has_joint = any(piece.text in _JOINTS for one in said for piece in one)
        is_plain = not has_joint and all(isinstance(part, Comparison) for part in parts)
        return _listed(said, word) if is_plain else _between(said, Piece(f", {word} "))

    def _nested(self, part: Condition) -> Pieces:
        """A group inside a group, so that it can be read in one way only."""
        inner = part.parts if isinstance(part, All | Any) else ()
        opening = {All: "both ", Any: "either "}.get(type(part), "")
        one = self.clause(part)
        is_short = len(inner) == 2 and all(isinstance(one, Comparison) for one in inner)  # noqa: PLR2004
        if is_short and len({one.subject for one in inner if isinstance(one, Comparison)}) > 1:
            return (Piece(opening), *one)
        if len(set(map(_subject_of, inner))) == 1 and _subject_of(part) is not None:
            return one  # one subject: `Pain is under 2 or over 5` needs no brackets
        return (Piece("("), *one, Piece(")"))

    def _at_least(self, count: int, parts: Sequence[Condition]) -> Pieces:
        plain = [part for part in parts if isinstance(part, Comparison)]
        verb = _OF_SEVERAL.get(plain[0].operator, "") if plain else ""
        if (
            verb
            and len(plain) == len(parts)
            and len({(one.subject, one.operator) for one in plain}) == 1
        ):
            labels = [self._labels(one) for one in plain]
            words = (Piece(f" {verb} at least {count} of "), *_listed(labels, "and"))
            return (self._named(plain[0].subject), *words)
        said = [self.clause(part) for part in parts]
        holds = "holds" if count == 1 else "hold"
        opening = Piece(f"at least {count} of these {len(parts)} {holds}: ")
        return (opening, *_between(said, Piece("; ")))

    def _compared(self, comparisons: Sequence[Comparison], word: str) -> Pieces:
        """One subject, and everything that is said of it."""
        subject = comparisons[0].subject
        said = self._all_said(comparisons, word)
        if subject in self.knowledge.patterns:
            return (Piece("the pattern "), self._named(subject), *said)
        if self._is_flag(subject):
            return (Piece("the flag "), self._named(subject), *said)
        return (self._named(subject), *said)

    def _all_said(self, comparisons: Sequence[Comparison], word: str) -> Pieces:
        operators = {one.operator for one in comparisons}
        if operators == {Operator.HAS} or (operators == {Operator.LACKS} and word == "and"):
            labels = [self._labels(one) for one in comparisons]
            if operators == {Operator.HAS}:
                return (Piece(" includes "), *_listed(labels, word))
            none = " includes neither " if len(labels) > 1 else " does not include "
            return (Piece(none), *_listed(labels, "nor"))
        is_record = any(one.values == (NO_RECORD,) for one in comparisons)
        if (
            len(comparisons) > 1
            and not is_record
            and isinstance(kind := self._kind(comparisons[0]), Choice)
        ):
            return (Piece(" "), *self._choice(comparisons, kind, word))
        said = [self.predicate(one) for one in comparisons]
        shorter = [said[0], *(_without_is(one) for one in said[1:])]
        return (Piece(" "), *_listed(shorter, word))

    def predicate(self, comparison: Comparison) -> Pieces:
        """What a comparison says, after the name of its subject."""
        if comparison.values == (NO_RECORD,):
            is_there = comparison.operator is Operator.NOT_EQUAL
            return (Piece("is known from a record" if is_there else "is not known from a record"),)
        match kind := self._kind(comparison):
            case Several():
                words = f"{OPERATOR_WORDS[comparison.operator]} "
                return (Piece(words), *self._labels(comparison))
            case Choice():
                return self._choice((comparison,), kind, "and")
            case _:
                shown = [(Piece(show_value(kind, value)),) for value in comparison.values]
                return (Piece(f"{OPERATOR_WORDS[comparison.operator]} "), *_listed(shown, "or"))

    def _choice(self, comparisons: Sequence[Comparison], kind: Choice, word: str) -> Pieces:
        """What is left of the choices when all comparisons (or one, for `or`) hold."""
        labels, subject = kind.labels, comparisons[0].subject
        tests = [test_of(one, tuple(labels)) for one in comparisons]
        holds = all if word == "and" else any
        accepted = [choice for choice in labels if holds(test(choice) for test in tests)]
        refused = [choice for choice in labels if choice not in accepted]
        if self._is_flag(subject):
            return (Piece("fires" if accepted == ["yes"] else "is quiet"),)
        if not accepted:
            return (Piece("is none of its choices"),)
        if not refused or len(accepted) <= max(len(refused), _MOST_LISTED):
            return (Piece("is "), *_listed(self._quoted(subject, accepted), "or"))
        words = "is not " if len(refused) == 1 else "is neither "
        return (Piece(words), *_listed(self._quoted(subject, refused), "nor"))

    def _kind(self, comparison: Comparison) -> Kind:
        return kind_of(comparison.subject, self.knowledge)

    def _is_flag(self, subject: str) -> bool:
        """Whether it is a flag: another rule may have the id of a question."""
        return self.knowledge.is_concluded(subject) and subject not in self.knowledge.patterns

    def _labels(self, comparison: Comparison) -> Pieces:
        return _listed(self._quoted(comparison.subject, map(str, comparison.values)), "or")

    def _quoted(self, subject: str, words: Iterable[str]) -> list[Pieces]:
        kind = kind_of(subject, self.knowledge)
        labels = kind.labels if isinstance(kind, Choice | Several) else {}
        is_band = subject in self.knowledge.patterns
        return [(_quoted(labels.get(word, word), plain=is_band),) for word in words]

    def _named(self, subject: str) -> Piece:
        return Piece(name_of(subject, self.knowledge), "" if subject == "site" else subject)


def _quoted(label: str, *, plain: bool) -> Piece:
    """A choice as it is said: yes and no as words of the sentence, all else in quotes."""
    if label in {"Yes", "No"}:
        return Piece(label.lower())
    return Piece(label if plain else f"“{label}”")


def _without_is(said: Pieces) -> Pieces:
    """`is at least 6 hours and under 7 hours`: the second *is* is left out."""
    first = said[0].text
    if first.startswith("is ") and not first.startswith(("is not", "is neither", "is none")):
        return (Piece(first.removeprefix("is ")), *said[1:])
    return said


def _subject_of(part: Condition) -> str | None:
    """The one subject that a comparison, or every comparison of a group, reads; else None."""
    if isinstance(part, Comparison):
        return part.subject
    inner = part.parts if isinstance(part, All | Any) else ()
    found = {_subject_of(one) for one in inner}
    return found.pop() if len(found) == 1 else None


def _by_subject(parts: Sequence[Condition]) -> list[Condition | tuple[Comparison, ...]]:
    """The comparisons of one subject together, where the first of them stands."""
    groups: dict[object, Condition | tuple[Comparison, ...]] = {}
    for index, part in enumerate(parts):
        if not isinstance(part, Comparison):
            groups[index] = part
            continue
        before = groups.get(part.subject, ())
        groups[part.subject] = (*before, part) if isinstance(before, tuple) else (part,)
    return list(groups.values())


def _listed(said: Sequence[Pieces], word: str) -> Pieces:
    """`a, b and c`."""
    if len(said) == 1:
        return tuple(said[0])
    most = _between(said[:-1], Piece(", "))
    return (*most, Piece(f" {word} "), *said[-1])


def _between(said: Sequence[Pieces], separator: Piece) -> Pieces:
    joined: list[Piece] = []
    for index, one in enumerate(said):
        joined += [separator, *one] if index else one
    return tuple(joined)


def _formula(formula: Expression, knowledge: Knowledge, binding: int) -> Pieces:
    match formula:
        case Constant(value):
            return (Piece(f"{value:g}".replace("-", "−")),)
        case Reference(subject):
            return (Piece(name_of(subject, knowledge), subject),)
        case Operation(sign, left, right):
            own = _BINDING[sign]
            inner = (
                *_formula(left, knowledge, own),
                Piece(f" {_SIGNS[sign]} "),
                *_formula(right, knowledge, own + (sign in "-/")),
            )
            return (Piece("("), *inner, Piece(")")) if own < binding else inner
        case _:
            assert_never(formula)
