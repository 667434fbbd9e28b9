"""Files that were sent and are not taken in yet, because somebody has to say whose they are."""

import datetime
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

_MOST_KEPT = 16  # each as large as one form may be


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file as it was sent, with its name there, and the day of its answers."""

    called: str
    data: bytes
    day: datetime.date


@dataclass(slots=True)
class Waiting:
    """The files that wait, in memory alone; safe to use from several threads."""

    _kept: OrderedDict[str, WaitingFile] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def keep(self, file: WaitingFile) -> str:
        """Let a file wait; the key under which it does."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._kept[key] = file
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return key

    def find(self, key: str) -> WaitingFile | None:
        """The file of a key; None once it was taken in, or too many came after it."""
        with self._lock:
            return self._kept.get(key)

    def drop(self, key: str) -> None:
        """Let a file wait no longer."""
        with self._lock:
            self._kept.pop(key, None)
