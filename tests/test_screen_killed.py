"""A screening that is killed, at whatever moment, goes on and ends with the same."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.screening.running import screen

from .support.screenings import base, runners, screened, wishes, write_typed


class _KilledError(Exception):
    """Stands for the end of the process."""


def test_stopped_before_any_step_it_ends_with_the_same(tmp_path: Path) -> None:
    knowledge = base(tmp_path / "base")
    path = write_typed(tmp_path / "r.parquet", runners(200))
    whole = screened(knowledge, path, tmp_path / "whole")
    steps = 0

    def stop(what: str, done: int, rows: int) -> None:
        nonlocal steps
        steps += 1
        if what == "screen" and done == 100 and rows == 200:
            raise _KilledError

    with pytest.raises(_KilledError):
        screen(knowledge, [path], tmp_path / "out", wishes(knowledge), stop)
    first = tmp_path / "out" / "parts" / "part-00000.parquet"
    written = first.stat().st_mtime_ns
    assert not (tmp_path / "out" / "manifest.json").exists()
    again = screened(knowledge, path, tmp_path / "out")
    assert {**again.data, "screened": ""} == {**whole.data, "screened": ""}
    assert first.stat().st_mtime_ns == written
    assert screened(knowledge, path, tmp_path / "out").data == again.data


def test_another_screening_is_not_mixed_in(tmp_path: Path) -> None:
    knowledge = base(tmp_path / "base")
    path = write_typed(tmp_path / "r.parquet", runners(20))
    screened(knowledge, path, tmp_path / "out")
    changed = {"format": "csv", "columns": ("headline",)}
    with pytest.raises(UsageError, match="not the same: the columns and the format"):
        screened(knowledge, path, tmp_path / "out", **changed)
    screened(knowledge, path, tmp_path / "out", starts_anew=True, **changed)
    assert [one.name for one in (tmp_path / "out" / "parts").iterdir()] == ["part-00000.csv"]
    with pytest.raises(UsageError, match="other files"):
        screened(knowledge, path, tmp_path / "base")


def test_after_a_first_try_that_failed_at_once_other_wishes_are_fine(tmp_path: Path) -> None:
    knowledge = base(tmp_path / "base")
    path = write_typed(tmp_path / "r.parquet", runners(20), **{"a.tow": pa.float64()})
    with pytest.raises(UsageError, match="did you mean"):
        screened(knowledge, path, tmp_path / "out")
    path = write_typed(tmp_path / "r.parquet", runners(20))
    assert screened(knowledge, path, tmp_path / "out").runners == 20


@pytest.mark.long
def test_killed_at_random_moments_it_ends_with_the_same(tmp_path: Path) -> None:
    base(tmp_path / "base")
    path = write_typed(tmp_path / "r.parquet", runners(3000))
    command = [
        sys.executable, "-m", "surefoot", "screen", str(path), "--knowledge",
        str(tmp_path / "base"), "--part-rows", "100", "-o",
    ]  # fmt: skip
    whole = tmp_path / "whole"
    subprocess.run([*command, str(whole)], check=True)
    expected = _without_moment(whole)
    chance = random.Random(7)
    for number in range(10):
        out = tmp_path / f"out-{number}"
        for _ in range(4):
            with subprocess.Popen([*command, str(out)]) as process:
                time.sleep(chance.uniform(0.3, 4))
                os.kill(process.pid, signal.SIGKILL)
        subprocess.run([*command, str(out)], check=True)
        assert _without_moment(out) == expected
        assert {one.name for one in out.iterdir()} == {one.name for one in whole.iterdir()}
        parts = [sorted(one.name for one in (of / "parts").iterdir()) for of in (out, whole)]
        assert parts[0] == parts[1]


def _without_moment(folder: Path) -> dict[str, Any]:
    """The manifest, but for when the screening ended."""
    data: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return {**data, "screened": ""}
