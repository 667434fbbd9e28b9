"""A screening is started again where something is left of an earlier one, or is lost."""

import errno
import os
import random
import stat
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.screening.inputs import find_inputs
from surefoot.engine.screening.manifest import Manifest
from surefoot.engine.screening.running import screen

from .support.screenings import base, runners, screened, wishes, write_typed


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return base(tmp_path_factory.mktemp("bases") / "base")


def _timeless(manifest: Manifest) -> dict[str, object]:
    """A manifest without the moment at which it was made."""
    return {name: one for name, one in manifest.data.items() if name != "screened"}


class _KilledError(Exception):
    """Stands for the end of the process."""


def _stop(what: str, done: int, rows: int) -> None:
    del rows
    if what == "screen" and done == 100:
        raise _KilledError


@pytest.mark.parametrize("starts_anew", [False, True])
def test_what_was_half_written_when_it_was_killed_is_removed(
    knowledge: Knowledge, tmp_path: Path, *, starts_anew: bool
) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(20))
    out = tmp_path / "out"
    (out / "parts").mkdir(parents=True)
    (out / ".surefoot-abcd_123").touch()  # killed in the first file that is written
    (out / "parts").rmdir()
    screened(knowledge, path, out, starts_anew=starts_anew)
    for name in (".part-00000.parquet", "tmp_.part-00000.parquet"):
        (out / "parts" / name).touch()
    (out / ".surefoot-abcd_123").touch()
    screened(knowledge, path, out, starts_anew=starts_anew)
    assert {one.name for one in out.iterdir()} == {"manifest.json", "screening.json", "parts"}
    assert [one.name for one in (out / "parts").iterdir()] == ["part-00000.parquet"]


def test_other_files_are_not_taken_for_what_was_half_written(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(20))
    out = tmp_path / "out"
    out.mkdir()
    (out / ".surefoot-abcd_123").touch()
    (out / "mine.txt").touch()
    with pytest.raises(UsageError, match="other files"):
        screened(knowledge, path, out, starts_anew=True)
    assert len(list(out.iterdir())) == 2


def test_results_are_never_read_as_inputs(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "club").mkdir()
    rows = runners(20)
    write_typed(tmp_path / "club" / "r.parquet", [*rows, {**rows[0], "id": "odd", "a.one": 99.0}])
    here = Path()
    first = screen(knowledge, [here], Path("out"), wishes(knowledge))
    assert first.rejected == 1
    assert screen(knowledge, [here], Path("out"), wishes(knowledge)).data == first.data
    other = screen(knowledge, [Path("*")], Path("club/other"), wishes(knowledge))
    assert other.content_hash == first.content_hash
    for path in (here, Path("**/*.parquet"), Path("*/*.parquet"), tmp_path):
        assert [one.path.name for one in find_inputs([path], Path("new"))] == ["r.parquet"]
    with pytest.raises(UsageError, match="is for results of a screening"):
        find_inputs([Path("out")], Path("new"))
    (named,) = find_inputs([Path("out/parts/part-00000.parquet")], Path("new"))
    assert named.name == "part-00000.parquet"


def test_a_file_of_settings_with_the_same_name_hides_no_runners(tmp_path: Path) -> None:
    write_typed(tmp_path / "r.parquet", runners(2))
    (tmp_path / "screening.json").write_text('{"of": "somebody else"}')
    assert len(find_inputs([tmp_path], tmp_path / "out")) == 1


def test_only_the_owner_can_read_what_is_written(knowledge: Knowledge, tmp_path: Path) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(20))
    before = os.umask(0o022)  # as a file of DuckDB's own would be made with
    try:
        screened(knowledge, path, tmp_path / "out")
    finally:
        os.umask(before)
    written = [one for one in (tmp_path / "out").rglob("*") if one.is_file()]
    assert {stat.S_IMODE(one.stat().st_mode) for one in written} == {0o600}


@pytest.mark.parametrize("lost", ["parts/part-00001", "rejects.csv", "parts"])
def test_a_finished_screening_that_lost_files_is_not_believed(
    knowledge: Knowledge, tmp_path: Path, lost: str
) -> None:
    rows = runners(200)
    rows[7]["a.one"] = 99.0
    path = write_typed(tmp_path / "r.parquet", rows)
    out = tmp_path / "out"
    whole = screened(knowledge, path, out)
    for one in sorted(out.rglob("*"), reverse=True):
        if one.relative_to(out).as_posix().startswith(lost):
            one.rmdir() if one.is_dir() else one.unlink()
    with pytest.raises(UsageError, match=f"(?s)missing, or changed: {lost}.*--restart"):
        screened(knowledge, path, out)
    assert _timeless(screened(knowledge, path, out, starts_anew=True)) == _timeless(whole)
    part = out / "parts" / "part-00000.parquet"
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(UsageError, match=r"changed: parts/part-00000\.parquet"):
        screened(knowledge, path, out)


def test_a_part_whose_rejects_are_lost_is_screened_again(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    rows = runners(200)
    rows[7]["a.one"] = 99.0
    path = write_typed(tmp_path / "r.parquet", rows)
    whole = screened(knowledge, path, tmp_path / "whole")
    out = tmp_path / "out"
    with pytest.raises(_KilledError):
        screen(knowledge, [path], out, wishes(knowledge), _stop)
    (out / "work" / "part-00000.rejects.csv").unlink()
    assert _timeless(screened(knowledge, path, out)) == _timeless(whole)
    expected = (tmp_path / "whole" / "rejects.csv").read_bytes()
    assert (out / "rejects.csv").read_bytes() == expected


@pytest.mark.parametrize(("of", "call"), [(os, "fsync"), (Path, "replace"), (Path, "touch")])
def test_a_full_disk_is_said_and_what_is_done_is_kept(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: object, call: str
) -> None:
    path = write_typed(tmp_path / "r.parquet", runners(200))
    out = tmp_path / "out"

    def fill(what: str, done: int, rows: int) -> None:
        del rows
        if what == "screen" and done == 100:
            monkeypatch.setattr(of, call, _full)

    with pytest.raises(UsageError, match=r"US102.*No space left on device"):
        screen(knowledge, [path], out, wishes(knowledge), fill)
    monkeypatch.undo()
    first = (out / "parts" / "part-00000.parquet").stat().st_mtime_ns
    assert screened(knowledge, path, out).runners == 200
    assert (out / "parts" / "part-00000.parquet").stat().st_mtime_ns == first


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 of POSIX")
def test_killed_at_any_moment_it_ends_with_the_same(knowledge: Knowledge, tmp_path: Path) -> None:
    rows = runners(300)
    rows[7]["a.one"] = 99.0
    path = write_typed(tmp_path / "r.parquet", rows)
    processes = get_context("forkserver")  # which import once what all of them need
    processes.set_forkserver_preload(["__main__", screen.__module__, "duckdb"])

    def start(out: Path, seconds: float) -> int | None:
        """Start a screening, and kill it after a while."""
        process = processes.Process(target=screen, args=(knowledge, [path], out, own))
        process.start()
        process.join(seconds)
        process.kill()
        process.join()
        return process.exitcode

    own = wishes(knowledge, workers=1)
    whole, chance = tmp_path / "whole", random.Random(7)
    before = time.monotonic()
    expected = screen(knowledge, [path], whole, own)
    lasts = time.monotonic() - before
    killed = 0
    for number in range(4):
        out = tmp_path / f"out-{number}"
        for _ in range(3):
            killed += start(out, chance.uniform(0, lasts)) != 0
        assert _timeless(screen(knowledge, [path], out, own)) == _timeless(expected)
        for one in whole.rglob("*"):
            of_ours = out / one.relative_to(whole)
            if one.name == "manifest.json":  # has its own time
                continue
            assert of_ours.is_dir() if one.is_dir() else of_ours.read_bytes() == one.read_bytes()
        assert len(list(out.rglob("*"))) == len(list(whole.rglob("*")))
    assert killed
