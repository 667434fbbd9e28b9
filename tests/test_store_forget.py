"""Forgetting: what a runner said is gone from the bytes of every file, and nobody else's is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pexpect
import pytest

from surefoot.intake.interview.log import Act, Entry
from surefoot.intake.store.database import Store, open_store
from surefoot.intake.store.forgetting import clean_up, forget

from .support.command_line import Command, runner_of
from .support.stores import begun, example, said

if TYPE_CHECKING:
    from pathlib import Path

_NAME, _SAID, _OTHER = "Quetzalname", "Quetzalsaid", "Ibexsaid"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


def _holds(folder: Path, *texts: str) -> bool:
    """Whether any of the texts stands in the bytes of a file; in any way SQLite writes texts.

    Another process reads: one that has the file open with SQLite may not close it otherwise.
    """
    found = subprocess.run(
        ["grep", "-r", "-a", "-l", *(word for text in texts for word in ("-e", text)), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode in {0, 1}, found.stderr
    return found.returncode == 0


def _fill(folder: Path) -> Store:
    """A store with two runners in turn on the same pages, long texts and many changes."""
    store = open_store(folder)
    ann, bo = begun(store, store.add_runner(_NAME)), begun(store, store.add_runner("Bo"))
    for number in range(150):
        store.append(ann.id, said(f"{_SAID} {number}", f"{_SAID} " * (number * 20)), "h")
        store.append(bo.id, said(f"{_OTHER} {number}"), "h")
        store.append(ann.id, [Entry(Act.ANSWER, f"{_SAID}.question", "x", _SAID)], "h")
        if number % 10 == 0:
            store.rename_runner(ann.runner, f"{_NAME} {'x' * number}")
    return store


@pytest.mark.parametrize("is_closed", [True, False])
def test_no_trace_of_a_forgotten_runner_is_left(
    tmp_path: Path, run: Command, *, is_closed: bool
) -> None:
    store = _fill(tmp_path)
    if is_closed:
        store.close()
    assert _holds(tmp_path, _NAME)
    assert _holds(tmp_path, _SAID)
    (ann,) = (one for one in open_store(tmp_path).runners() if one.name.startswith(_NAME))
    done = run("forget", ann.id, "--yes", "--data", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert f"({ann.id}): 1 interview, 450 entries, 20" in done.out
    assert "Reports, exports and files of answers that you wrote elsewhere stay there." in done.out
    assert not _holds(tmp_path, _NAME, _SAID)
    again = open_store(tmp_path)
    (bo,) = again.runners()
    (interview,) = again.interviews(bo.id)
    assert [one.said for one in again.log(interview.id)] == [f"{_OTHER} {n}" for n in range(150)]


def test_all_runners_are_forgotten(tmp_path: Path, run: Command) -> None:
    _fill(tmp_path).close()
    done = run("forget", "--all", "--yes", "--data", str(tmp_path))
    assert (done.code, done.err) == (0, "")
    assert "Forgotten: 2 runners." in done.out
    assert not _holds(tmp_path, _NAME, _SAID, _OTHER)
    assert open_store(tmp_path).runners() == ()


_READER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[2] == "reading":
    database.execute("begin")
database.execute("select count(*) from entry").fetchone()
print("ready", flush=True)
sys.stdin.readline()
"""


def _held_open(store: Store, how: str) -> subprocess.Popen[str]:
    other = subprocess.Popen(
        [sys.executable, "-c", _READER, str(store.path), how],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert other.stdout is not None
    assert other.stdout.readline() == "ready\n"
    return other


def test_another_program_that_has_the_store_open_is_no_hindrance(tmp_path: Path) -> None:
    store = _fill(tmp_path)
    with _held_open(store, "open") as other:
        assert forget(store, store.runners()[1:]) == ""
        assert not _holds(tmp_path, _NAME, _SAID)
        other.communicate("\n")


def test_what_another_program_holds_up_is_said_and_goes_afterwards(
    tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = _fill(tmp_path)
    with _held_open(store, "reading") as other:
        left = forget(store, store.runners()[1:], patience=0.1)
        assert left == "another program is reading the store"
        assert [one.name for one in open_store(tmp_path).runners()] == ["Bo"]
        assert _holds(tmp_path, _NAME, _SAID)
        monkeypatch.setattr("surefoot.intake.store.forgetting.forget", lambda *_: left)
        done = run("forget", "Bo", "--yes", "--data", str(tmp_path))
        assert done.code == 2
        assert "old parts of the file may still hold some of it" in done.err
        assert "surefoot store clean" in done.err
        other.communicate("\n")
    assert run("store", "clean", "--data", str(tmp_path)).code == 0
    assert not _holds(tmp_path, _NAME, _SAID)


def test_it_waits_for_a_program_that_reads_a_moment(tmp_path: Path) -> None:
    store = _fill(tmp_path)
    with _held_open(store, "reading") as other:
        later = threading.Timer(0.3, other.communicate, ["\n"])
        later.start()
        assert forget(store, store.runners()[1:]) == ""
        later.join()
        assert not _holds(tmp_path, _NAME, _SAID)


def test_what_goes_on_meanwhile_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = _fill(tmp_path)
    (ann,) = (one for one in store.runners() if one.name.startswith(_NAME))
    (interview,) = store.interviews(ann.id)
    second = open_store(tmp_path)
    forget(store, [ann])
    with pytest.raises(Exception, match="this interview is not in the store any more"):
        second.append(interview.id, said(_SAID), "h")
    second.close()
    assert clean_up(store) == ""
    assert not _holds(tmp_path, _NAME, _SAID)


@pytest.mark.parametrize("words", [(), ("Ann", "--all")])
def test_who_is_meant_must_be_said(run: Command, words: tuple[str, ...]) -> None:
    done = run("forget", *words)
    assert done.code == 2
    assert "surefoot forget NAME, or surefoot forget --all" in done.err


def test_without_a_terminal_nothing_goes_unless_told_so(tmp_path: Path, run: Command) -> None:
    example(tmp_path).close()
    done = run("forget", "Ann", "--data", str(tmp_path))
    assert done.code == 2
    assert "add --yes, if you are sure" in done.err
    assert len(open_store(tmp_path).runners()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect.spawn needs a POSIX terminal")
@pytest.mark.parametrize(("typed", "left"), [("n", 1), ("", 1), ("y", 0)])
def test_a_person_is_asked_first(tmp_path: Path, typed: str, left: int) -> None:
    example(tmp_path).close()
    program = pexpect.spawn(
        sys.executable, ["-m", "surefoot", "forget", "ann", "--data", str(tmp_path)],
        env={**os.environ, "TERM": "dumb"}, encoding="utf-8", timeout=60,
    )  # fmt: skip
    program.expect("This goes for good:")
    program.expect("Ann .*: 1 interview, ")
    program.expect("Forget it")
    program.sendline(typed)
    program.expect(pexpect.EOF)
    program.close()
    assert len(open_store(tmp_path).runners()) == left
    assert program.exitstatus == (130 if left else 0)
