"""What the pages of an interview show: plain values for their templates."""

from dataclasses import dataclass

from ....reports.drawings.sore_places import SorePlaces
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

    `kind` is number, scale (0 to 10, the numbers are its options), choice, several or text.
    `field` is the name of its field, `typed` what stands in it. `units` are those that can be
    chosen beside a number, the first is chosen. `before` is the answer of the earlier interview,
    of `before_day`: a button `do` with the value `same` confirms it, and nothing is chosen
    beforehand. `recorded` says what the record shows; `can_take`: that is not the answer, and a
    button with the value `recorded` makes it so. `left` is about how many questions are to come;
    `decides` says what rests on this one. `about` is how `ask` begins where it names a sore place
    ("About the shin: "): the place stands above the heading, which says the rest. `note` says why
    the runner came here, after asking for a question that no longer applies.
    `figure` is the picture beside a list of sore places.
    """

    action: str
    back: str
    later: str
    stop: str
    so_far: str
    id: str
    ask: str
    about: str
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
    recorded: str
    can_take: bool
    before: str
    before_day: str
    topic: str
    topic_why: str
    note: str
    left: int
    clash: tuple[str, ...]
    test_title: str
    test_steps: tuple[str, ...]
    tests_left_out: tuple[str, ...]
    figure: SorePlaces | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPage:
    """What a topic asks for and what becomes of it, read before its first question is asked."""

    title: str
    why: str
    consent: str
    agree: str
    stop: str
    back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOutPage:
    """Read before the answer that needs help at once is taken back by leaving the question out.

    `do` is what the button says again; `back` leads to the question.
    """

    action: str
    do: str
    back: str
    route: str


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
    """All answers, to check and change before the result.

    `is_settled`: what the runner wanted is proved, so the result is the next step and not `more`.
    `recorded` is the address of all that the record shows; empty without one.
    """

    note: str
    topics: tuple[CheckedTopic, ...]
    clashes: tuple[str, ...]
    put_off: tuple[Checked, ...]
    left_out: tuple[str, ...]
    proof: tuple[str, ...]
    recorded: str
    more: int
    is_settled: bool
    finish: str
    go_on: str
    back: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedLine:
    """What the record shows of a question.

    `basis` is what it stands on. `said` is the answer that the question has, if that is another;
    `is_taken`: it is this one. `before` was said the last time. `say` is the address of the
    question, empty while it is open whether it applies.
    """

    id: str
    title: str
    value: str
    basis: str
    said: str
    before: str
    is_ticked: bool
    is_taken: bool
    say: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPage:
    """All that the record shows, to be taken at once; `days` are those that it tells of.

    `opening` are sentences to be read first.
    """

    action: str
    days: str
    opening: tuple[str, ...]
    lines: tuple[RecordedLine, ...]
    later: str
    bring: str
    back: str
    stop: str

    @property
    def can_take(self) -> bool:
        """Whether anything is not among the answers yet."""
        return any(not one.is_taken for one in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """An early finish: what is proved, why, and what going on could still change."""

    title: str
    lead: str
    proof: tuple[str, ...]
    could_change: tuple[str, ...]
    more: int
    is_primary: bool
    finish: str
    go_on: str
    back: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPage:
    """A red flag, or a limit that ends the interview: what to do now, and nothing else.

    `runner` is whom it is about, and `home` where all runners are; both only for a coach.
    """

    runner: str
    home: str
    title: str
    is_urgent: bool
    route: str
    running: str
    tell: str
    because: str
    also: tuple[str, ...]
    change: str
    report: str
    stop: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoFarPage:
    """What the answers so far come to, and why, or what is open.

    `left_out` has the title and address of each safety question without a known answer.
    """

    headline: str
    left_out: tuple[tuple[str, str], ...]
    proof: tuple[str, ...]
    answered: int
    left: int
    back: str
    check: str


@dataclass(frozen=True, slots=True)
class Known:
    """A runner who is here already; `label` tells one from another of that name."""

    id: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPage:
    """The beginning of an interview; `runner` is whose it is, where that is known already.

    `id` is the one that the interview will have: a form that is sent twice makes one. `known` are
    runners of the name that was typed, where it has to be said whether it is one of them.

    `quick` and `full` say about how many questions and minutes each way takes; both are empty
    where answers of an interview `before` are only confirmed. `bring` is the command that brings in
    a record.
    """

    action: str
    id: str
    base: str
    runner: str
    name: str
    asks_name: bool
    before: str
    quick: str
    full: str
    depth: str
    known: tuple[Known, ...]
    kept_in: str
    bring: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPage:
    """What changed in the questions since an interview was left, read before it goes on."""

    lines: tuple[str, ...]
    go_on: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page that only says something, such as that there is no such page, and where to go."""

    title: str
    lines: tuple[str, ...]
    link: str
    link_says: str


@dataclass(frozen=True, slots=True)
class LeavePage:
    """Answers are saved; the server can be ended, or the interview gone on with."""

    go_on: str
