"""What the record of a watch or app shows, beside what the runner said."""

import datetime

from ..engine.contradictions import Clash
from ..engine.diagnosis import Diagnosis
from ..engine.recorded import Confidence
from ..engine.said_and_recorded import RecordedValue, Standing, not_recorded, recorded_values
from ..engine.vocabulary import Number, Question
from .load import runs_too_far, tell_jumps, unit_in
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
SURE = {
    Confidence.HIGH: "sure",
    Confidence.MEDIUM: "fairly sure",
    Confidence.LOW: "rough",
}
STANDINGS = {
    Standing.TAKEN: "taken from the record",
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
    missing = "; ".join(one.title for one in not_recorded(diagnosis) if _is_measured(one))
    return RecordPart(
        intro=INTRO,
        differences=tuple(_difference(one) for one in differing),
        caution=CAUTION if differing else "",
        jumps=tell_jumps(runs_too_far(diagnosis.history, day), unit_in(units)),
        lines=tuple(_line(one) for one in values if _is_measured(one.question)),
        missing=f"Not in the record: {missing}." if missing else "",
    )


def _is_measured(question: Question) -> bool:
    """Whether a record measures it; that it has a cadence at all is said by the cadence."""
    return isinstance(question.kind, Number)


def differing_line(diagnosis: Diagnosis) -> str:
    """For the first page, where room is short: on what record and runner differ; empty for none."""
    differing = [
        one.question.title for one in recorded_values(diagnosis) if one.standing is Standing.DIFFERS
    ]
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


def _line(one: RecordedValue) -> RecordLine:
    basis = one.recorded.basis
    is_own = one.answer is not None and one.standing is not Standing.TAKEN
    return RecordLine(
        title=one.question.title,
        recorded=one.recorded.shown,
        source=f"{basis.shown_short}; {SURE[basis.confidence]}" if basis else "",
        said=one.answer.shown if one.answer and is_own else "",
        standing=STANDINGS[one.standing],
        differs=one.standing is Standing.DIFFERS,
    )
