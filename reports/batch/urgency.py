"""Who of many runners has to be seen, and how soon."""

from collections.abc import Mapping
from typing import Final

from ...engine.diagnosis import Diagnosis
from ...engine.tiers import ROUTES, TIER_ROUTES
from ..sentences import printable
from ..words import ROUTE_WORDS

OPEN: Final = "open"  # nobody can say yet
OPEN_WORDS: Final = "safety questions are open"
WAYS: Final[Mapping[str, str]] = {
    **{one: ROUTE_WORDS[one].way for one in ROUTES if one not in TIER_ROUTES["D"]},
    OPEN: f"Cannot tell yet, {OPEN_WORDS}",
}  # the most urgent first


def urgency_of(diagnosis: Diagnosis) -> tuple[str, str]:
    """The most urgent way, one of WAYS, and the sign that says so; both empty for nobody.

    Where safety questions are open, the sign says that too: it may be more urgent than this.
    """
    raised = [one for one in diagnosis.flags if one.warn.route in WAYS]
    if not raised:
        return (OPEN, "") if diagnosis.is_safety_open else ("", "")
    first = min(raised, key=lambda one: ROUTES.index(one.warn.route))
    sign = printable(first.rule.title)
    return first.warn.route, f"{sign} ({OPEN_WORDS})" if diagnosis.is_safety_open else sign
