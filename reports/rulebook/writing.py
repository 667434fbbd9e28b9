"""A rule book in a folder: written whole or not at all, and only over an earlier one."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ...engine.errors import Problem, UsageError

MARKER: Final = ".surefoot-rule-book"
_NOTE: Final = "Files of a rule book, which `surefoot kb docs` replaces together.\n"
_MOST_NAMED = 3


def check_folder(folder: Path) -> Path:
    """The folder to write to, once it is sure that nothing of somebody else is lost by it.

    Raises:
        UsageError: if there is anything in it that an earlier rule book did not bring.
    """
    target = folder.resolve()
    if target == Path.cwd() or target in Path.cwd().parents:
        raise _refusal(folder, "this is the folder that you are in, or one above it")
    if not target.exists():
        return target
    if not target.is_dir():
        raise _refusal(folder, "this is a file")
    strangers = sorted(_files(target) - _own_files(target))
    if strangers:
        more = f" and {len(strangers) - _MOST_NAMED} more" if len(strangers) > _MOST_NAMED else ""
        named = ", ".join(strangers[:_MOST_NAMED])
        raise _refusal(folder, f"this folder holds what no rule book brought: {named}{more}")
    return target


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files beside the folder, then put them in its place.

    Raises:
        UsageError: if the folder holds something else, or cannot be written.
    """
    target = check_folder(folder)
    made = target.parent / f".{target.name}-{os.getpid()}-new"
    old = target.parent / f".{target.name}-{os.getpid()}-old"
    try:
        _write(made, files)
        if target.exists():
            target.rename(old)
        made.rename(target)
    except OSError as error:
        if old.exists() and not target.exists():
            old.rename(target)
        reason = error.strerror or "the system refused"
        raise _refusal(folder, f"the rule book cannot be written: {reason}") from None
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _write(made: Path, files: Mapping[str, str]) -> None:
    made.mkdir(parents=True)
    for name, text in files.items():
        path = made / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    listed = "".join(f"{name}\n" for name in sorted(files))
    (made / MARKER).write_text(_NOTE + listed, encoding="utf-8", newline="\n")


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _own_files(folder: Path) -> set[str]:
    """What an earlier rule book brought, by the list that it left."""
    try:
        text = (folder / MARKER).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return set()
    return {MARKER, *text.splitlines()} if text.startswith(_NOTE) else set()


def _refusal(folder: Path, message: str) -> UsageError:
    fix = "name a new folder after -o"
    return UsageError(Problem(code="US102", where=str(folder), message=message, fix=fix))
