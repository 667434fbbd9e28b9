"""Who is let in to the web page: attacks on the real server by other sites, programs and people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from surefoot.tests.support.web import (
    LEFT_OUT,
    Reply,
    Server,
    Visitor,
    dump,
    say,
    served,
    statuses,
)
from surefoot.tests.support.web_interviews import begin, form_to, interview_of, look

_REFUSED = {400, 403, 404, 405, 421}
_FOREIGN = "https://evil.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("web") / "data", "--coach") as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    with server.visitor() as one:
        yield one


def _hosts(port: int) -> dict[str, list[tuple[str, str]]]:
    def host(value: str) -> list[tuple[str, str]]:
        return [("Host", value)]

    return {
        "another site": host("evil.example"),
        "another site, our port": host(f"evil.example:{port}"),
        "a name that begins like ours": host(f"127.0.0.1.evil.example:{port}"),
        "a name that ends like ours": host(f"evil.127.0.0.1:{port}"),
        "a user before it": host(f"evil.example@127.0.0.1:{port}"),
        "no port": host("127.0.0.1"),
        "another port": host(f"127.0.0.1:{port + 1}"),
        "a port twice": host(f"127.0.0.1:{port}:{port}"),
        "a longer port": host(f"127.0.0.1:{port}0"),
        "every address": host(f"0.0.0.0:{port}"),
        "another loopback address": host(f"127.0.0.2:{port}"),
        "the address as one number": host(f"2130706433:{port}"),
        "a dot at the end": host(f"127.0.0.1.:{port}"),
        "a path in it": host(f"127.0.0.1:{port}/x"),
        "two in one": host(f"127.0.0.1:{port}, evil.example"),
        "two, ours first": host(f"127.0.0.1:{port}") + host("evil.example"),
        "two, ours last": host("evil.example") + host(f"127.0.0.1:{port}"),
        "letters beyond ASCII": host(f"127.0.0.1:{port}\xb2"),
        "none": host(LEFT_OUT),
        "empty": host(""),
        "another, forwarded for ours": [
            *host("evil.example"), ("X-Forwarded-Host", f"127.0.0.1:{port}"),
            ("Forwarded", f"host=127.0.0.1:{port}"),
        ],
    }  # fmt: skip


@pytest.mark.parametrize("which", list(_hosts(1)))
def test_a_foreign_host_gets_nothing(server: Server, visitor: Visitor, which: str) -> None:
    """DNS rebinding: the browser of the runner, cookie and all, under the name of another site."""
    headers = _hosts(server.port)[which]
    for path in ("/", "/style.css", "/start", "/nothing-here", f"/open?token={server.token}"):
        reply = visitor.get(path, headers)
        assert reply.status in {400, 403, 421}, (path, reply.status)
        assert "set-cookie" not in reply.headers, path
        assert "location" not in reply.headers, path
        assert b"<form" not in reply.body, path
        visitor.close()
    before = dump(server.data)
    token = form_to(visitor.page("/start"), "/start").token
    reply = visitor.post("/start", [("form_token", token), ("name", "Mallory")], headers)
    assert reply.status in {400, 403, 421}
    visitor.close()
    assert dump(server.data) == before


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_both_of_its_own_names_work(server: Server, name: str) -> None:
    with server.stranger() as one:
        one.cookie = _cookie_of(server)
        host = f"{name}:{server.port}"
        assert one.get("/start", [("Host", host)]).status == 200


def _cookie_of(server: Server) -> str:
    with server.visitor() as one:
        return one.cookie


def test_a_request_without_a_host_or_for_another_site_as_a_proxy(server: Server) -> None:
    cookie = _cookie_of(server).encode()
    end = b"\r\nConnection: close\r\n\r\n"
    own = f"127.0.0.1:{server.port}".encode()
    refused = [
        b"GET / HTTP/1.0\r\nCookie: " + cookie + end,
        b"GET / HTTP/1.1\r\nCookie: " + cookie + end,
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nCookie: " + cookie + end,
        b"GET http://" + own + b"/ HTTP/1.1\r\nHost: evil.example\r\nCookie: " + cookie + end,
        b"GET / HTTP/1.1\r\nHost : " + own + b"\r\nCookie: " + cookie + end,
        b"GET / HTTP/1.1\r\nX: y\r\n Host: " + own + b"\r\nCookie: " + cookie + end,
    ]
    for raw in refused:
        heard = say(server.port, raw)
        assert statuses(heard)[0] in {400, 403, 421}, (raw, heard[:300])
        assert b"<form" not in heard


def _forms_to_send(visitor: Visitor) -> dict[str, list[tuple[str, str]]]:
    """Addresses that take a form, with what would do harm there."""
    place = look(visitor, begin(visitor, "Anna"))[0]
    interview = interview_of(place)
    return {
        "/start": [("name", "Mallory"), ("depth", "quick")],
        "/units": [("units", "imperial"), ("address", "/")],
        place: [("answer", "none"), ("do", "answer")],
        f"{place}/later": [],
        f"/i/{interview}/finish": [],
        f"/i/{interview}/enough": [],
        f"/i/{interview}/remove": [("sure", interview)],
        "/receive": [("text", "answers: {runner.age: 50}")],
        "/r/0000000000000000/forget": [("do", "forget")],
    }


def _senders(port: int) -> dict[str, list[tuple[str, str]]]:
    return {
        "another site": [("Origin", _FOREIGN), ("Sec-Fetch-Site", "cross-site")],
        "another site, an old browser": [("Origin", _FOREIGN), ("Sec-Fetch-Site", LEFT_OUT)],
        "a sandboxed frame": [("Origin", "null"), ("Sec-Fetch-Site", "cross-site")],
        "a sandboxed frame, an old browser": [("Origin", "null"), ("Sec-Fetch-Site", LEFT_OUT)],
        "another port": [
            ("Origin", f"http://127.0.0.1:{port + 1}"), ("Sec-Fetch-Site", "same-site"),
        ],
        "another scheme": [("Origin", f"https://127.0.0.1:{port}")],
        "a longer port": [("Origin", f"http://127.0.0.1:{port}0")],
        "a name that begins like ours": [
            ("Origin", f"http://127.0.0.1:{port}.evil.example"), ("Sec-Fetch-Site", LEFT_OUT),
        ],
        "says same-origin from elsewhere": [("Origin", _FOREIGN)],
        "says cross-site without an origin": [
            ("Origin", LEFT_OUT), ("Sec-Fetch-Site", "cross-site"),
        ],
        "a word nobody knows": [("Sec-Fetch-Site", "evil")],
    }  # fmt: skip


@pytest.mark.parametrize("sender", list(_senders(1)))
def test_a_form_from_elsewhere_changes_nothing(
    server: Server, visitor: Visitor, sender: str
) -> None:
    """Even if it had the token and the browser sent the cookie."""
    forms = _forms_to_send(visitor)
    token = form_to(visitor.page("/start"), "/start").token
    before = dump(server.data)
    for path, fields in forms.items():
        headers = _senders(server.port)[sender]
        reply = visitor.post(path, [("form_token", token), *fields], headers)
        assert reply.status == 403, (path, reply.status)
    assert dump(server.data) == before


def _wrong_tokens(own: str, other: str) -> dict[str, list[tuple[str, str]]]:
    return {
        "none": [],
        "empty": [("form_token", "")],
        "guessed": [("form_token", "A" * len(own))],
        "its beginning": [("form_token", own[:-1])],
        "longer": [("form_token", own + "x")],
        "upper and lower case": [("form_token", own.swapcase())],
        "of another server": [("form_token", other)],
        "not ASCII": [("form_token", "ключ")],
        "two, a wrong one first": [("form_token", "x"), ("form_token", "y")],
        "in another field": [("token", own)],
    }


def test_a_form_without_its_token_changes_nothing(
    server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    forms = _forms_to_send(visitor)
    own = form_to(visitor.page("/start"), "/start").token
    assert len(own) >= 20
    with served(tmp_path / "other") as second, second.visitor() as their:
        other = form_to(their.page("/start"), "/start").token
    before = dump(server.data)
    for path, fields in forms.items():
        for which, wrong in _wrong_tokens(own, other).items():
            reply = visitor.post(path, [*wrong, *fields])
            assert reply.status == 403, (path, which, reply.status)
        reply = visitor.post(f"{path}?form_token={own}", fields)
        assert reply.status == 403, (path, "in the address")
        body = f"form_token={own}&name=Mallory".encode()
        for kind in ("text/plain", "application/json", LEFT_OUT):
            reply = visitor.send("POST", path, [("Content-Type", kind)], body)
            assert reply.status in {400, 403, 415}, (path, kind)
    assert dump(server.data) == before


def test_a_browser_without_fetch_metadata_works(visitor: Visitor) -> None:
    """Origin and Sec-Fetch-Site are left out by old browsers: the token alone will do."""
    form = form_to(visitor.page("/start"), "/start")
    headers = [("Origin", LEFT_OUT), ("Sec-Fetch-Site", LEFT_OUT)]
    assert visitor.submit(form, [("depth", "full")], headers).status == 303


_PATHS = (
    "/", "/start", "/i/0", "/i/0/check", "/i/0/result", "/i/0/answers.yaml", "/i/0/report.pdf",
    "/r/0", "/r/0/fast", "/compare?old=0&new=0", "/receive", "/style.css/", "/nothing",
)  # fmt: skip


def _cookies(own: str) -> dict[str, str]:
    name, _, value = own.partition("=")
    return {
        "none": LEFT_OUT,
        "empty": f"{name}=",
        "guessed": f"{name}={'A' * len(value)}",
        "its beginning": f"{name}={value[:-1]}",
        "longer": f"{own}x",
        "another name": f"session={value}",
        "not ASCII": f"{name}=\xb2\xb3",
        "ten thousand letters": f"{name}={'A' * 10_000}",
    }


@pytest.mark.parametrize("which", list(_cookies("a=b")))
def test_without_the_cookie_there_is_nothing_to_see(server: Server, which: str) -> None:
    headers = [("Cookie", _cookies(_cookie_of(server))[which])]
    with server.stranger() as one:
        for path in _PATHS:
            reply = one.get(path, headers)
            assert reply.status in {400, 403}, (path, reply.status)
            assert "set-cookie" not in reply.headers
            assert b"form_token" not in reply.body
            assert server.token.encode() not in reply.body
            assert one.post(path, [("name", "x")], headers).status in {400, 403}, path


def test_the_launch_token_cannot_be_guessed_or_found_by_parts(server: Server) -> None:
    own = server.token
    assert len(own) >= 32
    with server.stranger() as one:
        for query in (
            "", "?token=", f"?token={own[:-1]}", f"?token={own}x", f"?token={own.swapcase()}",
            f"?Token={own}", "?token=%FF%FE", "?token=%D0%BA%D0%BB%D1%8E%D1%87", "?token=%00",
            f"?token[]={own}", f"?token=x&token={own}x", "?token=" + "A" * 6_000,
            f"/{own}", "?token=None", "?token=*",
        ):  # fmt: skip
            reply = one.get(f"/open{query}")
            assert reply.status in {400, 403, 404}, (query, reply.status)
            assert "set-cookie" not in reply.headers, query
        assert one.post("/open", [("token", own)]).status in {403, 405}


def test_the_cookie_of_another_server_opens_nothing(server: Server, tmp_path: Path) -> None:
    with served(tmp_path / "other") as second:
        assert second.token != server.token
        with second.stranger() as one:
            one.cookie = _cookie_of(server)
            assert one.get("/").status == 403
            value = one.cookie.partition("=")[2]
            name = _cookie_of(second).partition("=")[0]
            one.cookie = f"{name}={value}"
            assert one.get("/").status == 403
            assert one.come_in(server.token).status == 403


def test_the_cookie_is_for_this_page_only(server: Server) -> None:
    with server.stranger() as one:
        reply = one.come_in(server.token)
    assert (reply.status, reply.location) == (303, "/")
    (cookie,) = reply.headers["set-cookie"]
    parts = [part.strip().lower() for part in cookie.split(";")]
    assert {"httponly", "samesite=strict", "path=/"} <= set(parts)
    assert not [part for part in parts if part.startswith(("domain", "expires", "max-age"))]
    assert server.token not in cookie, "who sees the cookie must not learn the token"
    assert str(server.port) in parts[0].partition("=")[0], "cookies know no ports"


def test_every_answer_carries_the_same_headers(server: Server, visitor: Visitor) -> None:
    place = look(visitor, begin(visitor))[0]
    with server.stranger() as stranger:
        replies = {
            "home": visitor.get("/"),
            "style": visitor.get("/style.css"),
            "question": visitor.get(place),
            "not found": visitor.get("/i/no-such-interview"),
            "no such page": visitor.get("/no-such-page"),
            "redirect": visitor.get(f"/i/{interview_of(place)}"),
            "wrong method": visitor.send("PUT", "/start"),
            "no token": visitor.post("/start", []),
            "too much": visitor.post("/start", [("name", "x" * 70_000)]),
            "no cookie": stranger.get("/"),
            "wrong host": stranger.get("/", [("Host", "evil.example")]),
            "opened": stranger.come_in(server.token),
        }
    for which, reply in replies.items():
        _check_headers(which, reply)


def _check_headers(which: str, reply: Reply) -> None:
    policy = reply.header("content-security-policy")
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'",
                 "form-action 'self'"):  # fmt: skip
        assert part in policy, (which, policy)
    for word in ("script-src", "unsafe", "*", "http:", "https:"):
        assert word not in policy, (which, policy)
    assert reply.header("x-content-type-options") == "nosniff", which
    assert reply.header("referrer-policy") == "same-origin", which
    assert reply.header("cross-origin-opener-policy") == "same-origin", which
    assert reply.header("cross-origin-resource-policy") == "same-origin", which
    assert "no-store" in reply.header("cache-control"), which
    assert "access-control-allow-origin" not in reply.headers, which
    server = reply.header("server").lower()
    assert not any(char.isdigit() for char in server), (which, server)
