"""The page of each code that a check can give."""

from collections.abc import Iterator
from typing import Final

from ...engine.check.codes import AREAS, CodePage, pages, visible
from .paths import code_path
from .shapes import Block, Code, Heading, Page, Paragraph, Words, line

_WHOLE_FILES: Final = {"runner": "A file of a whole person", "answers": "A file of answers",
                       "command": "On the command line"}  # fmt: skip


def code_pages() -> Iterator[Page]:
    """A page for every code."""
    for page in pages().values():
        yield _page(page)


def code_title(page: CodePage) -> str:
    """What a code is called on pages."""
    return f"{page.code} {page.name}"


def _page(page: CodePage) -> Page:
    area = AREAS[page.code[:3]]
    blocks: tuple[Block, ...] = (
        Paragraph(line(page.summary), "lead"),
        Heading("Why it matters"),
        Paragraph(line(page.why)),
        *_example("Wrong", page.where, page.bad),
        *_example("Right", page.where, page.good),
    )
    return Page(
        path=code_path(page.code), title=code_title(page),
        trail=(Words("Checks", "index.html#checks"), Words(area)), blocks=blocks,
    )  # fmt: skip


def _example(title: str, where: str, text: str) -> tuple[Block, ...]:
    """An example; what happened outside of any file is said in words."""
    if where == "happened":
        return (Heading(title), Paragraph(line(text)))
    return (
        Heading(title),
        Code(visible(text), _WHOLE_FILES.get(where, f"Lines of a {where}")),
    )
