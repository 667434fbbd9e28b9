"""Typst source to a PDF file: the only place that knows Typst.

The file keeps PDF/UA-1 and PDF/A-3a, carries its attachments, and has the same bytes for
the same input. No font of the machine is used unless a letter is missing in ours. Typst
is heavy: import this module only where a PDF is made.
"""

import datetime
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import typst

from .letters import BOX, boxes_for, is_mark, letters_missing, words_with
from .pdf_packing import packed
from .render import typst_literal

FONTS: Final = Path(__file__).parent / "fonts"
MISSING_LETTERS: Final = "Some letters could not be printed."
_STANDARDS: Final[list[Literal["ua-1", "a-3a"]]] = ["ua-1", "a-3a"]
_PICTURE_IS_BROKEN: Final = "failed to decode image"
_MOST_NAMED = 12  # missing letters
_MOST_TRIES = 4
_PROBE = '#set document(title: "T")\n#set text(font: "Noto Sans")\n'  # without a font all is silent


class BrokenPictureError(Exception):
    """A picture that somebody gave cannot be read; only a JPEG gets here, see `logo.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    text: str
    mime_type: str
    description: str


@dataclass(frozen=True, slots=True)
class PdfResult:
    """The file, and a warning for the person who asked for it; empty if all went well."""

    data: bytes
    warning: str


def build_pdf(source: str, attachments: Sequence[Attachment], *, date: datetime.date) -> PdfResult:
    """The PDF of a Typst source, with our fonts, else with the machine's.

    Where no font has a letter, a box stands for it, and a notice names it; title and
    attachments keep it.

    Raises:
        BrokenPictureError: if a picture cannot be read.
        typst.TypstError: if the source itself is at fault.
    """
    whole = source + "".join(_attach(one) for one in attachments)
    try:
        return PdfResult(_compile(whole, date, only_ours=True), "")
    except typst.TypstError as error:
        words = words_with(letters_missing(error.diagnostic), source)
        if not words:
            raise
    letters = _without_glyph(words, date)
    try:
        return _boxed(whole, letters, attachments, date)
    except typst.TypstError as error:  # on its own page a letter may find a font, and here not
        more = {one for one in letters_missing(error.diagnostic) if not one.isascii()}
        if not more:
            raise
    return _boxed(whole, letters | more, attachments, date)


def _boxed(
    source: str, letters: Set[str], attachments: Sequence[Attachment], date: datetime.date
) -> PdfResult:
    """The PDF with the machine's fonts, and a box for each of these letters."""
    notice = _notice(letters, attachments)
    data = _compile(boxes_for(letters) + source, date, only_ours=False, notice=notice)
    return PdfResult(data, notice and f"{notice} The HTML report is complete.")


def _notice(letters: Set[str], attachments: Sequence[Attachment]) -> str:
    """What stands at the end where letters could not be printed; else empty."""
    if not letters:
        return ""
    codes = [f"U+{ord(letter):04X}" for letter in sorted(letters)]
    more = len(codes) - _MOST_NAMED
    named = ", ".join(codes[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    kept = all(any(letter in one.text for one in attachments) for letter in letters)
    where = " The attached answers have them." if kept else ""
    return f"{MISSING_LETTERS} A {BOX} stands for each: {named}.{where}"


def _without_glyph(words: Sequence[str], date: datetime.date) -> set[str]:
    """The letters of some words that no font here can print.

    Typst is asked with a page that holds nothing else: first each letter alone, then the
    words, since a mark may have a glyph and still not fit on a letter of another script.
    """
    letters = set[str]()
    alone = sorted({letter for word in words for letter in word if not letter.isascii()})
    for asked in (alone, *[words] * _MOST_TRIES):
        page = boxes_for(letters) + _PROBE
        page += "\n\n".join(f"#{typst_literal(one)}" for one in asked)
        try:
            _compile(page, date, only_ours=False)
        except typst.TypstError as error:
            found = {one for one in letters_missing(error.diagnostic) if not one.isascii()}
            letters |= {one for one in found if is_mark(one)} or found if asked is words else found
        else:
            if asked is words:
                break
    return letters


def _compile(source: str, date: datetime.date, *, only_ours: bool, notice: str = "") -> bytes:
    compiler = typst.Compiler(
        source.encode(errors="replace"),
        root=str(FONTS),  # all that a source could read are the fonts
        font_paths=_fonts(only_ours=only_ours),
        sys_inputs={"notice": notice},
    )
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    try:
        data = compiler.compile(format="pdf", pdf_standards=list(_STANDARDS), timestamp=midnight)
    except typst.TypstError as error:
        if _PICTURE_IS_BROKEN in f"{error.message} {error.diagnostic}":
            raise BrokenPictureError from None
        raise
    if not isinstance(data, bytes):
        raise TypeError(f"typst gave {type(data).__name__} and not one file")
    return packed(data)


@cache
def _fonts(*, only_ours: bool) -> typst.Fonts:
    """The fonts, read once."""
    return typst.Fonts(
        include_system_fonts=not only_ours,
        include_embedded_fonts=False,
        font_paths=[str(FONTS)],
    )


def _attach(one: Attachment) -> str:
    """The Typst call that puts a file into the PDF."""
    return (
        f"#pdf.attach({typst_literal(one.name)}, bytes({typst_literal(one.text)}), "
        f"relationship: {typst_literal('data')}, mime-type: {typst_literal(one.mime_type)}, "
        f"description: {typst_literal(one.description)})\n"
    )
