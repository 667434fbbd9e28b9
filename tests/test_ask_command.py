"""`surefoot ask` in a real terminal: the whole way, pulled plugs, and refusal of a pipe."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .support.trial_base import trial_base

pexpect = pytest.importorskip("pexpect", reason="needs pexpect, which Windows has not")

BASE = Path(__file__).parent / "fixtures" / "tiny_knowledge"
PROMPT = r"\n[^\n]*: $"
MOST_PROMPTS = 40


@contextmanager
def _ask(folder: Path, *options: str) -> Iterator[object]:
    base = () if "--knowledge" in options else ("--knowledge", str(BASE))
    command = ["-m", "surefoot", "ask", *base, *options]
    child = pexpect.spawn(
        sys.executable, command, cwd=str(folder), encoding="utf-8", timeout=30,
        dimensions=(40, 80), env={**os.environ, "TERM": "dumb"},
    )  # fmt: skip
    try:
        yield child
    finally:
        child.close(force=True)


def _answer_until_end(child: object, said: str) -> str:
    """Give the same line to every prompt, as often as there are prompts; all that was shown."""
    shown: str = ""
    for _ in range(MOST_PROMPTS):
        index = child.expect([PROMPT, pexpect.EOF])  # type: ignore[attr-defined]
        shown += child.before + str(child.after if index == 0 else "")  # type: ignore[attr-defined]
        if index == 1:
            return shown
        child.sendline("" if "Enter" in shown.rpartition("\n")[2] else said)  # type: ignore[attr-defined]
    pytest.fail(f"more than {MOST_PROMPTS} prompts")


def test_a_whole_interview_ends_with_a_report_and_shows_no_escape_code(tmp_path: Path) -> None:
    with _ask(tmp_path) as child:
        shown = _answer_until_end(child, "1")
    assert "\x1b" not in shown
    assert "Your report:" in shown
    assert (tmp_path / "surefoot-answers-report.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "surefoot-answers-report.html").exists()
    mode = (tmp_path / "surefoot-answers.yaml").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_pulled_plug_loses_only_the_question_on_screen(tmp_path: Path) -> None:
    with _ask(tmp_path) as child:
        child.expect(PROMPT)  # type: ignore[attr-defined]
        child.sendline("1")  # type: ignore[attr-defined]
        child.expect(PROMPT)  # type: ignore[attr-defined]
        child.kill(9)  # type: ignore[attr-defined]
    saved = (tmp_path / "surefoot-answers.yaml").read_text("utf-8")
    assert saved.count(": ") >= 1
    with _ask(tmp_path, "--resume") as child:
        child.expect(PROMPT)  # type: ignore[attr-defined]
        asked_again = child.before  # type: ignore[attr-defined]
        child.sendline("/s")  # type: ignore[attr-defined]
        child.expect(pexpect.EOF)  # type: ignore[attr-defined]
    assert "Did a child or a pet eat" not in asked_again
    assert (tmp_path / "surefoot-answers.yaml").read_text("utf-8") == saved


def test_the_weeks_beside_the_answers_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "surefoot-answers.yaml"
    week = '  - {week: 2026-11-16, km: "20 mi", longest_km: "8 mi"}'
    path.write_text(f"answers: {{}}\nhistory:\n{week}\n", encoding="utf-8")
    with _ask(tmp_path, "--resume") as child:
        _answer_until_end(child, "1")
    saved = path.read_text("utf-8")
    assert saved.count(": ") > 5
    assert saved.endswith(f"history:\n{week}\n")


def test_answers_that_are_there_are_not_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "surefoot-answers.yaml"
    kept.write_text("mine\n", encoding="utf-8")
    with _ask(tmp_path) as child:
        child.expect(pexpect.EOF)  # type: ignore[attr-defined]
        shown = child.before  # type: ignore[attr-defined]
    assert child.exitstatus == 2  # type: ignore[attr-defined]
    assert "add --resume to go on" in shown
    assert kept.read_text("utf-8") == "mine\n"


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "surefoot", "ask"], input="1\n1\n",
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert run.returncode == 2
    assert "surefoot report FILE" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_who_does_not_agree_is_asked_nothing_and_leaves_no_file(tmp_path: Path) -> None:
    base = trial_base(tmp_path / "base")
    (here := tmp_path / "here").mkdir()
    with _ask(here, "--knowledge", str(base)) as child:
        child.expect_exact("Enter to go on, s to stop: ")  # type: ignore[attr-defined]
        child.sendline("s")  # type: ignore[attr-defined]
        child.expect(pexpect.EOF)  # type: ignore[attr-defined]
        shown = child.before  # type: ignore[attr-defined]
    assert "nothing is saved" in shown
    assert "Chest pain" not in shown
    assert list(here.iterdir()) == []


@pytest.mark.parametrize(("typed", "stored"), [("", "60"), ("30", "30")], ids=["kept", "changed"])
def test_what_does_not_fit_is_asked_again(tmp_path: Path, typed: str, stored: str) -> None:
    base = trial_base(tmp_path / "base")
    lines = ["", "no", "no", "none", "50", "60", typed, "s"]
    with _ask(tmp_path, "--knowledge", str(base)) as child:
        for line in lines:
            child.expect(PROMPT)  # type: ignore[attr-defined]
            child.sendline(line)  # type: ignore[attr-defined]
        child.expect(pexpect.EOF)  # type: ignore[attr-defined]
    saved = (tmp_path / "surefoot-answers.yaml").read_text("utf-8")
    assert f'you.longest_km: "{stored}"' in saved


def test_a_withheld_test_is_not_asked_for(tmp_path: Path) -> None:
    base = trial_base(tmp_path / "base")
    lines = ["", "no", "no", "wrist", "8", "no", "50", "20", "8", "0", "no", ""]
    with _ask(tmp_path, "--knowledge", str(base)) as child:
        shown = ""
        for line in lines:
            child.expect(PROMPT)  # type: ignore[attr-defined]
            shown += child.before  # type: ignore[attr-defined]
            child.sendline(line)  # type: ignore[attr-defined]
        child.expect_exact("Your report:")  # type: ignore[attr-defined]
        child.expect(pexpect.EOF)  # type: ignore[attr-defined]
    assert "We leave out: Pulls to a beat and Hold." in shown
    assert "Pulls left: left out, it would load a sore place" in shown
    report = (tmp_path / "surefoot-answers-report.html").read_text("utf-8")
    assert "Left out: it would load a sore place." in report
