"""The pages around the interview: home, a coach's table, a runner's page, comparing, forgetting."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from .support.sample_runners import NASTY_NAME, assessor, diagnosis
from .support.web_people import Browser, People, any_of, make_people, words_of

if TYPE_CHECKING:
    from pathlib import Path

PILLARS = [one.title for one in assessor().knowledge.pillars.values()]


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A coach's store."""
    return make_people(tmp_path)


def test_a_new_store_welcomes_and_offers_to_start(tmp_path: Path) -> None:
    page = Browser(make_people(tmp_path, is_coach=False)).get("/")
    assert page.status_code == 200
    assert 'href="/start"' in page.text
    assert "Welcome" in page.text


def test_home_says_what_can_be_done_next(tmp_path: Path) -> None:
    people = make_people(tmp_path, is_coach=False)
    done = people.add("Ann", "weak")
    going = people.begin(people.add("Ben"), diagnosis("empty").answers)
    page = Browser(people).get("/").text
    (result,) = people.results(done)
    assert f'href="/i/{result}/result"' in page
    assert f'href="/r/{done}/checkin"' in page
    assert f'name="before" value="{result}"' in page
    assert f'href="/i/{going}"' in page
    assert "/fast" not in page
    assert "/receive" not in page


def test_who_must_be_seen_stands_first_in_a_coachs_table(people: People) -> None:
    for name, kind in (("Dan", "solid"), ("Cem", "hold"), ("Abe", "weak"), ("Zoe", "ambulance")):
        people.add(name, kind)
    table = Browser(people).get("/").text
    names = re.findall(r'<th scope="row"><a[^>]*><bdi>(\w+)', table)
    assert names == ["Zoe", "Cem", "Abe", "Dan"]
    assert "Ambulance, now" in table


def test_an_answer_in_an_unfinished_interview_can_be_the_most_urgent(people: People) -> None:
    people.add("Ann", "referral")
    going = people.add("Ben", "solid")
    people.begin(going, diagnosis("ambulance").answers)
    names = re.findall(r'<th scope="row"><a[^>]*><bdi>(\w+)', Browser(people).get("/").text)
    assert names == ["Ben", "Ann"]


def test_the_table_follows_a_changed_answer(people: People) -> None:
    runner, browser = people.add("Ann", "solid"), Browser(people)
    assert "Ambulance" not in browser.get("/").text
    (name,) = people.results(runner)
    before = people.service.interview(name)
    question = people.service.knowledge.questions["safety.heart"]
    after = before.answer(question, "chest_pain_now", "web")
    assert not hasattr(after, "message")
    people.service.keep(name, before, after)
    assert "Ambulance, now" in browser.get("/").text


@pytest.mark.parametrize("kind", ["ambulance", "referral", "child"])
def test_nothing_of_pillars_plan_or_check_in_where_no_plan_is_shown(
    people: People, kind: str
) -> None:
    runner = people.add("Ann", "weak", kind)
    browser = Browser(people)
    for address in ("/", f"/r/{runner}"):
        words = words_of(browser.get(address).text)
        assert any_of(PILLARS, words) == []
        assert "Next check-in:" not in words
    assert "<svg" not in browser.get(f"/r/{runner}").text


def test_history_has_a_dot_for_each_result_and_a_table_with_the_numbers(people: People) -> None:
    runner = people.add("Ann", "weak", "weak", "solid")
    page = Browser(people).get(f"/r/{runner}").text
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert [one.count('fill="#ffffff" stroke="#123c4a"') for one in pictures] == [8 + 2, 8 + 2]
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == [
        "23 November 2026", "26 October 2026", "28 September 2026",
    ]  # fmt: skip
    for title in PILLARS:
        assert len(re.findall(f'data-label="{title}"', page)) == 3


def test_a_referral_among_results_is_no_dot(people: People) -> None:
    runner = people.add("Ann", "weak", "ambulance", "weak")
    page = Browser(people).get(f"/r/{runner}").text
    assert "not shown on 26 October 2026" in page
    assert page.count(">not shown</td>") >= len(PILLARS)


def test_two_results_are_compared_the_earlier_first(people: People) -> None:
    runner = people.add("Ann", "solid", "weak")
    new, old = people.results(runner)
    browser = Browser(people)
    page = browser.get(f"/compare?old={old}&new={new}")
    assert page.status_code == 200
    assert "An interview kept on this computer" in page.text
    assert "A file of answers" not in page.text
    turned = browser.get(f"/compare?old={new}&new={old}")
    assert turned.data == page.data
    file = browser.get(f"/compare?old={old}&new={new}&file=pdf")
    assert file.data.startswith(b"%PDF")


def test_results_of_two_people_are_not_compared(people: People) -> None:
    (one,), (other,) = (people.results(people.add(name, "weak")) for name in ("Ann", "Ben"))
    browser = Browser(people)
    assert browser.get(f"/compare?old={one}&new={other}").status_code == 404
    assert browser.get(f"/compare?old={one}&new={one}").status_code == 404
    assert browser.get("/compare?old=&new=").status_code == 404


def test_forgetting_needs_the_tick_and_then_leaves_nothing(people: People) -> None:
    runner, other = people.add("Ann Oneofakind", "weak"), people.add("Ben", "solid")
    browser = Browser(people)
    (result,) = people.results(runner)
    browser.get(f"/i/{result}/result")
    address = f"/r/{runner}/forget"
    assert "Ann Oneofakind" in browser.get(address).text
    again = browser.follow(browser.post(address, {"sure": other}))
    assert "Tick the box" in again.text
    assert "Ann" in browser.get("/").text
    assert "Ann" not in browser.follow(browser.post(address, {"sure": runner})).text
    for gone in (f"/r/{runner}", f"/i/{result}/result", address):
        assert browser.get(gone).status_code == 404
    raw = b"".join(one.read_bytes() for one in people.store.path.parent.iterdir())
    assert b"Oneofakind" not in raw


def test_a_name_like_markup_is_shown_as_typed(people: People) -> None:
    answers = dict(diagnosis("weak", NASTY_NAME).answers)
    runner = people.add(NASTY_NAME)
    for _ in range(2):
        people.store.finish(people.begin(runner, answers), people.service.today())
    browser = Browser(people)
    new, old = people.results(runner)
    pages = ("/", f"/r/{runner}", f"/r/{runner}/forget", f"/r/{runner}/fast", f"/i/{new}/result",
             f"/compare?old={old}&new={new}", f"/receive?runner={runner}")  # fmt: skip
    for address in pages:
        page = browser.get(address).text
        assert NASTY_NAME not in page, address
        assert "<b>&" not in page, address
        assert "#panic(" in html.unescape(page), address


def test_there_is_no_page_of_nobody(people: People) -> None:
    browser = Browser(people)
    gone = ("/r/x", "/r/x/forget", "/r/x/fast", "/r/x/export", "/i/x/result", "/i/x/report.pdf",
            "/receive?runner=x")  # fmt: skip
    for address in gone:
        assert browser.get(address).status_code == 404, address


def test_an_interview_of_another_base_is_left_alone(people: People) -> None:
    runner = people.add("Ann", "weak")
    people.store.start(runner, base="Other base", knowledge="0" * 16, depth=people.service.stored(
        people.results(runner)[0]).depth)  # fmt: skip
    page = Browser(people).get(f"/r/{runner}")
    assert page.status_code == 200
    assert "Other base" not in page.text


def test_assessing_again_begins_from_the_last_answers(people: People) -> None:
    runner, browser = people.add("Ann", "weak", "solid"), Browser(people)
    last, first = people.results(runner)
    form = browser.get(f"/r/{runner}").text
    assert f'name="before" value="{last}"' in form
    led = browser.post("/start", {"runner": runner, "before": last, "depth": "full"})
    (new,) = set(people.results(runner)) - {last, first}
    assert led.headers["Location"].startswith(f"/i/{new}")
    assert people.service.stored(new).before == last
    page = browser.get(f"/r/{runner}").text
    assert f'href="/i/{new}"' in page
    assert 'action="/start"' not in page


def test_check_ins_stand_on_the_page_of_a_runner(people: People) -> None:
    runner, browser = people.add("Ann", "weak"), Browser(people)
    assert "checked-in" not in browser.get(f"/r/{runner}").text
    form = browser.get(f"/r/{runner}/checkin").text
    chosen = dict(re.findall(r'type="radio"[^>]*name="([^"]+)"[^>]*value="([^"]+)"', form))
    assert browser.post(f"/r/{runner}/checkin", chosen).status_code == 303
    page = browser.get(f"/r/{runner}").text
    assert f'href="/r/{runner}/checked-in"' in page
    assert len(re.findall(r'<th scope="row">', page)) == 1
    assert "30 Nov" in browser.get("/").text
