"""What the handover says of the advice that the runner got, from the plan and from a coach."""

from collections.abc import Iterator
from typing import Final

from ...engine.days import show_date
from ...engine.diagnosis import Diagnosis
from ...engine.planning import MOST_ACTIONS, Plan
from ...engine.scoring import Band
from ..house.coach_file import CoachWords
from ..scores import room_words
from ..words import BAND_WORDS, OPEN_SAFETY
from .shapes import Advised, AdvisedAction

_MODES: Final = {
    "none": "No training plan and no training advice was given.",
    "full": "Eight-week plan, without a restriction.",
    "keep-going": "Keep going as now: no pillar is known to be weak.",
    "hold": "Load held: nothing goes up until the flag is settled.",
    "no-impact": "Eight weeks without running and jumping.",
    "site": "Eight weeks that spare the sore site.",
}
_NO_WEEKS = "No training is left to plan."
_HALVED = "All of it at half volume."


def advised(diagnosis: Diagnosis) -> Advised:
    """What the runner was advised; under a referral only that nothing was."""
    plan = diagnosis.plan
    if not plan.shown:
        return Advised(mode=_MODES["none"], running="", blocks="", actions=(), scores="")
    first = plan.weeks[0] if plan.weeks else ()
    others = [cell.title for cell in first if cell.block != "running"]
    return Advised(
        mode=" ".join(_mode(diagnosis)),
        running=next((cell.text for cell in first if cell.block == "running"), ""),
        blocks="; ".join(others),
        actions=tuple(
            AdvisedAction(title=one.advice.title, dose=one.advice.dose.rstrip("."))
            for one in diagnosis.actions[:MOST_ACTIONS]
        ),
        scores=_scores(diagnosis),
    )


def _mode(diagnosis: Diagnosis) -> Iterator[str]:
    """What sort of plan it is, and what the runner was told to settle before it."""
    plan: Plan = diagnosis.plan
    yield _MODES[plan.mode] if plan.weeks else _NO_WEEKS
    if plan.weeks and plan.is_halved:
        yield _HALVED
    if diagnosis.is_safety_open or diagnosis.undecided_flags:
        yield f"The runner was told: “{OPEN_SAFETY}”"


def _scores(diagnosis: Diagnosis) -> str:
    """Pillars and contexts with their bands, and how much room there is where one has a band."""
    shown = []
    for one in (*diagnosis.pillars, *diagnosis.contexts):
        if one.band is not Band.DOES_NOT_APPLY:
            room = room_words(one)
            shown.append(
                f"{one.pillar.title}: {BAND_WORDS[one.band]}" + (f" ({room})" if room else "")
            )
    return "; ".join(shown)


def coach_said(words: CoachWords, diagnosis: Diagnosis) -> Iterator[str]:
    """A line for each action that a coach replaced, and one for a note, which is not repeated."""
    if words.note:
        date = show_date(words.date)
        yield f"Also in the runner's report: a note to the runner, by {words.by}, {date}."
    if not diagnosis.plan.shown:
        return
    instead = {one.action: one.instead for one in words.overrides}
    for one in diagnosis.actions[:MOST_ACTIONS]:
        if one.advice.id in instead:
            said = instead[one.advice.id].rstrip(". ")
            yield f"Instead of {one.advice.title}: {said}, {words.by}."
