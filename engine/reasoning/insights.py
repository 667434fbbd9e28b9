"""All that a report says beside the diagnosis: what would move it, and on what it turns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..diagnosis import Diagnosis
from ..scoring import Band
from .changes import Change, changes_for, check_with_experta
from .ranges import Range, ranges
from .reasons import Reason, smallest_reasons
from .turning import Turning, find_turnings

_PRINTED = 2  # changes of a pillar in a report


@dataclass(frozen=True, slots=True, kw_only=True)
class Insights:
    """Answers to the questions that a runner asks of a result.

    `ranges` are those of the pillars and contexts of which an item applies or may. `reasons` has
    each that is weak or watch; None where no given answers alone keep it there. `changes` has the
    same: the changes of answers that would make it better, cheapest first; none where nothing
    within reach does. `turnings` are the answers within one step of turning the result.
    """

    ranges: Mapping[str, Range]
    reasons: Mapping[str, Reason | None]
    changes: Mapping[str, tuple[Change, ...]]
    turnings: tuple[Turning, ...]


@lru_cache(maxsize=4)
def find_insights(diagnosis: Diagnosis) -> Insights:
    """What else can be said of a diagnosis; each by running the rules again.

    Kept for the last few, since a report in several formats asks more than once.

    Raises:
        InferenceError: if Experta finds that a change does not do what was said: our fault.
    """
    scores = (*diagnosis.pillars, *diagnosis.contexts)
    return Insights(
        ranges=ranges(diagnosis.assessor, diagnosis.answers),
        reasons=smallest_reasons(diagnosis.assessor, diagnosis.answers, scores),
        changes=_changes(diagnosis),
        turnings=find_turnings(diagnosis),
    )


def _changes(diagnosis: Diagnosis) -> dict[str, tuple[Change, ...]]:
    """Those of each pillar; what is printed is fired by Experta, the others were evaluated."""
    scores = (*diagnosis.pillars, *diagnosis.contexts)
    weak = [one.pillar.id for one in scores if one.band in {Band.WEAK, Band.WATCH}]
    found = {name: changes_for(diagnosis, name) for name in weak}
    for changes in found.values():
        for change in changes[:_PRINTED]:
            check_with_experta(diagnosis, change)
    return found
