"""What the YAML parser complains of, in words for the person who wrote the file."""

import re

from .errors import Place, Problem, Source

_QUOTE_FIX = "put the text in double quotes"
_ESCAPE_FIX = "write two backslashes for one, or put the text in single quotes"
_OTHER = "-?:,]}"
_ALIGN_FIX = "indent it like its neighbours, and write `name: value`"


def yaml_mistake(
    source: Source, said: str, found: tuple[int, int], opened: tuple[int, int] | None
) -> Problem:
    """The problem behind what the parser said.

    Args:
        source: The text.
        said: The parser's sentence.
        found: Line and column, from 1, at which the parser stopped.
        opened: Line and column at which that began which it was reading.
    """
    lines = source.text.count("\n") + 1
    place = Place(source, min(found[0], lines), found[1])
    start = Place(source, *opened) if opened else place
    if "mapping values are not allowed" in said:
        return _second_colon(place)
    if "could not find expected ':'" in said:
        message = "this line has no colon, or it belongs to the text above it"
        return _problem("KB106", start, message, _ALIGN_FIX)
    if "escape" in said or "hexdecimal" in said or "hexadecimal" in said:
        message = "a backslash means something else in double quotes"
        return _problem("KB107", place, message, _ESCAPE_FIX)
    if "end of stream" in said or "document indicator" in said or "document separator" in said:
        return _problem("KB107", start, "this quote is never closed", "close it")
    if "expected ',' or" in said:
        if start.line == place.line:
            message = "a comma or the closing bracket is missing here"
            return _problem("KB107", place, message, _QUOTE_FIX + " if it holds brackets")
        return _problem("KB107", start, "this bracket is never closed", "close it")
    if "document start" in said:
        message = "a second document starts here; this language has no such thing"
        return _problem("KB104", place, message, "use one document for each file")
    if re.search("cannot start any token|alphabetic or numeric|indicator|line break", said):
        return _bad_beginning(place)
    before = source.line(place.line)[: place.column - 1].strip()
    if before.endswith((":", ": -")):
        return _bad_beginning(place, _OTHER)
    if before.strip("-"):
        message = "the text goes on after its closing quote or bracket"
        return _problem("KB107", place, message, _QUOTE_FIX)
    message = "this line does not line up with the lines above it, or its colon is missing"
    return _problem("KB106", place, message, _ALIGN_FIX)


def _second_colon(place: Place) -> Problem:
    line = place.source.line(place.line)
    before, after = line[: place.column - 1], line[place.column :]
    name = re.match(r"\s*(?:- +)*[^:]*?: +", before)
    if name is None:  # the first colon of the line: the line stands too far in
        message = "this line stands further in than the lines above it"
        start = Place(place.source, place.line, len(line) - len(line.lstrip()) + 1)
        return _problem("KB106", start, message, _ALIGN_FIX)
    whole = f"{before[name.end() :]}:{after.partition(' #')[0]}".strip()
    escaped = whole.replace("\\", "\\\\").replace('"', '\\"')
    message = "a second colon in one line; YAML reads it as another name"
    fix = f'{_QUOTE_FIX}:   {name.group().strip()} "{escaped}"'
    return _problem("KB105", place, message, fix)


def _bad_beginning(place: Place, begins: str = "*&!%@`|>") -> Problem:
    """The parser may have looked past the character before it stopped."""
    line = place.source.line(place.line)[: place.column]
    column = max(0, *(line.rfind(char) for char in begins)) + 1
    char = line[column - 1 : column]
    start = Place(place.source, place.line, column)
    return _problem("KB107", start, f"a text cannot begin with '{char}'", _QUOTE_FIX)


def _problem(code: str, place: Place, message: str, fix: str) -> Problem:
    return Problem(code=code, place=place, message=message, fix=fix)
