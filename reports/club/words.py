"""The fixed words of a club page."""

from typing import Final

from .counts import LEAST_SHOWN

IN_BANDS: Final = "All of them are counted in the bands."
NOT_IN_BANDS: Final = (
    "Not in the bands is who has to be seen by someone first, or is too young for these rules: "
    "their own reports show no pillar either."
)
HIDDEN: Final = (
    f"Counts from 1 to {LEAST_SHOWN - 1} are printed as “under {LEAST_SHOWN}”, since they could "
    "point to a person. Where a total would give such a count away, the count beside it is printed "
    "as “or more”, or not at all."
)
NO_WORKSHOP: Final = f"No pillar is weak for {LEAST_SHOWN} runners or more, so none stands out."
NOBODY_WEAK: Final = "No pillar is weak for anybody"
NOT_WEAK: Final = f"No pillar is weak for {LEAST_SHOWN} runners or more"
TOO_LITTLE: Final = "Too little was answered to say which pillar is weak"
ASK_MORE: Final = (
    "Too little was answered to say. A pillar gets a band where 60 percent of its parts are "
    "answered: ask more of its questions next time."
)
METHOD: Final = (
    "Every runner was looked at by the same rules as in a report of their own. This page only "
    "counts them.",
    "Weak is 40 or more of 100 room to improve, watch is 20 up to 40, solid is below 20. Where "
    "fewer than 60 percent of a pillar are answered, no band is given.",
    "A workshop is counted by the runners for whom its pillar is weak. Where that is equal, it is "
    "by those for whom it is to be watched, then by those for whom anything is found at all. Who "
    "has a sore place may have to leave out some of it.",
    "Rules are counted over all runners. Of several rules about the same thing, each runner is "
    "counted once: at the rule with most points of those that fire.",
)
SIGN_GONE_METHOD: Final = (
    "A sign that is no longer told need not be over: ask, before somebody trains on."
)
SINCE_METHOD: Final = (
    "Runners of the two screenings are matched by their id. This page does not say why a band "
    "changed: training, time, chance and another way to answer can all look the same.",
)
IDS_INSIDE: Final = (
    "This edition names runners and what they told about their health. It is for their coach "
    "alone: do not pin it up or send it on."
)
ABOUT: Final = (
    "This page gives general training information about a group, worked out by rules that anyone "
    "can read. It is no diagnosis, and it does not replace a doctor or a physiotherapist."
)
SOME: Final = "Some or all"
NOT_READ: Final = "Could not be read as a whole, but told a sign"
HELD: Final = "Must not train harder now, and with a fever must not run"
SELF_CARE: Final = "Told a sign to look after themselves"
MOVED_TO_WEAK: Final = "Moved to weak"
NEW_SIGN: Final = "Has a new warning sign"
SIGN_GONE: Final = "No longer tells a warning sign"
ONLY_NOW: Final = "New in this screening"
ONLY_BEFORE: Final = "Not in this screening any more"
