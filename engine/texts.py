"""Texts of the knowledge with values in them, like `You sleep {recovery.sleep_hours}`.

`{id}` becomes the answer as the runner gave it; a part in `[[…]]` is left out when a
value inside it is not known. Nothing else is special, so nothing can run.
"""

import re
from collections.abc import Callable

_VALUE = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]")
_STRAY = re.compile(r"\{[^{}]*\}?|\}|\[\[|\]\]")
NOT_KNOWN = "(not answered)"


def values_in(text: str) -> list[tuple[str, int]]:
    """The ids that a text prints, each with its offset."""
    return [(match[1], match.start() + 1) for match in _VALUE.finditer(text)]


def stray_marks(text: str) -> list[tuple[str, int]]:
    """Braces and double brackets that mean nothing, each with its offset.

    >>> stray_marks("{a.b} and {Sleep} [[or]] ]]")
    [('{Sleep}', 10), (']]', 25)]
    """
    without = _VALUE.sub(_blank, text)
    without = _OPTIONAL.sub(lambda match: f"  {match[1]}  ", without)
    return [(match.group(), match.start()) for match in _STRAY.finditer(without)]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def fill(text: str, shown: Callable[[str], str | None]) -> str:
    """The text with each `{id}` replaced by what `shown` gives for it (None: not known).

    >>> fill("Up to 10 %[[: {a.b}]]. You said {c.d}.", {"c.d": "7 hours"}.get)
    'Up to 10 %. You said 7 hours.'
    """

    def part(match: re.Match[str]) -> str:
        known = all(shown(name) is not None for name, _ in values_in(match[1]))
        return match[1] if known else ""

    return _VALUE.sub(lambda match: shown(match[1]) or NOT_KNOWN, _OPTIONAL.sub(part, text))
