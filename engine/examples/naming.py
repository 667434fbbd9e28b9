"""Short speaking names for examples: `6 hours`, `no limp`, `17 years`, `not answered`.

A name says what is special about an example: all that makes the rule fire for the first one,
for the others what is different from it. The rule itself says the rest.
"""

import re
from collections.abc import Iterable, Mapping

from ..condition import Value
from ..errors import join_words
from ..units import show_number
from ..vocabulary import EXCLUSIVE, Choice, Number, Several
from .kinds import Kinds

LONGEST = 56
LONGEST_TITLE = 36
NOT_ANSWERED = "not answered"
_MOST_NAMED = 2  # choices of one question that a name lists
# Choices that say little without the title of their question.
_BARE = {
    "all", "always", "better", "both", "fair", "good", "higher", "left", "lower", "middle",
    "never", "none", "not_sure", "not_tried", "often", "other", "partly", "poor", "rarely",
    "right", "same", "some", "sometimes", "unsure", "worse",
}  # fmt: skip
_PARTICIPLE = re.compile(r"\w+(ed|pt)\b")
_SITE_IN_TITLE = re.compile(r"\s*\([^()]*\)$")


class Naming:
    """Names for the examples of one rule."""

    def __init__(self, kinds: Kinds, subjects: Iterable[str]) -> None:
        """Takes what the rule's condition reads; a single subject goes without its title."""
        self.kinds = kinds
        self.subjects = list(subjects)
        units = [self._unit(one) for one in self.subjects]
        self._shared_units = {unit for unit in units if units.count(unit) > 1}

    @property
    def is_single(self) -> bool:
        """Whether the rule reads one thing, at whatever site."""
        return len([one for one in self.subjects if one != "site"]) <= 1

    def name(self, told: Mapping[str, Value | None]) -> str:
        """A name that says what some subjects are; as many of them as are easily read."""
        phrases = [self.phrase(subject, value) for subject, value in told.items()]
        while len(phrases) > 1 and len(", ".join(phrases)) > LONGEST:
            phrases.pop()
        return ", ".join(phrases)

    def missing(self, subject: str) -> str:
        """A name for an example in which a subject has no answer."""
        return NOT_ANSWERED if self.is_single else f"{self.title(subject)} {NOT_ANSWERED}"

    def phrase(self, subject: str, value: Value | None) -> str:
        """What a value is in a few words."""
        if value is None:
            return f"{self.title(subject)} not asked"
        kind = self.kinds.of(subject)
        match kind:
            case Number() if isinstance(value, float):
                return self._number(subject, kind, value)
            case Several(labels) if isinstance(value, frozenset):
                return self._several(subject, [word for word in labels if word in value], labels)
            case Choice(labels):
                return self._choice(subject, str(value), labels)
            case _:
                return str(value)

    def title(self, subject: str) -> str:
        """The title of a subject in small letters; the words of its id where that is long."""
        site = next(iter(self.kinds.knowledge.sites), None)
        title = self.kinds.knowledge.title_of(self.kinds.at_site(subject, site))
        title = _SITE_IN_TITLE.sub("", title)
        if len(title) > LONGEST_TITLE:
            return _words(subject)
        return title[:1].lower() + title[1:]

    def _unit(self, subject: str) -> str:
        return getattr(self.kinds.of(subject), "unit", subject)

    def _number(self, subject: str, kind: Number, value: float) -> str:
        if (kind.lowest, kind.highest) == (0, 10) and not kind.unit:
            shown = f"{show_number(value, '')} of 10"
            return shown if self.is_single else f"{self.title(subject)} {shown}"
        if self.is_single or kind.unit not in {"", *self._shared_units}:
            return show_number(value, kind.unit)
        unit = kind.unit if kind.unit in {"s/km", "percent"} else ""
        title = min(self.title(subject), _words(subject), key=len)
        return f"{title} {show_number(value, unit)}"

    def _choice(self, subject: str, word: str, labels: Iterable[str]) -> str:
        shown = word.replace("_", " ")
        if word in {"yes", "no"}:
            if len(self.subjects) == 1 or "yes" not in labels:
                return f"said {word}"
            title = self.title(subject)
            if word == "yes":
                return title
            return f"{'not' if _PARTICIPLE.match(title) else 'no'} {title}"
        is_bare = word in _BARE and not self.is_single and subject != "site"
        return f"{shown} ({self.title(subject)})" if is_bare else shown

    def _several(self, subject: str, chosen: list[str], labels: Iterable[str]) -> str:
        words = [word.replace("_", " ") for word in chosen]
        if chosen and chosen[0] in EXCLUSIVE:
            if not self.is_single:
                return f"{words[0]} ({self.title(subject)})"
            return "none of these" if chosen == [EXCLUSIVE[0]] else words[0]
        plain = [word for word in labels if word not in EXCLUSIVE]
        left_out = [word.replace("_", " ") for word in plain if word not in chosen]
        if not left_out:
            return "all of these"
        if len(chosen) > _MOST_NAMED and len(left_out) <= _MOST_NAMED:
            return f"all but {join_words(left_out, 'and')}"
        if len(chosen) > _MOST_NAMED:
            return f"{', '.join(words[:_MOST_NAMED])} and {len(words) - _MOST_NAMED} more"
        return join_words(words, "and")


def _words(subject: str) -> str:
    return re.sub("[_-]", " ", subject.rpartition(".")[2])


def unlike(name: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    names = set(taken)
    number, found = 2, name
    while found in names:
        found, number = f"{name} ({number})", number + 1
    return found
