"""Work on strangers' files in processes of their own, each known by the file that it has.

A file that crashes the process which reads it, or never comes to an end, costs that process and
nothing else. (The executors of the standard library say neither which job ended a process nor end
one that hangs.)
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Final, Generic, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# What a process may take beside what it has: a file that needs more ends with MemoryError.
_MOST_MEMORY: Final = 3 << 30
_SPAWN = multiprocessing.get_context("spawn")  # alike on all systems, and safe beside threads


class Failure(Enum):
    """Why there is no result."""

    DIED = "its process died"
    TOO_LONG = "it took too long"


class NoProcessError(Exception):
    """No process can be started here: there are too many, or this program cannot be begun anew."""


_START_S: Final = 60.0
_READY: Final = "ready"  # what a process says before it is given anything


@dataclass(slots=True)
class _Worker(Generic[Job, Result]):
    """A process, the job that it has by its number once it runs, and when it is given up."""

    process: SpawnProcess
    connection: "Connection[tuple[int, Job] | None, Result]"
    until: float
    number: int | None = None


def cores() -> int:
    """How many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(
    work: Callable[[Job], Result], jobs: Sequence[Job], seconds: Sequence[float], processes: int
) -> Iterator[tuple[int, Result | Failure]]:
    """The number of each job with its result, as they end; `seconds` is when one is given up.

    Jobs begin in their order. `work`, jobs and results must be such that they can be pickled.
    Whatever ends the iteration ends all processes at once.

    Raises:
        NoProcessError: when a process ends before it could begin; jobs may have ended before.
    """
    waiting = iter(range(len(jobs)))
    workers: list[_Worker[Job, Result]] = []
    try:
        for _ in range(min(processes, len(jobs))):
            workers.append(_started(work))
        while workers:
            limit = max(0.0, min(one.until for one in workers) - time.monotonic())
            ready = wait([one.connection for one in workers], limit)
            for worker in tuple(workers):
                is_ready = worker.connection in ready
                if not is_ready and time.monotonic() < worker.until:
                    continue
                number = worker.number
                outcome = _outcome(worker, is_ready=is_ready)
                if number is None and outcome != _READY:
                    raise NoProcessError
                if isinstance(outcome, Failure):
                    workers.remove(worker)
                    _end(worker)
                    workers.append(_started(work))
                elif not _hand_out(worker, waiting, jobs, seconds):
                    workers.remove(worker)
                    _end(worker)
                if number is not None:
                    yield number, outcome
    finally:
        for worker in workers:
            _end(worker)


def _started(work: Callable[[Job], Result]) -> _Worker[Job, Result]:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_serve, args=(theirs, work), daemon=True)
    try:
        with _deaf_to_ctrl_c():
            process.start()
    except OSError:
        raise NoProcessError from None
    theirs.close()
    return _Worker(process, ours, time.monotonic() + _START_S)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What is started here never hears Ctrl-C: it is this process that ends it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _hand_out(
    worker: _Worker[Job, Result],
    waiting: Iterator[int],
    jobs: Sequence[Job],
    seconds: Sequence[float],
) -> bool:
    """Give a worker the next job; False if there is none."""
    number = next(waiting, None)
    if number is None:
        return False
    worker.number, worker.until = number, time.monotonic() + seconds[number]
    with suppress(OSError):  # it is gone: what comes of it will say so
        worker.connection.send((number, jobs[number]))
    return True


def _outcome(worker: _Worker[Job, Result], *, is_ready: bool) -> Result | Failure:
    """What a worker has to say; one that has nothing to say yet is given up."""
    if not is_ready:
        return Failure.TOO_LONG
    try:
        return worker.connection.recv()
    except (EOFError, OSError):
        return Failure.DIED


def _end(worker: _Worker[Job, Result]) -> None:
    worker.process.kill()
    worker.process.join()
    worker.process.close()
    worker.connection.close()


def _serve(connection: "Connection", work: Callable[[Job], Result]) -> None:
    """Do job after job; ends when the other side is gone."""
    _bound_memory()
    with suppress(EOFError, OSError):
        connection.send(_READY)
        while True:
            _, job = connection.recv()
            connection.send(work(job))


def _bound_memory() -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415  (only there)

        hardest = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = _MOST_MEMORY if hardest == resource.RLIM_INFINITY else min(_MOST_MEMORY, hardest)
        resource.setrlimit(resource.RLIMIT_AS, (most, hardest))
