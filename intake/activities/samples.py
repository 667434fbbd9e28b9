"""Figures over the samples of one activity, the same for every format that has samples."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment of an activity; None is not recorded.

    `at_s` is seconds from the start, `distance_m` from the start too. `cadence_spm` is steps a
    minute of both legs.
    """

    at_s: float | None = None
    distance_m: float | None = None
    altitude_m: float | None = None
    cadence_spm: float | None = None
    heart_rate: float | None = None
    speed_m_s: float | None = None


def climb(altitudes_m: Sequence[float]) -> tuple[float, float]:
    """Metres up and down, of turns of at least 3 m only: smaller ones are noise of the device."""
    raise NotImplementedError
