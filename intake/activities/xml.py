"""XML that watches and phones write, read safely: the only file that imports lxml.

The files come from strangers. What lies before the first element is cut off before lxml sees it, so
that no entity can be declared; nothing is fetched; lxml's own limits on depth and names hold.
Cutting it off also reads what real exports hold: ten blanks before the first line, UTF-16, bytes
that contradict the encoding they declare, and the faulty DTD that iOS 16 writes.
"""

import codecs
import datetime
import functools
import re
import statistics
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, cast

from .samples import Range, within

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element = _Element  # lxml has no public name for it

# A whole day at a point a second is some 55 MB of TCX; a tree takes five times its text.
LARGEST_TREE: Final = 64_000_000
# Tags and references take lxml far more memory and time than their text: no watch writes so many.
MOST_TAGS: Final = 4_000_000
MOST_REFERENCES: Final = 100_000
# What may stand before the first element, and within one entry of a file that is read in passing.
LONGEST_PROLOG: Final = 1_000_000
LARGEST_ENTRY: Final = 8_000_000
# A time further than this from the middle one of a file is a fault of the recorder.
LONGEST_ACTIVITY: Final = datetime.timedelta(days=31)

DAMAGED: Final = "the file ends early or is damaged; what could be read of it is kept"
_NO_XML: Final = "it does not hold XML that can be read"
_ENTITIES: Final = (
    "it declares XML entities; no watch writes them, and they can flood a computer: it is not read"
)

_PIECE: Final = 1 << 17
_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins the same
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]+)")
# Encodings that only name letters: Python also knows some that unpack or compute.
_OF_LETTERS = re.compile(r"(iso-?8859|windows|cp|latin|koi8|gb|big5|shift_jis|euc)[\w-]*")
_BEFORE_ROOT = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->)", re.DOTALL)
_DOCTYPE = re.compile(rb"\s*<!DOCTYPE\s+([^\s>\[]+)[^>\[]*(?:\[(.*?)\]\s*)?>", re.DOTALL)
_OPEN_DOCTYPE = re.compile(rb"\s*<!DOCTYPE\s+([^\s>\[]+)")
_ROOT = re.compile(rb"\s*<([^\s<>/!?]+)")
# Characters that XML forbids and phones write all the same become blanks.
_WITHOUT_CONTROLS: Final = bytes(
    32 if byte < 32 and byte not in b"\t\r\n" else byte  # noqa: PLR2004  (the first that is shown)
    for byte in range(256)
)


class Unreadable(Exception):  # noqa: N818  (it is what the file is)
    """A file that gives nothing; the text says why, in words for people."""


class EndsEarly(Exception):  # noqa: N818
    """What came so far is all that a damaged file gives; the text is for people."""


class Tree(NamedTuple):
    """A whole document; `is_whole` is False where parts of it were lost."""

    root: "Element"
    is_whole: bool


def first_tag(head: bytes) -> str:
    """The name of the outermost element of XML that begins so, without its prefix; else "".

    Where a long DTD hides the element, the name that the DTD is for.

    >>> first_tag(b"  <?xml version='1.0'?><g:gpx xmlns:g='x'>"), first_tag(b"PK")
    ('gpx', '')
    """
    head = b"".join(_as_utf8(iter([head])))
    at, _ = _before_root(head)
    match = _ROOT.match(head, at) or _OPEN_DOCTYPE.match(head, at)
    return _local(match[1].decode("utf-8", "replace")) if match else ""


def tree(stream: BinaryIO) -> Tree:
    """The document, as far as it can be read; raises Unreadable where nothing can."""
    from lxml import etree  # noqa: PLC0415  (only who imports files pays for it)

    text = bytearray()
    is_whole = True
    try:
        for piece in _from_root(stream):
            text += piece
            if len(text) > LARGEST_TREE:
                raise Unreadable(f"it is larger than {LARGEST_TREE // 1_000_000} MB")
    except EndsEarly:
        is_whole = False
    if text.count(b"<") > MOST_TAGS or text.count(b"&") > MOST_REFERENCES:
        raise Unreadable("it has far more parts than an activity has")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(bytes(text), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Unreadable(_NO_XML)
    # A prefix that is not declared costs nothing: names are compared without theirs.
    faults = [one for one in parser.error_log if one.domain != etree.ErrorDomains.NAMESPACE]
    return Tree(root, is_whole and not faults)


def each(stream: BinaryIO, root_name: str, name: str) -> Iterator["Element"]:
    """The elements called `name`, one after the other, in memory that does not grow.

    Each is gone once the next is asked for. Raises Unreadable where there is nothing to read, and
    EndsEarly after the last element of a file that is damaged.
    """
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLPullParser(
        events=("start", "end"), tag=(f"{{*}}{root_name}", f"{{*}}{name}"),
        recover=True, resolve_entities=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    root: Element | None = None
    is_whole = False
    in_one_entry = 0
    for piece in _from_root(stream):
        try:
            parser.feed(piece)
        except etree.XMLSyntaxError as error:
            raise EndsEarly(DAMAGED) from error
        for event, found in parser.read_events():
            element = cast("Element", found)  # these two events come with nothing else
            if root is None:
                root = element
            elif element is root:
                is_whole = True
            elif event == "end":
                yield element
        in_one_entry += len(piece)
        if root is not None and len(root) > 1:
            in_one_entry = 0
            del root[:-1]  # the last may still be open
        if in_one_entry > LARGEST_ENTRY:
            raise Unreadable(f"one entry of it is larger than {LARGEST_ENTRY // 1_000_000} MB")
    if not is_whole or len(parser.feed_error_log):
        raise EndsEarly(DAMAGED)


def name_of(element: "Element") -> str:
    """Its name, without what stands for its namespace."""
    return _local(str(element.tag))  # that of an entity is no text


def below(element: "Element", name: str) -> list["Element"]:
    """All elements of that name inside it, at whatever depth."""
    return [one for one in element.iter() if name_of(one) == name]


def outermost(element: "Element", name: str) -> list["Element"]:
    """Those of that name inside it that stand in no other of that name."""
    return [
        one
        for one in below(element, name)
        if not any(name_of(outer) == name for outer in one.iterancestors())
    ]


def children(element: "Element", name: str) -> list["Element"]:
    """Those of that name that stand right inside it."""
    return [one for one in element if name_of(one) == name]


def text(element: "Element", name: str) -> str | None:
    """What stands in the first of that name that stands right inside it; None where none does."""
    return next((one.text for one in children(element, name)), None)


def texts(element: "Element") -> dict[str, str]:
    """What stands in the elements inside it, by their names; the first of each name."""
    found: dict[str, str] = {}
    for one in element.iter():
        if one.text:
            found.setdefault(name_of(one), one.text)
    return found


def number(text: str | None, bounds: Range) -> float | None:
    """The number that the text writes, if it lies within the bounds; else None."""
    try:
        return within(float(text or ""), bounds)
    except ValueError:
        return None


def moment(text: str | None) -> datetime.datetime | None:
    """A date and time as XML and Apple write it, UTC where it names no zone; else None.

    >>> str(moment("2015-12-11T15:43:13.5+01:00")), str(moment("2016-11-14 07:25:41 -0700"))
    ('2015-12-11 15:43:13.500000+01:00', '2016-11-14 07:25:41-07:00')
    """
    try:
        found = datetime.datetime.fromisoformat(
            (text or "").strip().replace(" ", "T", 1).replace(" ", "")
        )
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def own_clock(start: datetime.datetime | None) -> datetime.datetime | None:
    """The runner's clock, without a zone, where a time is written in another zone than UTC."""
    return start.replace(tzinfo=None) if start is not None and start.utcoffset() else None


def near(moments: Sequence[datetime.datetime | None]) -> list[datetime.datetime | None]:
    """The same, with None for those more than a month off the middle one.

    Recorders that lost their clock write 1901 or 2085 into some points of a run.
    """
    known = [one for one in moments if one is not None]
    if not known:
        return list(moments)
    middle = statistics.median_low(known)
    return [
        one if one is not None and abs(one - middle) <= LONGEST_ACTIVITY else None
        for one in moments
    ]


@functools.lru_cache(maxsize=1000)  # asked for every element, of which there are a dozen kinds
def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _from_root(stream: BinaryIO) -> Iterator[bytes]:
    """The document as UTF-8 from its first element on."""
    held = b""
    has_begun = False
    for piece in _as_utf8(_pieces(stream)):
        if has_begun:
            yield piece
            continue
        held += piece
        at, declarations = _before_root(held)
        if b"<!ENTITY" in declarations:
            raise Unreadable(_ENTITIES)
        if _ROOT.match(held, at):
            has_begun = True
            yield held[at:].lstrip()
        elif len(held) > LONGEST_PROLOG:
            raise Unreadable(_NO_XML)
    if not has_begun:
        raise Unreadable(_NO_XML if held.strip() else "it is empty")


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    try:
        while piece := stream.read(_PIECE):
            yield piece
    except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
        raise EndsEarly(DAMAGED) from error


def _as_utf8(pieces: Iterator[bytes]) -> Iterator[bytes]:
    first = next(pieces, b"").lstrip(b" \t\r\n")
    encoding, skipped = _encoding(first)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for piece in chain([first[skipped:]], pieces):
        text = piece if encoding == "utf-8" else decoder.decode(piece).encode()
        yield text.translate(_WITHOUT_CONTROLS)


def _encoding(first: bytes) -> tuple[str, int]:
    """How the text is encoded, and how many bytes only say so.

    What shows counts before what is declared: plain letters that declare UTF-16 are not UTF-16.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if first.startswith(mark):
            return encoding, 0 if b"<" in mark else len(mark)
    declared = _DECLARED.match(first)
    name = declared[1].decode().lower() if declared else "utf-8"
    try:
        return (codecs.lookup(name).name if _OF_LETTERS.fullmatch(name) else "utf-8"), 0
    except LookupError:
        return "utf-8", 0


def _before_root(text: bytes) -> tuple[int, bytes]:
    """Where the first element begins, or what else ends what may stand before it, and the DTD."""
    at, declarations = 0, b""
    while match := _BEFORE_ROOT.match(text, at) or _DOCTYPE.match(text, at):
        if match.re is _DOCTYPE:
            declarations += match[2] or b""
        at = match.end()
    return at, declarations
