"""What a file is, told by its first bytes; its name is never asked."""

import codecs
from typing import Final

from .xml import first_tag

HEAD: Final = 4096  # bytes that are enough to know any format

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_EMPTY_ZIP = b"PK\x05\x06"
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# What lies about beside activities, by its first bytes.
_BEGINNINGS: Final = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF document",
    b"{\\rtf": "a text document (RTF)",
    b"\xd0\xcf\x11\xe0": "an old Office document: save it as CSV",
    b"Rar!": "a RAR archive: unpack it first",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"BZh": "a bzip2 file: unpack it first",
    b"\xfd7zXZ": "an xz file: unpack it first",
    b"\x28\xb5\x2f\xfd": "a zstd file: unpack it first",
    b"bplist00": "a property list of macOS or iOS",
    b"SQLite format 3": "a database (SQLite)",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"ID3": "a sound file",
    _ZIP: "a zip archive",
    _EMPTY_ZIP: "an empty zip archive",
    _GZIP: "a gzip file",
}
_XML_KINDS: Final = {
    "html": "a web page",
    "kml": "a KML file: export the activity as GPX",
    "svg": "a picture (SVG)",
    "clinicaldocument": "a clinical document",
}
_TAR_PLACE, _TAR = 257, b"ustar"
_MEDIA_PLACE, _MEDIA = 4, b"ftyp"


def is_zip(head: bytes) -> bool:
    """Whether the content is a zip archive, an empty one too."""
    return head.startswith((_ZIP, _EMPTY_ZIP))


def is_gzip(head: bytes) -> bool:
    """Whether the content is packed by gzip."""
    return head.startswith(_GZIP)


def text_of(head: bytes) -> str | None:
    """The head as text, without a byte order mark; None if it is none.

    A character that is cut at the end is left out, and one that is not UTF-8 is replaced.
    """
    for mark, encoding in zip(_BOMS, ("utf-8", "utf-16-le", "utf-16-be"), strict=True):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    return None if b"\0" in head else head.decode("utf-8", "replace")


def what_it_is(head: bytes) -> str:
    """What content of no known format is, in words for people, to stand after "this is".

    >>> what_it_is(b"<html><body>Log in first")
    'a web page'
    >>> what_it_is(b"")
    'an empty file'
    """
    if not head:
        return "an empty file"
    for beginning, kind in _BEGINNINGS.items():
        if head.startswith(beginning):
            return kind
    if not head.strip(b"\0"):
        return "a file of nothing but zeros"
    if head[_MEDIA_PLACE:].startswith(_MEDIA):
        return "a picture or a film"
    if head[_TAR_PLACE:].startswith(_TAR):
        return "a tar archive: unpack it first"
    return _of_text(head)


def _of_text(head: bytes) -> str:
    text = text_of(head)
    if text is None:
        return "a file of a kind that is not known here"
    begin = text.lstrip()
    if not begin:
        return "a file of nothing but blanks"
    if begin[:14].lower() == "<!doctype html":
        return "a web page"
    tag = first_tag(head)
    if tag:
        return _XML_KINDS.get(
            tag.lower(), f"an XML file of <{tag[:40]}>, which holds no activities"
        )
    if begin[0] in "{[":
        return "a JSON file of a kind that is not known here"
    readable = sum(char.isspace() or (char.isprintable() and char != "�") for char in begin)
    if readable < 0.9 * len(begin):
        return "a file of a kind that is not known here"
    return "a text without a table of activities"


def shown(text: str) -> str:
    r"""A text as it can be printed: without control characters and halves of characters.

    >>> shown("runs/\x1b[2J\udcff.fit")
    'runs/�[2J�.fit'
    """
    return "".join(
        char if char.isprintable() else " " if char.isspace() and char > "\x7f" else "�"
        for char in text
    )
