"""Typst source to a PDF file: the only place that knows Typst.

The file keeps PDF/UA-1 and PDF/A-3a, carries its attachments, and has the same bytes for
the same input. No font of the machine is used unless a letter is missing in ours. Typst
is heavy: import this module only where a PDF is made.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import typst

from .render import typst_literal

FONTS: Final = Path(__file__).parent / "fonts"
MISSING_LETTERS: Final = "Some letters could not be printed."
_STANDARDS: Final[list[Literal["ua-1", "a-3a"]]] = ["ua-1", "a-3a"]
_LETTER_IS_MISSING: Final = "could not be displayed"


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
    """The PDF of a Typst source, with our fonts, else the machine's, else without its letters.

    Raises:
        typst.TypstError: if the source itself is at fault.
    """
    whole = source + "".join(_attach(one) for one in attachments)
    for only_ours in (True, False):
        try:
            return PdfResult(_compile(whole, date, only_ours=only_ours, notice=""), "")
        except typst.TypstError as error:
            if _LETTER_IS_MISSING not in f"{error.message} {error.diagnostic}":
                raise
    data = _compile(whole, date, only_ours=False, notice=MISSING_LETTERS)
    return PdfResult(data, f"{MISSING_LETTERS} The HTML report is complete.")


def _compile(source: str, date: datetime.date, *, only_ours: bool, notice: str) -> bytes:
    compiler = typst.Compiler(
        source.encode(errors="replace"),
        root=str(FONTS),  # all that a source could read are the fonts
        font_paths=_fonts(only_ours=only_ours),
        sys_inputs={"notice": notice},
    )
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    data = compiler.compile(
        format="pdf", pdf_standards=[] if notice else list(_STANDARDS), timestamp=midnight
    )
    if not isinstance(data, bytes):
        raise TypeError(f"typst gave {type(data).__name__} and not one file")
    return data


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
