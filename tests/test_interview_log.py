"""The log of an interview: nothing is lost, and everything follows from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.answers import read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.vocabulary import Answer
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.log import Act, Entry, replay
from surefoot.intake.interview.proof import Depth, Stage

from .support.interviews import REAL, TINY, answered, asked_to_the_end, some_texts
from .support.population import runners

BASE = TINY.assessor.knowledge
STEPS = ["answer", "answer", "answer", "back", "keep", "later", "undo", "reopen", "go_on"]


def _stepped(interview: Interview, step: str, data: st.DataObject) -> Interview:
    """The interview after one step of a kind; the same where it cannot be taken."""
    question = interview.question
    match step:
        case "back":
            return interview.back() or interview
        case "keep":
            return interview.keep()
        case "go_on":
            return interview.go_on()
        case "undo":
            places = [at for at, one in enumerate(interview.log) if one.act is Act.ANSWER]
            return interview.undo(data.draw(st.sampled_from(places))) if places else interview
        case "reopen":
            listed = [one for one, _ in interview.now.answered()]
            return interview.reopen(data.draw(st.sampled_from(listed))) if listed else interview
        case "later" if question is not None:
            return interview.later(question)
        case "answer" if question is not None:
            return answered(interview, question.id, data.draw(some_texts(question)))
        case _:
            return interview


@settings(deadline=None)
@given(depth=st.sampled_from(Depth), data=st.data())
def test_whatever_is_done_the_log_alone_says_what_is_asked_next(
    depth: Depth, data: st.DataObject
) -> None:
    interview = start_interview(TINY, depth=depth)
    for _ in range(data.draw(st.integers(0, 25))):
        before = interview.log
        interview = _stepped(interview, data.draw(st.sampled_from(STEPS)), data)
        assert interview.log[: len(before)] == before
        again = start_interview(TINY, log=interview.log, depth=depth)
        assert again.answers == interview.answers
        assert list(again.answers) == list(interview.answers)
        assert (again.put_off, again.went_on) == (interview.put_off, interview.went_on)
        assert again.question == interview.next_question()
        assert again.about_left() == interview.about_left()
        assert (again.about_left() == 0) == (again.question is None)


@pytest.mark.parametrize("number", range(2))
@settings(deadline=None, max_examples=3)
@given(data=st.data())
def test_the_same_of_the_real_base(number: int, data: st.DataObject) -> None:
    truth = runners(4, 11)[number]
    interview = start_interview(REAL, log=asked_to_the_end(start_interview(REAL), truth).log[:30])
    for _ in range(6):
        interview = _stepped(interview, data.draw(st.sampled_from(STEPS)), data)
    again = start_interview(REAL, log=interview.log)
    assert (again.answers, again.put_off) == (interview.answers, interview.put_off)
    assert again.question == interview.next_question()


def _some() -> Interview:
    interview = start_interview(TINY, depth=Depth.ALL)
    for name, text in (
        ("plant.age", "20"), ("safety.eaten", "no"), ("symptom.sites", "none"),
        ("water.signs", "standing"), ("water.drains", "no"), ("light.hours", "5"),
    ):  # fmt: skip
        interview = answered(interview, name, text)
    return interview


def test_undo_takes_one_answer_back_and_keeps_what_came_later() -> None:
    undone = _some().undo(1)
    assert "safety.eaten" not in undone.answers
    assert undone.answers["light.hours"].value == 5
    assert undone.question is not None
    assert undone.question.id == "safety.eaten"
    assert len(undone.log) == 7


def test_undoing_a_change_brings_the_answer_before_back() -> None:
    changed = answered(_some(), "light.hours", "9")
    assert changed.undo(6).answers["light.hours"].value == 5
    assert changed.undo(6).undo(7).answers["light.hours"].value == 9


def test_undoing_an_answer_that_was_changed_since_changes_nothing() -> None:
    changed = answered(_some(), "light.hours", "9")
    assert changed.undo(5) is changed
    undone = changed.undo(6)
    assert undone.answers["light.hours"].value == 5
    assert undone.undo(5) is undone
    assert undone.undo(6) is undone


def test_an_answer_behind_a_gate_comes_back_when_undo_opens_it() -> None:
    closed = answered(_some(), "water.signs", "none")
    assert not closed.now.applies("water.drains")
    opened = closed.undo(6)
    assert opened.now.applies("water.drains")
    assert opened.answers["water.drains"].value == "no"


def test_only_answers_can_be_undone() -> None:
    put_off = start_interview(TINY).later(BASE.questions["plant.age"])
    with pytest.raises(ValueError, match="later"):
        put_off.undo(0)
    with pytest.raises(IndexError):
        put_off.undo(1)


def test_what_is_put_off_comes_last_and_is_left_open_the_second_time() -> None:
    interview = start_interview(TINY, depth=Depth.ALL)
    interview = interview.later(BASE.questions["plant.age"])
    truth = {**_some().answers}
    asked = []
    while (question := interview.question) is not None and question.id != "plant.age":
        asked.append(question.id)
        interview = interview.with_answer(
            question, truth.get(question.id) or _declined(question.id)
        )
    assert len(asked) > 4
    assert question == BASE.questions["plant.age"]
    done = interview.later(BASE.questions["plant.age"])
    assert done.question is None
    assert done.put_off == {"plant.age": 2}
    assert done.about_left() == 0


def _declined(name: str) -> Answer:
    return answered(start_interview(TINY), name, "prefer not to say").answers[name]


def test_an_answer_forgets_that_its_question_was_put_off() -> None:
    age = BASE.questions["plant.age"]
    interview = start_interview(TINY).later(age)
    interview = answered(interview, "plant.age", "20")
    assert interview.later(age).put_off == {}
    assert interview.undo(1).put_off == {}


def test_four_states_of_an_answer_are_kept_apart() -> None:
    interview = answered(start_interview(TINY), "plant.age", "unknown")
    interview = answered(interview, "light.hours", "prefer not to say")
    interview = answered(interview, "water.days_between", "7")
    found = replay(interview.log, BASE).answers
    assert [one.state for one in found.values()] == ["dont_know", "declined", "given"]
    assert "water.signs" not in found


def test_going_on_is_in_the_log() -> None:
    interview = start_interview(TINY, depth=Depth.QUICK)
    while interview.question is not None:
        interview = answered(interview, interview.question.id, "prefer not to say")
    assert interview.offer is not None
    on = interview.go_on()
    assert on.log[-1] == Entry(Act.GO_ON, on.log[-1].question)
    again = start_interview(TINY, log=on.log, depth=Depth.QUICK)
    assert again.target is on.target
    assert again.target is not Depth.QUICK
    assert again.offer is None or again.offer.stage is Stage.RESULT


def test_an_answer_under_an_id_of_before_counts_and_can_be_undone() -> None:
    knowledge = replace(BASE, former_questions={"plant.years": "plant.age"})
    log = (Entry(Act.ANSWER, "plant.years", "20"), Entry(Act.ANSWER, "plant.age", "30"))
    assert replay(log, knowledge).answers["plant.age"].value == 30
    assert replay(log[:1], knowledge).answers["plant.age"].value == 20


@pytest.mark.parametrize("number", range(4))
def test_a_file_of_the_answers_gives_them_back(number: int, tmp_path: Path) -> None:
    knowledge = REAL.assessor.knowledge
    told = start_interview(REAL, runners(4, 12)[number])
    path = tmp_path / "answers.yaml"
    path.write_text(format_answers(told.answers, "Answers"), encoding="utf-8")
    read = start_interview(REAL, read_answers(path, knowledge).answers)
    said = {one.question: one.said for one in told.log}
    assert {one.question: one.said for one in read.log} == said
    assert read.question == told.question
