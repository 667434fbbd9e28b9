"""What the readers hand on: one activity in the same shape, whatever it was read from."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

# Sports that count; any other is called as its file calls it, in plain lower case.
RUNNING: Final = "running"
WALKING: Final = "walking"
HIKING: Final = "hiking"

# Kinds of running ground that a file may state; "" is not stated, or a road.
TRAIL: Final = "trail"
TREADMILL: Final = "treadmill"
TRACK: Final = "track"
VIRTUAL: Final = "virtual"
# Ground that neither climbs nor is a trail.
FLAT: Final = (TREADMILL, TRACK)

# A value and the seconds for which it held, lowest value first.
Spread = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One session of a file, as it was recorded; None is not known, and never 0.

    `file` is the path as it was named, with the members of archives behind it; `source` is fit,
    gpx, tcx, strava, garmin, apple or table. `sport` is None where the file states none. `start`
    knows its zone (UTC, where the file says no other); `local_start` is the runner's own clock,
    without a zone, where the file has it. Distances and climbs are metres, times seconds.
    `moving_s` is time without pauses. `cadence_spm` is steps a minute of both legs, over the
    samples that are not 0; `running_cadence_spm` only over those at 1.8 m/s or faster (None
    without samples). `speed_m_s` and `heart_rate_bpm` are spreads of the samples. `effort` is 0
    to 10 as the runner said. `gear` is what the source calls a shoe by, `gear_name` the name it
    shows for it. `has_stated_gain` says that gain and loss were stated, not summed over points.
    `is_daily` is a whole day of a diary: its sessions cannot be told apart. `upload` is the file
    that an export says the activity came from. `is_complete` says that the source lists all
    sports of the runner. `partial` is a file that ends early: what it holds is a lower bound.
    `sport_label` is what the file calls a sport that is not known here; `has_no_unit` says that
    its distance is left out because kilometres and miles cannot be told apart: both are asked.
    `problems` are for people.
    """

    file: str
    source: str
    sport: str | None = None
    sport_label: str = ""
    ground: str = ""
    start: datetime.datetime | None = None
    local_start: datetime.datetime | None = None
    distance_m: float | None = None
    has_no_unit: bool = False
    moving_s: float | None = None
    elapsed_s: float | None = None
    gain_m: float | None = None
    loss_m: float | None = None
    has_stated_gain: bool = False
    cadence_spm: float | None = None
    running_cadence_spm: float | None = None
    heart_rate: float | None = None
    heart_rate_bpm: Spread = ()
    speed_m_s: Spread = ()
    effort: float | None = None
    grade_adjusted_m: float | None = None
    dirt_m: float | None = None
    is_race: bool = False
    gear: str = ""
    gear_name: str = ""
    is_daily: bool = False
    is_complete: bool = False
    upload: str = ""
    partial: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file, or a row of one, that gave nothing, and why, in words for people.

    `columns` are those of an unknown table as they may be meant, ours and theirs, to be confirmed.
    """

    file: str
    reason: str
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What one file gave; `shoes` are the names of a list of shoes, empty ones too.

    `notes` say once for the file, in words for people, how it was taken.
    """

    activities: tuple[Activity, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    shoes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What the runner says about files that do not say it themselves.

    `columns` names the columns of an unknown table: ours -> theirs (date, distance_km, …).
    `unit` is km or mi for lists that state none. `sports` says what unknown labels of a sport mean
    (label -> running, walking, …). `language` is a two-letter code for the dates of tables.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    sports: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
