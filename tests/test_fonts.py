"""The shipped fonts hold every letter and sign that a report may need."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pikepdf
import pytest
import typst

if TYPE_CHECKING:
    from pathlib import Path

_FAMILIES = (
    "Noto Sans",
    "Noto Sans Math",
    "Noto Sans Symbols2",
    "Noto Sans Hebrew",
    "Noto Sans Arabic",
)
_TEXTS = {
    "Polish": "Łukasz Żółć, zażółć gęślą jaźń",
    "Vietnamese": "Nguyễn Thị Ế, đường dài",
    "Turkish and Romanian": "İğdır, ışık, Ștefan, țară",
    "Greek": "Ωμέγα, Σπύρος, ἀρχή",
    "Cyrillic": "Йожик, Їжак, Ђорђе",
    "Hebrew": "שלום",
    "Arabic": "محمد علي",
    "punctuation": "– — … “x” ‘x’ „x“ «x» ′ ″ • § € ½ °",
    "arrows": "→ ← ↑ ↓",
    "mathematics": "× ÷ ≥ ≤ ≈ − ±",
    "ticks and boxes": "✓ ☐ ☑ ✗ ● ○ ■ □",
}


def _print(text: str, folder: Path) -> set[str]:
    """Print the text with the shipped fonts and tell which fonts the page holds.

    In PDF/UA a letter without a glyph is an error, so that a gap cannot pass unseen.
    """
    families = ", ".join(f'"{family}"' for family in _FAMILIES)
    (folder / "text.typ").write_text(
        f'#set document(title: "Text")\n#set text(lang: "en", font: ({families}))\n'
        f"{text} *{text}* _{text}_\n",
        encoding="utf-8",
    )
    with as_file(files("surefoot") / "reports" / "fonts") as fonts:
        typst.compile(
            str(folder / "text.typ"),
            output=str(folder / "text.pdf"),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    with pikepdf.open(folder / "text.pdf") as pdf:
        fonts_of_page = pdf.pages[0].Resources.Font.items()
        return {str(font.BaseFont).partition("+")[2] for _, font in fonts_of_page}


@pytest.mark.parametrize("script", _TEXTS)
def test_every_sign_comes_from_a_shipped_font(script: str, tmp_path: Path) -> None:
    used = _print(_TEXTS[script], tmp_path)
    assert used
    assert all(name.startswith("NotoSans") for name in used), used


def test_the_fonts_stay_small() -> None:
    fonts = files("surefoot") / "reports" / "fonts"
    size = sum(len(entry.read_bytes()) for entry in fonts.iterdir() if entry.name.endswith(".ttf"))
    assert size < 1_600_000
