"""What the handover prints: one page for a doctor or physiotherapist, made of plain values."""

from dataclasses import dataclass
from typing import Annotated

from ...engine.units import VERBATIM
from ..house.colours import Look
from ..house.shapes import HouseHead
from ..shapes import AnswerLine, KnowledgeUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverFlag:
    """A flag that fired, for a clinician."""

    tier: Annotated[str, "A, B, C or D."]
    title: Annotated[str, "Its name."]
    places: Annotated[tuple[str, ...], "Sites with sides, `Shin, left`; may be empty."]
    way: Annotated[str, "Who to see and when: its route."]
    answers: Annotated[tuple[AnswerLine, ...], "The answers that make it fire.", VERBATIM]
    rule: Annotated[str, "Id of the rule.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPattern:
    """A pattern that the answers fit, with the signs for it and against it."""

    title: Annotated[str, "What it is often called."]
    fit: Annotated[str, "How well the answers fit, `fits` or `fits well`."]
    places: Annotated[tuple[str, ...], "Sites with sides; may be empty."]
    signs_for: Annotated[tuple[AnswerLine, ...], "The answers that speak for it.", VERBATIM]
    signs_against: Annotated[tuple[AnswerLine, ...], "The answers that speak against it.", VERBATIM]
    id: Annotated[str, "Its id.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningAdvice:
    """What the runner was told about running because of a flag."""

    flag: Annotated[str, "Title of the flag."]
    text: Annotated[str, "The advice, as the runner reads it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """Answers that belong together: those about one site, or of one part of the interview."""

    title: Annotated[str, "The site with its side, or the title of the part."]
    answers: Annotated[tuple[AnswerLine, ...], "In the order of the interview."]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownSafety:
    """A question without an answer that leaves flags undecided."""

    title: Annotated[str, "Short name of the question."]
    state: Annotated[str, "`not asked`, `don't know` or `preferred not to say`."]
    flags: Annotated[
        str,
        "Titles and tiers of the flags that wait for it first, most urgent first; may be empty.",
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """What else has no answer, by part of the interview."""

    title: Annotated[str, "Title of the part."]
    count: Annotated[int, "How many questions."]
    titles: Annotated[
        str, "Their short names; after `don't know:` those to which that was said, and so on."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisedAction:
    """One of the first things that the runner was advised to do."""

    title: Annotated[str, "What to do."]
    dose: Annotated[str, "How much, how often."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """What the runner was advised to do; all but `mode` is empty where there is no plan."""

    mode: Annotated[str, "What sort of plan the runner has, or that there is none."]
    running: Annotated[str, "The running of the first week; may be empty."]
    blocks: Annotated[str, "What else the plan has; may be empty."]
    actions: Annotated[tuple[AdvisedAction, ...], "The first actions."]
    scores: Annotated[str, "Pillars and contexts with their bands; may be empty."]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverContext:
    """Everything that the handover prints about one runner."""

    title: Annotated[str, "Title of the document."]
    language: Annotated[str, "Language code of all texts.", VERBATIM]
    paper: Annotated[str, "Size of the paper: `a4` or `letter`.", VERBATIM]
    runner: Annotated[str, "The runner's name; empty if not given.", VERBATIM]
    look: Annotated[Look, "Colours of headings, rules and tints.", VERBATIM]
    house: Annotated[HouseHead | None, "Who prints, where they gave their name.", VERBATIM]
    person: Annotated[str, "Age and sex, `38 years, female`; says what was not given."]
    sore: Annotated[str, "The sore sites with their sides, or what was said instead."]
    date: Annotated[str, "Day of the report, `23 November 2026`.", VERBATIM]
    date_iso: Annotated[str, "The same day, `2026-11-23`.", VERBATIM]
    knowledge: Annotated[KnowledgeUsed, "The knowledge base."]
    tone: Annotated[str, "How loud the first box is: `urgent` (A, B), `soon` (C) or `calm`."]
    flags: Annotated[tuple[HandoverFlag, ...], "The flags that fired, most urgent first."]
    tiers: Annotated[str, "What the letters of the tiers mean; empty without a flag."]
    no_flags: Annotated[str, "What to say without a flag; empty with one."]
    patterns: Annotated[tuple[HandoverPattern, ...], "All patterns that the answers fit."]
    told: Annotated[str, "What the runner was told: whom to see, and when."]
    running: Annotated[tuple[RunningAdvice, ...], "What the runner was told about running."]
    groups: Annotated[
        tuple[AnswerGroup, ...],
        "All answers that were given: sites, load and history, the rest.",
        VERBATIM,
    ]
    clashes: Annotated[tuple[str, ...], "Answers that do not fit together, a sentence each."]
    unknown_safety: Annotated[
        tuple[UnknownSafety, ...], "Questions without an answer that leave flags undecided."
    ]
    unused_safety: Annotated[
        tuple[str, ...],
        "Safety questions whose answers another answer cancels; of a site how many they are.",
    ]
    open_groups: Annotated[tuple[OpenGroup, ...], "What else has no answer."]
    advised: Annotated[Advised, "What the runner was advised to do."]
    coach_said: Annotated[
        tuple[str, ...], "What a coach advised instead, and that there is a note.", VERBATIM
    ]
    limits: Annotated[tuple[str, ...], "Why the base is not made for this runner."]
    about: Annotated[tuple[str, ...], "How sure this is, and what it is not."]
