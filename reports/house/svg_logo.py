"""Whether an SVG drawing does nothing but be looked at.

What may stand in it is listed, so that what nobody thought of is refused. It is read without
ever building it, and nothing that it names is fetched.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from ...engine.errors import Place, Source

DEEPEST: Final = 40
MOST_COPIES: Final = 20  # of parts drawn again: copies of copies grow without end
_SVG: Final = "http://www.w3.org/2000/svg"
_SHAPES: Final = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "symbol", "use", "linearGradient", "radialGradient", "stop", "clipPath",
    "mask", "pattern", "title", "desc", "metadata", "style",
})  # fmt: skip
# What drawing programs note for themselves.
_NOTES: Final = (
    "http://www.inkscape.org/", "http://sodipodi.sourceforge.net/",
    "http://creativecommons.org/", "http://web.resource.org/cc/",
    "http://purl.org/dc/", "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
)  # fmt: skip
_SAVE = "save it as plain SVG without it, or as PNG"
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)\s]|@import|javascript:|expression\(|\\", re.I)
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)(?:px|pt|mm|cm|in)?\s*")
_BOX_NUMBERS: Final = 4


class SvgFault(Exception):  # noqa: N818  (what is wrong with a file, not with the program)
    """What may not stand in the drawing, and where."""

    def __init__(self, message: str, place: Place | None = None, fix: str = _SAVE) -> None:
        """Takes what is said to the person."""
        super().__init__(message)
        self.message, self.place, self.fix = message, place, fix


def svg_size(data: bytes, name: str) -> tuple[float, float]:
    """Width and height of a drawing, in its own units.

    Raises:
        SvgFault: for the first thing that a picture does not need.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SvgFault("the SVG is not UTF-8 text") from None
    reading = _Reading(Source(name, text.replace("\r\n", "\n").replace("\r", "\n")))
    try:
        reading.parser.Parse(reading.source.text.encode(), True)
    except expat.ExpatError as error:
        place = Place(reading.source, error.lineno, error.offset + 1)
        message = f"the SVG is broken here: {expat.ErrorString(error.code)}"
        raise SvgFault(message, place, "save it again, or as PNG") from None
    except (LookupError, ValueError):  # of letters that its first line says it is written in
        raise SvgFault("the SVG is not UTF-8 text") from None
    return reading.size


@dataclass(slots=True)
class _Reading:
    """The drawing while it is read."""

    source: Source
    size: tuple[float, float] = (0.0, 0.0)
    copies: int = 0
    depth: int = 0
    words: int = 0  # how many <text> are open
    style: list[str] | None = None
    parser: expat.XMLParserType = field(init=False)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.XmlDeclHandler = self.declaration

    def refuse(self, message: str, fix: str = _SAVE) -> SvgFault:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber
        return SvgFault(message, Place(self.source, line, column + 1), fix)

    def declaration(self, _: str, encoding: str | None, __: int) -> None:
        """In other letters a browser could read another text than was read here."""
        if encoding and encoding.lower() != "utf-8":
            raise self.refuse(f"the SVG says that it is written in {encoding}", "save it as UTF-8")

    def doctype(self, *_: object) -> None:
        raise self.refuse("the SVG has a document type, which can name other files",
                          "delete the part from <!DOCTYPE to its >")  # fmt: skip

    def instruction(self, target: str, _: str) -> None:
        raise self.refuse(f"the SVG has an instruction for programs, <?{target}")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if self.depth == 0 and (space != _SVG or tag != "svg"):
            raise self.refuse("this is no SVG: it does not begin with <svg> of its namespace")
        if space.startswith(_NOTES):
            self.depth += 1
            self.check(tag, attributes)
            return
        if space != _SVG or tag not in _SHAPES:
            raise self.refuse(f"<{tag}> may not stand in a logo")
        if self.depth == 0:
            self.size = self.size_of(attributes)
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refuse(f"parts stand in each other more than {DEEPEST} deep")
        if tag == "use":
            self.copies += 1
            if self.copies > MOST_COPIES:
                raise self.refuse(f"more than {MOST_COPIES} parts are drawn again by <use>")
        if tag == "style":
            self.style = []
        self.words += tag == "text"
        self.check(tag, attributes)

    def check(self, tag: str, attributes: dict[str, str]) -> None:
        """Refuse attributes that do something, or that name what is elsewhere."""
        for full, value in attributes.items():
            name = full.rpartition(" ")[2].lower()
            if name.startswith("on"):
                raise self.refuse(f"<{tag}> does something by itself ({name})")
            if (name in {"href", "src"} and not value.strip().startswith("#")) or name == "base":
                raise self.refuse(f"<{tag}> names something outside the file ({name})")
            if _OUTSIDE.search(value):
                raise self.refuse(f"<{tag}> names something outside the file (in {name})")

    def text(self, text: str) -> None:
        if self.style is not None:
            self.style.append(text)
        elif self.words and not text.isascii():
            raise self.refuse(
                "<text> has letters that not every font has", "turn the text into paths"
            )

    def end(self, name: str) -> None:
        self.depth -= 1
        self.words -= name == f"{_SVG} text"
        if self.style is not None and _OUTSIDE.search("".join(self.style)):
            raise self.refuse("<style> names something outside the file")
        self.style = None

    def size_of(self, attributes: dict[str, str]) -> tuple[float, float]:
        sides = [_LENGTH.fullmatch(attributes.get(name, "")) for name in ("width", "height")]
        lengths = [float(one[1]) for one in sides if one]
        if len(lengths) != len(sides):
            numbers = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
            if len(numbers) == _BOX_NUMBERS:
                found = [_LENGTH.fullmatch(one) for one in numbers[2:]]
                lengths = [float(one[1]) for one in found if one]
        if len(lengths) != len(sides) or not all(lengths):
            raise self.refuse("the SVG does not say how large it is", 'add viewBox="0 0 … …"')
        return lengths[0], lengths[1]
