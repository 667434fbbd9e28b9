"""`surefoot test` in a real terminal: each way of measuring, what it keeps, whom it sends away."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from surefoot.engine.shipped import SHIPPED

from .support.real_terminal import ask, stored
from .support.trial_base import trial_base

pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which Windows has not")

ANSWERS = "surefoot-answers.yaml"
WELL = "health.now: no\nhealth.ill: no\nsore.sites: [none]\nrest.hours: 8\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    short = {"    measure: ": "    countdown_seconds: 1\n    measure: "}  # nobody lies down here
    return trial_base(tmp_path_factory.mktemp("base") / "base", short)


@contextmanager
def _test(folder: Path, base: Path, *options: str) -> Iterator[object]:
    kept_in = () if {"--answers", "--data"} & {*options} else ("--answers", ANSWERS)
    command = ["-m", "surefoot", "test", "--knowledge", str(base), *kept_in, *options]
    child = pexpect.spawn(
        sys.executable, command, cwd=str(folder), encoding="utf-8", timeout=30,
        dimensions=(40, 80), env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    try:
        yield child
    finally:
        child.close(force=True)


def _say(child: object, *exchanges: tuple[str, str]) -> None:
    """Wait for each text and type the line that belongs to it."""
    for expected, line in exchanges:
        child.expect_exact(expected)  # type: ignore[attr-defined]
        child.sendline(line)  # type: ignore[attr-defined]


def _end(child: object) -> str:
    child.expect(pexpect.EOF)  # type: ignore[attr-defined]
    return str(child.before)  # type: ignore[attr-defined]


def _run(folder: Path, base: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "surefoot", "test", "--knowledge", str(base), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


FIRST = (("wrist hurt?", "n"), ("ill?", "n"))


def test_repetitions_with_a_beat_and_a_bell(tmp_path: Path, base: Path) -> None:
    with _test(tmp_path, base, "pulls") as child:
        _say(child, *FIRST, ("Enter starts the beat", ""), ("3 back", ""))
        child.expect(r"The count is (\d+)\.")  # type: ignore[attr-defined]
        counted = int(child.match[1])  # type: ignore[attr-defined]
        _say(child, ("Enter if that is right", ""), ("Enter goes on at once", ""))
        _say(child, ("Enter starts the beat", "9"), ("Enter keeps it", ""))
        shown = _end(child)
    assert counted >= 2
    assert f"Stored in {ANSWERS}." in shown
    text = (tmp_path / ANSWERS).read_text("utf-8")
    assert f'power.left: "{counted}"\n  power.right: "9"' in text
    assert stat.S_IMODE((tmp_path / ANSWERS).stat().st_mode) == 0o600


def test_the_bell_rings_and_can_be_silent(tmp_path: Path, base: Path) -> None:
    shown = {}
    for options in ((), ("--no-sound",)):
        with _test(tmp_path, base, "pulls", *options) as child:
            _say(child, *FIRST, ("Enter starts the beat", ""))
            child.expect_exact("2 back")  # type: ignore[attr-defined]
            shown[options] = child.before  # type: ignore[attr-defined]
            child.sendintr()  # type: ignore[attr-defined]
            _end(child)
    assert shown[()].count("\a") == 4
    assert "\a" not in shown["--no-sound",]
    assert "1 out\r\n" in shown["--no-sound",]
    assert "\x1b" not in "".join(shown.values())
    assert list(tmp_path.iterdir()) == []


def test_a_hold_takes_as_long_as_it_takes(tmp_path: Path, base: Path) -> None:
    with _test(tmp_path, base, "hold") as child:
        _say(child, ("Enter starts the time", ""))
        child.expect_exact("Enter stops the time.")  # type: ignore[attr-defined]
        time.sleep(1.3)
        child.sendline("")  # type: ignore[attr-defined]
        _say(child, ("The count is 1.", ""), ("Enter starts the time", "50"))
        _say(child, ("Enter keeps it", ""))
        _end(child)
    assert 'power.hold: "1"' in (tmp_path / ANSWERS).read_text("utf-8")


def test_a_film_is_gone_through_fault_by_fault(tmp_path: Path, base: Path) -> None:
    with _test(tmp_path, base, "slips") as child:
        _say(child, ("hand slip?", "n"), ("elbow drop?", "y"))
        _say(child, ("hand slip?", "n"), ("elbow drop?", "n"), ("Slips: 1 fault", ""))
        _end(child)
    assert 'power.slips: "1"' in (tmp_path / ANSWERS).read_text("utf-8")


def test_a_count_opens_the_questions_that_go_with_it(tmp_path: Path, base: Path) -> None:
    with _test(tmp_path, base, "rate") as child:
        _say(child, ("Enter starts 1 second", ""), ("How many did you count?", "21"))
        _say(child, ("Enter starts 1 second", "23"), ("Enter keeps it", ""))
        shown = _end(child)
    text = (tmp_path / ANSWERS).read_text("utf-8")
    assert 'power.knows_rate: "yes"\n  power.rate: "88"' in text
    assert "Open now, and needed with it: Speed." in shown
    assert f"surefoot ask --resume --answers-out {ANSWERS}\r\n" in shown


def test_other_answers_are_kept(tmp_path: Path, base: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"{WELL}power.slips: 2\nyou.week_km: 20 mi\n", encoding="utf-8")
    with _test(tmp_path, base, "slips", "--answers", "mine.yaml") as child:
        _say(child, *(("y or n: ", "n"),) * 4, ("Enter keeps it", ""))
        _end(child)
    text = mine.read_text("utf-8")
    assert 'power.slips: "0"' in text
    assert 'you.week_km: "20 mi"' in text
    assert 'rest.hours: "8"' in text
    assert "sore.sites: [none]" in text
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_the_weeks_beside_the_answers_are_kept(tmp_path: Path, base: Path) -> None:
    mine = tmp_path / ANSWERS
    answers = "".join(f"  {line}\n" for line in WELL.splitlines())
    week = '{week: 2026-11-16, km: "20 mi", longest_km: "8 mi"}'
    mine.write_text(f"answers:\n{answers}history:\n  - {week}\n", encoding="utf-8")
    with _test(tmp_path, base, "slips") as child:
        _say(child, *(("y or n: ", "n"),) * 4, ("Enter keeps it", ""))
        _end(child)
    text = mine.read_text("utf-8")
    assert 'power.slips: "0"' in text
    assert f"history:\n  - {week}\n" in text


def test_comments_are_lost_only_if_the_runner_agrees(tmp_path: Path, base: Path) -> None:
    mine = tmp_path / "mine.yaml"
    text = f"# of the spring\n{WELL}power.slips: 2  # filmed in the dark\n"
    mine.write_text(text, encoding="utf-8")
    for answer in ("n", "ctrl-d"):
        with _test(tmp_path, base, "slips", "--answers", "mine.yaml") as child:
            _say(child, ("the comments are lost.", "perhaps"))
            child.expect_exact("Error: type y or n.")  # type: ignore[attr-defined]
            child.expect_exact("y to go on")  # type: ignore[attr-defined]
            _ = child.sendline("n") if answer == "n" else child.sendeof()  # type: ignore[attr-defined]
            shown = _end(child)
        assert "Nothing is stored." in shown
        assert mine.read_text("utf-8") == text
    with _test(tmp_path, base, "slips", "--answers", "mine.yaml") as child:
        _say(child, ("y to go on", "y"), *(("y or n: ", "n"),) * 4, ("Enter keeps it", ""))
        _end(child)
    assert 'power.slips: "0"' in mine.read_text("utf-8")
    with _test(tmp_path, base, "slips", "--answers", "mine.yaml") as child:
        _say(child, *(("y or n: ", "n"),) * 4, ("Enter keeps it", ""))
        shown = _end(child)
    assert "comments" not in shown  # the heading of the file is no comment of the runner


@pytest.mark.parametrize("key", ["ctrl-c", "ctrl-d"])
@pytest.mark.parametrize("moment", ["at a prompt", "while it counts"])
def test_a_pulled_plug_stores_nothing(tmp_path: Path, base: Path, key: str, moment: str) -> None:
    (tmp_path / ANSWERS).write_text(WELL, encoding="utf-8")
    with _test(tmp_path, base, "pulls") as child:
        _say(child, *FIRST)
        child.expect_exact("have it already: ")  # type: ignore[attr-defined]
        if moment == "while it counts":
            child.sendline("")  # type: ignore[attr-defined]
            child.expect_exact("1 back")  # type: ignore[attr-defined]
        _ = child.sendintr() if key == "ctrl-c" else child.sendeof()  # type: ignore[attr-defined]
        shown = _end(child)
    assert "Stopped. Nothing is stored." in shown
    assert "Traceback" not in shown
    assert (tmp_path / ANSWERS).read_text("utf-8") == WELL


def test_who_hurts_is_sent_away_and_nothing_is_stored(tmp_path: Path, base: Path) -> None:
    with _test(tmp_path, base, "pulls") as child:
        _say(child, ("wrist hurt?", "y"))
        shown = _end(child)
    assert "Then leave this test out for now." in shown
    assert "Nothing is stored." in shown
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "answers", "expected"),
    [
        ("slips", WELL.replace("now: no", "now: yes"),
         ["no test before you have seen someone (Chest pain)", "Sit down."]),
        ("hold", WELL.replace("none", "knee") + "sore.knee.weeks: 8\n",
         ["it would load a sore place (It lasts)"]),
        ("pulls", WELL.replace("ill: no", "ill: yes"), ["it is not for you right now (Ill today)"]),
    ],
)  # fmt: skip
def test_stored_answers_can_forbid_a_test(
    tmp_path: Path, base: Path, name: str, answers: str, expected: list[str]
) -> None:
    (tmp_path / ANSWERS).write_text(answers, encoding="utf-8")
    with _test(tmp_path, base, name) as child:
        shown = _end(child)
    for text in (*expected, "Nothing is stored."):
        assert text in shown
    assert "Enter starts" not in shown
    assert (tmp_path / ANSWERS).read_text("utf-8") == answers


def test_open_safety_questions_are_asked_by_the_test_itself(tmp_path: Path, base: Path) -> None:
    (tmp_path / ANSWERS).write_text("you.week_km: 20\n", encoding="utf-8")
    with _test(tmp_path, base, "pulls") as child:
        _say(child, *FIRST, ("Enter starts the beat", "9"), ("Enter goes on at once", ""))
        _say(child, ("Enter starts the beat", "9"), ("Enter keeps it", ""))
        assert "Stored in" in _end(child)


def test_the_tests_are_listed_with_what_they_take_and_measure(tmp_path: Path, base: Path) -> None:
    run = _run(tmp_path, base)
    assert run.returncode == 0
    assert run.stdout.startswith(
        "pulls: Pulls to a beat\n  Measures: Pulls left and Pulls right.\n  Needs: A band.\n"
        "  About 3 minutes.\nhold: Hold\n  Measures: Hold.\nslips:"
    )


def test_a_base_without_tests_says_so(tmp_path: Path) -> None:
    tiny = Path(__file__).parent / "fixtures" / "tiny_knowledge"
    assert _run(tmp_path, tiny).stdout == "This knowledge base has no tests at home.\n"


def test_a_test_that_there_is_not(tmp_path: Path, base: Path) -> None:
    run = _run(tmp_path, base, "pull")
    assert run.returncode == 2
    assert "there is no test 'pull'" in run.stderr
    assert "did you mean pulls?" in run.stderr


def test_a_pipe_is_refused(tmp_path: Path, base: Path) -> None:
    run = _run(tmp_path, base, "pulls")
    assert run.returncode == 2
    assert "US103" in run.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("me.json", '{"answers": {"rest.hours": 8}}', 2),
        ("me.yaml", "title: Me\nanswers:\n  rest.hours: 8\n", 2),
        ("me.yaml", "rest.hour: 8\n", 4),
    ],
)
def test_a_file_that_would_lose_something_is_left_alone(
    tmp_path: Path, base: Path, name: str, text: str, code: int
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with _test(tmp_path, base, "slips", "--answers", name) as child:
        shown = _end(child)
    assert child.exitstatus == code  # type: ignore[attr-defined]
    assert "error" in shown
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("calf-raise", ["21", "", "19"], ["calf_raises_left: \"21\"", "calf_raises_right: \"19\""]),
        ("single-leg-squat", ["n", "y", "n", "y", "n", "n", "n", "n"], ["squat_faults: \"2\""]),
        ("side-plank", ["45", "", "38"], ["side_plank_s: \"38\""]),
        ("cadence", ["42", "41", "43"], ["knows_cadence: \"yes\"", "cadence_spm: \"168\""]),
    ],
)  # fmt: skip
def test_each_test_of_the_shipped_base(
    tmp_path: Path, name: str, lines: list[str], expected: list[str]
) -> None:
    first = 4 if name in {"calf-raise", "side-plank"} else 3
    with _test(tmp_path, SHIPPED, name) as child:
        for line in [*["n"] * first, *lines, ""]:
            child.expect([r"y or n: $", r"already: $", r"at once\.\r\n$", r"out: $"])  # type: ignore[attr-defined]
            child.sendline(line)  # type: ignore[attr-defined]
        assert "Stored in" in _end(child)
    text = (tmp_path / ANSWERS).read_text("utf-8")
    assert [one for one in expected if one not in text] == []


# --- In the store ---


def _in_store(folder: Path) -> dict[str, tuple[str, str]]:
    ((_, log),) = stored(folder)
    return {entry.question: (entry.said, entry.source) for entry in log}


def test_the_result_goes_into_a_new_interview_where_there_is_none(
    tmp_path: Path, base: Path
) -> None:
    with _test(tmp_path, base, "rate", "--data", "data") as child:
        _say(child, ("Enter starts 1 second", "21"), ("Enter starts 1 second", "23"))
        _say(child, ("Enter keeps it", ""))
        shown = _end(child)
    assert "Stored in the interview." in shown
    assert "surefoot ask --resume\r\n" in shown
    assert _in_store(tmp_path)["power.rate"] == ("88", "test")
    assert not (tmp_path / ANSWERS).exists()


def test_the_result_goes_into_the_last_interview_of_the_runner(tmp_path: Path, base: Path) -> None:
    with ask(tmp_path, "--knowledge", str(base), "--runner", "Ana") as terminal:
        terminal.type("", "no", "s")
        terminal.end()
    with _test(tmp_path, base, "slips", "--data", "data", "--runner", "ana") as child:
        _say(child, *(("y or n: ", "n"),) * 4, ("Enter keeps it", ""))
        assert "Stored in the interview of Ana." in _end(child)
    assert _in_store(tmp_path) == {
        "health.now": ("no", "typed"), "power.slips": ("0", "test"),
    }  # fmt: skip


def test_answers_of_the_store_can_forbid_a_test(tmp_path: Path, base: Path) -> None:
    with ask(tmp_path, "--knowledge", str(base)) as terminal:
        terminal.type("", "yes", "")
        terminal.end()
    with _test(tmp_path, base, "slips", "--data", "data") as child:
        shown = _end(child)
    assert "no test before you have seen someone (Chest pain)" in shown
    assert list(_in_store(tmp_path)) == ["health.now"]
