"""A packed PDF: the same objects in less room, and what is not understood stays as it is."""

from __future__ import annotations

import io

import pikepdf
import pytest

from surefoot.reports import pdf
from surefoot.reports.pdf_packing import packed
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support.sample_runners import DAY, diagnosis


@pytest.fixture
def unpacked(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A report as Typst writes it."""
    with monkeypatch.context() as patch:
        patch.setattr(pdf, "packed", lambda data: data)
        return build(diagnosis("weak", "Łukasz (a) \\ endobj endstream"), "pdf", _PRINTING).data


_PRINTING = Printing(date=DAY)


def _objects(data: bytes) -> dict[tuple[int, int], tuple[bytes, bytes]]:
    """Every object that is no packaging: what it says, and what a stream holds."""
    found = {}
    with pikepdf.open(io.BytesIO(data)) as file:
        for one in file.objects:
            is_stream = isinstance(one, pikepdf.Stream)
            if is_stream and str(one.get("/Type")) in {"/ObjStm", "/XRef"}:
                continue
            says = one.stream_dict.unparse() if is_stream else one.unparse()
            found[one.objgen] = (says, one.read_raw_bytes() if is_stream else b"")
    return found


def test_every_object_is_there_with_the_same_number_and_the_same_bytes(unpacked: bytes) -> None:
    assert _objects(packed(unpacked)) == _objects(unpacked)


def test_the_file_is_sound_and_much_smaller(unpacked: bytes) -> None:
    data = packed(unpacked)
    with pikepdf.open(io.BytesIO(data)) as file:
        assert file.check_pdf_syntax() == []
        assert file.trailer.ID == pikepdf.open(io.BytesIO(unpacked)).trailer.ID
    assert len(data) < 0.7 * len(unpacked)


@pytest.mark.parametrize("cut", [0, 10, 1000, -1, -20, -200])
def test_a_file_that_is_cut_off_stays_as_it_is(unpacked: bytes, cut: int) -> None:
    assert packed(unpacked[:cut]) == unpacked[:cut]


def test_what_is_packed_already_stays_as_it_is(unpacked: bytes) -> None:
    once = packed(unpacked)
    assert packed(once) == once


def test_a_table_that_does_not_fit_the_objects_is_not_trusted(unpacked: bytes) -> None:
    moved = unpacked.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%\n", 1)
    assert packed(moved) == moved
