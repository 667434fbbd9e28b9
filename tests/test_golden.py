"""Whole reports are as they were when somebody last read them."""

from __future__ import annotations

from importlib.metadata import version

import pytest

from .support.golden import FOLDER, files, pdf_hashes

_AGAIN = "read the difference, then run `python -m tests.support.golden`"


def test_every_report_is_as_it_was() -> None:
    made = dict(files())
    assert {*made, "pdf.txt"} == {path.name for path in FOLDER.iterdir()}, _AGAIN
    for name, data in made.items():
        assert data.decode() == (FOLDER / name).read_bytes().decode(), f"{name}: {_AGAIN}"


def test_a_pdf_has_the_same_bytes_on_every_machine() -> None:
    kept = (FOLDER / "pdf.txt").read_text(encoding="utf-8")
    if not kept.startswith(f"typst {version('typst')}\n"):
        pytest.skip("another version of Typst than the one that made the hashes")
    assert pdf_hashes() == kept, _AGAIN
