"""Other people and programs of this machine: what they can read, reach and hold up."""

import contextlib
import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from surefoot.tests.support.needs import skip_or_fail
from surefoot.tests.support.web import Server, Visitor, dial, environment, say, served, statuses
from surefoot.tests.support.web_interviews import begin, form_to, look, question_form

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="users and modes of POSIX")
_NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can walk into; pytest's own are shut to others."""
    folder = Path(tempfile.mkdtemp(prefix="surefoot-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


def test_nobody_else_can_read_the_store(open_folder: Path) -> None:
    """Whatever the umask, and in a folder that others can walk into."""
    data = open_folder / "data"
    data.mkdir()
    data.chmod(0o755)
    before = os.umask(0)
    try:
        with served(data) as server, server.visitor() as one:
            begin(one, "Anna Secret")
            files = [path for path in data.iterdir() if path != server.errors]
            assert files
            for path in files:
                assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
            _as_another_user_nothing(server, files)
    finally:
        os.umask(before)


def _as_another_user_nothing(server: Server, files: list[Path]) -> None:
    """Only root can become somebody else: elsewhere the modes must do."""
    if os.geteuid() != 0:
        return
    for path in files:
        said = _as_nobody(f"open({str(path)!r}, 'rb').read()")
        assert "PermissionError" in said, (path, said)
    said = _as_nobody(
        f"import urllib.request as u; print(u.urlopen('http://127.0.0.1:{server.port}/').read())"
    )
    assert "HTTP Error 403" in said, said
    # The browser is started with the whole address, which stands in the list of programs.
    address = f"http://127.0.0.1:{server.port}/open?token={server.token}"
    said = _as_nobody(f"import urllib.request as u; print(u.urlopen({address!r}).read())")
    assert "HTTP Error 403" in said or not Path("/proc/net/tcp").exists(), said
    said = _as_nobody(f"print(open('/proc/{server.process.pid}/environ').read())")
    assert "PermissionError" in said, said
    said = _as_nobody(f"print(open('/proc/{server.process.pid}/cmdline').read())")
    assert server.token not in said


def _as_nobody(code: str) -> str:
    done = subprocess.run(
        ["/usr/bin/python3", "-I", "-c", code], user=_NOBODY, group=_NOBODY, extra_groups=(),
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    return done.stdout + done.stderr


def test_a_new_folder_is_shut_to_others(open_folder: Path) -> None:
    data = open_folder / "new" / "folder"
    process = subprocess.Popen(
        [sys.executable, "-m", "surefoot", "serve", "--no-browser", "--data", str(data)],
        env=environment(data), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert "Open this page" in process.stdout.readline()
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
    finally:
        process.terminate()
        process.communicate()


def test_it_listens_on_the_loopback_address_only(server: Server) -> None:
    address = _own_address()
    if address is None:
        skip_or_fail("this machine has no address but the loopback one")
    with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
        dial(server.port, address, timeout=5).close()
    listening = Path("/proc/net/tcp")
    if listening.exists():
        rows = [line.split() for line in listening.read_text().splitlines()[1:]]
        port = f"{server.port:04X}"
        own = {row[1] for row in rows if row[1].endswith(f":{port}") and row[3] == "0A"}
        assert own == {f"0100007F:{port}"}
        everywhere = Path("/proc/net/tcp6").read_text() if Path("/proc/net/tcp6").exists() else ""
        assert f":{port} " not in everywhere


def _own_address() -> str | None:
    """This machine's address on a network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.connect(("192.0.2.1", 9))
            address = str(line.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith("127.") else address


@pytest.mark.parametrize(
    "said",
    [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"POST /start HTTP/1.1\r\nHost: x\r\n"
     b"Content-Length: 60000\r\n\r\nname=", b"POST /start HTTP/1.1\r\nHost: x\r\n"
     b"Transfer-Encoding: chunked\r\n\r\nffff\r\nname="],
    ids=["silence", "a letter", "half its headers", "half a body", "half a chunk"],
)  # fmt: skip
def test_a_hundred_slow_clients_hold_nobody_up(server: Server, said: bytes) -> None:
    """Connections of any program of this machine that never finish what they say."""
    with contextlib.ExitStack() as stack:
        for _ in range(150):
            line = stack.enter_context(dial(server.port))
            line.sendall(said)
        with server.visitor() as one:
            form = form_to(one.page("/start"), "/start")
            assert one.submit(form, [("depth", "full")]).status == 303


def test_clients_that_do_not_read_hold_nobody_up(server: Server) -> None:
    cookie = _cookie_of(server)
    request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookie}\r\n\r\n"
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            line = stack.enter_context(dial(server.port))
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            line.sendall(request.encode() * 20)
        with server.visitor() as one:
            assert one.get("/start").status == 200


def _cookie_of(server: Server) -> str:
    with server.visitor() as one:
        return one.cookie


@pytest.mark.long
def test_a_thousand_sessions_stay_small(server: Server) -> None:
    """Coming in again and again, and as many interviews: it keeps answering and stays small."""
    with server.visitor() as one:
        form = form_to(one.page("/start"), "/start")
        begin(one)
        before = server.resident_kilobytes()
        for _ in range(1_000):
            _come_in_again(server, one)
            reply = one.submit(form, [("depth", "full")])
            assert reply.status == 303
        assert one.get("/start").status == 200
        assert server.resident_kilobytes() - before < 60_000


def _come_in_again(server: Server, one: Visitor) -> None:
    reply = one.get(f"/open?token={server.token}")
    assert reply.status in {303, 403}, reply.status


def test_a_thousand_mistakes_stay_small(server: Server) -> None:
    """What was typed wrong waits to be shown once more: only so much of it."""
    with server.visitor() as one:
        place, page = look(one, begin(one))
        form = question_form(place, page)
        before = server.resident_kilobytes()
        for _ in range(600):
            reply = one.submit(form, [("answer", "x" * 60_000), ("do", "answer")])
            assert reply.status in {303, 413}, reply.status
        assert one.get(place).status == 200
        assert server.resident_kilobytes() - before < 60_000


def test_bare_junk_ends_in_an_error_and_no_more(server: Server) -> None:
    for raw in (
        b"\0" * 2_000, b"\r\n" * 2_000, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 50,
        b"GET\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"SSH-2.0-x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
        b"GET /" + b"a" * 400_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: " + b"a" * 400_000 + b"\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nHost: x\r\n\r\n",
    ):  # fmt: skip
        heard = say(server.port, raw, timeout=1)
        assert all(400 <= status < 600 for status in statuses(heard)), heard[:200]
        assert b"Traceback" not in heard
    with server.visitor() as one:
        assert one.get("/start").status == 200
    assert "Traceback" not in server.said()
