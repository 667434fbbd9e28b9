"""Requests that no browser sends: tricks with paths, bodies, methods and line ends."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from surefoot.tests.support.web import Server, Visitor, dump, say, served, statuses
from surefoot.tests.support.web_interviews import begin, form_to, interview_of, look, question_form

_NOT_FOUND = {400, 403, 404}
_LARGEST = 64 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("web") / "data", "--coach") as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    with server.visitor() as one:
        yield one


_TRICKS = (
    "..", "../", "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e", "%2e%2e%2f",
    "%252e%252e%252f", "..%5c..%5cwindows%5cwin.ini", "....//....//etc/passwd", "%c0%ae%c0%ae/",
    "%00", "x%00.yaml", "%0d%0aX-Injected:%20yes", "%0aX", ".", "~", "*", "' or 1=1 --", "%27%22",
    "%ff%fe", "-1", "0x0", "a" * 5_000, "%F0%9F%91%9F", "surefoot.sqlite", "..;/", "con", "{{7*7}}",
    "%7B%7B7*7%7D%7D", "<script>", "%3Cscript%3Ealert(1)%3C/script%3E", "C:", "file:///etc/passwd",
)  # fmt: skip
_PLACES = (
    "/{}", "/i/{}", "/i/{}/check", "/i/{}/result", "/i/{}/report.pdf", "/i/{}/report.html",
    "/i/{}/answers.yaml", "/i/{}/plan.ics", "/i/{own}/{}", "/i/{own}/q/{}", "/r/{}", "/r/{}/fast",
    "/r/{}/forget", "/r/{}/checkin", "/compare?old={}&new={}", "/start?runner={}&before={}",
    "/style.css/{}", "/i/{own}/result?edition={}", "/i/{own}/check?notice={}",
)  # fmt: skip


def test_tricks_in_a_path_lead_nowhere(server: Server, visitor: Visitor) -> None:
    own = interview_of(begin(visitor))
    for place in _PLACES:
        for trick in _TRICKS:
            path = place.replace("{own}", own).replace("{}", trick).replace(" ", "%20")
            reply = visitor.get(path)
            assert reply.status < 500, (path, reply.status)
            assert "x-injected" not in reply.headers, path
            assert b"root:" not in reply.body, path
            assert b"SQLite" not in reply.body, path
            assert b"<script" not in reply.body, path
            assert reply.location.startswith(("/", "")), path
            assert not reply.location.startswith(("//", "/\\")), path
    assert "Traceback" not in server.said()


@pytest.mark.parametrize("trick", ["../x", "%2e%2e", "%00", "nobody", "a" * 5_000, "' or '1'='1"])
def test_forms_for_what_is_not_there_are_not_found(visitor: Visitor, trick: str) -> None:
    token = form_to(visitor.page("/start"), "/start").token
    own = interview_of(begin(visitor))
    quoted = trick.replace(" ", "%20")
    for path in (
        f"/i/{quoted}/q/runner.age", f"/i/{quoted}/finish", f"/i/{quoted}/remove",
        f"/i/{own}/q/{quoted}", f"/i/{own}/q/{quoted}/later", f"/r/{quoted}/forget",
        f"/r/{quoted}/fast", f"/r/{quoted}/checkin",
    ):  # fmt: skip
        reply = visitor.post(path, [("form_token", token), ("answer", "1"), ("do", "answer")])
        assert reply.status in {*_NOT_FOUND, 405}, (path, reply.status)
    for name in ("runner", "before"):
        reply = visitor.post(
            "/start", [("form_token", token), (name, trick), ("depth", "full"), ("who", "new")]
        )
        assert reply.status in {*_NOT_FOUND, 303}, (name, reply.status)
        assert visitor.get("/start").status == 200


@pytest.mark.parametrize("depth", ["", "deep", "all ", "\0", "x" * 5_000, "<script>"])
def test_a_depth_that_is_none_starts_nothing_strange(visitor: Visitor, depth: str) -> None:
    form = form_to(visitor.page("/start"), "/start")
    reply = visitor.submit(form, [("depth", depth)])
    assert reply.status in {303, 400}, reply.status
    if reply.status == 303:
        assert visitor.follow(reply)[1].status == 200


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "///evil.example", "https://evil.example/", "/\\evil.example", "\\\\evil",
     "javascript:alert(1)", "/\r\nX-Injected: yes", "/\nX-Injected: yes", "\t//evil.example",
     "/\t/evil.example", " //evil.example", "", "/" + "a" * 9_000, "/i/\0", "evil.example",
     "http:/evil.example", "/ä", "data:text/html,x", "/..//evil.example", "/.//evil.example"],
)  # fmt: skip
def test_the_form_of_the_units_leads_to_no_other_site(visitor: Visitor, address: str) -> None:
    token = form_to(visitor.page("/start"), "/start").token
    for name in ("address", "to", "back", "next"):
        fields = [("form_token", token), ("units", "imperial"), (name, address)]
        reply = visitor.post("/units", fields)
        assert reply.status in {303, 400}, reply.status
        assert "x-injected" not in reply.headers
        place = reply.location
        assert not place or place[0] == "/", place
        assert not place.startswith(("//", "/\\", "/\t")), place
        assert len(reply.headers.get("set-cookie", ())) <= 1


_SPLITTERS = ("\r\nSet-Cookie: own=ed", "x\r\n\r\n<html>", "x\nX-Injected: yes", "\rX-Injected: y",
              "x\u2028X-Injected: yes", "x\u560d\u560aX-Injected: yes")  # fmt: skip


@pytest.mark.parametrize("text", _SPLITTERS)
def test_line_ends_in_what_is_sent_write_no_header(visitor: Visitor, text: str) -> None:
    form = form_to(visitor.page("/start"), "/start")
    replies = [
        visitor.submit(form, [("name", text), ("depth", "full"), ("who", "new")]),
        visitor.submit(form, [("name", "Anna"), ("depth", text)]),
        visitor.post("/units", [("form_token", form.token), ("units", text), ("address", "/")]),
    ]
    question = question_form(*look(visitor, replies[0].location))
    replies += [
        visitor.submit(question, [("answer", text), ("do", "answer")]),
        visitor.submit(question, [("answer", "none"), ("do", text)]),
    ]
    for reply in replies:
        assert reply.status in {303, 400}, reply.status
        assert "x-injected" not in reply.headers
        assert "own=ed" not in reply.header("set-cookie")
        assert "\n" not in reply.location
        assert "\r" not in reply.location
    assert visitor.get("/start").status == 200


def test_a_body_of_64_kilobytes_and_one_byte_is_too_large(visitor: Visitor) -> None:
    form = form_to(visitor.page("/start"), "/start")
    frame = len(f"form_token={form.token}&depth=full&name=")
    for path in ("/start", "/units", "/nothing"):
        fields = [("form_token", form.token), ("depth", "full")]
        allowed = visitor.post(path, [*fields, ("name", "x" * (_LARGEST - frame - 1))])
        assert allowed.status in {303, 400, 404, 405}, path
        reply = visitor.post(path, [*fields, ("name", "x" * (_LARGEST - frame + 1))])
        assert reply.status == 413, (path, reply.status)
        visitor.close()
    assert visitor.get("/start").status == 200


def _head(server: Server, cookie: str, *lines: str, path: str = "/start") -> bytes:
    first = (
        f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Cookie: {cookie}",
        "Content-Type: application/x-www-form-urlencoded", "Connection: close", *lines, "", "",
    )  # fmt: skip
    return "\r\n".join(first).encode()


def test_a_large_body_in_chunks_is_too_large_as_well(server: Server, visitor: Visitor) -> None:
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    for count in (17, 400):
        raw = _head(server, visitor.cookie, "Transfer-Encoding: chunked") + chunk * count
        heard = say(server.port, raw + b"0\r\n\r\n", timeout=5)
        assert statuses(heard)[0] == 413, heard[:300]
    small = f"form_token={form_to(visitor.page('/start'), '/start').token}&depth=full".encode()
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(small), small)
    heard = say(server.port, _head(server, visitor.cookie, "Transfer-Encoding: chunked") + body)
    assert statuses(heard) == [303]


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        (["Content-Length: -1"], b""),
        (["Content-Length: +5"], b"a=b&c"),
        (["Content-Length: 5.0"], b"a=b&c"),
        (["Content-Length: 0x5"], b"a=b&c"),
        (["Content-Length: five"], b"a=b&c"),
        (["Content-Length: 5, 5"], b"a=b&c"),
        (["Content-Length: 5", "Content-Length: 6"], b"a=b&c="),
        (["Content-Length: 99999999999999999999999"], b"a=b"),
        (["Content-Length: 5", "Transfer-Encoding: chunked"], b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"),
        (["Transfer-Encoding: identity, chunked"], b"0\r\n\r\n"),
        (["Transfer-Encoding: chunked, gzip"], b"0\r\n\r\n"),
        (["Transfer-Encoding: xchunked"], b"0\r\n\r\n"),
        (["Transfer-Encoding : chunked"], b"0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"-1\r\nx\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"0x1\r\nx\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"fffffffffffffffff\r\nx\r\n0\r\n\r\n"),
        (["Transfer-Encoding: chunked"], b"1\nx\n0\n\n"),
        (["X: a\0b", "Content-Length: 0"], b""),
        (["X: a\rb", "Content-Length: 0"], b""),
        (["Content-Encoding: gzip", "Content-Length: 4"], b"\x1f\x8b\x08\x00"),
        (["Expect: 200-ok", "Content-Length: 0"], b""),
    ],
)
def test_a_length_that_lies_starts_no_second_request(
    server: Server, visitor: Visitor, lines: list[str], body: bytes
) -> None:
    """A request hidden in the body of another must never be read as one."""
    hidden = f"GET /hidden HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
    heard = say(server.port, _head(server, visitor.cookie, *lines) + body + hidden, timeout=2)
    found = statuses(heard)
    assert len(found) <= 1, heard[:600]
    assert all(400 <= status < 600 for status in found), heard[:300]
    assert b"Traceback" not in heard
    assert visitor.get("/start").status == 200


def test_fields_by_the_thousand_and_forms_of_other_kinds(visitor: Visitor) -> None:
    token = form_to(visitor.page("/start"), "/start").token
    many = [("form_token", token), *((f"f{number}", "") for number in range(5_000))]
    assert visitor.post("/start", many).status in {303, 400, 413}
    end = b"--b--\r\n"
    part = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    kind = [("Content-Type", "multipart/form-data; boundary=b")]
    ours = part % (b"form_token", token.encode())
    for body in (
        b"", b"--b", b"--b\r\n", end, ours, ours + b"--b\r\n\r\n" * 500, ours * 1_500 + end,
        ours + b'--b\r\nContent-Disposition: form-data; name="f"; filename="' + b"x" * 9_000
        + b'"\r\n\r\n' + end,
        ours + b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n" + end,
        ours + b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n" + end,
        ours + b"--b\r\n" + b"A: b\r\n" * 5_000 + b"\r\nx\r\n" + end,
    ):  # fmt: skip
        reply = visitor.send("POST", "/receive", kind, body)
        assert reply.status in {303, 400, 403, 413}, (body[:80], reply.status)
        visitor.close()
    strange = [("Content-Type", "multipart/form-data; boundary=" + "b" * 5_000)]
    assert visitor.send("POST", "/receive", strange, ours).status in {303, 400, 403, 413}


@pytest.mark.parametrize(
    "method",
    ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "OPTIONS", "get", "GETX", "X" * 200],
)
def test_other_methods_do_nothing(visitor: Visitor, method: str) -> None:
    place = look(visitor, begin(visitor))[0]
    for path in ("/", "/start", "/units", place, "/receive", "/nothing"):
        with contextlib.closing(visitor):
            reply = visitor.send(method, path, [("X-Echo", "echoed")])
        assert 400 <= reply.status < 600 or (method == "OPTIONS" and reply.status == 200)
        assert reply.status != 500, (method, path)
        assert b"echoed" not in reply.body
        assert visitor.cookie.encode() not in reply.body


def test_a_method_in_a_field_or_header_is_not_obeyed(visitor: Visitor) -> None:
    reply = visitor.get("/", [("X-HTTP-Method-Override", "DELETE")])
    assert reply.status in {200, 303}
    own = interview_of(begin(visitor))
    for path in (f"/i/{own}/finish", "/units"):
        reply = visitor.get(f"{path}?_method=POST&do=answer", [("X-HTTP-Method", "POST")])
        assert reply.status in {404, 405}, (path, reply.status)


def test_reading_a_page_changes_nothing(server: Server, visitor: Visitor) -> None:
    """GET and HEAD write nothing, so that a link or a picture from elsewhere cannot either."""
    place = look(visitor, begin(visitor, "Anna"))[0]
    own = interview_of(place)
    before = dump(server.data)
    paths = ["/", "/start", "/start?name=x&depth=full", place, f"{place}?answer=none&do=answer",
             f"/i/{own}/so-far", f"/i/{own}/check", f"/i/{own}/enough", f"/i/{own}/result",
             f"/i/{own}/answers.yaml", f"/i/{own}/see-someone", "/receive", "/units?units=imperial",
             f"/i/{own}/finish", f"/i/{own}/remove", f"{place}/later"]  # fmt: skip
    for path in paths:
        assert visitor.get(path).status < 500, path
        reply = visitor.send("HEAD", path)
        assert reply.status < 500, path
        assert not reply.body
    assert dump(server.data) == before


def test_an_error_of_our_own_shows_no_insides(tmp_path: Path) -> None:
    """A store that breaks while the page is open: a sentence, and nothing of the program."""
    with served(tmp_path / "data") as server, server.visitor() as one:
        place = look(one, begin(one, "Anna Secret"))[0]
        for file in server.data.glob("surefoot.sqlite*"):
            file.write_bytes(b"no database at all" * 500)
        for path in ("/", place, f"/i/{interview_of(place)}/check"):
            reply = one.get(path)
            assert reply.status >= 400 or path == "/", path
            _check_no_insides(reply.text)
        # Neither does what the person who started it sees hold an answer or a name.
        assert "Anna" not in server.said()
        assert "Traceback" not in server.said()


def _check_no_insides(text: str) -> None:
    for word in ("Traceback", 'File "', "sqlite3.", "site-packages", "werkzeug", "Werkzeug",
                 "waitress", "flask", "DatabaseError", "html.j2"):  # fmt: skip
        assert word not in text, word


def test_pages_of_errors_show_no_insides(server: Server, visitor: Visitor) -> None:
    for reply in (
        visitor.get("/nothing"), visitor.get("/i/nothing"), visitor.send("PUT", "/start"),
        visitor.post("/start", []), visitor.get("/", [("Host", "evil.example")]),
        visitor.post("/start", [("name", "x" * 70_000)]),
    ):  # fmt: skip
        assert 400 <= reply.status < 500
        _check_no_insides(reply.text)
        assert reply.status == 421 or "<h1" in reply.text, "a page in words"
        assert server.token not in reply.text
