"""What was read of files, kept by their content, so that a second import takes seconds.

What is kept is what the readers handed on: dates, figures, pulse, shoes and the names of uploads,
and no coordinates. It lies in the user's cache
folder, only for the user, and may be deleted at any time. A cache that is broken is no error: the
files are there to be read.
"""

import dataclasses
import datetime
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO, Final

from .shapes import Activity, Dropped, Hints, Read

_PIECE = 1 << 20
_KEY_LENGTH = 40
_LIBRARIES = ("fitdecode", "gpxpy", "lxml", "dateparser")
_TIMES = {"start", "local_start"}
_SPREADS = {"heart_rate_bpm", "speed_m_s"}
_DEFAULTS: Final[Mapping[str, object]] = {
    one.name: () if one.default is dataclasses.MISSING else one.default
    for one in dataclasses.fields(Activity)
}


class Cache:
    """What is kept in a folder; a folder that cannot be written keeps nothing."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when something is kept for the first time."""
        self._folder = folder

    def get(self, key: str, file: str) -> Read | None:
        """What was read of content with this key, as of a file that is called so; None if not."""
        try:
            data = self._place(key).read_bytes()
            return _from_data(json.loads(data), file)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def keep(self, key: str, file: str, read: Read) -> None:
        """Keep what was read of a file, written whole or not at all."""
        place = self._place(key)
        made: Path | None = None
        try:
            text = json.dumps(_as_data(read, file), ensure_ascii=False, allow_nan=False)
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as stream:  # 0600
                made = Path(stream.name)
                stream.write(text.encode())
            made.replace(place)
            made = None
        except (OSError, ValueError):
            return
        finally:
            if made is not None:
                made.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove all that is kept: it cannot be told whose it was."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"


def open_cache() -> Cache:
    """The user's own: in the folder that SUREFOOT_CACHE names, else where caches lie."""
    named = os.environ.get("SUREFOOT_CACHE")
    if named:
        return Cache(Path(named) / "activities")
    from platformdirs import user_cache_path  # noqa: PLC0415  (only for people who import)

    return Cache(user_cache_path("surefoot", appauthor=False) / "activities")


def key_of(stream: BinaryIO, format_name: str, hints: Hints) -> str:
    """What content is kept under: another one for other bytes, other readers, other hints."""
    made_of = hashlib.sha256()
    while piece := stream.read(_PIECE):
        made_of.update(piece)
    said = json.dumps([format_name, dataclasses.asdict(hints)], sort_keys=True, default=dict)
    made_of.update(f"{_readers()} {said}".encode("utf-8", "surrogatepass"))
    return made_of.hexdigest()[:_KEY_LENGTH]


@lru_cache(maxsize=1)
def _readers() -> str:
    """What the readers are: their code, byte for byte, and the libraries below them."""
    made_of = hashlib.sha256(sys.version.encode())
    for path in sorted(Path(__file__).resolve().parent.glob("*.py")):
        made_of.update(path.read_bytes())
    for library in _LIBRARIES:
        made_of.update(version(library).encode())
    return made_of.hexdigest()


def _as_data(read: Read, file: str) -> dict[str, Any]:
    return {
        "activities": [_activity_data(one, file) for one in read.activities],
        "dropped": [[_behind(one.file, file), one.reason, one.columns] for one in read.dropped],
        "shoes": list(read.shoes),
        "notes": list(read.notes),
    }


def _activity_data(activity: Activity, file: str) -> dict[str, Any]:
    """What differs from an activity of which nothing is known."""
    values = {name: getattr(activity, name) for name in _DEFAULTS}
    data = {name: value for name, value in values.items() if value != _DEFAULTS[name]}
    for name in _TIMES & data.keys():
        data[name] = data[name].isoformat()
    return data | {"file": _behind(activity.file, file)}


def _behind(name: str, file: str) -> str:
    """What a reader put behind the name of a file: a row, a part.

    Raises:
        ValueError: if it is called quite otherwise; then nothing is kept.
    """
    if not name.startswith(file):
        raise ValueError(name)
    return name[len(file) :]


def _from_data(data: Mapping[str, Any], file: str) -> Read:
    return Read(
        activities=tuple(_activity(one, file) for one in data["activities"]),
        dropped=tuple(
            Dropped(file + behind, reason, tuple((ours, theirs) for ours, theirs in columns))
            for behind, reason, columns in data["dropped"]
        ),
        shoes=tuple(data["shoes"]),
        notes=tuple(data["notes"]),
    )


def _activity(data: dict[str, Any], file: str) -> Activity:
    data["file"] = file + data["file"]
    for name in _TIMES & data.keys():
        data[name] = datetime.datetime.fromisoformat(data[name])
    for name in _SPREADS & data.keys():
        data[name] = tuple((float(value), float(seconds)) for value, seconds in data[name])
    if "problems" in data:
        data["problems"] = tuple(data["problems"])
    return Activity(**data)
