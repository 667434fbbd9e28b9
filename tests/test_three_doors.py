"""The same person in the terminal, on the web page and in a file: the same answers and result."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from surefoot.engine.answers import read_answers
from surefoot.engine.answers_text import format_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.population.generating import runner_maker
from surefoot.engine.population.reading import read_population
from surefoot.engine.result import result
from surefoot.engine.vocabulary import Answers, Number, Question, State
from surefoot.intake.interview.asking import Interview, start_interview
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.database import open_store
from surefoot.intake.store.sessions import keep_steps, load_interview, start_stored
from surefoot.intake.terminal.dialogue import run_interview
from surefoot.intake.terminal.lines import Lines
from surefoot.intake.typed import labels_of

from .support.web_pages import TINY_BASE, TODAY, Visitor, make_service, reading_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from surefoot.engine.reasoning.prospect import Reading

_MOST_STEPS = 400
TINY, REAL = reading_of(TINY_BASE), reading_of()
_ENTER = ("Enter to go on", "Enter ends here", "Number, or Enter")
_OFFER = "Enter to check"
Said = str  # what stands in an answers file: `knee, shin`, `unknown`, `20 mi`


@cache
def _made_up() -> Callable[[int], Answers]:
    knowledge = REAL.assessor.knowledge
    return runner_maker(knowledge, read_population(None, knowledge), 7)


def _made_up_runner(number: int) -> Callable[[Question], Said]:
    truth = _made_up()(number)

    def say(question: Question) -> Said:
        answer = truth.get(question.id)
        if answer is None or answer.state is not State.GIVEN:
            return "unknown" if question.offers_dont_know else "prefer not to say"
        return _with_unit(question, answer.entered)

    return say


def _random_runner(seed: int) -> Callable[[Question], Said]:
    """Anything at all, and always the same to the same question."""

    def say(question: Question) -> Said:
        chance = random.Random(f"{seed} {question.id}")
        labels = labels_of(question)
        if chance.random() < 0.15:
            return "unknown" if question.offers_dont_know else "prefer not to say"
        if labels:
            return chance.choice(list(labels))
        if isinstance(question.kind, Number):
            low, high = question.kind.lowest, question.kind.highest
            return _with_unit(question, f"{chance.uniform(low, high):.1f}")
        return "Ann"

    return say


def _with_unit(question: Question, entered: str) -> Said:
    """A number with its unit, as the web page sends it."""
    unit = question.kind.unit if isinstance(question.kind, Number) else ""
    return f"{entered} {unit}" if unit in {"km", "m", "cm", "kg", "weeks"} else entered


def _in_terminal(reading: Reading, folder: Path, say: Callable[[Question], Said]) -> Answers:
    """What is stored once everything was answered at prompts."""
    store = open_store(folder / "terminal")
    knowledge = reading.assessor.knowledge
    stored = start_stored(store, store.add_runner("").id, knowledge, Depth.FULL)
    by_words = {one.ask: one for one in knowledge.asked.values()}
    printed: list[str] = []

    def read(prompt: str) -> str:
        if prompt.startswith(_ENTER):
            printed.clear()
            return ""
        if prompt.startswith(_OFFER):
            printed.clear()
            return "g"
        # A question may be printed in several lines, and stands where the last one began.
        text = " ".join(printed)
        asked = max(by_words, key=text.rfind)
        is_again = "Enter keeps it" in text
        printed.clear()
        return "" if is_again else _typed(say(by_words[asked]))

    def keep(before: Interview, after: Interview) -> None:
        keep_steps(store, stored.id, before, after)

    interview = start_interview(reading, depth=Depth.FULL)
    run_interview(interview, Lines(read, printed.append), keep)
    return load_interview(store, stored, reading).answers


def _typed(said: Said) -> str:
    return {"unknown": "/u", "prefer not to say": "/p"}.get(said, said)


def _on_web(reading: Reading, folder: Path, say: Callable[[Question], Said]) -> Answers:
    """What is stored once every page was answered."""
    visitor = Visitor.of(make_service(folder / "web", reading)).come_in()
    name = visitor.start("full")
    for _ in range(_MOST_STEPS):
        if not visitor.question:
            interview = visitor.stored(name)
            if interview.offer is None:
                return interview.answers
            visitor.post(f"/i/{name}/enough").agree()
        else:
            said = say(reading.assessor.knowledge.questions[visitor.question])
            match said:
                case "unknown":
                    visitor.press("unknown")
                case "prefer not to say":
                    visitor.press("decline")
                case _:
                    visitor.say(*said.split(", "))
            assert "/notice" not in visitor.at
    raise AssertionError(f"no end: {visitor.at}")


def _from_file(reading: Reading, folder: Path, answers: Answers) -> Answers:
    """What an answers file with the same words reads as."""
    path = folder / "answers.yaml"
    path.write_text(format_answers(answers), encoding="utf-8")
    return read_answers(path, reading.assessor.knowledge).answers


def _plain(answers: Answers) -> dict[str, tuple[State, object, str]]:
    """Answers without where they came from."""
    return {name: (one.state, one.value, one.entered) for name, one in answers.items()}


def _whole(reading: Reading, answers: Answers) -> object:
    found = result(diagnose(reading.assessor, answers, TODAY))
    return {name: part for name, part in found.items() if name != "runner"}  # with sources


def _check(reading: Reading, folder: Path, say: Callable[[Question], Said]) -> None:
    typed, clicked = _in_terminal(reading, folder, say), _on_web(reading, folder, say)
    read = _from_file(reading, folder, typed)
    assert _plain(typed) == _plain(clicked) == _plain(read)
    assert _sources(typed) <= {"typed"}
    assert _sources(clicked) <= {"web"}
    assert _whole(reading, typed) == _whole(reading, clicked) == _whole(reading, read)


def _sources(answers: Answers) -> set[str]:
    return {one.source for one in answers.values()}


@settings(
    deadline=None,
    max_examples=20,
    phases=[Phase.generate],  # to make a seed smaller says nothing
)
@given(seed=st.integers(0, 10**6))
def test_a_small_base_gets_the_same_answers_through_every_door(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    _check(TINY, tmp_path_factory.mktemp("doors"), _random_runner(seed))


@pytest.mark.parametrize("number", range(4))
def test_a_made_up_runner_gets_the_same_answers_and_result_through_every_door(
    tmp_path: Path, number: int
) -> None:
    _check(REAL, tmp_path, _made_up_runner(number))


@pytest.mark.long
@pytest.mark.parametrize("number", range(4, 200))
def test_many_made_up_runners_do(tmp_path: Path, number: int) -> None:
    _check(REAL, tmp_path, _made_up_runner(number))
