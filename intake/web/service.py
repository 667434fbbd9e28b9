"""What every page works with: the store, the base, and how results are printed."""

import datetime
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock

from ...engine.knowledge import Knowledge
from ...engine.reasoning.prospect import Reading
from ...engine.vocabulary import Answers, State
from ...reports.person import NAME_QUESTION
from ..interview.asking import Interview
from ..store.database import Store
from ..store.sessions import keep_steps, load_interview
from ..store.shapes import StoredInterview, StoredRunner
from .notices import Notices
from .results import Results
from .waiting import Waiting

_MOST_KEPT = 32  # interviews; one with all that follows from it takes some 100 kB


class NotFound(Exception):  # noqa: N818  (no error: a page that says so)
    """There is no such runner or interview; it may have been forgotten."""


@dataclass(slots=True)
class Recent:
    """The interviews that were looked at last, so that a page need not work them out again.

    They are found by the number of entries of their log: once another tab or process has added
    one, they are not found any more.
    """

    _kept: OrderedDict[str, Interview] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def find(self, name: str, entries: int) -> Interview | None:
        """The interview with this many entries, if it is kept."""
        with self._lock:
            found = self._kept.get(name)
            if found is None or len(found.log) != entries:
                return None
            self._kept.move_to_end(name)
            return found

    def keep(self, name: str, interview: Interview) -> None:
        """Keep an interview as it is after its last entry."""
        with self._lock:
            self._kept[name] = interview
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)

    def drop(self, name: str) -> None:
        """Keep an interview no longer: it was forgotten."""
        with self._lock:
            self._kept.pop(name, None)


def _no_server() -> None:
    """Without a server there is none to end."""


@dataclass(frozen=True, slots=True)
class Service:
    """Shared by all pages. `is_coach`: the pages of a coach are there too.

    `today` gives the day on this computer, `units` is metric, imperial, or empty for what the
    runner counts in. `notices` keep what was wrong with a form until its page was shown again.
    `waiting` keeps files of which somebody has to say whose they are.
    `stop` ends the server, soon after the page that says so was shown.
    """

    store: Store
    reading: Reading
    today: Callable[[], datetime.date]
    is_coach: bool
    notices: Notices
    units: str = ""
    results: Results = field(default_factory=Results)
    stop: Callable[[], object] = _no_server
    recent: Recent = field(default_factory=Recent)
    waiting: Waiting = field(default_factory=Waiting)

    @property
    def knowledge(self) -> Knowledge:
        """The base that is asked."""
        return self.reading.assessor.knowledge

    def stored(self, name: str) -> StoredInterview:
        """An interview of the store.

        Raises:
            NotFound: if there is none.
        """
        found = self.store.interview(name)
        if found is None:
            raise NotFound(name)
        return found

    def runner(self, name: str) -> StoredRunner:
        """A runner of the store.

        Raises:
            NotFound: if there is none.
        """
        found = self.store.runner(name)
        if found is None:
            raise NotFound(name)
        return found

    def interview(self, name: str) -> Interview:
        """An interview, to go on with.

        Raises:
            NotFound: if there is none.
        """
        stored = self.stored(name)
        found = self.recent.find(name, stored.entries)
        if found is None:
            found = load_interview(self.store, stored, self.reading)
            self.recent.keep(name, found)
        return found

    def keep(self, name: str, before: Interview, after: Interview) -> None:
        """Put on disk what an interview says more than before; a new name renames its runner."""
        keep_steps(self.store, name, before, after)
        self.recent.keep(name, after)
        named = after.answers.get(NAME_QUESTION)
        is_new = named is not None and named != before.answers.get(NAME_QUESTION)
        if named is not None and is_new and named.state is State.GIVEN and named.shown:
            self.store.rename_runner(self.stored(name).runner, named.shown)

    def in_units(self, text: str, answers: Answers) -> str:
        """A text in the units that were chosen, or else those that the runner counts in."""
        from ...reports.units import in_units, units_of  # noqa: PLC0415  (loads a table of units)

        return in_units(text, self.units or units_of(answers))

    def sentences(self, texts: Iterable[str], answers: Answers) -> tuple[str, ...]:
        """Texts in these units."""
        return tuple(self.in_units(one, answers) for one in texts)
