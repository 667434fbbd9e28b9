"""The real `surefoot serve` as a process, and a plain client that decides every byte it sends."""

import contextlib
import http.client
import os
import queue
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import surefoot

from .web_forms import Form, read_forms

_SOURCE = Path(surefoot.__file__).parent / ".src"
_START_SECONDS = 60
_STOP_SECONDS = 20
_OPEN_LINE = re.compile(r"Open this page: http://127\.0\.0\.1:(\d+)/open\?token=(\S+)")
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Pairs = Sequence[tuple[str, str]]
"""Fields of a form or headers, in order; a name may come twice."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the server. `headers` has names in lower case, each with all its values."""

    status: int
    headers: Mapping[str, tuple[str, ...]]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")

    @property
    def location(self) -> str:
        """Where a redirect leads to; empty for another answer."""
        return self.header("location")

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms of the page."""
        return read_forms(self.text)

    def header(self, name: str) -> str:
        """All values of a header in one line; empty without one."""
        return ", ".join(self.headers.get(name, ()))


class Visitor:
    """A browser without eyes: keeps its cookie, and one connection open as browsers do."""

    def __init__(self, port: int, host: str = "127.0.0.1", timeout: float = 60) -> None:
        self.port, self.host, self._timeout = port, host, timeout
        self.cookie = ""
        self.form_token = ""
        self._line: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def send(self, method: str, path: str, headers: Pairs = (), body: bytes | None = None) -> Reply:
        """One request with just these headers, beside Host and the cookie unless they are named."""
        named = {name.lower() for name, _ in headers}
        own = [] if "host" in named else [("Host", f"127.0.0.1:{self.port}")]
        if self.cookie and "cookie" not in named:
            own.append(("Cookie", self.cookie))
        if body is not None and not named & {"content-length", "transfer-encoding"}:
            own.append(("Content-Length", str(len(body))))
        sent = [*own, *((name, value) for name, value in headers if value != LEFT_OUT)]
        try:
            return self._sent(method, path, sent, body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            if method != "GET":
                raise
            # The server closed a line that was idle: a browser dials once more.
            return self._sent(method, path, sent, body)

    def get(self, path: str, headers: Pairs = ()) -> Reply:
        """A page, as it comes: redirects are not followed."""
        return self.send("GET", path, headers)

    def post(self, path: str, fields: Pairs, headers: Pairs = ()) -> Reply:
        """A form sent as a browser sends it from the site's own page, with just these fields."""
        body = urllib.parse.urlencode(fields).encode()
        named = {name.lower() for name, _ in headers}
        usual = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Origin", f"http://127.0.0.1:{self.port}"),
            ("Sec-Fetch-Site", "same-origin"),
        ]
        return self.send(
            "POST", path, [*(one for one in usual if one[0].lower() not in named), *headers], body
        )

    def submit(self, form: Form, fields: Pairs, headers: Pairs = ()) -> Reply:
        """A form of a page with what its hidden fields hold and these fields."""
        return self.post(form.action, [*form.hidden, *fields], headers)

    def follow(self, reply: Reply) -> tuple[str, Reply]:
        """The page that redirects lead to, with its path."""
        path = ""
        for _ in range(10):
            if reply.status not in REDIRECTS:
                return path, reply
            target = urllib.parse.urlsplit(reply.location)
            assert target.netloc in {"", f"127.0.0.1:{self.port}"}, reply.location
            path = urllib.parse.urlunsplit(("", "", target.path, target.query, ""))
            reply = self.get(path)
        raise AssertionError(f"redirected ten times, the last time to {path}")

    def page(self, path: str) -> Reply:
        """A page that must be there; redirects are followed."""
        reply = self.get(path)
        found = self.follow(reply)[1]
        assert found.status == 200, f"{path}: {found.status}\n{found.body[:2000]!r}"
        return found

    def come_in(self, token: str) -> Reply:
        """Open the page with the launch token; the cookie is kept."""
        reply = self.get(f"/open?token={token}")
        given = reply.headers.get("set-cookie", ())
        self.cookie = "; ".join(one.partition(";")[0] for one in given)
        return reply

    def _sent(self, method: str, path: str, headers: Pairs, body: bytes | None) -> Reply:
        if self._line is None:
            self._line = http.client.HTTPConnection(self.host, self.port, timeout=self._timeout)
        line = self._line
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                line.putheader(name, value)
            line.endheaders(body)
            answer = line.getresponse()
            content = answer.read()
        except BaseException:
            self.close()
            raise
        found: dict[str, tuple[str, ...]] = {}
        for name, value in answer.getheaders():
            found[name.lower()] = (*found.get(name.lower(), ()), value)
        return Reply(answer.status, found, content)


LEFT_OUT = "\0left out"
"""The value of a header that is not sent at all."""


@dataclass(slots=True)
class Server:
    """A running `surefoot serve`."""

    process: subprocess.Popen[str]
    port: int
    token: str
    data: Path
    errors: Path
    lines: list[str] = field(default_factory=list)

    def visitor(self) -> Visitor:
        """A visitor who came in by the launch token."""
        visitor = self.stranger()
        reply = visitor.come_in(self.token)
        assert reply.status == 303, (reply.status, reply.body[:500])
        return visitor

    def stranger(self) -> Visitor:
        """Somebody of this machine who was not given the token."""
        return Visitor(self.port)

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self.process.kill()
        self.process.wait()

    def resident_kilobytes(self) -> int:
        """How much memory the process holds (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1])  # type: ignore[index]

    def said(self) -> str:
        """What was written on standard error so far."""
        return self.errors.read_text(encoding="utf-8")


def environment(data: Path) -> dict[str, str]:
    """What the program finds, with the store in a folder of the test."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(_SOURCE), os.environ.get("PYTHONPATH", "")]),
        "SUREFOOT_DATA": str(data),
        "PYTHONUNBUFFERED": "1",
    }


def start_server(data: Path, *options: str, environ: Mapping[str, str] | None = None) -> Server:
    """Start the server and wait until it says where it is; `environ` is the usual one if None.

    Raises:
        AssertionError: with what it said, if it ends before or says nothing for a minute.
    """
    data.mkdir(parents=True, exist_ok=True)
    errors = data / "said-by-the-server.txt"
    with errors.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "surefoot", "serve", "--no-browser", "--port", "0",
             "--data", str(data), *options],
            env=environ or environment(data), cwd=data, text=True, encoding="utf-8",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=file,
        )  # fmt: skip
    assert process.stdout is not None
    said: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_pass_on, args=(process.stdout, said), daemon=True).start()
    lines: list[str] = []
    while True:
        try:
            line = said.get(timeout=_START_SECONDS)
        except queue.Empty:
            line = ""
        lines.append(line)
        found = _OPEN_LINE.search(line)
        if found:
            return Server(process, int(found[1]), found[2], data, errors, lines)
        if not line:
            process.kill()
            process.wait()
            told = errors.read_text(encoding="utf-8")
            raise AssertionError(f"the server did not start:\n{''.join(lines)}\n{told}")


def _pass_on(stream: IO[str], said: "queue.Queue[str]") -> None:
    """Reads to the end, so that the server never waits for a reader."""
    with stream:
        for line in stream:
            said.put(line)
    said.put("")


def stop_server(server: Server) -> None:
    """End it as Ctrl-C does, or by force if that takes too long."""
    if server.process.poll() is None:
        server.process.terminate()
    try:
        server.process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        raise


@contextlib.contextmanager
def served(data: Path, *options: str) -> Iterator[Server]:
    """A server for the length of a test."""
    server = start_server(data, *options)
    try:
        yield server
    finally:
        stop_server(server)


def dump(data: Path) -> list[str]:
    """All that the store of a folder holds, as SQL."""
    with contextlib.closing(sqlite3.connect(data / "surefoot.sqlite")) as database:
        return list(database.iterdump())


def dial(port: int, host: str = "127.0.0.1", timeout: float = 20) -> socket.socket:
    """A bare connection, to say anything at all."""
    return socket.create_connection((host, port), timeout=timeout)


def say(port: int, raw: bytes, timeout: float = 20) -> bytes:
    """All that the server answers to these bytes until it hangs up or falls silent."""
    heard = b""
    with dial(port, timeout=timeout) as line:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(raw)
        with contextlib.suppress(TimeoutError, ConnectionResetError):
            while piece := line.recv(65536):
                heard += piece
    return heard


def statuses(heard: bytes) -> list[int]:
    """The status of each answer in what was heard."""
    return [int(one) for one in re.findall(rb"^HTTP/1\.[01] (\d{3})", heard, re.MULTILINE)]
