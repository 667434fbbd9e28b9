"""The fixed words of a club page."""

from typing import Final

from .counts import LEAST_SHOWN

NOT_IN_BANDS: Final = (
    "are counted in the bands. The others are to be seen by someone first, or are too young for "
    "these rules: their own reports show no pillar either."
)
HIDDEN: Final = (
    f"Counts from 1 to {LEAST_SHOWN - 1} are printed as “under {LEAST_SHOWN}”, since they could "
    "point to a person. Where a total would give such a count away, the count beside it is printed "
    "as “or more”, or not at all."
)
NO_WORKSHOP: Final = f"No pillar is weak for {LEAST_SHOWN} runners or more, so none stands out."
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
    "Rules are counted over all runners. Of several rules about the same thing, the one that fires "
    "most stands for them.",
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
NOBODY: Final = "Nobody has to see them first"
