"""Finding what can be read in folders and archives, safely, whoever made them.

Nothing is unpacked to a place that an archive names; links are not followed; what an archive says
of the size of its members bounds what is read of them, and nothing else is believed.
"""

import os
import shutil
import stat
import struct
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from .content import HEAD, is_zip, shown, what_it_is
from .exports import StravaExport, choose
from .formats import Format, recognise
from .shapes import Dropped
from .strava import is_strava
from .unpacking import (
    ENDS_EARLY,
    MOST_BYTES,
    MOST_STREAMED,
    TOO_TIGHT,
    Archives,
    Item,
    most_unpacked,
)

MOST_MEMBERS: Final = 20_000
MOST_FILES: Final = 100_000  # of folders, all together
MOST_UNPACKED: Final = 4 << 30  # bytes that an archive may come to with all that lies in it
_LARGEST_DIRECTORY = 8 << 20  # bytes of the list at the end: 400 for each member
_DEEPEST = 2  # archives within each other
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LEFT_ALONE = {"__macosx", "thumbs.db", "desktop.ini", "$recycle.bin", "system volume information"}
_LOCKED = 1  # the bit that marks an encrypted member
_ICLOUD = ".icloud"
_END = struct.Struct("<4s4H2LH")  # of the list of members
_END64_PLACE, _END64 = struct.Struct("<4sLQL"), struct.Struct("<4sQ2H2L4Q")
_LONGEST_COMMENT = 1 << 16

_NO_PERMISSION = "it may not be read: no permission"


@dataclass(slots=True)
class Room:
    """How deep in archives something lies, and how many bytes its archive may still come to."""

    depth: int = 0
    left: int = field(default_factory=lambda: MOST_UNPACKED)


@dataclass(frozen=True, slots=True)
class Found:
    """A file of a known format; `room` is that of the archive that it lies in."""

    item: Item
    format: Format


@dataclass(frozen=True, slots=True)
class OpenedExport:
    """A Strava export: its files by name, of which only what its list asks for is opened."""

    export: StravaExport
    items: dict[str, Item]
    room: Room

    @property
    def lists(self) -> tuple[Item, ...]:
        """The list of activities, and that of shoes where there is one."""
        names = (self.export.list, self.export.shoes)
        return tuple(self.items[name] for name in names if name)


@dataclass(slots=True)
class Finder:
    """What was found so far; archives within archives are copied to the folder `scratch`."""

    archives: Archives
    scratch: Path
    found: list[Found] = field(default_factory=list)
    strava: list[OpenedExport] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    closed: Counter[str] = field(default_factory=Counter)

    def find(self, paths: Sequence[Path]) -> None:
        """Look at files and folders, and at all that lies in them."""
        items: dict[str, Item] = {}
        for path in paths:
            for item in self._on_disk(path):
                items.setdefault(item.path.absolute().as_posix(), item)
        self._sort(items, Room())

    def look(self, item: Item, room: Room) -> None:
        """See what a file is by its content: to be read, an archive, or neither."""
        try:
            with self.archives.content(item) as stream:
                head = stream.read(HEAD)
                is_cut = stream.is_cut
        except PermissionError:
            self.drop(item.file, _NO_PERMISSION)
            return
        except Exception as error:  # noqa: BLE001  (whatever is wrong with a file of a stranger)
            self.drop(item.file, f"it cannot be opened ({_said(error)})")
            return
        if is_zip(head):
            self._open_archive(item, room)
            return
        known = recognise(head)
        if known is None:
            self.drop(
                item.file, ENDS_EARLY if is_cut and not head else f"this is {what_it_is(head)}"
            )
        elif item.size > (MOST_STREAMED if known.is_streamed else MOST_BYTES):
            self.drop(item.file, f"it is larger than {_bytes(MOST_BYTES)}, as no recording is")
        elif item.member is not None and item.size > room.left:
            self.drop(item.file, f"its archive holds more than {_bytes(MOST_UNPACKED)}")
        else:
            room.left -= item.size if item.member is not None else 0
            self.found.append(Found(item, known))

    def take(self) -> list[Found]:
        """What was found since this was last called."""
        taken, self.found = self.found, []
        return taken

    def drop(self, file: str, reason: str) -> None:
        """Say that a file gives nothing, and why."""
        self.dropped.append(Dropped(file, shown(reason)))

    def _sort(self, items: dict[str, Item], room: Room) -> None:
        choice = choose(tuple(items), lambda name: self._is_strava(items[name]))
        for export in choice.strava:
            self.strava.append(OpenedExport(export, items, room))
        for name in choice.others:
            self.look(items[name], room)
        self.closed.update(choice.closed)

    def _is_strava(self, item: Item) -> bool:
        try:
            return is_strava(self.archives.head(item))
        except Exception:  # noqa: BLE001  (then it is looked at as any other, and named)
            return False

    def _on_disk(self, path: Path) -> Iterator[Item]:
        file = shown(str(path))
        try:
            about = path.stat()
        except (OSError, ValueError) as error:
            is_there = isinstance(error, PermissionError)
            self.drop(file, _NO_PERMISSION if is_there else "there is no such file or folder")
            return
        if stat.S_ISDIR(about.st_mode):
            yield from self._in_folder(path)
        elif stat.S_ISREG(about.st_mode):
            yield Item(file, path, about.st_size)
        else:
            self.drop(file, _special(about.st_mode))

    def _in_folder(self, top: Path) -> Iterator[Item]:
        waiting, number = [top], 0
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as listed:
                    entries = sorted(listed, key=lambda one: one.name)
            except OSError as error:
                is_shut = isinstance(error, PermissionError)
                reason = _NO_PERMISSION if is_shut else f"it cannot be opened ({_said(error)})"
                self.drop(shown(str(folder)), reason)
                continue
            inner = []
            for entry in entries:
                path, file = Path(entry.path), shown(entry.path)
                if is_left_alone(entry.name):
                    if entry.name.endswith(_ICLOUD):
                        self.drop(file, "it is still in iCloud: let it come down first")
                    continue
                number += 1
                if number > MOST_FILES:
                    self.drop(
                        shown(str(top)), f"only its first {MOST_FILES:,} files were looked at"
                    )
                    return
                try:
                    about = entry.stat(follow_symlinks=False)
                except OSError as error:
                    self.drop(file, f"it cannot be opened ({_said(error)})")
                    continue
                if stat.S_ISDIR(about.st_mode):
                    inner.append(path)
                elif stat.S_ISREG(about.st_mode):
                    yield Item(file, path, about.st_size)
                else:
                    self.drop(file, _special(about.st_mode))
            waiting += reversed(inner)

    def _open_archive(self, item: Item, room: Room) -> None:
        """Look at the members of a zip archive, each as if it lay in a folder."""
        if room.depth >= _DEEPEST:
            self.drop(item.file, "an archive in an archive in an archive: unpack it first")
            return
        inner = Room() if item.member is None else room
        try:
            path = item.path if item.member is None else self._copied(item, room)
            reason = _trouble(path) if path else f"it holds more than {_bytes(MOST_UNPACKED)}"
            if reason or path is None:
                self.drop(item.file, reason)
                return
            members = self.archives.get(path).infolist()
        except Exception as error:  # noqa: BLE001  (a broken archive raises nearly anything)
            self.drop(item.file, f"this zip archive is broken ({_said(error)}): load it again")
            return
        names = {info.filename for info in members}
        if len(members) > MOST_MEMBERS:
            self.drop(item.file, f"it holds more than {MOST_MEMBERS:,} files")
        elif "[Content_Types].xml" in names:
            self.drop(item.file, "this is an Office document: save the sheet as CSV")
        elif members and all(info.flag_bits & _LOCKED for info in members if not info.is_dir()):
            self.drop(item.file, "it is locked with a password: unpack it first")
        else:
            before = len(self.dropped)
            items = dict(self._members(item.file, path, members))
            if not items and len(self.dropped) == before:
                self.drop(item.file, "it holds no files, or only hidden ones")
            inner.depth += 1
            self._sort(items, inner)
            inner.depth -= 1

    def _copied(self, item: Item, room: Room) -> Path | None:
        """An archive within an archive, copied: it cannot be sought in where it lies."""
        if item.size > room.left:
            return None
        room.left -= item.size
        with (
            tempfile.NamedTemporaryFile(dir=self.scratch, suffix=".zip", delete=False) as copy,
            self.archives.raw(item) as stream,
        ):
            shutil.copyfileobj(stream, copy, 1 << 20)
        return Path(copy.name)

    def _members(
        self, file: str, path: Path, members: Sequence[zipfile.ZipInfo]
    ) -> Iterator[tuple[str, Item]]:
        seen: set[str] = set()
        for number, info in enumerate(members):
            name = info.filename.replace("\\", "/")
            if info.is_dir() or any(map(is_left_alone, name.split("/"))):
                continue
            member = f"{file}/{shown(name)}"
            reason = _refusal(info, name, seen)
            seen.add(name)
            if reason:
                self.drop(member, reason)
            else:
                yield name, Item(member, path, info.file_size, number)


def _refusal(info: zipfile.ZipInfo, name: str, seen: set[str]) -> str:
    """Why a member is not read; empty where it may be."""
    is_out = name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")
    refusals: dict[str, bool] = {
        "its name leads out of the archive": is_out,
        "this is a link, not a file": stat.S_ISLNK(info.external_attr >> 16),
        "it is locked with a password: unpack it first": bool(info.flag_bits & _LOCKED),
        "it is packed in a way that is not read here: unpack it first": (
            info.compress_type not in _PACKINGS
        ),
        TOO_TIGHT: (info.file_size > most_unpacked(info.compress_size)),
        "the archive holds another file of this name": name in seen,
    }
    return next((reason for reason, holds in refusals.items() if holds), "")


def _trouble(path: Path) -> str:
    """What is wrong with the list of members at the end of a zip archive; empty if nothing is.

    It is looked at before the list is read, which would take as much memory as it claims.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(max(0, size - _LONGEST_COMMENT - _END.size))
        tail = stream.read()
        place = tail.rfind(b"PK\x05\x06")
        if place < 0 or len(tail) - place < _END.size:
            return "this zip archive is cut off: load it again"
        _, _, _, _, number, length, *_ = _END.unpack_from(tail, place)
        if place >= _END64_PLACE.size and tail[place - _END64_PLACE.size :].startswith(
            b"PK\x06\x07"
        ):
            _, _, at, _ = _END64_PLACE.unpack_from(tail, place - _END64_PLACE.size)
            stream.seek(min(at, size))
            long = stream.read(_END64.size)
            if len(long) == _END64.size and long.startswith(b"PK\x06\x06"):
                *_, number, length, _ = _END64.unpack(long)
    is_too_many = number > MOST_MEMBERS or length > _LARGEST_DIRECTORY
    return f"it holds more than {MOST_MEMBERS:,} files" if is_too_many else ""


def is_left_alone(name: str) -> bool:
    """Whether a file or a folder is hidden, or one of the system."""
    return (name.startswith(".") and name not in {".", ".."}) or name.lower() in _LEFT_ALONE


def _special(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "this is a link: name what it leads to"
    return "this is no file, but a pipe, a socket or a device"


def _said(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return shown(text)[:80] or type(error).__name__


def _bytes(number: int) -> str:
    return f"{number >> 30} GB" if number >= 1 << 30 else f"{number >> 20} MB"
