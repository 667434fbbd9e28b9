"""The file of the store: for its owner only, brought up to date, and its errors in words."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.shipped import SHIPPED
from surefoot.intake.store import schema, store_file
from surefoot.intake.store.database import open_store
from surefoot.intake.store.forgetting import clean_up

from .support.command_line import Command, runner_of
from .support.stores import begun, example, said

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION_1 = Path(__file__).parent / "fixtures" / "store_version_1.sql"
_ANSWERS = str(SHIPPED / "runners" / "example.yaml")
_NOBODY = 65534

posix = pytest.mark.skipif(os.name != "posix", reason="modes of files mean little here")
needs_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0 or shutil.which("setpriv") is None,
    reason="only root can act as another user",
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    return runner_of(capsys, monkeypatch)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _as_nobody(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *command],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@posix
@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_can_read_the_files_and_a_folder_that_was_made(
    tmp_path: Path, mask: int
) -> None:
    before = os.umask(mask)
    try:
        store = open_store(tmp_path / "deep" / "data")
        begun(store)
    finally:
        os.umask(before)
    files = sorted(store.path.parent.iterdir())
    assert [one.name for one in files] == [f"surefoot.sqlite{end}" for end in ("", "-shm", "-wal")]
    assert {_mode(one) for one in files} == {0o600}
    assert _mode(store.path.parent) == 0o700


@posix
def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    example(tmp_path).close()
    (tmp_path / "surefoot.sqlite").chmod(0o644)
    begun(open_store(tmp_path))
    assert {_mode(one) for one in tmp_path.iterdir()} == {0o600}


@needs_root
def test_another_user_can_read_nothing(tmp_path: Path) -> None:
    folder = Path("/var/tmp") / f"surefoot-{os.getpid()}"  # noqa: S108  (pytest's is closed itself)
    folder.mkdir()
    try:
        folder.chmod(0o755)
        store = example(folder)
        assert store.runners()
        for one in folder.iterdir():
            done = _as_nobody("cat", str(one))
            assert (done.returncode, done.stdout) == (1, "")
            assert "Permission denied" in done.stderr
    finally:
        shutil.rmtree(folder)


@needs_root
def test_nothing_is_kept_in_the_folder_or_file_of_another_user(
    tmp_path: Path, run: Command
) -> None:
    example(tmp_path).close()
    os.chown(tmp_path / "surefoot.sqlite", _NOBODY, _NOBODY)
    assert (
        "the store belongs to another user"
        in run("store", "import", _ANSWERS, "--data", str(tmp_path)).err
    )
    other = tmp_path / "theirs"
    other.mkdir()
    os.chown(other, _NOBODY, _NOBODY)
    assert (
        "the folder belongs to another user"
        in run("store", "import", _ANSWERS, "--data", str(other)).err
    )
    assert list(other.iterdir()) == []


@posix
@pytest.mark.parametrize("mode", [0o777, 0o1777])
def test_a_folder_that_all_can_write_to_is_refused(tmp_path: Path, run: Command, mode: int) -> None:
    tmp_path.chmod(mode)
    done = run("store", "import", _ANSWERS, "--data", str(tmp_path))
    assert done.code == 2
    assert "every user of this computer can write to the folder" in done.err
    assert ("chmod o-w" in done.err) == (mode == 0o777)
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_is_not_followed(tmp_path: Path, run: Command, end: str, *, is_there: bool) -> None:
    target, folder = tmp_path / "target", tmp_path / "data"
    folder.mkdir(0o700)
    if end:
        example(folder).close()
    if is_there:
        target.write_bytes(b"")
    (folder / f"surefoot.sqlite{end}").symlink_to(target)
    done = run("store", "import", _ANSWERS, "--data", str(folder))
    assert done.code == 2
    assert "is a link to another file" in done.err
    assert target.exists() == is_there
    assert not is_there or target.read_bytes() == b""


def _damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


def _not_ours(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table pictures (id)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"pragma user_version = {schema.VERSION + 1}")


def _garbled(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update interview set depth = 'endless'")


def _folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said", "way_out"),
    [
        (lambda path: path.write_bytes(b"x" * 5000), "this file is no store", "--data DIR"),
        (_damage, "the store is damaged", "surefoot store import FILE"),
        (
            lambda path: os.truncate(path, 9000),
            "the store is damaged",
            "surefoot store import FILE",
        ),
        (_not_ours, "this file belongs to another program", "--data DIR"),
        (_newer, "US122 newer-store: a newer Surefoot made this store: version", "--data DIR"),
        (_garbled, "the store cannot be used: 'endless' is unknown", "--data DIR"),
        (_folder_instead, "the store is no file", "--data DIR"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_a_way_out(
    tmp_path: Path, run: Command, spoil: Callable[[Path], object], said: str, way_out: str
) -> None:
    example(tmp_path).close()
    path = tmp_path / "surefoot.sqlite"
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    for words in (("store", "list"), ("forget", "--all", "--yes")):
        done = run(*words, "--data", str(tmp_path))
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(str(path))
        assert said in done.err
        assert way_out in done.err
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_place_that_is_no_folder_is_named(tmp_path: Path, run: Command) -> None:
    (tmp_path / "file").write_text("")
    done = run("store", "list", "--data", str(tmp_path / "file"))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(str(tmp_path / "file"))


@needs_root
def test_a_folder_that_is_read_only_is_named() -> None:
    folder = Path("/var/tmp") / f"surefoot-{os.getpid()}"  # noqa: S108  (another user must get there)
    folder.mkdir(0o555)
    answers = folder / "answers.yaml"
    answers.write_text("answers: {runner.age: 40}")
    try:
        os.chown(folder, _NOBODY, _NOBODY)
        done = _as_nobody(
            sys.executable, "-m", "surefoot", "store", "import", str(answers), "--data", str(folder)
        )
        if "No module named" in done.stderr or "ermission denied: '/root" in done.stderr:
            pytest.skip("another user cannot run this Python")
        assert done.returncode == 2
        assert "Permission denied" in done.stderr
        assert "Traceback" not in done.stderr
    finally:
        shutil.rmtree(folder)


def test_a_full_disk_is_named_and_the_last_change_is_not_kept(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    one = begun(store)
    with store.file.alone() as database:
        (pages,) = database.execute("pragma page_count").fetchone()
        database.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(UsageError, match="the disk is full; the last change was not kept"):
        store.append(one.id, said(*["a" * 1000] * 500), "h")
    assert store.log(one.id) == ()
    with store.file.alone() as database:
        database.execute("pragma max_page_count = 100000")
    store.append(one.id, said("a"), "h")
    assert len(store.log(one.id)) == 1


def test_a_disk_that_cannot_share_a_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Command
) -> None:
    monkeypatch.setattr(store_file, "_share", lambda _: "delete")
    done = run("store", "import", _ANSWERS, "--data", str(tmp_path))
    assert done.code == 2
    assert "this disk cannot share a store between programs; it may be on a network" in done.err


def test_a_store_that_another_program_holds_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "BUSY_SECONDS", 0.05)
    store = example(tmp_path)
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("begin immediate")
        assert len(store.runners()) == 1  # it can be read all the same
        with pytest.raises(UsageError, match="another program has held the store"):
            store.add_runner("Bo")
        other.execute("rollback")
    store.add_runner("Bo")


@posix
def test_a_store_that_was_taken_away_takes_no_more_answers(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    one = begun(store)
    shutil.move(tmp_path / "data", tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="moved or removed while it was in use"):
        store.append(one.id, said("a"), "h")
    shutil.rmtree(tmp_path / "elsewhere")
    open_store(tmp_path / "data")
    with pytest.raises(UsageError, match="moved or removed while it was in use"):
        store.log(one.id)


def _first_version(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.executescript(VERSION_1.read_text(encoding="utf-8"))
    path.chmod(0o600)


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    _first_version(tmp_path / "surefoot.sqlite")
    store = open_store(tmp_path)
    ann, other = store.runners()
    assert (ann.name, other.name) == ("Ann Example", "李雷")
    newer, older = store.interviews(ann.id)
    assert (older.is_finished, older.finished, older.finished_entries) == (True, "2026-09-06", 12)
    assert (newer.is_finished, newer.finished, newer.before) == (False, "", older.id)
    assert [one.act for one in store.log(newer.id)] == ["answer", "later"]
    assert store.log(older.id)[0].said == "Alex Example"
    assert store.base("a1b2") is None
    assert _tables(store.path) == _tables(open_store(tmp_path / "new").path)


def _tables(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master")]
        columns = {
            (table, *map(str, row[1:]))
            for table in tables
            for row in database.execute(f"pragma table_info('{table}')")
        }
        settings = {
            (name, str(database.execute(f"pragma {name}").fetchone()[0]))
            for name in ("user_version", "application_id", "journal_mode")
        }
    return columns | settings


def test_a_step_that_fails_leaves_the_file_at_the_version_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first_version(tmp_path / "surefoot.sqlite")
    first, second = schema._STEPS
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_STEPS", (first, f"{second};\nselect nothing"))
        with pytest.raises(UsageError, match="the store cannot be used"):
            open_store(tmp_path)
    assert len(open_store(tmp_path).runners()) == 2


def test_what_is_confirmed_is_on_disk(tmp_path: Path) -> None:
    """The settings on which that rests; that they hold is shown by killing in another test."""
    store = open_store(tmp_path)
    with store.file.alone() as database:
        found = {
            name: database.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    assert clean_up(store) == ""
