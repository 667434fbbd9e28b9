"""An export: runners with all that they said, as one JSON file.

What is said again and again stands there once: each wording of a question in `wordings`, the hash
of each base in `versions`; entries name both by their place in these lists.
`docs/reference/store.md` describes the fields; `received.py` reads them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..interview.log import Entry
from .database import Store
from .rows import now, read_bases, read_interviews, read_log
from .shapes import StoredInterview, StoredRunner

SCHEMA = "surefoot-store-2"

Data = dict[str, Any]


def export_text(store: Store, runners: Iterable[StoredRunner]) -> str:
    """The export of these runners, as it is written to a file."""
    data = export_data(store, runners)
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def export_data(store: Store, runners: Iterable[StoredRunner]) -> Data:
    """The export of these runners, as they are at one moment, with the bases that they met."""
    wordings: dict[str, int] = {}
    versions: dict[str, int] = {}
    found: list[Data] = []
    with store.file.reading() as database:
        for runner in runners:
            interviews = []
            for one in read_interviews(database, "runner = ?", runner.id):
                log = read_log(database, one.id)
                _place(versions, one.knowledge)
                interviews.append(_interview(one, [_entry(e, wordings, versions) for e in log]))
            found.append({**asdict(runner), "interviews": interviews})
        bases = [asdict(one) for one in read_bases(database, sorted(versions))]
    return {
        "schema": SCHEMA,
        "exported": now(),
        "runners": found,
        "wordings": list(wordings),
        "versions": list(versions),
        "bases": bases,
    }


def _place(listed: dict[str, int], text: str) -> int:
    """Where a text stands in a list in which each stands once."""
    return listed.setdefault(text, len(listed))


def _entry(entry: Entry, wordings: dict[str, int], versions: dict[str, int]) -> Data:
    return {
        **asdict(entry),
        "asked": _place(wordings, entry.asked),
        "knowledge": _place(versions, entry.knowledge),
    }


def _interview(interview: StoredInterview, entries: list[Data]) -> Data:
    return {
        "id": interview.id,
        "base": interview.base,
        "knowledge": interview.knowledge,
        "depth": interview.depth,
        "before": interview.before,
        "started": interview.started,
        "finished": interview.finished,
        "finished_entries": interview.finished_entries,
        "entries": entries,
    }
