"""The words of a condition. Whatever is not in the language has no token."""

import re
from dataclasses import dataclass
from typing import NoReturn

LONGEST = 400

_TOKEN = re.compile(
    r"(?P<id>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+(?:-[a-z0-9_]+)*)*)"
    r"|(?P<number>\d+(?::\d+)+|\d+(?:\.\d+)?)"
    r"|(?P<operator><=|>=|==|!=|<(?![>])|>|(?<![<>=!])-(?!>)|[+*/])"
    r"|(?P<mark>[(),])"
    r"|(?P<space> +)"
)
_WRONG_OPERATORS = {
    "=>": ">=", "=<": "<=", "=": "==", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "!": "not ",
    "&&": "and", "||": "or", "&": "and", "|": "or", "×": "*", "÷": "/", "−": "-", "–": "-",
}  # fmt: skip
_WRONG = re.compile(r"=>|=<|<>|&&|\|\||[=≥≤≠!&|×÷−–]")


class ConditionError(Exception):
    """One mistake in a condition: a code, a sentence, where in the text, and a way out."""

    def __init__(self, code: str, message: str, start: int, width: int, fix: str = "") -> None:
        """Takes the offset and width in characters of the text."""
        super().__init__(code, message, start, width, fix)
        self.code, self.message, self.start, self.width, self.fix = code, message, start, width, fix


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, operator or mark, with its offset."""

    kind: str
    text: str
    start: int

    @property
    def shown(self) -> str:
        """The token in quotes, for messages."""
        return f"'{self.text}'" if self.text else "the end"


def tokens(text: str) -> list[Token]:
    """The tokens of a text, the last one an empty one for its end.

    Raises:
        ConditionError: for the first character that is in no word of the language.
    """
    if len(text) > LONGEST:
        message = f"the condition has {len(text)} characters; {LONGEST} are allowed"
        fix = "write it as several lines under all: or any:"
        raise ConditionError("KB110", message, 0, LONGEST, fix)
    found, position = [], 0
    while position < len(text):
        wrong = _WRONG.match(text, position)
        match = _TOKEN.match(text, position)
        if match is None or (wrong and len(wrong.group()) > len(match.group())):
            _refuse_character(text, position, wrong)
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match.group(), position))
        position = match.end()
    return [*found, Token("end", "", len(text.rstrip()))]


def _refuse_character(text: str, position: int, wrong: re.Match[str] | None) -> NoReturn:
    rest = text[position:]
    if wrong:
        said = wrong.group()
        better = _WRONG_OPERATORS[said]
        line = f"{text[:position]}{better}{text[position + len(said) :]}"
        message = f"'{said}' is not an operator of the rule language"
        raise ConditionError(
            "KB112", message, position, len(said), f"write {better.strip()}:   {line}"
        )
    if rest[0] in "'\"`":
        quoted = re.match(r"(['\"`])(.*?)\1", rest)
        word = quoted[2] if quoted else rest[1:]
        width = len(quoted[0]) if quoted else 1
        message = "words stand without quotes in a condition"
        raise ConditionError("KB111", message, position, width, f"write {word}")
    capital = re.match(r"[A-Z][A-Za-z_0-9.]*", rest)
    if capital:
        word = capital.group()
        message = f"'{word}' has capital letters; all words of a condition are small"
        raise ConditionError("KB114", message, position, len(word), f"write {word.lower()}")
    if rest[0] in "[{":
        message = f"'{rest[0]}' is not used; a list of choices stands in round brackets"
        raise ConditionError("KB118", message, position, 1, "write: in (first, second)")
    message = f"'{rest[0]}' is not in the rule language"
    raise ConditionError("KB119", message, position, 1)
