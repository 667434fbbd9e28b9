"""Work on thousands of runners, a piece at a time, in several processes side by side."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

PIECE = 250  # runners that a process works on before it reports

_Result = TypeVar("_Result")
_Make = Callable[..., Callable[[range], _Result]]


def pieces_of(count: int) -> list[range]:
    """The numbers of so many runners, in pieces."""
    return [range(first, min(first + PIECE, count)) for first in range(0, count, PIECE)]


def worked(
    make: _Make[_Result], arguments: tuple[Any, ...], pieces: list[range], processes: int
) -> Iterator[_Result]:
    """What a worker makes of each piece, in their order.

    `make`, a function of a module, makes the worker from the arguments, once in each process.
    """
    if min(processes, len(pieces)) <= 1:
        yield from map(make(*arguments), pieces)
        return
    # Each process reads the base for itself: a fork would copy threads' locks as they happen to be.
    with ProcessPoolExecutor(
        min(processes, len(pieces)), get_context("spawn"), _begin, (make, arguments)
    ) as pool:
        yield from pool.map(_work, pieces)


_own: list[Callable[[range], Any]] = []  # of a process that works on pieces: its worker


def _begin(make: _Make[Any], arguments: tuple[Any, ...]) -> None:
    _own[:] = [make(*arguments)]


def _work(piece: range) -> Any:
    return _own[0](piece)
