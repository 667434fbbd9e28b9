"""The checkers that other tests rely on: they must be able to say no."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pikepdf
import pytest
import typst

from .support import chromium, needs, verapdf

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = """<!doctype html><html lang="en"><title>Page</title>
<body style="margin:0;background:#08f"><p>Łukasz runs.</p></body></html>"""
_DOCUMENT = """#set document(title: "Page", date: datetime(year: 2026, month: 1, day: 1))
#set text(lang: "en")
= Page
Runs.
"""


def _accessible_pdf(folder: Path) -> Path:
    (folder / "page.typ").write_text(_DOCUMENT, encoding="utf-8")
    pdf = folder / "page.pdf"
    typst.compile(
        str(folder / "page.typ"), output=str(pdf), format="pdf", pdf_standards=["ua-1", "a-3a"]
    )
    return pdf


@pytest.fixture
def _verapdf() -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)


@pytest.fixture
def _chromium() -> None:
    if reason := chromium.why_not_available():
        needs.skip_or_fail(reason)


@pytest.mark.usefixtures("_verapdf")
def test_an_accessible_pdf_passes(tmp_path: Path) -> None:
    assert verapdf.validate(_accessible_pdf(tmp_path), ["ua1", "3a"]) == []


@pytest.mark.usefixtures("_verapdf")
def test_a_bare_pdf_is_faulted_in_both_flavours(tmp_path: Path) -> None:
    bare = tmp_path / "bare.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(bare)
    failures = verapdf.validate(bare, ["ua1", "3a"])
    assert {line.split()[0] for line in failures} == {"ua1", "3a"}


@pytest.mark.usefixtures("_verapdf")
def test_a_file_that_is_no_pdf_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("not a PDF", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"veraPDF stopped at text\.pdf"):
        verapdf.validate(text, ["ua1"])


@pytest.mark.usefixtures("_chromium")
def test_a_screenshot_has_the_size_that_was_asked_for(tmp_path: Path) -> None:
    page, png = tmp_path / "page.html", tmp_path / "page.png"
    page.write_text(_PAGE, encoding="utf-8")
    chromium.screenshot(page, png, 800, 600)
    assert struct.unpack(">II", png.read_bytes()[16:24]) == (800, 600)


@pytest.mark.usefixtures("_chromium")
def test_a_printed_page_is_one_page(tmp_path: Path) -> None:
    page, made = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(_PAGE, encoding="utf-8")
    chromium.print_to_pdf(page, made)
    with pikepdf.open(made) as pdf:
        assert len(pdf.pages) == 1


def test_a_missing_tool_skips_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        needs.skip_or_fail("no browser")


def test_a_missing_tool_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        needs.skip_or_fail("no browser")
