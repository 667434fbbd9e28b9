"""What a person reads on an HTML page or in a PDF file, as words."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_UNREAD = frozenset({"head", "style", "script", "title", "desc"})
_VOID = frozenset({"br", "meta", "link", "img", "hr", "input", "rect", "line", "path", "circle"})


class Page(HTMLParser):
    """A parsed page: its elements in order, and its text without style and picture titles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.unclosed: list[str] = []
        self._pieces: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The text, each piece apart from the next."""
        return " ".join(self._pieces)

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        """The attributes of each element of these kinds."""
        return [attributes for tag, attributes in self.elements if tag in tags]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.unclosed or self.unclosed.pop() != tag:
            raise ValueError(f"</{tag}> closes nothing at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not _UNREAD & set(self.unclosed):
            self._pieces.append(data)


def why_no_pdf_text() -> str | None:
    """Reason why the text of a PDF cannot be read here, or None."""
    if shutil.which("pdftotext") is None:
        return "pdftotext is not installed (Debian: apt install poppler-utils)"
    return None


def pdf_text(pdf: Path) -> str:
    """The text of a PDF in reading order, its lines joined to one."""
    return " ".join(pdf_pages(pdf))


def pdf_pages(pdf: Path) -> list[str]:
    """The text of each page of a PDF in reading order, its lines joined to one."""
    command = ["pdftotext", "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [" ".join(page.split()) for page in text.split("\f")[:-1]]


def words(text: str) -> set[str]:
    """The words of a text, ligatures taken apart."""
    return set(re.findall(r"\w+", unicodedata.normalize("NFKC", text)))


def joined(text: str) -> set[str]:
    """Two words with a hyphen between them as one: so pdftotext reads one that ends a line."""
    return {first + second for first, second in re.findall(r"\b(?=(\w+)-(\w+))", text)}
