"""`surefoot kb check`, `explain` and `watch`: formats, exit codes, and a reader that goes away."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surefoot.cli import surefoot
from surefoot.commands.kb import check as command
from surefoot.engine.errors import Place, Problem, Severity, Source

from .support.cases import VALID


@pytest.fixture(autouse=True)
def _base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the valid base, under the name `kb`."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(VALID, "kb")


def _run(*args: str) -> Result:
    return CliRunner().invoke(surefoot, ["kb", *args], catch_exceptions=False)


_SOURCE = Source("kb/a,b.yaml", "one: 1\ntwo: 100 %\n")
_WHOLE = Problem(
    code="KB213", message="50 % of it\nis covered", place=Place(_SOURCE, 2, 6, 3),
    context=("rule a.b", "when"), why="because: 1,\n2", also=Place(_SOURCE, 1, 1),
    fix="leave it out", subject="a.b",
)  # fmt: skip
_BARE = Problem(code="KB100", message="there is no such file", where="kb:1")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """What the check finds, for a test to fill."""
    problems: list[Problem] = []
    monkeypatch.setattr(command, "check_knowledge", lambda *_: list(problems))
    return problems


def test_lines_for_github_hold_all_and_nothing_that_ends_them(found: list[Problem]) -> None:
    found += [_WHOLE, _BARE]
    result = _run("check", "--format", "github")
    assert result.exit_code == 1
    assert result.output.split("\n") == [
        "::error file=kb/a%2Cb.yaml,line=2,col=6,title=KB213 covered-by-other-rule"
        "::50 %25 of it%0Ais covered%0Ain: rule a.b › when%0Awhy: because: 1,%0A2"
        "%0Aalso: kb/a,b.yaml:1:1%0Afix: leave it out",
        "::error file=kb%3A1,title=KB100 unreadable::there is no such file",
        "",
    ]


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_the_level_of_a_line_for_github(
    found: list[Problem], severity: Severity, level: str
) -> None:
    found.append(Problem(code="KB217", message="m", severity=severity))
    result = _run("check", "--format", "github", "--strict")
    assert result.output == f"::{level} title=KB217 choices-never-told-apart::m\n"


def test_findings_as_data_hold_all(found: list[Problem]) -> None:
    found += [_WHOLE, _BARE]
    result = _run("check", "--json")
    assert result.exit_code == 1
    assert json.loads(result.output) == [
        {
            "code": "KB213", "name": "covered-by-other-rule", "severity": "error",
            "subject": "a.b", "message": "50 % of it\nis covered", "file": "kb/a,b.yaml",
            "line": 2, "column": 6, "end_column": 9, "context": ["rule a.b", "when"],
            "why": "because: 1,\n2", "fix": "leave it out",
            "also": {"file": "kb/a,b.yaml", "line": 1, "column": 1},
        },
        {
            "code": "KB100", "name": "unreadable", "severity": "error", "subject": "",
            "message": "there is no such file", "file": "kb:1", "line": None, "column": None,
            "end_column": None, "context": [], "why": "", "fix": "", "also": None,
        },
    ]  # fmt: skip


def test_text_has_the_second_line_of_a_reason_below_the_first(found: list[Problem]) -> None:
    found.append(_WHOLE)
    assert _run("check").output == (
        "kb/a,b.yaml:2:6: error KB213 covered-by-other-rule: 50 % of it\nis covered\n"
        "  1 | one: 1\n  2 | two: 100 %\n    |      ^^^\n"
        "  in: rule a.b › when\n  why: because: 1,\n       2\n  also: kb/a,b.yaml:1:1 | one: 1\n"
        "  fix: leave it out\n  more: surefoot kb explain KB213\n"
    )


def test_where_more_is_told_is_said_once_for_each_code(found: list[Problem]) -> None:
    found += [Problem(code=code, message="m") for code in ("KB213", "KB210", "KB213")]
    assert re.findall("explain (KB...)", _run("check").output) == ["KB210", "KB213"]


def test_what_is_only_worth_knowing_is_no_finding_unless_asked_for(found: list[Problem]) -> None:
    found.append(Problem(code="KB217", message="m", severity="info"))
    assert (_run("check").exit_code, _run("check").output) == (0, "")
    assert _run("check", "--json").output == "[]\n"
    strict = _run("check", "--strict")
    assert (strict.exit_code, strict.output) == (
        1,
        "info KB217 choices-never-told-apart: m\n  more: surefoot kb explain KB217\n",
    )


@pytest.mark.parametrize(
    ("severities", "code"),
    [((), 0), (("info",), 0), (("warning",), 1), (("error",), 1), (("info", "warning"), 1)],
)
def test_a_warning_is_a_finding_too(
    found: list[Problem], severities: tuple[Severity, ...], code: int
) -> None:
    found += [Problem(code="KB401", message="m", severity=one) for one in severities]
    assert _run("check").exit_code == code


@pytest.mark.parametrize("name", ["text", "json", "github"])
def test_every_format_of_a_base_without_findings(name: str) -> None:
    result = _run("check", "kb", "--format", name)
    assert (result.exit_code, result.output) == (0, "[]\n" if name == "json" else "")


def test_another_format_is_refused() -> None:
    result = CliRunner().invoke(surefoot, ["kb", "check", "kb", "--format", "txt"])
    assert str(result.exception) == (
        "error US105 unknown-format: there is no format 'txt'\n  fix: did you mean text?"
    )


def test_a_page_says_what_a_code_means_and_shows_it() -> None:
    assert _run("explain", "kb112").output == (
        "KB112 not-an-operator\n\n"
        "A sign stands here that does not compare. There are < <= > >= == and !=, and the words\n"
        "in and has. A guess at what was meant could be the opposite.\n\n"
        "Wrong:\n\n    when: sleep.hours => 7\n\n"
        "Right:\n\n    when: sleep.hours >= 7\n"
    )


@pytest.mark.parametrize(
    ("code", "line"),
    [("KB102", "⟨tab⟩sleep.hours < 7"), ("KB103", "title: Short⟨zero-width space⟩ sleep")],
)
def test_what_cannot_be_seen_is_marked_in_an_example(code: str, line: str) -> None:
    assert f"    {line}\n" in _run("explain", code).output


def test_several_pages_and_names() -> None:
    output = _run("explain", "unknown-choice", "AN101", "US104").output
    assert re.findall(r"^(?:KB|AN|US)\d{3} [a-z-]+$", output, re.MULTILINE) == [
        "KB122 unknown-choice", "AN101 unknown-question", "US104 unknown-name",
    ]  # fmt: skip


def test_without_a_code_all_are_listed() -> None:
    lines = _run("explain").output.splitlines()
    assert lines[0] == "KB100 unreadable: A file or folder cannot be read at all."
    assert lines[-1].startswith("US1")
    assert all(re.match(r"[A-Z]{2}\d{3} [a-z-]+: .+\.$", line) for line in lines)


def test_a_page_as_data() -> None:
    (page,) = json.loads(_run("explain", "KB114", "--json").output)
    assert set(page) == {"code", "name", "summary", "why", "where", "bad", "good"}
    assert page["good"] == "when: sleep.hours < 7 and sleep.quality == poor"


@pytest.mark.parametrize(
    ("word", "fix"),
    [
        ("KB211x", "did you mean KB211?"),
        ("unknow-choice", "did you mean unknown-choice?"),
        ("nothing-like-it", "surefoot kb explain lists them all"),
    ],
)
def test_what_is_no_code_is_said(word: str, fix: str) -> None:
    result = CliRunner().invoke(surefoot, ["kb", "explain", word])
    assert str(result.exception) == (
        f"error US104 unknown-name: there is no code '{word}'\n  fix: {fix}"
    )


def _start(*args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "surefoot", "kb", *args],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture
def watching() -> Iterator[subprocess.Popen[str]]:
    """`kb watch kb`, ended if the test did not."""
    process = _start("watch", "kb")
    yield process
    process.kill()
    process.communicate()


def _next(process: subprocess.Popen[str], end: str) -> str:
    """What the process prints until a line begins with `end`."""
    assert process.stdout is not None
    lines = [process.stdout.readline()]
    while lines[-1] and not lines[-1].startswith(end):
        lines.append(process.stdout.readline())
    return "".join(lines)


def test_watching_shows_the_first_finding_at_every_save(watching: subprocess.Popen[str]) -> None:
    assert _next(watching, "all well") == "all well\n"
    wrong = Path("kb/wrong.yaml")
    wrong.write_text("topics:\n  - walk\nlimits: 1\nflags: 2\n", encoding="utf-8")
    assert _next(watching, "…") == (
        "kb/wrong.yaml:2:3: error KB152 not-allowed: 'topics:' holds entries, each under its id\n"
        "  1 | topics:\n  2 |   - walk\n    |   ^\n"
        "  more: surefoot kb explain KB152\n… and 2 more\n"
    )
    wrong.unlink()
    assert _next(watching, "all well") == "all well\n"
    runner = Path("kb/runners/rested.yaml")
    runner.write_text(runner.read_text(encoding="utf-8").replace("rest: 0", "rest: 9"), "utf-8")
    assert "KB302" in _next(watching, "  more")
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate(timeout=60)
    assert (watching.returncode, err.strip()) == (130, "Stopped.")


def test_the_first_error_comes_before_a_warning(
    found: list[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    found += [
        Problem(code="KB401", message="m", severity="warning", where="a"),
        Problem(code="KB210", message="m", where="b"),
        Problem(code="KB217", message="m", severity="info", where="c"),
    ]

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", stop)
    result = CliRunner().invoke(surefoot, ["kb", "watch", "kb"])
    assert result.output.split("\n")[0] == "b: error KB210 never-fires: m"
    assert "… and 1 more\n" in result.output


@pytest.mark.parametrize("name", ["text", "json", "github"])
def test_a_reader_that_has_gone_does_not_change_the_exit_code(name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [sys.executable, "-m", "surefoot", "kb", "check", "missing", "--format", name],
        stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60,
    )  # fmt: skip
    os.close(writer)
    assert (process.returncode, process.stderr) == (1, b"")
