"""How many runners have which band, as it is printed."""

from collections.abc import Mapping
from typing import Final

from ...engine.knowledge import WATCH_FROM, WEAK_FROM
from ...engine.scoring import Band
from ...engine.screening.finished import ScoreCount
from .counts import Shown, shown_counts

ZONES: Final = (
    (Band.SOLID, 0.0, WATCH_FROM),
    (Band.WATCH, WATCH_FROM, WEAK_FROM),
    (Band.WEAK, WEAK_FROM, 100.0),
)


def bands_of(
    runners: int, shown: int, scores: Mapping[str, ScoreCount]
) -> dict[str, dict[Band, Shown]]:
    """The counts of bands as they are printed."""
    found = {}
    for name, one in scores.items():
        row = shown_counts([one.bands[band] for band in Band], outside=runners - shown)
        found[name] = dict(zip(Band, row, strict=True))
    return found


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
