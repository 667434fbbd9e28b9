"""The web interview by keyboard alone, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .support import needs
from .support.browser import PHONE, driven, why_not_available, window
from .support.browser_interview import ANSWERS, choose, go_to_question, start_by_mouse, take
from .support.web import served
from .support.web_people import make_people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from .support.browser import Window
    from .support.web import Server

_MOST_STOPS = 80
_FOCUSED = """() => { const one = document.activeElement;
  if (!one || one === document.body) return '';
  if (one.tagName === 'INPUT' && one.type !== 'text') return one.value;
  return one.id || one.innerText.trim(); }"""
# Whether it can be seen where the focus is: a thick outline, within the window, under nothing else.
_IS_SEEN = """() => { const one = document.activeElement;
  const ring = one.matches('.option input') ? one.parentElement : one;
  const style = getComputedStyle(ring), box = one.getBoundingClientRect();
  const across = box.left + box.width / 2, down = box.top + Math.min(box.height, 30) / 2;
  const top = document.elementFromPoint(across, down);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    && box.top >= 0 && box.top < innerHeight && (top === one || one.contains(top)); }"""


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


def _tab(found: Window) -> str:
    """On to the next stop; its value, id or words."""
    found.page.keyboard.press("Tab")
    return str(found.page.evaluate(_FOCUSED))


def _tab_to(found: Window, *wanted: str) -> str:
    for _ in range(_MOST_STOPS):
        if (here := _tab(found)) in wanted:
            return here
    raise AssertionError(f"{wanted} cannot be reached on {found.path}")


def _go(found: Window, key: str = "Enter") -> None:
    with found.page.expect_navigation():
        found.page.keyboard.press(key)


def _start(found: Window) -> None:
    found.go("/start")
    _tab_to(found, "quick")
    found.page.keyboard.press("Space")
    _tab_to(found, "Start")
    _go(found)


def _answer(found: Window) -> None:
    """What is asked now, as in `browser_interview`, without a mouse."""
    asked = found.question
    if found.page.get_by_role("link", name="I agree: continue").count():
        _tab_to(found, "I agree: continue")
        _go(found)
    if asked in ANSWERS:
        _tab_to(found, "answer")
        found.page.keyboard.type(ANSWERS[asked])
        _go(found)
    elif found.page.locator("input[value=none]").count():
        _tab_to(found, "none")
        found.page.keyboard.press("Space")
        _tab_to(found, "Continue")
        _go(found)
    elif found.page.locator("input[type=radio]").count():
        first = found.page.locator("input[type=radio]").first.get_attribute("value")
        _tab_to(found, first or "")
        found.page.keyboard.press("Space")
        _go(found)
    else:
        _tab_to(found, "I don’t know")
        _go(found)


def test_an_interview_leads_to_its_report(browser: Browser, server: Server) -> None:
    with window(browser, server, width=PHONE) as found:
        _start(found)
        asked = 0
        while found.question:
            asked += 1
            _answer(found)
        assert asked > 5
        assert found.path.endswith("/enough")
        _tab_to(found, "Check my answers")
        _go(found)
        _tab_to(found, "Make my report")
        _go(found)
        assert found.path.endswith("/result")
        assert found.errors == []
        assert found.hosts == {"127.0.0.1"}


def test_the_focus_goes_as_one_reads_and_is_always_seen(browser: Browser, server: Server) -> None:
    with window(browser, server, width=PHONE) as found:
        start_by_mouse(found)
        take(found, "34")
        go_to_question(found, "symptom.sites")
        words = [
            one.get_attribute("value") or ""
            for one in found.page.locator("input[name=answer]").all()
        ]
        stops: list[str] = []
        hidden: list[str] = []
        while (here := _tab(found)) and len(stops) < _MOST_STOPS:
            stops.append(here)
            if not found.page.evaluate(_IS_SEEN):
                hidden.append(here)
    assert hidden == []
    assert stops == [
        *("Skip to the answer", "Surefoot", "Save and stop", "Back", "Why we ask"),
        *words,
        *("Continue", "I don’t know", "Prefer not to say", "Ask me later"),
        *("What do you think so far?", "Use kilometres", "Use miles"),
    ]


def test_an_error_has_the_focus_and_leads_to_its_field(browser: Browser, server: Server) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        _tab_to(found, "answer")
        found.page.keyboard.type("abc")
        _go(found)
        found.page.locator(".faults:focus").wait_for()
        _tab(found)
        found.page.keyboard.press("Enter")
        found.page.wait_for_url("**#answer")
        assert found.page.evaluate(_FOCUSED) == "answer"
        found.page.keyboard.press("Control+A")
        found.page.keyboard.type("34")
        _go(found)
        assert found.question != "runner.age"
        assert "#" not in found.page.url


def test_an_error_of_a_choice_leads_to_the_first(browser: Browser, server: Server) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        go_to_question(found, "safety.heart")
        choose(found, "none", "new_wheeze")
        found.page.locator(".faults:focus").wait_for()
        _tab(found)
        found.page.keyboard.press("Enter")
        found.page.wait_for_url("**#answer")
        first = found.page.locator("input[name=answer]").first.get_attribute("value")
        assert found.page.evaluate(_FOCUSED) == first


def test_what_stands_on_every_page_can_be_skipped(browser: Browser, server: Server) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        assert _tab(found) == "Skip to the answer"
        found.page.keyboard.press("Enter")
        found.page.wait_for_url("**#answer")
        assert found.page.evaluate("document.activeElement.id") == "answer"


def test_enter_in_a_field_is_continue_and_not_another_button(
    browser: Browser, server: Server
) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        _tab_to(found, "answer")
        found.page.keyboard.type("34")
        _go(found)
        found.go(f"{found.interview}/check")
        assert "34 years" in found.page.inner_text("main")


def test_an_answer_of_last_time_is_confirmed_by_its_button_alone(
    browser: Browser, tmp_path: Path
) -> None:
    people = make_people(tmp_path)
    runner = people.add("Ann", "solid")
    people.store.close()
    with served(tmp_path) as server, window(browser, server) as found:
        found.go(f"/r/{runner}")
        found.button("Assess again")
        assert found.question == "runner.age"
        assert found.page.locator("#answer").input_value() == ""
        assert "35 years" in found.page.inner_text(".last-time")
        _tab_to(found, "answer")
        found.page.keyboard.type("36")
        _go(found)
        found.page.go_back()
        assert found.page.locator("#answer").input_value() == "36"
        go_to_question(found, "safety.heart")
        assert found.page.locator("input:checked").count() == 0
        _tab_to(found, "Still so")
        _go(found)
        go_to_question(found, "safety.heart")
        assert found.page.locator("input:checked").count() == 1
