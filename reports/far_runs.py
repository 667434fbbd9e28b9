"""Single runs that went too far, in words: when, how far, and whether points are given for them.

The rules about a single run look at seven days, the chart at sixteen weeks. A run that the chart
marks and no rule looks at is said to be such, or the two seem to contradict each other.
"""

import datetime
from collections.abc import Sequence
from typing import Final

from ..engine.days import show_date, show_day, show_length
from ..engine.diagnosis import Diagnosis
from ..engine.errors import join_words
from ..engine.history import Jump
from ..engine.recorded import Basis
from ..engine.units import unit_of

RECENT_DAYS: Final = 30
_RULE_DAYS: Final = 7
_RULE_METRIC: Final = "longest_km_7d"
_MOST_TOLD: Final = 4


def tell_jumps(jumps: Sequence[Jump], unit: str, day: datetime.date) -> str:
    """How many runs went too far, and what each was; of many only the greatest."""
    if not jumps:
        return ""
    told = [_tell(one, unit, day) for one in _greatest(jumps)]
    more = f"So did {len(jumps) - len(told)} more." if len(jumps) > len(told) else ""
    return " ".join([f"{count_runs(len(jumps))} went too far.", *told, more]).strip()


def without_points(diagnosis: Diagnosis, days: Sequence[datetime.date], day: datetime.date) -> str:
    """That no points are given for runs before the days that the rules look at; empty for none.

    Those are the seven days before the report; where the answer came from a record, its own.
    """
    basis = _rule_basis(diagnosis)
    first = basis.first if basis else day - datetime.timedelta(days=_RULE_DAYS)
    earlier = [one for one in days if one < first]
    if not earlier:
        return ""
    is_old = basis is not None and (day - basis.last).days > _RULE_DAYS
    window = f"the last {_RULE_DAYS} days{' of the record' * is_old}"
    are_all = len(earlier) == len(days)
    which = "earlier ones" if not are_all else "this one" if len(earlier) == 1 else "these"
    told = f"Training load gives points for a single run only within {window}, so none for {which}."
    if all((day - one).days > RECENT_DAYS for one in earlier):
        return told
    return f"{told} Your body may still be getting used to such a distance."


def name_recent(jumps: Sequence[Jump], day: datetime.date) -> str:
    """The runs of the last 30 days that went too far, short: `a run too far on 8 Nov`."""
    days = [one.day for one in jumps if 0 <= (day - one.day).days <= RECENT_DAYS]
    if not days:
        return ""
    which = "a run" if len(days) == 1 else f"{len(days)} runs"
    return f"{which} too far on {join_words(map(show_day, days), 'and')}"


def count_runs(runs: int) -> str:
    """How many runs, at the start of a sentence."""
    return "No run" if not runs else "One run" if runs == 1 else f"{runs} runs"


def in_unit(km: float, unit: str) -> float:
    """A distance in km or miles."""
    return km / unit_of(f"1 {unit}", "km")[1]


def show_distance(value: float | None, unit: str) -> str:
    """A distance with its unit; empty for one that is not known."""
    return "" if value is None else f"{value:.1f}".removesuffix(".0") + f" {unit}"


def _tell(one: Jump, unit: str, day: datetime.date) -> str:
    km, before = (show_distance(in_unit(km, unit), unit) for km in (one.km, one.before_km))
    age = (day - one.day).days
    when = f"{show_date(one.day)}{f', {show_length(age)} ago,' if age > _RULE_DAYS else ''}"
    return f"On {when} you ran {km} in one run. The longest run of the 30 days before was {before}."


def _greatest(jumps: Sequence[Jump]) -> list[Jump]:
    """The greatest of them, first to last."""
    kept = sorted(jumps, key=lambda one: one.before_km / one.km)[:_MOST_TOLD]
    return sorted(kept, key=lambda one: one.day)


def _rule_basis(diagnosis: Diagnosis) -> Basis | None:
    """What the longest run that the rules look at was worked out from; None if it was typed."""
    questions = diagnosis.knowledge.asked.values()
    name = next((one.id for one in questions if one.from_history == _RULE_METRIC), "")
    answer = diagnosis.answers.get(name)
    return answer.basis if answer else None
