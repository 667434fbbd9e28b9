"""How many runners have which band, as it is printed."""

from collections.abc import Mapping
from typing import Final

from ...engine.knowledge import WATCH_FROM, WEAK_FROM
from ...engine.scoring import Band
from ...engine.screening.finished import ScoreCount
from .counts import UNTOLD, Shown, shown_counts

ZONES: Final = (
    (Band.SOLID, 0.0, WATCH_FROM),
    (Band.WATCH, WATCH_FROM, WEAK_FROM),
    (Band.WEAK, WEAK_FROM, 100.0),
)


def bands_of(
    runners: int, shown: int, scores: Mapping[str, ScoreCount], *, hides: bool
) -> dict[str, dict[Band, Shown]]:
    """The counts of bands as they are printed."""
    found = {}
    for name, one in scores.items():
        counts = [one.bands[band] for band in Band]
        row = shown_counts(counts, outside=runners - shown, hides=hides)
        told = dict(zip(Band, row, strict=True))
        found[name] = dict.fromkeys(Band, UNTOLD) if _tells_of_everybody(told) else told
    return found


def _tells_of_everybody(told: Mapping[Band, Shown]) -> bool:
    """Whether one band is hidden and all others have nobody: then everybody is in that one."""
    some = [band for band, one in told.items() if one.number != 0]
    is_ranked = some and some[0] in {band for band, *_ in ZONES}
    return bool(is_ranked and len(some) == 1 and told[some[0]].number is None)


def capital(text: str) -> str:
    """A text as it begins a sentence."""
    return f"{text[:1].upper()}{text[1:]}"
