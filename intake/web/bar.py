"""The bar above a printed document, and the document as a page with leave for its own style.

The document itself stays as it is printed, so that what is saved is what the commands write.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from .answering import Document

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
# A page of ours asks the browser to say where a form comes from; a printed document does not.
_NO_REFERRER: Final = b'<meta name="referrer" content="no-referrer">\n'


@dataclass(frozen=True, slots=True)
class Link:
    """An address with its words; `is_here` is the page that is shown."""

    words: str
    to: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class OtherResult:
    """Another result of the same runner, to compare with."""

    id: str
    day: str


@dataclass(frozen=True, slots=True)
class Warned:
    """Why a plan must not be followed any more, in a sentence; the sign; where to read on."""

    words: str
    sign: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What stands above a document: where to go, files, editions and units.

    `note` says that the interview is not finished; `go_on` is where it goes on, `check` where
    answers are changed; empty where there is none. `id` is the interview whose result is
    compared with one of `others`.
    """

    title: str
    links: tuple[Link, ...]
    note: str = ""
    go_on: str = ""
    files: tuple[Link, ...]
    editions: tuple[Link, ...] = ()
    units: tuple[Link, ...]
    check: str = ""
    id: str = ""
    others: tuple[OtherResult, ...] = ()
    warned: Warned | None = None


def with_bar(document: bytes, bar: Bar) -> Document:
    """An HTML document with a bar at its top, which is not printed.

    What people typed is escaped in it, so the first `</head>` and `<body>` are its own.
    """
    from ...reports.render import render_web  # noqa: PLC0415  (loads the template engine)

    style = render_web("bar_style", None, None).encode()
    shown = render_web("bar", bar, None).encode(errors="replace")
    page = document.replace(_NO_REFERRER, b"", 1)
    page = page.replace(b"</head>", style + b"</head>", 1)
    page = page.replace(b"<body>\n", b"<body>\n" + shown, 1)
    return Document(page, "text/html; charset=utf-8", styles=style_hashes(page))


def style_hashes(page: bytes) -> tuple[str, ...]:
    """The hashes of the style sheets in a page, as a content security policy names them."""
    return tuple(
        f"sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}"
        for one in _STYLE.findall(page)
    )
