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
    `finished` is the day (ISO) on which its result was made, empty while it goes on; `started` and
    `changed` are UTC times.
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
