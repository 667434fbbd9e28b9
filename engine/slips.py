"""What an author probably meant where a condition cannot be read.

Each function ends in a ConditionError that names the word at fault and, where it can,
gives a line to copy. Nothing here decides what a condition means.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from .errors import did_you_mean, join_words
from .tokens import Cursor, Token
from .vocabulary import Choice, Kind, Number, Several, Text, find_choice

COMPARING = ("<", "<=", ">", ">=", "==", "!=")
_JOINING = ("and", "or")
_CALCULATING = ("+", "-", "*", "/")
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_SPOKEN = {
    "at": ">=", "least": ">=", "most": "<=", "more": ">", "greater": ">", "above": ">",
    "over": ">", "less": "<", "fewer": "<", "under": "<", "below": "<", "equals": "==",
    "equal": "==", "eq": "==", "contains": "has", "includes": "has",
}  # fmt: skip
_ANSWERED = {
    "answered", "unanswered", "known", "unknown", "given", "missing", "skipped", "empty", "null",
    "exists", "asked", "defined", "is_answered", "is_known", "is_unknown", "is_missing", "is_null",
}  # fmt: skip
_YES = {"true", "y", "1", "on", "ja", "oui", "si"}
_NO = {"false", "n", "0", "off", "nein", "non"}
_NO_UNIT = "leave the unit out: a value takes the question's unit"
_JOIN = "join comparisons with and / or"


@dataclass(frozen=True, slots=True)
class Said:
    """The last comparison that was read, for what follows from it."""

    name: str
    kind: Kind
    operator: str
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """The last of its values."""
        return self.values[-1]

    def again(self, operator: str, value: str) -> str:
        """Another comparison of the same question."""
        return f"{self.name} {operator} {value}"


def labels_of(kind: Kind) -> Mapping[str, str]:
    """The choices of a kind; a number and a text have none."""
    return kind.labels if isinstance(kind, Choice | Several) else {}


def example(kind: Kind) -> str:
    """An operator with a value that a question can be compared with."""
    match kind:
        case Number(lowest):
            return f">= {lowest:g}" if lowest > float("-inf") else "> 1"
        case Choice(labels):
            return f"== {'yes' if 'yes' in labels else next(iter(labels))}"
        case Several(labels):
            return f"has {next(iter(labels))}"
        case Text():
            return ""


def is_yes_or_no(kind: Kind) -> bool:
    """Whether a question is answered with yes or no and nothing else."""
    return isinstance(kind, Choice) and set(kind.labels) == {"yes", "no"}


def refuse_order(cursor: Cursor, name: str, kind: Kind, operator: Token) -> NoReturn:
    """`<` and its like stand behind a question whose choices have no order."""
    if is_yes_or_no(kind):
        message = f"'{name}' is answered with yes or no, and neither is more than the other"
        fix = f"write {name} == yes, or {name} == no"
        cursor.fail("KB133", message, operator, fix)
    message = f"the choices of '{name}' have no order"
    fix = "use == or in (…), or give the question `worse: lower` or `worse: higher`"
    cursor.fail("KB132", message, operator, fix)


def _refuse_answered(cursor: Cursor, name: str, word: Token) -> None:
    """A rule reads answers; whether there is one decides that it is unknown, and nothing else."""
    if word.text in _ANSWERED:
        what = f"'{name}' was answered" if name else "a question was answered"
        fix = "leave it out: without an answer a comparison is unknown, and so is the rule"
        cursor.fail("KB140", f"a condition cannot ask whether {what}", word, fix)


def refuse_beginning(cursor: Cursor, token: Token, said: Said | None) -> NoReturn:
    """Something stands where a comparison should begin with a question."""
    if token.kind == "end":
        fix = "write one, like recovery.sleep_hours < 7"
        cursor.fail("KB115", "a comparison is missing here", token, fix)
    if token.text in {*_JOINING, ")", ","}:
        message = f"a comparison is missing before {token.shown}"
        cursor.fail("KB115", message, token, f"write one, or leave {token.shown} out")
    is_value = token.kind == "number" or token.text in COMPARING
    if is_value and said and _is_joined(cursor):
        operator = token.text if token.text in COMPARING else said.operator
        value = cursor.token.text if token.text in COMPARING else token.text
        fix = f"write {said.again(operator, value)}"
        cursor.fail("KB134", "a comparison begins with a question", token, fix)
    if token.kind == "number":
        fix = "write the question first, like recovery.sleep_hours < 7"
        operator, name, again, value = _texts_ahead(cursor, 4)
        if operator in COMPARING and name[:1].isalpha():
            fix = f"write {name} {_FLIPPED[operator]} {token.text}"
            fix += f" and {name} {again} {value}" if again in COMPARING else ""
        cursor.fail("KB134", "a comparison begins with a question", token, fix)
    cursor.fail("KB119", f"{token.shown} does not begin a comparison", token)


def _texts_ahead(cursor: Cursor, count: int) -> list[str]:
    """The texts of the next tokens, empty beyond the end."""
    ahead = [token.text for token in cursor.tokens[cursor.position :][:count]]
    return ahead + [""] * (count - len(ahead))


def refuse_unknown(
    cursor: Cursor, token: Token, said: Said | None, known: Iterable[str]
) -> NoReturn:
    """A word that is no question stands where a question should."""
    if cursor.token.text == "(":
        _refuse_answered(cursor, _texts_ahead(cursor, 2)[1], token)
    if cursor.token.text == "(" and cursor.token.start == token.end:
        message = f"'{token.text}(…)' is not in the rule language"
        cursor.fail("KB119", message, token, "only at_least(2, …) has a bracket behind its name")
    whole = re.match(r"[a-z0-9_.-]+", cursor.text[token.start :])
    word = whole.group().rstrip("-.") if whole else token.text
    meant = did_you_mean(word.replace("-", "_"), known) or did_you_mean(word, known)
    if said and "." not in word and _is_joined(cursor):
        labels = labels_of(said.kind)
        choice = word if word in labels else did_you_mean(word, labels)
        if choice and (word in labels or not meant):
            _refuse_choice_alone(cursor, token, said, choice)
    message = f"there is no question or derived value called '{word}'"
    fix = f"did you mean {meant}?" if meant else ""
    if "-" in word and not meant and not word.startswith(("flag.", "pattern.")):
        fix = "a minus needs a space on both sides"
    cursor.fail("KB121", message, Token("id", word, token.start), fix)


def _is_joined(cursor: Cursor) -> bool:
    """Whether the token read last stands behind `and` or `or`."""
    before = cursor.tokens[max(0, cursor.position - 2)]
    return before.text in _JOINING


def _refuse_choice_alone(cursor: Cursor, token: Token, said: Said, choice: str) -> NoReturn:
    message = f"'{token.text}' is a choice of '{said.name}', not a comparison"
    if choice != token.text:
        message = f"'{token.text}' is not a comparison"
    joiner = cursor.tokens[cursor.position - 2].text
    choices = [*said.values, choice, *_choices_ahead(cursor, said.kind)]
    if said.operator == "has":
        fix = f" {joiner} ".join(said.again("has", one) for one in choices)
    elif said.operator in {"==", "!=", "in"}:
        fix = said.again("in", f"({', '.join(choices)})")
        fix = f"not {fix}" if said.operator == "!=" else fix
    else:
        fix = said.again(said.operator, choice)
    cursor.fail("KB118", message, token, f"write {fix}")


def _choices_ahead(cursor: Cursor, kind: Kind) -> list[str]:
    """The choices that follow, however they are joined."""
    found = []
    for token in cursor.tokens[cursor.position :]:
        if token.text in labels_of(kind):
            found.append(token.text)
        elif token.text not in {*_JOINING, ",", "("}:
            break
    return found


def refuse_operator(cursor: Cursor, token: Token, kind: Kind, operator: Token) -> NoReturn:
    """What stands behind a question is not an operator."""
    name, following = token.text, cursor.token
    equals = "has" if isinstance(kind, Several) else "=="
    if operator.text in {"is", "not"}:
        negated = operator.text == "not" or cursor.accept("not")
        value = cursor.token
        if value.text not in labels_of(kind):
            _refuse_answered(cursor, name, value)
        if operator.text == "not" and following.text in {"in", "has"}:
            fix = f"write not {name} {following.text} …"
        elif value.text in labels_of(kind) or value.kind == "number":
            fix = f"write {name} {equals} {value.text}"
            fix = fix.replace("==", "!=") if negated else fix
        else:
            spoken = _SPOKEN.get(value.text, equals)
            fix = f"write {name} {'!=' if negated else spoken} …"
        message = "'is' is not used; == says it exactly"
        if operator.text == "not":
            message = "'not' stands before the question"
        cursor.fail("KB117", message, operator, fix)
    if operator.kind == "end" or operator.text in {*_JOINING, ")", ","}:
        fix = f"write {name} {example(kind)}"
        cursor.fail("KB115", f"'{name}' is not compared with anything", token, fix)
    if operator.text in _CALCULATING:
        fix = "give the result a name under derived: and read that here"
        cursor.fail("KB119", "a condition does not calculate", operator, fix)
    if operator.kind == "number" or operator.text in labels_of(kind):
        fix = f"write {name} {example(kind).split()[0]} {operator.text}"
        cursor.fail("KB115", f"an operator is missing before {operator.shown}", operator, fix)
    _refuse_answered(cursor, name, operator)
    fix = "use one of < <= > >= == != in has"
    if operator.text in _SPOKEN:
        fix = f"write {name} {_SPOKEN[operator.text]} …"
    if operator.text == "between":
        fix = f"write {name} >= … and {name} <= …"
    cursor.fail("KB112", f"{operator.shown} is not an operator of the rule language", operator, fix)


def refuse_number(cursor: Cursor, name: str, value: Token, known: Iterable[str]) -> NoReturn:
    """What stands where a number should is none."""
    _refuse_no_value(cursor, value, "number", known)
    _refuse_answered(cursor, name, value)
    message = f"'{name}' is a number, {value.shown} is not"
    cursor.fail("KB130", message, value, "write the number in figures")


def refuse_choice(
    cursor: Cursor, name: str, kind: Kind, value: Token, known: Iterable[str]
) -> NoReturn:
    """What stands where a choice should is none of the question."""
    labels = labels_of(kind)
    if value.text == "(":
        choices = _choices_ahead(cursor, kind) or ["first", "second"]
        if isinstance(kind, Several):
            fix = " or ".join(f"{name} has {one}" for one in choices)
            cursor.fail("KB118", "'has' takes one choice", value, f"write {fix}")
        fix = f"write {name} in ({', '.join(choices)})"
        cursor.fail("KB118", "choices in brackets stand behind 'in'", value, fix)
    _refuse_no_value(cursor, value, "choice", known)
    _refuse_answered(cursor, name, value)
    if is_yes_or_no(kind):
        message = f"'{name}' is answered with yes or no, not with {value.shown}"
        meant = "yes" if value.text in _YES else "no" if value.text in _NO else ""
        fix = f"write {meant or did_you_mean(value.text, labels) or 'yes or no'}"
        cursor.fail("KB133", message, value, fix)
    choices_said = f"choices: {join_words(labels)}"
    if value.kind == "number":
        message = f"'{name}' is answered in words, {value.shown} is a number"
        cursor.fail("KB130", message, value, choices_said)
    choice = did_you_mean(value.text, labels) or find_choice(labels, value.text)
    fix = f"did you mean {choice}? {choices_said}" if choice else choices_said
    cursor.fail("KB122", f"'{name}' has no choice {value.shown}", value, fix)


def _refuse_no_value(cursor: Cursor, value: Token, what: str, known: Iterable[str]) -> None:
    fix = f"write the {what}"
    if value.kind == "end":
        cursor.fail("KB115", f"a {what} is missing at the end", value, fix)
    if value.text in {*_JOINING, ")", ","}:
        cursor.fail("KB115", f"a {what} is missing before {value.shown}", value, fix)
    if value.kind == "operator":
        message = f"{value.shown} stands where a {what} is expected"
        cursor.fail("KB112", message, value, "keep one operator")
    if value.text in set(known):
        message = "a question is compared with a value, not with another question"
        fix = "compare the two under derived: and read the result here"
        cursor.fail("KB130", message, value, fix)


def refuse_list(cursor: Cursor, name: str, kind: Kind, opened: Token | None) -> NoReturn:
    """The list behind `in` is not `(first, second)`; `opened` is its bracket, if it has one."""
    token = cursor.token
    if opened is not None and token.kind == "end":
        refuse_open(cursor, opened)
    ahead = Cursor(cursor.text)
    ahead.position = cursor.position if opened is None else cursor.tokens.index(opened)
    choices = _choices_ahead(ahead, kind)
    fix = f"write {name} in ({', '.join(choices if len(choices) > 1 else ['first', 'second'])})"
    if opened is None:
        cursor.fail("KB118", "the choices after 'in' stand in round brackets", token, fix)
    if token.text in _JOINING:
        cursor.fail("KB118", f"{token.shown} stands between choices; use a comma", token, fix)
    if token.kind == "id":
        cursor.fail("KB118", f"a comma is missing before {token.shown}", token, fix)
    cursor.fail("KB119", f"{token.shown} does not belong in a list of choices", token, fix)


def refuse_open(cursor: Cursor, opened: Token) -> NoReturn:
    """The text ends before a bracket is closed."""
    cursor.fail("KB115", "this bracket is never closed", opened, "close it with )")


def refuse_rest(cursor: Cursor, said: Said | None, known: Iterable[str]) -> NoReturn:
    """A comparison is complete and something follows that is neither `and` nor `or`."""
    token, before = cursor.token, cursor.last
    if token.text == ")":
        fix = "leave it out, or open one before it"
        cursor.fail("KB115", "this bracket was never opened", token, fix)
    if said and before.text == said.value:
        _refuse_behind_value(cursor, said, known)
    if token.text in {*known, "not", "(", "at_least"}:
        message = f"{token.shown} begins another comparison"
        cursor.fail("KB119", message, token, _JOIN)
    cursor.fail("KB119", f"{token.shown} does not belong here", token, _JOIN)


def _refuse_behind_value(cursor: Cursor, said: Said, known: Iterable[str]) -> None:
    token, before = cursor.token, cursor.last
    _, value = _texts_ahead(cursor, 2)
    if token.text in COMPARING:
        fix = f"write {said.again(said.operator, said.value)} and {said.again(token.text, value)}"
        cursor.fail("KB119", "one comparison has one operator", token, fix)
    choices = _choices_ahead(cursor, said.kind)
    if token.text == "," and before.kind == "number" and value.isdigit():
        fix = f"write {before.text}.{value}, or leave the comma out"
        if len(value) == 3 and "." not in before.text:  # noqa: PLR2004  (1,000 is no decimal)
            fix = f"write {before.text}{value}"
        cursor.fail("KB119", "a comma does not belong in a number", token, fix)
    if token.text == "," and choices:
        fix = said.again("in", f"({', '.join([said.value, *choices])})")
        if said.operator == "has":
            fix = " or ".join(said.again("has", one) for one in [said.value, *choices])
        cursor.fail("KB118", f"'{said.operator}' takes one choice", token, f"write {fix}")
    ends = value in {"", ")", ",", *_JOINING}
    is_unit = (token.kind == "id" and (ends or token.start == before.end)) or token.text == "/"
    if before.kind == "number" and is_unit and token.text not in {*known, "not", "at_least"}:
        unit = re.match(r"[^\s(),]+", cursor.text[token.start :])
        word = unit.group() if unit else token.text
        message = f"'{word}' does not belong after a number"
        cursor.fail("KB119", message, Token("id", word, token.start), _NO_UNIT)
