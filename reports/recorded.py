"""What the record of a watch or app shows, beside what the runner said."""

import datetime
from typing import Final

from ..engine.contradictions import Clash
from ..engine.days import show_date, show_length
from ..engine.diagnosis import Diagnosis
from ..engine.recorded import Confidence
from ..engine.said_and_recorded import RecordedValue, Standing, not_recorded, recorded_values
from ..engine.vocabulary import Number, Question
from .far_runs import name_recent, tell_jumps, without_points
from .load import runs_too_far, unit_in
from .record_shapes import RecordDifference, RecordLine, RecordPart
from .sentences import printable

INTRO = (
    "This is what your watch or app kept. Where you said something else, what you said counts in "
    "this report."
)
CAUTION = (
    "A watch errs too. It misses the runs that you did without it, and measures badly under trees, "
    "between tall houses and on a treadmill. Look which of the two is nearer, and answer again."
)
SURE_WORDS = (
    "“Sure”, “fairly sure” and “rough” say how much was recorded, and how well a watch measures it."
)
AGREES_WORDS = "“Agrees”: no further apart than a watch and a memory can be."
OLD_DAYS: Final = 14  # the rules look at two weeks: a record that ends earlier is not of now
SURE = {
    Confidence.HIGH: "sure",
    Confidence.MEDIUM: "fairly sure",
    Confidence.LOW: "rough",
}
STANDINGS = {
    Standing.TAKEN: "from the record",
    Standing.AGREES: "agrees",
    Standing.DIFFERS: "differs",
    Standing.NOT_SAID: "not answered",
}


def record_part(diagnosis: Diagnosis, day: datetime.date, units: str) -> RecordPart | None:
    """What there is to say of the record up to a day; None without one."""
    values = recorded_values(diagnosis)
    if not values:
        return None
    differing = [one for one in values if one.standing is Standing.DIFFERS]
    jumps = runs_too_far(diagnosis.history, day)
    points = without_points(diagnosis, [one.day for one in jumps], day)
    lines = tuple(_line(one, day) for one in values if _is_measured(one.question))
    agrees = any(one.standing == STANDINGS[Standing.AGREES] for one in lines)
    missing = "; ".join(one.title for one in not_recorded(diagnosis) if _is_measured(one))
    return RecordPart(
        old=_old(values, day),
        intro=INTRO,
        differences=tuple(_difference(one) for one in differing),
        caution=CAUTION if differing else "",
        jumps=f"{tell_jumps(jumps, unit_in(units), day)} {points}".strip(),
        key=f"{SURE_WORDS} {AGREES_WORDS}" if agrees else SURE_WORDS,
        lines=lines,
        missing=f"Not in the record: {missing}." if missing else "",
    )


def _is_measured(question: Question) -> bool:
    """Whether a record measures it; that it has a cadence at all is said by the cadence."""
    return isinstance(question.kind, Number)


def first_page_line(diagnosis: Diagnosis, day: datetime.date) -> str:
    """For the first page, where room is short: on what record and runner differ, what ran too far.

    Empty for neither.
    """
    differing = [
        one.question.title for one in recorded_values(diagnosis) if one.standing is Standing.DIFFERS
    ]
    recent = name_recent(runs_too_far(diagnosis.history, day), day)
    if recent:
        count = len(differing)
        other = f", and {count} other value{'s' * (count > 1)} than you said" if count else ""
        return f"Your record shows {recent}{other}."
    if not differing:
        return ""
    first, more = differing[0][:1].lower() + differing[0][1:], len(differing) - 1
    if not more:
        return f"Your record shows another value for {first}."
    return f"Your record shows other values for {first} and {more} more."


def told_by_record(diagnosis: Diagnosis) -> tuple[Clash, ...]:
    """The contradictions that this part tells, so that they need not stand anywhere else."""
    return tuple(one.clash for one in recorded_values(diagnosis) if one.clash)


def _difference(one: RecordedValue) -> RecordDifference:
    said = one.answer.shown if one.answer else ""
    text = f"You said {said}. Your record shows {one.recorded.shown}."
    basis = one.recorded.basis
    return RecordDifference(
        title=one.question.title,
        text=printable(one.clash.text if one.clash else text),
        source=f"(From {basis.shown}; {SURE[basis.confidence]}.)" if basis else "",
    )


def _old(values: tuple[RecordedValue, ...], day: datetime.date) -> str:
    """That the record ended long before the report; empty if it did not."""
    ends = [one.recorded.basis.last for one in values if one.recorded.basis]
    if not ends or not _is_old(max(ends), day):
        return ""
    age = show_length((day - max(ends)).days)
    return (
        f"Your record ends on {show_date(max(ends))}, {age} before this report: it says nothing "
        "of now."
    )


def _is_old(last: datetime.date, day: datetime.date) -> bool:
    return (day - last).days > OLD_DAYS


def _standing(one: RecordedValue, day: datetime.date) -> str:
    basis, word = one.recorded.basis, STANDINGS[one.standing]
    if one.standing is not Standing.TAKEN or basis is None or not _is_old(basis.last, day):
        return word
    return f"{word}, {show_length((day - basis.last).days)} old"


def _line(one: RecordedValue, day: datetime.date) -> RecordLine:
    basis = one.recorded.basis
    is_own = one.answer is not None and one.standing is not Standing.TAKEN
    return RecordLine(
        title=one.question.title,
        recorded=one.recorded.shown,
        source=f"{basis.shown_short}; {SURE[basis.confidence]}" if basis else "",
        said=one.answer.shown if one.answer and is_own else "",
        standing=_standing(one, day),
        differs=one.standing is Standing.DIFFERS,
    )
