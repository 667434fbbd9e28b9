"""Whole reports, kept as files: `python -m tests.support.golden` prints them again.

A change of a rule, a word or a template then shows as a difference to be read. Of PDF files their
hashes are kept, for the version of Typst that made them.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.reports.comparison.writing import build_comparison
from surefoot.reports.printing import EDITIONS, Printing
from surefoot.reports.writing import build

from .comparisons import NEW_DAY, OLD_DAY, PAIRS, side
from .sample_runners import DAY, assessor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surefoot.engine.diagnosis import Diagnosis

FOLDER: Final = Path(__file__).parents[1] / "fixtures" / "golden"
RUNNERS: Final = (
    "example",
    "chest-tightness-on-effort",
    "missed-periods-no-pain",
    "nine-weeks-after-a-birth",
    "nothing-answered",
    "sore-line-on-the-shin",
    "answers_with_record",
)
_PRINTED: Final = (("html", "runner"), ("md", "runner"), ("txt", "runner"), ("md", "handover"))
_STYLE = re.compile(rb"<style>.*?</style>", re.DOTALL)
_PEOPLE: Final = Path(__file__).parents[2] / "knowledge" / "runners"


@cache
def whole_person(name: str) -> Diagnosis:
    """The diagnosis of a whole person: one of the shipped base, or a file of the fixtures."""
    path = _PEOPLE / f"{name}.yaml"
    read = read_answers(path if path.exists() else FOLDER.parent / path.name, assessor().knowledge)
    return diagnose(assessor(), read.answers, DAY, read.history)


def files() -> Iterator[tuple[str, bytes]]:
    """Name and content of every file that is kept.

    Two things stay out: the style, which is a file itself, and the hash of the knowledge, which
    changes with every rule, whether a report does or not.
    """
    written = assessor().knowledge.hash.encode()
    for name, data in _whole_files():
        yield name, _STYLE.sub(b"<style></style>", data.replace(written, b"(hash)"))


def _whole_files() -> Iterator[tuple[str, bytes]]:
    for runner in RUNNERS:
        for format_, edition in _PRINTED:
            yield f"{runner}.{edition}.{format_}", _made(runner, format_, edition)
        calendar = _made(runner, "ics", "runner")
        if calendar:
            yield f"{runner}.ics", calendar
    old, new = PAIRS["usual"]
    sides = side(old, OLD_DAY), side(new, NEW_DAY)
    yield "comparison.md", build_comparison(*sides, "md", Printing(date=NEW_DAY)).data


def pdf_hashes() -> str:
    """A line with the hash of each PDF, under the version of Typst."""
    lines = [
        f"{hashlib.sha256(_made(runner, 'pdf', edition)).hexdigest()}  {runner} {edition}"
        for runner in RUNNERS
        for edition in EDITIONS
    ]
    return "\n".join([f"typst {version('typst')}", *lines]) + "\n"


def _made(runner: str, format_: str, edition: str) -> bytes:
    return build(whole_person(runner), format_, Printing(date=DAY, edition=edition)).data


def write() -> None:
    """Write every file again."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for name, data in files():
        (FOLDER / name).write_bytes(data)
    (FOLDER / "pdf.txt").write_text(pdf_hashes(), encoding="utf-8")


if __name__ == "__main__":
    write()
