"""Who is let in to the web page, and what every page says to the browser; each defence once."""

import re
from pathlib import Path

import pytest

from surefoot.intake.web.security import (
    LARGEST_BODY,
    headers_of_page,
    is_from_our_page,
    is_of_another_person,
    is_our_host,
    is_same,
    make_keys,
    safe_file_name,
)

from .support.web_pages import HOST, PORT, TINY_BASE, Visitor, make_service, reading_of

TINY = reading_of(TINY_BASE)


@pytest.fixture
def outside(tmp_path: Path) -> Visitor:
    return Visitor.of(make_service(tmp_path, TINY))


@pytest.fixture
def visitor(outside: Visitor) -> Visitor:
    return outside.come_in()


def test_the_printed_address_gives_a_cookie_and_leads_to_the_first_page(outside: Visitor) -> None:
    reply = outside.client.get(f"/open?token={outside.keys.launch}", base_url=HOST)
    assert (reply.status_code, reply.headers["Location"]) == (303, "/")
    cookie = reply.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert outside.go("/").status == 200


@pytest.mark.parametrize("token", ["", "?token=", "?token=wrong", "?token=é"])
def test_without_the_token_nobody_gets_in(outside: Visitor, token: str) -> None:
    outside.go(f"/open{token}")
    assert outside.status == 403
    assert outside.go("/").status == 403


@pytest.mark.parametrize("address", ["/", "/start", "/i/x", "/i/x/q/y", "/nowhere"])
def test_without_the_cookie_every_page_says_how_to_open_it(outside: Visitor, address: str) -> None:
    outside.go(address)
    assert outside.status == 403
    assert "terminal" in outside.text


def test_who_is_not_let_in_reads_nothing_of_the_store(outside: Visitor) -> None:
    assert str(outside.service.store.path) not in outside.go("/").page
    assert outside.keys.form not in outside.page


def test_the_style_sheet_needs_no_cookie(outside: Visitor) -> None:
    reply = outside.client.get("/style.css", base_url=HOST)
    assert (reply.status_code, reply.mimetype) == (200, "text/css")


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:1", "localhost", ""]
)
@pytest.mark.parametrize("address", ["/", "/style.css", "/open"])
def test_another_host_is_refused_everywhere(visitor: Visitor, host: str, address: str) -> None:
    reply = visitor.client.get(address, base_url=HOST, headers={"Host": host})
    assert reply.status_code == 421


@pytest.mark.parametrize(
    ("headers", "token", "status"),
    [
        ({}, True, 303),
        ({"Origin": HOST, "Sec-Fetch-Site": "same-origin"}, True, 303),
        ({"Origin": "http://evil.example"}, True, 403),
        ({"Origin": "null"}, True, 403),
        ({"Origin": f"http://127.0.0.1:{PORT + 1}"}, True, 403),
        ({"Sec-Fetch-Site": "cross-site"}, True, 403),
        ({"Sec-Fetch-Site": "same-site"}, True, 403),
        ({"Origin": HOST}, False, 403),
    ],
)
def test_a_form_is_taken_from_our_own_pages_only(
    visitor: Visitor, headers: dict[str, str], token: bool, status: int
) -> None:
    fields = {"depth": "quick"} | ({"form_token": visitor.keys.form} if token else {})
    reply = visitor.client.post("/start", data=fields, base_url=HOST, headers=headers)
    assert reply.status_code == status
    assert len(visitor.service.store.runners()) == (status == 303)


def test_every_answer_hardens_the_browser(visitor: Visitor) -> None:
    for address in ("/start", "/style.css", "/nowhere", "/i/x"):
        headers = visitor.client.get(address, base_url=HOST).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_no_page_has_a_script_or_a_style_of_its_own(visitor: Visitor) -> None:
    visitor.start()
    for page in (visitor.page, visitor.go("/start").page, visitor.go("/nowhere").page):
        assert not re.search(r"<script|<style|\son\w+=|\sstyle=|javascript:", page)


def test_a_body_that_is_too_large_is_refused_with_a_page(visitor: Visitor) -> None:
    visitor.post("/start", {"name": "x" * LARGEST_BODY, "depth": "quick"})
    assert visitor.status == 413
    assert "64 kB" in visitor.text


def test_a_missing_page_and_a_wrong_method_end_in_pages(visitor: Visitor) -> None:
    assert visitor.go("/nowhere").status == 404
    assert "no such page" in visitor.text
    assert visitor.post("/so-far").status == 404
    assert visitor.go("/units").status == 405
    assert "Nothing was changed" in visitor.text


def test_a_fault_shows_nothing_of_the_code_and_logs_no_answers(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("my secret answer")

    monkeypatch.setattr("surefoot.intake.web.service.Service.stored", broken)
    visitor.go("/i/x")
    assert visitor.status == 500
    assert "Surefoot has a fault" in visitor.text
    said = capsys.readouterr()
    for text in (visitor.page, said.out, said.err):
        assert "secret" not in text
        assert "Traceback" not in text
    assert "ValueError in" in said.err


def test_what_people_type_is_escaped(visitor: Visitor) -> None:
    name = "<script>alert(1)</script>\"'{{7*7}}"
    visitor.post("/start", {"name": name * 5, "depth": "quick"})
    assert "There is a problem" in visitor.text
    assert "<script" not in visitor.page
    assert "&lt;script&gt;" in visitor.page


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/start", "/start"),
        ("/i/x/check?a=b", "/i/x/check?a=b"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("", "/"),
    ],
)
def test_the_units_come_back_to_our_own_pages_only(visitor: Visitor, address: str, to: str) -> None:
    fields = {"form_token": visitor.keys.form, "units": "imperial", "address": address}
    reply = visitor.client.post("/units", data=fields, base_url=HOST)
    assert (reply.status_code, reply.headers["Location"]) == (303, to)
    assert "SameSite=Strict" in reply.headers["Set-Cookie"]


def test_the_pages_remember_the_units(visitor: Visitor) -> None:
    visitor.go("/start")
    assert "Use miles" in visitor.page
    visitor.post("/units", {"units": "imperial", "address": "/start"})
    assert visitor.at == "/start"
    assert "Use miles" not in visitor.page


def test_save_and_stop_ends_the_server_after_a_last_page(tmp_path: Path) -> None:
    told: list[bool] = []
    service = make_service(tmp_path, TINY)
    object.__setattr__(service, "stop", lambda: told.append(True))
    visitor = Visitor.of(service).come_in()
    visitor.start()
    visitor.go(visitor.link("Save and stop"))
    assert not told
    assert "saved" in visitor.text
    visitor.post("/stop")
    assert told
    assert visitor.status == 200


def test_the_pure_checks() -> None:
    keys = make_keys(PORT)
    assert is_our_host(keys, f"LOCALHOST:{PORT}")
    assert not is_our_host(keys, None)
    assert is_from_our_page(keys, None, None)
    assert is_same("a", "a")
    assert not is_same("a", None)
    assert make_keys(PORT) != keys
    assert "'sha256-x'" in headers_of_page(["sha256-x"])["Content-Security-Policy"]


_TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11
   1: 0100007F:D431 0100007F:1388 01 00000000:00000000 00:00000000 00000000  1001        0 12
   2: 0100007F:1388 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 13
"""


@pytest.mark.parametrize(
    ("table", "client", "mine", "is_other"),
    [
        (_TABLE, "54321", 1000, True),
        (_TABLE, "54321", 1001, False),
        (_TABLE.replace(" 1001 ", "    0 "), "54321", 1000, False),
        (_TABLE, "54322", 1000, False),
        (_TABLE, "", 1000, False),
        ("", "54321", 1000, False),
    ],
)
def test_another_user_of_this_computer_is_told_apart(
    table: str, client: str, mine: int, is_other: bool
) -> None:
    assert is_of_another_person(table, client, str(PORT), mine) is is_other


def test_another_user_who_read_the_token_gets_no_cookie(
    outside: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "tcp"
    table.write_text(_TABLE.replace(" 1001 ", " 65533 "))
    monkeypatch.setattr("surefoot.intake.web.app._CONNECTIONS", table)
    reply = outside.client.get(
        f"/open?token={outside.keys.launch}", base_url=HOST,
        environ_overrides={"REMOTE_PORT": "54321", "SERVER_PORT": str(PORT)},
    )  # fmt: skip
    assert reply.status_code == 403
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("plan.ics", "plan.ics"),
        ('a"b\r\nX: y.pdf', "a-b-X-y.pdf"),
        ("../../etc/passwd", "etc-passwd"),
        ("Łukasz.yaml", "ukasz.yaml"),
        ("…", "surefoot"),
        ("x" * 500, "x" * 100),
    ],
)
def test_a_file_name_fits_a_header_and_a_folder(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe
