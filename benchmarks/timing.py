"""Timing of several competitors that take turns, so that noise of the machine hits all."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

_Item = TypeVar("_Item")

BLOCK = 10  # calls in a row before the next one has its turn: each has warm caches for most


@dataclass(frozen=True, slots=True)
class Times:
    """What was measured of one competitor, in seconds."""

    name: str
    median: float
    shortest: float
    longest: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: ours, the target if there is one, and what ran beside it."""

    id: str
    title: str
    ours: Times
    target: float | None = None
    peers: tuple[Times, ...] = ()
    note: str = ""

    @property
    def is_reached(self) -> bool | None:
        """Whether the median keeps the target; None without a target."""
        return None if self.target is None else self.ours.median <= self.target


def summary(name: str, samples: Sequence[float]) -> Times:
    """Median, shortest and longest of what was measured."""
    return Times(name, statistics.median(samples), min(samples), max(samples), len(samples))


def time_calls(
    runs: Mapping[str, Callable[[_Item], object]], items: Sequence[_Item], rounds: int
) -> dict[str, Times]:
    """Every run on every item, each call timed alone; the runs take turns at blocks of items.

    A round before the first is not counted. Garbage of one is collected before the next
    starts; what a run itself collects is in its own time.
    """
    samples: dict[str, list[float]] = {name: [] for name in runs}
    blocks = [items[start : start + BLOCK] for start in range(0, len(items), BLOCK)]
    order = list(runs)
    for number in range(-1, rounds):
        for block in blocks:
            order.append(order.pop(0))  # nobody always comes after the same one
            for name in order:
                taken = _time_block(runs[name], block)
                if number >= 0:
                    samples[name] += taken
    return {name: summary(name, taken) for name, taken in samples.items()}


def _time_block(run: Callable[[_Item], object], block: Sequence[_Item]) -> list[float]:
    gc.collect()
    taken = []
    for item in block:
        start = time.perf_counter()
        run(item)
        taken.append(time.perf_counter() - start)
    return taken


def time_turns(runs: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Runs that take long enough to be timed one by one; a first round is not counted."""
    return time_calls({name: _without_item(run) for name, run in runs.items()}, [None], rounds)


def _without_item(run: Callable[[], object]) -> Callable[[None], object]:
    return lambda _: run()
