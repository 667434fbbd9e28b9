"""An interview in a driven browser, as somebody whose one run was far too long answers it.

That makes the load the headline, which is proved soon: the interview stays short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .browser import Window

# Other questions get "none", or their first choice, or "I don't know".
ANSWERS: Mapping[str, str] = {
    "runner.age": "34",
    "runner.years_running": "5",
    "training.weeks_without_running": "0",
    "training.weekly_km": "30",
    "training.previous_weekly_km": "30",
    "training.longest_run_7d_km": "25",
    "training.longest_run_30d_km": "10",
}


def start_by_mouse(found: Window) -> None:
    """A new short interview, to its first question."""
    found.go("/start")
    found.page.get_by_role("radio", name="The short way").check()
    found.button("Start")


def take(found: Window, text: str) -> None:
    """Type an answer and go on."""
    found.page.locator("#answer").fill(text)
    found.button("Continue")


def choose(found: Window, *words: str) -> None:
    """Choose just these of several answers, and go on."""
    for one in found.page.locator("input[name=answer]").all():
        one.set_checked(one.get_attribute("value") in words)
    found.button("Continue")


def answer_by_mouse(found: Window) -> None:
    """Agree to a topic, or answer its question."""
    page, asked = found.page, found.question
    if page.get_by_role("link", name="I agree: continue").count():
        found.link("I agree: continue")
        assert found.question == asked
    if asked in ANSWERS:
        take(found, ANSWERS[asked])
        return
    none, choices = (
        page.locator("input[value=none]"),
        page.locator("input[name=answer]:not([type=text])"),
    )
    if none.count() or choices.count():
        (none if none.count() else choices.first).check()
        found.button("Continue")
    else:
        found.button("I don’t know")


def go_to_question(found: Window, question: str) -> None:
    """A question of this interview, whichever is next."""
    found.go(f"{found.interview}/q/{question}?agreed=1")
    assert found.question == question, found.page.url
