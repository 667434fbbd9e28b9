"""The content of a file, unpacked as it is read, and never more of it than is bearable.

Nothing here trusts what a file says of itself: what is counted is what comes out.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from .content import HEAD, is_gzip

MOST_BYTES: Final = 200 << 20  # of one file, unpacked
MOST_STREAMED: Final = 4 << 30  # of one that is read piece by piece
# What comes to 200 times what is stored is no recording: those come to 30 at most.
_MOST_RATIO, _RATIO_FROM = 200, 64 << 20
_PIECE: Final = 1 << 16
_MOST_OPEN = 16  # archives at a time
_GZIP = 31  # zlib's word for a gzip header and trailer

TOO_TIGHT: Final = "it unpacks to far more than any recording does"
ENDS_EARLY: Final = "it ends early: the download or the copy was cut off"
# What a damaged file raises on being unpacked.
_DAMAGE = (EOFError, zlib.error, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read: one on disk, or a member of a zip archive on disk, by its number there.

    `file` is what it is called for people; `size` is in bytes, unpacked if it is a member.
    """

    file: str
    path: Path
    size: int
    member: int | None = None


def most_unpacked(stored: int) -> int:
    """The bytes that so many stored ones may come to, to be believed."""
    return max(_RATIO_FROM, _MOST_RATIO * stored)


class Archives:
    """Zip archives that stay open while their members are read: to open one takes long."""

    def __init__(self) -> None:
        self._open: dict[Path, zipfile.ZipFile] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for archive in self._open.values():
            archive.close()
        self._open.clear()

    def get(self, path: Path) -> zipfile.ZipFile:
        """An archive, opened at most once as long as there are few."""
        if path not in self._open:
            while len(self._open) >= _MOST_OPEN:
                self._open.pop(next(iter(self._open))).close()
            self._open[path] = zipfile.ZipFile(path)
        return self._open[path]

    @contextmanager
    def raw(self, item: Item) -> Iterator[BinaryIO]:
        """A stream of what is stored of an item; gzip is not undone."""
        if item.member is None:
            with item.path.open("rb") as stream:
                yield stream
        else:
            archive = self.get(item.path)
            with archive.open(archive.infolist()[item.member]) as member:
                yield member  # type: ignore[misc]  # reads like any other

    @contextmanager
    def content(self, item: Item, most: int = MOST_BYTES) -> Iterator["Content"]:
        """A stream of the content of an item, with gzip undone."""
        with self.raw(item) as stream:
            yield Content(stream, most)

    def head(self, item: Item) -> bytes:
        """The first bytes of the content, with gzip undone."""
        with self.content(item) as stream:
            return stream.read(HEAD)


class Content(io.BufferedReader):
    """A stream that ends where its content ends, is damaged, or has become too long."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        """Reads on from where the stream is; `most` is in bytes."""
        self._pieces = _Pieces(stream, most)
        super().__init__(self._pieces, _PIECE)

    @property
    def is_cut(self) -> bool:
        """Whether it was damaged, or ended before its packing says that it ends."""
        return self._pieces.is_cut

    @property
    def is_too_long(self) -> bool:
        """Whether there was more than may be read."""
        return self._pieces.is_too_long


class _Pieces(io.RawIOBase):
    """What a `Content` is read from; `_packed` was read of the stream and not yet handed on."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._left = stream, most
        self._came = self._gave = 0
        self.is_cut = self.is_too_long = self._is_over = False
        self._packed = self._stored()
        self._inflate = zlib.decompressobj(_GZIP) if is_gzip(self._packed) else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]  # what io hands over
        piece = b"" if self._is_over else self._next(len(view))
        if len(piece) > self._left:
            self.is_too_long = self._is_over = True
            piece = piece[: self._left]
        self._left -= len(piece)
        self._gave += len(piece)
        if self._inflate is not None and self._gave > most_unpacked(self._came):
            self.is_too_long = self._is_over = True
        view[: len(piece)] = piece
        return len(piece)

    def _stored(self) -> bytes:
        if self.is_cut:
            return b""
        try:
            piece = self._stream.read(_PIECE)
        except _DAMAGE:
            self.is_cut = True
            return b""
        self._came += len(piece)
        return piece

    def _next(self, size: int) -> bytes:
        """Some bytes, at most so many; none at the end."""
        while not self._is_over:
            packed = self._packed or self._stored()
            if self._inflate is None:
                self._packed = packed[size:]
                return packed[:size]
            try:
                piece = self._inflate.decompress(packed, size)
            except zlib.error:
                self.is_cut = self._is_over = True
                return b""
            self._packed = self._inflate.unconsumed_tail
            if self._inflate.eof:
                # Another member may follow; so may zeros that fill a block, which are no part.
                self._packed = (self._inflate.unused_data or self._stored()).lstrip(b"\0")
                self._is_over = not is_gzip(self._packed)
                self._inflate = zlib.decompressobj(_GZIP)
            elif not packed and not piece:
                self.is_cut = self._is_over = True
            if piece:
                return piece
        return b""
