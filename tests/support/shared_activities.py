"""The real recordings that lie beside the repository, where they are on this machine."""

from __future__ import annotations

import csv
from pathlib import Path

from .repository import ROOT

FOLDER = ROOT.parent / "shared" / "activities"
WHY_NOT = f"the real recordings are not on this machine: {FOLDER}"


def shared_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table in that folder; none where it is not there."""
    path = FOLDER / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def shared_file(name: str) -> Path:
    """A file of that folder."""
    return FOLDER / name
