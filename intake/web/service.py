"""What every page works with: the store, the base, and how results are printed."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from ...engine.knowledge import Knowledge
from ...engine.reasoning.prospect import Reading
from ..interview.asking import Interview
from ..store.database import Store
from ..store.sessions import keep_steps, load_interview
from ..store.shapes import StoredInterview, StoredRunner
from .notices import Notices
from .results import Results


class NotFound(Exception):  # noqa: N818  (no error: a page that says so)
    """There is no such runner or interview; it may have been forgotten."""


@dataclass(frozen=True, slots=True)
class Service:
    """Shared by all pages. `is_coach`: the pages of a coach are there too.

    `today` gives the day on this computer, `units` is metric, imperial, or empty for what the
    runner counts in. `notices` keep what was wrong with a form until its page was shown again.
    """

    store: Store
    reading: Reading
    today: Callable[[], datetime.date]
    is_coach: bool
    notices: Notices
    units: str = ""
    results: Results = field(default_factory=Results)

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
        for one in self.store.runners():
            if one.id == name:
                return one
        raise NotFound(name)

    def interview(self, name: str) -> Interview:
        """An interview, to go on with.

        Raises:
            NotFound: if there is none.
        """
        return load_interview(self.store, self.stored(name), self.reading)

    def keep(self, name: str, before: Interview, after: Interview) -> None:
        """Put on disk what an interview says more than before."""
        keep_steps(self.store, name, before, after)
