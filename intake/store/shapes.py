"""What the store holds, as it is handed out."""

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


@dataclass(frozen=True, slots=True)
class StoredBase:
    """A version of a knowledge base that was asked; `questions` are the ids it had, in order."""

    hash: str
    name: str
    version: str
    questions: tuple[str, ...]
