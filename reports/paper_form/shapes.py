"""What the paper form prints, made of plain values."""

from dataclasses import dataclass
from typing import Annotated

from ...engine.units import VERBATIM
from ..house.colours import Look
from ..house.shapes import HouseHead
from ..shapes import KnowledgeUsed


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOption:
    """One choice with its box."""

    label: Annotated[str, "What is ticked."]
    go: Annotated[str, "What to do at once if it is; empty for nothing."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """One question with room for its answer."""

    number: Annotated[str, "Where it stands, `12`."]
    ask: Annotated[str, "The question as it is put."]
    help: Annotated[str, "What helps to answer it; may be empty."]
    only_if: Annotated[str, "For whom it is, as a sentence; empty for everybody."]
    how: Annotated[str, "How to answer: tick one box, tick all that apply, a number, words."]
    options: Annotated[
        tuple[PaperOption, ...], "The choices; empty where a number or words are written."
    ]
    room: Annotated[str, "What stands behind the line to write on: range and unit, `0 to 300 km`."]
    offers_dont_know: Annotated[bool, "Whether there is a box for *I don't know*."]
    test: Annotated[str, "The test at home that answers it; empty for none."]
    id: Annotated[str, "Its id in an answers file.", VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSection:
    """The questions of one topic, or those that are answered for each sore place."""

    title: Annotated[str, "Title of the topic."]
    why: Annotated[str, "Why it is asked; may be empty."]
    consent: Annotated[str, "What to read before; may be empty."]
    places: Annotated[tuple[str, ...], "Columns of boxes, one for each sore place; else empty."]
    questions: Annotated[tuple[PaperQuestion, ...], "In the order in which they are asked."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTest:
    """A test at home, to do before its questions are answered."""

    title: Annotated[str, "Its title."]
    needs: Annotated[str, "What is needed; may be empty."]
    steps: Annotated[tuple[str, ...], "What to do, step by step."]
    stop: Annotated[str, "When to stop."]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """All questions of a base on paper."""

    title: Annotated[str, "Title of the page."]
    language: Annotated[str, "Language of the text, `en`."]
    date: Annotated[str, "The day on which it was printed."]
    date_iso: Annotated[str, "The same day, `2026-11-23`."]
    paper: Annotated[str, "Size of the paper, `a4` or `letter`."]
    look: Annotated[Look, "Colours."]
    house: Annotated[HouseHead | None, "Who prints it; None for nobody."]
    runner: Annotated[str, "Empty: it is written on the line for the name."]
    how_to: Annotated[tuple[str, ...], "How to fill it in, a sentence each."]
    sections: Annotated[tuple[PaperSection, ...], "In the order in which they are asked."]
    tests: Annotated[tuple[PaperTest, ...], "Tests at home that answer some of the questions."]
    about: Annotated[str, "What Surefoot is and is not."]
    knowledge: Annotated[KnowledgeUsed, "The base that asks."]
