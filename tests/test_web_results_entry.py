"""A coach's fast entry on one page, and taking in files."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest

from surefoot.engine.answers_text import format_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.result import result as result_data
from surefoot.intake.interview.log import Act
from surefoot.intake.web.results import diagnosis_of

from .support.sample_runners import assessor, diagnosis
from .support.web_people import Browser, People, make_people

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.vocabulary import Answers


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A coach's store."""
    return make_people(tmp_path)


def _fields(page: str) -> set[str]:
    return set(re.findall(r'name="([a-z_]+\.[a-z0-9_.]+)"', page))


def _seen(page: str) -> dict[str, Any]:
    return dict(re.findall(r'type="hidden" name="(interview|seen)" value="(\w*)"', page))


def _form(answers: Answers) -> dict[str, Any]:
    return {
        name: sorted(one.value) if isinstance(one.value, frozenset) else one.entered
        for name, one in answers.items()
    }


def test_a_runner_entered_on_one_page_gets_the_result_of_the_file(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    answers = diagnosis("sore").answers
    page = browser.get(f"/r/{runner}/fast").text
    assert not [one for one in _fields(page) if one.startswith("symptom.shin.")]
    for _ in range(4):
        given = {name: one for name, one in _form(answers).items() if name in _fields(page)}
        led = browser.post(f"/r/{runner}/fast", {**_seen(page), **given})
        if led.headers["Location"].endswith("/check"):
            break
        page = browser.follow(led).text
        assert "apply now" in page
    (name,) = people.results(runner)
    assert led.headers["Location"] == f"/i/{name}/check"
    people.store.finish(name, people.service.today())
    made = result_data(diagnosis_of(people.service, people.service.stored(name)))
    expected = result_data(diagnose(assessor(), answers, people.service.today()))
    typed = {name: one["entered"] for name, one in made.pop("runner").items()}
    assert typed == {name: one["entered"] for name, one in expected.pop("runner").items()}
    assert made == expected
    assert {one.source for one in people.store.log(name)} == {"web"}
    assert len(people.store.log(name)) == len(answers)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    page = browser.get(f"/r/{runner}/fast").text
    form = {"runner.age": "old", "recovery.sleep_hours": "77", "runner.sex": "female",
            "safety.general": ["none", "dark_urine"]}  # fmt: skip
    again = browser.follow(browser.post(f"/r/{runner}/fast", {**_seen(page), **form})).text
    summary = again[again.index('class="faults"') : again.index("</div>")]
    assert len(re.findall(r'<a href="#', summary)) == 3
    assert 'value="old"' in again
    assert 'value="77"' in again
    assert again.count("checked>") == 2
    assert re.search(r'value="female" selected', again)
    (name,) = people.results(runner)
    assert [one.question for one in people.store.log(name)] == ["runner.sex"]


def test_a_blank_field_takes_an_answer_back_and_an_untouched_one_stays(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    name = people.begin(runner, diagnosis("solid").answers)
    page = browser.get(f"/r/{runner}/fast").text
    form = {**_form(diagnosis("solid").answers), "recovery.sleep_hours": ""}
    browser.post(f"/r/{runner}/fast", {**_seen(page), **form})
    added = people.store.log(name)[len(diagnosis("solid").answers) :]
    assert [(one.act, one.question) for one in added] == [(Act.TAKE_BACK, "recovery.sleep_hours")]


def test_what_another_window_said_meanwhile_stays(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    name = people.begin(runner, {})
    old = browser.get(f"/r/{runner}/fast").text
    other = {**_seen(old), "runner.age": "44", "runner.sex": "male"}
    browser.post(f"/r/{runner}/fast", other)
    browser.post(f"/r/{runner}/fast", {**_seen(old), "runner.sex": "female"})
    answers = people.service.interview(name).answers
    assert answers["runner.age"].value == 44
    assert answers["runner.sex"].value == "female"


def test_a_form_sent_twice_makes_one_interview(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    page = browser.get(f"/r/{runner}/fast").text
    form = {**_seen(page), "runner.age": "44", "symptom.sites": ["shin", "knee_front"]}
    for _ in range(2):
        assert browser.post(f"/r/{runner}/fast", form).status_code == 303
    (name,) = people.results(runner)
    assert len(people.store.log(name)) == 2


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5_000, "١"])
def test_a_form_with_a_strange_count_is_taken_as_it_stands(people: People, seen: str) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    form = {"interview": "", "seen": seen, "runner.age": "44"}
    assert browser.post(f"/r/{runner}/fast", form).status_code == 303
    (name,) = people.results(runner)
    assert [one.question for one in people.store.log(name)] == ["runner.age"]


def test_a_warning_sign_comes_before_the_rest_of_the_form(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    page = browser.get(f"/r/{runner}/fast").text
    form = {**_seen(page), "safety.heart": ["chest_pain_now"], "runner.age": "old"}
    led = browser.post(f"/r/{runner}/fast", form)
    (name,) = people.results(runner)
    assert led.headers["Location"] == f"/i/{name}/see-someone"


def test_a_form_with_every_place_stays_within_the_limits(people: People) -> None:
    runner, browser = people.add("Ann"), Browser(people)
    sites = sorted(assessor().knowledge.sites)
    page = browser.get(f"/r/{runner}/fast").text
    led = browser.post(f"/r/{runner}/fast", {**_seen(page), "symptom.sites": sites})
    page = browser.follow(led).text
    ticks = re.findall(r'type="checkbox" id="[^"]*" name="([^"]*)" value="([^"]*)"', page)
    fields = [name for name in _fields(page) if name not in dict(ticks)]
    assert len(fields) + len(ticks) < 1_000
    form: dict[str, Any] = dict.fromkeys(fields, "prefer not to say")
    form |= {name: [word for of, word in ticks if of == name] for name, _ in ticks}
    answered = browser.post(f"/r/{runner}/fast", {**_seen(page), **form, "symptom.sites": sites})
    assert answered.status_code == 303
    (name,) = people.results(runner)
    assert len(people.store.log(name)) > 300


def test_the_form_of_somebody_else_is_not_shown(people: People) -> None:
    runner, other = people.add("Ann"), people.add("Ben")
    name, browser = people.begin(other, {}), Browser(people)
    assert browser.get(f"/r/{runner}/fast?i={name}").status_code == 404
    sent = browser.post(f"/r/{runner}/fast", {"interview": name, "seen": "0", "runner.age": "44"})
    assert sent.status_code == 404
    assert people.store.log(name) == ()


def test_fast_entry_and_taking_in_are_for_coaches(tmp_path: Path) -> None:
    people = make_people(tmp_path, is_coach=False)
    runner, browser = people.add("Ann"), Browser(people)
    for address in (f"/r/{runner}/fast", "/receive"):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404
    assert people.results(runner) == []


def _upload(browser: Browser, content: bytes, **form: str) -> str:
    sent = {**form, "file": (io.BytesIO(content), "../../etc/<b>.yaml")}
    return browser.follow(browser.post("/receive", sent)).text


def test_a_file_of_answers_becomes_a_result(people: People) -> None:
    text = format_answers(diagnosis("weak").answers)
    browser = Browser(people)
    page = _upload(browser, text.encode(), name="Ann")
    assert "taken in" in page
    (runner,) = people.store.runners()
    (name,) = people.results(runner.id)
    assert runner.name == "Ann"
    assert f'href="/i/{name}/result"' in page
    assert browser.get(f"/i/{name}/result").status_code == 200
    assert "was here already" in _upload(browser, text.encode(), name="Ann")
    assert people.results(runner.id) == [name]


def test_everything_of_a_runner_goes_to_another_store(people: People, tmp_path: Path) -> None:
    runner = people.add("Ann", "weak")
    file = Browser(people).get(f"/r/{runner}/export")
    other = make_people(tmp_path / "other")
    page = _upload(Browser(other), file.data)
    assert page.count("See the report") == 1
    assert [other.store.log(one) for one in other.results(runner)] == [
        people.store.log(one) for one in people.results(runner)
    ]


def test_problems_of_a_file_are_listed_with_their_lines(people: People) -> None:
    text = b"answers:\n  runner.age: old\n  runner.agee: 4\n  recovery.sleep_hours: 99\n"
    page = _upload(Browser(people), text, name="Ann <b>")
    assert re.findall(r"<li>Line (\d)", page) == ["2", "3", "4"]
    assert "did you mean runner.age (Age)?</li>" in page.replace("&#39;", "'")
    assert "Ann &lt;b&gt;" in page
    assert people.store.runners() == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 1000,
        b"%PDF-1.7",
        b"a: &a [x, x]\nb: *a\n",
        b"[" * 20_000,
        b"{" * 20_000,
        b'{"schema": "surefoot-store-2"' + b"," * 30_000,
        b"!!python/object:os.system x",
        b"answers: 1",
        b"PK\x03\x04" + b"\xff" * 500,
    ],
)  # fmt: skip
def test_what_is_no_file_of_answers_is_refused_with_a_reason(
    people: People, content: bytes
) -> None:
    page = _upload(Browser(people), content, name="Ann")
    assert 'class="faults"' in page
    assert people.store.runners() == ()


def test_a_file_that_does_not_say_whose_it_is_asks(people: People) -> None:
    page = _upload(Browser(people), b"answers:\n  runner.age: 44\n")
    assert "Type whose answers these are" in page
