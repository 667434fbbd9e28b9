"""Metrics of a diary on a day: each with its window, what it stands on, and why it is missing."""

import datetime

from ..diary import Diary, Figures
from .easy import easy
from .ground import ground
from .jumps import single_runs
from .recent import recent
from .rest import other_sport, streaks
from .shoes import shoes
from .weeks import weekly
from .windows import until


def work_out(diary: Diary, *, as_of: datetime.date, max_heart_rate: float | None = None) -> Figures:
    """Every metric of the diary as it stood at the end of that day, by name.

    `max_heart_rate` is one that the runner knows, never worked out from age; without it the heart
    rate says nothing of easy runs. What cannot be had is None with the reason, and never 0; 0 is
    what a record shows that has no run in a window which it covers.
    """
    diary = until(diary, as_of)
    return {
        **weekly(diary, as_of),
        **single_runs(diary, as_of),
        **recent(diary, as_of),
        **streaks(diary, as_of),
        **other_sport(diary, as_of),
        **ground(diary, as_of),
        **easy(diary, as_of, max_heart_rate),
        **shoes(diary, as_of),
    }
