"""The files of a base, and writing several of them: all or none."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ..errors import Problem, UsageError
from ..loading.sections import shown_path

_FOLDERS = ("runners", "population")


def knowledge_files(folder: Path) -> list[Path]:
    """Every YAML file of a base: its own, then those of its runners and of its population."""
    folders = [folder, *(folder / name for name in _FOLDERS)]
    return [path for one in folders for path in sorted(one.glob("*.yaml")) if path.is_file()]


def copy_of(folder: Path, into: Path) -> Path:
    """A copy of a base in another folder, with all that a check reads."""
    copy = into / (folder.resolve().name or "base")
    for name in ("", *_FOLDERS):
        (copy / name).mkdir()
        for path in (folder / name).glob("*"):
            if path.is_file():
                shutil.copy(path, copy / name)
    return copy


def write_files(texts: Mapping[Path, str]) -> None:
    """Write files, each whole; nothing is changed while one of them cannot be written.

    Raises:
        UsageError: if one cannot.
    """
    ready: dict[Path, Path] = {}
    path = Path()
    try:
        for path, text in texts.items():
            ready[path] = _written_beside(path.resolve(), text)
        for path, temporary in ready.items():
            temporary.replace(path.resolve())
    except OSError as error:
        reason = error.strerror or "the system refused"
        message = f"the file cannot be written: {reason}"
        raise UsageError(Problem(code="US102", where=shown_path(path), message=message)) from None
    finally:
        for temporary in ready.values():
            temporary.unlink(missing_ok=True)


def _written_beside(path: Path, text: str) -> Path:
    """A new file beside another, with its text and the rights that the other has."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".surefoot-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, name)
        else:
            Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
