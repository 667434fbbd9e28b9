"""What the pages of an interview show: plain values for their templates."""

from dataclasses import dataclass

from ..notices import Fault


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its word in the form, its label, whether it is chosen, whether it stands alone."""

    word: str
    label: str
    is_chosen: bool
    is_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question.

    `kind` is number, choice, several or text. `field` is the name of its field, `typed` what
    stands in it. `units` are those that can be chosen beside a number, the first is chosen.
    `before` is the answer of the earlier interview, with its day: one press confirms it.
    `left` is about how many questions are to come; `decides` says what rests on this one.
    `figure` names the picture beside the list of sites; empty for none.
    """

    action: str
    back: str
    later: str
    stop: str
    so_far: str
    id: str
    ask: str
    help: str
    why: str
    decides: str
    kind: str
    field: str
    typed: str
    options: tuple[Option, ...]
    units: tuple[str, ...]
    accepted: str
    offers_dont_know: bool
    is_answered: bool
    answer_so_far: str
    before: str
    topic: str
    topic_why: str
    consent: str
    left: int
    clash: tuple[str, ...]
    test_title: str
    test_steps: tuple[str, ...]
    tests_left_out: tuple[str, ...]
    figure: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A line of the check page: an answer, and where to change it."""

    title: str
    answer: str
    change: str
    note: str


@dataclass(frozen=True, slots=True)
class CheckedTopic:
    """The answers of one topic."""

    title: str
    lines: tuple[Checked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """All answers, to check and change before the result."""

    topics: tuple[CheckedTopic, ...]
    clashes: tuple[str, ...]
    put_off: tuple[Checked, ...]
    proof: tuple[str, ...]
    more: int
    finish: str
    go_on: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """An early finish: what is proved, why, and what going on could still change."""

    title: str
    proof: tuple[str, ...]
    more: int
    is_primary: bool
    finish: str
    go_on: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """A red flag, or a limit that ends the interview: what to do now, and nothing else."""

    title: str
    is_urgent: bool
    route: str
    running: str
    tell: str
    because: str
    also: tuple[str, ...]
    change: str
    report: str
