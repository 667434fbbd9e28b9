"""Work on thousands of runners, a piece at a time, in several processes side by side."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from typing import Any, TypeVar

PIECE = 250  # runners that a process works on before it reports
_AHEAD = 4  # pieces for each process that are handed out: no more wait in memory

_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")
_Make = Callable[..., Callable[[_Piece], _Result]]


def pieces_of(count: int, each: int = PIECE) -> list[range]:
    """The numbers of so many runners, in pieces."""
    return [range(first, min(first + each, count)) for first in range(0, count, each)]


def worked(
    make: _Make[_Piece, _Result],
    arguments: tuple[Any, ...],
    pieces: Iterable[_Piece],
    processes: int,
) -> Iterator[_Result]:
    """What a worker makes of each piece, in their order; pieces are taken as they are needed.

    `make`, a function of a module, makes the worker from the arguments, once in each process.

    Raises:
        concurrent.futures.process.BrokenProcessPool: if a process was ended from outside.
    """
    if processes <= 1:
        yield from map(make(*arguments), pieces)
        return
    # Each process begins anew: a fork would copy threads' locks as they happen to be.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (make, arguments))
    handed_out: deque[Future[_Result]] = deque()
    try:
        for piece in pieces:
            with _without_interrupts():
                handed_out.append(pool.submit(_work, piece))
            if len(handed_out) >= processes * _AHEAD:
                yield handed_out.popleft().result()
        while handed_out:
            yield handed_out.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes that begin here never see Ctrl-C: only the one that began them answers it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows; there `_begin` is all there is
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_own: list[Callable[[Any], Any]] = []  # of a process that works on pieces: its worker


def _begin(make: _Make[Any, Any], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _own[:] = [make(*arguments)]


def _end_with_parent() -> None:
    """A parent that was killed tells nobody, and its processes would wait for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(piece: Any) -> Any:
    return _own[0](piece)
