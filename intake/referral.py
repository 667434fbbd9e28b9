"""Whom the last answers of a runner say to see: it stands above what a check-in says."""

from dataclasses import dataclass
from typing import Final

from ..engine.assessment import QuickAssessor
from ..engine.diagnosis import diagnose, stops
from ..engine.findings import RaisedFlag
from ..engine.knowledge import Knowledge
from .store.database import Store
from .store.sessions import answers_of
from .store.shapes import going_on

_REFERRING: Final = frozenset({"A", "B", "C"})  # tiers


@dataclass(frozen=True, slots=True)
class Standing:
    """What the last answers say: a flag that refers, a limit that stops, whether a plan is shown.

    `has_result`: an interview of the base was finished, so there is a plan and a calendar, unless
    `has_plan` is False.
    """

    flag: RaisedFlag | None = None
    limit: str = ""
    has_result: bool = False
    has_plan: bool = True


def standing_of(store: Store, runner: str, knowledge: Knowledge) -> Standing:
    """What holds for a runner now: of the last result, and of answers given since then."""
    last = store.latest_finished(runner, knowledge.name)
    going = going_on(store.interviews(runner), knowledge.name)
    quick = QuickAssessor(knowledge)
    found = [
        diagnose(quick, answers_of(store, one.id, knowledge))
        for one in {one.id: one for one in (last, going) if one is not None}.values()
    ]
    flags = [flag for one in found for flag in one.flags if flag.warn.tier in _REFERRING]
    limits = [each.rule.title for one in found for each in one.limits if stops(each.rule)]
    return Standing(
        flag=min(flags, key=lambda one: one.warn.tier, default=None),
        limit=limits[0] if limits else "",
        has_result=last is not None,
        has_plan=all(one.plan.shown for one in found),
    )
