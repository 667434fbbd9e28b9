"""Interviews of the store as the interview knows them: loaded, and kept step by step."""

from ...engine.knowledge import Knowledge
from ...engine.reasoning.prospect import Reading
from ...engine.vocabulary import Answers
from ..interview.asking import Interview, start_interview
from ..interview.log import Replayed, replay
from ..interview.proof import Depth
from .database import Store
from .shapes import StoredInterview


def load_interview(store: Store, stored: StoredInterview, reading: Reading) -> Interview:
    """A stored interview, to go on with."""
    before = answers_of(store, stored.before, reading.assessor.knowledge)
    return start_interview(reading, log=store.log(stored.id), depth=stored.depth, before=before)


def keep_steps(store: Store, name: str, before: Interview, after: Interview) -> None:
    """Append what an interview says more than it did before; on disk once this returns.

    Raises:
        ForgottenError: if there is no such interview any more; nothing is kept.
    """
    new = after.log[len(before.log) :]
    if new:
        store.note_base(after.knowledge)
        store.append(name, new, after.knowledge.hash)


def answers_of(store: Store, name: str | None, knowledge: Knowledge) -> Answers:
    """The answers of an interview, read with the base of today; none for None."""
    return replayed(store, name, knowledge).answers if name else {}


def replayed(store: Store, name: str, knowledge: Knowledge) -> Replayed:
    """What the log of an interview comes to with the base of today: answers, record and weeks."""
    return replay(store.log(name), knowledge)


def start_stored(
    store: Store,
    runner: str,
    knowledge: Knowledge,
    depth: Depth = Depth.FULL,
    before: str | None = None,
) -> StoredInterview:
    """A new interview of a runner with this base.

    Raises:
        ForgottenError: if there is no such runner.
    """
    store.note_base(knowledge)
    return store.start(
        runner, base=knowledge.name, knowledge=knowledge.hash, depth=depth, before=before
    )
