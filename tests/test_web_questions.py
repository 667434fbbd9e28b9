"""Whole interviews on the web page: forward, back, in two tabs, wrong, put off and to the end."""

from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import State
from surefoot.intake.store.forgetting import forget

from .support.web_pages import TINY_BASE, Visitor, make_service, reading_of
from .support.web_steps import WELL, to_check, to_question

TINY, REAL = reading_of(TINY_BASE), reading_of()


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor.of(make_service(tmp_path, TINY)).come_in()


@pytest.mark.parametrize("depth", ["quick", "full"])
@pytest.mark.parametrize(
    "person",
    [
        "example", "answers-that-clash", "chest-tightness-on-effort", "fourteen-years-old",
        "knee-and-achilles-at-once", "knows-nothing-of-it", "miles-and-pounds",
    ],
)  # fmt: skip
def test_a_whole_person_is_interviewed_to_a_result(tmp_path: Path, person: str, depth: str) -> None:
    said = read_answers(SHIPPED / "runners" / f"{person}.yaml", REAL.assessor.knowledge).answers
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    visitor.start(depth)
    for _ in range(150):
        if not visitor.question:
            break
        answer = said.get(visitor.question)
        if answer is None or answer.state is State.DONT_KNOW:
            visitor.press("unknown" if 'value="unknown"' in visitor.page else "decline")
        elif answer.state is State.DECLINED:
            visitor.press("decline")
        else:
            visitor.say(*answer.entered.split(", "))
        assert visitor.status == 200
        if visitor.at.endswith("/enough"):
            visitor.post(visitor.at) if depth == "full" else visitor.go(
                visitor.link("Check my answers")
            )
    interview = visitor.stored()
    for name, answer in interview.answers.items():
        if name in said:
            assert (
                answer.value == pytest.approx(said[name].value)
                if isinstance(answer.value, float)
                else answer.value == said[name].value
            ), name
    assert visitor.at.rpartition("/")[2] == ("see-someone" if interview.now.is_over else "check")
    if not interview.now.is_over:
        stage = interview.now.standing.settled
        assert stage if depth == "full" else stage[:1] == ("headline",)
    visitor.post(f"/i/{visitor.interview}/finish")
    assert visitor.status == 200
    assert visitor.at.endswith("/result")


def test_every_answer_is_on_disk_before_the_next_page(visitor: Visitor) -> None:
    visitor.start()
    for count in range(1, 5):
        asked = visitor.question
        visitor.say(*WELL[asked].split(", "))
        assert list(visitor.stored().answers)[count - 1] == asked


def test_the_name_of_the_start_is_not_asked_again(tmp_path: Path) -> None:
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    visitor.start("full", name="  Zoë \x00 Żółć  ")
    (runner,) = visitor.service.store.runners()
    assert runner.name == "Zoë Żółć"
    assert visitor.stored().answers["runner.name"].value == "Zoë Żółć"


def test_an_interview_needs_a_way_and_a_name_that_fits(visitor: Visitor) -> None:
    visitor.post("/start", {"name": "x" * 141})
    assert visitor.title.startswith("Error: ")
    assert "x" * 141 in visitor.page
    assert visitor.service.store.runners() == ()


def test_nothing_is_asked_before_who_is_asked_agrees(tmp_path: Path) -> None:
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    visitor.post("/start", {"depth": "full"})
    asked = 0
    while "agreed=1" not in visitor.page:
        visitor.post(visitor.action, {"do": "unknown"})
        asked += 1
        assert asked < 10
    assert "<form" not in visitor.main
    visitor.agree()
    assert "<form" in visitor.main
    visitor.say("none")
    assert "agreed=1" not in visitor.page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("old", "not a number"),
        ("", "Enter an answer"),
        ("700", "cannot be 700"),
        ("12 cats", "not a number"),
        ("1,500", "two ways"),
    ],
)
def test_a_wrong_number_is_shown_again_with_what_is_wrong(
    visitor: Visitor, typed: str, said: str
) -> None:
    visitor.start()
    to_question(visitor, "plant.age").say(typed)
    assert visitor.question == "plant.age"
    assert visitor.title.startswith("Error: ")
    assert said in visitor.text
    assert f'value="{typed}"' in visitor.main
    assert "plant.age" not in visitor.stored().answers
    again = visitor.go(visitor.at)
    assert again.title.startswith("Error: ")
    visitor.say("20")
    assert visitor.stored().answers["plant.age"].value == 20


@pytest.mark.parametrize(
    ("typed", "unit", "value", "shown"),
    [
        ("20", "km", 20, "20 km"),
        ("20", "mi", 32.18688, "20 mi"),
        ("20,5", "km", 20.5, "20.5 km"),
        ("1 000", "km", 1000, "1000 km"),
        ("20 mi", "km", 32.18688, "20 mi"),
        ("20 km", "mi", 20, "20 km"),
        (" 20 ", "parsec", 20, "20 km"),
    ],
)
def test_a_number_takes_the_unit_beside_it_unless_it_says_its_own(
    visitor: Visitor, typed: str, unit: str, value: float, shown: str
) -> None:
    visitor.start()
    to_question(visitor, "plant.moved_km").say(typed, unit=unit)
    found = visitor.stored().answers["plant.moved_km"]
    assert found.value == pytest.approx(value)
    assert found.shown == shown
    visitor.go(f"/i/{visitor.interview}/q/plant.moved_km")
    first = shown.partition(" ")[2]
    assert f'<option value="{first}" selected>' in visitor.main
    assert f'value="{shown.partition(" ")[0]}"' in visitor.main


def test_the_unit_of_a_wrong_number_is_kept(visitor: Visitor) -> None:
    visitor.start()
    to_question(visitor, "plant.moved_km").say("far", unit="mi")
    assert '<option value="mi" selected>' in visitor.main


def test_the_units_that_were_chosen_come_first(visitor: Visitor) -> None:
    visitor.start()
    to_question(visitor, "plant.moved_km")
    assert '<option value="km" selected>' in visitor.main
    visitor.post("/units", {"units": "imperial", "address": visitor.at})
    assert '<option value="mi" selected>' in visitor.main


def test_what_stands_alone_is_refused_with_others_and_stays_ticked(visitor: Visitor) -> None:
    visitor.start()
    to_question(visitor, "water.signs").say("none", "smell")
    assert "Take one of them away" in visitor.text
    assert visitor.main.count(" checked") == 2
    visitor.say()
    assert "Choose one or more" in visitor.text


@pytest.mark.parametrize("word", ["poison", "<b>", "not_sure, no"])
def test_a_choice_that_there_is_not_is_no_answer(visitor: Visitor, word: str) -> None:
    visitor.start()
    to_question(visitor, "safety.eaten").say(word)
    assert visitor.title.startswith("Error: ")
    assert "safety.eaten" not in visitor.stored().answers


def test_not_known_and_not_said_are_kept_apart(visitor: Visitor) -> None:
    visitor.start()
    to_question(visitor, "plant.age").press("unknown")
    to_question(visitor, "water.days_between").press("decline")
    answers = visitor.stored().answers
    assert answers["plant.age"].state is State.DONT_KNOW
    assert answers["water.days_between"].state is State.DECLINED


def test_what_is_put_off_comes_again_and_stands_on_the_check_page(visitor: Visitor) -> None:
    visitor.start()
    put_off = to_question(visitor, "plant.age").question
    visitor.press("later")
    assert visitor.question != put_off
    to_question(visitor, put_off).press("later")
    to_check(visitor)
    assert "Put off" in visitor.text
    visitor.go(visitor.link("Age")).say("20")
    assert "Put off" not in visitor.go(f"/i/{visitor.interview}/check").text


def test_the_back_link_leads_through_all_answers(visitor: Visitor) -> None:
    visitor.start()
    asked = []
    while visitor.question and visitor.question != "light.hours":
        asked.append(visitor.question)
        visitor.say(*WELL[asked[-1]].split(", "))
    path = []
    while 'class="back"' in visitor.main:
        visitor.go(visitor.link("Back"))
        path.append(visitor.question)
    assert path == asked[::-1]


def test_an_old_page_is_taken_for_the_question_it_names(visitor: Visitor) -> None:
    name = visitor.start()
    to_question(visitor, "water.days_between")
    visitor.post(f"/i/{name}/q/plant.age", {"do": "answer", "answer": "30"})
    assert visitor.stored(name).answers["plant.age"].value == 30
    assert visitor.question == "water.days_between"


def test_the_same_form_sent_twice_is_one_answer(visitor: Visitor) -> None:
    name = visitor.start()
    action = to_question(visitor, "plant.age").action
    for _ in range(3):
        visitor.post(action, {"do": "answer", "answer": "30"})
    said = [one.question for one in visitor.service.store.log(name)]
    assert said.count("plant.age") == 1


def test_two_tabs_lose_nothing(visitor: Visitor) -> None:
    name = visitor.start()
    other = Visitor.of(make_service(visitor.service.store.path.parent, TINY)).come_in()
    visitor.post(f"/i/{name}/q/plant.age", {"do": "answer", "answer": "30"})
    other.post(f"/i/{name}/q/safety.eaten", {"do": "answer", "answer": "no"})
    visitor.post(f"/i/{name}/q/light.hours", {"do": "answer", "answer": "5"})
    other.post(f"/i/{name}/q/plant.age", {"do": "answer", "answer": "31"})
    answers = visitor.stored(name).answers
    said = {one: answer.value for one, answer in answers.items()}
    assert said == {"safety.eaten": "no", "light.hours": 5, "plant.age": 31}


def test_another_process_that_answers_is_seen(visitor: Visitor) -> None:
    name = visitor.start()
    other = Visitor.of(make_service(visitor.service.store.path.parent, TINY)).come_in()
    to_question(other.go(f"/i/{name}"), "water.days_between")
    visitor.go(f"/i/{name}")
    assert visitor.question == "water.days_between"


def test_a_question_that_no_longer_applies_leads_on_and_keeps_what_was_said(
    visitor: Visitor,
) -> None:
    name = visitor.start()
    to_question(visitor, "water.drains", water__signs="standing, smell")
    drains = visitor.action
    visitor.post(f"/i/{name}/q/water.signs", {"do": "answer", "answer": "none"})
    visitor.post(drains, {"do": "answer", "answer": "no"})
    assert visitor.status == 200
    assert "does not apply any more" in visitor.text
    visitor.go(drains)
    assert visitor.question != "water.drains"
    visitor.post(f"/i/{name}/q/water.signs", {"do": "answer", "answer": ["standing", "smell"]})
    assert visitor.stored(name).now.applies("water.drains")
    assert visitor.stored(name).answers["water.drains"].value == "no"


@pytest.mark.parametrize(
    "address", ["/i/nobody", "/i/{}/q/nothing", "/i/nobody/check", "/start?runner=x", "/i/{}/x"]
)
def test_what_there_is_not_ends_in_a_friendly_page(visitor: Visitor, address: str) -> None:
    visitor.go(address.format(visitor.start()))
    assert visitor.status == 404
    assert "no such page" in visitor.text


def test_a_forgotten_interview_takes_no_answer(visitor: Visitor) -> None:
    visitor.start()
    action = to_question(visitor, "plant.age").action
    forget(visitor.service.store, visitor.service.store.runners())
    visitor.post(action, {"do": "answer", "answer": "30"})
    assert visitor.status == 404


def test_what_is_accepted_is_said_in_miles_where_miles_are_chosen(tmp_path: Path) -> None:
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    name = visitor.start("full")
    visitor.go(f"/i/{name}/q/training.weekly_km?agreed=1")
    assert "0 to 350 km is accepted" in visitor.text
    visitor.say("3000", unit="mi")
    assert "0 to 200 mi is accepted" in visitor.text
    assert "km is accepted" not in visitor.text


def test_an_answer_that_adds_many_questions_says_so(tmp_path: Path) -> None:
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    name = visitor.start("full")
    visitor.go(f"/i/{name}/q/symptom.sites?agreed=1").say("shin")
    assert "Your answer adds about" in visitor.text
    visitor.go(visitor.at.partition("?")[0] + "?agreed=1&more=12x")
    assert "adds about" not in visitor.text
