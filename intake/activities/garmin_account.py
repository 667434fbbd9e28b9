"""The list of activities in what Garmin sends to somebody who asks for all of their data.

JSON: `[{"summarizedActivitiesExport": [...]}]`, times in milliseconds, lengths in centimetres. It
grows to a hundred megabytes, so its entries are decoded one by one; that also gives what came
before a break.
"""

import datetime
import json
import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, Final

from .samples import CADENCE_SPM, DISTANCE_M, HEART_RATE, MOST_STEPS, Range, within
from .shapes import (
    RUNNING,
    TRACK,
    TRAIL,
    TREADMILL,
    VIRTUAL,
    WALKING,
    Activity,
    Dropped,
    Hints,
    Read,
)
from .sport_words import ON_FOOT

_KEY: Final = "summarizedActivitiesExport"
_BETWEEN: Final = re.compile(r"[\s,]*")
_CENTIMETRES: Final = 100
_MILLISECONDS: Final = 1000
# Slower than this in the middle of all activities on foot: the lengths are metres, not centimetres.
_SLOWEST_M_S: Final = 0.3
_RACE: Final = 1

_TIME_MS: Final[Range] = (0, 60 * 86_400_000)
_CLIMB_M: Final[Range] = (0, 30_000)
_EFFORT: Final[Range] = (0, 100)
_EPOCH: Final = datetime.datetime(1970, 1, 1)
_DATE_MS: Final[Range] = (1, 4_102_444_800_000)  # to the year 2100

# What Garmin calls a kind of activity; any other is told in its own words.
_SPORTS: Final[Mapping[str, tuple[str | None, str]]] = {
    "street_running": (RUNNING, ""),
    "ultra_run": (RUNNING, ""),
    "obstacle_run": (RUNNING, ""),
    "trail_running": (RUNNING, TRAIL),
    "treadmill_running": (RUNNING, TREADMILL),
    "indoor_running": (RUNNING, TREADMILL),
    "track_running": (RUNNING, TRACK),
    "virtual_run": (RUNNING, VIRTUAL),
    "casual_walking": (WALKING, ""),
    "speed_walking": (WALKING, ""),
    "indoor_walking": (WALKING, ""),
    "transition_v2": ("transition", ""),
    "uncategorized": (None, ""),
}
_KINDS: Final = {
    "biking": "cycling",
    "cycling": "cycling",
    "ride": "cycling",
    "swimming": "swimming",
}

_Entry = Mapping[str, object]


def is_garmin_account(head: bytes) -> bool:
    """Whether content that begins so is Garmin's list of all activities."""
    return f'"{_KEY}"'.encode() in head


def read_garmin_account(stream: BinaryIO, file: str, hints: Hints) -> Read:
    """The activities of the list, without what each of them is made of.

    Never raises but for want of memory: a list that breaks off gives what came before, and says so
    in `dropped`.
    """
    try:
        return _read(stream.read().decode("utf-8", errors="replace"), file)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  (whatever it holds, the other files are still to be read)
        return Read(dropped=(Dropped(file, "it is damaged and cannot be read"),))


def _read(text: str, file: str) -> Read:
    entries: list[_Entry] = []
    problem = ""
    try:
        entries.extend(_entries(text))
    except (json.JSONDecodeError, RecursionError):
        problem = f"it breaks off after {len(entries)} activities"
    # An activity of several sports stands there once more as a whole.
    single = [entry for entry in entries if entry.get("parent") is not True]
    per_metre = _units_in_a_metre(single)
    activities = tuple(_activity(entry, per_metre, file) for entry in single)
    if not activities and not problem:
        problem = "it lists no activities"
    return Read(activities, (Dropped(file, problem),) if problem else ())


def _entries(text: str) -> Iterator[_Entry]:
    """The entries of all lists in the text, up to where it breaks off (then JSONDecodeError)."""
    decode = json.JSONDecoder().raw_decode
    at = text.find(f'"{_KEY}"')
    while at >= 0:
        at = text.find("[", at) + 1
        if at == 0:
            raise json.JSONDecodeError("no list", text, len(text))
        while not text.startswith("]", at := _behind(_BETWEEN.match(text, at), at)):
            entry, at = decode(text, at)
            if isinstance(entry, dict):
                yield entry
        at = text.find(f'"{_KEY}"', at)


def _behind(found: re.Match[str] | None, at: int) -> int:
    return at if found is None else found.end()


def _units_in_a_metre(entries: Sequence[_Entry]) -> int:
    """100, or 1 where activities on foot would else be slower than anybody walks."""
    speeds = [
        distance / _CENTIMETRES / (time / _MILLISECONDS)
        for entry in entries
        if _sport(entry)[0] in ON_FOOT
        and (distance := within(entry.get("distance"), (1, 1e9)))
        and (time := within(entry.get("duration"), (1, 1e9)))
    ]
    is_metres = bool(speeds) and statistics.median(speeds) < _SLOWEST_M_S
    return 1 if is_metres else _CENTIMETRES


def _activity(entry: _Entry, per_metre: int, file: str) -> Activity:
    def metres(name: str, bounds: Range) -> float | None:
        value = within(entry.get(name), (0, 1e12))
        return None if value is None else within(value / per_metre, bounds)

    sport, ground = _sport(entry)
    start = _date(entry.get("startTimeGmt")) or _date(entry.get("beginTimestamp"))
    cadence, problem = _cadence(entry) if sport in ON_FOOT else (None, "")
    effort = within(entry.get("workoutRpe"), _EFFORT)
    gain = metres("elevationGain", _CLIMB_M)
    return Activity(
        file=file,
        source="garmin",
        sport=sport,
        ground=ground,
        start=None if start is None else start.replace(tzinfo=datetime.UTC),
        local_start=_date(entry.get("startTimeLocal")),
        distance_m=metres("distance", DISTANCE_M) or None,
        moving_s=_seconds(entry, "duration") or _seconds(entry, "movingDuration"),
        elapsed_s=_seconds(entry, "elapsedDuration"),
        gain_m=gain,
        loss_m=metres("elevationLoss", _CLIMB_M),
        has_stated_gain=gain is not None,
        cadence_spm=cadence,
        heart_rate=within(entry.get("avgHr"), HEART_RATE),
        effort=None if effort is None else effort / 10,
        is_race=entry.get("eventTypeId") == _RACE,
        is_complete=True,
        problems=tuple(
            one for one in (problem, "it has no usable date" if start is None else "") if one
        ),
    )


def _sport(entry: _Entry) -> tuple[str | None, str]:
    """The sport in plain words, None where not stated; and the ground."""
    stated = entry.get("activityType")
    if isinstance(stated, dict):
        stated = stated.get("typeKey")
    if not isinstance(stated, str) or not stated:
        return None, ""
    if stated in _SPORTS:
        return _SPORTS[stated]
    return _KINDS.get(stated.rpartition("_")[2], stated.replace("_", " ").lower()), ""


def _date(value: object) -> datetime.datetime | None:
    milliseconds = within(value, _DATE_MS)
    if milliseconds is None:
        return None
    return _EPOCH + datetime.timedelta(milliseconds=milliseconds)


def _seconds(entry: _Entry, name: str) -> float | None:
    milliseconds = within(entry.get(name), _TIME_MS)
    return None if milliseconds is None else milliseconds / _MILLISECONDS


def _cadence(entry: _Entry) -> tuple[float | None, str]:
    """Steps a minute of both legs, and what is to be said of them."""
    both = within(entry.get("avgDoubleCadence"), CADENCE_SPM)
    if both:
        return both, ""
    one = within(entry.get("avgRunCadence"), CADENCE_SPM) or 0
    if 2 * one > MOST_STEPS:
        return one, "its cadence counts both legs already, so it is not doubled"
    return 2 * one or None, ""
