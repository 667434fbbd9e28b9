"""The web page as a Flask application: which address is which page, and who is let in.

Only this file knows Flask. Pages are functions of a visit; see `answering`.
"""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Final, Literal, assert_never, cast

from flask import Flask, Request, Response, request
from werkzeug.exceptions import HTTPException

from ...engine.errors import SurefootError
from ...reports.render import TEMPLATES, render_web
from ..store.database import ForgottenError
from .answering import Answered, Document, Frame, Page, PageFunction, Redirect, Visit
from .pages import (
    check,
    checkin,
    compare,
    fast,
    forget,
    home,
    offer,
    paper,
    question,
    receive,
    recorded,
    remove,
    result,
    runner,
    so_far,
    start,
    stop,
)
from .pages.question_shapes import MessagePage
from .security import (
    LARGEST_BODY,
    LARGEST_UPLOAD,
    UNITS_COOKIE,
    Keys,
    headers_of_page,
    is_from_our_page,
    is_of_another_person,
    is_our_host,
    is_same,
    safe_file_name,
)
from .service import NotFound, Service

_STYLE = "/style.css"
_ICON = "/favicon.ico"  # every browser asks for it by this name, on each page that names none
_OPEN = "/open"
_CONNECTIONS = Path("/proc/net/tcp")
_MOST_PARTS = 1_000  # of a form
_RECEIVE = "/receive"
_UNITS = frozenset({"metric", "imperial"})

_ROUTES: Final[tuple[tuple[str, str, PageFunction], ...]] = (
    ("GET", "/", home.home),
    ("POST", "/units", start.choose_units),
    ("GET", "/start", start.show),
    ("POST", "/start", start.begin),
    ("GET", "/stop", start.leave),
    ("POST", "/stop", start.end),
    ("GET", "/stopped", start.stopped),
    ("GET", "/i/<interview>/changed", start.changed),
    ("GET", "/i/<interview>", question.go_on),
    ("GET", "/i/<interview>/q/<question>", question.show),
    ("POST", "/i/<interview>/q/<question>", question.answer),
    ("POST", "/i/<interview>/q/<question>/later", question.later),
    ("GET", "/i/<interview>/recorded", recorded.show),
    ("POST", "/i/<interview>/recorded", recorded.take),
    ("GET", "/i/<interview>/so-far", so_far.show),
    ("GET", "/i/<interview>/enough", offer.show),
    ("POST", "/i/<interview>/enough", offer.turn_down),
    ("GET", "/i/<interview>/see-someone", stop.show),
    ("GET", "/i/<interview>/check", check.show),
    ("POST", "/i/<interview>/finish", check.finish),
    ("GET", "/i/<interview>/result", result.show_result),
    ("GET", "/i/<interview>/remove", remove.show),
    ("POST", "/i/<interview>/remove", remove.remove),
    ("GET", "/i/<interview>/<any('report.html', 'report.pdf', 'plan.ics'):file>", result.download),
    ("GET", "/i/<interview>/answers.yaml", result.answers_file),
    ("GET", "/compare", compare.compare),
    ("GET", "/r/<runner>", runner.show_runner),
    ("POST", "/r/<runner>/rename", runner.rename),
    ("GET", "/r/<runner>/export", runner.everything),
    ("GET", "/r/<runner>/forget", forget.show),
    ("POST", "/r/<runner>/forget", forget.forget),
    ("GET", "/paper", paper.show),
    ("POST", "/paper", paper.begin),
    ("GET", "/r/<runner>/fast", fast.show),
    ("POST", "/r/<runner>/fast", fast.save),
    ("GET", _RECEIVE, receive.show),
    ("POST", _RECEIVE, receive.take_in),
    ("GET", "/r/<runner>/checkin", checkin.show),
    ("POST", "/r/<runner>/checkin", checkin.answer),
    ("GET", "/r/<runner>/checked-in", checkin.result),
)


class _Request(Request):
    """A request whose files stay in memory: no answer lies in a folder for temporary files."""

    def _get_file_stream(self, *_args: object, **_named: object) -> BytesIO:
        return BytesIO()


def create_app(service: Service, keys: Keys) -> Flask:
    """The application; it answers only under the hosts of `keys`."""
    app = Flask("surefoot", static_folder=None, template_folder=None)
    app.request_class = _Request
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=_MOST_PARTS,
        PROPAGATE_EXCEPTIONS=False,
    )

    @app.before_request
    def let_in() -> Response | None:
        if service.is_coach and request.path == _RECEIVE:  # the one form with files
            request.max_content_length = LARGEST_UPLOAD
        return _refusal(service, keys, request)

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in headers_of_page().items():
            response.headers.setdefault(name, value)
        return response

    for method, rule, page in _ROUTES:
        app.add_url_rule(
            rule, f"{method} {rule}", _view(service, keys, page), methods=[method],
            strict_slashes=True,
        )  # fmt: skip
    app.add_url_rule(_OPEN, _OPEN, lambda: _open(service, keys), methods=["GET"])
    app.add_url_rule(_STYLE, _STYLE, _style, methods=["GET"])
    app.add_url_rule(_ICON, _ICON, _icon, methods=["GET"])
    _answer_faults(app, service, keys)
    return app


def _view(service: Service, keys: Keys, page: PageFunction) -> Callable[..., Response]:
    def view(**parts: str) -> Response:
        mine = replace(service, units=_units(service))
        return _response(mine, keys, page(mine, _visit(parts)))

    return view


def _visit(parts: dict[str, str]) -> Visit:
    """The request as pages know it."""
    return Visit(
        method=cast("Literal['GET', 'POST']", request.method),
        address=request.full_path.rstrip("?"),
        parts=parts,
        query=request.args.to_dict(),
        form=request.form.to_dict(flat=False),
        files={
            name: [(file.filename or "", file.read()) for file in files]
            for name, files in request.files.lists()
        },
    )


def _units(service: Service) -> str:
    said = request.cookies.get(UNITS_COOKIE, "")
    return said if said in _UNITS else service.units


def _response(service: Service, keys: Keys, answered: Answered) -> Response:
    match answered:
        case Page():
            return _html(_rendered(service, keys, answered), answered.status)
        case Redirect():
            response = Response(status=303, headers={"Location": answered.to})
            if answered.units is not None:
                response.set_cookie(UNITS_COOKIE, answered.units, httponly=True, samesite="Strict")
            return response
        case Document():
            response = Response(answered.content, content_type=answered.type)
            response.headers.update(headers_of_page(answered.styles))
            if answered.save_as:
                name = safe_file_name(answered.save_as)
                response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        case _:
            assert_never(answered)


def _rendered(service: Service, keys: Keys, page: Page) -> str:
    frame = Frame(
        form_token=keys.form,
        is_coach=service.is_coach,
        where=str(service.store.path),
        units=service.units,
        address=request.full_path.rstrip("?") if request.method == "GET" else "/",
    )
    return render_web(page.template, page.values, frame)


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, content_type="text/html; charset=utf-8")


def _refusal(service: Service, keys: Keys, asked: Request) -> Response | None:
    """What is said to who is not let in; None for a visit that is."""
    if not is_our_host(keys, asked.headers.get("Host")):
        return Response("This server has another name.\n", 421, content_type="text/plain")
    if asked.path in {_OPEN, _STYLE, _ICON}:
        return None
    if not is_same(keys.session, asked.cookies.get(keys.cookie)):
        return _message(service, keys, 403, _CLOSED)
    if asked.method in {"GET", "HEAD"}:
        return None
    is_ours = is_from_our_page(
        keys, asked.headers.get("Sec-Fetch-Site"), asked.headers.get("Origin")
    )
    if not is_ours or not is_same(keys.form, asked.form.get("form_token")):
        return _message(service, keys, 403, _FOREIGN)
    return None


def _open(service: Service, keys: Keys) -> Response:
    """Trade the launch token for a cookie."""
    if not is_same(keys.launch, request.args.get("token")) or _is_of_another_person():
        return _message(service, keys, 403, _CLOSED)
    response = Response(status=303, headers={"Location": "/"})
    response.set_cookie(keys.cookie, keys.session, httponly=True, samesite="Strict")
    return response


def _icon() -> Response:
    return Response((TEMPLATES / "web" / "icon.svg").read_bytes(), content_type="image/svg+xml")


def _is_of_another_person() -> bool:
    try:
        connections = _CONNECTIONS.read_text(encoding="ascii")
    except OSError:  # only Linux tells
        return False
    client, server = (str(request.environ.get(f"{one}_PORT", "")) for one in ("REMOTE", "SERVER"))
    return is_of_another_person(connections, client, server, os.getuid())


def _style() -> Response:
    return Response((TEMPLATES / "web" / "style.css").read_bytes(), content_type="text/css")


_CLOSED = MessagePage(
    "This page is closed",
    (
        "It opens with the whole address that Surefoot printed in the terminal. The address "
        "begins with Open this page, and ends with a long word.",
        "If Surefoot was started again since then, it printed a new address.",
    ),
    "",
    "",
)
_FOREIGN = MessagePage(
    "This form was not taken",
    ("It did not come from a page of this Surefoot. Nothing was changed.",),
    "/",
    "To the first page",
)
_MISSING = MessagePage(
    "There is no such page",
    ("The address may be mistyped, or what stood here was forgotten.",),
    "/",
    "To the first page",
)
_TOO_LARGE = MessagePage(
    "That is too much at once",
    (
        f"A form may have up to {LARGEST_BODY // 1024} kB, and the files that a coach takes in "
        f"{LARGEST_UPLOAD // 1024} kB together. Nothing was changed.",
    ),
    "/",
    "To the first page",
)
_FAULT = MessagePage(
    "Surefoot has a fault",
    (
        "This page could not be made. Every answer that was confirmed is saved.",
        "The terminal in which Surefoot runs says where it happened.",
    ),
    "/",
    "To the first page",
)
_NOT_ALLOWED = MessagePage(
    "This address takes no such request", ("Nothing was changed.",), "/", "To the first page"
)
_OF_STATUS = {404: _MISSING, 413: _TOO_LARGE}


def _message(service: Service, keys: Keys, status: int, message: MessagePage) -> Response:
    return _html(_rendered(service, keys, Page("message", message)), status)


def _answer_faults(app: Flask, service: Service, keys: Keys) -> None:
    """Every error ends in a page that says what can be done, and shows nothing of the code."""

    @app.errorhandler(NotFound)
    @app.errorhandler(ForgottenError)
    def missing(_error: NotFound | ForgottenError) -> Response:
        return _message(service, keys, 404, _MISSING)

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Response:
        status = error.code or 500
        return _message(service, keys, status, _OF_STATUS.get(status, _NOT_ALLOWED))

    @app.errorhandler(SurefootError)
    def told(error: SurefootError) -> Response:
        lines = tuple(line.strip() for line in str(error).splitlines() if line.strip())
        message = MessagePage("This did not work", lines, "/", "To the first page")
        return _message(service, keys, 500, message)

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        _note(error)
        return _message(service, keys, 500, _FAULT)


def _note(error: Exception) -> None:
    """Say where a fault is, and nothing of the answers that its message may hold."""
    if os.environ.get("SUREFOOT_DEBUG"):
        traceback.print_exception(error)
        return
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    print(f"Surefoot has a fault: {type(error).__name__} in {place}", file=sys.stderr)
