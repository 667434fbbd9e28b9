"""What an explanation is made of: frozen data, printed by `text` and written out by `data`."""

from dataclasses import dataclass
from typing import Annotated

from ..evaluate import Truth
from ..units import EXACT, VERBATIM

_Id = Annotated[str, VERBATIM]
_Exact = Annotated[str, EXACT]  # beside a number that it is compared with


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a proof: what is claimed, whether it holds, and what it rests on.

    `id` is what to ask on by, empty for none. `is_claim` is false for a line that is no claim, such
    as a reason: then there is nothing to hold.
    """

    text: _Exact
    truth: Truth = None
    parts: tuple["Step", ...] = ()
    id: _Id = ""
    is_claim: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under one heading."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Another answer to a question: from what to what, how far that is in steps, and in words."""

    id: _Id
    before: _Exact
    after: _Exact
    steps: float
    text: _Exact


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest other answers that would turn something; each of `misses` is one set of them.

    `about` says what they would lead to. `note` says plainly what was not found or not tried.
    """

    about: _Exact
    misses: tuple[tuple[Changed, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a claim rests on; `seen` says how much of it was read, `doi` may be empty."""

    id: _Id
    cite: Annotated[str, VERBATIM]
    design: Annotated[str, VERBATIM]
    seen: Annotated[str, VERBATIM]
    doi: Annotated[str, VERBATIM]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something was concluded, or why not.

    `kind` is report, plan, pillar, context, rule, flag, limit, note, pattern, advice, question,
    worked-out value or contradiction. `missing` are open questions that could still change it.
    `grade` is how sure its sources make it, empty where it has none of its own.
    """

    id: _Id
    kind: str
    title: _Exact
    outcome: _Exact
    sentences: Annotated[tuple[str, ...], EXACT] = ()
    sections: tuple[Section, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: Annotated[tuple[str, ...], VERBATIM] = ()
    grade: str = ""
    sources: tuple[Source, ...] = ()


def section(title: str, *steps: Step) -> tuple[Section, ...]:
    """A section, or nothing where it would have no line."""
    return (Section(title, steps),) if steps else ()


def said(text: str, name: str = "", parts: tuple[Step, ...] = ()) -> Step:
    """A line that is no claim."""
    return Step(text, None, parts, name, is_claim=False)
