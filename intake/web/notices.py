"""What was wrong with a form, kept until its page was shown once more.

A page that is shown straight after a form breaks the browser's back button, so every form leads
to a redirect, and what was typed waits here. Only so many are kept: the oldest go first.
"""

import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

_MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a form, and the way out."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A form that was not taken: what was typed, and its faults."""

    typed: Mapping[str, Sequence[str]]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class Notices:
    """The notices that wait; safe to use from several threads."""

    _kept: OrderedDict[str, Notice] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def leave(self, notice: Notice) -> str:
        """Keep a notice; the key under which it waits."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._kept[key] = notice
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return key

    def find(self, key: str) -> Notice | None:
        """The notice of a key, as often as the page is loaded; None once it is gone."""
        with self._lock:
            return self._kept.get(key)
