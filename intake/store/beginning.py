"""Beginning an interview from a form: runner, interview and name in one step, and only once."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...engine.knowledge import Knowledge
from ..interview.log import Entry
from ..interview.proof import Depth
from .database import ForgottenError, Store
from .rows import (
    add_entries,
    base_of,
    insert_base,
    insert_interview,
    insert_runner,
    is_there,
    new_id,
    now,
    read_interviews,
    tidy_name,
)
from .shapes import StoredInterview, StoredRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What a form asks for: an interview that will have this `id`, made when it was shown.

    `runner` is the id of one who is known; else a new one of this `name` is made. `before` is the
    interview of the same runner whose answers are confirmed. `said` is what is known already.
    """

    id: str
    runner: str = ""
    name: str = ""
    before: str = ""
    depth: Depth = Depth.FULL
    said: Sequence[Entry] = ()


def begin_once(store: Store, knowledge: Knowledge, wanted: Beginning) -> StoredInterview:
    """The interview of a form, made all at once; the one that is there if it was sent before.

    Raises:
        ForgottenError: if there is no such runner, or `before` is none of theirs; nothing is made.
    """
    at = now()
    with store.file.writing() as database:
        for there in read_interviews(database, "id = ?", wanted.id):
            return there
        runner = wanted.runner
        if not runner:
            made = StoredRunner(new_id(), tidy_name(wanted.name), at)
            insert_runner(database, made)
            runner = made.id
        elif not is_there(database, "runner", runner):
            raise ForgottenError("runner", runner)
        own = {one.id for one in read_interviews(database, "runner = ?", runner)}
        if wanted.before and wanted.before not in own:
            raise ForgottenError("interview", wanted.before)
        begun = StoredInterview(
            wanted.id, runner, knowledge.name, knowledge.hash, wanted.depth, wanted.before or None,
            at, at, finished="", entries=len(wanted.said),
        )  # fmt: skip
        insert_base(database, base_of(knowledge))
        insert_interview(database, begun)
        add_entries(database, begun.id, wanted.said, knowledge.hash)
    return begun
