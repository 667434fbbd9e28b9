"""What is written beside the results: what was asked for, what is done, and what came out.

`screening.json` says what was asked for, so that a second start goes on with the same;
`work/part-00000.json` that a part is done; `manifest.json`, written last, that all is.
"""

import datetime as dt
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from ..errors import Problem, UsageError, join_words
from .tallies import Tally

SCHEMA: Final = "surefoot-screening-1"
MANIFEST_NAME: Final = "manifest.json"
ORDER_NAME: Final = "screening.json"
REJECTS_NAME: Final = "rejects.csv"
PARTS: Final = "parts"
WORK: Final = "work"
_PART: Final = re.compile(rf"{PARTS}/part-[\w*-]+\.\w+")
_UNFINISHED: Final = ".surefoot-"  # how a file begins that is being written


@dataclass(frozen=True, slots=True)
class PartDone:
    """A part whose results are written: a line of the manifest, and what it adds to the sums."""

    file: str
    runners: int
    rejected: int
    rejected_with_sign: int
    tally: Tally

    def as_data(self, folder: Path, columns: Sequence[str]) -> dict[str, Any]:
        """How the manifest of a folder has it."""
        return {
            "file": self.file, "bytes": _bytes(folder, self.file),
            "runners": self.runners, "rejected": self.rejected,
            "hash": self.tally.content_hash(columns),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for: with the same of all this, a second start goes on where one ended."""

    surefoot: str
    knowledge: Mapping[str, str]
    engine: str
    columns: Sequence[str]
    format: str
    mapping: str | None
    part_rows: int
    inputs: Sequence[Mapping[str, object]]

    def as_data(self) -> dict[str, Any]:
        """As JSON has it."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return found


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a finished screening says of itself; `data` is all that the file has."""

    data: Mapping[str, Any]

    @property
    def runners(self) -> int:
        """How many runners have a result."""
        return int(self.data["runners"])

    @property
    def rejected(self) -> int:
        """How many rows are among the rejects."""
        return int(self.data["rejected"])

    @property
    def rejected_with_sign(self) -> int:
        """How many of these tell a warning sign in the answers that could be read."""
        return int(self.data["rejected_with_sign"])

    @property
    def content_hash(self) -> str:
        """The same for the same results, in whatever order, parts and engine."""
        return str(self.data["content_hash"])


def make_manifest(
    folder: Path,
    order: Order,
    rows: Mapping[str, int],
    parts: Sequence[PartDone],
    whole: Tally,
    tallies: Mapping[str, Any],
) -> Manifest:
    """The manifest of a folder.

    `rows` has how many rows each input has, `tallies` what was counted.
    """
    return Manifest(
        {
            "schema": SCHEMA,
            "surefoot": order.surefoot,
            "screened": dt.datetime.now().astimezone().isoformat(timespec="seconds"),
            "knowledge": dict(order.knowledge),
            "engine": order.engine,
            "columns": list(order.columns),
            "format": order.format,
            "mapping": order.mapping,
            "inputs": [{"file": name, "rows": count} for name, count in rows.items()],
            "runners": whole.runners,
            "rejected": sum(one.rejected for one in parts),
            "rejected_with_sign": sum(one.rejected_with_sign for one in parts),
            "content_hash": whole.content_hash(order.columns),
            "tallies": dict(tallies),
            "parts": [one.as_data(folder, order.columns) for one in parts],
        }
    )


_MOST_NAMED: Final = 3  # files
_NAMES: Final = {
    "surefoot": "the version of Surefoot", "knowledge": "the knowledge base",
    "engine": "the engine", "columns": "the columns", "format": "the format",
    "mapping": "the mapping", "part_rows": "the size of parts", "inputs": "the input files",
}  # fmt: skip


def check_same(folder: Path, order: Order) -> bool:
    """Whether a screening of this order was begun in a folder; False where none was.

    Raises:
        UsageError: if one of another order was, or the folder has other files.
    """
    path = folder / ORDER_NAME
    if not path.exists():
        there = folder.iterdir() if folder.exists() else ()
        if not all(one.name.startswith(_UNFINISHED) for one in there):
            message = "there are other files in this folder"
            fix = "name a new folder for the results"
            raise UsageError(Problem(code="US102", where=str(folder), message=message, fix=fix))
        return False
    before = read_json(path) or {}
    now = order.as_data()
    differ = [said for name, said in _NAMES.items() if before.get(name) != now[name]]
    if differ and not _has_results(folder):
        return False  # as where the first try named a wrong mapping
    if differ:
        message = f"another screening was begun here; not the same: {join_words(differ, 'and')}"
        fix = "name another folder, or begin anew here with --restart"
        raise UsageError(Problem(code="US152", where=str(folder), message=message, fix=fix))
    return True


def has_order(folder: Path) -> bool:
    """Whether a folder is one that results are written to."""
    return "surefoot" in (read_json(folder / ORDER_NAME) or {})


def _has_results(folder: Path) -> bool:
    """Whether anything was read or screened that would be mixed with what is to come."""
    begun = [one for name in (PARTS, WORK) for one in (folder / name).glob("*")]
    is_done = (folder / MANIFEST_NAME).exists()
    return is_done or any(one.is_file() for one in begun)


def find_finished(folder: Path) -> Manifest | None:
    """What a screening that was finished in a folder says; None where none was.

    Raises:
        UsageError: if files that it names are not there any more, or are not as it wrote them.
    """
    data = read_json(folder / MANIFEST_NAME)
    if data is None:
        return None
    changed = [
        one["file"] for one in data["parts"] if one.get("bytes") != _bytes(folder, one["file"])
    ]
    if data["rejected"] and not (folder / REJECTS_NAME).exists():
        changed.append(REJECTS_NAME)
    if changed:
        named = changed[:_MOST_NAMED]
        if len(changed) > len(named):
            named.append(f"{len(changed) - len(named):,} more")
        message = f"of the finished screening are missing, or changed: {join_words(named, 'and')}"
        fix = "put back what it wrote, or screen all anew here with --restart"
        raise UsageError(Problem(code="US101", where=str(folder), message=message, fix=fix))
    return Manifest(data)


def _bytes(folder: Path, file: str) -> int:
    """The size of a part, 0 where it is not there."""
    return sum(one.stat().st_size for one in folder.glob(file))


def part_files(folder: Path, file: str) -> list[str]:
    """The files of a part; Spark writes one to several, and * stands for their numbers.

    Raises:
        ValueError: if the manifest names a place that no part is written to.
        UsageError: if they are not there.
    """
    if not _PART.fullmatch(file):
        raise ValueError(file)
    found = sorted(map(str, folder.glob(file)))
    if not found:
        message = "a part of the screening is not there"
        raise UsageError(Problem(code="US101", where=str(folder / file), message=message))
    return found


def remove_unfinished(folder: Path) -> None:
    """Remove what was being written when a screening was killed."""
    for inside, pattern in (
        (folder, f"{_UNFINISHED}????????"),  # as `tempfile` goes on
        (folder / PARTS, ".part-*"),
        (folder / PARTS, "tmp_.part-*"),  # as DuckDB calls what it writes to
    ):
        for path in inside.glob(pattern):
            path.unlink(missing_ok=True)


def read_json(path: Path) -> dict[str, Any] | None:
    """What a file of ours says; None where it is not there or not whole."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        UsageError: if it cannot be written.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, [text.encode()])


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file that only its owner can read, whole or not at all.

    Raises:
        UsageError: if it cannot be written.
    """
    with writing(path):
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
        with os.fdopen(handle, "wb") as stream:  # mkstemp makes it 0600
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What the system refuses while a file is written, as on a full disk, is said as that.

    Raises:
        UsageError: if it cannot be written.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the system refused"
        message = f"the file cannot be written: {reason}"
        raise UsageError(Problem(code="US102", where=str(path), message=message)) from None
