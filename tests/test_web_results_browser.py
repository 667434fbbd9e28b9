"""The pages around an interview in a real browser: by axe, at two widths, in the dark, by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from surefoot.intake.check_in import check_in_base, check_in_reading
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.naming import the_runner
from surefoot.intake.store.sessions import start_stored

from .support import axe, needs
from .support.browser import DESK, PHONE, Window, driven, violations, why_not_available, window
from .support.sample_runners import DAY, NASTY_NAME
from .support.web import Server, served
from .support.web_people import People, make_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if reason := why_not_available():
        needs.skip_or_fail(reason)
    with driven() as found:
        yield found


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """One of each sort: with a history and check-ins, sent to somebody, too young, half way."""
    people = make_people(tmp_path_factory.mktemp("people"))
    ann = people.add("Ann", "weak", "weak", "solid")
    for number in (2, 1, 0):
        _check_in(people, ann, number)
    people.add(f"{NASTY_NAME} of a very long name", "weak", "ambulance")
    people.add("Cem", "hold")
    people.add("Dan", "child")
    people.begin(people.add("Eve"), {})
    people.add("")
    return people


def _check_in(people: People, runner: str, weeks: int) -> None:
    found = start_interview(check_in_reading(), depth=Depth.ALL)
    while (question := found.question) is not None:
        word = list(getattr(question.kind, "labels"))[weeks % 3]  # noqa: B009
        answered = found.answer(question, word)
        assert isinstance(answered, Interview)
        found = answered
    stored = start_stored(people.store, runner, check_in_base())
    people.store.append(stored.id, found.log, check_in_base().hash)
    people.store.finish(stored.id, DAY.replace(day=DAY.day - 7 * weeks))


@pytest.fixture(scope="module")
def server(people: People) -> Iterator[Server]:
    with served(people.store.path.parent, "--coach") as found:
        yield found


def _kinds(people: People) -> Iterator[str]:
    yield "/"
    yield "/receive"
    for runner in people.store.runners():
        yield f"/r/{runner.id}"
    for runner in people.store.runners()[:2]:
        yield f"/r/{runner.id}/forget"
        yield f"/r/{runner.id}/fast"
        yield f"/receive?runner={runner.id}"
    for runner in people.store.runners():
        for result in people.results(runner.id)[:1]:
            yield f"/i/{result}/result"
    ann = the_runner(people.store, "Ann")
    new, *_, old = [
        one.id for one in people.store.interviews(ann.id, people.service.knowledge.name)
    ]
    yield f"/compare?old={old}&new={new}"
    yield f"/i/{new}/result?edition=coach"
    yield f"/i/{new}/remove"


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_every_page_can_be_used_by_everybody(
    browser: Browser, server: Server, people: People, scheme: str
) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    wrong: list[str] = []
    rules = () if scheme == "light" else ("color-contrast",)
    wishes = {"bypass_csp": True, "color_scheme": scheme}
    with window(browser, server, width=PHONE, scripts=True, **wishes) as found:
        for address in _kinds(people):
            found.go(address)
            wrong += violations(found, *rules)
            wrong += [f"{address} at {width}" for width in _too_wide_at(found)]
    assert wrong == []


def test_pages_ask_nobody_else_and_break_no_rule_of_their_own(
    browser: Browser, server: Server, people: People
) -> None:
    with window(browser, server, width=DESK, scripts=True) as found:
        for address in _kinds(people):
            found.go(address)
        assert found.errors == []
        assert found.hosts == {"127.0.0.1"}


def test_a_coach_enters_a_runner_by_keyboard_without_scripts(
    browser: Browser, server: Server, people: People
) -> None:
    ann = the_runner(people.store, "Cem")
    with window(browser, server, width=PHONE) as found:
        found.go(f"/r/{ann.id}/fast")
        found.page.locator('[id="runner.age"]').focus()
        found.page.keyboard.type("old")
        with found.page.expect_navigation():
            found.page.keyboard.press("Enter")
        assert found.page.title().startswith("Error:")
        found.page.get_by_role("link", name="Age:").press("Enter")
        field = found.page.locator('[id="runner.age"]')
        assert field.input_value() == "old"
        field.fill("44")
        with found.page.expect_navigation():
            field.press("Enter")
        assert found.path.endswith("/check")
        assert "44" in found.page.inner_text("main")


def test_the_bar_above_a_report_is_not_printed(
    browser: Browser, server: Server, people: People
) -> None:
    ann = the_runner(people.store, "Ann")
    with window(browser, server) as found:
        found.go(f"/r/{ann.id}")
        found.link("Last report")
        bar = found.page.locator(".bar")
        assert bar.is_visible()
        found.page.emulate_media(media="print")
        assert not bar.is_visible()


def test_a_result_is_compared_from_its_bar(
    browser: Browser, server: Server, people: People
) -> None:
    ann = the_runner(people.store, "Ann")
    with window(browser, server, width=PHONE) as found:
        found.go(f"/r/{ann.id}")
        found.link("Last report")
        found.page.locator("summary").first.click()
        found.button("Compare")
        assert found.path == "/compare"
        assert "26 October 2026" in found.page.inner_text("nav")


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_the_bar_is_the_head_of_the_report_and_all_of_it_is_seen(
    browser: Browser, server: Server, people: People, scheme: str
) -> None:
    (ann,) = [one for one in people.store.runners() if one.name == "Ann"]
    with window(browser, server, color_scheme=scheme) as found:
        found.go(f"/i/{people.results(ann.id)[0]}/result")
        for width in (DESK, PHONE):
            found.page.set_viewport_size({"width": width, "height": 720})
            lefts = {
                round(found.page.locator(one).first.bounding_box()["x"])  # type: ignore[index]
                for one in (".bar .brand-link", ".bar .title strong", "header.top", "h1")
            }
            assert len(lefts) == 1
        bar = found.page.locator(".bar")
        for words in ("Surefoot", "PDF", "Calendar", "Answers", "Coach’s edition", "Handover"):
            assert bar.get_by_role("link", name=words).last.is_visible(), words
        paper = bar.evaluate("one => getComputedStyle(one).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") is (scheme == "light")


def test_a_keyboard_skips_the_bar_and_sees_where_it_is(
    browser: Browser, server: Server, people: People
) -> None:
    (ann,) = [one for one in people.store.runners() if one.name == "Ann"]
    with window(browser, server, width=PHONE) as found:
        found.go(f"/i/{people.results(ann.id)[0]}/result")
        found.page.keyboard.press("Tab")
        assert found.page.evaluate("document.activeElement.textContent") == "Skip to the report"
        found.page.keyboard.press("Enter")
        found.page.keyboard.press("Tab")
        ring = "getComputedStyle(document.activeElement).outline + document.activeElement.hash"
        assert found.page.evaluate(ring).endswith("solid 3px#see-someone")
        found.page.emulate_media(media="print")
        assert not found.page.locator(".contents").is_visible()
        assert not found.page.locator(".skip").is_visible()


def _too_wide_at(found: Window) -> list[int]:
    wide = []
    for width in (DESK, PHONE):
        found.page.set_viewport_size({"width": width, "height": 720})
        if found.is_too_wide():
            wide.append(width)
    return wide
