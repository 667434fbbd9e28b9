"""What every code means: a page each, with a wrong and a right example that are tests."""

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..problem_codes import NAMES
from ..source import Mapping, Scalar, read_file

# What codes are about, by their beginnings.
AREAS = {
    "KB1": "Reading a knowledge file",
    "KB2": "What the parts of a base say to each other",
    "KB3": "Examples and whole people",
    "KB4": "Words, evidence and versions",
    "AN1": "A runner's answers",
    "US1": "The command line",
}

_FOLDER = Path(__file__).parent / "code_pages"
_FIELDS = ("summary", "why", "where", "bad", "good")
_UNSEEN = {"\t": "tab", "\u200b": "zero-width space", "\u00a0": "no-break space"}


@dataclass(frozen=True, slots=True)
class CodePage:
    """What a code means, why it matters, and how it looks wrong and right.

    `where` says what the examples are: a `file` of a knowledge base, lines of a `rule` or of a
    `question`, a `runner`, a file of `answers`, a `command`, or in words what `happened`.
    """

    code: str
    name: str
    summary: str
    why: str
    where: str
    bad: str
    good: str


@cache
def pages() -> AbstractMapping[str, CodePage]:
    """The pages of all codes, in the order of the codes.

    Raises:
        ValueError: if a page is not as it should be, which is a mistake in this package.
    """
    found: dict[str, CodePage] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        reading = read_file(path)
        if reading.problems or not isinstance(reading.node, Mapping):
            raise ValueError(f"{path.name}: {reading.problems}")
        for key, value in reading.node.entries:
            texts = [value.get(field) if isinstance(value, Mapping) else None for field in _FIELDS]
            said = [text.text.strip("\n") for text in texts if isinstance(text, Scalar)]
            if len(said) != len(_FIELDS) or key.text not in NAMES:
                raise ValueError(f"{key.place}: the page of {key.text} is not whole")
            found[key.text] = CodePage(key.text, NAMES[key.text], *said)
    return {code: found[code] for code in NAMES if code in found}


def page_of(code: str) -> CodePage | None:
    """The page of a code or of the name of a code of the knowledge; None if there is none."""
    known = pages()
    if code.upper() in known:
        return known[code.upper()]
    return next((page for page in known.values() if page.name == code.lower()), None)


def visible(text: str) -> str:
    r"""The text with a mark for each character that cannot be seen; some examples are about one.

    >>> visible("when:\tsleep")
    'when:⟨tab⟩sleep'
    """
    return "".join(
        char if char.isprintable() or char == "\n" else f"⟨{_name_of(char)}⟩" for char in text
    )


def _name_of(char: str) -> str:
    return _UNSEEN.get(char, f"U+{ord(char):04X}")
