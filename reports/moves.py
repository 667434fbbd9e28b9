"""What would move a part most, in a sentence or two."""

from ..engine.diagnosis import Diagnosis
from ..engine.reasoning.changes import Change, Move, is_held_back
from ..engine.reasoning.insights import Insights
from ..engine.scoring import Band
from ..engine.vocabulary import Number, show_value
from .sentences import few, printable
from .words import BAND_WORDS

_SHORT = 2  # answers: only then one other change is named too; the result has more
_HELD_BACK = "What counts here is not for you now, so we name no change."
_OUT_OF_REACH = "No change within reach makes this solid."


def moves_of(diagnosis: Diagnosis, insights: Insights, pillar: str) -> str:
    """The cheapest change of answers that the rules would call solid, or that there is none.

    Empty for a part that is neither weak nor watch.
    """
    if pillar not in insights.changes:
        return ""
    changes = insights.changes[pillar]
    none = _HELD_BACK if is_held_back(diagnosis, pillar) else _OUT_OF_REACH
    if not changes:
        return none
    told = [_said(changes[0])]
    if len(changes[0].moves) <= _SHORT:
        told += [_said(one) for one in changes[1:2] if len(one.moves) <= _SHORT]
    rest = "" if changes[0].to_band is Band.SOLID else f" {none}"
    band = BAND_WORDS[changes[0].to_band]
    return f"What would move this most, to {band}: {'. Or: '.join(told)}.{rest}"


def _said(change: Change) -> str:
    """Each answer as it would be and as it is, `Sleep a night (7 instead of 6.5 hours)`."""
    return few(f"{one.question.title} ({_instead(one)})" for one in change.moves)


def _instead(move: Move) -> str:
    """Numbers in the unit of the question, said once where it is the same; words without more."""
    kind, before, after = move.question.kind, move.before.value, move.after.value
    if before is None or after is None:
        return printable(move.after.shown)
    new, old = show_value(kind, after), show_value(kind, before)
    if isinstance(kind, Number):
        number, _, unit = new.partition(" ")
        return f"{number if unit and old.endswith(f' {unit}') else new} instead of {old}"
    new, old = (word.partition(",")[0].lower() for word in (new, old))
    return new if {new, old} == {"yes", "no"} else f"{new} instead of {old}"
