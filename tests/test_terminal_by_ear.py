"""What a screen reader reads out: short ends, no key that ends by accident, nothing untrue."""

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import State
from surefoot.intake.interview.proof import Depth
from surefoot.intake.spoken import about_more, adding

from .support.person import SPLIT_SIGN, Person, answers_before, read_texts, talk

REAL = Assessor(load_knowledge())
END = "Enter ends here. If an answer was a slip, type b to change it: "


def _typed_at_the_end(*lines: str) -> tuple[Person, str]:
    """What is seen of the lines typed at an emergency, and the reason of the end."""
    person, outcome = talk("20", "yes", *lines)
    return person, outcome.reason


def test_only_enter_and_s_end_at_an_emergency() -> None:
    for slip in ("x", "no", "5", "u", "p", "l", "z", "t"):
        person, reason = _typed_at_the_end(slip, "")
        assert reason == "urgent"
        assert person.text.count(END) == 2, slip
        (error,) = person.errors
        assert error.startswith("there is no such choice. Press Enter to end here, or type b")
    for end in ("", "s"):
        person, reason = _typed_at_the_end(end)
        assert (person.text.count(END), reason) == (1, "urgent")


def test_why_and_so_far_say_again_what_to_do_and_h_has_the_keys() -> None:
    for key in ("?", "f"):
        person, reason = _typed_at_the_end(key, "")
        assert reason == "urgent"
        assert person.printed.count("Go to an emergency department.") == 2
        assert person.errors == []
    person, _ = _typed_at_the_end("h", "")
    assert "s or save: save and stop" in person.text
    assert person.text.count(END) == 2


def test_after_a_slip_at_the_end_b_still_changes() -> None:
    person, outcome = talk("20", "yes", "x", "b", "no")
    assert outcome.reason == "saved"
    assert outcome.answers["safety.eaten"].entered == "no"
    assert "Your answer adds" not in person.text  # to mend a slip is no longer interview


def test_an_answer_that_opens_many_questions_says_so() -> None:
    assert adding(10, 14) == ""
    assert adding(10, 3) == ""
    assert adding(10, 23) == "Your answer adds about 13 questions."
    assert about_more(1) == "Perhaps the last."
    person = Person(["", *["p"] * 6])
    sore = {"symptom.sites": "none"}
    person.talk(read_texts(sore, REAL), REAL, Depth.FULL)
    assert "Your answer adds" not in person.text
    person = Person(["b", "shin, calf, heel", "s"])
    person.talk(read_texts(sore, REAL), REAL, Depth.FULL)
    assert "Your answer adds about " in person.text


def test_nothing_is_settled_yet_at_the_first_question() -> None:
    person, _ = talk("f")
    assert "Nothing is settled yet." in person.printed
    person = Person(["", "f"])
    person.talk(assessor=REAL)
    assert "warning signs can still" not in person.text


def test_the_keys_come_after_the_notice_and_before_the_first_question() -> None:
    person = Person(["", "40", "s"])
    person.talk(assessor=REAL)
    notice = person.printed.index(f"Enter to go on, h for all keys, s to stop: {SPLIT_SIGN}")
    keys = next(at for at, one in enumerate(person.printed) if one.startswith("Keys, each"))
    assert notice < keys < person.printed.index("How old are you?")


def test_who_goes_on_is_not_told_it_all_again() -> None:
    person = Person(["s"])
    person.talk(read_texts({"runner.age": "40"}, REAL), REAL)
    at = person.printed.index("How old") if "How old" in person.printed else len(person.printed)
    assert "Before we begin" not in person.text
    assert "Keys, each" not in person.text
    assert "h lists all keys." in person.printed[:at]


def test_an_early_finish_is_short_and_f_has_the_details() -> None:
    before = answers_before("plant.name")
    person = Person(["f", ""])
    person.talk(read_texts(before), depth=Depth.FULL)
    flat = " ".join(person.text.split())
    offer = "Your whole result is settled: nothing that is left to ask can change it."
    assert flat.count(offer) == 2
    assert "would only shape your plan and its notes." in flat
    assert "You have answered all safety questions" in flat.partition("So far")[2]
    assert "You have answered all safety questions" not in flat.partition("So far")[0]


def test_who_comes_back_to_an_emergency_hears_of_it_first() -> None:
    person, outcome = talk(before={"safety.eaten": "yes"})
    assert outcome.reason == "urgent"
    assert "h lists all keys." not in person.text


def test_to_leave_out_a_sign_that_needs_help_at_once_takes_a_second_word() -> None:
    person, outcome = talk("", "20", "yes", "b", "p", "", "p", "x", "s")
    assert person.text.count("A moment ago you marked a sign that needs help at once.") == 2
    assert "If you might have it: Go to an emergency department." in person.text
    assert outcome.answers["safety.eaten"].state is State.DECLINED
    _, kept = talk("", "20", "yes", "b", "p", "")
    assert kept.answers["safety.eaten"].value == "yes"
    assert kept.reason == "urgent"
