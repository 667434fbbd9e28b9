"""What a comparison of two results may print: frozen data, as in `shapes.py`.

`comparison_context` fills these in; templates read nothing else.
"""

from dataclasses import dataclass
from typing import Annotated

from ...engine.units import VERBATIM
from ..charts.before_after import BeforeAfterChart
from ..house.colours import Look
from ..house.shapes import HouseHead
from ..shapes import KnowledgeUsed, SeeSomeone, SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SideLine:
    """Where one of the two sides is from."""

    side: Annotated[str, "`Before` or `After`."]
    day: Annotated[str, "The day of its plan; empty where the file names none."]
    text: Annotated[str, "By which rules it was worked out, and whether it comes out so today."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """Something that is not the same on both sides."""

    title: Annotated[str, "What it is."]
    before: Annotated[str, "What was said of it before."]
    after: Annotated[str, "What is said of it after."]
    note: Annotated[str, "That the change is within a usual error; else empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """A pillar or context on both sides."""

    title: Annotated[str, "Its name."]
    before: Annotated[str, "Number, band and range before, `45 weak (40 to 52)`."]
    after: Annotated[str, "The same after."]
    symbol: Annotated[str, "Sign of the band after."]
    css: Annotated[str, "The band after as a name for styles."]
    said: Annotated[str, "What can be said of its movement."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneLine:
    """One of the first actions of before."""

    title: Annotated[str, "What was to be done."]
    done: Annotated[str, "What the answers say: done, in part, still open, or that we cannot say."]
    findings: Annotated[tuple[str, ...], "The findings that it answers, and what is so of each."]
    answers: Annotated[tuple[str, ...], "The answers that show it, a line each; at most four."]
    note: Annotated[str, "That it rests on a change within a usual error; else empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLine:
    """One of the first actions of after."""

    title: Annotated[str, "What to do."]
    dose: Annotated[str, "How much, how often."]
    stop: Annotated[str, "When to stop or get help."]
    why: Annotated[str, "Titles of the findings that it answers."]
    how_sure: Annotated[str, "The one verb of its grade, and the grade's word."]
    standing: Annotated[str, "`new`, or `as before`; empty where before shows no actions."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipLine:
    """A rule that flipped."""

    title: Annotated[str, "What it finds."]
    before: Annotated[str, "fires, quiet or unknown."]
    after: Annotated[str, "The same after."]
    rule: Annotated[str, "Id of the rule.", VERBATIM]
    note: Annotated[str, "That only changes within a usual error flipped it; else empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonContext:
    """Everything that a comparison of two results prints."""

    title: Annotated[str, "Title of the document."]
    language: Annotated[str, "Language code of all texts.", VERBATIM]
    paper: Annotated[str, "Size of the paper: `a4` or `letter`.", VERBATIM]
    look: Annotated[Look, "Colours of headings, rules and tints.", VERBATIM]
    house: Annotated[HouseHead | None, "Who prints, where they gave their name.", VERBATIM]
    runner: Annotated[str, "The runner's name, as after; empty if not given.", VERBATIM]
    date: Annotated[str, "Day of the comparison, `23 November 2026`.", VERBATIM]
    date_iso: Annotated[str, "The same day, `2026-11-23`.", VERBATIM]
    knowledge: Annotated[KnowledgeUsed, "The knowledge base by which both sides are worked out."]
    referral_first: Annotated[bool, "Whether the box stands before notes and summary."]
    headline: Annotated[str, "What hurts, else what moved, in a sentence."]
    lead: Annotated[str, "What follows right after it: who to see, what else hurts; may be empty."]
    summary: Annotated[tuple[str, ...], "What did not move, and what is not clear."]
    notes: Annotated[
        tuple[str, ...], "What to know first: other rules, another name, the order.", VERBATIM
    ]
    sides: Annotated[tuple[SideLine, ...], "Where the two sides are from."]
    see_someone: Annotated[SeeSomeone, "The box for the side after; it is always there."]
    limits: Annotated[tuple[str, ...], "What the base does not know about this runner, after."]
    chart: Annotated[BeforeAfterChart | None, "The picture for paper and wide screens."]
    chart_narrow: Annotated[BeforeAfterChart | None, "The same for narrow screens."]
    moved: Annotated[tuple[MovedLine, ...], "Pillars as they rank after, then contexts."]
    actions_done: Annotated[tuple[DoneLine, ...], "The first actions of before."]
    next_headline: Annotated[str, "What comes first after; empty where somebody is seen first."]
    next_note: Annotated[str, "What limits all of the next actions; empty for none."]
    next_actions: Annotated[tuple[NextLine, ...], "The first actions of after."]
    answers: Annotated[tuple[ChangedLine, ...], "The answers that changed."]
    asked: Annotated[tuple[ChangedLine, ...], "Questions that are asked on one side only."]
    concluded: Annotated[tuple[ChangedLine, ...], "Flags and patterns that came, went or changed."]
    flips: Annotated[tuple[FlipLine, ...], "Rules that fire on one side only; at most thirty."]
    flips_more: Annotated[str, "How many other rules flipped; empty for none."]
    sources: Annotated[tuple[SourceLine, ...], "The sources of the flags, numbered."]
    method: Annotated[tuple[str, ...], "How to read this, and where it ends."]
    about: Annotated[str, "What this document is and is not."]
