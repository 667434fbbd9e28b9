"""The command line in processes of its own: imports, pipes that break, Ctrl-C, odd terminals."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_VALID = Path(__file__).parent / "cases" / "valid"
_KB = ("--knowledge", str(_VALID))
_ANSWERS = "answers: {body.km: 40, sleep.hours: 5, sleep.quality: good, sore.sites: [shin]}\n"


@pytest.fixture(autouse=True)
def _in_a_folder_with_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("me.yaml").write_text(_ANSWERS, encoding="utf-8")


def _start(
    *args: str, stdout: int = subprocess.PIPE, encoding: str = "utf-8"
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "surefoot", *args],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )


def _run(
    *args: str, stdout: int = subprocess.PIPE, encoding: str = "utf-8"
) -> tuple[int, str | None, str]:
    """Exit code, output and error output."""
    process = _start(*args, stdout=stdout, encoding=encoding)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


_PROGRAM = """\
import sys
from surefoot.cli import main
sys.argv = ["surefoot", *sys.argv[1:]]
try:
    main()
finally:
    heavy = {"experta", "jinja2", "pydantic", "typst", "yaml"}
    print("loaded:", sorted(heavy & sys.modules.keys()), file=sys.stderr)
"""


@pytest.mark.parametrize("option", ["--help", "-h", "--version"])
def test_help_loads_nothing_heavy(option: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, option], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "loaded: []\n")
    assert "surefoot" in done.stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["report", "me.yaml", *_KB], 0),
        (["kb", "check", "missing"], 1),
        (["report", "me.yaml", "-f", "docx"], 2),
        (["report", "me.yaml", "--knowledge", "missing"], 3),
        (["report", "missing.yaml", *_KB], 4),
    ],
)
def test_the_exit_code_comes_out_of_the_process(args: list[str], code: int) -> None:
    assert _run(*args)[0] == code


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--help"], 0),
        (["report", "--help"], 0),
        (["report", "me.yaml", *_KB], 0),
        (["kb", "check", "missing"], 1),
    ],
    ids=["help", "help-of-a-command", "report", "check"],
)
def test_a_reader_that_has_gone_ends_a_command_in_silence(args: list[str], expected: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        code, _, err = _run(*args, stdout=writer)
    finally:
        os.close(writer)
    assert (code, err) == (expected, "")


def _open_once_it_is_read(pipe: str) -> int:
    """Opens a pipe for writing as soon as somebody waits at its other end."""
    for _ in range(300):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(pipe)


def test_ctrl_c_stops_without_a_traceback() -> None:
    os.mkfifo("pipe.yaml")
    process = _start("report", "pipe.yaml", *_KB)
    writer = _open_once_it_is_read("pipe.yaml")
    time.sleep(0.5)  # it waits for the first byte by now
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    os.close(writer)
    assert (process.returncode, out, err.strip()) == (130, "", "Stopped.")


def test_signs_that_the_terminal_cannot_show_do_not_stop_a_command() -> None:
    shutil.copytree(_VALID, "kb")
    Path("kb/more.yaml").write_text("李: 1\n", encoding="utf-8")
    code, out, err = _run("kb", "check", "kb", encoding="latin-1")
    assert (code, err) == (1, "")
    assert out is not None
    assert out.startswith("kb/more.yaml:1:1: error KB150 unknown-field: there is no section '?'\n")
