"""Two halves of a check at once give what one after the other gives."""

import os
import threading
from collections.abc import Iterator

import pytest

from surefoot.engine.check import beside
from surefoot.engine.check.beside import find_beside
from surefoot.engine.errors import Problem

FIRST, SECOND = (Problem(code="KB100", message=word) for word in ("first", "second"))


def _first() -> Iterator[Problem]:
    yield FIRST


def _second() -> Iterator[Problem]:
    yield SECOND


def test_the_findings_of_both_in_their_order() -> None:
    assert find_beside(_first, _second) == [FIRST, SECOND]


def test_the_second_half_is_another_process_where_that_can_be() -> None:
    def said() -> Iterator[Problem]:
        yield Problem(code="KB100", message=str(os.getpid()))

    (found,) = find_beside(list, said)
    assert (found.message == str(os.getpid())) is not beside._can_fork()


def test_what_fails_in_the_copy_fails_here() -> None:
    def fails() -> Iterator[Problem]:
        yield SECOND
        raise ValueError("a fault of ours")

    with pytest.raises(ValueError, match="a fault of ours"):
        find_beside(_first, fails)


def test_a_copy_that_dies_is_made_up_for() -> None:
    here = os.getpid()

    def dies() -> Iterator[Problem]:
        if os.getpid() != here:
            os._exit(3)
        yield SECOND

    assert find_beside(_first, dies) == [FIRST, SECOND]


def test_beside_a_thread_nothing_is_copied() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not beside._can_fork()
        assert find_beside(_first, _second) == [FIRST, SECOND]
    finally:
        done.set()
        thread.join()
