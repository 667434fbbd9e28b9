"""Two halves of a check at the same time, where the machine has two cores and can fork."""

import os
import threading
from collections.abc import Callable, Iterable
from multiprocessing import current_process, get_all_start_methods, get_context
from multiprocessing.connection import Connection

from ..errors import Problem

Findings = Callable[[], Iterable[Problem]]


def find_beside(first: Findings, second: Findings) -> list[Problem]:
    """The findings of the first, then those of the second, which is looked for meanwhile.

    A copy of this process does the second half: to copy it takes a few milliseconds, and nothing
    has to be sent but what was found. Where that cannot be done, or fails, it is done here.
    """
    if not _can_fork():
        return [*first(), *second()]
    context = get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(second, there), daemon=True)
    process.start()
    there.close()
    try:
        found = list(first())
        return found + _received(here, second)
    finally:
        here.close()
        process.terminate()
        process.join()


def _received(here: Connection, second: Findings) -> list[Problem]:
    try:
        found: list[Problem] = here.recv()
    except Exception:  # noqa: BLE001  (whatever became of the copy, it can be looked for here)
        return list(second())
    return found


def _can_fork() -> bool:
    """Threads do not survive a fork, and what they held stays held."""
    return (
        "fork" in get_all_start_methods()
        and (os.cpu_count() or 1) > 1
        and threading.active_count() == 1
        and not current_process().daemon
    )


def _send(findings: Findings, there: Connection) -> None:
    try:
        there.send(list(findings()))
    except BaseException:  # noqa: BLE001  (the parent finds it again, and says it; also Ctrl-C)
        there.close()
