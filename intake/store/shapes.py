"""What the store holds, as it is handed out."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from ..interview.proof import Depth


@dataclass(frozen=True, slots=True)
class StoredRunner:
    """A runner; `id` is random and tells nothing, `name` may be empty, `created` is UTC, ISO."""

    id: str
    name: str
    created: str


@dataclass(frozen=True, slots=True)
class StoredInterview:
    """An interview of a runner, without what was said in it.

    `base` is the name of the knowledge base that it asks, `knowledge` the hash of the version
    with which it was begun. `before` is the interview whose answers are confirmed in it.
    `finished` is the day (ISO) on which its result was last made, empty until then, and
    `finished_entries` how many entries the log had then. `started` and `changed` are UTC times.
    """

    id: str
    runner: str
    base: str
    knowledge: str
    depth: Depth
    before: str | None
    started: str
    changed: str
    finished: str
    entries: int
    finished_entries: int = 0

    @property
    def is_finished(self) -> bool:
        """Whether its result was made, and nothing was said since."""
        return bool(self.finished) and self.entries <= self.finished_entries

    @property
    def day(self) -> datetime.date:
        """The day of its result, or that on which it was last worked at while there is none."""
        if self.finished:
            return datetime.date.fromisoformat(self.finished)
        return _day_here(self.changed)

    @property
    def day_begun(self) -> datetime.date:
        """The day on which it was begun."""
        return _day_here(self.started)


def going_on(interviews: Iterable[StoredInterview], base: str) -> StoredInterview | None:
    """The interview of a base to go on with; None where all are finished.

    Of those that are not finished it is the one last worked at; one that was changed after its
    result was made is not finished any more. Every door asks here, so that all agree.
    """
    return last_changed((one for one in interviews if not one.is_finished), base)


def last_changed(interviews: Iterable[StoredInterview], base: str) -> StoredInterview | None:
    """The interview of a base that was last worked at, finished or not; None if there is none."""
    of_base = (one for one in interviews if one.base == base)
    return max(of_base, key=lambda one: one.changed, default=None)


def _day_here(time: str) -> datetime.date:
    """The day on this computer of a time that is kept in UTC."""
    return datetime.datetime.fromisoformat(time).astimezone().date()


@dataclass(frozen=True, slots=True)
class StoredBase:
    """A version of a knowledge base that was asked; `questions` are the ids it had, in order."""

    hash: str
    name: str
    version: str
    questions: tuple[str, ...]
