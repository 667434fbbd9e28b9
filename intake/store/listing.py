"""What the store holds, as `surefoot store list` prints it."""

from pathlib import Path
from typing import Any

from .database import Store
from .naming import name_of
from .shapes import StoredInterview

SCHEMA = "surefoot-store-list-1"

Data = dict[str, Any]


def listing_data(store: Store) -> Data:
    """Where the store is, its size in bytes, and its runners with their interviews."""
    return {
        "schema": SCHEMA,
        "file": str(store.path),
        "bytes": size_of(store),
        "runners": [
            {
                "id": runner.id,
                "name": runner.name,
                "created": runner.created,
                "interviews": [_interview(one) for one in store.interviews(runner.id)],
            }
            for runner in store.runners()
        ],
    }


def listing_lines(store: Store) -> list[str]:
    """The same for people."""
    runners = store.runners()
    lines = [f"Kept in {store.path} ({_kilobytes(size_of(store))})."]
    if not runners:
        return [*lines, "No runner is kept here."]
    for runner in runners:
        interviews = store.interviews(runner.id)
        lines += ["", f"{name_of(runner)}   {runner.id}"]
        lines += [f"  {_line(one)}" for one in interviews] or ["  no interviews"]
    return lines


def size_of(store: Store) -> int:
    """The bytes of the store, with what waits beside it to be written there."""
    found = (Path(f"{store.path}{end}") for end in ("", "-wal"))
    return sum(one.stat().st_size for one in found if one.exists())


def _interview(one: StoredInterview) -> Data:
    return {
        "id": one.id, "base": one.base, "depth": one.depth, "started": one.started,
        "changed": one.changed, "finished": one.finished or None, "is_finished": one.is_finished,
        "entries": one.entries,
    }  # fmt: skip


def _line(one: StoredInterview) -> str:
    state = f"begun {one.started[:10]}, goes on"
    if one.finished:
        state = f"finished {one.finished}"
        state += "" if one.is_finished else f", changed {one.changed[:10]}"
    entries = "1 entry" if one.entries == 1 else f"{one.entries} entries"
    return f"{one.base}: {state}, {entries}"


def _kilobytes(count: int) -> str:
    return f"{max(1, round(count / 1000)):,} kB"
