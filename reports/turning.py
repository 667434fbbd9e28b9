"""On which answers the result turns, in a line each."""

from collections.abc import Mapping, Sequence
from itertools import islice

from ..engine.diagnosis import Diagnosis
from ..engine.errors import join_words
from ..engine.reasoning.turning import Turning, raises_flag
from ..engine.scoring import Band
from ..engine.tiers import FREE_MODES
from .words import BAND_WORDS

MOST_TURNINGS = 3
_MOST_TOLD = 2  # of what one other answer turns


def turning_lines(diagnosis: Diagnosis, turnings: Sequence[Turning]) -> tuple[str, ...]:
    """At most three lines, the most important first; what one other answer turns is in one.

    All answers on which it turns what comes first, and of each band the one most easily off. An
    answer with which somebody would have to be seen first is left out.
    """
    if diagnosis.plan.mode not in FREE_MODES:
        return ()  # who has to spare something is not told what a step the other way would do
    by_answer: dict[tuple[str, str], list[Turning]] = {}
    told = set[tuple[str, str | None]]()
    for one in turnings:
        answer = (one.question.id, one.other.shown)
        if answer in by_answer or one.part is None or (one.part, one.after) not in told:
            by_answer.setdefault(answer, []).append(one)
        if one.part is not None:
            told.add((one.part, one.after))
    titles = {name: pillar.title for name, pillar in diagnosis.knowledge.scored.items()}
    lines = (
        f"{_answers(diagnosis, one[0])}, {_all_told(titles, one)}."
        for one in by_answer.values()
        if not raises_flag(diagnosis, one[0])
    )
    return tuple(islice(lines, MOST_TURNINGS))


def _answers(diagnosis: Diagnosis, turning: Turning) -> str:
    """Both answers, numbers from low to high; then with which of them it turns."""
    title, given, other = turning.question.title, turning.given, turning.other.shown
    value, instead = diagnosis.answers[turning.question.id].value, turning.other.value
    if not (isinstance(value, float | int) and isinstance(instead, float | int)):
        return f"{title}: “{given}” or “{other}”. With the second"
    both = _or(given, other) if value < instead else _or(other, given)
    return f"{title}: {both}. With {other}"


def _or(low: str, high: str) -> str:
    """Both numbers, with their unit once.

    >>> _or("6.5 hours", "7 hours"), _or("1 session", "2 sessions"), _or("7:30 h", "8 hours")
    ('6.5 or 7 hours', '1 or 2 sessions', '7:30 h or 8 hours')
    """
    number, _, unit = low.partition(" ")
    is_alike = unit.rstrip("s") == high.partition(" ")[2].rstrip("s")
    return f"{number if is_alike else low} or {high}"


def _all_told(titles: Mapping[str, str], turnings: Sequence[Turning]) -> str:
    first = turnings[0].after if turnings[0].part is None else None
    told = [
        _told(one, "" if one.part is not None and one.part == first else f"{_title(titles, one)} ")
        for one in turnings[:_MOST_TOLD]
    ]
    return join_words(told, "and")


def _title(titles: Mapping[str, str], turning: Turning) -> str:
    return titles.get(turning.part or turning.after or "", "no part")


def _told(turning: Turning, title: str) -> str:
    if turning.part is None:
        return f"{title}would come first"
    before, now = (BAND_WORDS[Band(band or "")] for band in (turning.before, turning.after))
    return f"{title}would be {now}, not {before}"
