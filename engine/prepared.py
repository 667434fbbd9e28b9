"""A knowledge base that is read once and then kept, as Python keeps compiled modules.

To read the YAML of the shipped base takes longer than all the rest of a report. What came of
it is kept in the user's cache folder under a name made of everything that it depends on: the
files, byte for byte, this code, and the version of Python. So it is never out of date, and the
folder may be deleted at any time. A cache that cannot be read or written is no error.
"""

import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .knowledge import Knowledge
from .shipped import SHIPPED

_KEPT = 4  # bases; an author's folder changes its name with every edit
_LARGEST_FILE = 1 << 20  # bytes; the loader refuses smaller ones, and says so
_ENGINE = Path(__file__).resolve().parent
_OF_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def load_prepared(folder: Path | None = None) -> Knowledge:
    """The knowledge base in a folder; without one, the base that comes with Surefoot.

    The same as `loading.load_knowledge`, and some fifteen times as fast from the second time on.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    folder = folder or SHIPPED
    name = fingerprint(folder)
    kept = _read(_cache() / f"{name}.pickle") if name else None
    if kept is not None:
        return kept
    from .loading import load_knowledge  # noqa: PLC0415  (this is what the cache saves)

    knowledge = load_knowledge(folder)
    if name and name == fingerprint(folder):  # else somebody saved a file meanwhile
        _write(_cache() / f"{name}.pickle", knowledge)
    return knowledge


def _cache() -> Path:
    from platformdirs import user_cache_path  # noqa: PLC0415  (only for people who load a base)

    return user_cache_path("surefoot", appauthor=False) / "knowledge"


def fingerprint(folder: Path) -> str:
    """What the base of a folder is kept under; empty where the loader will find it wrong.

    Another one for other files, byte for byte, other code of this folder, or another Python.
    """
    made_of = hashlib.sha256(f"{sys.version} {folder.resolve()}".encode())
    try:
        for path in sorted(one for one in folder.iterdir() if one.suffix in {".yaml", ".yml"}):
            with path.open("rb") as stream:
                data = stream.read(_LARGEST_FILE)
            if len(data) == _LARGEST_FILE:
                return ""
            made_of.update(f"\n{path.name} {len(data)}\n".encode())
            made_of.update(data)
        for line in _code(_ENGINE):
            made_of.update(line.encode())
    except OSError:
        return ""
    return made_of.hexdigest()[:32]


def _code(folder: Path) -> Iterator[str]:
    """A line for each file of this code: to compare times and sizes is enough, as in `.pyc`."""
    with os.scandir(folder) as found:
        for one in sorted(found, key=lambda entry: entry.name):
            if one.name.endswith(".py"):
                about = one.stat()
                yield f"\n{one.path} {about.st_mtime_ns} {about.st_size}"
            elif one.is_dir() and one.name == "loading":
                yield from _code(Path(one.path))


def _read(path: Path) -> Knowledge | None:
    """What is kept, if only its owner can have written it; it is the newest then."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(handle, "rb") as stream:
            if not (_is_own(path.parent.stat()) and _is_own(os.fstat(stream.fileno()))):
                return None
            kept = pickle.load(stream)  # noqa: S301  (written by this user alone)
        os.utime(path)
    except Exception:  # noqa: BLE001  (whatever is wrong with it, the YAML is there to be read)
        return None
    return kept if isinstance(kept, Knowledge) else None


def _is_own(about: os.stat_result) -> bool:
    if not hasattr(os, "getuid"):  # Windows keeps the folder to its user
        return True
    return about.st_uid == os.getuid() and not about.st_mode & _OF_OTHERS


def _write(path: Path, knowledge: Knowledge) -> None:
    """Keep a base, written whole or not at all, and forget those that were not used for longest."""
    made: Path | None = None
    try:
        data = pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            made = Path(stream.name)
            stream.write(data)
        made.replace(path)
        made = None
        kept = sorted(path.parent.glob("*.pickle"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, RecursionError):  # a condition can be nested deeper than a pickle
        return
    finally:
        if made is not None:
            made.unlink(missing_ok=True)
