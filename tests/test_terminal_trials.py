"""The interview's consent, its contradictions, and its tests at home."""

from dataclasses import replace

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.reasoning.prospect import Reading
from surefoot.intake.interview.asking import Interview, start_interview

from .support.person import Line, in_asking_order, read_texts, said
from .support.trial_base import After, Athlete, trial_assessor

WELL = {
    "health.now": "no", "health.ill": "no", "sore.sites": "none", "you.week_km": "50",
    "you.longest_km": "20", "rest.hours": "8", "power.left": "30", "power.right": "30",
    "power.hold": "60", "power.slips": "0", "power.knows_rate": "no",
}  # fmt: skip
SORE = {"sore.sites": "wrist", "sore.wrist.weeks": "8", "sore.wrist.limp": "no"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Assessor:
    return trial_assessor(tmp_path_factory.mktemp("base") / "base")


def _until(name: str, **changed: str) -> dict[str, str]:
    """The answers before a question, some of them changed."""
    names = list(WELL)
    before = {one: WELL[one] for one in names[: names.index(name)]}
    return before | {key.replace("__", "."): text for key, text in changed.items()}


def _all_but(*names: str) -> dict[str, str]:
    """The answers to all questions but these, which are asked then."""
    return {name: text for name, text in WELL.items() if name not in names}


def _talk(
    base: Assessor, before: dict[str, str], *script: Line | After
) -> tuple[Athlete, dict[str, str], str]:
    athlete = Athlete(list(script))
    outcome = athlete.talk(base, read_texts(before, base))
    return athlete, said(outcome.answers), outcome.reason


def _asked(person: Athlete) -> list[str]:
    return [line for line in person.printed if line.endswith("?")]


# --- Consent ---


def test_nothing_is_asked_before_the_runner_agrees(base: Assessor) -> None:
    person, answers, reason = _talk(base, {})
    at = person.printed.index("Before we begin")
    assert person.printed[at + 1] == (
        "We ask about your health. Nothing leaves this computer. It is no diagnosis."
    )
    assert person.printed[at + 2] == "Enter to go on, h for all keys, s to stop: "
    assert (_asked(person), answers, reason) == ([], {}, "saved")


@pytest.mark.parametrize("typed", ["s", "S", "no", "n", "quit", EOFError(), KeyboardInterrupt()])
def test_who_does_not_agree_is_asked_nothing(base: Assessor, typed: Line) -> None:
    person, answers, reason = _talk(base, {}, typed)
    assert (_asked(person), person.saved, answers, reason) == ([], [], {}, "saved")
    assert person.printed[-1] == "Nothing is answered yet, so nothing is saved."


@pytest.mark.parametrize("typed", ["", "y", "Yes"])
def test_who_agrees_is_asked(base: Assessor, typed: str) -> None:
    person, answers, _ = _talk(base, {}, typed, "no")
    assert answers == {"health.now": "no"}
    assert person.text.count("Enter to go on") == 1


def test_what_is_typed_before_is_no_answer(base: Assessor) -> None:
    person, answers, _ = _talk(base, {}, "2", "u", "b", "", "no")
    assert person.text.count("no question is asked yet") == 3
    assert answers == {"health.now": "no"}


def test_going_on_with_a_file_asks_for_no_consent_again(base: Assessor) -> None:
    person, _, _ = _talk(base, {"health.now": "no"}, "no")
    assert "Enter to go on" not in person.text


# --- Contradictions ---

FURTHER = "These answers do not fit together: A tour longer than the week"


def test_what_does_not_fit_is_named_and_the_last_answer_asked_again(base: Assessor) -> None:
    before = _all_but("you.longest_km", "rest.hours")
    person, answers, _ = _talk(base, before, "60", "40", "8")
    at = person.printed.index(FURTHER)
    assert person.printed[at - 1 : at + 7] == [
        "",
        FURTHER,
        "One tour cannot be longer than the whole week.",
        "Week: 50 km",
        "Longest: 60 km",
        "We ask the last one again. Enter keeps it. To change the one before, type b.",
        "",
        "The longest?",
    ]
    assert answers["you.longest_km"] == "40"
    assert answers["rest.hours"] == "8"


def test_it_is_named_as_soon_as_it_is_certain(base: Assessor) -> None:
    person, _, _ = _talk(base, _until("you.longest_km"), "60")
    assert _asked(person) == ["The longest?", "The longest?"]


def test_an_answer_that_is_kept_is_not_asked_a_third_time(base: Assessor) -> None:
    person, answers, reason = _talk(base, _all_but("you.longest_km"), "60", "", "")
    assert reason == "finished"
    assert person.text.count(FURTHER) == 1
    assert answers["you.longest_km"] == "60"


def test_kept_ones_stand_on_the_check_page_with_their_numbers(base: Assessor) -> None:
    person, _, _ = _talk(base, WELL | {"you.longest_km": "60"}, "", "")
    at = person.printed.index("Answers that do not fit together")
    assert person.printed[at + 1 : at + 3] == [
        "A tour longer than the week (see 4 and 5): One tour cannot be longer than the",
        "whole week.",
    ]
    assert "4. Week: 50 km" in person.printed


def test_the_other_answer_can_be_changed_instead(base: Assessor) -> None:
    person, answers, _ = _talk(base, _until("you.longest_km"), "60", "b", "80", "8")
    assert _asked(person)[1:4] == ["The longest?", "How far a week?", "How long?"]
    assert answers["you.week_km"] == "80"
    assert answers["you.longest_km"] == "60"


def test_going_back_beyond_them_is_going_back(base: Assessor) -> None:
    person, _, _ = _talk(base, _until("you.longest_km"), "60", "b", "b")
    assert _asked(person)[-1] == "Where does it hurt?"


def test_a_change_on_the_check_page_is_looked_at_too(base: Assessor) -> None:
    person, answers, reason = _talk(base, WELL, "4", "10", "25", "")
    assert FURTHER in person.printed
    assert _asked(person) == ["How far a week?", "How far a week?"]  # it is the last now
    assert answers["you.week_km"] == "25"
    assert reason == "finished"


def test_what_is_mended_leaves_the_check_page(base: Assessor) -> None:
    person, _, _ = _talk(base, WELL | {"you.longest_km": "60"}, "", "5", "30", "")
    assert person.printed.count("Check your answers") == 2
    assert person.printed.count("Answers that do not fit together") == 1


def test_a_new_answer_that_does_not_fit_either_is_named_again(base: Assessor) -> None:
    person, answers, _ = _talk(base, _until("you.longest_km"), "60", "70", "40", "8")
    assert person.text.count(FURTHER) == 2
    assert answers["you.longest_km"] == "40"


def test_an_urgent_sign_goes_before_what_does_not_fit(base: Assessor) -> None:
    person, _, reason = _talk(
        base, {"health.now": "yes", "you.week_km": "5", "you.longest_km": "9"}
    )
    assert reason == "urgent"
    assert FURTHER not in person.printed


def _interview(base: Assessor, **changed: str) -> Interview:
    answers = WELL | {key.replace("__", "."): text for key, text in changed.items()}
    return start_interview(Reading(base), read_texts(answers, base))


def test_a_contradiction_in_derived_values_names_the_answers_behind_it(base: Assessor) -> None:
    clash = _interview(base, you__longest_km="50", rest__hours="13").new_clash()
    assert clash is not None
    assert [one.id for one in clash.questions] == ["you.week_km", "you.longest_km", "rest.hours"]


@pytest.mark.parametrize("text", ["unknown", "prefer not to say"])
def test_what_is_not_certain_is_no_contradiction(base: Assessor, text: str) -> None:
    assert _interview(base, you__longest_km=text).now.clashes == ()


def test_its_text_has_the_answers_in_it(base: Assessor) -> None:
    told = replace(
        base.knowledge.contradictions["further"], text="{you.longest_km} in one tour[[ and {x.y}]]."
    )
    contradictions = {**base.knowledge.contradictions, "further": told}
    assessor = Assessor(replace(base.knowledge, contradictions=contradictions))
    clash = _interview(assessor, you__longest_km="60").new_clash()
    assert clash is not None
    assert clash.text == "60 km in one tour."


# --- Tests at home ---


def test_a_question_of_a_withheld_test_is_not_asked_and_that_is_said_once(base: Assessor) -> None:
    person = Athlete(list(in_asking_order(WELL | SORE, base).values()))
    person.script = ["", *person.script, ""]  # the consent, and the check
    outcome = person.talk(base)
    assert outcome.reason == "finished"
    assert not {"power.left", "power.right", "power.hold"} & outcome.answers.keys()
    lines = [line for line in person.printed if line.startswith("We leave out")]
    assert lines == [
        "We leave out: Pulls to a beat and Hold. The reason: it would load a sore place"
    ]
    at = person.printed.index(lines[0])
    assert person.printed[at + 1] == "(It lasts)."
    assert "Power" in person.printed[at - 4 : at]


def test_the_check_page_says_what_is_left_out(base: Assessor) -> None:
    answers = {
        name: text for name, text in WELL.items() if name not in {"power.left", "power.hold"}
    }
    person, _, _ = _talk(base, answers | SORE, "")
    assert "Pulls left: left out, it would load a sore place" in person.printed
    assert "Hold: left out, it would load a sore place" in person.printed
    assert any(line.endswith(". Pulls right: 30 repetitions") for line in person.printed)


def test_an_answer_that_is_there_stays_and_can_be_changed(base: Assessor) -> None:
    interview = _interview(base, **{name.replace(".", "__"): text for name, text in SORE.items()})
    assert interview.now.left_out() == ()
    assert interview.question is None
    assert "power.left" in [question.id for question, _ in interview.now.answered()]


def test_while_the_reason_is_open_a_test_waits_and_is_counted(base: Assessor) -> None:
    interview = start_interview(Reading(base), read_texts({"health.now": "no"}, base))
    assert interview.now.left_out() == ()  # whether one is ill is still to be asked
    fewer = interview.answer(base.knowledge.questions["health.ill"], "yes")
    assert isinstance(fewer, Interview)
    assert interview.now.remaining() - fewer.now.remaining() == 3  # this answer, left and right


def test_a_reason_that_stays_open_leaves_the_test_out(base: Assessor) -> None:
    answers = {
        name: text for name, text in WELL.items() if name not in {"power.left", "power.right"}
    }
    person, _, reason = _talk(base, answers | {"health.ill": "prefer not to say"}, "")
    assert reason == "finished"
    assert "Pulls left: left out, safety questions come first" in person.printed


def test_a_question_says_how_to_do_its_test(base: Assessor) -> None:
    person, _, _ = _talk(base, _until("power.left"))
    assert (
        "To do this test step by step, type t, or run later: surefoot test pulls" in person.printed
    )
    person, _, _ = _talk(base, _until("you.longest_km"))
    assert "surefoot test" not in person.text


def test_a_test_is_done_right_there(base: Assessor) -> None:
    script: list[Line | After] = ["t", "n", "n", "", After(7.5, ""), ""]
    script += [After(0, ""), "11", "", "50"]
    person, answers, _ = _talk(base, _until("power.left"), *script)
    assert answers["power.left"] == "12"
    assert answers["power.right"] == "11"
    assert answers["power.hold"] == "50"  # it went on with the next question
    assert said(person.saved[-1]) == answers


def test_a_test_that_is_left_answers_nothing(base: Assessor) -> None:
    person, answers, _ = _talk(base, _until("power.left"), "t", "y", "t", "n", "n", "s", "9")
    assert answers["power.left"] == "9"
    assert _asked(person).count("Left?") == 3


@pytest.mark.parametrize("end", [EOFError(), KeyboardInterrupt()], ids=repr)
def test_a_pulled_plug_in_a_test_saves_what_was_answered(
    base: Assessor, end: BaseException
) -> None:
    script: list[Line | After] = ["t", "n", "n", "", After(7, end)]
    person, answers, reason = _talk(base, _until("power.left"), *script)
    assert reason == "saved"
    assert answers == _until("power.left")
    assert person.printed[-1] == "Your answers are saved. The next time you go on from here."


def test_a_question_without_a_test_says_so(base: Assessor) -> None:
    person, _, _ = _talk(base, _until("you.longest_km"), "t")
    assert "Error: this question has no test here." in person.text
