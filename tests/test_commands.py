"""The command line: exit codes, where output goes, and never a traceback."""

from __future__ import annotations

import json
import shutil
import stat
import sys
from pathlib import Path

import pytest

from surefoot import cli
from surefoot.engine.problem_codes import NAMES
from surefoot.reports import writing

from .support.command_line import Command, Run, runner_of

_VALID = Path(__file__).parent / "cases" / "valid"
_KB = ("--knowledge", str(_VALID))
_ANSWERS = "answers: {body.km: 40, sleep.hours: 5, sleep.quality: good, sore.sites: [shin]}\n"


@pytest.fixture(autouse=True)
def _in_a_folder_with_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("me.yaml").write_text(_ANSWERS, encoding="utf-8")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command inside this process, through `main` as a user does."""

    return runner_of(capsys, monkeypatch)


@pytest.mark.parametrize("command", ["ask", "report", "explain", "whatif", "next", "demo", "kb"])
def test_every_command_is_listed_and_has_a_help_page(run: Command, command: str) -> None:
    assert f"\n  {command} " in run("--help").out
    page = run(command, "--help")
    assert (page.code, page.err) == (0, "")
    assert page.out.startswith(f"Usage: surefoot {command} ")


_EXITS = {
    "done": (0, ["report", "me.yaml", *_KB]),
    "nothing-found": (0, ["kb", "check", str(_VALID)]),
    "findings": (1, ["kb", "check", "."]),
    "no-folder-to-check": (1, ["kb", "check", "missing"]),
    "no-command": (2, []),
    "unknown-command": (2, ["reprot"]),
    "unknown-option": (2, ["report", "me.yaml", "--colour"]),
    "missing-argument": (2, ["report"]),
    "unknown-format": (2, ["report", "me.yaml", "-f", "docx"]),
    "wrong-date": (2, ["report", "me.yaml", "--date", "2026-13-01"]),
    "unknown-id": (2, ["explain", "me.yaml", "rets", *_KB]),
    "not-a-terminal": (2, ["ask"]),
    "missing-knowledge": (3, ["report", "me.yaml", "--knowledge", "missing"]),
    "broken-knowledge": (3, ["explain", "me.yaml", "rest", "--knowledge", "."]),
    "missing-answers": (4, ["report", "you.yaml", *_KB]),
    "folder-as-answers": (2, ["report", ".", *_KB]),
    "wrong-answers": (4, ["report", "me.yaml"]),
}


@pytest.mark.parametrize("case", _EXITS)
def test_the_exit_code_says_who_must_act(run: Command, case: str) -> None:
    expected, args = _EXITS[case]
    done = run(*args)
    assert done.code == expected, done
    assert "Traceback" not in done.err
    assert (done.err == "") == (expected < 2)


_NEEDS_A_FOLDER = (
    "error US107 needs-a-folder: a PDF, or several formats at once, need a folder to go to\n"
    "  fix: add -o DIR\n"
)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["report", "me.yaml", "-f", "hmtl", *_KB],
            "error US105 unknown-format: there is no format 'hmtl'\n  fix: did you mean html?\n",
        ),
        (
            ["report", "me.yaml", "--json", "-f", "html", *_KB],
            "error US105 unknown-format: --json and --format html ask for two things\n"
            "  fix: leave one of them out\n",
        ),
        (["report", "me.yaml", "-f", "txt,md", *_KB], _NEEDS_A_FOLDER),
        (["report", "me.yaml", "-f", "pdf", *_KB], _NEEDS_A_FOLDER),
        (
            ["kb", "check", "a", "--knowledge", "b"],
            "error US106 two-folders: two folders are named: a and b\n"
            "  fix: leave one of them out\n",
        ),
        (
            ["explain", "me.yaml", "rest.short-slep", *_KB],
            "error US104 unknown-name: there is nothing called 'rest.short-slep' to explain\n"
            "  fix: did you mean rest.short-sleep?\n",
        ),
        (
            ["ask", *_KB],
            "error US103 no-terminal: questions are asked in a terminal, and this is none\n"
            "  fix: write your answers to a file and run: surefoot report FILE\n",
        ),
    ],
    ids=["format", "two-formats", "no-folder", "pdf", "two-folders", "id", "ask"],
)  # fmt: skip
def test_what_was_asked_for_wrongly_is_said(run: Command, args: list[str], message: str) -> None:
    done = run(*args)
    assert done.err == message
    assert done.out == ""
    assert sorted(path.name for path in Path().iterdir()) == ["me.yaml"]


def test_all_mistakes_in_the_answers_are_said_on_stderr(run: Command) -> None:
    Path("me.yaml").write_text("body.kms: 4\nsleep.hours: 80\n", encoding="utf-8")
    assert run("report", "me.yaml", *_KB) == Run(
        4,
        "",
        "me.yaml:1:1: error AN101 unknown-question: there is no question 'body.kms'\n"
        "  1 | body.kms: 4\n"
        "    | ^^^^^^^^\n"
        "  fix: did you mean body.km?\n"
        "me.yaml:2:14: error AN103 outside-range: 'sleep.hours' cannot be 80 hours\n"
        "  1 | body.kms: 4\n"
        "  2 | sleep.hours: 80\n"
        "    |              ^^\n"
        "  fix: 0 to 14 hours is accepted\n",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x89PNG\r\n", "me.yaml: error AN100 unreadable: byte 1 is not UTF-8 text; "
         "this may not be a text file\n"),
        (b"x" * 10_000_000, "me.yaml: error KB101 too-large: "
         "the file has more than 524,288 bytes\n"),
        (b"", "me.yaml: error AN106 no-answers: the file is empty\n"),
    ],
    ids=["binary", "10-mb", "empty"],
)  # fmt: skip
def test_an_answers_file_of_another_kind(run: Command, data: bytes, message: str) -> None:
    Path("me.yaml").write_bytes(data)
    assert run("report", "me.yaml", *_KB) == Run(4, "", message)


def test_an_answer_that_does_not_apply_is_a_note_and_no_error(run: Command) -> None:
    Path("me.yaml").write_text("sore.sites: none\nsore.heel.weeks: 3\n", encoding="utf-8")
    done = run("report", "me.yaml", *_KB)
    assert (done.code, done.err) == (
        0,
        "Note: sore.heel.weeks (How long (heel)) does not apply here; it is kept and not used.\n",
    )


def test_an_answer_that_may_be_cut_is_named_and_the_report_is_made(run: Command) -> None:
    Path("me.yaml").write_text("body.name: Anna #2\n", encoding="utf-8")
    done = run("report", "me.yaml", *_KB)
    assert done.code == 0
    assert done.err.startswith("me.yaml:1:17: warning KB108 text-after-hash: what follows ` #` ")


@pytest.mark.parametrize(
    ("options", "begins"),
    [
        ([], "SUREFOOT"),
        (["-f", "txt"], "SUREFOOT"),
        (["-f", "MD"], "# "),
        (["-f", "html"], "<!doctype html>"),
        (["-f", "json"], '{\n'),
        (["--json"], '{\n'),
    ],
    ids=["default", "txt", "md", "html", "json", "json-for-short"],
)  # fmt: skip
def test_one_text_format_goes_to_standard_output(
    run: Command, options: list[str], begins: str
) -> None:
    done = run("report", "me.yaml", *options, *_KB)
    assert (done.code, done.err) == (0, "")
    assert done.out.lower().startswith(begins.lower())
    assert done.out.endswith("\n")
    assert sorted(path.name for path in Path().iterdir()) == ["me.yaml"]


def test_json_is_json(run: Command) -> None:
    data = json.loads(run("report", "me.yaml", "--json", *_KB).out)
    assert [one["id"] for one in data["pillars"]] == ["rest", "legs"]


def test_a_folder_is_made_and_only_the_owner_can_read_the_files(run: Command) -> None:
    done = run("report", "me.yaml", "-f", "txt,html,txt", "-o", "a/b", *_KB)
    assert done == Run(0, "Wrote a/b/me-report.txt\nWrote a/b/me-report.html\n", "")
    files = sorted(Path("a/b").iterdir())
    assert [path.name for path in files] == ["me-report.html", "me-report.txt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_without_formats_a_folder_gets_html_and_pdf(run: Command) -> None:
    done = run("report", "me.yaml", "-o", "out", *_KB)
    assert done.out == "Wrote out/me-report.html\nWrote out/me-report.pdf\n"
    assert Path("out/me-report.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_is_written_when_one_format_fails(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = writing.build

    def fails_on_html(diagnosis: object, name: str, printing: object) -> object:
        if name == "html":
            raise RuntimeError("no ink")
        return build(diagnosis, name, printing)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "build", fails_on_html)
    done = run("report", "me.yaml", "-f", "txt,html", "-o", "out", *_KB)
    assert done == Run(
        70,
        "",
        "Surefoot has a fault: RuntimeError: no ink\n"
        "Nothing was changed. Set SUREFOOT_DEBUG=1 to see where.\n",
    )
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("me.yaml", "Not a directory"), ("me.yaml/out", "Not a directory")],
    ids=["file", "below-a-file"],
)
def test_a_folder_that_cannot_be_written(run: Command, folder: str, reason: str) -> None:
    done = run("report", "me.yaml", "-f", "txt", "-o", folder, *_KB)
    assert done == Run(
        2,
        "",
        f"{folder}: error US102 cannot-write: files cannot be written to this folder: {reason}\n",
    )
    assert Path("me.yaml").read_text(encoding="utf-8") == _ANSWERS


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("rest", "Rest [rest]: "),
        ("load", "Load [load]: "),
        ("rest.short-sleep", "Short sleep [rest.short-sleep]: fires"),
        ("flag.long-pain", "Long pain [flag.long-pain]: "),
        ("pattern.shin-pain", "shin pain [pattern.shin-pain]: "),
    ],
)
def test_explain_says_how_each_thing_was_concluded(run: Command, name: str, first: str) -> None:
    done = run("explain", "me.yaml", name, *_KB)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(first)
    assert done.out.rstrip("\n") == done.out[:-1]
    assert json.loads(run("explain", "me.yaml", name, "--json", *_KB).out)["id"] == name


def test_the_demo_writes_the_report_of_a_whole_person(run: Command) -> None:
    done = run("demo", "-o", "out", *_KB)
    assert done == Run(
        0,
        f"The example runner: {_VALID}/runners/rested.yaml. Open one of these:\n"
        f"  {Path('out').resolve()}/surefoot-demo.html\n"
        f"  {Path('out').resolve()}/surefoot-demo.pdf\n",
        "",
    )


def test_a_base_without_whole_people_has_no_demo(run: Command) -> None:
    shutil.copytree(_VALID, "kb", ignore=shutil.ignore_patterns("runners"))
    assert run("demo", "--knowledge", "kb") == Run(
        2,
        "",
        "kb: error US101 not-found: this knowledge base has no whole people in its folder "
        "runners\n",
    )


def test_findings_as_data(run: Command) -> None:
    Path("base.yaml").write_text("nötes: 1\nformat: 2\n", encoding="utf-8")
    Path("me.yaml").unlink()
    out = run("kb", "check", ".", "--json").out
    assert "'nötes'" in out
    found = json.loads(out)
    assert [one["code"] for one in found] == ["KB151"] * 4 + ["KB150", "KB153"]
    assert found[4] == {
        "code": "KB150", "name": "unknown-field", "severity": "error", "subject": "",
        "message": "there is no section 'nötes'", "file": "base.yaml", "line": 1, "column": 1,
        "end_column": 6, "context": [], "why": "", "also": None,
        "fix": "sections: format, name, version, each, plan, topics, pillars, contexts, questions, "
        "derived, rules, flags, patterns, limits, contradictions, home_tests, advice or evidence",
    }  # fmt: skip


@pytest.mark.parametrize("command", [["report"], ["explain"]])
def test_answers_that_do_not_fit_are_named_beside_the_result(
    run: Command, command: list[str]
) -> None:
    Path("me.yaml").write_text("{sleep.hours: 2, sleep.quality: good}\n", encoding="utf-8")
    rest = ["rest"] if command == ["explain"] else []
    said = run(*command, "me.yaml", *rest, *_KB)
    assert said.code == 0
    assert said.err == (
        "Note: answers do not fit together (sleep.hours, sleep.quality). "
        "You sleep 2 hours, and call that good. Check the hours.\n"
    )


def test_no_findings_as_data_are_an_empty_list(run: Command) -> None:
    assert run("kb", "check", str(_VALID), "--json") == Run(0, "[]\n", "")


def test_a_fault_of_ours_shows_where_only_when_asked(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise ZeroDivisionError("nothing")

    monkeypatch.setattr("surefoot.commands.kb.check.check_knowledge", fails)
    done = run("kb", "check")
    assert (done.code, "ZeroDivisionError: nothing" in done.err) == (70, True)
    monkeypatch.setenv("SUREFOOT_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["surefoot", "kb", "check"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


@pytest.mark.parametrize("code", [code for code in NAMES if not code.startswith("KB")])
def test_every_other_code_is_said_somewhere(code: str) -> None:
    root = Path(cli.__file__).parent
    files = [
        path
        for part in ("commands", "engine", "intake", "reports")
        for path in (root / part).rglob("*.py")
    ]
    saying = [path for path in files if path.name != "problem_codes.py"
              and f'"{code}"' in path.read_text(encoding="utf-8")]  # fmt: skip
    assert saying != []
