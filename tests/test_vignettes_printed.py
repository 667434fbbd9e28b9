"""Every vignette in every edition: a PDF that keeps its standards, a page that all can use.

The vignettes are kept beside the project; without them these tests are skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.reports.printing import EDITIONS, Printing
from surefoot.reports.writing import build

from .support import axe, needs, verapdf
from .support.sample_runners import DAY, assessor

FILES = sorted((Path(__file__).resolve().parents[2] / "shared" / "vignettes").glob("*.yaml"))
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FILES, reason="needs ../shared/vignettes"),
]


def _file(folder: Path, vignette: Path, edition: str, format_: str) -> Path:
    answers = read_answers(vignette, assessor().knowledge).answers
    found = diagnose(assessor(), answers, DAY)
    path = folder / f"{vignette.stem}-{edition}.{format_}"
    path.write_bytes(build(found, format_, Printing(date=DAY, edition=edition)).data)
    return path


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("vignette", FILES, ids=lambda path: path.stem)
def test_a_pdf_keeps_its_two_standards(tmp_path: Path, vignette: Path, edition: str) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    assert verapdf.validate(_file(tmp_path, vignette, edition, "pdf"), ["ua1", "3a"]) == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("vignette", FILES, ids=lambda path: path.stem)
def test_axe_finds_nothing_on_a_page(tmp_path: Path, vignette: Path, edition: str) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    assert axe.violations(_file(tmp_path, vignette, edition, "html")) == []
