"""Files that a coach is sent: taken in, or refused in words; never a trap, never half."""

import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from surefoot.engine.knowledge import Knowledge
from surefoot.intake.check_in import check_in_base
from surefoot.intake.interview.log import Act, Entry, wording
from surefoot.intake.interview.proof import Depth
from surefoot.intake.store.database import open_store
from surefoot.intake.store.exporting import export_text
from surefoot.tests.support.stores import BASE, DAY
from surefoot.tests.support.web import Reply, Server, Visitor, say, served, statuses
from surefoot.tests.support.web_forms import Form
from surefoot.tests.support.web_interviews import form_to

_MOST = 60_000  # bytes of a file, so that the form around it stays within 64 kB
_GROWTH = 60_000  # kB


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("web") / "data", "--coach") as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    with server.visitor() as one:
        yield one


def _upload(visitor: Visitor, form: Form, name: bytes, content: bytes) -> Reply:
    boundary = b"----surefoot-test"
    parts = [
        b'--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
        % (boundary, one.encode(), value.encode())
        for one, value in form.hidden
    ]
    parts.append(
        b'--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n%s\r\n"
        % (boundary, form.files[0].encode(), name, content)
    )
    body = b"".join(parts) + b"--%s--\r\n" % boundary
    headers = [
        ("Content-Type", f"multipart/form-data; boundary={boundary.decode()}"),
        ("Origin", f"http://127.0.0.1:{visitor.port}"),
        ("Sec-Fetch-Site", "same-origin"),
    ]
    return visitor.send("POST", form.action, headers, body)


def _zip(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("answers.yaml", content)
    return made.getvalue()


def _laughs() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join([*lines, "answers: {runner.name: *a11}"]).encode()


def _database(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table runner (id text, name text, created text)")
        database.execute("insert into runner values ('../../x', 'Mallory', 'now')")
    return path.read_bytes()


def _bombs(folder: Path) -> dict[str, bytes]:
    deep = 20_000
    return {
        "nothing": b"",
        "a line end": b"\n",
        "laughs upon laughs": _laughs(),
        "a mapping that holds itself": b"answers: &a {runner.age: *a}",
        "merge keys": b"a: &a {x: 1}\nanswers: {<<: [" + b"*a," * 9_000 + b"*a]}",
        "brackets": b"[" * _MOST,
        "brackets and their ends": b"[" * deep + b"]" * deep,
        "braces": b'{"a":' * (deep // 2),
        "deep by indentation": "".join(f"{' ' * n}a:\n" for n in range(320)).encode(),
        "dashes": b"- " * 30_000,
        "a tag that runs": b"!!python/object/apply:os.system [touch %s]" % bytes(folder / "owned"),
        "a tag in an answer": b"answers: {runner.name: !!python/name:os.system ''}",
        "a number of 50,000 digits": b"answers: {runner.age: " + b"9" * 50_000 + b"}",
        "an exponent": b"answers: {runner.age: 1e999999999, runner.height_cm: 1e308}",
        "not a number": b"answers: {runner.age: .nan, runner.height_cm: .inf, runner.sex: NaN}",
        "base sixty": b"answers: {runner.age: " + b"59:" * 10_000 + b"59}",
        "JSON numbers that are none": b'{"answers": {"runner.age": NaN, "runner.sex": -Infinity}}',
        "the same key a thousand times": b"answers:\n" + b"  runner.age: 30\n" * 1_000,
        "three thousand keys": b"answers:\n" + b"".join(b"  k%d: 1\n" % n for n in range(3_000)),
        "one key of 50,000 letters": b"answers: {? " + b"k" * 50_000 + b" : 1}",
        "no text": bytes(range(256)) * 200,
        "UTF-16": "answers: {runner.age: 30}".encode("utf-16"),
        "half a letter": b"answers: {runner.name: \xc3}",
        "NUL": b"answers: {runner.name: 'a\0b'}",
        "control letters": b"answers: {runner.name: '\x1b[2J\x07'}",
        "overlong letters": b"answers: {runner.name: '\xc0\xae\xc0\xae/'}",
        "a lone surrogate": b'{"answers": {"runner.name": "\\ud800"}}',
        "a zip of 40 megabytes": _zip(b"a" * 40_000_000),
        "a gzip of 40 megabytes": gzip.compress(b"a" * 40_000_000),
        "a database": _database(folder / "x.sqlite")[:_MOST],
        "a page": b"<!doctype html><script>alert(1)</script>",
        "many documents": b"---\na: 1\n" * 5_000,
        "aliases of nothing": b"answers: {runner.age: *nobody}",
        "a list": b"[1, 2, 3]",
        "one word": b"answers",
        "a comment of 60,000 letters": b"#" * _MOST,
        "quotes without an end": b"answers: {runner.name: '" + b"x" * 50_000,
        "block text": b"answers:\n  runner.name: |\n" + b"    line\n" * 6_000,
        "blanks": b" " * _MOST,
        "tabs": b"\t" * _MOST,
        "an export of nothing we know": json.dumps(
            {"format": 10**30, "runners": [{"id": "../../x", "name": ["x"], "interviews": {}}]}
        ).encode(),
        "an export of wrong kinds": json.dumps(
            {"surefoot": 1, "runners": "x", "interviews": [None, 1, [], {}], "entries": 1e400}
        ).encode(),
    }  # fmt: skip


def test_files_that_are_traps_are_refused_in_words(
    server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    form = form_to(visitor.page("/receive"), "/receive")
    _upload(visitor, form, b"warm-up.yaml", b"answers: {runner.age: x}")
    before, small = _runners(server.data), server.resident_kilobytes()
    for which, content in _bombs(tmp_path).items():
        reply = _upload(visitor, form, b"answers.yaml", content)
        assert reply.status in {303, 400, 413}, (which, reply.status, reply.body[:300])
        there, page = visitor.follow(reply)
        assert page.status in {200, 400, 413}, (which, there, page.status)
        assert "Traceback" not in page.text, which
        assert len(page.body) < 200_000, (which, "the page does not repeat the file")
        assert _runners(server.data) == before, f"{which}: nothing is taken in by half"
    assert server.resident_kilobytes() - small < _GROWTH
    assert not (tmp_path / "owned").exists()
    assert "Traceback" not in server.said()


def _runners(data: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(data / "surefoot.sqlite")) as database:
        return database.execute("select * from runner order by 1").fetchall()


_GOOD = b"answers: {runner.age: 30, recovery.sleep_hours: 7}"


@pytest.mark.parametrize(
    "name",
    [b"../owned.yaml", b"..\\owned.yaml", b"/etc/passwd", b"C:\\owned.yaml", b"",
     b"a\0b.yaml", b"<script>alert(1)</script>.yaml", b"con", b".", b"..", b"x" * 5_000 + b".yaml",
     b"a\xff\xfe.yaml", b"%2e%2e%2fowned.yaml", b"owned.yaml\\", b"-rf", b"$(touch owned)",
     "\u202elmay.exe".encode(), b'a\\"; name=\\"form_token', b"surefoot.sqlite"],
)  # fmt: skip
def test_the_name_of_a_file_is_never_a_path(server: Server, visitor: Visitor, name: bytes) -> None:
    form = form_to(visitor.page("/receive"), "/receive")
    files = set(server.data.parent.rglob("*"))
    reply = _upload(visitor, form, name, _GOOD)
    assert reply.status in {303, 400, 403}, (reply.status, reply.body[:300])
    page = visitor.follow(reply)[1]
    assert page.status in {200, 400, 403}
    assert b"<script" not in page.body
    assert set(server.data.parent.rglob("*")) == files


def test_a_good_file_is_taken_in(server: Server, visitor: Visitor) -> None:
    form = form_to(visitor.page("/receive"), "/receive")
    before = _runners(server.data)
    reply = _upload(visitor, form, b"anna.yaml", _GOOD)
    assert reply.status == 303
    assert visitor.follow(reply)[1].status == 200
    assert len(_runners(server.data)) >= len(before)


@pytest.mark.parametrize("size", [1_100_000, 3_000_000, 6_000_000])
def test_what_is_too_large_is_told_on_a_page_of_ours(visitor: Visitor, size: int) -> None:
    form = form_to(visitor.page("/receive"), "/receive")
    reply = _upload(visitor, form, b"answers.yaml", b"#" * size)
    visitor.close()
    assert reply.status == 413
    assert "<h1>That is too much at once</h1>" in reply.text
    assert "default-src 'none'" in reply.header("content-security-policy")
    assert visitor.get("/receive").status == 200


def test_what_is_far_too_large_is_refused_before_it_is_read(server: Server) -> None:
    head = f"POST /receive HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
    heard = say(server.port, f"{head}Content-Length: 50000000\r\n\r\n".encode())
    assert statuses(heard) == [413]
    assert b"<h1>That is too much at once</h1>" in heard


def test_all_other_forms_keep_their_limit_of_64_kilobytes(visitor: Visitor) -> None:
    form = form_to(visitor.page("/start"), "/start")
    assert visitor.submit(form, [("name", "x" * 66_000)]).status == 413


def test_a_runner_of_a_whole_year_is_taken_in(
    server: Server, visitor: Visitor, tmp_path: Path
) -> None:
    own = open_store(tmp_path / "own")
    gail = own.add_runner("Gail Moss")
    for base, count in ((BASE, 3), (check_in_base(), 52)):
        for _ in range(count):
            made = own.start(gail.id, base=base.name, knowledge=base.hash, depth=Depth.FULL)
            own.append(made.id, _every_answer(base), base.hash)
            own.finish(made.id, DAY)
            own.note_base(base)
    file = export_text(own, [gail]).encode()
    assert len(file) > 64 * 1024
    form = form_to(visitor.page("/receive"), "/receive")
    there = visitor.follow(_upload(visitor, form, b"gail.json", file))[1]
    assert "Gail Moss" in there.text
    kept = open_store(server.data)
    assert {one.id for one in kept.interviews(gail.id)} == {
        one.id for one in own.interviews(gail.id)
    }
    for one in own.interviews(gail.id):
        assert kept.log(one.id) == own.log(one.id)


def _every_answer(base: Knowledge) -> list[Entry]:
    """An answer to every question of a base; of the large one more than anybody is asked."""
    return [
        Entry(Act.ANSWER, one.id, "prefer not to say", wording(one), "web")
        for one in base.questions.values()
    ]


def test_without_coach_there_is_no_way_in_for_files(tmp_path: Path) -> None:
    with served(tmp_path / "data") as server, server.visitor() as one:
        assert one.get("/receive").status in {403, 404}
        for path in ("/receive", "/r/0000000000000000/fast"):
            reply = one.post(path, [("form_token", form_to(one.page("/start"), "/start").token)])
            assert reply.status in {403, 404}
