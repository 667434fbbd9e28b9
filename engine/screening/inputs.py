"""Which files a screening reads, and what kind of table each is."""

import glob
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ..errors import Problem, UsageError, join_words
from ..tables.rows import CSV_ENDINGS, JSON_ENDINGS
from .manifest import has_order

PARQUET_ENDINGS: Final = (".parquet", ".pq")
ENDINGS: Final = (*PARQUET_ENDINGS, *CSV_ENDINGS, *JSON_ENDINGS)


@dataclass(frozen=True, slots=True)
class Input:
    """A file of runners, and how people and ids name it."""

    path: Path
    name: str

    @property
    def is_parquet(self) -> bool:
        """Whether it is Parquet, by its ending."""
        return self.path.suffix.lower() in PARQUET_ENDINGS

    def state(self) -> dict[str, object]:
        """What tells it from another file of the same name."""
        about = self.path.stat()
        return {"file": self.name, "bytes": about.st_size, "modified_ns": about.st_mtime_ns}


def find_inputs(paths: Sequence[Path], output: Path) -> tuple[Input, ...]:
    """The files that were named, in folders those with an ending of a table; each once.

    A path may have signs like * in it. In folders, what begins with . or _ is passed over, and so
    is what a screening wrote: all below the output, and below any folder of an earlier one.

    Raises:
        UsageError: for what is not there, or is no table.
    """
    written_to = output.resolve()

    @cache
    def is_of_results(folder: Path) -> bool:
        is_own = folder == written_to or has_order(folder)
        return is_own or (folder != folder.parent and is_of_results(folder.parent))

    found: dict[Path, Input] = {}
    problems: list[Problem] = []
    for path in paths:
        own = list(_of(path, is_of_results))
        if not own:
            problems.append(_nothing(path, is_of_results))
        for one in own:
            found.setdefault(one.path.resolve(), one)
    names = [one.name for one in found.values()]
    problems += [
        Problem(code="US101", where=str(one.path), message=f"this is no table: {_accepted()}")
        for one in found.values()
        if one.path.suffix.lower() not in ENDINGS
    ]
    if problems:
        raise UsageError(*problems)
    if len(set(names)) < len(names):  # of two folders: their runners must not have the same ids
        return tuple(Input(one.path, str(one.path)) for one in found.values())
    return tuple(found.values())


def _of(path: Path, is_of_results: Callable[[Path], bool]) -> Iterator[Input]:
    if path.is_dir():
        whole = path.resolve()
        for one in sorted(path.rglob("*")):
            inside = one.relative_to(path)
            is_hidden = any(part.startswith((".", "_")) for part in inside.parts)
            is_table = one.is_file() and not is_hidden and one.suffix.lower() in ENDINGS
            if is_table and not is_of_results((whole / inside).parent):
                yield Input(one, inside.as_posix())
    elif path.exists():
        yield Input(path, path.name)
    else:
        for name in sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207  (of any root)
            if not is_of_results(Path(name).resolve().parent):
                yield from _of(Path(name), is_of_results)


def _nothing(path: Path, is_of_results: Callable[[Path], bool]) -> Problem:
    fix = ""
    if path.is_dir() and is_of_results(path.resolve()):
        message = "this folder is for results of a screening: its tables are not read"
        fix = "keep the tables of runners elsewhere, or name each of them"
    elif path.is_dir():
        message = f"there is no table in this folder: {_accepted()}"
    else:
        message = "there is no such file"
    return Problem(code="US101", where=str(path), message=message, fix=fix)


def _accepted() -> str:
    return f"files are called {join_words(f'*{one}' for one in ENDINGS)}"
