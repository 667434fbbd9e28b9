"""Whatever is said, the terminal and the browser keep the same answers of a check-in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import TYPE_CHECKING

from surefoot.intake.check_in import check_in_base, check_in_reading, check_ins, open_check_in
from surefoot.intake.store.database import open_store
from surefoot.intake.terminal.dialogue import run_interview
from surefoot.intake.terminal.lines import Lines
from surefoot.intake.typed import labels_of
from surefoot.intake.web.answering import Redirect, Visit
from surefoot.intake.web.notices import Notices
from surefoot.intake.web.pages import checkin
from surefoot.intake.web.service import Service

from .support.check_ins import DAY

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.vocabulary import Question
    from surefoot.intake.store.database import Store
    from surefoot.intake.store.shapes import StoredRunner

_ENOUGH = {1, 4}  # answers to the first question after which no other is asked
_WAYS = [
    *((one,) for one in _ENOUGH),
    *((2, *others) for others in product(range(1, 5), repeat=3)),
    *((3, one, one, one) for one in range(1, 5)),
]


def _questions() -> tuple[Question, ...]:
    return tuple(check_in_base().questions.values())


def _at_the_terminal(store: Store, runner: StoredRunner, numbers: tuple[int, ...]) -> None:
    """Answers what is asked, in whatever order; Enter goes on elsewhere."""
    by_ask = dict(zip((one.ask for one in _questions()), map(str, numbers), strict=False))
    printed: list[str] = []

    def read(prompt: str) -> str:
        asked = next((one for one in reversed(printed) if one in by_ask), "")
        return by_ask.pop(asked) if prompt.startswith("Number, 1 to 4") else ""

    session = open_check_in(store, runner, "", DAY)
    outcome = run_interview(session.interview, Lines(read, printed.append), session.keep)
    assert outcome.reason == "finished"
    assert not by_ask
    session.finish(DAY)


def _in_the_browser(service: Service, runner: StoredRunner, numbers: tuple[int, ...]) -> None:
    form = {
        one.id: [list(labels_of(one))[number - 1]]
        for one, number in zip(_questions(), numbers, strict=False)
    }
    reply = checkin.answer(service, Visit(method="POST", parts={"runner": runner.id}, form=form))
    assert reply == Redirect(f"/r/{runner.id}/checked-in")


def test_a_double_click_is_one_check_in(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    service = Service(
        store=store, reading=check_in_reading(), today=lambda: DAY, is_coach=False,
        notices=Notices(),
    )  # fmt: skip
    runner = store.add_runner("Sam")
    with ThreadPoolExecutor(8) as clicks:
        list(clicks.map(lambda _: _in_the_browser(service, runner, (2, 1, 1, 1)), range(8)))
    assert [one.entries for one in store.interviews(runner.id)] == [4]


def test_every_way_is_kept_alike(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    service = Service(
        store=store, reading=check_in_reading(), today=lambda: DAY, is_coach=False,
        notices=Notices(),
    )  # fmt: skip
    for numbers in _WAYS:
        there, here = store.add_runner("at the terminal"), store.add_runner("in the browser")
        _at_the_terminal(store, there, numbers)
        _in_the_browser(service, here, numbers)
        (first,), (second,) = check_ins(store, there.id), check_ins(store, here.id)
        assert (first.score, first.is_substantial) == (second.score, second.is_substantial)
        said = [
            {name: one.entered for name, one in found.answers.items()} for found in (first, second)
        ]
        assert said[0] == said[1], numbers
        for runner in (there, here):
            assert all(one.finished for one in store.interviews(runner.id))
