"""What a population says: for each question how its answer is drawn.

All of it is checked; `reading` makes it from YAML, `generating` draws from it.
Shares are fractions of 1 here and percentages in the YAML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor, log10

from ..condition import Condition, Expression
from ..shape import Decimal, Shape
from ..units import DATE
from ..vocabulary import EXCLUSIVE, Choice, Number, Question, Several, Text

DRAWN = "drawn"  # the word by which a formula names the number that was drawn
DEFAULT_SKIPPED = 0.02
DEFAULT_NOT_SURE = 0.02
DEFAULT_NONE = 0.5
MOST_DECIMALS = 9
_WIDE = 2


class Normal(Shape):
    """Numbers around `mean`, two thirds of them within `deviation` of it."""

    mean: Decimal
    deviation: Decimal


class Lognormal(Shape):
    """Positive numbers: half are below `median`, two thirds within `factor` times of it."""

    median: Decimal
    factor: Decimal


class Triangular(Shape):
    """Numbers from `lowest` to `highest`, those near `likely` most often."""

    lowest: Decimal
    likely: Decimal
    highest: Decimal


class Uniform(Shape):
    """Numbers from `lowest` to `highest`, all equally often."""

    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of several words or numbers, each with its share; the shares add up to 1."""

    shares: tuple[tuple[str | float, float], ...]


@dataclass(frozen=True, slots=True)
class EachShare:
    """Several words, each chosen by its own share of runners whatever else they choose.

    `alone` has the words that stand alone, drawn before the others; who chooses none of
    them answers `nothing`.
    """

    shares: tuple[tuple[str, float], ...]
    alone: tuple[tuple[str, float], ...]
    nothing: str


Family = Normal | Lognormal | Triangular | Uniform
Draw = Family | OneOf | EachShare


@dataclass(frozen=True, slots=True)
class Silence:
    """The shares of those who do not answer, by what they do instead."""

    dont_know: float = 0.0
    declined: float = 0.0
    skipped: float = DEFAULT_SKIPPED

    @property
    def total(self) -> float:
        """The share of all who do not answer."""
        return self.dont_know + self.declined + self.skipped


@dataclass(frozen=True, slots=True)
class Case:
    """How an answer is drawn for the runners of whom `when` is true (None: for all).

    Without `draw` and `number` nobody answers. `number` is worked out for each number drawn.
    """

    when: Condition | None
    draw: Draw | None
    number: Expression | None
    silence: Silence


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the answer to one question, or a trait, is drawn: by the first case that holds.

    A number is drawn again until it lies within `lowest` and `highest` and the question's own
    range; a bound that cannot be worked out does not bind. `step` is what numbers are rounded
    to, 0 for not at all.
    """

    cases: tuple[Case, ...]
    lowest: Expression | None = None
    highest: Expression | None = None
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class Population:
    """How runners are made up; questions that are not named are drawn by `default_drawing`.

    `traits` are numbers that nobody is asked for, but that several answers follow from.
    """

    traits: Mapping[str, Drawing]
    questions: Mapping[str, Drawing]


def default_drawing(question: Question) -> Drawing:
    """How the answer to a question is drawn of which a population says nothing.

    Numbers: triangular over the whole range, most often in its middle. Choices: all equally
    often. Several: half of the runners answer none, and each other choice is equally often
    made. Free text and days are not made up.
    """
    draw: Draw | None = None
    step = 0.0
    match question.kind:
        case Number(unit=unit) if unit == DATE:
            return Drawing((Case(None, None, None, Silence(skipped=1.0)),))
        case Number(lowest, highest):
            middle = (lowest + highest) / 2
            draw = Triangular.model_construct(lowest=lowest, likely=middle, highest=highest)
            step = default_step(lowest, highest)
        case Choice(labels):
            draw = OneOf(tuple((word, 1 / len(labels)) for word in labels))
        case Several(labels):
            draw = default_shares(tuple(labels))
        case Text():
            return Drawing((Case(None, None, None, Silence(skipped=1.0)),))
    return Drawing((Case(None, draw, None, Silence()),), step=step)


def default_shares(labels: tuple[str, ...]) -> EachShare:
    """The shares of a question with several answers of which nothing is said."""
    words = [word for word in labels if word not in EXCLUSIVE]
    each = 1 - DEFAULT_NONE ** (1 / len(words)) if words else 0.0
    alone = tuple((word, DEFAULT_NOT_SURE) for word in labels if word == "not_sure")
    return EachShare(tuple((word, each) for word in words), alone, nothing_of(labels))


def nothing_of(labels: tuple[str, ...]) -> str:
    """What a runner answers who makes no other choice: none, or else the first choice."""
    return next((word for word in labels if word == "none"), labels[0])


def default_step(lowest: float, highest: float) -> float:
    """Whole numbers, or finer ones in a range of less than two.

    >>> default_step(0, 350), default_step(0, 1)
    (1.0, 0.1)
    """
    width = highest - lowest
    return 1.0 if width >= _WIDE else round(10.0 ** (floor(log10(width)) - 1), MOST_DECIMALS)
