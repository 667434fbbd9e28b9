"""All pages of a rule book as texts, by their paths."""

from collections.abc import Iterator
from typing import Final

from ...engine.examples.base import ExampleBase
from ...engine.search import Search
from ..render import render_page, render_style
from .asking import contradiction_pages, home_test_pages
from .book import Book
from .codes import code_pages
from .coverage import coverage_page
from .derived import derived_pages
from .flips import Flipper
from .index import a_to_z_page, index_page
from .patterns import pattern_pages
from .pillars import pillar_pages
from .questions import question_pages
from .readers import readers_of, resting_on
from .rules import rule_pages
from .shapes import Page
from .sources import advice_pages, source_pages

STYLE: Final = "style.css"


def make_site(base: ExampleBase) -> dict[str, str]:
    """Every file of the book by its path; the same base, the same texts."""
    book = Book(base)
    pages = list(_pages(book))
    name = f"{base.knowledge.name} {base.knowledge.version}"
    files = {page.path: render_page(page, name) for page in pages}
    return {**files, STYLE: render_style()}


def _pages(book: Book) -> Iterator[Page]:
    search = Search(book.knowledge, book.base.assessor)
    readers = readers_of(book)
    pages = [
        *rule_pages(book, Flipper(search)),
        *pattern_pages(book, readers),
        *pillar_pages(book),
        *question_pages(book, readers),
        *derived_pages(book, readers),
        *contradiction_pages(book),
        *home_test_pages(book),
        *advice_pages(book),
        *source_pages(book, resting_on(book)),
        *code_pages(),
        coverage_page(book, search),
    ]
    yield from pages
    yield index_page(book)
    yield a_to_z_page(pages)
