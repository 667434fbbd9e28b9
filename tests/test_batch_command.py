"""`surefoot report` for many runners, as a person uses it: good and bad files, stopped, changed."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from surefoot.engine.diagnosis import Diagnosis
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.shapes import ReportContext

from .support.command_line import Command, Run, runner_of

_VALID = Path(__file__).parent / "cases" / "valid"
_KB = ("--knowledge", str(_VALID), "--date", "2026-11-23")
_GOOD = "answers: {body.km: 40, sleep.hours: 5, sleep.quality: good, sore.sites: [shin]}\n"
_LINE = '{"body.km": 40, "sleep.hours": 5, "sleep.quality": "good"}'
_BAD = {
    "broken.yaml": b"answers: [",
    "empty.yaml": b"",
    "nothing.yml": b"name: Ann\n",
    "typo.json": b'{"answers": {"body.kn": 40}}',
    "utf16.yaml": "body.km: 40".encode("utf-16"),
    "huge.yaml": b"# " + b"x" * 600_000,
}

_WORDS = "by: Jo Smith, physiotherapist\ndate: 2026-11-23\nnote: Well done.\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("team").mkdir()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch, "report")


def _team(*names: str) -> None:
    for name in names:
        Path("team", name).write_text(_GOOD, encoding="utf-8")


def _lines(*lines: str) -> None:
    Path("team.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _batch(run: Command, *args: str, path: str = "team") -> Run:
    return run(path, "-o", "out", "-f", "txt", *_KB, *args)


def _reports() -> dict[str, bytes]:
    found = Path("out").glob("*-report.*")
    return {path.name: path.read_bytes() for path in sorted(found)}


# --- what is made


def test_each_file_gets_the_same_bytes_as_a_report_of_its_own(run: Command) -> None:
    _team("ann.yaml", "bob.json", "eve.yml")
    Path("team", "bob.json").write_text('{"answers": {"body.km": 90}}', encoding="utf-8")
    Path("team", "ann.coach.yaml").write_text(_WORDS, encoding="utf-8")
    Path("team", "notes.txt").write_text("no answers\n", encoding="utf-8")
    done = run("team", "-o", "out", *_KB, "--processes", "2")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Written: 3 (6 files in out)\nFailed: 0\n")
    words = {"ann.yaml": ("--coach", "team/ann.coach.yaml")}
    for name in ("ann.yaml", "bob.json", "eve.yml"):
        assert run(f"team/{name}", "-o", "alone", *_KB, *words.get(name, ())).code == 0
    alone = {path.name: path.read_bytes() for path in Path("alone").iterdir()}
    assert _reports() == alone
    assert set(alone) == {
        f"{one}-report.{ending}" for one in ("ann", "bob", "eve") for ending in ("html", "pdf")
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in Path("out").iterdir()} == {0o600}


def test_what_a_coach_says_to_one_runner_is_no_option_of_many(run: Command) -> None:
    _team("ann.yaml", "bob.yaml")
    Path("team", "ann.coach.yaml").write_text(_WORDS, encoding="utf-8")
    done = _batch(run, "--coach", "team/ann.coach.yaml")
    assert done.code == 2
    assert "ann.coach.yaml" in done.err


def test_each_line_gets_a_report_under_its_id_or_its_number(run: Command) -> None:
    _lines(
        _LINE, "", '{"id": "Ann Lee", "answers": {"body.km": 40}}', '{"id": 7, "body.km": 30}',
        '{"body.km": 20}',
    )  # fmt: skip
    done = _batch(run, path="team.jsonl")
    assert (done.code, done.err) == (0, "")
    names = ["000001", "000005", "7", "Ann Lee"]
    assert list(_reports()) == [f"{name}-report.txt" for name in names]
    Path("one.yaml").write_text("answers: {body.km: 30}\n", encoding="utf-8")
    assert run("one.yaml", *_KB).out.encode() == _reports()["7-report.txt"]


def test_the_options_of_one_report_are_those_of_many(run: Command) -> None:
    _team("ann.yaml")
    assert _batch(run, "--edition", "coach", "--paper", "letter").code == 0
    assert list(_reports()) == ["ann-coach-report.txt"]
    alone = run("team/ann.yaml", "--edition", "coach", *_KB)
    assert alone.out.encode() == _reports()["ann-coach-report.txt"]


def test_made_up_runners_can_be_printed() -> None:
    made = [sys.executable, "-m", "surefoot", "generate", "3", "-o", "team.jsonl"]
    subprocess.run(made, check=True, capture_output=True)
    args = [sys.executable, "-m", "surefoot", "report", "team.jsonl", "-o", "out", "-f", "md"]
    done = subprocess.run(args, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("Written: 3 (3 files in out)")


# --- what is wrong


def test_bad_files_are_named_and_the_others_made(run: Command) -> None:
    _team("ann.yaml", "zoe.yaml")
    for name, data in _BAD.items():
        Path("team", name).write_bytes(data)
    Path("team", "folder.yaml").mkdir()
    Path("team", "more").mkdir()
    done = _batch(run, "--processes", "2")
    assert done.code == 4
    assert list(_reports()) == ["ann-report.txt", "zoe-report.txt"]
    assert done.err == "Note: folders inside team are not read: more\n"
    assert "Written: 2 (2 files in out)\nFailed: 7\n" in done.out
    for shown in (
        "team/broken.yaml:1:11: error KB107",
        "team/empty.yaml: error AN106 no-answers: the file is empty",
        "team/nothing.yml:1:1: error AN106",
        "team/typo.json:1:14: error AN101 unknown-question: there is no question 'body.kn'",
        "team/utf16.yaml: error AN100 unreadable: this is UTF-16 text; save it as UTF-8",
        "team/huge.yaml: error KB101 too-large",
        "team/folder.yaml: error AN100 unreadable: this is a folder, not a file",
    ):
        assert f"\n  {shown}" in done.out
    problems = Path("out/surefoot-problems.txt").read_text("utf-8")
    assert "fix: did you mean body.km?" in problems
    for name in _BAD:
        Path("team", name).unlink()
    Path("team", "folder.yaml").rmdir()
    assert _batch(run).code == 0
    assert not Path("out/surefoot-problems.txt").exists()


def test_bad_lines_are_named_by_their_place_and_the_others_made(run: Command) -> None:
    long = json.dumps({"body.km": 40, "sleep.alarm": "x" * 20_000_000})
    _lines(_LINE, "body.km: 40", "[1]", '{"body.kn": 1}', long, '{"id": "../x"}', "[" * 9999, _LINE)
    with Path("team.jsonl").open("ab") as stream:
        stream.write(b'{"body.km": "\xff"}\n{"body.km": 4')
    done = _batch(run, path="team.jsonl")
    assert done.code == 4
    assert list(_reports()) == ["000001-report.txt", "000008-report.txt"]
    for shown in (
        "team.jsonl:2: error AN100 unreadable: the line is not JSON: Expecting value",
        "team.jsonl:3: error AN106 no-answers: a line holds the answers of one runner, in { }",
        "team.jsonl:4:2: error AN101 unknown-question: there is no question 'body.kn'",
        "team.jsonl:5: error KB101 too-large: the line has more than 524,288 bytes",
        "team.jsonl:6: error AN100 unreadable: files cannot be called after the id of this line",
        "team.jsonl:7: error AN100 unreadable: the line is not JSON",
        "team.jsonl:9: error AN100 unreadable: byte 14 of the line is not UTF-8 text",
        "team.jsonl:10: error AN100 unreadable: the line is not JSON",
    ):
        assert f"\n  {shown}" in done.out
    assert "  4 | {" in Path("out/surefoot-problems.txt").read_text("utf-8")


def test_a_fault_at_one_runner_is_said_and_the_others_are_made(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    _team("ann.yaml", "bob.yaml")
    Path("team", "bob.yaml").write_text("answers: {body.km: 41}\n", encoding="utf-8")

    def failing(one: Diagnosis, printing: Printing) -> ReportContext:
        if one.answers["body.km"].value == 41:
            raise ZeroDivisionError("oh")
        return report_context(one, printing)

    monkeypatch.setattr("surefoot.reports.writing.report_context", failing)
    done = _batch(run)
    assert done.code == 70
    shown = "team/bob.yaml: error US113 fault: Surefoot has a fault: ZeroDivisionError: oh"
    assert f"Failed: 1\n  {shown}\n" in done.out
    assert list(_reports()) == ["ann-report.txt"]


_REFUSED = {
    "no folder to go to": (["team"], "US107 needs-a-folder: the reports of many runners need"),
    "an empty folder": (["more", "-o", "out"], "US101 not-found: there are no answers files in"),
    "no lines": (["none.jsonl", "-o", "out"], "US101 not-found: there are no answers here"),
    "out is a file": (["team", "-o", "none.jsonl"], "US102 cannot-write"),
    "json beside": (["team", "-o", "team", "-f", "json"], "US108 unusable-option: reports as json"),
    "a wrong time": (["team", "-o", "out", "--minutes-per-week", "x"], "US108 unusable-option"),
    "no such file": (["gone.jsonl", "-o", "out"], "AN100 unreadable: this cannot be read: no such"),
}


@pytest.mark.parametrize("case", _REFUSED)
def test_what_cannot_be_done_is_said_before_any_work(run: Command, case: str) -> None:
    args, said = _REFUSED[case]
    _team("ann.yaml")
    Path("more").mkdir()
    Path("none.jsonl").touch()
    done = run(*args, *_KB)
    assert done.code == (4 if case == "no such file" else 2)
    assert f"error {said}" in done.err
    assert done.out == ""
    assert not Path("out").exists()


def test_inputs_of_one_name_are_refused(run: Command) -> None:
    _team("ann.yaml", "ANN.json", "bob.yaml")
    done = _batch(run)
    said = "the reports of ANN.json and ann.yaml would be the same files: ann-report"
    assert (done.code, f"team: error US111 same-file: {said}" in done.err) == (2, True)
    _lines('{"id": "000002"}', _LINE)
    done = _batch(run, path="team.jsonl")
    assert done.code == 2
    assert "the reports of line 1 and line 2 would be the same files: 000002-report" in done.err


def test_of_two_lines_with_one_id_the_last_counts(run: Command) -> None:
    _lines(*(_LINE.replace("{", f'{{"id": "{name}", ', 1) for name in ("Ann ", "ann", " ANN")))
    done = _batch(run, path="team.jsonl")
    assert done.code == 4
    assert "Written: 1 " in done.out
    for line in (1, 2):
        said = "error AN129 same-id: the same runner stands in line 3, which counts"
        assert f"team.jsonl:{line}: {said}" in done.out
    assert [one.name for one in Path("out").glob("*-report.*")] == ["ANN-report.txt"]


# --- stopped and started again


def _times() -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in Path("out").glob("*-report.txt")}


def test_only_what_changed_or_is_gone_is_made_again(run: Command) -> None:
    _team("ann.yaml", "bob.yaml", "eve.yaml")
    _batch(run)
    before = _times()
    Path("team", "bob.yaml").write_text("answers: {body.km: 90}\n", encoding="utf-8")
    Path("out", "eve-report.txt").unlink()
    done = _batch(run)
    assert "Written: 2 (2 files in out)\nLeft as they were: 1\n" in done.out
    after = _times()
    assert [name for name in after if after[name] == before[name]] == ["ann-report.txt"]
    assert run("team/bob.yaml", *_KB).out.encode() == _reports()["bob-report.txt"]


@pytest.mark.parametrize("change", ["date", "paper", "formats", "knowledge"])
def test_other_choices_or_knowledge_make_all_again(
    run: Command, tmp_path: Path, change: str
) -> None:
    _team("ann.yaml", "bob.yaml")
    base = tmp_path / "kb"
    base.mkdir()
    for path in _VALID.glob("*.yaml"):
        (base / path.name).write_bytes(path.read_bytes())
    usual = ["team", "-o", "out", "-f", "txt", "--knowledge", str(base), "--date", "2026-11-23"]
    assert run(*usual).out.startswith("Written: 2")
    if change == "knowledge":
        (base / "base.yaml").write_bytes((base / "base.yaml").read_bytes() + b"# a word\n")
    more = {
        "date": ["--date", "2026-11-24"],
        "paper": ["--paper", "letter"],
        "formats": ["-f", "md"],
    }
    done = run(*usual, *more.get(change, []))
    assert done.out.startswith("Written: 2")
    assert run(*usual, *more.get(change, [])).out.startswith("Written: 0 (0 files in out)\nLeft")


def test_a_log_that_is_torn_or_spoiled_only_costs_time(run: Command) -> None:
    _team("ann.yaml", "bob.yaml", "eve.yaml")
    _batch(run)
    log = Path("out", "surefoot-batch.jsonl")
    first, *_ = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(
        b'\x00\xff\n[1]\n{"report": 3}\n{"report": "eve-report"}\n' + first + first[:40]
    )
    done = _batch(run)
    assert "Written: 2 (2 files in out)\nLeft as they were: 1\n" in done.out
    assert "Left as they were: 3\n" in _batch(run).out


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a way to kill that Windows lacks")
@pytest.mark.parametrize("stop", ["kill", "ctrl-c"])
def test_stopped_in_the_middle_it_goes_on_with_nothing_half_written(stop: str) -> None:
    _lines(*([_LINE] * 20))
    args = [sys.executable, "-m", "surefoot", "report", "team.jsonl", "-o", "out", *_KB,
            "-f", "html,pdf", "--processes", "2"]  # fmt: skip
    process = subprocess.Popen(args, stderr=subprocess.PIPE, text=True, start_new_session=True)
    until = time.monotonic() + 60
    while not list(Path("out").glob("*.pdf")) and time.monotonic() < until:
        time.sleep(0.01)
    if stop == "kill":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGINT)  # a terminal tells all of its processes
    _, said = process.communicate(timeout=60)
    if stop == "ctrl-c":
        assert process.returncode == 130
        lines = [line for line in said.split("\n") if line]
        assert lines == ["What is finished is kept: start the same again to go on.", "Stopped."]
    _wait_until_gone(process.pid, until)
    assert all(data.endswith((b"%%EOF\n", b"</html>\n")) for data in _reports().values())
    finished = Path("out", "surefoot-batch.jsonl").read_bytes().count(b"\n")
    assert finished < 20
    again = subprocess.run(args, capture_output=True, text=True, check=True)
    assert f"Written: {20 - finished} (" in again.stdout
    assert len(_reports()) == 40
    assert len(set(_reports().values())) == 2


def _wait_until_gone(group: int, until: float) -> None:
    """Wait for the processes that a killed one had started: they end by themselves."""
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("a process goes on after the one that started it was killed")


# --- who must be seen


def test_who_is_to_be_seen_first_is_said_last_and_again(run: Command) -> None:
    shipped = Path(__file__).parents[1] / "knowledge" / "runners"
    names = ("swollen-calf-after-a-flight", "chest-tightness-on-effort", "nothing-hurts")
    for name in names:
        Path("team", f"{name}.yaml").write_bytes((shipped / f"{name}.yaml").read_bytes())
    args = ("team", "-o", "out", "-f", "html,md", "--date", "2026-11-23")
    for _ in range(2):  # also where all is there already
        done = run(*args)
        assert done.code == 0
        assert done.out.endswith(
            "To be seen first: 2 of the 3 whose answers could be read\n"
            "  Emergency department, today: swollen-calf-after-a-flight\n"
            "  Doctor, today: chest-tightness-on-effort\n"
            f"  all of them in {Path('out/surefoot-see-first.txt')}\n"
        )
        assert Path("out/surefoot-see-first.txt").read_text("utf-8").count("\n") == 2
    assert "Left as they were: 3\n" in done.out
    for name in names[:2]:
        Path("team", f"{name}.yaml").unlink()
    assert run(*args).out.endswith(
        "To be seen first: nobody of the 1 whose answers could be read\n"
    )
    assert not Path("out/surefoot-see-first.txt").exists()


def test_notes_on_answers_are_kept_beside_the_reports(run: Command) -> None:
    text = "answers: {body.km: 40, sleep.hours: 5, sleep.alarm: no #late\n}\n"
    Path("team", "ann.yaml").write_text(text, encoding="utf-8")
    for _ in range(2):
        done = _batch(run)
        assert (done.code, done.err) == (0, "")
        assert "With notes: 1\n" in done.out
        assert "ann-report.txt:\n" in Path("out/surefoot-problems.txt").read_text("utf-8")
