"""Every kind of page in a real browser: usable by everybody, light and dark, on phone and desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from .support import axe, needs
from .support.browser import DESK, PHONE, driven, violations, why_not_available, window
from .support.browser_pages import around_the_interview, every_kind, of_a_coach
from .support.web import served
from .support.web_people import make_people

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from .support.browser import Window

# What shows content of its own may be small; what is pressed may not (WCAG 2.2, 2.5.8). Links
# inside a sentence are exempt.
_SMALL = """() => [...document.querySelectorAll(
    'button, .button, select, summary, input:not([type=hidden]), header a, .back, .checked a')]
  .filter(one => { const box = one.getBoundingClientRect();
    return box.width > 0 && (box.width < 24 || box.height < 24); })
  .map(one => one.outerHTML.slice(0, 120))"""
_WISHES: Final[dict[str, Any]] = {
    "width": PHONE,
    "scripts": True,
    "bypass_csp": True,
    "reduced_motion": "reduce",
}


# Between them they have every colour.
_IN_THE_DARK = {
    "a number with an error", "sore places", "pain", "answers that do not fit", "check",
    "a red flag", "a limit", "home", "a runner", "a question of last time", "check-in answered",
    "forget", "runners",
}  # fmt: skip


class _Shelf(NamedTuple):
    """A folder with people in it, and one of them who has two results."""

    folder: Path
    runner: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if reason := why_not_available() or axe.why_not_available():
        needs.skip_or_fail(reason)
    with driven() as found:
        yield found


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> _Shelf:
    folder = tmp_path_factory.mktemp("data")
    people = make_people(folder)
    runner = people.add("Ann Ström", "weak", "solid")
    people.add("Bo <i>", "sore")
    people.add("Dee Featherstonehaugh-Cholmondeley", "ambulance")
    people.begin(people.store.add_runner("Finn").id, {})
    people.store.close()
    return _Shelf(folder, runner)


def test_the_pages_of_an_interview(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as server, window(browser, server, **_WISHES) as found:
        assert _wrong(found, every_kind(found)) == []


def test_the_pages_around_it(browser: Browser, shelf: _Shelf) -> None:
    with served(shelf.folder) as server, window(browser, server, **_WISHES) as found:
        assert _wrong(found, around_the_interview(found, shelf.runner)) == []


def test_the_pages_of_a_coach(browser: Browser, shelf: _Shelf) -> None:
    with served(shelf.folder, "--coach") as server, window(browser, server, **_WISHES) as found:
        assert _wrong(found, of_a_coach(found, shelf.runner)) == []


def _wrong(found: Window, pages: Iterable[str]) -> list[str]:
    """What is wrong with each of the pages, by the name of the page."""
    wrong: list[str] = []
    for kind in pages:
        said = [
            *violations(found),
            *(f"small: {one}" for one in found.page.evaluate(_SMALL)),
            *(f"wider than {width}" for width in _too_wide_at(found)),
        ]
        if kind in _IN_THE_DARK:
            found.page.emulate_media(color_scheme="dark")
            said += [f"dark: {one}" for one in violations(found, "color-contrast")]
            found.page.emulate_media(color_scheme="light")
        wrong += [f"{kind}: {one}" for one in said]
    return [*wrong, *found.errors, *(found.hosts - {"127.0.0.1"})]


def _too_wide_at(found: Window) -> list[int]:
    wide = []
    for width in (DESK, PHONE):
        found.page.set_viewport_size({"width": width, "height": 720})
        if found.is_too_wide():
            wide.append(width)
    return wide
