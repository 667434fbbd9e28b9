"""What a typed line means: a key, a choice by number or word, a quantity, or nothing."""

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.vocabulary import Several
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.typed import Key, key_of

from .support.person import SPLIT_SIGN, TINY, Person, answers_before, read_texts, said, talk

REAL = Assessor(load_knowledge())


@pytest.mark.parametrize(
    ("name", "typed", "error"),
    [
        ("safety.eaten", "4", "there is no answer '4' here. Type 1 to 3."),
        ("safety.eaten", "0", "there is no answer '0' here. Type 1 to 3."),
        ("safety.eaten", "-1", "there is no answer '-1' here. Type 1 to 3."),
        ("safety.eaten", "99999999999", "there is no answer '99999999999' here. Type 1 to 3."),
        ("safety.eaten", "1, 3", "this question takes one answer. Type 1 to 3."),
        ("safety.eaten", "1 3", "this question takes one answer. Type 1 to 3."),
        ("safety.eaten", "maybe", "there is no answer 'maybe' here. Type 1 to 3."),
        ("safety.eaten", "yess", "there is no answer 'yess' here. Did you mean 3, Yes? "
                                 "Type 1 to 3."),
        ("safety.eaten", "", "there is no answer yet. Type 1 to 3. Type p to skip."),
        ("safety.eaten", "u", "this question has its own answer for that. "
                              "Type 2 for: I am not sure."),
        ("safety.eaten", "unknown", "this question has its own answer for that. "
                                    "Type 2 for: I am not sure."),
        ("safety.eaten", "/x", "there is no answer '/x' here. Type 1 to 3."),
        ("plant.age", "b", "this is the first question."),
        ("plant.name", "x" * 41, "this takes up to 40 characters, not 41. "
                                 "Up to 40 characters are accepted."),
        ("plant.age", "", "there is no answer yet. 0 to 600 months is accepted. "
                          "Type u if you don't know, or p to skip."),
        ("plant.age", "old", "'old' is not a number of months. 0 to 600 months is accepted."),
        ("plant.age", "601", "this cannot be 601 months. 0 to 600 months is accepted."),
        ("plant.age", "-3", "'-3' is not a number of months. 0 to 600 months is accepted."),
        ("plant.age", "5 km", "'5 km' is not a number of months. 0 to 600 months is accepted."),
        ("plant.moved_km", "1,500", "'1,500' can be read in two ways; write 1500 or 1.500. "
                                    "0 to 20000 km is accepted."),
        ("symptom.sites", "1, 5", "there is no answer '5' here. "
                                  "Type one or more of 1 to 4, with commas between them."),
        ("symptom.sites", "1 4", "'It looks well' and another line are chosen. "
                                 "Take one of them away. "
                                 "Type one or more of 1 to 4, with commas between them."),
        ("symptom.sites", "leavs", "there is no answer 'leavs' here. Did you mean 1, Leaves? "
                                   "Type one or more of 1 to 4, with commas between them."),
        ("symptom.sites", ",", "there is no answer ',' here. "
                               "Type one or more of 1 to 4, with commas between them."),
        ("symptom.sites", "x" * 500, f"there is no answer '{'x' * 39}…' here. "
                                     "Type one or more of 1 to 4, with commas between them."),
        ("light.hours", "17", "this cannot be 17 hours. 0 to 16 hours is accepted."),
        ("light.hours", "3:75", "'3:75' is not a number of h. 0 to 16 hours is accepted."),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_said_and_asked_again(name: str, typed: str, error: str) -> None:
    person, outcome = talk(typed, before=answers_before(name))
    assert person.errors == [error]
    assert said(outcome.answers) == said(read_texts(answers_before(name)))
    ask = TINY.knowledge.questions[name].ask
    assert person.printed.count(ask) == 2


@pytest.mark.parametrize(
    ("name", "typed", "entered"),
    [
        ("safety.eaten", "1", "no"),
        ("safety.eaten", " 1. ", "no"),
        ("safety.eaten", "1)", "no"),
        ("safety.eaten", "NO", "no"),
        ("safety.eaten", "n", "no"),
        ("plant.name", "b", "b"),
        ("plant.name", "  Zoë   the #1: fern ", "Zoë the #1: fern"),
        ("plant.name", "\x1b[31mRed\x1b[0m", "Red"),
        ("plant.name", "", "prefer not to say"),
        ("plant.name", "/p", "prefer not to say"),
        ("plant.name", "/u", "unknown"),
        ("plant.age", "2 years", "2 years"),
        ("plant.age", "1,5", "1,5"),
        ("plant.age", "p", "prefer not to say"),
        ("plant.age", "skip", "prefer not to say"),
        ("plant.age", "I don’t know", "unknown"),
        ("plant.age", "DON'T KNOW", "unknown"),
        ("plant.age", "/u", "unknown"),
        ("symptom.sites", "3 1", "leaves, roots"),
        ("symptom.sites", "1,3", "leaves, roots"),
        ("symptom.sites", "1; 3;", "leaves, roots"),
        ("symptom.sites", "1 and 3", "leaves, roots"),
        ("symptom.sites", "Leaves and roots", "leaves, roots"),
        ("symptom.sites", "it looks well", "none"),
        ("water.signs", "water in the saucer, 1", "smell, standing"),
        ("light.hours", "5 h 30", "5 h 30"),
    ],
)
def test_what_is_typed_is_understood(name: str, typed: str, entered: str) -> None:
    person, outcome = talk(typed, before=answers_before(name))
    assert person.errors == []
    assert outcome.answers[name].entered == entered
    assert "Noted: " in person.text


@pytest.mark.parametrize("typed", ["?", "/?", "/why"])
def test_why_works_where_a_text_is_asked(typed: str) -> None:
    person, outcome = talk(typed, before=answers_before("plant.name"))
    assert "Why we ask: It stands on the report." in person.printed
    assert "plant.name" not in outcome.answers


def test_a_slip_is_named_where_it_is_typed() -> None:
    interview = start_interview(Reading(REAL))
    known = {"form.knows_cadence": "yes", "runner.age": "40"}
    while (question := interview.question) and question.id != "form.cadence_spm":
        plain = "none" if isinstance(question.kind, Several) else "prefer not to say"
        found = interview.answer(question, known.get(question.id, plain))
        assert isinstance(found, Interview)
        interview = found
    person = Person(["88", "176"])
    outcome = person.talk(interview.answers, REAL)
    assert person.errors == [
        "this cannot be 88 steps/min. Did you count one foot only? Then double the number. "
        "100 to 260 steps/min is accepted."
    ]
    assert outcome.answers["form.cadence_spm"].shown == "176 steps/min"


def test_a_key_never_hides_a_choice() -> None:
    assert key_of("s") is Key.SAVE
    question = TINY.knowledge.questions["plant.name"]
    assert [key_of(text, question) for text in ("s", "/s")] == [None, Key.SAVE]


def test_where_a_bare_number_is_in_miles_the_prompt_says_so() -> None:
    interview = start_interview(Reading(REAL))
    while (question := interview.question) and question.id != "training.previous_weekly_km":
        known = {"runner.age": "40", "training.weekly_km": "20 mi"}
        plain = "none" if isinstance(question.kind, Several) else "prefer not to say"
        found = interview.answer(question, known.get(question.id, plain))
        assert isinstance(found, Interview)
        interview = found
    person = Person(["8"])
    outcome = person.talk(interview.answers, REAL)
    asked = [line for line in person.printed if line.endswith(SPLIT_SIGN + "8")]
    assert ["a number alone is read as miles" in line for line in asked] == [True]
    assert outcome.answers["training.previous_weekly_km"].shown == "8 mi"
