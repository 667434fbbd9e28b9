"""Who of many runners should be seen first, by id for their coach."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ...engine.errors import join_words
from ...engine.knowledge import Knowledge, Limit, Warn
from ...engine.screening.finished import Raised, Rows
from ...engine.screening.told import ToldReject
from ...engine.tiers import ROUTES, TIERS
from ..batch.urgency import OPEN, OPEN_WORDS, WAYS
from ..sentences import printable
from .shapes import SeenGroup, SeenRunner
from .words import HELD, NOT_READ, SELF_CARE

MOST_SEEN: Final = 200  # runners in one list
_MOST_SIGNS: Final = 3
_MOST_QUESTIONS: Final = 6
_HOLD: Final = "hold"


def seen_groups(
    rows: Rows, rejects: Sequence[ToldReject], undecided: Mapping[str, int], knowledge: Knowledge
) -> tuple[SeenGroup, ...]:
    """Everyone whom their coach should know of, the most urgent first; only so many by id.

    `undecided` has for how many runners each urgent flag is unknown.
    """
    return tuple(_groups(rows, rejects, undecided, knowledge))


def _groups(
    rows: Rows, rejects: Sequence[ToldReject], undecided: Mapping[str, int], knowledge: Knowledge
) -> Iterator[SeenGroup]:
    if rejects:
        yield seen_group(
            NOT_READ, len(rejects), [_not_read(one, knowledge) for one in rejects[:MOST_SEEN]]
        )
    by_way: dict[str, list[Raised]] = {}
    without = 0  # all answers to safety questions
    for one in rows.raised():
        without += one.runners * one.is_open
        by_way.setdefault(_way(one, knowledge), []).append(one)
    for way in (one for one in _order(knowledge) if one in by_way):
        own = by_way[way]
        count = sum(one.runners for one in own)
        runners = [
            SeenRunner(id=printable(id_), signs=signs_of(flags, knowledge, is_open=is_open))
            for id_, flags, is_open in rows.ids(own, MOST_SEEN)
        ]
        about = _missing(undecided, without, knowledge) if way == OPEN else ""
        words = WAYS.get(way, way)
        yield seen_group(words, count, runners, about)


def seen_group(words: str, count: int, runners: Sequence[SeenRunner], about: str = "") -> SeenGroup:
    """A group of so many runners, those of whom there is room for by id."""
    return SeenGroup(
        way=words,
        count=f"{count:,} runner{'' if count == 1 else 's'}",
        about=about,
        has_signs=any(one.signs for one in runners),
        runners=tuple(runners),
        more=_more(count - len(runners)),
    )


def _more(count: int) -> str:
    if not count:
        return ""
    verb = "is" if count == 1 else "are"
    return f"{count:,} {verb} not listed here. The results of the screening name all."


def _order(knowledge: Knowledge) -> list[str]:
    """The groups, the most urgent first; each limit that stops is one."""
    stops = [rule.title for rule in knowledge.rules.values() if _stops(rule.conclusion)]
    return [*(one for one in WAYS if one != OPEN), HELD, *stops, OPEN, SELF_CARE]


def _stops(conclusion: object) -> bool:
    return isinstance(conclusion, Limit) and conclusion.stops


def _way(one: Raised, knowledge: Knowledge) -> str:
    """The first group that a runner belongs to, one of `_order`; empty for none."""
    warned = [knowledge.rules[name].conclusion for name in one.flags]
    routes = [warn.route for warn in warned if isinstance(warn, Warn) and warn.route in WAYS]
    if routes:
        return min(routes, key=ROUTES.index)
    if one.mode == _HOLD:
        return HELD
    stop = next((name for name in one.limits if _stops(knowledge.rules[name].conclusion)), None)
    if stop is not None:
        return knowledge.rules[stop].title
    if one.is_open:
        return OPEN
    return SELF_CARE if warned else ""


def signs_of(flags: Iterable[str], knowledge: Knowledge, *, is_open: bool) -> str:
    """Titles of some flags, the most urgent first; whether safety is open behind them."""
    rules = [knowledge.rules[name] for name in flags]
    warned = [(one.conclusion, one.title) for one in rules if isinstance(one.conclusion, Warn)]
    ordered = sorted(warned, key=lambda one: ROUTES.index(one[0].route))
    titles = [printable(title) for _, title in ordered]
    if not titles:
        return ""
    more = [f"and {len(titles) - _MOST_SIGNS} more"] if len(titles) > _MOST_SIGNS else []
    told = "; ".join([*titles[:_MOST_SIGNS], *more])
    return f"{told} ({OPEN_WORDS})" if is_open else told


def _not_read(one: ToldReject, knowledge: Knowledge) -> SeenRunner:
    """A rejected row: who it is as far as that could be read, and where it stands."""
    known = [name for name in one.flags if name in knowledge.rules]
    signs = signs_of(known, knowledge, is_open=False) or f"a sign of tier {one.tier or TIERS[-1]}"
    place = f"{one.file}:{one.line}"
    told = one.id if one.id == place else f"{one.id} ({place})"
    return SeenRunner(id=printable(told), signs=signs)


def _missing(undecided: Mapping[str, int], count: int, knowledge: Knowledge) -> str:
    """Which questions are missing for most of so many runners whose safety is open."""
    names = missing_questions(undecided, count, knowledge)
    if not names:
        return ""
    shown = [f"“{printable(knowledge.questions[one].title)}”" for one in names[:_MOST_QUESTIONS]]
    more = len(names) - len(shown)
    others = [f"{more} other{'s' if more > 1 else ''}"] if more else []
    return f"Most of them did not answer {join_words([*shown, *others], 'and')}. Ask that first."


def missing_questions(undecided: Mapping[str, int], count: int, knowledge: Knowledge) -> list[str]:
    """Safety questions that most of so many runners left open, by their ids.

    Found by the flags that are unknown for most. Where one reads a single question, it is that
    one. The others are told by the question that most of them read, until each flag is told; of
    equal ones by one with a gate, which is not answered where its gate is open either.
    """
    is_later = {name: one.gate is not None for name, one in knowledge.questions.items()}
    left = {name: one for name, one in undecided.items() if 2 * one > count}
    reads = {name: knowledge.questions_leading_to({name}) for name in left}
    found: list[str] = []
    while left:
        alone = [name for name in left if len(reads[name]) == 1]
        asked = {one for name in alone or left for one in reads[name]}
        if not asked:
            break
        of = {one: [name for name in left if one in reads[name]] for one in sorted(asked)}
        found.append(max(of, key=lambda one: (sum(left[name] for name in of[one]), is_later[one])))
        for name in of[found[-1]]:
            del left[name]
    return found
