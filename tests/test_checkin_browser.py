"""The check-in in a real browser: on a phone without scripts, by keyboard, and for everybody."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.store.database import open_store

from .support import axe, needs
from .support.browser import DESK, PHONE, driven, violations, why_not_available, window
from .support.check_ins import MILD, NO_RUNNING, NONE, add_check_in
from .support.web import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from surefoot.intake.store.shapes import StoredRunner

    from .support.browser import Window
    from .support.web import Server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if reason := why_not_available():
        needs.skip_or_fail(reason)
    with driven() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def runner(server: Server) -> StoredRunner:
    """Somebody with three check-ins of the weeks before."""
    store = open_store(server.data)
    made = store.add_runner("Sam")
    today = datetime.datetime.now().astimezone().date()
    for weeks, words in ((3, NONE), (2, NO_RUNNING), (1, MILD)):
        add_check_in(store, made.id, words, today - datetime.timedelta(weeks=weeks))
    return made


def _choose(found: Window, question: str, word: str) -> None:
    found.page.locator(f'input[name="week.{question}"][value="{word}"]').check()


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (DESK, True)])
def test_four_presses_lead_to_the_result(
    browser: Browser, server: Server, runner: StoredRunner, width: int, *, scripts: bool
) -> None:
    with window(browser, server, width=width, scripts=scripts) as found:
        found.go(f"/r/{runner.id}/checkin")
        for question, word in MILD.items():
            _choose(found, question, word)
        assert not found.is_too_wide()
        found.button("See the result")
        assert found.heading == "Your check-in, Sam"
        assert found.page.get_by_role("img", name="Trouble in 4 check-ins").count() == 1
        assert not found.is_too_wide()
        found.page.go_back()
        assert found.heading == "Weekly check-in"


def test_by_keyboard_alone(browser: Browser, server: Server, runner: StoredRunner) -> None:
    with window(browser, server) as found:
        found.go(f"/r/{runner.id}/checkin")
        keys = found.page.keyboard
        found.page.locator(f'a[href="/r/{runner.id}"]').focus()
        keys.press("Tab")
        keys.press("Space")  # the first answer: no trouble
        keys.press("Tab")  # what does not apply is gone
        assert found.page.evaluate("document.activeElement.textContent") == "See the result"
        with found.page.expect_navigation():
            keys.press("Enter")
        assert "Trouble this week: 0 of 100." in found.page.inner_text("main")


def test_what_is_missing_can_be_reached_from_the_top(
    browser: Browser, server: Server, runner: StoredRunner
) -> None:
    with window(browser, server, width=PHONE) as found:
        found.go(f"/r/{runner.id}/checkin")
        _choose(found, "taking_part", "reduced")
        found.button("See the result")
        assert found.page.evaluate("document.activeElement.className") == "faults"
        found.page.get_by_role("link", name="Choose an answer: How much worse").click()
        assert found.page.evaluate("document.activeElement.id") == "week.performance"
        assert found.page.locator('[id="week.taking_part-reduced"]').is_checked()


def test_everybody_can_use_its_pages(
    browser: Browser, server: Server, runner: StoredRunner
) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    wrong: list[str] = []
    still = {"reduced_motion": "reduce"}  # else colours are looked at while they change
    with window(browser, server, width=PHONE, scripts=True, bypass_csp=True, **still) as found:

        def check() -> None:
            wrong.extend(violations(found))
            found.page.emulate_media(color_scheme="dark")
            wrong.extend(violations(found, "color-contrast"))
            found.page.emulate_media(color_scheme="light")

        found.go(f"/r/{runner.id}/checkin")
        check()
        found.button("See the result")
        check()
        _choose(found, "taking_part", "not_at_all")
        found.button("See the result")
        found.page.locator("summary").click()
        check()
        found.go(f"/r/{runner.id}/checkin")
        for question, word in MILD.items():
            _choose(found, question, word)
        found.button("See the result")
        check()
    assert wrong == []
