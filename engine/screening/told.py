"""What rows that could not be read as a whole told of warning signs, from the rejects file."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..tiers import TIERS
from .duck import damaged
from .manifest import REJECTS_NAME

_LONGEST_CELL: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReject:
    """A row among the rejects with a warning sign in what could be read of it."""

    file: str
    line: str
    id: str
    tier: str
    flags: tuple[str, ...]


def told_rejects(folder: Path) -> list[ToldReject]:
    """The rejected rows that told a warning sign, the most urgent tier first.

    None where there is no rejects file, or one without the columns for it.

    Raises:
        UsageError: if the file cannot be read.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    try:
        with (folder / REJECTS_NAME).open(encoding="utf-8", newline="") as stream:
            found = [_told(row) for row in csv.DictReader(stream) if row.get("flags")]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, csv.Error, KeyError, AttributeError, TypeError):
        raise damaged(folder, f"{REJECTS_NAME} is not as surefoot screen wrote it") from None
    return sorted(found, key=lambda one: (one.tier not in TIERS, one.tier))


def _told(row: dict[str, str]) -> ToldReject:
    flags = tuple(one.strip() for one in row["flags"].split(",") if one.strip())
    return ToldReject(
        file=row["file"], line=row["line"], id=row["id"], tier=row.get("tier") or "", flags=flags
    )
