"""Stores with something in them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from surefoot.engine.answers import read_answers
from surefoot.engine.loading import load_knowledge
from surefoot.engine.shipped import SHIPPED
from surefoot.intake.interview.log import Act, Entry, entries_of
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.database import open_store
from surefoot.intake.store.sessions import start_stored

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.intake.store.database import Store
    from surefoot.intake.store.shapes import StoredInterview, StoredRunner

BASE = load_knowledge()
DAY = datetime.date(2026, 11, 23)
EXAMPLE = SHIPPED / "runners" / "example.yaml"
ANSWERS = read_answers(EXAMPLE, BASE).answers


def said(*texts: str) -> list[Entry]:
    """Answers to a question of no base."""
    return [Entry(Act.ANSWER, "runner.name", text, "Who?") for text in texts]


def begun(store: Store, runner: StoredRunner | None = None, base: str = "Feet") -> StoredInterview:
    """A new interview, of a new runner if none is named."""
    one = runner or store.add_runner("Ann")
    return store.start(one.id, base=base, knowledge="a1b2", depth=Depth.FULL)


def example(folder: Path, name: str = "Ann", *, take: int | None = None) -> Store:
    """A store with one runner who answered as the example does, or the first so many answers."""
    store = open_store(folder)
    one = start_stored(store, store.add_runner(name).id, BASE)
    store.append(one.id, entries_of(ANSWERS, BASE)[:take], BASE.hash)
    if take is None:
        store.finish(one.id, DAY)
    return store
