"""Pillars and contexts in words and numbers, with the findings that make them."""

import math
from collections.abc import Sequence

from ..engine.diagnosis import Diagnosis
from ..engine.knowledge import WATCH_FROM, WEAK_FROM, Points, Rule
from ..engine.reasoning.insights import Insights
from ..engine.scoring import Band, Score
from .axes import axis_of
from .charts.room_axis import Row
from .moves import moves_of
from .reasons import kept_by
from .sentences import told_and_why
from .shapes import Finding, NoteLine, ScoreBlock
from .sources import Sources
from .words import BAND_SYMBOLS, BAND_WORDS, GRADES, LINKED, MOST_CLAIMS, WIDE_RANGE

_CSS = {Band.WEAK: "weak", Band.WATCH: "watch", Band.SOLID: "solid"}
_WITH_NUMBER = frozenset(_CSS)


def score_block(
    diagnosis: Diagnosis, score: Score, sources: Sources, insights: Insights, units: str
) -> ScoreBlock:
    """One pillar or context; its number lines are in `units`."""
    return ScoreBlock(
        id=score.pillar.id,
        title=score.pillar.title,
        about=score.pillar.about,
        band=BAND_WORDS[score.band],
        symbol=BAND_SYMBOLS[score.band],
        css=_CSS.get(score.band, "open"),
        room=room_words(score),
        between=range_words(score),
        reason=_reason(diagnosis, score),
        decided=score.decided,
        applicable=score.applicable,
        note=LINKED if score.priority != score.deficit and score.priority is not None else "",
        kept_by=kept_by(diagnosis, insights, score.pillar.id),
        moves=moves_of(diagnosis, insights, score.pillar.id),
        findings=_findings(diagnosis, score, sources, units),
        notes=_notes(diagnosis, score, sources),
    )


def chart_rows(pillars: Sequence[Score], contexts: Sequence[Score]) -> list[Row]:
    """What the dot plot shows."""
    return [_row(score, is_context=False) for score in pillars] + [
        _row(score, is_context=True) for score in contexts
    ]


def whole(percent: float) -> int:
    """A percentage as a whole number that stays within its band.

    >>> whole(39.6), whole(40.0), whole(58.33)
    (39, 40, 58)
    """
    rounded = round(percent)
    if any(percent < start <= rounded for start in (WATCH_FROM, WEAK_FROM)):
        return rounded - 1
    return rounded


def _row(score: Score, *, is_context: bool) -> Row:
    low, high = _bounds(score)
    return Row(
        title=score.pillar.title,
        word=BAND_WORDS[score.band],
        css=_CSS.get(score.band, "open"),
        room=_number(score),
        low=low,
        high=high,
        is_context=is_context,
    )


def _number(score: Score) -> int | None:
    if score.deficit is None or score.band not in _WITH_NUMBER:
        return None
    return whole(score.deficit)


def _bounds(score: Score) -> tuple[int | None, int | None]:
    """The range as whole numbers, rounded outwards; equal where nothing is open."""
    if score.low is None or score.high is None:
        return None, None
    if score.low == score.high:
        return whole(score.low), whole(score.low)
    return math.floor(score.low), math.ceil(score.high)


def room_words(score: Score) -> str:
    """Room to improve as whole points, `58` or `at least 58`; empty without a band."""
    number = _number(score)
    if number is None:
        return ""
    if not score.clamped:
        return str(number)
    return f"at least {number}" if score.deficit == score.low else f"at most {number}"


def range_words(score: Score) -> str:
    """What is possible, `50 to 70`, rounded outwards; empty where nothing is open."""
    low, high = _bounds(score)
    return "" if low is None or low == high else f"{low} to {high}"


def _reason(diagnosis: Diagnosis, score: Score) -> str:
    """Why the range is wide: how many unanswered questions could still move it."""
    if score.low is None or score.high is None or score.high - score.low < WIDE_RANGE:
        return ""
    states = diagnosis.assessment.states
    unknown = [
        rule
        for item in score.items
        if item.applies is not False and item.least != item.most
        for rule in item.group.rules
        if states[rule.id] is None
    ]
    count = len(diagnosis.missing_for(*unknown))
    if not count:
        return "because some items could not be decided"
    return f"because {count} answers are missing" if count > 1 else "because 1 answer is missing"


def _findings(
    diagnosis: Diagnosis, score: Score, sources: Sources, units: str
) -> tuple[Finding, ...]:
    rules = [diagnosis.knowledge.rules[name] for name in score.fired]
    points = {
        rule.id: rule.conclusion.points for rule in rules if isinstance(rule.conclusion, Points)
    }
    items = {item.rule: item for item in score.items}
    found = []
    for rule in sorted(rules, key=lambda one: -points[one.id]):
        told, why = told_and_why(diagnosis, rule)
        found.append(
            Finding(
                title=rule.title,
                told=told,
                why=why,
                how_sure=GRADES[rule.grade].word,
                axis=axis_of(diagnosis, items[rule.id], units),
                rule=rule.id,
                sources=sources.numbers(rule.evidence),
            )
        )
    return tuple(found)


def _notes(diagnosis: Diagnosis, score: Score, sources: Sources) -> tuple[NoteLine, ...]:
    """All notes on what this runner does, then the first on what people say, contested ones first.

    A note on the runner's own habits may be about safety, so none of them is left out.
    """
    of_pillar = [one for one in diagnosis.notes if _pillar_of(one.rule) == score.pillar.id]
    own = [one for one in of_pillar if not one.rule.claim]
    said = [one for one in of_pillar if one.rule.claim]
    said.sort(key=lambda one: one.rule.grade != "contested")
    return tuple(
        NoteLine(
            title=one.rule.title,
            claim=one.rule.claim,
            text=one.because,
            how_sure=GRADES[one.rule.grade].word,
            rule=one.rule.id,
            sources=sources.numbers(one.rule.evidence),
        )
        for one in (*own, *said[:MOST_CLAIMS])
    )


def _pillar_of(rule: Rule) -> str:
    return rule.conclusion.pillar if isinstance(rule.conclusion, Points) else ""
