"""An export: runners with all that they said, as one JSON file.

`docs/reference/store.md` describes its fields; `received.py` reads them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from .database import Store
from .rows import now, read_bases, read_interviews, read_log
from .shapes import StoredInterview, StoredRunner

SCHEMA = "surefoot-store-1"

Data = dict[str, Any]


def export_text(store: Store, runners: Iterable[StoredRunner]) -> str:
    """The export of these runners, as it is written to a file."""
    return json.dumps(export_data(store, runners), ensure_ascii=False, indent=1) + "\n"


def export_data(store: Store, runners: Iterable[StoredRunner]) -> Data:
    """The export of these runners, as they are at one moment, with the bases that they met."""
    with store.file.reading() as database:
        found: list[Data] = []
        met: set[str] = set()
        for runner in runners:
            interviews = []
            for one in read_interviews(database, "runner = ?", runner.id):
                log = read_log(database, one.id)
                met |= {one.knowledge, *(entry.knowledge for entry in log)}
                interviews.append(_interview(one, [asdict(entry) for entry in log]))
            found.append({**asdict(runner), "interviews": interviews})
        bases = [asdict(one) for one in read_bases(database, sorted(met))]
    return {"schema": SCHEMA, "exported": now(), "runners": found, "bases": bases}


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
