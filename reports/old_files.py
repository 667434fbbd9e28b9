"""Reports of earlier answers that lie where new ones are written."""

from dataclasses import replace
from pathlib import Path

from .printing import EDITIONS, FORMATS, Printing
from .writing import file_name


def old_files(folder: Path, stem: str, printing: Printing) -> tuple[str, ...]:
    """The names of all reports of a runner that are there, in any edition and format."""
    editions = [replace(printing, edition=one) for one in EDITIONS]
    names = dict.fromkeys(file_name(stem, name, one) for one in editions for name in FORMATS)
    return tuple(one for one in names if (folder / one).is_file())


def old_calendar(folder: Path, stem: str, printing: Printing) -> Path | None:
    """The calendar of a runner's earlier plan, where there is one."""
    path = folder / file_name(stem, "ics", printing)
    return path if path.is_file() else None


def remove_calendar(path: Path) -> str:
    """Remove the calendar of an earlier plan, because no plan is shown now; what to say of it."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or "the system refused"
        return f"{path} is of an earlier plan, and none is shown now. Remove it: {reason}."
    return f"Removed {path}: it was of an earlier plan, and none is shown now."
