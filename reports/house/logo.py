"""A logo: a PNG, JPEG or SVG file, known by what is in it, small and whole and harmless."""

import base64
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...engine.errors import Place
from .svg_logo import SvgFault, svg_size

LARGEST_BYTES: Final = 300_000
SIDES: Final = (16, 2000)  # pixels
LONGEST: Final = 8  # times its other side
BOX_MM: Final = (48.0, 11.5)  # what it is made to fit on paper
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by colour type
_PNG_FILTERS: Final = 4
_ADAM7: Final = (
    (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
    (0, 1, 1, 2),
)  # fmt: skip
_OTHERS: Final = {b"GIF8": "a GIF", b"RIFF": "a WebP", b"BM": "a BMP", b"%PDF": "a PDF",
                  b"II*\0": "a TIFF", b"MM\0*": "a TIFF", b"%!PS": "an EPS"}  # fmt: skip
_SAVE = "save it as PNG or SVG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture and its size: pixels of a PNG or JPEG, units of an SVG; only the ratio counts."""

    data: bytes
    media_type: str
    width: float
    height: float

    @property
    def base64(self) -> str:
        """The file as text."""
        return base64.b64encode(self.data).decode("ascii")

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height on paper."""
        scale = min(BOX_MM[0] / self.width, BOX_MM[1] / self.height)
        return round(self.width * scale, 2), round(self.height * scale, 2)


class LogoFault(Exception):  # noqa: N818  (what is wrong with a file, not with the program)
    """Why a file is no logo, how to mend that, and where in the file."""

    def __init__(self, message: str, fix: str = _SAVE, also: Place | None = None) -> None:
        """Takes what is said to the person."""
        super().__init__(message)
        self.message, self.fix, self.also = message, fix, also


def read_logo(path: Path) -> Logo:
    """The logo in a file; its name says nothing about what it is.

    Raises:
        LogoFault: if it cannot be read, or is no picture that can be printed.
    """
    data = _bytes(path)
    if data.startswith(_PNG):
        width, height = _png_size(data)
        return _raster(data, "image/png", width, height)
    if data.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(data)
        return _raster(data, "image/jpeg", width, height)
    kind = next((words for start, words in _OTHERS.items() if data.startswith(start)), "")
    if kind or b"<svg" not in data:
        raise LogoFault(f"this is {kind or 'no picture'}, and PNG, JPEG and SVG are accepted")
    try:
        width_units, height_units = svg_size(data, str(path))
    except SvgFault as fault:
        raise LogoFault(fault.message, fault.fix, fault.place) from None
    _check_ratio(width_units, height_units)
    return Logo(data=data, media_type="image/svg+xml", width=width_units, height=height_units)


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe could have no end
            raise FileNotFoundError(2, "there is no such file")
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the system refused"
        fix = "name a file on this computer, from the folder of this file"
        raise LogoFault(f"the logo {path} cannot be read: {reason}", fix) from None
    if len(data) > LARGEST_BYTES:
        message = f"the logo has more than {LARGEST_BYTES:,} bytes"
        raise LogoFault(message, "make it smaller: 600 pixels across are enough to print")
    return data


def _raster(data: bytes, media_type: str, width: int, height: int) -> Logo:
    return Logo(data=data, media_type=media_type, width=width, height=height)


def _check_sides(width: int, height: int) -> None:
    least, most = SIDES
    if not (least <= width <= most and least <= height <= most):
        message = (
            f"the logo has {width:,} × {height:,} pixels, and {least} to {most:,} are accepted"
        )
        raise LogoFault(message, "change its size: 600 pixels across are enough to print")
    _check_ratio(width, height)


def _check_ratio(width: float, height: float) -> None:
    if max(width, height) > LONGEST * min(width, height):
        message = f"the logo is more than {LONGEST} times as long as it is wide"
        raise LogoFault(message, "use a shorter one: it has to fit into the head of the page")


def _png_size(data: bytes) -> tuple[int, int]:
    """The pixels of a PNG that is whole: every checksum and all lines are there."""
    packed = bytearray()
    head: tuple[int, ...] = ()
    names = []
    for name, chunk in _png_chunks(data):
        names.append(name)
        if name == b"IHDR" and len(chunk) == struct.calcsize(">IIBBBBB"):
            head = struct.unpack(">IIBBBBB", chunk)
        elif name == b"IDAT":
            packed += chunk
    if not head or names[0] != b"IHDR" or b"IEND" not in names or head[3] not in _PNG_SAMPLES:
        raise _broken("PNG")
    width, height, depth, kind, _, _, interlace = head
    _check_sides(width, height)
    if kind == 3 and b"PLTE" not in names:  # noqa: PLR2004  (colours of a palette)
        raise _broken("PNG")
    passes = _ADAM7 if interlace else ((0, 0, 1, 1),)
    lines = [
        1 + (-(-(width - x) // dx) * depth * _PNG_SAMPLES[kind] + 7) // 8
        for x, y, dx, dy in passes
        if width > x
        for _ in range(y, height, dy)
    ]
    unpacked = _inflated(bytes(packed), sum(lines))
    at = 0
    for length in lines:
        if unpacked[at] > _PNG_FILTERS:
            raise _broken("PNG")
        at += length
    return width, height


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + length
        if end + 4 > len(data):
            raise _broken("PNG")
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            raise _broken("PNG")
        yield data[at + 4 : at + 8], data[at + 8 : end]
        if data[at + 4 : at + 8] == b"IEND":
            return
        at = end + 4


def _inflated(packed: bytes, length: int) -> bytes:
    """What was packed, which must be so long; never unpacks more."""
    try:
        unpacked = zlib.decompressobj().decompress(packed, length + 1)
    except zlib.error:
        raise _broken("PNG") from None
    if len(unpacked) != length:
        raise _broken("PNG")
    return unpacked


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """The pixels of a JPEG that has an end."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:  # noqa: PLR2004  (a marker)
        marker = data[at + 1]
        if marker == 0xFF:  # noqa: PLR2004  (a fill byte)
            at += 1
            continue
        is_frame = 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}  # noqa: PLR2004
        if is_frame:
            height, width, samples = struct.unpack(">HHB", data[at + 5 : at + 10])
            if samples not in {1, 3}:
                raise LogoFault("the JPEG is made for a press (CMYK)", "save it as PNG, or in RGB")
            if b"\xff\xd9" not in data[at:]:
                raise _broken("JPEG")
            _check_sides(width, height)
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise _broken("JPEG")


def _broken(kind: str) -> LogoFault:
    return LogoFault(f"this {kind} is broken: a part of it is missing or was changed")
