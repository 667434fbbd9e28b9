"""The rule book as a whole: every page is there, every link leads somewhere, nothing breaks out."""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from surefoot.engine.problem_codes import NAMES
from surefoot.reports.rulebook.paths import code_path, file_name, page_path
from surefoot.reports.rulebook.site import make_site

from .support.nasty_base import BRACES, NASTY, write_nasty_base
from .support.page_text import Page
from .support.rulebooks import nasty_base, nasty_book, shipped_base, shipped_book

_BOOKS = {"nasty": nasty_book, "shipped": shipped_book}
_SECTIONS = (
    "rules", "flags", "limits", "patterns", "questions", "derived", "pillars", "contexts",
    "advice", "evidence",
)  # fmt: skip


class _Links(HTMLParser):
    """Where a page links to, and what can be linked to in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.to: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.to += [found[name] or "" for name in ("href", "src") if name in found]
        if "id" in found:
            self.ids.append(found["id"] or "")


def _pages(book: str) -> dict[str, str]:
    return {path: text for path, text in _BOOKS[book]().items() if path.endswith(".html")}


@pytest.mark.parametrize("book", _BOOKS)
def test_every_link_leads_to_a_page_and_an_anchor_that_are_there(book: str) -> None:
    files = _BOOKS[book]()
    pages = {path: _Links(text) for path, text in _pages(book).items()}
    broken, count = [], 0
    for path, page in pages.items():
        for link in page.to:
            if link.startswith("https://doi.org/"):
                continue
            count += 1
            name, _, anchor = link.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name or path))
            if not name:
                target = path
            if target not in files or (anchor and anchor not in pages[target].ids):
                broken.append(f"{path}: {link}")
    assert broken == []
    assert count > 500


@pytest.mark.parametrize("book", _BOOKS)
def test_every_page_can_be_reached_from_the_contents(book: str) -> None:
    pages = {path: _Links(text) for path, text in _pages(book).items()}
    reached: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached:
            continue
        reached.add(path)
        links = (link.partition("#")[0] for link in pages[path].to if "://" not in link)
        targets = (
            posixpath.normpath(posixpath.join(posixpath.dirname(path), one)) for one in links
        )
        waiting += [one for one in targets if one in pages]
    assert pages.keys() - reached == set()


@pytest.mark.parametrize("book", _BOOKS)
def test_every_entry_and_every_code_has_a_page(book: str) -> None:
    base = {"nasty": nasty_base, "shipped": shipped_base}[book]()
    wanted = {
        page_path(section, name)
        for section in _SECTIONS
        for name in base.sections.entries.get(section, {})
    }
    wanted |= {code_path(code) for code in NAMES}
    assert wanted - _pages(book).keys() == set()


@pytest.mark.parametrize("book", _BOOKS)
def test_pages_need_no_network_and_no_script(book: str) -> None:
    for path, text in _BOOKS[book]().items():
        if not path.endswith(".html"):
            assert re.search(r"url\(|@import", text) is None, path
            continue
        page = Page(text)
        assert page.unclosed == [], path
        assert page.all("script", "img", "iframe", "object", "form") == [], path
        assert [one["href"] for one in page.all("link")] in (["style.css"], ["../style.css"]), path
        outside = [one for one in page.all("a") if "://" in str(one.get("href"))]
        assert {one.get("rel") for one in outside} <= {"noreferrer"}, path


@pytest.mark.parametrize("book", _BOOKS)
def test_every_page_has_one_title_headings_in_order_and_its_own_ids(book: str) -> None:
    for path, text in _pages(book).items():
        page = Page(text)
        levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), path
        assert page.all("html") == [{"lang": "en"}], path
        assert {one.get("scope") for one in page.all("th")} <= {"col", "row"}, path


def test_every_title_is_the_title_of_one_page() -> None:
    titles = re.compile("<title>(.*?)</title>", re.DOTALL)
    found = [titles.search(text) for text in _pages("shipped").values()]
    assert None not in found
    assert len({match[1] for match in found if match}) > 0.9 * len(found)


def test_no_text_of_an_author_breaks_out_of_a_page() -> None:
    pages = _pages("nasty")
    texts = {path: Page(text).text for path, text in pages.items()}
    assert [path for path, text in pages.items() if "<script" in text] == []
    assert [path for path, text in pages.items() if "<b>" in text or "<u>" in text] == []
    assert [
        path for path, text in texts.items() if NASTY not in text
    ] == []  # its version, at least
    assert BRACES in texts["sources/study.html"]
    assert BRACES in texts["derived/a.double.html"]
    assert "Ann <b> Bo 2026-03-01" in texts["rules/p.near.html"]


def test_a_doi_becomes_an_address_that_ends_where_it_should() -> None:
    links = [one.get("href") for one in Page(_pages("nasty")["sources/study.html"]).all("a")]
    outside = [one for one in links if one and "://" in one]
    assert outside == ["https://doi.org/10.1000/(x)%3Cy%3E%26%22z%22"]


def test_letters_that_run_from_right_to_left_are_set_apart() -> None:
    text = _pages("nasty")["rules/p.near.html"]
    assert Page(text).all("bdi")
    apart = re.sub(r"<(bdi|title)>.*?</\1>", "", text, flags=re.DOTALL)
    assert re.search("[\u0590-\u05ff]", apart) is None


@pytest.mark.parametrize(
    "name",
    [
        "recovery.short-sleep", "../../etc/passwd", "A", "a", "con", "nul.txt", ".hidden", "a b",
        "a/b", "a%2e", "ü", "x" * 300, "x" * 299 + "y", "", "a\u202eb", "a:b", 'a"b', "a#b", "a?b",
    ],
)  # fmt: skip
def test_a_file_name_is_safe_on_every_system(name: str) -> None:
    safe = file_name(name)
    assert re.fullmatch(r"[a-z0-9_~-][a-z0-9._~-]{0,160}", safe)
    assert not re.match(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", safe)
    assert not safe.endswith(".")


def test_every_id_has_its_own_file_name() -> None:
    names = ["a", "A", "~61", "a~", "a.", "a-", "con", "~63on", "x" * 300, "x" * 301, "", "~"]
    assert len({file_name(name) for name in names}) == len(names)


def test_the_same_base_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    from surefoot.engine.examples.base import load_examples  # noqa: PLC0415

    folder = write_nasty_base(tmp_path / "elsewhere" / "deeper")
    again = make_site(load_examples(folder))
    assert again == nasty_book()


def test_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    write_nasty_base(tmp_path)
    program = (
        "import hashlib, json; from pathlib import Path;"
        "from surefoot.engine.examples.base import load_examples;"
        "from surefoot.reports.rulebook.site import make_site;"
        f"files = make_site(load_examples(Path({str(tmp_path)!r})));"
        "print(hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[1]
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root / ".src")},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


def test_the_book_of_the_shipped_base_is_not_too_large_to_send() -> None:
    assert sum(len(text.encode()) for text in shipped_book().values()) < 15_000_000
