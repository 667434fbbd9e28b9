"""What the interview asks next follows from the answers alone."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessor
from surefoot.engine.condition import NEVER
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.units import DATE
from surefoot.engine.vocabulary import (
    Answer,
    Choice,
    Misfit,
    Number,
    Question,
    Several,
    State,
    Text,
    read_answer,
)
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.order import asking_order
from surefoot.intake.interview.proof import Depth
from surefoot.intake.typed import clean

TINY = Reading(Assessor(load_knowledge(Path(__file__).parent / "fixtures" / "tiny_knowledge")))
REAL = Reading(Assessor(load_knowledge()))
BASE = TINY.assessor.knowledge

_ALL_WELL = {
    "safety.eaten": "no", "plant.name": "Fern", "plant.age": "20", "plant.moved_km": "0",
    "symptom.sites": "none", "water.days_between": "7", "water.signs": "none", "light.hours": "5",
}  # fmt: skip


def _interview(answers: dict[str, str], reading: Reading = TINY) -> Interview:
    interview = start_interview(reading, depth=Depth.ALL)
    for name, text in answers.items():
        interview = _answered(interview, name, text)
    return interview


def _answered(interview: Interview, name: str, text: str | list[str]) -> Interview:
    found = interview.answer(interview.knowledge.questions[name], text)
    assert isinstance(found, Interview), found
    return found


def _asked(interview: Interview) -> str | None:
    return interview.question.id if interview.question else None


def _only(name: str, text: str) -> dict[str, str]:
    """All answers up to a question, with another answer to it."""
    names = list(_ALL_WELL)
    return {one: _ALL_WELL[one] for one in names[: names.index(name)]} | {name: text}


def test_questions_come_by_topic_then_as_in_the_base() -> None:
    asked, interview = [], _interview({})
    while interview.question is not None:
        asked.append(interview.question.id)
        interview = _answered(interview, asked[-1], _ALL_WELL[asked[-1]])
    assert asked == list(_ALL_WELL)


def test_sites_are_asked_one_after_the_other() -> None:
    sites = [one.id for one in asking_order(BASE) if one.topic == "symptom"]
    assert sites == [
        "symptom.sites",
        "symptom.leaves.weeks", "symptom.leaves.colour",
        "symptom.stem.weeks", "symptom.stem.soft",
        "symptom.roots.weeks", "symptom.roots.soft",
    ]  # fmt: skip


@pytest.mark.parametrize("reading", [TINY, REAL], ids=["tiny", "real"])
def test_every_question_that_can_be_asked_has_its_place(reading: Reading) -> None:
    knowledge = reading.assessor.knowledge
    can_be_asked = [one.id for one in knowledge.questions.values() if one.gate != NEVER]
    assert sorted(one.id for one in asking_order(knowledge)) == sorted(can_be_asked)


def test_a_question_written_for_one_site_is_about_that_site() -> None:
    questions = BASE.questions
    assert BASE.site_of(questions["symptom.leaves.colour"]) == "leaves"
    assert BASE.site_of(questions["symptom.sites"]) is None


def test_a_question_is_asked_once_its_gate_is_true() -> None:
    assert _asked(_interview(_only("water.signs", "standing"))) == "water.drains"
    assert _asked(_interview(_only("water.signs", "smell"))) == "light.hours"


def test_an_unknown_gate_asks_nothing() -> None:
    assert _asked(_interview(_only("water.signs", "unknown"))) == "light.hours"


@pytest.mark.parametrize("text", ["unknown", "prefer not to say"])
def test_no_answer_is_an_answer_and_not_asked_again(text: str) -> None:
    interview = _interview(_only("plant.age", text))
    assert _asked(interview) == "plant.moved_km"
    assert interview.answers["plant.age"].state is not State.GIVEN


def test_a_misfit_changes_nothing() -> None:
    interview = _interview({})
    found = interview.answer(BASE.questions["plant.age"], "old")
    assert isinstance(found, Misfit)
    assert interview.answers == {}


def test_answers_behind_a_closed_gate_are_kept_and_come_back() -> None:
    interview = _interview(_only("water.signs", "standing") | {"water.drains": "no"})
    closed = _answered(interview, "water.signs", "none")
    assert "water.drains" in closed.answers
    assert "water.drains" not in [question.id for question, _ in closed.now.answered()]
    again = _answered(closed, "water.signs", "standing")
    assert "water.drains" in [question.id for question, _ in again.now.answered()]
    assert _asked(again) == "light.hours"


def test_back_goes_through_the_answers_the_way_they_came() -> None:
    interview = _interview(_only("plant.moved_km", "5"))
    path = []
    while (before := interview.back()) is not None:
        interview = before
        path.append(_asked(interview))
    assert path == ["plant.moved_km", "plant.age", "plant.name", "safety.eaten"]


def test_back_passes_over_what_no_longer_applies() -> None:
    interview = _interview(_only("water.signs", "standing") | {"water.drains": "no"})
    interview = _answered(interview, "water.signs", "none")
    before = interview.back()
    assert before is not None
    assert _asked(before) == "water.signs"
    again = before.back()
    assert again is not None
    assert _asked(again) == "water.days_between"


def test_there_is_nothing_before_the_first_question() -> None:
    assert _interview({}).back() is None


def test_a_reopened_question_can_be_left_as_it_is() -> None:
    interview = _interview(_ALL_WELL)
    reopened = interview.reopen(BASE.questions["plant.age"])
    assert _asked(reopened) == "plant.age"
    assert reopened.keep() == interview
    assert _asked(reopened.keep()) is None


def test_a_change_asks_what_is_newly_needed_next() -> None:
    interview = _interview(_ALL_WELL).reopen(BASE.questions["symptom.sites"])
    interview = _answered(interview, "symptom.sites", ["roots", "leaves"])
    asked = []
    while interview.question is not None:
        asked.append(interview.question.id)
        interview = _answered(interview, asked[-1], "unknown")
    assert asked == [
        "symptom.leaves.weeks", "symptom.leaves.colour",
        "symptom.roots.weeks", "symptom.roots.soft",
    ]  # fmt: skip


def test_the_answers_are_listed_as_they_are_asked_whatever_their_order() -> None:
    backwards = _interview(dict(reversed(_ALL_WELL.items())))
    assert [question.id for question, _ in backwards.now.answered()] == list(_ALL_WELL)


def test_what_remains_is_counted_down_to_nothing() -> None:
    interview, left = _interview({}), []
    for name, text in _ALL_WELL.items():
        left.append(interview.now.remaining())
        interview = _answered(interview, name, text)
    assert left == sorted(left, reverse=True)
    assert 8 <= left[0] <= 12
    assert interview.now.remaining() == 0


def test_a_gate_that_nothing_can_open_any_more_is_not_counted() -> None:
    assert _interview(_ALL_WELL | {"water.signs": "unknown"}).now.remaining() == 0


@pytest.mark.parametrize("text", ["yes", "not_sure"])
def test_a_tier_a_answer_is_urgent_at_once(text: str) -> None:
    (flag,) = _interview({"safety.eaten": text}).now.urgent()
    assert flag.rule.id == "flag.plant-eaten"
    assert "your answer was" in flag.because


def test_other_answers_are_not_urgent() -> None:
    soft = {"symptom.sites": "roots", "symptom.roots.soft": "yes"}
    assert _interview(_ALL_WELL | soft).now.urgent() == ()


def test_the_most_urgent_flag_comes_first() -> None:
    interview = start_interview(REAL)
    interview = _answered(interview, "safety.leg", ["swollen_warm_calf", "cold_pale_leg"])
    assert [one.warn.route for one in interview.now.urgent()] == [
        "ambulance",
        "emergency department",
    ]


def test_the_question_behind_a_flag_is_the_last_one_answered() -> None:
    interview = _interview({"safety.eaten": "yes"})
    question = interview.now.last_behind(interview.now.urgent()[0].rule)
    assert question is not None
    assert question.id == "safety.eaten"


def test_a_limit_without_a_plan_stops() -> None:
    stop = _interview({"plant.age": "0"}).now.stop()
    assert stop is not None
    assert stop.rule.id == "limit.seedling"
    assert "gardener" in stop.text


def test_other_limits_do_not_stop() -> None:
    assert _interview({"plant.age": "300"}).now.stop() is None


def test_a_bare_number_is_in_the_unit_used_before() -> None:
    weekly, before, pace = (
        "training.weekly_km",
        "training.previous_weekly_km",
        "form.easy_pace",
    )
    interview = _answered(start_interview(REAL), weekly, "20 mi")
    interview = _answered(_answered(interview, before, " 8 "), pace, "9:40")
    assert [interview.answers[name].shown for name in (weekly, before, pace)] == [
        "20 mi", "8 mi", "9:40 /mi",
    ]  # fmt: skip
    assert interview.answers[before].value == pytest.approx(12.875, abs=0.001)


def test_kilometres_end_the_miles() -> None:
    interview = _answered(start_interview(REAL), "training.weekly_km", "20 mi")
    interview = _answered(interview, "training.previous_weekly_km", "30 km")
    interview = _answered(interview, "training.longest_run_7d_km", "8")
    assert interview.answers["training.longest_run_7d_km"].value == 8


def test_miles_change_distances_only() -> None:
    interview = _answered(start_interview(REAL), "training.weekly_km", "20 mi")
    interview = _answered(interview, "runner.age", "40")
    assert interview.answers["runner.age"].shown == "40 years"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("\x1b[A\x1b[31mRed\x1b[0m", "Red"),
        ("\x1bOA7", "7"),
        ("a\x00b\x7fc", "abc"),
        ("x\ud800", "x"),
        ("tab\tstays", "tab\tstays"),
        ("نور 👩\u200d🦱", "نور 👩\u200d🦱"),
    ],
    ids=ascii,
)
def test_what_nobody_means_is_taken_out(typed: str, meant: str) -> None:
    assert clean(typed) == meant


def _some_texts(question: Question) -> st.SearchStrategy[list[str]]:
    """Answers that keep the interview going, and no answers."""
    match question.kind:
        case Number(low, high) if question.kind.unit == DATE:
            days = st.dates(date.fromordinal(int(low)), date.fromordinal(int(high)))
            texts = days.map(lambda day: [day.isoformat()])
        case Number(low, high):
            texts = st.floats(low, high).map(lambda value: [f"{value:.1f}"])
        case Choice(labels):
            texts = st.sampled_from(list(labels)).map(lambda word: [word])
        case Several(labels):
            texts = st.sampled_from(list(labels)).map(lambda word: [word])
        case Text():
            texts = st.just(["x"])
    return texts | st.just(["prefer not to say"])


@pytest.mark.parametrize("assessor", [TINY, REAL], ids=["tiny", "real"])
@settings(deadline=None)  # two hundred questions, each with a diagnosis
@given(st.data())
def test_every_way_through_ends_with_all_that_applies_answered(
    assessor: Assessor, data: st.DataObject
) -> None:
    interview, asked = start_interview(assessor), []
    while (question := interview.question) is not None:
        asked.append(question.id)
        interview = _answered(interview, question.id, data.draw(_some_texts(question)))
    facts = assessor.evaluator.facts(interview.answers)
    applying = {name for name in assessor.knowledge.questions if facts.gate(name) is True}
    assert len(asked) == len(set(asked))
    left_out = {one.id for one, _ in interview.now.left_out()}
    assert applying - left_out <= set(asked)
    assert {question.id for question, _ in interview.now.answered()} == applying - left_out
    assert interview.now.remaining() == 0


@given(st.data())
def test_the_next_question_follows_from_the_answers_alone(data: st.DataObject) -> None:
    interview = start_interview(TINY)
    for _ in range(data.draw(st.integers(0, 30))):
        question = interview.question
        step = data.draw(st.sampled_from(["answer", "answer", "answer", "back", "keep", "reopen"]))
        if step == "back":
            interview = interview.back() or interview
        elif step == "keep":
            interview = interview.keep()
        elif step == "reopen" and interview.now.answered():
            chosen = data.draw(st.sampled_from([one for one, _ in interview.now.answered()]))
            interview = interview.reopen(chosen)
        elif question is not None:
            interview = _answered(interview, question.id, data.draw(_some_texts(question)))
        fresh = start_interview(TINY, interview.answers)
        assert interview.keep().question == fresh.question
        assert fresh.next_question() not in [one for one, _ in interview.now.answered()]


def test_answers_of_a_file_are_not_asked_again() -> None:
    found = read_answer(BASE.questions["plant.age"], "20", source="file")
    assert isinstance(found, Answer)
    interview = start_interview(TINY, {"plant.age": found})
    interview = _answered(_answered(interview, "safety.eaten", "no"), "plant.name", "Fern")
    assert _asked(interview) == "plant.moved_km"
    assert interview.answers["plant.age"].source == "file"
