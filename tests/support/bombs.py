"""Small archives that claim, or come to, far more than they are."""

from __future__ import annotations

import struct
import zlib

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_BLOCK = 1 << 20


def zeros_behind(head: bytes, size: int, *, gzip: bool = False) -> bytes:
    """A deflated stream (or a gzip file) of a beginning and zeros, about so many bytes of all.

    Made of one packed megabyte, again and again. The sum at its end is that of nothing.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if gzip else -15)
    packed = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(_BLOCK)) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed + block * (size // _BLOCK) + packer.flush() + bytes(8 * gzip)


def zip_of(name: str, packed: bytes, size: int, *, flags: int = 0, method: int = 8) -> bytes:
    """A zip archive of one deflated member that says of itself to be so long."""
    encoded = name.encode()
    about = (flags, method, 0, 0, 0, len(packed), size, len(encoded), 0)
    local = _LOCAL.pack(b"PK\x03\x04", 20, *about) + encoded + packed
    central = _CENTRAL.pack(b"PK\x01\x02", 20, 20, *about, 0, 0, 0, 0, 0) + encoded
    return local + central + end_of_zip(1, len(central), len(local))


def end_of_zip(number: int, length: int, place: int) -> bytes:
    """The end of a zip archive, which says how many members it has and where their list is."""
    return _END.pack(b"PK\x05\x06", 0, 0, number, number, length, place, 0)
