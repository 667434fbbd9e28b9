"""A coach's table of many, a runner's name, and a sheet of paper that is typed in."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest

from .support.check_ins import NONE, add_check_in
from .support.sample_runners import DAY, diagnosis
from .support.web_people import Browser, People, make_people, words_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A coach's store."""
    return make_people(tmp_path)


def _names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*><bdi>(\w+)', page)


def test_the_table_is_searched_and_filtered_by_the_server(people: People) -> None:
    people.add("Ann", "solid")
    people.add("Hannah", "referral")
    people.begin(people.add("Ben"), {})
    late = people.add("Dan")
    people.store.finish(people.begin(late, diagnosis("solid").answers), DAY.replace(month=10))
    browser = Browser(people)
    assert _names(browser.get("/?name=ANN").text) == ["Hannah", "Ann"]
    assert _names(browser.get("/?show=seen").text) == ["Hannah"]
    assert _names(browser.get("/?show=going").text) == ["Ben"]
    assert _names(browser.get("/?show=due").text) == ["Dan"]
    assert _names(browser.get("/?show=due&name=ann").text) == []
    counts = re.findall(r'>([^<]+) <span class="count">(\d+)', browser.get("/").text)
    assert counts == [("All", "4"), ("Must be seen", "1"), ("Check-in due", "1"),
                      ("Not finished", "1")]  # fmt: skip
    assert "<b>" not in browser.get("/?name=<b>x</b>&show=<b>").text
    assert "overdue" in browser.get("/").text


def test_a_held_plan_and_several_signs_are_said(people: People) -> None:
    people.add("Cem", "hold")
    row = words_of(Browser(people).get("/").text)
    assert "(plan held)" in row
    assert "and 1 more" in row


def test_the_last_result_stands_beside_what_is_not_finished(people: People) -> None:
    people.begin(people.add("Ann", "solid"), {})
    row = words_of(Browser(people).get("/").text)
    assert re.search(r"23 Nov\w*; begun .* not finished", row)


def test_renaming_changes_the_name_and_the_answer(people: People) -> None:
    runner, browser = people.add("Ann", "weak"), Browser(people)
    (result,) = people.results(runner)
    led = browser.post(f"/r/{runner}/rename", {"name": "  Anna   Weber "})
    assert led.headers["Location"] == f"/r/{runner}"
    assert "Anna Weber" in browser.get("/").text
    assert people.service.interview(result).answers["runner.name"].shown == "Anna Weber"
    stored = people.service.stored(result)
    assert stored.is_finished
    assert stored.finished == DAY.isoformat()


def test_a_changed_answer_renames_the_runner(people: People) -> None:
    runner, browser = people.add("Ann", "weak"), Browser(people)
    (result,) = people.results(runner)
    browser.post(f"/i/{result}/q/runner.name", {"answer": "Berta", "do": "answer"})
    assert people.service.runner(runner).name == "Berta"


@pytest.mark.parametrize("name", ["", "  ", "x" * 141])
def test_a_name_that_is_none_is_refused(people: People, name: str) -> None:
    runner, browser = people.add("Ann", "weak"), Browser(people)
    again = browser.follow(browser.post(f"/r/{runner}/rename", {"name": name})).text
    assert 'class="faults"' in again
    assert people.service.runner(runner).name == "Ann"


def test_a_paper_sheet_needs_a_name_and_opens_the_form(people: People) -> None:
    browser = Browser(people)
    assert 'href="/paper"' in browser.get("/").text
    assert 'class="faults"' in browser.follow(browser.post("/paper", {"name": " "})).text
    assert people.store.runners() == ()
    led = browser.post("/paper", {"name": "Ann"})
    (runner,) = people.store.runners()
    assert runner.name == "Ann"
    assert led.headers["Location"] == f"/r/{runner.id}/fast"


def test_without_a_coach_there_is_no_paper(tmp_path: Path) -> None:
    browser = Browser(make_people(tmp_path, is_coach=False))
    assert browser.get("/paper").status_code == 404
    assert browser.post("/paper", {"name": "Ann"}).status_code == 404


def _fast(people: People, runner: str, day: str) -> tuple[Browser, str]:
    browser = Browser(people)
    page = browser.get(f"/r/{runner}/fast").text
    hidden = dict(re.findall(r'type="hidden" name="(interview|seen)" value="(\w*)"', page))
    form = {**hidden, "runner.age": "44", "day": day}
    return browser, browser.post(f"/r/{runner}/fast", form).headers["Location"]


def test_answers_of_an_earlier_day_give_a_result_of_that_day(people: People) -> None:
    runner = people.add("Ann")
    browser, led = _fast(people, runner, "2026-10-05")
    (name,) = people.results(runner)
    assert people.service.stored(name).finished == "2026-10-05"
    assert 'value="2026-10-05"' in browser.get(f"/r/{runner}/fast?i={name}").text
    browser.post(f"/i/{name}/finish")
    assert people.service.stored(name).finished == "2026-10-05"
    browser.post(f"/i/{name}/q/runner.age", {"answer": "45", "do": "answer"})
    browser.post(f"/i/{name}/finish")
    stored = people.service.stored(name)
    assert stored.is_finished
    assert stored.finished == "2026-10-05"
    assert led


@pytest.mark.parametrize("day", ["2026-11-24", "5.10.2026", "<b>"])
def test_a_day_to_come_is_refused(people: People, day: str) -> None:
    runner = people.add("Ann")
    browser, led = _fast(people, runner, day)
    assert 'href="#day"' in browser.get(led).text
    (name,) = people.results(runner)
    assert people.service.stored(name).finished == ""


def test_the_form_has_ways_between_its_parts_and_last_times_answers(people: People) -> None:
    runner = people.add("Ann", "solid")
    page = Browser(people).get(f"/r/{runner}/fast").text
    parts = re.findall(r'href="#(part-\w+)"', page)
    assert parts
    assert all(f'id="{one}"' in page for one in parts)
    assert page.count(">Save and check<") == 2
    assert "Last time: <strong>" in page
    assert " checked>" not in page


def test_two_results_of_one_day_are_told_apart(people: People) -> None:
    runner = people.add("Ann", "weak")
    people.store.finish(people.begin(runner, diagnosis("solid").answers), DAY)
    page = Browser(people).get(f"/r/{runner}").text
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == [
        "23 November 2026 (2)", "23 November 2026 (1)",
    ]  # fmt: skip
    assert re.search(r"<text[^>]*>23 Nov\w* \(1\)</text>", page)


def test_the_page_to_see_someone_names_the_runner_to_a_coach(people: People) -> None:
    runner = people.add("Ann", "ambulance")
    (name,) = people.results(runner)
    page = Browser(people).get(f"/i/{name}/see-someone").text
    assert "About <bdi>Ann</bdi>" in page
    assert 'href="/">All runners' in page


def test_save_and_stop_leads_a_coach_back_and_ends_nothing(people: People) -> None:
    name = people.begin(people.add("Ann"), {})
    browser = Browser(people)
    assert browser.get(f"/stop?interview={name}").headers["Location"] == "/"
    assert 'href="/stop"' in browser.get("/").text
    assert "Close Surefoot" in browser.get("/stop").text


def test_pdf_and_editions_stand_before_the_fold(people: People) -> None:
    (name,) = people.results(people.add("Ann", "weak"))
    page = Browser(people).get(f"/i/{name}/result").text
    bar = page[page.index('class="bar"') : page.index("</nav>")].partition("<details>")[0]
    for words in (">PDF<", ">Coach’s edition<", ">Handover for a doctor<"):
        assert words in bar


def test_a_check_in_of_today_is_not_overdue(people: People) -> None:
    runner = people.add("Ann", "solid")
    add_check_in(people.store, runner, NONE, DAY - datetime.timedelta(days=7))
    people.store.finish(people.results(runner)[-1], DAY - datetime.timedelta(days=14))
    assert "overdue" not in Browser(people).get("/").text
