"""What a coach is asked before a file is kept, and what is said of each."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from .support.sample_runners import DAY
from .support.web_forms import read_forms
from .support.web_people import Browser, People, make_people, words_of

if TYPE_CHECKING:
    from pathlib import Path

_CHRIS = b"answers:\n  runner.name: Chris Lund\n  runner.age: 44\n"
_NOBODY = b"answers:\n  runner.age: 30\n"


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A coach's store."""
    return make_people(tmp_path)


def _send(browser: Browser, *files: tuple[str, bytes], **fields: str) -> str:
    sent = {**fields, "file": [(io.BytesIO(data), name) for name, data in files]}
    return browser.follow(browser.post("/receive", sent)).text


def _answer(browser: Browser, page: str, label: str) -> str:
    """Say of the file that waits whose it is, by the label of the choice; empty for none."""
    form = read_forms(page)[0]
    fields = dict(form.hidden)
    if label:
        found = re.search(rf'value="([^"]+)"><label[^>]*><bdi>{label}', page)
        assert found is not None, words_of(page)
        fields["whose"] = found[1]
    return browser.follow(browser.post(form.action, fields)).text


def test_a_file_that_names_another_runner_asks_first(people: People) -> None:
    gail, browser = people.add("Gail Moss"), Browser(people)
    assert "For Gail Moss ." in words_of(browser.get(f"/receive?runner={gail}").text)
    page = _send(browser, ("x.yaml", _CHRIS), runner=gail)
    assert "This file says Chris Lund. Take it in for Gail Moss?" in words_of(page)
    assert people.results(gail) == []
    assert len(people.store.runners()) == 1, "nothing is kept before it is answered"
    again = _answer(browser, page, "")
    assert "Choose whose they are." in words_of(again)
    assert people.results(gail) == []
    done = _answer(browser, again, "Gail Moss")
    assert "this file says Chris Lund. It was taken in for Gail Moss." in words_of(done)
    assert len(people.results(gail)) == 1


def test_the_runner_of_the_file_can_have_it(people: People) -> None:
    gail, browser = people.add("Gail Moss"), Browser(people)
    page = _send(browser, ("x.yaml", _CHRIS), name="gail moss")
    _answer(browser, page, "Chris Lund, who is new here")
    assert people.results(gail) == []
    (chris,) = people.store.find_runners("Chris Lund")
    assert len(people.results(chris.id)) == 1


def test_an_export_of_another_runner_asks_too(people: People, tmp_path: Path) -> None:
    other = make_people(tmp_path / "other")
    chris = other.add("Chris Lund", "weak")
    file = Browser(other).get(f"/r/{chris}/export").data
    gail, browser = people.add("Gail Moss"), Browser(people)
    page = _send(browser, ("chris.json", file), runner=gail)
    assert "kept under that name, not for Gail Moss" in words_of(page)
    assert people.store.runner(chris) is None
    _answer(browser, page, "Take it in for Chris Lund")
    assert people.store.runner(chris) is not None
    assert people.results(gail) == []


def test_of_two_runners_of_one_name_one_is_chosen_by_the_last_result(people: People) -> None:
    people.add("Hugo", "weak")
    second, browser = people.add("Hugo"), Browser(people)
    page = _send(browser, ("h.yaml", _NOBODY), name="hugo")
    assert "Several runners are called hugo." in words_of(page)
    assert "Hugo, last result " in page
    assert second not in words_of(page), "people are told apart by what they did, not by ids"
    _answer(browser, page, "Hugo, without a result")
    assert len(people.results(second)) == 1


def test_the_day_is_that_of_the_answers_and_never_to_come(people: People) -> None:
    browser = Browser(people)
    page = browser.get("/receive").text
    assert f'max="{DAY}" value="{DAY}"' in page
    for wrong in ("2999-01-01", "yesterday"):
        again = _send(browser, ("a.yaml", _NOBODY), name="Ann", day=wrong)
        assert 'id="day-fault"' in again
    assert people.store.runners() == ()
    for day in ("2026-09-01", "2026-09-01", "2026-10-01"):
        page = _send(browser, ("a.yaml", _NOBODY), name="Ann", day=day)
    assert "the same answers are here with the result of 1 September 2026" in words_of(page)
    (ann,) = people.store.runners()
    days = {one.finished for one in people.store.interviews(ann.id)}
    assert days == {"2026-09-01", "2026-10-01"}
    assert len(people.results(ann.id)) == 2


def test_several_files_have_a_line_each(people: People) -> None:
    wrong = b"answers:\n  runner.age: old\n  recovery.sleep_hour: 7\n"
    page = _send(Browser(people), ("chris.yaml", _CHRIS), ("bad.yaml", wrong), ("no.txt", b""))
    words = words_of(page)
    assert "Chris Lund : taken in" in words
    assert "bad.yaml was not taken in." in words
    assert words.count("Line 3") == 1, "every reason stands once"
    assert "did you mean recovery.sleep_hours (" in words
    assert "?." not in words
    assert [one.name for one in people.store.runners()] == ["Chris Lund"]


def test_a_file_that_waits_no_more_is_to_be_chosen_again(people: People) -> None:
    browser = Browser(people)
    led = browser.post("/receive", {"waiting": "x", "whose": "y"})
    assert "Choose it again" in words_of(browser.follow(led).text)


def test_one_result_is_removed_for_good(people: People) -> None:
    ann, browser = people.add("Ann", "weak", "sore"), Browser(people)
    first, second = people.results(ann)
    assert f'href="/i/{first}/remove"' in browser.get(f"/r/{ann}").text
    page = browser.get(f"/i/{first}/remove").text
    assert "Ann" in page
    led = browser.post(f"/i/{first}/remove")
    assert "Tick the box first" in browser.follow(led).text
    assert people.results(ann) == [first, second]
    led = browser.post(f"/i/{first}/remove", {"sure": first})
    assert led.headers["Location"] == f"/r/{ann}"
    assert people.results(ann) == [second]
    assert browser.get(f"/i/{first}/result").status_code == 404
    folder = people.store.path.parent
    assert not any(first.encode() in one.read_bytes() for one in folder.iterdir())
