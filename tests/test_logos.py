"""What may be a logo, and what is refused."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from surefoot.reports.house.logo import BOX_MM, LARGEST_BYTES, LogoFault, read_logo

from .support import logos


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "logo.txt"  # the name says nothing
    path.write_bytes(data)
    return path


def _fault(folder: Path, data: bytes) -> LogoFault:
    with pytest.raises(LogoFault) as raised:
        read_logo(_file(folder, data))
    return raised.value


@pytest.mark.parametrize(
    ("data", "media_type", "size"),
    [
        (logos.png(400, 120), "image/png", (400, 120)),
        (logos.png(16, 16, kind=0), "image/png", (16, 16)),
        (logos.JPEG, "image/jpeg", (32, 16)),
        (logos.SVG, "image/svg+xml", (200, 60)),
        (logos.svg("<g/>", 'width="40mm" height="10mm"'), "image/svg+xml", (40, 10)),
    ],
)
def test_a_picture_is_known_by_what_is_in_it(
    tmp_path: Path, data: bytes, media_type: str, size: tuple[float, float]
) -> None:
    logo = read_logo(_file(tmp_path, data))
    assert (logo.media_type, (logo.width, logo.height), logo.data) == (media_type, size, data)


@pytest.mark.parametrize(("width", "height"), [(400, 50), (50, 400), (100, 100)])
def test_a_logo_fits_its_place_and_keeps_its_shape(tmp_path: Path, width: int, height: int) -> None:
    found = read_logo(_file(tmp_path, logos.png(width, height))).size_mm
    assert found[0] <= BOX_MM[0]
    assert found[1] <= BOX_MM[1]
    assert found[0] / found[1] == pytest.approx(width / height, rel=0.01)
    assert found[0] == BOX_MM[0] or found[1] == BOX_MM[1]


_CUT = logos.png(64, 64)[:-30]
_CHANGED = bytearray(logos.png(64, 64))
_CHANGED[50] ^= 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"GIF89a....", "this is a GIF, and PNG, JPEG and SVG are accepted"),
        (b"RIFF....WEBP", "this is a WebP"),
        (b"%PDF-1.7", "this is a PDF"),
        (b"hello", "this is no picture"),
        (b"", "this is no picture"),
        (b"<html><svg></svg></html>", "this is no SVG"),
        (b"\x89PNG\r\n\x1a\n", "this PNG is broken"),
        (_CUT, "this PNG is broken"),
        (bytes(_CHANGED), "this PNG is broken"),
        (logos.JPEG[:-30], "this JPEG is broken"),
        (logos.JPEG[:60], "this JPEG is broken"),
        (logos.PRESS_JPEG, "for a press (CMYK)"),
        (logos.png(15, 40), "15 × 40 pixels, and 16 to 2,000 are accepted"),
        (logos.png(2001, 400), "2,001 × 400 pixels"),
        (logos.png(400, 40), "more than 8 times as long"),
        (logos.png(20, 20) + b"\0" * LARGEST_BYTES, "more than 300,000 bytes"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in _fault(tmp_path, data).message


def test_a_small_file_that_unpacks_to_much_more_is_refused(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 20, 20, 8, 6, 0, 0, 0)
    packed = zlib.compress(b"\0" * 100_000_000)
    data = b"\x89PNG\r\n\x1a\n" + logos.chunk(b"IHDR", head) + logos.chunk(b"IDAT", packed)
    assert "broken" in _fault(tmp_path, data + logos.chunk(b"IEND", b"")).message


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script> may not stand in a logo"),
        ("<text>王 Stride</text>", "<text> has letters that not every font has"),
        ("<foreignObject><p/></foreignObject>", "<foreignObject> may not"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>', "<script> may not"),
        ('<image href="data:image/png;base64,aaaa"/>', "<image> may not"),
        ('<set attributeName="href" to="x"/>', "<set> may not"),
        ('<filter id="f"><feTurbulence/></filter>', "<filter> may not"),
        ('<a href="https://x.example"><path d="M0 0"/></a>', "<a> may not"),
        ('<path onload="alert(1)"/>', "does something by itself (onload)"),
        ('<use href="other.svg#a"/>', "outside the file (href)"),
        (
            '<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://x.example"/>',
            "outside the file (href)",
        ),
        ('<g xml:base="https://x.example"/>', "outside the file (base)"),
        ('<path fill="url(https://x.example/#g)"/>', "outside the file (in fill)"),
        ("<path style=\"fill: url( '//x.example')\"/>", "outside the file (in style)"),
        ('<path style="fill: u\\72l(//x.example)"/>', "outside the file (in style)"),
        ("<style>@import '//x.example';</style>", "<style> names something outside"),
        ("<style>path { fill: <![CDATA[url(//x.example)]]> }</style>", "<style> names"),
        ("<?php ?>", "an instruction for programs"),
        ('<g id="a"/>' + '<use href="#a"/>' * 21, "more than 20 parts are drawn again"),
        ("<g>" * 45 + "</g>" * 45, "more than 40 deep"),
        ("<g>", "the SVG is broken here"),
    ],
)
def test_a_drawing_may_only_be_looked_at(tmp_path: Path, inside: str, said: str) -> None:
    fault = _fault(tmp_path, logos.svg(inside))
    assert said in fault.message
    assert fault.also is not None
    assert fault.also.line in {2, 3}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + logos.SVG, "has a document type"),
        (logos.svg("<g/>", ""), "does not say how large it is"),
        (logos.svg("<g/>", 'viewBox="0 0 0 10"'), "does not say how large it is"),
        (logos.svg("<g/>", 'viewBox="0 0 100 10"'), "more than 8 times as long"),
        (b'<svg viewBox="0 0 2 1"/>', "of its namespace"),
        (b'<?xml version="1.0" encoding="iso-2022-jp"?>' + logos.SVG, "is written in iso-2022-jp"),
        (logos.SVG + b"\xff", "not UTF-8 text"),
    ],
)
def test_a_drawing_is_whole_and_has_a_size(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in _fault(tmp_path, data).message


def test_notes_of_a_drawing_program_are_let_pass(tmp_path: Path) -> None:
    notes = (
        '<x:namedview xmlns:x="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" x:zoom="2"/>'
        "<style>path { fill: #123c4a; stroke: url(#g) }</style>"
        '<use href="#a"/>'
    )
    assert read_logo(_file(tmp_path, logos.svg(notes))).width == 20


@pytest.mark.parametrize("name", ["none.png", ".", "a\0b", "https://x.example/logo.png"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LogoFault, match="cannot be read"):
        read_logo(tmp_path / name)
