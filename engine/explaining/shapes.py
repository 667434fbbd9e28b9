"""What an explanation is made of: frozen data, printed by `text` and written out by `data`."""

from dataclasses import dataclass

from ..evaluate import Truth


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a proof: what is claimed, whether it holds, and what it rests on.

    `id` is what to ask on by, empty for none. `is_claim` is false for a line that is no claim, such
    as a reason: then there is nothing to hold.
    """

    text: str
    truth: Truth = None
    parts: tuple["Step", ...] = ()
    id: str = ""
    is_claim: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under one heading."""

    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Another answer to a question: from what to what, how far that is in steps, and in words."""

    id: str
    before: str
    after: str
    steps: float
    text: str


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest other answers that would turn something; each of `misses` is one set of them.

    `about` says what they would lead to. `note` says plainly what was not found or not tried.
    """

    about: str
    misses: tuple[tuple[Changed, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a claim rests on; `seen` says how much of it was read, `doi` may be empty."""

    id: str
    cite: str
    design: str
    seen: str
    doi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why something was concluded, or why not.

    `kind` is report, plan, pillar, context, rule, flag, limit, note, pattern, advice, question,
    worked-out value or contradiction. `missing` are open questions that could still change it.
    `grade` is how sure its sources make it, empty where it has none of its own.
    """

    id: str
    kind: str
    title: str
    outcome: str
    sentences: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    missing: tuple[str, ...] = ()
    grade: str = ""
    sources: tuple[Source, ...] = ()


def section(title: str, *steps: Step) -> tuple[Section, ...]:
    """A section, or nothing where it would have no line."""
    return (Section(title, steps),) if steps else ()


def said(text: str, name: str = "", parts: tuple[Step, ...] = ()) -> Step:
    """A line that is no claim."""
    return Step(text, None, parts, name, is_claim=False)
