"""Serving the pages on this computer, until it is told to stop or nobody comes any more.

Only this file knows waitress.
"""

import logging
import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask

from ...engine.errors import Problem, UsageError
from .security import LARGEST_UPLOAD, headers_of_page

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# More than 1,000 connections need poll, which Windows does not have.
_CAN_POLL = hasattr(select, "poll")
HOST = "127.0.0.1"  # never another: health answers stay on this computer
_THREADS = 4
_CONNECTIONS = 1_000
_SLOW_CLIENT_SECONDS = 20
_LOOK_SECONDS = 5
_LARGEST_READ = 8 * LARGEST_UPLOAD
_TOO_LARGE_STATUS = "413"
_TOO_LARGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>That is too much at once</title>'
    "<h1>That is too much at once</h1><p>The files that a coach takes in may have up to "
    f"{LARGEST_UPLOAD // 1024} kB together. Nothing was changed.</p>"
    '<p><a href="/">To the first page</a></p></html>\n'
).encode()
_LAST_PAGE_SECONDS = 1.5  # for the page that says goodbye, and its style sheet


def bind(port: int) -> socket.socket:
    """A socket at a port of this computer; 0 takes a free one.

    Raises:
        UsageError: if another program has it, or this one may not.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.bind((HOST, port))
    except OSError as error:
        found.close()
        message = f"--port: {port} cannot be used: {error.strerror or error}"
        fix = "name another one, or leave out --port for one that is free"
        raise UsageError(Problem(code="US108", message=message, fix=fix)) from None
    return found


@dataclass(slots=True)
class Ending:
    """When the server ends: after minutes without a visit, or once it is told to."""

    idle_minutes: float
    last_visit: float = field(default_factory=time.monotonic)
    told_at: float | None = None

    def tell(self) -> None:
        """End soon."""
        self.told_at = time.monotonic()

    def is_due(self) -> bool:
        """Whether it is time to end."""
        now = time.monotonic()
        if self.told_at is not None:
            return now - self.told_at >= _LAST_PAGE_SECONDS
        return now - self.last_visit >= 60 * self.idle_minutes

    def watching(self, app: "WSGIApplication") -> "WSGIApplication":
        """The application, noting each visit."""

        def watched(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            self.last_visit = time.monotonic()
            return app(environ, start_response)

        return watched


class _Refusal(ErrorTask):
    """What waitress refuses by itself; a body that is too large in words, as it is no attack."""

    def execute(self) -> None:
        """Write the answer, and close the line."""
        status, headers, body = cast("Any", self.request).error.to_response(None)
        if status.startswith(_TOO_LARGE_STATUS):
            body = _TOO_LARGE
            headers = [("Content-Type", "text/html; charset=utf-8"), ("Connection", "close")]
        self.status = status
        self.response_headers = [*self.response_headers, *headers, *headers_of_page().items()]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):
    error_task_class = _Refusal


def serve(
    app: "WSGIApplication", at: socket.socket, ending: Ending, ready: Callable[[], object]
) -> None:
    """Answer visits until it is time to end, or Ctrl-C; `ready` is called once it listens."""
    # It would note every visit that it has to wait with, and each client that hangs up.
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    channels: dict[int, socket.socket] = {}
    server = create_server(
        ending.watching(app),
        map=channels,
        sockets=[at],
        threads=_THREADS,
        connection_limit=_CONNECTIONS,
        channel_timeout=_SLOW_CLIENT_SECONDS,
        cleanup_interval=_LOOK_SECONDS,
        # Up to here the page itself says that it is too much; beyond, the server does.
        max_request_body_size=_LARGEST_READ,
        inbuf_overflow=LARGEST_UPLOAD + 1,  # what may be taken in is in memory alone
        clear_untrusted_proxy_headers=True,
        ident=None,
    )
    if isinstance(server, BaseWSGIServer):  # as it is with one socket
        server.channel_class = _Channel
    try:
        ready()
        while not ending.is_due():
            wasyncore.loop(timeout=_LOOK_SECONDS / 10, use_poll=_CAN_POLL, map=channels, count=1)
    except KeyboardInterrupt:
        pass
    finally:
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels)
