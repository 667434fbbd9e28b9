"""How an interview on the web page ends, or does not yet: see someone, check, change, go on."""

import shutil
from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import State
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.sessions import start_stored

from .support.web_pages import TINY_BASE, Visitor, make_service, reading_of
from .support.web_steps import to_check, to_question

TINY, REAL = reading_of(TINY_BASE), reading_of()


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor.of(make_service(tmp_path, TINY)).come_in()


def test_an_emergency_is_a_page_at_once_with_a_way_back_for_a_slip(visitor: Visitor) -> None:
    name = visitor.start()
    to_question(visitor, "safety.eaten").say("yes")
    assert visitor.at == f"/i/{name}/see-someone"
    assert "Go to an emergency department." in visitor.text
    for word in ("light", "water"):
        assert word not in visitor.text.lower().split()
    assert visitor.go(f"/i/{name}").at == f"/i/{name}/see-someone"
    assert visitor.go(f"/i/{name}/q/light.hours").at == f"/i/{name}/see-someone"
    visitor.go(visitor.link("slip"))
    assert visitor.question == "safety.eaten"
    visitor.say("no")
    assert visitor.question
    assert visitor.go(f"/i/{name}/see-someone").question


def test_a_limit_ends_the_interview(visitor: Visitor) -> None:
    name = visitor.start()
    to_question(visitor, "plant.age").say("0.5")
    assert visitor.at == f"/i/{name}/see-someone"
    assert "Ask a gardener" in visitor.text
    assert "emergency" not in visitor.text


def test_a_changed_answer_comes_back_to_the_check(visitor: Visitor) -> None:
    name = visitor.start()
    to_check(visitor)
    visitor.go(visitor.link("Change : Age"))
    assert visitor.link("Back").startswith(f"/i/{name}/check")
    visitor.say("30")
    assert visitor.at == f"/i/{name}/check"
    assert "30 months" in visitor.text


def test_what_a_changed_answer_needs_is_asked_before_the_check(visitor: Visitor) -> None:
    name = visitor.start()
    to_check(visitor)
    visitor.go(visitor.link("Where it suffers")).say("stem")
    asked = []
    while visitor.question:
        asked.append(visitor.question)
        visitor.say("yes" if visitor.question.endswith("soft") else "3")
    assert "symptom.stem.soft" in asked
    assert visitor.at == f"/i/{name}/check"


def test_a_wrong_change_still_comes_back_to_the_check(visitor: Visitor) -> None:
    name = visitor.start()
    to_check(visitor)
    visitor.go(visitor.link("Change : Age")).say("old")
    assert visitor.title.startswith("Error")
    visitor.say("30")
    assert visitor.at == f"/i/{name}/check"


def test_answers_can_be_looked_at_on_the_way(visitor: Visitor) -> None:
    name = visitor.start()
    asked = to_question(visitor, "water.days_between").question
    visitor.go(visitor.link("so far"))
    assert "What we think so far" in visitor.text
    visitor.go(visitor.link("See all my answers"))
    visitor.go(visitor.link("Change : Age")).say("31")
    assert visitor.at == f"/i/{name}/check"
    assert visitor.go(visitor.link("Continue")).question == asked


def test_answers_that_do_not_fit_are_asked_again_once(tmp_path: Path) -> None:
    person = SHIPPED / "runners" / "answers-that-clash.yaml"
    said = read_answers(person, REAL.assessor.knowledge).answers
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    visitor.start()
    for _ in range(100):
        if "clash=" in visitor.at or not visitor.question:
            break
        answer = said.get(visitor.question)
        if answer is None or answer.state is not State.GIVEN:
            visitor.press("decline")
        else:
            visitor.say(*answer.entered.split(", "))
    (clash, *_) = visitor.stored().now.clashes
    assert clash.contradiction.title in visitor.text
    again = visitor.question
    assert again == clash.questions[-1].id
    assert visitor.link("Back").startswith(
        f"/i/{visitor.interview}/q/{clash.questions[-2].id}?clash="
    )
    visitor.say(*said[again].entered.split(", "))
    assert visitor.question != again
    assert clash.contradiction.title in visitor.go(f"/i/{visitor.interview}/check").text


def test_an_early_finish_has_its_proof_and_can_be_turned_down(tmp_path: Path) -> None:
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    name = visitor.start("quick")
    for _ in range(80):
        if visitor.at.endswith("/enough"):
            break
        word = next((one for one in ("none", "no") if f'value="{one}"' in visitor.main), "")
        visitor.say(word) if word else visitor.press("decline")
    assert visitor.at == f"/i/{name}/enough"
    assert "You left out: " in visitor.text
    assert "So we cannot tell whether to see someone first." in visitor.text
    check = visitor.link("Check my answers")
    visitor.post(visitor.at)
    assert not visitor.at.endswith("/enough")
    assert visitor.stored(name).went_on
    assert visitor.go(check).status == 200


def test_answers_of_last_time_are_confirmed_with_one_press(visitor: Visitor) -> None:
    first = visitor.start()
    to_check(visitor)
    visitor.post(f"/i/{first}/finish")
    runner = visitor.service.stored(first).runner
    visitor.go(f"/start?runner={runner}&before={first}")
    second = visitor.start(runner=runner, before=first)
    assert second != first
    assert visitor.service.stored(second).runner == runner
    asked = visitor.question
    assert "Last time" in visitor.text
    visitor.press("same")
    answers = visitor.stored(second).answers
    assert answers[asked].source == "before"
    assert answers[asked].value == visitor.stored(first).answers[asked].value


def test_a_press_without_an_answer_of_last_time_is_no_answer(visitor: Visitor) -> None:
    visitor.start()
    visitor.press("same")
    assert visitor.title.startswith("Error: ")
    assert visitor.stored().answers == {}


def test_an_interview_of_the_terminal_goes_on_here(visitor: Visitor) -> None:
    store = visitor.service.store
    runner = store.add_runner("Ann")
    begun = start_stored(store, runner.id, TINY.assessor.knowledge, Depth.FULL)
    visitor.go(f"/i/{begun.id}").agree()
    assert visitor.question
    to_check(visitor)


def _in_another_base(visitor: Visitor, folder: Path, *changes: tuple[str, str]) -> Visitor:
    """Somebody who comes with the same store, when the base has changed."""
    shutil.copytree(TINY_BASE, folder)
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    service = make_service(visitor.service.store.path.parent, reading_of(folder))
    return Visitor.of(service).come_in()


def test_what_changed_in_the_questions_is_said_before_going_on(
    visitor: Visitor, tmp_path: Path
) -> None:
    name = visitor.start()
    to_question(visitor, "water.days_between")
    later = _in_another_base(
        visitor, tmp_path / "new",
        ("ask: How old is the plant?", "ask: How many months old is it?"),
        ("0 to 600 months", "0 to 700 months"),
    )  # fmt: skip
    later.go("/")
    later.go(later.link("Go on"))
    assert later.at == f"/i/{name}/changed"
    assert "Age" in later.text
    later.go(later.link("Continue"))
    assert later.question == "water.days_between"
    later.say("7")
    later.go("/")
    assert later.go(later.link("Go on")).at != f"/i/{name}/changed"


def test_a_list_that_has_grown_is_asked_again_until_it_is_answered(
    visitor: Visitor, tmp_path: Path
) -> None:
    name = visitor.start()
    to_check(visitor)
    later = _in_another_base(
        visitor, tmp_path / "new", ("gnats: Small flies", "moss: Moss\n      gnats: Small flies")
    )
    later.go(f"/i/{name}")
    assert "that you have not seen, so we ask again" in later.text
    later.go(later.link("Continue"))
    assert later.question == "water.signs"
    later.say("none")
    assert later.at == f"/i/{name}/check"


def test_an_emergency_is_not_withdrawn_by_leaving_the_question_out(visitor: Visitor) -> None:
    name = visitor.start()
    to_question(visitor, "safety.eaten").say("yes")
    visitor.go(visitor.link("An answer was a slip"))
    visitor.press("decline")
    assert "A moment ago you marked a sign that needs help at once." in visitor.text
    assert "Go to an emergency department." in visitor.text
    assert visitor.go(f"/i/{name}").at == f"/i/{name}/see-someone"


def test_what_was_left_out_of_safety_can_be_answered_from_so_far(tmp_path: Path) -> None:
    visitor = Visitor.of(make_service(tmp_path, REAL)).come_in()
    name = visitor.start("quick")
    visitor.go(f"/i/{name}/q/safety.heart?agreed=1").press("decline")
    visitor.go(f"/i/{name}/so-far")
    assert "So we cannot tell whether to see someone first." in visitor.text
    assert visitor.go(visitor.link("Answer it now")).question == "safety.heart"
