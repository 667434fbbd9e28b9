"""What is typed is never read as a part of the page, the header, the file or the address."""

import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.loading import load_knowledge
from surefoot.tests.support.web import REDIRECTS, Reply, Server, Visitor, served
from surefoot.tests.support.web_forms import Form, read_tags
from surefoot.tests.support.web_interviews import (
    answer_all,
    begin,
    fields_for,
    form_to,
    interview_of,
    is_end,
    look,
)
from surefoot.tests.support.web_said import EXAMPLE

MARKED = "zqx"  # stands in each of them, to see where they come out
NAMES = (
    f'<script src="//evil.example/{MARKED}"></script>',
    f'"><img src=x onerror=alert("{MARKED}")>',
    f"' onfocus=alert(1) autofocus x='{MARKED}",
    f"</title></style></textarea><svg onload=alert(1)>{MARKED}",
    f"{{{{ 7 * 7 }}}}{MARKED}{{% for x in y %}}${{7*7}}#{{7*7}}",
    f"javascript:alert(1)//{MARKED}",
    f"{MARKED}\u202e\u2066\u200b\ufeff&lt;script&gt;&#x3c;b&#62;",
    f"\\{MARKED}#eval(sys.inputs) `*_$ @x <x> /* // \\u{{41}}",
    f"{MARKED}\\,;:\\nEND:VCALENDAR BEGIN:VEVENT",
    f"--- !!python/object {MARKED}: [&a *a] 'x' \"y\" # z | >",
    f"../../{MARKED} C:\\con.txt;%00%0d%0a",
)
_RUNS_SCRIPT = ("javascript:", "data:text", "vbscript:")
_KINDS = {"text", "number", "choice", "several"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("web") / "data", "--coach") as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    with server.visitor() as one:
        yield one


def check_inert(reply: Reply, path: str) -> None:
    """A page without anything that runs or is fetched from elsewhere, as a browser reads it."""
    for tag, has in read_tags(reply.text):
        assert tag not in {"script", "iframe", "object", "embed", "base", "math"}, (path, tag, has)
        for name, value in has.items():
            assert not name.startswith("on"), (path, tag, has)
            if name in {"href", "src", "action", "formaction", "srcdoc", "xlink:href", "poster"}:
                assert not value.strip().lower().startswith(_RUNS_SCRIPT), (path, tag, has)
                is_ours = not re.match(r"(?i)\s*([a-z][a-z0-9+.-]*:)?//", value)
                assert is_ours or "evil" not in value, (path, tag, has)
        assert has.get("http-equiv", "").lower() != "refresh", path
    assert "script-src" not in reply.header("content-security-policy"), path
    assert "49" not in re.findall(rf"(\d+){MARKED}", reply.text), path


def crawl(visitor: Visitor, start: str = "/") -> dict[str, Reply]:
    """Every page that links lead to, by its path."""
    waiting, found = [start], dict[str, Reply]()
    while waiting:
        path = waiting.pop()
        if path in found or len(found) > 150:
            continue
        reply = found[path] = visitor.get(path)
        if reply.status in REDIRECTS:
            waiting.append(reply.location)
        if not reply.header("content-type").startswith("text/html"):
            continue
        for tag, has in read_tags(reply.text):
            if tag == "a":
                waiting += _inside(path, has.get("href", ""))
    return found


def _inside(page: str, link: str) -> list[str]:
    target = urllib.parse.urlsplit(urllib.parse.urljoin(f"http://here{page}", link))
    if target.netloc != "here":
        return []
    return [urllib.parse.urlunsplit(("", "", target.path, target.query, ""))]


def test_a_name_is_only_a_name_on_every_page_and_in_every_file(visitor: Visitor) -> None:
    """Given at the start and in the interview; then every page that links lead to is read."""
    for name in NAMES[2:]:
        begin(visitor, name)
    places: dict[str, str] = {}
    for name in NAMES[:2]:
        said = {**EXAMPLE, "runner.name": [name]}
        places[name] = answer_all(visitor, begin(visitor, name, "quick"), said)
    for name, place in places.items():
        own = interview_of(place)
        page = visitor.page(f"/i/{own}/check")
        visitor.submit(form_to(page, f"/i/{own}/finish"), [])
        assert visitor.get(f"/i/{own}/result").status == 200, name
    shown = 0
    for path, reply in crawl(visitor).items():
        assert reply.status < 400, (path, reply.status)
        if reply.header("content-type").startswith("text/html"):
            check_inert(reply, path)
            shown += MARKED in reply.text
    assert shown >= 2 * len(NAMES), "the names do stand on the pages"


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_in_the_files_that_are_saved(visitor: Visitor, tmp_path: Path, name: str) -> None:
    place = answer_all(visitor, begin(visitor, name, "quick"), {**EXAMPLE, "runner.name": [name]})
    own = interview_of(place)
    page = visitor.page(f"/i/{own}/check")
    visitor.submit(form_to(page, f"/i/{own}/finish"), [])
    for end in ("report.html", "plan.ics", "answers.yaml", "report.pdf", "result"):
        reply = visitor.get(f"/i/{own}/{end}")
        assert reply.status == 200, (end, reply.body[:300])
        saved_as = reply.header("content-disposition")
        assert MARKED not in saved_as, "a file is named after its interview"
        assert not re.search(r"[\r\n\\]|\.\.", saved_as), saved_as
        if end.endswith("html") or end == "result":
            check_inert(reply, end)
        if end == "plan.ics":
            _check_calendar(reply.text)
        if end == "answers.yaml":
            file = tmp_path / "answers.yaml"
            file.write_bytes(reply.body)
            answers = read_answers(file, load_knowledge()).answers
            assert set(answers) & {"runner.age", "recovery.sleep_hours"}
            if "runner.name" in answers:
                assert MARKED in str(answers["runner.name"].value)


def _check_calendar(text: str) -> None:
    lines = [line for line in text.splitlines() if not line.startswith(" ")]
    assert lines.count("END:VCALENDAR") == 1
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    assert all(re.match(r"[A-Z-]+[;:]", line) for line in lines), lines


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_what_is_typed_wrong_comes_back_as_text(visitor: Visitor, name: str) -> None:
    """In every field of every kind of question: the page that says so shows what was typed."""
    path = begin(visitor, name)
    kinds: set[str] = set()
    for _ in range(60):
        path, page = look(visitor, path)
        check_inert(page, path)
        if is_end(path) or kinds == _KINDS:
            break
        question, form, fields = fields_for(path, page, EXAMPLE)
        kind = _kind_of(form)
        if question and kind not in kinds:
            kinds.add(kind)
            for wrong in _wrong(name):
                reply = visitor.submit(form, wrong)
                assert reply.status in {303, 400}, (path, wrong, reply.status)
                there, shown = visitor.follow(reply)
                assert shown.status in {200, 400}, (there, shown.status)
                check_inert(shown, there)
        reply = visitor.submit(form, fields)
        assert reply.status == 303, (path, reply.body[:300])
        path = reply.location
    assert kinds == _KINDS


def _kind_of(form: Form) -> str:
    if "answer" in form.several:
        return "several"
    if "answer" in form.choices:
        return "choice"
    return "number" if "unit" in form.choices else "text"


def _wrong(name: str) -> list[list[tuple[str, str]]]:
    return [
        [("answer", name), ("do", "answer")],
        [("answer", name), ("answer", name), ("do", "answer")],
        [("answer", "none"), ("answer", name), ("do", "answer")],
        [("answer", "1"), ("unit", name), ("do", "answer")],
        [("answer", name), ("unit", name), ("do", "answer")],
        [("answer", "1e999"), ("do", "answer")],
        [("answer", "nan"), ("do", "answer")],
        [("answer", "9" * 5_000), ("do", "answer")],
        [("answer", "٣٤"), ("do", "answer")],
        [("answer", "1" + "\u0301" * 5_000), ("do", "answer")],
        [("answer", "\0\x1b[2J\x07"), ("do", "answer")],
        [("answer", name), ("do", name)],
        [("do", "answer")],
        [],
        [("answer", "none"), ("do", "answer"), (name, name), ("notice", name), ("source", name)],
    ]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_what_stands_in_an_address_comes_back_as_text(visitor: Visitor, name: str) -> None:
    own = interview_of(begin(visitor, "Anna"))
    quoted = urllib.parse.quote(name)
    for path in (
        f"/{quoted}", f"/?notice={quoted}", f"/?{quoted}={quoted}", f"/i/{quoted}",
        f"/i/{own}/q/{quoted}", f"/i/{own}/check?notice={quoted}", f"/start?runner={quoted}",
        f"/start?name={quoted}&depth={quoted}", f"/compare?old={quoted}&new={quoted}",
        f"/i/{own}/result?edition={quoted}", f"/receive?notice={quoted}", f"/r/{quoted}",
        f"/open?token={quoted}", f"/i/{own}?{quoted}", f"/r/{quoted}/fast?notice={quoted}",
    ):  # fmt: skip
        reply = visitor.get(path)
        assert reply.status < 500, (path, reply.status)
        if reply.header("content-type").startswith("text/html"):
            check_inert(reply, path)
        assert "evil.example" not in reply.location.partition("?")[0]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_referrer_and_a_browser_name_come_back_nowhere(visitor: Visitor, name: str) -> None:
    safe = name.encode("ascii", "replace").decode().replace("\r", "").replace("\n", "")
    headers = [("Referer", safe), ("User-Agent", safe), ("Accept-Language", safe)]
    for path in ("/", "/nothing", "/start"):
        reply = visitor.get(path, headers)
        assert MARKED not in reply.text.replace(name, "") or reply.status == 200
        check_inert(reply, path)


def test_a_stranger_s_words_do_not_reach_the_terminal(server: Server, visitor: Visitor) -> None:
    """Escape codes in a request must not be written where the person who started it looks."""
    begin(visitor, "\x1b]0;owned\x07\x1b[2J")
    with server.stranger() as one:
        one.get("/%1b%5b2J?token=%1b%5b2J", [("User-Agent", "x")])
        one.get("/open?token=%1b%5b2J")
    assert "\x1b" not in server.said() + "".join(server.lines)
