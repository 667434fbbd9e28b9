"""From what a FIT file holds to activities: each session with the moments that are its own."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Final

from . import samples as figures
from .samples import Range, Sample, within
from .shapes import RUNNING, TRACK, TRAIL, TREADMILL, VIRTUAL, Activity
from .sport_words import ON_FOOT

_EPOCH: Final = datetime.datetime(1989, 12, 31, tzinfo=datetime.UTC)
# A smaller date is seconds since the device was switched on.
_FIRST_DATE: Final = 0x10000000
_DAY_S: Final = 86_400
_QUARTER_S: Final = 900  # clocks of the world differ by quarters of an hour,
_MOST_QUARTERS: Final = 14 * 4  # and by 14 hours at most
# How far the last moment of a session may lie behind the end that its summary states.
_SLACK_S: Final = 60

# A moment so far from a session belongs to none of its file.
_STRAY_S: Final = 30 * _DAY_S

_TIME_S: Final[Range] = (0, 60 * _DAY_S)
_CLIMB_M: Final[Range] = (0, 30_000)
_LEG_CADENCE: Final[Range] = (0, 250)
_FRACTION: Final[Range] = (0, 1)
_EFFORT: Final[Range] = (0, 100)

# What a summary states, in words, and what it can be.
_STATED: Final[Mapping[str, tuple[str, Range]]] = {
    "total_distance": ("distance", figures.DISTANCE_M),
    "total_timer_time": ("time", _TIME_S),
    "total_ascent": ("climb", _CLIMB_M),
    "total_descent": ("descent", _CLIMB_M),
    "avg_heart_rate": ("heart rate", figures.HEART_RATE),
}
# A summary and the moments disagree where one has so many times the distance of the other. (The
# distance of a treadmill run is often put right by hand, by less than this.)
_DISAGREES: Final = 1.5
_SHORTEST_M: Final = 500.0

_VAGUE: Final = frozenset({"generic", "fitness_equipment", "training", "all"})
_GROUNDS: Final = {
    "trail": TRAIL,
    "treadmill": TREADMILL,
    "indoor_running": TREADMILL,
    "track": TRACK,
    "virtual_activity": VIRTUAL,
}

Message = Mapping[str, object]
# Of a record: when, distance, altitude, cadence, its fraction, heart rate, speed.
Row = tuple[int, object, object, object, object, object, object]


@dataclass(slots=True)
class Content:
    """What one FIT file holds, for as far as it could be read; times are FIT's own numbers.

    `sport` is the last message on the sport that follows; `clock` the one that tells how the
    runner's clock stood. `ends_early` says that it broke off.
    """

    kind: object = None
    rows: list[Row] = field(default_factory=list)
    sessions: list[Message] = field(default_factory=list)
    sport: Message = field(default_factory=dict)
    clock: Message = field(default_factory=dict)
    ends_early: bool = False
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Session:
    """A session with its moments; `is_short` says that some of it is lost."""

    message: Message
    start: int | None
    rows: Sequence[Row]
    is_short: bool = False


def activities(content: Content, file: str) -> Iterator[Activity]:
    """One for each session; and one for what has no summary, where the file breaks off."""
    for session in _sessions(content):
        yield _activity(session, content, file)
    rows = _rows_without_summary(content)
    if unfinished := _unfinished(rows, content.sport):
        yield _activity(unfinished, content, file)


def _sessions(content: Content) -> Iterator[_Session]:
    starts = [_number(session.get("start_time")) for session in content.sessions]
    if starts == [None] and content.rows:
        starts = [content.rows[0][0]]
    for message, start in zip(content.sessions, starts, strict=True):
        if start is None:
            yield _Session(message, None, (), content.ends_early)
            continue
        end = _end(message, start)
        later = [one for one in starts if one is not None and one > start]
        last = min([end + _DAY_S, *(one - 1 for one in later)])  # some devices write behind the end
        rows = [row for row in content.rows if start <= row[0] <= last]
        reached = rows[-1][0] if rows else start
        yield _Session(message, start, rows, content.ends_early and reached + _SLACK_S < end)


def _end(message: Message, start: int) -> float:
    return start + (within(message.get("total_elapsed_time"), _TIME_S) or 0)


def _rows_without_summary(content: Content) -> Sequence[Row]:
    """All, or those behind the last session; not those that lie days apart from the most."""
    rows: Sequence[Row] = content.rows
    if content.sessions:
        if not content.ends_early:
            return ()
        known = [(one, _number(one.get("start_time"))) for one in content.sessions]
        ends = [_end(message, start) for message, start in known if start is not None]
        end = max(ends, default=0)
        rows = [row for row in rows if end + _SLACK_S < row[0] <= end + _DAY_S]
    middle = sorted(row[0] for row in rows)[len(rows) // 2] if rows else 0
    return [row for row in rows if abs(row[0] - middle) <= _DAY_S]


def _unfinished(rows: Sequence[Row], sport: Message) -> _Session | None:
    """What there is of a session on foot whose summary is lost; None where it is no such thing."""
    named, _ = sport_of(sport)
    has_distance = any(within(row[1], figures.DISTANCE_M) for row in rows)
    if not rows or not (named in ON_FOOT or (named is None and has_distance)):
        return None
    first, last = rows[0][0], rows[-1][0]
    return _Session({**sport, "total_elapsed_time": last - first}, first, rows, is_short=True)


def _activity(session: _Session, content: Content, file: str) -> Activity:
    message, start = session.message, session.start
    sport, ground = sport_of(message)
    has_steps = sport is None or sport in ON_FOOT
    samples, doubled = figures.with_steps_counted_once(_samples(session, content, has_steps))
    if not any(sample.speed_m_s is not None for sample in samples):
        samples = figures.with_speeds(samples)
    when = _date(start)
    offset = _offset(content.clock)
    ascent, descent = _stated(message, "total_ascent"), _stated(message, "total_descent")
    reached = figures.distance_from(samples)
    up, down = (None, None)
    if ascent is None or descent is None:
        up, down = figures.climb_of(samples) or (None, None)
    heart_rates = figures.heart_rates(samples)
    cadence = figures.mean_cadence(samples) or (_stated_cadence(message) if has_steps else None)
    effort = within(message.get("workout_rpe"), _EFFORT)
    return Activity(
        file=file,
        source="fit",
        sport=sport,
        ground=ground,
        start=when,
        local_start=None
        if when is None or offset is None
        else (when + offset).replace(tzinfo=None),
        distance_m=_stated(message, "total_distance") or reached or None,
        moving_s=_stated(message, "total_timer_time")
        or within(message.get("total_moving_time"), _TIME_S)
        or figures.moving_seconds(samples),
        elapsed_s=within(message.get("total_elapsed_time"), _TIME_S),
        gain_m=up if ascent is None else ascent,
        loss_m=down if descent is None else descent,
        has_stated_gain=ascent is not None,
        cadence_spm=cadence,
        running_cadence_spm=figures.running_cadence(samples),
        heart_rate=_stated(message, "avg_heart_rate") or figures.mean_of(heart_rates),
        heart_rate_bpm=heart_rates,
        speed_m_s=figures.speeds(samples),
        effort=None if effort is None else effort / 10,
        partial=session.is_short,
        problems=(
            *_problems(session, content, doubled),
            *_contradictions(message, reached),
        ),
    )


def _stated(message: Message, name: str) -> float | None:
    return within(message.get(name), _STATED[name][1])


def _contradictions(message: Message, reached: float | None) -> Iterator[str]:
    """What the summary states and cannot be, or not beside a distance that the moments reach."""
    for name, (word, _) in _STATED.items():
        if message.get(name) is not None and _stated(message, name) is None:
            yield f"the {word} that its summary states cannot be, and is left out"
    stated = _stated(message, "total_distance")
    if stated and reached:
        less, more = sorted((stated, reached))
        if more > _SHORTEST_M and more > _DISAGREES * less:
            yield (
                f"its summary states {stated / 1000:.1f} km, its moments reach "
                f"{reached / 1000:.1f} km"
            )


def _problems(session: _Session, content: Content, doubled: str) -> Iterator[str]:
    """What people should know of it, in words."""
    if session.is_short:
        yield "it ends early: what it holds is a lower bound"
    yield from content.problems
    if _date(session.start) is None:
        yield "it has no usable date: the watch's clock was not set"
    if doubled:
        yield doubled
    if strays := _count_strays(session.rows, content.rows):
        yield f"{strays} of its moments lie days apart from it, and are left out"


def _count_strays(rows: Sequence[Row], all_rows: Sequence[Row]) -> int:
    """How many moments of the file belong to no session by their dates."""
    if not rows or len(rows) == len(all_rows):
        return 0
    first, last = rows[0][0] - _STRAY_S, rows[-1][0] + _STRAY_S
    return sum(not first <= row[0] <= last for row in all_rows)


def _samples(session: _Session, content: Content, has_steps: bool) -> Sequence[Sample]:
    """The moments; what cannot be is left out of them."""
    rows, start = session.rows, session.start or 0
    if not rows:
        return ()
    at, distance, altitude, cadence, fraction, heart_rate, speed = zip(*rows, strict=True)
    metres = figures.column(distance, figures.DISTANCE_M)
    # The distance of later sessions of a file goes on from the first.
    if rows[0] is not content.rows[0] and (before := metres[0]):
        metres = [None if one is None else one - before for one in metres]
    return list(
        map(
            Sample,
            [one - start for one in at],
            metres,
            figures.column(altitude, figures.ALTITUDE_M),
            _steps(cadence, fraction) if has_steps else repeat(None, len(rows)),
            figures.column(heart_rate, figures.HEART_RATE),
            figures.column(speed, figures.SPEED_M_S),
        )
    )


def _steps(cadence: Sequence[object], fraction: Sequence[object]) -> Sequence[float | None]:
    """Steps a minute of both legs: FIT counts one leg, in whole strides and a fraction."""
    whole = figures.column(cadence, _LEG_CADENCE)
    rest = figures.column(fraction, _FRACTION)
    return [
        None if one is None else 2 * (one + (more or 0))
        for one, more in zip(whole, rest, strict=True)
    ]


def _stated_cadence(message: Message) -> float | None:
    cadence = message.get("avg_running_cadence", message.get("avg_cadence"))
    steps = _steps([cadence], [message.get("avg_fractional_cadence")])[0] or 0
    return (steps / 2 if steps > figures.MOST_STEPS else steps) or None


def sport_of(message: Message) -> tuple[str | None, str]:
    """The sport in plain words, None where not stated; and the ground, "" where not stated.

    >>> sport_of({"sport": "running", "sub_sport": "trail"})
    ('running', 'trail')
    >>> sport_of({"sport": "training", "sub_sport": "strength_training"})
    ('strength training', '')
    """
    stated, detail = message.get("sport"), message.get("sub_sport")
    ground = _GROUNDS.get(str(detail), "")
    if stated in _VAGUE:
        if ground == TREADMILL:
            return RUNNING, ground
        stated = None if detail in _VAGUE else detail
    if isinstance(stated, str):
        return stated.replace("_", " "), ground if stated == RUNNING else ""
    return (None if stated is None else "other"), ""


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _date(seconds: int | None) -> datetime.datetime | None:
    if seconds is None or seconds < _FIRST_DATE:
        return None
    return _EPOCH + datetime.timedelta(seconds=seconds)


def _offset(clock: Message) -> datetime.timedelta | None:
    """How far the runner's clock is ahead of UTC; 0 may only mean that nobody set it."""
    here, utc = _number(clock.get("local_timestamp")), _number(clock.get("timestamp"))
    if here is None or utc is None or utc < _FIRST_DATE:
        return None
    quarters = round((here - utc) / _QUARTER_S)
    if quarters == 0 or abs(quarters) > _MOST_QUARTERS:
        return None
    return datetime.timedelta(seconds=quarters * _QUARTER_S)
