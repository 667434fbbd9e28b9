"""Templates to text: the only place that knows Jinja.

Every printed value is escaped for its format by the environment. No template escapes by
hand, and an unknown field is an error.
"""

import base64
import datetime
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import east_asian_width

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

if TYPE_CHECKING:
    from .club.shapes import ClubContext
    from .comparison.shapes import ComparisonContext
    from .handover.shapes import HandoverContext
    from .paper_form.shapes import PaperForm
    from .rulebook.shapes import Page
    from .shapes import ReportContext

    Context = ReportContext | HandoverContext | ComparisonContext | ClubContext | PaperForm

TEMPLATES: Final = Path(__file__).parent / "templates"
TEXT_WIDTH: Final = 80
_MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>|#~&$@])|(?<=http)(:)|(?<=https)(:)|(?<=www)(\.)")
_MARKDOWN_START = re.compile(r"^([-+=])|^(\d+)([.)])")
# The backslash comes first, since the others bring one.
_TYPST_SIGNS: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
_HANGING = re.compile(r"\s*(?:(?:[-*▲●■◇]|\[ \]|\d+\.|\[\d+\])\s+)?")


@dataclass(frozen=True, slots=True)
class _Format:
    """A kind of text, with the folder of its templates.

    `escape` makes a value safe in it (None: as in HTML); `brackets` are those of blocks,
    values and comments.
    """

    folder: str
    escape: Callable[[str], str] | None
    brackets: tuple[str, str, str, str, str, str] = ("{%", "%}", "{{", "}}", "{#", "#}")


def render(context: "Context", format: str) -> str:  # noqa: A002 (the word users type)
    """The report as `html`, `md`, `txt` or `typst` source; the same context, the same text.

    Raises:
        KeyError: for another format.
        jinja2.UndefinedError: if a template asks for a field that the context does not have.
    """
    name = _template_of(context)
    template = environment(format).get_template(f"{FORMATS[format].folder}/{name}.j2")
    text = template.render(report=context)
    if format in {"md", "txt"}:
        text = _BLANK_LINES.sub("\n\n", text)
    return _wrapped(text) if format == "txt" else text


def _template_of(context: "Context") -> str:
    from .shapes import ReportContext  # noqa: PLC0415  (shapes take time to load)

    if isinstance(context, ReportContext):
        return "report"
    from .handover.shapes import HandoverContext  # noqa: PLC0415
    from .paper_form.shapes import PaperForm  # noqa: PLC0415

    if isinstance(context, PaperForm):
        return "paper_form"
    if isinstance(context, HandoverContext):
        return "handover"
    from .club.shapes import ClubContext  # noqa: PLC0415

    return "club" if isinstance(context, ClubContext) else "comparison"


def render_page(page: "Page", book: str) -> str:
    """A page of the rule book; `book` is what the whole book is called.

    Raises:
        jinja2.UndefinedError: if the template asks for a field that the page does not have.
    """
    return environment("html").get_template("rulebook/page.html.j2").render(page=page, book=book)


def render_web(name: str, page: object, frame: object) -> str:
    """A page of the web interview: `web/NAME.html.j2` with its own values and those of all pages.

    Raises:
        jinja2.UndefinedError: if the template asks for a field that they do not have.
    """
    template = environment("html").get_template(f"web/{name}.html.j2")
    return template.render(page=page, frame=frame)


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
        made.filters["picture"] = _picture
        made.filters["millimetres"] = _millimetres
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
    for sign, escaped in _TYPST_SIGNS.items():
        text = text.replace(sign, escaped)
    return f'"{text}"'


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


def _svg(picture: object, macro: str) -> Markup:
    """A picture as a Typst literal, drawn by the macro in `svg/` that has this name."""
    return _literal(getattr(_pictures(macro), macro)(picture))


@cache
def _pictures(macro: str) -> object:
    return environment("html").get_template(f"svg/{macro}.j2").make_module({})


def _picture(data: str) -> Markup:
    """A file in base64 as Typst bytes; as JSON, which is read faster than a list in code."""
    numbers = ",".join(map(str, base64.b64decode(data)))
    return Markup(f"bytes(json(bytes({typst_literal(f'[{numbers}]')})))")  # noqa: S704 (digits)


def _millimetres(length: float) -> Markup:
    return Markup(f"{length:f}mm")  # noqa: S704 (a number)


def _wrapped(text: str) -> str:
    """Lines of at most 80 columns; what follows a bullet stands under its text."""
    lines: list[str] = []
    for line in text.splitlines():
        start = _HANGING.match(line)
        indent = " " * (start.end() if start else 0)
        width = TEXT_WIDTH // 2 if _has_wide(line) else TEXT_WIDTH
        lines += textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False) or [
            ""
        ]
    return "\n".join(lines) + "\n"


def _has_wide(line: str) -> bool:
    """Whether a letter of it, such as a Chinese one, takes two columns."""
    return not line.isascii() and any(east_asian_width(one) in {"W", "F"} for one in line)


FORMATS: Final = {
    "html": _Format("html", None),
    "md": _Format("md", markdown_text),
    "txt": _Format("txt", str),
    "typst": _Format("typst", _typst_value, ("<%", "%>", "<<", ">>", "<#", "#>")),
}
