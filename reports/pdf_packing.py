"""A PDF in less room: small objects packed and compressed together, as PDF 1.5 and later allow.

Typst writes each object for itself, uncompressed, and those that tell a screen reader the order
of a page are half of a report. What the objects say, and their numbers, stay as they are. In ISO
32000-1: 7.5.7 is about object streams, 7.5.8 about the stream of references that finds them.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_OBJECTS_EACH: Final = 200  # in a stream: a reader unpacks a whole one to read one object of it
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s+")
_TRAILER = re.compile(rb"\s*trailer\s*<<(.*)>>\s*\Z", re.DOTALL)
_SIZE = re.compile(rb"/Size \d+")
_OBJECT = re.compile(rb"(\d+) 0 obj\s+(.*?)\s+endobj\s*\Z", re.DOTALL)
_ENTRY: Final = 20  # bytes of an entry of the table
_IN_PLACE, _PACKED = 1, 2  # kinds of entries of the stream of references
_OFFSET_BYTES, _INDEX_BYTES = 4, 2


@dataclass(frozen=True, slots=True)
class _File:
    """A file with a table of references: objects by number, in the order in which they stand."""

    head: bytes
    objects: dict[int, bytes]
    trailer: bytes


def packed(data: bytes) -> bytes:
    """The same file, smaller; unchanged where it is written in a way that is not known here."""
    file = _read(data)
    return data if file is None else _written(file)


def _read(data: bytes) -> _File | None:
    start = _START.search(data, max(0, len(data) - 64))
    table = _TABLE.match(data, int(start[1])) if start else None
    if start is None or table is None:
        return None
    after = table.end() + _ENTRY * int(table[1])
    entries = [data[at : at + _ENTRY] for at in range(table.end(), after, _ENTRY)]
    trailer = _TRAILER.match(data[after : start.start()])
    offsets = sorted(int(one[:10]) for one in entries if one[17:18] == b"n")
    if trailer is None or not offsets or b"/Prev" in trailer[1]:
        return None
    objects = {}
    ends = [*offsets[1:], int(start[1])]
    for offset, end in zip(offsets, ends, strict=True):
        found = _OBJECT.match(data[offset:end])
        if found is None:
            return None
        objects[int(found[1])] = found[2]
    return _File(data[: offsets[0]], objects, trailer[1])


def _written(file: _File) -> bytes:
    pieces, length = [file.head], len(file.head)
    entries: dict[int, tuple[int, int, int]] = {}
    number = max(file.objects) + 1

    def place(number: int, body: bytes) -> None:
        nonlocal length
        entries[number] = (_IN_PLACE, length, 0)
        piece = b"%d 0 obj\n%b\nendobj\n" % (number, body)
        pieces.append(piece)
        length += len(piece)

    small = {one: body for one, body in file.objects.items() if not body.endswith(b"endstream")}
    for one, body in file.objects.items():
        if one not in small:
            place(one, body)
    for some in _parts(list(small)):
        for index, one in enumerate(some):
            entries[one] = (_PACKED, number, index)
        place(number, _object_stream([(one, small[one]) for one in some]))
        number += 1
    start = length
    place(number, _references(entries | {number: (_IN_PLACE, start, 0)}, file.trailer))
    return b"".join(pieces) + b"startxref\n%d\n%%%%EOF\n" % start


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), _OBJECTS_EACH):
        yield numbers[first : first + _OBJECTS_EACH]


def _object_stream(objects: list[tuple[int, bytes]]) -> bytes:
    """Objects one after the other; before them each one's number and where it begins."""
    index, at = [], 0
    for number, body in objects:
        index.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(index) + b"\n"
    whole = head + b"\n".join(body for _, body in objects)
    about = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _stream(about, whole)


def _references(entries: dict[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    """Where each object is found: in the file, or in which object stream and the how manyth."""
    size = max(entries) + 1
    rows = []
    for number in range(size):
        kind, where, index = entries.get(number, (0, 0, 0))
        rows.append(bytes([kind]) + where.to_bytes(_OFFSET_BYTES) + index.to_bytes(_INDEX_BYTES))
    widths = b"/W[1 %d %d]" % (_OFFSET_BYTES, _INDEX_BYTES)
    about = b"/Type/XRef" + widths + _SIZE.sub(b"/Size %d" % size, trailer)
    return _stream(about, b"".join(rows))


def _stream(about: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, 9)
    return b"<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (
        about,
        len(small),
        small,
    )
