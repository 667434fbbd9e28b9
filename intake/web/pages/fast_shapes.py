"""What the one-page form shows: plain values for its template."""

from dataclasses import dataclass

from ..notices import Fault


@dataclass(frozen=True, slots=True)
class FastChoice:
    """An answer to choose: its word in the form, its label, whether it is chosen."""

    word: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FastField:
    """One question; `kind` is number, choice, several or text, and says how it is answered.

    The name of the field is the question's `id`. `accepted` says what a number may be, `before`
    what was answered the last time, `recorded` what the record shows.
    """

    id: str
    title: str
    ask: str
    kind: str
    typed: str
    choices: tuple[FastChoice, ...]
    accepted: str
    is_new: bool
    before: str
    recorded: str


@dataclass(frozen=True, slots=True)
class FastTopic:
    """The questions of one part."""

    id: str
    title: str
    fields: tuple[FastField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FastPage:
    """All questions that may matter, with the answers that there are.

    `day` (ISO) is when they were given. `seen` is how many entries the log had when this was
    shown: what another window said since is left alone. `more` are the first of the
    `more_count` questions that came up with what was sent. `record` is the address of what the
    record shows, empty without one.
    """

    action: str
    record: str
    back: str
    name: str
    day: str
    interview: str
    seen: int
    topics: tuple[FastTopic, ...]
    count: int
    more: tuple[FastField, ...]
    more_count: int
    faults: tuple[Fault, ...]
