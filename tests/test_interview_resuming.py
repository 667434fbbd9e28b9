"""An interview goes on with questions that have changed since."""

from __future__ import annotations

from dataclasses import replace

from surefoot.engine.assessment import Assessor
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.vocabulary import Choice, Number, Question, Several
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.log import Log
from surefoot.intake.interview.proof import Depth
from surefoot.intake.interview.resuming import Changes, last_base, what_changed

from .support.interviews import TINY, answered

BASE = TINY.assessor.knowledge
SAID = {
    "plant.age": "200", "safety.eaten": "no", "symptom.sites": "none", "plant.name": "Fern",
    "water.days_between": "7", "water.signs": "none", "light.hours": "5",
}  # fmt: skip


def _log() -> Log:
    interview = start_interview(TINY, depth=Depth.ALL)
    for name, text in SAID.items():
        interview = answered(interview, name, text)
    return tuple(replace(one, knowledge=BASE.hash) for one in interview.log)


def _with(*changed: Question, without: str = "", **former: str) -> Knowledge:
    questions = {name: one for name, one in BASE.questions.items() if name != without}
    questions |= {one.id: one for one in changed}
    names = {name.replace("__", "."): now for name, now in former.items()}
    return replace(BASE, hash="another", questions=questions, former_questions=names)


def _changes(knowledge: Knowledge) -> Changes:
    return what_changed(_log(), knowledge, list(BASE.questions))


def _kind(name: str) -> Several:
    kind = BASE.questions[name].kind
    assert isinstance(kind, Several)
    return kind


def test_with_the_same_base_nothing_is_said() -> None:
    assert what_changed(_log(), BASE, ()) == Changes()
    assert what_changed((), BASE, ()) == Changes()
    assert last_base(_log()) == BASE.hash
    assert _changes(replace(BASE, hash="another")) == Changes()


def test_an_answer_out_of_range_now_is_asked_again() -> None:
    age = replace(BASE.questions["plant.age"], kind=Number(0, 100, "months"))
    found = _changes(_with(age))
    assert [one.entry.said for one in found.unread] == ["200"]
    assert (
        "Your answer does not fit the question any more, so we ask again: Age." in found.sentences
    )
    interview = start_interview(Reading(Assessor(_with(age))), log=_log())
    assert "plant.age" not in interview.answers
    assert interview.question == age


def test_a_choice_that_is_gone_is_asked_again() -> None:
    kind = Choice({"yes": "Yes", "not_sure": "I am not sure"})
    found = _changes(_with(replace(BASE.questions["safety.eaten"], kind=kind)))
    assert [one.entry.question for one in found.unread] == ["safety.eaten"]


def test_a_question_that_is_gone_is_named_in_its_own_words() -> None:
    found = _changes(_with(without="plant.name"))
    assert [one.question for one in found.gone] == ["plant.name"]
    assert found.sentences[-1] == "We do not ask this any more: What do you call your plant?"


def test_a_question_with_a_new_id_keeps_its_answer() -> None:
    years = replace(BASE.questions["plant.name"], id="plant.called")
    found = _changes(_with(years, without="plant.name", plant__name="plant.called"))
    assert found.renamed == (("plant.name", "plant.called"),)
    assert found.new == ()
    assert found.gone == ()


def test_other_words_keep_the_answer_to_be_looked_at() -> None:
    light = replace(BASE.questions["light.hours"], ask="How many hours of sun does it get?")
    found = _changes(_with(light))
    (one,) = found.reworded
    assert (one.question, one.answer.entered, one.is_asked_again) == (light, "5", False)
    assert one.was == "How many hours of daylight does the plant get?"
    assert any("Your answer is kept" in said for said in found.sentences)


def _grown() -> Knowledge:
    kind = _kind("water.signs")
    more = Several({**kind.labels, "mould": "White mould on the soil"})
    return _with(replace(BASE.questions["water.signs"], kind=more))


def test_a_list_with_choices_that_were_not_seen_is_asked_again_and_its_answer_stays() -> None:
    (one,) = _changes(_grown()).reworded
    assert one.is_asked_again
    interview = start_interview(Reading(Assessor(_grown())), log=_log(), depth=Depth.QUICK)
    assert _asked(interview) == "water.signs"
    assert interview.answers["water.signs"].entered == "none"
    kept = interview.keep()
    assert _asked(kept) != "water.signs"
    assert kept.log[-1].asked.endswith("White mould on the soil")
    again = start_interview(kept.reading, log=kept.log, depth=Depth.QUICK)
    assert again.question == kept.question
    assert _asked(answered(interview, "water.signs", "mould")) != "water.signs"
    put_off = interview.later(interview.knowledge.questions["water.signs"])
    assert _asked(put_off) != "water.signs"


def _asked(interview: Interview) -> str:
    return interview.question.id if interview.question else ""


def test_new_questions_are_told_by_their_topics() -> None:
    new = replace(BASE.questions["light.hours"], id="light.window", title="Window")
    found = _changes(_with(new))
    assert found.new == (new,)
    assert found.sentences[-1] == "New questions may come up about: Light."
    assert what_changed(_log(), _with(new)).new == ()
