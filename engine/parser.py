"""Conditions and formulas as authors write them, to trees.

Whatever is not in the language has no token, so nothing can be smuggled in. The
parser knows the vocabulary: a misspelt question, a choice that does not exist, a
threshold outside the range are mistakes here, before any runner is seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from . import slips
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
from .slips import COMPARING, Said
from .tokens import ConditionError, Cursor, Token
from .units import DATE, parse_quantity
from .vocabulary import Choice, Kind, Number, Several, Text, show_range

_T = TypeVar("_T")

DEEPEST = 8
MOST_PARTS = 10  # of at_least: Experta needs one branch for each combination
LONGEST_NUMBER = 15

_RESERVED = {"and", "or", "not", "in", "has", "at_least", "is"}
# What a comparison with one end of a range, or with what lies beyond it, always or never is.
_NEVER: dict[Operator, Callable[[float, float, float], bool]] = {
    Operator.LESS: lambda value, low, _: value <= low,
    Operator.AT_MOST: lambda value, low, _: value < low,
    Operator.MORE: lambda value, _, high: value >= high,
    Operator.AT_LEAST: lambda value, _, high: value > high,
    Operator.EQUAL: lambda value, low, high: not low <= value <= high,
}
_ALWAYS: dict[Operator, Callable[[float, float, float], bool]] = {
    Operator.LESS: lambda value, _, high: value > high,
    Operator.AT_MOST: lambda value, _, high: value >= high,
    Operator.MORE: lambda value, low, _: value < low,
    Operator.AT_LEAST: lambda value, low, _: value <= low,
    Operator.NOT_EQUAL: lambda value, low, high: not low <= value <= high,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition may read: its kind, and whether `<` has a meaning.

    `recorded`: only a record answers it, so that `>=` its lowest number says that there is one.
    """

    kind: Kind
    ordered: bool
    recorded: bool = False


Subjects = Mapping[str, Subject]


def parse_condition(text: str, subjects: Subjects) -> Condition:
    """The tree of a condition line.

    >>> hours = Subject(Number(0, 14, "h"), ordered=True)
    >>> parse_condition("not sleep.hours < 7", {"sleep.hours": hours})
    Not(part=Comparison(subject='sleep.hours', operator=<Operator.LESS: '<'>, values=(7.0,)))

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
        self.cursor = Cursor(text)
        self.subjects = subjects
        self.depth = 0
        self.said: Said | None = None

    def condition(self) -> Condition:
        tree = self.joined()
        if self.cursor.token.kind != "end":
            slips.refuse_rest(self.cursor, self.said, self.subjects)
        return tree

    def joined(self) -> Condition:
        cursor = self.cursor
        start = begin = cursor.token.start
        parts = [self.term()]
        joiner = None
        while joined := cursor.accept("and", "or"):
            if joiner and joined.text != joiner:
                self.fail_mixed(start, begin, joined)
            joiner = joined.text
            if cursor.token.kind == "end":
                message = f"something is missing after '{joiner}': the condition ends there"
                fix = f"write another comparison, or leave '{joiner}' out"
                cursor.fail("KB115", message, joined, fix)
            begin = cursor.token.start
            parts.append(self.term())
        if joiner is None:
            return parts[0]
        return All(tuple(parts)) if joiner == "and" else Any(tuple(parts))

    def fail_mixed(self, start: int, begin: int, joined: Token) -> None:
        """`start` is where the whole begins, `begin` where its last comparison does."""
        text, joiner = self.cursor.text, joined.text
        whole, last = text[start : joined.start].strip(), text[begin : joined.start].strip()
        fix = f"write ({whole}) {joiner} … or {text[start:begin]}({last} {joiner} …)"
        message = "'and' and 'or' are mixed without brackets, so this can be read in two ways"
        raise ConditionError("KB116", message, start, joined.end - start, fix)

    def term(self) -> Condition:
        if self.cursor.accept("not"):
            return self.nested(lambda: Not(self.term()))
        if opened := self.cursor.accept("("):
            return self.in_brackets(opened)
        if opened := self.cursor.accept("at_least"):
            return self.nested(lambda: self.at_least(opened))
        return self.comparison()

    def nested(self, read: Callable[[], _T]) -> _T:
        self.depth += 1
        if self.depth > DEEPEST:
            message = f"more than {DEEPEST} levels of brackets and not"
            self.cursor.fail("KB110", message, fix="write several lines under all: or any:")
        tree = read()
        self.depth -= 1
        return tree

    def in_brackets(self, opened: Token) -> Condition:
        tree = self.nested(self.joined)
        self.close(opened)
        return tree

    def close(self, opened: Token) -> None:
        if self.cursor.accept(")"):
            return
        if self.cursor.token.kind == "end":
            slips.refuse_open(self.cursor, opened)
        slips.refuse_rest(self.cursor, self.said, self.subjects)

    def at_least(self, word: Token) -> AtLeast:
        cursor = self.cursor
        if not (opened := cursor.accept("(")):
            cursor.fail("KB115", "at_least needs brackets", word, "write at_least(2, a < 1, b < 1)")
        number = cursor.next()
        if number.kind != "number" or not number.text.isdigit():
            fix = "write at_least(2, a < 1, b < 1)"
            cursor.fail("KB115", "at_least begins with a whole number", number, fix)
        if cursor.token.kind != "end" and cursor.token.text not in {",", ")"}:
            cursor.fail("KB115", f"a comma is missing before {cursor.token.shown}")
        parts = []
        while cursor.accept(","):
            parts.append(self.joined())
        self.close(opened)
        count = int(number.text)
        if not 1 <= count <= len(parts):
            conditions = "1 condition" if len(parts) == 1 else f"{len(parts)} conditions"
            truth = "always" if count < 1 else "never"
            message = f"at_least({count}, …) with {conditions} is {truth} true"
            cursor.fail("KB131", message, number)
        if len(parts) > MOST_PARTS:
            fix = "say the same with and / or, or in several rules"
            cursor.fail("KB110", f"at_least takes up to {MOST_PARTS} conditions", word, fix)
        return AtLeast(count, tuple(parts))

    def comparison(self) -> Condition:
        token = self.cursor.next()
        if token.kind != "id" or token.text in _RESERVED:
            slips.refuse_beginning(self.cursor, token, self.said)
        subject = self.subject(token)
        if isinstance(subject.kind, Text):
            message = f"'{token.text}' is free text; no rule can read it"
            self.cursor.fail("KB130", message, token)
        self.refuse_day(token, subject)
        operator = self.cursor.next()
        if operator.text == "in":
            read = self.membership(token, subject)
        elif operator.text == "has":
            read = self.possession(token, subject)
        elif operator.text in COMPARING:
            read = self.compared(token, subject, operator)
        else:
            slips.refuse_operator(self.cursor, token, subject.kind, operator)
        values = tuple(
            one if isinstance(one, str) else self.cursor.last.text for one in read.values
        )
        self.said = Said(token.text, subject.kind, operator.text, values)
        return read

    def refuse_day(self, token: Token, subject: Subject) -> None:
        """A day means something only against the day of the report, which no rule knows."""
        if isinstance(subject.kind, Number) and subject.kind.unit == DATE:
            message = f"'{token.text}' is a day; no rule can read it"
            self.cursor.fail("KB130", message, token, "ask for a number of weeks instead")

    def subject(self, token: Token) -> Subject:
        subject = self.subjects.get(token.text)
        if subject is None:
            slips.refuse_unknown(self.cursor, token, self.said, self.subjects)
        return subject

    def compared(self, token: Token, subject: Subject, operator: Token) -> Comparison:
        sign, cursor = Operator(operator.text), self.cursor
        if isinstance(subject.kind, Several):
            fix = f"write {token.text} {slips.example(subject.kind)}"
            cursor.fail("KB130", f"'{token.text}' can have several answers", operator, fix)
        if not subject.ordered and sign not in {Operator.EQUAL, Operator.NOT_EQUAL}:
            slips.refuse_order(cursor, token.text, subject.kind, operator)
        if isinstance(subject.kind, Number):
            number = self.number(token, sign, subject.kind, is_record=subject.recorded)
            return Comparison(token.text, sign, (number,))
        word = self.choice(token, subject.kind)
        if isinstance(subject.kind, Choice):
            places = list(subject.kind.labels)
            ends = (places.index(word), 0, len(places) - 1)
            self.check_range(token, sign, ends, word, subject.kind)
        return Comparison(token.text, sign, (word,))

    def check_range(
        self,
        token: Token,
        sign: Operator,
        numbers: tuple[float, float, float],
        shown: str,
        kind: Number | Choice,
    ) -> None:
        """Refuse what is always or never true; `numbers` are the value, the lowest, the highest."""
        for table, word in ((_NEVER, "never"), (_ALWAYS, "always")):
            if sign in table and table[sign](*numbers):
                labels = list(slips.labels_of(kind))
                goes = f"goes from {show_range(kind)}" if isinstance(kind, Number) else (
                    f"goes from {labels[0]} to {labels[-1]}"
                )  # fmt: skip
                message = f"'{token.text}' {goes}, so '{token.text} {sign} {shown}' is {word} true"
                fix = "take another value, or leave the comparison out"
                self.cursor.fail("KB131", message, self.cursor.last, fix)

    def number(self, token: Token, sign: Operator, kind: Number, *, is_record: bool) -> float:
        minus = self.cursor.accept("-")
        value = self.cursor.next()
        if value.kind != "number":
            slips.refuse_number(self.cursor, token.text, value, self.subjects)
        quantity = parse_quantity(value.text, kind.unit)
        if isinstance(quantity, str):
            self.cursor.fail("KB130", quantity, value)
        number = -quantity.value if minus else quantity.value
        shown = f"-{value.text}" if minus else value.text
        says_there_is_one = is_record and (sign, number) == (Operator.AT_LEAST, kind.lowest)
        if not says_there_is_one:
            self.check_range(token, sign, (number, kind.lowest, kind.highest), shown, kind)
        return number

    def choice(self, token: Token, kind: Kind) -> str:
        value = self.cursor.next()
        if value.text not in slips.labels_of(kind):
            slips.refuse_choice(self.cursor, token.text, kind, value, self.subjects)
        return value.text

    def membership(self, token: Token, subject: Subject) -> Comparison:
        cursor = self.cursor
        if not isinstance(subject.kind, Choice):
            fix = "use has for several answers, and < or >= for numbers"
            message = f"'in' is for one choice of several; '{token.text}' is not"
            cursor.fail("KB130", message, token, fix)
        opened = cursor.accept("(")
        if not opened:
            slips.refuse_list(cursor, token.text, subject.kind, None)
        values = [self.choice(token, subject.kind)]
        while cursor.accept(","):
            values.append(self.choice(token, subject.kind))
            if values[-1] in values[:-1]:
                message = f"'{values[-1]}' stands in the list twice"
                cursor.fail("KB118", message, cursor.last, "leave one out")
        if not cursor.accept(")"):
            slips.refuse_list(cursor, token.text, subject.kind, opened)
        return Comparison(token.text, Operator.IN, tuple(values))

    def possession(self, token: Token, subject: Subject) -> Comparison:
        if not isinstance(subject.kind, Several):
            fix = f"write {token.text} {slips.example(subject.kind)}"
            message = f"'{token.text}' has one answer, not several"
            self.cursor.fail("KB130", message, token, fix)
        return Comparison(token.text, Operator.HAS, (self.choice(token, subject.kind),))

    def formula(self) -> Expression:
        tree = self.total()
        if self.cursor.token.kind != "end":
            self.fail_formula()
        return tree

    def fail_formula(self) -> None:
        token = self.cursor.token
        fix = "a formula has numbers, questions, + - * / and round brackets"
        self.cursor.fail("KB119", f"{token.shown} does not belong in a formula", token, fix)

    def total(self) -> Expression:
        tree = self.product()
        while sign := self.cursor.accept("+", "-"):
            tree = Operation(sign.text, tree, self.product())
        return tree

    def product(self) -> Expression:
        tree = self.factor()
        while sign := self.cursor.accept("*", "/"):
            tree = Operation(sign.text, tree, self.factor())
        return tree

    def factor(self) -> Expression:
        token = self.cursor.next()
        if token.text == "(":
            return self.nested(lambda: self.in_formula_brackets(token))
        if token.kind == "number":
            if ":" in token.text or len(token.text) > LONGEST_NUMBER:
                self.cursor.fail("KB130", f"{token.shown} is not a plain number", token)
            return Constant(float(token.text))
        if token.kind == "end":
            self.cursor.fail("KB115", "a number or the id of a number is missing at the end", token)
        if token.kind != "id" or token.text in _RESERVED:
            message = f"a number or the id of a number is missing before {token.shown}"
            self.cursor.fail("KB115", message, token)
        subject = self.subject(token)
        if not isinstance(subject.kind, Number):
            self.cursor.fail("KB130", f"'{token.text}' is not a number", token)
        self.refuse_day(token, subject)
        return Reference(token.text)

    def in_formula_brackets(self, opened: Token) -> Expression:
        tree = self.total()
        if not self.cursor.accept(")"):
            if self.cursor.token.kind == "end":
                slips.refuse_open(self.cursor, opened)
            self.fail_formula()
        return tree
