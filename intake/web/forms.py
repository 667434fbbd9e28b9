"""What the form of a question says, and how a question becomes fields."""

import re
from collections.abc import Mapping, Sequence
from typing import assert_never

from ...engine.units import unit_of
from ...engine.vocabulary import Answer, Choice, Misfit, Number, Question, Several, Text
from ...reports.printing import IMPERIAL
from ...reports.units import in_units
from ..interview.asking import Interview
from ..typed import accepted, in_words, labels_of
from .answering import Visit
from .notices import Fault

FIELD = "answer"
DONT_KNOW = "unknown"
_LONGEST = 200  # letters of a number or a choice
_NUMBER = re.compile(r"[\d.,:\s]*\d[\d.,:\s]*")
# A question's unit -> those to choose from, as they are written.
_UNITS: Mapping[str, tuple[str, ...]] = {
    "km": ("km", "mi"),
    "m": ("m", "ft"),
    "s/km": ("/km", "/mi"),
    "cm": ("cm", "in"),
    "kg": ("kg", "lb"),
    "h": ("hours", "min"),
    "weeks": ("weeks", "months", "years"),
    "months": ("months", "years", "weeks"),
    "years": ("years", "months"),
}
_IMPERIAL = frozenset({"mi", "ft", "/mi", "in", "lb"})
_SHOWN = {"h": "hours", "s": "seconds", "percent": "%"}


def kind_of(question: Question) -> str:
    """How a question is answered: scale, number, choice, several or text."""
    match question.kind:
        case Number() as kind:
            return "scale" if kind.is_scale else "number"
        case Choice():
            return "choice"
        case Several():
            return "several"
        case Text():
            return "text"
        case _:
            assert_never(question.kind)


def labels_with_dont_know(question: Question) -> dict[str, str]:
    """The choices by their words; the last is that one does not know, where that is an answer."""
    labels = dict(labels_of(question))
    if labels and question.offers_dont_know:
        labels.setdefault(DONT_KNOW, "I don’t know")
    return labels


def units_of(question: Question, answer: str, interview: Interview, units: str) -> tuple[str, ...]:
    """The units of a number question, the likeliest first.

    That is the unit of its `answer` so far, else that of the units that were chosen, else that
    in which distances were given before.
    """
    if not isinstance(question.kind, Number) or not question.kind.unit:
        return ()
    unit = question.kind.unit
    offered = _UNITS.get(unit)
    if offered is None:
        return (_SHOWN.get(unit, unit),)
    used = unit_of(answer, unit)[0] if answer else ""
    if used in offered:
        first = used
    elif units:
        first = next((one for one in offered if (one in _IMPERIAL) == (units == "imperial")), "")
    else:
        first = offered[1] if interview.reads_miles(question) else ""
    return tuple(sorted(offered, key=lambda one: one != first))


def typed_of(question: Question, answer: Answer | None, units: tuple[str, ...]) -> str:
    """What stands in the field of an answered question; the number alone beside its unit."""
    if answer is None or answer.value is None:
        return ""
    if not units:
        return answer.entered
    number, _, unit = answer.shown.rpartition(" ")
    if unit in {units[0], units[0].removesuffix("s")} and _NUMBER.fullmatch(number):
        return number
    return answer.entered


def read_form(question: Question, visit: Visit) -> list[str]:
    """The texts that a form gives as an answer; a number with the unit chosen beside it."""
    match visit.said("do"):
        case "unknown":
            return ["unknown"]
        case "decline":
            return ["prefer not to say"]
        case _:
            texts = clipped(question, visit.form).get(FIELD, [])
    unit = visit.said("unit")
    if isinstance(question.kind, Number) and unit in _UNITS.get(question.kind.unit, ()):
        return [f"{one.strip()} {unit}" if _NUMBER.fullmatch(one) else one for one in texts]
    return texts


def clipped(question: Question, form: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What was typed, cut where it is longer than any answer: a letter too many stays to see."""
    longest = question.kind.longest if isinstance(question.kind, Text) else _LONGEST
    return {field: [one[: longest + 1] for one in values] for field, values in form.items()}


def is_empty(texts: list[str]) -> bool:
    """Whether a form was sent without an answer."""
    return not any(text.strip() for text in texts)


def fault_of_nothing(question: Question) -> Fault:
    """What is said of a form without an answer."""
    match question.kind:
        case Choice():
            message = "Choose an answer, or say that you do not know."
            if not question.offers_dont_know:
                message = "Choose an answer."
        case Several():
            message = "Choose one or more answers."
        case _:
            message = f"Enter an answer. {accepted(question)}"
    return Fault(FIELD, message)


def fault_of(question: Question, misfit: Misfit, unit: str = "") -> Fault:
    """What is said of a form whose text is no answer; where all choices are seen, no more.

    What is accepted is said in the unit that was chosen beside the number.
    """
    message, fix = in_words(question, misfit)
    said = message if labels_of(question) else f"{message} {in_unit(fix, unit)}".strip()
    return Fault(FIELD, said[:1].upper() + said[1:])


def in_unit(text: str, unit: str = "") -> str:
    """A text of the base in miles, feet and pounds where such a unit is chosen."""
    return in_units(text, IMPERIAL) if unit in _IMPERIAL else text
