"""Templates to text: the only place that knows Jinja.

Every printed value is escaped for its format by the environment. No template escapes by
hand, and an unknown field is an error.
"""

import datetime
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .shapes import ReportContext

if TYPE_CHECKING:
    from .rulebook.shapes import Page

TEMPLATES: Final = Path(__file__).parent / "templates"
TEXT_WIDTH: Final = 80
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~&$@])|(?<=http)(:)|(?<=https)(:)|(?<=www)(\.)")
_MARKDOWN_START = re.compile(r"^([-+=])|^(\d+)([.)])")
_TYPST_SIGNS: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_HANGING = re.compile(r"\s*(?:(?:[-*▲●■◇]|\[ \]|\d+\.|\[\d+\])\s+)?")


@dataclass(frozen=True, slots=True)
class _Format:
    """A kind of text.

    `escape` makes a value safe in it (None: as in HTML); `brackets` are those of blocks,
    values and comments.
    """

    template: str
    escape: Callable[[str], str] | None
    brackets: tuple[str, str, str, str, str, str] = ("{%", "%}", "{{", "}}", "{#", "#}")


def render(context: ReportContext, format: str) -> str:  # noqa: A002 (the word users type)
    """The report as `html`, `md`, `txt` or `typst` source; the same context, the same text.

    Raises:
        KeyError: for another format.
        jinja2.UndefinedError: if a template asks for a field that the context does not have.
    """
    template = environment(format).get_template(FORMATS[format].template)
    text = template.render(report=context)
    if format in {"md", "txt"}:
        text = _BLANK_LINES.sub("\n\n", text)
    return _wrapped(text) if format == "txt" else text


def render_page(page: "Page", book: str) -> str:
    """A page of the rule book; `book` is what the whole book is called.

    Raises:
        jinja2.UndefinedError: if the template asks for a field that the page does not have.
    """
    return environment("html").get_template("rulebook/page.html.j2").render(page=page, book=book)


def render_style() -> str:
    """The style sheet of the rule book: that of the report, and what is its own."""
    return environment("html").get_template("rulebook/style.css.j2").render()


@cache
def environment(format: str) -> Environment:  # noqa: A002
    """The Jinja environment of a format; made once.

    Raises:
        KeyError: for a format that is not in `FORMATS`.
    """
    escape, brackets = FORMATS[format].escape, FORMATS[format].brackets
    made = Environment(
        *brackets,
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        finalize=_finalizer(escape) if escape else None,
    )
    if format == "typst":
        made.filters["literal"] = _literal
        made.filters["svg"] = _svg
        made.filters["typst_date"] = _typst_date
    return made


def _finalizer(escape: Callable[[str], str]) -> Callable[[object], object]:
    """Values become safe text; what a macro made is safe already."""

    def finalize(value: object) -> object:
        if isinstance(value, Markup | StrictUndefined):
            return value
        return Markup(escape(str(value)))  # noqa: S704 (escape is what makes it safe)

    return finalize


def typst_literal(text: str) -> str:
    r"""A Typst string literal that prints the text as it is.

    >>> print(typst_literal('#panic("x") *b*'))
    "#panic(\"x\") *b*"
    """
    return '"' + "".join(_TYPST_SIGNS.get(char, char) for char in text) + '"'


def _literal(value: object) -> Markup:
    return Markup(typst_literal(str(value)))  # noqa: S704 (a literal is safe)


def _typst_value(text: str) -> str:
    """A value in markup; the semicolon keeps what follows from being read as code."""
    return f"#{typst_literal(text)};"


def _typst_date(iso: str) -> Markup:
    day = datetime.date.fromisoformat(iso)
    return Markup(f"datetime(year: {day.year}, month: {day.month}, day: {day.day})")  # noqa: S704


def markdown_text(text: str) -> str:
    r"""A text on one line, with everything escaped that Markdown would interpret.

    >>> print(markdown_text("*Ann* <b> www.x.y"))
    \*Ann\* \<b\> www\.x.y
    """
    line = _MARKDOWN_SIGNS.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
    return _MARKDOWN_START.sub(lambda match: f"{match[2] or ''}\\{match[1] or match[3]}", line)


def _svg(chart: object) -> Markup:
    """The picture of a chart as a Typst literal."""
    module = environment("html").get_template("chart.svg.j2").make_module({})
    drawn = module.dot_plot(chart)  # type: ignore[attr-defined]
    return _literal(drawn)


def _wrapped(text: str) -> str:
    """Lines of at most 80 columns; what follows a bullet stands under its text."""
    lines: list[str] = []
    for line in text.splitlines():
        start = _HANGING.match(line)
        indent = " " * (start.end() if start else 0)
        lines += textwrap.wrap(
            line, TEXT_WIDTH, subsequent_indent=indent, break_on_hyphens=False
        ) or [""]
    return "\n".join(lines) + "\n"


FORMATS: Final = {
    "html": _Format("report.html.j2", None),
    "md": _Format("report.md.j2", markdown_text),
    "txt": _Format("report.txt.j2", str),
    "typst": _Format("report.typ.j2", _typst_value, ("<%", "%>", "<<", ">>", "<#", "#>")),
}
