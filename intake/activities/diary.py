"""What is worked with once all files are read: each activity judged, runs in order, and figures."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...engine.recorded import Confidence
from .shapes import Activity, Dropped

Value = float | str | Mapping[str, float] | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An activity as it was read, with whether it is counted as a run, and why it is not.

    `clock` is when it began on the runner's own clock, without a zone; None without a date.
    """

    activity: Activity
    used: bool
    why_not: str = ""
    clock: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run that counts, from one source or joined from several that recorded the same.

    `start` is on the runner's own clock, without a zone. `km` is None where it is not known.
    `activity` has the best of all `recordings`, which stand as they were read, best first.
    """

    activity: Activity
    start: datetime.datetime
    km: float | None
    recordings: tuple[Activity, ...] = ()

    @property
    def day(self) -> datetime.date:
        """The day on which it began."""
        return self.start.date()


@dataclass(frozen=True, slots=True)
class Outing:
    """Runs with at most 15 minutes between them: one session."""

    runs: tuple[Run, ...]

    @property
    def day(self) -> datetime.date:
        """The day on which it began."""
        return self.runs[0].day

    @property
    def km(self) -> float | None:
        """Its distance; None where that of none of its runs is known."""
        known = [run.km for run in self.runs if run.km is not None]
        return sum(known) if known else None

    @property
    def seconds(self) -> float | None:
        """Its time without pauses, or with them where no other is known; None without either."""
        times = [run.activity.moving_s or run.activity.elapsed_s for run in self.runs]
        known = [time for time in times if time is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """All that counts up to a day, first to last.

    `others` are activities that are no runs but happened: they count for rest and for shoes.
    `first_day` is that of the first activity of all. `is_complete` says that every source lists
    all sports, so that a day without an entry is a day of full rest. `shoe_names` are the names
    that a list has for what runs call their shoes by; a shoe without a name is not among them.
    """

    outings: tuple[Outing, ...] = ()
    others: tuple[tuple[datetime.date, Activity], ...] = ()
    first_day: datetime.date | None = None
    is_complete: bool = False
    shoe_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric: its value with the window of days it is over, and what it was worked out from.

    `value` is None where it cannot be had, and `reason` says why; it is never 0 for that.
    `count` counts `what`: runs, weeks or days. `note` is what to know about a value that there is:
    what is not in it, and what was not believed.
    """

    value: Value
    first: datetime.date | None = None
    last: datetime.date | None = None
    count: int = 0
    what: str = "runs"
    reason: str = ""
    confidence: Confidence = Confidence.HIGH
    note: str = ""


Figures = Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """All that came of an import: what was read and dropped, the diary, its metrics on a day.

    `notes` are for people: what to know about the whole.
    """

    judged: tuple[Judged, ...]
    dropped: tuple[Dropped, ...]
    diary: Diary
    as_of: datetime.date
    figures: Figures
    notes: tuple[str, ...] = ()
