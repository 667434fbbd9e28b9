"""Who has to be seen now: what a check-in, a later answer or an age says, on every page of it."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest

from .support.check_ins import MILD, NONE, SEVERE, add_check_in
from .support.sample_runners import DAY, diagnosis
from .support.web_people import Browser, People, any_of, make_people, words_of
from .test_web_results import PILLARS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A coach's store."""
    return make_people(tmp_path)


def _names(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*><bdi>(\w+)', page)


def _row(page: str, name: str) -> str:
    rows: list[str] = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    return next(row for row in rows if f"<bdi>{name}</bdi></a></th>" in row)


def _weeks_ago(weeks: int) -> datetime.date:
    return DAY - datetime.timedelta(weeks=weeks)


def test_a_check_in_that_says_see_a_doctor_moves_its_runner_up(people: People) -> None:
    people.add("Abe", "solid")
    zoe = people.add("Zoe")
    people.store.finish(people.begin(zoe, diagnosis("solid").answers), _weeks_ago(4))
    add_check_in(people.store, zoe, SEVERE)
    browser = Browser(people)
    table = browser.get("/").text
    assert _names(table) == ["Zoe", "Abe"]
    assert "from the check-in of 23 November" in words_of(table) or "check-in of 23 Nov" in table
    assert f'href="/r/{zoe}/checked-in">See someone' in table
    page = words_of(browser.get(f"/r/{zoe}").text)
    assert "See a doctor within days. Severe complaints" in page
    assert re.search(r"trouble \d+ of 100", page)
    assert any_of(PILLARS, page) == []


@pytest.mark.parametrize(("days", "counts"), [(14, True), (15, False)])
def test_a_check_in_counts_for_two_weeks(people: People, days: int, *, counts: bool) -> None:
    runner = people.add("Zoe")
    people.store.finish(people.begin(runner, diagnosis("solid").answers), _weeks_ago(8))
    add_check_in(people.store, runner, SEVERE, DAY - datetime.timedelta(days=days))
    assert ("Severe complaints" in Browser(people).get("/").text) == counts


def test_a_check_in_counts_until_a_newer_interview(people: People) -> None:
    runner = people.add("Zoe")
    add_check_in(people.store, runner, SEVERE, _weeks_ago(1))
    people.store.finish(people.begin(runner, diagnosis("solid").answers), DAY)
    page = Browser(people).get("/").text
    assert "Severe complaints" not in page
    assert "Not for now" in page


def test_an_older_plan_is_closed_while_somebody_must_be_seen(people: People) -> None:
    runner = people.add("Ann", "weak", "weak")
    new, old = people.results(runner)
    browser = Browser(people)
    pages = [f"/i/{old}/result", f"/i/{old}/result?edition=handover", f"/i/{new}/result",
             f"/compare?old={old}&new={new}"]  # fmt: skip
    assert all("do not follow this plan" not in browser.get(one).text for one in pages)
    assert browser.get(f"/i/{new}/plan.ics").status_code == 200
    going = people.begin(runner, diagnosis("ambulance").answers)
    for address in pages:
        assert "needs an ambulance: do not follow this plan" in browser.get(address).text, address
        assert "plan.ics" not in browser.get(address).text
    for name in (old, new):
        assert browser.get(f"/i/{name}/plan.ics").status_code == 404
    assert f'href="/i/{going}/see-someone">See someone' in _row(browser.get("/").text, "Ann")


def test_a_result_that_came_after_opens_the_plan_again(people: People) -> None:
    runner = people.add("Ann", "weak", "referral", "weak")
    browser = Browser(people)
    for name in people.results(runner):
        assert "do not follow this plan" not in browser.get(f"/i/{name}/result").text


def test_a_severe_check_in_closes_the_plan_too(people: People) -> None:
    runner = people.add("Ann", "weak")
    (result,) = people.results(runner)
    add_check_in(people.store, runner, SEVERE)
    page = Browser(people).get(f"/i/{result}/result").text
    assert "A later check-in of 23 Nov" in page
    assert Browser(people).get(f"/i/{result}/plan.ics").status_code == 404


def test_who_is_not_known_stands_above_who_needs_nobody(people: People) -> None:
    people.add("Abe", "solid")
    people.begin(people.add("Zoe"), {})
    people.add("Cem", "referral")
    table = Browser(people).get("/").text
    assert _names(table) == ["Cem", "Zoe", "Abe"]
    assert "Not known" in _row(table, "Zoe")


def test_under_16_is_said_in_table_and_history(people: People) -> None:
    people.add("Abe", "solid")
    child = people.add("Zoe", "child")
    browser = Browser(people)
    table = browser.get("/").text
    said = "Under 16: Surefoot does not assess this runner"
    assert said in _row(table, "Zoe")
    assert "Not for now" not in _row(table, "Zoe")
    assert _names(table) == ["Zoe", "Abe"]
    page = browser.get(f"/r/{child}").text
    assert said in page[page.index("<tbody>") :]
    assert "Someone has to be seen" not in page


@pytest.mark.parametrize(
    ("kind", "words"),
    [("referral", "See someone before the next check-in"), ("child", "Under 16")],
)
def test_a_check_in_is_kindly_refused_where_no_plan_is_shown(
    people: People, kind: str, words: str
) -> None:
    runner, browser = people.add("Ann", kind), Browser(people)
    address = f"/r/{runner}/checkin"
    for page in (browser.get(address), browser.post(address, {"week.taking_part": "full"})):
        assert page.status_code == 200
        assert words in page.text
        assert "<fieldset" not in page.text
    assert len(people.results(runner)) == 1


@pytest.mark.parametrize("kind", ["hold", "sore"])
def test_an_open_referral_stands_before_the_result_of_a_check_in(people: People, kind: str) -> None:
    runner = people.add("Ann", kind)
    add_check_in(people.store, runner, MILD)
    page = words_of(Browser(people).get(f"/r/{runner}/checked-in").text)
    assert "Look after it yourself" not in page
    assert page.index("from the last interview") < page.index("Trouble this week")
    assert "The calendar file" in page


def test_the_calendar_is_named_only_where_there_is_one(people: People) -> None:
    runner = people.add("Ann")
    add_check_in(people.store, runner, NONE)
    assert "The calendar file" not in Browser(people).get(f"/r/{runner}/checked-in").text
