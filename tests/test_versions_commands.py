"""`surefoot kb lock` and `surefoot kb diff`, through the door that an author uses."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from surefoot import cli
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.versions.lock import NAME

_VALID = Path(__file__).parent / "cases" / "valid"
_POINTS = ("then: {points: 2, advice: sleep-more}", "then: {points: 1, advice: sleep-more}")
_NOTE = (
    "      - 2026-04-02 MH raises 1 -> 2 after 60 runners\n",
    "      - 2026-04-02 MH raises 1 -> 2 after 60 runners\n      - 2026-09-01 MH back to 1\n",
)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command through `main`; gives exit code, output and errors."""

    def command(*args: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["surefoot", *args])
        with pytest.raises(SystemExit) as exited:
            cli.main()
        said = capsys.readouterr()
        return int(exited.value.code or 0), said.out, said.err

    return command


@pytest.fixture(autouse=True)
def _a_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(_VALID, "kb")


def edit(*changes: tuple[str, str], folder: str = "kb") -> None:
    path = Path(folder) / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


# --- lock


def test_a_base_is_locked_once_and_then_left_alone(run: Run) -> None:
    code, said, _ = run("kb", "lock", "kb", "--date", "2026-05-01")
    lock = Path("kb", NAME).read_bytes()
    assert code == 0
    assert said.startswith(f"Wrote kb/{NAME}: ")
    assert b"status trial\n  trial_since 2026-05-01\n" in lock
    code, said, _ = run("kb", "lock", "kb")
    assert (code, said) == (0, "The lock is as it should be; nothing was written.\n")
    assert Path("kb", NAME).read_bytes() == lock
    assert run("kb", "check", "kb") == (0, "", "")
    assert not list(Path("kb").glob("*new"))


def test_a_change_of_meaning_without_a_note_fails_the_check_and_is_not_locked(run: Run) -> None:
    run("kb", "lock", "kb", "--date", "2026-05-01")
    before = Path("kb", NAME).read_bytes()
    edit(_POINTS)
    code, said, _ = run("kb", "check", "kb")
    assert code == 1
    assert "KB409 changed-without-note" in said
    assert "why: points was 2 for rest, now 1 for rest" in said
    assert "KB414 review-lapsed" in said
    code, said, error = run("kb", "lock", "kb")
    assert (code, said) == (1, "")
    assert "KB409 changed-without-note" in error
    assert error.endswith("Nothing was written; these come first.\n")
    assert Path("kb", NAME).read_bytes() == before


def test_a_change_with_a_note_is_locked(run: Run) -> None:
    run("kb", "lock", "kb", "--date", "2026-05-01")
    unsigned = ("    reviewed: [Maria Huber 2026-04-02]\n", "")
    edit(_POINTS, _NOTE, unsigned)
    code, said, _ = run("kb", "check", "kb")
    assert code == 1
    assert "KB415 lock-outdated: " in said
    code, said, _ = run("kb", "lock", "kb")
    assert code == 0
    assert "0 new, 1 changed in meaning, 0 renamed, 0 retired" in said
    assert run("kb", "check", "kb") == (0, "", "")


def test_a_new_id_is_counted_as_renamed(run: Run) -> None:
    run("kb", "lock", "kb", "--date", "2026-05-01")
    assert run("kb", "rename", "rest.short-sleep", "rest.few-hours", "--knowledge", "kb")[0] == 0
    assert run("kb", "rename", "sleep.hours", "sleep.length", "--knowledge", "kb")[0] == 0
    assert run("kb", "rename", "sleep.length", "sleep.span", "--knowledge", "kb")[0] == 0
    code, said, _ = run("kb", "lock", "kb")
    assert code == 0
    assert "0 new, 0 changed in meaning, 2 renamed, 0 retired" in said


def test_a_base_with_errors_is_not_locked(run: Run) -> None:
    edit(("expect: unknown}\n  rest.needs-an-alarm", "expect: fires}\n  rest.needs-an-alarm"))
    code, _, error = run("kb", "lock", "kb")
    assert code == 1
    assert "KB301 example-fails" in error
    assert not Path("kb", NAME).exists()


def test_a_base_that_cannot_be_read_is_not_locked(run: Run) -> None:
    edit(("then: {points: 2,", "then: {points: two,"))
    code, _, error = run("kb", "lock", "kb")
    assert code == 1
    assert "KB153 bad-value" in error
    assert not Path("kb", NAME).exists()
    assert run("kb", "lock", "nowhere")[0] == 1


def test_a_lock_that_cannot_be_read_is_not_written_over(run: Run) -> None:
    Path("kb", NAME).write_text("<<<<<<< mine\n", encoding="utf-8")
    code, _, error = run("kb", "lock", "kb")
    assert code == 1
    assert "the lock cannot be read" in error
    assert Path("kb", NAME).read_text(encoding="utf-8") == "<<<<<<< mine\n"


# --- diff


def test_a_difference_in_words_and_on_people(run: Run) -> None:
    shutil.copytree("kb", "new")
    edit(("when: sleep.hours < 7 or", "when: sleep.hours < 6 or"), folder="new")
    code, said, error = run("kb", "diff", "kb", "new", "--runners", "200", "--seed", "3")
    assert (code, error) == (0, "")
    assert "Means something else:\n  rule rest.short-sleep: Short sleep\n" in said
    assert "    when: tighter; it fires for nobody else, and not for {" in said
    assert "The changes ask for a major step: " in said
    assert "\nOf 200 made-up runners " in said
    assert "by rest.short-sleep: fires → quiet" in said
    assert run("kb", "diff", "kb", "new", "--runners", "200", "--seed", "3")[1] == said
    assert run("kb", "diff", "kb", "new", "--runners", "200", "--seed", "4")[1] != said
    without = run("kb", "diff", "kb", "new", "--runners", "0")[1]
    assert said.startswith(without.rstrip())


def test_a_difference_as_data(run: Run) -> None:
    shutil.copytree("kb", "new")
    edit(_POINTS, folder="new")
    code, said, _ = run("kb", "diff", "kb", "new", "--runners", "50", "--format", "json")
    data = json.loads(said)
    assert code == 0
    assert data["step"] == "major"
    assert data["people"]["count"] == 50
    (change,) = data["changes"]
    assert (change["kind"], change["id"], change["what"]) == ("rule", "rest.short-sleep", "changed")
    (field,) = change["fields"]
    assert field == {
        "name": "points", "before": "2 for rest", "after": "1 for rest", "relation": None,
    }  # fmt: skip


def test_words_alone_ask_nobody(run: Run) -> None:
    shutil.copytree("kb", "new")
    edit(("title: Short sleep", "title: Little sleep"), folder="new")
    code, said, _ = run("kb", "diff", "kb", "new")
    assert code == 0
    assert "Reads otherwise and means the same:\n  rule rest.short-sleep: Little sleep\n" in said
    assert "other words: title" in said
    assert "made-up" not in said


def test_one_folder_is_compared_with_the_shipped_base(run: Run) -> None:
    assert "Nothing differs." in run("kb", "diff", str(SHIPPED))[1]
    code, said, _ = run("kb", "diff", "kb", "--runners", "3")
    assert code == 0
    assert said.startswith("A: Runner foundations ")
    assert "\nB: Small base 1.0.0, " in said


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("kb", "new", "more"), 2, "two knowledge bases are compared, not 3"),
        (("kb", "nowhere"), 3, "does not exist"),
        (("kb", "kb", "--runners", "-1"), 2, "-1"),
        (("kb", "kb", "--format", "xml"), 2, "there is no format 'xml'"),
        ((), 2, "Missing argument"),
    ],
)
def test_what_cannot_be_compared_is_said(
    run: Run, args: tuple[str, ...], code: int, said: str
) -> None:
    found, _, error = run("kb", "diff", *args)
    assert found == code
    assert said in error
