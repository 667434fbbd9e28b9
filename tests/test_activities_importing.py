"""Files read in several processes, and what comes of all of them together."""

from __future__ import annotations

import contextlib
import datetime
import operator
import os
import signal
import subprocess
import sys
import time
from functools import partial
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, cast

import pytest

from surefoot.intake.activities import formats, importing, reading
from surefoot.intake.activities.importing import Wishes, import_activities
from surefoot.intake.activities.reading import Job, read_elsewhere
from surefoot.intake.activities.shapes import Activity, Read
from surefoot.intake.activities.workers import Failure, run

from .support.imports import TODAY, bring_in, files, gpx, reasons

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_the_result_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    for day in range(1, 10):
        (tmp_path / f"{day}.gpx").write_bytes(gpx(f"2026-11-0{day}", minutes=5 * (day % 4) + 9))
    (tmp_path / "page.gpx").write_bytes(b"<html>")
    (tmp_path / "empty.csv").write_bytes(b"date,distance_km\n")
    one, two, here = (bring_in(tmp_path, processes=number) for number in (1, 2, 0))
    assert len(one.judged) == 9
    assert one == two == here


def test_progress_is_told_to_the_last_file(tmp_path: Path) -> None:
    for day in range(1, 5):
        (tmp_path / f"{day}.gpx").write_bytes(gpx(f"2026-11-0{day}"))
    told: list[tuple[int, int]] = []
    wishes = Wishes(today=TODAY, zone=datetime.UTC)
    import_activities(
        [tmp_path], wishes, cache=None, processes=0, progress=lambda *some: told.append(some)
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_job_that_kills_its_process_or_hangs_costs_that_job_alone() -> None:
    jobs: list[object] = [
        partial(abs, -1), partial(os._exit, 9), partial(time.sleep, 60), partial(abs, -2),
        partial(os.kill, 0, 0), partial(abs, -3),
    ]  # fmt: skip
    call = cast("Callable[[object], object]", operator.call)
    ended = dict(run(call, jobs, [20, 20, 0.2, 20, 20, 20], processes=2))
    assert [ended[number] for number in range(len(jobs))] == [
        1, Failure.DIED, Failure.TOO_LONG, 2, None, 3,
    ]  # fmt: skip


def test_a_file_whose_process_failed_is_dropped_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"{day}.gpx").write_bytes(gpx(f"2026-11-0{day}"))

    def run_badly(_work: object, jobs: list[Job], *_: object) -> object:
        yield 2, Failure.TOO_LONG
        yield 0, read_elsewhere(jobs[0])
        yield 1, Failure.DIED

    monkeypatch.setattr(importing, "run", run_badly)
    imported = bring_in(tmp_path, processes=2)
    assert len(files(imported, tmp_path)) == 1
    assert sorted(reasons(imported, tmp_path).values()) == [
        "it brought down the program that read it, and was left out",
        "it took too long to read, and was left out",
    ]


def test_where_no_process_can_be_started_this_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"{day}.gpx").write_bytes(gpx(f"2026-11-0{day}"))

    def refused(_process: SpawnProcess) -> None:
        raise BlockingIOError

    monkeypatch.setattr(SpawnProcess, "start", refused)
    assert bring_in(tmp_path, processes=2) == bring_in(tmp_path, processes=0)


def test_a_program_that_cannot_be_started_anew_reads_itself(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(gpx())
    script = tmp_path / "unguarded.py"  # it would import again whenever it is imported
    script.write_text(
        "import datetime; from pathlib import Path\n"
        "from surefoot.intake.activities.importing import Wishes, import_activities\n"
        "wishes = Wishes(today=datetime.date(2026, 11, 23), zone=datetime.UTC)\n"
        f"found = import_activities([Path({str(tmp_path / 'a.gpx')!r})], wishes, cache=None)\n"
        "print(len(found.judged), found.dropped)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "1 ()\n"


@pytest.mark.parametrize("error", [KeyError("x"), MemoryError(), RecursionError()])
def test_a_reader_that_raises_drops_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def raising(*_: object) -> Read:
        raise error

    (tmp_path / "a.gpx").write_bytes(gpx())
    broken = tuple(
        formats.Format(one.name, one.recognise, raising, one.seconds_per_megabyte)
        for one in formats.FORMATS
    )
    monkeypatch.setattr(reading, "FORMATS", broken)
    (reason,) = reasons(bring_in(tmp_path), tmp_path).values()
    assert reason.startswith(("it is broken in a way", "it takes more memory"))


def test_a_file_that_gives_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.gpx").write_bytes(gpx())
    empty = tuple(
        formats.Format(one.name, one.recognise, lambda *_: Read(), one.seconds_per_megabyte)
        for one in formats.FORMATS
    )
    monkeypatch.setattr(reading, "FORMATS", empty)
    assert reasons(bring_in(tmp_path), tmp_path) == {"a.gpx": "it holds no activities"}


@pytest.mark.parametrize(
    ("today", "as_of", "expected"),
    [
        ("2026-11-16", None, "2026-11-16"),
        ("2026-11-17", None, "2026-11-02"),
        ("2026-11-17", "2026-11-17", "2026-11-17"),
        ("2026-11-17", "2025-01-01", "2025-01-01"),
    ],
)
def test_the_day_to_look_back_from(
    tmp_path: Path, today: str, as_of: str | None, expected: str
) -> None:
    (tmp_path / "a.gpx").write_bytes(gpx("2026-11-02"))
    (tmp_path / "later.gpx").write_bytes(gpx("2085-11-02"))
    day = datetime.date.fromisoformat
    imported = bring_in(tmp_path, today=day(today), as_of=day(as_of) if as_of else None)
    assert imported.as_of == day(expected)
    said = "the newest activity is of 2 November 2026: all looks back from that day"
    assert (said in imported.notes) == (expected == "2026-11-02")


def test_nothing_at_all_is_an_answer_too(tmp_path: Path) -> None:
    imported = bring_in(tmp_path)
    assert (imported.judged, imported.dropped) == ((), ())
    assert imported.as_of == TODAY


def test_readers_forget_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.gpx").write_bytes(gpx())
    imported = bring_in(tmp_path)
    assert len(imported.judged) == 1
    assert "-30.0" not in str(imported)
    assert not {"lat", "lon", "position"} & {
        part for name in Activity.__dataclass_fields__ for part in name.split("_")
    }


_ENDLESS = """
import operator, sys, time
from functools import partial
from multiprocessing.context import SpawnProcess
from surefoot.intake.activities.workers import run

if __name__ == "__main__":
    jobs = [partial(abs, 1), partial(abs, 1), *[partial(time.sleep, 60)] * 2]
    for _ in run(operator.call, jobs, [60.0] * 4, 2):
        print("begun", flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="groups of processes are others here")
def test_ctrl_c_ends_all_processes_at_once(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(_ENDLESS, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert [process.stdout.readline(), process.stdout.readline()] == ["begun\n"] * 2
        os.killpg(process.pid, signal.SIGINT)  # what a terminal does
        _, errors = process.communicate(timeout=20)
    assert process.returncode != 0
    assert errors.count("Traceback") == 1  # ours, which the command turns into words
    assert errors.rstrip().endswith("KeyboardInterrupt")
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 0)
            time.sleep(0.02)
            continue
        return
    pytest.fail("a process is left")
