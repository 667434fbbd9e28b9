"""The web interview in a real browser, with a mouse: scripts off and on, on a phone and a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .support import axe, needs
from .support.browser import DESK, PHONE, driven, violations, why_not_available, window
from .support.browser_interview import answer_by_mouse, go_to_question, start_by_mouse, take
from .support.web import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from .support.web import Server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if reason := why_not_available() or axe.why_not_available():
        needs.skip_or_fail(reason)
    with driven() as found:
        yield found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, False), (DESK, True)])
def test_an_interview_leads_to_its_report(
    browser: Browser, server: Server, width: int, scripts: bool
) -> None:
    """Its ends, which no other test comes to, are checked by axe where there are scripts."""
    wishes = {"bypass_csp": True, "reduced_motion": "reduce"} if scripts else {}
    with window(browser, server, width=width, scripts=scripts, **wishes) as found:
        start_by_mouse(found)
        asked: list[str] = []
        while found.question:
            asked.append(found.question)
            assert not found.is_too_wide(), found.path
            answer_by_mouse(found)
        assert found.path.endswith("/enough")
        assert not found.is_too_wide()
        wrong = violations(found) if scripts else []
        found.link("Check my answers")
        assert found.heading == "Check your answers"
        assert not found.is_too_wide()
        wrong += violations(found) if scripts else []
        assert wrong == []
        found.button("Make my report")
        assert found.path.endswith("/result")
        assert "running load first" in found.heading
        assert not found.is_too_wide()
        assert found.errors == []
        assert found.hosts == {"127.0.0.1"}
    assert len(asked) == len(set(asked)) > 5


def test_back_shows_what_was_said(browser: Browser, server: Server) -> None:
    """By the link, and by the browser's own button: also after a form with a mistake."""
    with window(browser, server) as found:
        start_by_mouse(found)
        first = found.question
        take(found, "ninety")
        assert found.heading == "How old are you?"
        take(found, "34")
        second = found.question
        assert second != first
        found.link("Back")
        assert found.question == first
        assert found.page.locator("#answer").input_value() == "34"
        found.button("Continue")
        answer_by_mouse(found)
        third = found.question
        found.page.go_back()
        assert found.question == second
        assert found.page.locator("input[value=none]").is_checked()
        found.page.go_forward()
        assert found.question == third
        assert found.errors == []


def test_an_error_is_said_twice_and_keeps_what_was_typed(browser: Browser, server: Server) -> None:
    with window(browser, server, width=PHONE) as found:
        start_by_mouse(found)
        take(found, "abc")
        page = found.page
        assert page.title().startswith("Error: ")
        assert page.locator("#answer").input_value() == "abc"
        told = page.locator(".faults a").inner_text()
        assert told
        assert told in page.locator("#answer-fault").inner_text()
        assert page.locator("#answer").get_attribute("aria-invalid") == "true"
        described = (page.locator("#answer").get_attribute("aria-describedby") or "").split()
        assert "answer-fault" in described
        assert all(page.locator(f"#{one}").count() == 1 for one in described)
        page.reload()
        assert page.title().startswith("Error: ")


def test_nothing_is_chosen_beforehand(browser: Browser, server: Server) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        for question in ("safety.heart", "symptom.sites", "runner.sex", "recovery.stress"):
            go_to_question(found, question)
            assert found.page.locator("input:checked").count() == 0, question


def test_pain_is_a_row_that_wraps(browser: Browser, server: Server) -> None:
    with window(browser, server, width=PHONE) as found:
        start_by_mouse(found)
        go_to_question(found, "symptom.sites")
        found.page.get_by_role("checkbox", name="Shin", exact=True).check()
        found.button("Continue")
        go_to_question(found, "symptom.shin.pain_running")
        assert not found.is_too_wide()
        assert found.page.get_by_role("radio").count() == 11
        found.page.get_by_role("radio", name="10", exact=True).check()
        found.button("Continue")
        go_to_question(found, "symptom.shin.pain_running")
        assert found.page.locator("input:checked").get_attribute("value") == "10"


def test_the_picture_has_the_numbers_of_the_list(browser: Browser, server: Server) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        go_to_question(found, "symptom.sites")
        page = found.page
        drawn = page.locator(".picture text.body-number").all_text_contents()
        listed = page.locator(".option .number").all_text_contents()
        assert sorted(drawn, key=int) == listed
        assert page.locator(".picture").get_attribute("aria-hidden") == "true"
        # The numbers are no part of what is read out.
        assert page.get_by_role("checkbox", name="Shin", exact=True).count() == 1


def test_a_red_flag_is_a_page_of_its_own_at_once(browser: Browser, server: Server) -> None:
    with window(browser, server, width=PHONE) as found:
        start_by_mouse(found)
        go_to_question(found, "safety.heart")
        found.page.locator("input[value=chest_pain_now]").check()
        found.button("Continue")
        assert found.path.endswith("/see-someone")
        text = found.page.inner_text("body")
        assert "Call an ambulance" in text
        for word in ("pillar", "Strength", "plan", "more questions", "so far"):
            assert word not in text, word
        found.link("An answer was a slip")
        assert found.question == "safety.heart"


def test_units_are_switched_where_one_is(browser: Browser, server: Server) -> None:
    with window(browser, server) as found:
        start_by_mouse(found)
        go_to_question(found, "training.weekly_km")
        found.button("Use miles")
        assert found.question == "training.weekly_km"
        assert found.page.locator("#unit").input_value() == "mi"
        found.button("Use kilometres")
        assert found.page.locator("#unit").input_value() == "km"
