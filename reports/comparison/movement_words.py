"""What moved between two results, in words that claim no more than the answers can carry."""

from collections.abc import Sequence

from ...engine.errors import join_words
from ...engine.reasoning.progress import Move, Movement
from ...engine.scoring import Band, Score
from ..scores import chart_rows, range_words, room_words, whole
from ..sentences import join_titles
from ..words import BAND_SYMBOLS, BAND_WORDS
from .shapes import MovedLine

_UNCLEAR = frozenset({Move.MISSING_ANSWERS, Move.ERROR})
_KEPT = frozenset({Move.SAME, Move.WITHIN_BAND})
_MOST_TOLD = 2  # pillars in the headline; more are told in the lines under it
_SAID = {
    Move.MISSING_ANSWERS: "Not clear: missing answers could make both sides the same.",
    Move.ERROR: "Not clear: the answers changed no more than their usual error.",
}


def moved_line(one: Movement) -> MovedLine:
    """A pillar or context on both sides."""
    (row,) = chart_rows([one.after], [])
    return MovedLine(
        title=one.after.pillar.title,
        before="not shown" if one.before is None else _figures(one.before),
        after=_figures(one.after),
        symbol=BAND_SYMBOLS[one.after.band],
        css=row.css,
        said=_said(one),
    )


def _figures(score: Score) -> str:
    between = range_words(score)
    room = room_words(score)
    range_ = f" ({between})" if between and room else ""
    return f"{room} {BAND_WORDS[score.band]}{range_}".strip()


def _said(one: Movement) -> str:
    if one.move in _UNCLEAR:
        return _SAID[one.move]
    old, new = one.before, one.after
    if old is None or one.move is Move.NOT_COMPARED:
        return _why_not_compared(old, new)
    if one.move is Move.TO_ANOTHER_BAND:
        return f"Moved from {BAND_WORDS[old.band]} to {BAND_WORDS[new.band]}."
    by = _number(new) - _number(old)
    if not by:
        return f"Stayed {BAND_WORDS[new.band]}."
    return f"Stayed {BAND_WORDS[new.band]}, {abs(by)} {'more' if by > 0 else 'less'}."


def _why_not_compared(old: Score | None, new: Score) -> str:
    if old is None:
        return "Before, someone had to see you first."
    if Band.DOES_NOT_APPLY in {old.band, new.band}:
        side = "before" if old.band is Band.DOES_NOT_APPLY else "after"
        return f"Cannot be compared: it does not apply {side}."
    sides = [
        side
        for side, score in (("before", old), ("after", new))
        if score.band is Band.NOT_ENOUGH_ANSWERS
    ]
    return f"Cannot be compared: not enough answers {' and '.join(sides)}."


def _number(score: Score) -> int:
    return whole(score.deficit or 0.0)


def headline(moved: Sequence[Movement], instead: str = "") -> tuple[str, tuple[str, ...]]:
    """The sentence that comes first, and those with what it leaves out.

    What moved comes first, or that nothing did; then what stayed weak or to be watched, and
    what is not clear. `instead` comes first where there is nothing that moved.
    """
    pillars = [one for one in moved if not one.after.pillar.is_context]
    clear = [one for one in pillars if one.move is Move.TO_ANOTHER_BAND]
    stayed = [one for one in pillars if one.move in _KEPT and one.after.band is not Band.SOLID]
    solid = [one for one in pillars if one.move in _KEPT and one.after.band is Band.SOLID]
    if instead:
        told = [instead]
    elif not clear:
        told = [_none_moved(pillars)]
    elif len(clear) > _MOST_TOLD:
        told = [f"{len(clear)} of {len(pillars)} pillars moved to another band"]
    else:
        told = [_moved(one, n) for n, one in enumerate(clear)]
    if stayed and len(told) < _MOST_TOLD and not instead:
        told.append(_stayed(stayed.pop(0)))
    first = f"{'; '.join(told)}."
    is_left_out = len(clear) > _MOST_TOLD or instead
    lead = [f"{_moved(one, 0)}." for one in clear] if is_left_out else []
    lead += [f"{_stayed(one)}." for one in stayed]
    if solid:
        lead.append(f"{join_titles([one.after.pillar.title for one in solid])} stayed solid.")
    lead += _open_ends(pillars)
    contexts = [one for one in moved if one.after.pillar.is_context]
    lead += [f"{_moved(one, 0)}." for one in contexts if one.move is Move.TO_ANOTHER_BAND]
    return first, tuple(lead)


def _none_moved(pillars: Sequence[Movement]) -> str:
    if all(one.move in _KEPT for one in pillars):
        return "No pillar moved to another band"
    return "No pillar clearly moved to another band"


def _moved(one: Movement, place: int) -> str:
    old, new = one.before or one.after, one.after
    of = "" if place else " of 100"
    return (
        f"{new.pillar.title} moved from {BAND_WORDS[old.band]} ({room_words(old)}{of}) "
        f"to {BAND_WORDS[new.band]} ({room_words(new)})"
    )


def _stayed(one: Movement) -> str:
    old, new = one.before or one.after, one.after
    band = BAND_WORDS[new.band]
    if _number(old) == _number(new):
        return f"{new.pillar.title} stayed {band} ({room_words(new)} of 100)"
    return f"{new.pillar.title} stayed {band} ({room_words(old)} before, {room_words(new)} after)"


def _open_ends(pillars: Sequence[Movement]) -> list[str]:
    unclear = [one.after.pillar.title for one in pillars if one.move in _UNCLEAR]
    apart = [one.after.pillar.title for one in pillars if one.move is Move.NOT_COMPARED]
    told = []
    if unclear:
        told.append(f"It is not clear whether {join_words(unclear)} moved.")
    if apart:
        told.append(f"Too little is answered to compare {join_words(apart)}.")
    return told
