"""Points to deficits: what is certain, what is still possible, and the band.

For each item (a group of rules): *worth* is the heaviest rule's points, *least* the
heaviest that fires, *most* the heaviest that is not quiet. With A the items that apply
and O those that may:

    deficit = sum of least / sum of worth, over the decided items
    low     = sum over A of least / (sum over A of worth + sum over O of worth - least)
    high    = (sum of most over A and O) / (sum over A of worth + sum over O of most)

Whatever is answered later, the deficit stays within [low, high].
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .assessment import Assessment, Assessor
from .evaluate import Truth
from .knowledge import DECIDED_SHARE, WATCH_FROM, WEAK_FROM, Group, Knowledge, Pillar, Points

LINK_BONUS = 10.0
JOINT_WITHIN = 10.0
_ROUNDING = 1e-9  # 7/12 and 10 more are not exactly 10 apart in floating point


class Band(StrEnum):
    """What a deficit means in words."""

    WEAK = "weak"
    WATCH = "watch"
    SOLID = "solid"
    NOT_ENOUGH_ANSWERS = "not_enough_answers"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item: whether it applies (None: not known yet) and its points, certain and possible.

    `rule` is the one that gives the certain points, None where there are none.
    """

    group: Group
    applies: Truth
    least: int
    most: int
    rule: str | None

    @property
    def is_decided(self) -> bool:
        """It applies, and no answer can change its points."""
        return self.applies is True and self.least == self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A pillar or context for one runner, in percent, unrounded.

    `deficit` is None where no item is decided; `low` and `high` where none applies.
    `priority` is None without enough answers. `clamped`: the deficit of the decided items
    lies outside what is possible over all of them and was moved to the nearest bound.
    """

    pillar: Pillar
    deficit: float | None
    low: float | None
    high: float | None
    clamped: bool
    priority: float | None
    band: Band
    decided: int
    applicable: int
    items: tuple[ItemScore, ...]
    fired: tuple[str, ...]


def score_pillars(
    knowledge: Knowledge,
    assessor: Assessor,
    assessment: Assessment,
    linked: Collection[str],
) -> dict[str, Score]:
    """The score of every pillar and context; `linked` has those that a matched pattern names."""
    items: dict[str, list[ItemScore]] = {name: [] for name in knowledge.scored}
    for group in knowledge.groups:
        items[group.pillar].append(score_item(group, assessor, assessment))
    return {
        name: score_pillar(pillar, items[name], is_linked=name in linked)
        for name, pillar in knowledge.scored.items()
    }


def score_item(group: Group, assessor: Assessor, assessment: Assessment) -> ItemScore:
    """What one item gives a runner."""
    least = most = 0
    counted = None
    for rule in group.rules:
        if isinstance(rule.conclusion, Points):
            truth = assessment.states[rule.id]
            points = rule.conclusion.points
            if truth and points > least:
                least, counted = points, rule.id
            most = max(most, points) if truth is not False else most
    return ItemScore(group, assessor.applies(group, assessment.facts), least, most, counted)


def score_pillar(pillar: Pillar, items: Iterable[ItemScore], *, is_linked: bool) -> Score:
    """A pillar or context from its items; `is_linked`: a matched pattern names it."""
    listed = tuple(items)
    sure = [item for item in listed if item.applies is True]
    open_ = [item for item in listed if item.applies is None]
    decided = [item for item in sure if item.is_decided]
    low, high = _bounds(sure, open_)
    raw = _percent(sum(item.least for item in decided), sum(item.group.worth for item in decided))
    deficit = None if raw is None else min(max(raw, low), high)
    band = band_for(deficit, len(decided), len(sure) + len(open_))
    priority = deficit if band in {Band.WEAK, Band.WATCH, Band.SOLID} else None
    if priority is not None and is_linked and priority >= WATCH_FROM and not pillar.is_context:
        priority += LINK_BONUS
    applies = bool(sure or open_)
    return Score(
        pillar=pillar, deficit=deficit, low=low if applies else None,
        high=high if applies else None, clamped=deficit != raw, priority=priority, band=band,
        decided=len(decided), applicable=len(sure) + len(open_), items=listed,
        fired=tuple(item.rule for item in listed if item.rule),
    )  # fmt: skip


def _bounds(sure: list[ItemScore], open_: list[ItemScore]) -> tuple[float, float]:
    worth = sum(item.group.worth for item in sure)
    low = _percent(
        sum(item.least for item in sure),
        worth + sum(item.group.worth - item.least for item in open_),
    )
    high = _percent(
        sum(item.most for item in [*sure, *open_]), worth + sum(item.most for item in open_)
    )
    return low or 0.0, high or 0.0


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def band_for(deficit: float | None, decided: int, applicable: int) -> Band:
    """The band of a deficit in percent, with so many of the applicable items decided."""
    if not applicable:
        return Band.DOES_NOT_APPLY
    if deficit is None or decided < DECIDED_SHARE * applicable:
        return Band.NOT_ENOUGH_ANSWERS
    if deficit >= WEAK_FROM:
        return Band.WEAK
    return Band.WATCH if deficit >= WATCH_FROM else Band.SOLID


def ranked(scores: Iterable[Score]) -> tuple[Score, ...]:
    """Pillars by priority, most first; those without enough answers last; ties as in the base."""
    return tuple(
        sorted(scores, key=lambda one: -one.priority if one.priority is not None else float("inf"))
    )


def joint_first(ordered: tuple[Score, ...]) -> tuple[Score, ...]:
    """The first pillar and those within 10 of it, all of them of at least 20."""
    first = ordered[0].priority if ordered else None
    if first is None or first < WATCH_FROM:
        return ()
    return tuple(
        one
        for one in ordered
        if one.priority is not None
        and one.priority >= WATCH_FROM
        and first - one.priority <= JOINT_WITHIN + _ROUNDING
    )
