"""The interview in a real terminal: every key, every end, and what a killed process leaves."""

import os
import signal
import stat
from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.loading import load_knowledge
from surefoot.engine.shipped import SHIPPED

from .support.person import in_asking_order
from .support.real_terminal import answers_in, ask, stored

# Plain answers to the tiny base, by the first words of each question.
FERN = {
    "How old": "20", "Did a child": "no", "Where does": "4", "Do you see": "1",
    "How many hours": "5", "How far": "12 mi", "How many days": "7", "What do you call": "Fern",
}  # fmt: skip


def _files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"data"}


@pytest.mark.parametrize(
    "environment", [{"TERM": "dumb"}, {"TERM": "xterm-256color"},
                    {"TERM": "xterm-256color", "NO_COLOR": "1"}],
    ids=["dumb", "xterm", "no-color"],
)  # fmt: skip
def test_a_whole_interview_shows_no_escape_code_and_leaves_a_report(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    with ask(tmp_path, **environment) as terminal:
        terminal.go_through(FERN, "u")
    assert terminal.exit_code == 0
    assert "\x1b" not in terminal.shown
    assert "\a" not in terminal.shown
    assert "\n\n\n" not in terminal.shown
    assert _files(tmp_path) == {"surefoot-report.html", "surefoot-report.pdf"}
    ((interview, _),) = stored(tmp_path)
    assert interview.is_finished
    assert answers_in(tmp_path)["plant.moved_km"] == "12 mi"


KEYS = {
    "?": "Why we ask: Seedlings need other care.",
    "why": "Your answer can still decide: ",
    "f": "So far",
    "how": "Nothing is settled yet.",
    "h": "b or back: to the question before",
    "help": "Several answers: their numbers",
    "b": "Error: this is the first question.",
    "back": "Error: this is the first question.",
    "z": "Error: nothing is answered yet.",
    "undo": "Error: nothing is answered yet.",
    "t": "Error: this question has no test here.",
    "test": "Error: this question has no test here.",
    "": "Error: there is no answer yet.",
}


def test_every_key_that_only_tells_something_asks_again(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        for key, expected in KEYS.items():
            terminal.type(key)
            terminal.until(expected)
            terminal.until("How old is the plant?")
        terminal.type("s")
        assert "nothing is saved" in terminal.end()
    assert stored(tmp_path) == []
    assert _files(tmp_path) == set()


@pytest.mark.parametrize(
    ("key", "told", "said"),
    [
        ("u", "Noted: Don't know", "unknown"),
        ("unknown", "Noted: Don't know", "unknown"),
        ("p", "Noted: Preferred not to say", "prefer not to say"),
        ("skip", "Noted: Preferred not to say", "prefer not to say"),
        ("2 years", "Noted: 2 years", "2 years"),
    ],
)
def test_every_key_that_answers_is_on_disk_before_the_next_question(
    tmp_path: Path, key: str, told: str, said: str
) -> None:
    with ask(tmp_path) as terminal:
        terminal.type(key)
        terminal.until(told)
        terminal.prompt()
        assert answers_in(tmp_path) == {"plant.age": said}


def test_what_is_put_off_comes_last_and_stays_open_after_the_second_time(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "later")
        terminal.until("Put off. It comes again after the others.")
        later = {words: line for words, line in FERN.items() if words != "Did a child"}
        terminal.go_through(later, "u", until="Did a child")
        terminal.child.sendline("l")
        terminal.until("Put off. It stays open; you can still answer it at the end.")
        terminal.until("Put off, and still open")
        number = terminal.prompt().lstrip().partition(".")[0]
        terminal.child.sendline(number)
        terminal.until("Did a child")
        terminal.go_through(later, "no")
        assert "Your report:" in terminal.shown
    assert answers_in(tmp_path)["safety.eaten"] == "no"


def test_back_change_and_undo(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "no", "b", "", "4")  # back to the second question, and Enter keeps it
        terminal.until("Noted: It looks well")
        terminal.type("z", "1")
        terminal.until("Taken back: Age: 20 months. The question is open again.")
        terminal.go_through({**FERN, "How old": "30"}, "u")
    assert "Your answer so far: No. Enter keeps it." in terminal.shown
    _, log = stored(tmp_path)[0]
    ages = [(entry.act, entry.said) for entry in log if entry.question == "plant.age"]
    assert ages == [("answer", "20"), ("take_back", ""), ("answer", "30")]
    assert answers_in(tmp_path)["symptom.sites"] == "none"


def test_an_answer_is_changed_at_the_end_and_the_old_one_stays_in_the_log(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.go_through(FERN, "u", until="Number, or Enter to make the report")
        number = next(
            line for line in terminal.shown.splitlines() if line.endswith("Age: 20 months")
        ).partition(".")[0]
        terminal.child.sendline(number)
        terminal.type("30", "l", "")
        terminal.end()
    assert f"{number}. Age: 30 months" in terminal.shown
    _, log = stored(tmp_path)[0]
    assert [one.said for one in log if one.question == "plant.age"] == ["20", "30"]


@pytest.mark.parametrize("signal_name", ["SIGKILL", "SIGHUP", "SIGTERM"])
@pytest.mark.parametrize("answered", [1, 4])
def test_a_killed_process_loses_nothing_that_was_noted(
    tmp_path: Path, answered: int, signal_name: str
) -> None:
    typed = in_asking_order(
        {"plant.age": "20", "safety.eaten": "no", "symptom.sites": "none", "water.signs": "smell",
         "light.hours": "5", "plant.moved_km": "12 mi", "water.days_between": "7"}
    )  # fmt: skip
    lines = list(typed.values())
    with ask(tmp_path) as terminal:
        for line in lines[:answered]:
            terminal.type(line)
            terminal.until("Noted: ")  # not one line more was read
        os.kill(terminal.child.pid, getattr(signal, signal_name))
        terminal.child.wait()
    assert list(answers_in(tmp_path)) == list(typed)[:answered]
    with ask(tmp_path, "--resume") as terminal:
        terminal.go_through(FERN, "u")
    before = list(typed)[:answered]
    assert "Your report:" in terminal.shown
    assert f"{answered} question" in terminal.shown
    assert list(answers_in(tmp_path))[:answered] == before


@pytest.mark.parametrize("key", ["ctrl-c", "ctrl-d", "s", "quit", "hang up"])
def test_every_way_to_stop_keeps_the_answers_and_says_how_to_go_on(
    tmp_path: Path, key: str
) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20")
        terminal.prompt()
        match key:
            case "ctrl-c":
                terminal.child.sendintr()
            case "ctrl-d":
                terminal.child.sendeof()
            case "hang up":
                terminal.child.close()
            case _:
                terminal.child.sendline(key)
        if key != "hang up":
            shown = terminal.end()
            assert "Your answers are saved." in shown
            assert "To go on: surefoot ask --resume" in shown
            assert "Traceback" not in shown
            assert terminal.exit_code == 0
    assert answers_in(tmp_path) == {"plant.age": "20"}
    assert _files(tmp_path) == set()


def test_an_unfinished_interview_is_gone_on_with_or_left(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "s")
        terminal.end()
    with ask(tmp_path) as terminal:
        terminal.until("There is an interview that is not finished: 1 answer, the last on")
        terminal.type("perhaps", "")
        terminal.until("Did a child")
        assert "Error: there is no such choice." in terminal.shown
        terminal.type("s")
        terminal.end()
    assert len(stored(tmp_path)) == 1
    with ask(tmp_path) as terminal:
        terminal.type("n", "30", "s")
        terminal.end()
    assert [len(log) for _, log in stored(tmp_path)] == [1, 1]
    with ask(tmp_path) as terminal:
        terminal.prompt()
        terminal.child.sendintr()
        assert "Stopped. Nothing was changed." in terminal.end()


def test_asked_again_enter_confirms_what_was_said_the_last_time(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.go_through(FERN, "u")
    with ask(tmp_path, "--again") as terminal:
        assert "Enter keeps it." in terminal.until("How old is the plant?")
        assert "Last time (" in terminal.type("")
        terminal.until("Noted: 20 months")
        terminal.type("yes, the cat", "no")
        terminal.go_through({}, "u")
    new, old = stored(tmp_path)
    assert new[0].before == old[0].id
    sources = {one.question: one.source for one in new[1] if one.act == "answer"}
    assert sources["plant.age"] == "before"
    assert sources["safety.eaten"] == "typed"
    assert answers_in(tmp_path) == {one.question: one.said for one in old[1] if one.act == "answer"}


def test_nothing_to_go_on_with_is_said(tmp_path: Path) -> None:
    for option in ("--resume", "--again"):
        with ask(tmp_path, option) as terminal:
            assert "there is no runner here yet" in terminal.end()
            assert terminal.exit_code == 2
    with ask(tmp_path, "--resume", "--again") as terminal:
        assert "ask for two things" in terminal.end()
    assert stored(tmp_path) == []


def test_several_runners_are_kept_apart(tmp_path: Path) -> None:
    for name in ("Ana", "Sam"):
        with ask(tmp_path, "--runner", name) as terminal:
            terminal.type("20", "s")
            terminal.end()
    assert "A new runner: Sam. There are already: Ana." in terminal.shown
    with ask(tmp_path) as terminal:
        shown = terminal.end()
    assert terminal.exit_code == 2
    assert "Ana and Sam" in shown
    assert "--runner NAME" in shown
    with ask(tmp_path, "--resume", "--runner", "ana") as terminal:
        terminal.type("no", "s")
        assert "surefoot ask --resume --runner ana" in terminal.end()
    assert sorted(len(log) for _, log in stored(tmp_path)) == [1, 2]
    with ask(tmp_path, "--resume", "--runner", "Anna") as terminal:
        assert "did you mean Ana?" in " ".join(terminal.end().split())


def test_an_emergency_is_told_at_once(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "yes")
        terminal.until("Go to an emergency department.")
        terminal.type("")
        assert "Your report:" in terminal.end()
    assert stored(tmp_path)[0][0].is_finished


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii"])
def test_a_terminal_of_few_signs_is_enough(tmp_path: Path, encoding: str) -> None:
    name = "Zoe" if encoding == "ascii" else "Zoë"
    with ask(tmp_path, encoding=encoding, PYTHONIOENCODING=encoding, PYTHONUTF8="0") as terminal:
        terminal.go_through({**FERN, "What do you call": name}, "u", goes_on=True)
    assert "Your report:" in terminal.shown
    assert "Traceback" not in terminal.shown
    assert answers_in(tmp_path)["plant.name"] == name


def _of_a_runner(name: str) -> dict[str, str]:
    """What a whole runner of the shipped base types, by the question."""
    knowledge = load_knowledge()
    answers = read_answers(SHIPPED / "runners" / name, knowledge).answers
    return {
        " ".join(question.ask.split()): answers[question.id].entered.replace("unknown", "u")
        for question in knowledge.questions.values()
        if question.id in answers
    }


def test_quick_ends_at_a_proved_headline_and_full_goes_on(tmp_path: Path) -> None:
    lines = _of_a_runner("example.yaml")
    asked = {}
    for option in ("--quick", "--again"):
        with ask(tmp_path, option, "--knowledge", str(SHIPPED)) as terminal:
            terminal.go_through(lines, "p")
        assert "\x1b" not in terminal.shown
        assert "Error: " not in terminal.shown
        assert "What comes first is settled" in terminal.shown
        asked[option] = terminal.shown.count("Noted: ")
    assert "Enter to go on, or r to check your answers" in terminal.shown
    assert "Your whole result is settled" in terminal.shown
    assert asked["--quick"] < asked["--again"]
    assert len(stored(tmp_path)) == 2


def test_going_on_after_the_whole_result_asks_what_is_left(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.go_through(FERN, "u", goes_on=True)
    assert "Your whole result is settled" in terminal.shown
    assert "What do you call your plant?" in terminal.shown
    assert any(entry.act == "go_on" for entry in stored(tmp_path)[0][1])


def test_a_copy_of_the_answers_is_written_with_each_one_and_can_be_gone_on_with(
    tmp_path: Path,
) -> None:
    copy = tmp_path / "mine.yaml"
    with ask(tmp_path, "--answers-out", "mine.yaml") as terminal:
        terminal.type("20", "no")
        terminal.until("Noted: No")
        terminal.child.kill(signal.SIGKILL)
        terminal.child.wait()
    assert 'safety.eaten: "no"' in copy.read_text("utf-8")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    elsewhere = ("--data", str(tmp_path / "other"))
    with ask(tmp_path, "--answers-out", "mine.yaml", "--resume", *elsewhere) as terminal:
        assert "Taken in from mine.yaml: 2 answers." in terminal.until("Where does")
        terminal.go_through(FERN, "u")
    assert "Your report:" in terminal.shown
    assert "water.signs" in copy.read_text("utf-8")
    ((_, log),) = stored(tmp_path, "other")
    sources = {entry.question: entry.source for entry in log}
    assert (sources["plant.age"], sources["water.signs"]) == ("file", "typed")


def test_an_interview_of_another_base_is_not_gone_on_with(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "s")
        terminal.end()
    with ask(tmp_path, "--knowledge", str(SHIPPED)) as terminal:
        terminal.until("Before we begin")
        terminal.type("s")
        assert "nothing is saved" in terminal.end()
    with ask(tmp_path, "--resume", "--knowledge", str(SHIPPED)) as terminal:
        assert "there is no interview to go on with" in terminal.end()
