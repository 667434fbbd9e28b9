"""Conditions and formulas as authors write them, to trees.

Whatever is not in the language has no token, so nothing can be smuggled in. The
parser knows the vocabulary: a misspelt question, a choice that does not exist, a
threshold outside the range are mistakes here, before any runner is seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from .condition import (
    All,
    Any,
    AtLeast,
    Comparison,
    Condition,
    Constant,
    Expression,
    Not,
    Operation,
    Operator,
    Reference,
)
from .errors import did_you_mean, join_words
from .tokens import ConditionError, Token, tokens
from .units import parse_quantity
from .vocabulary import Choice, Kind, Number, Several, Text, find_choice, show_range

_T = TypeVar("_T")

DEEPEST = 8
MOST_PARTS = 10  # of at_least: Experta needs one branch for each combination

_COMPARING = {"<", "<=", ">", ">=", "==", "!="}
_RESERVED = {"and", "or", "not", "in", "has", "at_least", "is"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition may read besides questions: its kind, and whether `<` has a meaning."""

    kind: Kind
    ordered: bool


Subjects = Mapping[str, Subject]


def parse_condition(text: str, subjects: Subjects) -> Condition:
    """The tree of a condition line.

    Raises:
        ConditionError: for the first mistake in the text.
    """
    return _Parser(text, subjects).condition()


def parse_formula(text: str, subjects: Subjects) -> Expression:
    """The tree of an arithmetic expression over numbers.

    Raises:
        ConditionError: for the first mistake in the text.
    """
    return _Parser(text, subjects).formula()


class _Parser:
    """Recursive descent; each method reads one thing and moves on."""

    def __init__(self, text: str, subjects: Subjects) -> None:
        self.text = text
        self.subjects = subjects
        self.tokens = tokens(text)
        self.position = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    def next(self) -> Token:
        token = self.token
        if token.kind != "end":
            self.position += 1
        return token

    def accept(self, *texts: str) -> Token | None:
        return self.next() if self.token.kind != "end" and self.token.text in texts else None

    def fail(self, code: str, message: str, token: Token | None = None, fix: str = "") -> NoReturn:
        token = token or self.token
        raise ConditionError(code, message, token.start, max(1, len(token.text)), fix)

    def condition(self) -> Condition:
        tree = self.joined()
        if self.token.kind != "end":
            self.fail_after()
        return tree

    def fail_after(self) -> NoReturn:
        token = self.token
        if token.text in _COMPARING:
            fix = "write two comparisons joined by and"
            self.fail("KB119", "one comparison has one operator", token, fix)
        if token.kind == "number" or token.text in {"(", ","}:
            self.fail("KB119", f"{token.shown} does not belong here", token)
        if token.text == ")":
            self.fail("KB115", "this bracket was never opened", token)
        fix = "a value takes the question's unit, so leave the unit out; join with and / or"
        self.fail("KB119", f"{token.shown} does not belong here", token, fix)

    def joined(self) -> Condition:
        start = self.token.start
        parts = [self.term()]
        joiner = None
        while joined := self.accept("and", "or"):
            if joiner and joined.text != joiner:
                width = len(self.text.rstrip()) - start
                message = (
                    "'and' and 'or' are mixed without brackets, so this can be read in two ways"
                )
                fix = "put brackets round what belongs together"
                raise ConditionError("KB116", message, start, width, fix)
            joiner = joined.text
            if self.token.kind == "end":
                message = f"something is missing after '{joiner}': the condition ends there"
                self.fail("KB115", message, joined)
            parts.append(self.term())
        if joiner is None:
            return parts[0]
        return All(tuple(parts)) if joiner == "and" else Any(tuple(parts))

    def term(self) -> Condition:
        if self.accept("not"):
            return self.nested(lambda: Not(self.term()))
        if opened := self.accept("("):
            return self.in_brackets(opened)
        if opened := self.accept("at_least"):
            return self.nested(lambda: self.at_least(opened))
        return self.comparison()

    def nested(self, read: Callable[[], _T]) -> _T:
        self.depth += 1
        if self.depth > DEEPEST:
            self.fail("KB110", f"more than {DEEPEST} levels of brackets")
        tree = read()
        self.depth -= 1
        return tree

    def bracketed(self, opened: Token, read: Callable[[], _T]) -> _T:
        tree = read()
        if not self.accept(")"):
            self.fail("KB115", "this bracket is never closed", opened)
        return tree

    def in_brackets(self, opened: Token) -> Condition:
        return self.nested(lambda: self.bracketed(opened, self.joined))

    def at_least(self, word: Token) -> AtLeast:
        if not (opened := self.accept("(")):
            self.fail("KB115", "at_least needs brackets", word, "write at_least(2, a < 1, b < 1)")
        number = self.next()
        if number.kind != "number" or not number.text.isdigit():
            self.fail("KB115", "at_least begins with a whole number", number)
        parts = []
        while self.accept(","):
            parts.append(self.joined())
        if not self.accept(")"):
            self.fail("KB115", "this bracket is never closed", opened)
        count = int(number.text)
        if not 1 <= count <= len(parts):
            message = f"at_least({count}, …) with {len(parts)} conditions is "
            message += "always true" if count < 1 else "never true"
            self.fail("KB131", message, number)
        if len(parts) > MOST_PARTS:
            self.fail("KB110", f"at_least takes up to {MOST_PARTS} conditions", word)
        return AtLeast(count, tuple(parts))

    def comparison(self) -> Condition:
        token = self.next()
        if token.kind != "id" or token.text in _RESERVED:
            if token.kind == "end":
                self.fail("KB115", "a comparison is missing here", token)
            if token.kind == "number":
                fix = "write the question first, like recovery.sleep_hours < 7"
                self.fail("KB134", "a comparison begins with a question", token, fix)
            self.fail("KB119", f"{token.shown} does not begin a comparison", token)
        subject = self.subject(token)
        operator = self.next()
        if operator.text == "in":
            return self.membership(token, subject)
        if operator.text == "has":
            return self.possession(token, subject)
        if operator.text in _COMPARING:
            return self.compared(token, subject, operator)
        self.fail_operator(token, subject, operator)

    def fail_operator(self, token: Token, subject: Subject, operator: Token) -> NoReturn:
        if operator.text == "is":
            fix = f"write {token.text} == …"
            self.fail("KB117", "'is' is not used; == says it exactly", operator, fix)
        if operator.text == "not":
            fix = f"write not {token.text} … or {token.text} != …"
            self.fail("KB117", "'not' stands before the question", operator, fix)
        if operator.kind == "end" or operator.text in {"and", "or", ")", ","}:
            fix = f"write {token.text} {_example(subject)}"
            self.fail("KB115", f"'{token.text}' is not compared with anything", token, fix)
        fix = "use one of < <= > >= == != in has"
        self.fail(
            "KB112", f"{operator.shown} is not an operator of the rule language", operator, fix
        )

    def subject(self, token: Token) -> Subject:
        subject = self.subjects.get(token.text)
        if subject is not None:
            return subject
        meant = did_you_mean(token.text, self.subjects)
        if "-" in token.text and not token.text.startswith(("flag.", "pattern.")):
            meant = meant or "a minus needs a space on both sides"
        else:
            meant = f"did you mean {meant}?" if meant else ""
        message = f"there is no question or derived value called '{token.text}'"
        self.fail("KB121", message, token, meant)

    def compared(self, token: Token, subject: Subject, operator: Token) -> Comparison:
        sign = Operator(operator.text)
        if isinstance(subject.kind, Several):
            fix = f"write {token.text} has {next(iter(subject.kind.labels))}"
            self.fail("KB130", f"'{token.text}' can have several answers", operator, fix)
        if isinstance(subject.kind, Text):
            self.fail("KB130", f"'{token.text}' is free text; no rule can read it", token)
        if not subject.ordered and sign not in {Operator.EQUAL, Operator.NOT_EQUAL}:
            message = f"the choices of '{token.text}' have no order"
            fix = "use == or in (…), or give the question `worse: lower` or `worse: higher`"
            self.fail("KB132", message, operator, fix)
        value = self.value(token, subject.kind)
        if isinstance(subject.kind, Number) and isinstance(value, float):
            self.check_range(token, subject.kind, sign, value)
        return Comparison(token.text, sign, (value,))

    def check_range(self, token: Token, kind: Number, sign: Operator, value: float) -> None:
        low, high = kind.lowest, kind.highest
        never = {
            Operator.LESS: value <= low, Operator.AT_MOST: value < low,
            Operator.MORE: value >= high, Operator.AT_LEAST: value > high,
            Operator.EQUAL: not low <= value <= high,
        }  # fmt: skip
        always = {
            Operator.LESS: value > high, Operator.AT_MOST: value >= high,
            Operator.MORE: value < low, Operator.AT_LEAST: value <= low,
            Operator.NOT_EQUAL: not low <= value <= high,
        }  # fmt: skip
        last = self.tokens[self.position - 1]
        said = f"'{token.text} {sign} {last.text}'"
        for truth, word in ((never, "never"), (always, "always")):
            if truth.get(sign):
                message = f"'{token.text}' goes from {show_range(kind)}, so {said} is {word} true"
                self.fail("KB131", message, last)

    def value(self, token: Token, kind: Kind) -> float | str:
        minus = self.accept("-")
        value = self.next()
        if isinstance(kind, Number):
            if value.kind == "number":
                quantity = parse_quantity(value.text, kind.unit)
                if isinstance(quantity, str):
                    self.fail("KB130", quantity, value)
                return -quantity.value if minus else quantity.value
            if value.text == "":
                self.fail("KB115", "a number is missing at the end", value)
            self.fail("KB130", f"'{token.text}' is a number, {value.shown} is not", value)
        if value.text == "":
            self.fail("KB115", "a choice is missing at the end", value)
        return self.choice(token, kind, value)

    def choice(self, token: Token, kind: Kind, value: Token) -> str:
        labels = kind.labels if isinstance(kind, Choice | Several) else {}
        if value.text in labels:
            return value.text
        meant = did_you_mean(value.text, labels) or (find_choice(labels, value.text) or "")
        if value.kind == "number":
            message = f"'{token.text}' is answered in words, {value.shown} is a number"
            self.fail("KB130", message, value, f"choices: {join_words(labels)}")
        choices = f"choices: {join_words(labels)}"
        fix = f"did you mean {meant}? {choices}" if meant else choices
        self.fail("KB122", f"'{token.text}' has no choice {value.shown}", value, fix)

    def membership(self, token: Token, subject: Subject) -> Comparison:
        if not isinstance(subject.kind, Choice):
            fix = "use has for several answers, and < or >= for numbers"
            self.fail(
                "KB130", f"'in' is for one choice of several; '{token.text}' is not", token, fix
            )
        opened = self.accept("(")
        if not opened:
            fix = f"write {token.text} in (first, second)"
            self.fail("KB118", "the choices after 'in' stand in round brackets", None, fix)
        values = [self.choice(token, subject.kind, self.next())]
        while self.accept(","):
            values.append(self.choice(token, subject.kind, self.next()))
        if joined := self.accept("or", "and"):
            self.fail("KB118", f"'{joined.text}' between choices; use a comma", joined)
        if not self.accept(")"):
            self.fail("KB115", "this bracket is never closed", opened)
        return Comparison(token.text, Operator.IN, tuple(values))

    def possession(self, token: Token, subject: Subject) -> Comparison:
        if not isinstance(subject.kind, Several):
            fix = f"write {token.text} {_example(subject)}"
            self.fail("KB130", f"'{token.text}' has one answer, not several", token, fix)
        if self.token.kind == "end":
            self.fail("KB115", "a choice is missing after 'has'")
        return Comparison(
            token.text, Operator.HAS, (self.choice(token, subject.kind, self.next()),)
        )

    def formula(self) -> Expression:
        tree = self.total()
        if self.token.kind != "end":
            self.fail("KB119", f"{self.token.shown} does not belong in a formula")
        return tree

    def total(self) -> Expression:
        tree = self.product()
        while sign := self.accept("+", "-"):
            tree = Operation(sign.text, tree, self.product())
        return tree

    def product(self) -> Expression:
        tree = self.factor()
        while sign := self.accept("*", "/"):
            tree = Operation(sign.text, tree, self.factor())
        return tree

    def factor(self) -> Expression:
        token = self.next()
        if token.text == "(":
            return self.nested(lambda: self.bracketed(token, self.total))
        if token.kind == "number":
            return Constant(float(token.text))
        if token.kind != "id":
            self.fail("KB115", "a number or the id of a number is missing here", token)
        subject = self.subject(token)
        if not isinstance(subject.kind, Number):
            self.fail("KB130", f"'{token.text}' is not a number", token)
        return Reference(token.text)


def _example(subject: Subject) -> str:
    match subject.kind:
        case Number(lowest):
            return f">= {lowest:g}"
        case Choice(labels):
            return f"== {next(iter(labels))}"
        case Several(labels):
            return f"has {next(iter(labels))}"
        case Text():
            return ""
