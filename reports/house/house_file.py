"""The house of a coach or practice: name, contact, logo and two colours, from a small file."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ...engine.errors import Place
from ...engine.shape import Shape, Words
from ...engine.source import Scalar
from .colours import BORDER_CONTRAST, TEXT_CONTRAST, WHITE, Look, contrast, darker, make_look
from .logo import Logo, LogoFault, read_logo
from .own_file import OwnFile, read_own_file

LONGEST_NAME: Final = 80
MOST_CONTACT: Final = 4
LONGEST_CONTACT: Final = 60
_COLOUR = re.compile("#[0-9a-f]{6}")
_BARE = re.compile("#?([0-9a-f]{6}|[0-9a-f]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who prints; `file` is where that was read."""

    name: str
    contact: tuple[str, ...]
    logo: Logo | None
    look: Look
    file: str


class ColoursShape(Shape):
    """The colours."""

    main: Words = ""
    accent: Words = ""


class HouseShape(Shape):
    """The file."""

    name: Words
    contact: list[Words] | None = None
    logo: Words = ""
    colours: ColoursShape | None = None


def read_house(path: Path) -> House:
    """The house in a file.

    Raises:
        UsageError: with every problem of the file.
    """
    file = read_own_file(path, HouseShape)
    name = file.line(file.at("name"), "name", LONGEST_NAME)
    contact = _contact(file)
    logo = _logo(file, path.parent)
    main = _colour(file, "main", TEXT_CONTRAST, "it is the colour of text on white")
    accent = _colour(file, "accent", BORDER_CONTRAST, "it is the colour of borders on white")
    file.raise_problems()
    return House(
        name=name, contact=contact, logo=logo, look=make_look(main, accent), file=str(path)
    )


def _contact(file: OwnFile) -> tuple[str, ...]:
    items = file.items("contact")
    if len(items) > MOST_CONTACT:
        message = f"'contact' has {len(items)} lines, and {MOST_CONTACT} are accepted"
        file.note(items[MOST_CONTACT].place, message, "leave some out, or put two on one line")
    return tuple(file.line(one, "contact", LONGEST_CONTACT) for one in items)


def _logo(file: OwnFile, folder: Path) -> Logo | None:
    value = file.at("logo")
    if value is None or not value.text.strip():
        return None
    try:
        return read_logo(folder / value.text)
    except LogoFault as fault:
        file.note(value.place, f"'logo': {fault.message}", fault.fix, fault.also)
        return None


def _colour(file: OwnFile, name: str, least: float, reason: str) -> str:
    """A colour that stands out enough; empty where there is none, or after a note."""
    value = file.at("colours", name)
    if value is None:
        return ""
    if not value.text.strip():
        _say_hash(file, name, value)
        return ""
    colour = value.text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        file.note(value.place, f"'{name}': '{value.text}' is no colour like #123c4a", _fix(colour))
        return ""
    ratio = contrast(colour, WHITE)
    if ratio < least:
        shown = int(ratio * 100) / 100  # never rounded up to what would pass
        message = f"'{name}': {colour} has a contrast of {shown:.2f} to 1 on white, and "
        message += f"{least:g} to 1 are needed: {reason}"
        file.note(value.place, message, f'a darker one that passes: "{darker(colour, least)}"')
        return ""
    return colour


def _say_hash(file: OwnFile, name: str, value: Scalar) -> None:
    """Without quotes a colour is a comment, and the field is empty: say that instead."""
    rest = value.place.source.line(value.place.line)[value.place.column - 1 :].strip()
    if not rest.startswith("#"):
        return
    _drop(file, value.place)
    fix = f'put it in double quotes: {name}: "{rest.split()[0]}"'
    file.note(value.place, f"'{name}': without quotes, what follows # is a comment", fix)


def _drop(file: OwnFile, place: Place) -> None:
    file.problems[:] = [one for one in file.problems if one.place != place]


def _fix(colour: str) -> str:
    bare = _BARE.fullmatch(colour)
    if bare is None:
        return "write # and six of the digits 0 to 9 and a to f, in double quotes"
    digits = bare[1] if len(bare[1]) == len("123c4a") else "".join(one * 2 for one in bare[1])
    return f'did you mean "#{digits}"?'
