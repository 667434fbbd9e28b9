"""Which fields the entries of a population may have."""

from ..shape import Decimal, Shape, When, Words
from .model import Family, Lognormal, Normal, Triangular, Uniform

Own = When  # a family has fields of its own, read by its own shape
SILENCES = ("dont_know", "declined", "skipped")
FAMILIES: dict[str, type[Family]] = {
    "normal": Normal, "lognormal": Lognormal, "triangular": Triangular, "uniform": Uniform,
}  # fmt: skip
DRAWS = (*FAMILIES, "shares")


class _DrawnShape(Shape):
    normal: Own = None
    lognormal: Own = None
    triangular: Own = None
    uniform: Own = None
    shares: dict[str, Decimal] | None = None
    number: Words | None = None


class TraitCaseShape(_DrawnShape):
    """How a trait is drawn for some runners."""

    when: When = None


class CaseShape(TraitCaseShape):
    """How an answer is drawn for some runners."""

    dont_know: Decimal | None = None
    declined: Decimal | None = None
    skipped: Decimal | None = None


class TraitShape(_DrawnShape):
    """How a trait is drawn."""

    cases: list[When] | None = None
    lowest: Words | None = None
    highest: Words | None = None
    step: Decimal | None = None
    source: Words
    reason: Words = ""


class QuestionShape(TraitShape):
    """How the answer to a question is drawn."""

    dont_know: Decimal | None = None
    declined: Decimal | None = None
    skipped: Decimal | None = None
