"""The words of a condition. Whatever is not in the language has no token."""

import re
from dataclasses import dataclass
from typing import NoReturn

LONGEST = 400

_TOKEN = re.compile(
    r"(?P<id>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+(?:-[a-z0-9_]+)*)*)"
    r"|(?P<number>[0-9]+(?::[0-9]+)+|[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<operator><=|>=|==|!=|<(?![>])|>|(?<![<>=!])-(?!>)|[+*/])"
    r"|(?P<mark>[(),])"
    r"|(?P<space> +)"
)
_WRONG = re.compile(r"[=!]==+|[=<>!] +=|< +>|=>|=<|<>|&&|\|\||[=≥≤≠!&|×÷−–]")
_WRONG_OPERATORS = {
    "=>": ">=", "=<": "<=", "=": "==", "<>": "!=", "≥": ">=", "≤": "<=", "≠": "!=", "!": "not ",
    "&&": "and", "||": "or", "&": "and", "|": "or", "×": "*", "÷": "/", "−": "-", "–": "-",
    "===": "==", "!==": "!=",
}  # fmt: skip
_QUOTES = "'\"`“”„\u2018\u2019«»"
_UNIT_MARKS = "%°′″'\""


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
    def end(self) -> int:
        """The offset after its last character."""
        return self.start + len(self.text)

    @property
    def shown(self) -> str:
        """The token in quotes, for messages."""
        return f"'{self.text}'" if self.text else "the end"


class Cursor:
    """The tokens of a text, and how far they are read."""

    def __init__(self, text: str) -> None:
        """Takes the text.

        Raises:
            ConditionError: for the first character that is in no word of the language.
        """
        self.text = text
        self.tokens = tokens(text)
        self.position = 0

    @property
    def token(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.position]

    @property
    def last(self) -> Token:
        """The token that was read last."""
        return self.tokens[max(0, self.position - 1)]

    def next(self) -> Token:
        """Read a token; the end stays where it is."""
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def accept(self, *texts: str) -> Token | None:
        """Read a token if it is one of these."""
        return self.next() if self.token.kind != "end" and self.token.text in texts else None

    def fail(self, code: str, message: str, token: Token | None = None, fix: str = "") -> NoReturn:
        """Refuse the text because of a token, by default the next one."""
        token = token or self.token
        raise ConditionError(code, message, token.start, max(1, len(token.text)), fix)


def tokens(text: str) -> list[Token]:
    """The tokens of a text, the last one an empty one for its end.

    >>> [token.text for token in tokens("sleep.hours >= 7")]
    ['sleep.hours', '>=', '7', '']

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
        if wrong and (match is None or len(wrong.group()) > len(match.group())):
            _refuse_operator(text, wrong)
        if match is None:
            _refuse_character(text, position)
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match.group(), position))
        position = match.end()
    return [*found, Token("end", "", len(text.rstrip()))]


def _refuse_operator(text: str, wrong: re.Match[str]) -> NoReturn:
    before, said, after = text[: wrong.start()], wrong.group(), text[wrong.end() :]
    squeezed = said.replace(" ", "")
    better = _WRONG_OPERATORS.get(squeezed, squeezed)
    if said == "!" and before.rstrip()[-1:].isalnum():
        better = "!="
    if "<" in better and ">" in better:
        better = "!="
    message = f"'{said}' is not an operator of the rule language"
    fix = f"write {better.strip()}:   {before}{better}{after}"
    raise ConditionError("KB112", message, wrong.start(), len(said), fix)


def _refuse_character(text: str, position: int) -> NoReturn:
    char, rest = text[position], text[position:]
    if char in _UNIT_MARKS and text[position - 1 : position].isdigit():
        message = f"'{char}' does not belong after a number"
        fix = "leave the unit out: a value takes the question's unit"
        raise ConditionError("KB119", message, position, 1, fix)
    if char in _QUOTES:
        ends = [index for index, one in enumerate(rest) if index and one in _QUOTES]
        width = ends[0] + 1 if ends else 1
        word = rest[1 : ends[0] if ends else None].strip()
        message = "words stand without quotes in a condition"
        fix = f"write {word}" if word else "leave the quotes out"
        raise ConditionError("KB111", message, position, width, fix)
    if capital := re.match(r"[A-Z][A-Za-z_0-9.]*", rest):
        word = capital.group()
        message = f"'{word}' has capital letters; all words of a condition are small"
        raise ConditionError("KB114", message, position, len(word), f"write {word.lower()}")
    if char in "[]{}":
        message = f"'{char}' is not used; a list of choices stands in round brackets"
        raise ConditionError("KB118", message, position, 1, "write: in (first, second)")
    fix = "write a number like 4 or 0.5" if char == "." else ""
    raise ConditionError("KB119", f"'{char}' is not in the rule language", position, 1, fix)
