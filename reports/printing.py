"""What the person who prints a report chose; what it says is the diagnosis's."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .house.coach_file import CoachWords
    from .house.house_file import House

EDITIONS: Final = ("runner", "coach", "handover")
PAPERS: Final = ("a4", "letter")
COMPARISON_FORMATS: Final = ("html", "pdf", "md", "txt", "json")
CLUB_FORMATS: Final = COMPARISON_FORMATS
CLUB_EDITIONS: Final = ("runner", "coach")  # of a page about many
FORMATS: Final = (*COMPARISON_FORMATS, "ics")  # ics is the plan for a calendar
USUAL_TIME: Final = datetime.time(18)
METRIC: Final = "metric"
IMPERIAL: Final = "imperial"
UNITS: Final = (METRIC, IMPERIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """How to print: `edition` is for whom, `paper` its size; the same choice, the same bytes.

    `units` is what distances and weights are printed in; empty: what the runner counts in.
    `house` is who prints, `coach` what a coach says to this one runner.
    `session_time` and `session_days` (weekdays, Monday is 0; none: chosen for the runner) are
    for the sessions of the calendar.
    """

    date: datetime.date
    edition: str = "runner"
    paper: str = "a4"
    units: str = ""
    house: "House | None" = None
    coach: "CoachWords | None" = None
    session_time: datetime.time = USUAL_TIME
    session_days: tuple[int, ...] = ()
