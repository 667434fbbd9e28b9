"""Letters that no font at hand can print: which ones they are, and a box in place of each.

With the two standards that a PDF keeps, Typst refuses a page with such a letter and names
every one of them. So it is asked, and no table of what each font holds has to be kept.
"""

import re
import unicodedata
from collections.abc import Iterable, Set
from typing import Final

from .render import typst_literal

BOX: Final = "□"
_JOINER = "\u200d"
_SKIN_TONES = {chr(code) for code in range(0x1F3FB, 0x1F400)}
_VARIANTS = {"\ufe0e", "\ufe0f"}  # as text, or as a picture
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)", re.DOTALL)
_WORD = re.compile(r'[^\s"]+')
_SAID: Final = {"n": "\n", "r": "\r", "t": "\t"}


def letters_missing(diagnostic: str) -> set[str]:
    """The letters for which Typst says in a diagnostic that there is no glyph; empty for another.

    A letter whose mark has none is among them.
    """
    found = _MISSING.findall(diagnostic)
    return {letter for text in found for letter in _ESCAPED.sub(_unescaped, text)}


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _SAID.get(match[2], match[2])


def words_with(letters: Set[str], source: str) -> list[str]:
    """The words of a Typst source that hold one of these letters, each once.

    ASCII is in every font, and is not searched for.
    """
    wanted = {letter for letter in letters if not letter.isascii()}
    words = dict.fromkeys(_WORD.findall(source))
    return [word for word in words if not wanted.isdisjoint(word)]


def is_mark(letter: str) -> bool:
    """Whether it only adds something to the letter before it."""
    return (
        letter in _SKIN_TONES | _VARIANTS
        or letter == _JOINER
        or unicodedata.category(letter).startswith("M")
    )


def boxes_for(letters: Set[str]) -> str:
    """The Typst rule that shows a box for each of these letters; empty for none.

    A letter with its marks, or a picture joined of several, gets one box. What is not shown,
    such as the title of the document, keeps its letters.
    """
    if not letters:
        return ""
    marks = {letter for letter in letters if is_mark(letter)}
    bases, lone = _class(letters - marks), _class(marks)
    added = f"{_class(marks | _VARIANTS | _SKIN_TONES)}*"
    patterns = [f"{bases}{added}(?:{_code(_JOINER)}{bases}{added})*"] if bases else []
    pattern = "|".join([*patterns, *([lone] if lone else [])])
    return f"#show regex({typst_literal(pattern)}): {typst_literal(BOX)}\n"


def _class(letters: Iterable[str]) -> str:
    codes = "".join(_code(letter) for letter in sorted(letters))
    return codes and f"[{codes}]"


def _code(letter: str) -> str:
    return rf"\x{{{ord(letter):X}}}"
