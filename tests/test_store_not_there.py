"""A folder without a store: who only looks makes none; and ways out where a file cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.intake.store.database import open_store

from .support.command_line import Command, runner_of
from .support.stores import example


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


@pytest.mark.parametrize(
    "words",
    [("store", "list"), ("store", "list", "--json"), ("store", "clean"), ("forget", "--all"),
     ("forget", "Ann"), ("store", "export", "-o", "x.json")],
)  # fmt: skip
def test_no_store_is_made_to_look_into(
    tmp_path: Path, run: Command, words: tuple[str, ...]
) -> None:
    done = run(*words, "--data", str(tmp_path / "typo"))
    assert done.code == 2
    assert "US101" in done.err
    assert "there is no store in this folder" in done.err
    assert str(tmp_path / "typo") in done.err
    assert list(tmp_path.iterdir()) == []


def test_nobody_is_kept_where_all_are_forgotten(tmp_path: Path, run: Command) -> None:
    open_store(tmp_path).close()
    done = run("forget", "--all", "--data", str(tmp_path))
    assert (done.code, done.out) == (0, "Nobody is kept here.\n")


def test_an_export_says_that_it_needs_a_file(tmp_path: Path, run: Command) -> None:
    example(tmp_path)
    done = run("store", "export", "--data", str(tmp_path))
    assert done.code == 2
    assert "US108" in done.err
    assert "add -o FILE" in done.err


def test_where_no_file_can_be_written_the_way_out_is_named(tmp_path: Path, run: Command) -> None:
    example(tmp_path)
    (tmp_path / "file").write_text("")
    done = run("store", "export", "-o", str(tmp_path / "file" / "x"), "--data", str(tmp_path))
    assert done.code == 2
    assert "fix: name another place for it" in done.err


@pytest.mark.parametrize("data", [b"junk\n", b"\xff\xfe\xfa", None])
def test_what_is_taken_in_is_said_of_a_file_that_is_not(
    tmp_path: Path, run: Command, data: bytes | None
) -> None:
    path = tmp_path / "junk"
    if data is not None:
        path.write_bytes(data)
    done = run("store", "import", str(path), "--data", str(tmp_path / "data"))
    assert done.code != 0
    assert "surefoot store export" in done.err


def test_of_two_of_one_name_it_says_how_many_interviews_each_has(
    tmp_path: Path, run: Command
) -> None:
    store = example(tmp_path, "Ann")
    store.add_runner("Ann")
    done = run("forget", "Ann", "--yes", "--data", str(tmp_path))
    assert ", 1 interview)" in done.err
    assert ", 0 interviews)" in done.err
