"""A rule's reason, taken apart: what the runner told us, and why it matters."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from ..engine.diagnosis import Diagnosis
from ..engine.knowledge import Rule
from ..engine.texts import fill

_OPEN, _CLOSE = "\ue000", "\ue001"  # stand for a value, so that a full stop in it ends no sentence
_VALUE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
_SENTENCE_END = re.compile(rf"(?<=[.!?])\s+(?=[A-Z\"“{_OPEN}])")
_FEW = 3
_FORMATS = frozenset("\u200c\u200d")  # joiners: letters and emoji are shaped with them


def told_and_why(diagnosis: Diagnosis, rule: Rule) -> tuple[str, str]:
    """The leading sentences of a reason that hold the runner's values, and the rest.

    Without any value the first sentence is what was told. For a rule of several sites the
    parts of each site follow one another, without repeats.
    """
    told: dict[str, None] = {}
    why: dict[str, None] = {}
    sites = diagnosis.assessment.sites_of(rule) if rule.is_each else (None,)
    for site in sites:
        first, rest = _take_apart(rule.because, lambda name, at=site: diagnosis.shown(name, at))  # type: ignore[misc]
        told[first] = why[rest] = None
    return _join(told), _join(why)


def _take_apart(template: str, shown: Callable[[str], str | None]) -> tuple[str, str]:
    values: list[str] = []

    def stand_in(name: str) -> str | None:
        value = shown(name)
        if value is None:
            return None
        values.append(value)
        return f"{_OPEN}{len(values) - 1}{_CLOSE}"

    sentences = _SENTENCE_END.split(" ".join(fill(template, stand_in).split()))
    lead = 1
    while lead < len(sentences) - 1 and _OPEN in sentences[lead]:
        lead += 1
    parts = (" ".join(sentences[:lead]), " ".join(sentences[lead:]))
    told, why = (_VALUE.sub(lambda match: values[int(match[1])], part) for part in parts)
    return told, why


def first_sentence(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the rest."""
    first, *rest = _SENTENCE_END.split(text.strip(), maxsplit=1)
    return first, " ".join(rest)


def ended(text: str) -> str:
    """A text with a full stop at its end.

    >>> ended("10 holds a foot"), ended("Slowly.")
    ('10 holds a foot.', 'Slowly.')
    """
    return text if text.endswith((".", "!", "?")) else f"{text}."


def join_titles(titles: list[str]) -> str:
    """Several titles as one phrase.

    >>> join_titles(["Strength", "Gear and shoes", "Recovery"])
    'Strength, Gear and shoes, and Recovery'
    """
    if len(titles) < 3:  # noqa: PLR2004
        return " and ".join(titles)
    return f"{', '.join(titles[:-1])}, and {titles[-1]}"


def printable(text: str) -> str:
    r"""A text of the runner without characters that no page can show, on one line.

    Controls could end a line or turn the direction of what follows.

    >>> printable("Ann\x07e \u202eEvil")
    'Anne Evil'
    """
    kept = (char for char in text if char in _FORMATS or char.isspace() or _is_visible(char))
    return " ".join("".join(kept).split())


def _is_visible(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def _join(parts: dict[str, None]) -> str:
    return " ".join(part for part in parts if part)


def few(texts: Iterable[str]) -> str:
    """Texts one after the other; of more than three the first two, and how many more there are.

    >>> few("abc"), few("abcd")
    ('a; b; c', 'a; b; and 2 more')
    """
    listed = list(texts)
    if len(listed) <= _FEW:
        return "; ".join(listed)
    shown = listed[: _FEW - 1]
    return "; ".join([*shown, f"and {len(listed) - len(shown)} more"])
