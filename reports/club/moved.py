"""How pillars and contexts of many runners moved since an earlier screening."""

from collections.abc import Mapping

from ...engine.knowledge import Knowledge
from ...engine.scoring import Band
from ...engine.screening.finished import FORMER, Finished, Moved, Rows
from .bands import ZONES, bands_of, capital
from .counts import FEW, LEAST_SHOWN, NONE, UNTOLD, Shown, shown_counts, shown_part
from .shapes import MovedLine


def told_since(
    rows: Rows,
    former: Finished,
    knowledge: Knowledge,
    bands: Mapping[str, Mapping[Band, Shown]],
    runners: int,
) -> tuple[str, tuple[MovedLine, ...]]:
    """How many runners are in both screenings, and how pillars and contexts moved.

    `bands` are those of now as they are printed, of so many runners.
    """
    both, moved = rows.moved()
    name = former.folder.resolve().name
    if both < LEAST_SHOWN:
        few = FEW if both else NONE
        return f"Of these runners, {few} are in the earlier screening too ({name}).", ()
    told = shown_part(both, runners).text
    before = bands_of(*rows.scores(FORMER))
    lines = tuple(
        _moved_line(
            knowledge.scored[one].title, moved[one], runners - both, _room(bands[one], before[one])
        )
        for one in knowledge.scored
    )
    return f"{capital(told)} of these runners are in the earlier screening too ({name}).", lines


def _moved_line(title: str, moved: Moved, outside: int, room: int | None) -> MovedLine:
    """How runners moved; hidden as far as it would say more of bands than their table does.

    Whoever moved or stayed has a band, and `room` is how many surely have one by that table.
    """
    counts = [moved.better, moved.worse, moved.not_clear, moved.same, moved.apart]
    told = list(shown_counts(counts, outside=outside))
    if room is not None and sum(one.least for one in told[:4]) > room:
        told[3:] = [UNTOLD, UNTOLD]
    if room is not None and sum(one.least for one in told[:4]) > room:
        told = [UNTOLD] * len(told)
    better, worse, not_clear, same, apart = told
    return MovedLine(
        title=title,
        better=better.text,
        same=same.text,
        worse=worse.text,
        not_clear=not_clear.text,
        apart=apart.text,
    )


def _room(*sides: Mapping[Band, Shown]) -> int | None:
    """How many runners surely have a band on each side; None where no side hides a number."""
    hiding = [
        [bands[band] for band, *_ in ZONES]
        for bands in sides
        if any(bands[band].number is None for band, *_ in ZONES)
    ]
    return min((sum(one.least for one in row) for row in hiding), default=None)
