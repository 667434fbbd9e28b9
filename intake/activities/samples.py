"""Figures over the samples of one activity, the same for every format that has samples."""

import math
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple, cast

from .shapes import Spread

# A rise or fall counts from here on; below it is noise of the device.
TURN_M: Final = 3.0
# Faster than this is moving, as Strava has it: 30 minutes a mile.
MOVING_M_S: Final = 3.2 / 3.6
# Faster than this is running: 6.5 km/h.
RUNNING_M_S: Final = 1.8
# No runner takes more steps a minute: a cadence above it had both legs in it before it was doubled.
MOST_STEPS: Final = 230.0
# Nor does one, even for a moment, take more than this.
MOST_STEPS_EVER: Final = 300.0
# A sample holds until the next one, but no longer than this: then the recorder was paused.
LONGEST_HOLD_S: Final = 30.0
# Speed between two samples is noise where they lie closer together than this.
SHORTEST_STEP_S: Final = 4.0

# What a sample of a foot, a bike or a ski can be; anything else was not recorded rightly. Cadence
# is as it was read, perhaps doubled once too often: `with_steps_counted_once` mends that.
Range = tuple[float, float]
DISTANCE_M: Final[Range] = (0, 2_000_000)
ALTITUDE_M: Final[Range] = (-500, 9_000)
CADENCE_SPM: Final[Range] = (0, 500)
HEART_RATE: Final[Range] = (20, 250)
SPEED_M_S: Final[Range] = (0, 50)


class Sample(NamedTuple):
    """One moment of an activity; None is not recorded.

    `at_s` is seconds from the start, `distance_m` from the start too. `cadence_spm` is steps a
    minute of both legs. (A tuple: a long run has 20,000 of them, and it is the quickest to make.)
    """

    at_s: float | None = None
    distance_m: float | None = None
    altitude_m: float | None = None
    cadence_spm: float | None = None
    heart_rate: float | None = None
    speed_m_s: float | None = None


def within(value: object, bounds: Range) -> float | None:
    """The value as a number, if it is one inside the bounds; else None (NaN and truth values too).

    >>> within(140, HEART_RATE), within(float("nan"), HEART_RATE), within(65535, HEART_RATE)
    (140.0, None, None)
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        least, most = bounds
        if least <= value <= most:
            return float(value)
    return None


def column(values: Sequence[object], bounds: Range) -> Sequence[float | None]:
    """`within` for each of the values, quickly where all are what they should be."""
    least, most = bounds
    known: Sequence[Any] = [value for value in values if value is not None]
    try:
        if not known or (least <= min(known) and max(known) <= most and _are_numbers(known)):
            return cast("Sequence[float | None]", values)
    except TypeError:
        pass
    return [within(value, bounds) for value in values]


def _are_numbers(values: Sequence[object]) -> bool:
    """Whether they are numbers that can be compared; NaN cannot."""
    return {*map(type, values)} <= {int, float} and not math.isnan(sum(cast("list[float]", values)))


def climb(altitudes_m: Iterable[float]) -> tuple[float, float]:
    """Metres up and down, of turns of at least 3 m only: smaller ones are noise of the device.

    >>> climb([100, 101, 100, 110, 109, 111, 104])
    (11.0, 7.0)
    """
    up = down = 0.0
    bottom, top = math.inf, -math.inf
    rising: bool | None = None
    for altitude in altitudes_m:
        if rising is None:  # no turn yet: whatever comes first, 3 m up or 3 m down
            bottom, top = min(bottom, altitude), max(top, altitude)
            if top - bottom >= TURN_M:
                rising = altitude == top
        elif rising:
            top = max(top, altitude)
            if top - altitude >= TURN_M:
                up, rising, bottom = up + top - bottom, False, altitude
        else:
            bottom = min(bottom, altitude)
            if altitude - bottom >= TURN_M:
                down, rising, top = down + top - bottom, True, altitude
    if rising is not None:
        last = top - bottom
        up, down = (up + last, down) if rising else (up, down + last)
    return up, down


def climb_of(samples: Iterable[Sample]) -> tuple[float, float] | None:
    """Metres up and down over the samples; None where none has an altitude."""
    altitudes = [sample.altitude_m for sample in samples if sample.altitude_m is not None]
    return climb(altitudes) if altitudes else None


def mean_cadence(samples: Iterable[Sample]) -> float | None:
    """Steps a minute, over the samples that are not 0; None where there are none."""
    return _mean([sample.cadence_spm for sample in samples if sample.cadence_spm])


def running_cadence(samples: Iterable[Sample]) -> float | None:
    """Steps a minute over the samples at 1.8 m/s or faster: without walking and standing."""
    return _mean(
        [
            sample.cadence_spm
            for sample in samples
            if sample.cadence_spm and (sample.speed_m_s or 0) >= RUNNING_M_S
        ]
    )


def with_steps_counted_once(samples: Sequence[Sample]) -> tuple[Sequence[Sample], str]:
    """The same, or with half the cadence where it was doubled and had both legs in it already.

    What no runner steps even for a moment is left out. The text is what to tell people of the
    halving, else "".
    """
    problem = ""
    if (mean_cadence(samples) or 0) > MOST_STEPS:
        samples = [
            sample._replace(cadence_spm=sample.cadence_spm / 2) if sample.cadence_spm else sample
            for sample in samples
        ]
        problem = "its cadence counts both legs already, so it is not doubled"
    if any(sample.cadence_spm and sample.cadence_spm > MOST_STEPS_EVER for sample in samples):
        samples = [
            sample._replace(cadence_spm=None)
            if (sample.cadence_spm or 0) > MOST_STEPS_EVER
            else sample
            for sample in samples
        ]
    return samples, problem


def with_speeds(samples: Sequence[Sample]) -> list[Sample]:
    """The same, each with the speed since a sample some seconds before where it has none."""
    found: list[Sample] = []
    placed: deque[Sample] = deque()  # the last ones with time and distance
    for sample in samples:
        speed = sample.speed_m_s
        if sample.at_s is not None and sample.distance_m is not None:
            placed.append(sample)
            while len(placed) > 1 and (_seconds(placed[1], sample) or 0) >= SHORTEST_STEP_S:
                placed.popleft()
            if speed is None:
                speed = _speed(placed[0], sample)
        found.append(sample._replace(speed_m_s=speed))
    return found


def moving_seconds(samples: Sequence[Sample]) -> float | None:
    """Seconds in which the runner was faster than 3.2 km/h; None without times and speeds."""
    steps = [
        (seconds, speed)
        for one, later in pairwise(samples)
        if (seconds := _seconds(one, later)) is not None
        and (speed := _speed_between(one, later)) is not None
    ]
    return sum(seconds for seconds, speed in steps if speed > MOVING_M_S) if steps else None


def distance_from(samples: Iterable[Sample]) -> float | None:
    """Metres: the furthest that a sample states, else the sum of speeds over time, else None."""
    listed = list(samples)
    stated = [sample.distance_m for sample in listed if sample.distance_m is not None]
    if stated and max(stated) > 0:
        return max(stated)
    steps = [
        min(seconds, LONGEST_HOLD_S) * next_one.speed_m_s
        for one, next_one in pairwise(listed)
        if next_one.speed_m_s is not None and (seconds := _seconds(one, next_one))
    ]
    return sum(steps) if steps else None


def heart_rates(samples: Sequence[Sample]) -> Spread:
    """Seconds at each heart rate, by whole beats a minute."""
    return _spread([(sample.at_s, sample.heart_rate) for sample in samples], 0)


def speeds(samples: Sequence[Sample]) -> Spread:
    """Seconds at each speed, by tenths of a metre a second."""
    return _spread([(sample.at_s, sample.speed_m_s) for sample in samples], 1)


def mean_of(spread: Spread) -> float | None:
    """The mean over time of a spread; None where it is empty."""
    seconds = sum(held for _, held in spread)
    return sum(value * held for value, held in spread) / seconds if seconds else None


def _spread(values: Sequence[tuple[float | None, float | None]], digits: int) -> Spread:
    exact: dict[float, float] = {}
    for (at_s, value), (next_at_s, _) in pairwise(values):
        if value is not None and at_s is not None and next_at_s is not None and at_s < next_at_s:
            seconds = next_at_s - at_s
            exact[value] = exact.get(value, 0.0) + (
                seconds if seconds < LONGEST_HOLD_S else LONGEST_HOLD_S
            )
    held: dict[float, float] = {}
    for value, seconds in exact.items():
        key = round(float(value), digits)
        held[key] = held.get(key, 0.0) + seconds
    return tuple(sorted((value, round(seconds, 1)) for value, seconds in held.items()))


def _seconds(one: Sample, later: Sample) -> float | None:
    """Seconds between them; None where unknown or not later."""
    if one.at_s is None or later.at_s is None or later.at_s <= one.at_s:
        return None
    return later.at_s - one.at_s


def _speed(one: Sample, later: Sample) -> float | None:
    seconds = _seconds(one, later)
    if seconds is None or one.distance_m is None or later.distance_m is None:
        return None
    return max(later.distance_m - one.distance_m, 0.0) / seconds


def _speed_between(one: Sample, later: Sample) -> float | None:
    """By distance where both have it, else the speed that the later one states."""
    speed = _speed(one, later)
    return later.speed_m_s if speed is None else speed


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
