"""Every kind of page of the web interview, one after another in a driven browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .browser_interview import choose, go_to_question, start_by_mouse, take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .browser import Window


def every_kind(found: Window) -> Iterator[str]:
    """The name of each page, while it is shown."""
    yield from _start(found)
    yield from _questions(found)
    yield from _beside_the_questions(found)
    yield from _ends(found)


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
