"""The dialogue line by line: what is printed, what is asked, how it ends."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.answers import answers_from, read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.errors import Source
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.source import read_text
from surefoot.engine.vocabulary import Answers, State
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.proof import Depth
from surefoot.intake.private_file import write_private
from surefoot.intake.typed import Key

from .support.person import (
    SPLIT_SIGN,
    TINY,
    Line,
    Person,
    answers_before,
    in_asking_order,
    read_texts,
    said,
    talk,
)

REAL = Assessor(load_knowledge())
UNREADABLE = UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

# One runner of the tiny base from the first question to the last.
WAY = in_asking_order({
    "safety.eaten": "no", "plant.name": "Fern", "plant.age": "20", "plant.moved_km": "12 mi",
    "symptom.sites": "1, 3", "symptom.leaves.weeks": "2", "symptom.leaves.colour": "1",
    "symptom.roots.weeks": "0,5", "symptom.roots.soft": "y", "water.days_between": "u",
    "water.signs": "a musty smell, 3", "water.drains": "n", "light.hours": "5:30",
})  # fmt: skip


def test_a_whole_interview() -> None:
    person, outcome = talk(*WAY.values(), "")
    assert outcome.reason == "finished"
    assert list(outcome.answers) == list(WAY)
    assert {name: one.shown for name, one in outcome.answers.items()} == {
        "safety.eaten": "No", "plant.name": "Fern", "plant.age": "20 months",
        "plant.moved_km": "12 mi", "symptom.sites": "Leaves and Roots",
        "symptom.leaves.weeks": "2 weeks", "symptom.leaves.colour": "Yellow",
        "symptom.roots.weeks": "0.5 weeks", "symptom.roots.soft": "Yes",
        "water.days_between": "Don't know",
        "water.signs": "A musty smell and Water in the saucer", "water.drains": "No",
        "light.hours": "5:30 h",
    }  # fmt: skip
    assert person.errors == []


def test_what_is_printed_is_plain_and_evenly_spaced() -> None:
    person, _ = talk(*WAY.values(), "3", "21", "")
    assert person.text.replace("\n", "").isprintable()
    assert "\n\n\n" not in person.text
    shown = [line.partition(SPLIT_SIGN)[0] for line in person.printed]
    assert max(map(len, shown)) <= 78
    assert all(line == line.rstrip() for line in person.printed if SPLIT_SIGN not in line)


def test_the_first_lines_say_what_this_is() -> None:
    person, _ = talk()
    head = " ".join(person.printed[:10])
    for part in ("House plants", "about 10 questions", "5 minutes", "leaves this computer",
                 "no diagnosis", "? why we ask", "s save and stop"):  # fmt: skip
        assert part in head


def test_a_topic_begins_with_its_title_its_reason_and_what_is_left() -> None:
    person, _ = talk("20")
    at = person.printed.index("Your plant")
    assert person.printed[at : at + 5] == [
        "Your plant",
        "Its kind and age set what is usual.",
        "About 10 more.",
        "",
        "How old is the plant?",
    ]
    at = person.printed.index("Safety")
    assert person.printed[at + 2] == "About 9 more."


def test_a_question_stands_before_its_options_and_the_prompt() -> None:
    person, _ = talk(before=answers_before("symptom.sites"))
    assert (
        person.printed[-8:]
        == [
            "Where does the plant look unwell?",
            "Choose all that fit.",
            "1. Leaves",
            "2. Stem",
            "3. Roots",
            "4. It looks well",
            "One or more numbers, 1 to 4, with commas (u if you don't know): ",
            "",
            "Your answers are saved. The next time you go on from here.",
        ][-8:]
    )


@pytest.mark.parametrize(
    "typed", ["s", "S", "/s", "quit", "q", EOFError(), KeyboardInterrupt()], ids=repr
)
def test_stopping_saves(typed: Line) -> None:
    person, outcome = talk("20", "no", typed)
    assert outcome.reason == "saved"
    told = {"plant.age": "20", "safety.eaten": "no"}
    assert said(person.saved[-1]) == said(outcome.answers) == told
    assert person.printed[-1] == "Your answers are saved. The next time you go on from here."


def test_without_an_answer_there_is_nothing_to_save() -> None:
    person, outcome = talk("s")
    assert outcome.reason == "saved"
    assert person.saved == []
    assert person.printed[-1] == "Nothing is answered yet, so nothing is saved."


def test_every_answer_is_saved_at_once() -> None:
    person, _ = talk(*WAY.values())
    assert [len(one) for one in person.saved] == list(range(1, len(WAY) + 1))


@pytest.mark.parametrize("cut", range(len(WAY)))
def test_after_a_cut_it_goes_on_where_it_was(cut: int, tmp_path: Path) -> None:
    path, lines = tmp_path / "answers.yaml", list(WAY.values())
    first = Person(lines[:cut]).talk()
    write_private(path, format_answers(first.answers))
    second = Person([*lines[cut:], ""])
    outcome = second.talk(read_answers(path, TINY.knowledge).answers)
    _, whole = talk(*lines, "")
    assert outcome.reason == "finished"
    assert said(outcome.answers) == said(whole.answers)
    assert second.errors == []


def test_going_on_says_how_much_is_left() -> None:
    person, _ = talk(before=answers_before("plant.name"))
    assert person.printed[2] == "7 questions answered so far, about 1 question to come."


def test_with_all_answered_it_goes_straight_to_the_check() -> None:
    person, outcome = talk("", before=answers_before(""))
    assert person.printed[2] == "8 questions answered so far, none to come."
    assert "Check your answers" in person.printed
    assert outcome.reason == "finished"


def test_back_shows_the_answer_and_enter_keeps_it() -> None:
    person, outcome = talk("20", "no", "b", "", "none")
    assert "Your answer so far: No. Enter keeps it." in person.printed
    assert said(outcome.answers) == {
        "plant.age": "20", "safety.eaten": "no", "symptom.sites": "none",
    }  # fmt: skip


def test_back_over_a_gate_and_another_way_on() -> None:
    before = answers_before("") | {"water.signs": "standing"}
    person, outcome = talk("y", "6", "1", "", before=before)
    assert person.printed.count("Do you empty the saucer after watering?") == 1
    assert outcome.reason == "finished"
    assert said(outcome.answers)["water.drains"] == "yes"  # kept, in case the gate opens again
    assert person.text.count("Saucer emptied: Yes") == 1  # and listed only while it counts


def test_a_change_that_closes_and_opens_gates() -> None:
    number = "5"  # Where it suffers
    lines = [number, "2", "2", "2", number, "4", number, "2", ""]  # yes, and two weeks
    person, outcome = talk(*lines, before=answers_before(""))
    assert outcome.reason == "finished"
    assert person.printed.count("For how many weeks have the stem looked unwell?") == 1
    lists = [at for at, line in enumerate(person.printed) if line == "Check your answers"]
    numbered = [line for line in person.printed[lists[-1] :] if "How long, stem: 2 weeks" in line]
    assert len(lists) == 4
    assert numbered == ["6. How long, stem: 2 weeks"]


def test_a_change_that_changes_no_gate_repeats_no_list() -> None:
    person, outcome = talk("3", "21", "l", "", before=answers_before(""))
    assert person.printed.count("Check your answers") == 2
    assert "3. Age: 20 months" in person.printed
    assert "3. Age: 21 months" in person.printed
    assert outcome.answers["plant.age"].value == 21


def test_back_from_the_check_goes_to_the_last_answer() -> None:
    person, outcome = talk("h", "b", "Moss", "", before=answers_before(""))
    assert "Your answer so far: Fern. Enter keeps it." in person.printed
    assert outcome.answers["plant.name"].value == "Moss"


def test_back_from_a_change_returns_to_the_check() -> None:
    person, outcome = talk("3", "b", "", before=answers_before(""))
    assert outcome.reason == "finished"
    assert person.printed.count("What do you call your plant?") == 0


def test_dont_know_can_be_mended_in_the_check() -> None:
    _, outcome = talk("8", "u", "8", "4", "", before=answers_before(""))
    assert outcome.answers["light.hours"].state is State.GIVEN


@pytest.mark.parametrize("typed", ["0", "9", "x", "u", "p", "1,2", "?"])
def test_the_check_says_what_can_be_changed(typed: str) -> None:
    person, outcome = talk(typed, "s", before=answers_before(""))
    assert person.errors == [f"there is no answer '{typed}'. 1 to 8 can be changed."]
    assert outcome.reason == "saved"


@pytest.mark.parametrize("typed", ["yes", "2"])
def test_a_tier_a_answer_ends_with_the_referral(typed: str) -> None:
    person, outcome = talk(typed, "", before=answers_before("safety.eaten"))
    assert outcome.reason == "urgent"
    at = person.printed.index("Stop here: Someone ate from the plant")
    assert person.printed[at + 1 : at + 4] == [
        "Go to an emergency department.",
        "Call the poison line now. Take the plant with you.",
        "What to tell them: The name of the plant, how much, and when.",
    ]
    assert "Where does the plant look unwell?" not in person.printed


@pytest.mark.parametrize("typed", ["", "s", "no", EOFError(), KeyboardInterrupt()], ids=repr)
def test_an_urgent_end_stays_urgent(typed: Line) -> None:
    _, outcome = talk("20", "yes", typed)
    assert outcome.reason == "urgent"


def test_a_slip_at_a_tier_a_question_can_be_mended() -> None:
    person, outcome = talk("20", "yes", "b", "no", "none")
    assert outcome.reason == "saved"
    assert "Your answer so far: Yes. Enter keeps it." in person.printed
    assert said(outcome.answers)["safety.eaten"] == "no"


def test_keeping_a_tier_a_answer_refers_again() -> None:
    person, outcome = talk("20", "yes", "b", "", "")
    assert outcome.reason == "urgent"
    assert person.printed.count("Stop here: Someone ate from the plant") == 2


def test_going_on_after_an_urgent_end_refers_again() -> None:
    person, outcome = talk(before={"safety.eaten": "yes"})
    assert outcome.reason == "urgent"
    assert "Stop here: Someone ate from the plant" in person.printed
    assert not [line for line in person.printed if line.endswith("?")]


def test_a_change_in_the_check_can_be_urgent() -> None:
    _, outcome = talk("1", "yes", "", before=answers_before(""))
    assert outcome.reason == "urgent"


def test_several_urgent_signs_are_all_named() -> None:
    person = Person(["1, 2", ""])
    before = answers_before_in(REAL, "safety.heart")
    assert person.talk(before, REAL).reason == "urgent"
    assert any(line.startswith("Stop here: ") for line in person.printed)
    assert any(line.startswith("Also: ") for line in person.printed)


def test_a_limit_ends_with_its_text() -> None:
    person, outcome = talk("0", "", before=answers_before("plant.age"))
    assert outcome.reason == "stopped"
    assert "We know too little about seedlings. Ask a gardener." in person.printed


def test_a_slip_at_a_limit_can_be_mended() -> None:
    _, outcome = talk("0", "b", "20", before=answers_before("plant.age"))
    assert outcome.reason == "saved"
    assert outcome.answers["plant.age"].value == 20


def test_under_sixteen_ends_after_the_age() -> None:
    plain = dict.fromkeys(
        ("safety.heart", "safety.leg", "safety.nerve_and_back", "safety.general", "symptom.sites"),
        "none",
    )
    person = Person(["Sam", "15", ""])
    before = plain | {"safety.country": "ireland"}
    assert person.talk(read_texts(before, REAL), REAL).reason == "stopped"


def answers_before_in(assessor: Assessor, name: str) -> Answers:
    """Answers of somebody who skips all until this question is asked."""
    interview = start_interview(Reading(assessor), depth=Depth.ALL)
    while (question := interview.question) is not None and question.id != name:
        found = interview.answer(question, "prefer not to say")
        assert isinstance(found, Interview)
        interview = found
    return interview.answers


class Newcomer(Person):
    """Takes the way of least effort through any base: none of these, the first, don't know."""

    def read(self, prompt: str) -> str:
        first = {"One": "none", "Number,": "1", "Text,": "Al"}.get(prompt.split(maxsplit=1)[0], "u")
        typed = "" if prompt.partition(":")[0].endswith(("make the report", "s to stop")) else first
        self.printed.append(prompt + SPLIT_SIGN + typed)
        return typed


def test_the_whole_real_interview_without_a_hitch() -> None:
    person = Newcomer([])
    outcome = person.talk(assessor=REAL)
    assert outcome.reason == "finished"
    assert person.errors == []
    assert len(outcome.answers) > 40
    assert person.text.replace("\n", "").isprintable()
    for name in outcome.answers:
        assert name not in person.text


def test_why_is_told_and_the_question_asked_again() -> None:
    person, _ = talk("?", before=answers_before("plant.age"))
    assert "Why we ask: Seedlings need other care." in person.printed
    assert person.printed.count("How old is the plant?") == 2


def test_all_keys_are_listed() -> None:
    person, _ = talk("h")
    for key in Key:
        assert any(line.startswith(str(key)) for line in person.printed)


def test_a_long_list_is_not_read_out_twice_in_a_row() -> None:
    person = Person(["x", "y"])
    person.talk(answers_before_in(REAL, "safety.heart"), REAL)
    assert person.printed.count("The answers are the 14 above.") == 1
    assert sum(line.startswith("1. ") for line in person.printed) == 2


def test_characters_that_cannot_be_read_are_no_answer() -> None:
    person, outcome = talk(UNREADABLE, "Fern", before=answers_before("plant.name"))
    assert person.errors == ["these characters cannot be read. Type the line again without them."]
    assert outcome.answers["plant.name"].entered == "Fern"


_SCRAPS = st.sampled_from(
    ["", "b", "?", "u", "p", "s", "h", "l", "z", "f", "g", "r", "t", "/b", "/l", "/z", "1", "2",
     "3", "1, 3", "4", "8", "0", "yes", "no", "none", "Fern", "12 mi", "5:30", "1,5", "999999",
     "\x1b[A", "\x00", "- x", "#"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_SCRAPS | st.text(max_size=12), max_size=60))
def test_whatever_is_typed_ends_well_and_is_kept(lines: list[str]) -> None:
    person = Person(lines)
    outcome = person.talk()
    assert "\x1b" not in "\n".join(line.partition(SPLIT_SIGN)[0] for line in person.printed)
    if person.saved:
        assert said(person.saved[-1]) == said(outcome.answers)
    text = format_answers(outcome.answers)
    back = answers_from(read_text(Source("a.yaml", text)), TINY.knowledge).answers
    assert said(back) == said(outcome.answers)
    again = Person([])
    again.talk(back)
    assert again.errors == []
