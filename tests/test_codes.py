"""The page of every code, and that its wrong example is wrong and its right one right."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.check.codes import CodePage, page_of, pages
from surefoot.engine.problem_codes import NAMES

from .support.code_examples import codes_of

_SHOWN = [page for page in pages().values() if page.where != "happened"]

# What an example adds need not be read by anything, nor have an example that waits.
_OF_WHAT_NOTHING_READS = {"KB215", "KB218", "KB305"}


def _code(page: CodePage) -> str:
    return page.code


def test_every_code_has_a_page() -> None:
    assert list(pages()) == list(NAMES)


def test_only_what_no_short_text_brings_about_is_told_as_a_story() -> None:
    told = {page.code for page in pages().values()} - {page.code for page in _SHOWN}
    assert told == {
        "KB100", "KB101", "KB307", "KB409", "KB410", "KB411", "KB414", "KB415", "AN100", "AN112",
        "AN120", "AN121", "AN122", "AN123", "AN124", "AN125", "AN126", "AN127", "AN128", "AN129",
        "US101", "US103", "US111", "US112", "US113", "US121", "US122", "US131", "US141", "US142",
        "US151", "US152", "US153",
    }  # fmt: skip


@pytest.mark.parametrize("page", pages().values(), ids=_code)
def test_a_page_says_all_in_short_sentences(page: CodePage) -> None:
    assert all([page.summary, page.why, page.bad, page.good])
    assert page.summary.endswith(".")
    assert page.why.endswith(".")
    assert all(len(line) <= 100 for line in f"{page.bad}\n{page.good}".split("\n"))
    assert page.bad != page.good


@pytest.mark.parametrize("page", _SHOWN, ids=_code)
def test_the_wrong_example_is_wrong(
    page: CodePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert page.code in codes_of(page, page.bad, tmp_path)


@pytest.mark.parametrize("page", _SHOWN, ids=_code)
def test_the_right_example_is_right(
    page: CodePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert codes_of(page, page.good, tmp_path) <= _OF_WHAT_NOTHING_READS - {page.code}


@pytest.mark.parametrize("word", ["KB121", "kb121", "unknown-question", "Unknown-Question"])
def test_a_page_is_found_by_code_or_name(word: str) -> None:
    found = page_of(word)
    assert found is not None
    assert found.code == "KB121"


def test_what_is_no_code_has_no_page() -> None:
    assert page_of("KB999") is None
