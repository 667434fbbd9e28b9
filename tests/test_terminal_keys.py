"""What the keys of the dialogue do: why, so far, later, undo, early finish, last time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Answers, Question, State
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.log import replay
from surefoot.intake.interview.proof import Depth
from surefoot.intake.terminal.lines import Outcome
from surefoot.intake.typed import Key, choose, key_of

from .support.person import (
    SPLIT_SIGN,
    TINY,
    Person,
    answers_before,
    in_asking_order,
    read_texts,
    said,
    talk,
)

REAL = Assessor(load_knowledge())


class Runner(Person):
    """Types the answers of a file at the questions, and keys first where there are some.

    What stands in `keys` is typed once at each question; Enter goes on everywhere else.
    """

    answers: Answers
    keys: tuple[str, ...]
    pressed: set[tuple[str, str]]

    def read(self, prompt: str) -> str:
        text = self.typed_at(prompt)
        self.printed.append(prompt + SPLIT_SIGN + text)
        return text

    def typed_at(self, prompt: str) -> str:
        if prompt.startswith(("Enter", "Number, or Enter")):
            return ""
        flat = " ".join(" ".join(self.printed[-60:]).split())
        asked = max(REAL.knowledge.asked.values(), key=lambda one: flat.rfind(one.ask))
        key = next((one for one in self.keys if (asked.id, one) not in self.pressed), None)
        if key is not None:
            self.pressed.add((asked.id, key))
            return key
        answer = self.answers.get(asked.id)
        if answer is None or answer.state is State.DECLINED:
            return "/p"
        return "/u" if answer.state is State.DONT_KNOW else answer.entered


def _runner(name: str, *keys: str) -> Runner:
    person = Runner([])
    person.answers = read_answers(SHIPPED / "runners" / f"{name}.yaml", REAL.knowledge).answers
    person.keys, person.pressed = keys, set()
    return person


def _flat(person: Person) -> str:
    return " ".join(person.text.split())


NAMES = ["example", "knee-and-achilles-at-once", "new-runner-shin-pain-in-bed", "miles-and-pounds"]


@pytest.mark.parametrize("name", NAMES)
def test_typed_answers_are_those_of_the_file_and_come_to_the_same(name: str) -> None:
    person = _runner(name)
    outcome = person.talk(assessor=REAL)
    typed = {one: answer for one, answer in outcome.answers.items() if one in person.answers}
    assert {one: answer.value for one, answer in typed.items()} == {
        one: person.answers[one].value for one in typed
    }
    assert {one: answer.shown for one, answer in typed.items()} == {
        one: person.answers[one].shown for one in typed
    }
    asked = diagnose(REAL, {**outcome.answers})
    of_file = diagnose(REAL, {**outcome.answers, **{one: person.answers[one] for one in typed}})
    assert asked.headline == of_file.headline
    assert replay(person.logs[-1], REAL.knowledge).answers == outcome.answers


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("depth", [Depth.QUICK, Depth.FULL])
def test_an_early_finish_comes_to_what_the_whole_interview_does(name: str, depth: Depth) -> None:
    person = _runner(name)
    early = person.talk(assessor=REAL, depth=depth)
    assert person.errors == []
    whole = _runner(name).talk(assessor=REAL)
    first = diagnose(REAL, early.answers)
    last = diagnose(REAL, {**whole.answers, **early.answers})
    assert first.tier == last.tier
    if depth is Depth.FULL or last.plan.shown:  # else the tier alone is the headline
        assert first.headline == last.headline
    if depth is Depth.FULL and last.plan.shown:
        assert [one.pillar.id for one in first.pillars] == [one.pillar.id for one in last.pillars]
    assert len(early.answers) < len(whole.answers)


def test_why_and_so_far_at_every_question_change_nothing() -> None:
    plain, curious = _runner("example"), _runner("example", "?", "f", "h")
    first = plain.talk(assessor=REAL, depth=Depth.QUICK)
    second = curious.talk(assessor=REAL, depth=Depth.QUICK)
    assert said(first.answers) == said(second.answers)
    assert curious.errors == []
    asked = {REAL.knowledge.questions[name].ask for name in second.answers}
    assert curious.text.count("Why we ask: ") == len(asked)
    assert curious.text.count("Your answer can still change: ") == len(asked)


def test_why_names_parts_but_no_sign_no_pattern_and_no_advice() -> None:
    person = _runner("knee-and-achilles-at-once", "?")
    person.talk(assessor=REAL)
    flat = _flat(person)
    assert "what kind of pain it may be" in flat
    assert "Training load" in flat
    assert "what to do first" in flat
    _, *why = flat.split("Your answer can still change: ")
    knowledge = REAL.knowledge
    titles = {flag.title for flag in knowledge.rules.values() if flag.id.startswith("flag.")}
    titles |= {one.title for one in knowledge.patterns.values()}
    titles |= {one.title for one in knowledge.advice.values()}
    assert not [title for title in titles if any(title in one.split("?")[0] for one in why)]


def test_where_no_plan_is_shown_no_part_is_named() -> None:
    person = _runner("new-runner-shin-pain-in-bed", "?", "f")
    outcome = person.talk(assessor=REAL, depth=Depth.FULL)
    assert outcome.reason == "finished"
    flat = _flat(person)
    after = flat[flat.index("It is settled who to see first") :]
    assert "See a doctor" in after
    assert "how strong or weak a part is" not in after
    assert "of 100" not in after


def test_what_is_put_off_twice_stays_open_and_can_be_answered_at_the_end() -> None:
    typed = in_asking_order({"plant.age": "20"})
    lines = list(typed.values())
    person, outcome = talk("l", *[line for name, line in typed.items() if name != "plant.age"],
                           "later", "s")  # fmt: skip
    assert "Put off. It comes again after the others." in person.printed
    assert "Put off. It stays open; you can still answer it at the end." in person.printed
    at = person.printed.index("Put off, and still open")
    assert person.printed[at + 1] == f"{len(lines)}. Age"
    assert "plant.age" not in outcome.answers


def test_an_answer_cannot_be_put_off() -> None:
    person, outcome = talk("20", "b", "l", "")
    assert person.errors == ["this question has an answer. Enter keeps it; z takes it back."]
    assert said(outcome.answers) == {"plant.age": "20"}


def test_undo_lists_what_was_said_and_takes_one_back() -> None:
    names = list(answers_before("plant.name"))
    person, outcome = talk("/z", "9", "x", "1", before=answers_before("plant.name"))
    at = person.printed.index("What you said so far, the last answer at the end")
    assert person.printed[at + 1] == "1. Age: 20 months"
    for one in ("9", "x"):
        assert f"Error: there is no answer '{one}'. Type 1 to 7." in person.printed
    assert list(outcome.answers) == [name for name in names if name != "plant.age"]
    assert "Your other answers stay." in _flat(person)


@pytest.mark.parametrize("typed", ["", "b"])
def test_undo_can_be_left(typed: str) -> None:
    _, outcome = talk("20", "z", typed, "no")
    assert said(outcome.answers) == {"plant.age": "20", "safety.eaten": "no"}


def test_a_change_is_undone_to_what_it_was_before() -> None:
    person, outcome = talk("20", "b", "30", "z", "1")
    assert said(outcome.answers) == {"plant.age": "20"}
    assert "It is again: 20 months." in _flat(person)


def test_a_long_list_of_what_was_said_is_read_out_only_if_asked() -> None:
    person = _runner("example")
    outcome = Person(["", "z", "l", "", "s"]).talk(person.answers, REAL)
    assert len(outcome.answers) == len(person.answers)
    lister = Person(["z", "l", ""])
    lister.talk(person.answers, REAL, Depth.FULL)
    assert "l lists them too." in lister.text
    assert sum(line.startswith("1. ") for line in lister.printed) >= 1


def _last_time(*lines: str) -> tuple[Person, Outcome]:
    person = Person(lines)
    before = read_texts({"plant.age": "20", "plant.name": "Fern", "symptom.sites": "none"})
    return person, person.talk(before=before)


def test_enter_confirms_the_answer_of_last_time() -> None:
    person, outcome = _last_time("", "no", "", "s")
    assert "Last time (12 October): 20 months. Enter keeps it." in person.printed
    assert outcome.answers["plant.age"].source == "before"
    assert outcome.answers["safety.eaten"].source == "typed"
    assert [entry.source for entry in person.logs[-1]] == ["before", "typed", "before"]


def test_nothing_follows_from_last_time_until_it_is_confirmed() -> None:
    _, outcome = _last_time("s")
    assert outcome.answers == {}


def _question(name: str) -> Question:
    return REAL.knowledge.questions[name]


@pytest.mark.parametrize("word", ["back", "BACK", "test", "later", "help", "how", "why", "undo"])
def test_the_word_of_a_key_is_no_key_where_a_choice_has_it(word: str) -> None:
    sites = _question("symptom.sites")
    is_choice = word.lower() == "back"
    assert (key_of(word, sites) is None) is is_choice


def test_both_meanings_of_such_a_word_are_named() -> None:
    person, outcome = Person(["back", "/back", "s"]), None
    interview = start_interview(Reading(REAL), depth=Depth.FULL)
    while (question := interview.question) and question.id != "symptom.sites":
        found = interview.answer(question, "prefer not to say")
        assert isinstance(found, Interview)
        interview = found
    outcome = person.talk(interview.answers, REAL, Depth.FULL)
    assert outcome.reason == "saved"
    assert person.errors == [
        "there is no answer 'back' here. Type one or more of 1 to 21, with commas between them. "
        "If you meant the key, type b."
    ]


@settings(deadline=None)
@given(st.sampled_from(list(REAL.knowledge.questions.values())), st.data())
def test_no_key_hides_a_choice(question: Question, data: st.DataObject) -> None:
    labels = getattr(question.kind, "labels", {})
    if not labels:
        return
    text = data.draw(st.sampled_from([*labels, *labels.values()]))
    assert key_of(text, question) is None
    assert choose(question, text) == [next(w for w in labels if text in (w, labels[w]))]


def test_each_key_has_its_word_and_its_slash() -> None:
    name = TINY.knowledge.questions["plant.name"]
    for key in Key:
        assert key_of(f"/{key}", name) is key
    for word, key in {"later": Key.LATER, "undo": Key.UNDO, "how": Key.SO_FAR}.items():
        assert key_of(f"/{word}", name) is key
        assert key_of(word, name) is None
