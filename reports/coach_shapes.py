"""What the coach edition prints beside the runner's report: how everything was worked out."""

from dataclasses import dataclass
from typing import Annotated

from ..engine.units import EXACT, VERBATIM


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item of a pillar that gives points or is open."""

    points: Annotated[str, "What it gives, `2 of 3` or `0 to 2 of 3`."]
    title: Annotated[str, "The rule that gives the points; of an open item all that may."]
    rule: Annotated[str, "Id of the rule; of an open item the item's own name.", VERBATIM]
    answers: Annotated[str, "The answers behind it, or the questions that are open.", EXACT]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedScore:
    """How a pillar or context adds up."""

    id: Annotated[str, "Its id in the knowledge base.", VERBATIM]
    title: Annotated[str, "Its name."]
    outcome: Annotated[str, "Its band in words."]
    adds_up: Annotated[str, "How the number comes about, and how far the next bands are.", EXACT]
    items: Annotated[tuple[ItemLine, ...], "The items that give points, then the open ones."]
    rest: Annotated[str, "The items that give no points; may be empty."]
    nearest: Annotated[
        tuple[str, ...], "The nearest other answers, for each band next to it.", EXACT
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One line of a proof."""

    depth: Annotated[int, "How deep it stands, from 0."]
    mark: Annotated[str, "`yes`, `no`, `unknown`, or empty for a line that is no claim."]
    text: Annotated[str, "What is claimed, with the answer behind it.", EXACT]
    id: Annotated[str, "The id to ask on by; may be empty.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How a flag or a pattern was concluded."""

    id: Annotated[str, "Its id in the knowledge base.", VERBATIM]
    title: Annotated[str, "Its name."]
    outcome: Annotated[str, "What became of it, in words."]
    lines: Annotated[tuple[ProofLine, ...], "What it rests on, down to the answers."]
    nearest: Annotated[tuple[str, ...], "The nearest other answers that would turn it.", EXACT]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSafety:
    """An open question, and the flags that wait for it."""

    title: Annotated[str, "Short name of the question."]
    id: Annotated[str, "Its id.", VERBATIM]
    flags: Annotated[str, "Titles of the flags that it leaves undecided."]


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLine:
    """A conclusion that one answer a step or two away would turn."""

    title: Annotated[str, "What it is called."]
    id: Annotated[str, "Id of the rule.", VERBATIM]
    state: Annotated[str, "What it does now: `fires` or `quiet`."]
    turns: Annotated[str, "The other answer that would turn it.", EXACT]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOrigin:
    """One answer, with where it came from."""

    title: Annotated[str, "Short name of the question."]
    id: Annotated[str, "Its id.", VERBATIM]
    shown: Annotated[str, "The answer, and what it was converted to.", VERBATIM]
    origin: Annotated[str, "Where it came from, and whether it counts."]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTopic:
    """The answers of one part of the interview."""

    title: Annotated[str, "Title of the part."]
    answers: Annotated[tuple[AnswerOrigin, ...], "In the order of the interview."]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """How this was worked out, for a coach or a physiotherapist."""

    intro: Annotated[str, "What this part is, and how to ask on."]
    summary: Annotated[tuple[str, ...], "The whole report in lines, each with its id.", EXACT]
    flags: Annotated[tuple[Proof, ...], "The flags that fired."]
    undecided: Annotated[tuple[OpenSafety, ...], "Open questions that leave a flag undecided."]
    patterns: Annotated[tuple[Proof, ...], "The patterns that are shown."]
    scores: Annotated[tuple[WorkedScore, ...], "The pillars, then the contexts."]
    close: Annotated[tuple[CloseLine, ...], "What a small change of one answer would turn."]
    topics: Annotated[tuple[AnswerTopic, ...], "All answers, with where they came from."]
