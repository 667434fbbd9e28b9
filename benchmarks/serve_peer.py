"""The least that Flask and waitress do for a form: what `serve` is compared with.

Prints its port. A form at /q is answered by a redirect to it, with nothing asked or stored.
"""

import logging
import socket

from flask import Flask, redirect
from waitress.server import create_server
from werkzeug.wrappers import Response

PAGE = (
    "<!doctype html><title>A form</title><form method=post action=/q>"
    + "<label><input type=radio name=answer value=1>A choice</label>" * 30
    + "<button name=do value=answer>Continue</button></form>"
)


def main() -> None:
    """Serve until killed."""
    logging.disable(logging.WARNING)
    app = Flask(__name__)

    @app.get("/q")
    def _show() -> str:
        return PAGE

    @app.post("/q")
    def _take() -> Response:
        return redirect("/q", 303)

    with socket.create_server(("127.0.0.1", 0)) as at:
        print(at.getsockname()[1], flush=True)
        create_server(app, sockets=[at]).run()


if __name__ == "__main__":
    main()
