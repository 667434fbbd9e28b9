"""Who of many runners should be seen first: counted for all, by id for their coach."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ...engine.knowledge import Knowledge, Warn
from ...engine.screening.finished import Raised, Rows
from ...engine.tiers import ROUTES
from ..batch.urgency import OPEN, OPEN_WORDS, WAYS
from ..sentences import printable
from .counts import shown_counts
from .shapes import SeenGroup, SeenRunner, WayLine
from .words import NOBODY

MOST_SEEN: Final = 200  # runners in the list, over all groups
_MOST_SIGNS: Final = 3


@dataclass(frozen=True, slots=True)
class _Sign:
    """A flag that somebody should see, and how soon."""

    title: str
    route: str


def way_lines(raised: Iterable[Raised], knowledge: Knowledge) -> tuple[WayLine, ...]:
    """How many there are of each way, the most urgent first, and how many of none."""
    counts = Counter[str]()
    for one in raised:
        counts[_way(one, knowledge)] += one.runners
    ways = {**WAYS, "": NOBODY}
    shown = shown_counts([counts[way] for way in ways])
    return tuple(
        WayLine(way=words, runners=count.text)
        for (way, words), count in zip(ways.items(), shown, strict=True)
        if counts[way]
    )


def seen_groups(
    rows: Rows, raised: Sequence[Raised], knowledge: Knowledge
) -> tuple[SeenGroup, ...]:
    """Everyone who should be seen, the most urgent first; only so many by id."""
    return tuple(_groups(rows, raised, knowledge))


def _groups(rows: Rows, raised: Sequence[Raised], knowledge: Knowledge) -> Iterator[SeenGroup]:
    room = MOST_SEEN
    for way, words in WAYS.items():
        own = [one for one in raised if _way(one, knowledge) == way]
        count = sum(one.runners for one in own)
        if not count:
            continue
        found = rows.ids(own, room) if room else []
        room -= len(found)
        yield SeenGroup(
            way=words,
            count=f"{count:,} runner{'' if count == 1 else 's'}",
            has_signs=way != OPEN and bool(found),
            runners=tuple(
                SeenRunner(id=printable(id_), signs=_signs(flags, knowledge, is_open=is_open))
                for id_, flags, is_open in found
            ),
            more=_more(count - len(found)),
        )


def _more(count: int) -> str:
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{count:,} {verb} not listed here. The column “flags” of the screening names all."


def _way(one: Raised, knowledge: Knowledge) -> str:
    """The most urgent way that flags ask for, one of WAYS; empty for nobody to see."""
    first = next(iter(_urgent(one.flags, knowledge)), None)
    if first is not None:
        return first.route
    return OPEN if one.is_open else ""


def _urgent(flags: Iterable[str], knowledge: Knowledge) -> list[_Sign]:
    """The flags for which somebody should be seen, the most urgent first."""
    signs = []
    for name in flags:
        rule = knowledge.rules[name]
        if isinstance(rule.conclusion, Warn) and rule.conclusion.route in WAYS:
            signs.append(_Sign(rule.title, rule.conclusion.route))
    return sorted(signs, key=lambda one: ROUTES.index(one.route))


def _signs(flags: Iterable[str], knowledge: Knowledge, *, is_open: bool) -> str:
    titles = [printable(one.title) for one in _urgent(flags, knowledge)]
    if not titles:
        return ""
    more = [f"and {len(titles) - _MOST_SIGNS} more"] if len(titles) > _MOST_SIGNS else []
    told = "; ".join([*titles[:_MOST_SIGNS], *more])
    return f"{told} ({OPEN_WORDS})" if is_open else told
