"""The tear-off sheet: the exercises of each session, with a drawing of each."""

from collections.abc import Mapping
from itertools import groupby

from ..engine.diagnosis import Diagnosis
from ..engine.planning import Plan, SessionSheet
from .drawings.shapes import Drawing
from .sentences import ended
from .shapes import ExerciseLine, SheetPart, SheetWeek
from .words import ON_RUNS


def sheet_parts(diagnosis: Diagnosis) -> tuple[SheetPart, ...]:
    """The sessions of the plan and what is done on runs, at half volume where the plan is.

    Sessions stand in pairs beside each other; one without another takes the whole width.
    """
    parts, told = [], dict[str, str]()
    pairs = sum(bool(one.id) for one in diagnosis.plan.sessions) // 2
    for number, one in enumerate(diagnosis.plan.sessions):
        parts.append(_part(diagnosis, one, told, is_half=bool(one.id) and number < 2 * pairs))
        told = {**dict.fromkeys(one.exercises, one.title), **told}
    return tuple(parts)


def sheet_weeks(plan: Plan) -> tuple[SheetWeek, ...]:
    """What the week table says of the sessions, so that the sheet can hang alone."""
    texts = [
        " ".join(dict.fromkeys(one.text for one in week if one.block in plan.session_blocks))
        for week in plan.weeks
    ]
    numbered = enumerate(texts, start=1)
    found = []
    for text, same in groupby(numbered, key=lambda pair: pair[1]):
        weeks = [number for number, _ in same]
        label = str(weeks[0]) if len(weeks) == 1 else f"{weeks[0]} to {weeks[-1]}"
        if text:
            found.append(SheetWeek(label=label, text=text))
    return tuple(found)


def _part(
    diagnosis: Diagnosis, one: SessionSheet, told: Mapping[str, str], *, is_half: bool
) -> SheetPart:
    return SheetPart(
        title=f"{one.title}, {one.minutes} minutes" if one.id else ON_RUNS,
        text=one.text,
        exercises=tuple(_exercise(diagnosis, name, told) for name in one.exercises),
        weeks=one.weeks,
        is_half=is_half,
    )


def _exercise(diagnosis: Diagnosis, name: str, told: Mapping[str, str]) -> ExerciseLine:
    """One exercise; how it is done is told and drawn once."""
    one = diagnosis.knowledge.exercises[name]
    dose = one.half if diagnosis.plan.is_halved else one.dose
    how = f"As in {told[name][:1].lower()}{told[name][1:]}." if name in told else one.how
    return ExerciseLine(
        title=one.title,
        how=how,
        dose=ended(dose),
        stop=one.stop,
        picture=None if name in told else _picture(name, one.title),
    )


def _picture(name: str, title: str) -> Drawing | None:
    from .drawings.exercises import exercise_drawing  # noqa: PLC0415 (not for a referral)

    return exercise_drawing(name, title)
