"""An interview is begun once, for the runner who is meant, or not at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from .support.web_forms import read_forms
from .support.web_people import Browser, People, make_people, words_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A store of a household."""
    return make_people(tmp_path, is_coach=False)


def _form(page: str, **fields: str) -> dict[str, str]:
    form = next(one for one in read_forms(page) if one.action == "/start")
    return {**dict(form.hidden), "depth": "full", **fields}


def test_a_form_that_is_sent_twice_makes_one_runner(people: People) -> None:
    browser = Browser(people)
    form = _form(browser.get("/start").text, name="Hugo")
    led = {browser.post("/start", form).headers["Location"] for _ in range(3)}
    (hugo,) = people.store.runners()
    (name,) = people.results(hugo.id)
    assert led == {f"/i/{name}"}
    assert [one.said for one in people.store.log(name)] == ["Hugo"]


@pytest.mark.parametrize("is_coach", [False, True])
def test_a_button_that_is_pressed_twice_begins_one_interview(
    tmp_path: Path, *, is_coach: bool
) -> None:
    people = make_people(tmp_path, is_coach=is_coach)
    ann, browser = people.add("Ann", "weak"), Browser(people)
    for page in ("/", f"/r/{ann}"):
        count = len(people.results(ann))
        form = _form(browser.get(page).text)
        for _ in range(2):
            browser.post("/start", form)
        assert len(people.results(ann)) == count + 1
        browser.post(f"/i/{form['id']}/remove", {"sure": form["id"]})


@pytest.mark.parametrize("runner", ["", "ann", "nobody"])
def test_an_interview_that_is_not_theirs_makes_nothing(people: People, runner: str) -> None:
    ids = {"ann": people.add("Ann"), "bo": people.add("Bo", "weak")}
    (other,) = people.results(ids["bo"])
    form = {"runner": ids.get(runner, runner), "before": other, "depth": "full", "name": "Cy"}
    assert Browser(people).post("/start", form).status_code == 404
    assert len(people.store.runners()) == 2
    assert people.results(ids["ann"]) == []


def test_a_name_that_is_here_already_asks_who_it_is(people: People) -> None:
    hugo, browser = people.add("Hugo", "weak"), Browser(people)
    form = _form(browser.get("/start").text, name=" hugo ")
    page = browser.follow(browser.post("/start", form)).text
    assert "There is a hugo already" in words_of(page)
    assert re.search(r"Hugo, last result [^<]*20", page)
    assert 'value="full"' in page
    assert len(people.store.runners()) == 1
    browser.post("/start", {**_form(page, name="hugo"), "who": hugo})
    assert len(people.store.runners()) == 1
    assert len(people.results(hugo)) == 2
    again = {**form, "id": "0" * 16, "who": "new"}
    for _ in range(2):
        browser.post("/start", again)
    assert len(people.store.runners()) == 2


@pytest.mark.parametrize("made", ["", "x", "../../x", "0" * 17, "G" * 16, "\u0660" * 16])
def test_an_id_that_is_none_of_ours_is_not_taken(people: People, made: str) -> None:
    browser = Browser(people)
    browser.post("/start", {"name": "Hugo", "depth": "full", "id": made})
    (name,) = people.results(people.store.runners()[0].id)
    assert name != made
