"""The server itself: where it listens, and when it ends."""

import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from surefoot.engine.errors import UsageError
from surefoot.intake.web.server import HOST, Ending, bind

from .support.web import start_server


def test_it_listens_on_this_computer_only() -> None:
    with bind(0) as found:
        assert found.getsockname()[0] == HOST == "127.0.0.1"
        assert found.getsockname()[1] > 0


def test_a_port_that_is_taken_is_said_with_a_way_out() -> None:
    with bind(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"--port: {port} cannot be used(.|\n)*leave out"):
            bind(port)


def test_it_ends_when_nobody_comes_and_soon_after_it_was_told_to() -> None:
    now = time.monotonic()
    assert not Ending(idle_minutes=10, last_visit=now - 500).is_due()
    assert Ending(idle_minutes=10, last_visit=now - 601).is_due()
    assert Ending(idle_minutes=10, told_at=now - 10).is_due()
    told = Ending(idle_minutes=10)
    told.tell()
    assert not told.is_due()  # the last page is still to be shown


def test_a_visit_keeps_it_going() -> None:
    ending = Ending(idle_minutes=10, last_visit=time.monotonic() - 601)
    watched = ending.watching(lambda _environ, _start: [b"page"])
    assert watched({}, lambda *_: lambda _text: None) == [b"page"]
    assert not ending.is_due()


def test_it_ends_by_itself_and_says_that_all_is_saved(tmp_path: Path) -> None:
    running = start_server(tmp_path, "--idle-minutes", "0.01")
    assert running.process.wait(timeout=60) == 0
    assert running.said() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    running = start_server(tmp_path)
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(timeout=60) == 0
    assert running.said() == ""


def test_save_and_stop_in_the_page_ends_it(tmp_path: Path) -> None:
    running = start_server(tmp_path)
    with running.visitor() as visitor:
        (form, *_) = [one for one in visitor.page("/stop").forms if one.action == "/stop"]
        reply = visitor.submit(form, [])
        assert visitor.follow(reply)[1].status == 200
    assert running.process.wait(timeout=60) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, running.port), timeout=5)
