"""Several processes on one store, and processes that are killed: nothing confirmed is lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.store.database import Store, open_store

from .support.stores import begun

if TYPE_CHECKING:
    from pathlib import Path

# Appends so many answers and confirms each on stdout once it is on disk.
_APPENDER = """
import sys
from pathlib import Path
from surefoot.intake.interview.log import Act, Entry
from surefoot.intake.store.database import open_store
folder, interview, name, count = sys.argv[1:]
store = open_store(Path(folder))
print("ready", flush=True)
for number in range(int(count)):
    said = f"{name} {number}"
    store.append(interview, [Entry(Act.ANSWER, "q", said)] * (1 + number % 3), "h")
    print(said, flush=True)
"""


def _appender(store: Store, interview: str, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _APPENDER, str(store.path.parent), interview, name, str(count)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _numbers(store: Store) -> list[int]:
    with store.file.reading() as database:
        return [one for (one,) in database.execute("select number from entry order by number")]


def _is_whole(store: Store) -> bool:
    with closing(sqlite3.connect(store.path)) as database:
        return database.execute("pragma integrity_check").fetchall() == [("ok",)]


def test_four_processes_lose_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    one = begun(store)
    others = [_appender(store, one.id, str(at), 200) for at in range(4)]
    confirmed = [other.communicate()[0].split("\n")[1:-1] for other in others]
    assert [other.returncode for other in others] == [0] * 4
    log = store.log(one.id)
    for at, said in enumerate(confirmed):
        assert said == [f"{at} {number}" for number in range(200)]
        own = [entry.said for entry in log if entry.said.startswith(f"{at} ")]
        assert own == [f"{at} {n}" for n in range(200) for _ in range(1 + n % 3)]
    assert _numbers(store) == list(range(1, len(log) + 1))
    assert _is_whole(store)


def test_processes_that_make_the_store_at_the_same_time_share_it(tmp_path: Path) -> None:
    text = (
        "import sys; from pathlib import Path;"
        "from surefoot.intake.store.database import open_store; sys.stdin.readline();"
        "open_store(Path(sys.argv[1])).add_runner('Ann')"
    )
    others = [
        subprocess.Popen(
            [sys.executable, "-c", text, str(tmp_path / "new")], stdin=subprocess.PIPE, text=True
        )
        for _ in range(5)
    ]
    time.sleep(1)  # until all of them wait at the line
    for other in others:
        assert other.stdin is not None
        other.stdin.write("\n")
        other.stdin.flush()
    for other in others:
        other.communicate()
    assert [other.returncode for other in others] == [0] * 5
    assert len(open_store(tmp_path / "new").runners()) == 5


def _kill_at_random(folder: Path, moments: int, seed: int) -> None:
    """Kill a process that appends, at random moments, and look after each."""
    store, draw = open_store(folder), random.Random(seed)
    one, confirmed = begun(store), []
    store.close()
    for moment in range(moments):
        other = _appender(store, one.id, str(moment), 100_000)
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        time.sleep(draw.random() * 0.15)
        os.kill(other.pid, signal.SIGKILL)
        # What was confirmed up to then; a line that was cut off is none.
        said = [
            line for line in other.communicate()[0].splitlines(keepends=True) if line[-1] == "\n"
        ]
        confirmed += [line.strip() for line in said]
        after = open_store(folder)
        kept = [entry.said for entry in after.log(one.id)]
        assert set(confirmed) <= set(kept)
        assert all(kept.count(text) == 1 + int(text.split()[1]) % 3 for text in kept[-6:])
        assert _numbers(after) == list(range(1, len(kept) + 1))
        assert _is_whole(after)
        after.close()
    assert len(confirmed) > moments


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_nothing_confirmed_is_lost_when_a_process_is_killed(tmp_path: Path) -> None:
    _kill_at_random(tmp_path, 40, seed=1)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("seed", range(5))
def test_nothing_confirmed_is_lost_at_many_more_moments(tmp_path: Path, seed: int) -> None:
    _kill_at_random(tmp_path, 100, seed)
