"""Serving the pages on this computer, until it is told to stop or nobody comes any more.

Only this file knows waitress.
"""

import logging
import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from waitress import wasyncore
from waitress.server import create_server

from ...engine.errors import Problem, UsageError
from .security import LARGEST_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# More than 1,000 connections need poll, which Windows does not have.
_CAN_POLL = hasattr(select, "poll")
HOST = "127.0.0.1"  # never another: health answers stay on this computer
_THREADS = 4
_CONNECTIONS = 1_000
_SLOW_CLIENT_SECONDS = 20
_LOOK_SECONDS = 5
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
        # Up to here the page itself says that it is too much, in words.
        max_request_body_size=4 * LARGEST_BODY,
        clear_untrusted_proxy_headers=True,
        ident=None,
    )
    try:
        ready()
        while not ending.is_due():
            wasyncore.loop(timeout=_LOOK_SECONDS / 10, use_poll=_CAN_POLL, map=channels, count=1)
    except KeyboardInterrupt:
        pass
    finally:
        server.task_dispatcher.shutdown()
        wasyncore.close_all(channels)
