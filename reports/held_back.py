"""Why the first actions are not about what has most room."""

from functools import partial

from ..engine.diagnosis import Diagnosis
from ..engine.findings import shown_value
from ..engine.planning import Action, Restrictions, restrictions
from ..engine.planning.actions import asked_for
from ..engine.scoring import Score
from .words import HELD_BACK


def held_back(diagnosis: Diagnosis, first: Score | None) -> str:
    """A sentence where a flag limits the first thing to do for the score that comes first.

    Empty where the actions begin with that score, or where something else, such as time, is the
    reason that they do not.
    """
    if first is None or not diagnosis.actions or not diagnosis.plan.shown:
        return ""
    if set(diagnosis.actions[0].rules) & set(first.fired):
        return ""
    shown = partial(shown_value, diagnosis.knowledge, diagnosis.answers, diagnosis.assessment)
    heaviest = next(asked_for(diagnosis.knowledge, (first,), shown), None)
    allowed = restrictions(
        [(one.warn, one.sites) for one in diagnosis.flags],
        [(one.pattern, one.sites) for one in diagnosis.patterns],
        stopped=False,
    )
    if heaviest is None or not _is_limited(diagnosis, heaviest, allowed):
        return ""
    return HELD_BACK.format(title=first.pillar.title)


def _is_limited(diagnosis: Diagnosis, action: Action, allowed: Restrictions) -> bool:
    block = diagnosis.knowledge.blocks[action.advice.block]
    return (action.advice.increases and allowed.is_restricted) or not allowed.allows(block)
