"""Every kind of page of the web interview, one after another in a driven browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .browser_interview import choose, go_to_question, start_by_mouse, take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .browser import Window


def every_kind(found: Window) -> Iterator[str]:
    """The name of each page, while it is shown; the last ends the server."""
    yield from _start(found)
    yield from _questions(found)
    yield from _beside_the_questions(found)
    yield from _ends(found)


def around_the_interview(found: Window, runner: str) -> Iterator[str]:
    """The pages of people, results and check-ins; the runner has two results at least."""
    here = f"/r/{runner}"
    found.go("/")
    yield "home"
    found.go(here)
    yield "a runner"
    old, new = (
        found.page.locator(f"#{field} option:checked").get_attribute("value")
        for field in ("old", "new")
    )
    found.go(f"/compare?old={old}&new={new}")
    yield "compare"
    found.go(f"/i/{new}/result")
    found.page.locator("summary").first.click()
    yield "a result"
    found.go(here)
    found.button("Assess again")
    yield "a question of last time"
    found.go(f"{here}/checkin")
    yield "check-in"
    found.button("See the result")
    yield "check-in with an error"
    for asked in found.page.locator(".check-in fieldset").all():
        asked.locator("input:visible").nth(1).check()
    found.button("See the result")
    yield "check-in answered"
    found.go(f"/i/{new}/remove")
    yield "remove"
    found.button("Remove")
    yield "remove with an error"
    found.go(f"{here}/forget")
    yield "forget"
    found.button("Forget")
    yield "forget with an error"


def of_a_coach(found: Window, runner: str) -> Iterator[str]:
    """The pages that only a coach has."""
    found.go("/")
    yield "runners"
    found.go(f"/r/{runner}/fast")
    yield "all questions on one page"
    found.page.locator("[name='runner.age']").fill("abc")
    found.button("Save and check")
    yield "all questions with an error"
    found.go("/receive")
    yield "receive"
    found.button("Take in")
    yield "receive with an error"


def _start(found: Window) -> Iterator[str]:
    found.go("/start")
    yield "start"
    found.button("Start")
    yield "start with an error"
    start_by_mouse(found)
    yield "a number"
    take(found, "abc")
    yield "a number with an error"
    take(found, "34")


def _questions(found: Window) -> Iterator[str]:
    found.go(f"{found.interview}/q/safety.heart")
    yield "consent"
    go_to_question(found, "safety.heart")
    yield "several"
    choose(found, "none", "new_wheeze")
    yield "several with an error"
    choose(found, "none")
    go_to_question(found, "symptom.sites")
    yield "sore places"
    choose(found, "shin")
    go_to_question(found, "symptom.shin.pain_running")
    found.page.locator("summary").last.click()
    yield "pain"
    go_to_question(found, "runner.sex")
    yield "a choice"
    go_to_question(found, "training.weekly_km")
    take(found, "20")
    go_to_question(found, "training.longest_run_7d_km")
    take(found, "30")
    assert found.page.locator(".clash").count() == 1
    yield "answers that do not fit"


def _beside_the_questions(found: Window) -> Iterator[str]:
    here = found.interview
    found.go(f"{here}/so-far")
    yield "so far"
    found.go(f"{here}/check")
    yield "check"
    found.go("/nothing")
    assert "404" in found.errors.pop()
    yield "no such page"
    found.go(f"/stop?interview={here.removeprefix('/i/')}")
    yield "leave"
    found.go(f"{here}/result")
    yield "result"


def _ends(found: Window) -> Iterator[str]:
    go_to_question(found, "safety.heart")
    choose(found, "chest_pain_now")
    assert found.path.endswith("/see-someone")
    yield "a red flag"
    go_to_question(found, "safety.heart")
    choose(found, "none")
    go_to_question(found, "runner.age")
    take(found, "14")
    assert found.path.endswith("/see-someone")
    yield "a limit"
    found.go("/stop")
    found.button("Close Surefoot")
    yield "closed"
