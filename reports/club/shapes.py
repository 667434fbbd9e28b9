"""What a club page may print: frozen data, as in `shapes.py` of the report.

`club_context` fills these in; templates read nothing else. Counts come as texts, hidden as far
as `counts.py` says.
"""

from dataclasses import dataclass
from typing import Annotated

from ...engine.units import VERBATIM
from ..charts.distribution import DistributionChart
from ..house.colours import Look
from ..house.shapes import HouseHead
from ..shapes import KnowledgeUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRunner:
    """A runner of whom the coach should know."""

    id: Annotated[str, "The runner's id in the screening.", VERBATIM]
    signs: Annotated[str, "What they told, or what changed; may be empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenGroup:
    """Runners whom somebody should see equally soon, or of whom the same changed."""

    way: Annotated[str, "Who, and how soon; or what changed."]
    count: Annotated[str, "How many runners, `3 runners`."]
    about: Annotated[str, "Which questions are missing; empty where that is not the matter."]
    has_signs: Annotated[bool, "Whether there is something to say of each."]
    runners: Annotated[tuple[SeenRunner, ...], "By id; as many as there is room for."]
    more: Annotated[str, "How many others there are; empty for none."]


@dataclass(frozen=True, slots=True, kw_only=True)
class BandLine:
    """How many runners a pillar or context has in each band."""

    title: Annotated[str, "Name of the pillar or context."]
    weak: Annotated[str, "Runners with 40 or more of 100."]
    watch: Annotated[str, "Runners from 20 up to 40."]
    solid: Annotated[str, "Runners below 20."]
    open: Annotated[str, "Runners with too few answers to say."]
    apart: Annotated[str, "Runners to whom it does not apply."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A rule, and for how many runners it counts: it fires, and no heavier one of its item does."""

    title: Annotated[str, "What the rule finds."]
    about: Annotated[str, "The pillar or context, or what is set against what."]
    runners: Annotated[str, "For how many runners it counts."]
    unknown: Annotated[str, "For how many it is unknown."]
    rule: Annotated[str, "Id of the rule.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopLine:
    """A workshop on one pillar."""

    title: Annotated[str, "Name of the pillar."]
    weak: Annotated[str, "For how many runners it is weak."]
    watch: Annotated[str, "For how many it is to be watched."]
    found: Annotated[str, "For how many it has points for certain, with or without a band."]
    about: Annotated[str, "The findings of this pillar that count most; may be empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A pillar or context now and in the earlier screening."""

    title: Annotated[str, "Name of the pillar or context."]
    better: Annotated[str, "Runners who moved to a band with less room to improve."]
    same: Annotated[str, "Runners who stayed in their band."]
    worse: Annotated[str, "Runners who moved to a band with more room to improve."]
    not_clear: Annotated[str, "Runners whose move missing answers could undo."]
    apart: Annotated[str, "Runners without a band on one side."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubContext:
    """Everything that a club page prints."""

    title: Annotated[str, "Title of the document."]
    language: Annotated[str, "Language code of all texts.", VERBATIM]
    paper: Annotated[str, "Size of the paper: `a4` or `letter`.", VERBATIM]
    look: Annotated[Look, "Colours of headings, rules and tints.", VERBATIM]
    house: Annotated[HouseHead | None, "Who prints, where they gave their name.", VERBATIM]
    runner: Annotated[str, "Always empty: a club page is of nobody alone.", VERBATIM]
    date: Annotated[str, "Day of the page, `23 November 2026`.", VERBATIM]
    date_iso: Annotated[str, "The same day, `2026-11-23`.", VERBATIM]
    knowledge: Annotated[KnowledgeUsed, "The knowledge base by which all were screened."]
    headline: Annotated[str, "Which pillar is weak for most runners."]
    lead: Annotated[str, "How many runners were screened, and how many have pillars shown."]
    notes: Annotated[tuple[str, ...], "What to know first, such as rows that were not read."]
    seen: Annotated[tuple[SeenGroup, ...], "Who should be seen first; the coach edition only."]
    bands: Annotated[tuple[BandLine, ...], "Pillars, then contexts."]
    chart: Annotated[
        DistributionChart | None, "The picture for paper and wide screens; None without a band."
    ]
    chart_narrow: Annotated[DistributionChart | None, "The same for narrow screens."]
    spreads: Annotated[tuple[str, ...], "Each plot of the picture in words."]
    jumps: Annotated[tuple[FindingLine, ...], "Rules that set a week or two against before."]
    findings: Annotated[tuple[FindingLine, ...], "Rules that count most."]
    workshop: Annotated[str, "Which single workshop would reach most runners."]
    workshops: Annotated[tuple[WorkshopLine, ...], "One for each pillar, the first first."]
    since: Annotated[str, "How many runners are in both screenings; empty without an earlier one."]
    moved: Annotated[tuple[MovedLine, ...], "How pillars and contexts moved."]
    changed: Annotated[tuple[SeenGroup, ...], "Who changed; the coach edition only."]
    hidden: Annotated[str, "What hidden numbers mean; empty where none is."]
    method: Annotated[tuple[str, ...], "How to read this, and where it ends."]
    about: Annotated[str, "What this page is and is not."]
