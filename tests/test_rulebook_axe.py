"""Pages that everybody can use: the rule book and the report, by axe-core in Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support import axe, needs
from .support.browser import driven, violations_of_file, why_not_available
from .support.rulebooks import nasty_book, shipped_book
from .support.sample_runners import DAY, diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

_PAGES = (
    "index.html",
    "a-z.html",
    "coverage.html",
    "rules/recovery.short-sleep.html",
    "flags/flag.night-bone-pain.html",
    "limits/limit.under-16.html",
    "patterns/pattern.bone-stress-injury.html",
    "pillars/recovery.html",
    "questions/runner.age.html",
    "questions/symptom.sites.html",
    "derived/strength.calf_raise_norm.html",
    "advice/sleep-window.html",
    "sources/milewski2014.html",
    "checks/KB103.html",
)
_NASTY = ("rules/p.near.html", "questions/a.number.html")


@pytest.fixture(scope="module", autouse=True)
def _axe() -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all pages: starting it takes longer than checking one."""
    if reason := why_not_available():
        needs.skip_or_fail(reason)
    with driven() as found:
        yield found


def _written(folder: Path, book: dict[str, str], page: str) -> Path:
    """A page with its style sheet, as it lies in a rule book."""
    for name in (page, "style.css"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(book[name], encoding="utf-8")
    return folder / page


@pytest.mark.parametrize("page", _PAGES)
def test_a_page_of_the_rule_book_breaks_no_rule(
    browser: Browser, tmp_path: Path, page: str
) -> None:
    assert violations_of_file(browser, _written(tmp_path, shipped_book(), page)) == []


@pytest.mark.parametrize("page", _NASTY)
def test_a_page_of_strange_texts_breaks_no_rule(
    browser: Browser, tmp_path: Path, page: str
) -> None:
    assert violations_of_file(browser, _written(tmp_path, nasty_book(), page)) == []


@pytest.mark.parametrize("edition", ["runner", "coach"])
@pytest.mark.parametrize("runner", ["sore", "referral"])
def test_a_report_breaks_no_rule(
    browser: Browser, tmp_path: Path, runner: str, edition: str
) -> None:
    report = tmp_path / "report.html"
    report.write_bytes(build(diagnosis(runner), "html", Printing(date=DAY, edition=edition)).data)
    assert violations_of_file(browser, report) == []


def test_the_checkers_can_say_no(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        "<!doctype html><html><head><title>Bad</title></head><body><main><h1>Bad</h1>"
        '<img src="x.png"><p style="color:#ccc;background:#fff">pale</p></main></body></html>',
        encoding="utf-8",
    )
    for found in (axe.violations(page), violations_of_file(browser, page)):
        rules = {one.split(": ")[1] for one in found}
        assert rules == {"color-contrast", "html-has-lang", "image-alt"}
    assert [path.name for path in tmp_path.iterdir()] == ["bad.html"]


def test_a_page_that_cannot_be_checked_is_an_error(tmp_path: Path) -> None:
    page = tmp_path / "half.html"
    page.write_text("<!doctype html><p>no end", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no body"):
        axe.violations(page)
