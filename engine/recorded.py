"""What a record of runs can say about questions: the metrics there are, and what each stands on.

`from_history:` of a question names a metric that answers it; how it is worked out is no matter of
the engine. A question with `records:` is never asked: it holds, beside what the runner said, what
the record shows of the question that it names.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .days import show_span

IMPORTED: Final = "imported"  # the source of an answer that a record gave


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric that a question can be answered from, in `unit`; words have none."""

    title: str
    unit: str


class Confidence(StrEnum):
    """How much a recorded value can be relied on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a recorded value was worked out from: `count` of `what` (runs, weeks) in a window."""

    first: datetime.date
    last: datetime.date
    count: int
    what: str
    confidence: Confidence

    @property
    def shown(self) -> str:
        """`9 runs, 9 to 22 November 2026`."""
        return self._with(show_span(self.first, self.last))

    @property
    def shown_short(self) -> str:
        """`9 runs, 9 to 22 Nov 2026`."""
        return self._with(show_span(self.first, self.last, short=True))

    def _with(self, days: str) -> str:
        return f"{counted(self.count, self.what)}, {days}"


def counted(count: int, what: str) -> str:
    """A count of something that is named in the plural.

    >>> counted(2, "runs"), counted(1, "activities"), counted(1, "runs")
    ('2 runs', '1 activity', '1 run')
    """
    if count == 1:
        what = f"{what[:-3]}y" if what.endswith("ies") else what.removesuffix("s")
    return f"{count} {what}"


METRICS: Final[Mapping[str, Metric]] = {
    "weekly_km_2w": Metric("Distance a week over the last 14 days", "km"),
    "weekly_km_2w_before": Metric("Distance a week over the 14 days before those", "km"),
    "longest_km_7d": Metric("Longest run of the last 7 days", "km"),
    "longest_km_30d_before_7d": Metric("Longest run of the 30 days before those 7", "km"),
    "longest_run_hours_30d": Metric("Time of the longest run of the last 30 days", "h"),
    "usual_runs_per_week": Metric("Runs a week, of whole weeks", "runs"),
    "weeks_without_running_60d": Metric("Weeks in a row without running, in 60 days", "weeks"),
    "other_sport_hours_per_week": Metric("Other sport a week", "h"),
    "usual_rest_days_per_week": Metric("Days a week without a run, of whole weeks", "days"),
    "cadence_known": Metric("Whether the record has the cadence of easy runs", ""),
    "cadence_easy": Metric("Cadence of easy runs", "steps/min"),
    "pace_easy": Metric("Pace of those easy runs", "s/km"),
    "shoe_distance_known": Metric("Whether the record has the distance of the main shoes", ""),
    "main_shoe_km": Metric("Distance on the shoes used most", "km"),
    "shoes_in_use": Metric("Pairs used in the last 30 days", "pairs"),
    "trail_share_percent": Metric("Share of trails", "percent"),
    "climb_m_per_week": Metric("Climb a week", "m"),
}
