"""`surefoot ask` and what surrounds it: files, consent, what does not fit, tests left out."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

from surefoot.commands.runner_choice import report_stem
from surefoot.intake.store.shapes import StoredRunner

from .support.person import in_asking_order
from .support.real_terminal import TINY, answers_in, ask, stored
from .support.trial_base import trial_assessor, trial_base

WELL = {
    "health.now": "no", "health.ill": "no", "sore.sites": "none", "you.week_km": "50",
    "you.longest_km": "20", "rest.hours": "8", "power.left": "30", "power.right": "30",
    "power.hold": "60", "power.slips": "0", "power.knows_rate": "no",
}  # fmt: skip


def _lines(base: Path, **changed: str) -> dict[str, str]:
    """What is typed, by the words of the question."""
    answers = WELL | {name.replace("__", "."): text for name, text in changed.items()}
    assessor = trial_assessor(base)
    questions = assessor.knowledge.questions
    return {questions[name].ask: line for name, line in in_asking_order(answers, assessor).items()}


def test_the_weeks_beside_the_answers_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    week = '  - {week: 2026-11-16, km: "20 mi", longest_km: "8 mi"}'
    path.write_text(f"answers: {{}}\nhistory:\n{week}\n", encoding="utf-8")
    with ask(tmp_path, "--answers-out", "mine.yaml", "--resume") as terminal:
        assert "there is no runner here yet" in terminal.end()
    path.write_text(f"answers: {{plant.age: 20}}\nhistory:\n{week}\n", encoding="utf-8")
    with ask(tmp_path, "--answers-out", "mine.yaml", "--resume") as terminal:
        terminal.go_through({}, "p")
    saved = path.read_text("utf-8")
    assert saved.count(": ") > 5
    assert saved.endswith(f"history:\n{week}\n")


def test_an_old_copy_does_not_come_over_newer_answers(tmp_path: Path) -> None:
    copy = tmp_path / "mine.yaml"
    with ask(tmp_path, "--answers-out", "mine.yaml") as terminal:
        terminal.type("20", "s")
        terminal.end()
    with ask(tmp_path, "--resume") as terminal:
        terminal.type("b", "30", "s")
        terminal.end()
    assert 'plant.age: "20"' in copy.read_text("utf-8")
    with ask(tmp_path, "--resume", "--answers-out", "mine.yaml") as terminal:
        terminal.type("no", "s")
        terminal.end()
    shown = " ".join(terminal.shown.split())
    assert "mine.yaml has other answers than your interview in the store." in shown
    assert "surefoot store import mine.yaml" in shown
    assert answers_in(tmp_path) == {"plant.age": "30", "safety.eaten": "no"}
    assert 'plant.age: "30"' in copy.read_text("utf-8")


def test_without_the_copy_the_interview_goes_on_and_says_so_once(tmp_path: Path) -> None:
    with ask(tmp_path, "--answers-out", "gone/mine.yaml") as terminal:
        terminal.until("How old")
        (tmp_path / "gone").write_text("a file where a folder was", encoding="utf-8")
        terminal.go_through({"How old": "20", "Did a child": "no"}, "u")
    assert terminal.shown.count("the copy is not written") == 1
    assert "Your report:" in terminal.shown
    assert "Your answers:" not in terminal.shown
    assert len(answers_in(tmp_path)) > 2
    assert terminal.exit_code == 0


def test_what_is_unfinished_goes_on_although_another_was_finished_later(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "s")
        terminal.end()
    with ask(tmp_path) as terminal:
        terminal.type("n")
        terminal.go_through({"How old": "30", "Did a child": "no"}, "p")
    (_, unfinished) = stored(tmp_path)
    assert not unfinished[0].is_finished
    with ask(tmp_path, "--resume") as terminal:
        terminal.until("Did a child")
        terminal.type("b")
        terminal.until("Your answer so far: 20 months.")
        terminal.child.sendintr()
        terminal.end()
    with ask(tmp_path) as terminal:
        terminal.until("There is an interview that is not finished: 1 answer, the last on")
        terminal.type("")
        terminal.go_through({"Did a child": "no"}, "p")
    with ask(tmp_path, "--resume") as terminal:
        terminal.until("All is finished. This is your result of")
        terminal.type("")
        terminal.until("Check your answers")


def test_the_answers_that_stand_are_counted_not_what_was_typed(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "b", "30", "b", "40", "s")
        terminal.end()
    with ask(tmp_path) as terminal:
        terminal.until("that is not finished: 1 answer, the last on")


def test_answers_that_are_there_are_not_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "mine.yaml"
    kept.write_text("mine\n", encoding="utf-8")
    with ask(tmp_path, "--answers-out", "mine.yaml") as terminal:
        shown = terminal.end()
    assert terminal.exit_code == 2
    assert "add --resume to go on" in shown
    assert kept.read_text("utf-8") == "mine\n"


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "surefoot", "ask"], input="1\n1\n", capture_output=True, text=True,
        check=False, cwd=tmp_path, env={**os.environ, "SUREFOOT_DATA": str(tmp_path / "data")},
    )  # fmt: skip
    assert run.returncode == 2
    assert "surefoot report FILE" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_who_does_not_agree_is_asked_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    base = trial_base(tmp_path / "base")
    with ask(tmp_path, "--knowledge", str(base)) as terminal:
        terminal.until("Enter to go on, h for all keys, s to stop: ")
        terminal.child.sendline("s")
        shown = terminal.end()
    assert "nothing is saved" in shown
    assert "Chest pain" not in shown
    assert stored(tmp_path) == []


def test_what_does_not_fit_is_asked_again_and_kept_or_changed(tmp_path: Path) -> None:
    base = trial_base(tmp_path / "base")
    lines = _lines(base, you__longest_km="60")
    for typed, kept in (("", "60"), ("30", "30")):
        with ask(tmp_path, "--knowledge", str(base), "--runner", f"who says {kept}") as terminal:
            fit = "These answers do not fit together"
            terminal.go_through(lines, "u", until=fit, goes_on=True)
            assert "We ask the last one again. Enter keeps it." in terminal.shown
            terminal.child.sendline(typed)
            terminal.type("s")
            terminal.end()
        assert answers_in(tmp_path)["you.longest_km"] == kept


def test_a_withheld_test_is_not_asked_for(tmp_path: Path) -> None:
    base = trial_base(tmp_path / "base")
    lines = _lines(base, sore__sites="wrist", sore__wrist__weeks="8", sore__wrist__limp="no")
    with ask(tmp_path, "--knowledge", str(base)) as terminal:
        terminal.go_through(lines, "u", goes_on=True)
    assert "We leave out: Pulls to a beat and Hold." in terminal.shown
    assert "Pulls left: left out, it would load a sore place" in terminal.shown
    report = (tmp_path / "surefoot-report.html").read_text("utf-8")
    assert "Left out: it would load a sore place." in report


def test_what_changed_in_the_questions_is_told_and_asked(tmp_path: Path) -> None:
    base = tmp_path / "base"
    shutil.copytree(TINY, base)
    with ask(tmp_path, "--knowledge", str(base)) as terminal:
        terminal.go_through({"How old": "20", "Did a child": "no", "Where does": "4"}, "u",
                            until="Do you see any")  # fmt: skip
        terminal.child.sendline("1")
        terminal.type("s")
        terminal.end()
    for path in base.glob("*.yaml"):
        text = path.read_text("utf-8")
        grown = text.replace(
            "      gnats: Small", "      moss: Moss on the soil\n      gnats: Small"
        )
        path.write_text(grown.replace("How old is the plant?", "What age has it?"), "utf-8")
    with ask(tmp_path, "--knowledge", str(base), "--resume") as terminal:
        terminal.until("Moss on the soil")
        flat = " ".join(terminal.shown.split())
        assert "Our questions have changed since you were here." in flat
        assert "so we ask again: Signs of wet roots." in flat
        assert "Your answer is kept; look whether it fits: Age." in flat
        terminal.type("")
        terminal.go_through({}, "u")
    assert "Your report:" in terminal.shown
    assert answers_in(tmp_path)["water.signs"] == "smell"


def test_no_runner_replaces_the_report_of_another(tmp_path: Path) -> None:
    for name in ("Ann", "Bo"):
        with ask(tmp_path, "--runner", name) as terminal:
            terminal.go_through({"How old": "20", "Did a child": "no", "Where does": "4"}, "u")
        day = dt.datetime.now().astimezone().date().isoformat()
        flat = "".join(terminal.shown.split())
        assert f"surefoot-report-{name.lower()}-{day}.html" in flat
        assert terminal.shown.index("Making the report.") < terminal.shown.index("Your report:")
        assert f"To change an answer later: surefoot ask --resume --runner {name}" in " ".join(
            terminal.shown.split()
        )
    assert len(list(tmp_path.glob("surefoot-report-*.html"))) == 2


def test_an_emergency_is_not_told_twice(tmp_path: Path) -> None:
    with ask(tmp_path) as terminal:
        terminal.type("20", "yes", "")
        terminal.end()
    assert "Important:" not in terminal.shown
    assert "surefoot ask --resume" in terminal.shown


def test_files_are_called_after_runners_in_safe_letters() -> None:
    day = dt.date(2026, 11, 23)

    def stem(name: str, *others: str) -> str:
        own = StoredRunner("f00", name, "")
        every = [own, *(StoredRunner(f"{at}", one, "") for at, one in enumerate(others))]
        return report_stem(own, every, day)

    assert report_stem(None, (), day) == stem("") == stem("", "Ann") == "surefoot-report"
    assert stem("Ann", "Bo") == "surefoot-report-ann-2026-11-23"
    assert stem("../../Zoë: Ö/\x00") == "surefoot-report-zoe-o-2026-11-23"
    assert stem("ann", "Ann!") == "surefoot-report-ann-f00-2026-11-23"
    assert stem("李", "王") == "surefoot-report-f00"
    assert len(stem("x" * 500)) < 80
