"""What the interview asks next follows from the answers alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.condition import NEVER
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.reasoning.stopping import safety_doubts
from surefoot.engine.vocabulary import Answer, Misfit, State, read_answer
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.order import asking_order
from surefoot.intake.interview.proof import Depth
from surefoot.intake.typed import clean

from .support.interviews import DONT_KNOW, REAL, TINY, answered, some_texts
from .support.population import runners

BASE = TINY.assessor.knowledge

_ALL_WELL = {
    "safety.eaten": "no", "plant.name": "Fern", "plant.age": "20", "plant.moved_km": "0",
    "symptom.sites": "none", "water.days_between": "7", "water.signs": "none", "light.hours": "5",
}  # fmt: skip


def _interview(answers: dict[str, str], reading: Reading = TINY) -> Interview:
    interview = start_interview(reading, depth=Depth.ALL)
    for name, text in answers.items():
        interview = answered(interview, name, text)
    return interview


def _asked(interview: Interview) -> str | None:
    return interview.question.id if interview.question else None


def _only(name: str, text: str) -> dict[str, str]:
    """All answers up to a question, with another answer to it."""
    names = list(_ALL_WELL)
    return {one: _ALL_WELL[one] for one in names[: names.index(name)]} | {name: text}


def test_who_answers_everything_is_asked_all_that_applies_and_safety_first() -> None:
    asked, interview = [], _interview({})
    while interview.question is not None:
        asked.append(interview.question.id)
        interview = answered(interview, asked[-1], _ALL_WELL[asked[-1]])
    assert sorted(asked) == sorted(_ALL_WELL)
    assert asked[:3] == ["plant.age", "safety.eaten", "symptom.sites"]
    assert asked[-1] == "plant.name"  # only printed


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
    can_be_asked = [one.id for one in knowledge.asked.values() if one.gate != NEVER]
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
    assert _asked(interview) == "symptom.sites"
    assert interview.answers["plant.age"].state is not State.GIVEN


def test_a_misfit_changes_nothing() -> None:
    interview = _interview({})
    found = interview.answer(BASE.questions["plant.age"], "old")
    assert isinstance(found, Misfit)
    assert interview.answers == {}


def test_answers_behind_a_closed_gate_are_kept_and_come_back() -> None:
    interview = _interview(_only("water.signs", "standing") | {"water.drains": "no"})
    closed = answered(interview, "water.signs", "none")
    assert "water.drains" in closed.answers
    assert "water.drains" not in [question.id for question, _ in closed.now.answered()]
    again = answered(closed, "water.signs", "standing")
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
    interview = answered(interview, "water.signs", "none")
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
    interview = answered(interview, "symptom.sites", ["roots", "leaves"])
    asked = []
    while interview.question is not None:
        asked.append(interview.question.id)
        interview = answered(interview, asked[-1], "unknown")
    assert sorted(asked) == [
        "symptom.leaves.colour", "symptom.leaves.weeks",
        "symptom.roots.soft", "symptom.roots.weeks",
    ]  # fmt: skip


def test_the_answers_are_listed_as_they_are_asked_whatever_their_order() -> None:
    backwards = _interview(dict(reversed(_ALL_WELL.items())))
    assert [question.id for question, _ in backwards.now.answered()] == list(_ALL_WELL)


def test_what_remains_is_counted_down_to_nothing() -> None:
    interview, left = _interview({}), []
    for name, text in _ALL_WELL.items():
        left.append(interview.now.remaining())
        interview = answered(interview, name, text)
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
    interview = answered(interview, "safety.leg", ["swollen_warm_calf", "cold_pale_leg"])
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
    interview = answered(start_interview(REAL), weekly, "20 mi")
    interview = answered(answered(interview, before, " 8 "), pace, "9:40")
    assert [interview.answers[name].shown for name in (weekly, before, pace)] == [
        "20 mi", "8 mi", "9:40 /mi",
    ]  # fmt: skip
    assert interview.answers[before].value == pytest.approx(12.875, abs=0.001)


def test_kilometres_end_the_miles() -> None:
    interview = answered(start_interview(REAL), "training.weekly_km", "20 mi")
    interview = answered(interview, "training.previous_weekly_km", "30 km")
    interview = answered(interview, "training.longest_run_7d_km", "8")
    assert interview.answers["training.longest_run_7d_km"].value == 8


def test_miles_change_distances_only() -> None:
    interview = answered(start_interview(REAL), "training.weekly_km", "20 mi")
    interview = answered(interview, "runner.age", "40")
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


@pytest.mark.parametrize("reading", [TINY, REAL], ids=["tiny", "real"])
@settings(deadline=None, max_examples=25)  # a hundred questions, each with a diagnosis
@given(st.data())
def test_every_way_through_ends_with_all_that_applies_answered(
    reading: Reading, data: st.DataObject
) -> None:
    interview, asked = start_interview(reading, depth=Depth.ALL), []
    while (question := interview.question) is not None:
        asked.append(question.id)
        assert interview.about_left() > 0
        interview = answered(interview, question.id, data.draw(some_texts(question)))
    assert len(asked) == len(set(asked))
    assert interview.about_left() == 0
    if interview.now.is_over:
        assert interview.now.urgent() or interview.now.stop()
        return
    facts = reading.assessor.evaluator.facts(interview.answers)
    applying = {name for name in interview.knowledge.questions if facts.gate(name) is True}
    left_out = {one.id for one, _ in interview.now.left_out()}
    assert applying - left_out <= set(asked)
    assert {question.id for question, _ in interview.now.answered()} == applying - left_out
    assert interview.now.remaining() == 0


def test_answers_of_a_file_are_not_asked_again() -> None:
    found = read_answer(BASE.questions["plant.age"], "20", source="file")
    assert isinstance(found, Answer)
    interview = start_interview(TINY, {"plant.age": found})
    assert _asked(interview) == "safety.eaten"
    interview = answered(answered(interview, "safety.eaten", "no"), "plant.name", "Fern")
    assert _asked(interview) == "symptom.sites"
    assert interview.answers["plant.age"].source == "file"


def test_no_test_at_home_is_asked_for_while_a_warning_sign_was_put_off() -> None:
    interview = start_interview(REAL, depth=Depth.ALL)
    truth, came = runners(1, 21)[0], 0
    while (question := interview.question) is not None:
        signs = frozenset[str]().union(
            *(one.questions for one in safety_doubts(interview.now.prospect))
        )
        waiting = [one for one in interview.put_off_now() if one.id in signs]
        assert not (waiting and question.id in REAL.of_tests), (question.id, waiting)
        came += question.id in REAL.of_tests
        if question.id in {"safety.heart", "safety.leg"} and question.id not in interview.put_off:
            interview = interview.later(question)
        else:
            interview = interview.with_answer(question, truth.get(question.id, DONT_KNOW))
    assert came
