"""Many inputs in several processes, each timed; what went wrong is kept with its input."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

from .activities import Activities
from .conditions import Conditions
from .files import Files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_SECONDS = 1.0  # of processor time: another program must not make an input slow
LONGER = {"activities": 2.0}  # whole recordings of hours
GIVE_UP_SECONDS = 20.0
BATCH = {"conditions": 2_000, "files": 200, "activities": 200}


class Target(Protocol):
    """What is fed with inputs."""

    def make(self, chance: random.Random) -> tuple[str, bytes]:
        """A name and the data of an input."""

    def run(self, name: str, data: bytes) -> str:
        """How the input ended; anything raised is a fault."""

    def restart(self) -> None:
        """Forget what was kept of earlier inputs."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs that are made one after the other from one seed."""

    kind: str
    seed: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that ended in an error that is not ours, or took too long."""

    reason: str
    label: str
    data: bytes
    trace: str


@dataclass(slots=True)
class Tally:
    """What became of inputs of one kind: how they ended, how long the slowest took."""

    kind: str
    outcomes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    slowest: tuple[float, str, bytes] = (0.0, "", b"")
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take in the tally of another batch of the same kind."""
        self.outcomes += other.outcomes
        self.seconds += other.seconds
        self.slowest = max(self.slowest, other.slowest)
        self.faults += other.faults


class _TooLongError(BaseException):
    """Raised by the timer; no code catches it by mistake."""


_targets: dict[str, Target] = {}  # of this process


def batches(kind: str, count: int, seed: str) -> list[Batch]:
    """So many inputs, cut into batches."""
    size = BATCH[kind]
    return [
        Batch(kind, seed, number, min(size, count - number * size))
        for number in range(-(-count // size))
    ]


def run(work: Iterable[Batch], processes: int) -> Iterator[Tally]:
    """The tally of each batch, in the order in which they end."""
    memory = Path("/dev/shm")  # noqa: S108  (files are written and read 100,000 times)
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
        with context.Pool(processes, _start, (folder,)) as pool:
            yield from pool.imap_unordered(run_batch, work)


def _start(folder: str) -> None:
    _targets.update(
        files=Files(Path(folder)), conditions=Conditions(), activities=Activities(Path(folder))
    )
    signal.signal(signal.SIGVTALRM, stop)


def stop(_number: int, _frame: object) -> NoReturn:
    """Ends the input that is running: what the timer of each input calls."""
    raise _TooLongError


def run_batch(batch: Batch) -> Tally:
    """Make and run the inputs of one batch."""
    target, tally = _targets[batch.kind], Tally(batch.kind)
    target.restart()
    chance = random.Random(f"{batch.seed} {batch.kind} {batch.number}")
    for index in range(batch.count):
        name, data = target.make(chance)
        label = f"seed-{batch.seed}-batch-{batch.number}-{index}-{name.replace('/', '-')}"
        _run_one(target, tally, name, label, data)
    return tally


def _run_one(target: Target, tally: Tally, name: str, label: str, data: bytes) -> None:
    outcome, trace, start = "fault", "", time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, GIVE_UP_SECONDS)
    try:
        outcome = target.run(name, data)
    except _TooLongError:
        trace = f"given up after {GIVE_UP_SECONDS:g} s"
    except Exception:  # noqa: BLE001  (whatever it is, it is what we look for)
        trace = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    seconds = time.process_time() - start
    tally.outcomes[outcome] += 1
    tally.seconds += seconds
    tally.slowest = max(tally.slowest, (seconds, label, data))
    if trace:
        tally.faults.append(Fault(trace.strip().split("\n")[-1], label, data, trace))
    elif seconds > LONGER.get(tally.kind, LONGEST_SECONDS):
        tally.faults.append(Fault(f"took {seconds:.2f} s", label, data, ""))
