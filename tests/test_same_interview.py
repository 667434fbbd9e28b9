"""Every door goes on with the same interview of a runner, whatever was begun and finished."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.interview.asking import start_interview
from surefoot.intake.store.database import open_store
from surefoot.intake.store.kept import opened_last
from surefoot.intake.store.sessions import start_stored
from surefoot.intake.terminal.lines import Lines
from surefoot.intake.terminal.session import Wish, begin
from surefoot.intake.web.answering import Visit
from surefoot.intake.web.notices import Notices
from surefoot.intake.web.pages import fast
from surefoot.intake.web.pages.fast_shapes import FastPage
from surefoot.intake.web.people import people
from surefoot.intake.web.service import Service

from .support.interviews import TINY, answered

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.intake.store.database import Store
    from surefoot.intake.store.shapes import StoredRunner

DAY = datetime.date(2026, 11, 23)
BASE = TINY.assessor.knowledge


def _interview(store: Store, runner: StoredRunner, *ages: str, is_finished: bool) -> str:
    """An interview in which these ages were said, each at the minute that it is."""
    stored = start_stored(store, runner.id, BASE)
    for age in ages:
        (entry,) = answered(start_interview(TINY), "plant.age", age).log
        at = f"2026-11-22T12:{age}:00.000+00:00"
        store.append(stored.id, [replace(entry, at=at)], BASE.hash)
    if is_finished:
        store.finish(stored.id, DAY)
    return stored.id


def _silent(prompt: str) -> str:
    assert "begin anew" in prompt
    return ""


def _by_each_door(store: Store, runner: StoredRunner) -> dict[str, str]:
    """The interview that each door goes on with; empty for a new one."""
    service = Service(
        store=store, reading=TINY, today=lambda: DAY, is_coach=True, notices=Notices()
    )
    lines = Lines(_silent, lambda _: None)
    (person,) = people(service)
    form = fast.show(service, Visit(method="GET", parts={"runner": runner.id})).values
    assert isinstance(form, FastPage)
    asked = begin(store, runner, "", TINY, Wish(), lines).stored
    return {
        "terminal": asked.id if asked else "",
        "pages of runners": person.going.id if person.going else "",
        "form of a coach": form.interview,
    }


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path)


def test_what_is_unfinished_goes_on_at_every_door(store: Store) -> None:
    ann = store.add_runner("Ann")
    _interview(store, ann, "20", is_finished=False)
    begun = _interview(store, ann, "30", is_finished=False)
    _interview(store, ann, "40", is_finished=True)
    assert set(_by_each_door(store, ann).values()) == {begun}
    resumed = begin(store, ann, "", TINY, Wish(resume=True), Lines(_silent, lambda _: None))
    assert resumed.stored is not None
    assert {resumed.stored.id} == {begun}
    test_at_home = opened_last(store, ann, "", TINY).stored
    assert test_at_home is not None
    assert test_at_home.id == begun


def test_where_all_is_finished_every_door_begins_anew_and_resume_opens_the_last(
    store: Store,
) -> None:
    ann = store.add_runner("Ann")
    _interview(store, ann, "20", is_finished=True)
    last = _interview(store, ann, "30", is_finished=True)
    assert set(_by_each_door(store, ann).values()) == {""}
    printed: list[str] = []
    resumed = begin(store, ann, "", TINY, Wish(resume=True), Lines(_silent, printed.append))
    assert resumed.stored is not None
    assert resumed.stored.id == last
    said = "All is finished. This is your result of 23 November 2026, to change its answers."
    assert " ".join(printed) == said


def test_the_answers_that_stand_are_counted(store: Store) -> None:
    ann = store.add_runner("Ann")
    _interview(store, ann, "20", "30", "40", is_finished=False)
    printed: list[str] = []
    begin(store, ann, "", TINY, Wish(), Lines(_silent, printed.append))
    assert "not finished: 1 answer, the last on" in " ".join(printed)
